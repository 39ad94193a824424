//! The log of an ended session in one row: the same events, some eight times smaller. Sled keeps a table of all its
//! pages in memory and reads it at the start, so fewer and smaller rows are a faster start and less memory.
//!
//! The row lies where the first event lay, and is a byte that no JSON begins with, then the events' JSON, one a line,
//! as deflate (RFC 1951). What is said afterwards follows in rows of its own, until the session ends again.

use super::rows::{PART_BYTES, PARTS, Row, event_key, parts, whole};
use crate::domain::SessionId;
use miniz_oxide::{deflate::compress_to_vec, inflate::decompress_to_vec_with_limit};
use std::convert::Infallible;

/// The form of a packed log.
const DEFLATE: u8 = 1;
/// Of 10: where more effort no longer pays.
const EFFORT: u8 = 6;
/// Longest log, in bytes of JSON, that is packed: reading it takes this much memory.
const LOG_BYTES: usize = 8 << 20;

/// The rows of a log, in order, as one; `None` where it is too long, or cannot be read, and stays as it is.
pub(super) fn packed_rows(session: SessionId, log: impl Iterator<Item = Row>) -> Option<Vec<Row>> {
    let Ok(values) = whole(log.map(Ok::<_, Infallible>), usize::MAX);
    let mut events = Vec::with_capacity(values.len());
    for (_, value) in values {
        if is_packed(&value) { events.extend(unpack(&value).ok()?) } else { events.push(value) }
    }
    Some(parts(&event_key(session, 1), &pack(&events)?).collect())
}

/// The value for some events' JSON; `None` where they are too many for it.
fn pack(events: &[Vec<u8>]) -> Option<Vec<u8>> {
    let lines = events.join(&b'\n');
    if lines.len() > LOG_BYTES {
        return None;
    }
    let packed = [&[DEFLATE], &compress_to_vec(&lines, EFFORT)[..]].concat();
    (packed.len() <= PART_BYTES * PARTS).then_some(packed)
}

pub(super) fn is_packed(value: &[u8]) -> bool {
    value.first() == Some(&DEFLATE)
}

/// The events' JSON of a packed value, or what is wrong with it.
pub(super) fn unpack(value: &[u8]) -> Result<Vec<Vec<u8>>, String> {
    let lines = decompress_to_vec_with_limit(&value[1..], LOG_BYTES)
        .map_err(|fault| format!("its packed log is damaged: {:?}", fault.status))?;
    Ok(lines.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_comes_back_and_is_smaller() {
        let events: Vec<Vec<u8>> = (0..20)
            .map(|n| format!(r#"{{"n":{n},"type":"customer_said","text":"line\nbreak"}}"#).into_bytes())
            .collect();
        let packed = pack(&events).expect("it is short");
        assert!(is_packed(&packed) && !is_packed(&events[0]));
        assert!(packed.len() * 4 < events.concat().len(), "{} bytes", packed.len());
        assert_eq!(unpack(&packed), Ok(events));
    }

    #[test]
    fn what_is_too_long_stays_as_it_is() {
        assert_eq!(pack(&[vec![b'a'; LOG_BYTES + 1]]), None);
    }

    #[test]
    fn damage_and_bombs_are_refused() {
        let mut packed = pack(&[b"{}".to_vec()]).expect("it is short");
        packed.truncate(packed.len() - 1);
        assert!(unpack(&packed).is_err());
        assert!(unpack(&[DEFLATE]).is_err());
        let bomb = [&[DEFLATE], &compress_to_vec(&vec![b'a'; LOG_BYTES + 1], EFFORT)[..]].concat();
        assert_eq!(unpack(&bomb), Err("its packed log is damaged: HasMoreOutput".to_owned()));
    }
}
