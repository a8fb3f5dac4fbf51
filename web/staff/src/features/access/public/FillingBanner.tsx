import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import classes from "./FillingBanner.module.css";
import { percentOf, progressQuery } from "./progress";

/** While the demo company moves in, a line above the work says so and leads back to its progress. */
export function FillingBanner() {
  const { t } = useTranslation("access");
  const queries = useQueryClient();
  const filling = useQuery(progressQuery(4_000)).data;
  const running = filling?.state === "running";
  const ran = useRef(false);
  useEffect(() => {
    if (ran.current && !running) void queries.invalidateQueries();
    ran.current = running;
  }, [running, queries]);
  if (!running) return null;
  return (
    <div className={classes.banner} role="status">
      {t("demo.banner", { percent: percentOf(filling) })}{" "}
      <Link to={paths.setUpProgress}>{t("demo.show")}</Link>
    </div>
  );
}
