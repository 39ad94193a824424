//! The way of a browser to the provider and back, and what the provider is asked meanwhile.

use super::{OidcFault, OidcSettings, Person, Provider, Question, encoded, is_safe, keys};
use crate::domain::{Timestamp, Work};
use crate::server::http::{fault, store_fault};
use crate::server::jws::Key;
use crate::server::password::hash_password;
use crate::server::{Doors, Shared};
use crate::session::{new_token, token_hash};
use crate::store::{Deed, StoreError, User};
use axum::extract::{ConnectInfo, Query, State};
use axum::http::header::{COOKIE, LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use data_encoding::BASE64;
use serde::Deserialize;
use serde_json::Value;
use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Mutex;
use std::time::{Duration, Instant};

const CALLBACK: &str = "/api/v1/oidc/callback";
/// Only for the way back from the provider, which is why it may come from another site.
const COOKIE_NAME: &str = "baton_oidc";
/// Time to sign in at the provider.
const PATIENCE: Duration = Duration::from_secs(600);
/// Sign-ins in progress at once; the oldest are forgotten.
const AT_ONCE: usize = 1000;
/// Longest wait for the provider.
const PROVIDER: Duration = Duration::from_secs(10);
const LONGEST_ANSWER: u64 = 1 << 20;

/// Sign-ins in progress, by state.
#[derive(Default)]
pub struct Pending(Mutex<HashMap<String, (Question, Instant)>>);

impl Pending {
    fn begin(&self, now: Instant) -> Question {
        let asked = Question { state: new_token(), nonce: new_token(), verifier: new_token() };
        let mut pending = self.0.lock().expect("nothing panics while it holds the sign-ins");
        pending.retain(|_, (_, since)| now.saturating_duration_since(*since) < PATIENCE);
        if pending.len() >= AT_ONCE {
            let oldest = pending.iter().min_by_key(|(_, (_, since))| *since).map(|(state, _)| state.clone());
            oldest.and_then(|state| pending.remove(&state));
        }
        pending.insert(asked.state.clone(), (asked.clone(), now));
        asked
    }

    /// Each comes back once.
    fn end(&self, state: &str, now: Instant) -> Option<Question> {
        let mut pending = self.0.lock().expect("nothing panics while it holds the sign-ins");
        let (asked, since) = pending.remove(state)?;
        (now.saturating_duration_since(since) < PATIENCE).then_some(asked)
    }
}

#[derive(Deserialize)]
pub struct Back {
    #[serde(default)]
    code: Option<String>,
    #[serde(default)]
    state: Option<String>,
    #[serde(default)]
    error: Option<String>,
}

/// Sends the browser to the provider.
pub async fn leave(State(doors): State<Shared>) -> Response {
    let settings = doors.settings.oidc.clone();
    if !settings.is_on() {
        return fault(StatusCode::NOT_FOUND, "not_found", "there is no sign-in by OpenID Connect here");
    }
    match tokio::task::spawn_blocking(move || provider(&settings)).await.unwrap_or_else(|_| Err(broken())) {
        Err(error) => refused(&error),
        Ok(provider) => {
            let asked = doors.pending.begin(Instant::now());
            let address = doors.settings.oidc.address(&provider, &doors.way_back(), &asked);
            let cookie = doors.way_cookie(&token_hash(&asked.state), PATIENCE.as_secs());
            (StatusCode::SEE_OTHER, [(LOCATION, address), (SET_COOKIE, cookie)]).into_response()
        }
    }
}

/// The browser is back: who it is, in exchange for the code.
pub async fn back(
    State(doors): State<Shared>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Query(back): Query<Back>,
) -> Response {
    let person = match doors.asked(&headers, &back) {
        Ok((asked, code)) => {
            let (settings, way_back) = (doors.settings.oidc.clone(), doors.way_back());
            let exchange = move || exchange(&settings, &way_back, &asked, &code);
            tokio::task::spawn_blocking(exchange).await.unwrap_or_else(|_| Err(broken()))
        }
        Err(error) => Err(error),
    };
    let person = match person {
        Ok(person) => person,
        Err(error) => return refused(&error),
    };
    let welcomed = async {
        let user = doors.known_as(person).await?;
        let (caller, token) = doors.let_in(user, Some(doors.address(peer, &headers))).await?;
        caller.note(&doors, Deed::SignedIn, None).await?;
        Ok(token)
    };
    match welcomed.await {
        Err(error) => store_fault(&error),
        Ok(token) => {
            let mut answer = (StatusCode::SEE_OTHER, [(LOCATION, "/agent")]).into_response();
            for cookie in [doors.cookie(&token, doors.settings.login_hours * 3600), doors.way_cookie("", 0)] {
                let cookie = cookie.parse().expect("a cookie of letters and digits");
                answer.headers_mut().append(SET_COOKIE, cookie);
            }
            answer
        }
    }
}

impl Doors {
    fn way_back(&self) -> String {
        format!("{}{CALLBACK}", self.settings.own_origins[0])
    }

    fn way_cookie(&self, value: &str, max_age_s: u64) -> String {
        let secure = if self.is_secure() { "; Secure" } else { "" };
        format!("{COOKIE_NAME}={value}; Path={CALLBACK}; HttpOnly; SameSite=Lax; Max-Age={max_age_s}{secure}")
    }

    /// The question that this browser left with, and the code that it brings.
    fn asked(&self, headers: &HeaderMap, back: &Back) -> Result<(Question, String), OidcFault> {
        let state = back.state.as_deref().ok_or(OidcFault::State)?;
        let cookies = headers.get(COOKIE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let own = format!("{COOKIE_NAME}={}", token_hash(state));
        if !cookies.split(';').any(|pair| pair.trim() == own) {
            return Err(OidcFault::State);
        }
        let asked = self.pending.end(state, Instant::now()).ok_or(OidcFault::State)?;
        match (&back.code, &back.error) {
            (Some(code), None) => Ok((asked, code.clone())),
            (_, error) => {
                let word = error.as_deref().unwrap_or("no code").chars().filter(char::is_ascii_graphic).take(40);
                Err(OidcFault::Refused(word.collect()))
            }
        }
    }

    /// The user, made or changed to what the provider says today.
    async fn known_as(&self, person: Person) -> Result<User, StoreError> {
        let _alone = self.users.lock().await;
        let store = &self.registry.rooms.store;
        let known = store.user(&person.name).await?;
        let changed = known.as_ref().is_some_and(|known| known.role != person.role);
        let mut user = known.unwrap_or_else(|| User {
            name: person.name,
            display_name: String::new(),
            role: person.role,
            bots: Vec::new(),
            // Nobody knows it: they sign in at the provider only.
            password_hash: hash_password(&new_token()),
            second_factor: None,
            needs_second_factor: false,
            password_set_at: Timestamp::now(),
            work: Work::default(),
        });
        (user.display_name, user.role) = (person.display_name, person.role);
        store.put_user(user.clone()).await?;
        if changed {
            self.registry.rooms.desk.sign_out(&user.name);
        }
        Ok(user)
    }
}

/// Who sent the code, by the provider's own word.
fn exchange(settings: &OidcSettings, way_back: &str, asked: &Question, code: &str) -> Result<Person, OidcFault> {
    let provider = provider(settings)?;
    let mut form = vec![
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", way_back),
        ("code_verifier", &asked.verifier),
    ];
    let mut request = agent().post(&provider.token_endpoint);
    match &settings.client_secret {
        None => form.push(("client_id", &settings.client_id)),
        Some(secret) => {
            let pair = format!("{}:{}", encoded(&settings.client_id), encoded(secret));
            request = request.header("authorization", format!("Basic {}", BASE64.encode(pair.as_bytes())));
        }
    }
    let answer = request.send_form(form).map_err(|error| OidcFault::Refused(error.to_string()))?;
    let answer: Value = body(answer)?;
    let token = answer["id_token"].as_str().ok_or_else(|| OidcFault::Refused("it sent no id_token".into()))?;
    let keys: Vec<Key> = keys(&ask(&provider.jwks_uri)?);
    settings.person(token, &keys, &asked.nonce, Timestamp::now())
}

/// What the provider says of itself now.
fn provider(settings: &OidcSettings) -> Result<Provider, OidcFault> {
    let address = format!("{}/.well-known/openid-configuration", settings.issuer.trim_end_matches('/'));
    let said = ask(&address)?;
    let provider: Provider = serde_json::from_value(said).map_err(|error| OidcFault::Unreached(error.to_string()))?;
    if provider.issuer != settings.issuer {
        return Err(OidcFault::OtherIssuer(provider.issuer));
    }
    for address in [&provider.authorization_endpoint, &provider.token_endpoint, &provider.jwks_uri] {
        if !is_safe(address) {
            return Err(OidcFault::NoTls(address.clone()));
        }
    }
    Ok(provider)
}

fn ask(address: &str) -> Result<Value, OidcFault> {
    body(agent().get(address).call().map_err(|error| OidcFault::Unreached(error.to_string()))?)
}

fn body(mut answer: ureq::http::Response<ureq::Body>) -> Result<Value, OidcFault> {
    let read = answer.body_mut().with_config().limit(LONGEST_ANSWER).read_json();
    read.map_err(|error| OidcFault::Unreached(error.to_string()))
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().timeout_global(Some(PROVIDER)).max_redirects(0).build().into()
}

fn broken() -> OidcFault {
    OidcFault::Unreached("the question was given up".into())
}

fn refused(error: &OidcFault) -> Response {
    tracing::warn!(fault = %error, "someone was not signed in by OpenID Connect");
    let status = match error {
        OidcFault::Unreached(_) | OidcFault::OtherIssuer(_) | OidcFault::NoTls(_) => StatusCode::BAD_GATEWAY,
        _ => StatusCode::FORBIDDEN,
    };
    fault(status, "oidc", &format!("failed to sign you in: {error}"))
}
