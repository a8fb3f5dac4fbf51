use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use kernel::{PageRequest, TeamId, TypedId};
use testkit::{TestDb, agent_of, db_test};

use super::commands::{self, NewValue, Written};
use super::model::{Content, Every, Kind, amount, hundredths, is_code};
use super::{cells, lack, queries, upload};
use crate::figures::{Cell, Clock, Filter, Question, Within, answer, samples};
use crate::metrics::{By, Metric, Period, settings};
use crate::permissions::FIGURES_READ;
use crate::testing::{fill, manager, solved};

fn month(at: &str, value: f64) -> NewValue {
    NewValue { at: at.into(), value }
}

fn january() -> Period {
    Period { first: date(2026, 1, 1), last: date(2026, 1, 31), zone: TimeZone::UTC }
}

fn days(first: Date, last: Date) -> Period {
    Period { first, last, zone: TimeZone::UTC }
}

#[test]
fn a_month_is_spread_over_its_days_and_a_gap_makes_the_whole_unknown() {
    let values = BTreeMap::from([(date(2026, 1, 1), 3100), (date(2026, 2, 1), 2800)]);
    let of = |kind, first, last| amount(Every::Month, kind, &values, (first, last));
    let half = (date(2026, 1, 17), date(2026, 2, 14));
    let both = of(Kind::Sum, half.0, half.1).hundredths.unwrap();
    assert!((both - (15.0 * 100.0 + 14.0 * 100.0)).abs() < 1e-6, "{both}");
    let level = of(Kind::Level, half.0, half.1).hundredths.unwrap();
    assert!((level - (15.0 * 3100.0 + 14.0 * 2800.0) / 29.0).abs() < 1e-6, "{level}");
    let gap = of(Kind::Sum, date(2026, 2, 27), date(2026, 3, 4));
    assert_eq!((gap.hundredths, gap.missing, gap.first_missing), (None, 4, Some(date(2026, 3, 1))));
    let by_day = BTreeMap::from([(date(2026, 1, 1), 100), (date(2026, 1, 3), 300)]);
    let it = amount(Every::Day, Kind::Sum, &by_day, (date(2026, 1, 1), date(2026, 1, 3)));
    assert_eq!((it.hundredths, it.missing, it.first_missing), (None, 1, Some(date(2026, 1, 2))));
}

#[test]
fn values_and_codes_are_what_they_may_be() {
    for (value, is) in [
        (0.0, Some(0)),
        (12.34, Some(1234)),
        (0.1 + 0.2, Some(30)),
        (-1.0, None),
        (1.001, None),
        (f64::NAN, None),
        (1e13, None),
    ] {
        assert_eq!(hundredths(value), is, "{value}");
    }
    assert!(
        is_code("orders_2") && !is_code("Orders") && !is_code("2orders") && !is_code("") && !is_code(&"a".repeat(41))
    );
    assert_eq!(Every::Month.read("2026-03").unwrap(), date(2026, 3, 1));
    assert!(Every::Month.read("2026-03-01").is_err() && Every::Day.read("2026-02-30").is_err());
}

fn table(text: &str) -> Result<upload::Read, Vec<String>> {
    let every = [("orders", Every::Month), ("cost", Every::Month), ("visits", Every::Day)];
    let every = every.into_iter().map(|(code, every)| (code.to_owned(), every)).collect();
    upload::read(text, &every)
        .map_err(|faults| faults.into_iter().map(|it| format!("{} {}", it.pointer, it.code)).collect())
}

#[test]
fn a_table_is_read_with_commas_or_semicolons() {
    let read = table("\u{feff}month;orders;cost\r\n2026-01;18250;\"51200,50\"\r\n\r\n2026-02;;400\r\n").unwrap();
    assert_eq!(read["orders"], BTreeMap::from([(date(2026, 1, 1), 1_825_000)]));
    assert_eq!(read["cost"], BTreeMap::from([(date(2026, 1, 1), 5_120_050), (date(2026, 2, 1), 40_000)]));
    assert_eq!(table("day,visits\n2026-01-05,7").unwrap()["visits"].len(), 1);
}

