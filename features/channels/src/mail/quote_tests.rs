use proptest::prelude::*;

use super::quote::separate;
use super::quote_html::separate_html;
use super::sanitise::sanitise;
use super::text::from_html;

#[test]
fn a_few_lines_picked_by_hand_stay_above_their_answer() {
    for (quoted, stays) in [(1, true), (12, true), (13, false), (200, false)] {
        let above = "> line\n".repeat(quoted);
        let separated = separate(&format!("{above}\nMedium, please."));
        assert_eq!(separated.visible.contains("> line"), stays, "{quoted} lines");
        assert!(separated.visible.ends_with("Medium, please."));
    }
}

#[test]
fn the_new_words_of_a_text() {
    let cases: &[(&str, &str)] = &[
        ("Thanks!", "Thanks!"),
        ("Thanks!\n\nOn Tue, May 3, 2024 at 10:01 AM Help <help@our.example> wrote:\n> Hello\n> there", "Thanks!"),
        ("Thanks!\n\nOn Tue, May 3, 2024 at 10:01 AM Help\n<help@our.example> wrote:\n\n> Hello", "Thanks!"),
        ("Danke!\n\nAm 03.05.2024 um 10:01 schrieb Hilfe <help@our.example>:\n> Hallo", "Danke!"),
        ("Merci\n\nLe ven. 3 mai 2024 à 10:01, Aide <help@our.example> a écrit :\n> Bonjour", "Merci"),
        ("Yes.\n\n-----Original Message-----\nFrom: Help\nSent: Monday\nTo: Anna\nSubject: x\n\nHello", "Yes."),
        ("Ja.\n\nVon: Hilfe <help@our.example>\nGesendet: Montag, 3. Mai 2024\nAn: Anna\nBetreff: x\n\nHallo", "Ja."),
        (
            "Ok\n\n________________________________\nFrom: Help <help@our.example>\nSent: Monday\nTo: Anna\nSubject: x\n\nHello",
            "Ok",
        ),
        ("Hello\n\n-- \nAnna Schmidt\n+49 30 1234", "Hello"),
        ("Hello\n\nSent from my iPhone", "Hello"),
        (
            "Hallo\n\nVon meinem iPhone gesendet\n\n> Am 03.05.2024 um 10:01 schrieb Hilfe <help@our.example>:\n>\n> Hallo",
            "Hallo",
        ),
        ("Thanks for your help!\n\nBest regards,\nAnna\n\n--\nAnna Schmidt\nExample Ltd", "Thanks for your help!"),
        (
            "Yes\n\nDate: Mon, 3 May 2024 10:01:00 +0000\nFrom: help@our.example\nTo: a@x.example\nSubject: Size\n\nWhich size?",
            "Yes",
        ),
        (
            "Refund\n\nDate: 3 May\nFrom: Berlin\nTo: Rome\nThe train was late.",
            "Refund\n\nDate: 3 May\nFrom: Berlin\nTo: Rome\nThe train was late.",
        ),
        ("Ok\n\n2024年5月3日(金) 10:01 Help <help@our.example>:\n\n> Which size?", "Ok"),
        ("Best regards,\nAnna\n\n--\nAnna Schmidt", "Best regards,\nAnna"),
        ("I am away.\n\nBest regards,\nAnna", "I am away.\n\nBest regards,\nAnna"),
        ("Yes\n\n2024-05-03 10:01 GMT+02:00 Help\n\nWhich size?", "Yes"),
        (
            "Yes\n\nOn Fri, 3 May 2024 at 10:01 Our Help\n\n<\nmailto:Our Help <help@our.example>\n> wrote:\n\n\nWhich size?\n\nOn Fri, 3 May 2024 at 9:01 Anna\n\n<\nmailto:Anna <a@x.example>\n> wrote:\n\nHello",
            "Yes",
        ),
        ("Yes\n\nOn Fri, 3 May 2024 at 10:01, Help <help@our.example> wrote\n\n> Which size?", "Yes"),
        ("> Which size?\n\nMedium, please.", "> Which size?\n\nMedium, please."),
        ("On 3 May 2024, Help <help@our.example> wrote:\n> Which size?\n\nMedium, please.", "Medium, please."),
        ("> Only quoted", "> Only quoted"),
        (
            "---------- Forwarded message ---------\nFrom: x\n\nLook",
            "---------- Forwarded message ---------\nFrom: x\n\nLook",
        ),
        ("Options:\n-- first\n-- second\n\nBye", "Options:\n-- first\n-- second\n\nBye"),
        ("From: my point of view\nthis is fine", "From: my point of view\nthis is fine"),
        ("", ""),
    ];
    for (text, want) in cases {
        assert_eq!(separate(text).visible, *want, "{text}");
    }
}

#[test]
fn a_space_is_no_answer() {
    for text in ["\u{a0}\n> What do you think?\n> Anna", "\u{3000}\n\n> What do you think?"] {
        let separated = separate(text);
        assert!(separated.visible.contains("What do you think?") && separated.quoted.is_none(), "{separated:?}");
    }
}

