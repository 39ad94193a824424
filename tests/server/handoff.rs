//! Changes of hands: asking for a person, the queue, agents and what they may see.

use crate::house::with_sanne;
use crate::support::{Agent, Customer, Server, Setup, fresh_cid};
use serde_json::{Value, json};

const PASSWORD: &str = "a long password";

/// A server with these agents, who serve every bot.
fn with_agents(names: &[&str]) -> Server {
    let setup = Setup::new();
    names.iter().for_each(|name| setup.user(name, PASSWORD, &[]));
    setup.start()
}

/// Asks for a person and waits for the place in the queue.
async fn queue_up(customer: &mut Customer) -> u64 {
    customer.choose("person", 0).await;
    customer.sees_state("queued").await;
    customer.place().await
}

#[tokio::test]
async fn a_customer_gets_a_person_by_choice_without_any_offer() {
    let server = Server::start();
    let mut customer = Customer::arrive(&server, "bank").await;
    let chosen = customer.choose("person", 0).await;
    let shown = customer.event("customer", "message").await;
    assert_eq!((shown["seq"].as_u64(), &shown["text"]), (Some(chosen), &json!("Talk to a person")));
    assert_eq!(customer.hears_bot_on(chosen).await["sources"], json!([]));
    assert_eq!(customer.place().await, 1);
}

#[tokio::test]
async fn a_customer_gets_a_person_by_asking_in_words() {
    let server = Server::start();
    let mut agent = Agent::sign_in(&server).await;
    for (bot, locale, words) in [
        ("shop", "en", "please connect me to someone from customer service"),
        ("bank", "en", "I want to talk to a person"),
        ("shop", "nl", "ik wil een medewerker spreken"),
    ] {
        let mut customer = Customer::arrive_speaking(&server, bot, locale).await;
        customer.say(words).await;
        customer.sees_state("queued").await;
        let ticket = agent.ticket(&customer.session(), "queued").await;
        assert_eq!(ticket["reason"]["rule"], "asked_for_person", "{words}");
    }
}

#[tokio::test]
async fn a_customer_who_leaves_the_queue_has_the_bot_again_and_those_behind_move_up() {
    let server = Server::start();
    let mut agent = Agent::sign_in(&server).await;
    let (mut first, mut second) = (Customer::arrive(&server, "shop").await, Customer::arrive(&server, "shop").await);
    assert_eq!((queue_up(&mut first).await, queue_up(&mut second).await), (1, 2));
    first.choose("leave_queue", 0).await;
    first.sees_state("bot").await;
    assert!(first.notice().await.starts_with("You left the queue."));
    assert_eq!(second.place().await, 1);
    agent.gone(&first.session()).await;
    let asked = first.say("how can I return it?").await;
    first.hears_bot_on(asked).await;
}

#[tokio::test]
async fn each_bot_has_a_queue_of_its_own() {
    let server = Server::start();
    let (mut shop, mut bank) = (Customer::arrive(&server, "shop").await, Customer::arrive(&server, "bank").await);
    assert_eq!((queue_up(&mut shop).await, queue_up(&mut bank).await), (1, 1));
}

#[tokio::test]
async fn the_owner_grows_at_each_change_of_hands_and_only_then() {
    let server = Server::start();
    let mut agent = Agent::sign_in(&server).await;
    let mut customer = Customer::arrive(&server, "shop").await;
    assert_eq!(customer.welcome["owner"], 1);
    queue_up(&mut customer).await;
    agent.accept(&customer.session()).await;
    customer.say("are you there?").await;
    agent.says("yes").await;
    agent.back_to_queue().await;
    agent.accept(&customer.session()).await;
    agent.return_to_bot().await;
    queue_up(&mut customer).await;
    agent.accept(&customer.session()).await;
    agent.resolve().await;
    customer.sees_state("closed").await;
    customer.event("bot", "survey").await;
    let mut owner = 1;
    for event in customer.events() {
        owner += u64::from(event["kind"] == "state");
        assert_eq!(event["owner"], owner, "{event}");
    }
    assert_eq!(owner, 9, "queued, agent, queued, agent, bot, queued, agent, closed");
}

