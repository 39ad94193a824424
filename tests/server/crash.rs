//! The server is killed in the middle, again and again. Whatever was acknowledged is there afterwards, once.

use crate::support::{Agent, Customer, Server, Setup, fresh_cid};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::Notify;

/// Calm questions of different intents, so that the bot keeps the chat.
const QUESTIONS: [&str; 5] = [
    "what are your opening hours",
    "how can I return it?",
    "can I pay with paypal?",
    "hello there",
    "where do I find my invoice",
];

/// A customer who writes down what was acknowledged, and resends what was not.
pub struct Talker {
    pub customer: Customer,
    acknowledged: HashMap<String, u64>,
    /// Sent, and not acknowledged when the server went away.
    outbox: Option<(String, String)>,
    said: usize,
}

/// Acknowledgements of all talkers in one round.
#[derive(Default)]
pub struct Count {
    taken: AtomicUsize,
    grew: Notify,
}

impl Count {
    /// Waits for this many acknowledgements.
    pub async fn reaches(&self, wanted: usize) {
        while self.taken.load(Ordering::SeqCst) < wanted {
            self.grew.notified().await;
        }
    }
}

impl Talker {
    pub async fn arrive(server: &Server) -> Self {
        let customer = Customer::arrive(server, "shop").await;
        Self { customer, acknowledged: HashMap::new(), outbox: None, said: 0 }
    }

    /// Says one thing after the other until the server is gone.
    pub async fn talk(&mut self, count: &Count) {
        loop {
            let (cid, text) = self.outbox.take().unwrap_or_else(|| {
                self.said += 1;
                (fresh_cid(), QUESTIONS[self.said % QUESTIONS.len()].to_string())
            });
            let frame = json!({"type": "say", "cid": cid, "text": text});
            match self.customer.socket.ask_or_close(&frame).await {
                Ok(Ok(ack)) => {
                    self.acknowledged.insert(cid, ack["seq"].as_u64().expect("an ack has a seq"));
                    count.taken.fetch_add(1, Ordering::SeqCst);
                    count.grew.notify_one();
                }
                Ok(Err(code)) => panic!("{frame} was refused: {code}"),
                Err(_) => {
                    self.outbox = Some((cid, text));
                    return;
                }
            }
        }
    }

    /// Everything acknowledged is in the log under its seq, once; every message has exactly one answer; what was shown
    /// has not changed.
    pub async fn check(&mut self, server: &Server) {
        let mut window = self.customer.second_window(server).await;
        let head = window.welcome["head_seq"].as_u64().expect("a welcome has a head");
        while window.socket.shown < head {
            window.socket.next("the whole log").await;
        }
        let shown = self.customer.events();
        assert_eq!(window.events().get(..shown.len()), Some(&shown[..]), "what was shown is there");
        let said: Vec<Value> = window.events().into_iter().filter(|event| event["from"] == "customer").collect();
        for message in &said {
            if !window.events().iter().any(|event| event["cause_seq"] == message["seq"]) {
                window.hears_bot_on(message["seq"].as_u64().expect("a seq")).await;
            }
        }
        for (cid, seq) in &self.acknowledged {
            let kept: Vec<&Value> = said.iter().filter(|event| event["cid"] == **cid).collect();
            assert!(matches!(kept[..], [event] if event["seq"] == *seq), "{cid} was acknowledged as {seq}: {kept:?}");
        }
        for message in &said {
            let events = window.events();
            let answers = events.iter().filter(|event| event["cause_seq"] == message["seq"]).count();
            assert_eq!(answers, 1, "message {} is answered exactly once", message["seq"]);
        }
        let resent = self.outbox.iter().filter(|(cid, _)| said.iter().any(|event| event["cid"] == **cid)).count();
        assert_eq!(said.len(), self.acknowledged.len() + resent, "nothing is there that nobody said");
    }
}

#[tokio::test]
async fn ten_kills_while_customers_talk_lose_nothing_and_double_nothing() {
    let mut server = Server::start();
    let mut talkers = [Talker::arrive(&server).await, Talker::arrive(&server).await, Talker::arrive(&server).await];
    for round in 0..10 {
        let count = Count::default();
        let [one, two, three] = &mut talkers;
        let killed = async {
            // Another moment each time: after the first acknowledgement, after the second, ..
            count.reaches(round + 1).await;
            server.kill()
        };
        let (setup, ..) = tokio::join!(killed, one.talk(&count), two.talk(&count), three.talk(&count));
        server = setup.start();
        for talker in &mut talkers {
            talker.check(&server).await;
            talker.customer.resume(&server).await;
        }
    }
    let said: usize = talkers.iter().map(|talker| talker.acknowledged.len()).sum();
    assert!(said >= 55, "each round had its acknowledgements, {said} in all");
}

#[tokio::test]
async fn the_queue_and_who_has_which_chat_are_there_after_a_kill() {
    let server = Server::start();
    let mut agent = Agent::sign_in(&server).await;
    let mut customers = Vec::new();
    for _ in 0..5 {
        customers.push(Customer::arrive(&server, "shop").await);
    }
    for customer in &mut customers {
        customer.hears_bot().await;
    }
    // Not in the order in which they came.
    for at in [3, 1, 4, 0] {
        customers[at].choose("person", 0).await;
        customers[at].sees_state("queued").await;
        customers[at].place().await;
    }
    agent.accept(&customers[3].session()).await;
    agent.says("one moment").await;
    customers[3].hears_agent().await;
    for (at, place) in [(1, 1), (4, 2), (0, 3)] {
        assert_eq!(customers[at].place().await, place);
    }
    let known: Vec<u64> = customers.iter().map(|customer| customer.socket.shown).collect();

    let server = server.kill().start();
    let mut agent = Agent::sign_in(&server).await;
    assert_eq!(agent.listed("mine"), [customers[3].session()]);
    assert_eq!(agent.listed("queue"), [1, 4, 0].map(|at| customers[at].session()));
    for (at, state) in [(0, "queued"), (1, "queued"), (2, "bot"), (3, "agent"), (4, "queued")] {
        customers[at].resume(&server).await;
        assert_eq!(customers[at].welcome["state"], state, "customer {at}");
    }
    agent.accept(&customers[1].session()).await;
    assert_eq!(customers[4].place().await, 1);
    assert_eq!(customers[0].place().await, 2);
    for at in [2, 3] {
        assert_eq!(customers[at].welcome["head_seq"], known[at], "a restart alone tells customer {at} nothing");
    }
    for (at, told) in [(4, 1), (0, 1)] {
        assert_eq!(customers[at].socket.log.len(), told, "customer {at} is told of the one change alone");
    }
}

#[tokio::test]
async fn a_message_the_bot_had_not_answered_when_it_was_killed_is_answered_after_the_start() {
    for _ in 0..3 {
        let server = Server::start();
        let mut customer = Customer::arrive(&server, "shop").await;
        let asked = customer.say(QUESTIONS[0]).await;
        let setup: Setup = server.kill();
        let server = setup.start();
        customer.resume(&server).await;
        customer.hears_bot_on(asked).await;
    }
}
