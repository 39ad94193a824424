//! Reads the keys that customers' tokens are checked with.

use crate::server::{BotSettings, IdentityMode, IdentityRules, Key};
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
