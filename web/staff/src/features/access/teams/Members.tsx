import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Avatar } from "@/ui/Avatar";
import { allPeopleQuery } from "../queries";
import classes from "./Members.module.css";

const SHOWN = 6;

/** The faces of a team, and how many there are. */
export function Members({ ids }: { ids: string[] }) {
  const { t } = useTranslation("access");
  const people = useQuery(allPeopleQuery).data?.items ?? [];
  const members = people.filter((person) => ids.includes(person.id));
  const names = members.map((person) => person.name).join(", ");
  return (
    <span className={classes.members} title={names}>
      <span className={classes.faces}>
        {members.slice(0, SHOWN).map((person) => (
          <Avatar key={person.id} name={person.name} color={person.avatar_color} size={24} />
        ))}
      </span>
      {t("teams.count", { count: ids.length })}
    </span>
  );
}
