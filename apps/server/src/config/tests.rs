use std::path::{Path, PathBuf};
use std::time::Duration;

use super::resolve::Source;
use super::{Config, ConfigError, DatabaseTls, Location, LogFormat};

fn configured(file: &str, environment: &[(&str, &str)]) -> Result<Config, ConfigError> {
    Config::from_sources(&Source {
        file: Some((PathBuf::from("desk.toml"), file.to_owned())),
        environment: environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
    })
}

fn refusal(file: &str, environment: &[(&str, &str)]) -> String {
    configured(file, environment).expect_err("refused").to_string()
}

#[test]
fn nothing_configured_means_sqlite_on_loopback() {
    let config = configured("", &[]).expect("defaults");
    assert_eq!(config.database.location, Location::Sqlite(PathBuf::from("data/quarterdeck.db")));
    assert_eq!(config.security.secret_key_file, Path::new("data/secret.key"));
    assert_eq!(config.mail.undo, Duration::from_secs(10));
    assert_eq!(config.limits.upload_bytes, 25 * 1024 * 1024);
    assert_eq!(config.database.tls, DatabaseTls::Off);
    let listening = (config.server.address, config.server.port).into();
    assert_eq!(config.server.public_url(listening), "http://127.0.0.1:8480");
    assert_eq!(config.server.public_url("0.0.0.0:80".parse().expect("an address")), "http://127.0.0.1:80");
}

#[test]
fn the_environment_speaks_over_the_file_and_long_names_over_short_ones() {
    let file = "[server]\nport = 1\npublic_url = 'https://desk.example/'\n[log]\nformat = 'json'\n[data]\nfolder = '/srv/desk'";
    let config = configured(file, &[("PORT", "2")]).expect("fits");
    assert_eq!(config.server.port, 2);
    assert_eq!(config.log.format, LogFormat::Json);
    assert_eq!(config.server.public_url(([127, 0, 0, 1], 2).into()), "https://desk.example");
    assert_eq!(config.database.location, Location::Sqlite(PathBuf::from("/srv/desk/quarterdeck.db")));
    let config = configured(file, &[("PORT", "2"), ("QUARTERDECK_SERVER_PORT", "3")]).expect("fits");
    assert_eq!(config.server.port, 3);
    let config = configured("[server]\nport = 4", &[("QUARTERDECK_SERVER_PORT", "")]).expect("fits");
    assert_eq!(config.server.port, 4);
    let config = configured("", &[("DATABASE_URL", "postgres://desk@db/desk")]).expect("fits");
    assert_eq!(config.database.location, Location::Postgres("postgres://desk@db/desk".to_owned()));
}

#[test]
fn lists_are_read_from_both() {
    let both = [
        configured("[server]\ntrusted_proxies = ['10.0.0.0/8', '::1']", &[]),
        configured("", &[("QUARTERDECK_SERVER_TRUSTED_PROXIES", "10.0.0.0/8, ::1")]),
    ];
    for config in both {
        let proxies = config.expect("fits").server.trusted_proxies;
        assert!(proxies[0].contains("10.9.9.9".parse().expect("an address")));
        assert!(proxies[1].contains("::1".parse().expect("an address")));
    }
}

#[test]
fn strangers_are_refused_with_the_nearest_known_name() {
    let table = [
        ("[server]\n\nprot = 1", "desk.toml:3: there is no setting `server.prot`; the nearest is `server.port`"),
        ("[sever]\nport = 1", "desk.toml:2: there is no setting `sever.port`; the nearest is `server.port`"),
        ("port = 1", "desk.toml:1: there is no setting `port`; the nearest is `server.port`"),
    ];
    for (file, expected) in table {
        assert_eq!(refusal(file, &[]), expected);
    }
    assert_eq!(
        refusal("", &[("QUARTERDECK_LOGLEVEL", "info")]),
        "environment QUARTERDECK_LOGLEVEL: there is no such setting; the nearest is `QUARTERDECK_LOG_LEVEL`"
    );
    assert!(configured("", &[("QUARTERDECK_TEST_POSTGRES", "postgres://"), ("QUARTERDECKS", "1")]).is_ok());
}

