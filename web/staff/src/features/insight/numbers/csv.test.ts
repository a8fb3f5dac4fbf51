import { expect, it } from "vitest";
import { csv } from "./csv";

it("quotes what needs it and nothing else", () => {
  expect(
    csv(
      ["Team", "Solved"],
      [
        ["Returns, north", 12],
        ['The "A" team', null],
      ],
    ),
  ).toBe('Team,Solved\r\n"Returns, north",12\r\n"The ""A"" team",\r\n');
});

it("lets no table program compute a name", () => {
  expect(csv(["x"], [["=1+1"], ["@cmd"], ["-2"], [-2]])).toBe("x\r\n'=1+1\r\n'@cmd\r\n'-2\r\n-2\r\n");
});
