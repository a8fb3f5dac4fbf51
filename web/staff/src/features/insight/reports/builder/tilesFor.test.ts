import { expect, it } from "vitest";
import { blank } from "./elements";
import { tilesFor } from "./tilesFor";

it("an element becomes the tiles that show the same", () => {
  expect(tilesFor(blank("figures", "reopen_rate"))).toEqual([
    { kind: "figure", metric: "created", by: "" },
    { kind: "figure", metric: "reopen_rate", by: "" },
  ]);
  expect(tilesFor(blank("trend", "reopen_rate"))).toEqual([{ kind: "trend", metric: "reopen_rate", by: "" }]);
  expect(tilesFor(blank("parts", "reopen_rate"))).toEqual([
    { kind: "bars", metric: "reopen_rate", by: "team" },
  ]);
  expect(tilesFor(blank("quotes"))).toEqual([]);
});
