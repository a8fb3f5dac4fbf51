//! The conversations behind a figure, newest first, a page at a time. Candidates are walked along an index; what counts is
//! decided by the definition itself, so that a list never says otherwise than its figure.

use std::collections::{HashMap, HashSet};

use db::{Row, Tx, sql};
use kernel::{ConversationId, Cursor, Page, PageRequest, PersonId, Result, Timestamp, TypedId};

use super::model::{Filter, Question};
use super::times::{Times, times};
use crate::facts::{Conversation, Place, Survey, SurveyId, store, survey_store};
use crate::metrics::samples::{self, Sample};
use crate::metrics::{By, Metric, Reply, came_again_of, part_of, settings};

sql! {
    CREATED = "select c.id, c.created_at, c.id, CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT) from insight_conversations c";
    REPLIED = "select c.id, c.first_reply_at, c.id, CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT) from insight_conversations c";
    SOLVED = "select c.id, c.solved_at, c.id, CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT) from insight_conversations c";
    ASKED = "select s.id, s.sent_at, s.conversation_id, CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT) from insight_surveys s";
    RATED = "select s.id, s.given_at, s.conversation_id, CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT) from insight_surveys s";
    WROTE = "select m.id, m.at, m.conversation_id, m.person_id, m.waited_since, m.waited_business from insight_messages m
             join insight_conversations c on c.id = m.conversation_id";
}

/// Candidates looked at for one page: a filter that fits next to nothing answers with a short page and a cursor.
const WALK: usize = 4000;
/// Candidates looked at together, when those of the page itself were not enough.
const AT_ONCE: usize = 200;

/// Which of a share's samples are listed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Only {
    /// All of the whole.
    #[default]
    All,
    /// Those that count into the part.
    Part,
    /// The others.
    Rest,
    /// Ratings that were left out with a reason.
    Excluded,
}

/// Narrows a question to one of its parts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Within {
    /// How the figure was divided.
    pub by: Vec<By>,
    /// The part of each division; none narrows nothing.
    pub part: Vec<String>,
    /// Which of a share.
    pub only: Only,
}

/// One conversation, or one reply in it, behind a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Behind {
    /// The facts of the conversation.
    pub conversation: Conversation,
    /// Whose it counts as.
    pub person: Option<PersonId>,
    /// When it counts.
    pub at: Timestamp,
    /// Whether it counts into the part of a share.
    pub counts: bool,
    /// Microseconds, for durations.
    pub took: Option<i64>,
    /// The score of a rating.
    pub score: Option<i64>,
    /// How long the conversation took by each definition, in microseconds of the clock that was asked for.
    pub times: Times,
    key: (i64, i64),
}

/// Where candidates lie, and by which instant.
struct Walk {
    select: &'static str,
    at: &'static str,
    id: &'static str,
    person: &'static str,
    also: &'static str,
    of: &'static str,
}

fn walk(metric: Metric) -> Walk {
    let of = |select: db::Sql, at, also| Walk {
        select: select.text,
        at,
        id: "c.id",
        person: "c.assignee_id",
        also,
        of: "c",
    };
    let survey = |select: db::Sql, at, also| Walk {
        select: select.text,
        at,
        id: "s.id",
        person: "s.assignee_id",
        also,
        of: "s",
    };
    match metric {
        Metric::Created | Metric::ResolutionCohort => of(CREATED, "c.created_at", "1 = 1"),
        Metric::FirstResponse => {
            Walk { person: "c.first_reply_by", ..of(REPLIED, "c.first_reply_at", "c.first_reply_at > 0") }
        }
        Metric::Replies | Metric::NextResponse => {
            Walk { id: "m.id", person: "m.person_id", ..of(WROTE, "m.at", "m.kind = 'agent'") }
        }
        Metric::Csat => survey(RATED, "s.given_at", "s.kind = 'csat' and s.given_at > 0"),
        Metric::Happiness => survey(RATED, "s.given_at", "s.kind = 'happiness' and s.given_at > 0"),
        Metric::Nps => survey(RATED, "s.given_at", "s.kind = 'nps' and s.given_at > 0"),
        Metric::Ces | Metric::CesEasy => survey(RATED, "s.given_at", "s.kind = 'ces' and s.given_at > 0"),
        Metric::ResponseRate => survey(ASKED, "s.sent_at", "1 = 1"),
        _ => of(SOLVED, "c.solved_at", "c.solved_at > 0"),
    }
}

