//! What is there on the first day: the company, its people and teams, mailboxes, topics, tags, attributes and dealers.

use std::collections::BTreeMap;
use std::sync::{Arc, RwLock};

use access::passwords::PasswordHash;
use access::people::NewPerson;
use access::{roles, setup, teams};
use channels::mailboxes::commands::NewMailbox;
use channels::mailboxes::model::Take;
use customers::attributes::{AttributeKind, NewDefinition, Subject};
use customers::organisations::NewOrganisation;
use db::Tx;
use kernel::{Actor, BuiltInRole, Result, TeamId, Timestamp, TypedId};
use serde_json::json;

use super::ledger::{Kind, Ledger, News, Run, is_untouched};
use super::{PASSWORD, Rooms, ratings};
use crate::company::Company;
use crate::world::{COMPANY, DOMAIN, Dealer, GROUPS, PEOPLE, Person, Role, TIME_ZONE, TOPICS, Team};

/// Tags with the colour they are shown in.
const TAGS: [(&str, &str); 14] = [
    ("recall", "#b3261e"),
    ("safety", "#b3261e"),
    ("escalation", "#8a3ffc"),
    ("firmware-4.2", "#0f62fe"),
    ("strike", "#8a6d1a"),
    ("black-friday", "#3d3d3d"),
    ("carrier", "#8a6d1a"),
    ("warranty", "#2a6f4e"),
    ("refund", "#2a6f4e"),
    ("return", "#4d6a8a"),
    ("dealer", "#1f3a5f"),
    ("captain-club", "#a67c1e"),
    ("praise", "#2a6f4e"),
    ("complaint", "#b3261e"),
];

/// Sets the stage in one unit of work, at the beginning of the year.
pub(super) async fn set(rooms: &Rooms, company: &Company, run: &Run, known: &Arc<RwLock<Ledger>>) -> Result<()> {
    let password = rooms.hasher.hash(PASSWORD.to_owned()).await?;
    let (playing, dealers) = (rooms.clone(), Arc::clone(&company.customers().dealers));
    let begins = Timestamp::from_micros(company.begins() * 1_000_000);
    let host = run.host;
    let news = rooms
        .db
        .write_at(begins, move |tx| {
            let mut news = News::default();
            let teams = teams(tx, &mut news)?;
            people(tx, &playing, &password, &teams, &mut news)?;
            if let Some(host) = host {
                news.keep(tx, Kind::Person, PEOPLE.len(), host.raw())?;
            }
            mailboxes(tx, &playing, &teams, &mut news)?;
            topics(tx, &mut news)?;
            attributes(tx)?;
            ratings::programmes(tx, &playing.registry)?;
            dealers.iter().try_for_each(|dealer| dealer_organisation(tx, dealer))?;
            Ok(news)
        })
        .await?;
    merge(known, news)
}

/// Takes over what a committed unit of work made.
pub(super) fn merge(known: &Arc<RwLock<Ledger>>, news: News) -> Result<()> {
    let mut known =
        known.write().map_err(|_| kernel::Fault::internal("a thread died while it filled the demo company"))?;
    known.merge(news);
    Ok(())
}

fn teams(tx: &mut Tx<'_>, news: &mut News) -> Result<Vec<TeamId>> {
    let mut made = Vec::new();
    for (place, team) in Team::ALL.into_iter().enumerate() {
        let input = teams::NewTeam { name: team.name().to_owned(), members: Vec::new() };
        let id = teams::create(tx, &Actor::system(), &input)?;
        news.keep(tx, Kind::Team, place, id.raw())?;
        made.push(id);
    }
    Ok(made)
}

fn people(tx: &mut Tx<'_>, rooms: &Rooms, password: &PasswordHash, teams: &[TeamId], news: &mut News) -> Result<()> {
    let there = |person: &&(usize, Person)| person.1.joined == 0;
    let all: Vec<(usize, Person)> = PEOPLE.into_iter().enumerate().collect();
    for (place, person) in all.iter().filter(there) {
        if *place == 0 && company(tx, person, password, news)? {
            continue;
        }
        join(tx, rooms, (*place, person), password, teams, news)?;
    }
    Ok(())
}

/// Without a set-up the administrator of the demo company sets Quarterdeck up. Says whether that was so.
fn company(tx: &mut Tx<'_>, administrator: &Person, password: &PasswordHash, news: &mut News) -> Result<bool> {
    if !is_untouched(tx)? {
        return Ok(false);
    }
    let input = setup::NewCompany {
        name: administrator.name(),
        email: administrator.email(),
        password: password.clone(),
        company: COMPANY.to_owned(),
        time_zone: TIME_ZONE.to_owned(),
        language: "en".to_owned(),
    };
    let id = setup::create(tx, &input)?;
    news.keep(tx, Kind::Person, 0, id.raw())?;
    Ok(true)
}