#[tokio::test]
async fn of_two_agents_who_accept_at_once_one_gets_the_chat_and_the_other_hears_that_it_is_taken() {
    let server = with_agents(&["noor", "sam"]);
    let mut noor = Agent::sign_in_as(&server, "noor", PASSWORD).await;
    let mut sam = Agent::sign_in_as(&server, "sam", PASSWORD).await;
    for _ in 0..5 {
        let mut customer = Customer::arrive(&server, "shop").await;
        queue_up(&mut customer).await;
        let session = customer.session();
        let accept = || json!({"type": "accept"});
        let (one, other) = tokio::join!(noor.tries(&session, accept()), sam.tries(&session, accept()));
        let mut outcomes = [one, other];
        outcomes.sort();
        assert_eq!(outcomes, [Ok(()), Err("taken".to_string())]);
        customer.sees_state("agent").await;
        customer.notice().await;
        assert_eq!(customer.events().iter().filter(|event| event["state"] == "agent").count(), 1);
    }
}

#[tokio::test]
async fn an_agent_of_one_bot_neither_sees_nor_reaches_chats_of_another() {
    let setup = Setup::new();
    setup.user("bo", PASSWORD, &["bank"]);
    let server = setup.start();
    let mut shopper = Customer::arrive(&server, "shop").await;
    queue_up(&mut shopper).await;
    let mut bo = Agent::sign_in_as(&server, "bo", PASSWORD).await;
    assert_eq!(bo.listed("queue"), Vec::<String>::new());

    let mut other = Customer::arrive(&server, "shop").await;
    queue_up(&mut other).await;
    for session in [shopper.session(), other.session(), "01ARZ3NDEKTSV4RRFFQ69G5FAV".to_string()] {
        for request in ["open", "accept", "resolve", "return_to_bot"] {
            let refused = bo.tries(&session, json!({"type": request})).await;
            assert_eq!(refused, Err("not_found".to_string()), "{request} {session}");
        }
        let said = bo.tries(&session, json!({"type": "say", "text": "hello"})).await;
        assert_eq!(said, Err("not_found".to_string()));
    }

    let mut banker = Customer::arrive(&server, "bank").await;
    queue_up(&mut banker).await;
    bo.ticket(&banker.session(), "queued").await;
    let strange = |frame: &&Value| frame["type"] == "entry" || frame["ticket"]["bot"] == "shop";
    assert_eq!(bo.socket.unread.iter().find(strange), None);
}

#[tokio::test]
async fn only_the_agent_who_has_a_chat_acts_in_it() {
    let server = with_agents(&["noor", "sam"]);
    let mut sam = Agent::sign_in_as(&server, "sam", PASSWORD).await;
    let mut customer = Customer::arrive(&server, "shop").await;
    let session = customer.session();
    let early = sam.tries(&session, json!({"type": "accept"})).await;
    assert_eq!(early, Err("closed".to_string()), "a chat that waits for nobody cannot be taken");
    queue_up(&mut customer).await;
    let mut noor = Agent::sign_in_as(&server, "noor", PASSWORD).await;
    noor.accept(&session).await;
    for request in [json!({"type": "say", "text": "me too"}), json!({"type": "resolve"})] {
        assert_eq!(sam.tries(&session, request).await, Err("not_yours".to_string()));
    }
    noor.notes("a note that stays in the house").await;
    noor.says("hello from Noor").await;
    assert_eq!(customer.hears_agent().await, "hello from Noor");
    let seen = serde_json::to_string(&customer.events()).expect("JSON");
    assert!(!seen.contains("stays in the house"), "notes are not for the customer");
}

