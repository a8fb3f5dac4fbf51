import { NumberInput, Select, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useTranslation } from "react-i18next";
import type { Security } from "@/lib/api/schema";
import { SecretInput } from "../../../ui/SecretInput";
import classes from "./Mailboxes.module.css";
import { type Kind, type MailboxValues, portFor } from "./mailboxValues";

interface Props {
  form: UseFormReturnType<MailboxValues>;
  kind: Kind;
  /** A password is stored and stays when none is typed. */
  kept: boolean;
  /** Name and password are those of the other server. */
  withoutAccess?: boolean;
}

/** Where a mail server is and how one signs in to it. */
export function ServerFields({ form, kind, kept, withoutAccess }: Props) {
  const { t } = useTranslation("channels");
  const domain = form.values.address.split("@")[1];
  const secure = form.getInputProps(`${kind}.security`);
  return (
    <>
      <div className={classes.row}>
        <TextInput
          label={t("form.server")}
          placeholder={domain && `${kind === "imap" ? form.values.imap.protocol : kind}.${domain}`}
          autoComplete="off"
          {...form.getInputProps(`${kind}.host`)}
        />
        <Select
          label={t("form.security")}
          data={(["tls", "starttls", "none"] as const).map((each) => ({
            value: each,
            label: t(`security.${each}`),
          }))}
          {...secure}
          onChange={(value) => {
            secure.onChange(value);
            form.setFieldValue(
              `${kind}.port`,
              portFor(
                kind === "imap" ? form.values.imap.protocol : kind,
                (value ?? "tls") as Security,
                form.values[kind].port,
              ),
            );
          }}
        />
        <NumberInput
          label={t("form.port")}
          hideControls
          min={1}
          max={65535}
          {...form.getInputProps(`${kind}.port`)}
        />
      </div>
      {!withoutAccess && (
        <Select
          label={t("form.signIn")}
          data={(["password", "consent"] as const).map((each) => ({
            value: each,
            label: t(`signIn.${each}`),
          }))}
          allowDeselect={false}
          {...form.getInputProps(`${kind}.sign_in`)}
        />
      )}
      {!withoutAccess && (
        <div className={classes.pair}>
          <TextInput
            label={t("form.user")}
            autoComplete="off"
            placeholder={form.values.address}
            {...form.getInputProps(`${kind}.user`)}
          />
          {form.values[kind].sign_in === "password" && (
            <SecretInput
              label={t("form.password")}
              autoComplete="new-password"
              placeholder={kept ? t("form.kept") : ""}
              {...form.getInputProps(`${kind}.password`)}
            />
          )}
        </div>
      )}
    </>
  );
}
