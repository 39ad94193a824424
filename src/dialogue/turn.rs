//! One turn of a session.

use crate::domain::{Decision, Redacted, State, Timestamp, Understanding};

/// One customer message or choice, and what came of it.
#[derive(Debug, Clone)]
pub struct Turn {
    pub seq: u64,
    pub at: Timestamp,
    pub asked: Asked,
    pub heard: Option<Understanding>,
    pub decision: Option<Decision>,
    pub answered: bool,
    /// What the customer says in it not to want, if anything.
    pub refused: Option<String>,
    /// Where the session stood when it came in.
    pub state: State,
}

#[derive(Debug, Clone)]
pub enum Asked {
    Said(Redacted),
    Chose { choice: String, label: String },
}

impl Asked {
    pub fn text(&self) -> &str {
        match self {
            Self::Said(text) => text.as_str(),
            Self::Chose { label, .. } => label,
        }
    }
}