/// Somebody begins to work here.
pub(super) fn join(
    tx: &mut Tx<'_>,
    rooms: &Rooms,
    (place, person): (usize, &Person),
    password: &PasswordHash,
    teams: &[TeamId],
    news: &mut News,
) -> Result<()> {
    let own = person.team.and_then(|team| teams.get(team as usize).copied());
    let input = NewPerson {
        name: person.name(),
        email: person.email(),
        role: roles::built_in_id(built_in(person.role)),
        teams: own.into_iter().collect(),
        language: "en".to_owned(),
        time_zone: TIME_ZONE.to_owned(),
        password: Some(password.clone()),
    };
    let id = access::people::add(tx, &Actor::system(), &rooms.registry, &input)?;
    news.keep(tx, Kind::Person, place, id.raw())
}

/// The role in the product's words.
pub(super) fn built_in(role: Role) -> BuiltInRole {
    match role {
        Role::Administrator => BuiltInRole::Administrator,
        Role::Manager => BuiltInRole::Manager,
        Role::Lead => BuiltInRole::Lead,
        Role::Agent => BuiltInRole::Agent,
        Role::LightAgent => BuiltInRole::LightAgent,
    }
}

/// The address of a team's mailbox.
pub(super) fn address(team: Team) -> String {
    format!("{}@{DOMAIN}", team.key())
}

/// One mailbox a team, without servers: nothing is fetched, nothing can be sent.
fn mailboxes(tx: &mut Tx<'_>, rooms: &Rooms, teams: &[TeamId], news: &mut News) -> Result<()> {
    for (place, team) in Team::ALL.into_iter().enumerate() {
        let input = NewMailbox {
            name: team.name().to_owned(),
            address: address(team),
            from_name: format!("{COMPANY}, {}", team.name()),
            team: teams.get(place).copied(),
            active: false,
            take: Take::FromNow,
            imap: None,
            smtp: None,
            plus_addressing: false,
            subject_number: true,
            signature_html: String::new(),
        };
        let made = channels::mailboxes::commands::create(tx, &rooms.post, &Actor::system(), &input)?;
        news.keep(tx, Kind::Mailbox, place, made.id.raw())?;
    }
    Ok(())
}

fn topics(tx: &mut Tx<'_>, news: &mut News) -> Result<()> {
    let actor = Actor::system();
    for (key, name) in GROUPS {
        let group = inbox::topics::create(tx, &actor, name, None)?.id;
        for (place, topic) in TOPICS.iter().enumerate().filter(|(_, topic)| topic.group() == key) {
            let made = inbox::topics::create(tx, &actor, topic.name, Some(group))?;
            news.keep(tx, Kind::Topic, place, made.id.raw())?;
        }
    }
    for (name, color) in TAGS {
        let tag = inbox::tags::create(tx, &actor, name)?;
        inbox::tags::change(tx, &actor, tag.id, tag.version, None, Some(color))?;
    }
    Ok(())
}

fn attributes(tx: &mut Tx<'_>) -> Result<()> {
    let text = |subject, key: &str, label: &str, choices: &[&str]| NewDefinition {
        subject,
        key: key.to_owned(),
        label: label.to_owned(),
        kind: if choices.is_empty() { AttributeKind::Text } else { AttributeKind::Choice },
        choices: choices.iter().map(|choice| (*choice).to_owned()).collect(),
    };
    let all = [
        text(Subject::Contact, "bike", "Bike", &[]),
        text(Subject::Contact, "town", "Town", &[]),
        text(Subject::Contact, "club", "Riders’ club", &["Crew", "Captain"]),
        text(Subject::Organisation, "dealer_number", "Dealer number", &[]),
        text(Subject::Organisation, "partner_level", "Partner level", &["Gold", "Silver", "Bronze"]),
        text(Subject::Organisation, "town", "Town", &[]),
    ];
    all.iter().try_for_each(|one| customers::attributes::commands::define(tx, &Actor::system(), one).map(drop))
}

fn dealer_organisation(tx: &mut Tx<'_>, dealer: &Dealer) -> Result<()> {
    let attributes = BTreeMap::from([
        ("dealer_number".to_owned(), json!(format!("D-{}", dealer.number))),
        ("partner_level".to_owned(), json!(dealer.tier)),
        ("town".to_owned(), json!(dealer.place.town)),
    ]);
    let input = NewOrganisation { name: dealer.name.clone(), domains: vec![dealer.domain.clone()], attributes };
    customers::organisations::commands::create(tx, &Actor::system(), &input).map(drop)
}
