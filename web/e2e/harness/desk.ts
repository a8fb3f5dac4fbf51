// The real binary, started as an operator starts it, on a fresh data folder and a free port.
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { freePorts, Program } from "./program.ts";

const READY = /Quarterdeck is ready at (http:\/\/\S+)/;

export interface DeskOptions {
  /** A PostgreSQL URL; SQLite in the data folder when left out. */
  database?: string;
  /** The installation's key; nodes that share a database share it. */
  key?: string;
  /** A certificate authority to trust for mail servers, in PEM. */
  authority?: string;
  /** A data folder that is kept, for one that was filled before. */
  folder?: string;
  /** Where it listens, for one that comes back; any free port when left out. */
  port?: number | undefined;
  /** Called http://localhost, as browsers want it where they take passkeys without HTTPS. */
  byName?: boolean;
  /** Hosts that may be asked though they are not on the public Internet, and without TLS. */
  innerHosts?: string;
  /** Its clock is so many seconds ahead, for what happens only at an hour. */
  ahead?: number;
}

export class Desk {
  private constructor(
    readonly url: string,
    readonly folder: string,
    private readonly program: Program,
    private readonly kept: boolean,
  ) {}

  static async start(options: DeskOptions = {}): Promise<Desk> {
    const folder = options.folder ?? mkdtempSync(join(tmpdir(), "quarterdeck-desk-"));
    const environment: Record<string, string> = {
      QUARTERDECK_DATA_FOLDER: folder,
      QUARTERDECK_SERVER_PORT: String(options.port ?? 0),
      QUARTERDECK_SECURITY_SECRET_KEY: options.key ?? newKey(),
      // A person types slower than a test; what is measured here is not the limit.
      QUARTERDECK_LIMITS_SIGN_INS_PER_MINUTE: "1000",
    };
    if (options.byName) {
      const [port] = await freePorts(1);
      environment.QUARTERDECK_SERVER_PORT = String(port);
      environment.QUARTERDECK_SERVER_PUBLIC_URL = `http://localhost:${port}`;
    }
    if (options.innerHosts) {
      environment.QUARTERDECK_SERVER_INNER_HOSTS = options.innerHosts;
    }
    if (options.database) {
      environment.QUARTERDECK_DATABASE_URL = options.database;
    }
    if (options.authority) {
      environment.QUARTERDECK_MAIL_CA_FILE = join(folder, "authority.pem");
      writeFileSync(environment.QUARTERDECK_MAIL_CA_FILE, options.authority);
    }
    if (options.ahead) {
      Object.assign(environment, clockAhead(options.ahead));
    }
    mkdirSync(folder, { recursive: true });
    const log = join(folder, "desk.log");
    writeFileSync(log, "");
    const program = Program.start([binary(), "serve"], log, environment);
    try {
      const url = await program.until((output) => READY.exec(output)?.[1]);
      return new Desk(url, folder, program, options.folder !== undefined);
    } catch (error) {
      await program.stop();
      throw error;
    }
  }

  /** Returns what the server wrote so far. */
  log(): string {
    return this.program.output();
  }

  /** Ends it as a power cut does: it has no time to say anything to anybody. */
  async kill(): Promise<void> {
    // The kernel keeps fifteen letters of a name.
    await this.program.kill(basename(binary()).slice(0, 15));
  }

  async stop(): Promise<void> {
    await this.program.stop();
    if (!this.kept) {
      rmSync(this.folder, { recursive: true, force: true });
    }
  }
}

/** What makes a program believe in another time; its timers run as ever. */
function clockAhead(seconds: number): Record<string, string> {
  const library = execFileSync("faketime", ["-f", "+0", "printenv", "LD_PRELOAD"], { encoding: "utf8" });
  return {
    LD_PRELOAD: library.trim(),
    FAKETIME: `+${Math.ceil(seconds)}s`,
    FAKETIME_DONT_FAKE_MONOTONIC: "1",
  };
}

export function newKey(): string {
  return randomBytes(32).toString("hex");
}

/** Returns the binary under test: the one the test run built, else the last debug build. */
export function binary(): string {
  const target = process.env.CARGO_TARGET_DIR ?? join(homedir(), ".cache/quarterdeck/target");
  return process.env.QUARTERDECK_TEST_BINARY ?? join(target, "debug/quarterdeck");
}
