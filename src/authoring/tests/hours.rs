//! Opening hours: what a file may say, and when it is open, also around midnight, holidays and a change of clocks.

use super::*;
use crate::domain::Timestamp;

const WEEK: &str = r#"
always_open = false
time_zone = "Europe/Amsterdam"
week = { mon = ["09:00-12:00", "13:00-17:30"], tue = ["09:00-17:30"], sat = ["22:00-24:00"], sun = ["00:00-03:30"] }
holidays = { "2026-11-24" = [], "2026-11-25" = ["10:00-11:00"] }
"#;

fn hours(text: &str) -> Hours {
    toml::from_str(text).expect("a row's hours are valid")
}

fn moment(text: &str) -> Timestamp {
    text.parse().expect("a row's moment is valid")
}

/// What `opens_at` says at each moment: a later moment, or `open`.
fn opens(at: &str, expected: &str) {
    let (hours, at) = (hours(WEEK), moment(at));
    let told = hours.opens_at(at).map_or("open".into(), |opens| opens.to_string());
    assert_eq!(told, expected, "at {at}");
    assert_eq!(hours.is_open(at), expected == "open", "at {at}");
}

#[test]
fn they_open_and_close_as_written() {
    for (at, expected) in [
        ("2026-11-23T07:59:59Z", "2026-11-23T08:00:00Z"), // Monday, winter: one hour ahead of UTC
        ("2026-11-23T08:00:00Z", "open"),
        ("2026-11-23T10:59:59Z", "open"),
        ("2026-11-23T11:00:00Z", "2026-11-23T12:00:00Z"), // the end is closed
        ("2026-11-23T16:30:00Z", "2026-11-25T09:00:00Z"), // Tuesday is a holiday, Wednesday has hours of its own
        ("2026-11-25T09:30:00Z", "open"),
        ("2026-11-25T10:00:00Z", "2026-11-28T21:00:00Z"), // Saturday night
        ("2026-11-28T22:59:59Z", "open"),
        ("2026-11-28T23:00:00Z", "open"), // into Sunday without a gap
        ("2026-11-29T02:30:00Z", "2026-11-30T08:00:00Z"),
        ("2027-03-28T00:59:59Z", "open"), // the clock jumps from 02:00 to 03:00
        ("2027-03-28T01:30:00Z", "2027-03-29T07:00:00Z"), // 03:30 in summer
    ] {
        opens(at, expected);
    }
}

#[test]
fn open_time_is_counted_across_closed_time() {
    for (from, seconds, expected) in [
        ("2026-11-23T08:00:00Z", 0, "2026-11-23T08:00:00Z"),
        ("2026-11-23T08:00:00Z", 3 * 3600, "2026-11-23T11:00:00Z"),
        ("2026-11-23T08:00:00Z", 3 * 3600 + 60, "2026-11-23T12:01:00Z"),
        ("2026-11-23T16:00:00Z", 3600, "2026-11-25T09:30:00Z"), // half an hour, a holiday, half an hour
        ("2026-11-21T08:00:00Z", 60, "2026-11-21T21:01:00Z"),   // nothing counts before opening
    ] {
        assert_eq!(hours(WEEK).after(moment(from), seconds), moment(expected), "{seconds} s from {from}");
    }
    let always = hours("always_open = true");
    assert_eq!(always.after(moment("2026-11-21T08:00:00Z"), 60), moment("2026-11-21T08:01:00Z"));
}

#[test]
fn always_open_is_open_and_away_without_a_week_names_no_moment() {
    let at = moment("2026-11-21T08:00:00Z");
    let (always, away) = (hours("always_open = true"), hours("always_open = false"));
    assert_eq!((always.is_open(at), always.opens_at(at)), (true, None));
    assert_eq!((away.is_open(at), away.opens_at(at)), (false, None));
}

fn written(hours: &str) -> Vec<SourceFile> {
    change(POLICY, "[hours]\nalways_open = true", &format!("[hours]\nalways_open = false\n{hours}"))
}

rows! {
    a_week_with_a_lunch_break_is_fine: written("week = { mon = [\"09:00-12:00\", \"12:00-17:00\"] }"), "";
    a_day_that_is_misspelt: written("week = { mondag = [] }"),
        "intents/shop/policy.toml:30: error: unknown value `mondag` (use one of mon, tue, wed, thu, fri, sat, sun)";
    a_span_that_ends_before_it_begins: written("week = { mon = [\"17:00-09:00\"] }"),
        "intents/shop/policy.toml:30: error: hours `17:00-09:00` are no span of a day (expected one such as 09:00-17:30)";
    a_zone_that_nobody_knows: written("time_zone = \"Europe/Amsterdm\""),
        "intents/shop/policy.toml:30: error: time zone `Europe/Amsterdm` is unknown (expected one such as Europe/Amsterdam)";
    spans_that_overlap: written("week = { mon = [\"09:00-12:00\", \"11:00-17:00\"] }"),
        "intents/shop/policy.toml:28: error: hours 09:00-12:00 and 11:00-17:00 of one day overlap or are out of order (change `hours`)";
    a_team_may_have_hours_of_its_own: change(POLICY, "nl = \"Bestellingen\" }", "nl = \"Bestellingen\" }\n\
        hours = { always_open = false, time_zone = \"Europe/Paris\", week = { mon = [\"08:00-20:00\"] } }"), "";
}
