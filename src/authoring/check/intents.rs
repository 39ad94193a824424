//! Checks of one intent, against itself and against the bot's policy and articles.

use super::{bare, words};
use crate::authoring::bot::Draft;
use crate::authoring::finding::advise_name;
use crate::authoring::intent::{DraftIntent, Sentence, named};
use crate::authoring::{Finding, Route};
use crate::domain::Locale;
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// A single sentence shows no variation to learn from.
const FEWEST_EXAMPLES: usize = 2;
/// Writers are asked for 14 a language; below this an intent counts as unfinished. A house rule, not a measurement.
const ENOUGH_EXAMPLES: usize = 12;
const ENOUGH_COUNTER_EXAMPLES: usize = 3;

static SNAKE_CASE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("^[a-z][a-z0-9]*(_[a-z0-9]+)*$").expect("the pattern is a constant"));

pub(super) fn check(intent: &DraftIntent, draft: &Draft) -> Vec<Finding> {
    let mut findings = Vec::new();
    name(intent, &mut findings);
    threshold(intent, &mut findings);
    team(intent, draft, &mut findings);
    article(intent, draft, &mut findings);
    labels(intent, draft, &mut findings);
    counts(intent, draft, &mut findings);
    unknown_locales(intent, draft, &mut findings);
    said_twice(intent, &mut findings);
    counter_is_example(intent, &mut findings);
    for said in intent.examples.iter().chain(&intent.counter_examples) {
        sentence(intent, said, draft, &mut findings);
    }
    findings
}

fn name(DraftIntent { source, intent, .. }: &DraftIntent, findings: &mut Vec<Finding>) {
    let file = named(&source.path);
    if !intent.name.is_empty() && intent.name != file {
        let message = format!("intent `{}` stands in a file named `{file}`", intent.name);
        findings.push(source.error(source.line_of("intent"), message, "give both the same name"));
    }
    if !intent.name.is_empty() && !SNAKE_CASE.is_match(&intent.name) {
        let message = format!("intent `{}` is not in snake_case", intent.name);
        findings.push(source.error(source.line_of("intent"), message, "use small letters, digits and single `_`"));
    }
}

fn threshold(DraftIntent { source, intent, .. }: &DraftIntent, findings: &mut Vec<Finding>) {
    if let Some(threshold) = intent.threshold.filter(|value| !(0.0..=1.0).contains(value)) {
        let message = format!("threshold {threshold} is not between 0 and 1");
        findings.push(source.error(source.line_of("threshold"), message, "write a probability such as 0.7"));
    }
}

fn team(DraftIntent { source, intent, .. }: &DraftIntent, draft: &Draft, findings: &mut Vec<Finding>) {
    let (Some(team), Some((_, policy))) = (&intent.team, &draft.policy) else { return };
    if !policy.teams.contains_key(team) {
        let known: Vec<&str> = policy.teams.keys().map(String::as_str).collect();
        let message = format!("team `{team}` is not in policy.toml");
        findings.push(source.error(source.line_of("team"), message, advise_name(team, &known)));
    }
}

fn article(DraftIntent { source, intent, .. }: &DraftIntent, draft: &Draft, findings: &mut Vec<Finding>) {
    let Some(slug) = &intent.article else {
        if intent.route == Route::Answer {
            let advice = "add `article: <slug>`, or use route handoff";
            findings.push(source.error(source.line_of("route"), "route answer has no article", advice));
        }
        return;
    };
    for locale in draft.locales() {
        if !draft.article_files.contains(&(slug.clone(), locale.clone())) {
            let message = format!("article `{slug}` has no file for locale {locale}");
            let advice = draft.advise_article(slug, locale);
            findings.push(source.error(source.line_of("article"), message, advice));
        }
    }
}

