//! The conversations that are left out of some figures, one by one.

use db::{Filter, Tx};
use kernel::{Actor, ConversationId, Page, PageRequest, Result, TeamId, Timestamp, TypedId};
use serde::{Deserialize, Serialize};

use super::{Reason, young_from};
use crate::figures::{self, within};
use crate::permissions::PEOPLE_READ;

/// A conversation that is left out of some figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = ExcludedConversation)]
pub(crate) struct Excluded {
    /// Which.
    pub(crate) conversation: ConversationId,
    /// The number people use.
    #[schema(examples(1042))]
    pub(crate) number: i64,
    /// When it began.
    pub(crate) created_at: Timestamp,
    /// The team it lies with.
    pub(crate) team: Option<TeamId>,
    /// How it came.
    #[schema(examples("mail"))]
    pub(crate) channel: String,
    /// Where it stands.
    #[schema(examples("solved"))]
    pub(crate) status: String,
}

/// Those that are left out for a reason and lie where the actor sees, the newest first.
///
/// # Errors
/// `access.forbidden`, `request.cursor_invalid`
pub(crate) fn page(tx: &mut Tx<'_>, actor: &Actor, reason: Reason, page: &PageRequest) -> Result<Page<Excluded>> {
    actor.require(PEOPLE_READ)?;
    let seen = within(actor, &figures::Filter::default(), &[])?;
    let young = young_from(tx)?;
    let mut filter = Filter::new();
    match reason {
        Reason::BegunByUs => filter.raw("c.by_agent"),
        Reason::BegunByMachine => filter.raw("c.automatic"),
        Reason::NoTeam => filter.raw("c.team_id = 0"),
        Reason::NoTopic => filter.raw("c.topic_id = 0"),
        Reason::ReplierUnknown => filter.raw("c.first_reply_at > 0 and c.first_reply_by = 0"),
        Reason::RatingLeftOut => {
            filter.raw("c.id in (select s.conversation_id from insight_surveys s where s.excluded)")
        }
        Reason::TooYoung => filter.and("c.solved_at > 0 and c.solved_at >= ?", &[&young]),
    };
    let teams: Vec<i64> = seen.teams.iter().map(|team| team.raw()).collect();
    let people: Vec<i64> = seen.people.iter().map(|person| person.raw()).collect();
    for (column, ids) in [("c.team_id", teams), ("c.assignee_id", people)] {
        if !ids.is_empty() {
            filter.and_in(column, &ids);
        }
    }
    if let Some((at, id)) = page.after::<(i64, i64)>()? {
        filter.and("(c.created_at, c.id) < (?, ?)", &[&at, &id]);
    }
    let sql = format!(
        "select c.id, c.number, c.created_at, c.team_id, c.channel, c.status from insight_conversations c{}
         order by c.created_at desc, c.id desc limit 201",
        filter.sql()
    );
    let mut rows = tx.all(sql, &filter.params(), |row| {
        let (conversation, number, created_at) = (row.take()?, row.take()?, row.take()?);
        let team: i64 = row.take()?;
        let team = (team != 0).then(|| TeamId::from_raw(team));
        Ok(Excluded { conversation, number, created_at, team, channel: row.take()?, status: row.take()? })
    })?;
    rows.truncate(page.limit() + 1);
    Ok(Page::from_rows(rows, page.limit(), |row| (row.created_at.micros(), row.conversation.raw())))
}

#[cfg(test)]
mod tests {
    use kernel::PersonId;
    use testkit::{TestDb, agent_of, db_test};

    use super::*;
    use crate::facts::Conversation;
    use crate::permissions::FIGURES_READ;
    use crate::testing::{about, fill, hours, manager, of_team, solved};

    #[db_test(crate::testing::migrations)]
    async fn as_many_are_listed_as_are_counted(store: TestDb) {
        store.clock.set(hours(24 * 20));
        let all = [
            Conversation { by_agent: true, ..about(solved(1, 1, 1), 5) },
            Conversation { automatic: true, ..solved(2, 2, 1) },
            Conversation { first_reply_by: None, ..about(of_team(solved(3, 3, 1), 2), 5) },
            Conversation { team: None, ..about(solved(4, 4, 1), 5) },
            about(of_team(solved(5, 19, 1), 2), 5),
            Conversation { assignee: Some(PersonId::from_raw(8)), ..about(solved(6, 5, 1), 5) },
        ];
        fill(&store, all.to_vec()).await;
        let list = |actor: Actor, reason: Reason| {
            let store = &store;
            async move {
                let page = PageRequest { limit: Some(200), cursor: None };
                let page = store.read(move |tx| page_of(tx, &actor, reason, &page)).await.expect("a page");
                page.items.iter().map(|row| row.number).collect::<Vec<_>>()
            }
        };
        let health = store.read(crate::health::health).await.expect("health");
        for (exclusion, wanted) in health.exclusions.iter().zip([vec![1], vec![2], vec![4], vec![2], vec![3], vec![5]])
        {
            assert_eq!(list(manager(), exclusion.reason).await, wanted, "{:?}", exclusion.reason);
            assert_eq!(exclusion.count, wanted.len() as i64, "{:?}", exclusion.reason);
        }
        let lead = || agent_of(3, "Lea", &[FIGURES_READ, PEOPLE_READ], &[TeamId::from_raw(2)]);
        assert_eq!(list(lead(), Reason::ReplierUnknown).await, [3]);
        assert_eq!(list(lead(), Reason::BegunByUs).await, Vec::<i64>::new());
    }

    use super::page as page_of;
}
