//! `baton token`: API tokens for programs. Works as `baton user` does.

use super::remote::{Remote, on_store, written_down};
use crate::config::Config;
use crate::domain::AgentName;
use crate::server::{NewToken, remove_token, tokens};
use crate::store::{Deed, Scope, Store};
use anyhow::{Result, anyhow};
use serde_json::Value;

#[derive(clap::Args)]
pub struct Token {
    #[command(subcommand)]
    command: TokenCommand,
    /// Address of a running server, such as http://127.0.0.1:8080; the token of an administrator is in BATON_TOKEN.
    #[arg(long, global = true, value_name = "URL")]
    url: Option<String>,
}

#[derive(clap::Subcommand)]
enum TokenCommand {
    /// Make a token; it is printed once.
    Add(Add),
    /// List the tokens.
    List,
    /// Remove the token of this id.
    Remove { id: String },
}

#[derive(clap::Args)]
struct Add {
    /// What it is for.
    name: String,
    /// On whose behalf.
    #[arg(long, default_value = "admin")]
    user: String,
    /// What it may be used for.
    #[arg(long = "scope", value_enum, required = true)]
    scopes: Vec<ScopeName>,
    /// Days after which it ends.
    #[arg(long, default_value_t = 90)]
    days: u32,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum ScopeName {
    Console,
    Transcripts,
    Audit,
    Users,
    Sessions,
    Store,
}

impl Token {
    pub fn run(self, config: &Config) -> Result<()> {
        match self.url {
            Some(url) => self.command.run_at(&Remote::new(&url)?),
            None => on_store(config, async |store| self.command.run_on(store).await),
        }
    }
}

impl TokenCommand {
    async fn run_on(self, store: &dyn Store) -> Result<()> {
        match self {
            Self::Add(add) => {
                let owner = AgentName::new(&add.user);
                let saved = add.token().save(store, &owner).await;
                let (token, secret) = saved.map_err(|fault| anyhow!("failed to {fault}"))?;
                written_down(store, Deed::TokenAdded, text(&token, "id")).await?;
                say_made(&token, &secret);
            }
            Self::List => {
                let tokens = tokens(store).await.map_err(|fault| anyhow!("failed to {fault}"))?;
                print_tokens(&tokens);
            }
            Self::Remove { id } => {
                remove_token(store, &id).await.map_err(|fault| anyhow!("failed to {fault}"))?;
                written_down(store, Deed::TokenRemoved, &id).await?;
                println!("token {id} is worth nothing any more");
            }
        }
        Ok(())
    }

    fn run_at(self, server: &Remote) -> Result<()> {
        match self {
            Self::Add(add) => {
                let token = server.send("POST", "tokens", &add.token())?;
                say_made(&token, text(&token, "token"));
            }
            Self::List => {
                let listed = server.send("GET", "tokens", &Value::Null)?;
                print_tokens(listed["tokens"].as_array().map_or(&[], Vec::as_slice));
            }
            Self::Remove { id } => {
                server.send("DELETE", &format!("tokens/{id}"), &Value::Null)?;
                println!("token {id} is worth nothing any more");
            }
        }
        Ok(())
    }
}

impl Add {
    fn token(&self) -> NewToken {
        NewToken {
            name: self.name.clone(),
            user: Some(AgentName::new(&self.user)),
            scopes: self.scopes.iter().map(|scope| (*scope).into()).collect(),
            days: self.days,
        }
    }
}

/// The token alone on standard output, so that a script can take it.
fn say_made(token: &Value, secret: &str) {
    eprintln!("token {} ends on {} (shown only now):", text(token, "id"), day(token));
    println!("{secret}");
}

fn print_tokens(tokens: &[Value]) {
    for token in tokens {
        let scopes: Vec<&str> = token["scopes"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let [id, name, user] = ["id", "name", "user"].map(|key| text(token, key));
        println!("{id} {name:<20} {user:<20} until {} {}", day(token), scopes.join(", "));
    }
}

fn text<'a>(token: &'a Value, key: &str) -> &'a str {
    token[key].as_str().unwrap_or_default()
}

fn day(token: &Value) -> &str {
    text(token, "expires_at").split('T').next().unwrap_or_default()
}

impl From<ScopeName> for Scope {
    fn from(name: ScopeName) -> Self {
        match name {
            ScopeName::Console => Self::Console,
            ScopeName::Transcripts => Self::Transcripts,
            ScopeName::Audit => Self::Audit,
            ScopeName::Users => Self::Users,
            ScopeName::Sessions => Self::Sessions,
            ScopeName::Store => Self::Store,
        }
    }
}
