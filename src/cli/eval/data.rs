//! Labelled files: CSV with a header row and JSON lines. A fault names the file, the line and what is wrong.

use crate::domain::{Emotion, SentimentLabel, Urgency};
use anyhow::{Context, Result, anyhow, bail};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::path::Path;

/// A text with its label, as `text,label` (`query` is taken for `text`, `category`, `sentiment` or `faq_id` for `label`).
#[derive(Debug, Clone)]
pub struct Row {
    pub text: String,
    pub label: String,
}

pub fn read_csv(path: &Path) -> Result<Vec<Row>> {
    read_columns(path, &["text", "query"], &["label", "category", "faq_id"])
}

/// Rows of a sentiment file; rows that are neither negative, neutral nor positive (mixed, ambiguous) are left out.
pub fn read_sentiment(path: &Path) -> Result<Vec<(String, SentimentLabel)>> {
    let rows = read_columns(path, &["text"], &["label", "sentiment"])?;
    Ok(rows.into_iter().filter_map(|row| Some((row.text, sentiment(&row.label)?))).collect())
}

pub fn sentiment(label: &str) -> Option<SentimentLabel> {
    match label {
        "negative" => Some(SentimentLabel::Negative),
        "neutral" => Some(SentimentLabel::Neutral),
        "positive" => Some(SentimentLabel::Positive),
        _ => None,
    }
}

fn read_columns(path: &Path, text: &[&str], label: &[&str]) -> Result<Vec<Row>> {
    let name = path.display();
    let mut reader = csv::Reader::from_path(path).with_context(|| format!("failed to read {name}"))?;
    let headers = reader.headers().with_context(|| format!("failed to read {name}:1"))?.clone();
    let column = |wanted: &[&str]| {
        wanted
            .iter()
            .find_map(|w| headers.iter().position(|h| h == *w))
            .ok_or_else(|| anyhow!("failed to use {name}:1: no column is called {}", wanted.join(" or ")))
    };
    let (text, label) = (column(text)?, column(label)?);
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|fault| unreadable(path, &fault))?;
        let line = record.position().map_or(0, csv::Position::line);
        let field = |at: usize, what: &str| {
            let value = record.get(at).filter(|value| !value.trim().is_empty());
            value.map(str::to_string).ok_or_else(|| anyhow!("failed to use {name}:{line}: the {what} is empty"))
        };
        rows.push(Row { text: field(text, "text")?, label: field(label, "label")? });
    }
    if rows.is_empty() {
        bail!("failed to use {name}: it holds no rows");
    }
    Ok(rows)
}

/// A record that the CSV reader refuses, with its line.
fn unreadable(path: &Path, fault: &csv::Error) -> anyhow::Error {
    let (name, line) = (path.display(), fault.position().map_or(0, csv::Position::line));
    match fault.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            anyhow!("failed to use {name}:{line}: it has {len} fields, the header has {expected_len}")
        }
        _ => anyhow!("failed to use {name}:{line}: {fault}"),
    }
}

/// What the customer said in one session, turn by turn, and what came of it.
pub struct Session {
    pub turns: Vec<String>,
    pub escalated: bool,
}

/// Sessions of JSON lines with `turns` of `role` and `text`; of a CSV each row is a session of one turn.
pub fn read_sessions(path: &Path, label: &str) -> Result<Vec<Session>> {
    let name = path.display();
    if path.extension().is_some_and(|kind| kind == "csv") {
        let verdict = |row: Row| match row.label.as_str() {
            "0" | "1" => Ok(Session { turns: vec![row.text], escalated: row.label == "1" }),
            other => bail!("failed to use {name}: {label} is {other}, neither 0 nor 1"),
        };
        return read_columns(path, &["text"], &[label])?.into_iter().map(verdict).collect();
    }
    let lines = read_json_lines::<serde_json::Value>(path)?.into_iter();
    lines
        .map(|(line, value)| {
            let fault = |what: &str| anyhow!("failed to use {name}:{line}: {what}");
            let escalated =
                value[label].as_bool().ok_or_else(|| fault(&format!("{label} is neither true nor false")))?;
            let turns = value["turns"].as_array().ok_or_else(|| fault("turns is no list"))?;
            let said = turns.iter().filter(|turn| turn["role"] == "user");
            let turns: Vec<String> = said.filter_map(|turn| turn["text"].as_str().map(String::from)).collect();
            if turns.is_empty() {
                return Err(fault("the user says nothing"));
            }
            Ok(Session { turns, escalated })
        })
        .collect()
}

