import { useCallback, useRef, useState } from "react";
import type { Attachment } from "@/lib/api/types";
import { useDraftSaver, type Writing } from "./draft";
import { useUploads } from "./uploads";

/** What is being written, saved with every change. */
export function useWriting(conversation: string, first: Writing, revision: number) {
  const [writing, setWriting] = useState(first);
  // Uploads and keys end at any time: they must see what is there now, not what was drawn last.
  const current = useRef(writing);
  const { saver, state } = useDraftSaver(conversation, revision);
  const change = useCallback(
    (part: Partial<Writing>) => {
      const next = { ...current.current, ...part };
      current.current = next;
      setWriting(next);
      saver.edit(next);
    },
    [saver],
  );
  const addFile = useCallback(
    (attachment: Attachment) => change({ attachments: [...current.current.attachments, attachment] }),
    [change],
  );
  const uploads = useUploads(addFile);
  return { writing, current, change, uploads, saver, state };
}
