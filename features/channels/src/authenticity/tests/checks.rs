//! Each check with each outcome, and what it means.

use std::net::IpAddr;

use mail_auth::arc::ArcSealer;
use mail_auth::common::headers::HeaderWriter;
use mail_auth::dmarc::verify::DmarcParameters;
use mail_auth::{AuthenticatedMessage, AuthenticationResults, SpfOutput};
use proptest::prelude::*;

use super::{World, mail_from, silence};
use crate::authenticity::Policy;
use crate::authenticity::check::check;
use crate::authenticity::model::{Findings, Ground, Verdict};
use crate::authenticity::origin::Origin;

const GOOD: [u8; 4] = [203, 0, 113, 5];
const EVIL: [u8; 4] = [198, 51, 100, 9];

fn by(client: [u8; 4], sender: &str) -> Origin {
    let client = Some(IpAddr::from(client));
    Origin { client, hello: "mx.any.example".into(), sender: Some(sender.into()), spf: None }
}

fn fetched(sender: Option<&str>) -> Origin {
    Origin { sender: sender.map(Into::into), ..Origin::default() }
}

async fn ask(world: &World, mail: &str, origin: &Origin) -> Findings {
    check(mail.as_bytes(), origin, &Policy::default(), &world.resolver()).await
}

/// Name, mail, way in; SPF, first signature, DMARC; what it means and why.
type Case = (&'static str, String, Origin, &'static str, &'static str, &'static str, Verdict, Ground);

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one table of all outcomes")]
async fn outcomes() {
    use Ground as G;
    use Verdict::{Failed, Neutral, Verified};
    let world = World::new();
    let x = mail_from("anna@x.example");
    let signed = world.signed("x.example", &x);
    let changed = signed.replace("It broke", "Send money");
    let renamed = signed.replace("Subject: Lamp", "Subject: Send money");
    let old = {
        let start = signed.find(" x=").or_else(|| signed.find("\tx=")).expect("an expiry") + 3;
        let end = start + signed[start..].find(';').expect("an end");
        format!("{}1000000000{}", &signed[..start], &signed[end..])
    };
    let unknown_key = signed.replace("s=mail", "s=gone");
    let free = world.signed("free.example", &mail_from("anna@free.example"));
    let other = world.signed("free.example", &x);
    let below = world.signed("sub.strict.example", &mail_from("anna@strict.example"));
    let stalling =
        format!("{}{x}", signed[..signed.find("From:").expect("a mail")].replace("x.example", "stall.example"));
    let part = world.signed("m.x.example", &x);
    let two = mail_from("anna@x.example").replace("From: ", "From: Eve <eve@evil.example>, ");
    let from = |address: &str| mail_from(address);
    let table: Vec<Case> = vec![
        ("spf passes", x.clone(), by(GOOD, "anna@x.example"), "pass", "", "pass", Verified, G::Dmarc),
        ("spf fails", x.clone(), by(EVIL, "anna@x.example"), "fail", "", "fail", Failed, G::Reject),
        (
            "spf fails softly",
            from("anna@soft.example"),
            by(EVIL, "anna@soft.example"),
            "softfail",
            "",
            "fail",
            Failed,
            G::Quarantine,
        ),
        (
            "spf says nothing",
            from("anna@bare.example"),
            by(EVIL, "anna@bare.example"),
            "none",
            "",
            "none",
            Neutral,
            G::NothingToGoBy,
        ),
        ("spf of somebody else", x.clone(), by(EVIL, "eve@evil.example"), "pass", "", "fail", Failed, G::Reject),
        (
            "spf of the greeting, for a bounce",
            x.clone(),
            Origin { hello: "x.example".into(), ..by(GOOD, "") },
            "pass",
            "",
            "pass",
            Verified,
            G::Dmarc,
        ),
        ("spf only", from("anna@spf.example"), by(GOOD, "anna@spf.example"), "pass", "", "none", Verified, G::Server),
        (
            "spf fails, nothing asked",
            from("anna@spf.example"),
            by(EVIL, "anna@spf.example"),
            "fail",
            "",
            "none",
            Neutral,
            G::NothingToGoBy,
        ),
        ("signed", signed.clone(), fetched(None), "unknown", "pass", "pass", Verified, G::Dmarc),
        (
            "signed and forwarded",
            signed.clone(),
            by(EVIL, "eve@evil.example"),
            "pass",
            "pass",
            "pass",
            Verified,
            G::Dmarc,
        ),
        (
            "signed, forwarder keeps the return address",
            signed.clone(),
            by(EVIL, "anna@x.example"),
            "fail",
            "pass",
            "pass",
            Verified,
            G::Dmarc,
        ),
        ("body changed", changed.clone(), by(EVIL, "eve@evil.example"), "pass", "neutral", "fail", Failed, G::Reject),
        (
            "body changed, way not known",
            changed.clone(),
            fetched(None),
            "unknown",
            "neutral",
            "fail",
            Neutral,
            G::ServerUnknown,
        ),
        (
            "body changed, other return address",
            changed,
            fetched(Some("eve@evil.example")),
            "unknown",
            "neutral",
            "fail",
            Failed,
            G::Reject,
        ),
        ("subject changed", renamed, by(EVIL, "eve@evil.example"), "pass", "fail", "fail", Failed, G::Reject),
        ("signature expired", old, by(EVIL, "eve@evil.example"), "pass", "neutral", "fail", Failed, G::Reject),
        ("key withdrawn", unknown_key, by(EVIL, "eve@evil.example"), "pass", "permerror", "fail", Failed, G::Reject),
        ("signed by somebody else", other, by(EVIL, "eve@evil.example"), "pass", "", "fail", Failed, G::Reject),
        ("signed, no policy", free, fetched(None), "unknown", "pass", "none", Verified, G::Signature),
        (
            "strict domain, signed by one below",
            below,
            by(EVIL, "eve@evil.example"),
            "pass",
            "pass",
            "fail",
            Failed,
            G::Reject,
        ),
        ("silence of a stranger", stalling, by(EVIL, "eve@stall.example"), "temperror", "", "fail", Failed, G::Reject),
        (
            "silence of the sender's own",
            mail_from("anna@stall.example"),
            by(EVIL, "eve@evil.example"),
            "pass",
            "",
            "temperror",
            Verdict::Unchecked,
            G::DomainSilent,
        ),
        (
            "signed by a part of the house",
            part,
            by(EVIL, "eve@evil.example"),
            "pass",
            "pass",
            "pass",
            Verified,
            G::Dmarc,
        ),
        (
            "only watched",
            from("anna@watch.example"),
            by(EVIL, "eve@evil.example"),
            "pass",
            "",
            "fail",
            Neutral,
            G::DomainOnlyWatches,
        ),
        (
            "a subdomain nobody made",
            from("anna@made.up.x.example"),
            by(EVIL, "eve@evil.example"),
            "pass",
            "",
            "fail",
            Failed,
            G::Reject,
        ),
        (
            "our server noted spf",
            x.clone(),
            Origin { spf: Some(("pass".into(), "x.example".into())), ..Origin::default() },
            "pass",
            "",
            "pass",
            Verified,
            G::Dmarc,
        ),
        (
            "our server noted spf of another",
            x,
            Origin { spf: Some(("pass".into(), "evil.example".into())), ..Origin::default() },
            "pass",
            "",
            "fail",
            Failed,
            G::Reject,
        ),
        ("two senders", two, by(EVIL, "eve@evil.example"), "pass", "", "none", Failed, G::SeveralSenders),
    ];
    for (name, mail, origin, spf, dkim, dmarc, verdict, ground) in table {
        let found = ask(&world, &mail, &origin).await;
        let first = found.dkim.first().map_or("", |one| one.result.as_str());
        let got = (found.spf.result.as_str(), first, found.dmarc.result.as_str(), found.verdict, found.ground);
        assert_eq!(got, (spf, dkim, dmarc, verdict, ground), "{name}: {found:?}");
    }
}

