//! A valid bot of two intents and two articles; each row breaks it in one place and says what is told.

mod articles;
mod bot;
mod files;
mod hours;
mod intents;
pub mod spoilt;

use super::*;
use crate::domain::BotId;
use jiff::civil::{Date, date};

const TODAY: Date = date(2026, 11, 21);
const POLICY: &str = "intents/shop/policy.toml";
const TRACK: &str = "intents/shop/track_order.yaml";
const PERSON: &str = "intents/shop/talk_to_person.yaml";
const ORDER_EN: &str = "knowledge-base/shop/track-your-order.en.md";
const ORDER_NL: &str = "knowledge-base/shop/track-your-order.nl.md";
const TIMES_EN: &str = "knowledge-base/shop/delivery-times.en.md";
const TIMES_NL: &str = "knowledge-base/shop/delivery-times.nl.md";

/// The valid bot that every row starts from.
fn base() -> Vec<SourceFile> {
    vec![
        SourceFile::new(POLICY, include_str!("tests/base/policy.toml")),
        SourceFile::new(TRACK, include_str!("tests/base/track_order.yaml")),
        SourceFile::new(PERSON, include_str!("tests/base/talk_to_person.yaml")),
        SourceFile::new(ORDER_EN, include_str!("tests/base/track-your-order.en.md")),
        SourceFile::new(ORDER_NL, include_str!("tests/base/track-your-order.nl.md")),
        SourceFile::new(TIMES_EN, include_str!("tests/base/delivery-times.en.md")),
        SourceFile::new(TIMES_NL, include_str!("tests/base/delivery-times.nl.md")),
    ]
}

/// `from` becomes `to` in one file, once.
fn change(file: &str, from: &str, to: &str) -> Vec<SourceFile> {
    let mut files = base();
    let source = files.iter_mut().find(|source| source.path == file).expect("a row names a file of the base");
    assert!(source.text.contains(from), "{file} does not hold {from:?}");
    source.text = source.text.replacen(from, to, 1);
    files
}

fn without(file: &str) -> Vec<SourceFile> {
    base().into_iter().filter(|source| source.path != file).collect()
}

/// The change, under another path.
fn renamed(file: &str, path: &str, from: &str, to: &str) -> Vec<SourceFile> {
    let mut files = change(file, from, to);
    let moved = files.iter_mut().find(|source| source.path == file).expect("change found the file");
    moved.path = path.to_owned();
    files
}

/// Everything from after `start` to before `end` is gone.
fn cut(file: &str, start: &str, end: &str) -> Vec<SourceFile> {
    let files = base();
    let source = files.iter().find(|source| source.path == file).expect("a row names a file of the base");
    let from = source.text.find(start).expect("a row names its start") + start.len();
    let to = from + source.text[from..].find(end).expect("a row names its end");
    with(file, &format!("{}{}", &source.text[..from], &source.text[to..]))
}

fn with(file: &str, text: &str) -> Vec<SourceFile> {
    let mut files = without(file);
    files.push(SourceFile::new(file, text));
    files
}

/// Builds the bot and compares everything told, a line each, with `expected`; a bot is refused exactly on an error.
fn check(files: Vec<SourceFile>, expected: &str) {
    let (built, findings) = match build(&BotId::from("shop"), &files, TODAY) {
        Ok((_, warnings)) => (true, warnings),
        Err(findings) => (false, findings),
    };
    let told: Vec<String> = findings.iter().map(ToString::to_string).collect();
    let expected: Vec<&str> = expected.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    assert_eq!(told, expected);
    assert_eq!(built, !findings.iter().any(Finding::is_error));
}

/// `a_sentence: files, "what is told";`
macro_rules! rows {
    ($($name:ident: $files:expr, $told:expr;)+) => {
        $(#[test] fn $name() { check($files, $told) })+
    };
}
use rows;
