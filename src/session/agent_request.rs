//! What agents ask of a session, and why it is refused.

use crate::domain::{AgentName, Cid, Correction, Timestamp};
use crate::text::without_secrets;

pub enum AgentRequest {
    Accept,
    Correct {
        of: u64,
        correction: Correction,
    },
    TakeOver,
    Decline {
        reason: Option<String>,
    },
    Say {
        cid: Cid,
        text: String,
    },
    Note {
        cid: Cid,
        text: String,
        mentions: Vec<AgentName>,
    },
    Requeue {
        team: Option<String>,
        note: Option<String>,
    },
    /// To a colleague, whom customers know by `name`.
    PassTo {
        to: AgentName,
        name: String,
        note: Option<String>,
    },
    /// The bot says the article, where one is named.
    ReturnToBot {
        instruction: Option<String>,
        article: Option<String>,
    },
    /// The supervisor who was called has seen to it.
    AnswerCall,
    /// Asks the customer for an e-mail address.
    AskAddress,
    Snooze {
        until: Timestamp,
    },
    WrapUp {
        code: String,
        note: Option<String>,
    },
    Resolve,
}

impl AgentRequest {
    /// Whether a supervisor who does it in a chat of others has come to it.
    pub fn sees_to_a_call(&self) -> bool {
        use AgentRequest::*;
        matches!(self, Accept | TakeOver | Note { .. } | Requeue { .. } | PassTo { .. })
    }

    /// The same without the secrets that an agent may have typed.
    pub fn without_secrets(self) -> Self {
        let safe = |text: Option<String>| text.map(|text| without_secrets(&text));
        match self {
            Self::Say { cid, text } => Self::Say { cid, text: without_secrets(&text) },
            Self::Note { cid, text, mentions } => Self::Note { cid, text: without_secrets(&text), mentions },
            Self::Decline { reason } => Self::Decline { reason: safe(reason) },
            Self::Requeue { team, note } => Self::Requeue { team, note: safe(note) },
            Self::PassTo { to, name, note } => Self::PassTo { to, name, note: safe(note) },
            Self::ReturnToBot { instruction, article } => Self::ReturnToBot { instruction: safe(instruction), article },
            Self::WrapUp { code, note } => Self::WrapUp { code, note: safe(note) },
            Self::Snooze { .. }
            | Self::Accept
            | Self::AnswerCall
            | Self::AskAddress
            | Self::Correct { .. }
            | Self::TakeOver
            | Self::Resolve => self,
        }
    }
}

/// Why an agent's request was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AgentError {
    #[error("a colleague has this chat")]
    Taken,
    #[error("this chat is not yours")]
    NotYours,
    #[error("this chat is for a supervisor")]
    Forbidden,
    #[error("there is no such message or intent")]
    NoSuchMessage,
    #[error("nothing was kept under this placeholder")]
    NothingKept,
    #[error("this chat does not wait for a person")]
    NotWaiting,
    #[error("this bot has no such article for customers")]
    NoSuchArticle,
    #[error("this bot has no such wrap-up code")]
    NoSuchCode,
    #[error("the customer was asked for an address already, or this server sends no e-mail")]
    NoAddressNeeded,
    #[error("nobody is called to this chat any more")]
    NotCalled,
    #[error("this id was used for another message")]
    CidReused,
    #[error("it could not be stored; it is safe to try again")]
    NotStored,
}
