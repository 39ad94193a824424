//! RFC 6455 from its raw bytes: what a stranger's client may send, what it may not, and how the socket ends then.

mod handshake;
mod raw;
mod rows;

use crate::support::{Customer, Server, Setup};
use futures_util::future::join_all;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use raw::{BINARY, CONTINUED, Raw, TEXT, Wanted, fragment, frame, say};
use rows::Row;

async fn check(server: &Server, (what, bytes, wanted): Row) {
    let mut socket = Raw::arrive(server).await;
    socket.send(&bytes).await;
    socket.meets(what, wanted).await;
}

async fn check_all(rows: Vec<Row>) {
    let server = Server::start();
    // Side by side: most of the time is spent on waiting for the other side to close.
    for some in rows.chunks(16) {
        join_all(some.iter().cloned().map(|row| check(&server, row))).await;
    }
}

#[tokio::test]
async fn every_length_and_every_way_to_write_it() {
    check_all(rows::lengths()).await;
}

#[tokio::test]
async fn what_is_no_frame_ends_the_socket() {
    check_all(rows::framing()).await;
}

#[tokio::test]
async fn fragments_make_one_message_in_their_order_only() {
    check_all(rows::fragments()).await;
}

#[tokio::test]
async fn pings_are_echoed_and_pongs_are_taken() {
    check_all(rows::pings()).await;
}

#[tokio::test]
async fn a_close_is_answered_with_its_code_or_with_1002() {
    check_all(rows::closes()).await;
}

#[tokio::test]
async fn text_is_utf_8_to_the_last_byte() {
    check_all(rows::texts()).await;
}

#[tokio::test]
async fn a_client_that_trickles_or_never_ends_a_message_is_dropped() {
    let server = Setup::with("[limits]\nping_s = 1\ndead_s = 2\n").start();
    let whole = say("a", "hello");
    for (what, bytes) in [
        ("half a head", whole[..1].to_vec()),
        ("half a length", frame(TEXT, &[b' '; 300])[..3].to_vec()),
        ("half a mask", whole[..4].to_vec()),
        ("half a payload", whole[..whole.len() - 1].to_vec()),
        ("a message without its end", fragment(TEXT, b"{\"type\":")),
        ("fragments without a byte", [fragment(TEXT, b""), fragment(CONTINUED, b"").repeat(20_000)].concat()),
    ] {
        let mut socket = Raw::arrive(&server).await;
        socket.send(&bytes).await;
        socket.meets(what, Wanted::Closed(4408)).await;
    }
}

#[tokio::test]
async fn a_flood_of_tiny_frames_is_told_and_then_ended() {
    let server = Server::start();
    let typing = frame(TEXT, br#"{"type":"typing","on":true}"#);
    let unknown = frame(TEXT, b"{}");
    for (what, bytes, code) in [
        ("empty", frame(TEXT, b""), 4400),
        ("of no meaning", frame(TEXT, b"0"), 4400),
        ("unknown", unknown, 4429),
        ("typing", typing, 4429),
    ] {
        let mut socket = Raw::arrive(&server).await;
        socket.send(&bytes.repeat(500)).await;
        socket.meets(what, Wanted::Closed(code)).await;
    }
    let mut socket = Raw::arrive(&server).await;
    socket.send(&frame(BINARY, b"")).await;
    socket.meets("an empty binary frame", Wanted::Closed(1003)).await;
}

/// Frames of all kinds with some of their bytes changed, cut or doubled; `BATON_FRAMES_RUNS` sets how many sockets.
#[tokio::test]
async fn noise_ends_its_own_socket_and_nobody_elses() {
    let runs = std::env::var("BATON_FRAMES_RUNS").ok().and_then(|runs| runs.parse().ok()).unwrap_or(200);
    let seed = std::env::var("BATON_FRAMES_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or_else(rand::random);
    println!("BATON_FRAMES_SEED={seed}");
    let mut random = StdRng::seed_from_u64(seed);
    let all = [rows::framing(), rows::fragments(), rows::pings(), rows::closes(), rows::texts()].concat();
    let server = Server::start();
    let mut customer = Customer::arrive(&server, "shop").await;
    for run in 0..runs {
        let mut bytes: Vec<u8> =
            (0..random.random_range(1..8)).flat_map(|_| all[random.random_range(0..all.len())].1.clone()).collect();
        for _ in 0..random.random_range(0..6) {
            let at = random.random_range(0..bytes.len());
            match random.random_range(0..3) {
                0 => bytes[at] = random.random(),
                1 => bytes.truncate(at + 1),
                _ => bytes.extend_from_within(at..),
            }
        }
        Raw::arrive(&server).await.send(&bytes).await;
        if run % 100 == 99 {
            let asked = customer.say("what are your opening hours").await;
            customer.hears_bot_on(asked).await;
        }
    }
    assert!(!server.output().contains("panicked"), "{}", server.output());
}
