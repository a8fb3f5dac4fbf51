//! The words by which mail programs introduce what they quote, in the languages our customers write.

use std::sync::LazyLock;

use regex::Regex;

fn compile(pattern: &str) -> Option<Regex> {
    Regex::new(pattern).ok()
}

/// "On … wrote:" in one line (a heading broken over several lines is joined before).
static INTRODUCTION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compile(concat!(
        r"(?i)(\bwrote\b|\bwrites\b|\bschrieb\b|\bschreef\b|\ba écrit\b|\bécrit\b|\bescribi[óo]\b|\bescribe\b|\bescreveu\b|\bha scritto\b|\bskrev\b|",
        r"\bnapisa[łl]|\bpisze\b|пишет|писал|написал|\bnapsal|\bnapísal|\bkirjoitti\b|\ba scris\b|\bírta\b|\byazdı\b|\bje napisa|\bnapisao\b|",
        r"đã viết|έγραψε|כתב|كتب|نوشت|写道|寫道|书写|さんは書きました|書きました|のメッセージ|작성|님이 작성|เขียน|",
        r"\bgeschreven\b|\bva escriure\b|\bmenulis\b|\bkirjutas\b|\brakstīja\b|\brašė\b|\bje napisal|\bskrifaði\b|написа|пише|писав)",
        r".{0,120}?([:：]|-{3,})\s*-*$"
    ))
});

/// How such a heading begins: a preposition, a date, a number, an address, or quotation dashes.
static HEADING_START: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compile(
        r"(?i)^[>\s*_-]*(on|at|am|le|el|em|il|op|den|på|dnia|w dniu|dne|dňa|на|в|vào|tarihinde|στις|בתאריך|في|在|于|於|\d|\p{L}{2,10}[.,]? \d|.*@)",
    )
});

/// The same without a colon at the end: only beside an address and a time.
static BARE_INTRODUCTION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compile(
        r"(?i)\d{1,2}[:.]\d{2}.*@.*(\bwrote|\bschrieb|\bschreef|\bskrev|\bécrit|\bescribi[óo]|\bescreveu|\bha scritto|\bnapisał(\(a\))?|пишет|написал|写道)\s*$",
    )
});

/// A date, a time and an address in brackets, and no verb: how Gmail introduces in some languages and versions.
static DATED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compile(concat!(
        r"(?i)^[\s*_-]*((on|am|le|el|em|il|op|den|på|dnia|dne) )?.{0,25}\b(19|20)\d{2}\D.{0,40}?\D?\d{1,2}[:.]\d{2}\D.{0,80}<[^@<>\s]+@[^<>\s]+>\s*[:：]?\s*$|",
        r"^\s*(quoting|zitat von|citando( a)?|citeren|en réponse à|citation de) .{1,60}@.{1,60}[:：]\s*$|",
        r"^\s*\p{L}.{0,50} (wrote on|schrieb am|a écrit le|escribió el|schreef op|ha scritto il) .{0,30}\d{1,2}[:.]\d{2}.{0,10}[:：]\s*$|",
        r"^\s*(19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2} \d{1,2}:\d{2}(:\d{2})? (GMT|UTC)[+-]\d{1,2}(:?\d{2})?\s+\S.{0,60}$"
    ))
});

/// The first line of a heading that goes on below: a preposition, a year and a time.
static DATED_START: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compile(
        r"(?i)^[\s*_-]*(on|am|le|el|em|il|op|den|på|w dniu|dnia|dne)\b.{0,30}\b(19|20)\d{2}\b.{0,30}\b\d{1,2}[:.]\d{2}\b.{0,60}$",
    )
});

/// How letters close, directly above a signature.
static CLOSING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compile(concat!(
        r"(?i)^\s*(((best|kind|kindest|warm|warmest) )?regards|best wishes|(yours )?(sincerely|faithfully|truly)( yours)?|cheers|mit (freundlichen|besten|vielen) grü(ß|ss)en|",
        r"(viele|beste|liebe|schöne|freundliche) grü(ß|ss)e|mfg|(bien )?cordialement|meilleures salutations|(un )?saludos?( cordial(es)?)?|atentamente|(cordiali|distinti) saluti|",
        r"met vriendelijke groet(en)?|(med )?vänliga? hälsning(ar)?|med venlig hilsen|med vennlig hilsen|z poważaniem|pozdrawiam|с уважением|atenciosamente|com os melhores cumprimentos|ystävällisin terveisin)\s*[,.!]?\s*$"
    ))
});

