import { describe, expect, it } from "vitest";
import { isTyping, SequenceMatcher, strokeOf, strokes } from "./sequence";

const key = (value: string, more: Partial<KeyboardEvent> = {}) =>
  strokeOf({ key: value, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more });

describe("names of strokes", () => {
  it("treats Ctrl and Cmd alike", () => {
    expect(key("k", { ctrlKey: true })).toBe("mod+k");
    expect(key("K", { metaKey: true })).toBe("mod+k");
  });

  it("names Shift only where the sign does not already tell", () => {
    expect(key("?", { shiftKey: true })).toBe("?");
    expect(key("G", { shiftKey: true })).toBe("shift+g");
    expect(key("Enter", { shiftKey: true, ctrlKey: true })).toBe("mod+shift+enter");
  });
});

describe("sequences", () => {
  const bindings = ["j", "g i", "g s", "s"].map(strokes);

  it("runs a single key at once", () => {
    expect(new SequenceMatcher().press("j", 0, bindings)).toEqual({ kind: "run", index: 0 });
  });

  it("waits for the second stroke and tells `g s` from `s`", () => {
    const matcher = new SequenceMatcher();
    expect(matcher.press("g", 0, bindings)).toEqual({ kind: "wait" });
    expect(matcher.press("s", 300, bindings)).toEqual({ kind: "run", index: 2 });
    expect(matcher.press("s", 600, bindings)).toEqual({ kind: "run", index: 3 });
  });

  it("forgets a beginning that was left alone", () => {
    const matcher = new SequenceMatcher();
    matcher.press("g", 0, bindings);
    expect(matcher.press("i", 5_000, bindings)).toEqual({ kind: "none" });
  });

  it("takes a stranger after a beginning as a new beginning", () => {
    const matcher = new SequenceMatcher();
    matcher.press("g", 0, bindings);
    expect(matcher.press("j", 100, bindings)).toEqual({ kind: "run", index: 0 });
  });

  it("lets what was mounted later take a key over", () => {
    expect(new SequenceMatcher().press("a", 0, [["a"], ["a"]])).toEqual({ kind: "run", index: 1 });
  });
});

describe("typing", () => {
  it("is in text fields, not on ticks and buttons", () => {
    const tick = Object.assign(document.createElement("input"), { type: "checkbox" });
    expect(isTyping(document.createElement("textarea"))).toBe(true);
    expect(isTyping(document.createElement("input"))).toBe(true);
    expect(isTyping(tick)).toBe(false);
    expect(isTyping(document.createElement("button"))).toBe(false);
  });
});
