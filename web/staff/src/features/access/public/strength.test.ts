import { describe, expect, it } from "vitest";
import { strengthOf } from "./strength";

describe("strength of a password", () => {
  it.each([
    ["", "short"],
    ["Ab1!Ab1!x", "short"],
    ["aaaaaaaaaaaaaaaa", "simple"],
    ["abcabcabcabc", "simple"],
    ["kettledrum", "short"],
    ["Kettledrum12", "fair"],
    ["brass kettle sings", "good"],
    ["Xk7!mQz2?pLw9", "fair"],
    ["Xk7!mQz2?pLw9#", "good"],
  ])("%s is %s", (password, strength) => {
    expect(strengthOf(password)).toBe(strength);
  });
});
