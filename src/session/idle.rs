//! Customers who do not write any more: asked once whether they are there, then the chat ends.

use super::actor::{Actor, NotStored};
use crate::dialogue::{IdleStep, idle_due};
use crate::domain::{Event, Timestamp};
use std::time::Duration;

impl Actor {
    fn idle_due(&self) -> Option<(Timestamp, IdleStep)> {
        let rule = self.brain().bot.policy.idle?;
        // What is owed an answer is nobody's silence.
        let owed = self.hearing.is_some() || !self.tracker.unanswered().is_empty();
        idle_due(&self.tracker, rule, self.absent_since, self.began).filter(|_| !owed)
    }

    /// Until something is due because the customer is silent.
    pub fn silence_ends_in(&self) -> Option<Duration> {
        let (due, _) = self.idle_due()?;
        Some(Duration::try_from(due.duration_since(self.rooms.now())).unwrap_or_default())
    }

    pub async fn end_silence(&mut self) -> Result<(), NotStored> {
        let Some((_, step)) = self.idle_due().filter(|(due, _)| *due <= self.rooms.now()) else { return Ok(()) };
        let texts = self.texts();
        self.record(match step {
            IdleStep::Warn => vec![Event::IdleWarned { text: texts.idle_warning }],
            IdleStep::Close => vec![
                Event::IdleClosed,
                Event::Noticed { text: texts.idle_closed },
                Event::SurveyOffered { text: texts.survey },
            ],
        })
        .await
    }
}
