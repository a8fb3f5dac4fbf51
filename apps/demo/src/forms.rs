//! How dates and money are written in each language.

use jiff::civil::Date;

use crate::lang::Lang;
use crate::world::Country;

const MONTHS: [[&str; 12]; 4] = [
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
    [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ],
];

const WEEKDAYS: [[&str; 7]; 4] = [
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
    ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"],
];

/// `12 May`, `12. Mai`, `12 mai`, `12 mei`.
pub fn day(lang: Lang, date: Date) -> String {
    let (number, month) = (date.day(), month(lang, date));
    match lang {
        Lang::German => format!("{number}. {month}"),
        Lang::French if number == 1 => format!("1er {month}"),
        _ => format!("{number} {month}"),
    }
}

/// The month's name.
pub fn month(lang: Lang, date: Date) -> &'static str {
    MONTHS[lang as usize][(date.month() - 1) as usize]
}

/// The weekday's name.
pub fn weekday(lang: Lang, date: Date) -> &'static str {
    WEEKDAYS[lang as usize][date.weekday().to_monday_zero_offset() as usize]
}

/// An amount of cents as people there write it: `€1,249.50`, `£49.90`, `1.249,50 €`, `1 249,50 €`, `€ 1.249,50`.
pub fn money(lang: Lang, country: Country, cents: i64) -> String {
    let (whole, rest) = (cents / 100, cents % 100);
    let thousands = match lang {
        Lang::English => ",",
        Lang::German | Lang::Dutch => ".",
        Lang::French => "\u{202f}",
    };
    let grouped =
        if whole >= 1_000 { format!("{}{thousands}{:03}", whole / 1_000, whole % 1_000) } else { whole.to_string() };
    match lang {
        Lang::English if country == Country::Britain => format!("£{grouped}.{rest:02}"),
        Lang::English => format!("€{grouped}.{rest:02}"),
        Lang::German | Lang::French => format!("{grouped},{rest:02}\u{a0}€"),
        Lang::Dutch => format!("€\u{a0}{grouped},{rest:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{day, money, weekday};
    use crate::lang::Lang;
    use crate::world::Country;
    use jiff::civil::date;

    #[test]
    fn dates_and_money_look_native() {
        let may = date(2026, 5, 1);
        assert_eq!(day(Lang::English, may), "1 May");
        assert_eq!(day(Lang::German, may), "1. Mai");
        assert_eq!(day(Lang::French, may), "1er mai");
        assert_eq!(weekday(Lang::Dutch, may), "vrijdag");
        assert_eq!(money(Lang::English, Country::Britain, 124_950), "£1,249.50");
        assert_eq!(money(Lang::English, Country::Sweden, 4_990), "€49.90");
        assert_eq!(money(Lang::German, Country::Germany, 124_950), "1.249,50\u{a0}€");
    }
}
