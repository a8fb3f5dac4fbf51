// Starting real programs for a test, and making sure that none outlives it.
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

// Ends the program when our end of the pipe closes, which also happens when the test runner is killed.
const GUARD = `
exec 3<&0
"$@" </dev/null 3<&- &
program=$!
trap '' INT TERM
cat <&3 >/dev/null
kill -TERM "$program" 2>/dev/null
wait "$program"
`;

export class Program {
  private constructor(
    private readonly guard: ChildProcess,
    private readonly name: string,
    private readonly log: string,
  ) {}

  /** Starts a program that writes its output to the file `log`. */
  static start(command: string[], log: string, environment: Record<string, string> = {}): Program {
    return Program.guarded(["sh", "-c", GUARD, "guard", ...command], log, environment);
  }

  /** Starts a program that only root may start. */
  static startAsRoot(command: string[], log: string): Program {
    return Program.guarded([...asRoot(), "sh", "-c", GUARD, "guard", ...command], log, {});
  }

  private static guarded(command: string[], log: string, environment: Record<string, string>): Program {
    const output = openSync(log, "a");
    const guard = spawn(command[0] ?? "", command.slice(1), {
      stdio: ["pipe", output, output],
      env: { ...process.env, ...environment },
      detached: true,
    });
    closeSync(output);
    return new Program(guard, command.join(" "), log);
  }

  /** Waits until `ready` answers something, asking again and again. */
  async until<T>(ready: (log: string) => T | undefined | Promise<T | undefined>, seconds = 60): Promise<T> {
    const deadline = Date.now() + seconds * 1000;
    while (Date.now() < deadline) {
      const answer = await ready(this.output());
      if (answer !== undefined) {
        return answer;
      }
      await pause(50);
    }
    throw new Error(`${this.name} was not ready within ${seconds} s:\n${this.output()}`);
  }

  output(): string {
    return readFileSync(this.log, "utf8");
  }

  /** Kills the program, which is called `comm`, at once (SIGKILL), and waits until it is gone. */
  async kill(comm: string): Promise<void> {
    const guard = this.guard.pid ?? 0;
    const children = readFileSync(`/proc/${guard}/task/${guard}/children`, "utf8").trim().split(" ");
    const called = (pid: string) => readFileSync(`/proc/${pid}/comm`, "utf8").trim();
    const pid = Number(children.find((child) => called(child) === comm));
    process.kill(pid, "SIGKILL");
    while (isAlive(pid)) {
      await pause(20);
    }
  }

  async stop(): Promise<void> {
    if (this.guard.exitCode !== null) {
      return;
    }
    const ended = new Promise((resolve) => this.guard.once("exit", resolve));
    this.guard.stdin?.end();
    await ended;
  }
}

/** Whether a process still runs; one that ended and was not waited for yet does not. */
function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

/** Returns what goes before a command that only root may run; the tests installed these servers in the same way. */
export function asRoot(): string[] {
  return process.getuid?.() === 0 ? [] : ["sudo", "-n"];
}

/** Returns ports that nobody listens on at this moment, all different. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      return server;
    }),
  );
  return Promise.all(
    servers.map(async (server) => {
      const address = server.address();
      await new Promise((resolve) => server.close(resolve));
      if (address === null || typeof address === "string") {
        throw new Error("a listening server has no port");
      }
      return address.port;
    }),
  );
}
