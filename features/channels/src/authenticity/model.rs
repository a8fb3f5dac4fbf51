//! What was found out about a mail's sender, and what it means.

use kernel::ConversationId;
use serde::{Deserialize, Serialize};

use crate::mail::address::Address;

/// What a reader should think of the sender.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The mail is from the domain it says.
    Verified,
    /// Nothing vouches for the sender, and nothing speaks against it: most ordinary mail of small senders.
    Neutral,
    /// The domain says how its mail can be told, and this is none of it.
    Failed,
    /// Nobody could be asked yet.
    Unchecked,
}

impl Verdict {
    /// The stable word for it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Neutral => "neutral",
            Self::Failed => "failed",
            Self::Unchecked => "unchecked",
        }
    }
}

/// What the verdict rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// DMARC passed.
    Dmarc,
    /// No DMARC policy, but a signature of the sender's own domain.
    Signature,
    /// No DMARC policy, but the sender's own mail server handed it in.
    Server,
    /// A forwarder the administrator trusts says that it was in order when it came there.
    Forwarder,
    /// Nothing is published about the domain, or nothing that would help.
    NothingToGoBy,
    /// DMARC failed, but the domain only watches (`p=none`).
    DomainOnlyWatches,
    /// It may be in order, but nobody told us which server handed it in.
    ServerUnknown,
    /// DMARC failed; the domain asks to quarantine such mail.
    Quarantine,
    /// DMARC failed; the domain asks to reject such mail.
    Reject,
    /// From names several domains, which no honest mail does.
    SeveralSenders,
    /// The person is named in Reply-To, and only the sender of the form could be checked.
    WrittenForAnother,
    /// The name servers did not answer.
    NoAnswer,
}

/// SPF: may the server that handed the mail in send for the domain of its return address?
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Spf {
    /// `pass`, `fail`, `softfail`, `neutral`, `none`, `temperror`, `permerror`, or `unknown` when the server is not known.
    #[schema(example = "pass")]
    pub result: String,
    /// The domain of the return address.
    #[schema(example = "example.org")]
    pub domain: String,
    /// The server's address, when it is known.
    #[schema(example = "203.0.113.5")]
    pub client: String,
}

/// One DKIM signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Dkim {
    /// `pass`, `fail`, `neutral`, `temperror` or `permerror`.
    #[schema(example = "pass")]
    pub result: String,
    /// Whose signature it says it is.
    #[schema(example = "example.org")]
    pub domain: String,
    /// Which of the domain's keys.
    #[schema(example = "mail")]
    pub selector: String,
    /// What is wrong with it, in the words of the checking library; empty when nothing is.
    #[schema(example = "")]
    pub detail: String,
}

/// DMARC: does what the reader sees as sender agree with SPF or DKIM?
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Dmarc {
    /// `pass`, `fail`, `none`, `temperror` or `permerror`.
    #[schema(example = "pass")]
    pub result: String,
    /// What the domain asks to do with mail that fails: `none`, `quarantine`, `reject`; empty when it says nothing.
    #[schema(example = "reject")]
    pub policy: String,
}

/// ARC: what forwarders say they saw.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Arc {
    /// `none`, `pass` or `fail`.
    #[schema(example = "none")]
    pub result: String,
    /// The domains of the forwarders, first to last.
    #[schema(example = json!([]))]
    pub forwarders: Vec<String>,
}

/// Everything that was found out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Findings {
    /// What it means.
    pub verdict: Verdict,
    /// Why.
    pub ground: Ground,
    /// The address in From that was checked, in lower case.
    pub from: String,
    /// SPF.
    pub spf: Spf,
    /// DKIM, one for each signature.
    pub dkim: Vec<Dkim>,
    /// DMARC.
    pub dmarc: Dmarc,
    /// ARC.
    pub arc: Arc,
}

/// What the verdict is decided from.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Evidence<'a> {
    pub(crate) domain: &'a str,
    pub(crate) several_senders: bool,
    pub(crate) dmarc: &'a str,
    pub(crate) policy: &'a str,
    pub(crate) spf: &'a str,
    pub(crate) spf_domain: &'a str,
    pub(crate) signed_by: &'a [&'a str],
    pub(crate) trusted_forwarder: bool,
    /// Some signature could not be checked because its key could not be looked up.
    pub(crate) key_missing: bool,
}

