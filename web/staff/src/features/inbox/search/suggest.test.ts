import { describe, expect, it } from "vitest";
import { marked } from "./marked";
import { accept, filterWords, suggest } from "./suggest";

const words = filterWords({
  tags: ["refund", "vip"],
  teams: ["Returns & refunds"],
  topics: [],
  people: ["Jonas Petersen"],
});
const offers = (query: string, cursor = query.length) =>
  suggest(query, cursor, words).map((each) => each.insert);

describe("suggestions", () => {
  it("offer filters by their beginning", () => {
    expect(offers("brake sta")).toEqual(["status:"]);
    expect(offers("brake -ta")).toEqual(["-tag:"]);
  });

  it("offer the values of a filter, quoted when they have blanks", () => {
    expect(offers("status:pe")).toEqual(["status:open", "status:pending"]);
    expect(offers("team:ret")).toEqual(['team:"Returns & refunds"']);
    expect(offers("assignee:jo")).toEqual(['assignee:"Jonas Petersen"']);
  });

  it("look at the word with the cursor, not at the last", () => {
    expect(offers("tag:vi brake", 6)).toEqual(["tag:vip"]);
  });

  it("replace that word and keep the rest", () => {
    const [first] = suggest("tag:vi brake", 6, words);
    if (!first) throw new Error("nothing offered");
    expect(accept("tag:vi brake", 6, first)).toEqual({ query: "tag:vip brake", cursor: 8 });
  });
});

describe("highlights", () => {
  it("become text with hits; other markup is dropped", () => {
    expect(marked("a <mark>brake</mark> <b>pad</b>&lt;i&gt;")).toEqual([
      { text: "a ", hit: false },
      { text: "brake", hit: true },
      { text: " ", hit: false },
      { text: "pad", hit: false },
      { text: "<i>", hit: false },
    ]);
  });
});
