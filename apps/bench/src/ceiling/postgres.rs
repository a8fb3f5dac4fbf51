//! The bare pages on the sync postgres client.

use std::collections::HashMap;

use postgres::types::ToSql;
use postgres::{Client, IsolationLevel, NoTls, Row, Statement, Transaction};

use super::page::{self, Asked, FileRow, PAGE, QueueRow, ThreadRow};
use crate::outcome::Outcome;

/// A connection with its prepared statements.
pub struct Link {
    client: Client,
    prepared: HashMap<String, Statement>,
}

/// Opens one.
pub fn open(url: &str) -> Outcome<Link> {
    Ok(Link { client: Client::connect(url, NoTls)?, prepared: HashMap::new() })
}

/// The body of a page.
pub fn answer(link: &mut Link, asked: Asked) -> Outcome<Vec<u8>> {
    let Link { client, prepared } = link;
    let mut transaction =
        client.build_transaction().isolation_level(IsolationLevel::RepeatableRead).read_only(true).start()?;
    match asked {
        Asked::All => queue(&mut transaction, prepared, &page::all()),
        Asked::Teams => queue(&mut transaction, prepared, &page::teams()),
        Asked::Thread(id) => thread(&mut transaction, prepared, id),
    }
}

fn rows(
    transaction: &mut Transaction<'_>,
    prepared: &mut HashMap<String, Statement>,
    sql: &str,
    ids: &[i64],
) -> Outcome<Vec<Row>> {
    if !prepared.contains_key(sql) {
        prepared.insert(sql.to_owned(), transaction.prepare(sql)?);
    }
    let params: Vec<&(dyn ToSql + Sync)> = ids.iter().map(|id| id as _).collect();
    Ok(transaction.query(&prepared[sql], &params)?)
}

fn queue(transaction: &mut Transaction<'_>, prepared: &mut HashMap<String, Statement>, sql: &str) -> Outcome<Vec<u8>> {
    let found = rows(transaction, prepared, sql, &[])?;
    let mut page = found.iter().map(queue_row).collect::<Result<Vec<_>, _>>()?;
    let ids: Vec<i64> = page.iter().map(|row| row.id).collect();
    let tags = rows(transaction, prepared, &page::tags(ids.len()), &ids)?;
    let tags =
        tags.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect::<Result<Vec<_>, postgres::Error>>()?;
    page::give_tags(&mut page, tags);
    page.truncate(PAGE - 1);
    Ok(page::encode(&page))
}

fn thread(transaction: &mut Transaction<'_>, prepared: &mut HashMap<String, Statement>, id: i64) -> Outcome<Vec<u8>> {
    let found = rows(transaction, prepared, page::THREAD, &[id])?;
    let mut page = found.iter().map(thread_row).collect::<Result<Vec<_>, _>>()?;
    page.truncate(30);
    let ids: Vec<i64> = page.iter().map(|row| row.id).collect();
    let files = rows(transaction, prepared, &page::files(ids.len()), &ids)?;
    let files = files.iter().map(file_row).collect::<Result<Vec<_>, _>>()?;
    page::give_files(&mut page, files);
    Ok(page::encode(&page))
}

fn file_row(row: &Row) -> Result<FileRow, postgres::Error> {
    Ok(FileRow {
        message: row.try_get(0)?,
        id: row.try_get(1)?,
        name: row.try_get(2)?,
        media_type: row.try_get(3)?,
        size: row.try_get(4)?,
    })
}

fn queue_row(row: &Row) -> Result<QueueRow, postgres::Error> {
    Ok(QueueRow {
        id: row.try_get(0)?,
        number: row.try_get(1)?,
        subject: row.try_get(2)?,
        channel: row.try_get(3)?,
        status: row.try_get(4)?,
        priority: row.try_get(5)?,
        assignee: row.try_get(6)?,
        assignee_name: row.try_get(7)?,
        avatar_color: row.try_get(8)?,
        team: row.try_get(9)?,
        team_name: row.try_get(10)?,
        topic: row.try_get(11)?,
        topic_name: row.try_get(12)?,
        contact: row.try_get(13)?,
        contact_name: row.try_get(14)?,
        address: row.try_get(15)?,
        organisation: row.try_get(16)?,
        organisation_name: row.try_get(17)?,
        preview: row.try_get(18)?,
        last_from: row.try_get(19)?,
        last_message_at: row.try_get(20)?,
        waiting_since: row.try_get(21)?,
        created_at: row.try_get(22)?,
        updated_at: row.try_get(23)?,
        message_count: row.try_get(24)?,
        last_customer_at: row.try_get(25)?,
        seen_at: row.try_get(26)?,
        mailbox: row.try_get(27)?,
        version: row.try_get(28)?,
        tags: Vec::new(),
    })
}

fn thread_row(row: &Row) -> Result<ThreadRow, postgres::Error> {
    Ok(ThreadRow {
        id: row.try_get(0)?,
        kind: row.try_get(1)?,
        author_kind: row.try_get(2)?,
        author: row.try_get(3)?,
        author_name: row.try_get(4)?,
        avatar_color: row.try_get(5)?,
        at: row.try_get(6)?,
        subject: row.try_get(7)?,
        from_address: row.try_get(8)?,
        from_name: row.try_get(9)?,
        recipients: serde_json::from_str(row.try_get(10)?).unwrap_or_default(),
        html: row.try_get(11)?,
        text: row.try_get(12)?,
        quoted_html: row.try_get(13)?,
        delivery: row.try_get(14)?,
        delivery_attempts: row.try_get(15)?,
        send_at: row.try_get(16)?,
        files: Vec::new(),
    })
}
