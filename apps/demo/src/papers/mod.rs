//! Attachments, drawn in code.

mod invoice;
mod log;
mod photo;

use crate::story::Paper;

/// A drawn attachment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    pub name: String,
    pub media_type: &'static str,
    pub bytes: Vec<u8>,
}

/// Draws an attachment; the same one always looks the same.
pub fn draw(paper: &Paper) -> Drawn {
    match paper {
        Paper::Photo { seed } => {
            let name = format!("IMG_{:04}.png", 1_000 + (seed * 7_919) % 8_999);
            Drawn { name, media_type: "image/png", bytes: photo::photo(*seed) }
        }
        Paper::Invoice { number, order, customer, town, article, cents } => {
            let bytes = invoice::invoice(&invoice::Sheet { number, order, customer, town, article, cents: *cents });
            Drawn { name: format!("Havgard-{number}.pdf"), media_type: "application/pdf", bytes }
        }
        Paper::Log { seed, frame, code } => Drawn {
            name: format!("ride-log-{frame}.txt"),
            media_type: "text/plain",
            bytes: log::log(*seed, frame, code),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::draw;
    use crate::story::Paper;

    #[test]
    fn papers_are_what_they_say() {
        let photo = draw(&Paper::Photo { seed: 5 });
        assert!(photo.bytes.starts_with(b"\x89PNG\r\n\x1a\n") && photo.bytes.len() < 60_000, "{}", photo.bytes.len());
        assert_eq!(photo, draw(&Paper::Photo { seed: 5 }));
        assert_ne!(photo.bytes, draw(&Paper::Photo { seed: 6 }).bytes);
        let invoice = Paper::Invoice {
            number: "R26-10000".into(),
            order: "HC-1".into(),
            customer: "Zoë Söderlund (Lund)".into(),
            town: "Malmö".into(),
            article: "Skagen 5".into(),
            cents: 299_900,
        };
        let bytes = draw(&invoice).bytes;
        assert!(bytes.starts_with(b"%PDF-1.4") && bytes.ends_with(b"%%EOF\n"));
        let text = String::from_utf8_lossy(&bytes);
        assert!(text.contains("2,999.00") && text.contains("\\(Lund\\)"));
        let log = Paper::Log { seed: 1, frame: "HV26K00001".into(), code: "E13".into() };
        assert!(String::from_utf8(draw(&log).bytes).expect("text").contains("E13"));
    }
}
