//! One conversation from its first mail to its last step.

use std::sync::Arc;

use crate::chance::Chance;
use crate::clock::{self, DAY, HOUR, Instant, MINUTE};
use crate::facts::Facts;
use crate::grammar::{Plot, Script, Turn, Who};
use crate::lang::Lang;
use crate::staff::Staff;
use crate::world::{Customer, PEOPLE, Role, Team, Tone, Topic};

use super::letter::{Matter, Pen};
use super::papers;
use super::step::{Act, Change, Mail, Priority, Status, Step};
use super::teller::Teller;

/// The turn after the present one.
#[derive(Debug, Clone, Copy)]
struct Next {
    who: Who,
    is_last: bool,
    happens: bool,
}

/// A conversation while it is told.
pub(super) struct Case<'t> {
    pub(super) teller: &'t mut Teller,
    pub(super) number: u32,
    pub(super) customer: Arc<Customer>,
    pub(super) topic: &'static Topic,
    pub(super) facts: Facts,
    pub(super) chance: Chance,
    pub(super) now: Instant,
    pub(super) steps: Vec<Step>,
    pub(super) team: Team,
    pub(super) assignee: Option<usize>,
    pub(super) status: Status,
    pub(super) priority: Priority,
    /// Since when the customer has waited for us.
    pub(super) waiting: Option<Instant>,
    pub(super) answered: bool,
    pub(super) escalated: bool,
    pub(super) matters: Vec<String>,
}

impl<'t> Case<'t> {
    pub fn new(
        teller: &'t mut Teller,
        number: u32,
        customer: Arc<Customer>,
        topic: &'static Topic,
        facts: Facts,
        chance: Chance,
        now: Instant,
    ) -> Self {
        Self {
            teller,
            number,
            customer,
            topic,
            facts,
            chance,
            now,
            steps: Vec::new(),
            team: topic.team,
            assignee: None,
            status: Status::New,
            priority: Priority::Normal,
            waiting: Some(now),
            answered: false,
            escalated: false,
            matters: if matches!(topic.group(), "technical" | "warranty" | "connected") {
                vec!["owner".to_owned()]
            } else {
                Vec::new()
            },
        }
    }

    /// Tells the whole conversation.
    pub fn play(mut self, customer: usize, script: &Script, plot: &Plot) -> Vec<Step> {
        self.open(customer, script, plot);
        self.triage(plot);
        let happen: Vec<bool> =
            plot.turns.iter().map(|turn| self.chance.happens(f64::from(turn.percent) / 90.0)).collect();
        for (index, turn) in plot.turns.iter().enumerate() {
            if !happen[index] {
                // A customer whose answer is needed and does not come ends the story.
                let owed = matches!(self.status, Status::Open | Status::OnHold);
                if turn.who == Who::Customer && (!owed || index + 1 == plot.turns.len()) {
                    break;
                }
                continue;
            }
            let next = plot.turns.get(index + 1).map(|next| Next {
                who: next.who,
                is_last: index + 2 == plot.turns.len(),
                happens: happen[index + 1],
            });
            match turn.who {
                Who::Customer => self.customer_writes(turn),
                Who::Agent | Who::Lead => self.company_answers(turn, next),
                Who::Note | Who::Colleague => self.note(turn),
                Who::Transfer => self.transfer(turn),
            }
        }
        self.finish();
        self.steps
    }

    fn open(&mut self, customer: usize, script: &Script, plot: &Plot) {
        let who = Arc::clone(&self.customer);
        let text = self.pen(|pen| pen.opening(&who, script, plot));
        let mut subject = self.pen(|pen| pen.subject(script, plot));
        for _ in 0..6 {
            if self.teller.is_new_subject(&subject) {
                break;
            }
            subject = self.pen(|pen| pen.subject(script, plot));
        }
        let papers = papers::from_customer(self.topic, &text, &mut self.facts, &mut self.chance, self.now);
        // Some write to the wrong address; the desk moves them on.
        if self.chance.happens(0.07) {
            let wrong = *self.chance.pick(&Team::ALL);
            self.team = wrong;
        }
        self.step(Act::Opens { customer, mailbox: self.team, subject, mail: Mail { text, papers } });
    }

    /// Somebody of the team reads the new mail, names the topic and says how urgent it is; later somebody takes it.
    fn triage(&mut self, plot: &Plot) {
        self.priority = self.judge(plot);
        let lang = self.customer.lang;
        let reader = self.teller.staff.choose(&self.teller.year, self.team, lang, self.now, &mut self.chance);
        let pace = if self.priority == Priority::Urgent { 5.0 } else { 14.0 };
        self.now = self.work(reader, pace * self.teller.year.load(self.now), 0.8);
        let mut tags = plot.tags.clone();
        if self.customer.club == Some("Captain") {
            tags.push("captain-club".to_owned());
        }
        if self.customer.dealer.is_some() {
            tags.push("dealer".to_owned());
        }
        let moved = (self.team != self.topic.team).then_some(self.topic.team);
        let taken = (moved.is_none() && self.chance.happens(0.45)).then_some(reader);
        self.team = self.topic.team;
        let priority = (self.priority != Priority::Normal).then_some(self.priority);
        let change = Change { status: None, priority, assignee: taken, team: moved, topic: Some(self.topic.key), tags };
        self.assignee = taken;
        self.facts.agent = taken.unwrap_or_else(|| Staff::lead(self.team));
        self.step(Act::Changes { by: reader, change });
    }

