//! Codes of an authenticator app: TOTP (RFC 6238) with SHA-1, six digits, thirty seconds, as every app knows it.

use data_encoding::BASE32_NOPAD;
use qrcodegen::{QrCode, QrCodeEcc};
use ring::hmac;
use std::fmt::Write;

/// Bytes of a secret (RFC 4226, 4: 160 bits).
pub const SECRET_BYTES: usize = 20;
const STEP_S: u64 = 30;
/// Steps that a phone's clock may be behind or ahead.
const DRIFT: u64 = 1;

/// The step whose code it is, if it is one of now and later than `last`: a code is good once.
pub fn matching_step(secret: &[u8], code: &str, unix_s: u64, last: u64) -> Option<u64> {
    let now = unix_s / STEP_S;
    let code: u32 = code.parse().ok().filter(|_| code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit()))?;
    let mut steps = now.saturating_sub(DRIFT)..=now + DRIFT;
    steps.find(|step| *step > last && code_of(secret, *step) == code)
}

/// HOTP of a step (RFC 4226, 5.3).
fn code_of(secret: &[u8], step: u64) -> u32 {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret);
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let tag = tag.as_ref();
    let at = usize::from(tag[tag.len() - 1] & 0xf);
    let bytes = tag[at..at + 4].try_into().expect("four bytes of twenty");
    (u32::from_be_bytes(bytes) & 0x7fff_ffff) % 1_000_000
}

/// As people type it.
pub fn base32(secret: &[u8]) -> String {
    BASE32_NOPAD.encode(secret)
}

/// What an app reads from the picture. `name` is a sign-in name, which needs no escaping.
pub fn uri(secret: &[u8], name: &str) -> String {
    format!("otpauth://totp/Baton:{name}?secret={}&issuer=Baton", base32(secret))
}

/// A QR code as an SVG path of unit squares, and its side; four units of it are the quiet zone.
pub fn picture(text: &str) -> (String, i32) {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).expect("an address of this length fits");
    let mut path = String::new();
    for y in 0..code.size() {
        for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
            write!(path, "M{} {}h1v1h-1z", x + 4, y + 4).expect("a string takes everything");
        }
    }
    (path, code.size() + 8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// RFC 6238, appendix B, the last six of eight digits.
    #[test]
    fn the_codes_of_the_standard() {
        let secret = b"12345678901234567890";
        for (at, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(matching_step(secret, code, at, 0), Some(at / 30), "at {at}");
        }
    }

    #[test]
    fn a_code_is_good_once_and_for_a_short_while() {
        let secret = b"12345678901234567890";
        let (code, at) = ("005924", 1_234_567_890);
        let step = at / 30;
        for (unix_s, last, good) in [
            (at, 0, true),
            (at + 30, 0, true),
            (at - 30, 0, true),
            (at + 60, 0, false),
            (at - 60, 0, false),
            (at, step, false),
            (at, step - 1, true),
        ] {
            assert_eq!(matching_step(secret, code, unix_s, last).is_some(), good, "at {unix_s}, after {last}");
        }
        for typed in ["5924", "0005924", "+05924", "00592４", "", "00592 4"] {
            assert_eq!(matching_step(secret, typed, at, 0), None, "{typed:?}");
        }
    }

    #[test]
    fn the_picture_holds_the_address() {
        let (path, side) = picture(&uri(b"12345678901234567890", "noor"));
        assert!(
            path.starts_with("M4 4h1v1h-1z") && (side - 8 - 17) % 4 == 0,
            "a finder pattern begins it: side {side}"
        );
        assert_eq!(
            uri(b"12345678901234567890", "noor"),
            "otpauth://totp/Baton:noor?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Baton"
        );
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_answered(code in ".{0,12}", at in 0..u64::MAX / 2, last in any::<u64>()) {
            let step = matching_step(b"12345678901234567890", &code, at, last);
            prop_assert!(step.is_none_or(|step| step > last));
        }
    }
}
