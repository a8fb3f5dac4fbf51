//! Sending a form to another server: what exchanging tokens needs. Guarded as fetching is, and never redirected: a form may hold
//! secrets, which go to the address that was named and nowhere else.

use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper::Request;
use hyper::header::{ACCEPT, CONTENT_TYPE};
use url::Url;
use url::form_urlencoded::Serializer;

use crate::fetch::{self, Reach};
use crate::trouble::{Cause, Trouble};
use crate::trust::Trust;
use crate::words;

/// Time for the whole thing.
const PATIENCE: Duration = Duration::from_secs(20);

/// What a server answered to a form.
#[derive(Debug, Clone)]
pub struct Answered {
    /// The HTTP status.
    pub status: u16,
    /// The content.
    pub body: Bytes,
}

/// Sends `fields` to `url`, takes at most `limit` bytes of the answer, whatever its status is.
pub async fn post(
    url: &str,
    fields: &[(&str, &str)],
    limit: usize,
    reach: Reach,
    trust: &Trust,
) -> Result<Answered, Trouble> {
    tokio::time::timeout(PATIENCE, send(url, fields, limit, reach, trust))
        .await
        .unwrap_or_else(|_| Err(Trouble::passing(Cause::Timeout, words::WEB_SILENT)))
}

async fn send(
    url: &str,
    fields: &[(&str, &str)],
    limit: usize,
    reach: Reach,
    trust: &Trust,
) -> Result<Answered, Trouble> {
    let url = Url::parse(url).map_err(|_| Trouble::lasting(Cause::Forbidden, words::NOT_ON_THE_WEB))?;
    let form = Serializer::new(String::new()).extend_pairs(fields).finish();
    let request = Request::post(fetch::path(&url))
        .header(ACCEPT, "application/json")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    let response = fetch::send(&url, request, Full::new(Bytes::from(form)), reach, trust).await?;
    let status = response.status();
    if status.is_redirection() {
        return Err(Trouble::lasting(Cause::Protocol, words::SENT_NOWHERE));
    }
    Ok(Answered { status: status.as_u16(), body: fetch::read(response, limit).await?.body })
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    #[tokio::test]
    async fn a_form_is_sent_encoded_and_goes_nowhere_else() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
        tokio::spawn(async move {
            let answers = [
                "HTTP/1.1 400 Bad Request\r\nContent-Length: 2\r\n\r\n{}",
                "HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
            ];
            for answer in answers {
                let (mut stream, _) = listener.accept().await.unwrap();
                let mut buffer = vec![0; 4096];
                let mut heard = String::new();
                while !heard.contains("c=d") {
                    let read = stream.read(&mut buffer).await.unwrap();
                    heard.push_str(&String::from_utf8_lossy(&buffer[..read]));
                }
                tell.send(heard).unwrap();
                stream.write_all(answer.as_bytes()).await.unwrap();
            }
        });
        let url = format!("http://{address}/token?x");
        let fields = [("a", "b & ü"), ("c", "d")];
        let got = post(&url, &fields, 99, Reach::Anywhere, &Trust::public()).await.unwrap();
        assert_eq!((got.status, &got.body[..]), (400, &b"{}"[..]));
        let heard = told.recv().await.unwrap();
        assert!(heard.starts_with("POST /token?x HTTP/1.1\r\n"), "{heard}");
        assert!(
            heard.ends_with("a=b+%26+%C3%BC&c=d") && heard.contains("application/x-www-form-urlencoded"),
            "{heard}"
        );
        let sent_on = post(&url, &fields, 99, Reach::Anywhere, &Trust::public()).await.unwrap_err();
        assert_eq!(sent_on.cause, Cause::Protocol);
        let inner = post(&url, &fields, 99, Reach::Public, &Trust::public()).await.unwrap_err();
        assert_eq!(inner.cause, Cause::Forbidden);
    }
}
