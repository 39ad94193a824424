//! Customers who do not write any more: `[idle]` in `policy.toml`.

use super::Texts;
use serde::Deserialize;

/// Seconds of silence: first a question whether the customer is still there, then the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Idle {
    /// After the last answer, or after who waits has closed the chat's last window.
    pub warn_s: u32,
    /// After that question.
    pub close_s: u32,
}

impl Idle {
    pub(super) fn fault(&self) -> Option<(&'static str, String)> {
        let given = [("warn_s", self.warn_s), ("close_s", self.close_s)];
        let zero = given.into_iter().find(|(_, seconds)| *seconds == 0)?;
        Some((zero.0, format!("{} of [idle] is 0; without [idle] no chat ends by itself", zero.0)))
    }

    /// The text that is missing for it.
    pub(super) fn text_missing(texts: &Texts) -> Option<&'static str> {
        let needed = [("idle_warning", &texts.idle_warning), ("idle_closed", &texts.idle_closed)];
        needed.into_iter().find(|(_, text)| text.is_empty()).map(|(key, _)| key)
    }
}