/// What makes a sample count into the part, where a column says it; narrows the walk and decides nothing.
fn hint(metric: Metric, only: Only) -> Option<&'static str> {
    if only == Only::Excluded {
        return metric.is_rating().then_some("s.excluded");
    }
    let (part, rest) = match metric {
        Metric::OneTouch => ("c.replies = 1", "c.replies <> 1"),
        Metric::Reopened => ("c.reopened > 0", "c.reopened = 0"),
        Metric::Transferred => ("c.transfers > 0", "c.transfers = 0"),
        Metric::ResolutionCohort => ("c.solved_at > 0", "c.solved_at = 0"),
        Metric::Csat => ("s.score >= 4", "s.score < 4"),
        Metric::Happiness => ("s.score >= 3", "s.score < 3"),
        Metric::Nps => ("s.score >= 9", "s.score < 9"),
        Metric::Ces | Metric::CesEasy => ("s.score >= 5", "s.score < 5"),
        Metric::ResponseRate => ("s.given_at > 0", "s.given_at = 0"),
        _ => return None,
    };
    match only {
        Only::All | Only::Excluded => None,
        Only::Part => Some(part),
        Only::Rest => Some(rest),
    }
}

struct Candidate {
    id: i64,
    at: Timestamp,
    conversation: ConversationId,
    reply: Option<Reply>,
}

fn candidate(row: &mut Row<'_>) -> Result<Candidate> {
    let (id, at, conversation) = (row.take()?, row.take()?, row.take()?);
    let person: i64 = row.take()?;
    let (since, business) = (row.take()?, row.take()?);
    let person = (person != 0).then(|| PersonId::from_raw(person));
    Ok(Candidate { id, at, conversation, reply: Some(Reply { conversation, person, at, since, business }) })
}

/// The samples of a question, newest first.
///
/// # Errors
/// `request.cursor_invalid`, and trouble with the store.
pub fn samples(tx: &mut Tx<'_>, question: &Question, within: &Within, page: &PageRequest) -> Result<Page<Behind>> {
    let walk = walk(question.metric);
    let limit = page.limit();
    let mut before: Option<(i64, i64)> = page.after()?;
    let (mut found, mut walked) = (Vec::new(), 0);
    let mut at_once = limit + 1;
    loop {
        let candidates = next(tx, question, within.only, &walk, before, at_once)?;
        let more = candidates.len() == at_once;
        at_once = AT_ONCE;
        let known = known(tx, question.metric, &candidates)?;
        for candidate in candidates {
            before = Some((candidate.at.micros(), candidate.id));
            walked += 1;
            found.extend(judge(question, within, &candidate, &known));
            if found.len() > limit {
                return Ok(Page::from_rows(found, limit, |row| row.key));
            }
        }
        if !more {
            return Ok(Page { items: found, next_cursor: None });
        }
        if walked >= WALK {
            return Ok(Page { items: found, next_cursor: before.map(|key| Cursor::encode(&key)) });
        }
    }
}

fn next(
    tx: &mut Tx<'_>,
    question: &Question,
    only: Only,
    walk: &Walk,
    before: Option<(i64, i64)>,
    limit: usize,
) -> Result<Vec<Candidate>> {
    let (from, until) = question.period.instants()?;
    let mut filter = db::Filter::new();
    filter.raw(walk.also);
    filter.and(&format!("{at} >= ? and {at} < ?", at = walk.at), &[&from, &until]);
    if let Some((at, id)) = before {
        filter.and(&format!("({}, {}) < (?, ?)", walk.at, walk.id), &[&at, &id]);
    }
    if let Some(hint) = hint(question.metric, only) {
        filter.raw(hint);
    }
    narrow(&mut filter, &question.filter, walk);
    let sql =
        format!("{}{} order by {at} desc, {} desc limit {limit}", walk.select, filter.sql(), walk.id, at = walk.at);
    tx.all(sql, &filter.params(), candidate)
}

