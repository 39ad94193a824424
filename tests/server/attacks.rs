//! Attacks that no other theme has: patterns that stall readers of text, and guessed chats.

use crate::support::{Customer, Server, Socket, own_address, until};
use serde_json::json;

#[tokio::test]
async fn texts_made_to_stall_a_reader_are_answered_and_nobody_else_waits() {
    let server = Server::start();
    let long = |part: &str| part.repeat(4000 / part.chars().count());
    for text in [
        long("a"),
        long("a@"),
        long("a@a."),
        long("1 "),
        long("4111-"),
        long("0"),
        long("NL91ABNA"),
        long("(((((("),
        long("\u{202e}\u{200b}"),
        long("e\u{301}"),
        long("👩‍👩‍👧‍👦"),
        long("http://a/?"),
        long("!!!???"),
        format!("{}!", long("aaaaaaaaaaaaaaaaaaaa ")),
        long("the the password is "),
        long("\\\"}{"),
    ] {
        let mut attacker = Customer::arrive(&server, "bank").await;
        let mut neighbour = Customer::arrive(&server, "bank").await;
        let asked = attacker.say(&text.chars().take(4000).collect::<String>()).await;
        let quick = neighbour.say("how do I block my card?").await;
        neighbour.hears_bot_on(quick).await;
        attacker.hears_bot_on(asked).await;
    }
}

#[tokio::test]
async fn guessed_chats_and_tokens_all_look_alike_and_each_is_logged_once() {
    let server = Server::start();
    let customer = Customer::arrive(&server, "shop").await;
    let right = customer.hello(0);
    let token = right["token"].as_str().expect("a token");
    let mut near: Vec<char> = token.chars().collect();
    near[63] = if near[63] == '0' { '1' } else { '0' };
    let near: String = near.into_iter().collect();
    let session = customer.session();
    let other = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
    let mut told = Vec::new();
    for (session, token) in [
        (json!(session), json!(near)),
        (json!(session), json!("")),
        (json!(session), json!(token.to_uppercase())),
        (json!(session), json!(null)),
        (json!(null), json!(token)),
        (json!(other), json!(token)),
        (json!(""), json!(token)),
        (json!("../shop"), json!(token)),
    ] {
        let origin = server.origin();
        let headers = [("origin", origin.as_str())];
        let mut socket = Socket::open_from(own_address(), &server, "/ws/chat", &headers).await.expect("our own page");
        socket.send(&json!({"type": "hello", "bot": "shop", "session": session, "token": token})).await;
        let error = socket.expect("an error", |frame| frame["type"] == "error").await;
        told.push((error, socket.closed().await));
    }
    assert!(told.iter().all(|answer| *answer == told[0]) && told[0].1 == 4403, "{told:#?}");
    let line = "a chat was refused to someone whose it is not";
    let count = until("every refusal in the log", async || {
        let count = server.output().matches(line).count();
        (count >= told.len()).then_some(count)
    });
    assert_eq!(count.await, told.len());
    assert!(!server.output().contains(token), "no token is logged");
}
