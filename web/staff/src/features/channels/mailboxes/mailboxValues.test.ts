import { describe, expect, it } from "vitest";
import { afterOf, creationOf, portFor, revisionOf, trialOf, valuesOf } from "./mailboxValues";

const filled = () => {
  const values = valuesOf(null);
  values.address = "help@example.com";
  values.imap = { ...values.imap, host: " imap.example.com ", user: "help", password: "secret" };
  values.smtp = { ...values.smtp, host: "smtp.example.com" };
  return values;
};

describe("the port", () => {
  it("follows the encryption", () => {
    expect(portFor("imap", "starttls", 993)).toBe(143);
    expect(portFor("smtp", "starttls", 465)).toBe(587);
    expect(portFor("smtp", "tls", "")).toBe(465);
  });

  it("follows the protocol, which decides what can be done with mail too", () => {
    expect(portFor("pop3", "tls", 993)).toBe(995);
    expect(portFor("imap", "none", 995)).toBe(143);
    expect(afterOf("pop3")).toEqual(["keep", "delete"]);
  });

  it("stays when it was typed on purpose", () => {
    expect(portFor("imap", "none", 10143)).toBe(10143);
  });
});

describe("a new mailbox", () => {
  it("signs in for sending like for fetching, unless told otherwise", () => {
    const { smtp, imap } = creationOf(filled());
    expect(imap).toMatchObject({ host: "imap.example.com", port: 993, move_to: null });
    expect(smtp).toMatchObject({ user: "help", password: "secret" });
    const consented = filled();
    consented.imap = { ...consented.imap, sign_in: "consent" };
    expect(creationOf(consented).smtp).toMatchObject({ sign_in: "consent", password: null });
    expect(creationOf({ ...filled(), same: false }).smtp).toMatchObject({ user: "", password: null });
  });

  it("takes mail from now on", () => {
    expect(creationOf(filled()).take).toBe("from_now");
  });

  it("without fetching or sending has no such server", () => {
    expect(creationOf({ ...filled(), fetches: false }).imap).toBeNull();
    expect(trialOf({ ...filled(), sends: false }, null)).not.toHaveProperty("smtp");
  });
});

describe("a changed mailbox", () => {
  it("keeps its password when none is typed, and says which version was seen", () => {
    const revision = revisionOf({ ...filled(), imap: { ...filled().imap, password: "" } }, 7);
    expect(revision.version).toBe(7);
    expect(revision.imap).toMatchObject({ password: null });
    expect(revision).not.toHaveProperty("take");
  });
});
