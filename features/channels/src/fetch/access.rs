//! What opens a mailbox on its server: a password, or a token that its provider gave us.

/// A way to sign in.
#[derive(Clone, PartialEq, Eq)]
pub enum Key {
    /// A password.
    Password(String),
    /// An access token (XOAUTH2).
    Token(String),
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Password(_) => "Password",
            Self::Token(_) => "Token",
        })
    }
}

/// What XOAUTH2 says, before it is encoded.
pub fn bearer(user: &str, token: &str) -> String {
    format!("user={user}\u{1}auth=Bearer {token}\u{1}\u{1}")
}
