//! Floor 5: the doors. HTTP and WebSocket, what may come in and what goes out.

mod agent;
mod agent_wire;
mod arrival;
mod assets;
mod audit;
mod auth;
mod customer;
mod earlier;
mod files;
mod headers;
mod hook;
mod http;
mod identity;
mod jws;
mod limits;
mod link;
mod listen;
mod lockout;
mod mail;
mod moves;
mod office;
mod oidc;
mod origin;
mod own_password;
mod password;
mod permit;
mod routes;
mod second_factor;
mod settings;
mod sign_ins;
mod suggest;
mod tls;
mod tokens;
mod totp;
mod transcripts;
mod translate;
mod upkeep;
mod users;
mod watching;
mod wire;

pub use audit::entry as audit_entry;
pub use auth::profile;
pub use files::FileSettings;
pub use identity::{IdentityMode, IdentityRules};
pub use jws::{Algorithm, Key};
pub use listen::listen;
pub use lockout::LockoutRules;
pub use mail::{MailFault, MailSettings, Post, carry_mail};
pub use oidc::OidcSettings;
pub use own_password::NewPassword;
pub use password::{PasswordRules, hash_password, verify_password};
pub use routes::router;
pub use settings::{BotSettings, Limits, Settings};
pub use tls::{Tls, TlsFault};
pub use tokens::{NewToken, TokenFault, remove_token, tokens};
pub use translate::TranslateSettings;
pub use upkeep::sweep;
pub use users::{NewUser, Saved, UserChange, UserFault, remove_user};

use crate::domain::Timestamp;
use crate::session::Registry;
use limits::{Accounts, Addresses};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{broadcast, watch};

/// What every door needs.
pub struct Doors {
    pub registry: Arc<Registry>,
    pub settings: Settings,
    addresses: Addresses,
    agents: Accounts,
    attempts: lockout::Attempts,
    passwords: password::Checker,
    pending: oidc::door::Pending,
    /// Codes by which chats move to another device.
    moves: moves::Moves,
    /// What opens the files of a session to its customer.
    passes: files::passes::Passes,
    uploads: files::Uploads,
    /// Looks at every file that comes in, where there is one.
    scanner: Option<hook::Hook>,
    translators: translate::Translators,
    /// Held while a user is read, changed and written back.
    users: tokio::sync::Mutex<()>,
    /// Customers' tokens that were used, since the server started.
    used_identities: identity::Used,
    started_at: Timestamp,
    draining: watch::Sender<bool>,
    /// Hashes of the tokens that were signed out, for the consoles they opened.
    signed_out: broadcast::Sender<String>,
}

pub type Shared = Arc<Doors>;

impl Doors {
    pub fn new(registry: Arc<Registry>, settings: Settings) -> Shared {
        let scan = &settings.files;
        let scanner = hook::Hook::of(&scan.scan, Duration::from_secs(scan.scan_s), scan.scans_at_once);
        Arc::new(Self {
            registry,
            addresses: Addresses::new(settings.limits.sockets_per_address, settings.limits.upgrades_per_s),
            agents: Accounts::new(settings.limits.agent_frames_per_s, settings.limits.agent_frames_burst),
            attempts: lockout::Attempts::new(settings.lockout),
            passwords: password::Checker::new(),
            pending: oidc::door::Pending::default(),
            moves: moves::Moves::default(),
            passes: files::passes::Passes::default(),
            uploads: files::Uploads::new(settings.files.clone()),
            scanner,
            translators: translate::Translators::of(settings.bots.iter().map(|(bot, of)| (bot, &of.translate))),
            users: tokio::sync::Mutex::default(),
            used_identities: identity::Used::default(),
            started_at: Timestamp::now(),
            draining: watch::Sender::new(false),
            signed_out: broadcast::Sender::new(64),
            settings,
        })
    }

    fn limits(&self) -> &Limits {
        &self.settings.limits
    }

    fn is_draining(&self) -> bool {
        *self.draining.borrow()
    }

    /// From now on no socket opens, open ones are told to come back later, and `/readyz` says no.
    pub fn drain(&self) {
        self.draining.send_replace(true);
    }
}

impl Doors {
    /// Sockets that are open right now, customers' and agents'.
    pub fn open_sockets(&self) -> usize {
        self.draining.receiver_count()
    }
}

/// Waits until the server goes away.
async fn told_to_leave(draining: &mut watch::Receiver<bool>) {
    // The doors outlive their sockets, so the channel is never closed first.
    let _ = draining.wait_for(|draining| *draining).await;
}

/// After a start every agent is away: those who do not come back in time give their sessions back.
pub fn mind_absent_agents(doors: &Shared) {
    for agent in doors.registry.rooms.desk.needed() {
        tokio::spawn(agent::after_grace(doors.clone(), agent));
    }
}
