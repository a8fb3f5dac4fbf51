import { Button, Loader, Modal } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "@/lib/api/problem";
import type { Attachment } from "@/lib/api/types";
import { Failure } from "@/ui/Failure";
import classes from "./Attachments.module.css";
import { previewKind } from "./previewKind";

/** A file in place, with a way to keep it. */
export function AttachmentPreview({ attachment, onClose }: { attachment: Attachment; onClose: () => void }) {
  const { t } = useTranslation("inbox");
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={attachment.name}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <Content attachment={attachment} />
      <Button
        mt="md"
        component="a"
        variant="default"
        href={`${attachment.url}?disposition=attachment`}
        download={attachment.name}
        leftSection={<IconDownload size={16} />}
      >
        {t("attachments.download")}
      </Button>
    </Modal>
  );
}

function Content({ attachment }: { attachment: Attachment }) {
  const { t } = useTranslation("inbox");
  const kind = previewKind(attachment);
  const file = useQuery({
    queryKey: ["inbox", "attachment", attachment.id],
    queryFn: async () => {
      const response = await fetch(`${attachment.url}?disposition=inline`, { credentials: "same-origin" });
      if (!response.ok) throw Problem.fromBody(response.status, await response.json().catch(() => null));
      return response.blob();
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (file.isError) {
    return <Failure what={t("attachments.failed")} error={file.error} onRetry={() => void file.refetch()} />;
  }
  if (!file.data) return <Loader size="sm" aria-label={t("attachments.loading")} />;
  if (kind === "text") return <TextFile blob={file.data} />;
  return <BlobFile blob={file.data} kind={kind} name={attachment.name} />;
}

function TextFile({ blob }: { blob: Blob }) {
  const [text, setText] = useState("");
  useEffect(() => {
    let wanted = true;
    void blob.text().then((content) => wanted && setText(content));
    return () => {
      wanted = false;
    };
  }, [blob]);
  return <pre className={classes.plain}>{text}</pre>;
}

function BlobFile({ blob, kind, name }: { blob: Blob; kind: string; name: string }) {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    const made = URL.createObjectURL(blob);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  if (!url) return null;
  if (kind === "image") return <img src={url} alt={name} className={classes.image} />;
  return <iframe src={url} title={name} className={classes.frame} />;
}
