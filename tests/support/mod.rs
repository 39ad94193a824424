//! The real server, and actors who speak its wire: a customer, an agent, a plain HTTP client.

mod agent;
mod customer;
mod disk;
mod documents;
mod http;
mod process;
mod smtp;
mod socket;
mod stock_mail;

pub use agent::Agent;
pub use customer::Customer;
pub use disk::{Disk, Keeps};
pub use http::{Answer, admin_token, get, online, post, request, request_from, token, upload};
pub use process::{ADMIN_PASSWORD, KILLED, Ran, Server, Setup, baton, copy_folder, edit, files_with};
pub use smtp::Mailroom;
pub use socket::{Heard, Socket};
pub use stock_mail::StockServer;

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tokio::net::{TcpSocket, TcpStream};

/// How long anybody waits for anything.
pub const DEADLINE: Duration = Duration::from_secs(10);

/// Waits for `wait`; a test that waits in vain says for what.
pub async fn within<T>(what: &str, wait: impl Future<Output = T>) -> T {
    match tokio::time::timeout(DEADLINE, wait).await {
        Ok(done) => done,
        Err(_) => panic!("waited {DEADLINE:?} in vain for {what}"),
    }
}

/// Looks again and again until `found` has something.
pub async fn until<T>(what: &str, mut found: impl AsyncFnMut() -> Option<T>) -> T {
    let looking = async {
        loop {
            if let Some(found) = found().await {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    within(what, looking).await
}

/// A number nobody else in this process has.
fn fresh() -> u32 {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

pub fn fresh_cid() -> String {
    format!("cid-{}", fresh())
}

/// A loopback address of one's own: the server counts sockets and upgrades by address.
pub fn own_address() -> Ipv4Addr {
    Ipv4Addr::from_bits(Ipv4Addr::new(127, 1, 0, 0).to_bits() + fresh())
}

pub async fn connect(own: Ipv4Addr, to: SocketAddr) -> TcpStream {
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.bind(SocketAddr::from((own, 0))).expect("every address of 127.0.0.0/8 is this machine");
    within("a connection to the server", socket.connect(to)).await.expect("the server listens")
}
