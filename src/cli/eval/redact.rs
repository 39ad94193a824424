//! `baton eval redact`: how much of what is personal goes, and how much else goes with it.
//!
//! Characters are compared, so that half an address counts as half. What kind a value was taken for does not matter: it is
//! gone. Characters of types that are not scored count neither way.

use super::data::read_json_lines;
use super::metrics::{Counts, f_beta};
use crate::cli::report::Report;
use crate::text::{Before, redact};
use anyhow::{Result, bail};
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeMap;
use std::path::PathBuf;

#[derive(clap::Args)]
pub struct EvalRedact {
    /// One text a line: text, and spans with type, start and end in characters.
    #[arg(long, value_name = "JSONL")]
    test: PathBuf,
    #[arg(long)]
    json: bool,
}

const SCORED: [&str; 10] = [
    "PERSON",
    "STREET_ADDRESS",
    "ZIP_CODE",
    "PHONE_NUMBER",
    "EMAIL_ADDRESS",
    "CREDIT_CARD",
    "IBAN_CODE",
    "US_SSN",
    "US_DRIVER_LICENSE",
    "IP_ADDRESS",
];

#[derive(Deserialize)]
struct Line {
    text: String,
    spans: Vec<Span>,
}

#[derive(Deserialize)]
struct Span {
    #[serde(rename = "type")]
    kind: String,
    start: usize,
    end: usize,
}

/// Characters of one type: how many, and how many went.
#[derive(Default)]
struct Gone {
    spans: usize,
    chars: Counts,
}

impl EvalRedact {
    pub fn run(self) -> Result<()> {
        let lines = read_json_lines::<Line>(&self.test)?;
        let (mut all, mut per_type) = (Counts::default(), BTreeMap::<String, Gone>::new());
        for (number, line) in &lines {
            let length = line.text.chars().count();
            if let Some(span) = line.spans.iter().find(|span| span.start >= span.end || span.end > length) {
                let name = self.test.display();
                bail!("failed to use {name}:{number}: span {}..{} is not in the text", span.start, span.end);
            }
            count(line, length, &mut all, &mut per_type);
        }
        let mut report = Report::default();
        report.count("n", lines.len());
        report.figure("recall", all.recall());
        report.figure("precision", all.precision());
        report.figure("f2", f_beta(all, 2.0));
        let row = |(kind, gone): (String, Gone)| (kind, json!({"n": gone.spans, "recall": gone.chars.recall()}));
        report.object("per_type", per_type.into_iter().map(row).collect());
        report.print(self.json);
        Ok(())
    }
}

fn count(line: &Line, length: usize, all: &mut Counts, per_type: &mut BTreeMap<String, Gone>) {
    let mut gone = vec![false; length];
    redact(&line.text, &Before::default()).found.iter().for_each(|found| gone[found.start..found.end].fill(true));
    let (mut personal, mut other) = (vec![false; length], vec![false; length]);
    for span in &line.spans {
        if !SCORED.contains(&span.kind.as_str()) {
            other[span.start..span.end].fill(true);
            continue;
        }
        personal[span.start..span.end].fill(true);
        let kind = per_type.entry(span.kind.clone()).or_default();
        kind.spans += 1;
        kind.chars.actual += span.end - span.start;
        kind.chars.hit += gone[span.start..span.end].iter().filter(|gone| **gone).count();
    }
    for at in 0..length {
        all.actual += usize::from(personal[at]);
        all.predicted += usize::from(gone[at] && (personal[at] || !other[at]));
        all.hit += usize::from(gone[at] && personal[at]);
    }
}
