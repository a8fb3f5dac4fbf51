import type { Me } from "@/lib/api/types";
import type { InsightSearch } from "./search";

/** What the filter bar begins with for whoever leads teams: those teams. Everybody else begins with everything they may see. */
export function ownTeams({ permissions, teams }: Pick<Me, "permissions" | "teams">): InsightSearch {
  const leads =
    permissions.includes("insight.people.read") && !permissions.includes("insight.settings.manage");
  return leads && teams.length > 0 ? { team: teams.map((team) => team.id) } : {};
}
