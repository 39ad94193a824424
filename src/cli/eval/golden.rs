//! Golden conversations: plain text files of what is said, what is understood and what is decided.
//!
//! ```text
//! # A calm customer finds out where the parcel is
//! locale: en
//!
//! > where is my parcel? order 40128831
//! intent: track_order
//! entity: order_number=40128831
//! decision: answer track-your-order
//! ```

use crate::domain::{BotId, Decision, EntityKind, Locale};
use crate::nlu::Nlu;
use crate::session::{Library, Rehearsal, Rehearsed};
use anyhow::{Context, Result, bail};
use jiff::civil::Date;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub struct Golden {
    pub file: PathBuf,
    pub title: String,
    pub locale: Locale,
    pub turns: Vec<GoldenTurn>,
}

pub struct GoldenTurn {
    pub line: usize,
    pub said: String,
    /// Key and expected value, in the order of the file.
    pub expected: Vec<(String, String)>,
}

const KEYS: [&str; 6] = ["intent", "entity", "decision", "redacted", "language", "sentiment"];

impl Golden {
    pub fn read(file: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(file).with_context(|| format!("failed to read {}", file.display()))?;
        let mut golden = Self { file: file.into(), title: String::new(), locale: Locale::new("en"), turns: Vec::new() };
        for (i, line) in text.lines().enumerate() {
            golden.take(i + 1, line.trim())?;
        }
        if golden.turns.is_empty() {
            bail!("failed to use {}: nothing is said in it", file.display());
        }
        Ok(golden)
    }

    /// Every conversation of a folder, by name.
    pub fn read_folder(folder: &Path) -> Result<Vec<Self>> {
        let entries = std::fs::read_dir(folder).with_context(|| format!("failed to read {}", folder.display()))?;
        let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        files.retain(|file| file.extension().is_some_and(|kind| kind == "txt"));
        files.sort();
        files.iter().map(|file| Self::read(file)).collect()
    }

    fn take(&mut self, line: usize, text: &str) -> Result<()> {
        if let Some(title) = text.strip_prefix('#') {
            self.title = title.trim().into();
        } else if let Some(said) = text.strip_prefix('>') {
            self.turns.push(GoldenTurn { line, said: said.trim().into(), expected: Vec::new() });
        } else if let Some((key, value)) = text.split_once(':') {
            let value = value.trim().to_string();
            match (key.trim(), self.turns.last_mut()) {
                ("locale", None) => self.locale = Locale::new(value),
                (key, Some(turn)) if KEYS.contains(&key) => turn.expected.push((key.into(), value)),
                (key, _) => bail!("failed to use {}:{line}: unknown key {key}", self.file.display()),
            }
        } else if !text.is_empty() {
            bail!("failed to use {}:{line}: neither a title, a turn nor a key", self.file.display());
        }
        Ok(())
    }

    /// Plays it; returns what came otherwise, one sentence each with file and line.
    pub async fn play(&self, nlu: &Arc<Nlu>, library: &Library, bot: &BotId, today: Date) -> Result<Vec<String>> {
        let Some((mut rehearsal, _)) = Rehearsal::start(nlu.clone(), library, bot, &self.locale, today) else {
            bail!("failed to find bot {bot}");
        };
        let mut faults = Vec::new();
        for turn in &self.turns {
            let came = rehearsal.say(&turn.said, 0).await;
            for (key, expected) in &turn.expected {
                if let Some(found) = differs(key, expected, &came) {
                    let place = format!("{}:{}", self.file.display(), turn.line);
                    faults.push(format!("{place}: {:?}: {key} is {found}, expected {expected}", turn.said));
                }
            }
        }
        Ok(faults)
    }
}

/// What was found instead of `expected`, if it was.
fn differs(key: &str, expected: &str, came: &Rehearsed) -> Option<String> {
    let found = match key {
        "intent" => intent(came, expected),
        "entity" => entities(came, expected),
        "decision" => decision(&came.verdict.decision, expected),
        "redacted" => redacted(came, expected),
        "language" => came.heard.language.to_string(),
        _ => format!("{:?}", came.heard.sentiment.label).to_lowercase(),
    };
    (found != expected).then_some(found)
}

/// The top intent; `none` where nothing was understood well enough to act on.
fn intent(came: &Rehearsed, expected: &str) -> String {
    let unsure = match &came.verdict.decision {
        Decision::Rephrase | Decision::OfferPerson | Decision::OtherLanguage => true,
        Decision::Handoff { reason } => reason.rule == "repeated_misses",
        _ => false,
    };
    match came.heard.intents.first() {
        Some(top) if expected != "none" || !unsure => top.intent.clone(),
        _ => "none".into(),
    }
}

fn entities(came: &Rehearsed, expected: &str) -> String {
    let all = came.heard.entities.iter().map(|entity| format!("{}={}", kind(entity.kind), entity.value));
    let all: Vec<String> = all.collect();
    if all.iter().any(|entity| entity == expected) { expected.into() } else { all.join(" ") }
}

fn kind(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::OrderNumber => "order_number",
        EntityKind::Amount => "amount",
        EntityKind::Date => "date",
        EntityKind::LastFour => "last_four",
        EntityKind::Product => "product",
    }
}

/// As the files write it; `clarify` alone stands for any two.
fn decision(decision: &Decision, expected: &str) -> String {
    match decision {
        Decision::Clarify { .. } if expected == "clarify" => "clarify".into(),
        other => other.to_string(),
    }
}

fn redacted(came: &Rehearsed, expected: &str) -> String {
    let text = came.said.as_str();
    let gone = expected.split([' ', ',']).filter(|kind| !kind.is_empty());
    let all = gone.into_iter().all(|kind| text.contains(&format!("[{kind}]")) || text.contains(&format!("[{kind}:")));
    if all { expected.into() } else { text.into() }
}
