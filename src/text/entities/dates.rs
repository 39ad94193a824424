//! Dates as people write them, English and Dutch. A weekday is the last one; without a year the last such day is meant, or
//! one soon to come: customers speak of what happened, or of a delivery they wait for.

use super::{Reading, pattern};
use crate::domain::EntityKind;
use jiff::ToSpan;
use jiff::civil::Date;
use regex::{Captures, Regex};
use std::sync::LazyLock;

/// A day without a year that comes within so many days is not last year's.
const SOON_DAYS: i32 = 90;

static ISO: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b((?:19|20)[0-9]{2})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})\b"));
static NUMERIC: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:([0-9]{1,2})-([0-9]{1,2})-|([0-9]{1,2})/([0-9]{1,2})/|([0-9]{1,2})\.([0-9]{1,2})\.)((?:19|20)?[0-9]{2})\b",
    )
});
static DAY_MONTH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)\b([0-9]{{1,2}})(?:st|nd|rd|th|e)?(?: of)? ({MONTH_WORDS})\b\.?(?:,? ((?:19|20)[0-9]{{2}})\b)?"
    ))
});
static MONTH_DAY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(r"(?i)\b({MONTH_WORDS})\.? ([0-9]{{1,2}})(?:st|nd|rd|th)?\b(?:,? ((?:19|20)[0-9]{{2}})\b)?"))
});
static RELATIVE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:day before yesterday|day after tomorrow|yesterday|today|tonight|tomorrow|eergisteren|gisteren|vandaag|vanavond|overmorgen|morgen)\b",
    )
});
static WEEKDAY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(next |coming |this coming |last |komende |aankomende |volgende |aanstaande |afgelopen |vorige )?(monday|tuesday|wednesday|thursday|friday|saturday|sunday|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag)\b",
    )
});
static AGO: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b([0-9]{1,2}|a|an|one|two|three|four|five|six|een|één|twee|drie|vier|vijf|zes) (days?|weeks?|months?|dag(?:en)?|we(?:ek|ken)|maand(?:en)?) (?:ago|geleden)\b",
    )
});

/// Every date of the text; those of a later pattern may lie in those of an earlier one.
pub fn dates(text: &str, today: Date) -> impl Iterator<Item = Reading> {
    let mut readings = Vec::new();
    read(text, &ISO, &mut readings, |found| day(number(found, 1), number(found, 2), number(found, 3)));
    read(text, &NUMERIC, &mut readings, numeric);
    read(text, &DAY_MONTH, &mut readings, |found| named(found, 1, 2, today));
    read(text, &MONTH_DAY, &mut readings, |found| named(found, 2, 1, today));
    read(text, &AGO, &mut readings, |found| ago(found, today));
    read(text, &RELATIVE, &mut readings, |found| today.checked_add(relative(&found[0]).days()).ok());
    read(text, &WEEKDAY, &mut readings, |found| weekday(found, today));
    readings.into_iter()
}

fn read(text: &str, pattern: &Regex, readings: &mut Vec<Reading>, date: impl Fn(&Captures) -> Option<Date>) {
    let mut taken: Vec<_> = readings.iter().map(|reading| reading.range.clone()).collect();
    taken.sort_by_key(|range| range.start);
    for found in pattern.captures_iter(text) {
        let range = found.get(0).expect("the whole match").range();
        if let Some(date) = date(&found).filter(|_| !super::overlaps(&range, &taken)) {
            readings.push(Reading { kind: EntityKind::Date, value: date.to_string(), range });
        }
    }
}

fn number(found: &Captures, group: usize) -> i16 {
    found.get(group).and_then(|digits| digits.as_str().parse().ok()).unwrap_or_default()
}

fn day(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Day first, as here; month first where only that is a date.
fn numeric(found: &Captures) -> Option<Date> {
    let first = number(found, 1) + number(found, 3) + number(found, 5);
    let second = number(found, 2) + number(found, 4) + number(found, 6);
    let year = match number(found, 7) {
        year if year < 100 => 2000 + year,
        year => year,
    };
    day(year, second, first).or_else(|| day(year, first, second))
}

fn named(found: &Captures, day_group: usize, month_group: usize, today: Date) -> Option<Date> {
    let month = month(&found[month_group])?;
    if found.get(3).is_some() {
        return day(number(found, 3), month, number(found, day_group));
    }
    (today.year() - 4..=today.year() + 1)
        .filter_map(|year| day(year, month, number(found, day_group)))
        .rfind(|date| (*date - today).get_days() <= SOON_DAYS)
}

fn month(word: &str) -> Option<i16> {
    let small = word.to_lowercase();
    let begin: String = small.chars().take(3).collect();
    let at = MONTHS.iter().position(|names| names.contains(&begin.as_str()))?;
    i16::try_from(at + 1).ok()
}

fn ago(found: &Captures, today: Date) -> Option<Date> {
    let count: i64 = match found[1].to_lowercase().as_str() {
        "a" | "an" | "one" | "een" | "één" => 1,
        "two" | "twee" => 2,
        "three" | "drie" => 3,
        "four" | "vier" => 4,
        "five" | "vijf" => 5,
        "six" | "zes" => 6,
        digits => digits.parse().ok()?,
    };
    let span = match found[2].to_lowercase().as_bytes()[0] {
        b'd' => count.days(),
        b'w' => count.weeks(),
        _ => count.months(),
    };
    today.checked_sub(span).ok()
}

fn relative(word: &str) -> i64 {
    match word.to_lowercase().as_str() {
        "day before yesterday" | "eergisteren" => -2,
        "yesterday" | "gisteren" => -1,
        "tomorrow" | "morgen" => 1,
        "day after tomorrow" | "overmorgen" => 2,
        _ => 0,
    }
}

/// The last such day before today, or the next after it where the text says so.
fn weekday(found: &Captures, today: Date) -> Option<Date> {
    let begin = found[2].to_lowercase();
    let at = WEEKDAYS.iter().position(|names| names.iter().any(|name| begin.starts_with(name)))?;
    let back = (today.weekday().to_monday_zero_offset() as i64 - at as i64 - 1).rem_euclid(7) + 1;
    let said = found.get(1).map_or_else(String::new, |word| word.as_str().to_lowercase());
    let ahead = ["next", "coming", "this", "komende", "aankomende", "volgende", "aanstaande"];
    let days = if ahead.iter().any(|word| said.starts_with(word)) { 7 - back % 7 } else { -back };
    today.checked_add(days.days()).ok()
}

const MONTH_WORDS: &str = "january|february|march|april|may|june|july|august|september|october|november|december|januari|februari|maart|mei|juni|juli|augustus|oktober|jan|feb|mrt|mar|apr|jun|jul|aug|sept?|okt|oct|nov|dec";

/// How a month begins in either language, January first.
const MONTHS: &[&[&str]] = &[
    &["jan"],
    &["feb"],
    &["mar", "maa", "mrt"],
    &["apr"],
    &["may", "mei"],
    &["jun"],
    &["jul"],
    &["aug"],
    &["sep"],
    &["oct", "okt"],
    &["nov"],
    &["dec"],
];

/// How a weekday begins in either language, Monday first.
const WEEKDAYS: &[&[&str]] = &[
    &["mon", "maa"],
    &["tue", "din"],
    &["wed", "woe"],
    &["thu", "don"],
    &["fri", "vri"],
    &["sat", "zat"],
    &["sun", "zon"],
];
