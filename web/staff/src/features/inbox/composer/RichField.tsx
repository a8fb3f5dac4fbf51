import type { Editor as TipTap } from "@tiptap/react";
import { useState } from "react";
import { isEmptyHtml } from "./draft";
import { Editor } from "./Editor";
import classes from "./RichField.module.css";
import { Toolbar } from "./Toolbar";

interface Props {
  label: string;
  initialHtml: string;
  onChange: (html: string) => void;
}

/** A short formatted text as part of a form: a signature. */
export function RichField({ label, initialHtml, onChange }: Props) {
  const [editor, setEditor] = useState<TipTap | null>(null);
  return (
    <div className={classes.field}>
      <Toolbar editor={editor} />
      <Editor
        initialHtml={initialHtml}
        placeholder=""
        label={label}
        people={[]}
        onEditor={setEditor}
        onChange={() => {
          const html = editor?.getHTML() ?? "";
          onChange(isEmptyHtml(html) ? "" : html);
        }}
        onFile={() => Promise.resolve(null)}
      />
    </div>
  );
}
