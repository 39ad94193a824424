//! API tokens: what they were made for, for as long as they live, and nothing else.

use crate::support::{ADMIN_PASSWORD, Disk, Server, Setup, Socket, get, post, request};
use serde_json::{Value, json};

async fn admin(server: &Server) -> String {
    let answer = post(server, "/api/v1/login", &[], &json!({"name": "admin", "password": ADMIN_PASSWORD})).await;
    answer.json()["token"].as_str().expect("a token").to_string()
}

#[tokio::test]
async fn a_token_does_what_it_was_made_for_until_it_is_removed() {
    let server = Server::start();
    let admin = admin(&server).await;
    let origin = server.origin();
    let token = |arguments: &[&str], with: &str| {
        server.run_with(&[&["token", "--url", &*origin], arguments].concat(), "", &[("BATON_TOKEN", with)])
    };
    let made = token(&["add", "nightly export", "--scope", "audit", "--scope", "console", "--days", "7"], &admin);
    assert_eq!(made.code, 0, "{}", made.stderr);
    let secret = made.stdout.trim().to_string();
    let bearer = format!("Bearer {secret}");
    let headers = [("authorization", bearer.as_str())];
    for (path, status) in [("/api/v1/audit", 200), ("/api/v1/users", 403), ("/api/v1/tokens", 403)] {
        assert_eq!(get(&server, path, &headers).await.status, status, "{path}");
    }
    let begun = post(&server, "/api/v1/second-factor", &headers, &json!({"password": ADMIN_PASSWORD})).await;
    assert_eq!(begun.status, 403, "a program sets up nothing for its user");
    let mut console = Socket::open(&server, "/ws/agent", &headers).await.expect("console is one of its scopes");
    console.send(&json!({"type": "hello", "last_rev": 0})).await;
    console.expect("a welcome", |frame| frame["type"] == "welcome").await;

    let listed = token(&["list"], &admin).stdout;
    let line = listed.lines().find(|line| line.contains("nightly export")).unwrap_or_else(|| panic!("{listed}"));
    assert!(line.contains("audit") && line.contains("console") && !line.contains(&secret), "{line}");
    let id = line.split(' ').next().expect("an id comes first");
    let by_itself = token(&["remove", id], &secret);
    assert!(by_itself.code == 2 && by_itself.stderr.contains("this token was not made for this"), "{by_itself:?}");
    assert_eq!(token(&["remove", id], &admin).code, 0);
    assert_eq!(console.closed().await, 4403, "its console ends at once");
    assert_eq!(get(&server, "/api/v1/audit", &headers).await.status, 401);
    assert_eq!(token(&["remove", id], &admin).code, 2, "there is none any more");
    let entries = get(&server, "/api/v1/audit", &[("authorization", &format!("Bearer {admin}"))]).await.json();
    let deeds: Vec<&Value> = entries["entries"].as_array().expect("entries").iter().map(|e| &e["deed"]).collect();
    assert_eq!(deeds[..2], [&json!("token_removed"), &json!("token_added")]);
}

#[tokio::test]
async fn no_token_does_more_than_its_user_or_lives_for_ever() {
    let setup = Setup::new();
    setup.user("noor", "a long password", &[]);
    let server = setup.start();
    let bearer = format!("Bearer {}", admin(&server).await);
    for (change, fault) in [
        (json!({"user": "noor", "scopes": ["users"]}), "noor may not do what users allows"),
        (json!({"scopes": ["tokens"]}), "a token may not make tokens"),
        (json!({"scopes": []}), "at least one scope"),
        (json!({"days": 0}), "it lives 1 to 366 days"),
        (json!({"days": 367}), "it lives 1 to 366 days"),
        (json!({"name": " "}), "its name is 1 to 64"),
        (json!({"user": "nobody"}), "nobody has the name nobody"),
    ] {
        let mut body = json!({"name": "x", "scopes": ["audit"], "days": 1});
        body.as_object_mut().expect("an object").extend(change.as_object().expect("an object").clone());
        let answer = post(&server, "/api/v1/tokens", &[("authorization", &bearer)], &body).await;
        assert!(answer.status == 400 && answer.body.contains(fault), "{change}: {} {}", answer.status, answer.body);
    }
    let odd = post(&server, "/api/v1/tokens", &[("authorization", &bearer)], &json!({"scopes": ["everything"]})).await;
    assert!((400..500).contains(&odd.status), "{}", odd.status);
}

#[tokio::test]
async fn a_token_ends_with_the_password_of_its_user() {
    let setup = Setup::new();
    setup.user("noor", "a long password", &[]);
    let made = setup.run(&["token", "add", "desk", "--user", "noor", "--scope", "console"], "");
    assert_eq!(made.code, 0, "{}", made.stderr);
    let server = setup.start();
    let bearer = format!("Bearer {}", made.stdout.trim());
    assert_eq!(get(&server, "/api/v1/me", &[("authorization", &bearer)]).await.status, 200);
    let by = format!("Bearer {}", admin(&server).await);
    let reset = json!({"reset_password": true}).to_string();
    let done = request(&server, "PATCH", "/api/v1/users/noor", &[("authorization", &by)], &reset).await;
    assert_eq!(done.status, 200, "{}", done.body);
    assert_eq!(get(&server, "/api/v1/me", &[("authorization", &bearer)]).await.status, 401);
}

#[tokio::test]
async fn a_token_is_worth_nothing_after_its_last_day() {
    let setup = Setup::new();
    setup.user("noor", "a long password", &[]);
    let made = setup.run(&["token", "add", "desk", "--user", "noor", "--scope", "console", "--days", "1"], "");
    assert_eq!(made.code, 0, "{}", made.stderr);
    let disk = Disk::under(&setup.data.path().join("store"));
    let server = setup.on(disk.variables()).start();
    let bearer = format!("Bearer {}", made.stdout.trim());
    let asks = async || get(&server, "/api/v1/me", &[("authorization", &bearer)]).await.status;
    assert_eq!(asks().await, 200);
    disk.clock_is_off_by(23 * 3600);
    assert_eq!(asks().await, 200);
    disk.clock_is_off_by(25 * 3600);
    assert_eq!(asks().await, 401);
}
