import { Button, Group, MultiSelect, Radio, Skeleton, Stack } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import type { SecurityView } from "@/lib/api/schema";
import { named, wordsFrom } from "@/ui/clash/fieldWords";
import { SaveTrouble } from "@/ui/clash/SaveTrouble";
import { useClash } from "@/ui/clash/useClash";
import { Failure } from "@/ui/Failure";
import { PageFrame } from "@/ui/PageFrame";
import { Section } from "@/ui/Section";
import { useSave } from "@/ui/useSave";
import { useRoleAndTeamChoices } from "../people/useChoices";
import { accessKeys, identityProvidersQuery, securityQuery } from "../queries";
import { IdentityProviders } from "./IdentityProviders";

/** What the house demands of whoever signs in, and by which accounts they may. */
export function SecurityPage() {
  const { t } = useTranslation("access");
  const rules = useQuery(securityQuery);
  return (
    <PageFrame title={t("security.title")} intro={t("security.intro")}>
      <Section title={t("security.demands")}>
        {rules.isError && !rules.data && (
          <Failure what={t("security.failed")} error={rules.error} onRetry={() => void rules.refetch()} />
        )}
        {rules.isPending && <Skeleton height={320} maw={560} />}
        {rules.data && <RulesForm rules={rules.data} />}
      </Section>
      <IdentityProviders />
    </PageFrame>
  );
}

const valuesOf = ({ version: _, role_ids, ...rules }: SecurityView) => ({
  ...rules,
  role_ids: [...role_ids],
});

const DEMANDS = ["nobody", "roles", "everybody"] as const;
const PASSWORDS = ["everybody", "administrators"] as const;

function RulesForm({ rules }: { rules: SecurityView }) {
  const { t } = useTranslation("access");
  const { roles } = useRoleAndTeamChoices();
  const providers = useQuery(identityProvidersQuery).data?.items;
  const demands = DEMANDS.map((value) => ({ value, label: t(`security.${value}`) }));
  const passwords = PASSWORDS.map((value) => ({ value, label: t(`security.password.${value}`) }));
  const form = useForm({ initialValues: valuesOf(rules) });
  const editing = useClash({
    thing: rules,
    valuesOf,
    form,
    words: wordsFrom({
      second_factor: { label: t("security.secondFactor"), text: named(demands) },
      role_ids: { label: t("security.whichRoles"), text: named(roles) },
      password_sign_in: { label: t("security.password.title"), text: named(passwords) },
    }),
  });
  const save = useSave({
    save: (values: typeof form.values) =>
      unwrap(api.PATCH("/api/v1/access/security", { body: { ...values, version: editing.version } })),
    refresh: [accessKeys.security, accessKeys.secondFactor, accessKeys.signOn],
    form,
    said: t("security.saved"),
    onDone: (saved) => {
      editing.saved(saved);
      form.resetDirty();
    },
  });
  // Without another way in nobody but administrators would get in at all.
  const otherWay = !providers || providers.some((each) => each.enabled);
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))} noValidate>
      <Stack gap="lg" maw={560}>
        <Radio.Group
          label={t("security.secondFactor")}
          description={t("security.secondFactorText")}
          {...form.getInputProps("second_factor")}
        >
          <Stack gap="xs" mt="xs">
            {demands.map((each) => (
              <Radio key={each.value} {...each} />
            ))}
          </Stack>
        </Radio.Group>
        {form.values.second_factor === "roles" && (
          <MultiSelect label={t("security.whichRoles")} data={roles} {...form.getInputProps("role_ids")} />
        )}
        <Radio.Group
          label={t("security.password.title")}
          description={t("security.password.text")}
          {...form.getInputProps("password_sign_in")}
        >
          <Stack gap="xs" mt="xs">
            {passwords.map((each) => (
              <Radio
                key={each.value}
                {...each}
                {...(each.value === "administrators" &&
                  !otherWay && { disabled: true, description: t("security.password.needsProvider") })}
              />
            ))}
          </Stack>
        </Radio.Group>
        <SaveTrouble error={save.error} editing={editing} />
        <Group>
          <Button type="submit" loading={save.isPending} disabled={!form.isDirty() || editing.undecided}>
            {t("security.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
