//! What this room refuses, each with its stable code.

kernel::faults! {
    /// Unknown address, wrong password or a person who left: one answer for all.
    WRONG_CREDENTIALS: Unauthenticated, "access.wrong_credentials", "The mail address or the password is not right.";
    /// Too many attempts from one address or for one account.
    TOO_MANY_ATTEMPTS: RateLimited, "access.too_many_attempts", "Too many attempts. Please wait a moment and try again.";
    /// The cookie or token is missing, ended or expired.
    NOT_SIGNED_IN: Unauthenticated, "access.not_signed_in", "Please sign in.";
    /// A token tried something that only a person in the browser may do.
    PERSON_ONLY: Forbidden, "access.person_only", "Only a signed-in person can do this, not a program with a token.";
    /// Giving a role or scope that holds more than one's own permissions.
    BEYOND_OWN: Forbidden, "access.beyond_own_permissions", "You can only give what you hold yourself.";
    /// Not an address like name@example.com.
    EMAIL_INVALID: Unprocessable, "access.email_invalid", "This is not a mail address like name@example.com.";
    /// Somebody works here with this address.
    EMAIL_TAKEN: Conflict, "access.email_taken", "Somebody with this mail address is already here.";
    /// There is an open invitation to this address.
    ALREADY_INVITED: Conflict, "access.already_invited", "There is an open invitation to this address. Send it again instead.";
    /// Used, withdrawn, replaced or expired.
    INVITATION_GONE: Gone, "access.invitation_gone", "This invitation was used, withdrawn or has expired. Ask for a new one.";
    /// Used, replaced or expired.
    RESET_GONE: Gone, "access.password_reset_gone", "This link was used or has expired. Ask for a new one.";
    /// Shorter than twelve characters.
    PASSWORD_SHORT: Unprocessable, "access.password_short", "A password needs at least 12 characters.";
    /// Longer than anybody types.
    PASSWORD_LONG: Unprocessable, "access.password_long", "A password has at most 200 characters.";
    /// Holds the name or the mail address.
    PASSWORD_IS_ADDRESS: Unprocessable, "access.password_is_address", "The password must not hold your name or your mail address.";
    /// One of those that are tried first.
    PASSWORD_COMMON: Unprocessable, "access.password_common", "This password is one of the first that strangers try. Take a few words that do not belong together.";
    /// One character over and over.
    PASSWORD_SIMPLE: Unprocessable, "access.password_simple", "This password is too simple: use more than a few different characters.";
    /// The present password was asked for and is not right.
    PASSWORD_WRONG: Unprocessable, "access.password_wrong", "The present password is not right.";
    /// Somebody else changed the person meanwhile.
    PERSON_CHANGED: Conflict, "access.person_changed", "Somebody else changed this person meanwhile. Look again, then repeat your change.";
    /// Nobody would be left who can administer.
    LAST_ADMINISTRATOR: Conflict, "access.last_administrator", "This is the last administrator. Make somebody else an administrator first.";
    /// Somebody else changed the team meanwhile.
    TEAM_CHANGED: Conflict, "access.team_changed", "Somebody else changed this team meanwhile. Look again, then repeat your change.";
    /// Another team has this name.
    TEAM_NAME_TAKEN: Conflict, "access.team_name_taken", "There is a team with this name.";
    /// No such team.
    TEAM_UNKNOWN: Unprocessable, "access.team_unknown", "There is no such team.";
    /// No such person.
    PERSON_UNKNOWN: Unprocessable, "access.person_unknown", "There is no such person.";
    /// Somebody else changed the role meanwhile.
    ROLE_CHANGED: Conflict, "access.role_changed", "Somebody else changed this role meanwhile. Look again, then repeat your change.";
    /// Another role has this name.
    ROLE_NAME_TAKEN: Conflict, "access.role_name_taken", "There is a role with this name.";
    /// Built-in roles are fixed.
    ROLE_BUILT_IN: Conflict, "access.role_built_in", "A built-in role cannot be changed. Make a role of your own from it.";
    /// Somebody holds the role or is invited to it.
    ROLE_IN_USE: Conflict, "access.role_in_use", "Somebody has this role, is invited to it or gets it from an identity provider. Give them another role first.";
    /// No such role.
    ROLE_UNKNOWN: Unprocessable, "access.role_unknown", "There is no such role.";
    /// No such permission.
    PERMISSION_UNKNOWN: Unprocessable, "access.permission_unknown", "There is no such permission.";
    /// A token needs at least one scope.
    SCOPES_MISSING: Unprocessable, "access.scopes_missing", "A token needs at least one permission.";
    /// The end of a token's life lies in the past.
    EXPIRY_PAST: Unprocessable, "access.expiry_past", "This instant is in the past.";
    /// A name is missing or too long.
    NAME_INVALID: Unprocessable, "access.name_invalid", "A name of 1 to 200 characters is needed.";
    /// Not a zone of the time zone database.
    TIME_ZONE_UNKNOWN: Unprocessable, "access.time_zone_unknown", "This is not a time zone like Europe/Berlin.";
    /// Not a language the screens speak.
    LANGUAGE_UNKNOWN: Unprocessable, "access.language_unknown", "This language is not available.";
    /// Longer than anybody reads.
    SIGNATURE_LONG: Unprocessable, "access.signature_long", "A signature has at most 20,000 characters.";
    /// Somebody else changed the company meanwhile.
    COMPANY_CHANGED: Conflict, "access.company_changed", "Somebody else changed the company meanwhile. Look again, then repeat your change.";
    /// Too late, too many tries, or done already.
    SIGN_IN_GONE: Gone, "access.sign_in_gone", "This took too long or too many tries. Please sign in again.";
    /// No present code of the app, one that was taken before, or no recovery code.
    CODE_WRONG: Unprocessable, "access.code_wrong", "This code is not right, or it was used already. Take the newest one.";
    /// An app is set up.
    SECOND_FACTOR_ON: Conflict, "access.second_factor_on", "An authenticator app is set up already. Remove it first.";
    /// Nothing is set up.
    SECOND_FACTOR_OFF: Conflict, "access.second_factor_off", "No second factor is set up.";
    /// The house demands one.
    SECOND_FACTOR_REQUIRED: Conflict, "access.second_factor_required", "A second factor is required of you, so this one cannot be removed.";
    /// Who demands it of others has one.
    OWN_SECOND_FACTOR_FIRST: Conflict, "access.own_second_factor_first", "Set up a second factor for yourself first, so that you do not lock yourself out.";
    /// Not by HTTPS under a name.
    PASSKEYS_UNAVAILABLE: Conflict, "access.passkeys_unavailable", "Browsers take passkeys only where Quarterdeck is reached by HTTPS under a name (or as http://localhost). Ask your administrator to set server.public_url so.";
    /// The device's answer is wrong, of another page, or of nobody's passkey.
    PASSKEY_REFUSED: Unprocessable, "access.passkey_refused", "This passkey was not accepted. Try again, or sign in with your password.";
    /// More than anybody has devices.
    PASSKEYS_MANY: Conflict, "access.passkeys_many", "You have 20 passkeys. Remove one that you do not need any more.";
    /// Somebody else changed the demands meanwhile.
    SECURITY_CHANGED: Conflict, "access.security_changed", "Somebody else changed the sign-in rules meanwhile. Look again, then repeat your change.";
    /// The address of a provider is none, or not a safe one.
    ISSUER_WRONG: Unprocessable, "access.issuer_wrong", "This must be an address that begins with https://, without anything behind a question mark.";
    /// No client id.
    CLIENT_ID_WRONG: Unprocessable, "access.client_id_wrong", "The client id that the provider gave you is needed.";
    /// No words with spaces between.
    SCOPES_WRONG: Unprocessable, "access.scopes_wrong", "Scopes are words with spaces between, such as profile email groups.";
    /// Rules need something to look at.
    ROLE_CLAIM_MISSING: Unprocessable, "access.role_claim_missing", "Name the claim that the rules look at, such as groups.";
    /// A rule needs a value.
    ROLE_VALUE_MISSING: Unprocessable, "access.role_value_missing", "A rule needs the value that somebody has at the provider.";
    /// More than anybody keeps by hand.
    ROLE_RULES_MANY: Unprocessable, "access.role_rules_many", "There can be at most 100 rules.";
    /// Not a domain.
    EMAIL_DOMAIN_WRONG: Unprocessable, "access.email_domain_wrong", "These must be at most 50 mail domains such as example.com.";
    /// A kept secret goes to no other server than it was entered for.
    CLIENT_SECRET_AGAIN: Unprocessable, "access.client_secret_again", "Enter the secret again: it was kept for another address.";
    /// Somebody else changed the provider meanwhile.
    IDENTITY_PROVIDER_CHANGED: Conflict, "access.identity_provider_changed", "Somebody else changed this provider meanwhile. Look again, then repeat your change.";
    /// Something else answers there, or nothing.
    IDENTITY_PROVIDER_WRONG: Unprocessable, "access.identity_provider_wrong", "There is no OpenID Connect provider at this address.";
    /// Nobody but administrators could sign in.
    SIGN_ON_NEEDED: Conflict, "access.sign_on_needed", "People without the right to a password need an enabled provider to sign in by.";
    /// Unknown, used, too late, or another browser.
    SIGN_ON_UNEXPECTED: Gone, "access.sign_on_unexpected", "This sign-in was not begun in this browser, was used already, or took too long. Please sign in again.";
    /// The provider sent somebody back without a code.
    SIGN_ON_REFUSED: Unprocessable, "access.sign_on_refused", "The provider did not sign you in.";
    /// What the provider says cannot be verified.
    SIGN_ON_FAILED: Unprocessable, "access.sign_on_failed", "What the provider says could not be verified.";
    /// Nobody here has this address, and nobody is made.
    SIGN_ON_NOBODY: Forbidden, "access.sign_on_nobody", "Nobody here has this account. Ask your administrator to invite you.";
    /// No address that the provider stands for.
    SIGN_ON_NO_EMAIL: Forbidden, "access.sign_on_no_email", "The provider does not say that your mail address is verified.";
    /// The address belongs to a domain that may not come.
    SIGN_ON_DOMAIN: Forbidden, "access.sign_on_domain", "Accounts with a mail address of this domain may not sign in here.";
    /// No rule fits.
    SIGN_ON_NO_ROLE: Forbidden, "access.sign_on_no_role", "Your account has no role here. Ask your administrator.";
    /// The person was deactivated.
    SIGN_ON_LEFT: Forbidden, "access.sign_on_left", "This account was deactivated here. Ask your administrator.";
    /// Passwords are for administrators.
    USE_SIGN_ON: Forbidden, "access.use_sign_on", "Please sign in with your company's account: passwords are for administrators only.";
    /// There is no password to prove oneself with, and the sign-in is long ago.
    SIGN_IN_AGAIN: Conflict, "access.sign_in_again", "You have no password here. Sign out and in again, then repeat this within 15 minutes.";
    /// Sealed with another key than the installation's.
    SECRET_UNREADABLE: Conflict, "access.secret_unreadable", "A kept secret cannot be read with this installation's key. Ask an administrator to reset your second factor.";
    /// Set-up was done before.
    ALREADY_SET_UP: Conflict, "access.already_set_up", "Quarterdeck is already set up. Please sign in.";
}

