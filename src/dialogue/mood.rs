//! Mood: the rolling sentiment of a session, exponentially weighted over the customer's turns and corrected for the
//! first ones (as Adam corrects its averages), so that a session that begins in anger is angry at once.

use super::turn::Turn;
use crate::domain::Timestamp;
use serde::{Deserialize, Serialize};

/// Sentiment of one turn and the mood after it, both -1..=1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct MoodPoint {
    pub seq: u64,
    pub at: Timestamp,
    pub valence: f32,
    pub mood: f32,
}

/// The mood after each understood turn; `alpha` is the weight of the newest one.
pub fn curve(turns: &[Turn], alpha: f32) -> Vec<MoodPoint> {
    let (mut sum, mut weight) = (0.0, 0.0);
    let felt = turns.iter().filter_map(|turn| {
        let heard = turn.heard.as_ref().filter(|heard| heard.trouble.is_none())?;
        Some((turn.seq, turn.at, heard.sentiment.valence))
    });
    felt.map(|(seq, at, valence)| {
        sum = (1.0 - alpha) * sum + alpha * valence;
        weight = (1.0 - alpha) * weight + alpha;
        MoodPoint { seq, at, valence, mood: sum / weight }
    })
    .collect()
}

/// How many turns in a row the mood has been at or below `below`; only a mood above `release` ends the row, so that a
/// mood that hovers around the threshold neither flaps nor is forgotten.
pub fn low_turns(curve: &[MoodPoint], below: f32, release: f32) -> u32 {
    curve.iter().fold(0, |row, point| match point.mood {
        mood if mood <= below => row + 1,
        mood if mood > release => 0,
        _ => row,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(moods: &[f32]) -> Vec<MoodPoint> {
        moods.iter().map(|&mood| MoodPoint { seq: 1, at: Timestamp::UNIX_EPOCH, valence: mood, mood }).collect()
    }

    #[test]
    fn a_row_of_low_moods_is_ended_only_by_release() {
        for (moods, expected) in [
            (vec![], 0),
            (vec![-0.6], 1),
            (vec![-0.6, -0.6], 2),
            (vec![-0.6, -0.5, -0.6], 2),
            (vec![-0.6, -0.2, -0.6], 1),
            (vec![-0.6, -0.6, 0.1], 0),
        ] {
            assert_eq!(low_turns(&points(&moods), -0.55, -0.35), expected, "{moods:?}");
        }
    }
}
