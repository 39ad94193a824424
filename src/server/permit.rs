//! Who sends a request, and whether they may: by cookie or bearer token, by role, and by what a token was made for.

use super::http::fault;
use super::{Doors, Shared, audit};
use crate::domain::{SessionHead, Timestamp};
use crate::session::token_hash;
use crate::store::{Deed, Grant, Login, Scope, StoreError, User};
use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::header::{AUTHORIZATION, COOKIE, ORIGIN};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use jiff::SignedDuration;
use std::marker::PhantomData;
use std::net::{IpAddr, SocketAddr};
use std::time::Instant;

/// Where the cookie is only ever sent over TLS, browsers hold its name to it.
const COOKIE_NAME: &str = "baton_agent";
const SECURE_COOKIE_NAME: &str = "__Host-baton_agent";

/// Times at most that the use of a sign-in is written down before it would end for want of it.
const USES: i32 = 20;

/// Someone who is signed in.
#[derive(Debug, Clone)]
pub struct Caller {
    pub user: User,
    pub login: Login,
    pub address: Option<IpAddr>,
}

impl Caller {
    /// They must set up a second factor before anything else.
    pub fn must_enrol(&self) -> bool {
        self.user.needs_second_factor && !self.user.has_second_factor()
    }

    pub fn may(&self, scope: Scope) -> Result<(), NotAllowed> {
        let made_for = match &self.login.grant {
            Grant::Everything => true,
            Grant::Token { scopes, .. } => scopes.contains(&scope),
        };
        match () {
            () if !self.user.role.may(scope) => Err(NotAllowed::Role),
            () if !made_for => Err(NotAllowed::Token),
            () if self.must_enrol() && self.login.grant == Grant::Everything => Err(NotAllowed::SecondFactor),
            () => Ok(()),
        }
    }

    /// As [`Self::may`], and a refusal stands in the server's log.
    pub fn must_have(&self, scope: Scope) -> Result<(), NotAllowed> {
        self.may(scope).inspect_err(|refused| {
            tracing::warn!(user = %self.user.name, ?scope, ?refused, "someone was refused what they may not do");
        })
    }

    /// Writes into the audit log what was done.
    pub async fn note(&self, doors: &Doors, deed: Deed, on: Option<String>) -> Result<(), StoreError> {
        let mut entry = audit::entry(self.user.name.clone(), deed, on);
        entry.address = self.address;
        if let Grant::Token { name, .. } = &self.login.grant {
            entry.token = Some(name.clone());
        }
        doors.registry.rooms.store.put_audit(entry).await
    }
}

/// Whether the user serves the session's bot. Nobody is told of the sessions of other bots, so that who asks for one has
/// guessed, which stands in the server's log.
pub fn serves(user: &User, head: &SessionHead) -> bool {
    let serves = user.serves(&head.bot);
    if !serves {
        tracing::warn!(user = %user.name, session.id = %head.session, "someone was refused a chat of another bot");
    }
    serves
}

/// Why someone who is signed in may not do it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotAllowed {
    Role,
    Token,
    SecondFactor,
}

impl IntoResponse for NotAllowed {
    fn into_response(self) -> Response {
        let (code, message) = match self {
            Self::Role => ("forbidden", "your role may not do this"),
            Self::Token => ("forbidden", "this token was not made for this"),
            Self::SecondFactor => ("second_factor_needed", "set up a second factor first"),
        };
        fault(StatusCode::FORBIDDEN, code, message)
    }
}

impl FromRequestParts<Shared> for Caller {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, doors: &Shared) -> Result<Self, Response> {
        let caller = doors.caller(&parts.headers).await;
        let mut caller = caller.ok_or_else(|| fault(StatusCode::UNAUTHORIZED, "unauthorized", "sign in first"))?;
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        caller.address = peer.map(|ConnectInfo(peer)| doors.address(*peer, &parts.headers));
        doors.used(&mut caller.login).await;
        Ok(caller)
    }
}

/// A right that a route asks for.
pub trait Right: Send {
    const SCOPE: Scope;
}

macro_rules! rights {
    ($($right:ident),*) => {
        $(pub struct $right;
        impl Right for $right {
            const SCOPE: Scope = Scope::$right;
        })*
    };
}
rights!(Transcripts, Audit, Users, Sessions, Tokens, Store);

/// Someone who is signed in and has the right: a route's signature says what it takes.
pub struct By<R>(pub Caller, PhantomData<R>);

impl<R: Right> FromRequestParts<Shared> for By<R> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, doors: &Shared) -> Result<Self, Response> {
        let caller = Caller::from_request_parts(parts, doors).await?;
        caller.must_have(R::SCOPE).map_err(IntoResponse::into_response)?;
        Ok(Self(caller, PhantomData))
    }
}

