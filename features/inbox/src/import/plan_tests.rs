use super::*;

const DAY: i64 = 86_400_000_000;

fn map(text: &str) -> Map {
    Map::parse(&format!("source = \"x\"\n{text}")).expect("a map")
}

fn events() -> Map {
    map(
        "[[table]]\nrows = \"events\"\ncase = \"c\"\nat = \"t\"\nstate = { column = \"s\", values = {}, otherwise = \"keep\" }\n",
    )
}

fn threads() -> Map {
    map(
        "[[table]]\nrows = \"tickets\"\nfiles = \"t*\"\ncase = \"c\"\ncreated_at = \"t\"\n[[table]]\nrows = \"messages\"\nfiles = \"m*\"\ncase = \"c\"\nat = \"t\"\ntext = \"x\"\nfrom = { column = \"f\", values = {} }\n",
    )
}

fn at(minute: i64) -> Timestamp {
    Timestamp::from_micros(400 * DAY + minute * 60_000_000)
}

fn quiet() -> Timestamp {
    Timestamp::from_micros(1000 * DAY)
}

fn row(rows: Rows, minute: i64) -> Row {
    Row {
        rows,
        case: "7".into(),
        at: (rows != Rows::Tickets).then(|| at(minute)),
        order: 0,
        created_at: (rows == Rows::Tickets).then(|| at(minute)),
        first_response_at: None,
        solved_at: None,
        closed_at: None,
        updated_at: None,
        reopened: None,
        number: String::new(),
        subject: String::new(),
        text: String::new(),
        html: String::new(),
        requester: None,
        author: None,
        from: None,
        state: None,
        team: None,
        person: None,
        topic: None,
        priority: None,
        channel: None,
        tags: Vec::new(),
        spam: false,
        is_first_response: false,
    }
}

fn event(minute: i64, state: Target) -> Row {
    Row { state: Some(state), ..row(Rows::Events, minute) }
}

fn message(minute: i64, from: Side) -> Row {
    Row { from: Some(from), text: format!("at {minute}"), ..row(Rows::Messages, minute) }
}

/// Each step in few words: the minute and what happened.
fn steps(plan: &Plan) -> Vec<String> {
    let minute = |step: &Step| (step.at.micros() - 400 * DAY) / 60_000_000;
    let words = |step: &Step| match &step.what {
        What::Said { side, .. } => format!("{side:?} wrote"),
        What::Answered => "answered".to_owned(),
        What::Team(team) => format!("team {}", team.as_deref().unwrap_or("-")),
        What::Person(who) => format!("person {}", who.as_ref().map_or("-", Who::called)),
        What::Topic(topic) => format!("topic {}", topic.as_deref().unwrap_or("-")),
        What::Priority(priority) => format!("priority {}", priority.word()),
        What::Status(status, solved) => format!("{}{}", status.word(), if *solved { "" } else { " unsolved" }),
        What::Reopened(count) => format!("reopened {count}"),
    };
    plan.steps.iter().map(|step| format!("{} {}", minute(step), words(step))).collect()
}

#[test]
fn an_event_log_tells_states_people_and_the_first_response() {
    let team = |name: &str| Some(Some(name.to_owned()));
    let rows = [
        Row { team: team("A"), ..event(0, Target::New) },
        Row { team: team("A"), is_first_response: true, ..event(5, Target::Open) },
        Row { team: team("B"), is_first_response: true, ..event(6, Target::Open) },
        Row { team: Some(None), ..event(9, Target::Solved) },
        Row { team: Some(None), ..event(20, Target::Open) },
        Row { team: team("A"), priority: Some(Priority::High), ..event(30, Target::Closed) },
    ];
    let told = plan(&events(), &rows, quiet()).expect("a case");
    assert_eq!((told.subject.as_str(), told.created_at, told.by_agent), ("7", at(0), false));
    assert_eq!(told.begins.team.as_deref(), Some("A"));
    let want = [
        "0 Customer wrote",
        "5 answered",
        "5 open",
        "6 team B",
        "9 team -",
        "9 solved",
        "20 open",
        "30 team A",
        "30 priority high",
        "30 closed",
    ];
    assert_eq!(steps(&told), want);
}

#[test]
fn the_instant_and_the_count_that_are_told_hold() {
    let told = |solved_at: Option<Timestamp>, states: &[(i64, Target)]| {
        let rows: Vec<Row> =
            states.iter().map(|(minute, state)| Row { solved_at: Some(solved_at), ..event(*minute, *state) }).collect();
        steps(&plan(&events(), &rows, quiet()).expect("a case"))
    };
    let (solved, open, closed) = (Target::Solved, Target::Open, Target::Closed);
    assert_eq!(
        told(Some(at(8)), &[(0, open), (5, solved), (7, open), (9, solved), (30, closed)]),
        ["0 Customer wrote", "0 open", "5 solved", "7 open", "8 solved", "30 closed"]
    );
    assert_eq!(
        told(None, &[(0, open), (9, solved), (30, closed)]),
        ["0 Customer wrote", "0 open unsolved", "9 solved unsolved", "30 closed unsolved"]
    );
    let rows = [Row { reopened: Some(0), ..event(0, open) }, Row { reopened: Some(2), ..event(3, open) }];
    assert!(steps(&plan(&events(), &rows, quiet()).expect("a case")).contains(&"3 reopened 2".to_owned()));
}

