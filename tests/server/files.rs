//! Files that customers and agents send: to whom they come, what is refused, and how they go.

use crate::house::{self, PASSWORD};
use crate::support::{
    Agent, Answer, Customer, Ran, Server, Setup, files_with, get, online, request, token, until, upload,
};
use serde_json::{Value, json};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

const PDF: &[u8] = b"%PDF-1.7\nquillfeather\n%%EOF\n";

/// An image of 2 by 3 pixels, with a word in it.
fn png(word: &str) -> Vec<u8> {
    [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x02\0\0\0\x03\x08\x06\0\0\0", word.as_bytes()].concat()
}

/// Sends one as the customer's page does.
pub async fn sends(server: &Server, pass: &str, cid: &str, name: &str, bytes: &[u8]) -> Answer {
    let origin = server.origin();
    let headers = [("origin", &*origin), ("authorization", pass), ("baton-cid", cid), ("baton-name", name)];
    upload(server, "/api/v1/chat/files", &headers, bytes).await
}

async fn agent_sends(server: &Server, bearer: &str, session: &str, name: &str, bytes: &[u8]) -> Answer {
    let headers = [("authorization", bearer), ("baton-cid", name), ("baton-name", name)];
    upload(server, &format!("/api/v1/sessions/{session}/files"), &headers, bytes).await
}

pub async fn customers_copy(server: &Server, pass: &str, id: &str) -> Answer {
    get(server, &format!("/api/v1/chat/files/{id}"), &[("authorization", pass)]).await
}

async fn agents_copy(server: &Server, bearer: &str, session: &str, id: &str) -> Answer {
    get(server, &format!("/api/v1/sessions/{session}/files/{id}"), &[("authorization", bearer)]).await
}

#[track_caller]
fn refused(answer: &Answer, status: u16, code: &str) {
    let told = (answer.status, answer.json()["error"]["code"].clone());
    assert_eq!(told, (status, json!(code)), "{}", answer.body);
}

pub fn file_of(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()["file"].as_str().expect("an id").to_string()
}

/// Files that lie under the folder of files.
fn on_disk(data: &Path) -> Vec<PathBuf> {
    let folders = std::fs::read_dir(data.join("files")).into_iter().flatten().flatten();
    let files = folders.flat_map(|folder| std::fs::read_dir(folder.path()).into_iter().flatten().flatten());
    files.map(|file| file.path()).collect()
}

const STAFF: &[(&str, &str)] = &[("sanne", "shop"), ("bo", "bank")];

/// A customer whom sanne has, and what sanne sends to sign her requests.
async fn with_sanne(setup: Setup) -> (Server, Customer, Agent, String) {
    let (server, customer, sanne) = house::with_sanne(setup, STAFF).await;
    let bearer = format!("Bearer {}", token(&server, "sanne", PASSWORD).await);
    (server, customer, sanne, bearer)
}

#[tokio::test]
async fn files_go_both_ways_and_to_nobody_else() {
    let (server, mut customer, mut sanne, bearer) = with_sanne(Setup::new()).await;
    let session = customer.session();
    assert_eq!(customer.welcome["files"], json!({"bytes": 10 << 20}));
    let pass = customer.pass().await;
    let image = png("zebrafinch");
    let sent = sends(&server, &pass, "one", "my%20chair%20quill%40fernhout.example.PNG", &image).await;
    let id = file_of(&sent);
    let wanted = |frame: &Value| frame["type"] == "event" && frame["cid"] == "one";
    let shown = customer.socket.expect("the file", wanted).await;
    assert_eq!((&shown["seq"], &shown["from"]), (&sent.json()["seq"], &json!("customer")));
    let file = sanne.entry("customer_sent_file").await["event"]["file"].clone();
    assert_eq!(file, shown["file"]);
    assert_eq!((&file["name"], &file["type"]), (&json!("my chair [email:1].png"), &json!("image/png")));
    assert_eq!((&file["bytes"], &file["pixels"]), (&json!(image.len()), &json!({"width": 2, "height": 3})));

    let pdf = file_of(&agent_sends(&server, &bearer, &session, "form.pdf", PDF).await);
    let shown = customer.event("agent", "message").await;
    assert_eq!((&shown["file"]["id"], &shown["text"]), (&json!(pdf), &json!("form.pdf")));

    for answer in [customers_copy(&server, &pass, &id).await, agents_copy(&server, &bearer, &session, &id).await] {
        assert_eq!((answer.status, &answer.bytes), (200, &image));
        let said = |name: &str| answer.header(name).unwrap_or_default().to_string();
        assert_eq!(said("content-type"), "image/png");
        let name = "inline; filename=\"my chair [email:1].png\"; filename*=UTF-8''my%20chair%20%5Bemail%3A1%5D.png";
        assert_eq!(said("content-disposition"), name);
        assert_eq!(said("content-security-policy"), "sandbox; default-src 'none'");
        assert_eq!((&*said("x-content-type-options"), &*said("cache-control")), ("nosniff", "private, no-cache"));
        assert_eq!(said("content-length"), image.len().to_string());
    }
    let answer = customers_copy(&server, &pass, &pdf).await;
    assert_eq!((answer.status, &*answer.bytes), (200, PDF));
    assert!(answer.header("content-disposition").is_some_and(|said| said.starts_with("attachment;")));
    let tag = answer.header("etag").expect("a tag").to_string();
    let path = format!("/api/v1/chat/files/{pdf}");
    let again = get(&server, &path, &[("authorization", &pass), ("if-none-match", &tag)]).await;
    assert_eq!((again.status, again.bytes.len()), (304, 0));

    // Whoever else asks cannot tell it from one that is not there.
    let mut other = Customer::arrive(&server, "shop").await;
    let others = other.pass().await;
    let nothing = customers_copy(&server, &others, "0f1e2d3c4b5a69788796a5b4c3d2e1f0").await;
    refused(&nothing, 404, "not_found");
    assert_eq!(customers_copy(&server, &others, &id).await.body, nothing.body);
    assert_eq!(customers_copy(&server, &others, "..%2F..%2Fserver.key").await.body, nothing.body);
    let bo = format!("Bearer {}", token(&server, "bo", PASSWORD).await);
    assert_eq!(agents_copy(&server, &bo, &session, &id).await.body, nothing.body);
    assert_eq!(agents_copy(&server, &bearer, &other.session(), &id).await.body, nothing.body);
    refused(&agent_sends(&server, &bo, &session, "form.pdf", PDF).await, 404, "not_found");
    refused(&agent_sends(&server, &bearer, &other.session(), "form.pdf", PDF).await, 403, "not_yours");
    for nobody in ["Bearer 0", ""] {
        refused(&customers_copy(&server, nobody, &id).await, 401, "unauthorized");
        refused(&sends(&server, nobody, "two", "a.png", &image).await, 401, "unauthorized");
    }
    refused(&agents_copy(&server, &pass, &session, &id).await, 401, "unauthorized");
    drop(customer.socket);
    until("the pass to end with its socket", async || {
        (customers_copy(&server, &pass, &id).await.status == 401).then_some(())
    })
    .await;
    assert!(!server.output().contains("chair") && !server.output().contains("form.pdf"), "no name in a log");
}

#[tokio::test]
async fn a_page_of_another_origin_may_ask_where_it_may_chat_and_nowhere_else() {
    let server = Setup::with("[bots.shop]\nallowed_origins = [\"https://shop.example\"]\n").start();
    let mut customer = Customer::arrive(&server, "shop").await;
    let pass = customer.pass().await;
    for (origin, preflight, status) in [("https://shop.example", 204, 200), ("https://evil.example", 403, 403)] {
        let asked = request(&server, "OPTIONS", "/api/v1/chat/files", &[("origin", origin)], "").await;
        assert_eq!(asked.status, preflight, "{origin}");
        let headers = [("origin", origin), ("authorization", &*pass), ("baton-cid", "a")];
        let sent = upload(&server, "/api/v1/chat/files", &headers, PDF).await;
        assert_eq!(sent.status, status, "{}", sent.body);
        for answer in [asked, sent] {
            let allowed = (status == 200).then_some(origin);
            assert_eq!(answer.header("access-control-allow-origin"), allowed);
        }
    }
    let nowhere = upload(&server, "/api/v1/chat/files", &[("authorization", &pass), ("baton-cid", "b")], PDF).await;
    assert_eq!(nowhere.status, 403, "a missing origin is refused as on the socket");
}

#[tokio::test]
async fn the_bot_says_that_it_cannot_look_into_files_and_offers_a_person() {
    let server = Server::start();
    for (locale, words) in [("en", "cannot look into files"), ("nl", "kan niet in bestanden kijken")] {
        let mut customer = Customer::arrive_speaking(&server, "shop", locale).await;
        let pass = customer.pass().await;
        let seq = sends(&server, &pass, "one", "receipt.pdf", PDF).await.json()["seq"].as_u64().expect("a seq");
        let told = customer.hears_bot_on(seq).await;
        assert!(told["text"].as_str().is_some_and(|text| text.contains(words)), "{told}");
        assert_eq!(told["choices"][0]["id"], "person");
        customer.choose("person", told["seq"].as_u64().expect("a seq")).await;
        customer.place().await;
        let silent = sends(&server, &pass, "two", "more.pdf", PDF).await;
        assert_eq!(silent.status, 200, "{}", silent.body);
        let events = customer.say("and this").await;
        assert!(events > 0 && customer.events().iter().filter(|e| e["text"] == told["text"]).count() == 1);
    }
}

#[tokio::test]
async fn what_is_sent_twice_is_kept_once() {
    let (server, mut customer, _sanne, bearer) = with_sanne(Setup::new()).await;
    let (session, pass) = (customer.session(), customer.pass().await);
    let (first, again) = (
        sends(&server, &pass, "one", "a.png", &png("x")).await,
        sends(&server, &pass, "one", "b.png", &png("x")).await,
    );
    assert_eq!(first.json(), again.json(), "the same seq and the same file");
    refused(&sends(&server, &pass, "one", "a.png", &png("y")).await, 409, "cid_reused");
    let said = customer.say_as("one", "words under the id of a file").await;
    assert_eq!(said, Err("cid_reused".into()));
    let agents = [
        agent_sends(&server, &bearer, &session, "form.pdf", PDF).await.json(),
        agent_sends(&server, &bearer, &session, "form.pdf", PDF).await.json(),
    ];
    assert_eq!(agents[0], agents[1]);
    assert_eq!(on_disk(server.data()).len(), 2);
    let server = server.kill().start();
    customer.resume(&server).await;
    let pass = customer.pass().await;
    assert_eq!(sends(&server, &pass, "one", "a.png", &png("x")).await.json(), first.json(), "after a crash too");
    let files = customer.events().into_iter().filter(|event| event.get("file").is_some()).count();
    assert_eq!((files, on_disk(server.data()).len()), (2, 2));
}

#[tokio::test]
async fn what_may_not_be_sent_is_refused_and_leaves_nothing() {
    let limits = "[files]\nfile_mb = 1\nfiles_per_session = 2\nsession_mb = 1\nburst = 9\nat_once_per_sender = 2\n";
    let (server, mut customer, _sanne, bearer) = with_sanne(Setup::with(limits)).await;
    let (session, pass) = (customer.session(), customer.pass().await);
    for bytes in [&b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>"[..], b"MZ\x90\0 a program of windows", b"GIF", b""] {
        refused(&sends(&server, &pass, "kind", "innocent.png", bytes).await, 415, "file_kind");
    }
    let unknown = [b"MZ a long program", &vec![0; 900 << 10][..]].concat();
    refused(&sends(&server, &pass, "kind", "long.png", &unknown).await, 415, "file_kind");
    let large = [png("x"), vec![0; 1 << 20]].concat();
    refused(&sends(&server, &pass, "large", "large.png", &large).await, 413, "file_too_large");
    let origin = server.origin();
    let unsaid =
        [("origin", &*origin), ("authorization", &*pass), ("baton-cid", "large"), ("transfer-encoding", "chunked")];
    let chunked = [format!("{:x}\r\n", large.len()).as_bytes(), &large, b"\r\n0\r\n\r\n"].concat();
    let answer = raw_chunked(&server, &unsaid, &chunked).await;
    assert!(answer.contains("413") && answer.contains("file_too_large"), "{answer}");
    let name = [("origin", &*origin), ("authorization", &*pass)];
    refused(&upload(&server, "/api/v1/chat/files", &name, PDF).await, 400, "bad_request");
    assert!(on_disk(server.data()).is_empty(), "nothing is left of them");

    let half = [png("x"), vec![0; 600 << 10]].concat();
    assert_eq!(sends(&server, &pass, "a", "a.png", &half).await.status, 200);
    refused(&sends(&server, &pass, "b", "b.png", &half).await, 409, "too_many_files");
    assert_eq!(sends(&server, &pass, "c", "c.pdf", PDF).await.status, 200);
    refused(&sends(&server, &pass, "d", "d.pdf", PDF).await, 409, "too_many_files");
    assert_eq!(agent_sends(&server, &bearer, &session, "1", PDF).await.status, 200, "agents have limits of their own");
    assert_eq!(on_disk(server.data()).len(), 3);
    let rest = until("an agent who is too fast", async || {
        let answer = agent_sends(&server, &bearer, &session, "1", PDF).await;
        (answer.status == 429).then_some(answer)
    })
    .await;
    refused(&rest, 429, "rate_limited");
    customer.end().await;
    refused(&agent_sends(&server, &bearer, &session, "late", PDF).await, 429, "rate_limited");
}

/// A body that does not say how long it is.
async fn raw_chunked(server: &Server, headers: &[(&str, &str)], body: &[u8]) -> String {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let mut stream = crate::support::connect(crate::support::own_address(), server.address).await;
    let mut head = format!("POST /api/v1/chat/files HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n", server.address);
    headers.iter().for_each(|(name, value)| head.push_str(&format!("{name}: {value}\r\n")));
    stream.write_all(format!("{head}\r\n").as_bytes()).await.expect("it leaves");
    let _ = stream.write_all(body).await;
    let mut answer = Vec::new();
    let _ = crate::support::within("the answer", stream.read_to_end(&mut answer)).await;
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn a_bot_may_take_no_files_of_customers_and_its_agents_still_send_theirs() {
    let (server, mut customer, _sanne, bearer) = with_sanne(Setup::with("[bots.shop]\ncustomer_files = false\n")).await;
    assert_eq!(customer.welcome["files"], Value::Null);
    let pass = customer.pass().await;
    refused(&sends(&server, &pass, "one", "a.pdf", PDF).await, 403, "files_off");
    let id = file_of(&agent_sends(&server, &bearer, &customer.session(), "form.pdf", PDF).await);
    assert_eq!(customers_copy(&server, &pass, &id).await.bytes, PDF);
    let bank = Customer::arrive(&server, "bank").await;
    assert_eq!(bank.welcome["files"], json!({"bytes": 10 << 20}));
}

/// A server whose scanner is this script.
fn scanned_by(script: &str) -> Setup {
    let mut setup = Setup::new();
    let path = setup.data.path().join("scanner");
    std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).expect("it can be written");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("it is ours");
    setup.configure(&format!("[files]\nscan = [{path:?}, \"--look\"]\nscan_s = 1\n"));
    setup
}

#[tokio::test]
async fn a_scanner_looks_at_each_file_and_what_it_did_not_pass_is_refused() {
    let script = "[ \"$1\" = --look ] || exit 9\nenv > \"$0.env\"\ncase $(cat \"$2\") in\n*clean*) exit 0 ;;\n\
                  *virus*) exit 1 ;;\n*slow*) exec sleep 60 ;;\nesac\nexit 2";
    let server = scanned_by(script).start();
    let mut customer = Customer::arrive(&server, "shop").await;
    let pass = customer.pass().await;
    for (word, status, code) in
        [("virus", 422, "scan_refused"), ("slow", 503, "scan_failed"), ("broken", 503, "scan_failed")]
    {
        refused(&sends(&server, &pass, word, "a.pdf", format!("%PDF-1.7 {word}").as_bytes()).await, status, code);
    }
    assert!(on_disk(server.data()).is_empty());
    assert_eq!(sends(&server, &pass, "clean", "a.pdf", b"%PDF-1.7 clean").await.status, 200);
    let told = std::fs::read_to_string(server.data().join("scanner.env")).expect("it ran");
    assert!(told.contains("PATH=") && !told.contains("BATON_ADMIN_PASSWORD"), "{told}");
    let setup = server.kill();
    std::fs::remove_file(setup.data.path().join("scanner")).expect("it can be lost");
    let server = setup.start();
    customer.resume(&server).await;
    let pass = customer.pass().await;
    refused(&sends(&server, &pass, "two", "a.pdf", b"%PDF-1.7 clean").await, 503, "scan_failed");
}

#[tokio::test]
async fn what_is_acknowledged_survives_a_crash_and_what_a_crash_left_behind_goes() {
    let server = Server::start();
    let mut customer = Customer::arrive(&server, "shop").await;
    let pass = customer.pass().await;
    let id = file_of(&sends(&server, &pass, "one", "a.pdf", PDF).await);
    let setup = server.kill();
    let files = setup.data.path().join("files");
    let stays = files.join(customer.session()).join(&id);
    let nobodys = [
        files.join(customer.session()).join("0f1e2d3c4b5a69788796a5b4c3d2e1f0"),
        files.join("01KAJ3X6ZC8V5T2N4QW7R9B0HD").join("0f1e2d3c4b5a69788796a5b4c3d2e1f0"),
        files.join("incoming").join("0f1e2d3c4b5a69788796a5b4c3d2e1f0"),
    ];
    for path in &nobodys {
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
        std::fs::write(path, PDF).expect("it can be written");
    }
    let server = setup.start();
    until("the files of nobody to go", async || nobodys.iter().all(|path| !path.exists()).then_some(())).await;
    assert_eq!(std::fs::read(stays).expect("it is there"), PDF);
    customer.resume(&server).await;
    let pass = customer.pass().await;
    assert_eq!(customers_copy(&server, &pass, &id).await.bytes, PDF);
}

#[track_caller]
fn ok(ran: Ran) -> String {
    assert_eq!(ran.code, 0, "{ran:?}");
    ran.stdout
}

#[tokio::test]
async fn files_are_in_backups_and_exports_and_go_with_their_session() {
    let (server, mut customer, _sanne, bearer) = with_sanne(Setup::new()).await;
    let (session, pass) = (customer.session(), customer.pass().await);
    let image = [png("zebrafinch"), vec![7; 100_000]].concat();
    let (id, pdf) = (
        file_of(&sends(&server, &pass, "one", "chair.png", &image).await),
        file_of(&agent_sends(&server, &bearer, &session, "form.pdf", PDF).await),
    );
    let mut other = Customer::arrive(&server, "shop").await;
    let others = other.pass().await;
    file_of(&sends(&server, &others, "one", "marimba.pdf", b"%PDF-1.7 marimba").await);
    let place = tempfile::tempdir().expect("a temporary folder");
    let (backup, out) = (place.path().join("baton.backup"), place.path().join("out"));
    let (backup, out) = (backup.display().to_string(), out.display().to_string());
    ok(online(&server, &["store", "backup", "--to", &backup]).await);
    let export = ok(online(&server, &["session", "export", &session, "--files", &out]).await);
    assert!(export.contains(&id) && export.contains("chair.png"));
    let saved = |name: &str| std::fs::read(Path::new(&out).join(name)).expect("it is saved");
    assert_eq!(saved(&format!("{id}-chair.png")), image);
    assert_eq!(saved(&format!("{pdf}-form.pdf")), PDF);

    assert!(!files_with(server.data(), "zebrafinch").is_empty(), "it is kept, so that this test sees it");
    ok(online(&server, &["session", "erase", &session]).await);
    for word in ["zebrafinch", "quillfeather"] {
        assert_eq!(files_with(server.data(), word), [""; 0]);
    }
    assert!(!files_with(server.data(), "marimba").is_empty(), "others are untouched");
    let setup = server.kill();
    ok(setup.run(&["session", "erase", &other.session()], ""));
    assert_eq!(files_with(setup.data.path(), "marimba"), [""; 0], "without a server, too");

    let restored = Setup::new();
    ok(restored.run(&["store", "restore", "--from", &backup], ""));
    std::fs::remove_dir_all(&out).expect("it was made");
    ok(restored.run(&["session", "export", &session, "--files", &out], ""));
    assert_eq!(saved(&format!("{id}-chair.png")), image);
    let server = restored.start();
    let mut window = customer.second_window(&server).await;
    let pass = window.pass().await;
    assert_eq!(customers_copy(&server, &pass, &pdf).await.bytes, PDF);
    let restored = server.kill();
    assert!(ok(restored.run(&["store", "check"], "")).contains(" 3 files, "));
    let place = |id: &str| restored.data.path().join("files").join(&session).join(id);
    std::fs::write(place(&pdf), PDF.to_ascii_uppercase()).expect("it is there");
    std::fs::remove_file(place(&id)).expect("it is there");
    let checked = restored.run(&["store", "check"], "");
    let said = |id: &str, what: &str| format!("fault: file {id} of session {session} {what}\n");
    assert_eq!(checked.code, 1);
    assert!(checked.stdout.contains(&said(&id, "is not there")), "{}", checked.stdout);
    assert!(checked.stdout.contains(&said(&pdf, "is not what was sent")), "{}", checked.stdout);
    // An erasure that is known stays one.
    let known = Setup::bare();
    let list = setup.data.path().join("erased.jsonl").display().to_string();
    ok(known.run(&["store", "restore", "--from", &backup, "--erased", &list], ""));
    assert!(on_disk(known.data.path()).is_empty());
}