/// The messages of a CSV as sessions of one turn; none where no column says whether a person should take over.
pub fn read_take_over(path: &Path) -> Result<Vec<Session>> {
    let name = path.display();
    let mut reader = csv::Reader::from_path(path).with_context(|| format!("failed to read {name}"))?;
    let headers = reader.headers().with_context(|| format!("failed to read {name}:1"))?;
    if headers.iter().any(|header| header == "take_over") { read_sessions(path, "take_over") } else { Ok(Vec::new()) }
}

/// The messages of a CSV that tell emotion and urgency; none where it has no such columns.
pub fn read_feelings(path: &Path) -> Result<Vec<(String, Emotion, Urgency)>> {
    #[derive(Deserialize)]
    struct Felt {
        text: String,
        emotion: Emotion,
        urgency: Urgency,
    }
    let name = path.display();
    let mut reader = csv::Reader::from_path(path).with_context(|| format!("failed to read {name}"))?;
    let headers = reader.headers().with_context(|| format!("failed to read {name}:1"))?;
    if !["emotion", "urgency"].iter().all(|column| headers.iter().any(|header| header == *column)) {
        return Ok(Vec::new());
    }
    let rows = reader.deserialize::<Felt>();
    rows.map(|row| row.map(|row| (row.text, row.emotion, row.urgency)).map_err(|fault| unreadable(path, &fault)))
        .collect()
}

#[derive(Debug, Deserialize)]
pub struct FaqLine {
    pub faq_id: serde_json::Value,
    #[serde(default)]
    question: Option<String>,
    #[serde(default)]
    questions: Vec<String>,
    #[serde(default)]
    answer: Option<String>,
    #[serde(default)]
    answers: Vec<String>,
}

impl FaqLine {
    pub fn questions(&self) -> Vec<String> {
        self.question.iter().chain(&self.questions).cloned().collect()
    }
    pub fn answers(&self) -> Vec<String> {
        self.answer.iter().chain(&self.answers).cloned().collect()
    }
    pub fn id(&self) -> String {
        match &self.faq_id {
            serde_json::Value::String(text) => text.clone(),
            other => other.to_string(),
        }
    }
}

pub fn read_faq(path: &Path) -> Result<Vec<FaqLine>> {
    let lines = read_json_lines::<FaqLine>(path)?.into_iter();
    lines
        .map(|(line, faq)| {
            if faq.questions().is_empty() {
                bail!("failed to use {}:{line}: it has neither question nor questions", path.display());
            }
            Ok(faq)
        })
        .collect()
}

/// One JSON value a line, with the number of its line; empty lines are skipped.
pub fn read_json_lines<T: DeserializeOwned>(path: &Path) -> Result<Vec<(usize, T)>> {
    let name = path.display();
    let text = std::fs::read_to_string(path).with_context(|| format!("failed to read {name}"))?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let values: Vec<(usize, T)> = lines
        .map(|(i, line)| match serde_json::from_str(line) {
            Ok(value) => Ok((i + 1, value)),
            Err(fault) => bail!("failed to use {name}:{}: {fault}", i + 1),
        })
        .collect::<Result<_>>()?;
    if values.is_empty() {
        bail!("failed to use {name}: it holds no lines");
    }
    Ok(values)
}
