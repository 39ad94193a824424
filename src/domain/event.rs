//! What happened, past tense, append-only. Every other view of a session is folded from these.

use super::*;
use serde::{Deserialize, Serialize};

/// Version of the event schema written today. Readers accept this and every older one.
pub const SCHEMA_VERSION: u16 = 1;

/// One event as it is kept, with what a later export, audit or replay needs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    pub v: u16,
    pub id: EventId,
    /// Place in the session's log, 1 first, without gaps.
    pub n: u64,
    /// Place among what the customer may see, 1 first, without gaps.
    pub seq: Option<u64>,
    pub at: Timestamp,
    /// Grows at each change of hands.
    pub owner: u64,
    pub bot: BotId,
    pub session: SessionId,
    pub channel: Channel,
    /// The agent who did it, where one did.
    pub agent: Option<AgentName>,
    pub event: Event,
}

/// How a customer reaches us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    Web,
    Terminal,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    SessionStarted {
        locale: Locale,
        page: Page,
        /// SHA-256 of the resume token, hex.
        token_hash: String,
    },
    /// From now on the session is this customer's alone.
    CustomerIdentified {
        identity: Identity,
    },
    /// An administrator ended the customer's access: the resume token is worth nothing any more.
    AccessRevoked,
    /// The customer goes on with it on one more device, which has a token of its own.
    DeviceJoined {
        /// SHA-256 of the token, hex.
        token_hash: String,
    },
    /// Said by the bot before the customer said anything. Visible.
    Greeted {
        text: String,
        choices: Vec<Choice>,
    },
    /// Visible.
    CustomerSaid {
        cid: Cid,
        text: Redacted,
        /// Contact details that were taken out of it, where the bot's policy keeps them.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        sealed: Vec<Sealed>,
    },
    /// A tapped choice; `to` is the `seq` of the message that offered it. Visible, as the label.
    CustomerChose {
        cid: Cid,
        choice: String,
        label: String,
        to: u64,
    },
    /// Visible.
    CustomerSentFile {
        cid: Cid,
        file: Attachment,
    },
    /// Understanding of the customer message with `seq` `of`.
    Understood {
        of: u64,
        heard: Understanding,
    },
    /// What the policy decided about the customer message with `seq` `of`.
    Decided {
        of: u64,
        decision: Decision,
        tone: Tone,
        mood: f32,
        versions: Versions,
    },
    /// Visible. `cause_seq` is the customer message it answers, or the return to the bot for which an agent chose it.
    BotReplied {
        cause_seq: u64,
        text: String,
        choices: Vec<Choice>,
        sources: Vec<Source>,
    },
    /// The session waits for a person. Visible, as state.
    Queued {
        reason: Reason,
        team: Option<String>,
        priority: Priority,
        /// When people are back, where they were away.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        opens_at: Option<Timestamp>,
    },
    /// It waits, and one agent is asked to take it.
    Offered {
        to: AgentName,
        expires_at: Timestamp,
    },
    /// The offer is over without an agent having taken it: it waits for another.
    OfferEnded {
        to: AgentName,
        why: OfferEnd,
        reason: Option<String>,
    },
    /// The customer's place in the queue. Visible.
    QueueMoved {
        position: u32,
        wait_p50_s: Option<u32>,
        wait_p90_s: Option<u32>,
        /// Of the waits that were told, the share that was not longer than told as p90, in percent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        wait_right: Option<u8>,
    },
    /// An agent took the session; `name` is what the customer sees. Visible, as state. Changes hands.
    AgentAccepted {
        name: String,
    },
    /// Visible.
    AgentSaid {
        cid: Cid,
        text: String,
    },
    /// Visible.
    AgentSentFile {
        cid: Cid,
        file: Attachment,
    },
    NoteAdded {
        cid: Cid,
        text: String,
        /// Colleagues who are asked in it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        mentions: Vec<AgentName>,
    },
    /// The agent no longer has it and it waits again. Visible, as state. Changes hands.
    Requeued {
        why: Requeue,
        team: Option<String>,
        note: Option<String>,
        /// The colleague it is meant for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<AgentName>,
        /// When that team's people are back, where they are away.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        opens_at: Option<Timestamp>,
    },
    /// The bot has it again. Visible, as state. Changes hands.
    ReturnedToBot {
        instruction: Option<String>,
        /// What the agent had it say at once.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        article: Option<String>,
    },
    /// The customer no longer waits for a person. Visible, as state. Changes hands.
    QueueLeft,
    /// The customer may leave an e-mail address for the answer. Visible.
    AddressAsked {
        text: String,
    },
    /// The customer left one. It stands in a row of its own, never here. Visible.
    AddressGiven {
        cid: Cid,
    },
    /// The agent's message with `seq` `of` goes by e-mail: the customer was away.
    MailOwed {
        of: u64,
    },
    /// What was owed up to that `seq` was sent, or can never be.
    MailEnded {
        upto: u64,
        how: MailEnd,
    },
    /// The agent lets it rest until then, or until the customer writes.
    Snoozed {
        until: Timestamp,
    },
    /// The time of its rest is up.
    Woke,
    /// The agent says how it ended and is about to resolve it.
    WrappedUp {
        code: String,
        note: Option<String>,
    },
    /// An agent says what the customer message with `seq` `of` should have been understood as.
    Corrected {
        of: u64,
        correction: Correction,
    },
    /// The agent was shown a contact detail that the customer gave in the message with `seq` `of`.
    ContactRevealed {
        of: u64,
        placeholder: String,
    },
    /// A target of the policy was missed.
    GoalMissed {
        goal: Goal,
        due_at: Timestamp,
    },
    /// A target was missed, and a supervisor is to look at the chat: `to`, or whoever is there first.
    SupervisorCalled {
        goal: Goal,
        to: Option<AgentName>,
    },
    /// A supervisor saw to it.
    SupervisorCame,
    /// The agent is done with it. Visible, as state. Changes hands.
    Resolved,
    /// The customer is asked to rate the chat. Visible.
    SurveyOffered {
        text: String,
    },
    CustomerRated {
        cid: Cid,
        score: u8,
        comment: Option<Redacted>,
    },
    /// The customer ended the chat. Visible, as state. Changes hands.
    CustomerEnded {
        cid: Cid,
    },
    /// The customer wrote again after the end. Visible, as state. Changes hands.
    Reopened,
    /// A sentence from the system. Visible.
    Noticed {
        text: String,
    },
    /// The customer, who has not written for long, is asked whether they are still there. Visible.
    IdleWarned {
        text: String,
    },
    /// It ended because the customer did not write any more. Visible, as state. Changes hands.
    IdleClosed,
}

