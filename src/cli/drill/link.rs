//! A bad link: what goes through it comes late, and sooner or later it is cut, or goes silent while both ends still
//! believe in it.

use crate::cli::load::{Gone, connect};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, DuplexStream, duplex, split};
use tokio::net::TcpStream;

/// Bytes under way in each direction before the sender has to wait.
const ROOM: usize = 16 * 1024;
/// Longest delay of one piece, milliseconds.
const DELAY_MS: u64 = 150;
/// A link breaks after this long at most, seconds.
const LONGEST_LIFE_S: f64 = 40.0;
/// How long a silent link is believed in, where neither end notices.
const SILENCE: Duration = Duration::from_secs(60);

/// How links behave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weather {
    Bad,
    /// Everything comes at once and nothing breaks.
    Calm,
}

/// Whether everything still gets through.
#[derive(Clone)]
pub struct Health(Arc<AtomicBool>);

impl Health {
    pub fn up(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

/// A connection to the server from `own`, through a link in such weather.
pub async fn through(server: SocketAddr, own: Ipv4Addr, weather: Weather) -> Result<(DuplexStream, Health), Gone> {
    let far = connect(server, own).await?;
    let (near, inner) = duplex(ROOM);
    let health = Health(Arc::new(AtomicBool::new(true)));
    tokio::spawn(carry(inner, far, weather, health.clone()));
    Ok((near, health))
}

async fn carry(near: DuplexStream, far: TcpStream, weather: Weather, health: Health) {
    let (from_near, to_near) = split(near);
    let (from_far, to_far) = far.into_split();
    let both = async {
        tokio::select! {
            () = pump(from_near, to_far, weather) => {}
            () = pump(from_far, to_near, weather) => {}
        }
    };
    tokio::pin!(both);
    let life = Duration::from_secs_f64(rand::random_range(1.0..LONGEST_LIFE_S));
    let broken = tokio::select! {
        () = &mut both => false,
        () = tokio::time::sleep(life), if weather == Weather::Bad => true,
    };
    health.0.store(false, Ordering::SeqCst);
    if broken && rand::random_bool(0.5) {
        // Nothing gets through any more, and nobody is told.
        tokio::time::sleep(SILENCE).await;
    }
}

/// Carries one direction until either end is gone.
async fn pump(mut from: impl AsyncRead + Unpin, mut to: impl AsyncWrite + Unpin, weather: Weather) {
    let mut piece = vec![0; ROOM];
    while let Ok(n @ 1..) = from.read(&mut piece).await {
        late(weather).await;
        if to.write_all(&piece[..n]).await.is_err() {
            return;
        }
    }
}

async fn late(weather: Weather) {
    if weather == Weather::Bad {
        tokio::time::sleep(Duration::from_millis(rand::random_range(0..DELAY_MS))).await;
    }
}
