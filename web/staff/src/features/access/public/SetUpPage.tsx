import { Button, Group, Radio, Select, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { api, unwrap } from "@/lib/api/client";
import { fieldErrors } from "@/lib/api/problem";
import { knownLanguage, switchLanguage } from "@/lib/i18n/i18n";
import { timeZones } from "@/lib/time/zones";
import { Refusal } from "@/ui/Refusal";
import { SecretInput } from "@/ui/SecretInput";
import { useDocumentTitle } from "@/ui/useDocumentTitle";
import { PasswordStrength } from "./PasswordStrength";
import { PublicPage } from "./PublicPage";
import classes from "./SetUpPage.module.css";

type Start = "empty" | "demo";

/** The first visit: who runs this desk, for which company, and how to begin. */
export function SetUpPage() {
  const { t, i18n } = useTranslation("access");
  useDocumentTitle(t("setUp.title"));
  const form = useForm({
    initialValues: {
      company: "",
      name: "",
      email: "",
      password: "",
      time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      language: knownLanguage(i18n.language) ?? "en",
      start: "empty" as Start,
    },
  });
  const setUp = useMutation({
    mutationFn: (values: typeof form.values) => unwrap(api.POST("/api/v1/access/setup", { body: values })),
    onSuccess: (_, values) => {
      window.location.assign(values.start === "demo" ? paths.setUpProgress : paths.home);
    },
    onError: (error) => form.setErrors(fieldErrors(error)),
  });
  const plain = { required: true, withAsterisk: false };
  return (
    <PublicPage title={t("setUp.title")} intro={t("setUp.text")}>
      <form onSubmit={form.onSubmit((values) => setUp.mutate(values))}>
        <Stack gap="md">
          <TextInput
            label={t("field.company")}
            autoComplete="organization"
            {...plain}
            {...form.getInputProps("company")}
          />
          <TextInput
            label={t("field.yourName")}
            autoComplete="name"
            {...plain}
            {...form.getInputProps("name")}
          />
          <TextInput
            label={t("field.email")}
            type="email"
            autoComplete="username"
            {...plain}
            {...form.getInputProps("email")}
          />
          <div>
            <SecretInput
              label={t("field.password")}
              description={t("field.passwordRule")}
              autoComplete="new-password"
              {...plain}
              {...form.getInputProps("password")}
            />
            <PasswordStrength password={form.values.password} />
          </div>
          <Group grow align="start">
            <Select
              label={t("field.timeZone")}
              searchable
              data={timeZones()}
              nothingFoundMessage={t("field.noZone")}
              {...form.getInputProps("time_zone")}
            />
            <Select
              label={t("field.language")}
              data={[
                { value: "en", label: "English" },
                { value: "de", label: "Deutsch" },
              ]}
              {...form.getInputProps("language")}
              onChange={(value) => {
                const language = knownLanguage(value) ?? "en";
                form.setFieldValue("language", language);
                void switchLanguage(language);
              }}
            />
          </Group>
          <Radio.Group label={t("setUp.start")} {...form.getInputProps("start")}>
            <div className={classes.choices}>
              {(["empty", "demo"] as const).map((start) => (
                <Radio.Card key={start} value={start} className={classes.choice} radius="md">
                  <Radio.Indicator />
                  <span>
                    <span className={classes.choiceTitle}>{t(`setUp.${start}`)}</span>
                    <span className={classes.choiceText}>{t(`setUp.${start}Text`)}</span>
                  </span>
                </Radio.Card>
              ))}
            </div>
          </Radio.Group>
          <Refusal error={setUp.error} />
          <Button type="submit" size="md" loading={setUp.isPending}>
            {t("setUp.submit")}
          </Button>
        </Stack>
      </form>
    </PublicPage>
  );
}
