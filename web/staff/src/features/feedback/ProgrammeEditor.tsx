import {
  Checkbox,
  Fieldset,
  MultiSelect,
  NumberInput,
  Select,
  Stack,
  Switch,
  TextInput,
} from "@mantine/core";
import { type UseFormReturnType, useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import type { SurveyKind, SurveyProgramme } from "@/lib/api/schema";
import { useMe } from "@/lib/session/session";
import { FormModal } from "@/ui/FormModal";
import { useSave } from "@/ui/useSave";
import { fieldOf, type PlanValues, planOf, questionsOf, valuesOf } from "./planForm";
import { feedbackKeys, peopleQuery, topicsQuery } from "./queries";
import { SCALES } from "./scores";
import { Wordings } from "./Wordings";

type Form = UseFormReturnType<PlanValues>;

const KINDS = Object.keys(SCALES) as SurveyKind[];
const CHANNELS = ["mail", "api"];
const WORDS = ["subject", "intro", "question", "low", "high", "thanks", "reminder"] as const;

interface Props {
  programme: SurveyProgramme | null;
  onClose: () => void;
}

/** Makes a programme, or changes one: words, rule, follow-ups, and how it looks to customers. */
export function ProgrammeEditor({ programme, onClose }: Props) {
  const { t } = useTranslation("feedback");
  const me = useMe();
  const usual = Object.fromEntries(WORDS.map((field) => [field, t(`editor.english.${field}`)])) as Record<
    (typeof WORDS)[number],
    string
  >;
  const form = useForm<PlanValues>({
    initialValues: valuesOf(programme, me.person.language ?? "en", usual),
  });
  const save = useSave({
    save: (values: PlanValues, once) => {
      const plan = planOf(values, programme?.plan);
      const { name, kind, active } = values;
      return programme
        ? unwrap(
            api.PATCH("/api/v1/feedback/programmes/{id}", {
              params: { path: { id: programme.id } },
              body: { version: programme.version, name, active, plan },
            }),
          )
        : unwrap(
            api.POST("/api/v1/feedback/programmes", {
              headers: { "Idempotency-Key": once },
              body: { name, kind, active, plan },
            }),
          );
    },
    refresh: [feedbackKeys.programmes],
    form: {
      setErrors: (errors) =>
        form.setErrors(
          Object.fromEntries(
            Object.entries(errors).map(([pointer, text]) => [
              fieldOf(pointer.replaceAll(".", "/"), form.values),
              text,
            ]),
          ),
        ),
    },
    said: t("saved", { name: form.values.name }),
    onDone: onClose,
  });
  return (
    <FormModal
      title={programme ? programme.name : t("editor.newTitle")}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => save.mutate(values))}
      busy={save.isPending}
      error={save.error}
      size={960}
    >
      <TextInput label={t("field.name")} data-autofocus {...form.getInputProps("name")} />
      <Select
        label={t("field.kind")}
        disabled={Boolean(programme)}
        allowDeselect={false}
        data={KINDS.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
        {...form.getInputProps("kind")}
      />
      <Wordings form={form} questions={questionsOf(form.values, programme?.plan)} />
      <Rule form={form} />
      <FollowUp form={form} />
      <Switch label={t("editor.activeNow")} {...form.getInputProps("active", { type: "checkbox" })} />
    </FormModal>
  );
}

function Rule({ form }: { form: Form }) {
  const { t } = useTranslation("feedback");
  const topics = useQuery(topicsQuery).data?.items ?? [];
  return (
    <Fieldset legend={t("editor.rule")}>
      <Stack gap="sm">
        <Checkbox.Group label={t("editor.statuses")} {...form.getInputProps("statuses")}>
          <Checkbox value="solved" label={t("editor.solved")} mt={4} />
          <Checkbox value="closed" label={t("editor.closed")} mt={4} />
        </Checkbox.Group>
        <MultiSelect
          label={t("editor.channels")}
          placeholder={t("editor.allChannels")}
          data={CHANNELS}
          {...form.getInputProps("channels")}
        />
        <MultiSelect
          label={t("editor.topics")}
          placeholder={t("editor.allTopics")}
          searchable
          data={topics.map((topic) => ({ value: topic.id, label: topic.path }))}
          {...form.getInputProps("topics")}
        />
        <Select
          label={t("editor.askedIn")}
          description={form.values.askedIn === "chat" ? t("editor.chatNote") : undefined}
          allowDeselect={false}
          data={(["mail", "chat"] as const).map((place) => ({ value: place, label: t(`editor.${place}`) }))}
          {...form.getInputProps("askedIn")}
        />
        <NumberInput label={t("editor.sample")} min={1} max={100} {...form.getInputProps("sample")} />
        <NumberInput label={t("editor.delay")} min={0} max={720} {...form.getInputProps("delay")} />
        <NumberInput label={t("editor.remind")} min={0} max={60} {...form.getInputProps("remind")} />
        <NumberInput label={t("editor.expires")} min={1} max={180} {...form.getInputProps("expires")} />
      </Stack>
    </Fieldset>
  );
}

function FollowUp({ form }: { form: Form }) {
  const { t } = useTranslation("feedback");
  const people = useQuery(peopleQuery).data?.items ?? [];
  const scale = SCALES[form.values.kind];
  return (
    <Fieldset legend={t("editor.followUp")}>
      <Stack gap="sm">
        <Switch label={t("editor.followUp")} {...form.getInputProps("followUp", { type: "checkbox" })} />
        {form.values.followUp && (
          <>
            <NumberInput
              label={t("editor.lowScore")}
              min={scale[0] ?? 0}
              max={scale.at(-1) ?? 10}
              {...form.getInputProps("lowScore")}
            />
            <Select
              label={t("editor.owner")}
              placeholder={t("editor.ownerIsAssignee")}
              clearable
              searchable
              data={people.map((person) => ({ value: person.id, label: person.name }))}
              {...form.getInputProps("owner")}
            />
            <NumberInput label={t("editor.due")} min={1} max={720} {...form.getInputProps("due")} />
          </>
        )}
      </Stack>
    </Fieldset>
  );
}
