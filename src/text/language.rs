//! Which language a message is in. The session's language stands until a message clearly says otherwise.
//!
//! A chat message is often too short for statistics, so the small words decide ("ik", "the"), and the statistics of
//! whichlang, which knows sixteen languages, only where a message is long enough to have some.

mod words;

use crate::domain::{Locale, Redacted};
use whichlang::{Lang, detect_language};
use words::{FUNCTION_WORDS, NEUTRAL};

/// The language of a message and whether the bot speaks it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundLanguage {
    /// One of `spoken` where the bot speaks it; `und` for a script that none of the known languages uses.
    pub locale: Locale,
    pub spoken: bool,
}

/// Up to so many words, only the small words decide.
const SHORT_WORDS: usize = 4;
/// A message needs so many words before statistics are believed that no small word supports.
const LONG_WORDS: usize = 6;

/// The language of `text`, or `current` where it does not clearly say.
pub fn find_language(text: &Redacted, spoken: &[Locale], current: &Locale) -> FoundLanguage {
    let words = words_of(text.as_str());
    let tag = if is_other_script(text.as_str()) {
        "und"
    } else {
        decide(&words, spoken, primary(current.as_str())).unwrap_or(primary(current.as_str()))
    };
    let known = spoken.iter().chain([current]).find(|locale| primary(locale.as_str()) == tag);
    let speaks = spoken.iter().any(|locale| primary(locale.as_str()) == tag);
    let keeps = primary(current.as_str()) == tag && (spoken.contains(current) || !speaks);
    let locale = if keeps { current.clone() } else { known.cloned().unwrap_or_else(|| Locale::from(tag)) };
    FoundLanguage { locale, spoken: speaks }
}

fn decide(words: &[String], spoken: &[Locale], current: &str) -> Option<&'static str> {
    let hits = FUNCTION_WORDS.each_ref().map(|(tag, _)| (*tag, count(words, tag)));
    let of_current = hits.iter().find(|(tag, _)| *tag == current).map_or(0, |(_, count)| *count);
    let (best, most) = *hits.iter().max_by_key(|(_, count)| *count)?;
    let clear = hits.iter().all(|(tag, count)| *tag == best || *count < most);
    let needed = if spoken.iter().any(|locale| primary(locale.as_str()) == best) { 1 } else { 2 };
    if words.len() <= SHORT_WORDS {
        return (clear && most >= needed && of_current == 0).then_some(best);
    }
    let likeliest = likeliest(words);
    let supported = clear && likeliest == best && most > of_current;
    let alone = most == 0 && words.len() >= LONG_WORDS && agrees(words, likeliest);
    let by_words = clear && most >= of_current + 2 && most >= needed;
    (supported || alone).then_some(likeliest).or(by_words.then_some(best))
}

/// Both halves of the words say the same: whichlang tells no confidence, and names of people and streets sway a whole.
fn agrees(words: &[String], tag: &str) -> bool {
    let (first, second) = words.split_at(words.len() / 2);
    likeliest(first) == tag && likeliest(second) == tag
}

fn likeliest(words: &[String]) -> &'static str {
    match detect_language(&words.join(" ")) {
        Lang::Ara => "ar",
        Lang::Cmn => "zh",
        Lang::Deu => "de",
        Lang::Eng => "en",
        Lang::Fra => "fr",
        Lang::Hin => "hi",
        Lang::Ita => "it",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Nld => "nl",
        Lang::Por => "pt",
        Lang::Rus => "ru",
        Lang::Spa => "es",
        Lang::Swe => "sv",
        Lang::Tur => "tr",
        Lang::Vie => "vi",
    }
}

/// The words that can tell: without placeholders, numbers, addresses of sites, and words alike in many languages.
fn words_of(text: &str) -> Vec<String> {
    text.split_whitespace()
        .filter(|token| !token.starts_with('[') && !token.contains(['@', '/', '#', '_']) && !token.starts_with("www."))
        .flat_map(|token| token.split(|c: char| !c.is_alphabetic() && !['\'', '’'].contains(&c)))
        .map(|word| word.trim_matches(['\'', '’']).to_lowercase().replace('’', "'"))
        .filter(|word| !word.is_empty() && !NEUTRAL.contains(word.as_str()))
        .take(200)
        .collect()
}

/// How many of the words are small words of the language and of no other.
fn count(words: &[String], tag: &str) -> usize {
    let list = FUNCTION_WORDS.iter().find(|(language, _)| *language == tag);
    list.map_or(0, |(_, list)| words.iter().filter(|word| list.contains(word.as_str())).count())
}

/// Most of the letters are of no Latin script.
fn is_other_script(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic());
    let (latin, other): (Vec<char>, Vec<char>) =
        letters.partition(|c| *c < '\u{250}' || ('\u{1e00}'..'\u{1f00}').contains(c));
    other.len() >= 3 && other.len() > latin.len()
}

/// `nl` of `nl-BE`.
fn primary(tag: &str) -> &str {
    tag.split(['-', '_']).next().unwrap_or(tag)
}

#[cfg(test)]
mod tests;
