import { IconFile, IconFileText, IconFileTypePdf, IconPhoto } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Attachment } from "@/lib/api/types";
import { useReading } from "@/lib/session/reading";
import { fileSize } from "@/lib/time/format";
import classes from "./Attachments.module.css";
import { previewKind } from "./previewKind";

const Preview = lazy(() =>
  import("./AttachmentPreview").then((module) => ({ default: module.AttachmentPreview })),
);

const ICONS = { image: IconPhoto, pdf: IconFileTypePdf, text: IconFileText, none: IconFile };

/** The files of a message; those a browser can show open in place, the others are downloaded. */
export function Attachments({ attachments }: { attachments: Attachment[] }) {
  const { t } = useTranslation("inbox");
  const [shown, setShown] = useState<Attachment | null>(null);
  return (
    <>
      <ul className={classes.list} aria-label={t("attachments.label")}>
        {attachments.map((attachment) => (
          <li key={attachment.id}>
            <Card attachment={attachment} onShow={() => setShown(attachment)} />
          </li>
        ))}
      </ul>
      <Suspense>{shown && <Preview attachment={shown} onClose={() => setShown(null)} />}</Suspense>
    </>
  );
}

function Card({ attachment, onShow }: { attachment: Attachment; onShow: () => void }) {
  const { t } = useTranslation("inbox");
  const { locale } = useReading();
  const kind = previewKind(attachment);
  const Icon = ICONS[kind];
  const inside = (
    <>
      <span className={classes.hidden}>
        {t(kind === "none" ? "attachments.download" : "attachments.show")}{" "}
      </span>
      {kind === "image" && attachment.preview_url ? (
        <img src={attachment.preview_url} alt="" className={classes.thumbnail} loading="lazy" />
      ) : (
        <Icon size={20} stroke={1.5} />
      )}
      <span className={classes.text}>
        <span className={classes.name}>{attachment.name}</span>
        <span className={classes.size}>{fileSize(attachment.size, locale)}</span>
      </span>
    </>
  );
  if (kind === "none") {
    return (
      <a
        className={classes.card}
        href={`${attachment.url}?disposition=attachment`}
        download={attachment.name}
      >
        {inside}
      </a>
    );
  }
  return (
    <button type="button" className={classes.card} onClick={onShow}>
      {inside}
    </button>
  );
}
