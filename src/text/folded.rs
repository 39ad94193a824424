//! One form for what is written in many: every Unicode digit becomes an ASCII digit, every dash `-`, every space a space,
//! and what is invisible goes, each with the way back to the raw text.

use std::ops::Range;

/// The folded text and, for each of its bytes, where it came from.
pub struct Folded {
    text: String,
    /// For each byte of `text`: the raw byte and the raw character it came from; one more entry for the end.
    origins: Vec<(usize, usize)>,
}

impl Folded {
    pub fn new(raw: &str) -> Self {
        let mut text = String::with_capacity(raw.len());
        let mut origins = Vec::with_capacity(raw.len() + 1);
        let mut chars = 0;
        for (byte, c) in raw.char_indices() {
            if let Some(folded) = fold(c) {
                text.push(folded);
                origins.resize(text.len(), (byte, chars));
            }
            chars += 1;
        }
        origins.push((raw.len(), chars));
        Self { text, origins }
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Bytes of the raw text for bytes of the folded text.
    pub fn raw_bytes(&self, range: &Range<usize>) -> (usize, usize) {
        (self.origins[range.start].0, self.origins[range.end].0)
    }

    /// Characters of the raw text for bytes of the folded text.
    pub fn raw_chars(&self, range: &Range<usize>) -> (usize, usize) {
        (self.origins[range.start].1, self.origins[range.end].1)
    }
}

fn fold(c: char) -> Option<char> {
    match c {
        ' '..='~' | '\n' | '\t' => Some(c),
        _ if is_invisible(c) => None,
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' => Some('-'),
        '\u{2018}' | '\u{2019}' | '\u{02bc}' => Some('\''),
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0),
        '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' => Some('\n'),
        _ if c.is_whitespace() => Some(' '),
        _ => Some(digit(c).unwrap_or(c)),
    }
}

/// Format characters, variation selectors, enclosing and combining marks: nothing a value is made of.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{206f}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' | '\u{20d0}'..='\u{20f0}'
        | '\u{0300}'..='\u{036f}')
}

fn digit(c: char) -> Option<char> {
    let code = c as u32;
    let at = ZEROS.partition_point(|zero| *zero <= code);
    let value = code - ZEROS.get(at.checked_sub(1)?)?;
    (value < 10).then(|| char::from(b'0' + value as u8))
}

/// The zeros of every Unicode script with decimal digits (category Nd), ascending; also sub- and superscripts.
const ZEROS: &[u32] = &[
    0x0030, 0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0DE6,
    0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40,
    0x1C50, 0x2070, 0x2080, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10, 0x104A0, 0x10D30, 0x10D40,
    0x11066, 0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0, 0x116D0, 0x116DA, 0x11730,
    0x118E0, 0x11950, 0x11BF0, 0x11C50, 0x11D50, 0x11DA0, 0x11F50, 0x16130, 0x16A60, 0x16AC0, 0x16B50, 0x16D70,
    0x1CCF0, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0, 0x1E4F0, 0x1E5F1, 0x1E950, 0x1FBF0,
];
