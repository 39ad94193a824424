//! Settings of the server: `baton.toml` over the embedded default, flags and variables over both.

mod content;
mod keys;

pub use content::{read_bot, read_bots};
pub use keys::{identity_rules, oidc};

use crate::server::{BotSettings, FileSettings, Limits, LockoutRules, MailSettings, OidcSettings};
use anyhow::{Context, Result};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The reference: every setting with its default and its reason.
pub const DEFAULT: &str = include_str!("../../baton.toml");

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    pub server: Server,
    pub content: Content,
    pub bots: BTreeMap<String, BotSettings>,
    pub limits: Limits,
    pub sessions: Sessions,
    pub store: StoreSettings,
    pub sign_in: LockoutRules,
    pub passwords: Passwords,
    pub oidc: OidcSettings,
    pub mail: MailSettings,
    pub files: FileSettings,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Server {
    pub listen: String,
    pub data: PathBuf,
    pub public_url: String,
    pub tls_cert: PathBuf,
    pub tls_key: PathBuf,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Content {
    pub intents: PathBuf,
    pub knowledge_base: PathBuf,
    pub model: PathBuf,
    pub watch: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sessions {
    pub idle_minutes: u64,
    pub reopen_days: i64,
    pub agent_grace_s: u64,
    pub login_hours: i64,
    pub login_idle_s: i64,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Passwords {
    pub leaked: PathBuf,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoreSettings {
    pub cache_mb: u64,
    pub sweep_s: u64,
    pub compact_growth_mb: u64,
}

impl Config {
    /// The embedded default with `file` laid over it. Without a file, `baton.toml` of the working folder if there is one.
    pub fn load(file: Option<&Path>) -> Result<Self> {
        let beside = Path::new("baton.toml");
        let path = file.or_else(|| beside.exists().then_some(beside));
        let Some(path) = path else { return Self::over_default("", "baton.toml") };
        let text = std::fs::read_to_string(path).with_context(|| format!("failed to read {}", path.display()))?;
        Self::over_default(&text, &path.display().to_string())
    }

    fn over_default(text: &str, name: &str) -> Result<Self> {
        let mut settings: toml::Table = DEFAULT.parse().expect("the embedded default is valid");
        let given: toml::Table = text.parse().with_context(|| format!("failed to read {name}"))?;
        lay_over(&mut settings, given);
        settings.try_into().with_context(|| format!("failed to use {name}"))
    }

    /// The key that values in the store are sealed with; beside the store, so that a copy of the store lacks it.
    pub fn key_file(&self) -> PathBuf {
        self.server.data.join("server.key")
    }

    pub fn store_folder(&self) -> PathBuf {
        self.server.data.join("store")
    }

    pub fn cache_folder(&self) -> PathBuf {
        self.server.data.join("cache")
    }
}

fn lay_over(under: &mut toml::Table, over: toml::Table) {
    for (key, value) in over {
        match (under.get_mut(&key), value) {
            (Some(toml::Value::Table(under)), toml::Value::Table(over)) => lay_over(under, over),
            (_, value) => {
                under.insert(key, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authoring::tests::spoilt::{slips, spoil};
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn spoilt_settings_are_refused_by_name_or_taken(slips in slips()) {
            let text = spoil(DEFAULT, &slips);
            if let Err(fault) = Config::over_default(&text, "baton.toml") {
                prop_assert!(format!("{fault:#}").contains("baton.toml"), "{fault:#}");
            }
        }
    }

    #[test]
    fn a_file_changes_only_what_it_names() {
        let config = Config::over_default("[server]\nlisten = \"127.0.0.1:0\"", "test").expect("valid");
        assert_eq!(config.server.listen, "127.0.0.1:0");
        assert_eq!(config.limits.message_chars, 4000);
    }

    #[test]
    fn an_unknown_key_is_refused_by_name() {
        let fault = Config::over_default("[server]\nlissten = \"x\"", "test").expect_err("unknown key");
        assert!(format!("{fault:#}").contains("lissten"), "{fault:#}");
    }
}
