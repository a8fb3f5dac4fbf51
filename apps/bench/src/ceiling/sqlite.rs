//! The bare pages on rusqlite.

use std::path::Path;

use rusqlite::{Connection, Row, params_from_iter};

use super::page::{self, Asked, FileRow, PAGE, QueueRow, ThreadRow};
use crate::outcome::Outcome;

/// A connection with the settings of the product's.
pub fn open(path: &Path) -> Outcome<Connection> {
    let connection = Connection::open(path)?;
    connection.set_prepared_statement_cache_capacity(64);
    connection.execute_batch(
        "pragma busy_timeout=10000; pragma journal_mode=wal; pragma synchronous=full; pragma foreign_keys=on; pragma temp_store=memory;
         pragma mmap_size=2147483648; pragma cache_size=-16384;",
    )?;
    Ok(connection)
}

/// The body of a page.
pub fn answer(connection: &mut Connection, asked: Asked) -> Outcome<Vec<u8>> {
    let transaction = connection.transaction()?;
    match asked {
        Asked::All => queue(&transaction, &page::all()),
        Asked::Teams => queue(&transaction, &page::teams()),
        Asked::Thread(id) => thread(&transaction, id),
    }
}

fn queue(connection: &Connection, sql: &str) -> Outcome<Vec<u8>> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query_map([], queue_row)?.collect::<Result<Vec<_>, _>>()?;
    let mut statement = connection.prepare_cached(&page::tags(rows.len()))?;
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let tags = statement.query_map(params_from_iter(ids), |row| Ok((row.get(0)?, row.get(1)?)))?;
    page::give_tags(&mut rows, tags.collect::<Result<Vec<_>, _>>()?);
    rows.truncate(PAGE - 1);
    Ok(page::encode(&rows))
}

fn queue_row(row: &Row<'_>) -> rusqlite::Result<QueueRow> {
    Ok(QueueRow {
        id: row.get(0)?,
        number: row.get(1)?,
        subject: row.get(2)?,
        channel: row.get(3)?,
        status: row.get(4)?,
        priority: row.get(5)?,
        assignee: row.get(6)?,
        assignee_name: row.get(7)?,
        avatar_color: row.get(8)?,
        team: row.get(9)?,
        team_name: row.get(10)?,
        topic: row.get(11)?,
        topic_name: row.get(12)?,
        contact: row.get(13)?,
        contact_name: row.get(14)?,
        address: row.get(15)?,
        organisation: row.get(16)?,
        organisation_name: row.get(17)?,
        preview: row.get(18)?,
        last_from: row.get(19)?,
        last_message_at: row.get(20)?,
        waiting_since: row.get(21)?,
        created_at: row.get(22)?,
        updated_at: row.get(23)?,
        message_count: row.get(24)?,
        last_customer_at: row.get(25)?,
        seen_at: row.get(26)?,
        mailbox: row.get(27)?,
        version: row.get(28)?,
        tags: Vec::new(),
    })
}

fn thread(connection: &Connection, id: i64) -> Outcome<Vec<u8>> {
    let mut statement = connection.prepare_cached(page::THREAD)?;
    let mut rows = statement.query_map([id], thread_row)?.collect::<Result<Vec<_>, _>>()?;
    rows.truncate(30);
    let mut statement = connection.prepare_cached(&page::files(rows.len()))?;
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let files = statement.query_map(params_from_iter(ids), |row| {
        Ok(FileRow {
            message: row.get(0)?,
            id: row.get(1)?,
            name: row.get(2)?,
            media_type: row.get(3)?,
            size: row.get(4)?,
        })
    })?;
    let files = files.collect::<Result<Vec<_>, _>>()?;
    page::give_files(&mut rows, files);
    Ok(page::encode(&rows))
}

fn thread_row(row: &Row<'_>) -> rusqlite::Result<ThreadRow> {
    Ok(ThreadRow {
        id: row.get(0)?,
        kind: row.get(1)?,
        author_kind: row.get(2)?,
        author: row.get(3)?,
        author_name: row.get(4)?,
        avatar_color: row.get(5)?,
        at: row.get(6)?,
        subject: row.get(7)?,
        from_address: row.get(8)?,
        from_name: row.get(9)?,
        recipients: serde_json::from_str(row.get_ref(10)?.as_str()?).unwrap_or_default(),
        html: row.get(11)?,
        text: row.get(12)?,
        quoted_html: row.get(13)?,
        delivery: row.get(14)?,
        delivery_attempts: row.get(15)?,
        send_at: row.get(16)?,
        files: Vec::new(),
    })
}
