//! Customers whom the host page's server vouches for: whose chat is whose, and every token that is worth nothing.

use crate::support::{Agent, Server, Setup, Socket, fresh_cid, online, until};
use data_encoding::{BASE64, BASE64URL_NOPAD};
use ring::hmac;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair};
use serde_json::{Value, json};
use std::time::{SystemTime, UNIX_EPOCH};

/// The host page's server: it knows its customers and signs for them.
struct Host {
    kid: &'static str,
    key: Key,
}

enum Key {
    EdDsa(Ed25519KeyPair),
    Es256(EcdsaKeyPair),
    Hs256(String),
}

/// What stands before the bytes of a public key: SubjectPublicKeyInfo of RFC 8410 and RFC 5480.
const ED25519: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
const P256: [u8; 26] = [
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce,
    0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
];

fn pem(prefix: &[u8], key: &[u8]) -> String {
    let der = BASE64.encode(&[prefix, key].concat());
    format!("-----BEGIN PUBLIC KEY-----\n{der}\n-----END PUBLIC KEY-----\n")
}

impl Key {
    fn alg(&self) -> &'static str {
        match self {
            Self::EdDsa(_) => "EdDSA",
            Self::Es256(_) => "ES256",
            Self::Hs256(_) => "HS256",
        }
    }

    /// What the server is given of it.
    fn file(&self) -> String {
        match self {
            Self::EdDsa(pair) => pem(&ED25519, pair.public_key().as_ref()),
            Self::Es256(pair) => pem(&P256, pair.public_key().as_ref()),
            Self::Hs256(secret) => secret.clone(),
        }
    }

    fn sign(&self, message: &[u8]) -> Vec<u8> {
        match self {
            Self::EdDsa(pair) => pair.sign(message).as_ref().to_vec(),
            Self::Es256(pair) => pair.sign(&SystemRandom::new(), message).expect("it signs").as_ref().to_vec(),
            Self::Hs256(secret) => {
                hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes()), message).as_ref().to_vec()
            }
        }
    }
}

impl Host {
    fn new(kid: &'static str) -> Self {
        let pkcs8 = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).expect("a key");
        Self { kid, key: Key::EdDsa(Ed25519KeyPair::from_pkcs8(pkcs8.as_ref()).expect("a key")) }
    }

    fn with_es256(kid: &'static str) -> Self {
        let (curve, chance) = (&ECDSA_P256_SHA256_FIXED_SIGNING, SystemRandom::new());
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(curve, &chance).expect("a key");
        Self { kid, key: Key::Es256(EcdsaKeyPair::from_pkcs8(curve, pkcs8.as_ref(), &chance).expect("a key")) }
    }

    fn with_secret(kid: &'static str, secret: &str) -> Self {
        Self { kid, key: Key::Hs256(secret.into()) }
    }

    /// Its key as the settings name it, written beside them.
    fn key_in(&self, setup: &Setup) -> String {
        let file = setup.data.path().join(format!("{}.pem", self.kid));
        std::fs::write(&file, self.key.file()).expect("the key can be written");
        format!("{{ kid = {:?}, alg = {:?}, file = {:?} }}", self.kid, self.key.alg(), file.display().to_string())
    }

    fn token(&self, sub: &str, bot: &str) -> String {
        self.token_with(&json!({}), &claims(sub, bot))
    }

    fn token_with(&self, header: &Value, claims: &Value) -> String {
        let mut whole = json!({"alg": self.key.alg(), "typ": "JWT", "kid": self.kid});
        whole.as_object_mut().expect("an object").extend(header.as_object().expect("an object").clone());
        let part = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
        let message = format!("{}.{}", part(&whole), part(claims));
        format!("{message}.{}", BASE64URL_NOPAD.encode(&self.key.sign(message.as_bytes())))
    }
}

fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs() as i64
}

fn claims(sub: &str, bot: &str) -> Value {
    json!({"sub": sub, "aud": bot, "iat": now(), "exp": now() + 300, "jti": fresh_cid(), "name": "Noor B."})
}

/// A server whose bank wants to know its customers (`required`) and whose shop likes to (`optional`).
fn known_customers() -> (Server, Host) {
    let (server, host, _) = known_customers_and_next();
    (server, host)
}

/// The same with the key that comes into use while the first still is.
fn known_customers_and_next() -> (Server, Host, Host) {
    let (host, next) = (Host::new("2026-11"), Host::new("2026-12"));
    let mut setup = Setup::new();
    let (one, two) = (host.key_in(&setup), next.key_in(&setup));
    setup.configure(&format!(
        "[limits]\nidentity_skew_s = 0\n\
        [bots.bank]\nidentity = \"required\"\nidentity_keys = [{one}, {two}]\n\
        [bots.shop]\nidentity = \"optional\"\nidentity_keys = [{one}]\n"
    ));
    (setup.start(), host, next)
}

