//! Card numbers: 13 to 19 digits with a right Luhn digit, however they are spaced; 12 where the message speaks of a
//! card (old Maestro cards).
//!
//! One number in ten passes Luhn by chance, so what is not written as one number also has to look like a card: a usual
//! grouping or a known issuer, or a word for a card in the message. Order numbers (8 digits) and dates stay.

use super::PersonalKind;
use super::claims::Claims;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// Groups of digits with at most three separators between them.
pub struct Run {
    pub groups: Vec<Range<usize>>,
}

static RUN: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[0-9]+(?:[ \t\n._/·-]{1,3}[0-9]+)*").expect("a constant pattern"));
static WORD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)card|kaart|\bvisa\b|maestro|\bamex\b|american express|\bcc\b|bankpas|betaalpas|pinpas|pasnummer")
        .expect("a constant pattern")
});
static ENDING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:ending (?:in|with|on)|ends (?:in|with|on)|eindig\w* (?:op|met|in)|last (?:4|four)(?: digits)?|laatste (?:4|vier)(?: cijfers)?)(?: are| is| zijn|:)?[ x*.]*$")
        .expect("a constant pattern")
});
static ORDER_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:order|purchase|bestel\w*|parcel|pakket\w*|track\w*|zending\w*|invoice|factuur\w*|reference|barcode|ean|imei|serial|serie\w*)(?: ?(?:number|nummer|code|id|no|nr|is|was))*[ :#.=]{0,3}$")
        .expect("a constant pattern")
});
static TRACKING: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)(?:\b3s[a-z]*|\bjvgl|\bjjd|\b1z[0-9a-z]*)$").expect("a constant pattern"));

/// Claims every whole card number of one message.
pub fn claim(text: &str, claims: &mut Claims) {
    let said = speaks_of_card(text);
    for run in runs(text) {
        for range in cards_in(text, &run, said) {
            claims.claim(PersonalKind::Card, range);
        }
    }
}

pub fn runs(text: &str) -> impl Iterator<Item = Run> {
    RUN.find_iter(text).map(|found| Run { groups: groups(text, found.range()) })
}

pub fn speaks_of_card(text: &str) -> bool {
    WORD.is_match(text)
}

/// "ending in 4821" names a card without giving it away.
pub fn is_last_four(text: &str, range: &Range<usize>) -> bool {
    range.len() == 4 && ENDING.is_match(tail(&text[..range.start], 40))
}

/// The last `bytes` bytes of `text`, a little less where that would split a character.
pub fn tail(text: &str, bytes: usize) -> &str {
    let mut from = text.len().saturating_sub(bytes);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    &text[from..]
}

fn groups(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut groups: Vec<Range<usize>> = Vec::new();
    for (at, byte) in text[range.clone()].bytes().enumerate() {
        let at = range.start + at;
        match groups.last_mut() {
            _ if !byte.is_ascii_digit() => {}
            Some(last) if last.end == at => last.end += 1,
            _ => groups.push(at..at + 1),
        }
    }
    groups
}

/// The whole run if it is a card number, else those of its groups that make one of a known issuer.
fn cards_in(text: &str, run: &Run, said: bool) -> Vec<Range<usize>> {
    if is_card(text, &run.groups, said, false) {
        return vec![span(&run.groups)];
    }
    let mut cards = Vec::new();
    let mut first = 0;
    while first < run.groups.len() {
        match (first + 1..=run.groups.len()).take(19).find(|end| is_card(text, &run.groups[first..*end], said, true)) {
            Some(end) => {
                cards.push(span(&run.groups[first..end]));
                first = end;
            }
            None => first += 1,
        }
    }
    cards
}

pub fn span(groups: &[Range<usize>]) -> Range<usize> {
    groups[0].start..groups[groups.len() - 1].end
}

