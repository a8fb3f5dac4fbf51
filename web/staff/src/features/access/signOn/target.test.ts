import { beforeEach, describe, expect, it } from "vitest";
import { keepTarget, keptTarget, ownAddress } from "./target";

beforeEach(() => window.sessionStorage.clear());

describe("where somebody wanted to go", () => {
  it("is an address of this house", () => {
    expect(ownAddress("/inbox/mine?q=a#b")).toBe("/inbox/mine?q=a#b");
  });

  it.each([
    "https://elsewhere.example",
    "//elsewhere.example",
    "/\\elsewhere.example",
    "/\t/elsewhere.example",
    "/\n/elsewhere.example",
    "javascript:alert(1)",
    "",
    7,
    null,
  ])("is never %j", (address) => {
    expect(ownAddress(address)).toBeUndefined();
  });

  it("is remembered until another one is", () => {
    keepTarget("/customers");
    expect(keptTarget()).toBe("/customers");
    keepTarget(undefined);
    expect(keptTarget()).toBeUndefined();
  });

  it("is not believed when it was tampered with", () => {
    window.sessionStorage.setItem("qd.signOn.target", "//elsewhere.example");
    expect(keptTarget()).toBeUndefined();
  });
});
