//! Codes of an authenticator app (RFC 6238) and recovery codes: made and compared, nothing kept.

use kernel::{Fault, PersonId, Result, Timestamp};
use qrcode::QrCode;
use qrcode::render::svg;
use totp_rs::{Algorithm, Builder, Secret};
use url::form_urlencoded::byte_serialize;

/// As RFC 4226 recommends.
const SECRET_BYTES: usize = 20;
const STEP_SECONDS: u64 = 30;
/// Codes of the step before and after are taken too: clocks differ, and people type slowly.
const SKEW: u16 = 1;
/// How many recovery codes are given.
const CODES: usize = 10;
/// Without letters and digits that look alike.
const ALPHABET: &[u8; 32] = b"23456789abcdefghijkmnpqrstuvwxyz";
/// 60 random bits.
const CODE_LENGTH: usize = 12;

/// What an authenticator app and the server share.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct TotpSecret(Vec<u8>);

impl std::fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TotpSecret(hidden)")
    }
}

impl TotpSecret {
    /// 160 random bits.
    ///
    /// # Errors
    /// `platform.unavailable` when the machine has no randomness.
    pub(crate) fn random() -> Result<Self> {
        let mut bytes = vec![0; SECRET_BYTES];
        getrandom::fill(&mut bytes).map_err(|error| Fault::unavailable(error.to_string()))?;
        Ok(Self(bytes))
    }

    /// As it was sealed.
    pub(crate) fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// To be sealed.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// To be typed by whoever cannot scan, in groups of four.
    pub(crate) fn text(&self) -> String {
        let text = Secret::new(self.0.clone().into_boxed_slice()).to_base32();
        let groups: Vec<String> =
            text.as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group).into_owned()).collect();
        groups.join(" ")
    }

    /// The address that an authenticator app understands.
    pub(crate) fn uri(&self, issuer: &str, account: &str) -> String {
        // A colon parts the issuer from the account, so neither may hold one.
        let part =
            |text: &str| byte_serialize(text.replace(':', " ").as_bytes()).collect::<String>().replace('+', "%20");
        let (issuer, account, secret) = (part(issuer), part(account), self.text().replace(' ', ""));
        format!("otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}&algorithm=SHA1&digits=6&period=30")
    }

    /// The step whose code this is; nothing when it is none of the present ones.
    pub(crate) fn step_of(&self, code: &str, now: Timestamp) -> Option<i64> {
        let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
        let seconds = u64::try_from(now.micros()).ok()? / 1_000_000;
        let totp = Builder::new()
            .with_algorithm(Algorithm::SHA1)
            .with_digits(6)
            .with_skew(SKEW)
            .with_step_duration(STEP_SECONDS)
            .with_secret(self.0.clone())
            .build()
            .ok()?;
        totp.check(&digits, seconds).and_then(|step| i64::try_from(step).ok())
    }
}

/// The address as a picture for the app's camera.
pub(crate) fn qr_svg(uri: &str) -> Result<String> {
    let code = QrCode::new(uri.as_bytes()).map_err(Fault::internal)?;
    Ok(code.render::<svg::Color<'_>>().min_dimensions(220, 220).build())
}

/// Recovery codes as they are shown, this once.
#[derive(Clone)]
pub(crate) struct Codes(pub(crate) Vec<String>);

impl Codes {
    /// Ten codes of 60 random bits.
    ///
    /// # Errors
    /// `platform.unavailable` when the machine has no randomness.
    pub(crate) fn random() -> Result<Self> {
        let mut codes = Vec::with_capacity(CODES);
        for _ in 0..CODES {
            let mut bytes = [0u8; CODE_LENGTH];
            getrandom::fill(&mut bytes).map_err(|error| Fault::unavailable(error.to_string()))?;
            let letters: Vec<char> = bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect();
            codes.push(letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-"));
        }
        Ok(Self(codes))
    }
}

/// A recovery code of somebody in the form that is marked: without spaces and dashes, whatever the case.
pub(super) fn plain(person: PersonId, typed: &str) -> String {
    let code: String = typed.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    format!("{person}/{code}")
}

#[cfg(test)]
mod tests {
    use kernel::TypedId;

    use super::*;

    /// The secret of RFC 6238, appendix B.
    fn rfc() -> TotpSecret {
        TotpSecret::from_bytes(b"12345678901234567890".to_vec())
    }

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_micros(seconds * 1_000_000)
    }

    #[test]
    fn the_codes_of_the_standard_are_known_in_their_step_and_its_neighbours_only() {
        // The last six of the eight digits in the table of RFC 6238.
        for (seconds, code) in
            [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (2_000_000_000, "279037")]
        {
            assert_eq!(rfc().step_of(code, at(seconds)), Some(seconds / 30), "{code}");
            assert_eq!(rfc().step_of(code, at(seconds + 30)), Some(seconds / 30), "a slow typist");
            assert_eq!(rfc().step_of(code, at(seconds + 90)), None, "too late");
        }
        assert_eq!(rfc().step_of(" 287 082 ", at(59)), Some(1));
        for wrong in ["", "287083", "28708", "2870820", "abcdef"] {
            assert_eq!(rfc().step_of(wrong, at(59)), None, "{wrong}");
        }
    }

    #[test]
    fn an_app_is_given_the_secret_as_text_as_address_and_as_picture() {
        assert_eq!(rfc().text(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        let uri = rfc().uri("Velo & Co: Desk", "ada@example.com");
        assert_eq!(
            uri,
            "otpauth://totp/Velo%20%26%20Co%20%20Desk:ada%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
             &issuer=Velo%20%26%20Co%20%20Desk&algorithm=SHA1&digits=6&period=30"
        );
        assert!(qr_svg(&uri).expect("a picture").contains("<svg"));
        assert_eq!(format!("{:?}", rfc()), "TotpSecret(hidden)");
    }

    #[test]
    fn recovery_codes_differ_and_may_be_typed_as_people_type() {
        let codes = Codes::random().expect("codes").0;
        let distinct: std::collections::BTreeSet<_> = codes.iter().collect();
        assert_eq!(distinct.len(), 10);
        assert!(codes.iter().all(|code| code.len() == 14 && code.split('-').all(|group| group.len() == 4)));
        let person = PersonId::from_raw(1);
        assert_eq!(plain(person, "ABCD-efgh 2345"), plain(person, "abcdefgh2345"));
        assert_ne!(plain(person, "abcd"), plain(PersonId::from_raw(2), "abcd"));
    }
}
