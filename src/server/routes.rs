//! Every path of the server, and what is said of them: `docs/openapi.json` and `docs/asyncapi.json`, served as they are
//! and held against the code by the tests below and by every test that talks to the server.

use super::{
    Shared, agent, assets, audit, auth, customer, files, headers, http, listen, oidc, own_password, permit,
    second_factor, sign_ins, tokens, transcripts, upkeep, users,
};
use axum::Router;
use axum::handler::Handler;
use axum::http::Method;
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CONTENT_TYPE};
use axum::middleware::from_fn_with_state;
use axum::response::IntoResponse;
use axum::routing::{MethodFilter, on};
use std::sync::Arc;

const OPENAPI: &str = include_str!("../../docs/openapi.json");
const ASYNCAPI: &str = include_str!("../../docs/asyncapi.json");

/// Routes that know what they are.
#[derive(Default)]
struct Routes {
    router: Router<Shared>,
    served: Vec<(Method, &'static str)>,
}

impl Routes {
    fn on<H, T>(mut self, method: Method, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, Shared>,
        T: 'static,
    {
        let filter = MethodFilter::try_from(method.clone()).expect("a method of HTTP/1.1");
        self.router = self.router.route(path, on(filter, handler));
        self.served.push((method, path));
        self
    }
}

fn routes() -> Routes {
    const GET: Method = Method::GET;
    const POST: Method = Method::POST;
    const PATCH: Method = Method::PATCH;
    const DELETE: Method = Method::DELETE;
    Routes::default()
        .on(GET, "/ws/chat", customer::upgrade)
        .on(GET, "/ws/agent", agent::upgrade)
        .on(GET, "/api/v1/login", auth::ways)
        .on(POST, "/api/v1/login", auth::login)
        .on(GET, "/api/v1/oidc/login", oidc::door::leave)
        .on(GET, "/api/v1/oidc/callback", oidc::door::back)
        .on(POST, "/api/v1/logout", auth::logout)
        .on(GET, "/api/v1/me", auth::me)
        .on(POST, "/api/v1/me/password", own_password::change)
        .on(GET, "/api/v1/me/sign-ins", sign_ins::list)
        .on(DELETE, "/api/v1/me/sign-ins/{id}", sign_ins::end)
        .on(POST, "/api/v1/second-factor", second_factor::begin)
        .on(POST, "/api/v1/second-factor/confirm", second_factor::confirm)
        .on(GET, "/api/v1/users", users::list)
        .on(POST, "/api/v1/users", users::add)
        .on(PATCH, "/api/v1/users/{name}", users::change)
        .on(DELETE, "/api/v1/users/{name}", users::remove)
        .on(GET, "/api/v1/tokens", tokens::list)
        .on(POST, "/api/v1/tokens", tokens::add)
        .on(DELETE, "/api/v1/tokens/{id}", tokens::remove)
        .on(GET, "/api/v1/audit", audit::list)
        .on(GET, "/api/v1/sessions/{session}/entries", transcripts::read)
        .on(GET, "/api/v1/sessions/{session}/files/{file}", files::to_agent)
        .on(GET, "/api/v1/chat/files/{file}", files::to_customer)
        .on(Method::OPTIONS, "/api/v1/chat/files/{file}", files::preflight)
        .on(POST, "/api/v1/sessions/{session}/revoke", transcripts::revoke)
        .on(GET, "/api/v1/sessions/{session}", upkeep::export)
        .on(DELETE, "/api/v1/sessions/{session}", upkeep::erase)
        .on(GET, "/api/v1/bots/{bot}/articles/{slug}", http::article)
        .on(GET, "/api/v1/corrections", upkeep::corrections)
        .on(GET, "/api/v1/store/backup", upkeep::backup)
        .on(POST, "/api/v1/store/compact", upkeep::compact)
        .on(GET, "/openapi.json", async || document("application/json", OPENAPI))
        .on(GET, "/asyncapi.json", async || document("application/json", ASYNCAPI))
        // All JSON is YAML.
        .on(GET, "/asyncapi.yaml", async || document("application/yaml", ASYNCAPI))
        .on(GET, "/livez", http::livez)
        .on(GET, "/readyz", http::readyz)
        .on(GET, "/metrics", http::metrics)
}

/// Whose bodies are files: they are read as they come, with limits of their own.
fn uploads() -> Routes {
    Routes::default()
        .on(Method::POST, "/api/v1/chat/files", files::from_customer)
        .on(Method::OPTIONS, "/api/v1/chat/files", files::preflight)
        .on(Method::POST, "/api/v1/sessions/{session}/files", files::from_agent)
}

fn document(kind: &'static str, text: &'static str) -> impl IntoResponse {
    ([(CONTENT_TYPE, kind), (ACCESS_CONTROL_ALLOW_ORIGIN, "*")], text)
}

/// Every path of the server; what is no route is a file of the pages.
pub fn router(doors: Shared) -> Router {
    let limits = Arc::new(doors.limits().clone());
    routes()
        .router
        .fallback(assets::serve)
        .layer(from_fn_with_state(limits, listen::whole_body))
        .merge(uploads().router)
        .layer(from_fn_with_state(doors.clone(), permit::same_site))
        .layer(axum::middleware::from_fn(http::faults_in_json))
        .layer(from_fn_with_state(doors.clone(), headers::on_every_answer))
        .with_state(doors)
}

#[cfg(test)]
mod tests;