/// A value that only the server can read, and the placeholder that stands for it in the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    pub placeholder: String,
    pub value: String,
}

/// Why a session went back to the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Requeue {
    /// The agent's connection was gone for longer than the grace period.
    AgentGone,
    /// The agent did not answer the customer.
    AgentSilent,
    Transferred,
}

/// How an e-mail came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailEnd {
    Sent,
    /// The mail server does not take it for this address, now or later.
    Refused,
}

/// What a customer is answered in time for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Goal {
    FirstAnswer,
    NextAnswer,
    Resolution,
}

/// Why an offer ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfferEnd {
    Declined,
    /// The agent did not answer in time.
    Silent,
    /// The agent can no longer take it.
    Withdrawn,
}

impl Event {
    /// Whether the customer may see it, and it therefore carries a `seq`.
    pub fn visible(&self) -> bool {
        use Event::*;
        match self {
            Greeted { .. }
            | CustomerSaid { .. }
            | CustomerChose { .. }
            | CustomerSentFile { .. }
            | BotReplied { .. }
            | Queued { .. }
            | QueueMoved { .. }
            | AgentAccepted { .. }
            | AgentSaid { .. }
            | AgentSentFile { .. }
            | Requeued { .. }
            | ReturnedToBot { .. }
            | QueueLeft
            | Resolved
            | SurveyOffered { .. }
            | AddressAsked { .. }
            | AddressGiven { .. }
            | CustomerRated { .. }
            | CustomerEnded { .. }
            | Reopened
            | Noticed { .. }
            | IdleWarned { .. }
            | IdleClosed => true,
            SessionStarted { .. }
            | CustomerIdentified { .. }
            | AccessRevoked
            | DeviceJoined { .. }
            | Understood { .. } => false,
            Decided { .. }
            | Corrected { .. }
            | ContactRevealed { .. }
            | GoalMissed { .. }
            | SupervisorCalled { .. }
            | SupervisorCame
            | Offered { .. }
            | OfferEnded { .. }
            | NoteAdded { .. }
            | MailOwed { .. }
            | MailEnded { .. }
            | Snoozed { .. }
            | Woke
            | WrappedUp { .. } => false,
        }
    }

    /// Whether the session changes hands with it.
    pub fn changes_hands(&self) -> bool {
        use Event::*;
        matches!(
            self,
            Queued { .. }
                | AgentAccepted { .. }
                | Requeued { .. }
                | ReturnedToBot { .. }
                | QueueLeft
                | Resolved
                | CustomerEnded { .. }
                | IdleClosed
                | Reopened
        )
    }

    /// The file that came with it, where one did.
    pub fn file(&self) -> Option<&Attachment> {
        match self {
            Self::CustomerSentFile { file, .. } | Self::AgentSentFile { file, .. } => Some(file),
            _ => None,
        }
    }

    /// The client's id of the message, where it has one.
    pub fn cid(&self) -> Option<&Cid> {
        use Event::*;
        match self {
            CustomerSaid { cid, .. }
            | CustomerChose { cid, .. }
            | CustomerSentFile { cid, .. }
            | CustomerRated { cid, .. }
            | CustomerEnded { cid }
            | AddressGiven { cid }
            | AgentSaid { cid, .. }
            | AgentSentFile { cid, .. }
            | NoteAdded { cid, .. } => Some(cid),
            _ => None,
        }
    }
}
