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

    /// As [`Self::origin_allowed`], and a refusal stands in the server's log.
    pub fn lets_in(&self, origin: Option<&HeaderValue>, bot: Option<&str>, address: IpAddr) -> bool {
        let allowed = self.origin_allowed(origin, bot);
        if !allowed {
            tracing::warn!(%address, bot, "a page of another site, or of none, was refused a chat");
        }
        allowed
    }

    /// The client's address: the last `X-Forwarded-For` entry that no trusted proxy added, else the peer's.
    pub fn address(&self, peer: SocketAddr, headers: &HeaderMap) -> IpAddr {
        let trusted = &self.limits().trusted_proxies;
        if !trusted.contains(&peer.ip()) {
            return peer.ip();
        }
        let lines = headers.get_all("x-forwarded-for").iter().map(|line| line.to_str().unwrap_or_default());
        forwarded(peer.ip(), trusted, &lines.collect::<Vec<_>>().join(","))
    }
}

/// Whom a trusted proxy speaks for. What stands before an entry that is no address may be anybody's invention.
fn forwarded(peer: IpAddr, trusted: &[IpAddr], hops: &str) -> IpAddr {
    let mut nearest = peer;
    for hop in hops.rsplit(',').map(str::trim) {
        let Some(address) = hop_address(hop) else { return nearest };
        nearest = address;
        if !trusted.contains(&address) {
            break;
        }
    }
    nearest
}

/// An address, as some proxies write it with a port or in brackets.
fn hop_address(hop: &str) -> Option<IpAddr> {
    let bare = hop.strip_prefix('[').and_then(|hop| hop.strip_suffix(']')).unwrap_or(hop);
    bare.parse().ok().or_else(|| hop.parse::<SocketAddr>().ok().map(|address| address.ip()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_hop_that_no_trusted_proxy_added_counts() {
        let trusted = ["10.0.0.1", "10.0.0.2"].map(|proxy| proxy.parse().expect("an address"));
        for (hops, expected) in [
            ("", "10.0.0.1"),
            ("203.0.113.7", "203.0.113.7"),
            ("198.51.100.9, 203.0.113.7", "203.0.113.7"),
            ("203.0.113.7, 10.0.0.2", "203.0.113.7"),
            ("198.51.100.9, 203.0.113.7:5123, 10.0.0.2:443", "203.0.113.7"),
            ("[2001:db8::7]:5123", "2001:db8::7"),
            ("[2001:db8::7]", "2001:db8::7"),
            ("2001:db8::7", "2001:db8::7"),
            ("198.51.100.9, unknown, 10.0.0.2", "10.0.0.2"),
            ("198.51.100.9, nonsense", "10.0.0.1"),
            ("10.0.0.2", "10.0.0.2"),
        ] {
            let found = forwarded(trusted[0], &trusted, hops);
            assert_eq!(found, expected.parse::<IpAddr>().expect("an address"), "{hops}");
        }
    }
}
