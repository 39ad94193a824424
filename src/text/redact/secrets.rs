//! CVV, PIN, password and one-time codes: only with the word for them near, because alone they are just digits or a word.

use super::PersonalKind;
use super::cards::is_last_four;
use super::claims::Claims;
use crate::text::words::{Words, words};
use regex::{Match, Regex};
use std::sync::LazyLock;

/// A kind of code, the pattern of its word, and how many digits it has.
struct Code {
    kind: PersonalKind,
    after_word: Regex,
    before_word: Regex,
}

static CODES: LazyLock<Vec<Code>> = LazyLock::new(|| {
    CODE_WORDS
        .iter()
        .map(|(kind, word, digits)| Code {
            kind: *kind,
            after_word: pattern(&format!(
                r"(?i)\b(?:{word})(?:[ '\x22]*(?:code|number|nummer|nr|no|is|was|:|=|-|#|nl|namely|met|=>))*[ '\x22(]*({digits})\b(?:(?:\s*(?:or|of|and|en|,|/)\s*)({digits})\b)?"
            )),
            before_word: pattern(&format!(
                r"(?i)\b({digits})['\x22]?,? (?:is|was|=|as|als)? ?(?:my|the|our|mijn|m'n|de|onze|het)? ?(?:{word})\b"
            )),
        })
        .collect()
});
static CODE_FAR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\bpin(?:code| code)?\b(?:[^0-9.!?\n]|(?:in|on|op|with) [0-9]{4}\b){1,40}?(?:\b(?:is|was)|[:=])\s*([0-9]{4,6})\b",
    )
});
static CVV_AFTER_CARD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)^[\s,;|]*(?:exp\w*|valid\w*|geldig\w*)?[\s:.]*[0-9]{1,2} ?[/-] ?[0-9]{2,4}[\s,;|]+([0-9]{3,4})\b")
});
static PASSWORD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)\b(?:{PASSWORD_WORDS})(?: (?:voor|for|van|of|on|op|dat|that|which|i|ik) [^:=\n.]{{1,30}}?)?((?:\s*(?:is|was|to|naar|in|:|=|->))+)\s*(\x22[^\x22\n]{{1,60}}\x22|'[^'\n]{{1,60}}'|\S{{1,80}}(?: [0-9]{{2,8}}\b)?)"
    ))
});
static PASSWORD_BARE: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"(?i)\b(?:{PASSWORD_WORDS})\s+(\S{{4,80}})")));
static PASSWORD_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(r"(?i)(\S{{3,80}}) (?:is|was) (?:my|the|our|mijn|m'n|het|ons) (?:{PASSWORD_WORDS})\b"))
});
static CURRENCY: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)^(?:[.,][0-9]| ?(?:€|%|eur|euro|usd|dollar|pound|gbp))"));

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a constant pattern")
}

/// Claims every secret but card numbers.
pub fn claim(text: &str, claims: &mut Claims) {
    claim_passwords(text, claims);
    for code in CODES.iter() {
        for found in code.after_word.captures_iter(text).chain(code.before_word.captures_iter(text)) {
            found.iter().skip(1).flatten().for_each(|digits| claim_code(text, code.kind, digits, claims));
        }
    }
    for found in CODE_FAR.captures_iter(text) {
        claim_code(text, PersonalKind::Pin, found.get(1).expect("the group is not optional"), claims);
    }
    claim_after_cards(text, claims);
}

fn claim_code(text: &str, kind: PersonalKind, digits: Match, claims: &mut Claims) {
    if !is_last_four(text, &digits.range()) && !CURRENCY.is_match(&text[digits.end()..]) {
        claims.claim(kind, digits.range());
    }
}

/// `4111 1111 1111 1111 12/27 123`: who types this types the security code last.
fn claim_after_cards(text: &str, claims: &mut Claims) {
    let cards: Vec<usize> = claims.ends(PersonalKind::Card).collect();
    for end in cards {
        if let Some(code) = CVV_AFTER_CARD.captures(&text[end..]).and_then(|found| found.get(1)) {
            claims.claim(PersonalKind::Cvv, end + code.start()..end + code.end());
        }
    }
}

