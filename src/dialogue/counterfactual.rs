//! What would have kept a session with the bot: how else the turn that led to the handoff would have had to be scored.

use super::policy::{Scene, decide};
use super::tracker::Tracker;
use super::turn::Turn;
use crate::authoring::Bot;
use crate::domain::{Decision, State, Understanding};
use serde::Serialize;

/// The nearest score that decides otherwise, all else being equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Counterfactual {
    /// Of the customer's messages and choices, 1 first.
    pub turn: usize,
    pub seq: u64,
    pub number: Number,
    /// Thousandths: the last value that still leads to a handoff.
    pub value: i64,
    /// Where the values lie that do not.
    pub side: Side,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Number {
    /// Of the message, -1 to 1.
    Valence,
    /// Probability of the intent, 0 to 1.
    Confidence,
    /// Of the course of the chat, 0 to 1.
    Score,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    Above,
    Below,
}

impl Number {
    /// The number that a rule looks at; some rules look at none.
    fn of_rule(rule: &str) -> Option<Self> {
        match rule {
            "one_bad_turn" | "low_mood" => Some(Self::Valence),
            "always_a_person" => Some(Self::Confidence),
            "escalation" => Some(Self::Score),
            _ => None,
        }
    }

    fn side(self) -> Side {
        if self == Self::Valence { Side::Above } else { Side::Below }
    }

    /// The value that speaks most for the bot, in thousandths.
    fn best(self) -> i64 {
        if self == Self::Valence { 1000 } else { 0 }
    }

    fn get(self, heard: &Understanding) -> Option<f32> {
        match self {
            Self::Valence => Some(heard.sentiment.valence),
            Self::Confidence => heard.intents.first().map(|top| top.confidence),
            Self::Score => heard.escalation.as_ref().map(|judged| judged.score),
        }
    }

    fn set(self, heard: &mut Understanding, value: f32) {
        match self {
            Self::Valence => heard.sentiment.valence = value,
            Self::Confidence => heard.intents.iter_mut().take(1).for_each(|top| top.confidence = value),
            Self::Score => heard.escalation.iter_mut().for_each(|judged| judged.score = value),
        }
    }
}

/// What would have kept it with the bot; nothing where a person was asked for, or where no score of that one turn would
/// have: another rule would have tripped. The policy itself is asked, so a changed one gives the answer of today.
pub fn counterfactual(tracker: &Tracker, bot: &Bot) -> Option<Counterfactual> {
    let reason = tracker.reason.as_ref()?;
    let number = Number::of_rule(&reason.rule)?;
    let is_it = |turn: &Turn| matches!(&turn.decision, Some(Decision::Handoff { reason: why }) if why == reason);
    let place = tracker.turns.iter().rposition(is_it)?;
    let mut turns = tracker.turns[..=place].to_vec();
    let seq = turns[place].seq;
    let now = (number.get(turns[place].heard.as_ref()?)? * 1000.0).round() as i64;
    let mut hands_off = |value: i64| {
        if let Some(heard) = &mut turns[place].heard {
            number.set(heard, value as f32 / 1000.0);
        }
        let returned_at_turn = tracker.returned_at_turn.filter(|returned| *returned <= place);
        let scene = Scene { turns: &turns, state: State::Bot, returned_at_turn, ..Scene::from(tracker) };
        matches!(decide(scene, bot).decision, Decision::Handoff { .. })
    };
    let best = number.best();
    if !hands_off(now) || hands_off(best) {
        return None;
    }
    // Better scores never lead to a handoff that worse ones do not, so the border is found by halving.
    let (mut worse, mut better) = (now, best);
    while (worse - better).abs() > 1 {
        let middle = i64::midpoint(worse, better);
        if hands_off(middle) { worse = middle } else { better = middle }
    }
    Some(Counterfactual { turn: place + 1, seq, number, value: worse, side: number.side() })
}
