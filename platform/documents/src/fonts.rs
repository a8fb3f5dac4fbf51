//! The fonts that pages are set in, embedded, and how wide their words are.

use std::sync::LazyLock;

use typst::foundations::Bytes;
use typst::layout::Abs;
use typst::text::{Font, FontBook, FontInstance, FontVariant, FontVariations};
use typst::utils::LazyHash;

/// The fonts and their list.
pub(crate) struct Fonts {
    pub(crate) book: LazyHash<FontBook>,
    pub(crate) cuts: Vec<Font>,
    measure: Option<FontInstance>,
}

/// The first is the one that widths are taken from.
const FILES: [&[u8]; 6] = [
    include_bytes!("../fonts/QuarterdeckSans-Regular.ttf"),
    include_bytes!("../fonts/QuarterdeckSans-Light.ttf"),
    include_bytes!("../fonts/QuarterdeckSans-SemiBold.ttf"),
    include_bytes!("../fonts/QuarterdeckSans-Italic.ttf"),
    include_bytes!("../fonts/NotoEmoji.ttf"),
    include_bytes!("../fonts/DejaVuSans-Subset.ttf"),
];

pub(crate) static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    let cuts: Vec<Font> = FILES.iter().filter_map(|file| Font::new(Bytes::new(*file), 0)).collect();
    let plain = FontVariations::default();
    let measure = cuts.first().map(|it| it.clone().instantiate(FontVariant::default(), Abs::pt(10.0), &plain));
    Fonts { book: LazyHash::new(FontBook::from_fonts(&cuts)), cuts, measure }
});

/// How wide a text is in the regular cut, in the unit of its size.
pub(crate) fn width(text: &str, size: f64) -> f64 {
    let ems: f64 = text.chars().map(advance).sum();
    ems * size
}

/// In parts of the size; what the font does not have is taken for a wide letter.
fn advance(letter: char) -> f64 {
    const WIDE: f64 = 0.9;
    let Some(font) = &FONTS.measure else { return WIDE };
    let face = font.ttf();
    let known = face.glyph_index(letter).and_then(|glyph| face.glyph_hor_advance(glyph));
    known.map_or(WIDE, |units| f64::from(units) / f64::from(face.units_per_em()))
}

/// The text, cut so that it is at most so wide.
pub(crate) fn fitted(text: &str, size: f64, most: f64) -> String {
    if width(text, size) <= most {
        return text.to_owned();
    }
    let mut room = most - width("…", size);
    let kept: String = text
        .chars()
        .take_while(|letter| {
            room -= advance(*letter) * size;
            room >= 0.0
        })
        .collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cut_is_there_and_figures_stand_below_each_other() {
        assert_eq!(FONTS.cuts.len(), FILES.len());
        assert!(FONTS.book.contains_family("quarterdeck sans"));
        let widths: Vec<f64> = ('0'..='9').map(|digit| width(&digit.to_string(), 10.0)).collect();
        assert!(widths.iter().all(|it| (it - widths[0]).abs() < 1e-9), "{widths:?}");
    }

    #[test]
    fn a_text_is_cut_to_its_room() {
        assert_eq!(fitted("Lieferung", 8.0, 200.0), "Lieferung");
        let cut = fitted("Lieferung verspätet", 8.0, 40.0);
        assert!(cut.ends_with('…') && width(&cut, 8.0) <= 40.0, "{cut}");
        assert_eq!(fitted("W", 8.0, 1.0), "…");
    }
}
