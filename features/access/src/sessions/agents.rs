//! Which kind of browser a `User-Agent` names: roughly enough to stay the same through updates, exactly enough to notice a
//! cookie that turns up somewhere else.

/// Browser and system, for example `Firefox on Linux`; nothing for what is no browser we know.
pub(crate) fn family(agent: &str) -> Option<String> {
    // The order matters: most browsers claim to be some of the others too.
    const BROWSERS: [(&str, &str); 8] = [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    const SYSTEMS: [(&str, &str); 8] = [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
        ("BSD", "BSD"),
    ];
    let named =
        |table: &[(&str, &'static str)]| table.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name);
    let browser = named(&BROWSERS)?;
    Some(match named(&SYSTEMS) {
        Some(system) => format!("{browser} on {system}"),
        None => browser.to_owned(),
    })
}

/// Whether a session that began in one browser may go on in what calls itself this now. What began in no known browser is
/// bound to none: programs change their name as they like.
pub(super) fn may_go_on(begun: &str, now: &str) -> bool {
    family(begun).is_none_or(|begun| family(now).is_some_and(|now| now == begun))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:139.0) Gecko/20100101 Firefox/139.0";
    const CHROME: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36";
    const IPHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1";

    #[test]
    fn browsers_are_told_apart_and_their_versions_are_not() {
        let table = [
            (FIREFOX, Some("Firefox on Linux")),
            (CHROME, Some("Chrome on Windows")),
            (IPHONE, Some("Safari on iPhone")),
            (
                "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0",
                Some("Edge on Windows"),
            ),
            ("curl/8.5.0", None),
            ("", None),
        ];
        for (agent, expected) in table {
            assert_eq!(family(agent).as_deref(), expected, "{agent}");
        }
    }

    #[test]
    fn a_session_goes_on_in_its_own_browser_only() {
        assert!(may_go_on(FIREFOX, &FIREFOX.replace("139", "151")));
        assert!(!may_go_on(FIREFOX, CHROME) && !may_go_on(FIREFOX, "curl/8.5.0") && !may_go_on(FIREFOX, ""));
        assert!(may_go_on("curl/8.5.0", FIREFOX));
    }
}
