//! Values that repeat: each is kept once, and a small number stands for it.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;

/// Values by their numbers, which are given in order and never change.
#[derive(Debug)]
pub(super) struct Dictionary<T> {
    values: Vec<T>,
    codes: HashMap<T, u32>,
}

impl<T> Default for Dictionary<T> {
    fn default() -> Self {
        Self { values: Vec::new(), codes: HashMap::new() }
    }
}

impl<T: Clone + Eq + Hash> Dictionary<T> {
    /// The number of a value, a new one for a value that was not there.
    pub(super) fn code<Q>(&mut self, value: &Q) -> u32
    where
        T: Borrow<Q>,
        Q: Eq + Hash + ToOwned<Owned = T> + ?Sized,
    {
        if let Some(code) = self.codes.get(value) {
            return *code;
        }
        let code = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        self.values.push(value.to_owned());
        self.codes.insert(value.to_owned(), code);
        code
    }

    /// The number of a value that is there.
    pub(super) fn known<Q>(&self, value: &Q) -> Option<u32>
    where
        T: Borrow<Q>,
        Q: Eq + Hash + ?Sized,
    {
        self.codes.get(value).copied()
    }

    /// The values in the order of their numbers.
    pub(super) fn values(&self) -> &[T] {
        &self.values
    }
}
