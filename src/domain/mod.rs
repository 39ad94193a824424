//! Floor 0: the words everything else is said in. Ids, time, events, understanding, decisions and session state.
//! No async, no clock, no file handle, no model.

mod customer;
mod decision;
mod event;
mod file;
mod ids;
mod redacted;
mod state;
mod understanding;
mod work;

pub use customer::{Cart, CartItem, Identity, Page};
pub use decision::{Choice, Decision, Priority, Reason, Source, Tone, Versions};
pub use event::{Channel, Event, Goal, MailEnd, OfferEnd, Record, Requeue, SCHEMA_VERSION, Sealed};
pub use file::{Attachment, FileId, FileKind, Pixels, TELLING_BYTES};
pub use ids::{AgentName, BotId, Cid, EventId, Locale, SessionId};
pub use redacted::Redacted;
pub use state::{SessionHead, State};
pub use understanding::{
    Cause, CauseKind, Correction, Cue, CueKind, Emotion, Entity, EntityKind, Escalation, Feeling, Felt, RankedArticle,
    RankedIntent, Sentiment, SentimentLabel, Signs, Trouble, Understanding, Urgency,
};
pub use work::{Rank, Work};

/// A moment in UTC, RFC 3339 on the wire and on disk.
pub type Timestamp = jiff::Timestamp;
