//! A disk that refuses, a folder that is taken, a clock that jumps: the server says what is wrong, acknowledges nothing
//! that is not durable, and loses nothing that it acknowledged.

use crate::support::{Agent, Answer, Customer, Disk, Heard, Server, Setup, fresh_cid, get, until};
use serde_json::json;

const QUESTION: &str = "what are your opening hours";
const EIO: i32 = 5;
const ENOSPC: i32 = 28;

fn start_on_disk() -> (Server, Disk) {
    let setup = Setup::new();
    let disk = Disk::under(&setup.data.path().join("store"));
    let server = setup.on(disk.variables()).start();
    (server, disk)
}

fn restart(server: Server) -> Server {
    server.kill().on(Vec::new()).start()
}

async fn readyz(server: &Server) -> Answer {
    get(server, "/readyz", &[]).await
}

async fn refuses_and_recovers(error: i32, why: &str) {
    let (server, disk) = start_on_disk();
    let mut customer = Customer::arrive(&server, "shop").await;
    let kept = customer.say(QUESTION).await;
    customer.hears_bot_on(kept).await;
    let shown = customer.socket.shown;

    disk.fails_with(error);
    let (refused, other) = (fresh_cid(), fresh_cid());
    assert_eq!(customer.say_as(&refused, "can I pay with paypal?").await, Err("busy".into()));
    assert_eq!(customer.say_as(&other, QUESTION).await, Err("busy".into()), "and so does everything after it");
    assert_eq!(customer.socket.shown, shown, "nothing is shown that was not stored");
    let ready = readyz(&server).await;
    assert_eq!(ready.status, 503);
    assert!(ready.body.contains(why) && ready.body.contains("store"), "{}", ready.body);

    disk.is_well();
    assert_eq!(customer.say_as(&refused, "can I pay with paypal?").await, Err("busy".into()), "until a restart");
    assert_eq!(readyz(&server).await.status, 503);
    let mut stranger = Customer::knock(&server, "shop").await;
    assert_eq!(stranger.closed().await, 1011, "no chat can begin");
    // Who comes back finds the chat that is in memory, and nothing that is only in the store's memory.
    customer.resume(&server).await;
    assert_eq!(customer.welcome["head_seq"], shown);
    assert_eq!(
        customer.say_as(&refused, "can I pay with paypal?").await,
        Err("busy".into()),
        "no false acknowledgement"
    );
    server.logs("the disk refused a write").await;
    let told = server.output().lines().filter(|line| line.contains("ERROR")).count();
    assert_eq!(told, 1, "the fault is logged once:\n{}", server.output());

    let server = restart(server);
    assert_eq!(readyz(&server).await.status, 200);
    customer.resume(&server).await;
    let acknowledged = customer.say_as(&refused, "can I pay with paypal?").await.expect("the outbox brings it back");
    customer.hears_bot_on(acknowledged).await;
    assert_eq!(customer.say_as(&other, QUESTION).await.map(|seq| seq > kept), Ok(true));
    let events = customer.events();
    let of = |cid: &str| events.iter().filter(|event| event["cid"] == cid).count();
    assert_eq!(of(&refused), 1);
    assert!(events.iter().any(|event| event["seq"] == kept && event["from"] == "customer"));
}

#[tokio::test]
async fn a_full_disk_is_told_and_loses_nothing() {
    refuses_and_recovers(ENOSPC, "No space left on device").await;
}

#[tokio::test]
async fn a_disk_that_fails_is_told_and_loses_nothing() {
    refuses_and_recovers(EIO, "Input/output error").await;
}

/// The bot was thinking when the disk began to refuse: its answer is shown to nobody, and given after the restart, once.
#[tokio::test]
async fn an_answer_that_could_not_be_stored_is_given_after_the_restart() {
    let (server, disk) = start_on_disk();
    let mut customer = Customer::arrive(&server, "shop").await;
    customer.hears_bot().await;
    let asked = customer.say(QUESTION).await;
    disk.fails_with(EIO);
    let mut refused = customer.socket.shown < asked + 1;
    until("the store to refuse", async || (readyz(&server).await.status == 503).then_some(())).await;
    while let Ok(frame) =
        tokio::time::timeout(std::time::Duration::from_millis(300), customer.socket.next("word")).await
    {
        // The answer may have been faster than the fault.
        refused &= !matches!(frame, crate::support::Heard::Frame(frame) if frame["cause_seq"] == asked);
    }
    disk.is_well();
    let server = restart(server);
    customer.resume(&server).await;
    if refused {
        customer.hears_bot_on(asked).await;
    }
    let answers = customer.events().iter().filter(|event| event["cause_seq"] == asked).count();
    assert_eq!(answers, 1);
}

