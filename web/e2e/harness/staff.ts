// A member of staff who speaks to the API directly, for what a journey needs but does not show.
import type { BrowserContext } from "@playwright/test";
import type { Correspondent } from "./correspondent.ts";
import type { MailServers } from "./mail-servers.ts";
import { PASSWORD } from "./mail-servers.ts";

export const ADMINISTRATOR = {
  name: "Marina Castell",
  email: "marina@company.test",
  password: "a-long-enough-passphrase",
};

type Json = Record<string, unknown>;

/** Where the company of the tests is. */
const ZONE = "Europe/Berlin";

/** The company's day, which near midnight is not that of the clock of the world. */
export function dayOf(instant: Date): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE }).format(instant);
}

export function today(): string {
  return dayOf(new Date());
}

export class Staff {
  private constructor(
    readonly url: string,
    private readonly session: string,
  ) {}

  /** Sets a fresh desk up and signs its administrator in. */
  static async setUp(url: string): Promise<Staff> {
    const body = {
      ...ADMINISTRATOR,
      company: "Castell & Sons",
      time_zone: ZONE,
      language: "en",
      start: "empty",
    };
    return Staff.enter(url, "/access/setup", body);
  }

  static async signIn(url: string, email: string, password: string): Promise<Staff> {
    return Staff.enter(url, "/access/sessions", { email, password });
  }

  private static async enter(url: string, path: string, body: Json): Promise<Staff> {
    const answer = await request(url, "POST", path, body);
    const cookie = answer.headers.getSetCookie().find((line) => line.startsWith("qd_session="));
    if (!cookie) {
      throw new Error(`POST ${path} set no session`);
    }
    return new Staff(url, cookie.split(";", 1)[0]?.slice("qd_session=".length) ?? "");
  }

  async get<T = Json>(path: string): Promise<T> {
    return (await request(this.url, "GET", path, undefined, this.session)).json() as Promise<T>;
  }

  async send<T = Json>(
    method: "POST" | "PATCH" | "PUT" | "DELETE",
    path: string,
    body: Json = {},
  ): Promise<T> {
    const answer = await request(this.url, method, path, body, this.session);
    return (answer.status === 204 ? {} : await answer.json()) as T;
  }

  /** Connects support@company.test of the test's own mail servers. */
  async connectMailbox(mail: MailServers): Promise<void> {
    const user = "support@company.test";
    const access = { host: "127.0.0.1", security: "none", user, password: PASSWORD };
    await this.send("POST", "/channels/mailboxes", {
      name: "Support",
      address: user,
      from_name: "Castell Support",
      team_id: null,
      active: true,
      take: "from_now",
      imap: { ...access, port: mail.imap.port, folder: "INBOX", after: "seen" },
      smtp: { ...access, port: mail.smtp.port },
      signature_html: "",
    });
  }

  /** Invites a colleague, who joins by the link in the mail. */
  async invite(colleague: Correspondent, name: string): Promise<Staff> {
    await this.sendInvitation(colleague.address, name);
    const mail = await colleague.receives((received) => received.source.includes("/invitation"));
    // Quoted-printable breaks long lines and writes = as =3D.
    return this.redeem(mail.source.replace(/=\r?\n/g, "").replaceAll("=3D", "="), name);
  }

  /** Invites a colleague where no mailbox sends: they join by the link that is handed over. */
  async join(email: string, name: string): Promise<Staff> {
    const { link } = await this.sendInvitation(email, name);
    return this.redeem(link ?? "", name);
  }

  private async sendInvitation(email: string, name: string): Promise<{ link: string | null }> {
    const roles = await this.get<{ items: { id: string; name: string }[] }>("/access/roles");
    const role_id = roles.items.find((role) => role.name.toLowerCase() === "agent")?.id;
    return this.send("POST", "/access/invitations", { email, name, role_id, team_ids: [] });
  }

  private async redeem(text: string, name: string): Promise<Staff> {
    const token = /\/invitation\?token=([\w-]+)/.exec(text)?.[1];
    const body = { token, name, password: ADMINISTRATOR.password };
    return Staff.enter(this.url, "/access/invitations/redeem", body);
  }

  /** Lets a browser go on in this session; on another node of the same desk when its URL is given. */
  async lend(context: BrowserContext, url = this.url): Promise<void> {
    await context.addCookies([
      { name: "qd_session", value: this.session, url, httpOnly: true, sameSite: "Lax" },
    ]);
  }
}

async function request(
  url: string,
  method: string,
  path: string,
  body?: Json,
  session?: string,
): Promise<Response> {
  const headers: Record<string, string> = {
    "content-type": "application/json",
    "x-quarterdeck-client": "staff",
  };
  if (session) {
    headers.cookie = `qd_session=${session}`;
  }
  const answer = await fetch(`${url}/api/v1${path}`, {
    method,
    headers,
    ...(method === "GET" ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) {
    throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  }
  return answer;
}
