import { describe, expect, it } from "vitest";
import { possibleParents, treeOrder } from "./topicTree";

const topics = [
  { id: "late", parent_id: "delivery", name: "Late" },
  { id: "billing", parent_id: null, name: "Billing" },
  { id: "delivery", parent_id: null, name: "Delivery" },
  { id: "customs", parent_id: "late", name: "Customs" },
  { id: "broken", parent_id: "delivery", name: "Broken" },
];

describe("the tree of topics", () => {
  it("is read from the top down, siblings by name", () => {
    expect(treeOrder(topics).map(({ topic, depth }) => `${depth} ${topic.id}`)).toEqual([
      "0 billing",
      "0 delivery",
      "1 broken",
      "1 late",
      "2 customs",
    ]);
  });

  it("lets nothing be moved below itself", () => {
    expect(possibleParents(topics, "late").map((topic) => topic.id)).toEqual([
      "billing",
      "delivery",
      "broken",
    ]);
    expect(possibleParents(topics, null)).toHaveLength(5);
  });

  it("shows a topic whose parent is not known at the top", () => {
    expect(treeOrder([{ id: "a", parent_id: "gone", name: "A" }])).toEqual([
      { topic: { id: "a", parent_id: "gone", name: "A" }, depth: 0 },
    ]);
  });
});
