import { Link, Outlet } from "@tanstack/react-router";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "@/lib/session/session";
import classes from "./InsightLayout.module.css";
import { OwnList } from "./own/OwnList";
import { allowedSections } from "./sections";

/** The list of all pages of figures beside the page itself; the filter bar stays as it is from page to page. */
export function InsightLayout() {
  const { t } = useTranslation("insight");
  const sections = allowedSections(useMe().permissions);
  return (
    <div className={classes.layout}>
      <nav className={classes.list} aria-label={t("nav.label")}>
        {sections.map((section) => (
          <div key={section.name} className={classes.group}>
            <div className={classes.heading} id={`insight-${section.name}`}>
              {t(`nav.section.${section.name}`)}
            </div>
            <ul aria-labelledby={`insight-${section.name}`}>
              {section.pages.map((page) => (
                <li key={page.name}>
                  <Link to={page.to} search={true} className={classes.link}>
                    {t(`nav.page.${page.name}`)}
                  </Link>
                </li>
              ))}
            </ul>
          </div>
        ))}
        <OwnList />
      </nav>
      <div className={classes.page}>
        <Suspense>
          <Outlet />
        </Suspense>
      </div>
    </div>
  );
}
