import { describe, expect, it } from "vitest";
import { keyFrom } from "./attributeKey";

describe("the key of an attribute", () => {
  it.each([
    ["Customer since", "customer_since"],
    ["Größe (m²)", "grosse_m"],
    ["2nd address", "nd_address"],
    ["  ", ""],
  ])("%s → %s", (label, key) => {
    expect(keyFrom(label)).toBe(key);
  });
});
