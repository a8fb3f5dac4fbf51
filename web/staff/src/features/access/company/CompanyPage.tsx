import { Button, Group, Select, Skeleton, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import type { CompanyView } from "@/lib/api/schema";
import { timeZones } from "@/lib/time/zones";
import { Failure } from "@/ui/Failure";
import { PageFrame } from "@/ui/PageFrame";
import { Refusal } from "@/ui/Refusal";
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

function CompanyForm({ company }: { company: CompanyView }) {
  const { t } = useTranslation("access");
  const { version, ...values } = company;
  const form = useForm({ initialValues: values });
  const save = useSave({
    save: (changed: typeof values) =>
      unwrap(api.PATCH("/api/v1/access/company", { body: { ...changed, version } })),
    refresh: [accessKeys.company, accessKeys.me],
    form,
    said: t("company.saved"),
    onDone: () => form.resetDirty(),
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
        <Refusal error={save.error} />
        <Group>
          <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
            {t("company.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
