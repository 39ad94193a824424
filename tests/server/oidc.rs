//! Agents who sign in at their company's provider: a small one of our own, that can be told to lie.

use crate::support::{Answer, Server, Setup, Socket, get};
use data_encoding::BASE64URL_NOPAD;
use ring::digest;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{SystemTime, UNIX_EPOCH};

/// The provider: signs with P-256, answers each code once, to who knows the verifier and the secret.
struct Provider {
    issuer: String,
    pair: EcdsaKeyPair,
    told: Mutex<Told>,
}

#[derive(Default)]
struct Told {
    /// What the next token says differently.
    change: Value,
    /// Challenge and nonce by code.
    codes: HashMap<String, (String, String)>,
}

impl Provider {
    fn start() -> Arc<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let issuer = format!("http://{}", listener.local_addr().expect("it is bound"));
        let (random, how) = (SystemRandom::new(), &ECDSA_P256_SHA256_FIXED_SIGNING);
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(how, &random).expect("a key");
        let pair = EcdsaKeyPair::from_pkcs8(how, pkcs8.as_ref(), &random).expect("a key");
        let provider = Arc::new(Self { issuer, pair, told: Mutex::default() });
        let serving = provider.clone();
        std::thread::spawn(move || {
            for visitor in listener.incoming().flatten() {
                // Who leaves early is no fault of the provider.
                let _ = serving.serve(visitor);
            }
        });
        provider
    }

    /// Someone signs in there: the code that their browser is sent back with.
    fn signs_in(&self, address: &str, change: Value) -> String {
        let mut told = self.told.lock().expect("nobody panics with it");
        let code = format!("code-{}", told.codes.len());
        told.codes.insert(code.clone(), (field(address, "code_challenge"), field(address, "nonce")));
        told.change = change;
        code
    }

    fn serve(&self, mut visitor: TcpStream) -> std::io::Result<()> {
        let mut request = BufReader::new(visitor.try_clone()?);
        let (mut head, mut length) = (String::new(), 0);
        loop {
            let mut line = String::new();
            request.read_line(&mut line)?;
            if let Some(bytes) = line.to_lowercase().strip_prefix("content-length:") {
                length = bytes.trim().parse().unwrap_or(0);
            }
            head.push_str(&line);
            if line.trim().is_empty() {
                break;
            }
        }
        let mut body = vec![0; length];
        request.read_exact(&mut body)?;
        let (status, answer) = self.answer(&head, &String::from_utf8_lossy(&body));
        let answer = answer.to_string();
        write!(visitor, "HTTP/1.1 {status}\r\ncontent-type: application/json\r\nconnection: close\r\n")?;
        write!(visitor, "content-length: {}\r\n\r\n{answer}", answer.len())
    }

    fn answer(&self, head: &str, body: &str) -> (&str, Value) {
        let issuer = &self.issuer;
        match head.split(' ').nth(1).unwrap_or_default() {
            "/.well-known/openid-configuration" => (
                "200 OK",
                json!({
                    "issuer": issuer, "authorization_endpoint": format!("{issuer}/authorize"),
                    "token_endpoint": format!("{issuer}/token"), "jwks_uri": format!("{issuer}/keys"),
                }),
            ),
            "/keys" => {
                let point = self.pair.public_key().as_ref();
                let [x, y] = [&point[1..33], &point[33..]].map(|bytes| BASE64URL_NOPAD.encode(bytes));
                ("200 OK", json!({"keys": [{"kty": "EC", "crv": "P-256", "kid": "p", "use": "sig", "x": x, "y": y}]}))
            }
            _ => {
                let mut told = self.told.lock().expect("nobody panics with it");
                let known = told.codes.remove(&field(body, "code"));
                let challenge = digest::digest(&digest::SHA256, field(body, "code_verifier").as_bytes());
                let challenge = BASE64URL_NOPAD.encode(challenge.as_ref());
                let pair = data_encoding::BASE64.encode(b"baton:the%20secret");
                let secret = head.lines().any(|line| line.ends_with(&format!("Basic {pair}")));
                match known.filter(|(wanted, _)| *wanted == challenge && secret) {
                    None => ("400 Bad Request", json!({"error": "invalid_grant"})),
                    Some((_, nonce)) => ("200 OK", json!({"id_token": self.token(&nonce, &told.change)})),
                }
            }
        }
    }

    fn token(&self, nonce: &str, change: &Value) -> String {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs();
        let mut claims = json!({
            "iss": self.issuer, "sub": "u-17", "aud": "baton", "iat": now, "exp": now + 300, "nonce": nonce,
            "name": "Noor B.", "roles": ["support"],
        });
        claims.as_object_mut().expect("an object").extend(change.as_object().cloned().unwrap_or_default());
        let part = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
        let message = format!("{}.{}", part(&json!({"alg": "ES256", "kid": "p"})), part(&claims));
        let signature = self.pair.sign(&SystemRandom::new(), message.as_bytes()).expect("a signature");
        format!("{message}.{}", BASE64URL_NOPAD.encode(signature.as_ref()))
    }
}

/// A field of a query or a form whose values need no decoding.
fn field(text: &str, name: &str) -> String {
    let query = text.split('?').next_back().unwrap_or_default();
    let found = query.split('&').find_map(|pair| pair.split_once('=').filter(|(known, _)| *known == name));
    found.map(|(_, value)| value.trim().to_string()).unwrap_or_default()
}

