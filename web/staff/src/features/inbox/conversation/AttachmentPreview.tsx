import { Button, Loader, Modal } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Problem } from "@/lib/api/problem";
import type { Attachment } from "@/lib/api/types";
import { Failure } from "@/ui/Failure";
import classes from "./Attachments.module.css";
import { previewKind } from "./previewKind";

/** A file in place, with a way to keep it. */
export function AttachmentPreview({ attachment, onClose }: { attachment: Attachment; onClose: () => void }) {
  const kind = previewKind(attachment);
  const inline = `${attachment.url}?disposition=inline`;
  return (
    <Preview
      title={attachment.name}
      download={`${attachment.url}?disposition=attachment`}
      name={attachment.name}
      onClose={onClose}
    >
      {kind === "image" && <img src={inline} alt={attachment.name} className={classes.image} />}
      {kind === "pdf" && <iframe src={inline} title={attachment.name} className={classes.frame} />}
      {kind === "text" && <TextOf url={inline} />}
    </Preview>
  );
}

/** The mail as it came in, byte for byte, with all its headers. */
export function RawPreview({ message, onClose }: { message: string; onClose: () => void }) {
  const { t } = useTranslation("inbox");
  const url = `/api/v1/inbox/messages/${message}/raw`;
  return (
    <Preview title={t("message.raw")} download={url} name={`${message}.eml`} onClose={onClose}>
      <TextOf url={url} />
    </Preview>
  );
}

interface PreviewProps {
  title: string;
  download: string;
  name: string;
  onClose: () => void;
  children: React.ReactNode;
}

function Preview({ title, download, name, onClose, children }: PreviewProps) {
  const { t } = useTranslation("inbox");
  return (
    <Modal opened onClose={onClose} size="xl" title={title} closeButtonProps={{ "aria-label": t("close") }}>
      {children}
      <Button
        mt="md"
        component="a"
        variant="default"
        href={download}
        download={name}
        leftSection={<IconDownload size={16} />}
      >
        {t("attachments.download")}
      </Button>
    </Modal>
  );
}

function TextOf({ url }: { url: string }) {
  const { t } = useTranslation("inbox");
  const file = useQuery({
    queryKey: ["inbox", "text", url],
    queryFn: async () => {
      const response = await fetch(url, { credentials: "same-origin" }).catch((error: unknown) => {
        throw Problem.fromFetch(error);
      });
      if (!response.ok) throw Problem.fromBody(response.status, await response.json().catch(() => null));
      return response.text();
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (file.isError) {
    return <Failure what={t("attachments.failed")} error={file.error} onRetry={() => void file.refetch()} />;
  }
  if (file.data === undefined) return <Loader size="sm" aria-label={t("attachments.loading")} />;
  return <pre className={classes.plain}>{file.data}</pre>;
}
