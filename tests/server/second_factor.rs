//! The second factor: set up with an app, asked for at each sign-in, lost and taken away.

use crate::support::{ADMIN_PASSWORD, Agent, Answer, Server, Setup, Socket, post};
use data_encoding::BASE32_NOPAD;
use ring::hmac;
use serde_json::{Value, json};
use std::time::{SystemTime, UNIX_EPOCH};

const RIGHT: &str = "a long password";

/// An authenticator app with one secret in it (RFC 6238).
struct App(Vec<u8>);

impl App {
    fn of(secret: &str) -> Self {
        Self(BASE32_NOPAD.decode(secret.as_bytes()).expect("base32"))
    }

    /// The code of `steps` of thirty seconds from now: apps' clocks differ, and the server takes one step either way.
    fn code(&self, steps: i64) -> String {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs() / 30;
        let step = now.checked_add_signed(steps).expect("not at the end of time");
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &self.0);
        let tag = hmac::sign(&key, &step.to_be_bytes());
        let at = usize::from(tag.as_ref()[19] & 0xf);
        let bytes = tag.as_ref()[at..at + 4].try_into().expect("four bytes");
        format!("{:06}", (u32::from_be_bytes(bytes) & 0x7fff_ffff) % 1_000_000)
    }
}

async fn sign_in(server: &Server, code: Option<&str>) -> Answer {
    post(server, "/api/v1/login", &[], &json!({"name": "noor", "password": RIGHT, "code": code})).await
}

async fn token(server: &Server) -> String {
    let answer = sign_in(server, None).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    format!("Bearer {}", answer.json()["token"].as_str().expect("a token"))
}

async fn ask(server: &Server, bearer: &str, path: &str, body: &Value) -> Answer {
    post(server, path, &[("authorization", bearer)], body).await
}

/// Sets the second factor up; the app, the code that it took, and the recovery codes.
async fn enrol(server: &Server, bearer: &str) -> (App, String, Vec<String>) {
    let begun = ask(server, bearer, "/api/v1/second-factor", &json!({"password": RIGHT})).await;
    assert_eq!(begun.status, 200, "{}", begun.body);
    let path = begun.json()["picture"]["path"].as_str().expect("a picture").to_string();
    assert!(path.starts_with('M') && !path.contains('<'), "a path, not markup");
    let app = App::of(begun.json()["secret"].as_str().expect("a secret"));
    let wrong = ask(server, bearer, "/api/v1/second-factor/confirm", &json!({"code": "000000"})).await;
    assert_eq!(wrong.status, 400);
    let first = app.code(-1);
    let confirmed = ask(server, bearer, "/api/v1/second-factor/confirm", &json!({"code": first})).await;
    assert_eq!(confirmed.status, 200, "{}", confirmed.body);
    let codes = confirmed.json()["recovery_codes"].as_array().expect("codes").clone();
    (app, first, codes.iter().map(|code| code.as_str().expect("a text").to_string()).collect())
}

fn with_noor(more: &[&str]) -> Setup {
    let setup = Setup::new();
    let add = [&["user", "add", "noor", "--role", "agent", "--password-stdin"], more].concat();
    assert_eq!(setup.run(&add, RIGHT).code, 0);
    setup
}

#[tokio::test]
async fn a_code_is_asked_for_from_then_on_and_none_is_good_twice() {
    let server = with_noor(&[]).start();
    let bearer = token(&server).await;
    let wrong = ask(&server, &bearer, "/api/v1/second-factor", &json!({"password": "wrong"})).await;
    assert_eq!(wrong.status, 403, "a borrowed cookie is not enough");
    let (app, first, recovery) = enrol(&server, &bearer).await;
    let again = ask(&server, &bearer, "/api/v1/second-factor", &json!({"password": RIGHT})).await;
    assert_eq!(again.status, 409, "it is not replaced behind one's back");

    let without = sign_in(&server, None).await;
    assert_eq!((without.status, &without.json()["error"]["code"]), (401, &json!("second_factor")));
    let wrong = sign_in(&server, Some("000000")).await;
    assert_eq!((wrong.status, &wrong.json()["error"]["code"]), (401, &json!("second_factor")));
    assert_eq!(sign_in(&server, Some(&first)).await.status, 401, "it was used to set up");
    let code = app.code(0);
    assert_eq!(sign_in(&server, Some(&code)).await.status, 200);
    assert_eq!(sign_in(&server, Some(&code)).await.status, 401, "used");
    let server = server.kill().start();
    assert_eq!(sign_in(&server, Some(&code)).await.status, 401, "a restart forgets no used code");
    assert_eq!(sign_in(&server, Some(&app.code(1))).await.status, 200, "the next one");
    assert_eq!(sign_in(&server, Some(&recovery[3])).await.status, 200, "a recovery code");
    assert_eq!(sign_in(&server, Some(&recovery[3])).await.status, 401, "once");
    assert_eq!(sign_in(&server, Some(&recovery[4].to_uppercase())).await.status, 200);
}

#[tokio::test]
async fn who_must_have_one_can_do_nothing_before_and_a_reset_takes_it_away() {
    let server = with_noor(&["--needs-second-factor"]).start();
    let bearer = token(&server).await;
    let console = async |bearer: &str| Socket::open(&server, "/ws/agent", &[("authorization", bearer)]).await.err();
    assert_eq!(console(&bearer).await, Some(403));
    enrol(&server, &bearer).await;
    assert_eq!(console(&bearer).await, None);

    let admin = post(&server, "/api/v1/login", &[], &json!({"name": "admin", "password": ADMIN_PASSWORD})).await;
    let admin = admin.json()["token"].as_str().expect("a token").to_string();
    let origin = server.origin();
    let run = |arguments: &[&str]| {
        let arguments = [&["user", "--url", &*origin], arguments].concat();
        server.run_with(&arguments, &format!("{RIGHT}\n"), &[("BATON_TOKEN", &admin)])
    };
    let listed = run(&["list"]).stdout;
    assert!(listed.lines().any(|line| line.starts_with("noor") && line.contains("second factor ")), "{listed}");
    assert_eq!(run(&["reset", "noor", "--password-stdin"]).code, 0);
    let bearer = token(&server).await;
    assert_eq!(console(&bearer).await, Some(403), "a new one must be set up");
    assert_eq!(run(&["role", "noor", "--needs-second-factor", "false"]).code, 0);
    assert_eq!(console(&bearer).await, None);
    let mut open = Agent::sign_in_as(&server, "noor", RIGHT).await;
    assert_eq!(run(&["role", "noor", "--needs-second-factor", "true"]).code, 0);
    assert_eq!(open.socket.closed().await, 4403, "at once");
}

#[tokio::test]
async fn the_secret_is_not_in_the_store() {
    let server = with_noor(&[]).start();
    let bearer = token(&server).await;
    let begun = ask(&server, &bearer, "/api/v1/second-factor", &json!({"password": RIGHT})).await;
    let secret = begun.json()["secret"].as_str().expect("a secret").to_string();
    let raw = App::of(&secret).0;
    let setup = server.kill();
    let store = setup.data.path().join("store");
    let mut bytes = Vec::new();
    for entry in std::fs::read_dir(&store).expect("the store is there") {
        bytes.extend(std::fs::read(entry.expect("an entry").path()).unwrap_or_default());
    }
    let holds = |what: &[u8]| bytes.windows(what.len()).any(|window| window == what);
    assert!(holds(b"noor"), "this test sees what is stored");
    assert!(!holds(secret.as_bytes()) && !holds(&raw));
}
