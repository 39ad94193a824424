//! Signing in, staying signed in, signing out.

use crate::support::{
    ADMIN_PASSWORD, Agent, Answer, Disk, Server, Setup, Socket, get, own_address, post, request, request_from, token,
};
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

#[tokio::test]
async fn a_sign_in_that_nobody_uses_ends_and_one_in_use_does_not() {
    let setup = Setup::with("[sessions]\nlogin_idle_s = 5\n");
    setup.user("noor", RIGHT, &[]);
    let made = setup.run(&["token", "add", "desk", "--user", "noor", "--scope", "console"], "");
    assert_eq!(made.code, 0, "{}", made.stderr);
    let server = setup.start();
    let program = format!("Bearer {}", made.stdout.trim());
    let bearer = format!("Bearer {}", crate::support::admin_token(&server).await);
    let me = async |bearer: &str| get(&server, "/api/v1/me", &[("authorization", bearer)]).await.status;
    let mut working = Agent::sign_in(&server).await;
    let mut idle = Agent::sign_in(&server).await;
    for _ in 0..7 {
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert_eq!(me(&bearer).await, 200, "it is used");
        let typing = json!({"type": "typing", "session": "01ARZ3NDEKTSV4RRFFQ69G5FAV", "on": true});
        working.socket.send(&typing).await;
        idle.socket.send(&json!({"type": "pong"})).await;
        idle.socket.send(&json!({"type": "look", "session": null})).await;
    }
    assert_eq!(idle.socket.closed().await, 4403, "a console that only says that it is there");
    working.socket.ask(&json!({"type": "available", "cid": "x", "on": true, "capacity": 1})).await.expect("still in");
    assert_eq!(working.socket.closed().await, 4403, "it is left alone too");
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(me(&bearer).await, 401, "nobody used it");
    assert_eq!(me(&program).await, 200, "a program's token ends on its day");
}

/// Whatever is done with it, and an open console too.
#[tokio::test]
async fn a_sign_in_ends_after_its_hours_however_busy() {
    let setup = Setup::with("[sessions]\nlogin_hours = 2\nlogin_idle_s = 86400\n");
    let disk = Disk::under(&setup.data.path().join("store"));
    let server = setup.on(disk.variables()).start();
    let bearer = format!("Bearer {}", crate::support::admin_token(&server).await);
    let me = async || get(&server, "/api/v1/me", &[("authorization", &bearer)]).await.status;
    disk.clock_is_off_by(7100);
    assert_eq!(me().await, 200, "100 seconds before");
    disk.clock_is_off_by(7191);
    let headers = [("authorization", &*bearer)];
    let mut console = Socket::open(&server, "/ws/agent", &headers).await.expect("seconds before");
    console.send(&json!({"type": "hello", "last_rev": 0})).await;
    console.expect("the welcome", |frame| frame["type"] == "welcome").await;
    assert_eq!(console.closed().await, 4403, "the console ends with it");
    disk.clock_is_off_by(7201);
    assert_eq!(me().await, 401);
    assert_eq!(Socket::open(&server, "/ws/agent", &headers).await.err(), Some(401));
}

