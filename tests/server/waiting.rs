//! Customers who wait for a person: what the bot does meanwhile, what changes hands by it, and who comes back.

use crate::support::{Agent, Customer, Server, Setup};
use serde_json::{Value, json};

async fn queue_up(server: &Server) -> Customer {
    let mut customer = arrive(server).await;
    customer.place().await;
    customer
}

/// As `queue_up`, with the place not yet read.
async fn arrive(server: &Server) -> Customer {
    let mut customer = Customer::arrive(server, "shop").await;
    customer.choose("person", 0).await;
    customer.sees_state("queued").await;
    customer
}

#[tokio::test]
async fn who_waits_is_answered_and_one_tap_leaves_the_queue() {
    let server = Server::start();
    let mut agent = Agent::sign_in(&server).await;
    let mut customer = queue_up(&server).await;
    let asked = customer.say("how can I return it?").await;
    let answer = customer.hears_bot_on(asked).await;
    let choices: Vec<_> = answer["choices"].as_array().expect("choices").iter().map(|c| c["id"].clone()).collect();
    assert_eq!(choices, [json!("solved"), json!("keep_waiting")]);
    assert_eq!(answer["sources"][0]["id"], "return-an-item");
    let seq = answer["seq"].as_u64().expect("a seq");

    customer.choose("keep_waiting", seq).await;
    let ticket = agent.socket.expect("the tap on the desk", |f| f["ticket"]["last"]["text"] == "No, I will wait").await;
    assert_eq!(ticket["ticket"]["state"], "queued", "nothing has changed");
    assert_eq!(ticket["ticket"]["articles"][0]["slug"], "return-an-item", "the agent sees what was shown");

    customer.choose("solved", seq).await;
    customer.sees_state("bot").await;
    agent.gone(&customer.session()).await;
}

#[tokio::test]
async fn messages_of_who_waits_are_understood_also_where_the_bot_keeps_silent() {
    let server = Setup::edited(&[("intents/shop/policy.toml", "bot_answers = true", "bot_answers = false")]).start();
    let mut agent = Agent::sign_in(&server).await;
    let mut customer = queue_up(&server).await;
    customer.say("how can I return it?").await;
    let understood = |f: &Value| f["ticket"]["intents"][0]["intent"] == "return_item";
    agent.socket.expect("what was understood on the desk", understood).await;
    agent.accept(&customer.session()).await;
    agent.entry("understood").await;
    customer.sees_state("agent").await;
    let said: Vec<_> = customer.events().into_iter().filter(|e| e["from"] == "bot" && e["cause_seq"] == 5).collect();
    assert_eq!(said, Vec::<Value>::new());
}

#[tokio::test]
async fn a_late_answer_to_who_waited_is_refused_once_an_agent_has_the_chat() {
    let server = Server::start();
    let mut agent = Agent::sign_in(&server).await;
    for n in 1..=10 {
        let mut customer = queue_up(&server).await;
        let session = customer.session();
        // Both at once, with a text that is new to the model: mostly the agent is there before it is understood.
        let question = format!("how can I return it{}", "?".repeat(n));
        let accept = agent.tries(&session, json!({"type": "accept"}));
        let (asked, accepted) = tokio::join!(customer.say(&question), accept);
        accepted.expect("it waits");
        agent.watch(&session).await;
        let closes = |f: &Value| f["session"] == *session && f["event"]["type"] == "agent_accepted";
        agent.socket.expect("the log", closes).await;
        customer.say("one more thing").await;
        agent.says("hello").await;
        customer.hears_agent().await;
        let events = customer.events();
        let taken = events.iter().position(|e| e["state"] == "agent").expect("it was taken");
        let late = events[taken..].iter().find(|e| e["from"] == "bot" && e["kind"] == "message");
        assert_eq!(late, None, "the bot answered {asked} after the agent took over");
        agent.resolve().await;
    }
}

