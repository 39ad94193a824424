//! Small GETs: articles for the widget, health and metrics.

use super::Shared;
use crate::domain::{BotId, Locale};
use crate::store::StoreError;
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;

#[derive(Deserialize)]
pub struct InLocale {
    #[serde(default)]
    locale: Option<String>,
}

/// An error as every JSON path of the server gives it.
pub fn fault(status: StatusCode, code: &str, message: &str) -> Response {
    (status, Json(json!({"error": {"code": code, "message": message}}))).into_response()
}

/// Tells a client that the store is at fault, and the log why.
pub fn store_fault(error: &StoreError) -> Response {
    if !error.is_final() {
        tracing::error!(fault = %error, "a request could not be answered from the store");
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
