//! Customers who cannot wait leave an e-mail address: the answer finds them, and the address is nowhere else.

use crate::support::{Agent, Customer, Mailroom, Server, Setup, StockServer, admin_token, files_with, request, upload};
use serde_json::{Value, json};
use std::net::SocketAddr;

const POLICY: &str = "intents/shop/policy.toml";
const NAME: &str = "zebedeus.q";
const MAIL: &str = "zebedeus.q@quillfeather.example";

/// A shop whose people are away, with mail at `address`.
fn closed(address: SocketAddr) -> Setup {
    let setup = Setup::edited(&[(POLICY, "always_open = true", "always_open = false")]).tracing();
    setup.and(&Mailroom::settings(address))
}

/// Somebody who wants a person while there is none, and leaves the address.
async fn leaves_an_address(server: &Server) -> Customer {
    let mut customer = Customer::arrive(server, "shop").await;
    customer.choose("person", 0).await;
    let form = customer.event("system", "form").await;
    assert_eq!(form["form"], "email");
    customer.leave_address(MAIL).await;
    assert!(customer.notice().await.starts_with("Thank you."));
    customer
}

/// Everything that must not know the address.
fn assert_unknown(server: &Server, frames: &[Value]) {
    assert_eq!(files_with(server.data(), NAME), [""; 0], "the address is in a file");
    assert!(!server.output().contains(NAME), "the address is in the logs");
    assert!(!json!(frames).to_string().contains(NAME), "the address is in what an agent or a customer sees");
}

/// An agent's answer to somebody who left an address and then the chat.
async fn answered_once_gone(server: &Server) -> (Agent, Customer) {
    let mut agent = Agent::sign_in(server).await;
    let mut customer = leaves_an_address(server).await;
    customer.leave().await;
    agent.accept(&customer.session()).await;
    agent.says("Your sofa comes on Friday.").await;
    (agent, customer)
}

/// Nothing before STARTTLS and nothing without the password, by a mail server that is not ours.
#[tokio::test]
async fn a_stock_mail_server_takes_letters_over_starttls_with_a_password() {
    let mut setup = Setup::edited(&[(POLICY, "always_open = true", "always_open = false")]);
    let Some(mut stock) = StockServer::start(setup.data.path()) else {
        eprintln!("skipped: /usr/bin/python3 has no aiosmtpd (Debian: apt-get install python3-aiosmtpd)");
        return;
    };
    setup = {
        let ca = setup.data.path().join("mail.pem");
        setup.and(&stock.settings(ca.to_str().expect("a path")))
    };
    for (password, arrives) in [("a wrong one", false), (StockServer::PASSWORD, true)] {
        let server = setup.on(vec![("BATON_MAIL_PASSWORD", password.into())]).start();
        let (mut agent, customer) = answered_once_gone(&server).await;
        if arrives {
            let letter = stock.letter();
            assert_eq!((&letter["tls"], &letter["signed_in"]), (&json!(true), &json!(true)));
            assert_eq!(letter["to"], json!([MAIL]));
            assert!(
                letter["text"].as_str().is_some_and(|text| text.contains("Your sofa comes on Friday.")),
                "{letter}"
            );
            assert_eq!(agent.entry("mail_ended").await["event"]["how"], "sent");
        } else {
            server.logs("could not be sent by e-mail yet").await;
            assert_eq!(agent.tries(&customer.session(), json!({"type": "resolve"})).await, Ok(()));
        }
        setup = server.kill();
    }
}

/// While people are there: who is told of a long wait may leave an address, and who is told of a short one is not asked.
#[tokio::test]
async fn a_long_wait_asks_for_an_address_and_a_short_one_does_not() {
    for (over_s, asked) in [(1, true), (3600, false)] {
        let mailroom = Mailroom::open().await;
        let over = format!("address_over_s = {over_s} ");
        let setup =
            Setup::edited(&[(POLICY, "address_over_s = 1800 ", &over)]).and(&Mailroom::settings(mailroom.address));
        let waits = (0..5)
            .map(|at| json!({"bot": "shop", "at": format!("2026-11-20T10:0{at}:00Z"), "seconds": 60, "told": null}));
        let lines: String = waits.map(|wait| format!("{wait}\n")).collect();
        std::fs::write(setup.data.path().join("waits.jsonl"), lines).expect("it can be written");
        let server = setup.start();
        let mut customer = Customer::arrive(&server, "shop").await;
        customer.choose("person", 0).await;
        let told = customer.event("system", "queue").await;
        assert_eq!(told["wait_s"]["p50"], 60, "{told}");
        if asked {
            assert_eq!(customer.event("system", "form").await["form"], "email");
        }
        customer.choose("leave_queue", 0).await;
        customer.sees_state("bot").await;
        let forms = customer.events().iter().filter(|event| event["kind"] == "form").count();
        assert_eq!(forms, usize::from(asked));
    }
}

