import { Image } from "@tiptap/extension-image";
import { Placeholder } from "@tiptap/extensions";
import { EditorContent, type Editor as TipTap, useEditor } from "@tiptap/react";
import { StarterKit } from "@tiptap/starter-kit";
import { useEffect, useRef } from "react";
import type { Attachment, PersonRef } from "@/lib/api/types";
import classes from "./Editor.module.css";
import { mentionSuggestion } from "./mentionList";
import { MentionNode } from "./mentionNode";

interface Props {
  initialHtml: string;
  placeholder: string;
  label: string;
  /** Offered at `@`; none in a public answer. */
  people: PersonRef[];
  onEditor: (editor: TipTap | null) => void;
  onChange: () => void;
  /** Pasted or dropped; answers what was stored, so that a picture can be shown in the text. */
  onFile: (file: File) => Promise<Attachment | null>;
  /** Ctrl/Cmd-Enter; with Shift the conversation is to be solved too. */
  onSend?: (solve: boolean) => void;
}

/** The text field of answers and notes. */
export function Editor(props: Props) {
  const { initialHtml, label, onEditor } = props;
  const latest = useRef(props);
  latest.current = props;
  const editor = useEditor({
    extensions: [
      StarterKit.configure({
        heading: false,
        horizontalRule: false,
        link: { openOnClick: false, autolink: true },
      }),
      Image.configure({ inline: true }),
      Placeholder.configure({ placeholder: () => latest.current.placeholder }),
      MentionNode.configure({
        HTMLAttributes: { class: classes.mention },
        suggestion: mentionSuggestion(() => latest.current.people),
      }),
    ],
    content: initialHtml,
    editorProps: {
      attributes: {
        class: classes.text ?? "",
        "aria-label": label,
        role: "textbox",
        "aria-multiline": "true",
      },
      handleKeyDown: (_, event) => {
        if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !latest.current.onSend)
          return false;
        latest.current.onSend(event.shiftKey);
        return true;
      },
      handlePaste: (_, event) => takeFiles(event.clipboardData, event),
      handleDrop: (_, event) => takeFiles(event.dataTransfer, event),
    },
    onUpdate: () => latest.current.onChange(),
  });

  function takeFiles(source: DataTransfer | null, event: Event): boolean {
    const files = [...(source?.files ?? [])];
    if (files.length === 0) return false;
    event.preventDefault();
    for (const file of files) void insert(file);
    return true;
  }

  async function insert(file: File): Promise<void> {
    const stored = await latest.current.onFile(file);
    if (!stored || !editor || !/^image\/(png|jpe?g|gif|webp)$/.test(stored.media_type)) return;
    editor.chain().focus().setImage({ src: stored.url, alt: stored.name }).run();
  }

  useEffect(() => {
    onEditor(editor);
    return () => onEditor(null);
  }, [editor, onEditor]);

  return <EditorContent editor={editor} className={classes.editor} />;
}

/** The people named in the text. */
export function mentionsIn(editor: TipTap): string[] {
  const found = new Set<string>();
  editor.state.doc.descendants((node) => {
    if (node.type.name === "mention" && typeof node.attrs.id === "string") found.add(node.attrs.id);
  });
  return [...found];
}
