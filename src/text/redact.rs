//! The gate every customer word passes: secrets destroyed, personal values replaced by numbered placeholders.
//!
//! Each detector reads the folded text (one form of every digit, dash and space) and claims what it knows; the order of
//! the detectors is their priority, and what is claimed once is not claimed again.

mod cards;
mod claims;
mod contact;
mod full_names;
mod given_names;
mod iban;
mod ids;
mod kind;
mod name_words;
mod names;
mod phones;
mod place_words;
mod places;
mod postcodes;
mod secrets;
mod split_cards;
mod surnames;
#[cfg(test)]
mod tests;

use crate::domain::Redacted;
use crate::text::folded::Folded;
use claims::Claims;
use split_cards::Fragments;
use std::collections::BTreeMap;

pub use kind::PersonalKind;

/// What earlier turns of a session leave behind. The default is a session's first turn.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Before {
    /// How many values of each kind were replaced, so that numbering goes on.
    counts: BTreeMap<PersonalKind, u32>,
    fragments: Fragments,
}

/// One customer message, safe to keep, and what was taken out of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redaction {
    pub text: Redacted,
    /// In the order of the raw text, without overlap.
    pub found: Vec<Found>,
    /// Each value that a numbered placeholder stands for, once. Never a secret.
    pub personal: Vec<Personal>,
    /// To be passed to the next turn of the session.
    pub before: Before,
}

/// Where a value stood: character offsets (Unicode scalar values) in the raw text, `end` exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    pub kind: PersonalKind,
    pub start: usize,
    pub end: usize,
}

/// A value and the placeholder that stands for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Personal {
    pub kind: PersonalKind,
    pub placeholder: String,
    pub value: String,
}

/// Redacts one customer message.
pub fn redact(raw: &str, before: &Before) -> Redaction {
    let folded = Folded::new(raw);
    let text = folded.as_str();
    let mut before = before.clone();
    let mut claims = Claims::default();
    iban::claim(text, &mut claims);
    contact::claim(text, &mut claims);
    cards::claim(text, &mut claims);
    secrets::claim(text, &mut claims);
    ids::claim(text, &mut claims);
    before.fragments.complete(text, &mut claims);
    before.fragments.keep(text, &claims); // before phones: the middle of a card number can look like one
    phones::claim(text, &mut claims);
    places::claim(text, &mut claims);
    postcodes::claim(text, &mut claims);
    names::claim(text, &mut claims);
    full_names::claim(text, &mut claims);
    write(raw, &folded, claims, before)
}

/// What an agent typed, without secrets: card numbers, passwords and codes are destroyed. Everything else stays, for
/// an agent may well tell a customer an address.
pub fn without_secrets(raw: &str) -> String {
    let folded = Folded::new(raw);
    let text = folded.as_str();
    let mut claims = Claims::default();
    // IBANs and addresses first: their digits are not a card's.
    iban::claim(text, &mut claims);
    contact::claim(text, &mut claims);
    cards::claim(text, &mut claims);
    secrets::claim(text, &mut claims);
    let mut safe = String::with_capacity(raw.len());
    let mut copied = 0;
    for claim in claims.in_order().filter(|claim| claim.kind.is_secret()) {
        let (from, to) = folded.raw_bytes(&claim.range);
        safe.push_str(&raw[copied..from]);
        safe.push_str(&format!("[{}]", claim.kind.as_str()));
        copied = to;
    }
    safe.push_str(&raw[copied..]);
    safe
}

/// Writes the safe text: what is not claimed stays as it was typed.
fn write(raw: &str, folded: &Folded, claims: Claims, mut before: Before) -> Redaction {
    let mut text = String::with_capacity(raw.len());
    let mut personal: Vec<Personal> = Vec::new();
    let mut found = Vec::new();
    let mut copied = 0;
    for claim in claims.in_order() {
        let (from, to) = folded.raw_bytes(&claim.range);
        text.push_str(&raw[copied..from]);
        text.push_str(&placeholder(claim.kind, &raw[from..to], &mut personal, &mut before));
        let (start, end) = folded.raw_chars(&claim.range);
        found.push(Found { kind: claim.kind, start, end });
        copied = to;
    }
    text.push_str(&raw[copied..]);
    Redaction { text: Redacted::from_redaction(text), found, personal, before }
}

/// `[pin]` for a secret, `[email:2]` for what may be sealed; one number for one value within a message.
fn placeholder(kind: PersonalKind, value: &str, personal: &mut Vec<Personal>, before: &mut Before) -> String {
    if kind.is_secret() {
        return format!("[{}]", kind.as_str());
    }
    let prefix = format!("[{}:", kind.as_str());
    let known = personal.iter().find(|p| p.value == value && p.placeholder.starts_with(&prefix));
    if let Some(known) = known {
        return known.placeholder.clone();
    }
    let count = before.counts.entry(kind).or_default();
    *count += 1;
    let placeholder = format!("{prefix}{count}]");
    personal.push(Personal { kind, placeholder: placeholder.clone(), value: value.to_owned() });
    placeholder
}
