// A person with a mail program of their own: sends by SMTP, reads by IMAP. Nothing here knows Quarterdeck.
import { setTimeout as pause } from "node:timers/promises";
import { ImapFlow } from "imapflow";
import { createTransport, type SendMailOptions, type Transporter } from "nodemailer";
import { type Address, type MailServers, PASSWORD } from "./mail-servers.ts";

/** A mail as it lies in a mailbox. */
export interface Received {
  from: string;
  to: string[];
  subject: string;
  messageId: string;
  /** Header lines by lower-case name, folded lines joined. */
  headers: Map<string, string>;
  source: string;
}

export class Correspondent {
  private readonly transport: Transporter;

  constructor(
    private readonly servers: MailServers,
    readonly address: Address,
    private readonly name: string,
  ) {
    const { host, port } = servers.smtp;
    this.transport = createTransport({
      host,
      port,
      auth: { user: address, pass: PASSWORD },
      tls: { ca: servers.authority },
    });
  }

  /** Sends a mail and returns its Message-ID once the server has taken it. */
  async send(mail: SendMailOptions): Promise<string> {
    const sent = await this.transport.sendMail({ from: { name: this.name, address: this.address }, ...mail });
    return sent.messageId;
  }

  /** Answers a mail as a mail program does, threaded and addressed to whoever wrote it. */
  async answer(mail: Received, text: string): Promise<string> {
    const references = [mail.headers.get("references"), mail.messageId].filter(Boolean).join(" ");
    return this.send({
      to: mail.headers.get("reply-to") ?? mail.from,
      subject: mail.subject.startsWith("Re:") ? mail.subject : `Re: ${mail.subject}`,
      inReplyTo: mail.messageId,
      references,
      text: `${text}\n\n> ${mail.subject}`,
    });
  }

  /** Returns everything in the mailbox's INBOX. */
  async mails(): Promise<Received[]> {
    return this.connected(async (client) => {
      const lock = await client.getMailboxLock("INBOX");
      try {
        const found: Received[] = [];
        // An empty mailbox has no first message that could be asked for.
        if (client.mailbox === false || client.mailbox.exists === 0) {
          return found;
        }
        for await (const mail of client.fetch("1:*", { source: true })) {
          found.push(read((mail.source ?? Buffer.alloc(0)).toString("utf8")));
        }
        return found;
      } finally {
        lock.release();
      }
    });
  }

  /** Waits for a mail that `wanted` accepts. */
  async receives(wanted: (mail: Received) => boolean, seconds = 60): Promise<Received> {
    const deadline = Date.now() + seconds * 1000;
    let seen: Received[] = [];
    while (Date.now() < deadline) {
      seen = await this.mails();
      const mail = seen.find(wanted);
      if (mail) {
        return mail;
      }
      await pause(200);
    }
    throw new Error(
      `${this.address} did not receive it; there are: ${seen.map((mail) => mail.subject).join(" | ")}`,
    );
  }

  /** Runs something on an open connection under TLS. */
  async connected<T>(use: (client: ImapFlow) => Promise<T>): Promise<T> {
    const client = new ImapFlow({
      host: this.servers.imap.host,
      port: this.servers.imap.securePort,
      secure: true,
      auth: { user: this.address, pass: PASSWORD },
      tls: { ca: this.servers.authority },
      logger: false,
    });
    await client.connect();
    try {
      return await use(client);
    } finally {
      await client.logout();
    }
  }
}

function read(source: string): Received {
  const head = source.split(/\r?\n\r?\n/, 1)[0] ?? "";
  const headers = new Map<string, string>();
  for (const line of head.replace(/\r?\n[ \t]+/g, " ").split(/\r?\n/)) {
    const colon = line.indexOf(":");
    if (colon > 0) {
      headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
    }
  }
  const header = (name: string) => headers.get(name) ?? "";
  return {
    from: address(header("from")),
    to: header("to").split(",").map(address),
    subject: plainWords(header("subject")),
    messageId: header("message-id"),
    headers,
    source,
  };
}

/** A file that came with a mail. */
export interface Enclosed {
  name: string;
  content: Buffer;
}

/** Returns the files of a mail, from all its parts. */
export function enclosed(mail: Pick<Received, "source">): Enclosed[] {
  const [head = "", ...rest] = mail.source.split(/\r?\n\r?\n/);
  const body = rest.join("\r\n\r\n");
  const header = head.replace(/\r?\n[ \t]+/g, " ");
  const boundary = /^content-type: *multipart\/[^;]+;.*boundary="?([^";\r\n]+)"?/im.exec(header)?.[1];
  if (boundary) {
    const parts = body.split(`--${boundary}`).slice(1, -1);
    return parts.flatMap((part) => enclosed({ source: part.replace(/^\r?\n/, "") }));
  }
  const name = /name\*?(?:0\*)?="?(?:utf-8'')?([^";\r\n]+)"?/i.exec(header)?.[1];
  const coded = /^content-transfer-encoding: *base64/im.test(header);
  return name && coded ? [{ name, content: Buffer.from(body.replace(/\s/g, ""), "base64") }] : [];
}

function address(text: string): string {
  return (/<([^>]+)>/.exec(text)?.[1] ?? text).trim().toLowerCase();
}

/** A header's encoded words (RFC 2047) as people read them; what stands between two of them does not count. */
function plainWords(text: string): string {
  const word = /=\?[^?]+\?([qb])\?([^?]*)\?=/gi;
  return text.replace(/\?=\s+=\?/g, "?==?").replace(word, (_, kind: string, body: string) => {
    if (kind.toLowerCase() === "b") return Buffer.from(body, "base64").toString();
    const bytes = body
      .replaceAll("_", " ")
      .replace(/=([0-9A-F]{2})/gi, (__, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
    return Buffer.from(bytes, "latin1").toString();
  });
}
