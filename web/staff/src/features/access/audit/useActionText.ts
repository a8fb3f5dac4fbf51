import { useTranslation } from "react-i18next";

/** `access.team.created` → "Team created", in the reader's language; an unknown action stays as it is named. */
export function useActionText(): (action: string) => string {
  const { t, i18n } = useTranslation("access");
  return (action) => {
    const [, thing = "", verb = ""] = action.split(".");
    const thingKey = `audit.thing.${thing}`;
    const verbKey = `audit.verb.${verb}`;
    const known = [thingKey, verbKey].every((key) => i18n.exists(key, { ns: "access" }));
    return known ? `${t(thingKey as "audit.title")} ${t(verbKey as "audit.title")}` : action;
  };
}
