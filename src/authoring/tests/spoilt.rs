//! Files as they never should be: sound ones, spoilt in every way that a slip, a bad merge or a stranger may. Whatever they
//! hold, they are refused or taken, and what is told names a file and a line of it. `PROPTEST_CASES` sets how many.

use super::*;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use std::time::{Duration, Instant};

/// What means something to YAML, TOML or front matter, or to those who read text.
const MARKS: [&str; 40] = [
    "\n",
    "\t",
    "\r",
    "\0",
    ": ",
    " #",
    "- ",
    "? ",
    "'",
    "\"",
    "\"\"\"",
    "'''",
    "\\",
    "\\u{d800}",
    "[",
    "]",
    "[[",
    "{",
    "}",
    ", ",
    "= ",
    "&a ",
    "*a ",
    "<<: *a\n",
    "!!binary ",
    "!x ",
    "| ",
    "> ",
    "---\n",
    "...\n",
    "+++\n",
    "%YAML 1.1\n",
    "\u{feff}",
    "\u{2028}",
    "1e999",
    "-.inf",
    "0x",
    "2026-02-30",
    "é",
    "🪑",
];

/// One slip; places are shares of the text.
#[derive(Debug, Clone)]
pub enum Slip {
    Cut(Index, usize),
    Put(Index, String),
    /// Some of it stands there again, elsewhere.
    Copy(Index, usize, Index),
}

pub fn slips() -> impl Strategy<Value = Vec<Slip>> {
    let mark = prop_oneof![3 => select(&MARKS[..]).prop_map(str::to_string), 1 => "\\PC{1,8}", 1 => "[a-z_]{1,12}"];
    let slip = prop_oneof![
        (any::<Index>(), 1..60_usize).prop_map(|(at, length)| Slip::Cut(at, length)),
        (any::<Index>(), mark).prop_map(|(at, text)| Slip::Put(at, text)),
        (any::<Index>(), 1..80_usize, any::<Index>()).prop_map(|(from, length, to)| Slip::Copy(from, length, to)),
    ];
    vec(slip, 1..6)
}

/// The text with all the slips made in it, in their order.
pub fn spoil(text: &str, slips: &[Slip]) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    for slip in slips {
        let place = |at: &Index| at.index(letters.len() + 1);
        match slip {
            Slip::Cut(at, length) => {
                let from = place(at);
                letters.drain(from..(from + length).min(letters.len()));
            }
            Slip::Put(at, text) => {
                let at = place(at);
                letters.splice(at..at, text.chars());
            }
            Slip::Copy(from, length, to) => {
                let (from, to) = (place(from), place(to));
                let copied: Vec<char> = letters[from..(from + length).min(letters.len())].to_vec();
                letters.splice(to..to, copied);
            }
        }
    }
    letters.into_iter().collect()
}

/// Builds with one file's text replaced, and looks at what is told.
fn tells_where(file: &str, text: &str) {
    let files = with(file, text);
    let (refused, findings) = match build(&BotId::from("shop"), &files, TODAY) {
        Ok((_, warnings)) => (false, warnings),
        Err(findings) => (true, findings),
    };
    assert_eq!(refused, findings.iter().any(Finding::is_error), "{file}: {text:?}");
    for finding in findings {
        assert!(!finding.message.is_empty(), "{finding:?}");
        let lines = files.iter().find(|source| source.path == finding.file).map_or(1, |f| f.text.split('\n').count());
        assert!(
            finding.line.is_none_or(|line| (1..=lines + 1).contains(&line)),
            "{finding} of {lines} lines: {text:?}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_spoilt_file_is_refused_or_taken(file in 0..7_usize, slips in slips()) {
        let source = &base()[file];
        tells_where(&source.path, &spoil(&source.text, &slips));
    }

    #[test]
    fn a_file_of_anything_is_refused_or_taken(file in 0..7_usize, text in "\\PC{0,200}") {
        tells_where(&base()[file].path, &text);
    }
}

#[test]
fn what_unfolds_without_end_is_refused_in_good_time() {
    let begun = Instant::now();
    let deep = |open: &str| open.repeat(50_000);
    let lists: String =
        (1..30).map(|n| format!("l{n}: &l{n} [*l{0}, *l{0}, *l{0}, *l{0}, *l{0}, *l{0}]\n", n - 1)).collect();
    let laughs = format!("l0: &l0 [lol]\n{lists}examples: *l29\n");
    for text in
        [laughs, deep("["), deep("{a: "), deep("- "), deep("? "), deep("a:\n "), deep("&a "), "a: ".repeat(50_000)]
    {
        tells_where(TRACK, &text);
    }
    for text in
        [deep("a = ["), format!("a = {}", deep("[")), format!("a = {}", deep("{ b = ")), deep("[[a]]\n"), deep("a.")]
    {
        tells_where(POLICY, &text);
        tells_where(ORDER_EN, &format!("+++\n{text}\n+++\nWords.\n"));
    }
    tells_where(ORDER_EN, &format!("{}{}", base()[3].text, deep("- ")));
    tells_where(ORDER_EN, &format!("{}{}", base()[3].text, deep("**")));
    tells_where(ORDER_EN, &format!("{}{}", base()[3].text, deep("[a](")));
    assert!(begun.elapsed() < Duration::from_secs(60), "some of them kept everybody waiting");
}
