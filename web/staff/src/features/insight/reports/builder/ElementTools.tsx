import { ActionIcon, Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ReportElement } from "@/lib/api/schema";
import { useMay } from "@/lib/session/session";
import { AlertRuleDialog } from "../../alerts/AlertRuleDialog";
import { PinToBoard } from "../../own/PinToBoard";
import { joint, metricsOf } from "./elements";
import type { PlanValues } from "./planForm";
import { tilesFor } from "./tilesFor";
import { useElementName } from "./useElementName";

/** What else can be made of an element: a tile of a dashboard, an alarm. */
export function ElementTools({ element, plan }: { element: ReportElement; plan: PlanValues }) {
  const { t } = useTranslation("insight");
  const mayWatch = useMay("insight.settings.manage");
  const nameOf = useElementName();
  const [doing, setDoing] = useState<"pin" | "watch" | null>(null);
  const [metric] = metricsOf(element);
  if (!metric) return null;
  const [team, ...others] = joint(plan.filter, "filter" in element ? element.filter : undefined).teams ?? [];
  const tiles = tilesFor(element);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={t("builder.more", { name: nameOf(element) })}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {tiles.length > 0 && <Menu.Item onClick={() => setDoing("pin")}>{t("builder.pin")}</Menu.Item>}
          {mayWatch && <Menu.Item onClick={() => setDoing("watch")}>{t("builder.watch")}</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
      {doing === "pin" && <PinToBoard tiles={tiles} onClose={() => setDoing(null)} />}
      {doing === "watch" && (
        <AlertRuleDialog
          rule={null}
          about={{ metric, whose: team && others.length === 0 ? `team:${team}` : "" }}
          onClose={() => setDoing(null)}
        />
      )}
    </>
  );
}
