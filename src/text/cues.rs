//! What a support desk listens for: capitals, repeated contact, a wish for a person, and the words that showed it.
//!
//! Words alone mislead ("a person stole my card"), so a pattern has the words around it, and what in the same sentence
//! makes it mean something else.

mod contact;
mod mood;
mod person;

use crate::domain::{Cue, CueKind, Redacted};
use mood::ACRONYMS;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

struct Pattern {
    kind: CueKind,
    find: Regex,
    /// In the same sentence, it means something else.
    unless: Option<Regex>,
}

impl Pattern {
    fn means_it(&self, text: &str, range: &Range<usize>) -> bool {
        !self.unless.as_ref().is_some_and(|unless| unless.is_match(sentence(text, range)))
    }
}

/// The cue, what to find, and what in the same sentence speaks against it (empty: nothing). Patterns ignore case.
type Row = (CueKind, &'static str, &'static str);

static PATTERNS: LazyLock<Vec<Pattern>> = LazyLock::new(|| {
    let rows = contact::ROWS.iter().chain(person::ROWS).chain(mood::ROWS);
    rows.map(|(kind, find, unless)| Pattern {
        kind: *kind,
        find: compile(find),
        unless: (!unless.is_empty()).then(|| compile(unless)),
    })
    .collect()
});

/// Names in capitals in a pattern stand for the word lists of `person`.
fn compile(pattern: &str) -> Regex {
    let named = person::LISTS.iter().fold(pattern.to_owned(), |text, (name, list)| text.replace(name, list));
    Regex::new(&format!("(?i){named}")).expect("a constant pattern")
}

static WORD: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\[[a-z_:0-9]*\]|[\p{L}\p{N}]+").expect("a constant pattern"));

/// How far a sentence is looked at on each side of the words, in bytes.
const SENTENCE: usize = 200;

/// More cues than this say nothing more.
const MOST: usize = 32;

/// The cues of one message, kind by kind, without overlap within a kind.
pub fn cues(text: &Redacted) -> Vec<Cue> {
    let text = text.as_str().replace(['\u{2018}', '\u{2019}'], "'");
    let mut heard: Vec<(CueKind, Range<usize>)> = Vec::new();
    for pattern in PATTERNS.iter() {
        let room = MOST.saturating_sub(heard.len());
        let found: Vec<Range<usize>> = pattern.find.find_iter(&text).take(MOST).map(|found| found.range()).collect();
        let new =
            found.into_iter().filter(|range| pattern.means_it(&text, range) && !is_heard(&heard, pattern.kind, range));
        let new: Vec<_> = new.take(room).map(|range| (pattern.kind, range)).collect();
        heard.extend(new);
    }
    capitals(&text).into_iter().chain(heard.into_iter().map(|(kind, range)| cue(kind, text[range].trim()))).collect()
}

fn is_heard(heard: &[(CueKind, Range<usize>)], kind: CueKind, range: &Range<usize>) -> bool {
    heard.iter().any(|(other, taken)| *other == kind && taken.start < range.end && range.start < taken.end)
}

fn cue(kind: CueKind, words: &str) -> Cue {
    Cue { kind, words: words.to_owned() }
}

/// The sentence around `range`, with the sign that ends it.
fn sentence<'t>(text: &'t str, range: &Range<usize>) -> &'t str {
    let ends = ['.', '!', '?', '\n'];
    let from = text[..range.start].char_indices().rev().take(SENTENCE).find(|(_, c)| ends.contains(c));
    let to = text[range.end..].char_indices().take(SENTENCE).find(|(_, c)| ends.contains(c));
    let from = from.map_or_else(|| floor(text, range.start.saturating_sub(SENTENCE)), |(at, c)| at + c.len_utf8());
    let to =
        to.map_or_else(|| floor(text, (range.end + SENTENCE).min(text.len())), |(at, c)| range.end + at + c.len_utf8());
    &text[from..to]
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Two words of three letters or more, or one of four: shouted, and not a name for a thing.
fn capitals(text: &str) -> Option<Cue> {
    let shouted: Vec<&str> = WORD.find_iter(text).map(|word| word.as_str()).filter(|word| is_shouted(word)).collect();
    let loud = shouted.len() > 1 || shouted.iter().any(|word| word.chars().count() > 3);
    loud.then(|| cue(CueKind::Capitals, &shouted.join(" ")))
}

fn is_shouted(word: &str) -> bool {
    word.chars().count() > 2 && word.chars().all(char::is_uppercase) && !ACRONYMS.contains(word)
}

#[cfg(test)]
mod tests;
