//! Sending reports by mail: each recipient once for each cause, and what became of it.

use db::{Row, Tx, p, sql};
use jobs::{NewJob, Outcome, Runner};
use kernel::{Actor, Fault, PersonId, Result, Timestamp, TypedId};
use serde::{Deserialize, Serialize};

use super::check;
use super::house::{Fate, Letter, LetterFile, Reports};
use super::model::{Format, Language, ReportId, ReportState};
use super::queries;
use super::render::File;
use super::store::{self, Kept};
use super::words;
use crate::error;
use crate::events;
use crate::permissions::{FIGURES_READ, REPORTS_MANAGE};

db::typed_id!(
    /// A report sent to somebody.
    SendingId, "sending");

/// The job that renders a report and hands it to the outgoing mail.
const SEND_REPORT: &str = "insight.send_report";
/// What is sent by the schedule of its plan.
pub(super) const BY_SCHEDULE: &str = "schedule";

sql! {
    INSERT = "insert into insight_report_sendings (id, report_id, batch, recipient, formats, state, made_at, made_by)
              values ($1, $2, $3, $4, $5, 'waiting', $6, $7) on conflict (report_id, batch, recipient) do nothing";
    WAITING = "select id, recipient, formats from insight_report_sendings where report_id = $1 and batch = $2 and state = 'waiting' order by id";
    QUEUED = "update insight_report_sendings set state = 'queued' where id = $1";
    OF_REPORT = "select id, recipient, formats, batch, state, made_at, made_by from insight_report_sendings where report_id = $1
                 order by id desc limit 500";
}