#[tokio::test]
async fn silence_is_no_verdict() {
    let world = World::new();
    let signed = world.signed("x.example", &mail_from("anna@x.example"));
    for origin in [by(EVIL, "anna@x.example"), fetched(None)] {
        let found = check(signed.as_bytes(), &origin, &Policy::default(), &silence()).await;
        assert_eq!((found.verdict, found.ground), (Verdict::Unchecked, Ground::DomainSilent), "{found:?}");
    }
}

/// A list takes a signed mail, writes a line below it, and seals what it saw.
async fn forwarded(world: &World, original: &str) -> String {
    let resolver = world.resolver();
    let seen = AuthenticatedMessage::parse(original.as_bytes()).expect("a mail");
    let dkim = resolver.authenticator().verify_dkim(resolver.ask(&seen)).await;
    let spf = SpfOutput::new(String::new());
    let dmarc = resolver
        .authenticator()
        .verify_dmarc(resolver.ask(DmarcParameters::new(&seen, &dkim, "x.example", &spf)))
        .await;
    let arc = resolver.authenticator().verify_arc(resolver.ask(&seen)).await;
    let results =
        AuthenticationResults::new("list.example").with_dkim_results(&dkim, "anna@x.example").with_dmarc_result(&dmarc);
    let changed = format!("{original}-- \r\nThe list\r\n");
    let changed_mail = AuthenticatedMessage::parse(changed.as_bytes()).expect("a mail");
    let sealer = ArcSealer::from_key(world.key("list.example")).domain("list.example").selector("mail");
    let set = sealer.headers(["From", "To", "Subject"]).seal(&changed_mail, &results, &arc).expect("sealed");
    format!("{}{changed}", set.to_header())
}

