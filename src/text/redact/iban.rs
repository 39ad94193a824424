//! IBANs: the length of each country and the check modulo 97 (ISO 13616), with or without spaces, in either case.

use super::PersonalKind;
use super::claims::Claims;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

static BEGIN: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)\b[a-z]{2}[ -]?[0-9][ -]?[0-9]").expect("a constant pattern"));
static WORD: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)\biban|rekeningnummer|account number").expect("a constant pattern"));

/// Claims every IBAN. One that fails the check is claimed where the message says that it is one: a typing mistake does not
/// make it less personal.
pub fn claim(text: &str, claims: &mut Claims) {
    let said = WORD.is_match(text);
    let mut done = 0;
    for begin in BEGIN.find_iter(text) {
        if begin.start() < done {
            continue;
        }
        if let Some(range) = iban_at(text, begin.start(), said) {
            done = range.end;
            claims.claim(PersonalKind::Iban, range);
        }
    }
}

fn iban_at(text: &str, start: usize, said: bool) -> Option<Range<usize>> {
    let country = text.get(start..start + 2)?.to_ascii_uppercase();
    let at = LENGTHS.binary_search_by_key(&country.as_str(), |(name, _)| name).ok()?;
    let (digits, end) = collect(&text[start..], LENGTHS[at].1)?;
    let ends = !text[start + end..].starts_with(char::is_alphanumeric);
    (ends && (said && has_enough_digits(&digits) || modulo_97(&digits) == 1)).then_some(start..start + end)
}

/// The next `length` letters and digits in capitals, and where they end, over single spaces, dashes and dots.
fn collect(text: &str, length: usize) -> Option<(String, usize)> {
    let mut collected = String::with_capacity(length);
    let mut gap = 0;
    for (at, c) in text.char_indices() {
        match c {
            _ if c.is_ascii_alphanumeric() => {
                gap = 0;
                collected.push(c.to_ascii_uppercase());
            }
            ' ' | '-' | '.' | '\n' if gap < 2 => gap += 1,
            _ => return None,
        }
        if collected.len() == length {
            return Some((collected, at + 1));
        }
    }
    None
}

/// Every country's account number has at least nine digits; words that happen to follow do not.
fn has_enough_digits(iban: &str) -> bool {
    iban.bytes().filter(u8::is_ascii_digit).count() >= 11
}

/// The number read with the first four characters last and letters as 10 to 35.
fn modulo_97(iban: &str) -> u32 {
    let (first, rest) = iban.split_at(4);
    rest.chars().chain(first.chars()).filter_map(|c| c.to_digit(36)).fold(0, |sum, value| match value {
        0..=9 => (sum * 10 + value) % 97,
        _ => (sum * 100 + value) % 97,
    })
}

/// SWIFT IBAN registry, release 99: country and length, sorted.
const LENGTHS: &[(&str, usize)] = &[
    ("AD", 24),
    ("AE", 23),
    ("AL", 28),
    ("AT", 20),
    ("AZ", 28),
    ("BA", 20),
    ("BE", 16),
    ("BG", 22),
    ("BH", 22),
    ("BI", 27),
    ("BR", 29),
    ("BY", 28),
    ("CH", 21),
    ("CR", 22),
    ("CY", 28),
    ("CZ", 24),
    ("DE", 22),
    ("DJ", 27),
    ("DK", 18),
    ("DO", 28),
    ("EE", 20),
    ("EG", 29),
    ("ES", 24),
    ("FI", 18),
    ("FK", 18),
    ("FO", 18),
    ("FR", 27),
    ("GB", 22),
    ("GE", 22),
    ("GI", 23),
    ("GL", 18),
    ("GR", 27),
    ("GT", 28),
    ("HN", 28),
    ("HR", 21),
    ("HU", 28),
    ("IE", 22),
    ("IL", 23),
    ("IQ", 23),
    ("IS", 26),
    ("IT", 27),
    ("JO", 30),
    ("KW", 30),
    ("KZ", 20),
    ("LB", 28),
    ("LC", 32),
    ("LI", 21),
    ("LT", 20),
    ("LU", 20),
    ("LV", 21),
    ("LY", 25),
    ("MC", 27),
    ("MD", 24),
    ("ME", 22),
    ("MK", 19),
    ("MN", 20),
    ("MR", 27),
    ("MT", 31),
    ("MU", 30),
    ("NI", 28),
    ("NL", 18),
    ("NO", 15),
    ("OM", 23),
    ("PK", 24),
    ("PL", 28),
    ("PS", 29),
    ("PT", 25),
    ("QA", 29),
    ("RO", 24),
    ("RS", 22),
    ("RU", 33),
    ("SA", 24),
    ("SC", 31),
    ("SD", 18),
    ("SE", 24),
    ("SI", 19),
    ("SK", 24),
    ("SM", 27),
    ("SO", 23),
    ("ST", 25),
    ("SV", 28),
    ("TL", 23),
    ("TN", 24),
    ("TR", 26),
    ("UA", 29),
    ("VA", 22),
    ("VG", 24),
    ("XK", 20),
    ("YE", 30),
];
