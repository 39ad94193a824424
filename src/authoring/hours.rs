//! When people answer: opening hours of a bot or a team as plain data, and the arithmetic of open time.
//!
//! Zones come from the bundled database, so that the same policy means the same on every machine.

use crate::domain::Timestamp;
use jiff::civil::{Date, Weekday};
use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{SignedDuration, ToSpan};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Days looked ahead for the next opening: a year of holidays is a mistake in the file.
const HORIZON_DAYS: i32 = 366;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// Whether people answer at any hour. If not, and without a `week`, they are away until they say otherwise.
    pub always_open: bool,
    #[serde(default)]
    pub time_zone: Zone,
    /// Open spans of each weekday, such as `mon = ["09:00-12:30", "13:00-17:30"]`; a day that is not named is closed.
    #[serde(default)]
    pub week: BTreeMap<Day, Vec<Span>>,
    /// Days with hours of their own, such as `"2026-12-24" = ["09:00-13:00"]`; an empty list is closed.
    #[serde(default)]
    pub holidays: BTreeMap<Date, Vec<Span>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Day {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

/// From and to, in minutes of the day; `24:00` is the end of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Span {
    from: u16,
    to: u16,
}

/// A zone by its name in the IANA database.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "String")]
pub struct Zone(TimeZone);

impl Default for Zone {
    fn default() -> Self {
        Self(TimeZone::UTC)
    }
}

impl TryFrom<String> for Zone {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        let known = TimeZoneDatabase::bundled().get(&name);
        known.map(Self).map_err(|_| format!("time zone `{name}` is unknown, expected one such as Europe/Amsterdam"))
    }
}

impl TryFrom<String> for Span {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let ends = text.split_once('-').and_then(|(from, to)| Some((minute(from)?, minute(to)?)));
        match ends.filter(|(from, to)| from < to) {
            Some((from, to)) => Ok(Self { from, to }),
            None => Err(format!("hours `{text}` are no span of a day, expected one such as 09:00-17:30")),
        }
    }
}

/// `HH:MM` as minutes of the day.
fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.trim().split_once(':')?;
    let digits = |part: &str| (part.len() == 2).then(|| part.parse::<u16>().ok()).flatten();
    let (hour, minute) = (digits(hour)?, digits(minute)?);
    (minute < 60).then_some(hour * 60 + minute).filter(|at| *at <= 24 * 60)
}

impl Hours {
    /// What is wrong with them, if anything: spans of one day that overlap or are out of order.
    pub(super) fn fault(&self) -> Option<String> {
        let days = self.week.values().chain(self.holidays.values());
        let overlap = days.flat_map(|spans| spans.windows(2)).find(|pair| pair[1].from < pair[0].to)?;
        let text =
            |span: Span| format!("{:02}:{:02}-{:02}:{:02}", span.from / 60, span.from % 60, span.to / 60, span.to % 60);
        Some(format!("hours {} and {} of one day overlap or are out of order", text(overlap[0]), text(overlap[1])))
    }

    pub fn is_open(&self, at: Timestamp) -> bool {
        self.always_open || self.open_from(at).next().is_some_and(|(from, _)| from == at)
    }

    /// When people are back, where they are away at `at` and the hours say until when.
    pub fn opens_at(&self, at: Timestamp) -> Option<Timestamp> {
        if self.always_open {
            return None;
        }
        self.open_from(at).next().map(|(from, _)| from).filter(|from| *from != at)
    }

    /// The moment at which `seconds` of open time have passed since `from`. Without known hours every hour counts.
    pub fn after(&self, from: Timestamp, seconds: u32) -> Timestamp {
        let mut left = SignedDuration::from_secs(i64::from(seconds));
        if !self.always_open {
            for (start, end) in self.open_from(from) {
                let length = end.duration_since(start);
                if left <= length {
                    return start.saturating_add(left).unwrap_or(Timestamp::MAX);
                }
                left -= length;
            }
        }
        from.saturating_add(left).unwrap_or(Timestamp::MAX)
    }

    /// The open spans that end after `at`, in order; the first begins at `at` where that is open.
    fn open_from(&self, at: Timestamp) -> impl Iterator<Item = (Timestamp, Timestamp)> {
        let first = at.to_zoned(self.time_zone.0.clone()).date();
        let days = (0..HORIZON_DAYS).map_while(move |day| first.checked_add(day.days()).ok());
        let spans = days.flat_map(move |date| self.on(date).iter().filter_map(move |span| self.moments(date, *span)));
        spans.filter(move |(_, to)| *to > at).map(move |(from, to)| (from.max(at), to))
    }

    fn on(&self, date: Date) -> &[Span] {
        let spans = self.holidays.get(&date).or_else(|| self.week.get(&Day::of(date.weekday())));
        spans.map_or(&[], Vec::as_slice)
    }

    /// A clock that is set forward or back in between moves the ends with it.
    fn moments(&self, date: Date, span: Span) -> Option<(Timestamp, Timestamp)> {
        let moment = |minute: u16| {
            let local = date.at(0, 0, 0, 0).checked_add(i64::from(minute).minutes()).ok()?;
            self.time_zone.0.to_ambiguous_zoned(local).compatible().ok().map(|zoned| zoned.timestamp())
        };
        Some((moment(span.from)?, moment(span.to)?))
    }
}

impl Day {
    fn of(day: Weekday) -> Self {
        match day {
            Weekday::Monday => Self::Mon,
            Weekday::Tuesday => Self::Tue,
            Weekday::Wednesday => Self::Wed,
            Weekday::Thursday => Self::Thu,
            Weekday::Friday => Self::Fri,
            Weekday::Saturday => Self::Sat,
            Weekday::Sunday => Self::Sun,
        }
    }
}
