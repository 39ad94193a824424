//! How soon customers are answered: the targets of `[sla.<priority>]` in `policy.toml`, in open time.

use serde::Deserialize;

#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Targets {
    /// Seconds from the handoff to a person's first answer.
    pub first_answer_s: u32,
    /// Seconds from a later message to its answer.
    pub next_answer_s: u32,
    /// Seconds from the handoff to the end.
    pub resolution_s: u32,
    /// Share of a target after which agents are warned, 0 to 1.
    pub warn_at: f32,
    /// Whether a missed target calls a supervisor to the chat.
    #[serde(default)]
    pub calls_supervisor: bool,
}

impl Targets {
    pub(super) fn fault(&self) -> Option<(&'static str, String)> {
        let wrong = !(0.0..=1.0).contains(&self.warn_at);
        wrong.then(|| ("warn_at", format!("warn_at is {}, not between 0 and 1", self.warn_at)))
    }
}