/// Chats that are on disk and in no memory, with an agent at the desk.
async fn chats_on_disk() -> (Server, Disk, Agent, Vec<Customer>) {
    let (server, disk) = start_on_disk();
    let mut customers = Vec::new();
    for _ in 0..8 {
        let mut customer = Customer::arrive(&server, "shop").await;
        customer.choose("person", 0).await;
        customer.sees_state("queued").await;
        for _ in 0..10 {
            let words: Vec<String> = (0..140).map(|_| ulid::Ulid::new().to_string()).collect();
            customer.say(&words.join(" ")).await;
        }
        customer.end().await;
        customer.event("bot", "survey").await;
        customers.push(customer);
    }
    let server = server.kill().on(disk.variables()).start();
    let agent = Agent::sign_in(&server).await;
    (server, disk, agent, customers)
}

/// Whether the store has a chat's pages in its cache is chance: such a chat is shown as it is, and every other is refused.
async fn is_busy_and_comes_back(spoil: impl Fn(&Disk)) {
    let (server, disk, mut agent, mut customers) = chats_on_disk().await;
    spoil(&disk);
    let mut refused = 0;
    for unread in &customers {
        let mut socket = Customer::knock_again(&server, unread).await;
        match socket.next("an answer").await {
            Heard::Frame(frame) if frame["type"] == "error" => assert_eq!(frame["code"], "busy"),
            Heard::Frame(frame) if frame["type"] == "welcome" => continue,
            heard => panic!("neither refused nor welcome: {heard:?}"),
        }
        refused += 1;
        assert_eq!(socket.closed().await, 1011);
        assert_eq!(socket.shown, 0, "nothing is shown of it");
        // Not `open`, which is written down first: a write whose page cannot be read is one that the disk refuses.
        let asked = agent.tries(&unread.session(), json!({"type": "accept"})).await;
        assert_eq!(asked, Err("busy".into()), "nor to an agent");
    }
    assert!(refused > 0, "no chat had to be read");
    let logged = || server.output().lines().filter(|line| line.contains("ERROR")).count();
    // The log is read beside the answers, and may come after them.
    until("each fault to be logged", async || (logged() >= refused).then_some(())).await;
    disk.is_well();
    for unread in &mut customers {
        let seen = unread.events();
        let mut window = unread.second_window(&server).await;
        while window.socket.shown < seen.len() as u64 {
            window.socket.next("the whole chat").await;
        }
        assert_eq!(window.events(), seen, "it is all there");
        unread.resume(&server).await;
        let said = unread.say_as(&fresh_cid(), "good").await;
        assert!(said.is_ok(), "{said:?} once the disk is well:\n{}", server.output());
    }
}

#[tokio::test]
async fn a_chat_on_a_disk_that_cannot_be_read_is_busy_and_comes_back() {
    is_busy_and_comes_back(|disk| disk.is_unreadable(EIO)).await;
}

#[tokio::test]
async fn a_chat_whose_pages_come_back_altered_is_busy_and_nothing_of_them_is_shown() {
    is_busy_and_comes_back(Disk::is_rotten).await;
}

#[tokio::test]
async fn a_choice_that_could_not_be_stored_leaves_the_chat_as_it_was() {
    let (server, disk) = start_on_disk();
    let mut agent = Agent::sign_in(&server).await;
    let mut customer = Customer::arrive(&server, "shop").await;
    customer.hears_bot().await;
    disk.fails_with(EIO);
    let person = json!({"type": "choose", "cid": "person", "choice": "person", "ref": 0});
    assert_eq!(customer.socket.ask(&person).await, Err("busy".into()));
    let session = customer.session();
    let accept = agent.tries(&session, json!({"type": "accept"})).await;
    assert_eq!(accept, Err("busy".into()), "nothing is said of a chat that cannot be read");
    customer.resume(&server).await;
    assert_eq!(customer.welcome["state"], "bot");

    let server = restart(server);
    customer.resume(&server).await;
    customer.socket.ask(&person).await.expect("it is taken now");
    customer.sees_state("queued").await;
}

#[tokio::test]
async fn a_clock_that_jumps_an_hour_loses_and_reorders_nothing() {
    let (server, disk) = start_on_disk();
    let mut agent = Agent::sign_in(&server).await;
    let mut customer = Customer::arrive(&server, "shop").await;
    let mut waiting = Customer::arrive(&server, "shop").await;
    waiting.choose("person", 0).await;
    waiting.sees_state("queued").await;
    for (seconds, question) in [(-3600, QUESTION), (3600, "can I pay with paypal?"), (0, "where do I find my invoice")]
    {
        disk.clock_is_off_by(seconds);
        let asked = customer.say(question).await;
        customer.hears_bot_on(asked).await;
        customer.resume(&server).await;
        assert_eq!(customer.welcome["head_seq"], customer.events().len(), "off by {seconds} s");
        Agent::sign_in(&server).await;
    }
    disk.clock_is_off_by(-3600);
    agent.accept(&waiting.session()).await;
    agent.says("good day").await;
    waiting.hears_agent().await;

    let server = restart(server);
    let known = customer.events();
    let mut window = customer.second_window(&server).await;
    while window.socket.shown < known.len() as u64 {
        window.socket.next("the whole log").await;
    }
    assert_eq!(window.events(), known);
    assert_eq!(Agent::sign_in(&server).await.listed("mine"), [waiting.session()]);
}
