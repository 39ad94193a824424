//! What those who sign in may do, how they show that it is them, and what they did.

use super::{Role, User};
use crate::domain::{AgentName, BotId, EventId, Timestamp};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

impl User {
    /// Whether a code is asked for when they sign in.
    pub fn has_second_factor(&self) -> bool {
        self.second_factor.as_ref().is_some_and(|factor| factor.confirmed)
    }

    /// Whether they see sessions of the bot.
    pub fn serves(&self, bot: &BotId) -> bool {
        self.bots.is_empty() || self.bots.contains(bot)
    }
}

/// An authenticator app (TOTP), and codes for the day it is lost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondFactor {
    /// Sealed with the server's own key.
    pub secret: String,
    /// Whether a first code was right; until then nothing is asked for.
    pub confirmed: bool,
    /// The step of the last code that was used: none is good twice.
    pub last_step: u64,
    /// SHA-256 of each unused recovery code, hex.
    pub recovery: Vec<String>,
}

/// What may be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Serve customers.
    Console,
    /// Read what was said in sessions.
    Transcripts,
    /// Read the audit log.
    Audit,
    /// Add, change and remove users.
    Users,
    /// Change sessions from outside: take a customer's access away, export them, erase them.
    Sessions,
    /// Make and remove API tokens.
    Tokens,
    /// Back up and compact the store.
    Store,
}

impl Role {
    /// The whole of who may do what. An auditor reads, and changes nothing.
    pub fn may(self, scope: Scope) -> bool {
        use Scope::*;
        match self {
            Self::Agent => matches!(scope, Console),
            Self::Supervisor => matches!(scope, Console | Transcripts),
            Self::Auditor => matches!(scope, Transcripts | Audit),
            Self::Admin => true,
        }
    }
}

/// How much of what its user may do a login may do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Grant {
    #[default]
    Everything,
    /// Made for a program, under a name.
    Token { name: String, scopes: Vec<Scope> },
}

/// One line of the audit log: who did what to whom, when, and from where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntry {
    pub id: EventId,
    pub at: Timestamp,
    pub who: AgentName,
    /// The API token it was done with.
    pub token: Option<String>,
    pub deed: Deed,
    /// The user, token or session that it was done to.
    pub on: Option<String>,
    /// Where it was done from; nowhere for the command line on the server itself.
    pub address: Option<IpAddr>,
}

/// What is worth an entry in the audit log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    SignedIn,
    UserAdded,
    UserChanged,
    UserRemoved,
    PasswordReset,
    /// By the user's own hand.
    PasswordChanged,
    SecondFactorSet,
    RecoveryCodeUsed,
    TokenAdded,
    TokenRemoved,
    AccessRevoked,
    TranscriptRead,
    /// A supervisor said whether a colleague takes chats, and how many.
    AvailabilityChanged,
    /// A supervisor took a chat over from whoever had it.
    ChatTakenOver,
    /// A supervisor read along in a colleague's chat, or somebody read one that no person has.
    ChatRead,
    /// A supervisor left a note in a colleague's chat.
    ChatNoted,
    /// A supervisor gave a colleague's or a waiting chat to an agent, to a team or to the queue.
    ChatMoved,
    /// A supervisor said that they have seen to a chat whose promise was broken.
    CallAnswered,
    /// An agent corrected what the machine had understood: where labelled examples are found.
    Corrected,
    /// A contact detail of a customer was shown to the agent who has the chat, or put into an export.
    ContactRevealed,
    /// A user ended one of their own sign-ins.
    SignInEnded,
    SessionExported,
    /// What agents corrected was read, as examples.
    CorrectionsExported,
    SessionErased,
    BackupMade,
    StoreCompacted,
}
