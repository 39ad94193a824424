//! Floor 2: how a conversation goes. Pure: events are folded into a tracker, the tracker and the policy make a
//! decision, the decision and the content make a reply. No clock, no chance: both come in as arguments.

mod aside;
mod counterfactual;
mod explain;
mod files;
mod idle;
mod letter;
mod mood;
mod policy;
mod respond;
mod sent;
mod sla;
mod summary;
mod ticket;
mod tracker;
mod turn;

#[cfg(test)]
mod tests;

pub use aside::{Asking, mentions};
pub use counterfactual::{Counterfactual, Number, Side, counterfactual};
pub use explain::explain;
pub use files::FilesSent;
pub use idle::{IdleStep, idle_due};
pub use letter::{Letter, letter};
pub use mood::{MoodPoint, curve};
pub use policy::{Scene, TALK_TO_PERSON, Verdict, decide, decide_choice};
pub use respond::{Moment, follow_up, greet, respond, say_article};
pub use sent::rating;
pub use sla::{Call, GoalNow, Standing};
pub use ticket::{
    LastLine, Refusal, ShownArticle, SilenceNow, Ticket, TicketIntent, TicketOffer, TicketReason, goals_to_note,
    silence_of,
};
pub use tracker::{Address, Tracker};
pub use turn::{Asked, Turn};
