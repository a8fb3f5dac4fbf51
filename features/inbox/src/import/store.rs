//! SQL text of imports.

use std::collections::HashMap;

use db::{Filter, Tx, p, sql};
use kernel::{ConversationId, Result};

sql! {
    REMEMBER = "insert into inbox_imported (source, case_key, conversation_id, mark) values ($1, $2, $3, $4)";
    MAILBOX = "select id from pub_channels_mailboxes where base_key = $1";
}

/// Which of these cases are conversations already, each with the mark of its rows at that time.
pub(crate) fn known(tx: &mut Tx<'_>, source: &str, cases: &[&str]) -> Result<HashMap<String, String>> {
    let mut filter = Filter::new();
    filter.and("source = ?", &[&source]).and_in("case_key", cases);
    let sql = format!("select case_key, mark from inbox_imported{}", filter.sql());
    let found = tx.all(sql, &filter.params(), |row| Ok((row.take()?, row.take()?)))?;
    Ok(found.into_iter().collect())
}

/// Remembers which conversation a case became.
pub(crate) fn remember(tx: &mut Tx<'_>, source: &str, case: &str, id: ConversationId, mark: &str) -> Result<()> {
    tx.exec(REMEMBER, p![source, case, id, mark]).map(drop)
}
