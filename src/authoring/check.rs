//! What must hold before content goes live. Each check tells everything it finds and stops at nothing.

mod articles;
mod intents;
mod words;

use super::Finding;
use super::bot::Draft;
use super::finding::advise_name;
use super::intent::{DraftIntent, Sentence};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn all(draft: &Draft) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(draft.intents.iter().flat_map(|intent| intents::check(intent, draft)));
    findings.extend(draft.articles.iter().flat_map(|article| articles::check(article, draft)));
    findings.extend(said_in_two_intents(draft));
    findings.extend(policy_names_known_intents(draft));
    findings
}

/// The same words cannot teach two intents, in whichever language: the model would learn to doubt both.
fn said_in_two_intents(draft: &Draft) -> Vec<Finding> {
    let mut first: BTreeMap<String, (&DraftIntent, &Sentence)> = BTreeMap::new();
    let mut findings = Vec::new();
    for (intent, said) in draft.examples() {
        let (other, there) = *first.entry(bare(&said.text)).or_insert((intent, said));
        if other.source.path != intent.source.path && !said.text.is_empty() {
            let place = format!("{}:{}", other.source.path, there.line);
            let message = format!("example \"{}\" is also an example in {place}", said.text);
            findings.push(intent.source.error(Some(said.line), message, "keep it in one of the two"));
        }
    }
    findings
}

fn policy_names_known_intents(draft: &Draft) -> Vec<Finding> {
    let Some((source, policy)) = &draft.policy else { return Vec::new() };
    let starters: BTreeSet<&String> = policy.texts.values().flat_map(|texts| &texts.starters).collect();
    let known: Vec<&str> = draft.intent_files.iter().copied().collect();
    let unknown = starters.into_iter().filter(|name| !known.contains(&name.as_str()));
    let finding = |name: &String| {
        let line = source.text.lines().position(|line| line.contains(&format!("\"{name}\""))).map(|index| index + 1);
        let line = line.or_else(|| source.line_of("starters"));
        source.error(line, format!("starter `{name}` is not an intent of this bot"), advise_name(name, &known))
    };
    unknown.map(finding).collect()
}

/// Lower case without punctuation: what makes two sentences the same. Punctuation alone stays as it is.
fn bare(text: &str) -> String {
    let letters: String = text.to_lowercase().chars().filter(|c| c.is_alphanumeric() || c.is_whitespace()).collect();
    let words = letters.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.is_empty() { text.trim().to_owned() } else { words }
}
