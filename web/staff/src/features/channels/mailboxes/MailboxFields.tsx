import { Input, Radio, SegmentedControl, Select, Skeleton, Stack, Switch, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { RichField } from "@/features/inbox/public";
import type { MailboxImap } from "@/lib/api/schema";
import { teamChoicesQuery } from "../queries";
import classes from "./Mailboxes.module.css";
import { afterOf, type MailboxValues, portFor } from "./mailboxValues";

interface Props {
  form: UseFormReturnType<MailboxValues>;
}

/** What the mailbox is called, inside and outside, and who looks after it. */
export function MailboxFields({ form }: Props) {
  const { t } = useTranslation("channels");
  const teams = useQuery(teamChoicesQuery).data?.items ?? [];
  const address = form.getInputProps("address");
  return (
    <>
      <div className={classes.pair}>
        <TextInput
          label={t("form.name")}
          placeholder={t("form.nameExample")}
          {...form.getInputProps("name")}
        />
        <TextInput
          label={t("form.address")}
          type="email"
          autoComplete="off"
          {...address}
          onChange={(event) => {
            const before = form.values.address;
            const typed = event.currentTarget.value;
            address.onChange(event);
            // Mostly one signs in with the address; a user name that was typed stays.
            if (form.values.imap.user === before) form.setFieldValue("imap.user", typed);
            if (form.values.smtp.user === before) form.setFieldValue("smtp.user", typed);
          }}
        />
        <TextInput
          label={t("form.fromName")}
          placeholder={t("form.fromNameExample")}
          {...form.getInputProps("from_name")}
        />
        <Select
          label={t("form.team")}
          placeholder={t("mailboxes.noTeam")}
          data={teams.map((team) => ({ value: team.id, label: team.name }))}
          clearable
          clearButtonProps={{ "aria-label": t("mailboxes.noTeam") }}
          {...form.getInputProps("team_id")}
        />
      </div>
      <Switch
        label={t("form.active")}
        description={t("form.activeText")}
        {...form.getInputProps("active", { type: "checkbox" })}
      />
    </>
  );
}

/** IMAP or POP3; the port and what can be done with mail follow. */
export function ProtocolField({ form }: Props) {
  const { t } = useTranslation("channels");
  return (
    <SegmentedControl
      aria-label={t("form.protocol")}
      data={[
        { value: "imap", label: "IMAP" },
        { value: "pop3", label: "POP3" },
      ]}
      value={form.values.imap.protocol}
      onChange={(value) => {
        const protocol = value as MailboxImap["protocol"];
        const { security, port, after } = form.values.imap;
        form.setFieldValue("imap.protocol", protocol);
        form.setFieldValue("imap.port", portFor(protocol, security, port));
        const possible = afterOf(protocol);
        if (!possible.includes(after)) form.setFieldValue("imap.after", possible[0] ?? "keep");
      }}
    />
  );
}

/** Which mail is taken, from where, and what becomes of it on the server. */
export function IncomingFields({ form, isNew }: Props & { isNew: boolean }) {
  const { t } = useTranslation("channels");
  const { protocol, after } = form.values.imap;
  return (
    <>
      {protocol === "imap" && <TextInput label={t("form.folder")} {...form.getInputProps("imap.folder")} />}
      {isNew && (
        <Radio.Group label={t("form.take")} {...form.getInputProps("take")}>
          <Stack gap={8} mt={4}>
            <Radio size="sm" value="from_now" label={t("form.fromNow")} />
            <Radio size="sm" value="all" label={t("form.all")} />
          </Stack>
        </Radio.Group>
      )}
      <Radio.Group label={t("form.after")} {...form.getInputProps("imap.after")}>
        <Stack gap={8} mt={4}>
          {afterOf(protocol).map((choice) => (
            <Radio key={choice} size="sm" value={choice} label={t(`form.${choice}`)} />
          ))}
        </Stack>
      </Radio.Group>
      {after === "move" && (
        <TextInput
          label={t("form.moveTo")}
          description={t("form.moveToText")}
          {...form.getInputProps("imap.move_to")}
        />
      )}
    </>
  );
}

/** What is added to answers. */
export function AnswerFields({ form }: Props) {
  const { t } = useTranslation("channels");
  return (
    <fieldset className={classes.group}>
      <legend>{t("form.answers")}</legend>
      <div className={classes.fields}>
        <Input.Wrapper
          label={t("form.signature")}
          description={t("form.signatureText")}
          labelElement="div"
          error={form.errors.signature_html}
        >
          <Suspense fallback={<Skeleton height={120} mt={4} />}>
            <RichField
              label={t("form.signature")}
              initialHtml={form.values.signature_html}
              onChange={(html) => form.setFieldValue("signature_html", html)}
            />
          </Suspense>
        </Input.Wrapper>
        <Switch
          label={t("form.number")}
          description={t("form.numberText")}
          {...form.getInputProps("subject_number", { type: "checkbox" })}
        />
        <Switch
          label={t("form.plus")}
          description={t("form.plusText")}
          {...form.getInputProps("plus_addressing", { type: "checkbox" })}
        />
      </div>
    </fieldset>
  );
}
