//! Which passwords are accepted: length first (NIST SP 800-63B, section 5.1.1.2), no rules of composition.

use std::collections::BTreeSet;

use kernel::FaultSpec;

use crate::error;
use crate::fields::fold;

const SHORTEST: usize = 10;
/// Argon2 takes any length; the limit keeps a request from being a burden.
const LONGEST: usize = 200;
const FEWEST_DIFFERENT: usize = 4;

/// Refuses a password that is short, endless, trivially repeated or the person's own address.
///
/// # Errors
/// One of the `access.password_…` faults, for the field of the password.
pub fn check(password: &str, email: &str) -> Result<(), FaultSpec> {
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
    let (typed, email) = (fold(password), fold(email));
    let local = email.split('@').next().unwrap_or_default();
    if !email.is_empty() && (typed == email || typed == local) {
        return Err(error::PASSWORD_IS_ADDRESS);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_passwords() {
        let email = "ada.lovelace@example.com";
        let table = [
            ("correct horse battery", Ok(())),
            ("Zoë🚲 fährt", Ok(())),
            ("ninechars", Err(error::PASSWORD_SHORT)),
            ("🚲🚲🚲🚲🚲🚲🚲🚲🚲", Err(error::PASSWORD_SHORT)),
            ("aaaaaaaaaaaa", Err(error::PASSWORD_SIMPLE)),
            ("ababababababab", Err(error::PASSWORD_SIMPLE)),
            ("Ada.Lovelace@example.com ", Err(error::PASSWORD_IS_ADDRESS)),
            ("ADA.LOVELACE", Err(error::PASSWORD_IS_ADDRESS)),
        ];
        for (password, expected) in table {
            assert_eq!(check(password, email), expected, "{password}");
        }
        assert_eq!(check(&"abcdefgh".repeat(30), email), Err(error::PASSWORD_LONG));
    }
}
