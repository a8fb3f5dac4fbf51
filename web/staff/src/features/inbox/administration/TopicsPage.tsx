import { Button, Switch } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import type { Topic } from "@/lib/api/schema";
import { Confirm } from "@/ui/Confirm";
import { type Column, DataTable } from "@/ui/DataTable";
import { Empty } from "@/ui/Empty";
import { Mark } from "@/ui/Mark";
import { onePage } from "@/ui/onePage";
import { PageFrame } from "@/ui/PageFrame";
import { useSave } from "@/ui/useSave";
import { inboxKeys } from "../keys";
import { topicsQuery } from "../queries";
import classes from "./Order.module.css";
import { TopicDialog } from "./TopicDialog";
import { type Branch, treeOrder } from "./topicTree";

type Opened = { topic: Topic | null; parent: string | null };

/** The tree of reasons why customers write. What was used is archived, so that older numbers stay true. */
export function TopicsPage() {
  const { t } = useTranslation("inbox");
  const query = useQuery(topicsQuery);
  const [archived, setArchived] = useState(false);
  const [opened, setOpened] = useState<{ id: string | null; parent: string | null } | null>(null);
  const [removed, setRemoved] = useState<Topic | null>(null);
  const all: Topic[] = query.data?.items ?? [];
  const shown = query.data && treeOrder(all.filter((topic) => archived || !topic.archived));
  const topic = all.find((each) => each.id === opened?.id) ?? null;
  const add = <Button onClick={() => setOpened({ id: null, parent: null })}>{t("topics.add")}</Button>;
  const columns = useColumns(
    ({ topic: edited, parent }) => setOpened({ id: edited?.id ?? null, parent }),
    setRemoved,
  );
  const remove = useSave({
    save: (id: string) => unwrap(api.DELETE("/api/v1/inbox/topics/{id}", { params: { path: { id } } })),
    refresh: [inboxKeys.topics],
    said: t("topics.removed"),
    onDone: () => setRemoved(null),
  });
  return (
    <PageFrame title={t("topics.title")} intro={t("topics.intro")} actions={add}>
      {all.some((each) => each.archived) && (
        <Switch
          mb="md"
          size="sm"
          label={t("topics.showArchived")}
          checked={archived}
          onChange={(event) => setArchived(event.currentTarget.checked)}
        />
      )}
      <DataTable
        label={t("topics.title")}
        query={onePage(query, shown)}
        keyOf={(branch) => branch.topic.id}
        failure={t("topics.failed")}
        empty={
          <Empty title={t("topics.none")} action={add}>
            {t("topics.noneText")}
          </Empty>
        }
        columns={columns}
      />
      {opened && (!opened.id || topic) && (
        <TopicDialog
          key={opened.id ?? opened.parent}
          topic={topic}
          parent={opened.parent}
          topics={all}
          onClose={() => setOpened(null)}
        />
      )}
      {removed && (
        <Confirm
          title={t("topics.removeTitle", { name: removed.name })}
          text={t("topics.removeText")}
          action={t("topics.remove")}
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate(removed.id)}
          onClose={() => setRemoved(null)}
        />
      )}
    </PageFrame>
  );
}

function useColumns(
  onOpen: (opened: Opened) => void,
  onRemove: (topic: Topic) => void,
): Column<Branch<Topic>>[] {
  const { t } = useTranslation("inbox");
  const archive = useSave({
    save: (topic: Topic) =>
      unwrap(
        api.PATCH("/api/v1/inbox/topics/{id}", {
          params: { path: { id: topic.id } },
          body: { archived: !topic.archived, version: topic.version },
        }),
      ),
    refresh: [inboxKeys.topics],
    loud: true,
  });
  const button = (topic: Topic, label: string, run: () => void, color?: string) => (
    <Button
      variant="subtle"
      size="compact-sm"
      {...(color && { color })}
      aria-label={`${label}: ${topic.name}`}
      onClick={run}
    >
      {label}
    </Button>
  );
  return [
    {
      label: t("topics.name"),
      render: ({ topic, depth }) => (
        <span className={classes.topic} style={{ paddingInlineStart: depth * 24 }} data-depth={depth}>
          {topic.name} {topic.archived && <Mark tone="quiet">{t("topics.archived")}</Mark>}
        </span>
      ),
    },
    {
      label: t("topics.actions"),
      actions: true,
      render: ({ topic }) => (
        <>
          {!topic.archived &&
            button(topic, t("topics.below"), () => onOpen({ topic: null, parent: topic.id }))}
          {button(topic, t("topics.edit"), () => onOpen({ topic, parent: null }))}
          {button(topic, t(topic.archived ? "topics.restore" : "topics.archive"), () =>
            archive.mutate(topic),
          )}
          {button(topic, t("topics.remove"), () => onRemove(topic), "red")}
        </>
      ),
    },
  ];
}
