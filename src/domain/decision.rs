//! What the policy decided, and why, in a form that can be replayed and explained.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// What the bot does about one turn. Silence is a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Decision {
    /// Say the approved answer of `article`, for `intent` where one was recognised, and offer the other intents that the
    /// message asked for.
    Answer {
        article: String,
        intent: Option<String>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        also: Vec<String>,
    },
    /// Two intents are close: ask which, most likely first.
    Clarify { intents: Vec<String> },
    /// Nothing is sure: ask once to put it differently.
    Rephrase,
    /// Still nothing sure: offer a person.
    OfferPerson,
    /// The customer writes in a language the bot does not speak: say so, offer a person.
    OtherLanguage,
    /// Pass the session to people.
    Handoff { reason: Reason },
    /// The customer changed their mind about waiting, or closed a question: confirm and go on.
    CarryOn,
    /// A person has the session: the bot says nothing.
    Silence,
}

/// In the words of the golden conversations: `answer SLUG`, `handoff RULE`, `rephrase`, ...
impl fmt::Display for Decision {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Answer { article, also, .. } if also.is_empty() => write!(f, "answer {article}"),
            Self::Answer { article, also, .. } => write!(f, "answer {article} and {}", also.join(" ")),
            Self::Clarify { intents } => write!(f, "clarify {}", intents.join(" ")),
            Self::Rephrase => f.write_str("rephrase"),
            Self::OfferPerson => f.write_str("offer_person"),
            Self::OtherLanguage => f.write_str("other_language"),
            Self::Handoff { reason } => write!(f, "handoff {}", reason.rule),
            Self::CarryOn => f.write_str("carry_on"),
            Self::Silence => f.write_str("silence"),
        }
    }
}

/// The rule that tripped, with the numbers that tripped it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// Id of the rule, as in `policy.toml`.
    pub rule: String,
    /// Measured values and the limits they crossed, in thousandths, by name (`mood`, `mood_limit`, `turns`).
    pub numbers: BTreeMap<String, i64>,
}

impl Reason {
    /// The rule by which a bad rating becomes a ticket for the supervisors.
    pub const LOW_RATING: &str = "low_rating";

    /// The rule by which a chat that a person ended goes to people again.
    pub const CAME_BACK: &str = "came_back";

    /// Whether only supervisors take such a ticket.
    pub fn is_for_supervisors(&self) -> bool {
        self.rule == Self::LOW_RATING
    }
}

/// How the answer is said: plain, or acknowledging that things went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    Plain,
    Upset,
}

/// What produced a decision, so that it can be replayed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Versions {
    pub model: String,
    pub content: String,
    pub policy: String,
}

/// A reply the customer can tap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// `person`, `none`, `solved`, `leave_queue`, `keep_waiting`, `intent:<name>` or `article:<slug>`.
    pub id: String,
    pub label: String,
}

/// An article an answer was taken from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    pub id: String,
    pub title: String,
}

/// How soon a ticket wants an agent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    Low,
    #[default]
    Normal,
    High,
    Urgent,
}

impl Priority {
    /// So many steps up, to the highest at most.
    pub fn raised(self, steps: u32) -> Self {
        (0..steps.min(3)).fold(self, |priority, _| match priority {
            Self::Low => Self::Normal,
            Self::Normal => Self::High,
            Self::High | Self::Urgent => Self::Urgent,
        })
    }
}
