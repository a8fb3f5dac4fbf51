//! Asking: the checks themselves, by the library, put into our words.

use std::time::Duration;

use mail_auth::common::verify::VerifySignature;
use mail_auth::dmarc::verify::DmarcParameters;
use mail_auth::spf::verify::SpfParameters;
use mail_auth::{AuthenticatedMessage, DkimOutput, DkimResult, DmarcOutput, DmarcResult, SpfOutput, SpfResult};

use super::Policy;
use super::model::{Arc, Dkim, Dmarc, Evidence, Findings, Ground, Spf, decide, related};
use super::names::Resolver;
use super::origin::{Origin, domain_of};

/// Signatures that are looked at; a mail with more wants to keep us busy.
const MOST_SIGNATURES: usize = 5;
/// What a domain that could not vouch for the sender anyway may cost us.
const PATIENCE_WITH_STRANGERS: Duration = Duration::from_secs(1);

/// Checks a mail. Whoever forges it chooses the return address, signatures and seals, and with them name servers that answer slowly or never.
/// So only those are waited for that could vouch for the sender: silence of the others must not look like silence of the sender's own.
pub(super) async fn check(raw: &[u8], origin: &Origin, policy: &Policy, resolver: &Resolver) -> Findings {
    let Some(mut mail) = AuthenticatedMessage::parse(raw) else { return Findings::unchecked(raw, Ground::NoAnswer) };
    let asking = resolver.authenticator();
    let from = mail.froms().first().map(|from| from.to_lowercase()).unwrap_or_default();
    let domain = ascii(&domain_of(&from));
    mail.dkim_headers.retain(|signature| related(&domain, &signature.header.domain().to_lowercase()));
    mail.dkim_headers.truncate(MOST_SIGNATURES);
    let return_domain =
        domain_of(origin.sender.as_deref().filter(|sender| !sender.is_empty()).unwrap_or(&origin.hello));
    let spf_domain = ascii(origin.spf.as_ref().map_or(&return_domain, |(_, domain)| domain));
    let spf_output = spf(origin, resolver, related(&domain, &spf_domain)).await;
    let dkim_output = asking.verify_dkim(resolver.ask(&mail)).await;
    let nothing = SpfOutput::new(spf_domain.clone()).with_result(SpfResult::None);
    let judged = spf_output.as_ref().filter(|_| related(&domain, &spf_domain)).unwrap_or(&nothing);
    let dmarc_output =
        asking.verify_dmarc(resolver.ask(DmarcParameters::new(&mail, &dkim_output, &spf_domain, judged))).await;
    let (arc, trusted_forwarder) = seals(&mail, policy, resolver).await;
    let spf = Spf {
        result: spf_output.as_ref().map_or("unknown", |output| spf_word(output.result())).to_owned(),
        domain: spf_domain,
        client: origin.client.map(|client| client.to_string()).unwrap_or_default(),
    };
    let dmarc = dmarc(&dmarc_output);
    let dkim: Vec<Dkim> = dkim_output.iter().filter_map(signature).collect();
    let signed_by: Vec<&str> = dkim.iter().filter(|one| one.result == "pass").map(|one| one.domain.as_str()).collect();
    let (verdict, ground) = decide(&Evidence {
        domain: &domain,
        several_senders: mail.froms().iter().any(|other| ascii(&domain_of(other)) != domain),
        dmarc: &dmarc.result,
        policy: &dmarc.policy,
        spf: &spf.result,
        spf_domain: &spf.domain,
        signed_by: &signed_by,
        trusted_forwarder,
        key_missing: dkim.iter().any(|one| one.result == "temperror"),
    });
    Findings { verdict, ground, from, spf, dkim, dmarc, arc }
}

/// A domain as it stands in signatures and in the names of the world.
fn ascii(domain: &str) -> String {
    idna::domain_to_ascii(domain).unwrap_or_else(|_| domain.to_owned())
}

