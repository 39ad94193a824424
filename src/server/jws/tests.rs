//! Tokens of the standards, and everything that was ever tried against their readers.

use super::*;
use proptest::prelude::*;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair};
use serde_json::{Value, json};

const SECRET: &str = "a secret of at least thirty-two bytes";

fn part(value: &Value) -> String {
    BASE64URL_NOPAD.encode(value.to_string().as_bytes())
}

fn hs256(header: &Value, claims: &Value) -> String {
    let message = format!("{}.{}", part(header), part(claims));
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, SECRET.as_bytes()), message.as_bytes());
    format!("{message}.{}", BASE64URL_NOPAD.encode(tag.as_ref()))
}

fn secret(kid: &str) -> Key {
    Key::from_text(kid, Algorithm::HS256, SECRET).expect("it is long enough")
}

fn pem(prefix: &[u8], key: &[u8]) -> String {
    let der = data_encoding::BASE64.encode(&[prefix, key].concat());
    format!("-----BEGIN PUBLIC KEY-----\n{der}\n-----END PUBLIC KEY-----\n")
}

#[test]
fn tokens_of_the_standards_open() {
    // RFC 7515, A.1: HS256.
    let key = "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow";
    let bytes = BASE64URL_NOPAD.decode(key.as_bytes()).expect("base64");
    let key = Key { kid: String::new(), algorithm: Algorithm::HS256, bytes };
    let token = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.\
        eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.\
        dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    assert_eq!(open::<Value>(token, &[key]).expect("it opens")["iss"], "joe");
    // RFC 7515, A.3: ES256.
    let coordinate = |text: &str| BASE64URL_NOPAD.decode(text.as_bytes()).expect("base64");
    let x = coordinate("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU");
    let y = coordinate("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0");
    let token = "eyJhbGciOiJFUzI1NiJ9.\
        eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.\
        DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
    assert_eq!(
        open::<Value>(token, &[Key::of_point("", Algorithm::ES256, &[&[4], &x[..], &y].concat())]).expect("it opens")["iss"],
        "joe"
    );
    // RFC 8037, A.4: Ed25519, whose payload is no JSON: past the signature, the claims are at fault.
    let x = coordinate("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
    let key = Key::from_text("", Algorithm::EdDSA, &pem(ED25519_PREFIX, &x)).expect("a public key");
    let token = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.\
        hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
    assert_eq!(open::<Value>(token, &[key]).expect_err("no JSON"), TokenFault::Claims);
}

#[test]
fn what_is_not_signed_by_the_pinned_key_and_algorithm_does_not_open() {
    let random = SystemRandom::new();
    let pkcs8 = Ed25519KeyPair::generate_pkcs8(&random).expect("a key");
    let pair = Ed25519KeyPair::from_pkcs8(pkcs8.as_ref()).expect("a key");
    let pem = pem(ED25519_PREFIX, pair.public_key().as_ref());
    let public = Key::from_text("ed", Algorithm::EdDSA, &pem).expect("a public key");
    let keys = [secret("hs"), public.clone()];
    let claims = json!({"sub": "noor"});
    let good = hs256(&json!({"alg": "HS256", "kid": "hs"}), &claims);
    let parts: Vec<&str> = good.split('.').collect();
    let with_public_key_as_secret = {
        let message = format!("{}.{}", part(&json!({"alg": "HS256", "kid": "ed"})), part(&claims));
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &public.bytes), message.as_bytes());
        format!("{message}.{}", BASE64URL_NOPAD.encode(tag.as_ref()))
    };
    use TokenFault as F;
    for (what, token, fault) in [
        ("alg none", format!("{}.{}.", part(&json!({"alg": "none", "kid": "hs"})), parts[1]), F::Algorithm),
        ("alg nOnE", format!("{}.{}.", part(&json!({"alg": "nOnE", "kid": "hs"})), parts[1]), F::Algorithm),
        ("no signature", format!("{}.{}.", parts[0], parts[1]), F::Forged),
        ("no last part", format!("{}.{}", parts[0], parts[1]), F::Malformed),
        ("a public key used as a secret", with_public_key_as_secret, F::Algorithm),
        ("another alg of the family", hs256(&json!({"alg": "HS512", "kid": "hs"}), &claims), F::Algorithm),
        ("no kid, two keys", hs256(&json!({"alg": "HS256"}), &claims), F::UnknownKey),
        ("another kid", hs256(&json!({"alg": "HS256", "kid": "old"}), &claims), F::UnknownKey),
        ("a kid like a path", hs256(&json!({"alg": "HS256", "kid": "../hs"}), &claims), F::UnknownKey),
        ("a key of its own", hs256(&json!({"alg": "HS256", "jwk": {"k": "AA"}}), &claims), F::UnknownKey),
        ("an extension", hs256(&json!({"alg": "HS256", "kid": "hs", "crit": ["b64"]}), &claims), F::Malformed),
        ("another kind of token", hs256(&json!({"alg": "HS256", "kid": "hs", "typ": "at+jwt"}), &claims), F::Malformed),
        ("a header without names", hs256(&json!(["HS256", "hs", null, null]), &claims), F::Malformed),
        ("claims without names", hs256(&json!({"alg": "HS256", "kid": "hs"}), &json!(["noor"])), F::Claims),
        ("other claims", format!("{}.{}.{}", parts[0], part(&json!({"sub": "sam"})), parts[2]), F::Forged),
        ("padding", format!("{good}="), F::Malformed),
        ("five parts", format!("{good}.{}.{}", parts[1], parts[2]), F::Malformed),
        ("too long", "a".repeat(LONGEST + 1), F::Malformed),
        ("nothing", String::new(), F::Malformed),
    ] {
        assert_eq!(open::<Value>(&token, &keys).expect_err(what), fault, "{what}");
    }
    assert_eq!(open::<Value>(&good, &keys).expect("the right one opens")["sub"], "noor");
    let message = format!("{}.{}", part(&json!({"alg": "EdDSA", "kid": "ed", "typ": "JWT"})), part(&claims));
    let signed = format!("{message}.{}", BASE64URL_NOPAD.encode(pair.sign(message.as_bytes()).as_ref()));
    assert_eq!(open::<Value>(&signed, &keys).expect("so does the other")["sub"], "noor");
}

