import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useReading } from "@/lib/session/reading";
import { dayTime } from "@/lib/time/format";
import { useRoles } from "../people/useChoices";
import { allPeopleQuery, signOnOfferQuery } from "../queries";
import { type DetailLine, plainName } from "./detailLines";

/** Facts whose values are words of the house and not something that somebody wrote. */
const IN_HOUSE_WORDS = new Set([
  "status",
  "priority",
  "kind",
  "tier",
  "sees",
  "origin",
  "audience",
  "second_factor",
  "password_sign_in",
]);
const FROM_TO_IN_HOUSE_WORDS = /^inbox\.conversation\.(status|priority)_changed$/;

/** The names and values of an audit entry's facts in the reader's words; what is unknown stays as the server names it. */
export function useFactText() {
  const { t, i18n } = useTranslation("access");
  const reading = useReading();
  const people = useQuery(allPeopleQuery).data?.items ?? [];
  const providers = useQuery(signOnOfferQuery).data?.providers ?? [];
  const { nameOf: roleName } = useRoles();
  const words = (key: string, otherwise: string) =>
    i18n.exists(key, { ns: "access" }) ? t(key as "audit.title") : otherwise;
  const nameOf = (fact: string) => words(`audit.fact.${fact}`, plainName(fact));
  const readValue = ({ fact, value }: DetailLine, action: string) => {
    const person = value.startsWith("pers_") && people.find((each) => each.id === value);
    if (person) return person.name;
    if (value.startsWith("role_")) return roleName(value, value);
    if (value.startsWith("idpr_")) return providers.find((each) => each.id === value)?.name ?? value;
    if (fact === "role_rules")
      return value.replace(/, (role_\w+)$/, (_, role) => ` → ${roleName(role, role)}`);
    if (value === "true") return t("audit.yes");
    if (value === "false") return t("audit.no");
    if (/^\d{4}-\d\d-\d\dT/.test(value)) return dayTime(value, reading);
    if (fact === "permissions" || fact === "scopes") {
      return value
        .split(", ")
        .map((each) => words(`permission.${each}`, each))
        .join("; ");
    }
    const fromTo = (fact === "from" || fact === "to") && FROM_TO_IN_HOUSE_WORDS.test(action);
    return IN_HOUSE_WORDS.has(fact) || fromTo ? words(`audit.value.${value}`, value) : value;
  };
  return { nameOf, readValue };
}
