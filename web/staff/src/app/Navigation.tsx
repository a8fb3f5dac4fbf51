import {
  IconAddressBook,
  IconAdjustmentsHorizontal,
  IconChartDots,
  IconCommand,
  IconInbox,
  IconMoodSmile,
  IconSearch,
} from "@tabler/icons-react";
import { Link, type LinkProps } from "@tanstack/react-router";
import type { ComponentType } from "react";
import { useTranslation } from "react-i18next";
import { allowedSections } from "@/features/access/administration/sections";
import { useMe } from "@/lib/session/session";
import classes from "./Navigation.module.css";
import { PersonMenu } from "./PersonMenu";
import { paths } from "./paths";

interface Item {
  label: string;
  icon: ComponentType<{ size?: number; stroke?: number }>;
  link: LinkProps;
  /** Addresses below this one count as "here". */
  under: string;
}

/** The way between the parts of the house: a rail at the left, a bar at the bottom of a phone. */
export function Navigation({ onPalette, onHelp }: { onPalette: () => void; onHelp: () => void }) {
  const { t } = useTranslation("app");
  const me = useMe();
  const items: Item[] = [
    { label: t("nav.inbox"), icon: IconInbox, link: { to: paths.inboxHome }, under: "/inbox" },
    { label: t("nav.search"), icon: IconSearch, link: { to: paths.search }, under: "/search" },
    { label: t("nav.customers"), icon: IconAddressBook, link: { to: paths.customers }, under: "/customers" },
    ...(me.permissions.includes("insight.figures.read")
      ? [{ label: t("nav.insight"), icon: IconChartDots, link: { to: paths.insight }, under: "/insight" }]
      : []),
    ...(me.permissions.includes("feedback.answer.see")
      ? [{ label: t("nav.surveys"), icon: IconMoodSmile, link: { to: paths.surveys }, under: "/surveys" }]
      : []),
    ...(allowedSections(me.permissions).length > 0
      ? [
          {
            label: t("nav.administration"),
            icon: IconAdjustmentsHorizontal,
            link: { to: paths.administration },
            under: "/administration",
          },
        ]
      : []),
  ];
  return (
    <nav className={classes.rail} aria-label={t("nav.label")}>
      <Link to={paths.home} className={classes.mark} title={me.company.name}>
        <img src="/mark.svg" alt={t("nav.home")} width={32} height={32} />
      </Link>
      <ul className={classes.items}>
        {items.map((item) => (
          <li key={item.under}>
            <Link {...item.link} className={classes.item} activeOptions={{ exact: false }}>
              <item.icon size={20} stroke={1.6} />
              <span>{item.label}</span>
            </Link>
          </li>
        ))}
      </ul>
      <div className={classes.foot}>
        <button
          type="button"
          className={classes.palette}
          onClick={onPalette}
          aria-label={t("commands.palette")}
        >
          <IconCommand size={20} stroke={1.6} />
        </button>

        <PersonMenu onHelp={onHelp} />
      </div>
    </nav>
  );
}
