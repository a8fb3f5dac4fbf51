import { IconPaperclip, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Attachment } from "@/lib/api/types";
import { useReading } from "@/lib/session/reading";
import { fileSize } from "@/lib/time/format";
import classes from "./Files.module.css";
import type { Upload } from "./uploads";

interface Props {
  attachments: Attachment[];
  uploads: Upload[];
  onRemove: (id: string) => void;
}

/** What goes out with the answer, and what is still on its way to the server. */
export function Files({ attachments, uploads, onRemove }: Props) {
  const { t } = useTranslation("inbox");
  const { locale } = useReading();
  if (attachments.length + uploads.length === 0) return null;
  return (
    <ul className={classes.files} aria-label={t("attachments.label")}>
      {attachments.map((each) => (
        <li key={each.id} className={classes.file}>
          <IconPaperclip size={14} />
          <span className={classes.name}>{each.name}</span>
          <span className={classes.size}>{fileSize(each.size, locale)}</span>
          <button
            type="button"
            aria-label={t("composer.removeFile", { name: each.name })}
            onClick={() => onRemove(each.id)}
          >
            <IconX size={12} />
          </button>
        </li>
      ))}
      {uploads.map((each) => (
        <li key={each.key} className={classes.file}>
          <progress value={each.progress} max={1} aria-label={t("composer.uploading", { name: each.name })} />
          <span className={classes.name}>{each.name}</span>
        </li>
      ))}
    </ul>
  );
}
