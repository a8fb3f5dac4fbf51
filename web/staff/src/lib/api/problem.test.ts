import { describe, expect, it } from "vitest";
import { unwrap } from "./client";
import { fieldErrors, Problem, pointerToField } from "./problem";

describe("problem answers", () => {
  it("put each fault at its form field", () => {
    const problem = Problem.fromBody(422, {
      code: "access.invalid",
      detail: "Look at the fields.",
      errors: [
        { pointer: "/email", code: "format", detail: "This is no address." },
        { pointer: "/identities/0/value", code: "taken", detail: "Somebody has it." },
      ],
    });
    expect(fieldErrors(problem)).toEqual({
      email: "This is no address.",
      "identities.0.value": "Somebody has it.",
    });
  });

  it("read escaped pointers", () => {
    expect(pointerToField("#/a~1b/c~0d")).toBe("a/b.c~d");
  });

  it("survive an answer that is not JSON", () => {
    expect(Problem.fromBody(502, "<html>")).toMatchObject({ status: 502, code: "http.502" });
  });
});

describe("unwrap", () => {
  it("gives the body of a good answer", async () => {
    await expect(unwrap(Promise.resolve({ data: 1, response: new Response() }))).resolves.toBe(1);
  });

  it("throws a refusal as a problem", async () => {
    const response = new Response(null, { status: 409 });
    const answer = Promise.resolve({ error: { code: "inbox.newer_message" }, response });
    await expect(unwrap(answer)).rejects.toMatchObject({ status: 409, code: "inbox.newer_message" });
  });

  it("tells a server that cannot be reached from a fault of ours", async () => {
    const broken = Promise.reject(new TypeError("Failed to fetch"));
    await expect(unwrap(broken)).rejects.toMatchObject({ offline: true });
    expect(Problem.from(new TypeError("x is undefined")).offline).toBe(false);
  });
});
