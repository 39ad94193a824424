//! Signing in, staying signed in, signing out.

use crate::support::{ADMIN_PASSWORD, Agent, Answer, Server, Setup, Socket, get, own_address, post, request_from};
use serde_json::{Value, json};
use std::time::Duration;

const RIGHT: &str = "a long password";

fn credentials(name: &str, password: &str) -> Value {
    json!({"name": name, "password": password})
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_name_get_the_same_refusal() {
    let server = Server::start();
    let wrong = post(&server, "/api/v1/login", &[], &credentials("admin", "wrong")).await;
    let unknown = post(&server, "/api/v1/login", &[], &credentials("nobody", "wrong")).await;
    assert_eq!((wrong.status, unknown.status), (401, 401));
    assert_eq!(wrong.body, unknown.body);
    assert_eq!(wrong.header("set-cookie"), None);
    let broken = post(&server, "/api/v1/login", &[], &json!({"name": "admin"})).await;
    assert!((400..500).contains(&broken.status), "{}", broken.status);
}

#[tokio::test]
async fn the_cookie_is_out_of_reach_of_scripts_and_other_sites_and_says_who_one_is() {
    let server = Server::start();
    let answer = post(&server, "/api/v1/login", &[], &credentials("admin", ADMIN_PASSWORD)).await;
    let cookie = answer.header("set-cookie").expect("a cookie");
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
    let token = answer.json()["token"].as_str().expect("a token").to_string();
    let bearer = format!("Bearer {token}");
    for header in [("cookie", answer.cookie()), ("authorization", bearer)] {
        let me = get(&server, "/api/v1/me", &[(header.0, &header.1)]).await;
        assert_eq!((me.status, me.json()["name"].as_str()), (200, Some("admin")), "{}", header.0);
        assert_eq!(me.json()["role"], "admin");
        assert!(!me.body.contains("argon2"), "hashes stay inside");
    }
    assert_eq!(get(&server, "/api/v1/me", &[]).await.status, 401);
    assert_eq!(get(&server, "/api/v1/me", &[("authorization", "Bearer 0000")]).await.status, 401);
}

#[tokio::test]
async fn signing_out_ends_the_cookie() {
    let server = Server::start();
    let answer = post(&server, "/api/v1/login", &[], &credentials("admin", ADMIN_PASSWORD)).await;
    let (cookie, origin) = (answer.cookie(), server.origin());
    let headers = [("cookie", &*cookie), ("origin", &*origin)];
    let out = post(&server, "/api/v1/logout", &headers, &json!({})).await;
    assert!((200..300).contains(&out.status), "{}", out.status);
    assert_eq!(get(&server, "/api/v1/me", &headers).await.status, 401);
    assert_eq!(Socket::open(&server, "/ws/agent", &headers).await.err(), Some(401));
}

#[tokio::test]
async fn signing_out_closes_the_consoles_of_that_sign_in_and_no_other() {
    let server = Server::start();
    let here = post(&server, "/api/v1/login", &[], &credentials("admin", ADMIN_PASSWORD)).await.cookie();
    let origin = server.origin();
    let headers = [("cookie", &*here), ("origin", &*origin)];
    let mut console = Socket::open(&server, "/ws/agent", &headers).await.expect("signed in");
    console.send(&json!({"type": "hello", "last_rev": 0})).await;
    console.expect("a welcome", |frame| frame["type"] == "welcome").await;
    let mut elsewhere = Agent::sign_in(&server).await;
    post(&server, "/api/v1/logout", &headers, &json!({})).await;
    assert_eq!(console.closed().await, 4403);
    elsewhere.socket.send(&json!({"type": "available", "cid": "a1", "on": true, "capacity": 2})).await;
    elsewhere.socket.expect("an ack", |frame| frame["type"] == "ack").await;
}

#[tokio::test]
async fn a_sign_in_survives_a_restart() {
    let server = Server::start();
    let answer = post(&server, "/api/v1/login", &[], &credentials("admin", ADMIN_PASSWORD)).await;
    let server = server.kill().start();
    assert_eq!(get(&server, "/api/v1/me", &[("cookie", &answer.cookie())]).await.status, 200);
}

#[tokio::test]
async fn after_five_wrong_passwords_who_gave_them_has_to_wait_and_nobody_else() {
    let setup = Setup::new();
    setup.user("noor", RIGHT, &[]);
    setup.user("sam", RIGHT, &[]);
    let server = setup.start();
    let sign_in_from = async |from, name, password| {
        let body = credentials(name, password).to_string();
        request_from(from, &server, "POST", "/api/v1/login", &[], &body).await
    };
    let here = own_address();
    let sign_in = async |name, password| sign_in_from(here, name, password).await;
    for attempt in 1..=5 {
        assert_eq!(sign_in("noor", "wrong").await.status, 401, "attempt {attempt}");
    }
    // The first wait is one second; the wrong password after it makes the next one two, enough to look at.
    wait_for(&until_locked(async || sign_in("noor", "wrong").await).await).await;
    assert_eq!(sign_in("noor", "wrong").await.status, 401);
    let locked = sign_in("noor", RIGHT).await;
    assert_eq!((locked.status, &locked.json()["error"]["code"]), (429, &json!("locked")), "the right one waits too");
    assert_eq!(sign_in("sam", RIGHT).await.status, 200);
    assert_eq!(sign_in_from(own_address(), "noor", RIGHT).await.status, 200, "noor elsewhere is not locked out");
    wait_for(&locked).await;
    assert_eq!(sign_in("noor", RIGHT).await.status, 200);
}

/// Tries until the answer is that the name has to wait.
async fn until_locked(attempt: impl AsyncFn() -> Answer) -> Answer {
    for _ in 0..5 {
        let answer = attempt().await;
        if answer.status == 429 {
            return answer;
        }
    }
    panic!("ten wrong passwords in a row were tried out")
}

/// As long as the answer says.
async fn wait_for(locked: &Answer) {
    let seconds = locked.header("retry-after").and_then(|wait| wait.parse().ok()).expect("a Retry-After in seconds");
    assert!((1..=5).contains(&seconds), "{seconds}");
    tokio::time::sleep(Duration::from_secs(seconds)).await;
}

#[tokio::test]
async fn other_sites_can_neither_sign_in_nor_open_the_console() {
    let server = Server::start();
    let evil = ("origin", "https://evil.example");
    let answer = post(&server, "/api/v1/login", &[evil], &credentials("admin", ADMIN_PASSWORD)).await;
    assert_eq!(answer.status, 403);
    let cookie = post(&server, "/api/v1/login", &[], &credentials("admin", ADMIN_PASSWORD)).await.cookie();
    let with_cookie = [("cookie", &*cookie), evil];
    assert_eq!(Socket::open(&server, "/ws/agent", &with_cookie).await.err(), Some(403));
    assert_eq!(Socket::open(&server, "/ws/agent", &with_cookie[..1]).await.err(), Some(403), "no origin at all");
    assert_eq!(Socket::open(&server, "/ws/agent", &[("origin", &server.origin())]).await.err(), Some(401));
}
