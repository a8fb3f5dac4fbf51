//! What happened to a case, told from its rows: pure.

use kernel::Timestamp;

use super::map::{Map, Rows, Side, Target, Way};
use super::row::{Row, Who};
use crate::words::{Priority, Status};

/// A case as a conversation to be: how it began and what happened then, in order.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Plan {
    pub(crate) channel: Way,
    pub(crate) subject: String,
    pub(crate) created_at: Timestamp,
    pub(crate) requester: Option<Who>,
    pub(crate) tags: Vec<String>,
    /// How it stood at first.
    pub(crate) begins: Standing,
    /// One of us wrote before the customer did.
    pub(crate) by_agent: bool,
    pub(crate) steps: Vec<Step>,
    /// The file says how often it was opened again; what the states say does not count then.
    pub(crate) reopened_is_told: bool,
}

/// With whom a case lies, about what and how urgently.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Standing {
    pub(crate) team: Option<String>,
    pub(crate) person: Option<Who>,
    pub(crate) topic: Option<String>,
    pub(crate) priority: Option<Priority>,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Step {
    pub(crate) at: Timestamp,
    /// Which of us did it.
    pub(crate) by: Option<Who>,
    pub(crate) what: What,
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum What {
    /// Somebody wrote.
    Said { side: Side, author: Option<Who>, text: String, html: String },
    /// It was answered for the first time; the words are not told.
    Answered,
    /// It went to another team.
    Team(Option<String>),
    /// It went to another person.
    Person(Option<Who>),
    /// It got another topic.
    Topic(Option<String>),
    /// It got more or less urgent.
    Priority(Priority),
    /// Its state changed; when it is done now: whether it was solved.
    Status(Status, bool),
    /// So often it was opened again by now.
    Reopened(i64),
}

/// Why a case does not become a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LeftOut {
    Spam,
    /// Messages or events of a ticket that no table of tickets has.
    NoTicket,
}

/// Tells what happened. `rows` are of one case, in order; conversations that are quiet since before `quiet` are done where no
/// state is told.
pub(crate) fn plan(map: &Map, rows: &[Row], quiet: Timestamp) -> Result<Plan, LeftOut> {
    let of = |kind: Rows| rows.iter().filter(move |row| row.rows == kind);
    let ticket = of(Rows::Tickets).next_back();
    if ticket.is_none() && map.rows(Rows::Tickets).next().is_some() {
        return Err(LeftOut::NoTicket);
    }
    let last_event = of(Rows::Events).next_back();
    let head = ticket.or(last_event).or_else(|| of(Rows::Messages).find(|row| !row.spam)).ok_or(LeftOut::Spam)?;
    if head.spam {
        return Err(LeftOut::Spam);
    }
    let happened: Vec<&Row> = in_order(rows);
    let first_at = happened.iter().filter_map(|row| row.at).min();
    let created_at = head.created_at.or(first_at).unwrap_or_default();
    let first_event = of(Rows::Events).next().filter(|_| ticket.is_none_or(|ticket| ticket.team.is_none()));
    let mut teller = Teller::new(map, standing(first_event.unwrap_or(head)));
    let opening = opening(head, &happened);
    let mut opening = opening.map(|what| Step { at: created_at, by: None, what });
    let mut by_agent = false;
    for row in happened {
        let at = row.at.unwrap_or(created_at);
        let is_ours = row.rows == Rows::Messages && row.from == Some(Side::Agent);
        by_agent |= is_ours && at < created_at && teller.customer_is_silent;
        // Whatever the clocks of the old system say, a case begins before it moves; only a message can precede it.
        if at >= created_at || row.rows == Rows::Events {
            teller.extend(opening.take());
        }
        teller.row(row, at);
    }
    teller.extend(opening);
    if let Some(ticket) = ticket {
        teller.end(ticket);
    }
    if !map.tells_states() {
        teller.settle(quiet);
    }
    if let Some(solved_at) = head.solved_at {
        solved_as_told(&mut teller.steps, solved_at);
    }
    Ok(Plan {
        channel: head.channel.unwrap_or(if map.mailbox.is_some() { Way::Mail } else { Way::Api }),
        subject: subject(head),
        created_at,
        requester: head.requester.clone().or_else(|| customer(rows)),
        tags: head.tags.clone(),
        begins: standing(first_event.unwrap_or(head)),
        by_agent,
        steps: teller.steps,
        reopened_is_told: map.table.iter().any(|table| table.reopened.is_some()),
    })
}

