//! What the routing wants of a session: offers, their ends, targets, rests and silences that are due.

use super::actor::{Actor, NotStored};
use super::command::Placement;
use crate::dialogue::goals_to_note;
use crate::domain::{AgentName, Event, State};

impl Actor {
    /// What the routing wants; whatever has changed meanwhile is left as it is.
    pub async fn place(&mut self, placement: Placement) -> Result<(), NotStored> {
        let waits = self.tracker.state == State::Queued;
        let offered_to = self.tracker.offer.as_ref().map(|(to, _)| to);
        let events = match placement {
            Placement::Offer { to, expires_at } if waits => vec![Event::Offered { to, expires_at }],
            Placement::EndOffer { to, why } if offered_to == Some(&to) => {
                vec![Event::OfferEnded { to, why, reason: None }]
            }
            Placement::Assign { to, name } if waits => {
                return self.accept(to, name).await.map_err(|_| NotStored);
            }
            Placement::CheckGoals => self.newly_missed(),
            Placement::Call { to } if self.tracker.call.is_some() => self.called(Some(to)),
            Placement::EndSilence => self.after_silence(),
            Placement::Wake if self.tracker.snoozed_until.is_some_and(|until| until <= self.rooms.now()) => {
                vec![Event::Woke]
            }
            _ => return Ok(()),
        };
        self.record(events).await
    }

    /// Targets that are missed by now and not yet noted.
    fn newly_missed(&self) -> Vec<Event> {
        let now = self.rooms.now();
        let due = goals_to_note(&self.tracker, &self.brain().bot, now).into_iter().filter(|goal| goal.due_at <= now);
        let mut events: Vec<Event> =
            due.map(|goal| Event::GoalMissed { goal: goal.goal, due_at: goal.due_at }).collect();
        let brain = self.brain();
        let calls = brain.bot.policy.targets(self.tracker.priority).is_some_and(|targets| targets.calls_supervisor);
        // One call at a time: who comes sees all that was missed.
        if let (true, None, Some(Event::GoalMissed { goal, .. })) = (calls, &self.tracker.call, events.first()) {
            events.push(Event::SupervisorCalled { goal: *goal, to: None });
        }
        events
    }

    fn called(&self, to: Option<AgentName>) -> Vec<Event> {
        self.tracker.call.iter().map(|call| Event::SupervisorCalled { goal: call.goal, to: to.clone() }).collect()
    }
}
