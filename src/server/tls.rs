//! TLS by rustls, 1.2 and 1.3 only. A renewed certificate is used as soon as its files are whole; a broken one is told, and
//! the old one stays.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, RwLock};
use std::time::{Duration, SystemTime};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, pem};
use tokio_rustls::rustls::version::{TLS12, TLS13};
use tokio_rustls::rustls::{self, ServerConfig};
use tokio_rustls::server::TlsStream;

/// How often the files are looked at; renewals happen every few weeks.
const LOOK: Duration = Duration::from_secs(2);

/// The certificate in use.
#[derive(Clone)]
pub struct Tls(Arc<RwLock<Arc<ServerConfig>>>);

/// What went wrong; finishes the sentence "failed to ...".
#[derive(Debug, thiserror::Error)]
pub enum TlsFault {
    #[error("read the certificate in {path}: {why}")]
    Certificate { path: PathBuf, why: pem::Error },
    #[error("read the certificate in {path}: it holds none in PEM")]
    NoCertificate { path: PathBuf },
    #[error("read the private key in {path}: {why}")]
    Key { path: PathBuf, why: pem::Error },
    #[error("use the certificate in {path} with its key: {why}")]
    Unfit { path: PathBuf, why: rustls::Error },
}

impl Tls {
    /// Reads the files, and again whenever they change.
    pub fn open(certificate: PathBuf, key: PathBuf) -> Result<Self, TlsFault> {
        // Before they are read: what changes from here on is seen.
        let seen = (changed_at(&certificate), changed_at(&key));
        let tls = Self(Arc::new(RwLock::new(Arc::new(read(&certificate, &key)?))));
        tokio::spawn(tls.clone().follow(certificate, key, seen));
        Ok(tls)
    }

    pub async fn accept(&self, stream: TcpStream) -> io::Result<TlsStream<TcpStream>> {
        let config = self.0.read().expect("nothing panics while it holds the certificate").clone();
        TlsAcceptor::from(config).accept(stream).await
    }

    async fn follow(self, certificate: PathBuf, key: PathBuf, mut seen: (Changed, Changed)) {
        loop {
            tokio::time::sleep(LOOK).await;
            let now = (changed_at(&certificate), changed_at(&key));
            if now == seen {
                continue;
            }
            seen = now;
            match read(&certificate, &key) {
                Ok(config) => {
                    *self.0.write().expect("nothing panics while it holds the certificate") = Arc::new(config);
                    tracing::info!("the renewed certificate is in use");
                }
                // One of two files may be written by now; the other changes what is seen again.
                Err(fault) => tracing::warn!(%fault, "the certificate was not renewed; the old one stays"),
            }
        }
    }
}

fn read(certificate: &Path, key: &Path) -> Result<ServerConfig, TlsFault> {
    let unread = |why| TlsFault::Certificate { path: certificate.into(), why };
    let chain: Vec<_> =
        CertificateDer::pem_file_iter(certificate).map_err(unread)?.collect::<Result<_, _>>().map_err(unread)?;
    if chain.is_empty() {
        return Err(TlsFault::NoCertificate { path: certificate.into() });
    }
    let private = PrivateKeyDer::from_pem_file(key).map_err(|why| TlsFault::Key { path: key.into(), why })?;
    let unfit = |why| TlsFault::Unfit { path: certificate.into(), why };
    let builder = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let builder = builder.with_protocol_versions(&[&TLS13, &TLS12]).map_err(unfit)?;
    let mut config = builder.with_no_client_auth().with_single_cert(chain, private).map_err(unfit)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

/// When a file last changed, and its length; nothing where it is being replaced.
type Changed = Option<(SystemTime, u64)>;

fn changed_at(path: &Path) -> Changed {
    let known = fs::metadata(path).ok()?;
    Some((known.modified().ok()?, known.len()))
}
