//! When there are too few to say much.

/// Figures of fewer than so many are marked as small samples. With 30 answers the interval of a share is already up to 34
/// points wide, and the interval of a mean is about as good as normal from there on: a rule of thumb, stated so that everybody
/// knows what the mark means.
pub const SMALL_BELOW: u64 = 30;

/// People are not put in order by fewer than so many: the order would be made by chance.
pub const FEWEST_TO_RANK: u64 = 30;

/// Whether a figure of so many is to be marked.
pub fn is_small(count: u64) -> bool {
    count < SMALL_BELOW
}

/// Whether somebody may be put in order by a figure of so many.
pub fn may_be_ranked(count: u64) -> bool {
    count >= FEWEST_TO_RANK
}
