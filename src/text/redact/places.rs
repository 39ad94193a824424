//! Street addresses, Dutch, British and American, and what follows "my address is" in the form of one.

use super::PersonalKind;
use super::claims::Claims;
use super::name_words::NOT_A_NAME;
use super::place_words::*;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

static STREETS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let name = r"(?:\p{Lu}[\p{L}'.-]*|van|de|den|der|het|'t|[0-9]{1,2}e) ";
    let dutch = format!(r"\b(?:{name}){{0,5}}[\p{{L}}'-]{{2,}}(?:{DUTCH_STREETS}),? {HOUSE}");
    let english = format!(
        r"\b(?:[0-9]{{1,5}} )?[0-9]{{1,5}}[A-Za-z]?,? (?:\p{{Lu}}[\p{{L}}'.-]* ){{1,4}}(?:{ENGLISH_STREETS})\b"
    );
    let plain = format!(r"(?i)\b[0-9]{{1,5}}[a-z]?,? (?:[\p{{L}}'.-]+ ){{1,3}}(?:{PLAIN_STREETS})\b");
    [FLAT, &dutch, &english, &plain, BOX]
        .iter()
        .map(|pattern| Regex::new(pattern).expect("a constant pattern"))
        .collect()
});
static CORNERS: LazyLock<Regex> = LazyLock::new(|| Regex::new(CORNER).expect("a constant pattern"));
static LABEL: LazyLock<Regex> = LazyLock::new(|| Regex::new(LABELS).expect("a constant pattern"));
static WEAK_LABEL: LazyLock<Regex> = LazyLock::new(|| Regex::new(WEAK_LABELS).expect("a constant pattern"));
static TOKEN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^([ ,\n\t]{0,6}-? ?)([\p{L}\p{M}0-9'/#-]+(?:\.[\p{L}]\b)*\.?)").expect("a constant pattern")
});
/// A number, a word and another number: what "is at" needs to be an address and not a time.
static STRONG_SHAPE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[0-9]{1,5}[A-Za-z]? (?:[^0-9]*\p{Lu}\p{L}{2,}[^0-9]*)[0-9]").expect("a constant pattern")
});
static POSTCODE_FIRST: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(&format!(r"^(?:{POSTCODES})\b")).expect("a constant pattern"));

pub fn claim(text: &str, claims: &mut Claims) {
    for found in LABEL.find_iter(text) {
        if let Some(range) = address_from(text, found.end(), home(found.as_str()), claims) {
            claims.claim(PersonalKind::Address, range);
        }
    }
    for found in WEAK_LABEL.find_iter(text) {
        let range = address_from(text, found.end(), Small::Ends, claims);
        if let Some(range) = range.filter(|range| STRONG_SHAPE.is_match(&text[range.clone()])) {
            claims.claim(PersonalKind::Address, range);
        }
    }
    for found in CORNERS.find_iter(text).filter(|found| found.as_str().contains(char::is_uppercase)) {
        claims.claim(PersonalKind::Address, found.range());
    }
    for found in STREETS.iter().flat_map(|street| street.find_iter(text)) {
        let start = skip_common(text, found.range());
        if let Some(start) = start {
            claims.claim(PersonalKind::Address, start..with_town(text, found.range(), claims));
        }
    }
}

/// The street without the ordinary words before it; nothing if what is left is ordinary too ("onderweg 3").
fn skip_common(text: &str, range: Range<usize>) -> Option<usize> {
    let mut start = range.start;
    for word in text[range.clone()].split_inclusive(' ') {
        let small = word.trim_end_matches([' ', ',']).to_lowercase();
        let begins = start == range.start || text[..start].ends_with(' ');
        if begins && is_common(&small) {
            start += word.len();
        } else {
            break;
        }
    }
    let words: Vec<String> =
        text[start..range.end].split(' ').map(|word| word.trim_end_matches(',').to_lowercase()).collect();
    let numbered = words.windows(2).filter(|pair| pair[1].starts_with(|c: char| c.is_ascii_digit()));
    let ordinary = numbered.map(|pair| pair[0].as_str()).any(|word| NOT_A_STREET.contains(word));
    let inner = words.iter().skip(1).rev().skip(1).any(|word| is_common(word));
    (words.len() > 1 && !ordinary && !inner).then_some(start)
}