/// Nothing is changed on behalf of another site: a browser says where such a request comes from, and sends no bearer
/// token of its own accord.
pub async fn same_site(State(doors): State<Shared>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let ours = match headers.get(ORIGIN) {
        Some(origin) => doors.is_own(origin),
        None => !headers.contains_key(COOKIE),
    };
    if reads || headers.contains_key(AUTHORIZATION) || ours {
        return next.run(request).await;
    }
    tracing::warn!(path = request.uri().path(), "a request of another site was refused");
    fault(StatusCode::FORBIDDEN, "forbidden", "this origin may not change anything here")
}

impl Doors {
    /// Whether the origin is this server's own.
    pub fn is_own(&self, origin: &HeaderValue) -> bool {
        self.settings.own_origins.iter().any(|own| own.as_bytes() == origin.as_bytes())
    }

    /// Who opens a console: a browser only from our own page, a program with its token from anywhere.
    pub async fn console(&self, headers: &HeaderMap, address: IpAddr) -> Result<Caller, Response> {
        if !headers.contains_key(AUTHORIZATION) && !headers.get(ORIGIN).is_some_and(|origin| self.is_own(origin)) {
            // Whoever asks often is not written down each time.
            if self.addresses.enter(address, Instant::now()).is_some() {
                tracing::warn!(%address, "a page of another site, or of none, was refused a console");
            }
            return Err((StatusCode::FORBIDDEN, "this origin may not open a console").into_response());
        }
        let caller = self.caller(headers).await;
        let caller = caller.ok_or_else(|| (StatusCode::UNAUTHORIZED, "sign in first").into_response())?;
        caller.must_have(Scope::Console).map_err(IntoResponse::into_response)?;
        Ok(caller)
    }

    /// Who sent the request, whatever they may do.
    pub async fn caller(&self, headers: &HeaderMap) -> Option<Caller> {
        let store = &self.registry.rooms.store;
        let login = store.login(&token_hash(&self.token_of(headers)?)).await.ok()??;
        if login.expires_at <= Timestamp::now() || self.idle_left(&login) <= SignedDuration::ZERO {
            return None;
        }
        let user = store.user(&login.user).await.ok()??;
        (login.signed_in_at >= user.password_set_at).then_some(Caller { user, login, address: None })
    }

    /// How long a sign-in lasts if nothing is done with it from now on. A program's token ends on its day only.
    pub fn idle_left(&self, login: &Login) -> SignedDuration {
        match login.grant {
            Grant::Everything => self.settings.login_idle - Timestamp::now().duration_since(login.last_used()),
            Grant::Token { .. } => SignedDuration::MAX,
        }
    }

    /// Somebody does something with the sign-in. It is written down now and then, not each time.
    pub async fn used(&self, login: &mut Login) {
        let (now, often) = (Timestamp::now(), self.settings.login_idle / USES);
        if login.grant != Grant::Everything || now.duration_since(login.last_used()) < often {
            return;
        }
        let _alone = self.users.lock().await;
        let store = &self.registry.rooms.store;
        // Who has signed out meanwhile stays out.
        if let Ok(Some(_)) = store.login(&login.token_hash).await {
            login.used_at = Some(now);
            if let Err(fault) = store.put_login(login.clone()).await {
                tracing::debug!(%fault, "that a sign-in is in use was not written down");
            }
        }
    }

    fn token_of(&self, headers: &HeaderMap) -> Option<String> {
        if let Some(bearer) = headers.get(AUTHORIZATION) {
            return bearer.to_str().ok()?.strip_prefix("Bearer ").map(|token| token.trim().to_string());
        }
        let cookies = headers.get(COOKIE)?.to_str().ok()?;
        let mut cookies = cookies.split(';').filter_map(|pair| pair.trim().split_once('='));
        cookies.find(|(name, _)| *name == self.cookie_name()).map(|(_, token)| token.to_string())
    }

    /// Out of reach of scripts and of other sites; over TLS only where the server is reached by TLS.
    pub fn cookie(&self, token: &str, max_age_s: i64) -> String {
        let secure = if self.is_secure() { "; Secure" } else { "" };
        let name = self.cookie_name();
        format!("{name}={token}; Path=/; HttpOnly; SameSite=Strict; Max-Age={max_age_s}{secure}")
    }

    fn cookie_name(&self) -> &'static str {
        if self.is_secure() { SECURE_COOKIE_NAME } else { COOKIE_NAME }
    }

    /// Whether browsers reach this server by TLS.
    pub fn is_secure(&self) -> bool {
        self.settings.own_origins[0].starts_with("https://")
    }
}