/// Decides.
pub(crate) fn decide(evidence: &Evidence<'_>) -> (Verdict, Ground) {
    if evidence.several_senders {
        return (Verdict::Failed, Ground::SeveralSenders);
    }
    match evidence.dmarc {
        "pass" => return (Verdict::Verified, Ground::Dmarc),
        "temperror" => return (Verdict::Unchecked, Ground::NoAnswer),
        _ => {}
    }
    if evidence.trusted_forwarder {
        return (Verdict::Verified, Ground::Forwarder);
    }
    let policy = match evidence.policy {
        "reject" => Some(Ground::Reject),
        "quarantine" => Some(Ground::Quarantine),
        "none" => return (Verdict::Neutral, Ground::DomainOnlyWatches),
        _ => None,
    };
    let unknown_server = evidence.spf == "unknown" && belongs(evidence.domain, evidence.spf_domain, true);
    if let Some(ground) = policy {
        return match () {
            () if evidence.key_missing || evidence.spf == "temperror" => (Verdict::Unchecked, Ground::NoAnswer),
            // Only the receiving server knows whether SPF passed, and it would have turned the mail away if it had not.
            () if unknown_server => (Verdict::Neutral, Ground::ServerUnknown),
            () => (Verdict::Failed, ground),
        };
    }
    if evidence.signed_by.iter().any(|signer| belongs(evidence.domain, signer, false)) {
        return (Verdict::Verified, Ground::Signature);
    }
    if evidence.spf == "pass" && belongs(evidence.domain, evidence.spf_domain, false) {
        return (Verdict::Verified, Ground::Server);
    }
    if evidence.key_missing {
        (Verdict::Unchecked, Ground::NoAnswer)
    } else {
        (Verdict::Neutral, Ground::NothingToGoBy)
    }
}

/// Whether a domain may be vouched for by another one: itself or one above it. The other way round a customer of a hosting provider could vouch
/// for the provider. `lenient` takes that too, and an unknown one: enough for doubt, not for trust.
fn belongs(domain: &str, other: &str, lenient: bool) -> bool {
    let below = |one: &str, two: &str| one.strip_suffix(two).is_some_and(|rest| rest.ends_with('.'));
    if other.is_empty() {
        return lenient;
    }
    domain == other || (other.contains('.') && below(domain, other)) || (lenient && below(other, domain))
}

impl Findings {
    /// What is known of a mail when nobody could be asked.
    pub(crate) fn unchecked(raw: &[u8]) -> Self {
        let from = mail_parser::MessageParser::default().parse_headers(raw).and_then(|mail| {
            let first = mail.from()?.first()?.address()?.to_lowercase();
            Some(first)
        });
        Self {
            verdict: Verdict::Unchecked,
            ground: Ground::NoAnswer,
            from: from.unwrap_or_default(),
            spf: Spf { result: "unknown".to_owned(), ..Spf::default() },
            dkim: Vec::new(),
            dmarc: Dmarc { result: "temperror".to_owned(), ..Dmarc::default() },
            arc: Arc { result: "none".to_owned(), ..Arc::default() },
        }
    }

    /// The same as seen for whom we take for the author: what vouches for From does not vouch for Reply-To.
    #[must_use]
    pub(crate) fn for_author(mut self, author: &Address) -> Self {
        if self.verdict == Verdict::Verified && author.key() != self.from {
            (self.verdict, self.ground) = (Verdict::Neutral, Ground::WrittenForAnother);
        }
        self
    }

    /// Whether a mail that points at a conversation may join it without a person's word.
    pub(crate) fn may_join(&self, was_verified_before: bool) -> bool {
        match self.verdict {
            Verdict::Failed => false,
            Verdict::Neutral => !was_verified_before,
            Verdict::Verified | Verdict::Unchecked => true,
        }
    }
}

