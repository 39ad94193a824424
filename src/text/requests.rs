//! What a message asks for, where it is more, or less, than its words together: a second request after the first
//! ("cancel my order and where is my refund"), and what the customer does not want ("I don't want to cancel it").

use crate::domain::Redacted;
use regex::Regex;
use std::sync::LazyLock;

/// The requests of one message.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Requests {
    /// The message without what the customer said not to want; `None` where nothing was refused.
    pub rest: Option<String>,
    /// The parts that ask for something each; empty where the message asks for one thing.
    pub parts: Vec<String>,
}

impl Requests {
    /// The customer said what they do not want, and nothing else.
    pub fn only_refused(&self) -> bool {
        self.rest.as_ref().is_some_and(|rest| word_count(rest) < LEAST_WORDS)
    }
}

/// Fewer words than this ask for nothing.
const LEAST_WORDS: usize = 2;
/// Parts that are looked at: who asks for more is asked to go one by one.
const MOST_PARTS: usize = 3;

/// "I do not want to ..." with an act that the bot could take for a request, to the end of its clause. A word like "wait"
/// is no such act: who does not want to wait complains.
static REFUSED: LazyLock<Regex> = LazyLock::new(|| {
    const ACTS: &str = r"(?:cancel|return|send (?:it|them|this|that|anything) back|close|delete|remove|block|change|exchange|unsubscribe|swap)";
    const THINGS: &str = r"(?:refund|money back|voucher|exchange|replacement|store credit|new card)";
    const DADEN: &str = r"(?:(?:te )?annuleren|op te zeggen|(?:te )?opzeggen|(?:te )?retourneren|terug te sturen|terugsturen|(?:te )?sluiten|(?:te )?blokkeren|(?:te )?verwijderen|(?:te )?wijzigen|(?:te )?veranderen|(?:te )?ruilen|uit te schrijven|uitschrijven|afzeggen)";
    const DINGEN: &str = r"(?:geld terug|terugbetaling|tegoedbon|vervanging|omruiling|nieuwe pas)";
    let patterns = [
        format!(
            r"(?:\b(?:i|we) )?(?:\b(?:do|did|would)(?:n['’]?t| not)|\bdont|\bnever) (?:really |actually )?(?:want|wish|need|mean|intend|ask|like)(?:ed)? to {ACTS}\b[^,.;!?]*?"
        ),
        format!(
            r"\b(?:i['’]?m |i am |am )?not (?:asking|looking|trying|going|planning|wanting) (?:to {ACTS}|for (?:an? |my )?{THINGS})\b[^,.;!?]*?"
        ),
        format!(
            r"(?:\b(?:i|we) )?\b(?:do not|don['’]?t|dont) (?:really |actually )?(?:want|need) (?:an? |any |my |the |your )?{THINGS}\b[^,.;!?]*?"
        ),
        format!(r"^(?:please |pls )?(?:do not|don['’]?t|dont) {ACTS}\b[^,.;!?]*?"),
        format!(
            r"\b(?:ik|wij|we) (?:wil|willen|hoef|hoeven|wou) (?:[^\s,.;!?]+ ){{0,5}}?niet (?:[^\s,.;!?]+ ){{0,3}}?{DADEN}\b[^,.;!?]*?"
        ),
        format!(r"\b(?:ik|wij|we) (?:wil|willen|hoef|hoeven|wou) (?:[^\s,.;!?]+ ){{0,3}}?geen {DINGEN}\b[^,.;!?]*?"),
        format!(r"^(?:[^\s,.;!?]+ ){{0,4}}niet {DADEN}\b[^,.;!?]*?"),
    ];
    let end = r"(?:[,.;!?]+|\s+\b(?:but|just|only|maar|alleen)\b|$)";
    Regex::new(&format!(r"(?i)(?:{})\s*{end}", patterns.join("|"))).expect("the patterns are fixed")
});

/// Leads from what is refused to what is asked for.
static BUT: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)\s+(?:but|just|only|maar|alleen)\s*$").expect("it is fixed"));

/// What makes a refusal a question or a condition: "if I don't want to return it".
static CONDITION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:if|in case|when|whether|unless|why|als|indien|wanneer|waarom|tenzij)\s*$")
        .expect("it is fixed")
});

/// Where a second request may begin.
static NEXT: LazyLock<Regex> = LazyLock::new(|| {
    const SENTENCE: &str = r"[.?!;]+\s+(?:(?:and|also|en|ook|verder)\s+)?";
    const CLAUSE: &str = r",?\s+(?:and|also|plus|en|ook|verder)\s+";
    Regex::new(&format!(r"(?i)(?:{SENTENCE}|{CLAUSE})(?:(?:also|then|ook|dan|verder)\s+)?")).expect("it is fixed")
});

/// How a request begins.
static REQUEST: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)^(?:please|pls|where|when|what|which|how|why|can|could|may|do|does|is|are|will|would|should|",
        r"i (?:also )?(?:want|need|would like|['’]?d like)|i['’]d (?:also )?like|cancel|return|change|block|send|tell|show|help|",
        r"waar|wanneer|wat|welke|hoe|hoeveel|waarom|kan|kun|kunt|kunnen|mag|is|zijn|heeft|hebben|wordt|worden|zal|",
        r"ik (?:wil|moet|zou)|wil ik|graag|annuleer|blokkeer|stuur|wijzig|help)\b",
    ))
    .expect("it is fixed")
});

