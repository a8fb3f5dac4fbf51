//! The language, by tables and by chance.

use proptest::prelude::*;

use super::*;

fn moment() -> Moment {
    let now = "2026-03-04T09:30:00Z".parse().expect("an instant");
    Moment { now, zone: jiff::tz::TimeZone::get("Europe/Berlin").expect("a zone") }
}

fn read(query: &str) -> Parsed {
    parse(query, &moment())
}

/// A tree in short words, so that a table shows it on one line.
fn short(node: &Node) -> String {
    let list = |nodes: &[Node], sign: &str| nodes.iter().map(short).collect::<Vec<_>>().join(sign);
    match node {
        Node::All(nodes) => format!("({})", list(nodes, " & ")),
        Node::Any(nodes) => format!("({})", list(nodes, " | ")),
        Node::Not(node) => format!("!{}", short(node)),
        Node::Text(text) => format!(
            "{}{}",
            text.words,
            match text.how {
                How::Words => "",
                How::Prefix => "*",
                How::Phrase => "\"",
            }
        ),
        Node::Filter(filter, _) => format!("{filter:?}"),
        Node::Nothing => "nothing".to_owned(),
    }
}

fn tree(query: &str) -> String {
    read(query).node.as_ref().map(short).unwrap_or_default()
}

#[test]
fn words_phrases_and_their_joints() {
    let table = [
        ("", ""),
        ("late delivery", "(late & delivery)"),
        ("late AND delivery", "(late & delivery)"),
        ("\"late delivery\"", "late delivery\""),
        ("„späte Lieferung“", "späte Lieferung\""),
        ("deliv*", "deliv*"),
        ("late -refund", "(late & !refund)"),
        ("late NOT refund", "(late & !refund)"),
        ("a b OR c d", "((a & b) | (c & d))"),
        ("a (b OR c) d", "(a & (b | c) & d)"),
        ("-(a OR \"b c\")", "!(a | b c\")"),
        ("well-known e-mail", "(well-known & e-mail)"),
        ("a - b", "(a & b)"),
        ("or and not", "(or & and & not)"),
        ("anna@example.com", "anna@example.com"),
        ("#1042", "Number(1042)"),
        ("1042", "(1042 | Number(1042))"),
    ];
    for (query, expected) in table {
        assert_eq!(tree(query), expected, "{query}");
        assert!(read(query).wrong.is_empty(), "{query}: {:?}", read(query).wrong);
    }
}

#[test]
fn filters_read_their_values() {
    let table = [
        ("status:open", "Status([Open])"),
        ("STATUS:on-hold,Pending", "Status([OnHold, Pending])"),
        ("priority>=high", "Priority([High, Urgent])"),
        ("priority:<normal", "Priority([Low])"),
        ("assignee:me", "Assignee(Me)"),
        ("assignee:none", "Assignee(Nobody)"),
        ("assignee:\"Maja Lindqvist\"", "Assignee(Named(\"Maja Lindqvist\"))"),
        ("team:none", "Team(None)"),
        ("topic:Delivery", "Topic(Some(\"Delivery\"))"),
        ("tag:refund", "Tag(\"refund\")"),
        ("has:attachment", "HasAttachment"),
        ("channel:MAIL", "Channel(\"mail\")"),
        ("number:#7", "Number(7)"),
        ("from:anna*", "From(Text { words: \"anna\", how: Prefix })"),
        ("subject:\"late bike\"", "Subject(Text { words: \"late bike\", how: Phrase })"),
    ];
    for (query, expected) in table {
        assert_eq!(tree(query), expected, "{query}");
        assert!(read(query).wrong.is_empty(), "{query}");
    }
}