/// Events and messages by their instants; at one instant, by their order, then as the files have them.
fn in_order(rows: &[Row]) -> Vec<&Row> {
    let mut all: Vec<&Row> = rows.iter().filter(|row| row.rows != Rows::Tickets && !row.spam).collect();
    all.sort_by_key(|row| row.at);
    all
}

/// Who wrote the first message of the customer.
fn customer(rows: &[Row]) -> Option<Who> {
    in_order(rows).into_iter().find(|row| row.from == Some(Side::Customer))?.author.clone()
}

fn standing(row: &Row) -> Standing {
    Standing {
        team: row.team.clone().flatten(),
        person: row.person.clone().flatten(),
        topic: row.topic.clone().flatten(),
        priority: row.priority,
    }
}

/// The subject, with the number that people knew the ticket by.
fn subject(head: &Row) -> String {
    let subject = if head.subject.is_empty() { head.case.as_str() } else { head.subject.as_str() };
    if head.number.is_empty() || subject.contains(&head.number) {
        subject.to_owned()
    } else {
        format!("{subject} ({})", head.number)
    }
}

/// What the customer wrote at first; nothing when the messages have it.
fn opening(head: &Row, happened: &[&Row]) -> Option<What> {
    let is_told = !head.text.is_empty() || !head.html.is_empty();
    if !is_told && happened.iter().any(|row| row.from == Some(Side::Customer)) {
        return None;
    }
    let author = head.requester.clone();
    let text = if is_told { head.text.clone() } else { subject(head) };
    Some(What::Said { side: Side::Customer, author, text, html: head.html.clone() })
}

/// Walks over what happened and notes each change.
struct Teller<'m> {
    map: &'m Map,
    now: Standing,
    status: Status,
    reopened: i64,
    is_answered: bool,
    customer_is_silent: bool,
    steps: Vec<Step>,
}

impl<'m> Teller<'m> {
    fn new(map: &'m Map, now: Standing) -> Self {
        let (reopened, steps) = (0, Vec::new());
        Self { map, now, status: Status::New, reopened, is_answered: false, customer_is_silent: true, steps }
    }

    fn extend(&mut self, opening: Option<Step>) {
        if let Some(step) = opening {
            self.customer_is_silent = false;
            self.steps.push(step);
        }
    }

    fn step(&mut self, at: Timestamp, by: Option<&Who>, what: What) {
        self.steps.push(Step { at, by: by.cloned(), what });
    }

    fn row(&mut self, row: &Row, at: Timestamp) {
        if row.rows == Rows::Messages {
            self.message(row, at);
        }
        let by = row.person.as_ref().and_then(Option::as_ref).or(row.author.as_ref());
        self.people(row, at, by);
        if row.is_first_response && !self.is_answered {
            self.is_answered = true;
            self.step(at, by, What::Answered);
        }
        if let Some(count) = row.reopened.filter(|count| *count > self.reopened) {
            self.reopened = count;
            self.step(at, by, What::Reopened(count));
        }
        if let Some(target) = row.state {
            self.status(target, at, by);
        }
    }

    fn people(&mut self, row: &Row, at: Timestamp, by: Option<&Who>) {
        if row.rows != Rows::Events {
            return;
        }
        if let Some(team) = row.team.as_ref().filter(|team| **team != self.now.team) {
            self.now.team.clone_from(team);
            self.step(at, by, What::Team(team.clone()));
        }
        if let Some(person) = row.person.as_ref().filter(|person| **person != self.now.person) {
            self.now.person.clone_from(person);
            self.step(at, by, What::Person(person.clone()));
        }
        if let Some(topic) = row.topic.as_ref().filter(|topic| **topic != self.now.topic) {
            self.now.topic.clone_from(topic);
            self.step(at, by, What::Topic(topic.clone()));
        }
        if let Some(priority) = row.priority.filter(|priority| Some(*priority) != self.now.priority) {
            self.now.priority = Some(priority);
            self.step(at, by, What::Priority(priority));
        }
    }

