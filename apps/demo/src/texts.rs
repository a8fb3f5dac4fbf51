//! The text files, compiled in. The shared lines of a language come before its topics.

use crate::lang::Lang::{self, Dutch, English, French, German};

/// Language, name and text of each file.
pub const FILES: &[(Lang, &str, &str)] = &[
    (English, "en/common", include_str!("../texts/en/common.txt")),
    (English, "en/orders", include_str!("../texts/en/orders.txt")),
    (English, "en/delivery", include_str!("../texts/en/delivery.txt")),
    (English, "en/returns", include_str!("../texts/en/returns.txt")),
    (English, "en/technical", include_str!("../texts/en/technical.txt")),
    (English, "en/warranty", include_str!("../texts/en/warranty.txt")),
    (English, "en/connected", include_str!("../texts/en/connected.txt")),
    (English, "en/company", include_str!("../texts/en/company.txt")),
    (German, "de/common", include_str!("../texts/de/common.txt")),
    (German, "de/service", include_str!("../texts/de/service.txt")),
    (German, "de/technik", include_str!("../texts/de/technik.txt")),
    (French, "fr/common", include_str!("../texts/fr/common.txt")),
    (French, "fr/service", include_str!("../texts/fr/service.txt")),
    (Dutch, "nl/common", include_str!("../texts/nl/common.txt")),
    (Dutch, "nl/service", include_str!("../texts/nl/service.txt")),
];
