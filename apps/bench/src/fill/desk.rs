//! Everything around the conversations: people, teams, customers, topics, tags, a mailbox, two sessions.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use db::Db;
use kernel::TypedId;
use sha2::{Digest, Sha256};

use super::insert::{Cell, Rows, row};
use crate::company::{
    self, ADMINISTRATOR_SECRET, AGENT_SECRET, MAILBOX_ADDRESS, ORGANISATIONS, PEOPLE, Size, TAGS, TEAMS, TOPICS,
};
use crate::outcome::Outcome;

/// Customers written in one unit of work.
const CUSTOMERS: u32 = 5_000;

/// Writes all of it.
pub async fn write(db: &Db, size: Size, now: i64) -> Outcome {
    let mut all = vec![company_itself(), teams(now), mailbox(now)];
    all.extend(people(now));
    all.extend(labels());
    all.extend(organisations(now));
    // Signed in today: a session does not last for ever, however often it is used.
    all.push(sessions(db.clock().now().micros()));
    store(db, all).await?;
    for from in (0..size.contacts).step_by(CUSTOMERS as usize) {
        store(db, customers(from..(from + CUSTOMERS).min(size.contacts), now)).await?;
    }
    Ok(())
}

/// Writes rows in one unit of work.
pub async fn store(db: &Db, all: Vec<Rows>) -> Outcome {
    Ok(db.write(move |tx| all.iter().try_for_each(|rows| rows.write(tx))).await?)
}

fn company_itself() -> Rows {
    let mut rows = Rows::of("access_company", "id, name, time_zone, language, version");
    rows.push(row![1i64, "Bench", "Europe/Berlin", "en", 1i64]);
    rows
}

fn people(now: i64) -> Vec<Rows> {
    let mut people = Rows::of(
        "access_people",
        "id, name, name_folded, email, email_folded, role_id, language, time_zone, signature_html, avatar_color, active, password_hash, created_at, version",
    );
    let mut members = Rows::of("access_team_members", "team_id, person_id");
    for number in 0..PEOPLE {
        let (id, name) = (company::person(number).raw(), company::person_name(number));
        let email = format!("agent{number}@company.test");
        let role = if number == 0 { 1i64 } else { 4 };
        let folded = name.to_lowercase();
        people.push(row![
            id,
            name,
            folded,
            email.clone(),
            email,
            role,
            "en",
            "Europe/Berlin",
            "",
            "#7a5c2e",
            true,
            "",
            now,
            1i64
        ]);
        if number > 0 {
            let first = (number - 1) * 2 % TEAMS;
            for team in [first, (first + 1) % TEAMS] {
                members.push(row![company::team(team).raw(), id]);
            }
        }
    }
    vec![people, members]
}

fn teams(now: i64) -> Rows {
    let mut rows = Rows::of("access_teams", "id, name, name_folded, created_at, version");
    for number in 0..TEAMS {
        rows.push(row![company::team(number).raw(), format!("Team {number}"), format!("team {number}"), now, 1i64]);
    }
    rows
}

fn sessions(now: i64) -> Rows {
    const YEARS: i64 = 20 * 365 * 86_400_000_000;
    let mut rows = Rows::of(
        "access_sessions",
        "id, person_id, secret_hash, created_at, last_seen_at, expires_at, address, device",
    );
    for (number, secret) in [(0, ADMINISTRATOR_SECRET), (1, AGENT_SECRET)] {
        let hash = URL_SAFE_NO_PAD.encode(Sha256::digest(secret.as_bytes()));
        let id = 6_000 + i64::from(number);
        rows.push(row![id, company::person(number).raw(), hash, now, now, now + YEARS, "127.0.0.1", "bench"]);
    }
    rows
}

/// The one mailbox, which has no servers.
pub fn mailbox(now: i64) -> Rows {
    let mut rows = Rows::of(
        "channels_mailboxes",
        "id, name, address, base_key, from_name, team_id, active, take, imap, smtp, plus_addressing, subject_number, signature_html, made_at, removed_at, version",
    );
    rows.push(row![
        company::mailbox().raw(),
        "Support",
        MAILBOX_ADDRESS,
        MAILBOX_ADDRESS,
        "Support",
        0i64,
        true,
        "from_now",
        "",
        "",
        true,
        false,
        "",
        now,
        0i64,
        1i64
    ]);
    rows
}

fn labels() -> Vec<Rows> {
    let mut topics = Rows::of("inbox_topics", "id, parent_id, name, folded, archived, version");
    for number in 0..TOPICS {
        let parent = if number < 8 { Cell::Null } else { Cell::Int(company::topic(number % 8)) };
        topics.push(row![
            company::topic(number),
            parent,
            format!("Topic {number}"),
            format!("topic {number}"),
            false,
            1i64
        ]);
    }
    let mut tags = Rows::of("inbox_tags", "id, name, color, version");
    for number in 0..TAGS {
        tags.push(row![company::tag(number), format!("tag{number}"), "#557799", 1i64]);
    }
    vec![topics, tags]
}

fn organisations(now: i64) -> Vec<Rows> {
    let mut rows = Rows::of("customers_organisations", "id, name, name_folded, created_at, updated_at, version");
    let mut domains = Rows::of("customers_organisation_domains", "domain, organisation_id");
    for number in 0..ORGANISATIONS {
        let id = company::organisation(number);
        rows.push(row![id, format!("Organisation {number}"), format!("organisation {number}"), now, now, 1i64]);
        domains.push(row![company::domain(number), id]);
    }
    vec![rows, domains]
}

fn customers(numbers: std::ops::Range<u32>, now: i64) -> Vec<Rows> {
    let mut contacts = Rows::of(
        "customers_contacts",
        "id, name, name_folded, name_edited, address, organisation_id, language, time_zone, tier, created_at, updated_at, last_contact_at, version",
    );
    let mut identities =
        Rows::of("customers_identities", "id, contact_id, kind, value, value_folded, domain, verified, created_at");
    let mut terms = Rows::of("customers_contact_terms", "term, contact_id");
    for number in numbers {
        let (id, name, address) =
            (company::contact(number).raw(), company::customer_name(number), company::address(number));
        let (folded, domain) = (name.to_lowercase(), company::domain(number % ORGANISATIONS));
        let organisation = company::organisation(number % ORGANISATIONS);
        let mut words: Vec<String> = folded.split(' ').map(str::to_owned).collect();
        words.extend([format!("customer{number}"), domain.clone(), address.clone()]);
        for word in words {
            terms.push(row![word, id]);
        }
        identities.push(row![id, id, "email", address.clone(), address.clone(), domain, true, now]);
        contacts.push(row![id, name, folded, false, address, organisation, "en", "", "standard", now, now, now, 1i64]);
    }
    vec![contacts, identities, terms]
}