#[test]
fn dates_are_days_of_the_zone() {
    let table = [
        ("created:2026-03-01", "2026-02-28T23:00:00Z", "2026-03-01T23:00:00Z"),
        ("created:2026-03", "2026-02-28T23:00:00Z", "2026-03-31T22:00:00Z"),
        ("created:2026", "2025-12-31T23:00:00Z", "2026-12-31T23:00:00Z"),
        ("created:today", "2026-03-03T23:00:00Z", "2026-03-04T23:00:00Z"),
        ("created:yesterday", "2026-03-02T23:00:00Z", "2026-03-03T23:00:00Z"),
        ("created:2026-03-01..2026-03-02", "2026-02-28T23:00:00Z", "2026-03-02T23:00:00Z"),
    ];
    let instant = |text: &str| text.parse::<Timestamp>().expect("an instant");
    for (query, from, to) in table {
        assert_eq!(read(query).node, Some(Node::Filter(Filter::Created(instant(from), instant(to)), 0)), "{query}");
    }
    let (first, last) = (Timestamp::from_micros(i64::MIN), Timestamp::from_micros(i64::MAX));
    let open = [
        ("updated>2026-03-01", instant("2026-03-01T23:00:00Z"), last),
        ("updated>=2026-03-01", instant("2026-02-28T23:00:00Z"), last),
        ("updated<2026-03-01", first, instant("2026-02-28T23:00:00Z")),
        ("updated:<=2026-03-01", first, instant("2026-03-01T23:00:00Z")),
        ("updated>7d", instant("2026-02-25T09:30:00Z"), last),
        ("updated<12h", first, instant("2026-03-03T21:30:00Z")),
        ("updated:2026-03-01..", instant("2026-02-28T23:00:00Z"), last),
    ];
    for (query, from, to) in open {
        assert_eq!(read(query).node, Some(Node::Filter(Filter::Updated(from, to), 0)), "{query}");
    }
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let table = [
        ("a \"b c", 2, "second quotation mark", "(a & b c\")"),
        ("a (b", 2, "never closed", "(a & b)"),
        ("a) b", 1, "no parenthesis that this one closes", "(a & b)"),
        ("a OR", 2, "between two things", "a"),
        ("OR a", 0, "between two things", "a"),
        ("a -(", 3, "never closed", "a"),
        ("ü status:opne", 2, "did you mean status:open", "(ü & nothing)"),
        ("asignee:me", 0, "did you mean «assignee»", "asignee me\""),
        ("http://example.com", 0, "no filter «http»", "http //example.com\""),
        ("created>soon", 0, "is not a date", "nothing"),
        ("has:wings", 0, "has:attachment", "nothing"),
        ("status>open", 0, "is not compared", "nothing"),
        ("😀 number:x", 3, "is not a conversation's number", "(😀 & nothing)"),
    ];
    for (query, at, words, expected) in table {
        let parsed = read(query);
        let wrong = parsed.wrong.first().unwrap_or_else(|| panic!("{query} is wrong"));
        assert_eq!(wrong.at, at, "{query}");
        assert!(wrong.said.text.contains(words), "{query}: {}", wrong.said.text);
        assert_eq!(tree(query), expected, "{query}");
    }
}

#[test]
fn endless_queries_are_cut() {
    assert!(read(&"a ".repeat(3000)).wrong.iter().any(|wrong| wrong.said.text.contains("too long")));
    assert!(read(&"(".repeat(1500)).wrong.iter().any(|wrong| wrong.said.text.contains("within each other")));
    assert!(read(&"-".repeat(1500)).node.is_none());
    let many = read(&"a ".repeat(100));
    assert_eq!(many.wrong.len(), 1);
    assert!(matches!(many.node, Some(Node::All(nodes)) if nodes.len() == 64));
}

fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("(".to_owned()),
        Just(")".to_owned()),
        Just("-".to_owned()),
        Just("OR".to_owned()),
        Just("NOT".to_owned()),
        Just("\"".to_owned()),
        Just("*".to_owned()),
        "[a-z]{1,7}(:|>|<|>=|:<=)[a-z0-9#\"-]{0,10}",
        "(created|updated)(:|>|<)[0-9a-z.-]{0,12}",
        "\\PC{0,6}",
    ]
}

proptest! {
    #[test]
    fn anything_can_be_read(query in ".{0,200}") {
        let length = query.encode_utf16().count();
        prop_assert!(read(&query).wrong.iter().all(|wrong| wrong.at <= length && !wrong.said.text.is_empty()));
    }

    #[test]
    fn any_mixture_of_pieces_can_be_read(pieces in prop::collection::vec(piece(), 0..40), gap in "[ ]{0,1}") {
        let query = pieces.join(&gap);
        let length = query.encode_utf16().count();
        prop_assert!(read(&query).wrong.iter().all(|wrong| wrong.at <= length));
    }
}