/// A report sent to somebody, and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = ReportSending, example = json!(super::wire::sending()))]
pub struct Sending {
    /// Its id.
    pub id: SendingId,
    /// To whom.
    #[schema(examples("board@nordlicht.example"))]
    pub recipient: String,
    /// As what it was attached.
    pub formats: Vec<Format>,
    /// It was sent by the schedule of its plan.
    #[schema(examples(true))]
    pub by_schedule: bool,
    /// When that was decided.
    pub made_at: Timestamp,
    /// Who sent it; null when it was sent by itself.
    pub made_by: Option<PersonId>,
    /// What became of it: `waiting` to be rendered, else as the outgoing mail has it.
    #[schema(examples("sent"))]
    pub state: String,
    /// Why it was not sent, in words; empty otherwise.
    #[schema(examples(""))]
    pub reason: String,
    /// When a mail server took it.
    pub sent_at: Option<Timestamp>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Batch {
    report: ReportId,
    batch: String,
}

/// What was sent of a report, the newest first.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`
pub(super) fn of_report(tx: &mut Tx<'_>, reports: &Reports, actor: &Actor, id: ReportId) -> Result<Vec<Sending>> {
    actor.require(FIGURES_READ)?;
    actor.require(REPORTS_MANAGE)?;
    queries::seen(tx, actor, id)?;
    let mut sendings = tx.all(OF_REPORT, p![id], read)?;
    for it in &mut sendings {
        if let Some(fate) = reports.house.fate(tx, &source(it.id))? {
            let Fate { state, reason, sent_at } = fate;
            (it.state, it.reason, it.sent_at) = (state, reason, sent_at);
        }
    }
    Ok(sendings)
}

fn read(row: &mut Row<'_>) -> Result<Sending> {
    let (id, recipient) = (row.take()?, row.take()?);
    let formats = serde_json::from_str(&row.take::<String>()?).map_err(Fault::internal)?;
    let by_schedule = row.take::<String>()? == BY_SCHEDULE;
    let (state, made_at) = (row.take()?, row.take()?);
    let by: i64 = row.take()?;
    let made_by = (by != 0).then(|| PersonId::from_raw(by));
    Ok(Sending { id, recipient, formats, by_schedule, made_at, made_by, state, reason: String::new(), sent_at: None })
}

/// By what the outgoing mail knows that it has a letter already.
fn source(id: SendingId) -> String {
    format!("report:{id}")
}

/// Sends a frozen report to somebody by hand.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`, `request.invalid`, `insight.report_draft`
pub(super) fn send(
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: ReportId,
    recipients: &[String],
    formats: &[Format],
) -> Result<()> {
    actor.require(REPORTS_MANAGE)?;
    let kept = queries::seen(tx, actor, id)?;
    let mut faults = check::recipient_faults(recipients, "recipients");
    if recipients.is_empty() {
        faults.push(kernel::FieldFault::saying("recipients", error::RECIPIENTS_MISSING));
    }
    faults.extend(check::format_faults(formats, "formats"));
    Fault::check_fields(faults)?;
    if kept.head.state() == ReportState::Draft {
        return Err(error::REPORT_DRAFT.into());
    }
    let batch = tx.id::<SendingId>().to_string();
    plan(tx, actor, &kept, &batch, recipients, formats)
}

/// Notes to whom a report goes, and plans that it does.
pub(super) fn plan(
    tx: &mut Tx<'_>,
    actor: &Actor,
    kept: &Kept,
    batch: &str,
    recipients: &[String],
    formats: &[Format],
) -> Result<()> {
    let (now, by) = (tx.now(), actor.person().map_or(0, TypedId::raw));
    let text = serde_json::to_string(formats).map_err(Fault::internal)?;
    let report = kept.head.id;
    for recipient in recipients {
        let id = tx.id::<SendingId>();
        tx.exec(INSERT, p![id, report, batch, recipient, text, now, by])?;
    }
    events::tell(tx, actor, events::report_sent(report, kept.head.plan, recipients.len()))?;
    let job = Batch { report, batch: batch.to_owned() };
    jobs::enqueue(tx, NewJob::now(SEND_REPORT, job).once_for(format!("{report}:{batch}")))
}

/// Lets a node send reports.
pub(super) fn register(runner: &mut Runner, reports: &Reports) {
    let reports = reports.clone();
    runner.add(SEND_REPORT, move |job| {
        let reports = reports.clone();
        async move {
            hand_over(&reports, job.payload()?).await?;
            Ok(Outcome::Done)
        }
    });
}

type Waiting = (SendingId, String, Vec<Format>);

/// Renders once for all who wait, and hands each their letter. Whoever has theirs already is left out when this runs again.
async fn hand_over(reports: &Reports, job: Batch) -> Result<()> {
    let Batch { report, batch } = job;
    let (house, of) = (reports.clone(), batch.clone());
    let read = reports.db.read(move |tx| {
        let waiting: Vec<Waiting> = tx.all(WAITING, p![report, of], |row| {
            let (id, recipient) = (row.take()?, row.take()?);
            Ok((id, recipient, serde_json::from_str(&row.take::<String>()?).map_err(Fault::internal)?))
        })?;
        let kept = store::find(tx, report)?;
        let pages = queries::pages(tx, &house, &kept)?;
        Ok((kept, pages, waiting))
    });
    let (kept, pages, waiting) = read.await?;
    let mut formats: Vec<Format> = waiting.iter().flat_map(|(_, _, formats)| formats.clone()).collect();
    formats.sort_unstable();
    formats.dedup();
    if formats.is_empty() {
        return Ok(());
    }
    let files = pages.files(formats).await?;
    let keeping = reports.files.clone();
    let prepare = move || -> Result<Vec<(File, files::Prepared)>> {
        files
            .into_iter()
            .map(|file| {
                let blob = keeping.prepare(&file.bytes)?;
                Ok((file, blob))
            })
            .collect()
    };
    let prepared = tokio::task::spawn_blocking(prepare).await.map_err(Fault::internal)??;
    let house = reports.clone();
    reports
        .db
        .write(move |tx| {
            for (_, blob) in &prepared {
                blob.save(tx)?;
            }
            for (id, recipient, formats) in &waiting {
                let letter = letter(&house, &kept, recipient, formats, &prepared);
                house.house.post(tx, &source(*id), &letter)?;
                tx.exec(QUEUED, p![*id])?;
            }
            Ok(())
        })
        .await
}

fn letter(
    reports: &Reports,
    kept: &Kept,
    recipient: &str,
    formats: &[Format],
    prepared: &[(File, files::Prepared)],
) -> Letter {
    let language = kept.head.content.language;
    let attached = prepared.iter().filter(|(file, _)| formats.contains(&file.format));
    let files = attached.map(|(file, blob)| LetterFile {
        name: file.name.clone(),
        media_type: file.format.media_type().to_owned(),
        blob: blob.hash().to_owned(),
    });
    let summary = kept.sections.iter().find(|section| section.key == "summary" && !section.hidden);
    let address = format!("{}/insight/reports/{}", reports.address, kept.head.id);
    let values = [
        ("name", &*kept.head.name),
        ("summary", summary.map_or("", |section| section.text.as_str())),
        ("address", &*address),
    ];
    Letter {
        to: recipient.to_owned(),
        subject: kept.head.name.clone(),
        text: words::LETTER.said(language, &values),
        files: files.collect(),
    }
}

/// Tells the owner of a plan that a draft waits for them.
pub(super) fn tell_owner(tx: &mut Tx<'_>, reports: &Reports, owner: PersonId, kept: &Kept) -> Result<()> {
    let Some(to) = reports.house.address_of(tx, owner)? else { return Ok(()) };
    let language: Language = kept.head.content.language;
    let address = format!("{}/insight/reports/{}", reports.address, kept.head.id);
    let values = [("name", &*kept.head.name), ("address", &*address)];
    let letter = Letter {
        to,
        subject: words::DRAFT_SUBJECT.said(language, &values),
        text: words::DRAFT_LETTER.said(language, &values),
        files: Vec::new(),
    };
    reports.house.post(tx, &format!("report-draft:{}", kept.head.id), &letter)
}
