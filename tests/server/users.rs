//! People who sign in, managed while the server runs.

use crate::support::{ADMIN_PASSWORD, Agent, Ran, Server, Setup, get, post, token};
use serde_json::json;

const RIGHT: &str = "a long password";

/// `baton user ...` through the running server.
fn user(server: &Server, token: &str, arguments: &[&str], stdin: &str) -> Ran {
    let origin = server.origin();
    let arguments = [&["user", "--url", &*origin], arguments].concat();
    server.run_with(&arguments, stdin, &[("BATON_TOKEN", token)])
}

#[tokio::test]
async fn someone_added_through_the_running_server_can_sign_in_at_once() {
    let server = Server::start();
    let admin = token(&server, "admin", ADMIN_PASSWORD).await;
    let add = ["add", "noor", "--role", "agent", "--bot", "shop", "--display-name", "Noor", "--password-stdin"];
    let added = user(&server, &admin, &add, &format!("{RIGHT}\n"));
    assert_eq!((added.code, added.stdout.trim()), (0, "noor can sign in"), "{}", added.stderr);
    let noor = token(&server, "noor", RIGHT).await;
    let listed = user(&server, &admin, &["list"], "").stdout;
    assert!(listed.lines().any(|line| line.starts_with("noor") && line.contains("shop")), "{listed}");

    let refused = user(&server, &noor, &["list"], "");
    assert!(refused.code == 2 && refused.stderr.contains("your role may not do this"), "{refused:?}");
    let unknown = user(&server, "0000", &["list"], "");
    assert!(unknown.code == 2 && unknown.stderr.contains("sign in first"), "{unknown:?}");
    let short = user(&server, &admin, &["add", "sam", "--role", "agent", "--password-stdin"], "1234567\n");
    assert!(short.code == 2 && short.stderr.contains("shorter than 12 characters"), "{short:?}");
    let no_bot = user(&server, &admin, &["add", "sam", "--role", "agent", "--bot", "zoo"], "");
    assert!(no_bot.code == 2 && no_bot.stderr.contains("there is no such bot"), "{no_bot:?}");
    assert!(!user(&server, &admin, &["list"], "").stdout.contains("sam"), "nobody was added");
}

#[tokio::test]
async fn a_changed_role_and_a_new_password_end_what_was_open() {
    let setup = Setup::new();
    setup.user("noor", RIGHT, &[]);
    let server = setup.start();
    let admin = token(&server, "admin", ADMIN_PASSWORD).await;
    let noor = token(&server, "noor", RIGHT).await;
    let mut console = Agent::sign_in_as(&server, "noor", RIGHT).await;
    let began = std::time::Instant::now();
    let changed = user(&server, &admin, &["role", "noor", "--role", "auditor"], "");
    assert_eq!((changed.code, changed.stdout.trim()), (0, "noor is auditor from now on"), "{}", changed.stderr);
    assert_eq!(console.socket.closed().await, 4403, "an auditor serves no customers");
    println!("from the command to the closed console: {} ms", began.elapsed().as_millis());
    let bearer = format!("Bearer {noor}");
    let me = get(&server, "/api/v1/me", &[("authorization", &bearer)]).await;
    assert_eq!((me.status, &me.json()["role"]), (200, &json!("auditor")));

    let reset = user(&server, &admin, &["reset", "noor"], "");
    let password = reset.stdout.split("password ").nth(1).and_then(|rest| rest.split(' ').next());
    let password = password.unwrap_or_else(|| panic!("a password in {reset:?}"));
    assert_eq!(get(&server, "/api/v1/me", &[("authorization", &bearer)]).await.status, 401, "the old sign-in ended");
    token(&server, "noor", password).await;
}

#[tokio::test]
async fn whoever_is_removed_is_out_and_the_last_administrator_stays() {
    let setup = Setup::new();
    setup.user("noor", RIGHT, &[]);
    let server = setup.start();
    let admin = token(&server, "admin", ADMIN_PASSWORD).await;
    let mut console = Agent::sign_in_as(&server, "noor", RIGHT).await;
    assert_eq!(user(&server, &admin, &["remove", "noor"], "").code, 0);
    assert_eq!(console.socket.closed().await, 4403);
    let gone = post(&server, "/api/v1/login", &[], &json!({"name": "noor", "password": RIGHT})).await;
    assert_eq!(gone.status, 401);
    let nobody = user(&server, &admin, &["remove", "noor"], "");
    assert!(nobody.code == 2 && nobody.stderr.contains("nobody has that name"), "{nobody:?}");
    for arguments in [&["remove", "admin"][..], &["role", "admin", "--role", "agent"]] {
        let refused = user(&server, &admin, arguments, "");
        assert!(refused.code == 2 && refused.stderr.contains("last administrator"), "{refused:?}");
    }
}

