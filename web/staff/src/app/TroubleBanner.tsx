import { useTranslation } from "react-i18next";
import { useTrouble } from "@/lib/api/trouble";
import classes from "./ConnectionBanner.module.css";

/** Says why nothing can be saved at the moment, and goes away by itself. */
export function TroubleBanner() {
  const { t } = useTranslation("app");
  const trouble = useTrouble();
  if (trouble === null) return null;
  return (
    <div role="alert" className={classes.banner}>
      {t(`trouble.${trouble}`)}
    </div>
  );
}
