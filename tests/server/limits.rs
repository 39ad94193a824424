//! Who may open a socket, how many, and how fast they may write.

use crate::house::with_sanne;
use crate::support::{Agent, Customer, Heard, Server, Setup, Socket, get, own_address, post, until};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;

const SHOP_PAGE: &str = "https://shop.example";
const ALLOWED: &str = "[bots.shop]\nallowed_origins = [\"https://shop.example\"]";

async fn open(server: &Server, origin: Option<&str>) -> Result<Socket, u16> {
    let headers: Vec<(&str, &str)> = origin.map(|origin| ("origin", origin)).into_iter().collect();
    Socket::open(server, "/ws/chat", &headers).await
}

/// The first frame after a hello to `bot`, or the close code.
async fn hello(mut socket: Socket, bot: &str) -> Result<Value, u16> {
    socket.send(&json!({"type": "hello", "bot": bot})).await;
    socket.expect_or_close("a welcome", |_| true).await
}

#[tokio::test]
async fn a_page_of_another_origin_or_of_none_may_not_open_a_socket() {
    let server = Server::start();
    let port = server.address.port();
    let near = [format!("http://127.0.0.1:{}", port ^ 1), format!("http://127.0.0.1:{port}.evil.example")];
    let foreign = ["https://evil.example", "null", "", &near[0], &near[1]];
    assert_eq!(open(&server, None).await.err(), Some(403), "no origin");
    for origin in foreign {
        assert_eq!(open(&server, Some(origin)).await.err(), Some(403), "{origin:?}");
    }
    assert!(open(&server, Some(&server.origin())).await.is_ok());
}

#[tokio::test]
async fn an_origin_on_a_bots_list_opens_that_bot_and_no_other() {
    let server = Setup::with(ALLOWED).start();
    let shop = open(&server, Some(SHOP_PAGE)).await.expect("it is on the list");
    assert_eq!(hello(shop, "shop").await.expect("the shop allows it")["type"], "welcome");
    let bank = open(&server, Some(SHOP_PAGE)).await.expect("which bot it wants is not known yet");
    assert_eq!(hello(bank, "bank").await, Err(4403));
    for near in ["http://shop.example", "https://shop.example:444", "https://shop.example.evil.example"] {
        assert_eq!(open(&server, Some(near)).await.err(), Some(403), "{near}");
    }
}

#[tokio::test]
async fn a_chat_of_one_bot_cannot_be_resumed_under_the_name_of_another() {
    let server = Setup::with(ALLOWED).start();
    let customer = Customer::arrive(&server, "bank").await;
    let mut resume = customer.hello(0);
    resume["bot"] = json!("shop");
    let mut socket = open(&server, Some(SHOP_PAGE)).await.expect("it is on the shop's list");
    socket.send(&resume).await;
    assert_eq!(socket.error().await, "unauthorized");
    assert_eq!(socket.closed().await, 4403);
}

#[tokio::test]
async fn a_socket_without_origin_opens_where_the_settings_say_so() {
    let server = Setup::with("[limits]\nallow_no_origin = true").start();
    let socket = open(&server, None).await.expect("it is allowed");
    assert_eq!(hello(socket, "bank").await.expect("a welcome")["type"], "welcome");
}

#[tokio::test]
async fn who_writes_too_fast_is_warned_and_at_the_third_strike_closed() {
    let server = Server::start();
    let mut customer = Customer::arrive(&server, "shop").await;
    for number in 0..100 {
        customer.socket.send(&json!({"type": "say", "cid": format!("{number}"), "text": "hello"})).await;
    }
    assert_eq!(customer.socket.closed().await, 4429);
    let errors: Vec<&Value> = customer.socket.unread.iter().filter(|frame| frame["type"] == "error").collect();
    assert_eq!(errors.len(), 3, "{errors:?}");
    assert!(errors.iter().all(|error| error["code"] == "rate_limited" && error["cid"].is_string()));
    customer.resume(&server).await;
    let head = customer.welcome["head_seq"].as_u64().expect("a welcome has a head");
    while customer.socket.shown < head {
        customer.socket.next("what was taken").await;
    }
    let taken = customer.events().iter().filter(|event| event["from"] == "customer").count();
    assert!((20..97).contains(&taken), "the burst is taken, and no more than comes in time: {taken}");
}

#[tokio::test]
async fn who_floods_with_signs_or_nonsense_is_closed_too() {
    let server = Server::start();
    for frame in [json!({"type": "typing", "on": true}), json!({"type": "seen", "seq": 1}), json!({"type": "dance"})] {
        let mut customer = Customer::arrive(&server, "shop").await;
        for _ in 0..200 {
            customer.socket.send(&frame).await;
        }
        assert_eq!(customer.socket.closed().await, 4429, "{frame}");
    }
}

#[tokio::test]
async fn a_chat_has_at_most_five_windows() {
    let server = Server::start();
    let customer = Customer::arrive(&server, "shop").await;
    let mut windows = Vec::new();
    for _ in 1..5 {
        windows.push(customer.second_window(&server).await);
    }
    let mut sixth = Socket::of_customer(&server).await;
    sixth.send(&customer.hello(0)).await;
    assert_eq!(sixth.error().await, "busy");
    assert_eq!(sixth.closed().await, 4429);
}

