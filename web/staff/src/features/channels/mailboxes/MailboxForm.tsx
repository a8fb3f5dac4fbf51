import { Button, Switch } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { api, unwrap } from "@/lib/api/client";
import { Problem } from "@/lib/api/problem";
import type { Mailbox } from "@/lib/api/schema";
import { SaveTrouble } from "@/ui/clash/SaveTrouble";
import { type Editing, useClash } from "@/ui/clash/useClash";
import { Refusal } from "@/ui/Refusal";
import { useSave } from "@/ui/useSave";
import { channelsKeys, mailboxQuery } from "../queries";
import classes from "./Mailboxes.module.css";
import { AnswerFields, IncomingFields, MailboxFields, ProtocolField } from "./MailboxFields";
import { creationOf, type MailboxValues, revisionOf, trialOf, valuesOf } from "./mailboxValues";
import { RemoveMailbox } from "./RemoveMailbox";
import { ServerFields } from "./ServerFields";
import { TrialReport } from "./TrialReport";
import { useMailboxWords } from "./useMailboxWords";

/** Everything about a mailbox; its settings can be tried before they are kept. */
export function MailboxForm({ mailbox }: { mailbox: Mailbox | null }) {
  const { t } = useTranslation("channels");
  const form = useForm<MailboxValues>({ initialValues: valuesOf(mailbox) });
  const [removing, setRemoving] = useState(false);
  const words = useMailboxWords();
  const editing = useClash({ thing: mailbox, valuesOf, form, words });
  const save = useSaveMailbox(form, mailbox, editing);
  const trial = useSave({
    save: (values: MailboxValues) =>
      unwrap(api.POST("/api/v1/channels/mailboxes/test", { body: trialOf(values, mailbox?.id ?? null) })),
    form,
  });
  const { fetches, sends, same } = form.values;
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))} noValidate>
      <div className={classes.fields}>
        <MailboxFields form={form} />
        <fieldset className={classes.group}>
          <legend>{t("form.incoming")}</legend>
          <div className={classes.fields}>
            <Switch label={t("form.fetch")} {...form.getInputProps("fetches", { type: "checkbox" })} />
            {fetches && (
              <>
                <ProtocolField form={form} />
                <ServerFields form={form} kind="imap" kept={mailbox?.imap?.has_password ?? false} />
                <IncomingFields form={form} isNew={!mailbox} />
              </>
            )}
          </div>
        </fieldset>
        <fieldset className={classes.group}>
          <legend>{t("form.outgoing")}</legend>
          <div className={classes.fields}>
            <Switch label={t("form.send")} {...form.getInputProps("sends", { type: "checkbox" })} />
            {sends && (
              <>
                {fetches && (
                  <Switch label={t("form.same")} {...form.getInputProps("same", { type: "checkbox" })} />
                )}
                <ServerFields
                  form={form}
                  kind="smtp"
                  kept={mailbox?.smtp?.has_password ?? false}
                  withoutAccess={same && fetches}
                />
              </>
            )}
          </div>
        </fieldset>
        <AnswerFields key={editing.round} form={form} />
        {trial.data && !trial.isPending && <TrialReport steps={trial.data.steps} />}
        {/* Faults of single fields stand at the fields; here only that there are some. */}
        <SaveTrouble error={save.error ?? trial.error} editing={editing} />
        {[save.error, trial.error].some((error) => error && Problem.from(error).fields.length > 0) && (
          <Refusal error={new Problem(422, "", t("form.look"))} />
        )}
        <div className={classes.foot}>
          <Button type="submit" loading={save.isPending} disabled={editing.undecided}>
            {mailbox ? t("form.save") : t("form.connect")}
          </Button>
          <Button
            variant="default"
            loading={trial.isPending}
            disabled={!fetches && !sends}
            onClick={() => trial.mutate(form.values)}
          >
            {t("form.test")}
          </Button>
          <span className={classes.end} />
          {mailbox && (
            <Button variant="subtle" color="red" onClick={() => setRemoving(true)}>
              {t("form.remove")}
            </Button>
          )}
        </div>
      </div>
      {mailbox && removing && <RemoveMailbox mailbox={mailbox} onClose={() => setRemoving(false)} />}
    </form>
  );
}

function useSaveMailbox(
  form: ReturnType<typeof useForm<MailboxValues>>,
  mailbox: Mailbox | null,
  editing: Editing<Mailbox>,
) {
  const { t } = useTranslation("channels");
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useSave({
    save: (values: MailboxValues, key) =>
      mailbox
        ? unwrap(
            api.PATCH("/api/v1/channels/mailboxes/{id}", {
              params: { path: { id: mailbox.id } },
              body: revisionOf(values, editing.version),
            }),
          )
        : unwrap(
            api.POST("/api/v1/channels/mailboxes", {
              headers: { "Idempotency-Key": key },
              body: creationOf(values),
            }),
          ),
    refresh: [channelsKeys.mailboxes],
    form,
    said: t(mailbox ? "form.saved" : "form.connected", { name: form.values.name }),
    onDone: (saved) => {
      queries.setQueryData(mailboxQuery(saved.id).queryKey, saved);
      editing.saved(saved);
      form.setValues(valuesOf(saved));
      if (!mailbox) void navigate({ to: paths.mailboxes });
    },
  });
}
