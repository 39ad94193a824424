//! Reads keys and secrets from the files that the settings name.

use crate::server::{BotSettings, IdentityMode, IdentityRules, Key, OidcSettings};
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;

/// Keys at once: one in use, and one more while they are changed.
const LIVE_KEYS: usize = 2;

/// What each bot checks customers' tokens with.
pub fn identity_rules(bots: &BTreeMap<String, BotSettings>) -> Result<BTreeMap<String, IdentityRules>> {
    bots.iter().map(|(bot, settings)| Ok((bot.clone(), rules(bot, settings)?))).collect()
}

fn rules(bot: &str, settings: &BotSettings) -> Result<IdentityRules> {
    let listed = &settings.identity_keys;
    if listed.len() > LIVE_KEYS {
        bail!(
            "failed to use bots.{bot}.identity_keys: it lists {} keys, at most {LIVE_KEYS} may be in use",
            listed.len()
        );
    }
    if settings.identity != IdentityMode::Off && listed.is_empty() {
        bail!("failed to use bots.{bot}.identity: identity_keys names no key to check tokens with");
    }
    if listed.len() == LIVE_KEYS && listed[0].kid == listed[1].kid {
        bail!("failed to use bots.{bot}.identity_keys: two keys have the kid {:?}", listed[0].kid);
    }
    let keys = listed.iter().map(|key| {
        let file = key.file.display();
        let text = std::fs::read_to_string(&key.file).with_context(|| format!("failed to read {file}"))?;
        Key::from_text(&key.kid, key.alg, &text).with_context(|| format!("failed to use the key in {file}"))
    });
    Ok(IdentityRules { mode: settings.identity, keys: keys.collect::<Result<_>>()? })
}

/// The provider that agents sign in at, with its secret.
pub fn oidc(settings: &OidcSettings) -> Result<OidcSettings> {
    let mut settings = settings.clone();
    if !settings.is_on() {
        return Ok(settings);
    }
    if !settings.issuer_is_safe() {
        bail!("failed to use oidc.issuer: {} is not reached by TLS", settings.issuer);
    }
    if settings.client_id.is_empty() || settings.roles.is_empty() {
        bail!("failed to use oidc: client_id and roles are needed");
    }
    let file = &settings.client_secret_file;
    if !file.as_os_str().is_empty() {
        let secret = std::fs::read_to_string(file).with_context(|| format!("failed to read {}", file.display()))?;
        settings.client_secret = Some(secret.trim().to_string());
    }
    Ok(settings)
}
