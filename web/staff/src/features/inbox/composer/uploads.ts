import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "@/lib/api/problem";
import type { Attachment } from "@/lib/api/types";
import { useProblemText } from "@/ui/problemText";
import { toastError } from "@/ui/toast";

export interface Upload {
  key: string;
  name: string;
  size: number;
  /** 0…1 */
  progress: number;
}

/** Sends one file. By XMLHttpRequest, because `fetch` cannot tell how much of a body has gone out. */
export function upload(file: File, onProgress: (share: number) => void): Promise<Attachment> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/api/v1/inbox/attachments");
    request.setRequestHeader("X-Quarterdeck-Client", "staff");
    request.responseType = "json";
    request.upload.onprogress = (event) => onProgress(event.total > 0 ? event.loaded / event.total : 0);
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve(request.response as Attachment);
      else reject(Problem.fromBody(request.status, request.response));
    };
    request.onerror = () => reject(new Problem(0, "network", ""));
    const form = new FormData();
    form.append("file", file, file.name || "image.png");
    request.send(form);
  });
}

/** Files on their way and those that have arrived. */
export function useUploads(onDone: (attachment: Attachment) => void) {
  const { t } = useTranslation("inbox");
  const problemText = useProblemText();
  const [running, setRunning] = useState<Upload[]>([]);
  const send = useCallback(
    async (file: File): Promise<Attachment | null> => {
      const key = crypto.randomUUID();
      setRunning((before) => [...before, { key, name: file.name, size: file.size, progress: 0 }]);
      const step = (progress: number) =>
        setRunning((before) => before.map((each) => (each.key === key ? { ...each, progress } : each)));
      try {
        const attachment = await upload(file, step);
        onDone(attachment);
        return attachment;
      } catch (error) {
        toastError(t("composer.uploadFailed", { name: file.name }), problemText(error));
        return null;
      } finally {
        setRunning((before) => before.filter((each) => each.key !== key));
      }
    },
    [onDone, problemText, t],
  );
  return { running, send };
}
