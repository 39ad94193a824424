//! Names of people, where the text says that it is one: an introduction, a signature, a title, a label, or a common given
//! name with a surname. A word is never a name because of its capital alone: "I am Angry".

use super::PersonalKind;
use super::claims::Claims;
use super::given_names::GIVEN;
use super::name_words::{BRANDS, NOT_A_NAME, PARTICLES};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// How much the words before a name say.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Trigger {
    /// "my name is": what follows is a name, in capitals or not.
    Sure,
    /// "Mr.", "Name:": what follows with a capital is a name.
    Capital,
    /// "I'm": a name only if it is not a word that people are.
    Weak,
    /// "Dear", "Hi": only a common given name; mostly the bot is greeted, or the brand.
    Known,
    /// "this is": a name only if more says so.
    Weaker,
    /// "under": only a name of two words or more.
    Full,
    /// At the end of a message, as a signature.
    Signature,
}

static TRIGGERS: LazyLock<Vec<(Trigger, Regex)>> = LazyLock::new(|| {
    TRIGGER_TEXTS.iter().map(|(trigger, text)| (*trigger, Regex::new(text).expect("a constant pattern"))).collect()
});
pub static WORD: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[\p{L}][\p{L}\p{M}'-]*\.?").expect("a constant pattern"));
/// "i'm john": in lower case only a common given name.
static SMALL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i:\b(?:i'm|i am|im|ik ben|met|this is|dit is)) (\p{Ll}+)\b").expect("a constant pattern")
});
static AFTER_WEAKER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^[ ,]{0,2}(?:speaking|here|calling|again|from|van|hier)\b").expect("a constant pattern")
});

pub fn claim(text: &str, claims: &mut Claims) {
    let titled = is_title_case(text);
    for found in SMALL.captures_iter(text).filter(|found| is_given(&found[1])) {
        claims.claim(PersonalKind::Name, found.get(1).expect("the group is not optional").range());
    }
    for (trigger, pattern) in TRIGGERS.iter().filter(|(trigger, _)| !(titled && *trigger == Trigger::Weak)) {
        for found in pattern.find_iter(text) {
            if let Some(range) = name_at(text, found.end(), *trigger) {
                claims.claim(PersonalKind::Name, range);
            }
        }
    }
}

fn name_at(text: &str, from: usize, trigger: Trigger) -> Option<Range<usize>> {
    let words = words_from(text, from, trigger == Trigger::Sure || trigger == Trigger::Signature);
    let range = words.first()?.start..words.last()?.end;
    let (name, after) = (&text[range.clone()], &text[range.end..]);
    let first = &text[words[0].clone()];
    let known = is_given(first) && (starts_capital(first) || trigger == Trigger::Signature);
    let full = words.len() > 1 && words.iter().all(|word| !describes(&text[word.clone()]));
    let accepted = match trigger {
        Trigger::Sure | Trigger::Capital => true,
        Trigger::Known => known,
        Trigger::Weak => known || words.iter().all(|word| !describes(&text[word.clone()])),
        Trigger::Full => full,
        Trigger::Weaker => known || (full || !describes(first)) && AFTER_WEAKER.is_match(after),
        Trigger::Signature => {
            let end = after.trim_matches([' ', '\n', '.', '!', 'x', ',']).is_empty();
            (end || after.starts_with('\n')) && (starts_capital(first) || known || name.len() >= 3)
        }
    };
    (accepted && !is_brand(name)).then_some(range)
}

/// The words of a name: capitals, initials and particles; in lower case only where `lower` allows.
fn words_from(text: &str, from: usize, lower: bool) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    for found in WORD.find_iter(&text[from..]).take(6) {
        let (start, word) = (from + found.start(), found.as_str());
        let gap = &text[words.last().map_or(from, |last| last.end)..start];
        let apart = if words.is_empty() {
            gap.trim_matches([' ', '"', '\'', '\n', ',', ':', '('])
        } else {
            gap.trim_start_matches(' ')
        };
        let initial = word.ends_with('.') && word.chars().count() == 2;
        let bare = word.trim_end_matches('.').trim_end_matches("'s");
        let ends = word.ends_with('.') && !initial;
        if !apart.is_empty() || gap.len() > 4 || !(initial || may_be_in_name(bare, words.is_empty(), lower)) {
            break;
        }
        words.push(start..start + if initial { word.len() } else { bare.len() });
        if ends || bare.len() < word.len() && !initial {
            break;
        }
    }
    while words.last().is_some_and(|last| PARTICLES.contains(text[last.clone()].to_lowercase().as_str())) {
        words.pop();
    }
    words
}

fn may_be_in_name(word: &str, first: bool, lower: bool) -> bool {
    let small = word.to_lowercase();
    let particle = PARTICLES.contains(small.as_str());
    let common = NOT_A_NAME.contains(small.as_str());
    match starts_capital(word) {
        _ if particle => !first || starts_capital(word),
        true => !common || word.chars().count() == 1 && !first,
        false => lower && (!common && word.chars().count() > 1 || !first && is_small_initial(word)),
    }
}

/// The letter in "mary j smith", unless it is a word of its own.
fn is_small_initial(word: &str) -> bool {
    word.chars().count() == 1 && !["a", "i", "u"].contains(&word)
}

pub fn starts_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

