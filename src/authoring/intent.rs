//! `intents/<bot>/<intent>.yaml`: one thing a customer can want, in the words customers use.

use super::finding::advise_name;
use super::{Finding, SourceFile};
use crate::domain::{EntityKind, Locale, Priority};
use serde::{Deserialize, Serialize};
use serde_saphyr::Spanned;
use std::collections::BTreeMap;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Intent {
    /// `snake_case`, the same as the file's name.
    pub name: String,
    /// A short button label.
    pub title: BTreeMap<Locale, String>,
    /// A noun phrase that fits in "I'm sorry about ...".
    pub topic: BTreeMap<Locale, String>,
    pub description: String,
    pub route: Route,
    /// Slug of the article that answers it.
    pub article: Option<String>,
    /// The team a person would come from.
    pub team: Option<String>,
    pub priority: Priority,
    /// The kinds of entity that matter to it.
    pub entities: Vec<EntityKind>,
    /// Probability, 0 to 1, that replaces the policy's `sure` for this intent.
    pub threshold: Option<f32>,
    pub examples: BTreeMap<Locale, Vec<String>>,
    /// Sentences that look like this intent and are not.
    pub counter_examples: BTreeMap<Locale, Vec<String>>,
}

/// What the bot does once the intent is sure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Route {
    /// Says the intent's article.
    Answer,
    /// Passes the session to people.
    Handoff,
}

/// An intent with the places where its sentences were written.
pub(super) struct DraftIntent<'a> {
    pub source: &'a SourceFile,
    pub intent: Intent,
    pub examples: Vec<Sentence>,
    pub counter_examples: Vec<Sentence>,
}

pub(super) struct Sentence {
    pub locale: Locale,
    pub text: String,
    pub line: usize,
}

const KEYS: [&str; 12] = [
    "intent",
    "title",
    "topic",
    "description",
    "route",
    "article",
    "team",
    "priority",
    "entities",
    "threshold",
    "examples",
    "counter_examples",
];

type Sentences = BTreeMap<Locale, Vec<Spanned<String>>>;

/// The file as written: nothing is required yet, so that everything missing can be told at once.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Written {
    intent: Option<String>,
    title: BTreeMap<Locale, String>,
    topic: BTreeMap<Locale, String>,
    description: Option<String>,
    route: Option<String>,
    article: Option<String>,
    team: Option<String>,
    priority: Priority,
    entities: Vec<EntityKind>,
    threshold: Option<f32>,
    examples: Sentences,
    counter_examples: Sentences,
}

/// The intent's name, as its file has it.
pub(super) fn named(path: &str) -> &str {
    let file = path.rsplit('/').next().unwrap_or(path);
    file.strip_suffix(".yaml").unwrap_or(file)
}

/// Reads one intent; `None` when its YAML has another shape. Unknown and missing keys are told and read past.
pub(super) fn read<'a>(source: &'a SourceFile, findings: &mut Vec<Finding>) -> Option<DraftIntent<'a>> {
    match parse(&source.text) {
        Ok((keys, written)) => {
            findings.extend(super::source::unknown_keys(source, keys, &KEYS));
            Some(draft(source, written, findings))
        }
        Err(fault) => {
            findings.push(Finding::yaml(&source.path, &fault));
            None
        }
    }
}

fn parse(text: &str) -> Result<(Vec<String>, Written), serde_saphyr::Error> {
    let keys: BTreeMap<String, serde::de::IgnoredAny> = serde_saphyr::from_str(text)?;
    Ok((keys.into_keys().collect(), serde_saphyr::from_str(text)?))
}

fn draft<'a>(source: &'a SourceFile, written: Written, findings: &mut Vec<Finding>) -> DraftIntent<'a> {
    let route = route(source, written.route.as_deref(), findings);
    let intent = Intent {
        name: source.required("intent", written.intent, findings),
        title: written.title,
        topic: written.topic,
        description: source.required("description", written.description, findings),
        route,
        article: written.article,
        team: written.team,
        priority: written.priority,
        entities: written.entities,
        threshold: written.threshold,
        examples: plain(&written.examples),
        counter_examples: plain(&written.counter_examples),
    };
    let (examples, counter_examples) = (placed(written.examples), placed(written.counter_examples));
    DraftIntent { source, intent, examples, counter_examples }
}

/// The route as written. What is refused reads as a handoff, so that no missing article is told on top of it.
fn route(source: &SourceFile, written: Option<&str>, findings: &mut Vec<Finding>) -> Route {
    let refused = |message: String, advice: String| source.error(source.line_of("route"), message, advice);
    findings.push(match written {
        Some("answer") => return Route::Answer,
        Some("handoff") => return Route::Handoff,
        Some("flow") => refused("route flow is not available in this version".into(), "use answer or handoff".into()),
        Some(other) => refused(format!("unknown route `{other}`"), advise_name(other, &["answer", "handoff"])),
        None => refused("`route` is missing".into(), "add `route: answer` or `route: handoff`".into()),
    });
    Route::Handoff
}

fn plain(sentences: &Sentences) -> BTreeMap<Locale, Vec<String>> {
    let texts = |list: &Vec<Spanned<String>>| list.iter().map(|said| said.value.trim().to_owned()).collect();
    sentences.iter().map(|(locale, list)| (locale.clone(), texts(list))).collect()
}

fn placed(sentences: Sentences) -> Vec<Sentence> {
    let place = |locale: Locale, said: Spanned<String>| Sentence {
        locale,
        text: said.value.trim().to_owned(),
        line: usize::try_from(said.referenced.line()).unwrap_or(1),
    };
    let each = |(locale, list): (Locale, Vec<_>)| list.into_iter().map(move |said| place(locale.clone(), said));
    sentences.into_iter().flat_map(each).collect()
}
