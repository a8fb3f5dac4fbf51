import { ActionIcon, Button, Checkbox } from "@mantine/core";
import { IconCheck, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCommands } from "@/lib/keys/commands";
import type { Change } from "../changes";
import { type Property, PropertyMenu } from "../properties/PropertyMenus";
import classes from "./ListHeader.module.css";

const PROPERTIES = ["assignee", "status", "priority", "tags", "team"] as const satisfies Property[];
const KEYS: Partial<Record<Property, string>> = { assignee: "a", status: "s", priority: "p", tags: "t" };

interface Props {
  count: number;
  all: boolean;
  onAll: () => void;
  onNone: () => void;
  onChange: (change: Change) => void;
}

/** Takes the place of the list's header while rows are ticked. */
export function BulkBar({ count, all, onAll, onNone, onChange }: Props) {
  const { t } = useTranslation("inbox");
  const [open, setOpen] = useState<Property | null>(null);
  useCommands([
    ...PROPERTIES.map((property) => ({
      id: `inbox.bulk.${property}`,
      label: t("bulk.set", { field: t(`field.${property}`) }),
      group: t("bulk.group"),
      keys: KEYS[property] ? [KEYS[property]] : [],
      run: () => setOpen(property),
    })),
    {
      id: "inbox.bulk.solve",
      label: t("bulk.solve"),
      group: t("bulk.group"),
      keys: ["e"],
      run: () => onChange({ status: "solved" }),
    },
    { id: "inbox.bulk.clear", label: t("bulk.clear"), group: t("bulk.group"), keys: ["escape"], run: onNone },
  ]);
  return (
    <div className={classes.bulk} role="toolbar" aria-label={t("bulk.label")}>
      <Checkbox
        size="xs"
        checked={all}
        indeterminate={!all}
        aria-label={t("bulk.all")}
        onChange={() => (all ? onNone() : onAll())}
      />
      <strong className={classes.bulkCount}>{t("bulk.count", { count })}</strong>
      <div className={classes.bulkButtons}>
        {PROPERTIES.map((property) => (
          <PropertyMenu
            key={property}
            property={property}
            row={null}
            opened={open === property}
            onOpenedChange={(opened) => setOpen(opened ? property : null)}
            onChange={onChange}
          >
            <Button size="compact-xs" variant="default" onClick={() => setOpen(property)}>
              {t(`field.${property}`)}
            </Button>
          </PropertyMenu>
        ))}
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconCheck size={14} />}
          onClick={() => onChange({ status: "solved" })}
        >
          {t("solve")}
        </Button>
      </div>
      <ActionIcon onClick={onNone} aria-label={t("bulk.clear")}>
        <IconX size={16} />
      </ActionIcon>
    </div>
  );
}
