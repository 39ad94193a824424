//! What was sent under which message id, so that a resend is known and a reuse noticed.

use crate::domain::{Cid, Event, Redacted};
use std::collections::HashMap;

/// Message ids with the `seq` and the body of what they stood for.
#[derive(Debug, Clone, Default)]
pub struct Sent(HashMap<Cid, (u64, String)>);

impl Sent {
    /// Keeps the id of an event that has one.
    pub fn note(&mut self, event: &Event, seq: u64) {
        if let Some(cid) = event.cid() {
            self.0.insert(cid.clone(), (seq, body(event)));
        }
    }

    /// What is known of `cid`: its `seq`, and whether `body` is what it said.
    pub fn known(&self, cid: &Cid, body: &str) -> Option<Result<u64, ()>> {
        self.0.get(cid).map(|(seq, said)| if said == body { Ok(*seq) } else { Err(()) })
    }
}

/// A rating as one text.
pub fn rating(score: u8, comment: Option<&Redacted>) -> String {
    format!("rated {score} {}", comment.map_or("", Redacted::as_str))
}

/// What a message id stands for, so that its reuse with something else is noticed.
fn body(event: &Event) -> String {
    match event {
        Event::CustomerSaid { text, .. } => text.as_str().to_string(),
        Event::CustomerChose { choice, to, .. } => format!("{choice}@{to}"),
        Event::CustomerRated { score, comment, .. } => rating(*score, comment.as_ref()),
        Event::CustomerSentFile { file, .. } | Event::AgentSentFile { file, .. } => file.sha256.clone(),
        Event::AgentSaid { text, .. } | Event::NoteAdded { text, .. } => text.clone(),
        _ => String::new(),
    }
}
