//! Every route and every role: who may do what, and what may not be seen looks like what is not there.

use crate::support::{Agent, Answer, Customer, Server, Setup, Socket, post, request};
use serde_json::{Value, json};

const RIGHT: &str = "a long password";
const ROLES: [&str; 4] = ["agent", "supervisor", "auditor", "admin"];
/// One of each, in the same order.
const NAMES: [&str; 4] = ["agent", "supervisor", "auditor", "chief"];

struct House {
    server: Server,
    /// By role, each serving the bank only.
    bearers: Vec<String>,
}

async fn bearer(server: &Server, name: &str) -> String {
    let answer = post(server, "/api/v1/login", &[], &json!({"name": name, "password": RIGHT})).await;
    assert_eq!(answer.status, 200, "{name} signs in: {}", answer.body);
    format!("Bearer {}", answer.json()["token"].as_str().expect("a token"))
}

async fn house() -> House {
    let setup = Setup::new();
    for (name, role) in NAMES.iter().zip(ROLES) {
        let add = ["user", "add", name, "--role", role, "--bot", "bank", "--password-stdin"];
        assert_eq!(setup.run(&add, RIGHT).code, 0, "{role}");
    }
    let server = setup.start();
    let mut bearers = Vec::new();
    for name in NAMES {
        bearers.push(bearer(&server, name).await);
    }
    House { server, bearers }
}

impl House {
    async fn ask(&self, bearer: &str, method: &str, path: &str, body: &Value) -> Answer {
        request(&self.server, method, path, &[("authorization", bearer)], &body.to_string()).await
    }
}

#[tokio::test]
async fn every_role_may_do_its_part_and_nothing_else() {
    let house = house().await;
    let customer = Customer::arrive(&house.server, "bank").await;
    let session = customer.session();
    let entries = format!("/api/v1/sessions/{session}/entries");
    let revoke = format!("/api/v1/sessions/{session}/revoke");
    let files = format!("/api/v1/sessions/{session}/files");
    let file = format!("/api/v1/sessions/{session}/files/0f1e2d3c4b5a69788796a5b4c3d2e1f0");
    let whole = format!("/api/v1/sessions/{session}");
    let new_user = json!({"name": "mallory", "role": "admin", "password": RIGHT});
    let new_token = json!({"name": "nightly", "scopes": ["audit"], "days": 1});
    let none = json!(null);
    //                                                                     agent super audit admin
    for (method, path, body, wanted) in [
        ("GET", "/api/v1/me", &none, [200, 200, 200, 200]),
        ("GET", "/api/v1/users", &none, [403, 403, 403, 200]),
        ("POST", "/api/v1/users", &new_user, [403, 403, 403, 201]),
        ("PATCH", "/api/v1/users/mallory", &json!({"role": "agent"}), [403, 403, 403, 200]),
        ("DELETE", "/api/v1/users/mallory", &none, [403, 403, 403, 204]),
        ("GET", "/api/v1/tokens", &none, [403, 403, 403, 200]),
        ("POST", "/api/v1/tokens", &new_token, [403, 403, 403, 201]),
        ("DELETE", "/api/v1/tokens/0000000000000000", &none, [403, 403, 403, 404]),
        ("GET", "/api/v1/audit", &none, [403, 403, 200, 200]),
        ("GET", &entries, &none, [403, 200, 200, 200]),
        ("POST", &revoke, &none, [403, 403, 403, 204]),
        ("GET", &whole, &none, [403, 403, 403, 200]),
        ("POST", &files, &none, [400, 400, 403, 400]),
        ("GET", &file, &none, [404, 404, 404, 404]),
        ("DELETE", &whole, &none, [403, 403, 403, 200]),
        ("POST", "/api/v1/store/compact", &none, [403, 403, 403, 200]),
        // Of one bot: a backup holds every bot's sessions.
        ("GET", "/api/v1/store/backup", &none, [403, 403, 403, 403]),
    ] {
        let anonymous = request(&house.server, method, path, &[], &body.to_string()).await;
        assert_eq!(anonymous.status, 401, "{method} {path} by nobody");
        assert!(!anonymous.body.contains(&session), "{method} {path} tells nobody anything");
        for ((role, bearer), wanted) in ROLES.iter().zip(&house.bearers).zip(wanted) {
            let answer = house.ask(bearer, method, path, body).await;
            assert_eq!(answer.status, wanted, "{method} {path} by {role}: {}", answer.body);
        }
    }
    // What an administrator gets is no text, and has tests of its own.
    for (role, bearer) in ROLES.iter().zip(&house.bearers).take(3) {
        let answer = house.ask(bearer, "GET", "/api/v1/store/backup", &none).await;
        assert_eq!(answer.status, 403, "a backup by {role}");
    }
    for ((role, bearer), wanted) in ROLES.iter().zip(&house.bearers).zip([None, None, Some(403), None]) {
        let opened = Socket::open(&house.server, "/ws/agent", &[("authorization", bearer)]).await;
        assert_eq!(opened.err(), wanted, "the console by {role}");
    }
}

