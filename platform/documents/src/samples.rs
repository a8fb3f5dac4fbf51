//! Documents for tests: one as a board would get it, and texts that mean harm.

use jiff::civil::date;

use crate::model::*;

const HOUR: i64 = 3_600_000_000;

/// What customers and managers may write.
pub(crate) const NASTY: [&str; 12] = [
    "#panic(\"x\") #import \"@preview/x:1.0.0\": * #read(\"/etc/passwd\")",
    "*bold* _it_ `raw` ```rust fn``` $x^2$ \\ \\u{41} <label> @ref // comment /* and */ [a] {b} = heading",
    "<script>alert(1)</script><img src=x onerror=alert(1)> &amp; \"quoted\" 'single'",
    "=HYPERLINK(\"http://evil.example\";\"x\") +1 -1 @SUM(A1)",
    "=cmd|'/c calc'!A0",
    "\u{0}\u{1}\u{7}\u{1b}[31m\u{b}\u{c}\u{7f}\u{85}\u{FFFE}",
    "\u{202E}gnirts desrever\u{202C} \u{2066}isolated\u{2069}",
    "שלום עולם مرحبا بالعالم mixed with words",
    "👩‍👩‍👧‍👦 🇩🇪 😀 e\u{301}\u{302}\u{303} 漢字かな 한국어 ไทย",
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenhalterungsschraubenschlüsselverlängerungsset",
    "https://desk.example/a/very/long/address/without/any/place/to/break/0123456789012345678901234567890123456789",
    "]]>--></style></svg>{{7*7}}%s%n",
];

pub(crate) fn labels(language: &str) -> Labels {
    let words =
        if language == "de" { ["Seite", "Inhalt", "Ziel", "zuvor"] } else { ["Page", "Contents", "Target", "before"] };
    let [page, contents, target, before] = words.map(str::to_owned);
    Labels { page, contents, target, before }
}

fn heading(level: u8, text: &str) -> Block {
    Block::Heading { level, text: text.into() }
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph { text: text.into() }
}

fn lead(text: &str) -> Block {
    Block::Lead { text: text.into() }
}

fn point(text: &str, link: Option<&str>) -> Point {
    Point { text: text.into(), link: link.map(str::to_owned) }
}

fn card(name: &str, (value, before, target): (Cell, Cell, Cell), mark: Mark, note: &str) -> Card {
    Card {
        name: name.into(),
        value,
        before,
        target,
        mark,
        note: note.into(),
        link: Some("https://desk.example/insight?m=1".into()),
    }
}

fn chart(title: &str, shape: Shape, unit: Unit, labels: &[String], series: Vec<Series>, target: Option<f64>) -> Block {
    let note = "Weeks run from Monday to Sunday. Gaps: nothing was measured.".into();
    Block::Chart(Chart { title: title.into(), shape, unit, labels: labels.to_vec(), series, target, note })
}

fn series(name: &str, values: &[Option<f64>]) -> Series {
    Series { name: name.into(), values: values.to_vec() }
}

fn weeks(count: usize, at: impl Fn(f64) -> f64) -> Vec<Option<f64>> {
    (0..count).map(|it| Some(at(it as f64))).collect()
}

/// A quarter as an executive reads it.
pub(crate) fn quarter(language: &str) -> Document {
    let mut blocks = summary();
    blocks.extend(demand());
    blocks.extend(service());
    blocks.extend(voices());
    Document {
        language: language.into(),
        title: "Customer service, third quarter 2026".into(),
        subtitle: "1 July – 30 September 2026 · all teams".into(),
        company: "Nordwind Energie AG".into(),
        dated: date(2026, 10, 5),
        status: "Frozen on 5 October 2026 by Carla Weiß".into(),
        labels: labels(language),
        blocks,
    }
}

