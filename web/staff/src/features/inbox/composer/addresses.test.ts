import { describe, expect, it } from "vitest";
import { addAddresses, plausible, readAddresses } from "./addresses";

describe("addresses", () => {
  it("are read as people paste them", () => {
    const { found, rest } = readAddresses('Anna Berg <anna@x.org>; "Bob, Jr" bob@y.org, c@z.co.uk\nnonsense');
    expect(found.map((each) => each.address)).toEqual(["anna@x.org", "c@z.co.uk"]);
    expect(found[0]?.name).toBe("Anna Berg");
    expect(rest).toContain("nonsense");
  });

  it.each(["a@b", "a b@c.de", "@c.de", "a@b@c.de", "a@c.d"])("%s is none", (text) => {
    expect(plausible(text)).toBe(false);
  });

  it("are added once, whatever their case", () => {
    const known = [{ address: "anna@x.org", name: "Anna" }];
    expect(
      addAddresses(known, [
        { address: "ANNA@X.org", name: "" },
        { address: "b@y.org", name: "" },
      ]),
    ).toHaveLength(2);
  });
});
