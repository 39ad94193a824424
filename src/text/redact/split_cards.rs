//! A card number that comes in parts, one message after the other: the message that completes it is masked.

use super::PersonalKind;
use super::cards::{self, Run};
use super::claims::Claims;
use regex::Regex;
use std::collections::VecDeque;
use std::ops::Range;
use std::sync::LazyLock;

/// How many earlier turns a number may begin in.
const TURNS: usize = 4;

static ORDER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\border|\bbestel|#|\bfh-|factuur|invoice|pakket|parcel|track|zending").expect("a constant pattern")
});

/// What the last turns left of a number that is not complete, oldest first; empty entries for turns that left nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fragments(VecDeque<Fragment>);

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Fragment {
    digits: String,
    /// The turn spoke of a card.
    said: bool,
}

impl Fragments {
    /// Claims what completes a number in this message, and forgets the number.
    pub fn complete(&mut self, text: &str, claims: &mut Claims) {
        let said = cards::speaks_of_card(text);
        let completed = parts(text, claims, said).find_map(|run| self.completed_by(text, &run, said));
        if let Some(range) = completed {
            claims.claim(PersonalKind::Card, range);
            self.0.clear();
        }
    }

    /// Keeps what the next messages may complete: the longest part that nothing else claimed.
    pub fn keep(&mut self, text: &str, claims: &Claims) {
        let said = cards::speaks_of_card(text);
        let longest = parts(text, claims, said).map(|run| cards::digits(text, &run.groups)).max_by_key(String::len);
        self.0.push_back(Fragment { digits: longest.unwrap_or_default(), said });
        while self.0.len() > TURNS {
            self.0.pop_front();
        }
    }

    /// The groups of `run` that, after what was kept of some number of turns, make a card number.
    fn completed_by(&self, text: &str, run: &Run, said: bool) -> Option<Range<usize>> {
        let mut begun = String::new();
        let mut said = said;
        for fragment in self.0.iter().rev().filter(|fragment| !fragment.digits.is_empty()) {
            begun.insert_str(0, &fragment.digits);
            said |= fragment.said;
            if let Some(range) = completion(text, &begun, run, said) {
                return Some(range);
            }
        }
        None
    }
}

fn completion(text: &str, begun: &str, run: &Run, said: bool) -> Option<Range<usize>> {
    let mut digits = begun.to_owned();
    for (at, group) in run.groups.iter().enumerate().take_while(|(at, _)| *at < 19) {
        digits.push_str(&text[group.clone()]);
        let whole = (13..=19).contains(&digits.len()) && !digits.starts_with('0') && cards::luhn(&digits);
        if whole && (said || cards::has_issuer(&digits)) {
            return Some(cards::span(&run.groups[..=at]));
        }
    }
    None
}

/// What may be part of a number: not the last four digits of a card, a date or an order number.
fn parts<'t>(text: &'t str, claims: &'t Claims, said: bool) -> impl Iterator<Item = Run> + 't {
    let orders = !said && ORDER.is_match(text);
    cards::runs(text).filter(move |run| !orders && may_be_part(text, run, claims))
}

fn may_be_part(text: &str, run: &Run, claims: &Claims) -> bool {
    let range = cards::span(&run.groups);
    let short = run.groups.iter().map(Range::len).sum::<usize>() < 19;
    let other = cards::is_last_four(text, &range) || cards::has_date(text, &run.groups);
    let phone = text[..range.start].ends_with('+');
    short && claims.is_free(&range) && !other && !phone
}
