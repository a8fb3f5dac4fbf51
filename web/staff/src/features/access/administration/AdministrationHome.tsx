import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useMe } from "@/lib/session/session";
import { Empty } from "@/ui/Empty";
import { PageFrame } from "@/ui/PageFrame";
import classes from "./AdministrationHome.module.css";
import { allowedSections } from "./sections";

/** Everything that can be administered, with a line on what it is for. */
export function AdministrationHome() {
  const { t } = useTranslation("access");
  const sections = allowedSections(useMe().permissions);
  return (
    <PageFrame title={t("administration.title")}>
      {sections.length === 0 && (
        <Empty title={t("administration.nothing")}>{t("administration.nothingText")}</Empty>
      )}
      <div className={classes.sections}>
        {sections.map((section) => (
          <section key={section.name} aria-labelledby={`home-${section.name}`}>
            <h2 id={`home-${section.name}`} className={classes.heading}>
              {t(`administration.section.${section.name}`)}
            </h2>
            <ul className={classes.pages}>
              {section.pages.map((page) => (
                <li key={page.name}>
                  <Link to={page.to} className={classes.page}>
                    <span className={classes.name}>{t(`administration.page.${page.name}`)}</span>
                    <span className={classes.about}>{t(`administration.about.${page.name}`)}</span>
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </PageFrame>
  );
}
