//! What the doors can be set to; `baton.toml` names the defaults and their reasons.

use super::{
    Algorithm, FileSettings, IdentityMode, IdentityRules, LockoutRules, OidcSettings, PasswordRules, TranslateSettings,
};
use crate::store::ErasedList;
use jiff::SignedDuration;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// Everything the doors need to know.
#[derive(Clone)]
pub struct Settings {
    pub limits: Limits,
    pub bots: BTreeMap<String, BotSettings>,
    /// As browsers name this server, the first as people are told it; origins are compared with these.
    pub own_origins: Vec<String>,
    /// By bot.
    pub identity: BTreeMap<String, IdentityRules>,
    pub agent_grace: Duration,
    pub login_hours: i64,
    /// A sign-in ends after so long without anything done.
    pub login_idle: SignedDuration,
    pub lockout: LockoutRules,
    /// Which sessions were erased.
    pub erased: ErasedList,
    pub passwords: PasswordRules,
    /// Between two looks for sessions that are held for too long.
    pub sweep: Duration,
    /// The store's files are compacted once they have grown by this much, and to twice their size.
    pub compact_growth_bytes: u64,
    pub oidc: Arc<OidcSettings>,
    pub files: FileSettings,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BotSettings {
    #[serde(default)]
    pub allowed_origins: Vec<String>,
    /// Days after its last event for which a session is held; 0 for ever.
    #[serde(default)]
    pub retention_days: u32,
    #[serde(default)]
    pub identity: IdentityMode,
    /// Two at most: the one in use and the one that follows or precedes it.
    #[serde(default)]
    pub identity_keys: Vec<KeySettings>,
    /// Whether customers may send files; agents may at any rate.
    #[serde(default = "yes")]
    pub customer_files: bool,
    /// For its agents.
    #[serde(default)]
    pub translate: TranslateSettings,
}

fn yes() -> bool {
    true
}

/// A key that customers' tokens are signed with.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeySettings {
    pub kid: String,
    pub alg: Algorithm,
    /// A public key in PEM, or a secret.
    pub file: PathBuf,
}

/// Units are in the names; reasons are in `baton.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    pub frame_bytes: usize,
    pub message_chars: usize,
    pub messages_per_s: f64,
    pub messages_burst: u32,
    pub signals_per_s: f64,
    pub signals_burst: u32,
    pub bad_frames: u32,
    pub agent_frames_per_s: f64,
    pub agent_frames_burst: u32,
    pub sockets_per_session: usize,
    pub sockets_per_address: usize,
    pub upgrades_per_s: f64,
    pub hello_s: u64,
    pub ping_s: u64,
    pub dead_s: u64,
    pub outbound_frames: usize,
    pub outbound_bytes: usize,
    pub model_waiting: usize,
    pub text_cache: usize,
    pub allow_no_origin: bool,
    pub connections_per_address: usize,
    pub header_s: u64,
    pub header_bytes: usize,
    pub body_s: u64,
    pub body_bytes: usize,
    pub identity_skew_s: u64,
    pub move_code_s: u64,
    pub trusted_proxies: Vec<IpAddr>,
}