/// What becomes of a hello: the welcome, or the error with the close code.
async fn hello(server: &Server, frame: &Value) -> Result<(Socket, Value), (Value, u16)> {
    let mut socket = Socket::of_customer(server).await;
    socket.send(frame).await;
    let first = |frame: &Value| frame["type"] == "welcome" || frame["type"] == "error";
    let frame = socket.expect("a welcome or an error", first).await;
    if frame["type"] == "welcome" { Ok((socket, frame)) } else { Err((frame, socket.closed().await)) }
}

fn new_chat(bot: &str, identity: Option<&str>) -> Value {
    json!({"type": "hello", "bot": bot, "locale": "en", "identity": identity})
}

/// The session of a welcome, asked for again with another identity.
fn again(bot: &str, welcome: &Value, identity: Option<&str>) -> Value {
    let mut frame = new_chat(bot, identity);
    for field in ["session", "token", "store"] {
        frame[field] = welcome[field].clone();
    }
    frame
}

async fn refused(server: &Server, what: &str, frame: &Value, reason: Value) {
    let (error, code) = hello(server, frame).await.err().unwrap_or_else(|| panic!("{what} opened a chat"));
    assert_eq!((&error["code"], &error["reason"], code), (&json!("unauthorized"), &reason, 4403), "{what}: {error}");
}

#[tokio::test]
async fn a_token_that_is_not_in_order_opens_nothing_and_is_logged_once_without_itself() {
    let (server, host) = known_customers();
    let stranger = Host::new("2026-11");
    let changed = |change: Value| {
        let mut all = claims("c-1", "bank");
        all.as_object_mut().expect("an object").extend(change.as_object().expect("an object").clone());
        host.token_with(&json!({}), &all)
    };
    let good = host.token("c-1", "bank");
    let (head, tail) = good.rsplit_once('.').expect("three parts");
    let used = host.token("c-1", "bank");
    hello(&server, &new_chat("bank", Some(&used))).await.expect("its first use is fine");
    for (what, token, fault) in [
        ("a used one", used.clone(), "it was used before"),
        ("one without a signature", format!("{head}."), "its signature is wrong"),
        (
            "a forged one",
            format!("{head}.{}{}", if tail.starts_with('A') { "B" } else { "A" }, &tail[1..]),
            "its signature is wrong",
        ),
        ("one of another key", stranger.token("c-1", "bank"), "its signature is wrong"),
        ("alg none", host.token_with(&json!({"alg": "none"}), &claims("c-1", "bank")), "its algorithm"),
        ("alg HS256", host.token_with(&json!({"alg": "HS256"}), &claims("c-1", "bank")), "its algorithm"),
        ("an unknown kid", host.token_with(&json!({"kid": "2025"}), &claims("c-1", "bank")), "no key in use"),
        ("another bot's", host.token("c-1", "shop"), "it is for another bot"),
        ("an expired one", changed(json!({"iat": now() - 200, "exp": now() - 1})), "it has expired"),
        ("one from the future", changed(json!({"iat": now() + 60})), "it is from the future"),
        ("one that lives too long", changed(json!({"exp": now() + 302})), "it lives longer"),
        ("one without an id", changed(json!({"jti": ""})), "no id of its own"),
        ("nonsense", "nonsense".into(), "not a signed token"),
    ] {
        let before = server.output().matches(fault).count();
        refused(&server, what, &new_chat("bank", Some(&token)), json!("identity")).await;
        let logged = until("one line in the log", async || {
            let now = server.output().matches(fault).count();
            (now > before).then_some(now)
        });
        assert_eq!(logged.await, before + 1, "{what}");
        assert!(!server.output().contains(&token), "{what} is in the log");
    }
    refused(&server, "none at all", &new_chat("bank", None), json!("identity")).await;
    hello(&server, &new_chat("bank", Some(&good))).await.expect("nobody else is affected");
    let stale = host.token_with(
        &json!({}),
        &json!({
            "sub": "c-1", "aud": "bank", "iat": now() - 100, "exp": now() + 100, "jti": "old"
        }),
    );
    let mut socket = Socket::of_customer(&server).await;
    socket.send(&new_chat("bank", Some(&stale))).await;
    assert_eq!(socket.closed().await, 1012, "from before the start: a fresh one is wanted, nothing is refused");
}

