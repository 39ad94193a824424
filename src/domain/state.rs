//! Where a session stands, and the row by which it is found again.

use super::{AgentName, BotId, Locale, Priority, SessionId, Timestamp};
use serde::{Deserialize, Serialize};

/// `bot -> queued -> offered -> agent -> wrap_up -> closed`, and back to `bot`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Bot,
    Queued,
    Offered,
    Agent,
    WrapUp,
    Closed,
}

impl State {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Bot => "bot",
            Self::Queued => "queued",
            Self::Offered => "offered",
            Self::Agent => "agent",
            Self::WrapUp => "wrap_up",
            Self::Closed => "closed",
        }
    }

    /// As customers know it: nothing of offers, nor of how an agent is about to end it.
    pub fn for_customer(self) -> Self {
        match self {
            Self::Offered => Self::Queued,
            Self::WrapUp => Self::Agent,
            state => state,
        }
    }

    /// Whether it waits for an agent.
    pub fn is_waiting(self) -> bool {
        matches!(self, Self::Queued | Self::Offered)
    }

    /// Whether people, not the bot, have the session: it waits for an agent or is with one.
    pub fn with_people(self) -> bool {
        matches!(self, Self::Queued | Self::Offered | Self::Agent | Self::WrapUp)
    }
}

/// One row a session, written together with its events: the queue and the console are rebuilt from these rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SessionHead {
    pub session: SessionId,
    pub bot: BotId,
    pub state: State,
    /// Number of the last event; the log runs 1..=n without gaps.
    pub n: u64,
    /// `seq` of the last event the customer may see.
    pub seq: u64,
    pub owner: u64,
    pub locale: Locale,
    pub agent: Option<AgentName>,
    pub team: Option<String>,
    pub priority: Priority,
    /// When the customer began to wait for a person; kept when an agent gives the session back.
    pub waiting_since: Option<Timestamp>,
    /// When something happened last, other than what the desk noted by itself.
    pub updated_at: Timestamp,
    /// The customer's id at the host, where the host page's server said who it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
}
