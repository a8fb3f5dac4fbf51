import { useTranslation } from "react-i18next";
import { Avatar } from "@/ui/Avatar";
import { useOthersHere } from "../presence";
import classes from "./PresenceLine.module.css";

/** Which colleagues look at this conversation, and who is writing. */
export function PresenceLine({ conversation }: { conversation: string }) {
  const { t } = useTranslation("inbox");
  const others = useOthersHere(conversation);
  const typing = others.filter((each) => each.state === "typing");
  const shown = typing.length > 0 ? typing : others;
  const list = new Intl.ListFormat(document.documentElement.lang).format(shown.map((each) => each.name));
  return (
    <div
      className={classes.line}
      role="status"
      aria-live="polite"
      data-typing={typing.length > 0 || undefined}
    >
      {shown.length > 0 && (
        <>
          {shown.slice(0, 3).map((each) => (
            <Avatar key={each.id} name={each.name} size={18} />
          ))}
          <span>
            {t(typing.length > 0 ? "presence.typing" : "presence.viewing", {
              names: list,
              count: shown.length,
            })}
          </span>
        </>
      )}
    </div>
  );
}