#[tokio::test]
async fn who_has_gone_gets_the_answer_by_e_mail_and_the_address_is_nowhere_else() {
    let mailroom = Mailroom::open().await;
    let server = closed(mailroom.address).start();
    let mut agent = Agent::sign_in(&server).await;
    let mut customer = leaves_an_address(&server).await;
    let session = customer.session();
    agent.accept(&session).await;
    agent.says("I read this while you are here.").await;
    customer.hears_agent().await;
    customer.leave().await;
    agent.says("Your sofa comes on Friday.").await;
    agent.says("Between nine and noon.").await;
    let letters = mailroom.gets(1).await;
    assert!(letters[0].contains(&format!("RCPT TO:<{MAIL}>")), "{}", letters[0]);
    assert!(letters[0].contains("Subject: Fernhout: an answer to your question"), "{}", letters[0]);
    assert!(letters[0].contains("Your sofa comes on Friday."), "{}", letters[0]);
    assert!(!letters[0].contains("while you are here"), "what was read in the chat is not sent again");
    agent.entry("mail_ended").await;
    // In the first letter or in one of its own, as the carrier came by.
    mailroom.brings("Between nine and noon.").await;
    let mut told = customer.events();
    agent.resolve().await;
    agent.gone(&session).await;
    told.extend(agent.socket.unread.iter().cloned());
    assert_unknown(&server, &told);
}

#[tokio::test]
async fn who_has_gone_hears_of_a_file_by_e_mail() {
    let mailroom = Mailroom::open().await;
    let server = closed(mailroom.address).start();
    let mut agent = Agent::sign_in(&server).await;
    let mut customer = leaves_an_address(&server).await;
    customer.leave().await;
    agent.accept(&customer.session()).await;
    let bearer = format!("Bearer {}", admin_token(&server).await);
    let headers = [("authorization", &*bearer), ("baton-cid", "one"), ("baton-name", "form.pdf")];
    let path = format!("/api/v1/sessions/{}/files", customer.session());
    assert_eq!(upload(&server, &path, &headers, b"%PDF-1.7").await.status, 200);
    mailroom.brings("I sent you a file, form.pdf.").await;
}

