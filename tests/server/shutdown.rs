//! Going away on SIGTERM, and how the server says how it is.

use crate::support::{Agent, Customer, Server, Socket, get};
use std::time::Instant;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

async fn told_to_come_back(socket: &mut Socket) {
    let drain = socket.expect("word that the server goes away", |frame| frame["type"] == "drain").await;
    assert!(drain["retry_ms"].as_u64().is_some_and(|wait| wait > 0), "{drain}");
    assert_eq!(socket.closed().await, 1012);
}

#[tokio::test]
async fn a_server_that_is_told_to_end_says_so_to_everyone_and_ends_well() {
    let mut server = Server::start();
    let mut customers = [Customer::arrive(&server, "shop").await, Customer::arrive(&server, "bank").await];
    let mut agent = Agent::sign_in(&server).await;
    let acknowledged = customers[0].say("what are your opening hours").await;
    server.terminate();
    let since = Instant::now();
    for customer in &mut customers {
        told_to_come_back(&mut customer.socket).await;
    }
    told_to_come_back(&mut agent.socket).await;
    assert_eq!(server.ended().await, Some(0));
    assert!(since.elapsed().as_secs() < 15);

    let server = server.kill().start();
    let [mut customer, _] = customers;
    customer.resume(&server).await;
    let answers =
        |customer: &Customer| customer.events().iter().filter(|event| event["cause_seq"] == acknowledged).count();
    // The bot may have been faster than the end.
    if answers(&customer) == 0 {
        customer.hears_bot_on(acknowledged).await;
    }
    assert_eq!(answers(&customer), 1);
}

#[tokio::test]
async fn connections_that_hang_do_not_keep_the_server_from_ending() {
    let mut server = Server::start();
    let _idle = TcpStream::connect(server.address).await.expect("the server listens");
    let mut slow = TcpStream::connect(server.address).await.expect("the server listens");
    slow.write_all(b"GET /livez HTTP/1.1\r\nhost: ").await.expect("half a request");
    let _silent = Socket::of_customer(&server).await;
    // Its answer shows that the connections above have been taken up.
    assert_eq!(get(&server, "/livez", &[]).await.status, 200);
    server.terminate();
    assert_eq!(server.ended().await, Some(0));
}

#[tokio::test]
async fn a_server_says_that_it_lives_is_ready_and_how_much_it_does() {
    let server = Server::start();
    let mut customer = Customer::arrive(&server, "shop").await;
    customer.choose("person", 0).await;
    customer.sees_state("queued").await;
    for path in ["/livez", "/readyz"] {
        assert_eq!(get(&server, path, &[]).await.status, 200, "{path}");
    }
    let metrics = get(&server, "/metrics", &[]).await.body;
    assert!(metrics.contains("\nbaton_tickets_waiting 1\n"), "{metrics}");
    assert_eq!(get(&server, "/no-such-page", &[]).await.status, 404);
}

/// Everybody is told another delay; who comes meanwhile is sent away, and whoever balances the load can see it.
#[tokio::test]
async fn a_server_that_goes_away_is_not_ready_takes_nobody_in_and_spreads_who_comes_back() {
    let server = Server::start();
    let mut customers = Vec::new();
    for _ in 0..24 {
        customers.push(Customer::arrive(&server, "shop").await);
    }
    server.terminate();
    let mut delays = std::collections::BTreeSet::new();
    for (nth, customer) in customers.iter_mut().enumerate() {
        let drain = customer.socket.expect("word that the server goes away", |frame| frame["type"] == "drain").await;
        delays.insert(drain["retry_ms"].as_u64().expect("a delay"));
        if nth == 0 {
            // They have not answered its close yet, so it is still there.
            assert_eq!(get(&server, "/readyz", &[]).await.status, 503);
            assert_eq!(get(&server, "/livez", &[]).await.status, 200);
            let refused = Socket::open(&server, "/ws/chat", &[("origin", &server.origin())]).await;
            assert_eq!(refused.err(), Some(503));
        }
    }
    assert!(delays.len() > 12 && delays.iter().all(|delay| (500..4000).contains(delay)), "{delays:?}");
}
