//! Signed links: a short token that names one survey and that only we can make.
//!
//! It holds no address and no score. Whoever has the link may answer that survey and no other; whoever guesses has one chance in 2⁸⁰.

use hmac::{Hmac, KeyInit, Mac};
use kernel::TypedId;
use sha2::Sha256;

use crate::insights::model::InsightId;
use crate::surveys::SurveyId;

/// Crockford's alphabet: no letters that are mistaken for digits.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Bytes of the signature kept (80 bits).
const SIGNATURE: usize = 10;
/// Characters of a token: 18 bytes in base 32.
const LENGTH: usize = 29;

/// Makes and reads links. Holds a key derived from the installation's secret.
#[derive(Clone)]
pub struct Links {
    key: [u8; 32],
    public_url: String,
}

impl std::fmt::Debug for Links {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Links").field("public_url", &self.public_url).finish_non_exhaustive()
    }
}

impl Links {
    /// From the installation's secret and the address where people reach us.
    pub fn new(secret: &[u8], public_url: &str) -> Self {
        let mut key = [0; 32];
        if let Ok(mac) = Hmac::<Sha256>::new_from_slice(secret) {
            key.copy_from_slice(&mac.chain_update(b"feedback.link.1").finalize().into_bytes());
        }
        Self { key, public_url: public_url.trim_end_matches('/').to_owned() }
    }

    /// The token of a survey.
    pub fn token(&self, survey: SurveyId) -> String {
        let mut bytes = survey.raw().to_be_bytes().to_vec();
        if let Some(mac) = self.mac(survey.raw()) {
            bytes.extend_from_slice(&mac.finalize().into_bytes()[..SIGNATURE]);
        }
        encode(&bytes)
    }

    /// The survey that a token names, if we made it. Takes the same time for every wrong signature.
    pub fn survey(&self, token: &str) -> Option<SurveyId> {
        let bytes = decode(token)?;
        let (id, signature) = bytes.split_at(8);
        let id = i64::from_be_bytes(id.try_into().ok()?);
        self.mac(id)?.verify_truncated_left(signature).ok()?;
        // The last digit has bits to spare: a token is one text only.
        (self.token(SurveyId::from_raw(id)) == token).then(|| SurveyId::from_raw(id))
    }

    /// The address of a survey's page.
    pub fn page(&self, survey: SurveyId) -> String {
        format!("{}/survey/{}", self.public_url, self.token(survey))
    }

    /// The address of a survey's page with a score chosen, to be confirmed there.
    pub fn chosen(&self, survey: SurveyId, score: i64) -> String {
        format!("{}?score={score}", self.page(survey))
    }

    /// The address of the page on which a customer asks for no more surveys.
    pub fn leaving(&self, survey: SurveyId) -> String {
        format!("{}/stop", self.page(survey))
    }

    /// The address at which people of ours find a shared insight.
    pub fn insight(&self, insight: InsightId) -> String {
        format!("{}/surveys/insights?insight={insight}", self.public_url)
    }

    fn mac(&self, id: i64) -> Option<Hmac<Sha256>> {
        Hmac::<Sha256>::new_from_slice(&self.key).ok().map(|mac| mac.chain_update(id.to_be_bytes()))
    }
}

fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(LENGTH);
    let (mut held, mut bits) = (0_u32, 0_u32);
    for byte in bytes {
        held = (held << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(char::from(ALPHABET[(held >> bits) as usize & 31]));
        }
        held &= (1 << bits) - 1;
    }
    if bits > 0 {
        text.push(char::from(ALPHABET[(held << (5 - bits)) as usize & 31]));
    }
    text
}

fn decode(text: &str) -> Option<Vec<u8>> {
    if text.len() != LENGTH {
        return None;
    }
    let mut bytes = Vec::with_capacity(18);
    let (mut held, mut bits) = (0_u32, 0_u32);
    for letter in text.bytes() {
        held = (held << 5) | ALPHABET.iter().position(|known| *known == letter)? as u32;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits) as u8);
            held &= (1 << bits) - 1;
        }
    }
    (bytes.len() == 8 + SIGNATURE).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_link_opens_its_own_survey_and_no_changed_link_opens_any(id in 0..i64::MAX, other in 0..i64::MAX, place in 0..LENGTH, digit in 0..32usize) {
            let links = Links::new(b"secret", "https://desk.example/");
            let survey = SurveyId::from_raw(id);
            let token = links.token(survey);
            prop_assert_eq!(token.len(), LENGTH);
            prop_assert_eq!(links.survey(&token), Some(survey));
            prop_assert_eq!(Links::new(b"other", "").survey(&token), None);
            let mut changed = token.clone().into_bytes();
            changed[place] = ALPHABET[digit];
            let changed = String::from_utf8(changed).expect("text");
            prop_assert!(changed == token || links.survey(&changed).is_none());
            // The signature of one survey under the number of another.
            let stranger = links.token(SurveyId::from_raw(other));
            let spliced = format!("{}{}", &stranger[..13], &token[13..]);
            prop_assert!(spliced == token || spliced == stranger || links.survey(&spliced).is_none());
        }

        #[test]
        fn no_text_breaks_it(text in ".{0,40}") {
            prop_assert_eq!(Links::new(b"secret", "").survey(&text), None);
        }
    }

    #[test]
    fn a_link_says_the_score_and_nothing_else() {
        let links = Links::new(b"secret", "https://desk.example/");
        let chosen = links.chosen(SurveyId::from_raw(7), 4);
        assert!(chosen.starts_with("https://desk.example/survey/") && chosen.ends_with("?score=4"));
    }
}