#[tokio::test]
async fn an_answer_survives_a_mail_server_that_is_away_and_a_restart() {
    let address = Mailroom::none().await;
    let server = closed(address).start();
    let (mut agent, customer) = answered_once_gone(&server).await;
    agent.resolve().await;
    server.logs("an answer could not be sent by e-mail yet").await;
    let server = server.kill().start();
    server.logs("an answer could not be sent by e-mail yet").await;
    let mailroom = Mailroom::at(address, "250 ok").await;
    let letters = mailroom.gets(1).await;
    assert!(letters[0].contains("Your sofa comes on Friday."), "{}", letters[0]);
    let token = admin_token(&server).await;
    let bearer = format!("Bearer {token}");
    let path = format!("/api/v1/sessions/{}", customer.session());
    let sent = async || {
        let log = request(&server, "GET", &path, &[("authorization", &bearer)], "").await.body;
        log.contains(r#""how":"sent""#).then_some(())
    };
    crate::support::until("the letter to be noted", sent).await;
    assert_unknown(&server, &[]);
    let again = server.kill().start();
    again.logs("listening").await;
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    assert_eq!(mailroom.letters().len(), 1, "what was sent is not sent again");
}

#[tokio::test]
async fn an_address_that_the_mail_server_refuses_is_given_up_and_the_agent_sees_it() {
    let mailroom =
        Mailroom::at("127.0.0.1:0".parse().expect("an address"), "550 <zebedeus.q@quillfeather.example> unknown").await;
    let server = closed(mailroom.address).start();
    let (mut agent, _customer) = answered_once_gone(&server).await;
    assert_eq!(agent.entry("mail_ended").await["event"]["how"], "refused");
    assert_unknown(&server, &[]);
}

#[tokio::test]
async fn an_erased_chat_has_no_address_and_sends_nothing() {
    let address = Mailroom::none().await;
    let server = closed(address).start();
    let (_agent, customer) = answered_once_gone(&server).await;
    server.logs("an answer could not be sent by e-mail yet").await;
    let bearer = format!("Bearer {}", admin_token(&server).await);
    let path = format!("/api/v1/sessions/{}", customer.session());
    assert_eq!(request(&server, "DELETE", &path, &[("authorization", &bearer)], "").await.status, 200);
    let mailroom = Mailroom::at(address, "250 ok").await;
    tokio::time::sleep(std::time::Duration::from_secs(4)).await;
    assert_eq!(mailroom.letters(), [""; 0]);
    let setup = server.kill();
    let checked = setup.run(&["store", "check"], "");
    assert_eq!(checked.code, 0, "{checked:?}");
}

#[tokio::test]
async fn an_address_is_asked_for_only_where_it_helps_and_must_be_one() {
    let mailroom = Mailroom::open().await;
    let server = closed(mailroom.address).start();
    let mut customer = leaves_an_address(&server).await;
    for wrong in [
        "",
        "zebedeus",
        "a@b@c",
        "a b@c.example",
        "a@c.example\r\nRCPT TO:<x@y.example>",
        &format!("{}@c.example", "a".repeat(250)),
    ] {
        let frame = json!({"type": "leave_address", "cid": crate::support::fresh_cid(), "email": wrong});
        assert_eq!(customer.socket.ask(&frame).await, Err("bad_address".to_string()), "{wrong:?}");
    }
    let open = Setup::new().and(&Mailroom::settings(mailroom.address)).start();
    let without = Setup::edited(&[(POLICY, "always_open = true", "always_open = false")]).start();
    for (why, server) in [("people are there", open), ("no mail is sent", without)] {
        let mut customer = Customer::arrive(&server, "shop").await;
        customer.choose("person", 0).await;
        customer.place().await;
        let frame = json!({"type": "leave_address", "cid": crate::support::fresh_cid(), "email": MAIL});
        assert_eq!(customer.socket.ask(&frame).await, Err("not_found".to_string()), "{why}");
        assert!(customer.events().iter().all(|event| event["kind"] != "form"), "{why}");
    }
}

#[tokio::test]
async fn an_agent_asks_for_an_address_while_the_customer_is_there() {
    let mailroom = Mailroom::open().await;
    let server = Setup::new().and(&Mailroom::settings(mailroom.address)).start();
    let mut agent = Agent::sign_in(&server).await;
    assert_eq!(agent.welcome["mail"], true);
    for (request, asks) in [
        (json!({"type": "ask_address"}), true),
        (json!({"type": "snooze", "until": in_an_hour(1)}), true),
        (json!({"type": "snooze", "until": in_an_hour(0)}), false),
    ] {
        let mut customer = Customer::arrive(&server, "shop").await;
        customer.choose("person", 0).await;
        customer.sees_state("queued").await;
        let session = customer.session();
        agent.accept(&session).await;
        customer.sees_state("agent").await;
        agent.tries(&session, request.clone()).await.expect("it is hers");
        let again = agent.tries(&session, json!({"type": "ask_address"})).await;
        assert_eq!(again, if asks { Err("not_asked".to_string()) } else { Ok(()) }, "{request}");
        assert_eq!(customer.event("system", "form").await["form"], "email");
        customer.leave_address(MAIL).await;
        customer.leave().await;
        agent.says("It is on its way.").await;
        mailroom.brings("It is on its way.").await;
    }
}

/// Within the hour, or after it.
fn in_an_hour(hours: i64) -> String {
    let rest = jiff::SignedDuration::from_mins(hours * 60 + 1);
    (jiff::Timestamp::now() + rest).to_string()
}

#[tokio::test]
async fn nobody_is_asked_for_an_address_that_cannot_be_used() {
    let server = Server::start();
    let mut agent = Agent::sign_in(&server).await;
    assert_eq!(agent.welcome["mail"], false);
    let mut customer = Customer::arrive(&server, "shop").await;
    customer.choose("person", 0).await;
    customer.sees_state("queued").await;
    agent.accept(&customer.session()).await;
    let asked = agent.tries(&customer.session(), json!({"type": "ask_address"})).await;
    assert_eq!(asked, Err("not_asked".to_string()));
}
