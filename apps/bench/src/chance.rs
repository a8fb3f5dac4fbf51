//! Chance that is the same on every run, and words that follow the frequency of real ones.

/// A small generator of random numbers (SplitMix64).
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// The same seed gives the same numbers.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(1))
    }

    /// Any number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below a limit.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit.max(1)
    }

    /// A number from 0 to 1.
    pub fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// Words that texts are made of, the frequent ones first.
#[derive(Debug)]
pub struct Vocabulary {
    words: Vec<String>,
    /// How likely a word up to this one is.
    up_to: Vec<f64>,
}

const WORDS: usize = 40_000;
/// As in natural language.
const ZIPF: f64 = 1.05;
const CONSONANTS: &[u8] = b"bdfgklmnprstvwxz";
const VOWELS: &[u8] = b"aou";

impl Vocabulary {
    /// Made-up words that end in a vowel which no stemmer takes away, so that a word is its own stem.
    pub fn new() -> Self {
        let mut up_to = Vec::with_capacity(WORDS);
        let mut sum = 0.0;
        for rank in 1..=WORDS {
            sum += 1.0 / (rank as f64).powf(ZIPF);
            up_to.push(sum);
        }
        for part in &mut up_to {
            *part /= sum;
        }
        Self { words: (0..WORDS).map(spell).collect(), up_to }
    }

    /// The word of a rank.
    pub fn word(&self, rank: usize) -> &str {
        &self.words[rank % WORDS]
    }

    /// A word as frequent as it is in real texts.
    pub fn pick(&self, chance: &mut Chance) -> &str {
        let share = chance.share();
        self.word(self.up_to.partition_point(|part| *part < share).min(WORDS - 1))
    }

    /// A text of about 45 words in two paragraphs.
    pub fn text(&self, chance: &mut Chance) -> String {
        let length = 25 + chance.below(41);
        let mut text = String::with_capacity(length as usize * 7);
        for place in 0..length {
            if place == length / 2 {
                text.push_str("\n\n");
            } else if place > 0 {
                text.push(' ');
            }
            text.push_str(self.pick(chance));
        }
        text
    }

    /// A line of a few words.
    pub fn line(&self, chance: &mut Chance, words: u64) -> String {
        (0..words).map(|_| self.pick(chance)).collect::<Vec<_>>().join(" ")
    }
}

fn spell(mut number: usize) -> String {
    let syllables = CONSONANTS.len() * VOWELS.len();
    let mut word = String::new();
    number += syllables;
    while number > 0 {
        let syllable = number % syllables;
        word.push(char::from(CONSONANTS[syllable / VOWELS.len()]));
        word.push(char::from(VOWELS[syllable % VOWELS.len()]));
        number /= syllables;
    }
    word
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn words_differ_and_frequent_ones_come_often() {
        let vocabulary = Vocabulary::new();
        assert_eq!(vocabulary.words.iter().collect::<HashSet<_>>().len(), WORDS);
        let mut chance = Chance::new(1);
        let first = (0..10_000).filter(|_| vocabulary.pick(&mut chance) == vocabulary.word(0)).count();
        assert!((500..1500).contains(&first), "{first}");
    }

    #[test]
    fn the_same_seed_gives_the_same_text() {
        let vocabulary = Vocabulary::new();
        let text = |seed| vocabulary.text(&mut Chance::new(seed));
        assert_eq!(text(7), text(7));
        assert_ne!(text(7), text(8));
    }
}
