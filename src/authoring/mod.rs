//! Floor 1: what people write for a bot (intents, articles, policy), parsed and checked.
//!
//! Loaders take text and give findings: no file handle, no clock. [`build`] is the one way in: a [`Bot`] that exists
//! has passed every check.

mod article;
mod bot;
mod check;
mod finding;
mod hours;
mod idle;
mod intent;
mod policy;
mod queue;
mod reply;
mod routing;
mod sla;
mod source;
mod wrap_up;

pub use article::{Article, Audience};
pub use bot::{Bot, build};
pub use finding::{Finding, Severity};
pub use hours::{Day, Hours, Span, Zone};
pub use idle::Idle;
pub use intent::{Intent, Route};
pub use policy::*;
pub use queue::{CustomerRules, Queue, RatingRule, Reopens};
pub use reply::{Replies, Reply};
pub use routing::{AfterSilence, Assign, Routing, Silence, turn_of};
pub use sla::Targets;
pub use source::SourceFile;
pub use wrap_up::WrapUpCode;

#[cfg(test)]
pub mod tests;
