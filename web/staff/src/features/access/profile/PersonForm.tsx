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
import { named, plainText, wordsFrom } from "@/ui/clash/fieldWords";
import { SaveTrouble } from "@/ui/clash/SaveTrouble";
import { useClash } from "@/ui/clash/useClash";
import { Section } from "@/ui/Section";
import { useSave } from "@/ui/useSave";
import { LANGUAGE_CHOICES } from "../languages";
import { accessKeys } from "../queries";

type Person = Pick<MySelf, "name" | "language" | "time_zone" | "signature_html" | "version">;

function valuesOf({ name, language, time_zone, signature_html }: Person) {
  return { name, language, time_zone, signature_html };
}

/** How one is called and signs, and in which language and zone one reads. */
export function PersonForm({ person }: { person: Person }) {
  const { t } = useTranslation("access");
  const queries = useQueryClient();
  const form = useForm({ initialValues: valuesOf(person) });
  const editing = useClash({
    thing: person,
    valuesOf,
    form,
    words: wordsFrom({
      name: { label: t("field.yourName") },
      language: { label: t("field.language"), text: named(LANGUAGE_CHOICES) },
      time_zone: { label: t("field.timeZone") },
      signature_html: { label: t("profile.signature"), text: plainText },
    }),
  });
  const save = useSave({
    save: (values: typeof form.values) =>
      unwrap(api.PATCH("/api/v1/access/me", { body: { ...values, version: editing.version } })),
    refresh: [accessKeys.people, accessKeys.me],
    form,
    said: t("profile.saved"),
    onDone: (me) => {
      queries.setQueryData(meQuery.queryKey, me as Me);
      editing.saved(me.person);
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
                key={editing.round}
                initialHtml={form.values.signature_html}
                onChange={(html) => form.setFieldValue("signature_html", html)}
              />
            </Suspense>
          </Input.Wrapper>
          <SaveTrouble error={save.error} editing={editing} />
          <Group>
            <Button type="submit" loading={save.isPending} disabled={!form.isDirty() || editing.undecided}>
              {t("profile.save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