#[test]
fn a_key_is_what_its_settings_say() {
    let random = SystemRandom::new();
    let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).expect("a key");
    let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.as_ref(), &random).expect("a key");
    let p256 = pem(P256_PREFIX, pair.public_key().as_ref());
    assert!(Key::from_text("k", Algorithm::ES256, &p256).is_ok());
    for (algorithm, text, fault) in [
        (Algorithm::EdDSA, p256.as_str(), KeyFault::OtherAlgorithm(Algorithm::EdDSA)),
        (Algorithm::ES256, "not a key", KeyFault::NotPem),
        (Algorithm::HS256, "short\n", KeyFault::ShortSecret(5)),
        (Algorithm::RS256, p256.as_str(), KeyFault::OtherAlgorithm(Algorithm::RS256)),
    ] {
        assert_eq!(Key::from_text("k", algorithm, text).expect_err("refused"), fault);
    }
}

proptest! {
    #[test]
    fn nothing_that_is_typed_opens_or_panics(token in "[A-Za-z0-9_.{}\":-]{0,200}") {
        prop_assert!(open::<Value>(&token, &[secret("hs")]).is_err());
    }

    #[test]
    fn one_changed_byte_spoils_a_token(at in 0_usize..200, bits in 1_u8..128) {
        let good = hs256(&json!({"alg": "HS256", "kid": "hs"}), &json!({"sub": "noor", "aud": "shop"}));
        let mut bytes = good.clone().into_bytes();
        let at = at % bytes.len();
        bytes[at] ^= bits;
        let token = String::from_utf8(bytes).expect("still ASCII");
        prop_assert!(open::<Value>(&token, &[secret("hs")]).is_err());
    }

    #[test]
    fn a_header_of_anything_opens_nothing_but_what_it_should(header in anything(), claims in anything()) {
        let token = hs256(&header, &claims);
        if let Ok(opened) = open::<Value>(&token, &[secret("hs"), secret("old")]) {
            prop_assert_eq!((&header["alg"], &opened), (&json!("HS256"), &claims));
        }
        let known = json!({"alg": "HS256", "kid": "hs"});
        prop_assert_eq!(open::<Value>(&hs256(&known, &claims), &[secret("hs")]).ok(), Some(claims).filter(Value::is_object));
    }
}

/// Any JSON, with the names that mean something in a header.
fn anything() -> impl Strategy<Value = Value> {
    let word = prop::sample::select(vec!["alg", "kid", "typ", "crit", "HS256", "hs", "old", "none", "JWT", "é"]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        word.clone().prop_map(Value::from),
        "\\PC{0,20}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(word.clone(), inner, 0..6)
                .prop_map(|fields| fields.into_iter().map(|(key, value)| (key.to_string(), value)).collect()),
        ]
    })
}
