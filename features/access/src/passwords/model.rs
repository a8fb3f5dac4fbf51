//! Which passwords are accepted: length first, then none that is tried first (NIST SP 800-63B, section 5.1.1.2); no rules of
//! composition.

use std::collections::BTreeSet;

use kernel::FaultSpec;

use super::common;
use crate::error;
use crate::fields::fold;

const SHORTEST: usize = 12;
/// Argon2 takes any length; the limit keeps a request from being a burden.
const LONGEST: usize = 200;
const FEWEST_DIFFERENT: usize = 4;
/// Shorter parts of names are part of ordinary words too.
const TELLING_PART: usize = 4;

/// Refuses a password that is short, endless, trivially repeated, common, or holds what is known of its owner: name and
/// mail address.
///
/// # Errors
/// One of the `access.password_…` faults, for the field of the password.
pub fn check(password: &str, owner: &[&str]) -> Result<(), FaultSpec> {
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(error::PASSWORD_SHORT);
    }
    if length > LONGEST {
        return Err(error::PASSWORD_LONG);
    }
    if password.chars().collect::<BTreeSet<_>>().len() < FEWEST_DIFFERENT {
        return Err(error::PASSWORD_SIMPLE);
    }
    let typed = fold(password);
    if common::is_common(&typed) {
        return Err(error::PASSWORD_COMMON);
    }
    if owner.iter().any(|known| holds(&typed, &fold(known))) {
        return Err(error::PASSWORD_IS_ADDRESS);
    }
    Ok(())
}

/// Whether a password holds a name, a part of it, or an address or the part before its @.
fn holds(password: &str, known: &str) -> bool {
    let parts = match known.split_once('@') {
        Some((local, _)) => vec![known, local],
        None => known.split_whitespace().collect(),
    };
    parts.into_iter().any(|part| part.chars().count() >= TELLING_PART && password.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_passwords() {
        let email = "ada.lovelace@example.com";
        let table = [
            ("correct horse battery", Ok(())),
            ("Zoë🚲 fährt weit", Ok(())),
            ("elevenchars", Err(error::PASSWORD_SHORT)),
            ("Football2024!", Err(error::PASSWORD_COMMON)),
            ("🚲🚲🚲🚲🚲🚲🚲🚲🚲", Err(error::PASSWORD_SHORT)),
            ("aaaaaaaaaaaa", Err(error::PASSWORD_SIMPLE)),
            ("ababababababab", Err(error::PASSWORD_SIMPLE)),
            ("Ada.Lovelace@example.com ", Err(error::PASSWORD_IS_ADDRESS)),
            ("ADA.LOVELACE", Err(error::PASSWORD_IS_ADDRESS)),
            ("my countess king", Err(error::PASSWORD_IS_ADDRESS)),
        ];
        for (password, expected) in table {
            assert_eq!(check(password, &[email, "Ada Countess"]), expected, "{password}");
        }
        assert_eq!(check(&"abcdefgh".repeat(30), &[email]), Err(error::PASSWORD_LONG));
    }
}
