//! What an agent is there for.

use serde::{Deserialize, Serialize};

/// An empty list of teams or languages is all of them; skills are intents that the agent is a specialist for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Work {
    pub teams: Vec<String>,
    pub languages: Vec<String>,
    pub skills: Vec<String>,
}
