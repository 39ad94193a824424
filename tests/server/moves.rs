//! Chats that go on with another device: by a link with a code that is good once.

use crate::support::{Agent, Customer, Server, Setup, Socket, fresh_cid, own_address};
use serde_json::{Value, json};

/// The code of a fresh link to the customer's chat.
async fn code(server: &Server, customer: &mut Customer) -> String {
    let url = format!("{}/demo/shop", server.origin());
    let cid = fresh_cid();
    customer.socket.send(&json!({"type": "move", "cid": cid, "url": url})).await;
    let told = customer.socket.expect("a link", |f| f["type"] == "move" && f["cid"] == *cid).await;
    assert!(told["picture"]["path"].as_str().is_some_and(|path| path.starts_with('M')), "{told}");
    let link = told["link"].as_str().expect("a link").to_string();
    let (page, code) = link.split_once("#baton-move=").expect("a code in the fragment");
    assert_eq!(page, url);
    code.into()
}

/// What another device hears first that comes with a code.
async fn comes(server: &Server, bot: &str, code: &str) -> (Socket, Result<Value, Value>) {
    let mut socket = Socket::of_customer(server).await;
    let first = hello(&mut socket, bot, code).await;
    (socket, first)
}

async fn hello(socket: &mut Socket, bot: &str, code: &str) -> Result<Value, Value> {
    socket.send(&json!({"type": "hello", "bot": bot, "code": code, "last_seq": 0, "locale": "en"})).await;
    let first = socket.expect("a welcome or an error", |f| f["type"] == "welcome" || f["type"] == "error").await;
    if first["type"] == "welcome" { Ok(first) } else { Err(first) }
}

fn refused(error: &Value) {
    assert_eq!((&error["code"], &error["reason"]), (&json!("unauthorized"), &json!("code")), "{error}");
}

#[tokio::test]
async fn another_device_gets_the_same_chat_at_the_same_place_with_a_token_of_its_own() {
    let server = Server::start();
    let mut before = Customer::arrive(&server, "shop").await;
    before.choose("person", 0).await;
    before.place().await;
    let mut customer = Customer::arrive(&server, "shop").await;
    customer.choose("person", 0).await;
    assert_eq!(customer.place().await, 2);

    let code = code(&server, &mut customer).await;
    let (mut other, welcome) = comes(&server, "shop", &code).await;
    let welcome = welcome.expect("the code is good");
    assert_eq!(welcome["session"], *customer.session());
    assert_eq!(welcome["state"], "queued");
    assert_ne!(welcome["token"], customer.hello(0)["token"], "a token of its own");
    let place = other.expect("its place", |f| f["kind"] == "queue").await;
    assert_eq!(place["position"], 2, "kept");
    let told = customer.notice().await;
    assert!(told.contains("another device"), "{told}");

    let (mut late, again) = comes(&server, "shop", &code).await;
    refused(&again.expect_err("it was used"));
    assert_eq!(late.closed().await, 4403);

    let cid = fresh_cid();
    other.ask(&json!({"type": "say", "cid": cid, "text": "from my phone"})).await.expect("it may write");
    customer.socket.expect("what the other device said", |f| f["text"] == "from my phone").await;
    other.close().await;
    let mut other = Socket::of_customer(&server).await;
    let mut back = customer.hello(0);
    back["token"] = welcome["token"].clone();
    other.send(&back).await;
    other.expect("to come back with its own token", |f| f["type"] == "welcome").await;
}

#[tokio::test]
async fn a_code_of_another_bot_one_that_is_too_old_and_one_that_was_never_given_look_alike() {
    let server = Setup::with("[limits]\nmove_code_s = 1\n").start();
    let mut customer = Customer::arrive(&server, "shop").await;
    let fresh = code(&server, &mut customer).await;
    refused(&comes(&server, "bank", &fresh).await.1.expect_err("it is of the shop"));
    refused(&comes(&server, "shop", "never-given").await.1.expect_err("nobody gave it"));
    tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
    refused(&comes(&server, "shop", &fresh).await.1.expect_err("it is too old"));
    for url in ["https://evil.example/", "javascript:alert(1)", ""] {
        let asked = customer.socket.ask(&json!({"type": "move", "cid": fresh_cid(), "url": url})).await;
        assert_eq!(asked, Err("bad_frame".into()), "{url:?}");
    }
}

#[tokio::test]
async fn who_guesses_codes_is_soon_not_listened_to() {
    let server = Setup::with("[limits]\nupgrades_per_s = 100.0\n").start();
    let mut customer = Customer::arrive(&server, "shop").await;
    let right = code(&server, &mut customer).await;
    let own = own_address();
    let origin = server.origin();
    let guess = async |code: &str| {
        let mut socket = Socket::open_from(own, &server, "/ws/chat", &[("origin", &origin)]).await.expect("a socket");
        let heard = hello(&mut socket, "shop", code).await;
        (heard, socket)
    };
    for n in 0..10 {
        refused(&guess(&format!("guess-{n}")).await.0.expect_err("a guess"));
    }
    let (heard, mut socket) = guess(&right).await;
    assert_eq!(heard.expect_err("even the right one")["code"], "rate_limited");
    assert_eq!(socket.closed().await, 4429);
    comes(&server, "shop", &right).await.1.expect("from elsewhere it is still good");
}

#[tokio::test]
async fn a_device_that_was_given_the_chat_has_it_after_a_crash_and_loses_it_with_the_first() {
    let server = Server::start();
    let mut customer = Customer::arrive(&server, "shop").await;
    let code = code(&server, &mut customer).await;
    let welcome = comes(&server, "shop", &code).await.1.expect("the code is good");
    let server = server.kill().start();
    let resumes = async |token: &Value| {
        let mut socket = Socket::of_customer(&server).await;
        let mut hello = customer.hello(0);
        hello["token"] = token.clone();
        hello["store"] = json!(null);
        socket.send(&hello).await;
        socket.expect("an answer", |f| f["type"] == "welcome" || f["type"] == "error").await["type"].clone()
    };
    assert_eq!(resumes(&welcome["token"]).await, "welcome");
    let admin = crate::support::admin_token(&server).await;
    let path = format!("/api/v1/sessions/{}/revoke", customer.session());
    let done = crate::support::post(&server, &path, &[("authorization", &format!("Bearer {admin}"))], &json!({})).await;
    assert_eq!(done.status, 204, "{}", done.body);
    assert_eq!(resumes(&welcome["token"]).await, "error", "what is revoked is revoked for every device");
    let mut agent = Agent::sign_in(&server).await;
    agent.watch(&customer.session()).await;
    let joined = agent.entry("device_joined").await;
    assert_eq!(joined["event"].get("token_hash"), None, "nobody's business but the server's");
}