#[test]
fn a_thread_moves_as_on_the_desk_and_what_is_done_stays_done_when_states_are_told() {
    let ticket = Row { text: "help".into(), ..row(Rows::Tickets, 0) };
    let rows = [ticket.clone(), message(4, Side::Agent), message(6, Side::Note), message(9, Side::Customer)];
    let told = plan(&threads(), &rows, quiet()).expect("a case");
    // Quiet for years, and no state is told: done.
    assert_eq!(
        steps(&told),
        ["0 Customer wrote", "4 Agent wrote", "4 pending", "6 Note wrote", "9 Customer wrote", "9 open", "9 solved"]
    );
    let young = plan(&threads(), &rows, at(0)).expect("a case");
    assert_eq!(steps(&young).last().map(String::as_str), Some("9 open"));
    let mut with_states = threads();
    with_states.table[1].state = events().table[0].state.clone();
    let rows = [
        Row { state: Some(Target::Unsolved), ..ticket },
        Row { state: Some(Target::Solved), ..message(4, Side::Agent) },
        message(9, Side::Customer),
    ];
    let told = plan(&with_states, &rows, quiet()).expect("a case");
    // The message that solved it says more exactly what the ticket's row says in the end.
    assert_eq!(steps(&told), ["0 Customer wrote", "4 Agent wrote", "4 pending", "4 solved", "9 Customer wrote"]);
    let left = [rows[0].clone(), message(4, Side::Agent)];
    let told = plan(&with_states, &left, quiet()).expect("a case");
    assert_eq!(steps(&told), ["0 Customer wrote", "4 Agent wrote", "4 pending", "4 closed unsolved"]);
}

#[test]
fn one_row_a_ticket_tells_its_instants() {
    let only = map(
        "[[table]]\nrows = \"tickets\"\ncase = \"c\"\ncreated_at = \"t\"\nstate = { column = \"s\", values = {} }\n",
    );
    let ticket = |state: Target| Row {
        state: Some(state),
        first_response_at: Some(at(3)),
        solved_at: Some(Some(at(10))),
        closed_at: Some(at(50)),
        updated_at: Some(at(40)),
        number: "T-1".into(),
        subject: "Late".into(),
        ..row(Rows::Tickets, 0)
    };
    let told = |state| plan(&only, &[ticket(state)], quiet()).expect("a case");
    assert_eq!(told(Target::Closed).subject, "Late (T-1)");
    assert_eq!(steps(&told(Target::Closed)), ["0 Customer wrote", "3 answered", "10 solved", "50 closed"]);
    assert_eq!(steps(&told(Target::Solved)), ["0 Customer wrote", "3 answered", "10 solved"]);
    assert_eq!(steps(&told(Target::Pending)), ["0 Customer wrote", "3 answered", "50 pending"]);
    let never = Row { solved_at: Some(None), ..ticket(Target::Closed) };
    let never = plan(&only, &[never], quiet()).expect("a case");
    assert_eq!(steps(&never), ["0 Customer wrote", "3 answered", "50 closed unsolved"]);
}

#[test]
fn what_we_wrote_before_the_customer_was_begun_by_us() {
    let rows = [row(Rows::Tickets, 10), message(4, Side::Agent), message(12, Side::Agent)];
    let told = plan(&threads(), &rows, quiet()).expect("a case");
    assert!(told.by_agent && told.created_at == at(10));
    assert_eq!(steps(&told)[..3], ["4 Agent wrote", "4 pending", "10 Customer wrote"]);
    let rows = [row(Rows::Tickets, 10), message(12, Side::Agent)];
    assert!(!plan(&threads(), &rows, quiet()).expect("a case").by_agent);
}

#[test]
fn spam_and_what_has_no_ticket_is_left_out() {
    let spam = |row: Row| Row { spam: true, ..row };
    assert_eq!(plan(&threads(), &[spam(row(Rows::Tickets, 0)), message(1, Side::Agent)], quiet()), Err(LeftOut::Spam));
    assert_eq!(plan(&threads(), &[message(1, Side::Agent)], quiet()), Err(LeftOut::NoTicket));
    let rows = [row(Rows::Tickets, 0), spam(message(1, Side::Agent)), message(2, Side::Agent)];
    let told = plan(&threads(), &rows, quiet()).expect("a case");
    assert_eq!(steps(&told)[..2], ["0 Customer wrote", "2 Agent wrote"]);
}
