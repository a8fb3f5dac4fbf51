import { Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type Command, useCurrentCommands } from "@/lib/keys/commands";
import { KeyCaps } from "@/ui/KeyCaps";
import classes from "./KeyHelp.module.css";

/** All keys that work on this page, by what they do. */
export function KeyHelp({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("app");
  const commands = useCurrentCommands();
  const groups = new Map<string, Command[]>();
  for (const command of commands) {
    if (!command.keys?.length) continue;
    groups.set(command.group, [...(groups.get(command.group) ?? []), command]);
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("commands.keys")}
      size="lg"
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <div className={classes.groups}>
        {[...groups].map(([group, members]) => (
          <section key={group}>
            <h3 className={classes.group}>{group}</h3>
            <dl className={classes.list}>
              {members.map((command) => (
                <div key={command.id} className={classes.row}>
                  <dt>{command.label}</dt>
                  <dd>
                    <KeyCaps keys={command.keys ?? []} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
