//! What every answer says to browsers about itself.

use super::Shared;
use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

/// Over TLS once, over TLS for two years.
const ONLY_TLS: &str = "max-age=63072000";
/// What is no page runs nothing and loads nothing, wherever it is opened.
const NO_PAGE: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const NO_DEVICES: &str = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// Where a handler said it better, that stays.
pub async fn on_every_answer(State(doors): State<Shared>, request: Request, next: Next) -> Response {
    let of_api = request.uri().path().starts_with("/api/");
    let mut answer = next.run(request).await;
    let headers = answer.headers_mut();
    let mut say = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    say(X_CONTENT_TYPE_OPTIONS, "nosniff");
    say(CONTENT_SECURITY_POLICY, NO_PAGE);
    say(X_FRAME_OPTIONS, "DENY");
    say(REFERRER_POLICY, "no-referrer");
    say(PERMISSIONS_POLICY, NO_DEVICES);
    say(OPENER_POLICY, "same-origin");
    say(RESOURCE_POLICY, "same-origin");
    if of_api {
        say(CACHE_CONTROL, "no-store");
    }
    if doors.is_secure() {
        say(STRICT_TRANSPORT_SECURITY, ONLY_TLS);
    }
    answer
}