/// Opened again a log goes on where the console is, and each entry comes once.
#[tokio::test]
async fn a_log_that_is_opened_twice_is_told_once_from_where_the_console_is() {
    let (_server, mut customer, mut sanne) = with_sanne(Setup::new(), &[("sanne", "shop")]).await;
    let session = customer.session();
    let mut open = async |sanne: &mut Agent, last_n: u64| {
        sanne.socket.unread.retain(|frame| frame["type"] != "entry");
        sanne.tries(&session, json!({"type": "open", "last_n": last_n})).await.expect("it is theirs");
        customer_says_and_is_heard(&mut customer, sanne).await
    };
    let whole = open(&mut sanne, 0).await;
    assert_eq!(whole[..2], [1, 2], "all of it");
    let last = *whole.last().expect("entries");
    for known in [last, last - 3, last + 50] {
        let told = open(&mut sanne, known).await;
        let first = if known > last { 1 } else { known + 1 };
        assert_eq!(told, (first..first + told.len() as u64).collect::<Vec<_>>(), "after {known}");
    }
}

/// The numbers of the entries that came, up to something that the customer says now.
async fn customer_says_and_is_heard(customer: &mut Customer, sanne: &mut Agent) -> Vec<u64> {
    let words = fresh_cid();
    customer.say(&words).await;
    let mut told = Vec::new();
    loop {
        let entry = sanne.socket.expect("an entry", |frame| frame["type"] == "entry").await;
        told.push(entry["n"].as_u64().expect("a number"));
        if entry["event"]["text"] == *words {
            return told;
        }
    }
}

#[tokio::test]
async fn a_bot_that_gets_a_chat_back_says_what_it_is_told_to() {
    let server = Server::start();
    let mut agent = Agent::sign_in(&server).await;
    let listed = agent.welcome["articles"]["shop"].as_array().cloned().unwrap_or_default();
    assert!(listed.iter().any(|a| a["slug"] == "return-an-item" && a["title"]["nl"].is_string()), "{listed:?}");
    let mut customer = Customer::arrive(&server, "shop").await;
    queue_up(&mut customer).await;
    let session = customer.session();
    agent.accept(&session).await;
    customer.sees_state("agent").await;
    let back =
        |article: &str| json!({"type": "return_to_bot", "instruction": "she asks about returns", "article": article});
    assert_eq!(agent.tries(&session, back("no-such-article")).await, Err("not_offered".to_string()));
    agent.tries(&session, back("return-an-item")).await.expect("it is hers");
    let seq = customer.sees_state("bot").await["seq"].as_u64().expect("a seq");
    let said = customer.hears_bot_on(seq).await;
    assert_eq!(said["sources"][0]["id"], "return-an-item");
    assert_eq!(agent.entry("returned_to_bot").await["event"]["article"], "return-an-item");
    // It is known as shown, so it is not offered again.
    queue_up(&mut customer).await;
    let shown = |f: &Value| f["ticket"]["articles"][0]["slug"] == "return-an-item";
    let ticket = agent.socket.expect("a ticket with what was shown", shown).await["ticket"].clone();
    assert_eq!(ticket["articles"][0]["seq"], said["seq"], "at the words themselves");
}

#[tokio::test]
async fn a_chat_ends_as_the_policy_says_that_chats_may_end() {
    let known = "code = \"compensated\"";
    let server = Setup::edited(&[("intents/shop/policy.toml", known, "code = \"voucher\"")]).start();
    let mut agent = Agent::sign_in(&server).await;
    let codes = agent.welcome["wrap_up"]["shop"].as_array().cloned().unwrap_or_default();
    let codes: Vec<_> = codes.iter().map(|code| code["code"].clone()).collect();
    assert_eq!(json!(codes), json!(["solved", "answered", "voucher", "followup", "no_answer", "other"]));
    let mut customer = Customer::arrive(&server, "shop").await;
    queue_up(&mut customer).await;
    let session = customer.session();
    agent.accept(&session).await;
    let wrap_up = |code: &str| json!({"type": "wrap_up", "code": code, "note": "ten euros"});
    assert_eq!(agent.tries(&session, wrap_up("compensated")).await, Err("not_offered".to_string()));
    agent.tries(&session, wrap_up("voucher")).await.expect("a code of the policy");
    agent.ticket(&session, "wrap_up").await;
}
