//! What customers write below a rating, and what is noted when they are called back.

/// Of those who are content.
pub const CONTENT: [&str; 12] = [
    "Quick and friendly, thank you.",
    "The answer came within the hour and it was the right one.",
    "Very helpful. She knew the bike better than I do.",
    "Everything was clear at the first answer.",
    "Great service, I was kept informed all the way.",
    "The repair was explained step by step, that helped a lot.",
    "Fast reply even on a Saturday.",
    "My refund was there after two days, perfect.",
    "Honest advice, even though I bought the cheaper bike in the end.",
    "He solved it himself instead of passing me on.",
    "Friendly, competent, quick.",
    "The replacement part arrived the next day.",
];

pub const CONTENT_GERMAN: [&str; 8] = [
    "Schnelle und freundliche Antwort, danke!",
    "Sehr kompetente Beratung.",
    "Alles sofort geklärt, super Service.",
    "Der Mitarbeiter hat sich wirklich gekümmert.",
    "Die Erstattung kam prompt.",
    "Verständlich erklärt, vielen Dank.",
    "Ersatzteil war am nächsten Tag da.",
    "Endlich ein Kundendienst, der antwortet.",
];

/// Of those who are not, by what they wrote about.
pub fn unhappy(topic: &str) -> &'static [&'static str] {
    match topic.split_once('.').map_or(topic, |(group, _)| group) {
        "delivery" => &[
            "My parcel was late and nobody told me where it was.",
            "The delivery date was moved three times without a word.",
            "The carrier never came, and I waited at home all day.",
            "I had to ask again and again where my parcel is.",
            "Tracking has said the same for nine days.",
        ],
        "connected" => &[
            "Since the firmware update the app loses the bike every day.",
            "The update broke pairing and nobody had a solution.",
            "I was told to reinstall the app three times. It did not help.",
            "The app still shows an empty battery after the update.",
            "The answer about the firmware was copied from the website.",
        ],
        "returns" => &[
            "Four weeks for a refund is too long.",
            "The return label did not work and I had to pay for the parcel.",
            "I still do not know when my refund comes.",
        ],
        "technical" => &[
            "I know now what is wrong, but the bike still does not work.",
            "Too many questions before anybody looked at the error code.",
            "The workshop appointment is in five weeks.",
        ],
        "warranty" => &[
            "The claim took far too long and I had to send every photo twice.",
            "Every answer came from somebody else and I explained it all again.",
            "Warranty refused without a reason I can understand.",
        ],
        "orders" => &[
            "The voucher did not work and the answer did not help.",
            "I was charged twice and had to prove it.",
            "The bike was shown as available and is not.",
        ],
        _ => &["It took too long to get an answer.", "The answer did not fit the question."],
    }
}

pub fn unhappy_german(topic: &str) -> &'static [&'static str] {
    match topic.split_once('.').map_or(topic, |(group, _)| group) {
        "delivery" => &[
            "Das Paket kam zu spät und niemand hat Bescheid gesagt.",
            "Der Liefertermin wurde dreimal verschoben.",
            "Die Sendungsverfolgung sagt seit Tagen dasselbe.",
        ],
        "connected" => &[
            "Seit dem Firmware-Update verliert die App das Rad.",
            "Die Kopplung geht nach dem Update nicht mehr, keine Lösung.",
        ],
        "returns" => &["Vier Wochen für eine Erstattung sind zu lang."],
        "technical" => &["Das Rad geht immer noch nicht.", "Der Termin in der Werkstatt ist erst in fünf Wochen."],
        "warranty" => &["Die Bearbeitung hat viel zu lange gedauert."],
        "orders" => &["Der Gutschein ging nicht und die Antwort half nicht weiter."],
        _ => &["Es hat zu lange gedauert, bis jemand geantwortet hat."],
    }
}

/// What is noted of calls.
pub const CALLS: [&str; 6] = [
    "Spoke with the customer and apologised; sent a voucher for the next service.",
    "Called back: it works by now. They had hoped for an earlier word from us.",
    "Reached them at the second try; the part is on its way by express.",
    "Agreed on a new delivery date and wrote it into the order.",
    "Listened, explained what went wrong, refunded the shipping.",
    "The customer was glad that somebody called at all.",
];