fn is_card(text: &str, groups: &[Range<usize>], said: bool, part: bool) -> bool {
    let count: usize = groups.iter().map(Range::len).sum();
    if !(12..=19).contains(&count) || count == 12 && !said {
        return false;
    }
    let digits = digits(text, groups);
    if count == 12 && !has_issuer(&digits) || digits.starts_with('0') || !luhn(&digits) {
        return false;
    }
    let issued = has_issuer(&digits);
    let free = stands_free(text, &span(groups), issued, said);
    free && (issued || !part) && (said || groups.len() == 1 || looks_grouped(text, groups, issued))
}

pub fn digits(text: &str, groups: &[Range<usize>]) -> String {
    groups.iter().map(|group| &text[group.clone()]).collect()
}

/// A parcel's code and an international phone number have digits too: what stands before them tells.
fn stands_free(text: &str, range: &Range<usize>, issued: bool, said: bool) -> bool {
    let (before, after) = (&text[..range.start], &text[range.end..]);
    let glued = before.ends_with(char::is_alphabetic) || after.starts_with(char::is_alphabetic);
    let phone = before.ends_with('+') && range.len() <= 18;
    let order = !issued && ORDER_NUMBER.is_match(tail(before, 40));
    !TRACKING.is_match(tail(before, 12)) && (said || !(phone || order || glued && !issued))
}

/// Written as people write a card number, and not a list of order numbers, dates or sizes.
fn looks_grouped(text: &str, groups: &[Range<usize>], issued: bool) -> bool {
    let (last, front) = groups.split_last().expect("a card number has digits");
    let single = groups.iter().all(|group| group.len() == 1);
    let regular = front.iter().all(|group| (3..=6).contains(&group.len())) && last.len() <= 7;
    let sizes = groups.iter().all(|group| group.len() == 2) && groups.len() != 8;
    let orders = groups.iter().any(|group| group.len() == 8);
    !orders && !sizes && !has_date(text, groups) && (single || regular || issued)
}

/// `21-11-2026` or `2026-11-21` among the groups.
pub fn has_date(text: &str, groups: &[Range<usize>]) -> bool {
    groups.windows(3).any(|three| {
        let lengths = (three[0].len(), three[1].len(), three[2].len());
        let year = match lengths {
            (1..=2, 1..=2, 4) => &three[2],
            (4, 1..=2, 1..=2) => &three[0],
            _ => return false,
        };
        let joined = text.as_bytes()[three[0].end] == text.as_bytes()[three[1].end];
        joined && text.as_bytes()[three[0].end] != b' ' && matches!(&text[year.start..year.start + 2], "19" | "20")
    })
}

/// ISO/IEC 7812-1, annex B.
pub fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(at, byte)| match u32::from(byte - b'0') {
            digit if at % 2 == 0 => digit,
            digit => digit * 2 / 10 + digit * 2 % 10,
        })
        .sum();
    sum.is_multiple_of(10)
}

/// Whether a known issuer gives out numbers that begin so and are so long.
pub fn has_issuer(digits: &str) -> bool {
    let begin: u32 = digits.get(..4).and_then(|four| four.parse().ok()).unwrap_or_default();
    ISSUERS.iter().any(|(from, to, lengths)| (*from..=*to).contains(&begin) && lengths.contains(&digits.len()))
}

/// First four digits from and to, and the lengths in use: Visa, Mastercard, American Express, Diners, Discover, JCB,
/// UnionPay, Mir, Maestro and its likes, RuPay.
const ISSUERS: &[(u32, u32, &[usize])] = &[
    (4000, 4999, &[13, 16, 19]),
    (5100, 5599, &[16]),
    (2221, 2720, &[16]),
    (3400, 3499, &[15]),
    (3700, 3799, &[15]),
    (3000, 3059, &[14]),
    (3600, 3699, &[14]),
    (3800, 3999, &[14]),
    (3528, 3589, &[16]),
    (6200, 6299, &[16, 17, 18, 19]),
    (2200, 2204, &[16]),
    (5000, 5099, &[12, 16, 19]),
    (5600, 5899, &[12, 16, 19]),
    (6000, 6999, &[12, 16, 19]),
    (8100, 8299, &[16]),
];