fn house() -> (Server, Arc<Provider>) {
    let provider = Provider::start();
    let mut setup = Setup::new();
    let secret = setup.data.path().join("secret");
    std::fs::write(&secret, "the secret\n").expect("written");
    setup.configure(&format!(
        "[oidc]\nissuer = {:?}\nclient_id = \"baton\"\nclient_secret_file = {secret:?}\n\
        roles = {{ support = \"agent\", leads = \"admin\" }}",
        provider.issuer
    ));
    (setup.start(), provider)
}

/// A browser that has left for the provider.
struct Browser {
    address: String,
    cookie: String,
}

impl Browser {
    async fn leaves(server: &Server) -> Self {
        let sent = get(server, "/api/v1/oidc/login", &[]).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        Self { address: sent.header("location").expect("an address").to_string(), cookie: sent.cookie() }
    }

    async fn comes_back(&self, server: &Server, code: &str) -> Answer {
        let path = format!("/api/v1/oidc/callback?code={code}&state={}", field(&self.address, "state"));
        get(server, &path, &[("cookie", &self.cookie)]).await
    }
}

#[tokio::test]
async fn an_agent_signs_in_at_the_provider_and_works_with_the_role_that_it_says() {
    let (server, provider) = house();
    assert_eq!(get(&server, "/api/v1/login", &[]).await.json(), json!({"oidc": true}));
    let sign_in = async |change: Value| {
        let browser = Browser::leaves(&server).await;
        assert_eq!(field(&browser.address, "code_challenge_method"), "S256");
        let code = provider.signs_in(&browser.address, change);
        browser.comes_back(&server, &code).await
    };
    let back = sign_in(json!({})).await;
    assert_eq!((back.status, back.header("location")), (303, Some("/agent")), "{}", back.body);
    let cookie = back.cookie();
    let me = get(&server, "/api/v1/me", &[("cookie", &cookie)]).await.json();
    let host = provider.issuer.trim_start_matches("http://");
    assert_eq!((&me["name"], &me["role"]), (&json!(format!("u-17@{host}")), &json!("agent")));
    assert_eq!(me["display_name"], "Noor B.");
    let headers = [("cookie", &*cookie), ("origin", &*server.origin())];
    let mut console = Socket::open(&server, "/ws/agent", &headers).await.expect("agents serve");
    console.send(&json!({"type": "hello", "last_rev": 0})).await;
    console.expect("a welcome", |frame| frame["type"] == "welcome").await;

    assert_eq!(sign_in(json!({"roles": "leads"})).await.status, 303);
    assert_eq!(console.closed().await, 4403, "another role ends what was open");
    let me = get(&server, "/api/v1/me", &[("cookie", &cookie)]).await.json();
    assert_eq!(me["role"], "admin");
}

#[tokio::test]
async fn who_was_not_sent_or_is_not_wanted_does_not_come_in() {
    let (server, provider) = house();
    let refused = async |what: &str, browser: &Browser, code: &str, status: u16| {
        let answer = browser.comes_back(&server, code).await;
        assert_eq!(
            (answer.status, &answer.json()["error"]["code"]),
            (status, &json!("oidc")),
            "{what}: {}",
            answer.body
        );
        assert_eq!(answer.header("set-cookie"), None, "{what}");
    };
    for (what, change) in [
        ("no role here", json!({"roles": ["staff"]})),
        ("another client", json!({"aud": "other"})),
        ("another issuer", json!({"iss": "https://evil.example"})),
        ("another question", json!({"nonce": "guessed"})),
        ("expired", json!({"exp": 1})),
    ] {
        let browser = Browser::leaves(&server).await;
        let code = provider.signs_in(&browser.address, change);
        refused(what, &browser, &code, 403).await;
    }
    let browser = Browser::leaves(&server).await;
    refused("a code nobody was given", &browser, "guessed", 403).await;
    let browser = Browser::leaves(&server).await;
    let code = provider.signs_in(&browser.address, json!({}));
    let other = Browser { cookie: Browser::leaves(&server).await.cookie, address: browser.address.clone() };
    refused("another browser's way back", &other, &code, 403).await;
    assert_eq!(browser.comes_back(&server, &code).await.status, 303, "which cost its owner nothing");
    refused("the same way back again", &browser, &code, 403).await;
    let elsewhere = Browser::leaves(&server).await;
    let code = provider.signs_in(&browser.address, json!({}));
    refused("a code of another sign-in, whose verifier is not known", &elsewhere, &code, 403).await;
    let token = server.output();
    assert!(!token.contains("eyJ"), "no token is logged");
}

#[tokio::test]
async fn settings_that_could_be_listened_to_do_not_start() {
    let roles = "client_id = \"x\"\nroles = { a = \"agent\" }";
    for (settings, fault) in [
        (format!("issuer = \"http://id.example\"\n{roles}"), "oidc.issuer: http://id.example is not reached by TLS"),
        ("issuer = \"https://id.example\"".into(), "client_id and roles are needed"),
        (format!("issuer = \"https://id.example\"\n{roles}\nclient_secret_file = \"/nowhere\""), "read /nowhere"),
    ] {
        let ran = Setup::with(&format!("[oidc]\n{settings}")).run(&["serve", "--listen", "127.0.0.1:0"], "");
        assert!(ran.code == 2 && ran.stderr.contains(fault), "{settings}: {ran:?}");
    }
    let server = Server::start();
    assert_eq!(get(&server, "/api/v1/oidc/login", &[]).await.status, 404);
}
