import { Button, Stack } from "@mantine/core";
import { IconBuilding } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import type { SignOnOffer } from "@/lib/api/schema";
import { Refusal } from "@/ui/Refusal";
import { keepTarget } from "./target";

interface Props {
  providers: SignOnOffer["providers"];
  /** Where to go on afterwards. */
  target: string | undefined;
  /** Signing in this way is what is expected here. */
  main: boolean;
}

/** One button for each provider of the company; it leads there. */
export function SignOnButtons({ providers, target, main }: Props) {
  const { t } = useTranslation("access");
  const begin = useMutation({
    mutationFn: (id: string) =>
      unwrap(api.POST("/api/v1/access/sign-on/{id}/begin", { params: { path: { id } } })),
    onSuccess: ({ url }) => {
      keepTarget(target);
      window.location.assign(url);
    },
  });
  const { reset } = begin;
  useEffect(() => {
    // Somebody who comes back with the browser's arrow finds the page as they left it: still on its way.
    const comeBack = (event: PageTransitionEvent) => event.persisted && reset();
    window.addEventListener("pageshow", comeBack);
    return () => window.removeEventListener("pageshow", comeBack);
  }, [reset]);
  const leaving = begin.isPending || begin.isSuccess;
  return (
    <Stack gap="xs">
      {providers.map(({ id, name }) => (
        <Button
          key={id}
          size="md"
          variant={main ? "filled" : "default"}
          leftSection={<IconBuilding size={18} aria-hidden="true" />}
          loading={leaving && begin.variables === id}
          disabled={leaving && begin.variables !== id}
          onClick={() => begin.mutate(id)}
        >
          {t("signOn.with", { name })}
        </Button>
      ))}
      <Refusal error={begin.error} />
    </Stack>
  );
}
