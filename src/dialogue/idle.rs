//! Chats whose customer does not write any more: asked once, then ended. Pure: the clock and who is there come in.

use super::tracker::{Address, Tracker};
use crate::authoring::Idle;
use crate::domain::{Reason, State, Timestamp};
use jiff::SignedDuration;

/// What is due because a customer is silent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdleStep {
    /// They are asked whether they are still there.
    Warn,
    /// The chat ends.
    Close,
}

/// What is due, and when; `absent_since` is when the customer closed the last window, and no silence counts from before
/// `began`: what happened before a restart is not held against anybody.
pub fn idle_due(
    tracker: &Tracker,
    rule: Idle,
    absent_since: Option<Timestamp>,
    began: Timestamp,
) -> Option<(Timestamp, IdleStep)> {
    let since = silent_since(tracker, absent_since)?.max(began);
    let after = |from: Timestamp, seconds: u32| {
        from.saturating_add(SignedDuration::from_secs(i64::from(seconds))).unwrap_or(Timestamp::MAX)
    };
    Some(match tracker.idle_warned.filter(|warned| *warned >= since) {
        None => (after(since, rule.warn_s), IdleStep::Warn),
        Some(warned) => (after(warned, rule.close_s), IdleStep::Close),
    })
}

/// Since when it is the customer's turn; nothing where somebody owes them something.
fn silent_since(tracker: &Tracker, absent_since: Option<Timestamp>) -> Option<Timestamp> {
    let (from, _, at) = tracker.last.as_ref()?;
    let theirs = (*from != "customer").then_some(*at);
    match tracker.state {
        State::Bot if tracker.turns.is_empty() => None,
        State::Bot => theirs,
        // An answer that goes by e-mail, and a chat that its agent lets rest, have all the time.
        State::Agent if tracker.address == Address::Given || tracker.snoozed_until.is_some() => None,
        State::Agent => theirs,
        State::Queued | State::Offered => {
            let called_back = tracker.reason.as_ref().is_some_and(Reason::is_for_supervisors);
            let kept = called_back || tracker.address == Address::Given || tracker.opens_at.is_some();
            absent_since.filter(|_| !kept)
        }
        State::WrapUp | State::Closed => None,
    }
}
