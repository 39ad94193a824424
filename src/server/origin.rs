//! Which pages may open a socket. Browsers name the page's origin; it must be on an exact list.

use super::Doors;
use axum::http::{HeaderMap, HeaderValue};
use std::net::{IpAddr, SocketAddr};

impl Doors {
    /// Whether a request's `Origin` is this server's own, or one of the bot's. A missing one only where allowed.
    pub fn origin_allowed(&self, origin: Option<&HeaderValue>, bot: Option<&str>) -> bool {
        let Some(origin) = origin else { return self.limits().allow_no_origin };
        let Ok(origin) = origin.to_str() else { return false };
        if self.settings.own_origins.iter().any(|own| own == origin) {
            return true;
        }
        let listed =
            |name: &str| self.settings.bots.get(name).is_some_and(|b| b.allowed_origins.iter().any(|o| o == origin));
        match bot {
            Some(bot) => listed(bot),
            None => self.settings.bots.keys().any(|name| listed(name)),
        }
    }

    /// The client's address: the last `X-Forwarded-For` entry that no trusted proxy added, else the peer's.
    pub fn address(&self, peer: SocketAddr, headers: &HeaderMap) -> IpAddr {
        let trusted = &self.limits().trusted_proxies;
        if !trusted.contains(&peer.ip()) {
            return peer.ip();
        }
        let forwarded = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
        let mut hops: Vec<IpAddr> =
            forwarded.flat_map(|line| line.split(',')).filter_map(|hop| hop.trim().parse().ok()).collect();
        while hops.last().is_some_and(|hop| trusted.contains(hop)) {
            hops.pop();
        }
        hops.last().copied().unwrap_or(peer.ip())
    }
}
