// Real mail servers on loopback for two domains: the company's and its customers'.
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeCertificate } from "./certificate.ts";
import { dovecotConfig } from "./dovecot.ts";
import { eximConfig } from "./exim.ts";
import { asRoot, freePorts, Program } from "./program.ts";

export const PASSWORD = "correct-horse-battery";
export const ADDRESSES = [
  "support@company.test",
  "sales@company.test",
  "ben@company.test",
  "ada@customer.test",
  "grace@customer.test",
  "mallory@customer.test",
] as const;
export type Address = (typeof ADDRESSES)[number];

/** A server's two ports: plain with STARTTLS offered, and TLS from the first byte. */
export interface Ports {
  host: string;
  port: number;
  securePort: number;
}

export class MailServers {
  private constructor(
    readonly folder: string,
    readonly imap: Ports,
    readonly smtp: Ports,
    /** The certificate authority to trust, in PEM. */
    readonly authority: string,
    private readonly programs: Program[],
  ) {}

  static async start(): Promise<MailServers> {
    const folder = mkdtempSync(join(tmpdir(), "quarterdeck-mail-"));
    // Both servers drop their rights to users of their own, who must be able to enter.
    chmodSync(folder, 0o755);
    const certificate = makeCertificate(folder);
    chmodSync(certificate.key, 0o644);
    const owner = mailOwner();
    for (const name of ["mail", "exim-log"]) {
      mkdirSync(join(folder, name));
      chmodSync(join(folder, name), 0o777);
    }
    const lines = (line: (address: string) => string) => `${ADDRESSES.map(line).join("\n")}\n`;
    writeFileSync(
      join(folder, "users"),
      lines((address) => `${address}:${PASSWORD}`),
    );
    writeFileSync(
      join(folder, "passwords"),
      lines((address) => `${address}: ${PASSWORD}`),
    );
    writeFileSync(
      join(folder, "mailboxes"),
      lines((address) => `${address}: ${folder}/mail/${address}`),
    );

    const [imapPort = 0, imapsPort = 0, smtpPort = 0, smtpsPort = 0] = await freePorts(4);
    const imap = { host: "127.0.0.1", port: imapPort, securePort: imapsPort };
    const smtp = { host: "127.0.0.1", port: smtpPort, securePort: smtpsPort };
    writeFileSync(
      join(folder, "dovecot.conf"),
      dovecotConfig({ folder, port: imapPort, securePort: imapsPort, certificate, owner }),
    );
    writeFileSync(
      join(folder, "exim.conf"),
      eximConfig({ folder, port: smtpPort, securePort: smtpsPort, certificate }),
    );
    // Exim believes only a configuration that belongs to root.
    rootRuns("chown", "0:0", join(folder, "exim.conf"));
    const started = (command: string[], log: string) => Program.startAsRoot(command, join(folder, log));
    const programs = [
      started(["/usr/sbin/dovecot", "-F", "-c", join(folder, "dovecot.conf")], "dovecot.out"),
      started(["/usr/sbin/exim4", "-bdf", "-q1m", "-C", join(folder, "exim.conf")], "exim.out"),
    ];
    const servers = new MailServers(
      folder,
      imap,
      smtp,
      readFileSync(certificate.authority, "utf8"),
      programs,
    );
    try {
      for (const [index, ports] of [imap, smtp].entries()) {
        await programs[index]?.until(() => greets(ports.port));
      }
    } catch (error) {
      await servers.stop();
      throw error;
    }
    return servers;
  }

  /** Takes every mail out of every mailbox, so that one journey does not read another's. */
  async empty(): Promise<void> {
    rootRuns("find", join(this.folder, "mail"), "-mindepth", "1", "-delete");
  }

  async stop(): Promise<void> {
    await Promise.all(this.programs.map((program) => program.stop()));
    rootRuns("rm", "-rf", this.folder);
  }
}

function rootRuns(...command: string[]): void {
  const [program = "", ...rest] = [...asRoot(), ...command];
  execFileSync(program, rest);
}

/** Returns the user that Exim, started by root, drops its rights to; Debian's package made it. */
function mailOwner(): { uid: number; gid: number } {
  const [uid = 0, gid = 0] = ["-u", "-g"].map((what) => Number(execFileSync("id", [what, "Debian-exim"])));
  return { uid, gid };
}

/** Answers true as soon as the server says its first words. */
function greets(port: number): Promise<true | undefined> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    const end = (answer: true | undefined) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(2000, () => end(undefined));
    socket.once("data", () => end(true));
    socket.once("error", () => end(undefined));
  });
}