/// Finds the requests of a message. Linear in its length.
pub fn requests(text: &Redacted) -> Requests {
    let text = text.as_str();
    let rest = divided(text).map(|(rest, _)| rest);
    let parts = parts(rest.as_deref().unwrap_or(text));
    Requests { rest, parts }
}

/// What the customer says not to want, in their words; `None` where they refuse nothing.
pub fn refusal(text: &Redacted) -> Option<String> {
    divided(text.as_str()).map(|(_, refused)| refused)
}

/// A message without its refusals, and they alone.
fn divided(text: &str) -> Option<(String, String)> {
    let (mut rest, mut refused) = (String::new(), Vec::new());
    let mut from = 0;
    for found in REFUSED.find_iter(text) {
        if CONDITION.is_match(&text[..found.start()]) {
            continue;
        }
        rest.push_str(&text[from..found.start()]);
        let words = BUT.replace(found.as_str(), "");
        refused.push(trimmed(&words, ",.;!?").to_string());
        from = found.end();
    }
    rest.push_str(&text[from..]);
    (!refused.is_empty()).then(|| (trimmed(&rest, ",.;").to_string(), refused.join("; ")))
}

fn trimmed<'a>(words: &'a str, marks: &str) -> &'a str {
    words.trim_matches(|c: char| c.is_whitespace() || marks.contains(c))
}

fn parts(text: &str) -> Vec<String> {
    let (mut parts, mut from): (Vec<&str>, usize) = (Vec::new(), 0);
    for found in NEXT.find_iter(text) {
        let (before, after) = (text[from..found.start()].trim(), &text[found.end()..]);
        if word_count(before) >= LEAST_WORDS && word_count(after) > LEAST_WORDS && REQUEST.is_match(after) {
            parts.push(before);
            from = found.end();
        }
    }
    if parts.is_empty() {
        return Vec::new();
    }
    parts.push(text[from..].trim());
    parts.into_iter().take(MOST_PARTS).map(String::from).collect()
}

fn word_count(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Requests {
        requests(&Redacted::from_redaction(text.into()))
    }

    #[test]
    fn what_is_refused_is_no_request() {
        let rows = [
            ("I do not want to cancel my order", ""),
            ("i don't want to return it.", ""),
            ("I don't want to cancel, I want to change the address", "I want to change the address"),
            ("I dont want a refund but I do want the right colour", "I do want the right colour"),
            ("I'm not asking for a refund, just tell me where it is", "just tell me where it is"),
            ("Please don't close my account!", ""),
            ("ik wil mijn bestelling niet annuleren", ""),
            ("Ik wil niet opzeggen, ik wil alleen mijn adres wijzigen", "ik wil alleen mijn adres wijzigen"),
            ("ik hoef geen tegoedbon, ik wil weten waar het blijft", "ik wil weten waar het blijft"),
            ("ik wil mijn pas niet laten blokkeren maar een nieuwe pincode", "een nieuwe pincode"),
        ];
        for (text, rest) in rows {
            assert_eq!(found(text).rest.as_deref(), Some(rest), "{text}");
            assert_eq!(found(text).only_refused(), rest.is_empty(), "{text}");
        }
    }

    #[test]
    fn what_is_refused_is_told_in_the_customers_words() {
        for (text, refused) in [
            ("I don't want a voucher, I want my money back", Some("I don't want a voucher")),
            ("I dont want a refund but I do want the right colour", Some("I dont want a refund")),
            ("ik hoef geen tegoedbon, ik wil weten waar het blijft", Some("ik hoef geen tegoedbon")),
            ("Please don't close my account!", Some("Please don't close my account")),
            (
                "I don't want a voucher. I don't want to return it.",
                Some("I don't want a voucher; I don't want to return it"),
            ),
            ("where is my order", None),
            ("what if I don't want to return it in the shop", None),
        ] {
            let told = refusal(&Redacted::from_redaction(text.into()));
            assert_eq!(told.as_deref(), refused, "{text}");
        }
    }

    #[test]
    fn complaints_questions_and_conditions_refuse_nothing() {
        let rows = [
            "I don't want to wait any longer for my parcel",
            "what if I don't want to return it in the shop",
            "why can't I cancel my order",
            "I do not understand how to cancel",
            "I don't want to talk to a bot",
            "als ik niet wil annuleren, wat dan",
            "ik wil niet langer wachten",
            "mijn bestelling is niet geleverd",
            "I want to cancel my order",
            "geen idee hoe ik dit moet retourneren",
        ];
        for text in rows {
            assert_eq!(found(text).rest, None, "{text}");
        }
    }

    #[test]
    fn a_second_request_is_a_part_of_its_own() {
        let rows: [(&str, &[&str]); 7] = [
            ("cancel my order and where is my refund", &["cancel my order", "where is my refund"]),
            ("How do I return this? And can I get a new size?", &["How do I return this", "can I get a new size?"]),
            ("waar is mijn pakket en hoe laat zijn jullie open", &["waar is mijn pakket", "hoe laat zijn jullie open"]),
            ("I want to return a table and chairs", &[]),
            ("My lamp came today and it is broken", &[]),
            ("where is my order", &[]),
            ("hi, I ordered a red and a blue one", &[]),
        ];
        for (text, parts) in rows {
            assert_eq!(found(text).parts, parts, "{text}");
        }
    }
}
