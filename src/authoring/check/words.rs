//! Words that must not stand in content: personal data, claimed feelings, HTML, and links that are not https.

use crate::domain::Redacted;
use crate::text::{Before, Found, PersonalKind, redact};
use regex::Regex;
use std::sync::LazyLock;

/// Something in a body that must go. `line` counts from the body's first line, which is 0.
pub(super) struct Fault {
    pub line: usize,
    pub message: String,
    pub advice: &'static str,
}

/// A short text after redaction and the kinds of value that were in it, if any: a model taught such a sentence would
/// learn a text it never sees. The values themselves are not told.
pub(super) fn personal_kinds(text: &str, brand: &str) -> Option<(Redacted, String)> {
    let (redacted, found) = personal(text, brand);
    let kinds: Vec<&str> = found.iter().map(|found| found.kind.as_str()).collect();
    (!kinds.is_empty()).then(|| (redacted, kinds.join(", ")))
}

/// What redaction finds, less the company's own name.
fn personal(text: &str, brand: &str) -> (Redacted, Vec<Found>) {
    let redaction = redact(text, &Before::default());
    let is_brand = |found: &Found| {
        let value: String = text.chars().skip(found.start).take(found.end - found.start).collect();
        found.kind == PersonalKind::Name && !brand.is_empty() && value.to_lowercase().contains(&brand.to_lowercase())
    };
    (redaction.text, redaction.found.into_iter().filter(|found| !is_brand(found)).collect())
}

/// What a company publishes of itself.
fn own(kind: PersonalKind) -> bool {
    use PersonalKind::*;
    matches!(kind, Email | Phone | Address | Postcode)
}

/// What must go from the body of an article.
pub(super) fn body(body: &str, brand: &str) -> Vec<Fault> {
    let line = |offset: usize| body[..offset].matches('\n').count();
    let mut faults = Vec::new();
    for found in personal(body, brand).1.into_iter().filter(|found| !own(found.kind)) {
        let line = body.chars().take(found.start).filter(|c| *c == '\n').count();
        let message = format!("the body holds personal data: {}", found.kind.as_str());
        faults.push(Fault { line, message, advice: "take it out" });
    }
    for found in FEELING.find_iter(body) {
        let message = format!("\"{}\" claims a feeling", found.as_str());
        faults.push(Fault { line: line(found.start()), message, advice: "say what happens next instead" });
    }
    for found in TAG.find_iter(body) {
        let message = format!("HTML `{}`", found.as_str());
        faults.push(Fault { line: line(found.start()), message, advice: "use plain text, `**bold**` or a list" });
    }
    for found in LINK.captures_iter(body).filter_map(|link| link.iter().skip(1).flatten().next()) {
        if !found.as_str().starts_with("https://") {
            let message = format!("link `{}` is not https", found.as_str());
            faults.push(Fault { line: line(found.start()), message, advice: "write a whole address: https://..." });
        }
    }
    faults
}

macro_rules! pattern {
    ($name:ident, $text:expr) => {
        static $name: LazyLock<Regex> = LazyLock::new(|| Regex::new($text).expect("the pattern is a constant"));
    };
}

pattern!(TAG, r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>|<!--");
// The target of `[text](target)` and of `[label]: target`, or an address that stands bare.
pattern!(LINK, r"(?m)\]\(\s*<?([^)\s>]*)|^\s*\[[^\]]+\]:\s*(\S+)|(http://[^\s)]+)");
pattern!(
    FEELING,
    r"(?ix)\b(?:
      (?:know|understand|feel|imagine)\s+(?:exactly\s+)?how\s+
        (?:you(?:['’]re|\s+are|\s+must)?\s+feel|frustrat|upset|angry|annoy|stress|disappoint)\w*
    | (?:feel|understand|share)\s+your\s+(?:pain|frustration|anger|disappointment|annoyance|feelings)
    | (?:weet|weten|begrijp|begrijpen|snap|snappen|voel|voelen)\s+(?:(?:heel|precies|goed)\s+)*hoe\s+
        (?:(?:u|je|jij)\s+(?:zich|je)\s+(?:voelt|moet\s+voelen)|vervelend|frustrerend|boos|teleurgesteld)
    | (?:begrijp|begrijpen|snap|snappen|voel|voelen|deel|delen)\s+(?:uw|je|jouw)\s+
        (?:frustratie|boosheid|teleurstelling|pijn|ergernis|gevoel\w*)
    | voel(?:en)?\s+met\s+(?:u|je|jou)\s+mee
    )"
);
