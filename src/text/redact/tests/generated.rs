//! Values made by rule: every country's account numbers, every issuer's cards, in the ways people write them.

use super::super::{Before, PersonalKind, redact};
use proptest::prelude::*;

/// SWIFT IBAN registry: country and the structure of what follows its two check digits (n digits, a letters, c either).
const STRUCTURES: &str = "
AD 4n4n12c AE 3n16n AL 8n16c AT 5n11n AZ 4a20c BA 3n3n8n2n BE 3n7n2n BG 4a4n2n8c BH 4a14c BI 5n5n11n2n BR 8n5n10n1a1c
BY 4c4n16c CH 5n12c CR 4n14n CY 3n5n16c CZ 4n6n10n DE 8n10n DJ 5n5n11n2n DK 4n9n1n DO 4c20n EE 2n2n11n1n EG 4n4n17n
ES 4n4n1n1n10n FI 3n11n FK 2a12n FO 4n9n1n FR 5n5n11c2n GB 4a6n8n GE 2a16n GI 4a15c GL 4n9n1n GR 3n4n16c GT 4c20c
HN 4a20n HR 7n10n HU 3n4n1n15n1n IE 4a6n8n IL 3n3n13n IQ 4a3n12n IS 4n2n6n10n IT 1a5n5n12c JO 4a4n18c KW 4a22c
KZ 3n13c LB 4n20c LC 4a24c LI 5n12c LT 5n11n LU 3n13c LV 4a13c LY 3n3n15n MC 5n5n11c2n MD 2c18c ME 3n13n2n MK 3n10c2n
MN 4n12n MR 5n5n11n2n MT 4a5n18c MU 4a2n2n12n3n3a NI 4a20n NL 4a10n NO 4n6n1n OM 3n16c PK 4a16c PL 8n16n PS 4a21c
PT 4n4n11n2n QA 4a21c RO 4a16c RS 3n13n2n RU 9n5n15c SA 2n18c SC 4a2n2n16n3a SD 2n12n SE 3n16n1n SI 5n8n2n SK 4n6n10n
SM 1a5n5n12c SO 4n3n12n ST 4n4n11n2n SV 4a20n TL 3n14n2n TN 2n3n13n2n TR 5n1n16c UA 6n19c VA 3n15n VG 4a16n XK 4n10n2n
YE 4a4n18c";

fn structures() -> Vec<(&'static str, &'static str)> {
    STRUCTURES.split_whitespace().collect::<Vec<_>>().chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()
}

/// The characters of a structure, drawn from `draws`.
fn account(structure: &str, draws: &[u8]) -> String {
    let mut draws = draws.iter();
    let mut out = String::new();
    let mut count = 0;
    for c in structure.chars() {
        if let Some(digit) = c.to_digit(10) {
            count = count * 10 + digit;
            continue;
        }
        let of: &[u8] = match c {
            'n' => b"0123456789",
            'a' => b"ABCDEFGHIJKLMNOPQRSTUVWXYZ",
            _ => b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        };
        out.extend(draws.by_ref().take(count as usize).map(|draw| char::from(of[usize::from(*draw) % of.len()])));
        count = 0;
    }
    out
}

/// Digits that make the whole 1 modulo 97.
fn with_check(country: &str, account: &str) -> String {
    let number: String =
        format!("{account}{country}00").chars().filter_map(|c| Some(c.to_digit(36)?.to_string())).collect();
    let rest = number.bytes().fold(0, |sum, digit| (sum * 10 + u32::from(digit - b'0')) % 97);
    format!("{country}{:02}{account}", 98 - rest)
}

/// In groups of `size` with `between` them.
fn grouped(value: &str, size: usize, between: &str) -> String {
    let chars: Vec<char> = value.chars().collect();
    chars.chunks(size).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(between)
}

const FRAMES: [&str; 6] =
    ["{}", "my account is {}", "mijn rekening: {}.", "refund to {} please", "({})", "{}, order 40128831"];

/// The value is gone and the rest stays.
fn all_gone(frame: &str, value: &str, kind: PersonalKind) {
    let said = frame.replace("{}", value);
    let redaction = redact(&said, &Before::default());
    let gone = if kind.is_secret() { format!("[{}]", kind.as_str()) } else { format!("[{}:1]", kind.as_str()) };
    assert_eq!(redaction.text.as_str(), frame.replace("{}", &gone), "said: {said}");
}

/// With the check digit of Luhn at the end.
fn with_luhn(digits: &str) -> String {
    let last = (0..10).map(|last| format!("{digits}{last}")).find(|whole| super::super::cards::luhn(whole));
    last.expect("one of ten digits fits")
}

/// First digits and length: Visa, Mastercard, American Express, Diners, Discover, JCB, UnionPay, Maestro.
const CARDS: [(&str, usize); 9] =
    [("4", 16), ("51", 16), ("2221", 16), ("34", 15), ("36", 14), ("6011", 16), ("3528", 16), ("62", 19), ("6759", 16)];

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn ibans_of_every_country_go_however_they_are_written(
        country in 0..structures().len(),
        draws in prop::collection::vec(any::<u8>(), 34),
        frame in 0..FRAMES.len(),
        written in 0..5_usize,
    ) {
        let (country, structure) = structures()[country];
        let iban = with_check(country, &account(structure, &draws));
        let iban = match written {
            0 => iban,
            1 => grouped(&iban, 4, " "),
            2 => grouped(&iban, 4, "-"),
            3 => iban.to_lowercase(),
            _ => grouped(&iban.to_lowercase(), 4, " "),
        };
        all_gone(FRAMES[frame], &iban, PersonalKind::Iban);
    }

    #[test]
    fn cards_of_every_issuer_go_however_they_are_written(
        issuer in 0..CARDS.len(),
        draws in prop::collection::vec(0..10_u8, 19),
        frame in 0..FRAMES.len(),
        written in 0..4_usize,
    ) {
        let (begin, length) = CARDS[issuer];
        let rest: String = draws.iter().take(length - 1 - begin.len()).map(|digit| char::from(b'0' + digit)).collect();
        let card = with_luhn(&format!("{begin}{rest}"));
        let card = match written {
            0 => card,
            1 => grouped(&card, 4, " "),
            2 => grouped(&card, 4, "-"),
            _ => grouped(&card, 4, "."),
        };
        all_gone(FRAMES[frame], &card, PersonalKind::Card);
    }

    #[test]
    fn order_numbers_stay(number in 10_000_000..99_999_999_u32, other in 10_000_000..99_999_999_u32) {
        for said in [
            format!("{number}"),
            format!("where is order {number}?"),
            format!("bestelling {number} en {other}"),
            format!("{number} {other}"),
            format!("FH-{number}, bought with my card"),
        ] {
            let redaction = redact(&said, &Before::default());
            prop_assert_eq!(redaction.text.as_str(), &said);
        }
    }
}
