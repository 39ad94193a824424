//! Floor 1: what can be read from a text without a model. Redaction, cues, language, entities: pure functions, linear in
//! the length of the text.

mod cues;
mod entities;
mod file_name;
mod folded;
mod language;
mod redact;
mod requests;
mod words;

pub use cues::cues;
pub use entities::entities;
pub use file_name::{agents_file_name, file_name};
pub use language::{FoundLanguage, find_language};
pub use redact::{Before, Found, Personal, PersonalKind, Redaction, redact, without_secrets};
pub use requests::{Requests, refusal, requests};
