//! Who handed a mail in, as far as it can be believed: what a mail says about its own way is written by whoever sent it, except
//! what our own receiving servers wrote on top.

use std::net::IpAddr;

use mail_parser::{Header, HeaderName, HeaderValue, Host, MessageParser, Received};

use crate::intake::envelope::Envelope;

/// What is known about the way in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// The server that handed the mail in to ours.
    pub client: Option<IpAddr>,
    /// The name it gave itself.
    pub hello: String,
    /// The return address, empty for none; absent when not known.
    pub sender: Option<String>,
    /// What our own receiving server found out about SPF, and for which domain.
    pub spf: Option<(String, String)>,
}

/// Finds it out. `servers` are the names of our own receiving servers, in lower case.
pub fn origin(raw: &[u8], envelope: Option<&Envelope>, servers: &[String]) -> Origin {
    let Some(mail) = MessageParser::default().parse_headers(raw) else { return Origin::default() };
    let headers = mail.headers();
    let sender = match envelope {
        Some(envelope) => Some(envelope.sender.clone()),
        None => return_path(headers),
    };
    let noted = noted_spf(headers, servers, raw);
    if noted.is_some() {
        return Origin { sender, spf: noted, ..Origin::default() };
    }
    let from_far = envelope.and_then(|envelope| Some((envelope, envelope.client.parse::<IpAddr>().ok()?)));
    if let Some((envelope, client)) = from_far.filter(|(_, client)| is_public(*client)) {
        return Origin { client: Some(client), hello: envelope.hello.clone(), sender, spf: None };
    }
    // A server next door is our own: it wrote the topmost hop. A mail that was fetched has one to believe only when it is named.
    let hop = hop(headers, servers, envelope.is_some());
    let (client, hello) = hop.map_or((None, String::new()), |(client, hello)| (Some(client), hello));
    Origin { client, hello, sender, spf: None }
}

fn return_path(headers: &[Header<'_>]) -> Option<String> {
    let header = headers.iter().find(|header| header.name == HeaderName::ReturnPath)?;
    let text = header.value.as_text().unwrap_or_default();
    Some(text.trim().trim_start_matches('<').trim_end_matches('>').to_lowercase())
}

/// The first server from outside, from the top: as long as our own servers hand on to each other, the next hop is looked at.
fn hop(headers: &[Header<'_>], servers: &[String], next_door: bool) -> Option<(IpAddr, String)> {
    let mut trusted = next_door;
    for header in headers {
        let HeaderValue::Received(received) = &header.value else { continue };
        let ours = received.by.as_ref().is_some_and(|by| servers.contains(&name_of(by)));
        if !ours && !trusted {
            return None;
        }
        let client = client_of(received)?;
        if is_public(client) {
            return Some((client, received.helo.as_ref().or(received.from.as_ref()).map(name_of).unwrap_or_default()));
        }
        // Whoever is next door to our own server is ours too, and wrote the next hop.
        trusted = true;
    }
    None
}

fn client_of(received: &Received<'_>) -> Option<IpAddr> {
    received.from_ip.or(match received.from {
        Some(Host::IpAddr(address)) => Some(address),
        _ => None,
    })
}

fn name_of(host: &Host<'_>) -> String {
    match host {
        Host::Name(name) => name.trim_end_matches('.').to_lowercase(),
        Host::IpAddr(address) => address.to_string(),
    }
}

/// What the topmost `Authentication-Results` or `Received-SPF` says about SPF, when one of our own servers wrote it.
fn noted_spf(headers: &[Header<'_>], servers: &[String], raw: &[u8]) -> Option<(String, String)> {
    if servers.is_empty() {
        return None;
    }
    let text = |header: &Header<'_>| {
        let bytes = raw.get(header.offset_start as usize..header.offset_end as usize).unwrap_or_default();
        String::from_utf8_lossy(bytes).split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
    };
    let named = |name: &str| headers.iter().find(|header| header.name.as_str().eq_ignore_ascii_case(name)).map(text);
    if let Some(results) = named("Authentication-Results")
        && let Some((server, found)) = results.split_once(';')
        && servers.iter().any(|ours| server.split_whitespace().next() == Some(ours))
    {
        return spf_in_results(found);
    }
    let line = named("Received-SPF")?;
    let by_us =
        servers.iter().any(|ours| line.contains(&format!("receiver={ours}")) || line.contains(&format!("({ours}:")));
    if !by_us {
        return None;
    }
    let result = word_of(line.split_whitespace().next()?);
    let sender = value_of(&line, "envelope-from=").unwrap_or_default();
    Some((result, domain_of(&sender)))
}

fn spf_in_results(found: &str) -> Option<(String, String)> {
    let part = found.split(';').map(str::trim).find(|part| part.starts_with("spf="))?;
    let result = word_of(part.strip_prefix("spf=")?.split_whitespace().next()?);
    let domain = value_of(part, "smtp.mailfrom=").or_else(|| value_of(part, "smtp.helo=")).unwrap_or_default();
    Some((result, domain_of(&domain)))
}

fn word_of(word: &str) -> String {
    let known = ["pass", "fail", "softfail", "neutral", "none", "temperror", "permerror"];
    known.into_iter().find(|known| *known == word).unwrap_or("none").to_owned()
}

fn value_of(text: &str, key: &str) -> Option<String> {
    let rest = text.split(key).nth(1)?;
    let value: String = rest.chars().take_while(|c| !c.is_whitespace() && !matches!(c, ';' | ')' | ',')).collect();
    Some(value.trim_matches(['"', '<', '>']).to_owned())
}

/// The domain of an address, or the text itself when it is one.
pub(super) fn domain_of(address: &str) -> String {
    address.rsplit_once('@').map_or(address, |(_, domain)| domain).trim_end_matches('.').to_lowercase()
}

/// Whether an address is one that the world can have: next door there are only our own.
pub(crate) fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => {
            !(address.is_private() || address.is_loopback() || address.is_link_local() || address.is_unspecified())
        }
        IpAddr::V6(address) => {
            !(address.is_loopback()
                || address.is_unique_local()
                || address.is_unicast_link_local()
                || address.is_unspecified())
        }
    }
}
