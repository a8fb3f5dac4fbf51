import { IconChevronLeft } from "@tabler/icons-react";
import { Link, Outlet, useLocation } from "@tanstack/react-router";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { useMe } from "@/lib/session/session";
import classes from "./AdministrationLayout.module.css";
import { allowedSections } from "./sections";

/** The list of administration's pages beside the page itself; on a phone one or the other. */
export function AdministrationLayout() {
  const { t } = useTranslation("access");
  const sections = allowedSections(useMe().permissions);
  const home =
    useLocation({ select: (location) => location.pathname.replace(/\/$/, "") }) === paths.administration;
  return (
    <div className={classes.layout} data-home={home || undefined}>
      <nav className={classes.list} aria-label={t("administration.label")}>
        <Link to={paths.administration} className={classes.home} activeOptions={{ exact: true }}>
          {t("administration.title")}
        </Link>
        {sections.map((section) => (
          <div key={section.name} className={classes.group}>
            <div className={classes.heading} id={`administration-${section.name}`}>
              {t(`administration.section.${section.name}`)}
            </div>
            <ul aria-labelledby={`administration-${section.name}`}>
              {section.pages.map((page) => (
                <li key={page.name}>
                  <Link to={page.to} className={classes.link}>
                    {t(`administration.page.${page.name}`)}
                  </Link>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </nav>
      <div className={classes.page}>
        {!home && (
          <Link to={paths.administration} className={classes.back}>
            <IconChevronLeft size={16} /> {t("administration.all")}
          </Link>
        )}
        <Suspense>
          <Outlet />
        </Suspense>
      </div>
    </div>
  );
}
