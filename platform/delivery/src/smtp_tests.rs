//! Signing in with a token, at servers that keep to the words of Google and Microsoft.

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpListener;

use super::*;

/// `user=mia@our.example^Aauth=Bearer good^A^A`, in base64.
const GOOD: &str = "AUTH XOAUTH2 dXNlcj1taWFAb3VyLmV4YW1wbGUBYXV0aD1CZWFyZXIgZ29vZAEB";

/// A server that takes one token, and refuses others as Google does (a question first) or Microsoft (at once).
async fn server(asks_first: bool) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let (read, mut write) = stream.into_split();
        let mut lines = BufReader::new(read).lines();
        write.write_all(b"220 hello\r\n").await.unwrap();
        while let Ok(Some(line)) = lines.next_line().await {
            let answer = match line.as_str() {
                GOOD => "235 welcome\r\n",
                _ if line.starts_with("EHLO") => "250-x\r\n250 AUTH LOGIN PLAIN XOAUTH2\r\n",
                _ if line.starts_with("AUTH XOAUTH2") && asks_first => "334 eyJzdGF0dXMiOiI0MDEifQ==\r\n",
                _ => "535 5.7.3 no\r\n",
            };
            write.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    port
}

#[tokio::test]
async fn a_token_signs_in_and_a_bad_one_is_a_refused_sign_in() {
    for (token, asks_first, expected) in
        [("good", false, None), ("bad", false, Some(Cause::Login)), ("bad", true, Some(Cause::Login))]
    {
        let smtp = Smtp {
            host: "127.0.0.1".to_owned(),
            port: server(asks_first).await,
            security: Security::None,
            login: None,
            hello: "our.example".to_owned(),
        };
        let login = Login { user: "mia@our.example".to_owned(), password: token.to_owned(), is_token: true };
        let mut session = smtp.connect(&Trust::public()).await.unwrap();
        let cause = session.login(&login).await.err().map(|trouble| trouble.cause);
        assert_eq!(cause, expected, "{token}, a question first: {asks_first}");
    }
}
