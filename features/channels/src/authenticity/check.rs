//! Asking: the checks themselves, by the library, put into our words.

use mail_auth::arc::Set;
use mail_auth::common::verify::VerifySignature;
use mail_auth::dmarc::verify::DmarcParameters;
use mail_auth::spf::verify::SpfParameters;
use mail_auth::{AuthenticatedMessage, DkimOutput, DkimResult, DmarcOutput, DmarcResult, SpfOutput, SpfResult};

use super::Policy;
use super::model::{Arc, Dkim, Dmarc, Evidence, Findings, Spf, decide};
use super::names::Resolver;
use super::origin::{Origin, domain_of};

/// Signatures that are looked at; a mail with more wants to keep us busy.
const MOST_SIGNATURES: usize = 10;

/// Checks a mail.
pub(super) async fn check(raw: &[u8], origin: &Origin, policy: &Policy, resolver: &Resolver) -> Findings {
    let Some(mut mail) = AuthenticatedMessage::parse(raw) else { return Findings::unchecked(raw) };
    mail.dkim_headers.truncate(MOST_SIGNATURES);
    let asking = resolver.authenticator();
    let spf_output = spf(origin, resolver).await;
    let dkim_output = asking.verify_dkim(resolver.ask(&mail)).await;
    let return_domain =
        domain_of(origin.sender.as_deref().filter(|sender| !sender.is_empty()).unwrap_or(&origin.hello));
    let spf_domain = origin.spf.as_ref().map_or(return_domain, |(_, domain)| domain.clone());
    let unknown = SpfOutput::new(spf_domain.clone()).with_result(SpfResult::None);
    let judged = spf_output.as_ref().unwrap_or(&unknown);
    let dmarc_output =
        asking.verify_dmarc(resolver.ask(DmarcParameters::new(&mail, &dkim_output, &spf_domain, judged))).await;
    let arc_output = asking.verify_arc(resolver.ask(&mail)).await;
    let arc = arc(arc_output.result(), arc_output.sets());
    let spf = Spf {
        result: spf_output.as_ref().map_or("unknown", |output| spf_word(output.result())).to_owned(),
        domain: spf_domain,
        client: origin.client.map(|client| client.to_string()).unwrap_or_default(),
    };
    let dmarc = dmarc(&dmarc_output);
    let dkim: Vec<Dkim> = dkim_output.iter().filter_map(signature).collect();
    let from = mail.froms().first().map(|from| from.to_lowercase()).unwrap_or_default();
    let domain = domain_of(&from);
    let signed_by: Vec<&str> = dkim.iter().filter(|one| one.result == "pass").map(|one| one.domain.as_str()).collect();
    let (verdict, ground) = decide(&Evidence {
        domain: &domain,
        several_senders: mail.froms().iter().any(|other| domain_of(other) != domain),
        dmarc: &dmarc.result,
        policy: &dmarc.policy,
        spf: &spf.result,
        spf_domain: &spf.domain,
        signed_by: &signed_by,
        trusted_forwarder: trusted(&arc, arc_output.sets(), &policy.trusted_forwarders),
        key_missing: dkim.iter().any(|one| one.result == "temperror"),
    });
    Findings { verdict, ground, from, spf, dkim, dmarc, arc }
}

/// SPF, when it is known who handed the mail in, or when our own server found it out.
async fn spf(origin: &Origin, resolver: &Resolver) -> Option<SpfOutput> {
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
    Some(resolver.authenticator().verify_spf(resolver.ask(parameters)).await)
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

fn arc(result: &DkimResult, sets: &[Set<'_>]) -> Arc {
    let result = match dkim_words(result).0 {
        "none" => "none",
        "pass" => "pass",
        _ => "fail",
    };
    let forwarders = sets.iter().map(|set| set.seal.header.domain().to_lowercase()).collect();
    Arc { result: result.to_owned(), forwarders }
}

/// Whether every forwarder on the way is trusted and the first one saw the mail in order. A stranger among them could have put
/// another mail under the seals of the others.
fn trusted(arc: &Arc, sets: &[Set<'_>], forwarders: &[String]) -> bool {
    let known = |domain: &String| forwarders.iter().any(|trusted| trusted == domain);
    let first = sets.first().map(|set| String::from_utf8_lossy(set.results.value).to_lowercase()).unwrap_or_default();
    let was_in_order = first.split(';').any(|part| part.trim_start().starts_with("dmarc=pass"));
    arc.result == "pass" && !arc.forwarders.is_empty() && arc.forwarders.iter().all(known) && was_in_order
}
