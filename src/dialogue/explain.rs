//! Why a session was handed off, in one sentence with the numbers that tripped the rule.

use crate::domain::Reason;

/// A sentence in English, for programs; the console has its own in each of its languages.
pub fn explain(reason: &Reason) -> String {
    let number = |name: &str| reason.numbers.get(name).copied().unwrap_or_default() as f64 / 1000.0;
    let whole = |name: &str| number(name).round();
    match reason.rule.as_str() {
        "asked_for_person" => "The customer asked for a person.".into(),
        "always_a_person" => "This request always goes to a person.".into(),
        "one_bad_turn" => format!(
            "One message was very negative: {:.2}, where the limit is {:.2}.",
            number("valence"),
            number("valence_limit")
        ),
        "repeated_contact" => "The customer says they contacted us about this before.".into(),
        "low_mood" => format!(
            "The mood is {:.2}, at or below the limit of {:.2} for {} turns.",
            number("mood"),
            number("mood_limit"),
            whole("turns")
        ),
        "escalation" => format!(
            "The course of the chat speaks for a person: {:.2}, where the limit is {:.2}{}.",
            number("score"),
            number("score_limit"),
            causes(reason)
        ),
        "same_request_again" => {
            format!("The same request came {} times within {} turns.", whole("times"), whole("window"))
        }
        "repeated_misses" => format!("The bot did not understand {} messages in a row.", whole("misses")),
        Reason::LOW_RATING => {
            format!(
                "The customer rated the chat {} of 5, where the limit is {}.",
                whole("rating"),
                whole("rating_limit")
            )
        }
        Reason::CAME_BACK => "The customer wrote again after a person had ended the chat.".into(),
        "model_trouble" => "The bot's models had trouble with the last message.".into(),
        rule => format!("Rule {rule} of the policy tripped."),
    }
}

/// The named causes of an escalation score, the strongest first.
fn causes(reason: &Reason) -> String {
    let mut named: Vec<(&str, i64)> = CAUSES
        .iter()
        .filter_map(|(name, text)| Some((*text, *reason.numbers.get(&format!("cause_{name}"))?)))
        .collect();
    named.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
    let texts: Vec<&str> = named.into_iter().map(|(text, _)| text).collect();
    if texts.is_empty() { String::new() } else { format!("; mostly for {}", texts.join(", ")) }
}

const CAUSES: [(&str, &str); 6] = [
    ("words", "what was said"),
    ("last_words", "what was said last"),
    ("tone", "its tone"),
    ("trend", "messages getting worse"),
    ("length", "its length"),
    ("cues", "threats, swearing, repeats or the like"),
];