#[test]
fn what_is_wrong_in_a_table_is_named_by_row_and_column() {
    let cases: [(&str, &[&str]); 9] = [
        ("", &["csv insight.table_empty"]),
        ("month,orders\n", &["csv insight.table_empty"]),
        ("when,orders\n2026-01,1", &["csv/1/1 insight.table_head"]),
        (
            "month,sales,visits,orders,orders\n",
            &["csv/1/2 insight.series_unknown", "csv/1/3 insight.series_other_stretch", "csv/1/5 insight.series_twice"],
        ),
        (
            "month,orders\n2026-01,1\n2026-13,2\n2026-01,3",
            &["csv/3/month insight.value_month", "csv/4/month insight.stretch_twice"],
        ),
        (
            "month,orders,cost\n2026-01,1.234,-5\n2026-02,=1+1,1e3",
            &[
                "csv/2/orders insight.value_invalid",
                "csv/2/cost insight.value_invalid",
                "csv/3/orders insight.value_invalid",
                "csv/3/cost insight.value_invalid",
            ],
        ),
        ("month,orders\n2026-01,1,2", &["csv/2/month insight.row_long"]),
        ("month", &["csv/1 insight.table_head"]),
        ("day,visits\n2026-02-30,1", &["csv/2/day insight.value_day"]),
    ];
    for (text, wrong) in cases {
        assert_eq!(table(text).unwrap_err(), wrong, "{text}");
    }
}

#[db_test(crate::testing::migrations)]
async fn the_same_table_twice_changes_nothing(store: TestDb) {
    let text = "month,orders,cost\n2026-01,18250,51200.50\n2026-02,17000,\n";
    let send = |text: &'static str, trial| move |tx: &mut db::Tx<'_>| commands::upload(tx, &manager(), text, trial);
    let written = |created, changed, same, is_written| Written { created, changed, same, is_written };
    assert_eq!(store.write(send(text, true)).await.unwrap(), written(3, 0, 0, false));
    assert_eq!(store.write(send(text, false)).await.unwrap(), written(3, 0, 0, true));
    assert_eq!(store.write(send(text, false)).await.unwrap(), written(0, 0, 3, true));
    assert_eq!(
        store.write(send("month,orders\n2026-02,17001\n2026-03,9", false)).await.unwrap(),
        written(1, 1, 0, true)
    );
    let refused = store.write(send("month,orders\n2026-02,1\n2026-03,x", false)).await.unwrap_err();
    assert_eq!(refused.fields[0].pointer, "csv/3/orders");
    let page = store.read(|tx| queries::values(tx, &manager(), "orders", &PageRequest::default())).await.unwrap();
    let told: Vec<(String, f64)> = page.items.into_iter().map(|it| (it.at, it.value)).collect();
    assert_eq!(told, [("2026-03".to_owned(), 9.0), ("2026-02".to_owned(), 17_001.0), ("2026-01".to_owned(), 18_250.0)]);
}

#[db_test(crate::testing::migrations)]
async fn series_of_ones_own_come_and_go_and_built_in_ones_stay(store: TestDb) {
    let content = |every| Content { name: "Visits".into(), every, kind: Kind::Sum, currency: None };
    let made = store.write(move |tx| commands::create(tx, &manager(), "visits", &content(Every::Day))).await.unwrap();
    assert_eq!((made.count, made.version, made.is_built_in), (0, 1, false));
    let again =
        store.write(move |tx| commands::create(tx, &manager(), "visits", &content(Every::Day))).await.unwrap_err();
    assert_eq!(again.code(), "insight.series_exists");
    let agent = agent_of(1, "Ann", &[FIGURES_READ], &[TeamId::from_raw(1)]);
    let refused = store
        .write(move |tx| commands::write(tx, &agent, "visits", &[month("2026-01-01", 1.0)], false))
        .await
        .unwrap_err();
    assert_eq!(refused.code(), "access.forbidden");
    store.write(|tx| commands::write(tx, &manager(), "visits", &[month("2026-01-01", 1.0)], false)).await.unwrap();
    let refused =
        store.write(move |tx| commands::change(tx, &manager(), "visits", &content(Every::Month), 1)).await.unwrap_err();
    assert_eq!(refused.code(), "insight.series_has_values");
    store.write(|tx| commands::remove(tx, &manager(), "visits", "2026-01-01")).await.unwrap();
    let changed =
        store.write(move |tx| commands::change(tx, &manager(), "visits", &content(Every::Month), 1)).await.unwrap();
    assert_eq!(changed.version, 2);
    store.write(|tx| commands::delete(tx, &manager(), "visits")).await.unwrap();
    let codes: Vec<String> =
        store.read(|tx| queries::all(tx, &manager())).await.unwrap().into_iter().map(|it| it.code).collect();
    assert_eq!(codes, ["active_customers", "orders", "cost"]);
    let kept = store.write(|tx| commands::delete(tx, &manager(), "cost")).await.unwrap_err();
    assert_eq!(kept.code(), "insight.series_built_in");
}

