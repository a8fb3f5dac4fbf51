import { describe, expect, it } from "vitest";
import { linkOf, secretOf, waited, wallNumber } from "./wall";

describe("numbers on the wall", () => {
  it("are written in their unit", () => {
    expect(wallNumber(0.841, { unit: "share", clock: "calendar" }, "en")).toBe("84.1%");
    expect(wallNumber(4210, { unit: "duration", clock: "business" }, "en")).toBe("1h 10m");
    expect(wallNumber(null, { unit: "count", clock: "calendar" }, "en")).toBe("–");
  });

  it("go on waiting while the server is away", () => {
    const since = "2026-03-15T08:00:00Z";
    expect(waited(since, Date.parse("2026-03-15T09:30:00Z"), "en")).toBe("1h 30m");
    expect(waited(since, Date.parse("2026-03-15T07:59:00Z"), "en")).toBe("0s");
    expect(waited(null, 0, "en")).toBe("–");
  });
});

describe("the link", () => {
  it("carries its secret where no server and no log sees it", () => {
    const link = linkOf("https://desk.example", "qdw_abc");
    expect(new URL(link).hash).toBe("#qdw_abc");
    expect(new URL(link).search).toBe("");
    expect(secretOf(new URL(link).hash)).toBe("qdw_abc");
    expect(secretOf("")).toBe("");
  });
});
