//! What is kept twice so that lists are quick, and the numbers people see.

use db::{Tx, transfer};
use kernel::Result;

use super::Findings;

/// A column that the rest of the database determines.
struct Counted {
    /// What it is, for people.
    what: &'static str,
    column: &'static str,
    /// What it must be, as SQL.
    right: &'static str,
}

/// All are columns of the conversation.
const COUNTED: [Counted; 2] = [
    Counted {
        what: "number of messages",
        column: "message_count",
        // 5 is a message that was taken back.
        right: "(select count(*) from inbox_messages m where m.conversation_id = inbox_conversations.id and m.delivery <> 5)",
    },
    Counted {
        what: "place among open or done",
        column: "shelf",
        // From 4 on, which is solved, nobody has to do anything.
        right: "(case when status >= 4 then 1 else 0 end)",
    },
];

/// The counter of the numbers that conversations have.
const COUNTER: &str = "inbox.conversation";

pub(super) fn look(tx: &mut Tx<'_>, found: &mut Findings) -> Result<()> {
    let mut wrong = 0;
    for Counted { what, column, right } in COUNTED {
        let sql = format!("select count(*) from inbox_conversations where {column} <> {right}");
        let count: i64 = tx.one(sql, &[], |row| row.take())?;
        if count > 0 {
            wrong += count;
            found.wrong.push(format!("{count} conversations have a wrong {what}; --repair computes it anew"));
        }
    }
    let (given, greatest) = numbers(tx)?;
    if greatest > given {
        wrong += 1;
        found.wrong.push(format!(
            "the next conversation would get number {}, but there is a number {greatest} already; --repair sets it right",
            given + 1
        ));
    }
    found.well.push(format!("counters: {} looked at, {wrong} wrong", COUNTED.len() + 1));
    Ok(())
}

pub(super) fn repair(tx: &mut Tx<'_>, found: &mut Findings) -> Result<()> {
    for Counted { what, column, right } in COUNTED {
        let sql = format!("update inbox_conversations set {column} = {right} where {column} <> {right}");
        let count = tx.exec(sql, &[])?;
        if count > 0 {
            found.repaired.push(format!("{count} conversations: {what}"));
        }
    }
    let (given, greatest) = numbers(tx)?;
    if greatest > given {
        tx.set_counter(COUNTER, greatest)?;
        found.repaired.push(format!("the next conversation gets number {}", greatest + 1));
    }
    Ok(())
}

/// The last number given, and the greatest there is.
fn numbers(tx: &mut Tx<'_>) -> Result<(i64, i64)> {
    let given = transfer::shape(tx)?.counters.get(COUNTER).copied().unwrap_or_default();
    let greatest = tx.one("select coalesce(max(number), 0) from inbox_conversations", &[], |row| row.take())?;
    Ok((given, greatest))
}
