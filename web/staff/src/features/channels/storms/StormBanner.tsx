import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import banner from "@/app/ConnectionBanner.module.css";
import { paths } from "@/app/paths";
import { stormsQuery } from "../queries";

/** A flood of mail is slowed down somewhere: who looks after mail should know wherever they are. */
export function StormBanner() {
  const { t } = useTranslation("channels");
  const lasting = useQuery(stormsQuery).data?.items.filter(
    (storm) => !storm.ended_at && storm.course !== "released",
  );
  if (!lasting || lasting.length === 0) return null;
  const waiting = lasting.reduce((sum, storm) => sum + storm.waiting, 0);
  return (
    <div role="status" className={banner.banner}>
      <span>{t("storms.banner", { count: waiting })}</span>
      <Link to={paths.unplaced}>{t("storms.look")}</Link>
    </div>
  );
}
