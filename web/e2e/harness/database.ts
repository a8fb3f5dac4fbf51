// A PostgreSQL database of its own for a test, on the server that the test run started.
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";

const VARIABLE = "QUARTERDECK_TEST_POSTGRES";

export class Database {
  private constructor(
    private readonly server: string,
    private readonly name: string,
    readonly url: string,
  ) {}

  static create(): Database {
    const server = process.env[VARIABLE];
    if (!server) {
      throw new Error(`${VARIABLE} names no PostgreSQL server; run \`cargo xtask test browser\``);
    }
    const name = `journey_${randomBytes(6).toString("hex")}`;
    psql(server, `create database ${name}`);
    const url = new URL(server);
    url.pathname = `/${name}`;
    return new Database(server, name, url.toString());
  }

  drop(): void {
    psql(this.server, `drop database if exists ${this.name} with (force)`);
  }
}

function psql(server: string, statement: string): void {
  execFileSync("psql", ["-q", "-v", "ON_ERROR_STOP=1", "-c", statement, server], { stdio: "pipe" });
}
