//! What others ask of a session as it stands.

use super::Tracker;
use crate::dialogue::turn::Turn;
use crate::domain::{Cid, Felt, SessionHead, State, Timestamp};
use crate::text::Before;

impl Tracker {
    /// Customer messages the bot has still to decide about, oldest first: what a crash may have left. What was said
    /// before the session last changed hands is not among them.
    pub fn unanswered(&self) -> Vec<u64> {
        let since = match self.state {
            State::Bot => self.returned_at_turn.unwrap_or(0),
            State::Queued | State::Offered => self.waits_from_turn,
            State::Agent | State::WrapUp | State::Closed => return Vec::new(),
        };
        let owed = |turn: &&Turn| !turn.answered && turn.state.is_waiting() == self.state.is_waiting();
        self.turns[since..].iter().filter(owed).map(|turn| turn.seq).collect()
    }

    /// Since when the customer waits for an answer of the agent who has the chat.
    pub fn unanswered_since(&self) -> Option<Timestamp> {
        let (since, until) = self.waits.last().filter(|_| self.state == State::Agent)?;
        until.is_none().then(|| self.accepted_at.map_or(*since, |accepted_at| accepted_at.max(*since)))
    }

    /// What is known of the message id `cid`: its `seq`, and whether `body` is what it said.
    pub fn known(&self, cid: &Cid, body: &str) -> Option<Result<u64, ()>> {
        self.sent.known(cid, body)
    }

    /// How the understood turns since the last return to the bot felt, oldest first.
    pub fn felt(&self) -> Vec<Felt> {
        let since = &self.turns[self.returned_at_turn.unwrap_or(0)..];
        since.iter().filter_map(|turn| turn.heard.as_ref()?.felt()).collect()
    }

    /// What earlier messages left for redaction to look out for.
    pub fn before(&self) -> &Before {
        &self.before
    }

    /// The label of a choice that stands open.
    pub fn label(&self, choice: &str) -> Option<&str> {
        self.offered.iter().find(|c| c.id == choice).map(|c| c.label.as_str())
    }

    /// The row by which the store finds the session again.
    pub fn head(&self) -> SessionHead {
        SessionHead {
            session: self.session,
            bot: self.bot.clone(),
            state: self.state,
            n: self.n,
            seq: self.seq,
            owner: self.owner,
            locale: self.locale.clone(),
            agent: self.agent.as_ref().map(|(name, _)| name.clone()),
            team: self.team.clone(),
            priority: self.priority,
            waiting_since: self.waiting_since,
            updated_at: self.updated_at,
            customer: self.identity.as_ref().map(|identity| identity.sub.clone()),
        }
    }
}
