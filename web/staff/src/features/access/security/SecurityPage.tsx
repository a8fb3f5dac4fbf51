import { Button, Group, MultiSelect, Radio, Skeleton, Stack } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import type { SecurityView } from "@/lib/api/schema";
import { Failure } from "@/ui/Failure";
import { PageFrame } from "@/ui/PageFrame";
import { Refusal } from "@/ui/Refusal";
import { useSave } from "@/ui/useSave";
import { useRoleAndTeamChoices } from "../people/useChoices";
import { accessKeys, securityQuery } from "../queries";

/** What the house demands of whoever signs in. */
export function SecurityPage() {
  const { t } = useTranslation("access");
  const rules = useQuery(securityQuery);
  return (
    <PageFrame title={t("security.title")} intro={t("security.intro")}>
      {rules.isError && (
        <Failure what={t("security.failed")} error={rules.error} onRetry={() => void rules.refetch()} />
      )}
      {rules.isPending && <Skeleton height={180} maw={480} />}
      {rules.data && <RulesForm key={rules.data.version} rules={rules.data} />}
    </PageFrame>
  );
}

function RulesForm({ rules }: { rules: SecurityView }) {
  const { t } = useTranslation("access");
  const { roles } = useRoleAndTeamChoices();
  const form = useForm({
    initialValues: { second_factor: rules.second_factor, role_ids: [...rules.role_ids] },
  });
  const save = useSave({
    save: (values: typeof form.values) =>
      unwrap(api.PATCH("/api/v1/access/security", { body: { ...values, version: rules.version } })),
    refresh: [accessKeys.security, accessKeys.secondFactor],
    form,
    said: t("security.saved"),
  });
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))} noValidate>
      <Stack gap="md" maw={560}>
        <Radio.Group
          label={t("security.secondFactor")}
          description={t("security.secondFactorText")}
          {...form.getInputProps("second_factor")}
        >
          <Stack gap="xs" mt="xs">
            <Radio value="nobody" label={t("security.nobody")} />
            <Radio value="roles" label={t("security.roles")} />
            <Radio value="everybody" label={t("security.everybody")} />
          </Stack>
        </Radio.Group>
        {form.values.second_factor === "roles" && (
          <MultiSelect label={t("security.whichRoles")} data={roles} {...form.getInputProps("role_ids")} />
        )}
        <Refusal error={save.error} />
        <Group>
          <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
            {t("security.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
