//! E-mail and IP addresses.

use super::PersonalKind;
use super::cards::tail;
use super::claims::Claims;
use crate::text::words::{Words, words};
use regex::Regex;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::LazyLock;

static EMAIL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)([\p{L}\p{N}_][\p{L}\p{N}._%+'-]*)([ \t]{0,2}(?:@|\(at\)|\[at\])[ \t]{0,2})((?:[\p{L}\p{N}-]+\.)+\p{L}{2,24})")
        .expect("a constant pattern")
});
static IPV4: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\b[0-9]{1,3}(?:\.[0-9]{1,3}){3}\b").expect("a constant pattern"));
static IPV6: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)[0-9a-f:]{2,}(?:\.[0-9]{1,3}){0,3}").expect("a constant pattern"));
static VERSION: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)(?:\bversi\w+|\bv\.?|\bfirmware|€|\$|£) ?$").expect("a constant pattern"));

pub fn claim(text: &str, claims: &mut Claims) {
    for found in EMAIL.captures_iter(text) {
        let (name, at) = (found[1].to_lowercase(), &found[2]);
        if !(at.starts_with(' ') && NOT_A_MAILBOX.contains(name.as_str())) {
            claims.claim(PersonalKind::Email, found.get(0).expect("the whole match").range());
        }
    }
    for found in IPV4.find_iter(text) {
        let free = !VERSION.is_match(tail(&text[..found.start()], 16)) && !text[found.end()..].starts_with(['.', ',']);
        let free = free || text[found.end()..].starts_with(". ") || text[found.end()..].starts_with(", ");
        if free && found.as_str().parse::<Ipv4Addr>().is_ok() {
            claims.claim(PersonalKind::Ip, found.range());
        }
    }
    for found in IPV6.find_iter(text) {
        let groups = found.as_str().split(':').filter(|group| !group.is_empty()).count();
        let glued = text[..found.start()].ends_with(char::is_alphanumeric)
            || text[found.end()..].starts_with(char::is_alphanumeric);
        if groups >= 2 && !glued && found.as_str().parse::<Ipv6Addr>().is_ok() {
            claims.claim(PersonalKind::Ip, found.range());
        }
    }
}

/// "I ordered it @ shop.nl" names a shop.
static NOT_A_MAILBOX: Words = LazyLock::new(|| {
    words(
        "
        am at besteld bestelling bij bought dit gekocht gezien hem here het hier is it me one op order ordered
        purchased saw shop store that them this us was winkel
        ",
    )
});
