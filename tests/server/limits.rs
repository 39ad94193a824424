//! Who may open a socket, how many, and how fast they may write.

use crate::house::with_sanne;
use crate::support::{Agent, Customer, Server, Setup, Socket, own_address, until};
use serde_json::{Value, json};

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

/// One customer stops reading while much is said to them; they are cut off, and find all of it when they come back.
#[tokio::test]
async fn a_slow_reader_is_cut_off_resumes_and_makes_nobody_else_wait() {
    let setup = Setup::with("[limits]\nagent_frames_burst = 400");
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
