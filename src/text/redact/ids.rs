//! Numbers a state gives out: social security, citizen service, driving licence, passport, and the date of birth.

use super::PersonalKind;
use super::claims::Claims;
use regex::Regex;
use std::sync::LazyLock;

static PATTERNS: LazyLock<Vec<(PersonalKind, Regex)>> = LazyLock::new(|| {
    PATTERN_TEXTS
        .iter()
        .map(|(kind, pattern)| (*kind, Regex::new(&pattern.replace("DATE", DATE)).expect("a constant pattern")))
        .collect()
});

pub fn claim(text: &str, claims: &mut Claims) {
    for (kind, pattern) in PATTERNS.iter() {
        for found in pattern.captures_iter(text) {
            let value = found.get(1).expect("the group is not optional");
            if value.as_str().bytes().filter(u8::is_ascii_digit).count() >= 3 {
                claims.claim(*kind, value.range());
            }
        }
    }
}

const DATE: &str = r"[0-9]{1,2}[-/. ][0-9]{1,2}[-/. ](?:19|20)?[0-9]{2}|(?:19|20)[0-9]{2}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|[0-9]{1,2}(?:st|nd|rd|th)?(?: of)? \p{L}{3,9},? [0-9]{4}|\p{L}{3,9} [0-9]{1,2}(?:st|nd|rd|th)?,? [0-9]{4}";

/// The value is the first group; a value has three digits or more.
const PATTERN_TEXTS: &[(PersonalKind, &str)] = &[
    (PersonalKind::Ssn, r"(?:^|[^0-9-])([0-9]{3}-[0-9]{2}-[0-9]{4})\b"),
    (PersonalKind::Ssn, r"(?i)\b(?:ssn|social security)[^0-9\n]{0,20}([0-9]{3}[ -]?[0-9]{2}[ -]?[0-9]{4})\b"),
    (PersonalKind::Bsn, r"(?i)\b(?:bsn|burgerservicenummer|sofi-?nummer)[^0-9\n]{0,20}([0-9](?:[ .-]?[0-9]){7,8})\b"),
    (
        PersonalKind::DriverLicense,
        r"(?i)\b(?:driver'?s?'? ?licen[cs]e|driving ?licen[cs]e|rijbewijs)(?: ?(?:number|nummer|no|nr))?[ .:#=]*(?:is|was)?[ :#]*([a-z0-9][a-z0-9-]{4,17})\b",
    ),
    (
        PersonalKind::Passport,
        r"(?i)\b(?:passport|paspoort)(?: ?(?:number|nummer|no|nr))?[ .:#=]*(?:is|was)?[ :#]*([a-z0-9]{6,9})\b",
    ),
    (
        PersonalKind::BirthDate,
        r"(?i)\b(?:date of birth|dob|birth ?date|birthday|born|geboortedatum|geboren|verjaardag)[ :,]*(?:is|was|on|op)?[ :]*(DATE)\b",
    ),
];