#[test]
fn answers_inside_a_quotation_stay_visible() {
    let text = "On 3 May 2024, Help <help@our.example> wrote:\n> Which size?\n\nMedium.\n\n> Which colour?\n\nRed.";
    let separated = separate(text);
    assert_eq!((separated.visible.as_str(), separated.quoted), (text, None));
    let html = "<p>See below</p><div class=\"gmail_quote\"><div class=\"gmail_attr\">On 3 May 2024, Help &lt;help@our.example&gt; wrote:<br></div>\
                <blockquote class=\"gmail_quote\">Which size?</blockquote><p>Medium.</p><blockquote>Which colour?</blockquote><p>Red.</p></div>";
    assert_eq!(separate_html(&sanitise(html, &[]).html).quoted, None);
}

#[test]
fn the_new_words_of_a_page() {
    let cases: &[(&str, &str)] = &[
        ("<div>Thanks!</div>", "Thanks!"),
        (
            "<div dir=\"ltr\">Thanks!</div><br><div class=\"gmail_quote\"><div class=\"gmail_attr\">On Tue, Help wrote:<br></div><blockquote class=\"gmail_quote\">Hello</blockquote></div>",
            "Thanks!",
        ),
        (
            "<div>Thanks!</div><div>On Thu, Jun 26, 2014 at 2:14 PM, Help <span>&lt;<a href=\"mailto:h@o.example\">h@o.example</a>&gt;</span> wrote:<br></div><blockquote class=\"gmail_quote\">Hello</blockquote>",
            "Thanks!",
        ),
        (
            "Hi<br><blockquote type=\"cite\"><div>On Apr 2, 2012, at 5:44 PM, Help wrote:</div><div>Hello</div></blockquote>",
            "Hi",
        ),
        (
            "<div>Yes.</div><div id=\"appendonsend\"></div><hr><div id=\"divRplyFwdMsg\"><b>From:</b> Help<br><b>Sent:</b> Monday<br><b>To:</b> Anna<br><b>Subject:</b> x</div><div>Hello</div>",
            "Yes.",
        ),
        (
            "<p>Ja.</p><div style=\"border-top:solid #E1E1E1 1.0pt\"><p><b>Von:</b> Hilfe<br><b>Gesendet:</b> Montag<br><b>An:</b> Anna<br><b>Betreff:</b> x</p></div><p>Hallo</p>",
            "Ja.",
        ),
        (
            "<div class=\"moz-cite-prefix\">Am 03.05.2024 um 10:01 schrieb Hilfe:<br></div><blockquote type=\"cite\"><p>Hallo</p></blockquote><p>Antwort unten</p>",
            "Antwort unten",
        ),
        ("<p>Hello</p><div class=\"gmail_signature\">Anna</div>", "Hello"),
        ("<blockquote>Only quoted</blockquote>", "Only quoted"),
    ];
    for (html, want) in cases {
        let separated = separate_html(&sanitise(html, &[]).html);
        let text = from_html(&separated.visible);
        assert_eq!(text.trim_start_matches("> ").trim(), *want, "{html}\n→ {separated:?}");
    }
}

#[test]
fn both_halves_are_whole() {
    let html = "<div><p><b>Yes</b></p><div><div class=\"moz-cite-prefix\">On 3 May 2024, Help wrote:</div><blockquote><i>Hello</i></blockquote></div></div>";
    let separated = separate_html(&sanitise(html, &[]).html);
    assert_eq!(separated.visible, "<div><p><b>Yes</b></p><div></div></div>");
    let quoted = separated.quoted.unwrap();
    assert!(
        quoted.starts_with("<div><div><div class=\"moz-cite-prefix\">") && quoted.ends_with("</div></div>"),
        "{quoted}"
    );
}

proptest! {
    #[test]
    fn no_word_is_lost(lines in prop::collection::vec("(> )?(On 3 May 2024, A <a@x.example> wrote:|-- |> wrote:|Best regards,|2024-05-03 10:01 GMT\\+02:00 A|On Fri, 3 May 2024 at 10:01 A|From: x|Sent: y|To: z|Subject: q|-----Original Message-----|Sent from my iPhone|[a-z ]{0,12}|_{12})", 0..14)) {
        let text = lines.join("\n");
        let separated = separate(&text);
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let (visible, quoted) = (words(&separated.visible), words(separated.quoted.as_deref().unwrap_or_default()));
        let want = words(&text);
        let (above, below) = ([visible.clone(), quoted.clone()].concat(), [quoted, visible.clone()].concat());
        prop_assert!(above == want || below == want, "{:?}", separated);
        // Whoever wrote anything at all sees something.
        prop_assert!(want.is_empty() || !visible.is_empty());
    }

    #[test]
    fn halves_of_pages_stay_harmless_and_complete(html in "(<(p|div|blockquote|b|br|div class=gmail_quote|div class=gmail_signature)>|</(p|div|blockquote|b)>|[a-z ]{0,6}|On 3 May 2024 A wrote:){0,20}") {
        let clean = sanitise(&html, &[]).html;
        let separated = separate_html(&clean);
        let both = format!("{}{}", separated.visible, separated.quoted.clone().unwrap_or_default());
        let letters = |html: &str| { let mut all: Vec<char> = html.split('<').map(|p| p.split_once('>').map_or(p, |(_, t)| t)).collect::<String>().chars().filter(|c| c.is_alphanumeric()).collect(); all.sort_unstable(); all };
        prop_assert_eq!(letters(&both), letters(&clean));
        for half in [&separated.visible, separated.quoted.as_ref().unwrap_or(&String::new())] {
            prop_assert_eq!(&sanitise(half, &[]).html, half);
        }
    }
}
