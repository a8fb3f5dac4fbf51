//! What is known of a person.

use kernel::{PersonId, RoleId, TypedId};

/// Somebody who works here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The id.
    pub id: PersonId,
    /// First and last name, as colleagues say it.
    pub name: String,
    /// The mail address, as it was written.
    pub email: String,
    /// The role.
    pub role: RoleId,
    /// `en` or `de`.
    pub language: String,
    /// A zone of the time zone database.
    pub time_zone: String,
    /// Put under mails, clean HTML.
    pub signature_html: String,
    /// The disc behind the initials, as CSS colour.
    pub avatar_color: String,
    /// Whether the person works here now.
    pub active: bool,
    /// Rises with every change.
    pub version: i64,
}

/// Dark enough for white initials on them (contrast of 4.5 to 1 or better).
const DISCS: [&str; 12] = [
    "#1f5f8b", "#7a4b94", "#2f6f4f", "#9a4a2f", "#3c5a99", "#8a5a12", "#a33a5c", "#35686f", "#5b5f97", "#6a6a2a",
    "#7c4a3f", "#46637a",
];

/// A colour that stays with a person.
pub(crate) fn avatar_color(id: PersonId) -> &'static str {
    // Ids made in the same millisecond differ in their lowest bits, others in the higher ones (splitmix64's finaliser).
    let mut mixed = id.raw() as u64;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^= mixed >> 31;
    DISCS[(mixed % DISCS.len() as u64) as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(color: &str) -> f64 {
        let channel = |from: usize| {
            let value = f64::from(u8::from_str_radix(&color[from..from + 2], 16).expect("two digits")) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    #[test]
    fn white_initials_can_be_read_on_every_disc() {
        for color in DISCS {
            let contrast = 1.05 / (luminance(color) + 0.05);
            assert!(contrast >= 4.5, "{color}: {contrast:.2}");
        }
    }

    #[test]
    fn people_who_come_together_get_different_discs() {
        let colors: std::collections::BTreeSet<_> =
            (0..24).map(|number| avatar_color(PersonId::from_raw(number << 3))).collect();
        assert!(colors.len() >= 6, "{colors:?}");
    }
}
