//! What can go wrong while measuring: anything, told in words.

/// What a step ends with.
pub type Outcome<T = ()> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Something went wrong, in words.
pub fn wrong<T>(words: impl Into<String>) -> Outcome<T> {
    Err(words.into().into())
}