/// The findings on a message of a conversation.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// The message.
    pub message: kernel::MessageId,
    /// What was found.
    pub findings: Findings,
    /// The conversation it pointed at and was kept out of.
    pub kept_out_of: Option<ConversationId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verdicts() {
        use Ground as G;
        use Verdict::{Failed, Neutral, Unchecked, Verified};
        let base = Evidence { domain: "x.example", dmarc: "none", spf: "none", ..Evidence::default() };
        let fail = Evidence { dmarc: "fail", policy: "reject", spf: "fail", spf_domain: "x.example", ..base };
        let table: &[(&str, Evidence<'_>, Verdict, Ground)] = &[
            ("no authentication at all", base, Neutral, G::NothingToGoBy),
            ("dmarc", Evidence { dmarc: "pass", policy: "reject", ..base }, Verified, G::Dmarc),
            ("only signed", Evidence { signed_by: &["x.example"], ..base }, Verified, G::Signature),
            (
                "signed by the domain above",
                Evidence { domain: "m.x.example", signed_by: &["x.example"], ..base },
                Verified,
                G::Signature,
            ),
            ("signed by one below", Evidence { signed_by: &["m.x.example"], ..base }, Neutral, G::NothingToGoBy),
            ("signed by a neighbour", Evidence { signed_by: &["ax.example"], ..base }, Neutral, G::NothingToGoBy),
            ("signed by everybody", Evidence { signed_by: &["example"], ..base }, Neutral, G::NothingToGoBy),
            ("only spf", Evidence { spf: "pass", spf_domain: "x.example", ..base }, Verified, G::Server),
            ("spf of another", Evidence { spf: "pass", spf_domain: "y.example", ..base }, Neutral, G::NothingToGoBy),
            (
                "spf fails without policy",
                Evidence { spf: "fail", spf_domain: "x.example", ..base },
                Neutral,
                G::NothingToGoBy,
            ),
            ("reject", fail, Failed, G::Reject),
            ("quarantine", Evidence { policy: "quarantine", ..fail }, Failed, G::Quarantine),
            ("only watched", Evidence { policy: "none", ..fail }, Neutral, G::DomainOnlyWatches),
            ("a trusted forwarder", Evidence { trusted_forwarder: true, ..fail }, Verified, G::Forwarder),
            ("several senders", Evidence { several_senders: true, dmarc: "pass", ..base }, Failed, G::SeveralSenders),
            ("server not known, may be in order", Evidence { spf: "unknown", ..fail }, Neutral, G::ServerUnknown),
            (
                "server and return address not known",
                Evidence { spf: "unknown", spf_domain: "", ..fail },
                Neutral,
                G::ServerUnknown,
            ),
            (
                "server not known, other return address",
                Evidence { spf: "unknown", spf_domain: "y.example", ..fail },
                Failed,
                G::Reject,
            ),
            ("policy not found out", Evidence { dmarc: "temperror", ..base }, Unchecked, G::NoAnswer),
            ("key not found out", Evidence { key_missing: true, ..fail }, Unchecked, G::NoAnswer),
            ("key not found out, no policy", Evidence { key_missing: true, ..base }, Unchecked, G::NoAnswer),
            ("spf not found out", Evidence { spf: "temperror", ..fail }, Unchecked, G::NoAnswer),
        ];
        for (name, evidence, verdict, ground) in table {
            assert_eq!(decide(evidence), (*verdict, *ground), "{name}");
        }
    }

    #[test]
    fn who_may_join() {
        let of = |verdict| Findings { verdict, ..Findings::unchecked(b"From: <anna@x.example>\r\n\r\n") };
        for (verdict, stranger, known) in [
            (Verdict::Verified, true, true),
            (Verdict::Unchecked, true, true),
            (Verdict::Neutral, true, false),
            (Verdict::Failed, false, false),
        ] {
            assert_eq!((of(verdict).may_join(false), of(verdict).may_join(true)), (stranger, known), "{verdict:?}");
        }
        let anna = Address::parse("Anna@x.example").expect("an address");
        let form = Address::parse("form@x.example").expect("an address");
        assert_eq!(of(Verdict::Verified).for_author(&anna).verdict, Verdict::Verified);
        assert_eq!(of(Verdict::Verified).for_author(&form).ground, Ground::WrittenForAnother);
        assert_eq!(of(Verdict::Failed).for_author(&form).verdict, Verdict::Failed);
    }
}