#[test]
fn values_that_do_not_fit_are_refused_with_their_place() {
    let table = [
        ("[server]\nport = 70000", "desk.toml:2: server.port must be a whole number from 0 to 65535, not `70000`"),
        ("[server]\nport = true", "desk.toml:2: server.port must be a whole number from 0 to 65535"),
        (
            "[server]\naddress = 'desk'",
            "desk.toml:2: server.address must be an IP address such as 127.0.0.1 or ::, not `desk`",
        ),
        (
            "[server]\npublic_url = 'desk.example'",
            "desk.toml:2: server.public_url must be a URL that starts with https:// or http://, not `desk.example`",
        ),
        (
            "[server]\ntrusted_proxies = ['nginx']",
            "desk.toml:2: server.trusted_proxies must be IP addresses or networks such as 10.0.0.0/8, not `nginx`",
        ),
        ("[log]\nformat = 'xml'", "desk.toml:2: log.format must be one of text, json, not `xml`"),
        (
            "[security]\nsecret_key = 'hunter2'",
            "desk.toml:2: security.secret_key must be 64 hexadecimal digits, as `openssl rand -hex 32` prints them",
        ),
        ("[server\nport = 1", "desk.toml:1: unclosed table, expected `]`"),
    ];
    for (file, expected) in table {
        assert_eq!(refusal(file, &[]), expected);
    }
    assert_eq!(
        refusal("", &[("DATABASE_URL", "mysql://root:hunter2@db/desk")]),
        "environment DATABASE_URL: database.url must be sqlite:FILE (inside the data folder unless it starts with /) or postgres://USER@HOST/NAME"
    );
}

#[test]
fn mail_servers_are_let_in_only_when_asked_for_and_only_from_near() {
    let config = configured("", &[]).expect("defaults").listener;
    assert_eq!((config.smtp, config.lmtp, config.tls.clone()), (None, None, None));
    for (address, near) in [
        ("127.0.0.1", true),
        ("192.168.7.7", true),
        ("::1", true),
        ("fd00::1", true),
        ("8.8.8.8", false),
        ("2001:db8::1", false),
    ] {
        assert_eq!(config.admits(address.parse().expect("an address")), near, "{address}");
    }
    let table = [
        (
            "smtp = '2525'",
            "desk.toml:2: listener.smtp must be an address with a port, such as 0.0.0.0:2525 or [::]:2525, not `2525`",
        ),
        (
            "tls = 'required'",
            "desk.toml:2: listener.tls must be offered as long as there is no listener.tls_certificate, not `required`",
        ),
        (
            "tls_certificate = 'desk.pem'",
            "default: listener.tls_key must be the key's file, because there is a listener.tls_certificate, not ``",
        ),
    ];
    for (line, expected) in table {
        assert_eq!(refusal(&format!("[listener]\n{line}"), &[]), expected);
    }
    let config = configured("[listener]\nsmtp = '0.0.0.0:2525'\nallowed_networks = ['203.0.113.5']", &[])
        .expect("fits")
        .listener;
    assert_eq!(config.smtp.map(|door| door.port()), Some(2525));
    assert!(config.admits([203, 0, 113, 5].into()) && !config.admits([127, 0, 0, 1].into()));
}

#[test]
fn all_problems_are_told_at_once() {
    assert_eq!(
        refusal("[server]\nport = -1\nprot = 1\n[log]\nformat = 'xml'", &[("QUARTERDECK_PORT", "1")]).lines().count(),
        4
    );
}

#[test]
fn the_print_names_each_value_and_its_origin_and_hides_secrets() {
    let key = "ab".repeat(32);
    let environment = [
        ("DATABASE_URL", "postgres://desk:hunter2@db/desk?password=hunter3"),
        ("QUARTERDECK_SECURITY_SECRET_KEY", key.as_str()),
    ];
    let config = configured("[server]\nport = 9000", &environment).expect("fits");
    let printed = config.print();
    let lines: Vec<Vec<&str>> = printed.lines().map(|line| line.split_whitespace().collect()).collect();
    assert!(lines.contains(&vec!["server.port", "9000", "desk.toml:2"]), "{printed}");
    assert!(lines.contains(&vec!["log.format", "text", "default"]), "{printed}");
    assert!(
        lines.contains(&vec![
            "database.url",
            "postgres://desk:(hidden)@db/desk?password=(hidden)",
            "environment",
            "DATABASE_URL"
        ]),
        "{printed}"
    );
    assert!(!printed.contains("hunter") && !printed.contains(&key), "{printed}");
    assert!(!format!("{config:?}").contains("hunter"), "debugging output shows the password");
}

#[test]
fn the_example_file_is_current_and_can_be_read() {
    let example = Config::example();
    let committed = concat!(env!("CARGO_MANIFEST_DIR"), "/../../quarterdeck.example.toml");
    assert_eq!(
        std::fs::read_to_string(committed).expect("the example file"),
        example,
        "run `quarterdeck config example`"
    );
    let unfolded =
        example.replace("\n#", "\n").lines().filter(|line| !line.starts_with(' ')).collect::<Vec<_>>().join("\n");
    let config = configured(&unfolded, &[]).expect("the example fits");
    assert_eq!(config.server.port, 8480);
}