#[tokio::test]
async fn an_identified_customers_chat_is_nobody_elses_and_the_agent_sees_whose_it_is() {
    let (server, host) = known_customers();
    let mut agent = Agent::sign_in(&server).await;
    let token = host.token("c-1", "bank");
    let (mut socket, welcome) = hello(&server, &new_chat("bank", Some(&token))).await.expect("a chat");
    let mut here = again("bank", &welcome, Some(&token));
    here["last_seq"] = json!(1);
    socket.send(&here).await;
    socket.expect("a second welcome", |frame| frame["type"] == "welcome").await;
    here["identity"] = json!(null);
    socket.send(&here).await;
    socket.expect("a socket that is known need not say so again", |frame| frame["type"] == "welcome").await;

    let resume = |identity: Option<String>| again("bank", &welcome, identity.as_deref());
    refused(&server, "another customer", &resume(Some(host.token("c-2", "bank"))), json!(null)).await;
    refused(&server, "no customer", &resume(None), json!("identity")).await;
    hello(&server, &resume(Some(host.token("c-1", "bank")))).await.expect("the same customer");
    let server = server.kill().start();
    refused(&server, "another customer", &resume(Some(host.token("c-2", "bank"))), json!(null)).await;
    let (mut socket, _) = hello(&server, &resume(Some(host.token("c-1", "bank")))).await.expect("after a restart too");

    agent.socket = Agent::sign_in(&server).await.socket;
    socket.send(&json!({"type": "choose", "cid": fresh_cid(), "choice": "person", "ref": 0})).await;
    let ticket = agent.ticket(welcome["session"].as_str().expect("a session"), "queued").await;
    assert_eq!(ticket["identity"], json!({"sub": "c-1", "name": "Noor B."}));
}

/// Chats of the same customer at the same bot, and nobody else's: how each ended is part of the record.
#[tokio::test]
async fn an_agent_sees_how_the_customers_earlier_chats_ended() {
    let (server, host) = known_customers();
    let mut agent = Agent::sign_in(&server).await;
    let mut chats = Vec::new();
    for (sub, bot) in [("c-1", "bank"), ("c-2", "bank"), ("c-1", "shop"), ("c-1", "bank"), ("c-1", "bank")] {
        let token = host.token(sub, bot);
        let (mut socket, welcome) = hello(&server, &new_chat(bot, Some(&token))).await.expect("a customer");
        socket.send(&json!({"type": "choose", "cid": fresh_cid(), "choice": "person", "ref": 0})).await;
        let session = welcome["session"].as_str().expect("a session").to_string();
        agent.ticket(&session, "queued").await;
        chats.push((socket, session));
    }
    let ended = chats[0].1.clone();
    agent.accept(&ended).await;
    let wrap_up = json!({"type": "wrap_up", "code": "solved", "note": "new card sent on Monday"});
    agent.tries(&ended, wrap_up).await.expect("it is theirs");
    agent.resolve().await;
    let rate = json!({"type": "rate", "cid": fresh_cid(), "score": 4, "comment": null});
    chats[0].0.ask(&rate).await.expect("a rating");
    let mut asks = async |session: &str| {
        let frame = json!({"type": "contacts", "cid": fresh_cid(), "session": session});
        agent.socket.ask(&frame).await.expect("an answer")["contacts"].as_array().expect("a list").clone()
    };
    let known = asks(&chats[4].1).await;
    let sessions: Vec<&str> = known.iter().filter_map(|contact| contact["session"].as_str()).collect();
    assert_eq!(sessions, [&chats[3].1, &chats[0].1], "newest first, without this one");
    let first = &known[1];
    assert_eq!((&first["code"], &first["note"]), (&json!("solved"), &json!("new card sent on Monday")));
    assert_eq!((&first["score"], &first["agent"], &first["state"]), (&json!(4), &json!("admin"), &json!("closed")));
    assert_eq!(first["reason"], "asked_for_person");
    assert!(asks(&chats[1].1).await.is_empty() && asks(&chats[2].1).await.is_empty());

    let erased = online(&server, &["session", "erase", &ended]).await;
    assert_eq!(erased.code, 0, "{}", erased.stderr);
    assert_eq!(asks(&chats[4].1).await.len(), 1, "what was erased is gone from the record too");
    let (_, stranger) = hello(&server, &new_chat("shop", None)).await.expect("a stranger");
    assert!(asks(stranger["session"].as_str().expect("a session")).await.is_empty(), "nobody knows who that is");
}

