//! Pages and scripts, embedded in the binary (read from the source folder in development builds).

use super::Shared;
use axum::extract::State;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH,
    REFERRER_POLICY,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "web-widget/"]
#[exclude = "tests/*"]
struct Files;

/// Our pages run only their own scripts and styles and talk only to this server.
const PAGE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
    connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; \
    require-trusted-types-for 'script'";

pub async fn serve(State(doors): State<Shared>, method: Method, uri: Uri, headers: HeaderMap) -> Response {
    if method != Method::GET && method != Method::HEAD {
        let refused =
            super::http::fault(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", "only GET is served here");
        return ([(ALLOW, "GET, HEAD")], refused).into_response();
    }
    let Some(path) = file_of(uri.path()) else { return not_found() };
    let Some(file) = Files::get(&path) else { return not_found() };
    let tag = format!("\"{}\"", crate::nlu::hex(&file.metadata.sha256_hash()[..8]));
    // What is not sent again keeps its headers: a browser takes those of this answer for those of its copy.
    let mut response = match headers.get(IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        true => StatusCode::NOT_MODIFIED.into_response(),
        false => file.data.into_owned().into_response(),
    };
    let out = response.headers_mut();
    let put = |out: &mut HeaderMap, name: HeaderName, value: &str| {
        out.insert(name, HeaderValue::from_str(value).expect("header values are plain text"));
    };
    put(out, CONTENT_TYPE, content_type(&path));
    put(out, ETAG, &tag);
    put(out, CACHE_CONTROL, "no-cache");
    if path.ends_with(".html") {
        put(out, CONTENT_SECURITY_POLICY, &page_policy(&doors.settings.own_origins));
        put(out, REFERRER_POLICY, "strict-origin-when-cross-origin");
    } else {
        // The widget's modules are loaded by other origins' pages.
        put(out, ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        put(out, HeaderName::from_static("cross-origin-resource-policy"), "cross-origin");
    }
    response
}

/// The sockets of this server are named, for browsers that do not count them as 'self'.
fn page_policy(own_origins: &[String]) -> String {
    let sockets: Vec<String> = own_origins.iter().map(|origin| origin.replacen("http", "ws", 1)).collect();
    PAGE_POLICY.replace("connect-src 'self'", &format!("connect-src 'self' {}", sockets.join(" ")))
}

/// The file a path stands for.
fn file_of(path: &str) -> Option<String> {
    let path = path.trim_start_matches('/');
    if path.split('/').any(|part| part == "..") {
        return None;
    }
    Some(match path {
        "" => "demo/index.html".into(),
        "demo/shop" | "demo/bank" => format!("{path}.html"),
        "agent" | "agent/" => "console/index.html".into(),
        _ => match path.strip_prefix("agent/") {
            Some(rest) => format!("console/{rest}"),
            None => path.into(),
        },
    })
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("json") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        _ => "application/octet-stream",
    }
}

fn not_found() -> Response {
    (StatusCode::NOT_FOUND, "there is nothing here\n").into_response()
}
