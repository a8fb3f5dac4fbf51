import { Mention } from "@tiptap/extension-mention";

/** A named colleague, written as `<span data-mention="pers_…">@Name</span>`: what the server keeps of it. */
export const MentionNode = Mention.extend({
  addAttributes() {
    return {
      id: {
        default: null,
        parseHTML: (element) => element.getAttribute("data-mention"),
        renderHTML: (attributes) => ({ "data-mention": attributes.id as string }),
      },
      label: {
        default: null,
        parseHTML: (element) => element.textContent?.replace(/^@/, "") ?? "",
        renderHTML: () => ({}),
      },
    };
  },
  parseHTML() {
    return [{ tag: "span[data-mention]" }];
  },
});
