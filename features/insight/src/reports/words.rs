//! The words of the drafts that are written here, in every language in one place. Values stand in braces.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use documents::Labels;
use serde::Deserialize;

use super::model::Language;
use crate::metrics::Metric;

macro_rules! words {
    ($( $(#[$doc:meta])* $name:ident: $en:literal, $de:literal; )+) => {
        $( $(#[$doc])* pub(crate) const $name: Words = Words { en: $en, de: $de }; )+
        /// All of them, for the test that compares their values.
        #[cfg(test)]
        pub(crate) const ALL: &[Words] = &[$($name),+];
    };
}

/// The same words in every language.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Words {
    pub(crate) en: &'static str,
    pub(crate) de: &'static str,
}

words! {
    SUMMARY: "Summary", "Zusammenfassung";
    WHY: "What moved, and why", "Was sich bewegt hat und warum";
    DEMAND: "Demand", "Nachfrage";
    SERVICE: "Service", "Service";
    QUALITY: "Quality of resolution", "Qualität der Lösung";
    SATISFACTION: "Satisfaction", "Zufriedenheit";
    COST: "Cost", "Kosten";
    ACTIONS: "Actions", "Maßnahmen";
    ALERTS: "Figures that were not normal", "Auffällige Kennzahlen";
    COUNTED: "How figures are counted", "Wie gezählt wird";
    FIGURES: "Figures", "Kennzahlen";
    QUOTES: "What customers said", "Was Kunden sagten";

    ROSE: "{name} rose from {before} to {value}{judged}{interval}.", "{name}: von {before} auf {value} gestiegen{judged}{interval}.";
    FELL: "{name} fell from {before} to {value}{judged}{interval}.", "{name}: von {before} auf {value} gesunken{judged}{interval}.";
    IS_BETTER: ", which is better", ", das ist besser";
    IS_WORSE: ", which is worse", ", das ist schlechter";
    INTERVAL: " (95 % interval of the difference: {low} to {high})", " (95-%-Intervall der Differenz: {low} bis {high})";
    INTERVAL_DAILY: " (95 % interval of the difference per day: {low} to {high})", " (95-%-Intervall der Differenz je Tag: {low} bis {high})";
    NO_CLEAR: "{name}: {value}, {before} before; no clear change, so much happens by chance.", "{name}: {value}, zuvor {before}; keine klare Veränderung, so viel macht der Zufall.";
    TOO_FEW: "{name}: {value}, {before} before; too few to say whether it changed.", "{name}: {value}, zuvor {before}; zu wenige, um eine Veränderung zu erkennen.";
    UNSURE: "{name}: {value}, {before} before.", "{name}: {value}, zuvor {before}.";
    NOTHING_BEFORE: "{name}: {value}; there is nothing before to compare with.", "{name}: {value}; zuvor gibt es nichts zum Vergleichen.";
    NOTHING: "{name}: nothing to count.", "{name}: nichts zu zählen.";
    UNRIPE: "{name}: not judged yet, because conversations of these days can still change it.", "{name}: noch kein Urteil, weil Konversationen dieser Tage es noch ändern können.";
    COUNTED_UNTIL: "{name} is counted up to {day}; customers of later days may still come again.", "{name} zählt bis {day}; Kunden späterer Tage können noch einmal kommen.";
    TARGET_MET: "The target ({target}) is met.", "Das Ziel ({target}) ist erreicht.";
    TARGET_NEAR: "The target ({target}) is nearly met.", "Das Ziel ({target}) ist fast erreicht.";
    TARGET_MISSED: "The target ({target}) is missed.", "Das Ziel ({target}) ist verfehlt.";
    AT_LEAST: "at least {value}", "mindestens {value}";
    AT_MOST: "at most {value}", "höchstens {value}";
    TARGETS: "{met} of {all} targets are met.", "{met} von {all} Zielen sind erreicht.";
    NO_CLEAR_LIST: "No clear change: {list}.", "Ohne klare Veränderung: {list}.";
    NOTHING_MOVED: "No figure moved beyond chance.", "Keine Kennzahl hat sich über den Zufall hinaus bewegt.";
    ITEM: "{name} {value} ({before} before)", "{name} {value} (zuvor {before})";
    A_DAY: "{value} ({daily} a day)", "{value} ({daily} am Tag)";
    SMALL: "small sample: {count}", "kleine Stichprobe: {count}";
    CARD_INTERVAL: "95 %: {low} to {high}", "95 %: {low} bis {high}";
    CARD_NO_CLEAR: "no clear change", "keine klare Veränderung";
    CARD_TOO_FEW: "too few to compare", "zu wenige zum Vergleichen";
    CARD_UNRIPE: "not judged yet", "noch kein Urteil";
    CARD_BETTER: "better than before", "besser als zuvor";
    CARD_WORSE: "worse than before", "schlechter als zuvor";
    CARD_UP: "more than before", "mehr als zuvor";
    CARD_DOWN: "less than before", "weniger als zuvor";

    MEDIAN: "median", "Median";
    MEAN: "mean", "Mittel";
    P90: "90th percentile", "90. Perzentil";
    NO_PART: "without", "ohne";
    TEAM: "Team", "Team";
    AGENT: "Person", "Person";
    CHANNEL: "Channel", "Kanal";
    TOPIC: "Topic", "Thema";
    MAILBOX: "Mailbox", "Postfach";
    PRIORITY: "Priority", "Priorität";
    MAIL: "Mail", "E-Mail";
    OF_PRIORITY: "priority {part}", "Priorität {part}";
    PRIORITY_LOW: "low", "niedrig";
    PRIORITY_NORMAL: "normal", "normal";
    PRIORITY_HIGH: "high", "hoch";
    PRIORITY_URGENT: "urgent", "dringend";
    NOW: "This period", "Dieser Zeitraum";
    BEFORE: "Before", "Zuvor";
    OTHERS: "Others", "Andere";
    SMALL_NOTE: "Rests on fewer than 30: {list}.", "Beruht auf weniger als 30: {list}.";

    DEMAND_CHART: "Conversations begun and solved", "Begonnene und gelöste Konversationen";
    BY_CHANNEL: "By channel", "Nach Kanal";
    BY_TOPIC: "By topic", "Nach Thema";
    BY_TEAM: "By team", "Nach Team";
    BACKLOG: "At the end {last} conversations were open, {first} at the beginning.", "Am Ende waren {last} Konversationen offen, am Anfang {first}.";
    RESPONSE_CHART: "First response time", "Zeit bis zur ersten Antwort";

    BECAUSE: "{movement} Most of it comes from {reasons}.", "{movement} Das kommt vor allem von: {reasons}.";
    REASON_RATE: "{part} ({total}): its own figure changed", "{part} ({total}): die eigene Zahl hat sich verändert";
    REASON_NUMBER: "{part} ({total})", "{part} ({total})";
    REASON_MIX: "{part} ({total}): its share of the whole changed", "{part} ({total}): der Anteil am Ganzen hat sich verändert";
    UNEXPLAINED: "{movement} No single part explains it.", "{movement} Kein einzelner Teil erklärt es.";
    LOOK_UP: "Why {name} moved", "Warum sich {name} bewegt hat";

    QUOTES_NONE: "No customer left a comment.", "Kein Kunde hat einen Kommentar hinterlassen.";
    QUOTE_SOURCE: "{kind} {score}, {day}, {channel}", "{kind} {score}, {day}, {channel}";
    SATISFACTION_NONE: "No survey was answered.", "Keine Umfrage wurde beantwortet.";

    ACTION: "Action", "Maßnahme";
    OWNER: "Owner", "Verantwortlich";
    DUE: "Due", "Fällig";
    EFFECT: "Did it work?", "Hat es gewirkt?";
    ACTIONS_NONE: "No action was taken or was due.", "Keine Maßnahme lief oder war fällig.";
    ACTIONS_SOME: "{open} actions are being worked on; of {checked} that were checked, {worked} worked.", "{open} Maßnahmen laufen; von {checked} geprüften haben {worked} gewirkt.";
    WORKED: "it worked", "hat gewirkt";
    DID_NOT: "it did not", "hat nicht gewirkt";
    TOO_EARLY: "too early", "zu früh";
    CANNOT_TELL: "cannot be told", "nicht zu erkennen";
    OVERDUE: "overdue", "überfällig";

    ALERT: "Figure", "Kennzahl";
    OPENED: "Since", "Seit";
    ENDED: "Until", "Bis";
    ANSWERED: "Action taken", "Maßnahme";
    YES: "yes", "ja";
    NO: "no", "nein";
    ALERTS_NONE: "All watched figures were normal.", "Alle überwachten Kennzahlen waren unauffällig.";
    ALERTS_SOME: "{count} watched figures were not normal at some time; {open} still are.", "{count} überwachte Kennzahlen waren zeitweise auffällig; {open} sind es noch.";

    COUNTED_TEXT: "Deleted, spam and merged-away conversations do not count. A change is called one only when its 95 % interval leaves out that nothing changed; figures on fewer than 30 are marked.", "Gelöschte, als Spam markierte und zusammengeführte Konversationen zählen nicht. Eine Veränderung heißt nur so, wenn ihr 95-%-Intervall ausschließt, dass sich nichts verändert hat; Zahlen aus weniger als 30 sind markiert.";
    IN_CALENDAR: "Durations are in calendar time.", "Dauern sind in Kalenderzeit.";
    IN_BUSINESS: "Durations are in business time.", "Dauern sind in Geschäftszeit.";
    DEFINITION: "{name}: {formula}", "{name}: {formula}";
    DEFINITION_WITHOUT: "{name}: {formula} Not counted: {excluded}", "{name}: {formula} Nicht gezählt: {excluded}";

    LETTER: "Hello,\n\nthe report “{name}” is attached.\n\n{summary}\n\nWho has an account reads it here: {address}\n", "Guten Tag,\n\nder Bericht «{name}» ist angehängt.\n\n{summary}\n\nWer ein Konto hat, liest ihn hier: {address}\n";
    DRAFT_SUBJECT: "A report waits for you: {name}", "Ein Bericht wartet: {name}";
    DRAFT_LETTER: "Hello,\n\nthe draft of “{name}” is written from the data. Put it into your words and freeze it; then it goes out.\n\n{address}\n", "Guten Tag,\n\nder Entwurf von «{name}» ist aus den Daten geschrieben. Bring ihn in deine Worte und schreib ihn fest; dann geht er hinaus.\n\n{address}\n";

    DRAFT: "Draft", "Entwurf";
    FROZEN_BY: "Frozen on {day} by {name}", "Festgeschrieben am {day} von {name}";
    FROZEN: "Frozen on {day}", "Festgeschrieben am {day}";
    PAGE: "Page", "Seite";
    CONTENTS: "Contents", "Inhalt";
    TARGET: "Target", "Ziel";
    BEFORE_WORD: "before", "zuvor";
}

impl Words {
    /// Says them, with their values.
    pub(crate) fn said(self, language: Language, values: &[(&str, &str)]) -> String {
        let mut text = match language {
            Language::En => self.en,
            Language::De => self.de,
        }
        .to_owned();
        for (name, value) in values {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        text
    }

    /// Says them; they have no values.
    pub(crate) fn plain(self, language: Language) -> String {
        self.said(language, &[])
    }
}

#[derive(Debug, Clone, Deserialize)]
struct Entry {
    name: String,
    formula: String,
    excluded: String,
}

/// The dictionary in German stands once: where the screens have it.
static GERMAN: LazyLock<BTreeMap<String, Entry>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../../../web/staff/src/features/insight/dictionary/words.de.json"))
        .unwrap_or_default()
});

/// A metric's name, formula, and what does not count.
pub(crate) fn definition(language: Language, metric: Metric) -> (String, String, String) {
    let it = metric.definition();
    let german = GERMAN.get(it.code).filter(|_| language == Language::De);
    match german {
        Some(entry) => (entry.name.clone(), entry.formula.clone(), entry.excluded.clone()),
        None => (it.name.to_owned(), it.formula.to_owned(), it.excluded.to_owned()),
    }
}

/// The few words that renderers write.
pub(crate) fn labels(language: Language) -> Labels {
    Labels {
        page: PAGE.plain(language),
        contents: CONTENTS.plain(language),
        target: TARGET.plain(language),
        before: BEFORE_WORD.plain(language),
    }
}

#[cfg(test)]
mod words_tests {
    use super::*;

    fn values(text: &str) -> Vec<&str> {
        let mut found: Vec<&str> =
            text.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name)).collect();
        found.sort_unstable();
        found
    }

    #[test]
    fn every_language_has_the_same_values() {
        for words in ALL {
            assert_eq!(values(words.en), values(words.de), "{}", words.en);
        }
    }

    #[test]
    fn every_metric_has_its_german_words() {
        for metric in Metric::ALL {
            assert!(GERMAN.contains_key(metric.definition().code), "{metric:?}");
        }
        assert_eq!(definition(Language::De, Metric::FirstResponse).0, "Zeit bis zur ersten Antwort");
        assert_eq!(definition(Language::En, Metric::FirstResponse).0, "First response time");
    }
}