fn narrow(filter: &mut db::Filter, asked: &Filter, walk: &Walk) {
    fn ids<I: TypedId>(ids: &[I]) -> Vec<i64> {
        ids.iter().map(|id| id.raw()).collect()
    }
    let column = |name: &str| format!("{}.{name}", walk.of);
    let numbers = [
        (column("team_id"), ids(&asked.teams)),
        (walk.person.to_owned(), ids(&asked.people)),
        (column("topic_id"), ids(&asked.topics)),
        (column("mailbox_id"), ids(&asked.mailboxes)),
    ];
    for (column, wanted) in numbers.into_iter().filter(|(_, wanted)| !wanted.is_empty()) {
        filter.and_in(&column, &wanted);
    }
    for (column, wanted) in [(column("channel"), &asked.channels), (column("priority"), &asked.priorities)] {
        if !wanted.is_empty() {
            filter.and_in(&column, wanted);
        }
    }
}

/// What is known of candidates, read for all of them together.
struct Known {
    conversations: HashMap<ConversationId, Conversation>,
    surveys: HashMap<SurveyId, Survey>,
    came_again: HashSet<ConversationId>,
    /// From here on solutions are too young for first contact resolution.
    counted_until: Timestamp,
}

fn known(tx: &mut Tx<'_>, metric: Metric, candidates: &[Candidate]) -> Result<Known> {
    let settings = settings::find(tx)?;
    let ids: Vec<_> = candidates.iter().map(|it| it.conversation).collect();
    let mut known = Known {
        conversations: store::find_all(tx, &ids)?,
        surveys: HashMap::new(),
        came_again: HashSet::new(),
        counted_until: settings.counted_until_instant(tx.now())?,
    };
    if metric == Metric::FirstContact {
        known.came_again = came_again_of(tx, &ids, settings.window)?;
    }
    if metric.is_of_surveys() {
        let surveys: Vec<_> = candidates.iter().map(|it| SurveyId::from_raw(it.id)).collect();
        known.surveys = survey_store::find_all(tx, &surveys)?;
    }
    Ok(known)
}

/// What the candidate is by the definition; none when it does not count.
fn judge(question: &Question, within: &Within, candidate: &Candidate, known: &Known) -> Option<Behind> {
    let about = known.conversations.get(&candidate.conversation)?.clone();
    if question.metric == Metric::FirstContact && candidate.at >= known.counted_until {
        return None;
    }
    let mut fits: Option<Sample> = None;
    let key = (candidate.at.micros(), candidate.id);
    if question.metric.is_of_surveys() {
        let survey = known.surveys.get(&SurveyId::from_raw(candidate.id))?;
        samples::of_survey(survey, &mut |sample| {
            if is_asked(question, within, key, survey.place(), &sample) {
                fits = Some(sample);
            }
        });
        let score = survey.is_answered().then_some(survey.score);
        // It is listed as it lay when the customer was asked, because so it is counted.
        let about = Conversation {
            team: survey.team,
            topic: survey.topic,
            mailbox: survey.mailbox,
            channel: survey.channel.clone(),
            ..about
        };
        return fits.map(|sample| behind(question, about, score, key, sample));
    }
    let again = known.came_again.contains(&about.id);
    samples::each(&about, candidate.reply.as_slice(), again, &mut |sample| {
        if is_asked(question, within, key, about.place(), &sample) {
            fits = Some(sample);
        }
    });
    fits.map(|sample| behind(question, about, None, key, sample))
}

fn behind(
    question: &Question,
    conversation: Conversation,
    score: Option<i64>,
    key: (i64, i64),
    Sample { person, at, part, took, .. }: Sample,
) -> Behind {
    let took = took.map(|took| question.clock.of(took));
    let times = times(&conversation, question.clock);
    Behind { conversation, person, at, counts: part > 0, took, score, times, key }
}

/// Whether a sample is one of those that are listed.
fn is_asked(question: &Question, within: &Within, key: (i64, i64), place: Place<'_>, sample: &Sample) -> bool {
    let is_one = match within.only {
        Only::All => sample.whole > 0 || sample.part > 0,
        Only::Part => sample.part > 0,
        Only::Rest => sample.part == 0 && sample.excluded == 0,
        Only::Excluded => sample.excluded > 0,
    };
    let part = |by: &By| part_of(*by, place, sample, &question.period);
    is_one
        && sample.metric == question.metric
        && sample.at.micros() == key.0
        && question.filter.admits(place, sample.person)
        && (within.part.is_empty() || within.by.iter().map(part).eq(within.part.iter().cloned()))
}
