import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { type Answer, answering, problem, show } from "../testing/screens";
import { type Arrival, arrival } from "./arrival";
import { SignOnReturn } from "./SignOnPage";
import { keepTarget } from "./target";

const RETURN = "POST /sign-on/return";
const brought: Arrival = { state: "st", code: "co", error: null, iss: "https://id.castell.example" };

async function comeBack(answer: () => Answer, arrived: Arrival = brought) {
  const onIn = vi.fn();
  const asked = answering({ [RETURN]: answer });
  const shown = await show(
    {
      "/sign-on": () => <SignOnReturn brought={arrived} onIn={onIn} />,
      "/sign-in": () => <h1>The ways in</h1>,
    },
    "/sign-on",
  );
  return { onIn, asked: () => asked.get(RETURN) ?? [], ...shown };
}

const back = () => screen.findByRole("link", { name: "Back to signing in" });

beforeEach(() => window.sessionStorage.clear());

describe("coming back from the provider", () => {
  it("hands over what was brought exactly once, and goes in", async () => {
    const { onIn, asked } = await comeBack(() => ({ status: 201, body: { person: {} } }));
    await waitFor(() => expect(onIn).toHaveBeenCalledTimes(1));
    expect(asked().map(({ body }) => body)).toEqual([brought]);
  });

  it("asks for the second step when there is one", async () => {
    const step = { ticket: "t", ways: ["code"], expires_at: "2026-11-22T10:00:00Z" };
    const { onIn, asked } = await comeBack(() => ({ status: 202, body: step }));
    expect(await screen.findByRole("heading", { name: "One more step" })).toBeTruthy();
    expect(screen.getByLabelText("Code")).toBeTruthy();
    expect(onIn).not.toHaveBeenCalled();
    expect(asked()).toHaveLength(1);
  });

  it.each([
    [410, "access.sign_on_unexpected", null],
    [422, "access.sign_on_refused", "Begin again from the sign-in page"],
    [422, "access.sign_on_failed", "tell whoever looks after Quarterdeck"],
    [403, "access.sign_on_nobody", null],
    [403, "access.sign_on_no_email", "Ask whoever looks after Quarterdeck"],
    [403, "access.sign_on_domain", "Take the account of your company"],
    [403, "access.sign_on_no_role", null],
    [403, "access.sign_on_left", null],
    [500, "platform.internal", null],
  ])("%d %s is said with what to do, and leads back", async (status, code, advice) => {
    const { onIn } = await comeBack(() => problem(status, code, "The sentence of the server."));
    expect((await screen.findByRole("alert")).textContent).toBe("The sentence of the server.");
    if (advice) expect(screen.getByText(advice, { exact: false })).toBeTruthy();
    expect(screen.getByRole("heading", { name: "You are not signed in" })).toBeTruthy();
    expect((await back()).getAttribute("href")).toBe("/sign-in");
    expect(onIn).not.toHaveBeenCalled();
  });

  it("says what the provider refused, without a code", async () => {
    const refused = { state: "st", code: null, error: "access_denied", iss: null };
    const { asked } = await comeBack(
      () => problem(422, "access.sign_on_refused", "The provider said no."),
      refused,
    );
    expect((await screen.findByRole("alert")).textContent).toBe("The provider said no.");
    expect(asked()[0]?.body).toEqual(refused);
  });

  it("keeps where somebody wanted to go for the next try", async () => {
    keepTarget("/customers?q=ada");
    const { path } = await comeBack(() => problem(422, "access.sign_on_refused", "No."));
    await userEvent.click(await back());
    expect(await screen.findByText("The ways in")).toBeTruthy();
    expect(path()).toBe("/sign-in?back=%2Fcustomers%3Fq%3Dada");
  });

  it("asks nobody when nothing came", async () => {
    const { asked } = await comeBack(() => ({ status: 201, body: {} }), arrival(new URLSearchParams("")));
    expect(await screen.findByText(/Nothing came with you/)).toBeTruthy();
    expect(await back()).toBeTruthy();
    expect(asked()).toEqual([]);
  });

  it("does not take a code for a number", () => {
    const { code, state } = arrival(new URLSearchParams("code=12345678901234567890&state=1e5"));
    expect([code, state]).toEqual(["12345678901234567890", "1e5"]);
  });
});