#[tokio::test]
async fn one_address_has_its_share_of_sockets_and_no_more() {
    let server = Setup::with("[limits]\nsockets_per_address = 3").start();
    let (origin, here) = (server.origin(), own_address());
    let enter = async |from, forwarded| {
        let headers = [("origin", &*origin), ("x-forwarded-for", forwarded)];
        Socket::open_from(from, &server, "/ws/chat", &headers).await
    };
    let mut open = Vec::new();
    for _ in 0..3 {
        open.push(enter(here, "203.0.113.7").await.expect("there is room"));
    }
    assert_eq!(enter(here, "203.0.113.8").await.err(), Some(429), "whoever says to forward is not believed");
    enter(own_address(), "203.0.113.7").await.expect("another address has its own share");
    open.pop();
    until("the place of a closed socket", async || enter(here, "203.0.113.7").await.ok()).await;
}

/// Pings are far apart here: what ends the socket is the silence itself.
#[tokio::test]
async fn who_is_silent_for_too_long_is_gone_whenever_the_next_ping_is_due() {
    let server = Setup::with("[limits]\nping_s = 600\ndead_s = 2").start();
    let mut customer = Customer::arrive(&server, "shop").await;
    let mut agent = Agent::sign_in(&server).await;
    assert_eq!(customer.socket.closed().await, 4408);
    assert_eq!(agent.socket.closed().await, 4408);
}

#[tokio::test]
async fn an_agents_consoles_share_one_rate() {
    let server = Setup::with("[limits]\nagent_frames_per_s = 0.001\nagent_frames_burst = 10").start();
    let (mut one, mut two) = (Agent::sign_in(&server).await, Agent::sign_in(&server).await);
    for room in 1..=5 {
        one.available(true, room).await;
        two.available(true, room).await;
    }
    two.socket.send(&json!({"type": "pong"})).await;
    one.socket.send(&json!({"type": "pong"})).await;
    assert_eq!([one.socket.closed().await, two.socket.closed().await], [4429, 4429]);
}

#[tokio::test]
async fn an_address_opens_so_many_sockets_a_second_and_a_trusted_proxy_speaks_for_others() {
    let proxy = own_address();
    let server = Setup::with(&format!("[limits]\nupgrades_per_s = 0.01\ntrusted_proxies = [\"{proxy}\"]")).start();
    let origin = server.origin();
    let enter = async |forwarded: &str| {
        let headers = [("origin", &*origin), ("x-forwarded-for", forwarded)];
        Socket::open_from(proxy, &server, "/ws/chat", &headers).await.err()
    };
    for customer in ["203.0.113.7", "203.0.113.8:4711", "2001:db8::1"] {
        assert_eq!([enter(customer).await, enter(customer).await], [None, Some(429)], "{customer}");
    }
    assert_eq!(enter("198.51.100.1, 203.0.113.7").await, Some(429), "what a customer claims before is not believed");
}

#[tokio::test]
async fn whoever_says_hello_again_or_says_nothing_at_all_sends_no_more_for_it() {
    let server = Setup::with("[limits]\nmessages_per_s = 0.001").start();
    let mut customer = Customer::arrive(&server, "shop").await;
    let again = customer.hello(1);
    for _ in 0..30 {
        customer.socket.send(&again).await;
        customer.socket.send(&json!({"type": "files", "cid": "x"})).await;
    }
    assert_eq!(customer.socket.closed().await, 4429);
    let passes = customer.socket.unread.iter().filter(|frame| frame["type"] == "files").count();
    assert_eq!(passes, 10, "twenty frames and no more");
    for (frame, told) in [
        (json!({"type": "say", "cid": "x", "text": " "}), "bad_frame"),
        (json!({"type": "say", "cid": "x", "text": "a".repeat(4001)}), "too_long"),
        (json!({"type": "rate", "cid": "x", "score": 9}), "bad_frame"),
        (json!({"type": "choose", "cid": "", "choice": "person", "ref": 0}), "bad_frame"),
    ] {
        let mut customer = Customer::arrive(&server, "shop").await;
        for _ in 0..40 {
            customer.socket.send(&frame).await;
        }
        assert_eq!(customer.socket.closed().await, 4429, "{told}");
        let count = |code: &str| customer.socket.unread.iter().filter(|frame| frame["code"] == code).count();
        assert_eq!([count(told), count("rate_limited")], [20, 3], "{frame}");
    }
}