fn question(metric: Metric, period: Period) -> Question {
    Question { metric, period, clock: Clock::Calendar, filter: Filter::default() }
}

#[db_test(crate::testing::migrations)]
async fn contacts_are_divided_by_customers_or_orders_and_cost_by_what_is_solved(store: TestDb) {
    fill(&store, (1..=8).map(|it| solved(it, it, 5)).collect()).await;
    store
        .write(|tx| {
            commands::upload(tx, &manager(), "month,active_customers,orders,cost\n2026-01,40,16,124.00\n", false)
        })
        .await
        .unwrap();
    let asked = |metric, period: Period, by: &'static [By]| {
        move |tx: &mut db::Tx<'_>| answer(tx, &question(metric, period.clone()), by)
    };
    let of = |cells: Vec<(Vec<String>, Cell)>| {
        cells.into_iter().map(|(_, it)| (it.part, it.whole, it.sum)).collect::<Vec<_>>()
    };
    assert_eq!(of(store.read(asked(Metric::ContactRatio, january(), &[])).await.unwrap()), [(8, 40, 0)]);
    assert_eq!(of(store.read(asked(Metric::CostPerContact, january(), &[])).await.unwrap()), [(8, 8, 12_400)]);
    // Ten of January's 31 days cost 40.00, and six conversations were solved in them.
    let ten = days(date(2026, 1, 2), date(2026, 1, 11));
    assert_eq!(of(store.read(asked(Metric::CostPerContact, ten, &[])).await.unwrap()), [(6, 6, 4_000)]);
    let weeks = store.read(asked(Metric::CostPerContact, january(), &[By::Week])).await.unwrap();
    assert_eq!(
        weeks.iter().map(|(part, _)| part[0].as_str()).collect::<Vec<_>>(),
        ["2025-12-29", "2026-01-05", "2026-01-12", "2026-01-19", "2026-01-26"]
    );
    assert_eq!(weeks.iter().map(|(_, it)| it.sum).sum::<i128>(), 12_400);
    // What is not of everybody is not told.
    assert!(store.read(asked(Metric::ContactRatio, january(), &[By::Team])).await.unwrap().is_empty());
    store.write(|tx| settings::change(tx, &manager(), 1, (None, Some("orders".into())))).await.unwrap();
    assert_eq!(of(store.read(asked(Metric::ContactRatio, january(), &[])).await.unwrap()), [(8, 16, 0)]);
}

#[db_test(crate::testing::migrations)]
async fn a_day_without_a_value_is_said_and_no_figure_is_told(store: TestDb) {
    fill(&store, vec![solved(1, 1, 5)]).await;
    store.write(|tx| commands::upload(tx, &manager(), "month,cost\n2026-01,100\n", false)).await.unwrap();
    let longer = days(date(2026, 1, 1), date(2026, 2, 3));
    let (told, lacks, more) = store
        .read(move |tx| {
            let told = cells(tx, (Metric::CostPerContact, Metric::Solved), &longer, &Filter::default(), &[])?;
            let behind =
                samples(tx, &question(Metric::Solved, longer.clone()), &Within::default(), &PageRequest::default())?;
            Ok((told, lack(tx, Metric::CostPerContact, &longer)?, behind.items.len()))
        })
        .await
        .unwrap();
    let told: Vec<(u64, u64)> = told.into_values().map(|it| (it.part, it.whole)).collect();
    assert_eq!(told, [(1, 0)]);
    let lacks = lacks.expect("February lacks");
    assert_eq!((lacks.series.as_str(), lacks.days, lacks.first, more), ("cost", 3, date(2026, 2, 1), 1));
}