#[tokio::test]
async fn a_bad_rating_comes_back_once_as_a_ticket_that_only_a_supervisor_takes() {
    let setup = Setup::new();
    setup.user_as("agent", "noor", "a long password", &[]);
    setup.user_as("supervisor", "lena", "a long password", &[]);
    let server = setup.start();
    let mut noor = Agent::sign_in_as(&server, "noor", "a long password").await;
    let mut customer = queue_up(&server).await;
    let session = customer.session();
    noor.available(true, 3).await;
    assert_eq!(noor.offer().await.0, session);
    noor.accept(&session).await;
    noor.resolve().await;
    customer.sees_state("closed").await;
    customer.rate(2).await;
    customer.sees_state("queued").await;
    let frank =
        |f: &Value| f["kind"] == "notice" && f["text"].as_str().is_some_and(|text| text.contains("being frank"));
    customer.socket.expect("what happens next", frank).await;
    let back = |f: &Value| f["ticket"]["reason"]["rule"] == "low_rating";
    let ticket = noor.socket.expect("the ticket", back).await["ticket"].clone();
    assert_eq!(
        (&ticket["reason"]["rule"], &ticket["reason"]["numbers"]["rating"]),
        (&json!("low_rating"), &json!(2000))
    );
    noor.accept_refused(&session, "forbidden").await;
    let mut lena = Agent::sign_in_as(&server, "lena", "a long password").await;
    lena.available(true, 3).await;
    assert_eq!(lena.offer().await.0, session);
    assert_eq!(noor.offers_unread(), 0, "who may not take it is not asked");
    lena.accept(&session).await;
    lena.says("I read what went wrong.").await;
    assert_eq!(customer.hears_agent().await, "I read what went wrong.");
    lena.resolve().await;
    customer.sees_state("closed").await;
    customer.rate(1).await;
    lena.gone(&session).await;
    let events = customer.events();
    assert_eq!(events.iter().filter(|event| event["state"] == "queued").count(), 2, "once is enough");
    assert_eq!(
        events.iter().filter(|event| event["kind"] == "queue").count(),
        1,
        "who is called back has no place in a queue"
    );
}

#[tokio::test]
async fn a_good_rating_leaves_a_chat_closed() {
    let server = Server::start();
    let mut agent = Agent::sign_in(&server).await;
    let mut customer = queue_up(&server).await;
    agent.accept(&customer.session()).await;
    agent.resolve().await;
    customer.sees_state("closed").await;
    let rated = customer.rate(3).await;
    let mut again = customer.second_window(&server).await;
    assert_eq!((&again.welcome["state"], again.welcome["head_seq"].as_u64()), (&json!("closed"), Some(rated)));
    again.event("customer", "survey").await;
}

/// The model is kept busy by others, so that the answer is still being thought about when an agent takes over.
#[tokio::test]
async fn an_answer_of_a_slow_model_is_refused_once_an_agent_has_the_chat() {
    let server = Server::start();
    let mut agent = Agent::sign_in(&server).await;
    let mut customer = queue_up(&server).await;
    let mut others = Vec::new();
    let cores = std::thread::available_parallelism().map_or(2, Into::into);
    for number in 0..8 * cores {
        let mut other = Customer::arrive(&server, "shop").await;
        let long = "how deep is the green sofa and does it come apart for a narrow staircase ".repeat(20);
        let asked = other.say(&format!("{number} {long}")).await;
        others.push((other, asked));
    }
    let asked = customer.say("what are your opening hours").await;
    let began = std::time::Instant::now();
    agent.accept(&customer.session()).await;
    customer.sees_state("agent").await;
    println!("an agent took over in {} ms, with the model busy", began.elapsed().as_millis());
    let before = customer.events().len();
    // All that was asked of the model before has been answered, so this too was thought to its end.
    for (other, asked) in &mut others {
        other.hears_bot_on(*asked).await;
    }
    let last = others[0].0.say("hello").await;
    others[0].0.socket.expect("the last answer", |f| f["type"] == "event" && f["cause_seq"] == last).await;
    agent.watch(&customer.session()).await;
    agent.says("hello").await;
    customer.hears_agent().await;
    let events = customer.events();
    assert!(events.iter().all(|event| event["cause_seq"] != asked), "nothing answers {asked}");
    let bots = |event: &&Value| event["from"] == "bot" && event["kind"] == "message";
    assert_eq!(events[before..].iter().filter(bots).count(), 0, "the bot is silent from then on");
}

/// Two ahead of her are of no matter to somebody whom other people answer.
#[tokio::test]
async fn the_place_counts_only_those_whom_the_same_people_could_take() {
    let setup = Setup::new();
    setup.user_as("agent", "sam", "a long password", &["--team", "care"]);
    setup.user_as("supervisor", "kim", "a long password", &["--team", "returns"]);
    let server = setup.start();
    let mut sam = Agent::sign_in_as(&server, "sam", "a long password").await;
    sam.available(true, 1).await;
    let mut kim = Agent::sign_in_as(&server, "kim", "a long password").await;
    let (_first, mut second, mut third) = (queue_up(&server).await, arrive(&server).await, arrive(&server).await);
    assert_eq!((second.place().await, third.place().await), (2, 3));
    let session = third.session();
    kim.tries(&session, json!({"type": "transfer", "to": {"team": "returns"}, "note": null})).await.expect("she may");
    kim.available(true, 1).await;
    assert_eq!(third.place().await, 1, "nobody of care answers her");
    let mut all = Agent::sign_in(&server).await;
    all.available(true, 1).await;
    assert_eq!(third.place().await, 3, "but who is of every team may");
}