fn summary() -> Vec<Block> {
    vec![
        heading(1, "Summary"),
        lead("Satisfaction fell by 3.1 points, most of it in Billing, while we answered faster than ever."),
        paragraph(
            "In the third quarter customers began 18,204 conversations, 12 % more than in the second. We solved 17,951 of them. The median first response was 1 h 12 min and stayed below its target in every week but one.\n\nThe fall of satisfaction came with the new tariff letters: conversations about invoices doubled, and those were rated 11 points lower than everything else.",
        ),
        Block::Cards {
            cards: vec![
                card(
                    "Satisfaction (CSAT)",
                    (Cell::Share(0.842), Cell::Share(0.873), Cell::Share(0.85)),
                    Mark::Bad,
                    "−3.1 points; 95 % between 82.9 and 85.4 %",
                ),
                card(
                    "First response time, median",
                    (Cell::Duration(HOUR + HOUR / 5), Cell::Duration(2 * HOUR), Cell::Duration(4 * HOUR)),
                    Mark::Good,
                    "−40 %",
                ),
                card(
                    "Conversations begun",
                    (Cell::Count(18_204), Cell::Count(16_250), Cell::Nothing),
                    Mark::Neutral,
                    "+12 %",
                ),
                card(
                    "First contact resolution",
                    (Cell::Share(0.713), Cell::Share(0.709), Cell::Share(0.7)),
                    Mark::Good,
                    "as before",
                ),
                card(
                    "Cost per contact",
                    (Cell::Money(642, "EUR".into()), Cell::Money(655, "EUR".into()), Cell::Nothing),
                    Mark::Neutral,
                    "without September",
                ),
                card(
                    "Net promoter score",
                    (Cell::Nothing, Cell::Number(31.0, 0), Cell::Number(35.0, 0)),
                    Mark::Neutral,
                    "12 answers: too few",
                ),
            ],
        },
        heading(2, "What moved, and why"),
        Block::Points {
            points: vec![
                point(
                    "Billing carries 2.4 of the 3.1 points: 1.5 because more customers wrote to it, 0.9 because they were rated lower.",
                    Some("https://desk.example/insight/why?metric=csat"),
                ),
                point(
                    "Mail gained 0.6 points, chat lost 0.9.",
                    Some("https://desk.example/insight/why?metric=csat&by=channel"),
                ),
                point("Nothing else is to be told from chance.", None),
            ],
        },
    ]
}

fn demand() -> Vec<Block> {
    let names: Vec<String> = (27..=39).map(|it| format!("W{it}")).collect();
    let mut backlog = weeks(13, |it| 820.0 + 40.0 * it);
    backlog[5] = None;
    backlog[6] = None;
    let topics = [
        "Invoice and payment",
        "Meter reading",
        "Moving house",
        "Tariff change",
        "Outage",
        "A topic with a name that is rather too long for its column and is cut",
    ];
    vec![
        heading(1, "Demand"),
        chart(
            "More came in than went out in August",
            Shape::Line,
            Unit::Count,
            &names,
            vec![
                series("Begun", &weeks(13, |it| 1300.0 + 150.0 * (it / 2.0).sin())),
                series("Solved", &weeks(13, |it| 1320.0 + 90.0 * (it / 3.0).cos())),
                series("Backlog", &backlog),
            ],
            None,
        ),
        chart(
            "Invoices lead, as before the letters they did not",
            Shape::Lying,
            Unit::Count,
            &topics.map(str::to_owned),
            vec![
                series("Third quarter", &weeks(6, |it| 5200.0 / (it + 1.0))),
                series("Second quarter", &weeks(6, |it| 2600.0 / (it + 1.0))),
            ],
            None,
        ),
        chart(
            "Conversations begun each week",
            Shape::Bars,
            Unit::Count,
            &names,
            vec![series("Begun", &weeks(13, |it| (1300.0 + 150.0 * (it / 2.0).sin()).round()))],
            Some(1350.0),
        ),
    ]
}

