//! Names without a word that announces them: a run of words with a capital that holds a common given name or a word in
//! the form of a surname.

use super::PersonalKind;
use super::cards::tail;
use super::claims::Claims;
use super::given_names::GIVEN;
use super::name_words::{NOT_A_NAME, NOT_BEFORE_LETTER, PARTICLES};
use super::names::{WORD, is_brand, is_title_case, starts_capital};
use super::surnames::{ALSO_A_THING, looks_foreign, looks_like_surname};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// "the Emily Chair", "Sofa Anna Grey": things have names too.
static THING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:the|an?|de|het|een|these|deze|dit|bank|sofa|stoel|chair|lamp|table|tafel|kast|bed|jurk|dress|jacket|jas|model|brand|merk|in|near|at|st|sint|saint|san|santa|los|las|via)\.? $")
        .expect("a constant pattern")
});
static OWNED_BY_THING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^[ -]?(?:[0-9]|bank|sofa|couch|stoel|chair|armchair|fauteuil|lamp|light|table|tafel|desk|bureau|kast|cabinet|shelf|rek|rug|kleed|vloerkleed|mirror|spiegel|bed\b|mattress|matras|bench|jurk|dress|jacket|jas|shirt|jeans|collection|collectie|serie|series|model|street|road|square|plein|straat|station|park|museum|bridge|castle|airport|university|bookcase|stool|kruk|pouf|poef|curtain|gordijn|vase|vaas|set\b)")
        .expect("a constant pattern")
});

/// "olga krylova": in lower case only with both names known for one.
static SMALL: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\b(\p{Ll}{4,}) (\p{Ll}[\p{Ll}'-]{3,})").expect("a constant pattern"));
/// A line that holds two to four words with a capital and nothing else, or such words before "lives at".
static ALONE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?m)^[ \t]*(\p{Lu}[\p{L}.'-]*(?: (?:\p{Lu}[\p{L}.'-]*|\p{Ll}{2,3})){1,3})(?: (?:lives|lived|woont) .*|[ \t]*)$")
        .expect("a constant pattern")
});

/// Claims every run of capitals that is a name, and a name above an address.
pub fn claim(text: &str, claims: &mut Claims) {
    let titled = is_title_case(text);
    if claims.any_of(&[PersonalKind::Address, PersonalKind::Email, PersonalKind::Phone]) {
        claim_above_address(text, claims);
    }
    claim_small(text, claims);
    for run in runs(text) {
        if let Some(name) = name_in(text, &run, titled) {
            claims.claim(PersonalKind::Name, name);
        }
    }
}

/// Who signs with an address puts the name on a line of its own.
fn claim_above_address(text: &str, claims: &mut Claims) {
    for found in ALONE.captures_iter(text) {
        let name = found.get(1).expect("the group is not optional");
        let common = |word: &str| NOT_A_NAME.contains(word.trim_end_matches('.').to_lowercase().as_str());
        if !name.as_str().split(' ').any(common) && !is_brand(name.as_str()) {
            claims.claim(PersonalKind::Name, name.range());
        }
    }
}

fn claim_small(text: &str, claims: &mut Claims) {
    for found in SMALL.captures_iter(text) {
        let (first, last) = (&found[1], found[2].trim_end_matches("'s"));
        if GIVEN.contains(first) && !ALSO_A_THING.contains(first) && looks_like_surname(last) {
            let start = found.get(0).expect("the whole match").start();
            claims.claim(PersonalKind::Name, start..start + first.len() + 1 + last.len());
        }
    }
}

/// Runs of words that may stand in a name, with one space between them; a particle or an initial may stand inside.
fn runs(text: &str) -> Vec<Vec<Range<usize>>> {
    let mut runs: Vec<Vec<Range<usize>>> = vec![Vec::new()];
    for found in WORD.find_iter(text) {
        let initial = is_initial(found.as_str());
        let bare = found.as_str().trim_end_matches('.').trim_end_matches("'s");
        let small = bare.to_lowercase();
        let run = runs.last_mut().expect("there is always one");
        let joined = run.last().is_some_and(|last| &text[last.end..found.start()] == " ");
        let particle = joined && PARTICLES.contains(small.as_str());
        let capital =
            starts_capital(bare) && (initial || bare.chars().count() > 1 && !NOT_A_NAME.contains(small.as_str()));
        if !joined && !run.is_empty() {
            runs.push(Vec::new());
        }
        let run = runs.last_mut().expect("there is always one");
        if capital || particle {
            run.push(found.start()..found.start() + if initial { found.len() } else { bare.len() });
        } else if !run.is_empty() {
            runs.push(Vec::new());
        }
    }
    for run in &mut runs {
        while run.last().is_some_and(|last| PARTICLES.contains(text[last.clone()].to_lowercase().as_str())) {
            run.pop();
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}

fn is_initial(word: &str) -> bool {
    word.trim_end_matches('.').chars().count() == 1 && word.starts_with(char::is_uppercase) && !word.starts_with('I')
}

/// The name from the first word that speaks for one.
fn name_in(text: &str, run: &[Range<usize>], titled: bool) -> Option<Range<usize>> {
    let words: Vec<&str> = run.iter().map(|word| &text[word.clone()]).collect();
    let first = words.iter().position(|word| is_given(word));
    let known = first.filter(|first| words.len() > first + 1);
    let shaped = || (!titled && speaks_for_itself(&words)).then_some(0);
    let from = known.or_else(shaped).or_else(|| first.filter(|_| !titled && is_lone_name(text, run, &words)))?;
    let range = run[from].start..run[run.len() - 1].end;
    let thing = THING.is_match(tail(&text[..range.start], 32)) && !words[from..].iter().any(|word| looks_foreign(word));
    let named = words.len() > from + 1 && !thing || words.len() == from + 1 && !is_of_a_thing(text, &range);
    (named && !is_brand(&text[range.clone()])).then_some(range)
}

/// Two words or more, the last in the form of a surname, or with an initial inside: "Faina D. Yefremova".
fn speaks_for_itself(words: &[&str]) -> bool {
    let [first, .., last] = words else { return false };
    let small = first.to_lowercase();
    let initial = words.len() > 2 && is_initial(words[1]) && words[0].chars().count() > 2;
    let whole = !is_initial(first) && !NOT_BEFORE_LETTER.contains(small.as_str());
    let shouted = words.iter().any(|word| word.chars().count() > 2 && word.chars().all(char::is_uppercase));
    whole
        && !shouted
        && !is_initial(last)
        && (initial || looks_like_surname(last) || words.iter().any(|w| looks_foreign(w)))
}

fn is_lone_name(text: &str, run: &[Range<usize>], words: &[&str]) -> bool {
    let shouted = words[0].chars().all(char::is_uppercase);
    words.len() == 1
        && !shouted
        && !ALSO_A_THING.contains(words[0].to_lowercase().as_str())
        && !is_of_a_thing(text, &run[0])
}

fn is_of_a_thing(text: &str, range: &Range<usize>) -> bool {
    OWNED_BY_THING.is_match(&text[range.end..]) || THING.is_match(tail(&text[..range.start], 32))
}

fn is_given(word: &str) -> bool {
    starts_capital(word) && GIVEN.contains(word.to_lowercase().as_str())
}
