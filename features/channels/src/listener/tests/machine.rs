//! Whatever a client says: every command is answered once, nothing panics, nothing is kept that was not whole.

use proptest::prelude::*;

use super::{Shelf, codes, come, rules};
use crate::listener::Protocol;

fn command() -> impl Strategy<Value = String> {
    let words = prop_oneof![
        Just("EHLO x".to_owned()),
        Just("LHLO x".to_owned()),
        Just("MAIL FROM:<a@x.example>".to_owned()),
        Just("MAIL FROM:<>".to_owned()),
        Just("MAIL FROM:<\"a b\\\"@\"@x.example> SIZE=5".to_owned()),
        Just("RCPT TO:<help@our.example>".to_owned()),
        Just("RCPT TO:<sales@our.example>".to_owned()),
        Just("RCPT TO:<no@our.example>".to_owned()),
        Just("RSET".to_owned()),
        Just("NOOP".to_owned()),
        Just("STARTTLS".to_owned()),
        "[A-Za-z<>@:.\" =\\\\\u{e4}]{0,40}",
    ];
    // A mail body is put where the server is ready for one, so that each command has exactly one answer.
    words.prop_filter("these begin a mail or end the session", |words| {
        let start = words.trim_start().to_uppercase();
        !["DATA", "BDAT", "QUIT"].iter().any(|word| start.starts_with(word))
    })
}

fn answers(protocol: Protocol, said: Vec<u8>) -> (String, usize) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async move {
        let (heard, kept) = come(protocol, Shelf::default(), rules(), 1 << 20).all(&said).await;
        (heard, kept.len())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn each_command_has_one_answer(commands in prop::collection::vec(command(), 0..15), lmtp in any::<bool>()) {
        let protocol = if lmtp { Protocol::Lmtp } else { Protocol::Smtp };
        let said: String = commands.iter().map(|command| format!("{command}\r\n")).collect();
        let (heard, kept) = answers(protocol, said.into_bytes());
        let codes = codes(&heard);
        let closed = codes.last() == Some(&421);
        prop_assert!(closed || codes.len() == commands.len() + 1, "{heard}");
        prop_assert_eq!(kept, 0);
    }

    #[test]
    fn no_bytes_panic_or_keep_half_a_mail(noise in prop::collection::vec(any::<u8>(), 0..300), into_data in any::<bool>()) {
        let start = "EHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<help@our.example>\r\n";
        let said = if into_data { format!("{start}DATA\r\n") } else { start.to_owned() };
        let ends = noise.windows(5).any(|part| part == b"\r\n.\r\n") || noise.starts_with(b".\r\n");
        let (_, kept) = answers(Protocol::Smtp, [said.into_bytes(), noise].concat());
        prop_assert!(kept == 0 || ends);
    }
}