fn is_common(word: &str) -> bool {
    NOT_A_NAME.contains(word) && !STREET_ARTICLES.contains(word)
}

/// After "my address is": numbers, words with a capital and what stands between them, if a number and a word are there.
fn address_from(text: &str, from: usize, small: Small, claims: &Claims) -> Option<Range<usize>> {
    let start = from + text[from..].len() - text[from..].trim_start_matches([' ', ':', '\n', '\t', '"']).len();
    let small = if text[start..].starts_with(|c: char| c.is_ascii_digit()) { small } else { Small::Ends };
    let end = address_end(text, start, small, claims, 16);
    let address = &text[start..end];
    let numbers = address.contains(|c: char| c.is_ascii_digit());
    let words = address.split([' ', '\n']).any(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 2);
    (numbers && words).then_some(start..end)
}

/// Flat, postcode, town, state and country after a street.
fn with_town(text: &str, street: Range<usize>, claims: &Claims) -> usize {
    let end = street.end;
    let rest = &text[end..];
    let number = rest.trim_start_matches([' ', ',', '\n']);
    let flat = text[street].split([' ', '\n']).any(|word| UNITS.contains(&word.trim_end_matches('.')));
    let unit = flat || UNITS.iter().any(|unit| number.starts_with(unit));
    if unit || number.len() < rest.len() && (rest.starts_with([',', '\n']) || POSTCODE_FIRST.is_match(number)) {
        let long = address_end(text, end, Small::Ends, claims, 8);
        let added = &text[end..long];
        if unit || added.contains(|c: char| c.is_ascii_digit()) || rest.starts_with(", ") {
            return long;
        }
    }
    end
}

fn address_end(text: &str, start: usize, small: Small, claims: &Claims, most: usize) -> usize {
    let mut at = start;
    let mut end = start;
    for _ in 0..most {
        let Some(found) = TOKEN.captures(&text[at..]) else { break };
        let (gap, word) = (&found[1], &found[2]);
        let range = at + gap.len()..at + gap.len() + word.len();
        if at > start && gap.is_empty() || !claims.is_free(&range) {
            break;
        }
        let bare = word.trim_end_matches('.');
        match part(bare, small) {
            Part::Address => end = range.start + bare.len(),
            Part::Between => {}
            Part::Other => break,
        }
        let abbreviation = bare.chars().count() <= 4 && bare.chars().any(char::is_alphabetic);
        at = range.end;
        if word.ends_with('.') && !abbreviation {
            break;
        }
    }
    end
}

/// What a word without a capital does to an address.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Small {
    Ends,
    Stays,
}

/// After "my address is 12" the street may have no capital; after "send it to 2" it would be "people".
fn home(label: &str) -> Small {
    let label = label.to_lowercase();
    let home = ["address", "adres", "i live", "woon"].iter().any(|word| label.contains(word));
    if home && !label.contains("live in") { Small::Stays } else { Small::Ends }
}

enum Part {
    Address,
    /// Belongs to the address only if more follows.
    Between,
    Other,
}

fn part(word: &str, lower: Small) -> Part {
    let small = word.to_lowercase();
    let digits = word.chars().filter(char::is_ascii_digit).count();
    match word.chars().next() {
        // A state's two letters, which are often a word: "Portland, OR 97201".
        _ if word.len() == 2 && word.chars().all(|c| c.is_ascii_uppercase()) => Part::Between,
        _ if STREET_ARTICLES.contains(small.as_str()) => Part::Between,
        Some(first) if first.is_ascii_digit() && digits <= 5 => Part::Address,
        Some(first) if first.is_uppercase() && !NOT_A_NAME.contains(small.as_str()) && digits <= 5 => Part::Address,
        Some('#') if (1..=5).contains(&digits) => Part::Address,
        _ if STREET_ENDS.iter().any(|end| small.ends_with(end)) && small.len() > 3 => Part::Address,
        _ if lower == Small::Stays && !NOT_A_NAME.contains(small.as_str()) && digits == 0 => Part::Address,
        _ => Part::Other,
    }
}
