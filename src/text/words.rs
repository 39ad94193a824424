//! Word lists as they are read: words with spaces between them, looked up at once.

use std::collections::HashSet;
use std::sync::LazyLock;

/// A set of words in lower case.
pub type Words = LazyLock<HashSet<&'static str>>;

pub fn words(list: &'static str) -> HashSet<&'static str> {
    list.split_whitespace().collect()
}
