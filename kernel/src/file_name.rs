//! Names of files from strangers, made safe to show, to send on and to save on any system.

/// Longest name kept, in characters.
const LONGEST: usize = 150;
/// The same in bytes: what file systems take.
const LONGEST_BYTES: usize = 240;
/// Names that Windows takes for devices, whatever their ending.
const DEVICES: [&str; 7] = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"];

/// The name without directories, control characters and characters that change the order of the others; `None` when nothing is left.
pub fn safe(name: &str) -> Option<String> {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean = crate::one_line(last).replace([':', '*', '?', '"', '<', '>', '|'], "_");
    let clean = clean.trim_matches(['.', ' ']);
    if clean.is_empty() {
        return None;
    }
    let name = shorten(clean);
    Some(if is_device(&name) { format!("_{name}") } else { name })
}

/// Shortens in the middle so that the ending survives.
fn shorten(name: &str) -> String {
    if name.chars().count() <= LONGEST && name.len() <= LONGEST_BYTES {
        return name.to_owned();
    }
    let ending = name.rsplit_once('.').map(|(_, ending)| ending).filter(|ending| ending.len() <= 20);
    let mut head = String::new();
    for c in name.chars().take(LONGEST - 25) {
        if head.len() + c.len_utf8() > LONGEST_BYTES - 30 {
            break;
        }
        head.push(c);
    }
    ending.map_or_else(|| head.clone(), |ending| format!("{head}….{ending}"))
}

fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_uppercase();
    let numbered = ["COM", "LPT"].iter().filter_map(|device| stem.strip_prefix(device)).any(|rest| {
        let mut rest = rest.chars();
        matches!((rest.next(), rest.next()), (Some('1'..='9' | '¹' | '²' | '³'), None))
    });
    numbered || DEVICES.contains(&stem.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe() {
        for (name, want) in [
            ("invoice.pdf", Some("invoice.pdf")),
            ("../../etc/passwd", Some("passwd")),
            ("/etc/passwd", Some("passwd")),
            ("C:\\Users\\a\\x.doc", Some("x.doc")),
            ("..\\..\\boot.ini", Some("boot.ini")),
            ("....//....//x", Some("x")),
            ("file:///etc/hosts", Some("hosts")),
            ("\\\\server\\share\\x.txt", Some("x.txt")),
            ("x.txt::$DATA", Some("x.txt__$DATA")),
            ("a\r\nb.txt", Some("a b.txt")),
            ("a\tb\u{7f}c.txt", Some("a b c.txt")),
            ("naïve.txt\0.exe", Some("naïve.txt .exe")),
            ("wh?t:.txt", Some("wh_t_.txt")),
            ("invoice\u{202e}fdp.exe", Some("invoice fdp.exe")),
            ("in\u{200b}voice\u{2069}.pdf", Some("in voice .pdf")),
            ("x.txt. . .", Some("x.txt")),
            (".htaccess", Some("htaccess")),
            ("NUL", Some("_NUL")),
            ("con.tar.gz", Some("_con.tar.gz")),
            ("aux .txt", Some("_aux .txt")),
            ("com1.txt", Some("_com1.txt")),
            ("COM¹", Some("_COM¹")),
            ("com0.txt", Some("com0.txt")),
            ("com12.txt", Some("com12.txt")),
            ("console.log", Some("console.log")),
            ("x\r\nContent-Type: text/html\r\n\r\n<script>", Some("html _script_")),
            ("..", None),
            ("a/", None),
            ("   ", None),
            ("", None),
        ] {
            assert_eq!(safe(name).as_deref(), want, "{name:?}");
        }
    }

    #[test]
    fn long_names_fit_every_file_system_and_keep_their_ending() {
        for (long, ending) in [
            (format!("{}.pdf", "a".repeat(5_000)), ".pdf"),
            (format!("{}.pdf", "🚲".repeat(400)), ".pdf"),
            ("🚲".repeat(400), ""),
            (format!("x.{}", "y".repeat(900)), ""),
        ] {
            let name = safe(&long).expect("a name");
            assert!(name.len() <= 255 && name.chars().count() <= LONGEST && name.ends_with(ending), "{name}");
        }
    }
}
