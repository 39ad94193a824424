//! Where a command works: on the store itself while no server runs on it, else through the admin API of the running server.

use crate::config::Config;
use crate::domain::AgentName;
use crate::server::audit_entry;
use crate::store::{Deed, SledStore, Store, StoreError};
use anyhow::{Context, Result, anyhow, bail};
use serde::Serialize;
use serde_json::Value;
use std::time::Duration;

/// Longest wait for a connection; an answer may take as long as the server works on it.
const PATIENCE: Duration = Duration::from_secs(30);
/// Who did what was done on the server itself, in the audit log. No user has a name with a space.
pub const COMMAND_LINE: &str = "command line";

/// Runs a command on the store, which no server may have open.
pub fn on_store(config: &Config, command: impl AsyncFnOnce(&dyn Store) -> Result<()>) -> Result<()> {
    let store = open(config)?;
    runtime()?.block_on(command(&store))
}

/// The store of the data folder, which no server may have open.
pub fn open(config: &Config) -> Result<SledStore> {
    SledStore::open(config.store_folder(), config.store.cache_mb << 20).map_err(|fault| explained(&fault))
}

pub fn runtime() -> Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread().enable_all().build().context("failed to start the async runtime")
}

pub fn explained(fault: &StoreError) -> anyhow::Error {
    match fault {
        StoreError::Locked { .. } => anyhow!("failed to {fault}; stop the server, or give its --url to go through it"),
        _ => anyhow!("failed to {fault}"),
    }
}

/// Writes into the audit log what was done on the store itself.
pub async fn written_down(store: &dyn Store, deed: Deed, on: &str) -> Result<()> {
    let entry = audit_entry(AgentName::new(COMMAND_LINE), deed, Some(on.into()));
    store.put_audit(entry).await.map_err(|fault| anyhow!("failed to {fault}"))
}

/// The admin API of a running server.
pub struct Remote {
    agent: ureq::Agent,
    base: String,
    token: String,
}

impl Remote {
    pub fn new(url: &str) -> Result<Self> {
        let token = std::env::var("BATON_TOKEN").ok().filter(|token| !token.is_empty());
        let token = token.context("failed to sign in at the server: BATON_TOKEN is not set")?;
        let config = ureq::Agent::config_builder().timeout_connect(Some(PATIENCE)).http_status_as_error(false);
        Ok(Self { agent: config.build().into(), base: url.trim_end_matches('/').into(), token })
    }

    /// The answer's JSON (null where it has none), or what the server says is wrong.
    pub fn send(&self, method: &str, path: &str, body: &impl Serialize) -> Result<Value> {
        let (address, mut answer) = self.ask(method, path, body)?;
        let text = answer.body_mut().read_to_string().with_context(|| format!("failed to read from {address}"))?;
        Ok(serde_json::from_str(&text).unwrap_or_default())
    }

    /// What the server sends at that path, to be read as it comes.
    pub fn download(&self, path: &str) -> Result<impl std::io::Read + use<>> {
        Ok(self.ask("GET", path, &Value::Null)?.1.into_body().into_reader())
    }

    /// The answer before its body is read, with the address asked.
    fn ask(
        &self,
        method: &str,
        path: &str,
        body: &impl Serialize,
    ) -> Result<(String, ureq::http::Response<ureq::Body>)> {
        let address = format!("{}/api/v1/{path}", self.base);
        let request = ureq::http::Request::builder()
            .method(method)
            .uri(&address)
            .header("authorization", format!("Bearer {}", self.token))
            .header("content-type", "application/json");
        let body = serde_json::to_vec(body).expect("requests are plain data");
        let sent = match method {
            "GET" | "DELETE" => self.agent.run(request.body(())?),
            _ => self.agent.run(request.body(body)?),
        };
        let mut answer = sent.with_context(|| format!("failed to reach {address}"))?;
        let status = answer.status();
        if status.is_success() {
            return Ok((address, answer));
        }
        let text = answer.body_mut().read_to_string().with_context(|| format!("failed to read from {address}"))?;
        let value: Value = serde_json::from_str(&text).unwrap_or_default();
        bail!(
            "{}",
            value["error"]["message"].as_str().map_or_else(|| format!("{address} says {status}"), str::to_string)
        )
    }
}