fn claim_passwords(text: &str, claims: &mut Claims) {
    for found in PASSWORD.captures_iter(text) {
        let (link, word) = (&found[1], found.get(2).expect("the group is not optional"));
        let moved = ["to", "naar", "in"].iter().any(|way| link.to_lowercase().contains(way));
        let named = link.contains([':', '=', '>']) || !moved && ends_sentence(&text[word.end()..]);
        claim_password(word, named, claims);
    }
    for found in PASSWORD_BARE.captures_iter(text).chain(PASSWORD_FIRST.captures_iter(text)) {
        claim_password(found.get(1).expect("the group is not optional"), false, claims);
    }
}

/// After "password:" any word is one; elsewhere it has to look like one.
fn claim_password(word: Match, named: bool, claims: &mut Claims) {
    let quoted = word.as_str().starts_with(['"', '\'']);
    let trimmed =
        word.as_str().trim_end_matches([',', ';', ')', '.', '"', '\'', '?']).trim_start_matches(['"', '\'', '(']);
    let start = word.start() + word.as_str().find(trimmed).unwrap_or_default();
    let first = trimmed.split(' ').next().unwrap_or_default().trim_end_matches(['!', '?']).to_lowercase();
    let ordinary = !quoted && NOT_A_PASSWORD.contains(first.as_str());
    if !ordinary && !trimmed.starts_with('[') && (named || quoted || looks_secret(trimmed)) {
        claims.claim(PersonalKind::Password, start..start + trimmed.len());
    }
}

/// A digit among letters, a sign inside, or a capital that does not begin the word.
fn looks_secret(word: &str) -> bool {
    let digits = word.chars().any(|c| c.is_ascii_digit());
    let letters = word.chars().any(char::is_alphabetic);
    let signs = word.trim_end_matches('!').contains(['!', '@', '#', '$', '%', '^', '&', '*', '_', '+', '=', '~']);
    let inner = word.chars().skip(1).any(char::is_uppercase) && word.chars().any(char::is_lowercase);
    (letters && (digits || inner)) || (signs && word.len() >= 4)
}

fn ends_sentence(after: &str) -> bool {
    let after = after.trim_start_matches(['"', '\'', ')']).trim_start_matches(' ');
    after.is_empty() || after.starts_with(['\n', ',', '.', ';', '?'])
}

const CODE_WORDS: &[(PersonalKind, &str, &str)] = &[
    (
        PersonalKind::Cvv,
        r"cvv2?|cvc2?|cvn|csc|security code|card verification code|beveiligingscode|veiligheidscode|kaartverificatiecode",
        "[0-9]{3,4}",
    ),
    (PersonalKind::Pin, r"pin ?code|pin|pin ?nummer|pincode van mijn \w+|passcode|toegangscode", "[0-9]{4,6}"),
    (
        PersonalKind::Code,
        r"otp|one[- ]time (?:pass)?code|verification code|verificatie ?code|sms[- ]?code|tan[- ]?code|inlogcode|login code|2fa(?: code)?|bevestigingscode|authenticat\w+ code",
        "[0-9]{4,8}",
    ),
];

const PASSWORD_WORDS: &str = "password|passwd|passphrase|passcode|pwd|pw|pass|wachtwoord|ww|paswoord|login code";

/// What follows "my password is" when it is not the password.
static NOT_A_PASSWORD: Words = LazyLock::new(|| {
    words(
        "
        a al also always asked being blocked broken changed correct de denied een expired fine forgotten fout
        geblokkeerd gehackt gelekt geweigerd gewijzigd goed gone good hacked het in incorrect invalid is it
        deze die dat hier dit dus her here i ik it's juist klopt kwijt nooit never their these they this those u us we wij ze your leaked locked long lost mijn missing my nicht niet no nog not ok okay old ongeldig
        onjuist ook oud refused rejected required reset right safe secret still stolen strong te that the too
        unknown veranderd vergeten verkeerd verlopen weak weg what working wrong zwak
        ",
    )
});
