//! How to reach a customer, as they typed it: sealed where the bot's policy keeps it, and shown to the agent who has the
//! chat, each time with an event.

use super::actor::Actor;
use super::agent_request::AgentError;
use crate::domain::{AgentName, Cid, Event, Record, Sealed, SessionId};
use crate::store::Seal;
use crate::text::Personal;
use serde::Serialize;

/// Details of one message that are kept; who gives more does not give their own.
const AT_MOST: usize = 20;

/// A contact detail in plain words.
#[derive(Debug, Serialize)]
pub struct Contact {
    /// `seq` of the message.
    pub of: Option<u64>,
    pub placeholder: String,
    pub value: String,
}

impl Actor {
    /// What is kept of what was taken out of a message: never secrets, never account numbers.
    pub fn sealed(&self, cid: &Cid, personal: &[Personal]) -> Vec<Sealed> {
        if !self.brain().bot.policy.privacy.keep_contact_details {
            return Vec::new();
        }
        let (seal, session) = (&self.rooms.seal, self.tracker.session);
        let contact = personal.iter().filter(|personal| personal.kind.is_contact()).take(AT_MOST);
        let sealed = contact.map(|Personal { placeholder, value, .. }| Sealed {
            placeholder: placeholder.clone(),
            value: seal.seal(&purpose(session, cid, placeholder), value.as_bytes()),
        });
        sealed.collect()
    }

    /// The value, once it is recorded that the agent was shown it.
    pub async fn reveal(&mut self, agent: AgentName, of: u64, placeholder: String) -> Result<String, AgentError> {
        if !self.is_with(&agent) {
            return Err(AgentError::NotYours);
        }
        let message = self.log.iter().find(|record| record.seq == Some(of));
        let kept = message.map_or_else(Vec::new, |message| opened(message, &self.rooms.seal));
        let contact = kept.into_iter().find(|contact| contact.placeholder == placeholder);
        let value = contact.ok_or(AgentError::NothingKept)?.value;
        let revealed = Event::ContactRevealed { of, placeholder };
        self.record_by(Some(agent), vec![revealed]).await.map_err(|_| AgentError::NotStored)?;
        Ok(value)
    }
}

/// The contact details of a record, as far as this server's key opens them.
pub fn opened(record: &Record, seal: &Seal) -> Vec<Contact> {
    let Event::CustomerSaid { cid, sealed, .. } = &record.event else { return Vec::new() };
    let open = |Sealed { placeholder, value }: &Sealed| {
        let value = seal.unseal(&purpose(record.session, cid, placeholder), value);
        let value = value.and_then(|value| String::from_utf8(value).ok());
        if value.is_none() {
            tracing::error!(session.id = %record.session, "a contact detail was sealed with another key than this server's");
        }
        Some(Contact { of: record.seq, placeholder: placeholder.clone(), value: value? })
    };
    sealed.iter().filter_map(open).collect()
}

fn purpose(session: SessionId, cid: &Cid, placeholder: &str) -> String {
    format!("contact/{session}/{cid}/{placeholder}")
}
