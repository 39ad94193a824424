//! What a customer who waits for a person is given meanwhile: `[queue]` in `policy.toml`.

use serde::Deserialize;

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Queue {
    /// Whether the bot says an answer that it is sure of. The place in the queue stays.
    #[serde(default)]
    pub bot_answers: bool,
    /// Whether an e-mail address for the answer is asked for while people are away.
    #[serde(default)]
    pub address_when_closed: bool,
    /// Seconds of usual wait from which it is asked for, too; 0 for never.
    #[serde(default)]
    pub address_over_s: u32,
}
