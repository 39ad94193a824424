//! Small GETs: articles for the widget, health and metrics.

use super::Shared;
use crate::domain::{BotId, Locale};
use crate::store::StoreError;
use axum::Json;
use axum::extract::{FromRequest, Path, Query, Request, State};
use axum::http::StatusCode;
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, ALLOW, CONTENT_TYPE};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

/// Bytes of a refusal in plain text that are told.
const LONGEST_FAULT: usize = 4096;

#[derive(Deserialize)]
pub struct InLocale {
    #[serde(default)]
    locale: Option<String>,
}

/// An error as every JSON path of the server gives it.
pub fn fault(status: StatusCode, code: &str, message: &str) -> Response {
    (status, Json(json!({"error": {"code": code, "message": message}}))).into_response()
}

/// A body that is a JSON object: serde alone would also read the fields from an array.
pub struct Body<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let given = Json::<Map<String, Value>>::from_request(request, state).await;
        let Json(mut fields) = given.map_err(IntoResponse::into_response)?;
        fields.values_mut().for_each(as_whole);
        serde_json::from_value(Value::Object(fields))
            .map(Self)
            .map_err(|why| (StatusCode::UNPROCESSABLE_ENTITY, why.to_string()).into_response())
    }
}

/// JSON has one kind of number: 24.0 is 24.
fn as_whole(value: &mut Value) {
    if let Some(number) = value.as_f64().filter(|number| number.fract() == 0.0 && number.abs() < f64::from(u32::MAX)) {
        *value = json!(number as i64);
    }
}

/// What the server's own machinery refuses in plain text, such as a body that is no JSON, is told as every other fault.
pub async fn faults_in_json(request: Request, next: Next) -> Response {
    let of_api = request.uri().path().starts_with("/api/");
    let answer = next.run(request).await;
    let status = answer.status();
    let in_json =
        answer.headers().get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
    if !of_api || in_json || !(status.is_client_error() || status.is_server_error()) {
        return answer;
    }
    let (parts, body) = answer.into_parts();
    let text = axum::body::to_bytes(body, LONGEST_FAULT).await.unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let message = if text.trim().is_empty() { status.canonical_reason().unwrap_or("refused") } else { text.trim() };
    let code = match status {
        StatusCode::NOT_FOUND => "not_found",
        StatusCode::METHOD_NOT_ALLOWED => "method_not_allowed",
        StatusCode::UNSUPPORTED_MEDIA_TYPE => "unsupported_type",
        _ => "bad_request",
    };
    let mut told = fault(status, code, message);
    if let Some(allow) = parts.headers.get(ALLOW) {
        told.headers_mut().insert(ALLOW, allow.clone());
    }
    told
}

/// Tells a client that the store is at fault, and the log why.
pub fn store_fault(error: &StoreError) -> Response {
    if !error.is_final() {
        tracing::error!(fault = %error, "a request could not be answered from the store");
    }
    if let StoreError::NoRoom { needed, free, .. } = error {
        let message = format!("the disk has no room for it: {needed} bytes are needed and {free} are free");
        return fault(StatusCode::INSUFFICIENT_STORAGE, "no_room", &message);
    }
    fault(StatusCode::SERVICE_UNAVAILABLE, "busy", "the store cannot be used at the moment")
}

/// An approved article, public: the widget shows it as the source of an answer.
pub async fn article(
    State(doors): State<Shared>,
    Path((bot, slug)): Path<(String, String)>,
    Query(asked): Query<InLocale>,
) -> Response {
    let rooms = &doors.registry.rooms;
    let Some(brain) = rooms.library.get(&BotId::new(bot)) else {
        return fault(StatusCode::NOT_FOUND, "not_found", "there is no such bot");
    };
    let default = brain.bot.policy.default_locale().clone();
    let locale = asked.locale.map_or(default, Locale::new);
    match brain.bot.article(&slug, &locale).filter(|article| article.shown_on(rooms.today())) {
        None => fault(StatusCode::NOT_FOUND, "not_found", "there is no such article"),
        Some(article) => {
            let body = json!({
                "slug": article.slug, "title": article.title, "locale": article.locale,
                "updated": article.updated, "body": article.body,
            });
            ([(ACCESS_CONTROL_ALLOW_ORIGIN, "*")], Json(body)).into_response()
        }
    }
}

pub async fn livez() -> &'static str {
    "alive\n"
}

/// Ready: not going away, every bot learnt, the store takes writes.
pub async fn readyz(State(doors): State<Shared>) -> Response {
    if doors.is_draining() {
        return (StatusCode::SERVICE_UNAVAILABLE, "going away\n").into_response();
    }
    match doors.registry.rooms.store.writable().await {
        Ok(()) => "ready\n".into_response(),
        Err(fault) => (StatusCode::SERVICE_UNAVAILABLE, format!("failed to {fault}\n")).into_response(),
    }
}

/// Prometheus text.
pub async fn metrics(State(doors): State<Shared>) -> Response {
    let (waiting, with_agent) = doors.registry.rooms.desk.counts();
    let sessions = doors.registry.in_memory();
    let gauges = [
        ("baton_sessions_in_memory", "Sessions in memory.", sessions),
        ("baton_tickets_waiting", "Sessions that wait for a person.", waiting),
        ("baton_tickets_with_agent", "Sessions that are with an agent.", with_agent),
    ];
    let text: String = gauges
        .iter()
        .map(|(name, help, value)| format!("# HELP {name} {help}\n# TYPE {name} gauge\n{name} {value}\n"))
        .collect();
    ([(CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response()
}