kernel::phrases! {
    /// With [`TOO_MANY_ATTEMPTS`].
    WAIT_SECONDS: "access.wait_seconds", "Too many attempts. Please try again in {seconds} seconds.";
}

/// Words for what went wrong at a provider.
pub mod words {
    kernel::phrases! {
        /// The provider answered something else.
        SIGN_ON_STATUS: "access.sign_on_status", "The provider answered with status {status} instead of describing itself.";
        /// Mostly a slash too many or too few.
        SIGN_ON_OTHER_ISSUER: "access.sign_on_other_issuer", "The provider calls itself otherwise than it was entered: {detail}";
        /// No provider at all.
        SIGN_ON_NO_PROVIDER: "access.sign_on_no_provider", "What answers there is no OpenID Connect provider.";
        /// The token endpoint refused us or the code.
        SIGN_ON_CODE_REFUSED: "access.sign_on_code_refused", "The provider refused our request ({answer}). The client id or its secret may be wrong.";
        /// No identity in the answer.
        SIGN_ON_NO_TOKEN: "access.sign_on_no_token", "The provider does not say who you are.";
        /// Signature, issuer, audience, time or nonce are wrong.
        SIGN_ON_NOT_BELIEVED: "access.sign_on_not_believed", "What the provider says is not believed: {cause}.";
    }
}
