//! What customers write never reaches the logs, and a card number reaches nothing at all.

use crate::support::{Agent, Customer, Setup, Socket, files_with, get, token};
use data_encoding::{BASE64, HEXLOWER};
use serde_json::json;
use std::path::Path;

const CARD: &str = "4111 1111 1111 1111";
const WORD: &str = "xylophonist";
const MAIL: &str = "zebedeus@quillfeather.example";
const PASSWORD: &str = "Tr0ub4dor-and-3";

/// Every file of the folder, as bytes, with its path.
fn files(folder: &Path, found: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("a file").path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push((path.display().to_string(), std::fs::read(&path).expect("the file can be read")));
        }
    }
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[tokio::test]
async fn a_customers_words_are_not_logged_and_a_card_number_is_not_kept() {
    let server = Setup::new().tracing().start();
    let mut agent = Agent::sign_in(&server).await;
    let mut customer = Customer::arrive(&server, "shop").await;
    let plain = CARD.replace(' ', "");
    for text in [
        format!("I am a {WORD}, my mail is {MAIL}"),
        format!("my card is {CARD}, is that {WORD}?"),
        format!("{plain} is what I meant"),
        format!("my password is {PASSWORD}"),
        format!("the first half is {}", &CARD[..9]),
        format!("and the other half is {}", &CARD[10..]),
    ] {
        let asked = customer.say(&text).await;
        customer.hears_bot_on(asked).await;
    }
    customer.choose("person", 0).await;
    customer.sees_state("queued").await;
    customer.place().await;
    agent.accept(&customer.session()).await;
    agent.entry("agent_accepted").await;
    customer.say(&format!("once more for the colleague: {CARD}, the {WORD}")).await;
    let comment = format!("next time charge {CARD} or {MAIL}");
    let rating = json!({"type": "rate", "cid": "rated", "score": 2, "comment": comment});
    customer.socket.ask(&rating).await.expect("it is taken");
    let page = json!({"url": format!("{}/pay?card={plain}", server.origin()), "title": format!("Pay with {CARD}")});
    let mut elsewhere = Socket::of_customer(&server).await;
    elsewhere.send(&json!({"type": "hello", "bot": "shop", "page": page})).await;
    elsewhere.expect("a welcome", |frame| frame["type"] == "welcome").await;
    agent.says(&format!("I see {CARD} here, please never send that")).await;
    agent.notes(&format!("customer sent {plain}")).await;
    agent.resolve().await;

    let told = serde_json::to_string(&customer.events()).expect("JSON");
    let to_agent = serde_json::to_string(&agent.socket.unread).expect("JSON");
    let metrics = get(&server, "/metrics", &[]).await.bytes;
    let output = server.output();
    let setup = server.kill();
    let backup = setup.data.path().join("a.backup");
    assert_eq!(setup.run(&["store", "backup", "--to", &backup.display().to_string()], "").code, 0);
    let mut kept = vec![("the metrics".to_string(), metrics)];
    files(setup.data.path(), &mut kept);
    assert!(kept.iter().any(|(_, bytes)| holds(bytes, WORD)), "the store keeps what was said, so this test sees it");
    // A log that has ended is packed; its export is its plain words.
    let export = setup.run(&["session", "export", &customer.session()], "");
    assert!(export.stdout.contains(WORD), "{export:?}");
    kept.push(("an export".into(), export.stdout.into_bytes()));
    kept.push(("what the customer sees".into(), told.into_bytes()));
    kept.push(("what the agent sees".into(), to_agent.into_bytes()));
    kept.push(("standard output and error".into(), output.clone().into_bytes()));
    let wide: Vec<u8> = plain.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let digits = |apart: &str| [0, 4, 8, 12].map(|at| &plain[at..at + 4]).join(apart);
    let encoded = [
        BASE64.encode(plain.as_bytes()),
        BASE64.encode(CARD.as_bytes()),
        HEXLOWER.encode(plain.as_bytes()),
        HEXLOWER.encode(CARD.as_bytes()),
        [digits("-"), digits("%20"), digits("+"), digits("."), digits("\u{a0}")].join("\n"),
        // The second half of a number that came in two messages.
        "the other half is 1111".to_string(),
    ];
    let secrets: Vec<&str> =
        encoded.iter().flat_map(|text| text.split('\n')).chain([CARD, &plain, MAIL, PASSWORD]).collect();
    for (place, bytes) in &kept {
        for secret in &secrets {
            assert!(!holds(bytes, secret), "{secret} is in {place}");
        }
        assert!(!bytes.windows(wide.len()).any(|part| part == wide), "UTF-16 in {place}");
    }
    for word in [WORD, "first half", "colleague:"] {
        assert!(!output.contains(word), "{word:?} is in the logs:\n{output}");
    }
}

/// What opens a chat or a console is kept as its hash, and nothing of it is taken from an address.
#[tokio::test]
async fn what_lets_somebody_in_is_on_disk_only_as_a_hash_and_never_in_an_address() {
    let setup = Setup::new();
    setup.user("noor", "a long password", &[]);
    let made = setup.run(&["token", "add", "desk", "--user", "noor", "--scope", "console"], "");
    let server = setup.start();
    let customer = Customer::arrive(&server, "shop").await;
    let of_session = customer.welcome["token"].as_str().expect("a token").to_string();
    let of_login = token(&server, "noor", "a long password").await;
    let of_program = made.stdout.trim().to_string();
    for secret in [&of_login, &of_program] {
        for parameter in ["token", "access_token", "authorization"] {
            let path = format!("/api/v1/me?{parameter}={secret}");
            assert_eq!(get(&server, &path, &[]).await.status, 401, "{parameter}");
        }
    }
    let path = format!("/ws/chat?session={}&token={of_session}", customer.session());
    let mut stranger = Socket::open(&server, &path, &[("origin", &server.origin())]).await.expect("a socket");
    stranger.send(&json!({"type": "hello", "bot": "shop", "session": customer.session()})).await;
    assert_eq!(stranger.closed().await, 4403, "the address opens nothing");
    let logged = server.output();
    let setup = server.kill();
    for secret in [&of_session, &of_login, &of_program, &"a long password".to_string()] {
        assert!(secret.len() >= 12, "{secret}");
        assert_eq!(files_with(setup.data.path(), secret), [""; 0]);
        assert!(!logged.contains(secret.as_str()));
    }
    assert!(!files_with(setup.data.path(), "$argon2id$").is_empty());
}
