import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import type { IdentityProviderView } from "@/lib/api/schema";
import { type Answer, answering, problem, show } from "../testing/screens";
import { ProviderDialog } from "./ProviderDialog";

const CREATE = "POST /identity-providers";
const UPDATE = "PATCH /identity-providers/{id}";

const known: IdentityProviderView = {
  id: "idp_1",
  name: "Castell account",
  issuer: "https://id.castell.example",
  client_id: "quarterdeck",
  has_secret: true,
  scopes: "profile email groups",
  enabled: true,
  email_domains: ["castell.example"],
  trust_email: false,
  create_people: true,
  default_role_id: "role_agent",
  role_claim: "groups",
  role_rules: [
    { value: "leads", role_id: "role_lead" },
    { value: "desk", role_id: "role_agent" },
  ],
  roles_follow: true,
  counts_as_second_factor: false,
  redirect_url: "https://desk.castell.example/sign-on",
  people: 3,
  version: 4,
};

const role = (id: string, built_in: string) => ({
  id,
  built_in,
  name: built_in,
  permissions: [],
  version: 1,
});

async function open(provider: IdentityProviderView | null, saved: () => Answer) {
  const onSaved = vi.fn();
  const asked = answering({
    "GET /roles": () => ({
      status: 200,
      body: { items: [role("role_agent", "agent"), role("role_lead", "lead")] },
    }),
    "GET /teams": () => ({ status: 200, body: { items: [] } }),
    [CREATE]: saved,
    [UPDATE]: saved,
  });
  await show(
    { "/": () => <ProviderDialog provider={provider} onClose={() => undefined} onSaved={onSaved} /> },
    "/",
  );
  await screen.findByRole("dialog");
  return { onSaved, sent: (name: string) => asked.get(name)?.map(({ body }) => body) ?? [] };
}

const user = userEvent.setup();
const field = (name: string) => screen.getByLabelText<HTMLInputElement>(name);
// A whole text at once: letter by letter the long form is drawn too often.
const fill = (name: string, value: string) => fireEvent.change(field(name), { target: { value } });
const press = (name: string) => user.click(screen.getByRole("button", { name }));

async function choose(label: string, option: string) {
  const select = screen.getByRole("combobox", { name: label });
  await user.click(select);
  const list = document.getElementById(select.getAttribute("aria-controls") ?? "");
  await user.click(within(list as HTMLElement).getByText(option));
}

describe("the dialog of an identity provider", { timeout: 30_000 }, () => {
  it("makes one with its rules in order", async () => {
    const { onSaved, sent } = await open(null, () => ({ status: 201, body: known }));
    fill("Name", "Castell account");
    fill("Issuer", "https://id.castell.example");
    fill("Client id", "quarterdeck");
    fill("Client secret", "hush");
    await press("Add a rule");
    fill("Value of rule 1", "desk");
    await choose("Role of rule 1", "Agent");
    await press("Add a rule");
    fill("Value of rule 2", "leads");
    await choose("Role of rule 2", "Team lead");
    await press("Move rule 2 up");
    await press("Save");
    await waitFor(() => expect(onSaved).toHaveBeenCalledWith(known));
    expect(sent(CREATE)).toEqual([
      expect.objectContaining({
        name: "Castell account",
        issuer: "https://id.castell.example",
        client_id: "quarterdeck",
        client_secret: "hush",
        create_people: false,
        default_role_id: null,
        role_rules: [
          { value: "leads", role_id: "role_lead" },
          { value: "desk", role_id: "role_agent" },
        ],
      }),
    ]);
  });

  it("sends no rule that is only half of one", async () => {
    const { sent } = await open(null, () => ({ status: 201, body: known }));
    await press("Add a rule");
    await press("Save");
    expect(await screen.findByText("Which value?")).toBeTruthy();
    expect(screen.getByText("Which role?")).toBeTruthy();
    await waitFor(() => expect(document.activeElement).toBe(field("Value of rule 1")));
    expect(sent(CREATE)).toEqual([]);
    await press("Remove rule 1");
    await press("Save");
    await waitFor(() => expect(sent(CREATE)).toHaveLength(1));
  });

  it("shows the faults the server finds at their fields, and goes to the first", async () => {
    await open(known, () =>
      problem(422, "request.invalid", "Some fields are not right.", [
        { pointer: "/issuer", code: "x.issuer", detail: "This is no issuer." },
        { pointer: "/email_domains/0", code: "x.domain", detail: "This is no mail domain." },
        { pointer: "/role_rules/1/role_id", code: "x.role", detail: "There is no such role." },
      ]),
    );
    await press("Save");
    expect(await screen.findByText("This is no issuer.")).toBeTruthy();
    expect(screen.getByText("This is no mail domain.")).toBeTruthy();
    expect(screen.getByText("There is no such role.")).toBeTruthy();
    expect(screen.getByRole("alert").textContent).toBe("Some fields are not right yet. They are marked.");
    await waitFor(() => expect(document.activeElement).toBe(field("Issuer")));
  });

  it("says in full what has no field of its own", async () => {
    const detail = "You can only give what you have yourself.";
    await open(known, () =>
      problem(422, "request.invalid", detail, [{ pointer: "/role_id", code: "x.beyond", detail }]),
    );
    await press("Save");
    expect((await screen.findByRole("alert")).textContent).toBe(detail);
  });

  it("leaves the secret as it is unless a new one is typed", async () => {
    const { sent } = await open(known, () => ({ status: 200, body: known }));
    const secret = field("Client secret");
    expect([secret.value, secret.placeholder]).toEqual(["", "Stays as it is"]);
    await press("Save");
    await waitFor(() => expect(sent(UPDATE)).toHaveLength(1));
    expect(sent(UPDATE)[0]).not.toHaveProperty("client_secret");
    expect(sent(UPDATE)[0]).toMatchObject({ version: 4, role_rules: known.role_rules });
  });

  it("says that another issuer needs the secret again", async () => {
    await open(known, () => ({ status: 200, body: known }));
    fill("Issuer", "https://id.elsewhere.example");
    expect(screen.getByText(/has to be entered again/)).toBeTruthy();
    expect(field("Client secret").placeholder).toBe("");
  });

  it("warns of a door that is open to everybody", async () => {
    await open({ ...known, email_domains: [] }, () => ({ status: 200, body: known }));
    expect(screen.getByText(/Everybody with an account at this provider gets in/)).toBeTruthy();
  });

  it("shows the address to register, ready to be copied", async () => {
    await open(known, () => ({ status: 200, body: known }));
    const dialog = within(screen.getByRole("dialog"));
    expect(dialog.getByDisplayValue("https://desk.castell.example/sign-on")).toBeTruthy();
  });
});
