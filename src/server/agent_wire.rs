//! Frames of the agent's socket, version 1.

use crate::dialogue::Ticket;
use crate::domain::{Cid, Record, SessionId};
use crate::handoff::{AgentFrame, Connected};
use crate::session::{AgentError, Outbound};
use crate::store::User;
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum AgentClientFrame {
    Hello {},
    Available {
        cid: Cid,
        on: bool,
        capacity: u32,
    },
    Accept {
        cid: Cid,
        session: SessionId,
    },
    Decline {
        cid: Cid,
        session: SessionId,
        #[serde(default)]
        reason: Option<String>,
    },
    Open {
        cid: Cid,
        session: SessionId,
        #[serde(default)]
        last_n: Option<usize>,
    },
    Say {
        cid: Cid,
        session: SessionId,
        text: String,
    },
    Note {
        cid: Cid,
        session: SessionId,
        text: String,
    },
    Typing {
        #[serde(default)]
        cid: Option<Cid>,
        session: SessionId,
        on: bool,
    },
    Transfer {
        cid: Cid,
        session: SessionId,
        to: TransferTo,
        #[serde(default)]
        note: Option<String>,
    },
    ReturnToBot {
        cid: Cid,
        session: SessionId,
        #[serde(default)]
        instruction: Option<String>,
    },
    WrapUp {
        cid: Cid,
        session: SessionId,
        code: String,
        #[serde(default)]
        note: Option<String>,
    },
    Resolve {
        cid: Cid,
        session: SessionId,
    },
    Pong,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TransferTo {
    Queue(bool),
    Team(String),
}

pub fn welcome(user: &User, connected: &Connected) -> Value {
    let (mine, queue): (Vec<&Arc<Ticket>>, Vec<&Arc<Ticket>>) =
        connected.tickets.iter().partition(|ticket| ticket.agent.as_ref() == Some(&user.name));
    let available = json!({"on": connected.available.on, "capacity": connected.available.capacity});
    json!({
        "type": "welcome",
        "agent": {"name": user.name, "display_name": user.display_name, "role": user.role},
        "rev": connected.rev, "queue": queue, "mine": mine, "available": available,
    })
}

pub fn change(frame: &AgentFrame) -> Option<Value> {
    match frame {
        AgentFrame::Ticket { rev, ticket } => Some(json!({"type": "ticket", "rev": rev, "ticket": ticket})),
        AgentFrame::Gone { rev, session } => Some(json!({"type": "gone", "rev": rev, "session": session})),
        AgentFrame::SignedOut => None,
    }
}

/// What happens in a watched session.
pub fn watched(session: SessionId, what: &Outbound) -> Option<Value> {
    match what {
        Outbound::Record(record) => Some(entry(record)),
        Outbound::Typing { from, on } => {
            Some(json!({"type": "typing", "session": session, "from": super::wire::side(*from), "on": on}))
        }
        Outbound::Read { by, seq } => {
            Some(json!({"type": "read", "session": session, "by": super::wire::side(*by), "seq": seq}))
        }
        Outbound::Ack { .. } => None,
    }
}

pub fn entry(record: &Record) -> Value {
    let mut frame = serde_json::to_value(record).expect("a record is plain data");
    frame["type"] = json!("entry");
    // The token's hash is nobody's business but the server's.
    if let Some(event) = frame.get_mut("event").and_then(Value::as_object_mut) {
        event.remove("token_hash");
    }
    frame
}

pub fn ack(cid: &Cid) -> Value {
    json!({"type": "ack", "cid": cid})
}

pub fn code(fault: AgentError) -> &'static str {
    match fault {
        AgentError::Taken => "taken",
        AgentError::NotYours => "not_yours",
        AgentError::NotWaiting => "closed",
        AgentError::CidReused => "cid_reused",
        AgentError::NotStored => "busy",
    }
}
