//! The list of settings: the one place where a setting is declared.

/// One setting: its key in the file, what it takes, and what it is for.
#[derive(Debug)]
pub(super) struct Setting {
    /// Section and name, such as `server.port`.
    pub(super) key: &'static str,
    pub(super) kind: Kind,
    /// As it would be written in the environment; empty means not set.
    pub(super) default: &'static str,
    pub(super) mask: Mask,
    /// A sentence for the person who configures.
    pub(super) about: &'static str,
}

/// What a setting takes.
#[derive(Debug)]
pub(super) enum Kind {
    Text,
    Number {
        least: i64,
        most: i64,
    },
    Choice(&'static [&'static str]),
    /// Separated by commas in the environment.
    List,
}

/// What is hidden when the setting is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mask {
    Nothing,
    /// The password inside a URL.
    Password,
    Everything,
}

impl Setting {
    const fn new(key: &'static str, kind: Kind, default: &'static str, about: &'static str) -> Self {
        Self { key, kind, default, mask: Mask::Nothing, about }
    }

    const fn masked(self, mask: Mask) -> Self {
        Self { mask, ..self }
    }

    /// Returns the name of the variable that sets it, such as `QUARTERDECK_SERVER_PORT`.
    pub(super) fn variable(&self) -> String {
        format!("{PREFIX}{}", self.key.replace('.', "_").to_uppercase())
    }
}

/// Every variable of ours starts like this.
pub(super) const PREFIX: &str = "QUARTERDECK_";

/// Short names that hosting platforms set by themselves; our own longer name wins over them.
pub(super) const SHORT_NAMES: [(&str, &str); 2] = [("DATABASE_URL", "database.url"), ("PORT", "server.port")];

const fn number(least: i64, most: i64) -> Kind {
    Kind::Number { least, most }
}

