import { useTranslation } from "react-i18next";

/** What a follower of events or a kind of job does, in the reader's language; one unknown to us stays as the server names it. */
export function useName(of: "follower" | "job"): (name: string) => string {
  const { t, i18n } = useTranslation("system");
  return (name) => {
    const key = `${of}.${name.replaceAll(/[ .]/g, "_")}`;
    return i18n.exists(key, { ns: "system" }) ? t(key as "title") : name;
  };
}
