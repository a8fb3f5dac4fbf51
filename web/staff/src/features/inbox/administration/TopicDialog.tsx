import { Select, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import type { Topic } from "@/lib/api/schema";
import { named, wordsFrom } from "@/ui/clash/fieldWords";
import { useClash } from "@/ui/clash/useClash";
import { FormModal } from "@/ui/FormModal";
import { useSave } from "@/ui/useSave";
import { inboxKeys } from "../keys";
import { possibleParents } from "./topicTree";

interface Props {
  /** None: a new one below `parent`. */
  topic: Topic | null;
  parent: string | null;
  topics: Topic[];
  onClose: () => void;
}

const valuesOf = (topic: Topic) => ({ name: topic.name, parent_id: topic.parent_id ?? null });

/** What a topic is called and below which it lies. */
export function TopicDialog({ topic, parent, topics, onClose }: Props) {
  const { t } = useTranslation("inbox");
  const form = useForm({ initialValues: topic ? valuesOf(topic) : { name: "", parent_id: parent } });
  const editing = useClash({
    thing: topic,
    valuesOf,
    form,
    words: wordsFrom({
      name: { label: t("topics.name") },
      parent_id: {
        label: t("topics.parent"),
        text: named(topics.map(({ id, path }) => ({ value: id, label: path }))),
      },
    }),
  });
  const save = useSave({
    save: (values: typeof form.values, key) =>
      topic
        ? unwrap(
            api.PATCH("/api/v1/inbox/topics/{id}", {
              params: { path: { id: topic.id } },
              body: { ...values, version: editing.version },
            }),
          )
        : unwrap(api.POST("/api/v1/inbox/topics", { headers: { "Idempotency-Key": key }, body: values })),
    refresh: [inboxKeys.topics, inboxKeys.lists],
    form,
    said: t("topics.saved", { name: form.values.name }),
    onDone: onClose,
  });
  const parents = possibleParents(topics, topic?.id ?? null).filter(
    (each) => !each.archived || each.id === form.values.parent_id,
  );
  return (
    <FormModal
      title={topic ? topic.name : t("topics.add")}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => save.mutate(values))}
      busy={save.isPending}
      error={save.error}
      editing={editing}
    >
      <TextInput label={t("topics.name")} data-autofocus {...form.getInputProps("name")} />
      <Select
        label={t("topics.parent")}
        placeholder={t("topics.top")}
        data={parents.map((each) => ({ value: each.id, label: each.path }))}
        searchable
        clearable
        clearButtonProps={{ "aria-label": t("topics.top") }}
        {...form.getInputProps("parent_id")}
      />
    </FormModal>
  );
}
