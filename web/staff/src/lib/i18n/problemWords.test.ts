import { afterEach, describe, expect, it } from "vitest";
import { fieldErrors, Problem } from "@/lib/api/problem";
import { loadProblemWords } from "./problemWords";

const refused = () =>
  Problem.fromBody(422, {
    code: "request.invalid",
    detail: "Some fields are not right.",
    errors: [
      {
        pointer: "email",
        code: "access.email_taken",
        detail: "Somebody with this mail address is already here.",
      },
      { pointer: "x", code: "new.unheard_of", detail: "Only the server knows." },
    ],
  });

afterEach(() => loadProblemWords("en"));

describe("refusals of the server", () => {
  it("are read in German by their codes; what is unknown stays as it came", async () => {
    await loadProblemWords("de");
    expect(fieldErrors(refused())).toEqual({
      email: "Jemand mit dieser Mailadresse ist schon hier.",
      x: "Only the server knows.",
    });
    expect(refused().message).toBe("Einige Felder stimmen noch nicht.");
  });

  it("stay the server's own in English", () => {
    expect(refused().message).toBe("Some fields are not right.");
  });
});
