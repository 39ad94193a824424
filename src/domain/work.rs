//! What an agent is there for.

use serde::{Deserialize, Serialize};

/// What somebody may do in a chat that a colleague has, and which chats are theirs to take.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    #[default]
    Agent,
    /// Notes in it, moves it, takes it over; takes what a bad rating brings back.
    Supervisor,
}

/// An empty list of teams or languages is all of them; skills are intents that the agent is a specialist for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Work {
    pub teams: Vec<String>,
    pub languages: Vec<String>,
    pub skills: Vec<String>,
}
