import { afterEach, describe, expect, it, vi } from "vitest";
import { currentToasts, hideToast, toast, toastUndo, undoLast } from "./toast";

afterEach(() => {
  for (const each of currentToasts()) hideToast(each.id);
});

describe("toasts", () => {
  it("take back what was done last, once", () => {
    const first = vi.fn();
    const second = vi.fn();
    toastUndo({ message: "one", onUndo: first });
    toastUndo({ message: "two", onUndo: second });
    toast("three");
    undoLast();
    expect(second).toHaveBeenCalledOnce();
    expect(first).not.toHaveBeenCalled();
    expect(currentToasts().map((each) => each.message)).toEqual(["one", "three"]);
  });

  it("replace the one with the same id", () => {
    toastUndo({ id: "x", message: "old", onUndo: () => undefined });
    toastUndo({ id: "x", message: "new", onUndo: () => undefined });
    expect(currentToasts().map((each) => each.message)).toEqual(["new"]);
  });

  it("never fill the screen", () => {
    for (let number = 0; number < 9; number += 1) toast(String(number));
    expect(currentToasts().map((each) => each.message)).toEqual(["5", "6", "7", "8"]);
  });
});
