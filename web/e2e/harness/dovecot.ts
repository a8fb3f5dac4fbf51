// The configuration of a private Dovecot: IMAP on high loopback ports, plain and under TLS, Maildir folders.
import type { Certificate } from "./certificate.ts";

export interface DovecotPlan {
  folder: string;
  port: number;
  securePort: number;
  certificate: Certificate;
  /** User and group that own the mail; Dovecot refuses root here. */
  owner: { uid: number; gid: number };
}

export function dovecotConfig({ folder, port, securePort, certificate, owner }: DovecotPlan): string {
  return `
base_dir = ${folder}/dovecot
log_path = ${folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <${certificate.certificate}
ssl_key = <${certificate.key}
disable_plaintext_auth = no
auth_mechanisms = plain login
mail_location = maildir:${folder}/mail/%u
mail_max_userip_connections = 100
first_valid_uid = 1
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%u ${folder}/users
}
userdb {
  driver = static
  args = uid=${owner.uid} gid=${owner.gid} home=${folder}/mail/%u
}
namespace inbox {
  inbox = yes
  mailbox Done {
    auto = create
  }
}
service imap-login {
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = ${securePort}
    ssl = yes
  }
}
`;
}
