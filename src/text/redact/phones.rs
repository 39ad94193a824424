//! Phone numbers: Dutch, Belgian, British, American and international forms. Eight bare digits are an order number.

use super::PersonalKind;
use super::cards::{digits, has_date, span, tail};
use super::claims::Claims;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

static RUN: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[0-9]+(?:[ ()./-]{1,3}[0-9]+)*").expect("a constant pattern"));
static GROUP: LazyLock<Regex> = LazyLock::new(|| Regex::new("[0-9]+").expect("a constant pattern"));
static WORD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:\bphone|\btel(?:ephone|efoon)?\b|telefoon|\bmobile?|\bmobiel|\bcell|\bgsm|\bfax|whats ?app|\b06-?nummer|\bregistered|\b(?:call|ring|text|reach|phone) (?:me|us|him|her)|\bbel (?:me|mij|ons)|\bcontact(?: me)? (?:no|nr|number|on|at)\b|\bbereikbaar|\btelnr)[^0-9+(]{0,24}[+(]?$")
        .expect("a constant pattern")
});
static OTHER_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:\border|bestel\w*|ordernummer|invoice|factuur\w*|pakket\w*|parcel|track\w*|zending\w*|klant\w*|customer|article|artikel\w*|serial|serie\w*|ticket|case|ref\w*|barcode|\bean)[\s#:.-]{0,3}(?:number|nummer|code|id|no|nr)?[\s#:.-]{0,3}(?:is|was)?[\s#:]{0,3}$|[€$£#] ?$")
        .expect("a constant pattern")
});
static CURRENCY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:,[0-9]| ?(?:€|%|eur|usd|gbp|dollar|pound|stuks|pieces))").expect("a constant pattern")
});

pub fn claim(text: &str, claims: &mut Claims) {
    for run in RUN.find_iter(text) {
        let groups: Vec<_> =
            GROUP.find_iter(run.as_str()).map(|group| run.start() + group.start()..run.start() + group.end()).collect();
        claim_in(text, &groups, claims);
    }
}

/// The longest phone number at each group, from the left.
fn claim_in(text: &str, groups: &[Range<usize>], claims: &mut Claims) {
    let mut first = 0;
    while first < groups.len() {
        let longest = (first + 1..=groups.len().min(first + 9))
            .rev()
            .find(|end| is_phone(text, &groups[first..*end], *end == groups.len()));
        match longest {
            Some(end) => {
                claims.claim(PersonalKind::Phone, with_sign(text, span(&groups[first..end])));
                first = end;
            }
            None => first += 1,
        }
    }
}

fn is_phone(text: &str, groups: &[Range<usize>], to_the_end: bool) -> bool {
    let range = span(groups);
    let (before, after) = (&text[..range.start], &text[range.end..]);
    if range.len() > 24 || is_glued(before, after) || CURRENCY.is_match(after) || has_date(text, groups) {
        return false;
    }
    let digits = digits(text, groups);
    if before.ends_with('+') || digits.starts_with("00") && digits.len() > 9 {
        return is_international(digits.trim_start_matches('0'));
    }
    let lengths: Vec<usize> = groups.iter().map(Range::len).collect();
    let bare_order = digits.len() == 8 && groups.len() == 1;
    if !bare_order && to_the_end && (7..=15).contains(&digits.len()) && WORD.is_match(tail(before, 48)) {
        return true;
    }
    (is_national(&digits, &lengths) || is_american(&digits, &lengths)) && !OTHER_NUMBER.is_match(tail(before, 40))
}

/// Part of a longer word or code, such as `FH-0612345678`.
fn is_glued(before: &str, after: &str) -> bool {
    let code =
        before.ends_with(['-', '/', '_', '.', ',']) && before[..before.len() - 1].ends_with(char::is_alphanumeric);
    code || before.ends_with(char::is_alphanumeric) || after.starts_with(|c: char| c.is_alphanumeric() || c == '_')
}

/// Country code and number, the `(0)` some write between counted or not.
fn is_international(digits: &str) -> bool {
    let country = COUNTRIES.iter().find(|(code, ..)| digits.starts_with(code));
    let (code, least, most) = country.unwrap_or(&("", 8, 14));
    let number = &digits[code.len()..];
    (*least..=*most).contains(&number.strip_prefix('0').unwrap_or(number).len())
}

/// A number with its trunk zero: ten digits, in Belgium also nine, in Britain also eleven.
fn is_national(digits: &str, lengths: &[usize]) -> bool {
    let trunk = digits.starts_with('0') && !digits.starts_with("00") && lengths[0] >= 2;
    let allowed = match digits.get(..2) {
        Some("06") => 10..=10,
        Some("01" | "02" | "03" | "07" | "08") => 9..=11,
        _ => 9..=if lengths.len() > 1 { 11 } else { 10 },
    };
    trunk && allowed.contains(&digits.len())
}

/// `555-123-4567`, `(555) 123 4567`, `1-800-555-1234`.
fn is_american(digits: &str, lengths: &[usize]) -> bool {
    let area = digits.trim_start_matches('1');
    matches!(lengths, [3, 3, 4] | [1, 3, 3, 4]) && area.len() == 10 && !area.starts_with('0')
}

/// The range with the plus or the bracket before it.
fn with_sign(text: &str, range: Range<usize>) -> Range<usize> {
    let sign = text[..range.start].ends_with(['+', '(']) as usize;
    let plus = (sign == 1 && text[..range.start - 1].ends_with('+')) as usize;
    range.start - sign - plus..range.end
}

/// Country code, least and most digits after it.
const COUNTRIES: &[(&str, usize, usize)] = &[
    ("31", 9, 9),
    ("32", 8, 9),
    ("33", 9, 9),
    ("352", 6, 9),
    ("34", 9, 9),
    ("39", 8, 11),
    ("41", 9, 9),
    ("43", 7, 12),
    ("44", 9, 10),
    ("45", 8, 8),
    ("46", 7, 10),
    ("47", 8, 8),
    ("48", 9, 9),
    ("49", 7, 11),
    ("90", 10, 10),
    ("212", 9, 9),
    ("1", 10, 10),
];
