//! Frames of the customer's socket, version 1. Unknown fields are ignored, unknown types refused.

use crate::domain::{Cid, Event, Page, Record};
use crate::session::{Outbound, Side};
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// The `cid` of a frame that is not understood otherwise, so that its sender knows which one it was.
pub fn cid_of(text: &str) -> Option<Cid> {
    let value: Value = serde_json::from_str(text).ok()?;
    let cid = value.get("cid")?.as_str()?;
    (cid.len() <= 64).then(|| Cid::new(cid))
}

/// Whether the text is a frame at all, known or not.
pub fn is_object(text: &str) -> bool {
    serde_json::from_str::<Map<String, Value>>(text).is_ok()
}

/// What a customer's client sends.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ClientFrame {
    Hello(Box<Hello>),
    Say {
        cid: Cid,
        text: String,
    },
    Choose {
        cid: Cid,
        choice: String,
        #[serde(rename = "ref", default)]
        to: u64,
    },
    Typing {
        on: bool,
    },
    Seen {
        seq: u64,
    },
    Pong,
    Rate {
        cid: Cid,
        score: u8,
        #[serde(default)]
        comment: Option<String>,
    },
    /// An e-mail address for the answer.
    LeaveAddress {
        cid: Cid,
        email: String,
    },
    /// A link to go on with the chat on another device, at the page `url`.
    Move {
        cid: Cid,
        url: String,
    },
    /// A pass to the files of this chat.
    Files {
        cid: Cid,
    },
    End {
        cid: Cid,
    },
}

impl ClientFrame {
    /// Costs next to nothing, and is answered by nothing.
    pub fn is_signal(&self) -> bool {
        matches!(self, Self::Typing { .. } | Self::Seen { .. } | Self::Pong)
    }

    pub fn cid(&self) -> Option<&Cid> {
        match self {
            Self::Hello(_) | Self::Typing { .. } | Self::Seen { .. } | Self::Pong => None,
            Self::Say { cid, .. }
            | Self::Choose { cid, .. }
            | Self::Rate { cid, .. }
            | Self::LeaveAddress { cid, .. }
            | Self::Move { cid, .. }
            | Self::Files { cid }
            | Self::End { cid } => Some(cid),
        }
    }
}

#[derive(Debug, Deserialize)]
pub struct Hello {
    pub bot: String,
    #[serde(default)]
    pub session: Option<String>,
    #[serde(default)]
    pub token: Option<String>,
    #[serde(default)]
    pub store: Option<String>,
    /// Leads to a chat that another device gave away.
    #[serde(default)]
    pub code: Option<String>,
    #[serde(default)]
    pub last_seq: u64,
    #[serde(default)]
    pub locale: Option<String>,
    /// A token of the host page's server.
    #[serde(default)]
    pub identity: Option<String>,
    #[serde(default)]
    pub page: Page,
}

/// An event as the customer sees it; `None` for what is not theirs to see.
pub fn event(record: &Record) -> Option<Value> {
    let seq = record.seq?;
    let (from, kind, fields) = shown(record)?;
    let mut frame = Map::new();
    for (key, value) in [
        ("type", json!("event")),
        ("seq", json!(seq)),
        ("at", json!(record.at)),
        ("owner", json!(record.owner)),
        ("from", json!(from)),
        ("kind", json!(kind)),
    ] {
        frame.insert(key.into(), value);
    }
    if let Value::Object(fields) = fields {
        frame.extend(fields);
    }
    Some(Value::Object(frame))
}

