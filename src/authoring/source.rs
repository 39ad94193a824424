//! One file as its writer sees it: where it stands, what it says, and on which line.

use super::Finding;
use super::finding::advise_name;

/// A file that was read for a bot. `path` is relative, with `/`, as findings show it: `intents/shop/track_order.yaml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    pub path: String,
    pub text: String,
}

impl SourceFile {
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { path: path.into(), text: text.into() }
    }

    pub(super) fn error(&self, line: Option<usize>, message: impl Into<String>, advice: impl Into<String>) -> Finding {
        Finding::error(&self.path, line, message, advice)
    }

    pub(super) fn warning(
        &self,
        line: Option<usize>,
        message: impl Into<String>,
        advice: impl Into<String>,
    ) -> Finding {
        self.error(line, message, advice).into_warning()
    }

    /// The text of `key`, or empty and told when there is none.
    pub(super) fn required(&self, key: &str, text: Option<String>, findings: &mut Vec<Finding>) -> String {
        let text = text.unwrap_or_default().trim().to_owned();
        if text.is_empty() {
            findings.push(self.error(self.line_of(key), format!("`{key}` is missing"), format!("add `{key}`")));
        }
        text
    }

    /// The line on which `key` is first written, else the first line.
    pub(super) fn line_of(&self, key: &str) -> Option<usize> {
        key_line(&self.text, key).or(Some(1))
    }
}

/// One error for each key that is not known.
pub(super) fn unknown_keys(source: &SourceFile, keys: Vec<String>, known: &[&str]) -> Vec<Finding> {
    let unknown = keys.iter().filter(|key| !known.contains(&key.as_str()));
    let finding =
        |key: &String| source.error(source.line_of(key), format!("unknown key `{key}`"), advise_name(key, known));
    unknown.map(finding).collect()
}

/// The line of the byte at `offset`, 1 first.
pub(super) fn line_at(text: &str, offset: usize) -> usize {
    1 + text.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count()
}

/// The first line that opens with `key:`, `key =` or a table header that names `key`.
pub(super) fn key_line(text: &str, key: &str) -> Option<usize> {
    text.lines().position(|line| names_key(line.trim_start_matches('\u{feff}').trim(), key)).map(|index| index + 1)
}

fn names_key(line: &str, key: &str) -> bool {
    if let Some(header) = line.strip_prefix('[') {
        return header.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '-').any(|part| part == key);
    }
    let rest = line.trim_start_matches(['"', '\'']).strip_prefix(key).map(|rest| rest.trim_start_matches(['"', '\'']));
    rest.is_some_and(|rest| rest.trim_start().starts_with([':', '=']))
}
