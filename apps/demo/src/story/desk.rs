//! What the desk does beside the plot: taking work over, waiting too long, being complained about, and coming to an end.

use crate::clock::{DAY, HOUR, Instant, MINUTE};
use crate::lang::Lang;
use crate::staff::Staff;
use crate::world::Tone;

use super::case::{Case, awake};
use super::step::{Act, Change, Mail, Priority, Status};

impl Case<'_> {
    /// Somebody who was answered and waits again for hours may lose patience, when there is a lead to turn to.
    pub(super) fn may_escalate(&self, by: usize) -> bool {
        let lead = Staff::lead(self.team);
        let waited = self.waiting.is_some_and(|since| self.now > since + 5 * HOUR);
        let there = self.teller.staff.after(&self.teller.year, lead, self.now, 0.0) < self.now + 18 * HOUR;
        self.answered && !self.escalated && by != lead && waited && there
    }

    /// A cross customer asks for somebody with more authority; the lead takes over.
    pub(super) fn escalate(&mut self) {
        self.escalated = true;
        let (by, lead, lang) = (self.facts.agent, Staff::lead(self.team), self.customer.lang);
        self.now = awake(self.now, &mut self.chance);
        self.customer_says(|pen| pen.common(lang, "escalate"));
        self.now = self.work(by, 25.0, 0.6);
        self.write_note(by, vec![lead], |pen| pen.common(Lang::English, "note.escalate"));
        let change = Change {
            priority: (self.priority != Priority::Urgent).then_some(Priority::Urgent),
            assignee: Some(lead),
            tags: vec!["escalation".to_owned()],
            ..Change::default()
        };
        self.priority = Priority::Urgent;
        self.assignee = Some(lead);
        self.step(Act::Changes { by, change });
        self.now = self.work(lead, 50.0, 0.7);
        let text = self.pen(|pen| pen.short_answer(lang, lead, "lead.takes.over", true));
        self.facts.agent = lead;
        self.answers(lead, Mail { text, papers: Vec::new() }, Status::Open);
        self.now = self.work(lead, 90.0, 0.8);
    }

    /// Who waits long asks again. Returns whether an apology is due.
    pub(super) fn chase(&mut self, due: Instant) -> bool {
        let Some(since) = self.waiting else { return false };
        let wait = due - since;
        if wait < 28 * HOUR || self.status == Status::OnHold {
            return false;
        }
        let patience = match self.customer.tone {
            Tone::Cross => 0.75,
            Tone::Terse | Tone::Plain => 0.35,
            _ => 0.25,
        };
        if self.chance.happens(patience) {
            let lang = self.customer.lang;
            let share = 0.55 + self.chance.unit() * 0.3;
            self.now = awake(since + (wait as f64 * share) as i64, &mut self.chance).min(due - 5 * MINUTE);
            self.customer_says(|pen| pen.common(lang, "chase"));
            self.waiting = Some(since);
            return true;
        }
        self.chance.happens(0.5)
    }

    /// The last word: a thank-you is acknowledged, silence ends in a solved conversation.
    pub(super) fn finish(&mut self) {
        let lang = self.customer.lang;
        match self.status {
            Status::Solved => {}
            Status::Pending => {
                self.now += DAY * self.chance.between(5, 9);
                let by = self.take(false);
                if self.chance.happens(0.4) {
                    self.now = self.work(by, 60.0, 0.6);
                    self.facts.agent = by;
                    let text = self.pen(|pen| pen.short_answer(lang, by, "agent.nudge", false));
                    self.answers(by, Mail { text, papers: Vec::new() }, Status::Pending);
                    self.now += DAY * self.chance.between(5, 8);
                }
                self.solve();
            }
            Status::New | Status::Open | Status::OnHold if self.answered && self.chance.happens(0.62) => {
                let by = self.take(false);
                self.now = self.effort(by, 55.0);
                self.facts.agent = by;
                let text = self.pen(|pen| pen.short_answer(lang, by, "agent.welcome", false));
                self.answers(by, Mail { text, papers: Vec::new() }, Status::Solved);
            }
            Status::New | Status::Open | Status::OnHold => self.solve(),
        }
    }

    pub(super) fn solve(&mut self) {
        let by = self.take(false);
        self.now = self.work(by, 45.0, 0.9);
        self.step(Act::Changes { by, change: Change { status: Some(Status::Solved), ..Change::default() } });
        self.status = Status::Solved;
    }

    /// Who is in charge now; when that person is away for long, a colleague takes over.
    pub(super) fn take(&mut self, long: bool) -> usize {
        let lang = self.customer.lang;
        let year = &self.teller.year;
        let staff = &self.teller.staff;
        if let Some(known) = self.assignee {
            let back = staff.after(year, known, self.now, 0.0);
            if long || back < self.now + 4 * DAY {
                return known;
            }
        }
        let next = staff.choose(year, self.team, lang, self.now, &mut self.chance);
        if self.assignee != Some(next) {
            let begins = staff.after(year, next, self.now, 0.0);
            let wait = self.chance.around(11.0, 0.9) * year.load(self.now);
            self.now = staff.after(year, next, begins, wait);
            self.assignee = Some(next);
            let change = Change { assignee: Some(next), ..Change::default() };
            self.step(Act::Changes { by: next, change });
        }
        next
    }
}
