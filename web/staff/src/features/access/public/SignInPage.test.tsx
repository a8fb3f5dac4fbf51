import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { keptTarget } from "../signOn/target";
import { type Answer, answering, problem, show } from "../testing/screens";
import { SignInPage } from "./SignInPage";

const OFFER = "GET /sign-on";
const BEGIN = "POST /sign-on/{id}/begin";
const offer = (password: string, ...names: string[]) => ({
  status: 200,
  body: { password, providers: names.map((name, index) => ({ id: `idp_${index}`, name })) },
});

async function open(offered: Answer | null, at = "/sign-in") {
  const asked = answering({
    ...(offered && { [OFFER]: () => offered }),
    [BEGIN]: () => problem(503, "access.identity_provider_wrong", "The provider does not answer."),
  });
  await show({ "/sign-in": SignInPage, "/forgotten": () => null }, at);
  return asked;
}

const byPassword = () => screen.findByRole("button", { name: "Sign in" });
const by = (name: string) => screen.queryByRole("button", { name: `Sign in with ${name}` });

beforeEach(() => window.sessionStorage.clear());

describe("the sign-in page", () => {
  it("asks for the password where there is no provider", async () => {
    await open(offer("everybody"));
    expect(await byPassword()).toBeTruthy();
    expect(screen.getByLabelText("E-mail address")).toBeTruthy();
    expect(screen.queryByText("or")).toBeNull();
  });

  it("offers every provider beside the password", async () => {
    await open(offer("everybody", "Castell account", "Google"));
    expect(await byPassword()).toBeTruthy();
    expect(by("Castell account")).toBeTruthy();
    expect(by("Google")).toBeTruthy();
  });

  it("folds the password away when it is for administrators", async () => {
    await open(offer("administrators", "Castell account"));
    const fold = await screen.findByRole("button", { name: "Sign in with a password" });
    expect(fold.getAttribute("aria-expanded")).toBe("false");
    expect(screen.queryByLabelText("E-mail address")).toBeNull();
    await userEvent.click(fold);
    expect(screen.getByLabelText("E-mail address")).toBeTruthy();
    expect(screen.getByText(/Passwords are for administrators/)).toBeTruthy();
  });

  it("lets people in by password when the ways in cannot be learned", async () => {
    const asked = await open(null);
    expect(await byPassword()).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "Look for other ways to sign in" }));
    await waitFor(() => expect(asked.get(OFFER)).toHaveLength(2));
  });

  it("says why a provider cannot be gone to, and remembers nothing", async () => {
    const asked = await open(offer("everybody", "Castell account"), "/sign-in?back=/customers");
    await byPassword();
    await userEvent.click(by("Castell account") as HTMLElement);
    expect((await screen.findByRole("alert")).textContent).toBe("The provider does not answer.");
    expect(asked.get(BEGIN)?.[0]?.params?.path).toEqual({ id: "idp_0" });
    expect(keptTarget()).toBeUndefined();
  });
});