#[tokio::test]
async fn one_changes_ones_own_password_with_the_old_one_and_every_sign_in_ends() {
    const NEW: &str = "another long password";
    let setup = Setup::new();
    setup.user("noor", RIGHT, &[]);
    let server = setup.start();
    let here = crate::support::token(&server, "noor", RIGHT).await;
    let bearer = format!("Bearer {here}");
    let mut console = Agent::sign_in_as(&server, "noor", RIGHT).await;
    let change = async |old: &str, new: &str| {
        let body = json!({"password": old, "new_password": new});
        let answer = post(&server, "/api/v1/me/password", &[("authorization", &bearer)], &body).await;
        (answer.status, answer.body)
    };
    for (old, new, status, told) in [
        ("not my password", NEW, 403, "wrong_password"),
        (RIGHT, "too short", 400, "shorter than 12 characters"),
        (RIGHT, "password1234", 400, "tried first"),
        (RIGHT, "noornoornoornoor", 400, "weak_password"),
    ] {
        let (got, body) = change(old, new).await;
        assert!(got == status && body.contains(told), "{new}: {got} {body}");
    }
    let admin = format!("Bearer {}", crate::support::admin_token(&server).await);
    let weak = json!({"password": "password1234"}).to_string();
    let by_admin = request(&server, "PATCH", "/api/v1/users/noor", &[("authorization", &admin)], &weak).await;
    assert!(by_admin.status == 400 && by_admin.body.contains("tried first"), "{}", by_admin.body);

    let url = server.origin();
    let said = format!("{RIGHT}\n{NEW}\n");
    let ran = server.run_with(&["user", "--url", &url, "password"], &said, &[("BATON_TOKEN", &here)]);
    assert!(ran.code == 0 && ran.stdout.contains("is changed"), "{ran:?}");
    assert_eq!(console.socket.closed().await, 4403, "open consoles end");
    assert_eq!(change(NEW, RIGHT).await.0, 401, "the sign-in that asked has ended too");
    assert_eq!(post(&server, "/api/v1/login", &[], &credentials("noor", RIGHT)).await.status, 401);
    assert_eq!(post(&server, "/api/v1/login", &[], &credentials("noor", NEW)).await.status, 200);
    let audit = get(&server, "/api/v1/audit", &[("authorization", &admin)]).await.json();
    let entries = audit["entries"].as_array().expect("entries");
    assert_eq!(entries.iter().filter(|e| e["deed"] == "password_changed" && e["who"] == "noor").count(), 1);
}

#[tokio::test]
async fn one_sees_where_one_is_signed_in_and_ends_one_of_them() {
    let setup = Setup::new();
    for name in ["noor", "sam"] {
        setup.user(name, RIGHT, &[]);
    }
    let server = setup.start();
    let (here, sams) = (token(&server, "noor", RIGHT).await, token(&server, "sam", RIGHT).await);
    let mut console = Agent::sign_in_as(&server, "noor", RIGHT).await;
    let [here, sams] = [here, sams].map(|token| format!("Bearer {token}"));
    let list = async || {
        let answer = get(&server, "/api/v1/me/sign-ins", &[("authorization", &here)]).await.json();
        answer["sign_ins"].as_array().expect("a list").clone()
    };
    let end = async |id: &str, bearer: &str| {
        let path = format!("/api/v1/me/sign-ins/{id}");
        request(&server, "DELETE", &path, &[("authorization", bearer)], "").await.status
    };
    let seen = list().await;
    let [other, this] = &seen[..] else { panic!("hers, newest first: {seen:?}") };
    assert_eq!((&other["current"], &this["current"]), (&json!(false), &json!(true)));
    assert!(this["address"].as_str().is_some_and(|address| address.starts_with("127.")), "{this}");
    assert!(this["since"].is_string() && this["last_used"].is_string(), "{this}");

    let id = other["id"].as_str().expect("an id");
    assert_eq!(end(id, &sams).await, 404, "somebody else's is none");
    assert_eq!(end(id, &here).await, 204);
    assert_eq!(console.socket.closed().await, 4403, "its console ends");
    assert_eq!((end(id, &here).await, list().await.len()), (404, 1));
    let admin = format!("Bearer {}", crate::support::admin_token(&server).await);
    let audit = get(&server, "/api/v1/audit", &[("authorization", &admin)]).await.json();
    let entries = audit["entries"].as_array().expect("entries");
    assert_eq!(entries.iter().filter(|e| e["deed"] == "sign_in_ended" && e["on"] == id).count(), 1);
    assert_eq!(end(this["id"].as_str().expect("an id"), &here).await, 204);
    assert_eq!(get(&server, "/api/v1/me", &[("authorization", &here)]).await.status, 401);
}

#[tokio::test]
async fn whoever_borrowed_a_cookie_guesses_the_password_no_faster_than_at_the_door() {
    let server = Server::start();
    let bearer = format!("Bearer {}", crate::support::admin_token(&server).await);
    let (from, body) = (own_address(), json!({"password": "a guess", "new_password": "a long password"}).to_string());
    let mut told = Vec::new();
    for _ in 0..8 {
        let headers = [("authorization", &*bearer)];
        told.push(request_from(from, &server, "POST", "/api/v1/me/password", &headers, &body).await.status);
    }
    assert!(told.starts_with(&[403; 5]) && told.ends_with(&[429]), "{told:?}");
}