/// SPF, when it is known who handed the mail in, or when our own server found it out.
async fn spf(origin: &Origin, resolver: &Resolver, of_sender: bool) -> Option<SpfOutput> {
    if let Some((word, domain)) = &origin.spf {
        return Some(SpfOutput::new(domain.clone()).with_result(spf_result(word)));
    }
    let client = origin.client?;
    let sender = origin.sender.as_deref()?;
    let parameters = if sender.is_empty() {
        SpfParameters::verify_ehlo(client, &origin.hello, "localhost")
    } else {
        SpfParameters::verify_mail_from(client, &origin.hello, "localhost", sender)
    };
    let asking = resolver.authenticator().verify_spf(resolver.ask(parameters));
    if of_sender {
        return Some(asking.await);
    }
    let asked = tokio::time::timeout(PATIENCE_WITH_STRANGERS, asking).await;
    Some(asked.unwrap_or_else(|_| SpfOutput::new(String::new()).with_result(SpfResult::TempError)))
}

fn spf_word(result: SpfResult) -> &'static str {
    match result {
        SpfResult::Pass => "pass",
        SpfResult::Fail => "fail",
        SpfResult::SoftFail => "softfail",
        SpfResult::Neutral => "neutral",
        SpfResult::TempError => "temperror",
        SpfResult::PermError => "permerror",
        SpfResult::None => "none",
    }
}

fn spf_result(word: &str) -> SpfResult {
    match word {
        "pass" => SpfResult::Pass,
        "fail" => SpfResult::Fail,
        "softfail" => SpfResult::SoftFail,
        "neutral" => SpfResult::Neutral,
        "temperror" => SpfResult::TempError,
        "permerror" => SpfResult::PermError,
        _ => SpfResult::None,
    }
}

fn signature(output: &DkimOutput<'_>) -> Option<Dkim> {
    let (result, detail) = dkim_words(output.result());
    let signature = output.signature()?;
    Some(Dkim {
        result: result.to_owned(),
        domain: signature.domain().to_lowercase(),
        selector: signature.selector().to_owned(),
        detail,
    })
}

fn dkim_words(result: &DkimResult) -> (&'static str, String) {
    match result {
        DkimResult::Pass => ("pass", String::new()),
        DkimResult::Neutral(error) => ("neutral", error.to_string()),
        DkimResult::Fail(error) => ("fail", error.to_string()),
        DkimResult::PermError(error) => ("permerror", error.to_string()),
        DkimResult::TempError(error) => ("temperror", error.to_string()),
        DkimResult::None => ("none", String::new()),
    }
}

fn dmarc(output: &DmarcOutput) -> Dmarc {
    let result = match output.result() {
        DmarcResult::Pass => "pass",
        DmarcResult::Fail(_) => "fail",
        DmarcResult::TempError(_) => "temperror",
        DmarcResult::PermError(_) => "permerror",
        DmarcResult::None => "none",
    };
    let policy = output.dmarc_record().map(|_| output.policy().to_string()).unwrap_or_default();
    Dmarc { result: result.to_owned(), policy }
}

/// What forwarders say they saw, and whether that is believed: every one on the way must be trusted, and the first one must have seen the mail in
/// order. A stranger among them could have put another mail under the seals of the others, so a stranger's seal is not even looked at.
async fn seals(mail: &AuthenticatedMessage<'_>, policy: &Policy, resolver: &Resolver) -> (Arc, bool) {
    let forwarders: Vec<String> = mail.as_headers.iter().map(|seal| seal.header.domain().to_lowercase()).collect();
    let known = |domain: &String| policy.trusted_forwarders.contains(domain);
    if forwarders.is_empty() || !forwarders.iter().all(known) {
        let result = if forwarders.is_empty() { "none" } else { "unknown" };
        return (Arc { result: result.to_owned(), forwarders }, false);
    }
    let output = resolver.authenticator().verify_arc(resolver.ask(mail)).await;
    let passed = *output.result() == DkimResult::Pass;
    let first = output.sets().first().map(|set| String::from_utf8_lossy(set.results.value).to_lowercase());
    let in_order = first.unwrap_or_default().split(';').any(|part| part.trim_start().starts_with("dmarc=pass"));
    let result = if passed { "pass" } else { "fail" };
    (Arc { result: result.to_owned(), forwarders }, passed && in_order)
}