fn is_given(word: &str) -> bool {
    let small = word.trim_end_matches("'s").to_lowercase();
    GIVEN.contains(small.as_str())
}

pub fn is_brand(name: &str) -> bool {
    let small = name.to_lowercase();
    BRANDS.iter().any(|brand| small.starts_with(brand))
}

/// What people say they are: "Waiting", "Disappointed", "Dutch", "ANGRY". A name can look so too; common ones are listed.
fn describes(word: &str) -> bool {
    let small = word.to_lowercase();
    let shouted = word.chars().count() > 1 && word.chars().all(char::is_uppercase);
    let described = ENDINGS.iter().any(|ending| small.ends_with(ending));
    (described || shouted) && !is_given(word)
}

/// Who writes every word with a capital says nothing with one.
pub fn is_title_case(text: &str) -> bool {
    let (capitals, others): (Vec<&str>, Vec<&str>) = text
        .split_whitespace()
        .filter(|word| word.starts_with(char::is_alphabetic))
        .partition(|word| starts_capital(word));
    capitals.len() >= 5 && capitals.len() > others.len() * 4
}

const ENDINGS: &[&str] = &[
    "ing", "ed", "ly", "ful", "less", "ous", "ive", "ish", "able", "ible", "ated", "ent", "ese", "rry", "ppy", "igd",
    "erd", "end", "loos", "baar", "lijk", "isch", "ste",
];

const TRIGGER_TEXTS: &[(Trigger, &str)] = &[
    (
        Trigger::Sure,
        r"(?i)\b(?:my|his|her|the|full|first|last|maiden|real|whose) ?(?:full |first |last |maiden |sur)?name(?: is|'s| was)\b:?",
    ),
    (Trigger::Sure, r"(?i)\b(?:mijn|m'n|zijn|haar|de) (?:volledige |voor|achter|meisjes)?naam (?:is|luidt)\b:?"),
    (
        Trigger::Sure,
        r"(?i)\b(?:ik heet|i am called|they call me|people call me|(?:je|u|jij) spreekt met|u spreekt met|spreek(?:t)? je met)\b",
    ),
    (
        Trigger::Capital,
        r"\b(?:Mr|Mrs|Ms|Dr|Dhr|Mevr|Mw|Prof|mr|mrs|ms|dhr|mevr|mw|prof)\b\.?|\b(?:Miss|Mister|[Mm]eneer|[Mm]evrouw|[Dd]e heer)\b",
    ),
    (
        Trigger::Capital,
        r"(?i)(?:^|[\n,;(]|\b(?:my|full|first|last|sur|maiden|on the card|on the account|the account|voor|achter|volledige)) ?(?:name|naam|cardholder|card holder|account ?holder|kaarthouder|contact ?person|recipient|t\.?n\.?v\.?|user|klant)(?: on the (?:card|account))? ?[:=?]",
    ),
    (Trigger::Capital, r"(?i)\b(?:under|in) the name(?: of)?\b|\bop naam van\b|\bt\.?n\.?v\.? "),
    (Trigger::Capital, r"(?i)\bname(?: on (?:the|my|your) (?:account|card|order))?\? (?:user: ?)?(?:it'?s )?"),
    (Trigger::Known, r"\b(?:Dear|Beste|Geachte|Hallo|Hoi|Hi|Hello)\b(?: (?:heer|mevrouw|meneer|dhr|mr|mrs|ms)\b\.?)?"),
    (Trigger::Weak, r"(?i)\b(?:i'm|i am|im|ik ben)\b"),
    (
        Trigger::Weak,
        r"(?i)(?:^|[.!?\n,] ?|\b(?:hi|hello|hey|hallo|hoi|goedemorgen|goedemiddag|goedenavond),? )(?:met)\b",
    ),
    (Trigger::Weaker, r"(?i)\b(?:this is|dit is|it's|it is)\b"),
    (
        Trigger::Capital,
        r"(?i)\b(?:my|his|her|our|their|mijn|m'n|zijn|haar|onze|hun) (?:\p{Ll}+ )?(?:wife|husband|partner|son|daughter|kids?|child|baby|mother|mom|mum|father|dad|brother|sister|friend|neighbou?r|boss|colleague|grandson|granddaughter|vrouw|man|zoon|dochter|kind|moeder|vader|broer|zus|vriend|vriendin|buurman|buurvrouw|collega|kleinzoon|kleindochter|oma|opa)\b",
    ),
    (
        Trigger::Capital,
        r"(?i)\b(?:every(?:one|body) calls|named|calls?) (?:me|him|her)\b|\bnoem(?:en|t)? (?:me|mij|hem|haar)\b",
    ),
    (
        Trigger::Full,
        r"(?i)\b(?:under|(?:change|correct) (?:it|that|this|the name) (?:in)?to|directed by|written by|for the attention of|attn\.?|t\.a\.v\.|c/o)[ :]",
    ),
    (
        Trigger::Signature,
        r"(?i)\b(?:mvg|m\.v\.g\.?|groet(?:en|jes)?|(?:kind|best|warm)? ?regards|sincerely|yours truly|cheers|gr\.)[,.!]*",
    ),
    (
        Trigger::Signature,
        r"(?i)\b(?:thanks|thank you|best|bedankt|dank je|dank u|alvast bedankt|groetjes van|love)[,.!]*\n+",
    ),
];
