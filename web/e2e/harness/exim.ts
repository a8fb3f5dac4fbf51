// The configuration of a private Exim: SMTP on high loopback ports, plain, STARTTLS and TLS from the start,
// signing in with a password, delivering into the Maildir folders that Dovecot shows.
import type { Certificate } from "./certificate.ts";

export interface EximPlan {
  folder: string;
  port: number;
  securePort: number;
  certificate: Certificate;
}

export function eximConfig({ folder, port, securePort, certificate }: EximPlan): string {
  return `
primary_hostname = mail.test
spool_directory = ${folder}/exim
log_file_path = ${folder}/exim-log/%slog
pid_file_path = ${folder}/exim.pid
local_interfaces = 127.0.0.1
daemon_smtp_ports = ${port} : ${securePort}
tls_on_connect_ports = ${securePort}
tls_advertise_hosts = *
tls_certificate = ${certificate.certificate}
tls_privatekey = ${certificate.key}
message_size_limit = 40M
never_users =
keep_environment =
deliver_drop_privilege = true
acl_smtp_rcpt = check_recipient

begin acl

check_recipient:
  accept
    condition = \${lookup{$local_part@$domain}lsearch{${folder}/mailboxes}{true}{false}}
  deny
    message = no such mailbox here

begin routers

mailbox:
  driver = accept
  condition = \${lookup{$local_part@$domain}lsearch{${folder}/mailboxes}{true}{false}}
  transport = maildir

begin transports

maildir:
  driver = appendfile
  # What a look-up answers may name a folder; what a mail says may not.
  directory = \${lookup{$local_part@$domain}lsearch{${folder}/mailboxes}}
  maildir_format
  create_directory
  mode = 0600
  envelope_to_add
  return_path_add
  delivery_date_add

begin retry

* * F,1h,1m

begin authenticators

plain:
  driver = plaintext
  public_name = PLAIN
  server_set_id = $auth2
  server_prompts = :
  server_condition = \${if eq{$auth3}{\${lookup{$auth2}lsearch{${folder}/passwords}}}}
  server_advertise_condition = yes

login:
  driver = plaintext
  public_name = LOGIN
  server_set_id = $auth1
  server_prompts = <| Username: | Password:
  server_condition = \${if eq{$auth2}{\${lookup{$auth1}lsearch{${folder}/passwords}}}}
  server_advertise_condition = yes
`;
}
