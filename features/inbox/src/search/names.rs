//! What names in filters mean: people, teams, topics and tags are few, so they are looked up when a query names one.

use db::{Tx, p, sql};
use kernel::{Result, Said};

use super::language::words;

sql! {
    PEOPLE = "select id, name from pub_access_people order by id";
    TEAMS = "select id, name from pub_access_teams order by id";
    TAGS = "select id, name from inbox_tags order by id";
    TOPICS = "select id, name from inbox_topics order by id";
    TOPIC_PARENTS = "select id, coalesce(parent_id, 0) from inbox_topics order by id";
}

/// What can be named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    Person,
    Team,
    Tag,
    Topic,
}

impl Sort {
    /// The filter that names it.
    fn word(self) -> &'static str {
        match self {
            Self::Person => "assignee",
            Self::Team => "team",
            Self::Tag => "tag",
            Self::Topic => "topic",
        }
    }
}

/// The ids that a name means: those of exactly this name, or else those with words that begin like its words.
/// A topic brings the topics below it.
///
/// # Errors
/// In the inner result: that there is nothing of this name, and what is near.
pub(crate) fn ids(tx: &mut Tx<'_>, sort: Sort, name: &str) -> Result<std::result::Result<Vec<i64>, Said>> {
    let statement = match sort {
        Sort::Person => PEOPLE,
        Sort::Team => TEAMS,
        Sort::Tag => TAGS,
        Sort::Topic => TOPICS,
    };
    let known = tx.all(statement, p![], |row| Ok((row.take::<i64>()?, kernel::fold(&row.take::<String>()?))))?;
    Ok(match choose(&known, name) {
        Err(near) => Err(unknown(sort, name, near)),
        Ok(found) if sort == Sort::Topic => {
            let parents = tx.all(TOPIC_PARENTS, p![], |row| Ok((row.take::<i64>()?, row.take::<i64>()?)))?;
            Ok(with_descendants(found, &parents))
        }
        Ok(found) => Ok(found),
    })
}

fn unknown(sort: Sort, name: &str, near: Option<&str>) -> Said {
    let word = sort.word();
    match near {
        Some(near) => words::NAME_NEAR.said([("filter", word), ("name", name), ("near", near)]),
        None => words::NAME_UNKNOWN.said([("filter", word), ("name", name)]),
    }
}

/// Ids whose folded name is the one asked for, or else begins word by word like it; or else the nearest name.
fn choose<'a>(known: &'a [(i64, String)], name: &str) -> std::result::Result<Vec<i64>, Option<&'a str>> {
    let asked = kernel::fold(name.trim().trim_end_matches('*'));
    let matching = |fits: &dyn Fn(&str) -> bool| -> Vec<i64> {
        known.iter().filter(|(_, known)| fits(known)).map(|(id, _)| *id).collect()
    };
    let words: Vec<&str> = asked.split(is_gap).filter(|word| !word.is_empty()).collect();
    let begins = |known: &str| {
        !words.is_empty() && words.iter().all(|word| known.split(is_gap).any(|part| part.starts_with(word)))
    };
    let mut found = matching(&|known| known == asked);
    if found.is_empty() {
        found = matching(&begins);
    }
    if !found.is_empty() {
        return Ok(found);
    }
    let near = known.iter().map(|(_, known)| (strsim::jaro_winkler(known, &asked), known.as_str()));
    Err(near.filter(|(likeness, _)| *likeness > 0.8).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, known)| known))
}

fn is_gap(c: char) -> bool {
    !c.is_alphanumeric()
}

fn with_descendants(mut found: Vec<i64>, parents: &[(i64, i64)]) -> Vec<i64> {
    let mut next = 0;
    while let Some(parent) = found.get(next).copied() {
        next += 1;
        for (child, of) in parents {
            if *of == parent && !found.contains(child) {
                found.push(*child);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_means_the_same_or_what_begins_like_it() {
        let known: Vec<(i64, String)> =
            [(1, "billing"), (2, "billing north"), (3, "maja lindqvist"), (4, "late-delivery")]
                .map(|(id, name)| (id, name.to_owned()))
                .into();
        assert_eq!(choose(&known, "Billing"), Ok(vec![1]));
        assert_eq!(choose(&known, "bill*"), Ok(vec![1, 2]));
        assert_eq!(choose(&known, "lind maj"), Ok(vec![3]));
        assert_eq!(choose(&known, "late delivery"), Ok(vec![4]));
        assert_eq!(choose(&known, "biling"), Err(Some("billing")));
        assert_eq!(choose(&known, "xyz"), Err(None));
        assert_eq!(choose(&known, "-"), Err(None));
    }

    #[test]
    fn a_topic_brings_those_below_it() {
        let parents = [(1, 0), (2, 1), (3, 2), (4, 0)];
        assert_eq!(with_descendants(vec![1], &parents), [1, 2, 3]);
        assert_eq!(with_descendants(vec![5], &parents), [5], "a circle would end as well");
    }
}
