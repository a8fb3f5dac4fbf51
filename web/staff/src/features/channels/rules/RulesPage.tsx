import { Button, Fieldset, NumberInput, SimpleGrid, Skeleton } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import type { MailRules, VersionedMailRules } from "@/lib/api/schema";
import { Failure } from "@/ui/Failure";
import { PageFrame } from "@/ui/PageFrame";
import { useSave } from "@/ui/useSave";
import { DkimKeys } from "../dkim/DkimKeys";
import { channelsKeys, rulesQuery } from "../queries";

const GROUPS = {
  speed: ["domain_connections", "domain_per_minute", "server_connections", "server_per_minute"],
  robots: ["automatic_per_hour", "soft_bounces", "soft_days"],
  storms: ["storm_sender", "storm_domain", "storm_mailbox", "storm_factor", "storm_per_minute"],
} as const;

/** How fast mail goes out, how much answers itself, and when a flood is one. */
export function RulesPage() {
  const { t } = useTranslation("channels");
  const query = useQuery(rulesQuery);
  return (
    <PageFrame title={t("rules.title")} intro={t("rules.intro")}>
      {query.isError && (
        <Failure what={t("rules.failed")} error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.isPending && <Skeleton height={400} maw={640} />}
      {query.data && <RulesForm key={query.data.version} known={query.data} />}
      <DkimKeys />
    </PageFrame>
  );
}

function RulesForm({ known }: { known: VersionedMailRules }) {
  const { t } = useTranslation("channels");
  const form = useForm<MailRules>({ initialValues: known.rules });
  const save = useSave({
    save: (rules: MailRules) =>
      unwrap(api.PUT("/api/v1/channels/rules", { body: { rules, version: known.version } })),
    refresh: [channelsKeys.rules],
    form,
    said: t("rules.saved"),
    loud: true,
  });
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))} style={{ maxWidth: 640 }}>
      {(["speed", "robots", "storms"] as const).map((group) => (
        <Fieldset key={group} legend={t(`rules.group.${group}`)} mb="md">
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            {GROUPS[group].map((field) => (
              <NumberInput
                key={field}
                label={t(`rules.field.${field}`)}
                min={0}
                allowDecimal={false}
                {...form.getInputProps(field)}
              />
            ))}
          </SimpleGrid>
        </Fieldset>
      ))}
      <Button type="submit" loading={save.isPending}>
        {t("rules.save")}
      </Button>
    </form>
  );
}