/// Who it is from, its kind, and the fields of that kind.
fn shown(record: &Record) -> Option<(&'static str, &'static str, Value)> {
    let state = |state: &str, name: Option<&str>| {
        let agent = name.map(|name| json!({"name": name}));
        Some(("system", "state", json!({"state": state, "agent": agent})))
    };
    match &record.event {
        Event::Greeted { text, choices } => {
            Some(("bot", "message", json!({"text": text, "choices": choices, "sources": []})))
        }
        Event::CustomerSaid { cid, text, .. } => Some(("customer", "message", json!({"text": text, "cid": cid}))),
        Event::CustomerChose { cid, choice, label, to } => {
            Some(("customer", "message", json!({"text": label, "cid": cid, "choice": choice, "ref": to})))
        }
        Event::CustomerSentFile { cid, file } => {
            Some(("customer", "message", json!({"text": file.name, "cid": cid, "file": file})))
        }
        Event::AgentSentFile { file, .. } => Some(("agent", "message", json!({"text": file.name, "file": file}))),
        Event::BotReplied { cause_seq, text, choices, sources } => {
            let fields = json!({"text": text, "choices": choices, "sources": sources, "cause_seq": cause_seq});
            Some(("bot", "message", fields))
        }
        Event::AgentSaid { text, .. } => Some(("agent", "message", json!({"text": text}))),
        Event::Queued { opens_at, .. } | Event::Requeued { team: Some(_), opens_at, .. } => {
            Some(("system", "state", json!({"state": "queued", "agent": null, "opens_at": opens_at})))
        }
        Event::Requeued { .. } => state("queued", None),
        Event::AgentAccepted { name } => state("agent", Some(name)),
        Event::ReturnedToBot { .. } | Event::QueueLeft | Event::Reopened => state("bot", None),
        Event::Resolved | Event::CustomerEnded { .. } | Event::IdleClosed => state("closed", None),
        Event::QueueMoved { position, wait_p50_s, wait_p90_s, wait_right } => {
            let right = wait_right.map(|percent| f64::from(percent) / 100.0);
            let wait = wait_p50_s.zip(*wait_p90_s).map(|(p50, p90)| json!({"p50": p50, "p90": p90, "right": right}));
            Some(("system", "queue", json!({"position": position, "wait_s": wait})))
        }
        Event::SurveyOffered { text } => Some(("bot", "survey", json!({"text": text}))),
        Event::CustomerRated { cid, score, .. } => Some(("customer", "survey", json!({"score": score, "cid": cid}))),
        Event::AddressAsked { text } => Some(("system", "form", json!({"form": "email", "text": text}))),
        Event::AddressGiven { cid } => Some(("customer", "form", json!({"form": "email", "cid": cid}))),
        Event::Noticed { text } | Event::IdleWarned { text } => Some(("system", "notice", json!({"text": text}))),
        Event::SessionStarted { .. }
        | Event::CustomerIdentified { .. }
        | Event::AccessRevoked
        | Event::DeviceJoined { .. }
        | Event::Understood { .. }
        | Event::MailOwed { .. }
        | Event::MailEnded { .. }
        | Event::Snoozed { .. }
        | Event::Woke
        | Event::Decided { .. }
        | Event::Corrected { .. }
        | Event::ContactRevealed { .. }
        | Event::GoalMissed { .. }
        | Event::SupervisorCalled { .. }
        | Event::SupervisorCame
        | Event::Offered { .. }
        | Event::OfferEnded { .. }
        | Event::NoteAdded { .. }
        | Event::WrappedUp { .. } => None,
    }
}

/// A frame for the customer's socket.
pub fn outbound(what: &Outbound) -> Option<Value> {
    match what {
        Outbound::Presence(_) => None,
        Outbound::Record(record) => event(record),
        Outbound::Ack { cid, seq } => Some(json!({"type": "ack", "cid": cid, "seq": seq})),
        Outbound::Typing { from, on } => Some(json!({"type": "typing", "from": side(*from), "on": on})),
        Outbound::Read { by, seq } => Some(json!({"type": "read", "by": side(*by), "seq": seq})),
    }
}

pub fn side(side: Side) -> &'static str {
    match side {
        Side::Customer => "customer",
        Side::Agent => "agent",
        Side::Bot => "bot",
    }
}

pub fn error(code: &str, message: &str, cid: Option<&Cid>) -> Value {
    json!({"type": "error", "code": code, "message": message, "cid": cid})
}
