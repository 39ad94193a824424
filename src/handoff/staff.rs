//! The people at the desk: who is there, what they take, how they get on. Lives in memory only.

use super::routing::{Held, Seat};
use crate::dialogue::Ticket;
use crate::domain::{AgentName, BotId, Rank, Timestamp, Work};
use jiff::SignedDuration;
use serde::Serialize;

/// Whether an agent takes chats, and how many at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Availability {
    pub on: bool,
    pub capacity: u32,
}

impl Default for Availability {
    fn default() -> Self {
        Self { on: false, capacity: 5 }
    }
}

/// An agent as colleagues know them.
#[derive(Debug, Clone)]
pub struct Person {
    pub agent: AgentName,
    pub name: String,
    pub bots: Vec<BotId>,
    pub work: Work,
    pub rank: Rank,
}

/// A person at the desk, as consoles show them.
#[derive(Debug, Clone, Serialize)]
pub struct Presence {
    pub agent: AgentName,
    pub name: String,
    pub bots: Vec<BotId>,
    pub work: Work,
    pub connected: bool,
    pub available: Availability,
    /// Since when they neither got nor finished a chat.
    pub idle_since: Timestamp,
}

#[derive(Debug)]
pub struct Member {
    pub person: Person,
    /// Not known before the agent has said so.
    pub available: Option<Availability>,
    pub idle_since: Timestamp,
    /// Offers left unanswered in a row.
    pub silent: u32,
}

impl Member {
    pub fn presence(&self, connected: bool) -> Presence {
        let Person { agent, name, bots, work, .. } = self.person.clone();
        let available = self.available.unwrap_or_default();
        Presence { agent, name, bots, work, connected, available, idle_since: self.idle_since }
    }

    /// The seat of an agent who holds `tickets`.
    pub fn seat<'a>(&self, connected: bool, tickets: impl Iterator<Item = &'a Ticket>) -> Seat {
        let available = self.available.unwrap_or_default();
        Seat {
            agent: self.person.agent.clone(),
            here: connected,
            on: connected && available.on,
            bots: self.person.bots.clone(),
            work: self.person.work.clone(),
            rank: self.person.rank,
            capacity: available.capacity,
            held: tickets.map(held).collect(),
            idle_since: self.idle_since,
            silent: self.silent,
        }
    }
}

fn held(ticket: &Ticket) -> Held {
    let fresh_s = ticket.routing.map_or(0, |routing| routing.fresh_s);
    let since = ticket.accepted_at.unwrap_or(Timestamp::MIN);
    let fresh_until = since.saturating_add(SignedDuration::from_secs(i64::from(fresh_s))).unwrap_or(since);
    let weight = ticket.routing.map_or(1, |routing| routing.fresh_weight);
    Held { weight, fresh_until, rests_until: ticket.snoozed_until }
}
