//! Rooms look down, never up: the floors of `ARCHITECTURE.md`, held true.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Rooms of the same floor do not know each other, except where `SAME_FLOOR` says so.
const FLOORS: [&[&str]; 7] = [
    &["domain"],
    &["text", "authoring"],
    &["dialogue"],
    &["nlu", "store", "handoff"],
    &["session"],
    &["server"],
    &["cli", "app", "config", "telemetry", "main", "lib"],
];

/// Floors whose rooms may know each other: content passes the same redaction as customers' words, and the top floor
/// puts everything together.
const SAME_FLOOR: [usize; 2] = [1, 6];
const TOP: usize = 6;

/// A source file: its room, its path, and its code without comments.
struct Source {
    room: String,
    path: PathBuf,
    code: String,
}

fn sources() -> Vec<Source> {
    let mut found = Vec::new();
    collect(Path::new("src"), &mut found);
    assert!(found.len() > 50, "the sources are where they are expected");
    found
}

fn collect(folder: &Path, found: &mut Vec<Source>) {
    for entry in std::fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("a file").path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            let text = std::fs::read_to_string(&path).expect("the file can be read");
            let code: Vec<&str> = text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect();
            let below = path.strip_prefix("src").expect("it was found there");
            let first = below.components().next().expect("a file has a name").as_os_str().to_string_lossy();
            let room = first.trim_end_matches(".rs").to_string();
            found.push(Source { room, path, code: code.join("\n") });
        }
    }
}

/// The rooms a file names by `crate::room` or `crate::{room, ..}`, and from outside by `baton::room`.
fn named_rooms(code: &str) -> Vec<String> {
    let mut rooms = Vec::new();
    for root in ["crate::", "baton::"] {
        for (at, _) in code.match_indices(root) {
            let rest = &code[at + root.len()..];
            match rest.strip_prefix('{') {
                Some(group) => rooms.extend(top_level(group).iter().map(|part| first_word(part))),
                None => rooms.push(first_word(rest)),
            }
        }
    }
    rooms.retain(|room| !room.is_empty());
    rooms
}

/// The parts between the commas of a group, up to the bracket that ends it.
fn top_level(group: &str) -> Vec<String> {
    let (mut parts, mut depth) = (vec![String::new()], 0);
    for letter in group.chars() {
        match letter {
            '}' if depth == 0 => break,
            ',' if depth == 0 => parts.push(String::new()),
            _ => {
                depth += i32::from(letter == '{') - i32::from(letter == '}');
                parts.last_mut().expect("there is always one").push(letter);
            }
        }
    }
    parts
}

fn first_word(text: &str) -> String {
    text.trim_start().chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect()
}

fn floors() -> BTreeMap<&'static str, usize> {
    FLOORS.iter().enumerate().flat_map(|(floor, rooms)| rooms.iter().map(move |room| (*room, floor))).collect()
}

/// Every file where `wrong` finds something, one line each.
fn faults(wrong: impl Fn(&Source) -> Option<String>) -> String {
    let mut faults: Vec<String> =
        sources().iter().filter_map(|source| Some(format!("{}: {}", source.path.display(), wrong(source)?))).collect();
    faults.sort();
    faults.join("\n")
}

#[test]
fn every_room_has_its_floor() {
    let floors = floors();
    assert_eq!(faults(|source| (!floors.contains_key(&*source.room)).then(|| "on no floor".into())), "");
}

#[test]
fn rooms_look_down_and_never_up() {
    let floors = floors();
    let upward = |source: &Source| {
        let own = floors[&*source.room];
        let allowed = |room: &String| {
            let floor = floors.get(&**room).copied().unwrap_or(TOP);
            floor < own || *room == source.room || (floor == own && SAME_FLOOR.contains(&floor))
        };
        let seen: Vec<String> = named_rooms(&source.code).into_iter().filter(|room| !allowed(room)).collect();
        (!seen.is_empty()).then(|| format!("looks at {}", seen.join(", ")))
    };
    assert_eq!(faults(upward), "");
}

#[test]
fn only_redaction_makes_redacted_text() {
    let elsewhere = |source: &Source| {
        let made = source.code.contains("from_redaction(") && !source.code.contains("fn from_redaction(");
        (made && source.room != "text").then(|| "makes redacted text".into())
    };
    assert_eq!(faults(elsewhere), "");
}

#[test]
fn nothing_is_unsafe() {
    let is_unsafe = |source: &Source| {
        let words = source.code.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
        words.into_iter().any(|word| word == "unsafe").then(|| "holds unsafe code".into())
    };
    assert_eq!(faults(is_unsafe), "");
}

#[test]
fn errors_of_any_kind_stay_on_the_top_floor() {
    let floors = floors();
    let below =
        |source: &Source| (floors[&*source.room] < TOP && source.code.contains("anyhow")).then(|| "uses anyhow".into());
    assert_eq!(faults(below), "");
}

#[test]
fn groups_are_read_by_their_first_words() {
    let code = "use crate::{domain::{a, b}, text::c};\nuse crate::nlu::Nlu; crate::app::open(); baton::cli::run()";
    assert_eq!(named_rooms(code), ["domain", "text", "nlu", "app", "cli"]);
}
