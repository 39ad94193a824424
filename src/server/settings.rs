//! What the doors can be set to; `baton.toml` names the defaults and their reasons.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::time::Duration;

/// Everything the doors need to know.
#[derive(Debug, Clone)]
pub struct Settings {
    pub limits: Limits,
    pub bots: BTreeMap<String, BotSettings>,
    /// As browsers name this server, the first as people are told it; origins are compared with these.
    pub own_origins: Vec<String>,
    pub agent_grace: Duration,
    pub login_hours: i64,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BotSettings {
    pub allowed_origins: Vec<String>,
}

/// Units are in the names; reasons are in `baton.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    pub frame_bytes: usize,
    pub message_chars: usize,
    pub messages_per_s: f64,
    pub messages_burst: u32,
    pub sockets_per_session: usize,
    pub sockets_per_address: usize,
    pub upgrades_per_s: f64,
    pub hello_s: u64,
    pub ping_s: u64,
    pub dead_s: u64,
    pub outbound_frames: usize,
    pub model_waiting: usize,
    pub text_cache: usize,
    pub allow_no_origin: bool,
    pub trusted_proxies: Vec<IpAddr>,
}
