//! What agents look up: whatever was said in a chat that they may see, and an ended chat as it was.

use crate::support::{Agent, Customer, Server, Setup, fresh_cid};
use serde_json::{Value, json};

const PASSWORD: &str = "a long password";

/// A chat that an agent has ended.
async fn ended(server: &Server, agent: &mut Agent, bot: &str, words: &str) -> Customer {
    let mut customer = Customer::arrive(server, bot).await;
    customer.choose("person", 0).await;
    customer.sees_state("queued").await;
    customer.say(words).await;
    agent.accept(&customer.session()).await;
    agent.notes("asked the warehouse about the ottoman").await;
    agent.tries(&customer.session(), json!({"type": "wrap_up", "code": "solved", "note": null})).await.expect("hers");
    agent.resolve().await;
    customer.sees_state("closed").await;
    customer
}

async fn search(agent: &mut Agent, query: &str, before: Value) -> Result<Value, String> {
    agent.socket.ask(&json!({"type": "search", "cid": fresh_cid(), "query": query, "before": before})).await
}

fn sessions(answer: &Value) -> Vec<&str> {
    let found = answer["found"].as_array().expect("a list");
    found.iter().map(|hit| hit["session"].as_str().expect("a session")).collect()
}

#[tokio::test]
async fn everything_ever_said_in_chats_one_may_see_is_found_newest_first() {
    let setup = Setup::new();
    setup.user("noor", PASSWORD, &["shop"]);
    let server = setup.start();
    let mut admin = Agent::sign_in(&server).await;
    let first = ended(&server, &mut admin, "shop", "The Velvet sofa is torn").await;
    let second = ended(&server, &mut admin, "shop", "my velvet chair came without a SOFA cover, 0612345678").await;
    let bank = ended(&server, &mut admin, "bank", "velvet sofa paid twice").await;
    let server = server.kill().start();

    let mut admin = Agent::sign_in(&server).await;
    let all = search(&mut admin, "velvet sofa", Value::Null).await.expect("found");
    assert_eq!(sessions(&all), [bank.session(), second.session(), first.session()]);
    let hit = &all["found"][1];
    assert_eq!((&hit["from"], &hit["state"], &hit["bot"]), (&json!("customer"), &json!("closed"), &json!("shop")));
    assert!(!all.to_string().contains("0612345678"), "what was taken out stays out");
    assert_eq!((&all["more"], &all["before"]), (&json!(false), &Value::Null));

    let mut noor = Agent::sign_in_as(&server, "noor", PASSWORD).await;
    let hers = search(&mut noor, "VELVET", Value::Null).await.expect("found");
    assert_eq!(sessions(&hers), [second.session(), first.session()], "another bot's chats do not exist for her");
    let notes = search(&mut noor, "ottoman warehouse", Value::Null).await.expect("found");
    assert_eq!((sessions(&notes).len(), &notes["found"][0]["from"]), (2, &json!("note")));
    let older = search(&mut noor, "velvet", json!(second.session())).await.expect("found");
    assert_eq!(sessions(&older), [first.session()], "it goes on where it stopped");
    assert_eq!(sessions(&search(&mut noor, "corduroy", Value::Null).await.expect("an answer")), [""; 0]);
    for wrong in ["", " x ", &"long ".repeat(41)] {
        assert_eq!(search(&mut noor, wrong, Value::Null).await, Err("bad_frame".into()), "{wrong:?}");
    }
}

#[tokio::test]
async fn an_ended_chat_opens_as_it_was_with_its_ticket() {
    let server = Server::start();
    let mut agent = Agent::sign_in(&server).await;
    let mut customer = ended(&server, &mut agent, "shop", "the sofa is torn").await;
    customer.rate(4).await;
    let open = json!({"type": "open", "cid": fresh_cid(), "session": customer.session(), "last_n": 0});
    let ticket = agent.socket.ask(&open).await.expect("it may be read")["ticket"].clone();
    assert_eq!((&ticket["state"], &ticket["last_agent"]), (&json!("closed"), &json!("admin")));
    let goals = ticket["sla"].as_array().expect("goals");
    let goal = |name: &str| &goals.iter().find(|goal| goal["goal"] == name).expect("a goal")["state"];
    assert_eq!((goal("first_answer"), goal("resolution")), (&json!("pending"), &json!("hit")));
    let said = agent.tries(&customer.session(), json!({"type": "say", "text": "too late"})).await;
    assert_eq!(said, Err("not_yours".into()));
}
