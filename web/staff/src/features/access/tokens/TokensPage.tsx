import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { ButtonLink } from "@/ui/ButtonLink";
import { Empty } from "@/ui/Empty";
import { PageFrame } from "@/ui/PageFrame";
import { tokensQuery } from "../queries";
import { TokenTable } from "./TokenTable";

/** The programs that act on somebody's behalf, of everybody. */
export function TokensPage() {
  const { t } = useTranslation("access");
  const query = useInfiniteQuery(tokensQuery);
  const own = (
    <ButtonLink to={paths.profile} variant="default">
      {t("token.toOwn")}
    </ButtonLink>
  );
  return (
    <PageFrame title={t("token.title")} intro={t("token.intro")} actions={own}>
      <TokenTable query={query} owners empty={<Empty title={t("token.none")}>{t("token.noneText")}</Empty>} />
    </PageFrame>
  );
}
