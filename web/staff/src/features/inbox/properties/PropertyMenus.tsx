import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ConversationRow, Priority, Status } from "@/lib/api/types";
import { type Choice, PickMenu } from "@/ui/PickMenu";
import type { Change } from "../changes";
import {
  NOBODY,
  usePeople,
  usePriorityChoices,
  useStatusChoices,
  useTagChoices,
  useTeams,
  useTopics,
} from "./choices";

export type Property = "status" | "assignee" | "team" | "priority" | "topic" | "tags";

interface Props {
  /** The present values; none when several conversations are changed at once. */
  row: Pick<ConversationRow, Property> | null;
  onChange: (change: Change) => void;
  opened: boolean;
  onOpenedChange: (opened: boolean) => void;
  children: ReactNode;
}

interface MenuProps extends Omit<Props, "row" | "onChange"> {
  choices: Choice[];
  chosen: string[];
  onPick: (value: string) => void;
}

function Menu(props: MenuProps) {
  const { t } = useTranslation("inbox");
  return <PickMenu {...props} searchLabel={t("pick.search")} emptyLabel={t("pick.nothing")} />;
}

function StatusMenu({ row, onChange, ...menu }: Props) {
  return (
    <Menu
      {...menu}
      choices={useStatusChoices()}
      chosen={row ? [row.status] : []}
      onPick={(value) => onChange({ status: value as Status })}
    />
  );
}

function PriorityMenu({ row, onChange, ...menu }: Props) {
  return (
    <Menu
      {...menu}
      choices={usePriorityChoices()}
      chosen={row ? [row.priority] : []}
      onPick={(value) => onChange({ priority: value as Priority })}
    />
  );
}

function AssigneeMenu({ row, onChange, ...menu }: Props) {
  const { choices, find } = usePeople();
  const pick = (value: string) => onChange({ assignee: value === NOBODY ? null : find(value) });
  return <Menu {...menu} choices={choices} chosen={row ? [row.assignee?.id ?? NOBODY] : []} onPick={pick} />;
}

function TeamMenu({ row, onChange, ...menu }: Props) {
  const { choices, find } = useTeams();
  const pick = (value: string) => onChange({ team: value === NOBODY ? null : find(value) });
  return <Menu {...menu} choices={choices} chosen={row ? [row.team?.id ?? NOBODY] : []} onPick={pick} />;
}

function TopicMenu({ row, onChange, ...menu }: Props) {
  const { choices, find } = useTopics();
  const pick = (value: string) => onChange({ topic: value === NOBODY ? null : find(value) });
  return <Menu {...menu} choices={choices} chosen={row ? [row.topic?.id ?? NOBODY] : []} onPick={pick} />;
}

function TagsMenu({ row, onChange, ...menu }: Props) {
  const { t } = useTranslation("inbox");
  const choices = useTagChoices();
  const [chosen, setChosen] = useState<string[]>(row?.tags ?? []);
  const tags = row?.tags ?? chosen;
  const set = (next: string[]) => {
    setChosen(next);
    onChange({ tags: next });
  };
  const known = [
    ...tags
      .filter((tag) => !choices.some((choice) => choice.value === tag))
      .map((tag) => ({ value: tag, label: tag })),
    ...choices,
  ];
  return (
    <PickMenu
      {...menu}
      several={row !== null}
      choices={known}
      chosen={tags}
      searchLabel={t("pick.search")}
      emptyLabel={t("pick.typeTag")}
      onPick={(tag) => set(tags.includes(tag) ? tags.filter((each) => each !== tag) : [...tags, tag])}
      onCreate={(tag) => set([...tags, tag])}
      createLabel={(tag) => t("pick.newTag", { tag })}
    />
  );
}

const MENUS = {
  status: StatusMenu,
  assignee: AssigneeMenu,
  team: TeamMenu,
  priority: PriorityMenu,
  topic: TopicMenu,
  tags: TagsMenu,
};

/** The list from which one property of a conversation is chosen. */
export function PropertyMenu({ property, ...props }: Props & { property: Property }) {
  const Chosen = MENUS[property];
  return <Chosen {...props} />;
}
