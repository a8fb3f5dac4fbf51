//! One sentence about a mail with several recipients.

use delivery::{Cause, Trouble};

use super::recipients::{Fate, Recipient};
use crate::words;

/// What is wrong with the mail as a whole; none when everybody has it. `latest` is what went wrong at the last try.
pub(crate) fn of(all: &[Recipient], latest: Option<Trouble>) -> Option<Trouble> {
    let missing: Vec<&Recipient> = all.iter().filter(|one| one.fate != Fate::Sent).collect();
    if missing.is_empty() && (latest.is_none() || !all.is_empty()) {
        return None;
    }
    if missing.len() == all.len() {
        return latest.or_else(|| Some(partly(&missing, None)));
    }
    Some(partly(&missing, latest.as_ref()))
}

fn partly(missing: &[&Recipient], latest: Option<&Trouble>) -> Trouble {
    let addresses = missing.iter().take(5).map(|one| one.address.as_str()).collect::<Vec<_>>().join(", ");
    let said = words::NOT_FOR_ALL.said([("addresses", &addresses)]);
    let cause = latest.map_or(Cause::RecipientRefused, |trouble| trouble.cause);
    let stored = missing.iter().find_map(|one| one.why.as_ref()?.answer.clone());
    let answer = latest.and_then(|trouble| trouble.answer.clone()).or(stored);
    let trouble = Trouble { code: latest.and_then(|trouble| trouble.code), ..Trouble::lasting(cause, said) };
    answer.iter().fold(trouble, |trouble, answer| trouble.answered(answer))
}

#[cfg(test)]
mod tests {
    use delivery::trouble::Step;
    use kernel::Timestamp;

    use super::*;

    fn with(address: &str, fate: Fate) -> Recipient {
        let (domain, reason) = (String::new(), String::new());
        Recipient { address: address.into(), domain, fate, reason, why: None, tried_at: Timestamp::NEVER }
    }

    #[test]
    fn the_sentence_names_whom_it_did_not_reach() {
        let (anna, bob) = (with("anna@x.example", Fate::Sent), with("bob@x.example", Fate::Failed));
        let no = || Some(Trouble::from_smtp(550, "5.1.1 no such user", Step::Recipient));
        assert_eq!(of(std::slice::from_ref(&anna), None), None);
        assert_eq!(of(std::slice::from_ref(&bob), no()), no());
        let partly = of(&[anna, bob], no()).expect("one is missing");
        assert_eq!(
            partly.to_string(),
            "The mail did not reach bob@x.example; everybody else has it. (“5.1.1 no such user”)"
        );
        // What cannot even be begun has no recipients yet.
        assert_eq!(of(&[], no()), no());
    }
}
