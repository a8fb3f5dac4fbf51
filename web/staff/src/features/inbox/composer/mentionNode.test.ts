import { Editor } from "@tiptap/core";
import { StarterKit } from "@tiptap/starter-kit";
import { afterEach, describe, expect, it } from "vitest";
import { mentionsIn } from "./Editor";
import { MentionNode } from "./mentionNode";

let editor: Editor | null = null;

function write(content: string): Editor {
  editor = new Editor({ extensions: [StarterKit, MentionNode], content });
  return editor;
}

afterEach(() => editor?.destroy());

describe("a named colleague", () => {
  const html = '<p>Hello <span data-mention="pers_1">@Jonas Petersen</span>, look.</p>';

  it("survives being saved and read again in the form that the server keeps", () => {
    const first = write(html).getHTML();
    expect(first).toContain('data-mention="pers_1"');
    expect(first).toContain("@Jonas Petersen");
    expect(write(first).getHTML()).toBe(first);
  });

  it("is counted once, however often named", () => {
    expect(mentionsIn(write(html + html))).toEqual(["pers_1"]);
    expect(mentionsIn(write("<p>@nobody</p>"))).toEqual([]);
  });
});
