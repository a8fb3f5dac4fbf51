import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { useMay } from "@/lib/session/session";
import classes from "./Feedback.module.css";

/** The way between the pages of surveys. */
export function Tabs() {
  const { t } = useTranslation("feedback");
  const mayFollowUp = useMay("feedback.follow_up.work");
  const maySeeInsights = useMay("feedback.insight.see");
  return (
    <nav className={classes.tabs} aria-label={t("tabs.label")}>
      <Link to={paths.surveys} className={classes.tab} activeOptions={{ exact: true }}>
        {t("tabs.programmes")}
      </Link>
      {mayFollowUp && (
        <Link to={paths.followUps} className={classes.tab}>
          {t("tabs.followUps")}
        </Link>
      )}
      <Link to={paths.themes} className={classes.tab}>
        {t("tabs.themes")}
      </Link>
      {maySeeInsights && (
        <Link to={paths.sharedInsights} className={classes.tab}>
          {t("tabs.insights")}
        </Link>
      )}
    </nav>
  );
}
