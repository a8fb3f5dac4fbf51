import { Button, Group, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { fieldErrors } from "@/lib/api/problem";
import type { Enrolment } from "@/lib/api/schema";
import { CopyField } from "@/ui/CopyField";
import { Refusal } from "@/ui/Refusal";
import classes from "./SecondFactor.module.css";

interface Props {
  enrolment: Enrolment;
  busy: boolean;
  error: unknown;
  onCode: (code: string) => void;
}

/** What an authenticator app is given, and the field for its first code. */
export function AppSetUp({ enrolment, busy, error, onCode }: Props) {
  const { t } = useTranslation("access");
  const [code, setCode] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    onCode(code);
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <div>{t("second.scan")}</div>
        <img
          className={classes.picture}
          alt={t("second.picture")}
          src={`data:image/svg+xml;utf8,${encodeURIComponent(enrolment.qr_svg)}`}
        />
        <CopyField label={t("second.secret")} value={enrolment.secret} />
        <TextInput
          label={t("second.firstCode")}
          inputMode="numeric"
          autoComplete="one-time-code"
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          error={fieldErrors(error).code}
        />
        <Refusal error={error} />
        <Group>
          <Button type="submit" loading={busy} disabled={code.trim() === ""}>
            {t("second.switchOn")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