#[tokio::test]
async fn another_sites_page_cannot_add_anyone_with_the_administrators_cookie() {
    let server = Server::start();
    let signed_in = post(&server, "/api/v1/login", &[], &json!({"name": "admin", "password": ADMIN_PASSWORD})).await;
    let (cookie, own) = (signed_in.cookie(), server.origin());
    let mallory = json!({"name": "mallory", "role": "admin", "password": RIGHT});
    for origin in ["https://evil.example", "null"] {
        let headers = [("cookie", &*cookie), ("origin", origin)];
        assert_eq!(post(&server, "/api/v1/users", &headers, &mallory).await.status, 403, "{origin}");
    }
    assert_eq!(post(&server, "/api/v1/users", &[("cookie", &cookie)], &mallory).await.status, 403, "no origin");
    let headers = [("cookie", &*cookie), ("origin", &*own)];
    assert_eq!(post(&server, "/api/v1/users", &headers, &mallory).await.status, 201);
    let bad = post(&server, "/api/v1/users", &headers, &json!({"name": "x y", "role": "agent"})).await;
    assert_eq!((bad.status, &bad.json()["error"]["code"]), (400, &json!("bad_request")));
    for odd in [json!(["sam", "agent"]), json!([]), json!(null), json!("sam"), json!({"name": "sam"})] {
        let refused = post(&server, "/api/v1/users", &headers, &odd).await;
        assert_eq!((refused.status, &refused.json()["error"]["code"]), (422, &json!("bad_request")), "{odd}");
    }
}

#[test]
fn without_a_token_or_a_server_the_command_says_so() {
    let setup = Setup::new();
    let ran = setup.run(&["user", "list", "--url", "http://127.0.0.1:9"], "");
    assert!(ran.code == 2 && ran.stderr.contains("BATON_TOKEN"), "{ran:?}");
    let ran = setup.run_with(&["user", "list", "--url", "http://127.0.0.1:9"], "", &[("BATON_TOKEN", "x")]);
    assert!(ran.code == 2 && ran.stderr.contains("failed to reach http://127.0.0.1:9"), "{ran:?}");
}

#[tokio::test]
async fn a_password_known_from_a_leak_is_refused() {
    // SHA-1 of "quietly leaked passphrase", between two others.
    let hashes = [
        "0000000000000000000000000000000000000001:3",
        "B2E0EDE7BBC06AC0AB18E3C5DCF39520E1908018:12",
        "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF:1",
    ]
    .map(|line| format!("{line}\n"))
    .concat();
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), hashes).expect("it is written");
    let setup = Setup::with(&format!("[passwords]\nleaked = {:?}\n", file.path()));
    let arguments = ["user", "add", "noor", "--role", "agent", "--password-stdin"];
    let add = |password: &str| setup.run(&arguments, password);
    let refused = add("quietly leaked passphrase");
    assert!(refused.code == 2 && refused.stderr.contains("known from a leak"), "{refused:?}");
    assert_eq!(add("quietly kept passphrase").code, 0);

    let server = setup.start();
    let noor = format!("Bearer {}", token(&server, "noor", "quietly kept passphrase").await);
    let change = json!({"password": "quietly kept passphrase", "new_password": "quietly leaked passphrase"});
    let refused = post(&server, "/api/v1/me/password", &[("authorization", &noor)], &change).await;
    assert_eq!((refused.status, &refused.json()["error"]["code"]), (400, &json!("weak_password")));
}

#[test]
fn a_list_of_leaked_passwords_that_is_none_is_named_at_the_start() {
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), "password1234\n").expect("it is written");
    let setup = Setup::with(&format!("[passwords]\nleaked = {:?}\n", file.path()));
    let ran = setup.run_with(&["serve"], "", &[]);
    let path = file.path().display().to_string();
    assert!(ran.code != 0 && ran.stderr.contains(&path) && ran.stderr.contains("SHA-1"), "{ran:?}");
}
