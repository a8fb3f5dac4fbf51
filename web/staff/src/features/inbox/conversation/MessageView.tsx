import { ActionIcon, Button, Menu } from "@mantine/core";
import {
  IconAlertTriangle,
  IconClock,
  IconCode,
  IconDots,
  IconLink,
  IconLock,
  IconPhoto,
  IconRobot,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Address, Message } from "@/lib/api/types";
import { Avatar } from "@/ui/Avatar";
import { Time } from "@/ui/Time";
import { toast } from "@/ui/toast";
import { conversationQuery } from "../queries";
import { Attachments } from "./Attachments";
import { useDeliveryText } from "./deliveryText";
import { MessageBody } from "./MessageBody";
import classes from "./MessageView.module.css";
import { SenderMark, SenderWarning } from "./Sender";
import { useRetry } from "./sending";

const RawPreview = lazy(() =>
  import("./AttachmentPreview").then((module) => ({ default: module.RawPreview })),
);

/** One message of the thread. */
export function MessageView({ message, conversation }: { message: Message; conversation: string }) {
  const { t } = useTranslation("inbox");
  const [images, setImages] = useState(false);
  const [raw, setRaw] = useState(false);
  // Pictures that stand in the text are not listed a second time.
  const files = message.attachments.filter((each) => !each.inline && !message.html.includes(each.url));
  return (
    <article
      className={classes.message}
      data-kind={message.kind}
      id={message.id}
      aria-label={t("message.by", { name: message.author.name })}
    >
      <Avatar
        name={message.author.name}
        color={message.author.avatar_color ?? null}
        kind={message.kind === "customer" ? "customer" : "staff"}
        size={28}
      />
      <div className={classes.content}>
        <header className={classes.header}>
          <span className={classes.author}>{message.author.name}</span>
          {message.kind === "customer" && <SenderMark message={message.id} conversation={conversation} />}
          {message.kind === "note" && (
            <span className={classes.badge}>
              <IconLock size={12} stroke={2} /> {t("message.note")}
            </span>
          )}
          {message.auto && (
            <span className={classes.badge}>
              <IconRobot size={12} stroke={2} /> {t("message.auto")}
            </span>
          )}
          <span className={classes.route}>
            <Route message={message} />
          </span>
          <DeliveryMark message={message} conversation={conversation} />
          <Time at={message.at} className={classes.at} />
          <MessageMenu message={message} conversation={conversation} onRaw={() => setRaw(true)} />
        </header>
        {message.kind === "customer" && <SenderWarning message={message.id} conversation={conversation} />}
        {message.has_remote_images && !images && (
          <div className={classes.blocked}>
            <IconPhoto size={16} stroke={1.6} />
            <span>{t("message.imagesBlocked")}</span>
            <Button size="compact-xs" variant="default" onClick={() => setImages(true)}>
              {t("message.showImages")}
            </Button>
          </div>
        )}
        <MessageBody message={message.id} html={message.html} showRemoteImages={images} />
        {message.quoted_html && <Quoted message={message.id} html={message.quoted_html} />}
        {files.length > 0 && <Attachments attachments={files} />}
        <FailedDelivery message={message} conversation={conversation} />
        <Suspense>{raw && <RawPreview message={message.id} onClose={() => setRaw(false)} />}</Suspense>
      </div>
    </article>
  );
}

/** What the mail answers, folded away until it is wanted. */
function Quoted({ message, html }: { message: string; html: string }) {
  const { t } = useTranslation("inbox");
  const [open, setOpen] = useState(false);
  const label = t(open ? "message.hideQuoted" : "message.showQuoted");
  return (
    <>
      <button
        type="button"
        className={classes.fold}
        aria-expanded={open}
        aria-label={label}
        title={label}
        onClick={() => setOpen(!open)}
      >
        •••
      </button>
      {open && (
        <div className={classes.quoted}>
          <MessageBody message={message} html={html} showRemoteImages={false} />
        </div>
      )}
    </>
  );
}

function names(addresses: Address[]): string {
  return addresses.map((each) => each.name || each.address).join(", ");
}

/** To whom it went; the whole addresses on hover. */
function Route({ message }: { message: Message }) {
  const { t } = useTranslation("inbox");
  if (message.kind === "note" || message.to.length === 0) return null;
  const full = [
    message.from && `${t("mail.from")}: ${message.from.address}`,
    ...(["to", "cc", "bcc"] as const).map(
      (field) =>
        message[field].length > 0 &&
        `${t(`mail.${field}`)}: ${message[field].map((each) => each.address).join(", ")}`,
    ),
  ];
  const copies = [...message.cc, ...message.bcc];
  return (
    <span title={full.filter(Boolean).join("\n")}>
      {t("message.to", { names: names(message.to) })}
      {copies.length > 0 && ` · ${t("mail.cc")} ${names(copies)}`}
    </span>
  );
}

function DeliveryMark({ message, conversation }: { message: Message; conversation: string }) {
  const { t } = useTranslation("inbox");
  const reason = useDeliveryText(message, conversation);
  const state = message.delivery?.state;
  if (state !== "waiting" && state !== "sending") return null;
  return (
    <span className={classes.waiting} title={reason ?? undefined}>
      <IconClock size={14} stroke={1.7} /> {t(`delivery.${state}`)}
    </span>
  );
}

function FailedDelivery({ message, conversation }: { message: Message; conversation: string }) {
  const { t } = useTranslation("inbox");
  const retry = useRetry(conversation);
  const reason = useDeliveryText(message, conversation);
  if (message.delivery?.state !== "failed") return null;
  return (
    <div className={classes.failed} role="alert">
      <IconAlertTriangle size={16} />
      <div>
        <strong>{t("delivery.failed")}</strong> {reason ?? t("delivery.noReason")}
      </div>
      <Button
        size="compact-sm"
        variant="default"
        loading={retry.isPending}
        onClick={() => retry.mutate(message.id)}
      >
        {t("delivery.retry")}
      </Button>
    </div>
  );
}

interface MenuProps {
  message: Message;
  conversation: string;
  onRaw: () => void;
}

function MessageMenu({ message, conversation, onRaw }: MenuProps) {
  const { t } = useTranslation("inbox");
  const mayReadRaw = useQuery(conversationQuery(conversation)).data?.can.includes("read_raw") ?? false;
  const copyLink = async () => {
    const url = new URL(window.location.href);
    url.hash = message.id;
    await navigator.clipboard.writeText(url.href);
    toast(t("message.linkCopied"));
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size="sm" className={classes.menu} aria-label={t("message.more")}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown data-keys="own">
        <Menu.Item leftSection={<IconLink size={16} />} onClick={() => void copyLink()}>
          {t("message.copyLink")}
        </Menu.Item>
        {message.raw_available && mayReadRaw && (
          <Menu.Item leftSection={<IconCode size={16} />} onClick={onRaw}>
            {t("message.raw")}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
