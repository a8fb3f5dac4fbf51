import { Popover } from "@mantine/core";
import { IconAlertTriangle, IconQuestionMark, IconRosetteDiscountCheck } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import type { SenderCheck } from "@/lib/api/types";
import classes from "./Sender.module.css";
import { domainOf, isDoubtful, useSender } from "./sender";

interface Props {
  message: string;
  conversation: string;
}

/** A quiet tick beside a verified sender's name; what it rests on is a click away. */
export function SenderMark({ message, conversation }: Props) {
  const { t } = useTranslation("inbox");
  const sender = useSender(message, conversation);
  if (!sender || (sender.verdict !== "verified" && sender.verdict !== "unchecked")) return null;
  const label = t(`sender.${sender.verdict}`);
  return (
    <Popover position="bottom-start" width={360} withArrow trapFocus>
      <Popover.Target>
        <button
          type="button"
          className={classes.mark}
          data-verdict={sender.verdict}
          aria-label={label}
          title={label}
        >
          {sender.verdict === "verified" ? (
            <IconRosetteDiscountCheck size={15} stroke={1.8} />
          ) : (
            <IconQuestionMark size={14} stroke={1.8} />
          )}
        </button>
      </Popover.Target>
      <Popover.Dropdown data-keys="own">
        <Details sender={sender} />
      </Popover.Dropdown>
    </Popover>
  );
}

/** A plain warning above a mail that may not be from whom it says. */
export function SenderWarning({ message, conversation }: Props) {
  const { t } = useTranslation("inbox");
  const sender = useSender(message, conversation);
  if (!sender || !isDoubtful(sender)) return null;
  return (
    <div className={classes.warning} role="alert">
      <IconAlertTriangle size={16} />
      <div className={classes.words}>
        <strong>{t("sender.warning", { address: sender.from })}</strong> {t("sender.advice")}
        {sender.kept_out_of && (
          <p>
            {t("sender.apart")}{" "}
            <Link
              to={paths.conversation}
              params={{ view: "all", conversation: sender.kept_out_of }}
              search={{}}
            >
              {t("sender.seeOther")}
            </Link>
          </p>
        )}
        <details>
          <summary>{t("sender.details")}</summary>
          <Details sender={sender} />
        </details>
      </div>
    </div>
  );
}

function Details({ sender }: { sender: SenderCheck }) {
  const { t } = useTranslation("inbox");
  const result = (word: string) => t(`sender.result.${word}`, { defaultValue: word });
  const policy =
    sender.dmarc.policy && t(`sender.policy.${sender.dmarc.policy}`, { defaultValue: sender.dmarc.policy });
  const rows = [
    { name: t("sender.spf"), value: [result(sender.spf.result), sender.spf.domain, sender.spf.client] },
    ...sender.dkim.map((each) => ({
      name: t("sender.dkim"),
      value: [result(each.result), each.domain, each.detail],
    })),
    ...(sender.dkim.length === 0 ? [{ name: t("sender.dkim"), value: [t("sender.noSignature")] }] : []),
    { name: t("sender.dmarc"), value: [result(sender.dmarc.result), policy] },
    ...(sender.arc.forwarders.length > 0
      ? [{ name: t("sender.arc"), value: [result(sender.arc.result), sender.arc.forwarders.join(", ")] }]
      : []),
  ];
  return (
    <div className={classes.details}>
      <p>{t(`sender.ground.${sender.ground}`, { domain: domainOf(sender.from) })}</p>
      <dl>
        {rows.map(({ name, value }) => (
          <div key={`${name} ${value.join(" ")}`}>
            <dt>{name}</dt>
            <dd>{value.filter(Boolean).join(" · ")}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
