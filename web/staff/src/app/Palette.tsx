import { Spotlight } from "@mantine/spotlight";
import { IconArrowRight, IconSearch } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAdministrationCommands } from "@/features/access/administration/useAdministrationCommands";
import { type Command, useCurrentCommands } from "@/lib/keys/commands";
import { KeyCaps } from "@/ui/KeyCaps";
import { matchCommands } from "./matchCommands";
import classes from "./Palette.module.css";
import { paths } from "./paths";

/** Passed through to the scroll area, whose types the list hides: what scrolls must be reachable by keyboard. */
const reachable: object = { viewportProps: { tabIndex: 0 } };

/** Everything that can be done now, found by typing. */
export function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("app");
  const navigate = useNavigate();
  useAdministrationCommands();
  const commands = useCurrentCommands();
  const [query, setQuery] = useState("");
  const groups = useMemo(() => grouped(matchCommands(commands, query)), [commands, query]);
  const run = (command: Command) => {
    onClose();
    // After the palette has given the focus back, so that the command may take it.
    window.setTimeout(command.run, 0);
  };
  const search = () => {
    onClose();
    void navigate({ to: paths.search, search: { q: query } });
  };
  return (
    <Spotlight.Root
      forceOpened
      onSpotlightClose={onClose}
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      scrollable
      maxHeight="60vh"
      transitionProps={{ duration: 80 }}
      radius="lg"
      overlayProps={{ blur: 0, backgroundOpacity: 0.4 }}
      classNames={{ actionsGroup: classes.group }}
      attributes={{ content: { "aria-label": t("commands.palette") } }}
    >
      <Spotlight.Search
        placeholder={t("palette.placeholder")}
        aria-label={t("palette.placeholder")}
        leftSection={<IconSearch size={18} stroke={1.6} />}
      />
      <Spotlight.ActionsList {...reachable}>
        {groups.map(([group, members]) => (
          <Spotlight.ActionsGroup key={group} label={group}>
            {members.map((command) => (
              <Spotlight.Action key={command.id} onClick={() => run(command)} className={classes.action}>
                <span className={classes.label}>{command.label}</span>
                {command.keys?.[0] && <KeyCaps keys={command.keys.slice(0, 1)} />}
              </Spotlight.Action>
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {query.trim() && (
          <Spotlight.Action onClick={search} className={classes.action}>
            <span className={classes.label}>{t("palette.search", { query })}</span>
            <IconArrowRight size={16} />
          </Spotlight.Action>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

function grouped(commands: Command[]): [string, Command[]][] {
  const groups = new Map<string, Command[]>();
  for (const command of commands) groups.set(command.group, [...(groups.get(command.group) ?? []), command]);
  return [...groups];
}
