import { describe, expect, it } from "vitest";
import { allowedSections } from "./sections";

describe("pages of administration", () => {
  it("are those the permissions open, without empty groups", () => {
    const sections = allowedSections(["inbox.tag.manage", "access.audit.read", "inbox.conversation.reply"]);
    expect(sections.map((section) => [section.name, section.pages.map((page) => page.name)])).toEqual([
      ["order", ["tags"]],
      ["house", ["audit"]],
    ]);
  });

  it("are none for somebody who only answers", () => {
    expect(allowedSections(["inbox.conversation.reply", "access.token.create"])).toEqual([]);
  });
});
