//! The cases: what is sent, and what is to come of it.

use super::raw::*;

pub type Row = (&'static str, Vec<u8>, Wanted);

/// A message to the bot in exactly so many bytes: JSON may end in blanks.
fn said_in(bytes: usize) -> Vec<u8> {
    let mut text = said("a", "hello").into_bytes();
    text.resize(bytes, b' ');
    text
}

fn text(bytes: usize) -> Vec<u8> {
    frame(TEXT, &said_in(bytes))
}

/// A message cut into pieces of so many bytes.
fn pieces(payload: &[u8], size: usize) -> Vec<u8> {
    let count = payload.chunks(size).count();
    let piece = |(i, piece): (usize, &[u8])| {
        let opcode = if i == 0 { TEXT } else { CONTINUED };
        if i + 1 == count { frame(opcode, piece) } else { fragment(opcode, piece) }
    };
    payload.chunks(size).enumerate().flat_map(piece).collect()
}

/// A close frame with that code and reason.
fn close(code: u16, reason: &[u8]) -> Vec<u8> {
    frame(CLOSE, &[&code.to_be_bytes(), reason].concat())
}

/// Text that is not the bot's business; whether it is UTF-8 is seen before.
fn words(bytes: &[u8]) -> Vec<u8> {
    frame(TEXT, &[br#"{"type":"say","cid":"a","text":""#, bytes, br#""}"#].concat())
}

pub fn lengths() -> Vec<Row> {
    use Wanted::*;
    vec![
        ("no byte", frame(TEXT, b""), Error("bad_frame")),
        ("one byte", frame(TEXT, b"{"), Error("bad_frame")),
        ("125 bytes", text(125), Ack("a")),
        ("126 bytes", text(126), Ack("a")),
        ("127 bytes", text(127), Ack("a")),
        ("65,535 bytes", text(65_535), Ack("a")),
        ("65,536 bytes, the limit", text(65_536), Ack("a")),
        ("65,537 bytes", text(65_537), Closed(1009)),
        ("65,537 bytes in two fragments", pieces(&said_in(65_537), 40_000), Closed(1009)),
        ("65,536 bytes in two fragments", pieces(&said_in(65_536), 40_000), Ack("a")),
        ("80 bytes, their length in two", with_length(FIN | TEXT, &said_in(80), 2), Ack("a")),
        ("80 bytes, their length in eight", with_length(FIN | TEXT, &said_in(80), 8), Ack("a")),
        ("a length of 4 GiB", [&[0x81, 0xff, 0, 0, 0, 1, 0, 0, 0, 0][..], &[0; 8]].concat(), Closed(1009)),
        ("the longest length", [&[0x81, 0xff][..], &[0xff; 16]].concat(), Closed(1009)),
        ("4,000 letters", say("a", &"a".repeat(4_000)), Ack("a")),
        ("4,001 letters", say("a", &"a".repeat(4_001)), Error("too_long")),
    ]
}

pub fn framing() -> Vec<Row> {
    use Wanted::Closed;
    let unmasked = |payload: &[u8]| [&[FIN | TEXT, payload.len() as u8][..], payload].concat();
    let with_first = |first| head(first, &said_in(60));
    vec![
        ("an unmasked frame", unmasked(&said_in(60)), Closed(1002)),
        ("an unmasked ping", vec![FIN | PING, 0], Closed(1002)),
        ("the first reserved bit", with_first(FIN | 0x40 | TEXT), Closed(1002)),
        ("the second reserved bit", with_first(FIN | 0x20 | TEXT), Closed(1002)),
        ("the third reserved bit", with_first(FIN | 0x10 | TEXT), Closed(1002)),
        ("a reserved bit of a ping", head(FIN | 0x40 | PING, b""), Closed(1002)),
        ("opcode 3", with_first(FIN | 0x3), Closed(1002)),
        ("opcode 4", with_first(FIN | 0x4), Closed(1002)),
        ("opcode 5", with_first(FIN | 0x5), Closed(1002)),
        ("opcode 6", with_first(FIN | 0x6), Closed(1002)),
        ("opcode 7", with_first(FIN | 0x7), Closed(1002)),
        ("opcode 11", with_first(FIN | 0xb), Closed(1002)),
        ("opcode 12", with_first(FIN | 0xc), Closed(1002)),
        ("opcode 13", with_first(FIN | 0xd), Closed(1002)),
        ("opcode 14", with_first(FIN | 0xe), Closed(1002)),
        ("opcode 15", with_first(FIN | 0xf), Closed(1002)),
        ("a binary frame", frame(BINARY, b"\0\x01"), Closed(1003)),
        ("a binary frame in fragments", [fragment(BINARY, b"\0"), frame(CONTINUED, b"\x01")].concat(), Closed(1003)),
        ("HTTP", b"GET / HTTP/1.1\r\nhost: x\r\n\r\n".to_vec(), Closed(1002)),
    ]
}

pub fn fragments() -> Vec<Row> {
    use Wanted::*;
    let (one, two) = (said_in(60)[..20].to_vec(), said_in(60)[20..].to_vec());
    let between = |middle: &[u8]| [&fragment(TEXT, &one)[..], middle, &frame(CONTINUED, &two)].concat();
    vec![
        ("two fragments", pieces(&said_in(60), 30), Ack("a")),
        ("fragments of one byte", pieces(&said_in(400), 1), Ack("a")),
        ("an empty first fragment", [fragment(TEXT, b""), frame(CONTINUED, &said_in(60))].concat(), Ack("a")),
        ("an empty last fragment", [fragment(TEXT, &said_in(60)), frame(CONTINUED, b"")].concat(), Ack("a")),
        ("an empty fragment between", between(&fragment(CONTINUED, b"")), Ack("a")),
        ("a ping between fragments", between(&frame(PING, b"now")), Ack("a")),
        ("a pong between fragments", between(&frame(PONG, b"now")), Ack("a")),
        ("a close between fragments", between(&close(1000, b"")), Closed(1000)),
        ("a continuation of nothing", frame(CONTINUED, &said_in(60)), Closed(1002)),
        ("a fragment of nothing", fragment(CONTINUED, &said_in(60)), Closed(1002)),
        ("a continuation after the end", [text(60), frame(CONTINUED, b"x")].concat(), Closed(1002)),
        ("a new text between fragments", between(&text(60)), Closed(1002)),
        ("a new binary between fragments", between(&frame(BINARY, b"x")), Closed(1002)),
        ("a new beginning between fragments", between(&fragment(TEXT, b"x")), Closed(1002)),
        ("a ping in fragments", [fragment(PING, b"a"), frame(CONTINUED, b"b")].concat(), Closed(1002)),
        ("a pong in fragments", [fragment(PONG, b"a"), frame(CONTINUED, b"b")].concat(), Closed(1002)),
        ("a close in fragments", fragment(CLOSE, &1000u16.to_be_bytes()), Closed(1002)),
    ]
}

pub fn pings() -> Vec<Row> {
    use Wanted::*;
    let ping = |payload: &[u8]| (frame(PING, payload), Pongs(vec![payload.to_vec()]));
    let row = |what, (bytes, wanted): (Vec<u8>, Wanted)| (what, bytes, wanted);
    let numbers: Vec<Vec<u8>> = (0..10).map(|n| vec![n]).collect();
    vec![
        row("an empty ping", ping(b"")),
        row("a ping with words", ping(b"hello")),
        row("a ping that is no text", ping(&[0xff, 0xfe, 0, 0x80])),
        row("a ping of 125 bytes", ping(&[7; 125])),
        ("a ping of 126 bytes", frame(PING, &[7; 126]), Closed(1002)),
        ("a pong of 126 bytes", frame(PONG, &[7; 126]), Closed(1002)),
        ("a ping, its length in two bytes", with_length(FIN | PING, b"a", 2), Pongs(vec![b"a".to_vec()])),
        ("ten pings at once", numbers.iter().flat_map(|n| frame(PING, n)).collect(), Pongs(numbers.clone())),
        ("a pong that nobody asked for", frame(PONG, b"here"), Pongs(vec![])),
        ("an empty pong", frame(PONG, b""), Pongs(vec![])),
        ("a ping and a message", [frame(PING, b"a"), text(60)].concat(), Ack("a")),
    ]
}

pub fn closes() -> Vec<Row> {
    use Wanted::*;
    let mut rows: Vec<Row> = vec![
        ("a close without a code", frame(CLOSE, b""), ClosedWithoutCode),
        ("a close of one byte", frame(CLOSE, b"\x03"), Closed(1002)),
        ("a close with a reason", close(1000, b"bye"), Closed(1000)),
        ("a close with the longest reason", close(1000, &[b'a'; 123]), Closed(1000)),
        ("a close with too long a reason", close(1000, &[b'a'; 124]), Closed(1002)),
        ("a reason that is no UTF-8", close(1000, b"\xce\xba\xe1\xff"), Closed(1007)),
        ("half a letter at the end of a reason", close(1000, b"\xce"), Closed(1007)),
        ("a message after a close", [close(1000, b""), say("late", "hello")].concat(), Closed(1000)),
        ("a ping after a close", [close(1000, b""), frame(PING, b"late")].concat(), Closed(1000)),
        ("two closes", [close(1001, b""), close(1000, b"")].concat(), Closed(1001)),
    ];
    for code in [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 3000, 3999, 4000, 4999] {
        rows.push(("a code that clients may send", close(code, b""), Closed(code)));
    }
    for code in [0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535] {
        rows.push(("a code that nobody may send", close(code, b""), Closed(1002)));
    }
    rows
}

pub fn texts() -> Vec<Row> {
    use Wanted::*;
    let greek = said("a", "κόσμε 🪑").into_bytes();
    let early = [&fragment(TEXT, b"{\"type\":\"\xff")[..], &fragment(CONTINUED, b"more")].concat();
    let late = [&fragment(TEXT, &greek)[..], &fragment(CONTINUED, &[b' '; 40]), &frame(CONTINUED, b"\xff")].concat();
    let half = [&fragment(TEXT, b"\xf0\x9f")[..], &frame(CONTINUED, b"\xaa")].concat();
    vec![
        ("letters of two, three and four bytes", frame(TEXT, &greek), Ack("a")),
        ("letters cut between fragments", pieces(&greek, 1), Ack("a")),
        ("a byte that never occurs, early, and no end", early, Closed(1007)),
        ("a byte that never occurs, in the last fragment", late, Closed(1007)),
        ("half a letter at the end", half, Closed(1007)),
        ("a lone continuation byte", words(b"\x80"), Closed(1007)),
        ("a cut letter and then another", words(b"\xc3a"), Closed(1007)),
        ("a slash in two bytes", words(b"\xc0\xaf"), Closed(1007)),
        ("a slash in three bytes", words(b"\xe0\x80\xaf"), Closed(1007)),
        ("a slash in four bytes", words(b"\xf0\x80\x80\xaf"), Closed(1007)),
        ("a surrogate", words(b"\xed\xa0\x80"), Closed(1007)),
        ("a pair of surrogates", words(b"\xed\xa0\x80\xed\xb0\x80"), Closed(1007)),
        ("a letter beyond the last", words(b"\xf4\x90\x80\x80"), Closed(1007)),
        ("a letter of five bytes", words(b"\xf8\x88\x80\x80\x80"), Closed(1007)),
        ("UTF-16", frame(TEXT, b"\xff\xfe{\0}\0"), Closed(1007)),
        ("the last letter of all", words(b"\xf4\x8f\xbf\xbf"), Ack("a")),
        ("a letter that is none", words(b"\xef\xbf\xbf"), Ack("a")),
        ("a byte order mark", frame(TEXT, b"\xef\xbb\xbf{}"), Error("bad_frame")),
        ("a zero in the text", words(b"\0"), Error("bad_frame")),
    ]
}
