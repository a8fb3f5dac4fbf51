//! The short form of `make torture`: a few kills and restarts, a hundred mails.

use torture::{Engine, Plan, Scenario, run};

fn short(engine: Engine, scenario: Scenario, blows: usize) {
    let plan = Plan { engine, scenario, mails: 100, blows, seed: 20_261_122 };
    match run(plan).expect("a run") {
        Some(verdict) => assert!(verdict.is_well(), "{verdict:#?}"),
        None => assert!(
            std::env::var_os("CI").is_none(),
            "Dovecot, PostgreSQL and the right to mount are needed when CI is set"
        ),
    }
}

#[test]
fn nothing_is_lost_when_the_server_is_killed_on_sqlite() {
    short(Engine::Sqlite, Scenario::Kill, 5);
}

#[test]
fn nothing_is_lost_when_the_server_is_killed_on_postgres() {
    short(Engine::Postgres, Scenario::Kill, 5);
}

#[test]
fn nothing_is_lost_when_postgres_breaks_off() {
    short(Engine::Postgres, Scenario::Database, 3);
}

#[test]
fn nothing_is_lost_when_the_disk_is_full_for_a_time() {
    short(Engine::Sqlite, Scenario::Disk, 2);
}
