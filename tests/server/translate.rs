//! Translation for agents: what the command is given, what comes of its answers, and that nothing is there without it.

use crate::house::{PASSWORD, signs_in, with_sanne};
use crate::support::{Agent, Customer, Server, Setup, token};
use serde_json::{Value, json};
use std::os::unix::fs::PermissionsExt;

const STAFF: &[(&str, &str)] = &[("sanne", "shop"), ("bo", "bank")];

/// A shop whose command is this script, and a customer who told something and whom sanne has.
async fn house(script: &str) -> (Server, Customer, u64, Agent) {
    let mut setup = Setup::new();
    let path = setup.data.path().join("translator");
    std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).expect("it can be written");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("it is ours");
    setup.configure(&format!("[bots.shop]\ntranslate = {{ command = [{path:?}], limit_s = 2, at_once = 2 }}\n"));
    let (server, mut customer, sanne) = with_sanne(setup, STAFF).await;
    let words = "Guten Tag, mein Stuhl ist kaputt angekommen und ich möchte das Geld zurück, quill@fernhout.example";
    let seq = customer.say(words).await;
    (server, customer, seq, sanne)
}

async fn asks(agent: &mut Agent, session: &str, mut frame: Value) -> Result<Value, String> {
    frame["cid"] = json!(crate::support::fresh_cid());
    frame["session"] = json!(session);
    agent.socket.ask(&frame).await
}

#[tokio::test]
async fn a_message_and_a_draft_are_translated_from_what_the_log_holds() {
    let (server, customer, seq, mut sanne) =
        house("tee \"$0.heard\" > \"$0.last\"\nprintf '{\"text\":\"My chair came broken\"}'").await;
    let session = customer.session();
    assert_eq!(sanne.welcome["translates"], json!(["shop"]));
    let heard = || -> Value {
        let text = std::fs::read_to_string(server.data().join("translator.heard")).expect("it ran");
        serde_json::from_str(&text).expect("JSON")
    };
    let translate = json!({"type": "translate", "of": seq, "to": "nl"});
    let told = asks(&mut sanne, &session, translate.clone()).await.expect("it is translated");
    assert_eq!(
        (&told["text"], &told["from"], &told["to"]),
        (&json!("My chair came broken"), &json!("de"), &json!("nl"))
    );
    assert_eq!((&heard()["from"], &heard()["to"]), (&json!("de"), &json!("nl")));
    let text = heard()["text"].to_string();
    assert!(text.contains("mein Stuhl") && text.contains("[email:1]") && !text.contains("quill@"), "{text}");

    let draft = json!({"type": "translate_draft", "text": "use card 4111 1111 1111 1111", "from": "en"});
    let told = asks(&mut sanne, &session, draft).await.expect("it is translated");
    assert_eq!((&told["from"], &told["to"]), (&json!("en"), &json!("de")));
    assert_eq!(heard()["text"], "use card [card]");
    assert!(customer.events().iter().all(|event| event["from"] != "agent"), "nothing is sent");

    let unknown =
        asks(&mut sanne, &session, json!({"type": "translate", "of": seq, "to": "de"})).await.expect("it is asked");
    assert_eq!((&unknown["from"], &heard()["from"]), (&Value::Null, &Value::Null), "what was found may be wrong");
    let words = "it is in your language";
    let same = json!({"type": "translate_draft", "text": words, "from": "de"});
    assert_eq!(asks(&mut sanne, &session, same).await.expect("nothing to do")["text"], words);
    for nothing in
        [json!({"type": "translate", "of": 1, "to": "en"}), json!({"type": "translate", "of": 999, "to": "en"})]
    {
        assert_eq!(asks(&mut sanne, &session, nothing).await, Err("not_found".into()), "no message of the customer's");
    }
    let mut bo = signs_in(&server, "bo").await;
    assert_eq!(asks(&mut bo, &session, translate).await, Err("not_found".into()), "of another bot");
    assert!(!server.output().contains("mein Stuhl") && !server.output().contains("came broken"), "no words in a log");
    assert!(!token(&server, "sanne", PASSWORD).await.is_empty());
}

#[tokio::test]
async fn a_command_that_fails_is_said_and_holds_nobody_up() {
    let script = "case $(cat) in\n*slow*) exec sleep 60 ;;\n*fails*) exit 3 ;;\n*empty*) printf '{\"text\":\" \"}' ;;\n*) printf 'no JSON' ;;\nesac";
    let (_server, mut customer, _seq, mut sanne) = house(script).await;
    let session = customer.session();
    for words in ["this fails", "an empty one", "nonsense"] {
        let draft = json!({"type": "translate_draft", "text": words, "from": "en"});
        assert_eq!(asks(&mut sanne, &session, draft).await, Err("not_translated".into()), "{words}");
    }
    sanne
        .socket
        .send(&json!({"type": "translate_draft", "cid": "slow", "session": session, "text": "slow", "from": "en"}))
        .await;
    sanne.says("Meanwhile I write.").await;
    assert_eq!(customer.hears_agent().await, "Meanwhile I write.");
    let refused = sanne.socket.expect("the slow one to be given up", |frame| frame["cid"] == "slow").await;
    assert_eq!(refused["code"], "not_translated");
}

#[tokio::test]
async fn without_a_command_there_is_no_translation() {
    let server = Server::start();
    let mut customer = Customer::arrive(&server, "shop").await;
    let seq = customer.say("hello").await;
    let mut admin = Agent::sign_in(&server).await;
    assert_eq!(admin.welcome["translates"], json!([]));
    let frame = json!({"type": "translate", "of": seq, "to": "nl"});
    assert_eq!(asks(&mut admin, &customer.session(), frame).await, Err("not_found".into()));
}