#[tokio::test]
async fn a_session_of_another_bot_looks_like_one_that_is_not_there() {
    let house = house().await;
    let mut customer = Customer::arrive(&house.server, "shop").await;
    let theirs = customer.session();
    let nowhere = "01KAJ3X6ZC8V5T2N4QW7R9B0HD";
    for (method, route) in
        [("GET", "/entries"), ("GET", "/files/x"), ("POST", "/files"), ("POST", "/revoke"), ("GET", ""), ("DELETE", "")]
    {
        for (role, bearer) in ROLES.iter().zip(&house.bearers).skip(1) {
            let answers = [
                house.ask(bearer, method, &format!("/api/v1/sessions/{theirs}{route}"), &json!(null)).await,
                house.ask(bearer, method, &format!("/api/v1/sessions/{nowhere}{route}"), &json!(null)).await,
                house.ask(bearer, method, &format!("/api/v1/sessions/..%2Fusers{route}"), &json!(null)).await,
            ];
            let [first, rest @ ..] = &answers;
            assert!(matches!(first.status, 403 | 404), "{method} {route} by {role}: {}", first.status);
            assert!(
                rest.iter().all(|a| (a.status, &a.body) == (first.status, &first.body)),
                "{method} {route} by {role}"
            );
        }
    }
    customer.say("still here").await;
    let mut agent = Agent::sign_in_as(&house.server, "agent", RIGHT).await;
    let mut kim = Agent::sign_in_as(&house.server, "supervisor", RIGHT).await;
    let answered = kim.tries(&theirs, json!({"type": "answer_call"})).await;
    assert_eq!(answered, Err("not_found".to_string()), "a supervisor of another bot");
    for frame in [
        json!({"type": "accept"}),
        json!({"type": "open"}),
        json!({"type": "say", "text": "hello"}),
        json!({"type": "note", "text": "hello"}),
        json!({"type": "typing", "on": true}),
        json!({"type": "transfer", "to": {"queue": true}}),
        json!({"type": "return_to_bot"}),
        json!({"type": "wrap_up", "code": "solved"}),
        json!({"type": "ask_address"}),
        json!({"type": "resolve"}),
        json!({"type": "decline"}),
        json!({"type": "take_over"}),
        json!({"type": "suggest"}),
        json!({"type": "reveal", "of": 2, "placeholder": "[email:1]"}),
        json!({"type": "translate", "of": 2, "to": "nl"}),
        json!({"type": "translate_draft", "text": "hello", "from": "en"}),
        json!({"type": "correct", "of": 2, "intent": "thanks"}),
        json!({"type": "snooze", "until": (jiff::Timestamp::now() + jiff::SignedDuration::from_hours(1)).to_string()}),
    ] {
        let of_theirs = agent.tries(&theirs, frame.clone()).await;
        let of_nowhere = agent.tries(nowhere, frame.clone()).await;
        assert_eq!((&of_theirs, &of_nowhere), (&Err("not_found".into()), &Err("not_found".into())), "{frame}");
    }
}

#[tokio::test]
async fn what_administrators_do_is_written_down_and_read_page_by_page() {
    let house = house().await;
    let chief = &house.bearers[3];
    let customer = Customer::arrive(&house.server, "bank").await;
    let entries = format!("/api/v1/sessions/{}/entries", customer.session());
    house.ask(chief, "POST", "/api/v1/users", &json!({"name": "sam", "role": "agent", "password": RIGHT})).await;
    house.ask(chief, "PATCH", "/api/v1/users/sam", &json!({"role": "supervisor"})).await;
    house.ask(chief, "PATCH", "/api/v1/users/sam", &json!({"reset_password": true})).await;
    house.ask(chief, "DELETE", "/api/v1/users/sam", &json!(null)).await;
    assert_eq!(house.ask(chief, "DELETE", "/api/v1/users/nobody", &json!(null)).await.status, 404);
    house.ask(&house.bearers[2], "GET", &entries, &json!(null)).await;

    let auditor = &house.bearers[2];
    let mut found: Vec<Value> = Vec::new();
    let mut page = house.ask(auditor, "GET", "/api/v1/audit?limit=3", &json!(null)).await.json();
    loop {
        found.extend(page["entries"].as_array().expect("entries").clone());
        let Some(next) = page["next"].as_str() else { break };
        page = house.ask(auditor, "GET", &format!("/api/v1/audit?limit=3&before={next}"), &json!(null)).await.json();
    }
    let told: Vec<String> = found
        .iter()
        .map(|entry| {
            let text = |key: &str| entry[key].as_str().unwrap_or("-").to_string();
            format!("{} {} {}", text("who"), text("deed"), text("on"))
        })
        .collect();
    let wanted = [
        format!("auditor transcript_read {}", customer.session()),
        "chief user_removed sam".into(),
        "chief password_reset sam".into(),
        "chief user_changed sam".into(),
        "chief user_added sam".into(),
    ];
    let at = told.iter().position(|line| *line == wanted[0]).unwrap_or_else(|| panic!("{told:#?}"));
    assert_eq!(told[at..at + 5], wanted, "newest first, and nothing of what was refused");
    assert!(told.iter().any(|line| line == "command line user_added chief"), "{told:#?}");
    assert!(found[at]["address"].as_str().is_some_and(|address| address.starts_with("127.")), "{}", found[at]);
    let bad = house.ask(auditor, "GET", "/api/v1/audit?before=x", &json!(null)).await;
    assert_eq!(bad.status, 400);
}

#[tokio::test]
async fn a_customer_whose_access_is_taken_away_is_out_and_stays_out() {
    let house = house().await;
    let mut customer = Customer::arrive(&house.server, "bank").await;
    let path = format!("/api/v1/sessions/{}/revoke", customer.session());
    assert_eq!(house.ask(&house.bearers[3], "POST", &path, &json!(null)).await.status, 204);
    assert_eq!(customer.socket.closed().await, 4408, "the socket ends");
    let server = house.server.kill().start();
    let mut socket = Socket::of_customer(&server).await;
    socket.send(&customer.hello(0)).await;
    assert_eq!((socket.error().await.as_str(), socket.closed().await), ("unauthorized", 4403), "and the token with it");
}