fn labels(DraftIntent { source, intent, .. }: &DraftIntent, draft: &Draft, findings: &mut Vec<Finding>) {
    for (key, texts) in [("title", &intent.title), ("topic", &intent.topic)] {
        for locale in draft.locales() {
            if texts.get(locale).is_none_or(|text| text.trim().is_empty()) {
                let message = format!("{key} for locale {locale} is missing");
                findings.push(source.error(source.line_of(key), message, format!("add `{locale}: ...` to `{key}`")));
            }
        }
    }
}

fn counts(DraftIntent { source, intent, .. }: &DraftIntent, draft: &Draft, findings: &mut Vec<Finding>) {
    for locale in draft.locales() {
        let examples = intent.examples.get(locale).map_or(0, Vec::len);
        let counters = intent.counter_examples.get(locale).map_or(0, Vec::len);
        let message = format!("too few examples for locale {locale}: {examples}");
        let line = source.line_of("examples");
        if examples < FEWEST_EXAMPLES {
            findings.push(source.error(line, message, format!("write at least {ENOUGH_EXAMPLES}")));
        } else if examples < ENOUGH_EXAMPLES {
            findings.push(source.warning(line, message, format!("write at least {ENOUGH_EXAMPLES}")));
        }
        if counters < ENOUGH_COUNTER_EXAMPLES {
            let message = format!("too few counter examples for locale {locale}: {counters}");
            let advice = format!("write at least {ENOUGH_COUNTER_EXAMPLES}");
            findings.push(source.warning(source.line_of("counter_examples"), message, advice));
        }
    }
}

fn unknown_locales(DraftIntent { source, intent, .. }: &DraftIntent, draft: &Draft, findings: &mut Vec<Finding>) {
    let spoken = draft.locales();
    let keys: [(&str, BTreeSet<&Locale>); 4] = [
        ("title", intent.title.keys().collect()),
        ("topic", intent.topic.keys().collect()),
        ("examples", intent.examples.keys().collect()),
        ("counter_examples", intent.counter_examples.keys().collect()),
    ];
    for (key, locales) in keys {
        for locale in locales.into_iter().filter(|locale| !spoken.is_empty() && !spoken.contains(locale)) {
            let message = format!("{key} has locale {locale}, which policy.toml does not name");
            findings.push(source.warning(source.line_of(key), message, "take it out, or add it to `locales`"));
        }
    }
}

fn said_twice(DraftIntent { source, examples, .. }: &DraftIntent, findings: &mut Vec<Finding>) {
    let mut first: BTreeMap<(&Locale, String), usize> = BTreeMap::new();
    for said in examples.iter().filter(|said| !said.text.is_empty()) {
        let key = (&said.locale, bare(&said.text));
        if let Some(line) = first.get(&key) {
            let message = format!("example \"{}\" is nearly the same as line {line}", said.text);
            findings.push(source.warning(Some(said.line), message, "say it in other words"));
        } else {
            first.insert(key, said.line);
        }
    }
}

fn counter_is_example(intent: &DraftIntent, findings: &mut Vec<Finding>) {
    let examples: BTreeMap<String, usize> = intent.examples.iter().map(|said| (bare(&said.text), said.line)).collect();
    for said in intent.counter_examples.iter().filter(|said| !said.text.is_empty()) {
        if let Some(line) = examples.get(&bare(&said.text)) {
            let message = format!("counter example \"{}\" is also the example on line {line}", said.text);
            findings.push(intent.source.error(Some(said.line), message, "keep it in one of the two"));
        }
    }
}

fn sentence(DraftIntent { source, .. }: &DraftIntent, said: &Sentence, draft: &Draft, findings: &mut Vec<Finding>) {
    if said.text.is_empty() {
        findings.push(source.error(Some(said.line), "an example is empty", "write a sentence, or take it out"));
    }
    if let Some((redacted, kinds)) = words::personal_kinds(&said.text, draft.brand()) {
        let message = format!("example \"{redacted}\" holds personal data: {kinds}");
        findings.push(source.error(Some(said.line), message, "take it out; the model never sees such values"));
    }
}