#[tokio::test]
async fn a_forwarder_is_believed_when_it_is_trusted() {
    let world = World::new();
    let sealed = forwarded(&world, &world.signed("x.example", &mail_from("anna@x.example"))).await;
    let spoofed = forwarded(&world, &mail_from("anna@x.example")).await;
    let touched = sealed.replace("It broke", "Send money");
    let trusting = |domains: &[&str]| Policy {
        trusted_forwarders: domains.iter().map(|domain| (*domain).to_owned()).collect(),
        ..Policy::default()
    };
    for (name, mail, trusted, arc, verdict) in [
        ("trusted", &sealed, &["list.example"][..], "pass", Verdict::Verified),
        ("nobody is trusted", &sealed, &[], "unknown", Verdict::Failed),
        ("another is trusted", &sealed, &["other.example"], "unknown", Verdict::Failed),
        ("it was wrong when it came there", &spoofed, &["list.example"], "pass", Verdict::Failed),
        ("changed after the seal", &touched, &["list.example"], "fail", Verdict::Failed),
    ] {
        let origin = by(EVIL, "list@list.example");
        let found = check(mail.as_bytes(), &origin, &trusting(trusted), &world.resolver()).await;
        assert_eq!((found.arc.result.as_str(), found.verdict), (arc, verdict), "{name}: {found:?}");
        assert_eq!(found.arc.forwarders, ["list.example"], "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn no_mail_stops_the_check(noise in "[ -~\r\n\t\u{e4}]{0,200}", name in "(DKIM-Signature|ARC-Seal|ARC-Message-Signature|ARC-Authentication-Results|From|Received|Authentication-Results)") {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let mail = format!("{name}: v=1; a=rsa-sha256; d=x.example; s=mail; {noise}\r\nFrom: <anna@x.example>\r\n\r\n{noise}");
        let origin = crate::authenticity::origin::origin(mail.as_bytes(), None, &["x.example".to_owned()]);
        runtime.block_on(check(mail.as_bytes(), &origin, &Policy::default(), &silence()));
    }
}