#[tokio::test]
async fn a_chat_that_began_without_a_name_becomes_the_customers_who_signs_in() {
    let (server, host) = known_customers();
    let (_, welcome) = hello(&server, &new_chat("shop", None)).await.expect("the shop takes strangers");
    let resume = |identity: Option<String>| again("shop", &welcome, identity.as_deref());
    hello(&server, &resume(None)).await.expect("a stranger comes back");
    hello(&server, &resume(Some(host.token("c-1", "shop")))).await.expect("and turns out to be c-1");
    refused(&server, "a stranger", &resume(None), json!(null)).await;
    refused(&server, "another customer", &resume(Some(host.token("c-2", "shop"))), json!(null)).await;
    hello(&server, &resume(Some(host.token("c-1", "shop")))).await.expect("c-1 again");
}

#[tokio::test]
async fn settings_that_could_not_protect_anybody_do_not_start() {
    let key = |alg: &str| format!("{{ kid = \"k\", alg = \"{alg}\", file = \"/nowhere.pem\" }}");
    let three = format!("identity_keys = [{0}, {0}, {0}]", key("EdDSA"));
    for (settings, fault) in [
        ("identity = \"required\"".to_string(), "bots.bank.identity: identity_keys names no key"),
        (three, "it lists 3 keys, at most 2"),
        (format!("identity_keys = [{0}, {0}]", key("ES256")), "two keys have the kid \"k\""),
        (format!("identity_keys = [{}]", key("HS256")), "failed to read /nowhere.pem"),
        (format!("identity_keys = [{}]", key("none")), "unknown variant `none`"),
        ("identity = \"maybe\"".into(), "unknown variant `maybe`"),
    ] {
        let ran = Setup::with(&format!("[bots.bank]\n{settings}")).run(&["serve", "--listen", "127.0.0.1:0"], "");
        assert!(ran.code == 2 && ran.stderr.contains(fault), "{settings}: {ran:?}");
    }
}

#[tokio::test]
async fn both_keys_of_a_rotation_sign_and_no_third() {
    let (server, host, next) = known_customers_and_next();
    for signer in [&host, &next] {
        let token = signer.token("c-1", "bank");
        assert!(hello(&server, &new_chat("bank", Some(&token))).await.is_ok(), "{}", signer.kid);
    }
    let stranger = Host::new("2026-12").token("c-1", "bank");
    assert_eq!(hello(&server, &new_chat("bank", Some(&stranger))).await.err().map(|(_, code)| code), Some(4403));
    let old = next.token("c-1", "shop");
    assert!(hello(&server, &new_chat("shop", Some(&old))).await.is_err(), "a key of another bot");
}

/// A key is good for the algorithm that the settings give it, and nobody signs with what the server has of it.
#[tokio::test]
async fn every_algorithm_vouches_for_customers_and_none_passes_for_another() {
    let hosts = || [Host::new("k"), Host::with_es256("k"), Host::with_secret("k", &"0123456789abcdef".repeat(2))];
    for host in hosts() {
        let mut setup = Setup::new();
        setup.configure(&format!(
            "[limits]\nidentity_skew_s = 0\n[bots.bank]\nidentity = \"required\"\nidentity_keys = [{}]\n",
            host.key_in(&setup)
        ));
        let server = setup.start();
        let alg = host.key.alg();
        let token = host.token("c-1", "bank");
        let (_, welcome) =
            hello(&server, &new_chat("bank", Some(&token))).await.unwrap_or_else(|no| panic!("{alg}: {no:?}"));
        refused(&server, "the same again", &new_chat("bank", Some(&token)), json!("identity")).await;
        hello(&server, &again("bank", &welcome, Some(&host.token("c-1", "bank")))).await.expect("the same customer");
        refused(&server, "another", &again("bank", &welcome, Some(&host.token("c-2", "bank"))), json!(null)).await;
        // Its own key under every other algorithm's name, strangers' keys, and what the server keeps taken for a secret.
        let forger = Host::with_secret("k", host.key.file().trim());
        let mut forged = vec![forger.token_with(&json!({"alg": alg}), &claims("c-1", "bank"))];
        if alg != "HS256" {
            forged.push(forger.token("c-1", "bank"));
        }
        for other in ["EdDSA", "ES256", "HS256", "none", "es256"].into_iter().filter(|other| *other != alg) {
            forged.push(host.token_with(&json!({"alg": other}), &claims("c-1", "bank")));
        }
        forged
            .extend(hosts().into_iter().filter(|other| other.key.alg() != alg).map(|other| other.token("c-1", "bank")));
        if alg == "HS256" {
            forged.remove(0);
            forged.push(Host::with_secret("k", &"fedcba9876543210".repeat(2)).token("c-1", "bank"));
        }
        for token in forged {
            refused(
                &server,
                &format!("{token} where {alg} is asked for"),
                &new_chat("bank", Some(&token)),
                json!("identity"),
            )
            .await;
        }
    }
}
