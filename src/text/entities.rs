//! What a text names that a business system knows: order numbers, amounts, dates, the last four digits of a card.

mod dates;

use crate::domain::{Entity, EntityKind, Redacted};
use crate::text::folded::Folded;
use jiff::civil::Date;
use regex::{Captures, Regex};
use std::ops::Range;
use std::sync::LazyLock;

static PLACEHOLDER: LazyLock<Regex> = LazyLock::new(|| pattern(r"\[[a-z_]+(?::[0-9]+)?\]"));
static LAST_FOUR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:\bending (?:in|with|on)|\bends (?:in|with|on)|\beindig\w* (?:op|met|in)|\blast (?:4|four)(?: digits)?|\blaatste (?:4|vier)(?: cijfers)?|(?:\*{2,}|\bx{2,}))(?: (?:are|is|zijn|of|van|my|mijn|the|de|card|kaart))*:?[ x*.-]*([0-9]{4})\b",
    )
});
static AMOUNT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)(?:(€|£|\$|\beuro?s?\b|\bgbp\b|\busd\b) ?({NUMBER})|\b({NUMBER}) ?(€|£|\$|euro?s?\b|gbp\b|usd\b|pounds?\b|dollars?\b|pond\b))"
    ))
});
static ORDER: LazyLock<Regex> = LazyLock::new(|| pattern(r"((?:#|\b[A-Za-z]{2,3}-)?)\b([0-9]{8})\b"));

/// `1.234,56`, `1,234.56`, `12,95`, `12,-`, `30`.
const NUMBER: &str = r"(?:[0-9]{1,3}(?:[.,' ][0-9]{3})+|[0-9]{1,9})(?:[.,](?:[0-9]{1,2}\b|-))?";

pub(super) fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a constant pattern")
}

/// A value and where it stands in the folded text.
struct Reading {
    kind: EntityKind,
    value: String,
    range: Range<usize>,
}

/// The entities of one message, in the order of the text. `today` is the day that relative dates count from.
pub fn entities(text: &Redacted, today: Date) -> Vec<Entity> {
    let raw = text.as_str();
    let folded = Folded::new(raw);
    let mut readings = Vec::new();
    keep_free(&mut readings, last_fours(folded.as_str()));
    keep_free(&mut readings, dates::dates(folded.as_str(), today));
    keep_free(&mut readings, amounts(folded.as_str()));
    keep_free(&mut readings, orders(folded.as_str()));
    let hidden: Vec<Range<usize>> = PLACEHOLDER.find_iter(folded.as_str()).map(|found| found.range()).collect();
    readings.retain(|reading| !overlaps(&reading.range, &hidden));
    readings.sort_by_key(|reading| reading.range.start);
    readings.into_iter().map(|reading| entity(raw, &folded, reading)).collect()
}

fn entity(raw: &str, folded: &Folded, Reading { kind, value, range }: Reading) -> Entity {
    let (from, to) = folded.raw_bytes(&range);
    Entity { kind, value, text: raw[from..to].trim().to_owned() }
}

/// Adds the readings of digits and words that no earlier reading took.
fn keep_free(readings: &mut Vec<Reading>, more: impl Iterator<Item = Reading>) {
    let mut taken: Vec<Range<usize>> = readings.iter().map(|reading| reading.range.clone()).collect();
    taken.sort_by_key(|range| range.start);
    readings.extend(more.filter(|reading| !overlaps(&reading.range, &taken)));
}

/// Whether `range` meets one of `taken`, which are sorted and apart.
fn overlaps(range: &Range<usize>, taken: &[Range<usize>]) -> bool {
    let after = taken.partition_point(|other| other.end <= range.start);
    taken.get(after).is_some_and(|other| other.start < range.end)
}

fn last_fours(text: &str) -> impl Iterator<Item = Reading> {
    LAST_FOUR.captures_iter(text).map(|found| {
        let digits = found.get(1).expect("the group is not optional");
        Reading { kind: EntityKind::LastFour, value: digits.as_str().to_owned(), range: digits.range() }
    })
}

fn amounts(text: &str) -> impl Iterator<Item = Reading> {
    AMOUNT.captures_iter(text).filter_map(|found| {
        let range = found.get(0).expect("the whole match").range();
        let whole = !text[..range.start].ends_with(['.', ',', '-']) || found.get(1).is_some();
        whole.then(|| Reading { kind: EntityKind::Amount, value: amount(&found), range })
    })
}

/// `129.95 EUR`.
fn amount(found: &Captures) -> String {
    let (sign, number) = match (found.get(1), found.get(2), found.get(3), found.get(4)) {
        (Some(sign), Some(number), ..) | (.., Some(number), Some(sign)) => (sign.as_str(), number.as_str()),
        _ => unreachable!("one side or the other matched"),
    };
    let currency = match sign.to_lowercase().as_str() {
        "£" | "gbp" | "pound" | "pounds" | "pond" => "GBP",
        "$" | "usd" | "dollar" | "dollars" => "USD",
        _ => "EUR",
    };
    let (whole, cents) = match number.rfind(['.', ',']) {
        Some(at) if number.len() - at <= 3 => (&number[..at], &number[at + 1..]),
        _ => (number, ""),
    };
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    let cents = cents.trim_end_matches('-');
    format!("{}.{cents:0<2} {currency}", if whole.is_empty() { "0" } else { &whole })
}

