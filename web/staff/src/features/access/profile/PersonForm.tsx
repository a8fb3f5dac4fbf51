import { Button, Group, Input, Select, SimpleGrid, Skeleton, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { RichField } from "@/features/inbox/public";
import { api, unwrap } from "@/lib/api/client";
import type { MySelf } from "@/lib/api/schema";
import type { Me } from "@/lib/api/types";
import { switchLanguage } from "@/lib/i18n/i18n";
import { meQuery } from "@/lib/session/session";
import { timeZones } from "@/lib/time/zones";
import { Refusal } from "@/ui/Refusal";
import { Section } from "@/ui/Section";
import { useSave } from "@/ui/useSave";
import { LANGUAGE_CHOICES } from "../languages";
import { accessKeys } from "../queries";

type Person = Pick<MySelf, "name" | "language" | "time_zone" | "signature_html" | "version">;

/** How one is called and signs, and in which language and zone one reads. */
export function PersonForm({ person }: { person: Person }) {
  const { t } = useTranslation("access");
  const queries = useQueryClient();
  const { name, language, time_zone, signature_html, version } = person;
  const form = useForm({ initialValues: { name, language, time_zone, signature_html } });
  const save = useSave({
    save: (values: typeof form.values) =>
      unwrap(api.PATCH("/api/v1/access/me", { body: { ...values, version } })),
    refresh: [accessKeys.people],
    form,
    said: t("profile.saved"),
    onDone: (me) => {
      queries.setQueryData(meQuery.queryKey, me as Me);
      void switchLanguage(me.person.language);
    },
  });
  return (
    <Section title={t("profile.yourself")}>
      <form onSubmit={form.onSubmit((values) => save.mutate(values))} noValidate>
        <Stack gap="md" maw={640}>
          <TextInput label={t("field.yourName")} autoComplete="name" {...form.getInputProps("name")} />
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <Select label={t("field.language")} data={LANGUAGE_CHOICES} {...form.getInputProps("language")} />
            <Select
              label={t("field.timeZone")}
              searchable
              data={timeZones()}
              nothingFoundMessage={t("field.noZone")}
              {...form.getInputProps("time_zone")}
            />
          </SimpleGrid>
          <Input.Wrapper
            label={t("profile.signature")}
            description={t("profile.signatureText")}
            labelElement="div"
            error={form.errors.signature_html}
          >
            <Suspense fallback={<Skeleton height={120} mt={4} />}>
              <RichField
                label={t("profile.signature")}
                initialHtml={signature_html}
                onChange={(html) => form.setFieldValue("signature_html", html)}
              />
            </Suspense>
          </Input.Wrapper>
          <Refusal error={save.error} />
          <Group>
            <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
              {t("profile.save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
