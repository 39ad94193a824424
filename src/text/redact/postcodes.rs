//! Postcodes: Dutch and British by their form, others where the text says that it is one.

use super::PersonalKind;
use super::cards::tail;
use super::claims::Claims;
use super::place_words::{NOT_IN_POSTCODE, POSTCODES};
use regex::Regex;
use std::sync::LazyLock;

static POSTCODE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(&format!(r"\b(?:{POSTCODES})\b")).expect("a constant pattern"));
static POSTCODE_LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:zip(?: ?code)?|post ?code|postal code|postcode)\b[ :=]*(?:is|was)?[ :=]*([0-9a-z]{2,5}(?:[ -]?[0-9a-z]{2,4})?)\b")
        .expect("a constant pattern")
});
static STATE_ZIP: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\b[A-Z][a-z]+,? [A-Z]{2},? ([0-9]{5}(?:-[0-9]{4})?)\b").expect("a constant pattern"));

pub fn claim(text: &str, claims: &mut Claims) {
    for found in POSTCODE.find_iter(text) {
        let letters = &found.as_str()[found.len() - 2..];
        let coded = tail(&text[..found.start()], 1).contains(['-', '#', '_', '/', '.', ',']);
        let size = text[..found.start()].ends_with(['€', '$', '£'])
            || NOT_IN_POSTCODE.contains(letters.to_uppercase().as_str());
        if !coded && !size && !text[found.end()..].starts_with(['-', '_']) {
            claims.claim(PersonalKind::Postcode, found.range());
        }
    }
    for found in POSTCODE_LABEL.captures_iter(text).chain(STATE_ZIP.captures_iter(text)) {
        let value = found.get(1).expect("the group is not optional");
        if value.as_str().bytes().filter(u8::is_ascii_digit).count() >= 2 {
            claims.claim(PersonalKind::Postcode, value.range());
        }
    }
}
