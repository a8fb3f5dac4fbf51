import { Popover } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import classes from "./DefinitionButton.module.css";
import { useDefinitions } from "./useDefinitions";

/** The name of a figure; pressed, it says how the figure is computed. */
export function DefinitionButton({ metric }: { metric: string }) {
  const { t } = useTranslation("insight");
  const [opened, setOpened] = useState(false);
  const entry = useDefinitions().entry(metric);
  if (!entry) return <span className={classes.name}>{metric}</span>;
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" width={340} trapFocus returnFocus>
      <Popover.Target>
        <button
          type="button"
          className={classes.name}
          aria-haspopup="dialog"
          aria-expanded={opened}
          title={t("definition.open")}
          onClick={() => setOpened(!opened)}
        >
          {entry.name}
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("definition.of", { name: entry.name })}>
        <dl className={classes.words}>
          <dt>{t("definition.formula")}</dt>
          <dd>{entry.formula}</dd>
          {entry.excluded && (
            <>
              <dt>{t("definition.excluded")}</dt>
              <dd>{entry.excluded}</dd>
            </>
          )}
        </dl>
        <Link to={paths.dictionary} search={true} hash={metric} className={classes.more}>
          {t("definition.version", { version: entry.version })}
        </Link>
      </Popover.Dropdown>
    </Popover>
  );
}
