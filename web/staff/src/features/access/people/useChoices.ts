import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { RoleView } from "@/lib/api/schema";
import { rolesListQuery, teamsListQuery } from "../queries";

/** Roles that come with the house are named in the reader's language; others as they were named. */
export function useRoleName(): (role: Pick<RoleView, "name" | "built_in">) => string {
  const { t, i18n } = useTranslation("access");
  return (role) => {
    const key = `role.builtIn.${role.built_in}`;
    return role.built_in && i18n.exists(key, { ns: "access" }) ? t(key as "role.builtIn.agent") : role.name;
  };
}

/** The roles by id, in the reader's words. */
export function useRoles(): { roles: RoleView[]; nameOf: (id: string, otherwise: string) => string } {
  const name = useRoleName();
  const roles = useInfiniteQuery(rolesListQuery).data?.pages.flatMap((page) => page.items) ?? [];
  return {
    roles,
    nameOf: (id, otherwise) => {
      const role = roles.find((each) => each.id === id);
      return role ? name(role) : otherwise;
    },
  };
}

/** Roles and teams to choose from in a form. */
export function useRoleAndTeamChoices() {
  const { roles } = useRoles();
  const name = useRoleName();
  const teams = useInfiniteQuery(teamsListQuery).data?.pages.flatMap((page) => page.items) ?? [];
  return {
    roles: roles.map((role) => ({ value: role.id, label: name(role) })),
    teams: teams.map((team) => ({ value: team.id, label: team.name })),
    agent: roles.find((role) => role.built_in === "agent")?.id ?? null,
  };
}