fn service() -> Vec<Block> {
    let names: Vec<String> = (27..=39).map(|it| format!("W{it}")).collect();
    let teams = ["Billing", "Field service", "Back office", "Social media", "Complaints", "Key accounts"];
    let hours = |scale: f64| weeks(13, move |it| scale * 3.6e9 * (1.0 + 0.3 * (it / 2.0).sin()));
    let row = |it: usize| {
        vec![
            Cell::Text(format!("{} {}", teams[it % 6], it / 6 + 1)),
            Cell::Count(120 + 97 * it as i64),
            Cell::Duration(HOUR / 2 + it as i64 * HOUR / 7),
            Cell::Duration(3 * HOUR + it as i64 * HOUR),
            Cell::Share(0.9 - it as f64 / 200.0),
            if it % 5 == 4 { Cell::Nothing } else { Cell::Share(0.82 + it as f64 / 300.0) },
            Cell::Day(date(2026, 9, 1 + (it % 28) as i8)),
        ]
    };
    let column = |name: &str, align| Column { name: name.into(), align };
    let mut columns = vec![column("Team", Align::Left)];
    let others =
        ["Solved", "First response, median", "Full resolution, 90th percentile", "One-touch", "CSAT", "Last reviewed"];
    columns.extend(others.map(|it| column(it, Align::Right)));
    vec![
        heading(1, "Service"),
        lead("Nine of ten first answers came within four hours."),
        chart(
            "First response stayed below its target",
            Shape::Line,
            Unit::Duration,
            &names,
            vec![series("Median", &hours(1.2)), series("90th percentile", &hours(3.3))],
            Some(4.0 * 3.6e9),
        ),
        heading(2, "By team"),
        Block::Table(Table {
            caption: "Every team with at least 100 conversations".into(),
            columns,
            rows: (0..46).map(row).collect(),
            note: "CSAT of teams with fewer than 30 answers is left out.".into(),
        }),
        heading(3, "How it is counted"),
        paragraph(
            "First response time: the first public reply of a person minus the first message of the customer. Automatic answers do not count.",
        ),
    ]
}

fn voices() -> Vec<Block> {
    let quote = |text: &str, source: &str| Quote {
        text: text.into(),
        source: source.into(),
        link: Some("https://desk.example/inbox/4711".into()),
    };
    vec![
        heading(1, "In their own words"),
        Block::Quotes {
            quotes: vec![
                quote(
                    "Nobody could tell me why my instalment had doubled. Three letters, three amounts.",
                    "Private customer, 14 August, 1 of 5",
                ),
                quote("Answered within ten minutes, on a Sunday. Thank you!", "Business customer, 6 September, 5 of 5"),
                quote("מה קורה עם החשבון שלי? תודה", "Private customer, 9 September, 3 of 5"),
            ],
        },
    ]
}

/// A document that has a text everywhere a text can stand.
pub(crate) fn of_text(text: &str) -> Document {
    let it = || text.to_owned();
    let cell = || Cell::Text(text.to_owned());
    let one = Chart {
        title: it(),
        shape: Shape::Line,
        unit: Unit::Number,
        labels: vec![it(), it(), it()],
        series: vec![
            Series { name: it(), values: vec![Some(1.0), None, Some(2.0)] },
            Series { name: it(), values: vec![Some(3.0)] },
        ],
        target: Some(2.0),
        note: it(),
    };
    Document {
        language: it(),
        title: it(),
        subtitle: it(),
        company: it(),
        dated: date(2026, 3, 2),
        status: it(),
        labels: Labels { page: it(), contents: it(), target: it(), before: it() },
        blocks: vec![
            Block::Heading { level: 1, text: it() },
            Block::Heading { level: 2, text: it() },
            Block::Paragraph { text: it() },
            Block::Lead { text: it() },
            Block::Points { points: vec![Point { text: it(), link: Some(it()) }] },
            Block::Cards {
                cards: vec![Card {
                    name: it(),
                    value: cell(),
                    before: cell(),
                    target: Cell::Money(1, it()),
                    mark: Mark::Bad,
                    note: it(),
                    link: Some(it()),
                }],
            },
            Block::Chart(one.clone()),
            Block::Chart(Chart { shape: Shape::Bars, ..one.clone() }),
            Block::Heading { level: 1, text: it() },
            Block::Chart(Chart { shape: Shape::Lying, ..one }),
            Block::Table(Table {
                caption: it(),
                columns: vec![Column { name: it(), align: Align::Left }, Column { name: it(), align: Align::Right }],
                rows: vec![vec![cell(), cell()], vec![cell()], vec![]],
                note: it(),
            }),
            Block::Quotes { quotes: vec![Quote { text: it(), source: it(), link: Some(it()) }] },
        ],
    }
}
