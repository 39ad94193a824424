//! Whether customers are answered in time: what a chat's messages and the clock say of the policy's targets. Only open
//! time counts.

use crate::authoring::{Hours, Targets};
use crate::domain::{AgentName, Goal, Timestamp};
use serde::Serialize;

/// A wait for an answer: since when, and until when if it has ended. The first begins with the handoff.
pub type Wait = (Timestamp, Option<Timestamp>);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    Pending,
    Hit,
    Missed,
}

/// A target as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct GoalNow {
    pub goal: Goal,
    pub warn_at: Timestamp,
    pub due_at: Timestamp,
    /// When it was met, be it late, or the chat ended.
    pub ended_at: Option<Timestamp>,
    pub state: Standing,
}

/// A supervisor is to look at a chat whose target was missed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Call {
    pub goal: Goal,
    pub since: Timestamp,
    /// Who is called; nobody before a supervisor is there.
    pub to: Option<AgentName>,
}

/// The goals of a chat that people have or had: the first answer, the last missed one of the later ones and the newest
/// while it is owed or none was missed, the end.
pub fn goals(
    waits: &[Wait],
    ended_at: Option<Timestamp>,
    targets: &Targets,
    hours: &Hours,
    now: Timestamp,
) -> Vec<GoalNow> {
    let all = all_goals(waits, ended_at, targets, hours, now);
    let (next, rest): (Vec<GoalNow>, Vec<GoalNow>) = all.into_iter().partition(|goal| goal.goal == Goal::NextAnswer);
    let missed = next.iter().rfind(|goal| goal.state == Standing::Missed).copied();
    let newest = next.last().copied().filter(|goal| goal.state == Standing::Pending || missed.is_none());
    let (first, end): (Vec<GoalNow>, Vec<GoalNow>) = rest.into_iter().partition(|goal| goal.goal == Goal::FirstAnswer);
    first.into_iter().chain(missed).chain(newest).chain(end).collect()
}

/// The goal of every wait, and the end's.
pub fn all_goals(
    waits: &[Wait],
    ended_at: Option<Timestamp>,
    targets: &Targets,
    hours: &Hours,
    now: Timestamp,
) -> Vec<GoalNow> {
    // What nobody answered before the end was not missed after it.
    let now = ended_at.unwrap_or(now);
    let stand = |goal, (since, until): Wait, seconds: u32| {
        let due_at = hours.after(since, seconds);
        let warn_at = hours.after(since, (seconds as f32 * targets.warn_at) as u32);
        let state = match until {
            Some(until) if until <= due_at => Standing::Hit,
            None if now < due_at => Standing::Pending,
            _ => Standing::Missed,
        };
        GoalNow { goal, warn_at, due_at, ended_at: until.or(ended_at), state }
    };
    let Some((first, later)) = waits.split_first() else { return Vec::new() };
    let next = later.iter().map(|wait| stand(Goal::NextAnswer, *wait, targets.next_answer_s));
    let resolution = stand(Goal::Resolution, (first.0, ended_at), targets.resolution_s);
    [stand(Goal::FirstAnswer, *first, targets.first_answer_s)].into_iter().chain(next).chain([resolution]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TARGETS: Targets =
        Targets { first_answer_s: 60, next_answer_s: 120, resolution_s: 3600, warn_at: 0.5, calls_supervisor: false };

    fn at(seconds: i64) -> Timestamp {
        let start: Timestamp = "2026-11-23T08:00:00Z".parse().expect("a moment");
        start + jiff::SignedDuration::from_secs(seconds)
    }

    /// Waits as seconds after Monday 09:00, and how every goal stands at `now`, with the seconds at which it is due.
    fn check(hours: &str, waits: &[(i64, Option<i64>)], now: i64, expected: &[(Goal, Standing, i64)]) {
        let hours: Hours = toml::from_str(hours).expect("valid hours");
        let waits: Vec<Wait> = waits.iter().map(|(since, until)| (at(*since), until.map(at))).collect();
        let told = goals(&waits, None, &TARGETS, &hours, at(now));
        let told: Vec<_> = told.iter().map(|goal| (goal.goal, goal.state, goal.due_at)).collect();
        let expected: Vec<_> = expected.iter().map(|(goal, state, due)| (*goal, *state, at(*due))).collect();
        assert_eq!(told, expected, "{waits:?} at {now}");
    }

    #[test]
    fn each_goal_is_pending_hit_or_missed() {
        use {Goal::*, Standing::*};
        let end = |state| (Resolution, state, 3600);
        for (waits, now, expected) in [
            (vec![], 10, vec![]),
            (vec![(0, None)], 59, vec![(FirstAnswer, Pending, 60), end(Pending)]),
            (vec![(0, None)], 60, vec![(FirstAnswer, Missed, 60), end(Pending)]),
            (vec![(0, Some(60))], 500, vec![(FirstAnswer, Hit, 60), end(Pending)]),
            (vec![(0, Some(61))], 500, vec![(FirstAnswer, Missed, 60), end(Pending)]),
            (
                vec![(0, Some(9)), (100, None)],
                219,
                vec![(FirstAnswer, Hit, 60), (NextAnswer, Pending, 220), end(Pending)],
            ),
            (
                vec![(0, Some(9)), (100, None)],
                220,
                vec![(FirstAnswer, Hit, 60), (NextAnswer, Missed, 220), end(Pending)],
            ),
            (
                vec![(0, Some(9)), (100, Some(300)), (400, Some(410))],
                500,
                vec![(FirstAnswer, Hit, 60), (NextAnswer, Missed, 220), end(Pending)],
            ),
            (
                vec![(0, Some(9)), (100, Some(110)), (400, None)],
                500,
                vec![(FirstAnswer, Hit, 60), (NextAnswer, Pending, 520), end(Pending)],
            ),
            (
                vec![(0, Some(9)), (100, Some(300)), (400, None)],
                410,
                vec![(FirstAnswer, Hit, 60), (NextAnswer, Missed, 220), (NextAnswer, Pending, 520), end(Pending)],
            ),
            (
                vec![(0, Some(9)), (100, Some(300)), (400, None)],
                520,
                vec![(FirstAnswer, Hit, 60), (NextAnswer, Missed, 520), end(Pending)],
            ),
            (vec![(0, Some(9))], 3600, vec![(FirstAnswer, Hit, 60), end(Missed)]),
        ] {
            check("always_open = true", &waits, now, &expected);
        }
    }

    #[test]
    fn closed_time_does_not_count() {
        use {Goal::*, Standing::*};
        // Open from 09:00 to 09:00:30 on Monday, then from 10:00.
        let hours = "always_open = false\ntime_zone = \"Europe/Amsterdam\"\nweek = { mon = [\"08:00-09:01\", \"10:00-17:00\"] }";
        check(hours, &[(30, None)], 3000, &[(FirstAnswer, Pending, 3630), (Resolution, Pending, 3600 + 3570)]);
    }
}
