// A certificate authority for one test run, and a certificate of its own for the mail servers on loopback.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

export interface Certificate {
  /** The authority in PEM; whoever trusts it trusts the servers. */
  authority: string;
  certificate: string;
  key: string;
}

export function makeCertificate(folder: string): Certificate {
  const file = (name: string) => join(folder, name);
  const openssl = (...words: string[]) => execFileSync("openssl", words, { stdio: "pipe" });
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  openssl(
    ..."req -x509 -days 30 -subj /CN=Test-authority".split(" "),
    ...key,
    "-keyout",
    file("authority.key"),
    "-out",
    file("authority.pem"),
  );
  openssl(
    ..."req -subj /CN=localhost".split(" "),
    ...key,
    "-keyout",
    file("server.key"),
    "-out",
    file("server.csr"),
  );
  writeFileSync(
    file("server.ext"),
    "subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth\nbasicConstraints=CA:FALSE\n",
  );
  openssl(
    ..."x509 -req -days 30 -CAcreateserial".split(" "),
    "-in",
    file("server.csr"),
    "-CA",
    file("authority.pem"),
    "-CAkey",
    file("authority.key"),
    "-extfile",
    file("server.ext"),
    "-out",
    file("server.pem"),
  );
  return { authority: file("authority.pem"), certificate: file("server.pem"), key: file("server.key") };
}
