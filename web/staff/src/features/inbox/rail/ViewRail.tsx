import { Button } from "@mantine/core";
import {
  IconAt,
  IconCheck,
  IconFilter,
  IconHourglass,
  IconInbox,
  IconPencilPlus,
  IconStack2,
  IconUser,
  IconUsersGroup,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import type { SavedView } from "@/lib/api/types";
import { useReading } from "@/lib/session/reading";
import { count } from "@/lib/time/format";
import { countsQuery, viewCountQuery, viewsQuery } from "../queries";
import classes from "./ViewRail.module.css";
import { countOf, FIXED_VIEWS, type FixedView } from "./views";

const ICONS: Record<FixedView, ReactNode> = {
  mine: <IconUser size={16} stroke={1.7} />,
  mentions: <IconAt size={16} stroke={1.7} />,
  unassigned: <IconInbox size={16} stroke={1.7} />,
  waiting: <IconHourglass size={16} stroke={1.7} />,
  all: <IconStack2 size={16} stroke={1.7} />,
  solved: <IconCheck size={16} stroke={1.7} />,
};

interface ItemProps {
  view: string;
  label: string;
  icon: ReactNode;
  number: number | null;
  onChosen?: (() => void) | undefined;
}

function Item({ view, label, icon, number, onChosen }: ItemProps) {
  const { locale } = useReading();
  return (
    <li>
      <Link
        to={paths.inbox}
        params={{ view }}
        search={{}}
        className={classes.item}
        activeOptions={{ exact: false, includeSearch: false }}
        onClick={onChosen}
      >
        {icon}
        <span className={classes.label}>{label}</span>
        {number !== null && number > 0 && <span className={classes.count}>{count(number, locale)}</span>}
      </Link>
    </li>
  );
}

function SavedItem({ view, onChosen }: { view: SavedView; onChosen?: (() => void) | undefined }) {
  const number = useQuery(viewCountQuery(view)).data ?? null;
  return (
    <Item
      view={view.id}
      label={view.name}
      icon={<IconFilter size={16} stroke={1.7} />}
      number={number}
      onChosen={onChosen}
    />
  );
}

interface Props {
  onCompose: () => void;
  /** On a phone the rail lies over the list and goes away after a choice. */
  onChosen?: () => void;
}

/** The views of the inbox with what is open in each. */
export function ViewRail({ onCompose, onChosen }: Props) {
  const { t } = useTranslation("inbox");
  const counts = useQuery(countsQuery).data;
  const saved = useQuery(viewsQuery).data?.items ?? [];
  return (
    <nav className={classes.rail} aria-label={t("rail.label")}>
      <Button
        fullWidth
        variant="default"
        leftSection={<IconPencilPlus size={16} stroke={1.7} />}
        onClick={onCompose}
        className={classes.compose}
      >
        {t("compose.new")}
      </Button>
      <ul className={classes.list}>
        {FIXED_VIEWS.map((view) => (
          <Item
            key={view}
            view={view}
            label={t(`view.${view}`)}
            icon={ICONS[view]}
            number={countOf(view, counts)}
            onChosen={onChosen}
          />
        ))}
      </ul>
      {counts && counts.teams.length > 0 && (
        <>
          <h2 className={classes.heading}>{t("rail.teams")}</h2>
          <ul className={classes.list}>
            {counts.teams.map((team) => (
              <Item
                key={team.id}
                view={`team:${team.id}`}
                label={team.name}
                icon={<IconUsersGroup size={16} stroke={1.7} />}
                number={team.open}
                onChosen={onChosen}
              />
            ))}
          </ul>
        </>
      )}
      {saved.length > 0 && (
        <>
          <h2 className={classes.heading}>{t("rail.saved")}</h2>
          <ul className={classes.list}>
            {saved.map((view) => (
              <SavedItem key={view.id} view={view} onChosen={onChosen} />
            ))}
          </ul>
        </>
      )}
    </nav>
  );
}