    fn judge(&mut self, plot: &Plot) -> Priority {
        match plot.priority.as_deref() {
            Some("urgent") => return Priority::Urgent,
            Some("high") => return Priority::High,
            Some("low") => return Priority::Low,
            _ => {}
        }
        let cross = self.customer.tone == Tone::Cross && self.is_serious();
        let raised = self.topic.urgency + if cross { 0.15 } else { 0.0 };
        match self.chance.unit() {
            draw if draw < raised * 0.25 => Priority::Urgent,
            draw if draw < raised => Priority::High,
            draw if draw > 0.93 => Priority::Low,
            _ => Priority::Normal,
        }
    }

    fn customer_writes(&mut self, turn: &Turn) {
        self.pass(turn);
        let hours = if self.customer.tone == Tone::Cross { 3.0 } else { 6.5 };
        let wait = self.chance.around(hours * HOUR as f64, 1.1) as i64;
        self.now = awake(self.now + wait, &mut self.chance);
        self.customer_says(|pen| pen.line(turn.pool));
    }

    pub(super) fn customer_says(&mut self, body: impl FnOnce(&mut Pen<'_>) -> String) {
        let who = Arc::clone(&self.customer);
        let text = self.pen(|pen| {
            let body = body(pen);
            pen.follow_up(&who, &body)
        });
        let papers = papers::later(&text, &mut self.chance);
        self.step(Act::Writes { mail: Mail { text, papers } });
        self.status = Status::Open;
        self.waiting = Some(self.now);
    }

    fn company_answers(&mut self, turn: &Turn, next: Option<Next>) {
        self.pass(turn);
        let by = if turn.who == Who::Lead { Staff::lead(self.team) } else { self.take(turn.days.is_some()) };
        self.facts.agent = by;
        let due = self.effort(by, if self.answered { 80.0 } else { 42.0 });
        let late = self.chase(due);
        self.now = due;
        if self.customer.tone == Tone::Cross && self.chance.happens(0.4) && self.may_escalate(by) {
            self.escalate();
            return self.say(turn, next, Staff::lead(self.team), false);
        }
        self.say(turn, next, by, late);
    }

    fn say(&mut self, turn: &Turn, next: Option<Next>, by: usize, late: bool) {
        let (lang, first) = (self.customer.lang, !self.answered);
        self.facts.agent = by;
        let text = self.pen(|pen| {
            let body = pen.line(turn.pool);
            pen.answer(lang, by, first, late, &body)
        });
        let papers = papers::from_company(self.topic, &text, &mut self.facts, self.now);
        let leaves = self.leaves(turn, next);
        self.answers(by, Mail { text, papers }, leaves);
    }

    pub(super) fn answers(&mut self, by: usize, mail: Mail, leaves: Status) {
        self.step(Act::Answers { by, mail, leaves });
        self.status = leaves;
        self.answered = true;
        self.waiting = None;
        if leaves != Status::Solved && self.chance.happens(0.1) {
            self.now = self.work(by, 30.0, 0.8);
            self.write_note(by, Vec::new(), |pen| pen.common(Lang::English, "note.aside"));
        }
    }

    /// The status an answer leaves: what the text says, else solved when it was the last word we owe.
    fn leaves(&mut self, turn: &Turn, next: Option<Next>) -> Status {
        match turn.leaves.as_deref() {
            Some("solved") => return Status::Solved,
            Some("pending") => return Status::Pending,
            Some("hold") => return Status::OnHold,
            Some("open") => return Status::Open,
            _ => {}
        }
        match next {
            None => Status::Solved,
            Some(next) if next.who != Who::Customer => Status::Open,
            // Before a mere thank-you the answer was the last word, and mostly counts as one.
            Some(next) if next.is_last && self.chance.happens(if next.happens { 0.15 } else { 0.7 }) => Status::Solved,
            Some(_) => Status::Pending,
        }
    }

    pub(super) fn note(&mut self, turn: &Turn) {
        self.pass(turn);
        let by = if turn.who == Who::Colleague { self.facts.colleague } else { self.take(false) };
        self.now = self.work(by, if turn.who == Who::Colleague { 140.0 } else { 35.0 }, 0.9);
        let named = turn.with.as_deref().map(|word| self.colleague(word));
        let mentions: Vec<usize> =
            named.map(|one| if one == by { self.neighbour(by) } else { one }).into_iter().collect();
        if let Some(one) = mentions.first() {
            self.facts.colleague = *one;
        }
        self.write_note(by, mentions, |pen| pen.line(turn.pool));
    }

    pub(super) fn write_note(&mut self, by: usize, mentions: Vec<usize>, body: impl FnOnce(&mut Pen<'_>) -> String) {
        self.facts.speak(Lang::English);
        let text = self.pen(body);
        self.facts.speak(self.customer.lang);
        let mail = Mail { text: crate::grammar::tidy(&text), papers: Vec::new() };
        self.step(Act::Notes { by, mail, mentions });
    }

    fn transfer(&mut self, turn: &Turn) {
        self.note(&Turn { with: None, ..turn.clone() });
        let Some(team) = turn.with.as_deref().and_then(Team::by_key) else { return };
        let by = self.assignee.unwrap_or_else(|| Staff::lead(self.team));
        self.team = team;
        let lang = self.customer.lang;
        let next = self.teller.staff.choose(&self.teller.year, team, lang, self.now, &mut self.chance);
        self.assignee = Some(next);
        let change = Change { team: Some(team), assignee: Some(next), ..Change::default() };
        self.now += MINUTE;
        self.step(Act::Changes { by, change });
    }

    /// Whom somebody asks instead of themselves: the lead, or the manager.
    fn neighbour(&self, by: usize) -> usize {
        let lead = Staff::lead(self.team);
        if lead == by { 1 } else { lead }
    }

    pub(super) fn colleague(&mut self, word: &str) -> usize {
        let named = |first: &str| PEOPLE.iter().position(|one| one.first == first).unwrap_or(1);
        match word {
            "drive" => named("Erik"),
            "quality" => named("Yara"),
            "finance" => named(if self.customer.lang == Lang::French { "Louise" } else { "Henrik" }),
            "manager" => PEOPLE.iter().position(|one| one.role == Role::Manager).unwrap_or(1),
            "lead" => Staff::lead(self.team),
            "team" => {
                let lang = self.customer.lang;
                self.teller.staff.choose(&self.teller.year, self.team, lang, self.now, &mut self.chance)
            }
            other => Team::by_key(other).map_or(1, Staff::lead),
        }
    }

    /// Lets the time pass that a turn waits for.
    fn pass(&mut self, turn: &Turn) {
        if let Some(days) = turn.days {
            self.now += (self.chance.around(days, 0.25) * DAY as f64) as i64;
        }
        if let Some(day) = turn.after.as_deref().and_then(|slot| self.facts.day(slot)) {
            let hour = self.chance.between(14 * HOUR, 20 * HOUR);
            self.now = self.now.max(clock::instant(day, hour));
        }
    }

    /// The end of a piece of work on this topic by this person, in the load of these days.
    pub(super) fn effort(&mut self, by: usize, minutes: f64) -> Instant {
        let urgency = match self.priority {
            Priority::Urgent => 0.22,
            Priority::High => 0.55,
            Priority::Normal => 1.0,
            Priority::Low => 1.7,
        };
        let load = self.teller.year.load(self.now);
        self.work(by, minutes * self.topic.effort * PEOPLE[by].pace * urgency * load, 1.0)
    }

    /// The topic is one to be angry about.
    fn is_serious(&self) -> bool {
        let own_wish = matches!(self.topic.key, "orders.change" | "delivery.appointment");
        self.topic.urgency >= 0.08 && self.topic.group() != "company" && !own_wish
    }

    pub(super) fn work(&mut self, by: usize, median: f64, sigma: f64) -> Instant {
        let minutes = self.chance.around(median, sigma).clamp(1.0, 6_000.0);
        self.teller.staff.after(&self.teller.year, by, self.now, minutes)
    }

    pub(super) fn step(&mut self, act: Act) {
        // Nothing happens twice in the same second of a conversation: the order stays plain.
        if let Some(last) = self.steps.last() {
            self.now = self.now.max(last.at + 1);
        }
        self.steps.push(Step { at: self.now, conversation: self.number, act });
    }

    pub(super) fn pen<T>(&mut self, write: impl FnOnce(&mut Pen<'_>) -> T) -> T {
        let book = Arc::clone(&self.teller.book);
        let serious = self.is_serious();
        let mut pen = Pen {
            book: &book,
            decks: &mut self.teller.decks,
            facts: &mut self.facts,
            chance: &mut self.chance,
            missing: &mut self.teller.missing,
            matters: &mut self.matters,
            now: self.now,
            serious,
            matter_of_facts: matter(self.topic, &self.customer),
        };
        write(&mut pen)
    }
}

fn matter(topic: &Topic, customer: &Customer) -> Matter {
    match topic.group() {
        _ if customer.dealer.is_some() => Matter::Dealer,
        "orders" if matches!(topic.key, "orders.advice" | "orders.availability" | "orders.leasing") => Matter::Model,
        "orders" | "delivery" | "returns" => Matter::Order,
        "technical" | "warranty" => Matter::Bike,
        _ if topic.electric => Matter::Bike,
        _ => Matter::Person,
    }
}

/// People write between seven and half past ten; what would fall into the night waits for the morning.
pub(super) fn awake(at: Instant, chance: &mut Chance) -> Instant {
    let local = clock::local(at);
    let (hour, minute) = (local.hour(), local.minute());
    if (7..22).contains(&hour) || (hour == 22 && minute < 30) {
        return at;
    }
    let day = if hour < 7 { local.date() } else { clock::shift(local.date(), 1) };
    clock::instant(day, 7 * HOUR + chance.between(5 * MINUTE, 150 * MINUTE))
}
