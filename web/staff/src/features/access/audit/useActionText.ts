import { useTranslation } from "react-i18next";

/** `access.team.created` → "Team created", in the reader's language; an unknown action stays as it is named. */
export function useActionText(): (action: string) => string {
  const { t, i18n } = useTranslation("access");
  return (action) => {
    const [room, thing = "", verb = ""] = action.split(".");
    const exists = (key: string) => i18n.exists(key, { ns: "access" });
    // A customer's identity is a way to reach them, a colleague's an account to sign in with.
    const ownKey = `audit.thingOf.${room}.${thing}`;
    const thingKey = exists(ownKey) ? ownKey : `audit.thing.${thing}`;
    const verbKey = `audit.verb.${verb}`;
    const known = [thingKey, verbKey].every(exists);
    return known ? `${t(thingKey as "audit.title")} ${t(verbKey as "audit.title")}` : action;
  };
}
