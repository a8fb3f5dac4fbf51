import { Button, Group, Select, Skeleton, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import type { CompanyView } from "@/lib/api/schema";
import { timeZones } from "@/lib/time/zones";
import { named, wordsFrom } from "@/ui/clash/fieldWords";
import { SaveTrouble } from "@/ui/clash/SaveTrouble";
import { useClash } from "@/ui/clash/useClash";
import { Failure } from "@/ui/Failure";
import { PageFrame } from "@/ui/PageFrame";
import { useSave } from "@/ui/useSave";
import { LANGUAGE_CHOICES } from "../languages";
import { accessKeys, companyQuery } from "../queries";

/** The house itself: its name, the zone its days are counted in, the language it speaks first. */
export function CompanyPage() {
  const { t } = useTranslation("access");
  const company = useQuery(companyQuery);
  return (
    <PageFrame title={t("company.title")} intro={t("company.intro")}>
      {company.isError && (
        <Failure what={t("company.failed")} error={company.error} onRetry={() => void company.refetch()} />
      )}
      {company.isPending && <Skeleton height={220} maw={480} />}
      {company.data && <CompanyForm company={company.data} />}
    </PageFrame>
  );
}

const valuesOf = ({ version: _, ...values }: CompanyView) => values;

function CompanyForm({ company }: { company: CompanyView }) {
  const { t } = useTranslation("access");
  const form = useForm({ initialValues: valuesOf(company) });
  const editing = useClash({
    thing: company,
    valuesOf,
    form,
    words: wordsFrom({
      name: { label: t("company.name") },
      time_zone: { label: t("field.timeZone") },
      language: { label: t("field.language"), text: named(LANGUAGE_CHOICES) },
    }),
  });
  const save = useSave({
    save: (changed: typeof form.values) =>
      unwrap(api.PATCH("/api/v1/access/company", { body: { ...changed, version: editing.version } })),
    refresh: [accessKeys.company, accessKeys.me],
    form,
    said: t("company.saved"),
    onDone: (saved) => {
      editing.saved(saved);
      form.resetDirty();
    },
  });
  return (
    <form onSubmit={form.onSubmit((changed) => save.mutate(changed))}>
      <Stack gap="md" maw={480}>
        <TextInput label={t("company.name")} {...form.getInputProps("name")} />
        <Select
          label={t("field.timeZone")}
          description={t("company.zoneText")}
          searchable
          data={timeZones()}
          nothingFoundMessage={t("field.noZone")}
          {...form.getInputProps("time_zone")}
        />
        <Select
          label={t("field.language")}
          description={t("company.languageText")}
          data={LANGUAGE_CHOICES}
          {...form.getInputProps("language")}
        />
        <SaveTrouble error={save.error} editing={editing} />
        <Group>
          <Button type="submit" loading={save.isPending} disabled={!form.isDirty() || editing.undecided}>
            {t("company.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