    fn message(&mut self, row: &Row, at: Timestamp) {
        let side = row.from.unwrap_or(Side::Note);
        let by = row.author.as_ref().filter(|_| side != Side::Customer);
        let said = What::Said { side, author: row.author.clone(), text: row.text.clone(), html: row.html.clone() };
        self.step(at, by, said);
        self.is_answered |= side == Side::Agent && !self.customer_is_silent;
        self.customer_is_silent &= side != Side::Customer;
        if self.map.tells_moves() {
            return;
        }
        // Between the states that the files tell, a conversation moves as it would on the desk; what is done stays done.
        let is_done = self.status.shelf() == 1;
        let target = match side {
            Side::Customer if self.status == Status::New || (is_done && self.map.tells_states()) => None,
            Side::Customer => Some(Target::Open),
            Side::Agent if !is_done => Some(Target::Pending),
            Side::Agent | Side::Note => None,
        };
        if let Some(target) = target {
            self.status(target, at, by);
        }
    }

    fn status(&mut self, target: Target, at: Timestamp, by: Option<&Who>) {
        let Some((status, solved)) = target.status().filter(|(status, _)| *status != self.status) else { return };
        self.status = status;
        self.step(at, by, What::Status(status, solved));
    }

    /// How a ticket stands in the end, when its row is all there is to say so.
    fn end(&mut self, ticket: &Row) {
        let last = self.steps.last().map_or(Timestamp::NEVER, |step| step.at);
        if let Some(at) = ticket.first_response_at.filter(|_| !self.is_answered) {
            self.is_answered = true;
            let by = ticket.person.as_ref().and_then(Option::as_ref);
            self.step(at, by, What::Answered);
        }
        let Some(target) = ticket.state else { return };
        let solved_at = ticket.solved_at.flatten();
        let is_done = self.status.shelf() == 1;
        let ended = ticket.closed_at.or(ticket.updated_at).unwrap_or(last).max(last);
        match target {
            Target::Solved if !is_done => self.status(target, solved_at.or(ticket.closed_at).unwrap_or(ended), None),
            Target::Closed => {
                if let Some(at) = solved_at.filter(|_| !is_done) {
                    self.status(Target::Solved, at, None);
                }
                self.status(target, ticket.closed_at.unwrap_or(ended), None);
            }
            Target::Solved | Target::Keep => {}
            // A message that solved it says so more exactly.
            Target::Unsolved if is_done => {}
            _ => self.status(target, ended, None),
        }
    }

    /// Nobody wants years of questions among today's work.
    fn settle(&mut self, quiet: Timestamp) {
        let last = self.steps.last().map_or(Timestamp::NEVER, |step| step.at);
        if self.status.shelf() == 0 && last < quiet {
            self.status(Target::Solved, last, None);
        }
    }
}

/// The instant at which a case was solved last is as told; without one it was never solved, however it is closed.
fn solved_as_told(steps: &mut [Step], solved_at: Option<Timestamp>) {
    let (mut is_done, mut last) = (false, None);
    for (place, step) in steps.iter().enumerate() {
        if let What::Status(status, _) = step.what {
            let done = status.shelf() == 1;
            last = match (is_done, done) {
                (false, true) => Some(place),
                (_, false) => None,
                (true, true) => last,
            };
            is_done = done;
        }
    }
    match (solved_at, last) {
        (Some(at), Some(place)) => steps[place].at = at,
        (Some(_), None) => {}
        (None, _) => {
            for step in steps {
                if let What::Status(_, solved) = &mut step.what {
                    *solved = false;
                }
            }
        }
    }
}

#[cfg(test)]
#[path = "plan_tests.rs"]
mod tests;
