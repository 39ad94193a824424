//! TLS by the server itself: what it speaks, what it then asks of browsers, and a certificate that is renewed under it.

use crate::support::{ADMIN_PASSWORD, Server, Setup, until, within};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use std::path::PathBuf;
use std::sync::Arc;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::version::{TLS12, TLS13};
use tokio_rustls::rustls::{ClientConfig, ProtocolVersion, RootCertStore, SupportedProtocolVersion};

/// A certificate for `localhost`, in the files that the settings name.
fn renew(setup: &Setup) -> CertifiedKey<rcgen::KeyPair> {
    let made = generate_simple_self_signed(vec!["localhost".into()]).expect("a certificate");
    let [cert, key] = files(setup);
    std::fs::write(cert, made.cert.pem()).expect("written");
    std::fs::write(key, made.signing_key.serialize_pem()).expect("written");
    made
}

fn files(setup: &Setup) -> [PathBuf; 2] {
    ["cert.pem", "key.pem"].map(|name| setup.data.path().join(name))
}

fn with_tls() -> (Server, CertifiedKey<rcgen::KeyPair>) {
    let mut setup = Setup::new();
    let made = renew(&setup);
    let [cert, key] = files(&setup);
    setup.configure(&format!("[server]\ntls_cert = {cert:?}\ntls_key = {key:?}"));
    (setup.start(), made)
}

/// Connects as someone who trusts only that certificate.
async fn connect(
    server: &Server,
    trusted: &CertifiedKey<rcgen::KeyPair>,
    version: &'static SupportedProtocolVersion,
) -> std::io::Result<TlsStream<TcpStream>> {
    let mut roots = RootCertStore::empty();
    roots.add(trusted.cert.der().clone()).expect("a certificate");
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let config = config.with_protocol_versions(&[version]).expect("the provider knows it");
    let config = config.with_root_certificates(roots).with_no_client_auth();
    let stream = TcpStream::connect(server.address).await?;
    let name = ServerName::try_from("localhost").expect("a name");
    within("the handshake", TlsConnector::from(Arc::new(config)).connect(name, stream)).await
}

async fn ask(mut stream: TlsStream<TcpStream>, request: &str) -> String {
    stream.write_all(request.as_bytes()).await.expect("it is taken");
    let mut answer = Vec::new();
    // Some end without a farewell.
    let _ = within("an answer", stream.read_to_end(&mut answer)).await;
    String::from_utf8(answer).expect("text")
}

#[tokio::test]
async fn it_speaks_the_two_versions_that_are_safe_and_asks_browsers_to_stay() {
    let (server, made) = with_tls();
    for (version, wanted) in [(&TLS12, ProtocolVersion::TLSv1_2), (&TLS13, ProtocolVersion::TLSv1_3)] {
        let stream = connect(&server, &made, version).await.expect("a handshake");
        assert_eq!(stream.get_ref().1.protocol_version(), Some(wanted));
    }
    let body = format!("{{\"name\":\"admin\",\"password\":\"{ADMIN_PASSWORD}\"}}");
    let login = format!(
        "POST /api/v1/login HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-type: application/json\r\n\
        content-length: {}\r\n\r\n{body}",
        body.len()
    );
    let answer = ask(connect(&server, &made, &TLS13).await.expect("a handshake"), &login).await.to_lowercase();
    let cookie = answer.lines().find(|line| line.starts_with("set-cookie: ")).unwrap_or_else(|| panic!("{answer}"));
    assert!(
        cookie.contains("__host-baton_agent=") && cookie.contains("; secure") && cookie.contains("; path=/;"),
        "{cookie}"
    );
    assert!(!cookie.contains("domain"), "{cookie}");
    assert!(answer.contains("strict-transport-security: max-age=63072000"), "{answer}");
}

#[tokio::test]
async fn who_does_not_speak_tls_gets_nothing_and_old_versions_are_not_spoken() {
    let (server, made) = with_tls();
    // The hello of a client that knows nothing newer than TLS 1.1.
    let old: &[u8] = &[
        0x16, 3, 1, 0, 45, 1, 0, 0, 41, 3, 2, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7,
        7, 7, 7, 7, 7, 7, 7, 7, 0, 0, 2, 0, 0x2f, 1, 0,
    ];
    for hello in [&b"GET / HTTP/1.1\r\nhost: x\r\n\r\n"[..], old] {
        let mut stream = TcpStream::connect(server.address).await.expect("it listens");
        stream.write_all(hello).await.expect("it is taken");
        let mut answer = Vec::new();
        let _ = within("the end", stream.read_to_end(&mut answer)).await;
        assert!(answer.is_empty() || answer[0] == 0x15, "at most an alert: {answer:?}");
    }
    connect(&server, &made, &TLS13).await.expect("others are served");
}

#[tokio::test]
async fn a_renewed_certificate_is_used_without_a_restart_and_a_broken_one_is_not() {
    let (server, old) = with_tls();
    let setup_files = ["cert.pem", "key.pem"].map(|name| server.data().join(name));
    std::fs::write(&setup_files[0], "no certificate").expect("written");
    server.logs("the certificate was not renewed; the old one stays").await;
    connect(&server, &old, &TLS13).await.expect("the old one still serves");
    let new = generate_simple_self_signed(vec!["localhost".into()]).expect("a certificate");
    std::fs::write(&setup_files[0], new.cert.pem()).expect("written");
    std::fs::write(&setup_files[1], new.signing_key.serialize_pem()).expect("written");
    until("the new certificate", async || connect(&server, &new, &TLS13).await.ok()).await;
    assert!(connect(&server, &old, &TLS13).await.is_err(), "the old one is out of use");
}

#[tokio::test]
async fn settings_that_cannot_be_served_are_told_before_anybody_connects() {
    let setup = Setup::new();
    renew(&setup);
    let [cert, key] = files(&setup);
    let other = generate_simple_self_signed(vec!["localhost".into()]).expect("a certificate");
    let stray = setup.data.path().join("stray.pem");
    std::fs::write(&stray, other.signing_key.serialize_pem()).expect("written");
    for (settings, fault) in [
        (format!("tls_cert = {cert:?}"), "are set both or neither"),
        (format!("tls_cert = \"/nowhere.pem\"\ntls_key = {key:?}"), "failed to read the certificate in /nowhere.pem"),
        (format!("tls_cert = {key:?}\ntls_key = {key:?}"), "it holds none in PEM"),
        (format!("tls_cert = {cert:?}\ntls_key = {cert:?}"), "failed to read the private key in"),
        (format!("tls_cert = {cert:?}\ntls_key = {stray:?}"), "with its key"),
    ] {
        let ran = Setup::with(&format!("[server]\n{settings}")).run(&["serve", "--listen", "127.0.0.1:0"], "");
        assert!(ran.code == 2 && ran.stderr.contains(fault), "{settings}: {ran:?}");
    }
}