/// A separator between dashes or underscores with words in it.
static SEPARATOR: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compile(r"^[*>\s]*(-{2,}|_{2,}|={3,})\s*\p{L}[\p{L}\p{M} '’.]{2,60}?\s*:?(-{2,}|_{2,}|={3,})[*\s]*$")
});

/// Introductions of a forwarded or quoted mail without a time.
static FORWARDED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compile(
        r"(?i)^[>\s*]*(begin forwarded message|anfang der weitergeleiteten (nachricht|e-mail)|début du (message|courriel) (transféré|réexpédié)|inizio messaggio inoltrato|inicio del mensaje reenviado|início da mensagem encaminhada|begin doorgestuurd bericht|vidarebefordrat brev)\s*:\s*\**$",
    )
});

/// Labels of a quoted header block, by what they name.
const LABELS: &[(&str, &[&str])] = &[
    (
        "from",
        &[
            "from",
            "von",
            "de",
            "da",
            "van",
            "från",
            "fra",
            "od",
            "от",
            "кому от",
            "lähettäjä",
            "expéditeur",
            "remitente",
            "mittente",
            "kimden",
            "发件人",
            "寄件者",
            "差出人",
            "보낸 사람",
            "feladó",
            "de la",
            "von meinem",
        ],
    ),
    (
        "date",
        &[
            "sent",
            "date",
            "gesendet",
            "datum",
            "envoyé",
            "enviado",
            "enviado el",
            "enviada em",
            "inviato",
            "verzonden",
            "skickat",
            "sendt",
            "dato",
            "wysłano",
            "data",
            "fecha",
            "отправлено",
            "дата",
            "lähetetty",
            "päivämäärä",
            "gönderildi",
            "tarih",
            "发送时间",
            "日期",
            "送信日時",
            "日付",
            "보낸 날짜",
            "odesláno",
            "elküldve",
            "envoyé le",
            "sent at",
        ],
    ),
    (
        "to",
        &[
            "to",
            "an",
            "à",
            "para",
            "a",
            "aan",
            "till",
            "til",
            "do",
            "кому",
            "vastaanottaja",
            "destinataire",
            "destinatario",
            "destinatário",
            "kime",
            "收件人",
            "宛先",
            "받는 사람",
            "komu",
            "címzett",
        ],
    ),
    (
        "subject",
        &[
            "subject",
            "betreff",
            "objet",
            "asunto",
            "assunto",
            "oggetto",
            "onderwerp",
            "ämne",
            "emne",
            "temat",
            "тема",
            "aihe",
            "konu",
            "主题",
            "主旨",
            "件名",
            "제목",
            "předmět",
            "tárgy",
            "re",
        ],
    ),
    ("cc", &["cc", "kopie", "copie", "kopia", "копия", "reply-to", "antwort an", "抄送"]),
];

/// Closing lines of phones and programs.
static SENT_FROM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compile(concat!(
        r"(?i)^[>\s*_-]*(sent (from|via|with|using) (my |the |a )?([\w'’-]+ ){0,4}(iphone|ipad|android|blackberry|phone|mobile|smartphone|tablet|galaxy|samsung|outlook|mail|gmail|yahoo|mailbird|proton|windows|device|droid|nokia|xperia|pixel|hey|spark|huawei|fairphone)\b.{0,60}|",
        r"get outlook for .{2,20}|(von|von meinem|mit|gesendet von|gesendet mit) .{2,40} (gesendet|mail)\.?|gesendet (von|mit|über|aus) .{2,50}|von .{2,40} gesendet|diese nachricht wurde von .{2,60} gesendet\.?|",
        r"envoyé (de|depuis|à partir de|avec) .{2,50}|télécharger outlook pour .{2,20}|enviado (desde|do|a partir do|de) (mi|meu|my|un|el|o) .{2,40}|inviato (da|dal mio) .{2,40}|verstuurd (vanaf|met|vanuit) .{2,40}|verzonden (met|vanaf) .{2,40}|",
        r"skickat från .{2,40}|sendt fra .{2,40}|wysłan[eo] z .{2,40}|отправлено (с|из) .{2,40}|lähetetty .{2,40}|从我的.{2,20}发送|发自我的.{2,20}|iphoneから送信|나의 .{2,20}에서 보냄|從我的.{2,20}(傳送|發送)|.{2,30}[ae]n gönderildi|from my (iphone|ipad|android|blackberry|mobile|phone).{0,20})\.?\s*$"
    ))
});

