//! Agents for a load: users of the store that the server will open, signed in.

use crate::config::Config;
use crate::domain::{AgentName, Timestamp, Work};
use crate::server::hash_password;
use crate::session::{new_token, token_hash};
use crate::store::{Grant, Login, Role, SledStore, Store, User};
use anyhow::{Result, anyhow};
use jiff::SignedDuration;
use std::path::Path;

/// Adds so many agents of every bot to the store in `data`; returns their tokens.
pub async fn sign_in(config: &Config, data: &Path, agents: usize) -> Result<Vec<String>> {
    let store = SledStore::open(data.join("store"), config.store.cache_mb << 20);
    let store = store.map_err(|fault| anyhow!("failed to {fault}"))?;
    let now = Timestamp::now();
    let password_hash = hash_password(&new_token());
    let mut tokens = Vec::new();
    for number in 1..=agents {
        let name = AgentName::new(format!("load-{number}"));
        let user = User {
            name: name.clone(),
            display_name: format!("Agent {number}"),
            role: Role::Agent,
            bots: Vec::new(),
            password_hash: password_hash.clone(),
            second_factor: None,
            needs_second_factor: false,
            password_set_at: now,
            work: Work::default(),
        };
        let token = new_token();
        let expires_at = now + SignedDuration::from_hours(24);
        let grant = Grant::Everything;
        let login = Login {
            token_hash: token_hash(&token),
            user: name,
            signed_in_at: now,
            expires_at,
            used_at: None,
            grant,
            address: None,
        };
        let stored = async {
            store.put_user(user).await?;
            store.put_login(login).await
        };
        stored.await.map_err(|fault| anyhow!("failed to {fault}"))?;
        tokens.push(token);
    }
    Ok(tokens)
}
