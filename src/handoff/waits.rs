//! How long customers wait for a person, from the waits of late, and how right that has been. Kept in a file of its own,
//! so that a restart does not forget it; it holds seconds, never who waited.

use crate::domain::{BotId, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, VecDeque};
use std::io::Write;
use std::path::PathBuf;

/// Waits remembered for each team of a bot.
const KEPT: usize = 100;
/// Waits needed before an estimate is honest.
const ENOUGH: usize = 5;

/// One customer's wait, and what had been told of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waited {
    pub bot: BotId,
    #[serde(default)]
    pub team: Option<String>,
    pub at: Timestamp,
    pub seconds: u32,
    /// Seconds at p50 and p90, as the customer was told first.
    pub told: Option<(u32, u32)>,
}

/// What can be said of the waits for a bot's people, or for one of its teams.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct WaitsNow {
    pub p50: u32,
    pub p90: u32,
    /// Of the customers who were told a time, the share who waited no longer than its p90; 0.9 is honest. None while too
    /// few were told one.
    pub right: Option<f32>,
}

#[derive(Debug, Default)]
pub struct WaitTimes {
    waits: BTreeMap<BotId, BTreeMap<Option<String>, VecDeque<Waited>>>,
    file: Option<PathBuf>,
}

impl WaitTimes {
    /// Reads what is known and keeps what comes; without the file, or where a line is unreadable, less is known.
    pub fn kept_in(file: PathBuf) -> Self {
        let mut times = Self::default();
        let text = std::fs::read_to_string(&file).unwrap_or_default();
        text.lines().filter_map(|line| serde_json::from_str(line).ok()).for_each(|waited| times.remember(waited));
        times.file = Some(file);
        times.rewrite();
        times
    }

    pub fn add(&mut self, waited: Waited) {
        if let Some(file) = &self.file {
            let line = serde_json::to_string(&waited).expect("a wait is plain data") + "\n";
            let opened = std::fs::OpenOptions::new().create(true).append(true).open(file);
            if let Err(fault) = opened.and_then(|mut file| file.write_all(line.as_bytes())) {
                tracing::warn!(%fault, "a waiting time could not be kept");
            }
        }
        self.remember(waited);
    }

    /// Of a team, or of all of them: also where little is known of the team.
    pub fn now(&self, bot: &BotId, team: Option<&str>) -> Option<WaitsNow> {
        let teams = self.waits.get(bot)?;
        let own = team.and_then(|team| teams.get(&Some(team.to_string()))).filter(|waits| waits.len() >= ENOUGH);
        match own {
            Some(waits) => said_of(&waits.iter().collect::<Vec<_>>()),
            None => said_of(&teams.values().flatten().collect::<Vec<_>>()),
        }
    }

    pub fn all(&self) -> BTreeMap<BotId, WaitsNow> {
        self.waits.keys().filter_map(|bot| Some((bot.clone(), self.now(bot, None)?))).collect()
    }

    fn remember(&mut self, waited: Waited) {
        let waits = self.waits.entry(waited.bot.clone()).or_default().entry(waited.team.clone()).or_default();
        if waits.len() == KEPT {
            waits.pop_front();
        }
        waits.push_back(waited);
    }

    /// Leaves out what is no longer needed; the old file stays where that fails.
    fn rewrite(&self) {
        let Some(file) = self.file.as_ref().filter(|file| file.exists()) else { return };
        let lines = self
            .waits
            .values()
            .flat_map(BTreeMap::values)
            .flatten()
            .map(|w| serde_json::to_string(w).expect("a wait is plain data") + "\n");
        let beside = file.with_extension("new");
        let written = std::fs::write(&beside, lines.collect::<String>()).and_then(|()| std::fs::rename(&beside, file));
        if let Err(fault) = written {
            tracing::warn!(%fault, "the waiting times could not be written anew");
        }
    }
}

fn said_of(waits: &[&Waited]) -> Option<WaitsNow> {
    if waits.len() < ENOUGH {
        return None;
    }
    let mut sorted: Vec<u32> = waits.iter().map(|waited| waited.seconds).collect();
    sorted.sort_unstable();
    let at = |share: f64| sorted[((sorted.len() - 1) as f64 * share).round() as usize];
    let told: Vec<bool> = waits.iter().filter_map(|w| Some(w.seconds <= w.told?.1)).collect();
    let share = || told.iter().filter(|right| **right).count() as f32 / told.len() as f32;
    Some(WaitsNow { p50: at(0.5), p90: at(0.9), right: (told.len() >= ENOUGH).then(share) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waited(seconds: u32, told: Option<(u32, u32)>) -> Waited {
        Waited { bot: "shop".into(), team: None, at: Timestamp::UNIX_EPOCH, seconds, told }
    }

    fn now(times: &WaitTimes) -> Option<(u32, u32)> {
        times.now(&"shop".into(), None).map(|now| (now.p50, now.p90))
    }

    #[test]
    fn says_nothing_before_it_knows_enough() {
        let mut times = WaitTimes::default();
        (1..=4).for_each(|s| times.add(waited(s, None)));
        assert_eq!(now(&times), None);
        times.add(waited(100, None));
        assert_eq!(now(&times), Some((3, 100)));
        assert_eq!(times.now(&"bank".into(), None), None, "each bot has its own");
    }

    #[test]
    fn forgets_what_is_long_ago() {
        let mut times = WaitTimes::default();
        (0..200).for_each(|_| times.add(waited(500, None)));
        (0..100).for_each(|_| times.add(waited(10, None)));
        assert_eq!(now(&times), Some((10, 10)));
    }

    #[test]
    fn knows_how_right_it_was() {
        let mut times = WaitTimes::default();
        (0..6).for_each(|_| times.add(waited(50, None)));
        let right = |times: &WaitTimes| times.now(&"shop".into(), None).and_then(|now| now.right);
        assert_eq!(right(&times), None);
        (0..3).for_each(|_| times.add(waited(50, Some((20, 60)))));
        times.add(waited(70, Some((20, 60))));
        assert_eq!(right(&times), None, "four say too little");
        times.add(waited(60, Some((20, 60))));
        assert_eq!(right(&times), Some(0.8));
    }

    #[test]
    fn a_team_has_its_own_once_enough_is_known_of_it() {
        let mut times = WaitTimes::default();
        let of = |team: &str, seconds| Waited { team: Some(team.into()), ..waited(seconds, None) };
        (0..8).for_each(|_| times.add(of("cards", 10)));
        (0..4).for_each(|_| times.add(of("loans", 500)));
        let p50 = |times: &WaitTimes, team| times.now(&"shop".into(), team).map(|now| now.p50);
        assert_eq!(p50(&times, Some("loans")), Some(10), "of all");
        times.add(of("loans", 500));
        assert_eq!(p50(&times, Some("loans")), Some(500));
        assert_eq!(p50(&times, Some("cards")), Some(10));
        assert_eq!(p50(&times, Some("never seen")), p50(&times, None));
    }

    #[test]
    fn a_restart_forgets_nothing_that_counts() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("waits.jsonl");
        let mut times = WaitTimes::kept_in(file.clone());
        (0..KEPT as u32 + 20).for_each(|s| times.add(waited(s, Some((1, 2)))));
        std::fs::write(&file, std::fs::read_to_string(&file).expect("kept") + "half a li").expect("written");
        let again = WaitTimes::kept_in(file.clone());
        assert_eq!(now(&again), now(&times));
        assert_eq!(std::fs::read_to_string(&file).expect("kept").lines().count(), KEPT);
    }
}