fn matches(pattern: &LazyLock<Option<Regex>>, line: &str) -> bool {
    line.len() < 600 && pattern.as_ref().is_some_and(|pattern| pattern.is_match(line))
}

/// Whether a heading may begin with this line.
pub fn may_introduce(line: &str) -> bool {
    matches(&HEADING_START, line)
}

/// "On 3 May 2024 at 10:01, Anna <anna@example.org> wrote:" in any of the languages.
pub fn is_introduction(line: &str) -> bool {
    let told = line.contains('@') || line.chars().any(|c| c.is_ascii_digit());
    let told = told || line.trim_start_matches(['>', ' ']).split_whitespace().count() <= 4;
    let introduces = matches(&INTRODUCTION, line) || matches(&BARE_INTRODUCTION, line);
    told && introduces && matches(&HEADING_START, line)
}

/// "2024-05-03 10:01 GMT+02:00 Anna", "Zitat von Anna <anna@example.org>:" or "3 May 2024 10:01 Anna <anna@example.org>:", an introduction without a verb.
pub fn is_dated(line: &str) -> bool {
    (line.contains('@') || line.contains(|c: char| c.is_ascii_digit())) && matches(&DATED, line)
}

/// "On Fri, 3 May 2024 at 10:01 Anna", where the rest of the introduction stands on lines below.
pub fn begins_dated(line: &str) -> bool {
    matches(&DATED_START, line)
}

/// "> wrote:", the end of an introduction that was broken before the bracket of an address, and no quotation.
pub fn ends_introduction(line: &str) -> bool {
    let line = line.trim();
    let short = line.split_whitespace().count() <= 4;
    line.starts_with('>') && short && line.ends_with([':', '：']) && matches(&INTRODUCTION, line)
}

/// "Best regards," and its translations, alone on a line.
pub fn is_closing(line: &str) -> bool {
    line.len() < 80 && matches(&CLOSING, line)
}

/// "-----Original Message-----", "---------- Forwarded message ---------" and their translations.
pub fn is_separator(line: &str) -> bool {
    matches(&SEPARATOR, line) || matches(&FORWARDED, line)
}

/// A line of nothing but underscores or dashes, as Outlook draws above a quoted header block.
pub fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.chars().count() >= 10
        && (line.chars().all(|c| c == '_') || line.chars().all(|c| c == '-') || line.chars().all(|c| c == '─'))
}

/// What a line of a quoted header block names (`from`, `date`, `to`, `subject`, `cc`).
pub fn header_label(line: &str) -> Option<&'static str> {
    let line = line.trim_start_matches(['>', ' ', '*', '\u{a0}', '\t', '|']);
    let (label, _) = line.split_once([':', '：'])?;
    if label.chars().count() > 20 {
        return None;
    }
    let label = label.trim_matches(['*', ' ', '\u{a0}']).to_lowercase();
    LABELS.iter().find(|(_, words)| words.contains(&label.as_str())).map(|(name, _)| *name)
}

/// "-- ", the line that begins a signature, and what some programs make of it.
pub fn is_signature_mark(line: &str) -> bool {
    matches!(line.trim_end(), "--" | "—" | "––" | "-- \u{a0}" | "__")
}

/// Any last line that begins with "Sent from", however odd the device.
pub fn is_odd_device(line: &str) -> bool {
    let line = line.trim();
    line.chars().count() <= 60 && line.to_lowercase().starts_with("sent from ")
}

