//! A test is a sentence and what is kept of it.

mod generated;
mod personal;
mod secrets;

use super::*;

/// `(said, kept)`.
fn check(rows: &[(&str, &str)]) {
    for (said, kept) in rows {
        let redaction = redact(said, &Before::default());
        assert_eq!(redaction.text.as_str(), *kept, "said: {said}");
        assert_offsets(said, &redaction);
        assert_eq!(redact(kept, &Before::default()).text.as_str(), *kept, "redacted twice: {said}");
    }
}

/// What lies outside the offsets is kept as it was, in order, and every sealed value stood in the text.
fn assert_offsets(said: &str, redaction: &Redaction) {
    let chars: Vec<char> = said.chars().collect();
    let mut kept = redaction.text.as_str();
    let mut at = 0;
    for found in &redaction.found {
        let between: String = chars[at..found.start].iter().collect();
        kept = kept.strip_prefix(between.as_str()).unwrap_or_else(|| panic!("offsets of {found:?} in: {said}"));
        kept = kept.split_once(']').expect("a placeholder ends").1;
        at = found.end;
    }
    assert_eq!(kept, chars[at..].iter().collect::<String>(), "said: {said}");
    assert!(redaction.personal.iter().all(|personal| said.contains(&personal.value)), "said: {said}");
}

/// Nothing personal in any of them.
fn check_kept(rows: &[&str]) {
    check(&rows.iter().map(|row| (*row, *row)).collect::<Vec<_>>());
}

/// The turns of one session, one after the other.
fn check_turns(turns: &[(&str, &str)]) {
    let mut before = Before::default();
    for (said, kept) in turns {
        let redaction = redact(said, &before);
        assert_eq!(redaction.text.as_str(), *kept, "said: {said}, of: {turns:?}");
        before = redaction.before;
    }
}

#[test]
fn numbering_goes_on_over_turns() {
    check_turns(&[
        ("anna@example.com", "[email:1]"),
        ("or jan@example.com", "or [email:2]"),
        ("06 12345678 and a@b.nl", "[phone:1] and [email:3]"),
    ]);
}

#[test]
fn only_what_may_be_sealed_is_handed_out() {
    let said = "Ik ben Anna, pin 1234, kaart 4111111111111111, a@b.nl, wachtwoord: x1y2z3";
    let values: Vec<_> = redact(said, &Before::default()).personal.into_iter().map(|p| p.value).collect();
    assert_eq!(values, ["Anna", "a@b.nl"]);
}

#[test]
fn nonsense_is_kept() {
    check_kept(&[
        "",
        " ",
        "\n\n",
        "🙂🙂🙂",
        "@@@@",
        "....",
        "[email:1]",
        "[",
        "\u{202e}abc",
        "e\u{301}\u{301}\u{301}",
        "שלום",
        "\0",
    ]);
    let digits = "7".repeat(4000);
    check_kept(&[&digits, &"1 ".repeat(2000), &"a@".repeat(2000), &"NL91 ".repeat(800), &"my name is ".repeat(400)]);
}

#[test]
fn long_messages_take_linear_time() {
    for unit in
        ["4111 ", "my pin is ", "Anna de ", "12 Kerkstraat ", "06-", "address: A 1 ", "a.", "password ", "1.1.", "::1"]
    {
        let long = unit.repeat(20_000);
        let began = std::time::Instant::now();
        redact(&long, &Before::default());
        assert!(began.elapsed().as_secs() < 4, "{unit}: {:?}", began.elapsed());
    }
}
