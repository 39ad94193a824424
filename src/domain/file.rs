//! Files that customers and agents send along: what they are, by their bytes and never by what they are called.

use super::Redacted;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A file that came with a chat. Its bytes lie beside the store, under the session and the id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    pub id: FileId,
    /// As it is shown: without paths, control characters and what redaction takes out.
    pub name: Redacted,
    #[serde(rename = "type")]
    pub kind: FileKind,
    pub bytes: u64,
    /// Of the bytes, hex.
    pub sha256: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pixels: Option<Pixels>,
}

/// 128 random bits, 32 letters of hex: nobody guesses one, and it is a safe name for a file.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FileId(String);

impl FileId {
    pub fn of(random: [u8; 16]) -> Self {
        Self(random.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    pub fn parse(text: &str) -> Option<Self> {
        let hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        (text.len() == 32 && text.bytes().all(hex)).then(|| Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for FileId {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).ok_or_else(|| format!("{text:?} is no id of a file"))
    }
}

impl From<FileId> for String {
    fn from(id: FileId) -> Self {
        id.0
    }
}

/// What may be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FileKind {
    #[serde(rename = "image/png")]
    Png,
    #[serde(rename = "image/jpeg")]
    Jpeg,
    #[serde(rename = "image/gif")]
    Gif,
    #[serde(rename = "image/webp")]
    Webp,
    #[serde(rename = "application/pdf")]
    Pdf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pixels {
    pub width: u32,
    pub height: u32,
}

/// So many bytes say what a file is.
pub const TELLING_BYTES: usize = 16;

impl FileKind {
    /// What the first bytes of a file say that it is; `None` for what may not be sent.
    pub fn of(head: &[u8]) -> Option<Self> {
        match head {
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', _, _, _, _, b'I', b'H', b'D', b'R', ..] => {
                Some(Self::Png)
            }
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some(Self::Gif),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::Webp),
            [b'%', b'P', b'D', b'F', b'-', ..] => Some(Self::Pdf),
            _ => None,
        }
    }

    pub fn mime(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Gif => "image/gif",
            Self::Webp => "image/webp",
            Self::Pdf => "application/pdf",
        }
    }

    /// How names of such files end, the usual way first.
    pub fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Png => &["png"],
            Self::Jpeg => &["jpg", "jpeg", "jfif"],
            Self::Gif => &["gif"],
            Self::Webp => &["webp"],
            Self::Pdf => &["pdf"],
        }
    }

    pub fn is_image(self) -> bool {
        self != Self::Pdf
    }
}

impl Pixels {
    /// The size of an image, as far as the beginning of its file says it.
    pub fn of(kind: FileKind, head: &[u8]) -> Option<Self> {
        let (width, height) = match kind {
            FileKind::Png => (big(head, 16, 4)?, big(head, 20, 4)?),
            FileKind::Gif => (little(head, 6, 2)?, little(head, 8, 2)?),
            FileKind::Webp => webp(head)?,
            FileKind::Jpeg => jpeg(head)?,
            FileKind::Pdf => return None,
        };
        (width > 0 && height > 0).then_some(Self { width, height })
    }
}

fn big(bytes: &[u8], at: usize, count: usize) -> Option<u32> {
    Some(bytes.get(at..at + count)?.iter().fold(0, |number, byte| (number << 8) | u32::from(*byte)))
}

fn little(bytes: &[u8], at: usize, count: usize) -> Option<u32> {
    Some(bytes.get(at..at + count)?.iter().rev().fold(0, |number, byte| (number << 8) | u32::from(*byte)))
}