/// "Sent from my iPhone" and its translations.
pub fn is_sent_from(line: &str) -> bool {
    line.chars().count() <= 90 && matches(&SENT_FROM, line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_compile() {
        let more = [&BARE_INTRODUCTION, &DATED, &DATED_START, &CLOSING];
        for pattern in [&INTRODUCTION, &HEADING_START, &SEPARATOR, &FORWARDED, &SENT_FROM].into_iter().chain(more) {
            assert!(pattern.is_some());
        }
    }

    #[test]
    fn introductions() {
        for line in [
            "On Tue, May 3, 2024 at 10:01 AM Anna <anna@example.org> wrote:",
            "Am 03.05.2024 um 10:01 schrieb Anna Schmidt <anna@example.org>:",
            "Am Fr., 3. Mai 2024 schrieb Anna:",
            "Le ven. 3 mai 2024 à 10:01, Anne <anne@example.org> a écrit :",
            "El vie, 3 may 2024 a las 10:01, Ana (<ana@example.org>) escribió:",
            "Em sex., 3 de mai. de 2024 às 10:01, Ana <ana@example.org> escreveu:",
            "Il giorno ven 3 mag 2024 alle ore 10:01 Anna <anna@example.org> ha scritto:",
            "Op vr 3 mei 2024 om 10:01 schreef Anna <anna@example.org>:",
            "Den fre 3 maj 2024 kl 10:01 skrev Anna <anna@example.org>:",
            "W dniu pt., 3 maj 2024 o 10:01 Anna <anna@example.org> napisał(a):",
            "пт, 3 мая 2024 г. в 10:01, Анна <anna@example.org>:  пишет:",
            "---- On Fri, 03 May 2024 10:01:00 +0200 anna@example.org wrote ----",
            "> On May 3, 2024, at 10:01, Anna <anna@example.org> wrote:",
            "2024-05-03 10:01 GMT+02:00 Anna <anna@example.org> wrote:",
            "Anna via Forum <info@example.org> schrieb:",
            "On Fri, 3 May 2024 at 10:01, Anna <anna@example.org> wrote",
            "Op 3 mei 2024 om 10:01 heeft Anna <anna@example.org> het volgende geschreven:",
            "Pada tanggal 3 Mei 2024 10.01, Anna <anna@example.org> menulis:",
            "Anna Schmidt <anna@example.org> schrieb am Di., 16. Aug. 2016 um 12:52 Uhr:",
        ] {
            assert!(is_introduction(line), "{line}");
        }
        for line in [
            "On Monday we met.",
            "He wrote a long book about it and I liked it:",
            "Please write: yes or no",
            "I wrote 3 times already",
            "At 10:01 I wrote to anna@example.org and nobody ever wrote back",
        ] {
            assert!(!is_introduction(line), "{line}");
        }
    }

    #[test]
    fn introductions_without_a_verb() {
        for line in [
            "2024-05-03 10:01 GMT+02:00 Anna",
            "3 May 2024 at 10:01 Anna <anna@example.org>:",
            "Zitat von Anna <anna@example.org>:",
            "Anna Schmidt wrote on 05/03/2024 10:01 AM:",
            "2024年5月3日(金) 10:01 Anna <anna@example.org>:",
        ] {
            assert!(is_dated(line), "{line}");
        }
        for line in ["2024-05-03 10:01 the lamp broke", "It was 2024 at 10:01", "Write to <anna@example.org>"] {
            assert!(!is_dated(line), "{line}");
        }
        assert!(
            ends_introduction("> wrote:") && !ends_introduction("> He wrote a book:") && !ends_introduction("wrote:")
        );
    }

    #[test]
    fn closings() {
        for line in ["Best regards,", "Mit freundlichen Grüßen", "Cordialement,", "С уважением,"] {
            assert!(is_closing(line), "{line}");
        }
        for line in ["Thanks for your help!", "Best regards to your mother"] {
            assert!(!is_closing(line), "{line}");
        }
    }

    #[test]
    fn separators_and_labels() {
        for line in [
            "-----Original Message-----",
            "---------- Forwarded message ---------",
            "-------- Ursprüngliche Nachricht --------",
            "*-------- Original Message --------*",
            "Begin forwarded message:",
        ] {
            assert!(is_separator(line), "{line}");
        }
        for line in ["--", "---", "-- first point", "a -- b -- c"] {
            assert!(!is_separator(line), "{line}");
        }
        for (line, want) in [
            ("From: Anna", Some("from")),
            ("*Von:* Anna", Some("from")),
            ("Gesendet: Montag", Some("date")),
            ("Betreff: x", Some("subject")),
            ("A very long sentence here: x", None),
            ("Note: x", None),
        ] {
            assert_eq!(header_label(line), want, "{line}");
        }
    }

    #[test]
    fn phones_sign() {
        for line in [
            "Sent from my iPhone",
            "Von meinem iPhone gesendet",
            "Get Outlook for iOS",
            "Envoyé de mon iPhone",
            "Enviado desde mi iPhone",
            "Diese Nachricht wurde von meinem Android-Mobiltelefon mit K-9 Mail gesendet.",
        ] {
            assert!(is_sent_from(line), "{line}");
        }
        for line in [
            "Sent from my desk, is much easier then my mobile phone.",
            "I sent from my account 3 euros",
            "Best regards",
        ] {
            assert!(!is_sent_from(line), "{line}");
        }
    }
}
