import { ActionIcon, Button } from "@mantine/core";
import { IconArrowLeft, IconCheck, IconLayoutSidebarRight, IconRotate } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ConversationRow } from "@/lib/api/types";
import { useCommands } from "@/lib/keys/commands";
import { Avatar } from "@/ui/Avatar";
import { type Change, useChange } from "../changes";
import { type Property, PropertyMenu } from "../properties/PropertyMenus";
import { PriorityMark, StatusMark } from "../StatusMark";
import { useInboxWay } from "../way";
import classes from "./Header.module.css";

interface Props {
  row: ConversationRow;
  /** What this person may do here; null while it is not known yet. */
  can: string[] | null;
  panelShown: boolean;
  onPanel: () => void;
}

const KEYS: Partial<Record<Property, string>> = { assignee: "a", status: "s", priority: "p", tags: "t" };
const PROPERTIES = ["status", "assignee", "team", "priority", "topic", "tags"] as const satisfies Property[];

/** What the conversation is about and where it stands; every value can be changed in place. */
export function Header({ row, can, panelShown, onPanel }: Props) {
  const { t } = useTranslation("inbox");
  const way = useInboxWay();
  const change = useChange();
  const [open, setOpen] = useState<Property | null>(null);
  const done = row.status === "solved" || row.status === "closed";
  const readOnly = can !== null && !can.includes("change");
  const solve = () => {
    if (done) void change(row, { status: "open" });
    else {
      void change(row, { status: "solved" }, t("solved", { number: row.number }));
      way.onward();
    }
  };
  useCommands([
    ...PROPERTIES.map((property) => ({
      id: `inbox.set.${property}`,
      label: t(`set.${property}`),
      group: t("keys.conversation"),
      keys: KEYS[property] ? [KEYS[property]] : [],
      run: () => setOpen(property),
    })),
    {
      id: "inbox.solve",
      label: t(done ? "reopen" : "solve"),
      group: t("keys.conversation"),
      keys: ["e"],
      run: solve,
    },
    {
      id: "inbox.panel",
      label: t("customer.toggle"),
      group: t("keys.conversation"),
      keys: ["i"],
      run: onPanel,
    },
  ]);
  return (
    <header className={classes.header}>
      <div className={classes.top}>
        <ActionIcon className={classes.back} onClick={way.back} aria-label={t("keys.back")}>
          <IconArrowLeft size={20} />
        </ActionIcon>
        <h1 className={classes.subject}>{row.subject || t("noSubject")}</h1>
        <span className={classes.number}>#{row.number}</span>
        <Button
          size="compact-md"
          variant={done ? "default" : "filled"}
          disabled={readOnly}
          leftSection={done ? <IconRotate size={16} /> : <IconCheck size={16} />}
          onClick={solve}
        >
          {t(done ? "reopen" : "solve")}
        </Button>
        <ActionIcon
          onClick={onPanel}
          aria-pressed={panelShown}
          aria-label={t("customer.toggle")}
          title={t("customer.toggle")}
        >
          <IconLayoutSidebarRight size={18} stroke={1.6} />
        </ActionIcon>
      </div>
      <div className={classes.properties}>
        {PROPERTIES.map((property) => (
          <PropertyMenu
            key={property}
            property={property}
            row={row}
            opened={open === property}
            onOpenedChange={(opened) => setOpen(opened ? property : null)}
            onChange={(wanted: Change) => void change(row, wanted)}
          >
            <button
              type="button"
              className={classes.property}
              data-property={property}
              disabled={readOnly}
              onClick={() => setOpen(open === property ? null : property)}
            >
              <span className={classes.hidden}>{t(`set.${property}`)}: </span>
              <Value property={property} row={row} />
            </button>
          </PropertyMenu>
        ))}
      </div>
    </header>
  );
}

function Value({ property, row }: { property: Property; row: ConversationRow }): ReactNode {
  const { t } = useTranslation("inbox");
  const faint = (text: string) => <span className={classes.faint}>{text}</span>;
  switch (property) {
    case "status":
      return (
        <>
          <StatusMark status={row.status} label={false} /> {t(`status.${row.status}`)}
        </>
      );
    case "assignee":
      return row.assignee ? (
        <>
          <Avatar name={row.assignee.name} color={row.assignee.avatar_color ?? null} size={18} />{" "}
          {row.assignee.name}
        </>
      ) : (
        faint(t("nobody"))
      );
    case "priority":
      return (
        <>
          <PriorityMark priority={row.priority} label={false} /> {t(`priority.${row.priority}`)}
        </>
      );
    case "team":
      return row.team?.name ?? faint(t("noTeam"));
    case "topic":
      return row.topic?.name ?? faint(t("noTopic"));
    case "tags":
      if (row.tags.length === 0) return faint(t("addTags"));
      return row.tags.map((tag) => (
        <span key={tag} className={classes.tag}>
          {tag}
        </span>
      ));
  }
}