/// Each limit at a value that is not its default.
#[tokio::test]
async fn every_limit_is_what_the_settings_say() {
    let settings = "[limits]\nframe_bytes = 1000\nmessage_chars = 100\nmessages_per_s = 0.001\nmessages_burst = 3\n\
        signals_per_s = 0.001\nsignals_burst = 5\nbad_frames = 2\nsockets_per_session = 2\nhello_s = 1\nping_s = 8\n\
        header_bytes = 8192\nbody_bytes = 300\n";
    let server = Setup::with(settings).start();
    let arrive = async || Customer::arrive(&server, "shop").await;

    let mut customer = arrive().await;
    assert_eq!(customer.say_as("1", &"é".repeat(101)).await, Err("too_long".into()));
    let told = customer.socket.ask(&json!({"type": "say", "cid": "2", "text": "é".repeat(101)})).await;
    assert_eq!(told, Err("too_long".into()));
    customer.say(&"é".repeat(100)).await;
    assert_eq!(customer.say_as("3", "a fourth").await, Err("rate_limited".into()));
    let fits = json!({"type": "dance", "x": "a".repeat(900)}).to_string();
    customer.socket.send_raw(Message::text(fits)).await;
    assert_eq!(customer.socket.error().await, "bad_frame");
    customer.socket.send_raw(Message::text("a".repeat(1001))).await;
    assert_eq!(customer.socket.closed().await, 1009, "1,001 bytes");

    let mut customer = arrive().await;
    for _ in 0..8 {
        customer.socket.send(&json!({"type": "typing", "on": true})).await;
    }
    assert_eq!(customer.socket.closed().await, 4429, "5 signals and 3 strikes");

    let mut customer = arrive().await;
    for _ in 0..3 {
        customer.socket.send_raw(Message::text("no frame")).await;
    }
    assert_eq!(customer.socket.closed().await, 4400);
    assert_eq!(customer.socket.unread.iter().filter(|frame| frame["code"] == "bad_frame").count(), 2);

    let customer = arrive().await;
    let _second = customer.second_window(&server).await;
    let mut third = Socket::of_customer(&server).await;
    third.send(&customer.hello(0)).await;
    assert_eq!((third.error().await.as_str(), third.closed().await), ("busy", 4429), "a third window");

    let mut polite = arrive().await;
    let mut silent = Socket::of_customer(&server).await;
    tokio::select! {
        biased;
        ended = silent.next("the silent to be closed") => assert_eq!(ended, Heard::Closed(4401)),
        _ = polite.socket.expect("the first ping", |frame| frame["type"] == "ping") => panic!("after a second"),
    }

    let long = "a".repeat(9_000);
    assert_eq!(get(&server, "/api/v1/me", &[("x-long", &long)]).await.status, 431, "a head of 9 kB");
    let body = json!({"name": "a".repeat(400), "password": "x"});
    assert_eq!(post(&server, "/api/v1/login", &[], &body).await.status, 413, "a body of 400 bytes");
}

/// With room for one, most who ask at once find the model busy, and a person answers them.
#[tokio::test]
async fn who_finds_the_model_busy_gets_a_person() {
    let server = Setup::with("[limits]\nmodel_waiting = 1\ntext_cache = 0\n").start();
    let mut customers = Vec::new();
    let cores = std::thread::available_parallelism().map_or(2, Into::into);
    for _ in 0..8 * cores {
        customers.push(Customer::arrive(&server, "shop").await);
    }
    let mut asked = Vec::new();
    for (number, customer) in customers.iter_mut().enumerate() {
        let long = "how deep is the green sofa and does it come apart for a narrow staircase ".repeat(20);
        asked.push(customer.say(&format!("{number} {long}")).await);
    }
    for (customer, asked) in customers.iter_mut().zip(asked) {
        customer.hears_bot_on(asked).await;
    }
    let agent = Agent::sign_in(&server).await;
    let rows = agent.welcome["queue"].as_array().expect("a queue");
    let busy = rows.iter().filter(|row| row["reason"]["rule"] == "model_trouble").count();
    assert!(busy > 0, "{rows:#?}");
}

/// One customer stops reading while much is said to them; they are cut off, and find all of it when they come back.
async fn is_cut_off_and_resumes(bound: &str) {
    let setup = Setup::with(&format!("[limits]\nagent_frames_burst = 400\n{bound}"));
    let (server, mut slow, mut sanne) = with_sanne(setup, &[("sanne", "shop")]).await;
    let mut other = Customer::arrive(&server, "shop").await;
    let words = "🪑".repeat(4000);
    // More than the buffers between a server and a reader on one machine hold, some 3 MB.
    for _ in 0..280 {
        sanne.says(&words).await;
    }
    let asked = other.say("what are your opening hours").await;
    other.hears_bot_on(asked).await;
    sanne.says("the last word").await;
    assert_eq!(slow.socket.closed().await, 4408);
    while slow.events().last().is_none_or(|event| event["text"] != "the last word") {
        slow.resume(&server).await;
        slow.socket.expect("the rest", |frame| frame["type"] == "event" && frame["text"] == "the last word").await;
    }
    assert_eq!(slow.events().iter().filter(|event| event["text"] == *words).count(), 280);
}

#[tokio::test]
async fn a_slow_reader_is_cut_off_resumes_and_makes_nobody_else_wait() {
    is_cut_off_and_resumes("outbound_frames = 100000\n").await;
}

#[tokio::test]
async fn so_is_one_for_whom_too_many_frames_wait() {
    is_cut_off_and_resumes("outbound_frames = 9\noutbound_bytes = 1000000000\n").await;
}
