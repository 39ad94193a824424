//! Floor 4: one actor per session, sole owner of its tracker. `turn.rs` tells the whole story on one screen.

mod actor;
mod agent_request;
mod agent_side;
mod command;
mod contact;
mod corrections;
mod customer_side;
mod dispatch;
mod earlier;
mod files;
mod idle;
mod library;
mod mail;
mod personal;
mod placement;
mod registry;
mod rehearsal;
mod sockets;
mod turn;

pub use agent_request::{AgentError, AgentRequest};
pub use command::{
    Claim, Command, FileError, FileFrom, JoinError, Joined, MailDue, Outbound, Question, SayError, SentFile, Side,
    Unreached, Watched,
};
pub use contact::Contact;
pub use corrections::{corrected, examples};
pub use earlier::{EarlierChat, Found, contacts, search};
pub use files::TakenFile;
pub use library::Library;
pub use personal::{ContactDetails, Export, export};
pub use registry::{NewSession, Registry, Rooms, SessionSettings, new_token, token_hash};
pub use rehearsal::{Rehearsal, Rehearsed};