pub(super) const SETTINGS: [Setting; 41] = [
    Setting::new("server.address", Kind::Text, "127.0.0.1", "The address to listen on; :: or 0.0.0.0 for all."),
    Setting::new("server.port", number(0, 65_535), "8480", "The port to listen on; 0 takes any free one."),
    Setting::new(
        "server.public_url",
        Kind::Text,
        "",
        "What browsers and mails call this server, such as https://desk.example.com.",
    ),
    Setting::new(
        "server.trusted_proxies",
        Kind::List,
        "",
        "Proxies whose X-Forwarded-For is believed: addresses or networks.",
    ),
    Setting::new(
        "server.inner_hosts",
        Kind::List,
        "",
        "Hosts of your own network that may be asked for sign-on and mail consent, also without HTTPS: names or addresses.",
    ),
    Setting::new(
        "database.url",
        Kind::Text,
        "sqlite:quarterdeck.db",
        "sqlite:FILE inside the data folder, or postgres://USER:PASSWORD@HOST/NAME.",
    )
    .masked(Mask::Password),
    Setting::new("database.connections", number(2, 256), "16", "PostgreSQL connections of this node."),
    Setting::new("database.readers", number(1, 64), "4", "SQLite connections for reading."),
    Setting::new(
        "database.tls",
        Kind::Choice(&["off", "required"]),
        "off",
        "TLS to PostgreSQL, with a certificate that a public authority signed.",
    ),
    Setting::new(
        "data.folder",
        Kind::Text,
        "data",
        "Where the database file, attachments, search index and key are kept.",
    ),
    Setting::new(
        "backup.folder",
        Kind::Text,
        "backups",
        "Where backups are put, inside the data folder unless it starts with /; better another disk.",
    ),
    Setting::new(
        "backup.hour",
        number(-1, 23),
        "3",
        "The hour of the company's day at which a backup is made; -1 for none.",
    ),
    Setting::new("backup.keep_daily", number(1, 366), "7", "Days whose last backup is kept."),
    Setting::new("backup.keep_weekly", number(0, 520), "4", "Weeks whose last backup is kept."),
    Setting::new("backup.keep_monthly", number(0, 120), "6", "Months whose last backup is kept."),
    Setting::new(
        "backup.before_migration",
        Kind::Choice(&["on", "off"]),
        "on",
        "A copy of the database before a new release changes its tables.",
    ),
    Setting::new("log.format", Kind::Choice(&["text", "json"]), "text", "How log lines are written."),
    Setting::new(
        "log.level",
        Kind::Text,
        "info",
        "error, warn, info, debug, trace, or directives such as info,channels=debug.",
    ),
    Setting::new(
        "mail.domain",
        Kind::Text,
        "",
        "The right side of Message-IDs; empty takes the domain of the sending mailbox.",
    ),
    Setting::new("mail.undo_seconds", number(0, 120), "10", "How long a sent reply can be taken back."),
    Setting::new(
        "mail.poll_seconds",
        number(5, 3_600),
        "60",
        "How often a mailbox is looked at when its server does not report news.",
    ),
    Setting::new(
        "mail.ca_file",
        Kind::Text,
        "",
        "Certificate authorities for mail servers (PEM), besides the public ones.",
    ),
    Setting::new(
        "mail.check_senders",
        Kind::Choice(&["on", "off"]),
        "on",
        "Whether SPF, DKIM, DMARC and ARC of incoming mail are checked.",
    ),
    Setting::new(
        "mail.receiving_servers",
        Kind::List,
        "",
        "The names your receiving mail servers give themselves in the headers they add, which are believed then.",
    ),
    Setting::new(
        "mail.trusted_forwarders",
        Kind::List,
        "",
        "Domains of mailing lists and forwarders whose ARC seals are believed.",
    ),
    Setting::new("dns.servers", Kind::List, "", "Name servers to ask about senders of mail; empty takes the system's."),
    Setting::new(
        "listener.smtp",
        Kind::Text,
        "",
        "Where mail servers may hand mail over by SMTP, such as 0.0.0.0:2525; empty for nowhere.",
    ),
    Setting::new(
        "listener.lmtp",
        Kind::Text,
        "",
        "Where mail servers may hand mail over by LMTP, such as 127.0.0.1:2424; empty for nowhere.",
    ),
    Setting::new(
        "listener.tls",
        Kind::Choice(&["offered", "required"]),
        "offered",
        "Whether mail is taken without STARTTLS too.",
    ),
    Setting::new(
        "listener.tls_certificate",
        Kind::Text,
        "",
        "The certificate shown after STARTTLS, with its chain (PEM); a renewed file counts at once.",
    ),
    Setting::new("listener.tls_key", Kind::Text, "", "The key of that certificate (PEM)."),
    Setting::new("listener.max_bytes", number(1_000, 157_286_400), "52428800", "The largest mail taken there."),
    Setting::new("listener.max_connections", number(1, 10_000), "100", "Mail servers at once."),
    Setting::new(
        "listener.allowed_networks",
        Kind::List,
        "127.0.0.0/8,::1,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,fc00::/7",
        "Your own mail servers: addresses or networks; everybody else is turned away.",
    ),
    Setting::new(
        "security.secret_key",
        Kind::Text,
        "",
        "The key itself: 64 hexadecimal digits. Nodes that share a database share it.",
    )
    .masked(Mask::Everything),
    Setting::new(
        "security.secret_key_file",
        Kind::Text,
        "secret.key",
        "The file of the key, created on the first start.",
    ),
    Setting::new("security.session_days", number(1, 365), "30", "How long a session lasts without being used."),
    Setting::new("limits.upload_mb", number(1, 1_024), "25", "The largest attachment in MiB."),
    Setting::new(
        "limits.slicing_mb",
        number(0, 1_048_576),
        "4096",
        "Memory in MiB that facts may take for slicing figures by anything; 0 asks the database instead.",
    ),
    Setting::new(
        "limits.requests_per_minute",
        number(1, 1_000_000),
        "1200",
        "Requests of one person, token or address.",
    ),
    Setting::new("limits.sign_ins_per_minute", number(1, 1_000_000), "10", "Attempts to sign in from one address."),
];