/// Eight digits that stand alone, with `#` or the shop's letters before them or not.
fn orders(text: &str) -> impl Iterator<Item = Reading> {
    ORDER.captures_iter(text).filter_map(|found| {
        let range = found.get(0).expect("the whole match").range();
        let (before, after) = (&text[..range.start], &text[range.end..]);
        let number = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit());
        let glued = before.ends_with(['-', '+', '.', ',', '/', '_', '='])
            && before.len() > 1
            && before[..before.len() - 1].ends_with(char::is_alphanumeric)
            || before.ends_with('+')
            || after.starts_with(['-', '.', ',', '/', '_', '@']) && number(&after[1..]);
        (!glued).then(|| Reading { kind: EntityKind::OrderNumber, value: found[2].to_owned(), range })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    /// `(said, "kind value text; ..")`, on Saturday 21 November 2026.
    fn check(rows: &[(&str, &str)]) {
        for (said, expected) in rows {
            let redacted = crate::text::redact(said, &Default::default()).text;
            let found: Vec<String> = entities(&redacted, date(2026, 11, 21))
                .into_iter()
                .map(|entity| format!("{:?} {} {}", entity.kind, entity.value, entity.text))
                .collect();
            assert_eq!(found.join("; "), *expected, "said: {said}");
        }
    }

    #[test]
    fn order_numbers_have_eight_digits() {
        check(&[
            ("40128831", "OrderNumber 40128831 40128831"),
            ("my order #40128831?", "OrderNumber 40128831 #40128831"),
            ("order nr. 40128831.", "OrderNumber 40128831 40128831"),
            ("FH-40128831 is late", "OrderNumber 40128831 FH-40128831"),
            ("fh-40128831", "OrderNumber 40128831 fh-40128831"),
            ("bestelling:40128831", "OrderNumber 40128831 40128831"),
            ("40128831 en 40128849", "OrderNumber 40128831 40128831; OrderNumber 40128849 40128849"),
            ("４０１２８８３１", "OrderNumber 40128831 ４０１２８８３１"),
            ("4012883", ""),
            ("401288311", ""),
            ("ABC-40128831-X", "OrderNumber 40128831 ABC-40128831"),
            ("", ""),
            ("🙂", ""),
            ("my mail is a12345678@b.nl", ""),
        ]);
    }

    #[test]
    fn amounts_carry_their_currency() {
        check(&[
            ("€12,95", "Amount 12.95 EUR €12,95"),
            ("12.95 euro", "Amount 12.95 EUR 12.95 euro"),
            ("£30 please", "Amount 30.00 GBP £30"),
            ("1.234,56 EUR", "Amount 1234.56 EUR 1.234,56 EUR"),
            ("$1,234.50", "Amount 1234.50 USD $1,234.50"),
            ("€ 5,-", "Amount 5.00 EUR € 5,-"),
            ("ik kreeg 20 euro terug", "Amount 20.00 EUR 20 euro"),
            ("1.500 euro", "Amount 1500.00 EUR 1.500 euro"),
            ("30 pounds", "Amount 30.00 GBP 30 pounds"),
            ("eur 0,5", "Amount 0.50 EUR eur 0,5"),
            ("EUR 129.95.", "Amount 129.95 EUR EUR 129.95"),
            ("40128831 euro", "Amount 40128831.00 EUR 40128831 euro"),
            ("2 shoes of €60", "Amount 60.00 EUR €60"),
            ("12,95", ""),
        ]);
    }

    #[test]
    fn dates_are_normalised() {
        check(&[
            ("2026-11-21", "Date 2026-11-21 2026-11-21"),
            ("21-11-2026", "Date 2026-11-21 21-11-2026"),
            ("21/11/26", "Date 2026-11-21 21/11/26"),
            ("11/21/2026", "Date 2026-11-21 11/21/2026"),
            ("1.2.2026", "Date 2026-02-01 1.2.2026"),
            ("21 november", "Date 2026-11-21 21 november"),
            ("on November 21st, 2025", "Date 2025-11-21 November 21st, 2025"),
            ("the 3rd of May", "Date 2026-05-03 3rd of May"),
            ("3 mei 2025", "Date 2025-05-03 3 mei 2025"),
            ("5 jan", "Date 2027-01-05 5 jan"),
            ("I ordered yesterday", "Date 2026-11-20 yesterday"),
            ("gisteren besteld", "Date 2026-11-20 gisteren"),
            ("eergisteren", "Date 2026-11-19 eergisteren"),
            ("today or tomorrow", "Date 2026-11-21 today; Date 2026-11-22 tomorrow"),
            ("goedemorgen", ""),
            ("on Monday", "Date 2026-11-16 Monday"),
            ("afgelopen vrijdag", "Date 2026-11-20 afgelopen vrijdag"),
            ("sinds zaterdag", "Date 2026-11-14 zaterdag"),
            ("next monday", "Date 2026-11-23 next monday"),
            ("3 days ago", "Date 2026-11-18 3 days ago"),
            ("twee weken geleden", "Date 2026-11-07 twee weken geleden"),
            ("31-02-2026", ""),
            ("may I ask", ""),
            ("99-99-9999", ""),
        ]);
    }

    #[test]
    fn last_four_digits_of_a_card() {
        check(&[
            ("ending in 4821", "LastFour 4821 4821"),
            ("kaart eindigt op 4821", "LastFour 4821 4821"),
            ("eindigend op 4821", "LastFour 4821 4821"),
            ("the last four digits are 4821", "LastFour 4821 4821"),
            ("de laatste vier cijfers: 4821", "LastFour 4821 4821"),
            ("**** 4821", "LastFour 4821 4821"),
            ("4821", ""),
            ("card ending in 4821, order 40128831", "LastFour 4821 4821; OrderNumber 40128831 40128831"),
        ]);
    }
}