/// RFC 9649: the size lies elsewhere in each of the three forms.
fn webp(head: &[u8]) -> Option<(u32, u32)> {
    match head.get(12..16)? {
        b"VP8X" => Some((little(head, 24, 3)? + 1, little(head, 27, 3)? + 1)),
        b"VP8 " => Some((little(head, 26, 2)? & 0x3fff, little(head, 28, 2)? & 0x3fff)),
        b"VP8L" => {
            let bits = little(head, 21, 4)?;
            Some(((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1))
        }
        _ => None,
    }
}

/// From segment to segment up to the one that begins the frame (ITU-T T.81, B.2.2).
fn jpeg(head: &[u8]) -> Option<(u32, u32)> {
    let mut at = 2;
    loop {
        let marker = big(head, at, 2)?;
        match marker {
            0xffc4 | 0xffc8 | 0xffcc => {}
            0xffc0..=0xffcf => return Some((big(head, at + 7, 2)?, big(head, at + 5, 2)?)),
            0xff01..=0xfffe => {}
            _ => return None,
        }
        at += 2 + big(head, at + 2, 2)?.max(2) as usize;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{collection::vec, prelude::*};

    fn check(head: &[u8], kind: Option<FileKind>, pixels: Option<(u32, u32)>) {
        assert_eq!(FileKind::of(head), kind, "{head:?}");
        let found = kind.and_then(|kind| Pixels::of(kind, head));
        assert_eq!(found.map(|Pixels { width, height }| (width, height)), pixels, "{head:?}");
    }

    #[test]
    fn a_file_is_what_its_bytes_say() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x80\0\0\x01\xe0\x08\x06\0\0\0";
        check(png, Some(FileKind::Png), Some((640, 480)));
        check(&png[..14], None, None);
        check(b"GIF89a\x0a\0\x14\0\0\0", Some(FileKind::Gif), Some((10, 20)));
        check(b"GIF88a\x0a\0\x14\0\0\0", None, None);
        check(b"RIFF\x24\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x3f\0\0\x1f\0\0", Some(FileKind::Webp), Some((64, 32)));
        check(b"RIFF\x24\0\0\0WEBPVP8L\x0a\0\0\0\x2f\x3f\xc0\x07\0", Some(FileKind::Webp), Some((64, 32)));
        check(b"RIFF\x24\0\0\0WEBPVP8 \x0a\0\0\0\0\0\0\x9d\x01\x2a\x40\0\x20\0", Some(FileKind::Webp), Some((64, 32)));
        check(b"RIFF\x24\0\0\0WAVEfmt ", None, None);
        let jpeg = b"\xff\xd8\xff\xe0\0\x04xx\xff\xdb\0\x03x\xff\xc2\0\x0b\x08\0\x10\0\x30\x03\x01\x22\0";
        check(jpeg, Some(FileKind::Jpeg), Some((48, 16)));
        check(&jpeg[..12], Some(FileKind::Jpeg), None);
        check(b"\xff\xd8\xff\xe0\0\0\0\0\0\0\0\0", Some(FileKind::Jpeg), None);
        check(b"%PDF-1.7\n", Some(FileKind::Pdf), None);
        for other in [&b"<svg xmlns="[..], b"<!doctype html>", b"MZ\x90\0", b"PK\x03\x04", b" %PDF-1.7", b""] {
            check(other, None, None);
        }
    }

    proptest! {
        #[test]
        fn whatever_follows_the_first_bytes_is_looked_at_and_no_more(
            kind in 0..6_usize, form in 0..4_usize, rest in vec(any::<u8>(), 0..300),
        ) {
            let first: [&[u8]; 6] = [
                b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"\xff\xd8\xff", b"GIF89a", b"RIFF....WEBP", b"%PDF-", b"",
            ];
            let chunk: [&[u8]; 4] = [b"VP8X", b"VP8 ", b"VP8L", b""];
            let head = [first[kind], chunk[form], &rest[..]].concat();
            if let Some(pixels) = FileKind::of(&head).and_then(|kind| Pixels::of(kind, &head)) {
                prop_assert!(pixels.width > 0 && pixels.height > 0);
            }
        }
    }

    #[test]
    fn only_what_nobody_guesses_is_an_id() {
        let id = FileId::of([7; 16]);
        assert_eq!(FileId::parse(id.as_str()), Some(id.clone()));
        for other in [
            "",
            "..",
            "0707",
            &id.as_str().to_uppercase().replace('7', "A"),
            &format!("{id}0"),
            "../../../../../../../../etc/passwd",
        ] {
            assert_eq!(FileId::parse(other), None, "{other}");
        }
    }
}
