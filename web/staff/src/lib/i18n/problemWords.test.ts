import { afterEach, describe, expect, it } from "vitest";
import { fieldErrors, Problem } from "@/lib/api/problem";
import { loadProblemWords, problemWords } from "./problemWords";

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

  it("say what varies, and stay the server's own when a part of it is missing", async () => {
    await loadProblemWords("de");
    const busy = {
      code: "access.too_many_attempts",
      detail_code: "access.wait_seconds",
      detail: "Too many attempts. Please try again in 30 seconds.",
      params: { seconds: "30" },
    };
    expect(Problem.fromBody(429, busy).message).toBe(
      "Zu viele Versuche. Versuchen Sie es in 30 Sekunden erneut.",
    );
    expect(problemWords("delivery.no_starttls", "As it came.", { host: "{port}", port: "25" })).toBe(
      "{port} bietet auf Port 25 kein STARTTLS an.",
    );
    expect(problemWords("delivery.no_starttls", "As it came.", { host: "a.example" })).toBe("As it came.");
  });

  it("of one field tell what is wrong with it", async () => {
    await loadProblemWords("de");
    const errors = [{ pointer: "text", code: "customers.note_empty", detail: "A note needs a text." }];
    const refused = Problem.fromBody(422, {
      code: "request.invalid",
      detail: "A note needs a text.",
      errors,
    });
    expect(refused.message).toBe("Eine Notiz braucht einen Text.");
  });

  it("stay the server's own in English", () => {
    expect(refused().message).toBe("Some fields are not right.");
  });
});
