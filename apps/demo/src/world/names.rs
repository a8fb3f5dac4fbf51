//! Names, and what an address makes of them.

use crate::chance::Chance;

use super::places::Country;

const FILE: &str = include_str!("../../texts/names/people.txt");

/// First and last names by country, read once.
#[derive(Debug)]
pub(super) struct Names {
    lists: Vec<(String, Vec<&'static str>)>,
}

impl Names {
    pub(super) fn load() -> Self {
        let lists = FILE.split("\n\n").filter_map(|block| {
            let (head, names) = block.trim().split_once('\n')?;
            Some((head.trim().to_owned(), names.split(',').map(str::trim).filter(|name| !name.is_empty()).collect()))
        });
        Self { lists: lists.collect() }
    }

    /// A first name, whether it is a woman's, and a last name.
    pub(super) fn draw(&self, country: Country, chance: &mut Chance) -> (&'static str, bool, &'static str) {
        let woman = chance.happens(0.47);
        let firsts = self.list(country.names(), if woman { "women" } else { "men" });
        let lasts = self.list(country.names(), "families");
        (*chance.pick(firsts), woman, *chance.pick(lasts))
    }

    fn list(&self, country: &str, kind: &str) -> &[&'static str] {
        let mut words = self.lists.iter();
        words.find(|(head, _)| head.split_once(' ') == Some((country, kind))).map_or(&["Kim"], |(_, names)| names)
    }
}

/// Lower-case ASCII letters: what a mail address or domain makes of a name.
pub(super) fn folded(text: &str) -> String {
    let mut out = String::new();
    for letter in text.to_lowercase().chars() {
        match letter {
            'ä' | 'æ' => out.push_str("ae"),
            'ö' | 'ø' => out.push_str("oe"),
            'ü' => out.push_str("ue"),
            'ß' => out.push_str("ss"),
            'å' | 'á' | 'à' | 'â' | 'ą' => out.push('a'),
            'é' | 'è' | 'ê' | 'ë' | 'ę' => out.push('e'),
            'í' | 'î' | 'ï' => out.push('i'),
            'ó' | 'ô' | 'ò' => out.push('o'),
            'ú' | 'û' => out.push('u'),
            'ñ' | 'ń' => out.push('n'),
            'ç' | 'ć' => out.push('c'),
            'ł' => out.push('l'),
            'ś' | 'š' => out.push('s'),
            'ź' | 'ż' => out.push('z'),
            'ð' => out.push('d'),
            letter if letter.is_ascii_alphanumeric() || letter == ' ' || letter == '-' => out.push(letter),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Names, folded};
    use crate::world::places::Country;

    #[test]
    fn every_country_has_names() {
        let names = Names::load();
        for country in Country::ALL {
            for kind in ["women", "men", "families"] {
                assert!(names.list(country.names(), kind).len() > 20, "{} {kind}", country.names());
            }
        }
    }

    #[test]
    fn names_become_addresses() {
        assert_eq!(folded("Zieliński"), "zielinski");
        assert_eq!(folded("Jürgen Groß"), "juergen gross");
    }
}
