//! How waiting chats find an agent: the numbers of `[routing]` in `policy.toml`.

use crate::domain::{Priority, Timestamp};
use jiff::SignedDuration;
use serde::Deserialize;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Routing {
    pub assign: Assign,
    /// Seconds an agent has to answer an offer.
    pub offer_s: u32,
    /// Seconds after which a chat may be offered again to somebody who declined it, if nobody else can take it.
    pub pause_s: u32,
    /// Offers in a row that an agent leaves unanswered before they count as away.
    pub silent_offers: u32,
    /// A chat that an agent has just taken weighs `fresh_weight` chats for so many seconds.
    pub fresh_s: u32,
    pub fresh_weight: u32,
    /// One step of priority is worth so many seconds of waiting.
    pub step_s: u32,
    /// Steps for a customer in a mood at or below `mood.upset`.
    pub upset_steps: u32,
    /// What happens where an agent leaves a customer without an answer; nothing where it is left out.
    #[serde(default)]
    pub silence: Option<Silence>,
}

/// Seconds count from the customer's message, or from the moment the agent took the chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Silence {
    /// From then on the agent is warned.
    pub warn_s: u32,
    /// Then the chat goes on without the agent.
    pub after_s: u32,
    pub then: AfterSilence,
}

/// Where a chat goes that its agent left without an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AfterSilence {
    /// To somebody else, at its old place.
    Reassign,
    /// To the bot.
    Bot,
}

/// Who chooses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Assign {
    /// The server proposes, the agent says yes or no.
    Offer,
    /// The server decides.
    Assign,
    /// The agents choose from the queue.
    Pick,
}

impl Routing {
    pub(super) fn fault(&self) -> Option<(&'static str, String)> {
        let at_least_one = [
            ("offer_s", self.offer_s),
            ("silent_offers", self.silent_offers),
            ("fresh_weight", self.fresh_weight),
            ("step_s", self.step_s),
        ];
        if let Some(silence) = self.silence.filter(|silence| silence.warn_s >= silence.after_s) {
            let Silence { warn_s, after_s, .. } = silence;
            return Some(("warn_s", format!("warn_s is {warn_s}, not less than after_s, which is {after_s}")));
        }
        let zero = at_least_one.into_iter().find(|(_, value)| *value == 0)?;
        Some((zero.0, format!("{} is 0, not 1 or more", zero.0)))
    }
}

/// What a step of priority is worth where no policy says so: more than anybody waits.
const PRIORITY_ALONE_S: u32 = 100_000_000;

/// The turn of a chat that waits `since`, `lifts` steps above its priority: the moment from which it would have waited at
/// normal priority. It is fixed when the wait begins, so that nobody waits forever and two chats change places only when
/// something happens to one of them.
pub fn turn_of(since: Timestamp, priority: Priority, lifts: u32, routing: Option<&Routing>) -> Timestamp {
    let step_s = routing.map_or(PRIORITY_ALONE_S, |routing| routing.step_s);
    let steps = priority as i64 - Priority::Normal as i64 + i64::from(lifts);
    let head_start = SignedDuration::from_secs(steps * i64::from(step_s));
    since.checked_sub(head_start).unwrap_or(Timestamp::MIN)
}
