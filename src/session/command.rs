//! What a session can be asked to do, and what it sends out.

use super::actor::NotStored;
use super::agent_request::{AgentError, AgentRequest};
use super::files::TakenFile;
use crate::dialogue::{Letter, Ticket};
use crate::domain::{
    AgentName, Attachment, BotId, Cid, FileId, Identity, Locale, MailEnd, OfferEnd, Rank, Record, Redacted, State,
    Timestamp,
};
use crate::store::{FileFacts, StoreError};
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot};

pub type Reply<T> = oneshot::Sender<T>;

/// Something for a socket of the session. Whether it may be seen there is the socket's affair.
#[derive(Debug, Clone)]
pub enum Outbound {
    /// An event, durable by now.
    Record(Arc<Record>),
    /// The customer's message is durable. Only to the socket that sent it.
    Ack {
        cid: Cid,
        seq: u64,
    },
    Typing {
        from: Side,
        on: bool,
    },
    Read {
        by: Side,
        seq: u64,
    },
    /// Whether the customer has the chat open.
    Presence(bool),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Customer,
    Agent,
    Bot,
}

/// Why a customer's frame was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SayError {
    #[error("this id was used for another message")]
    CidReused,
    #[error("this chat has ended")]
    Closed,
    #[error("too many sockets on this session")]
    TooManySockets,
    #[error("the message could not be stored; it is safe to send it again")]
    NotStored,
    #[error("there is no such choice")]
    NoSuchChoice,
    #[error("this chat asks for no address")]
    NotAsked,
}

/// Why a file was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    #[error("this id was used for another message")]
    CidReused,
    #[error("this chat has ended")]
    Closed,
    #[error("this chat is not yours")]
    NotYours,
    #[error("this chat holds as many files as it may")]
    TooMany,
    #[error("the file could not be stored; it is safe to send it again")]
    NotStored,
}

impl From<SayError> for FileError {
    fn from(fault: SayError) -> Self {
        if fault == SayError::Closed { Self::Closed } else { Self::NotStored }
    }
}

/// Whose file it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileFrom {
    Customer,
    Agent(AgentName),
}

/// A file that lies on disk.
#[derive(Debug)]
pub struct SentFile {
    pub cid: Cid,
    /// As its sender calls it.
    pub name: String,
    pub facts: FileFacts,
}

/// Why a session cannot be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreached {
    /// There is no such session.
    Unknown,
    /// There may be one, and the store cannot read it: nothing may be concluded from that.
    NotRead,
}

/// What a socket starts from.
#[derive(Debug)]
pub struct Joined {
    pub head_seq: u64,
    pub state: State,
    pub owner: u64,
    /// Visible events after the asked `seq`, the first 500.
    pub missed: Vec<Arc<Record>>,
    pub more: bool,
    pub locale: crate::domain::Locale,
}

/// What a console that watches starts from.
pub struct Watched {
    pub entries: Vec<Arc<Record>>,
    /// Where the session is not on the desk, and so not known there.
    pub ticket: Option<Box<Ticket>>,
}

/// What a customer's socket says to show that a session is its own.
#[derive(Debug, Clone)]
pub struct Claim {
    pub bot: BotId,
    /// SHA-256 of the resume token, hex.
    pub token_hash: String,
    /// The customer, as the host page's server says.
    pub identity: Option<Identity>,
}

pub enum Command {
    /// A customer's socket joins; the claim must be the session's.
    Join {
        claim: Claim,
        last_seq: u64,
        out: mpsc::Sender<Outbound>,
        reply: Reply<Result<Joined, JoinError>>,
    },
    /// One more device may join from now on, as the claim says; its token is new.
    Admit {
        claim: Claim,
        reply: Reply<Result<(), JoinError>>,
    },
    Say {
        cid: Cid,
        text: String,
        from: mpsc::Sender<Outbound>,
        reply: Reply<Result<(), SayError>>,
    },
    Choose {
        cid: Cid,
        choice: String,
        to: u64,
        from: mpsc::Sender<Outbound>,
        reply: Reply<Result<(), SayError>>,
    },
    Rate {
        cid: Cid,
        score: u8,
        comment: Option<String>,
        from: mpsc::Sender<Outbound>,
        reply: Reply<Result<(), SayError>>,
    },
    End {
        cid: Cid,
        from: mpsc::Sender<Outbound>,
        reply: Reply<Result<(), SayError>>,
    },
    /// An e-mail address for the answer, sealed before it comes here.
    LeaveAddress {
        cid: Cid,
        sealed: String,
        from: mpsc::Sender<Outbound>,
        reply: Reply<Result<(), SayError>>,
    },
    SendFile {
        from: FileFrom,
        sent: SentFile,
        reply: Reply<Result<TakenFile, FileError>>,
    },
    /// What is known of a file of the session.
    File {
        id: FileId,
        reply: Reply<Option<Attachment>>,
    },
    /// What goes by e-mail now.
    Mail(Reply<MailDue>),
    /// What was owed up to the `seq` is at its end.
    MailEnded {
        upto: u64,
        how: MailEnd,
        reply: Reply<Result<(), NotStored>>,
    },
    CustomerTyping(bool),
    CustomerSeen(u64),
    /// A customer's socket has ended.
    CustomerLeft,
    /// An agent's socket watches the log, and is given what comes after its entry `after`.
    Watch {
        after: usize,
        out: mpsc::Sender<Outbound>,
        reply: Reply<Watched>,
    },
    Agent {
        agent: AgentName,
        name: String,
        rank: Rank,
        request: AgentRequest,
        reply: Reply<Result<(), AgentError>>,
    },
    /// What the customer typed last, while no agent has answered it.
    Question(Reply<Option<Question>>),
    /// What the customer typed at that `seq`, or last.
    Typed {
        of: Option<u64>,
        reply: Reply<Option<Question>>,
    },
    /// Shows a contact detail of the customer to the agent who has the chat.
    Reveal {
        agent: AgentName,
        of: u64,
        placeholder: String,
        reply: Reply<Result<String, AgentError>>,
    },
    /// What the routing wants.
    Place {
        placement: Placement,
        reply: Reply<Result<(), NotStored>>,
    },
    AgentTyping {
        agent: AgentName,
        on: bool,
    },
    /// The agent's connection has been gone for longer than the grace period.
    AgentGone(AgentName),
    /// The resume token is worth nothing from now on, and the customer's sockets end.
    Revoke(Reply<bool>),
    /// Everything held on the session goes, and the session with it.
    Erase(Reply<Result<(), StoreError>>),
    /// Look again at what is owed: after a start, or when the bot's files changed.
    Wake,
}

/// A customer's message that waits for an agent's answer.
#[derive(Debug)]
pub struct Question {
    pub of: u64,
    pub said: Redacted,
    pub locale: Locale,
}

/// What a session has for the post.
#[derive(Debug)]
pub enum MailDue {
    Letter(Letter),
    /// Nothing for now; an answer may come.
    Nothing,
    /// Nothing any more: the address is not needed.
    Over,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JoinError {
    Denied,
    NotStored,
    TooManySockets,
}

pub enum Placement {
    Offer {
        to: AgentName,
        expires_at: Timestamp,
    },
    /// To an agent, whom customers know by `name`, without asking.
    Assign {
        to: AgentName,
        name: String,
    },
    EndOffer {
        to: AgentName,
        why: OfferEnd,
    },
    /// A target of the policy is due.
    CheckGoals,
    /// A supervisor is to look at it.
    Call {
        to: AgentName,
    },
    /// The agent left the customer without an answer.
    EndSilence,
    /// The time of a rest is up.
    Wake,
}
