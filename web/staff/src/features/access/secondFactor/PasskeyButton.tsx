import { Button, Stack } from "@mantine/core";
import { IconFingerprint } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Problem } from "@/lib/api/problem";
import { Refusal } from "@/ui/Refusal";
import { knowsPasskeys, NoPasskey, signInByPasskey } from "./passkey";

/** Signs in with a passkey instead of anything typed; not shown where the browser knows none. */
export function PasskeyButton({ onIn }: { onIn: () => void }) {
  const { t } = useTranslation("access");
  const signIn = useMutation({ mutationFn: signInByPasskey, onSuccess: onIn });
  if (!knowsPasskeys()) return null;
  const problem = signIn.error && Problem.from(signIn.error);
  return (
    <Stack gap="xs">
      <Button
        variant="default"
        size="md"
        leftSection={<IconFingerprint size={18} aria-hidden="true" />}
        loading={signIn.isPending}
        onClick={() => signIn.mutate()}
      >
        {t("passkey.signIn")}
      </Button>
      {signIn.error instanceof NoPasskey ? (
        <Refusal error={new Problem(422, "", t("passkey.none"))} />
      ) : (
        problem && <Refusal error={new Problem(422, "", problem.fields[0]?.detail ?? problem.message)} />
      )}
    </Stack>
  );
}
