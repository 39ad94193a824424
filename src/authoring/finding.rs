//! What is wrong with a file, where, and what to do about it: the one way in which content problems are told.

use super::source::{key_line, line_at};
use serde::Serialize;
use std::fmt;

/// An error keeps a bot's content out; a warning rides along with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    Error,
    Warning,
}

/// One problem. Shown as `intents/shop/refund.yaml:12: error: example ... is empty (write a sentence)`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Path as the caller gave it.
    pub file: String,
    /// 1 is the first line; absent where the whole file, or its absence, is the problem.
    pub line: Option<usize>,
    pub severity: Severity,
    /// Lowercase, names the thing at fault, no full stop.
    pub message: String,
    /// What the writer can do; may be empty.
    pub advice: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}: {}", self.severity, self.message)?;
        if self.advice.is_empty() { Ok(()) } else { write!(f, " ({})", self.advice) }
    }
}

impl std::error::Error for Finding {}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
        })
    }
}

impl Finding {
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// A fault of the TOML parser or of the shape that was expected, with the nearest known name for a misspelt one.
    pub fn toml(file: &str, text: &str, fault: &toml::de::Error) -> Self {
        let line = fault.span().map(|span| line_at(text, span.start));
        let (message, expected) = fault.message().split_once(", expected ").unwrap_or((fault.message(), ""));
        let message = message.lines().next().unwrap_or_default();
        let advice = match quoted(message).first() {
            Some(written) if message.starts_with("unknown") => advise_name(written, &quoted(expected)),
            _ if message.starts_with("missing field") => "add it".to_owned(),
            _ if message == "duplicate key" => "keep one of them".to_owned(),
            _ if expected.is_empty() => "check the spelling, quotes and brackets near this line".to_owned(),
            _ => format!("expected {}", expected.replace("a TOML datetime", DAY_EXAMPLE)),
        };
        let message = message.replacen(" field `", " key `", 1).replacen(" variant `", " value `", 1);
        Self::error(file, line, message, advice)
    }

    /// A fault of the YAML parser or of the shape that was expected.
    pub fn yaml(file: &str, fault: &serde_saphyr::Error) -> Self {
        use serde_saphyr::Error::*;
        let line = fault.location().and_then(|place| usize::try_from(place.line()).ok());
        let (message, advice) = match fault.without_snippet() {
            SerdeUnknownVariant { variant, expected, .. } => {
                return Self::error(file, line, format!("unknown value `{variant}`"), advise_name(variant, expected));
            }
            DuplicateMappingKey { key: Some(key), .. } => (format!("key `{key}` is written twice"), "keep one of them"),
            MultipleDocuments { .. } => ("a second document begins here".into(), "write one intent a file, no `---`"),
            Unexpected { expected: "sequence start", .. } => {
                ("a list is expected here".into(), "write `[one, two]`, or a line with `- ` for each")
            }
            Unexpected { expected: "mapping start", .. } => {
                ("keys with values are expected here".into(), "write `key: value` lines")
            }
            Unexpected { expected: "string scalar", .. } | NullIntoString { .. } => {
                ("a text is expected here".into(), YAML_QUOTES)
            }
            InvalidScalar { .. } | NonFiniteFloat { .. } => {
                ("a number is expected here".into(), "write one such as 0.7")
            }
            _ => (yaml_message(fault), YAML_QUOTES),
        };
        Self::error(file, line, message, advice)
    }

    /// A fault in the value of `key`, on the line where that key is first written.
    pub fn at_key(file: &str, text: &str, key: &str, message: impl Into<String>) -> Self {
        Self::error(file, key_line(text, key), message, format!("change `{key}`"))
    }

    pub(super) fn error(
        file: &str,
        line: Option<usize>,
        message: impl Into<String>,
        advice: impl Into<String>,
    ) -> Self {
        let (file, message, advice) = (file.to_owned(), message.into(), advice.into());
        Self { file, line, severity: Severity::Error, message, advice }
    }

    pub(super) fn into_warning(self) -> Self {
        Self { severity: Severity::Warning, ..self }
    }
}

/// What a date looks like in front matter.
pub(super) const DAY_EXAMPLE: &str = "a date such as 2026-11-02, without quotes or time";

const YAML_QUOTES: &str = "check the indentation, and put a sentence that holds `: `, ` #` or quotes in quotes";

fn yaml_message(fault: &serde_saphyr::Error) -> String {
    let options = serde_saphyr::RenderOptions::new(&serde_saphyr::UserMessageFormatter);
    let text = fault.without_snippet().render_with_options(options);
    let first = text.lines().next().unwrap_or_default();
    first.split(" at line ").next().unwrap_or(first).to_owned()
}

/// `did you mean ...?`, or all the names there are.
pub(super) fn advise_name<S: AsRef<str>>(written: &str, known: &[S]) -> String {
    match nearest(written, known) {
        Some(name) => format!("did you mean `{name}`?"),
        None if known.is_empty() => "take it out".to_owned(),
        None => format!("use one of {}", known.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(", ")),
    }
}

/// The known name that takes the fewest changed letters, if that is at most a third of them (and always one).
pub(super) fn nearest<'a, S: AsRef<str>>(written: &str, known: &'a [S]) -> Option<&'a str> {
    let limit = (written.chars().count() / 3).max(1);
    let ranked = known.iter().map(|name| (changes(written, name.as_ref()), name.as_ref()));
    ranked.min().filter(|(changes, _)| *changes <= limit).map(|(_, name)| name)
}

/// Letters in another order are one slip; otherwise the Levenshtein distance.
fn changes(a: &str, b: &str) -> usize {
    let letters = |text: &str| {
        let mut letters: Vec<char> = text.chars().collect();
        letters.sort_unstable();
        letters
    };
    if a != b && letters(a) == letters(b) { 1 } else { distance(a, b) }
}

/// Levenshtein: letters added, dropped or changed.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, y) in b.iter().enumerate() {
            let changed = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

/// What stands between backticks.
fn quoted(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}
