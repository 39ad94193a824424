//! Attacks that no other theme has: patterns that stall readers of text, and guessed chats.

use crate::support::{Agent, Customer, Server, Setup, Socket, get, own_address, token, until};
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
    assert_eq!(logged(&server, "a chat was refused to someone whose it is not", told.len()).await, told.len());
    assert!(!server.output().contains(token), "no token is logged");
}

/// How often the log says it, once it has been said `times`.
async fn logged(server: &Server, line: &str, times: usize) -> usize {
    until(&format!("{line:?} in the log"), async || {
        let count = server.output().matches(line).count();
        (count >= times).then_some(count)
    })
    .await
}

#[tokio::test]
async fn what_another_site_or_another_role_is_refused_is_logged_once_each() {
    let setup = Setup::new();
    let password = "a long password";
    setup.user_as("agent", "noor", password, &["--bot", "bank"]);
    setup.user_as("auditor", "olga", password, &["--bot", "bank"]);
    let server = setup.start();
    let customer = Customer::arrive(&server, "shop").await;
    let (theirs, nowhere) = (customer.session(), "01ARZ3NDEKTSV4RRFFQ69G5FAV");
    let evil = ("origin", "https://evil.example");
    let (noor, olga) = (token(&server, "noor", password).await, token(&server, "olga", password).await);
    let (noor, olga) = (format!("Bearer {noor}"), format!("Bearer {olga}"));
    let (noor, olga) = (("authorization", &*noor), ("authorization", &*olga));

    assert_eq!(Socket::open(&server, "/ws/chat", &[evil]).await.err(), Some(403));
    assert_eq!(logged(&server, "a page of another site, or of none, was refused a chat", 1).await, 1);
    assert_eq!(Socket::open(&server, "/ws/agent", &[evil]).await.err(), Some(403));
    assert_eq!(logged(&server, "a page of another site, or of none, was refused a console", 1).await, 1);

    let beyond = "someone was refused what they may not do";
    assert_eq!(get(&server, "/api/v1/users", &[noor]).await.status, 403);
    assert_eq!(logged(&server, beyond, 1).await, 1);
    assert_eq!(Socket::open(&server, "/ws/agent", &[olga]).await.err(), Some(403));
    assert_eq!(logged(&server, beyond, 2).await, 2);

    let guessed = "someone was refused a chat of another bot";
    let entries = |session: &str| format!("/api/v1/sessions/{session}/entries");
    assert_eq!(get(&server, &entries(&theirs), &[olga]).await.status, 404);
    assert_eq!(logged(&server, guessed, 1).await, 1);
    assert_eq!(get(&server, &entries(nowhere), &[olga]).await.status, 404);
    let mut agent = Agent::sign_in_as(&server, "noor", password).await;
    assert_eq!(agent.tries(&theirs, json!({"type": "open"})).await, Err("not_found".into()));
    assert_eq!(logged(&server, guessed, 2).await, 2, "and nothing of what is not there");
    let admin = json!({"type": "set_available", "cid": "x", "agent": "olga", "on": true, "capacity": 9});
    assert_eq!(agent.socket.ask(&admin).await, Err("forbidden".into()));
    assert_eq!(logged(&server, "an agent was refused what their role may not do", 1).await, 1);
    assert_eq!(server.output().matches(" was refused ").count(), 7, "{}", server.output());
}
