//! Who claimed which part of the text. The first claim on a part stands.

use super::PersonalKind;
use std::ops::Range;

/// A value found, as bytes of the folded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    pub kind: PersonalKind,
    pub range: Range<usize>,
}

#[derive(Debug, Default)]
pub struct Claims {
    /// Sorted by start, without overlap.
    claims: Vec<Claim>,
}

impl Claims {
    /// Claims `range` unless it is empty or a part of it is taken.
    pub fn claim(&mut self, kind: PersonalKind, range: Range<usize>) {
        if !range.is_empty() && self.is_free(&range) {
            let at = self.claims.partition_point(|claim| claim.range.start < range.start);
            self.claims.insert(at, Claim { kind, range });
        }
    }

    pub fn is_free(&self, range: &Range<usize>) -> bool {
        let after = self.claims.partition_point(|claim| claim.range.end <= range.start);
        self.claims.get(after).is_none_or(|claim| claim.range.start >= range.end)
    }

    pub fn any_of(&self, kinds: &[PersonalKind]) -> bool {
        self.claims.iter().any(|claim| kinds.contains(&claim.kind))
    }

    /// Where the claims of one kind end.
    pub fn ends(&self, kind: PersonalKind) -> impl Iterator<Item = usize> {
        self.claims.iter().filter(move |claim| claim.kind == kind).map(|claim| claim.range.end)
    }

    pub fn in_order(self) -> impl Iterator<Item = Claim> {
        self.claims.into_iter()
    }
}
