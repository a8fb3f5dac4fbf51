import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { TokenView } from "@/lib/api/schema";
import { useMe } from "@/lib/session/session";
import type { Pageful } from "@/ui/DataTable";
import { Section } from "@/ui/Section";
import { tokensQuery } from "../queries";
import { NewTokenDialog } from "../tokens/NewTokenDialog";
import { TokenTable } from "../tokens/TokenTable";

/** One's own programs. An administrator is given everybody's by the server; here only the own ones stand. */
export function OwnTokens() {
  const { t } = useTranslation("access");
  const me = useMe().person.id;
  const all = useInfiniteQuery(tokensQuery);
  const [making, setMaking] = useState(false);
  const own: Pageful<TokenView> = {
    ...all,
    data: all.data && {
      pages: all.data.pages.map((page) => ({ items: page.items.filter((token) => token.owner.id === me) })),
    },
  };
  return (
    <Section
      title={t("token.title")}
      intro={t("token.ownIntro")}
      actions={
        <Button variant="default" onClick={() => setMaking(true)}>
          {t("token.add")}
        </Button>
      }
    >
      <TokenTable query={own} owners={false} empty={<p>{t("token.none")}</p>} />
      {making && <NewTokenDialog onClose={() => setMaking(false)} />}
    </Section>
  );
}
