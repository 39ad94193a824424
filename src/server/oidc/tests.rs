//! A provider's tokens, right and wrong in every claim.

use super::*;
use proptest::prelude::*;
use ring::rand::SystemRandom;
use ring::signature::{Ed25519KeyPair, KeyPair};
use serde_json::json;

const NOW: i64 = 1_800_000_000;
const ISSUER: &str = "https://id.example/realm";

fn settings() -> OidcSettings {
    let roles = [("support", Role::Agent), ("leads", Role::Supervisor), ("audit", Role::Auditor)];
    OidcSettings {
        issuer: ISSUER.into(),
        client_id: "baton".into(),
        client_secret: None,
        client_secret_file: "".into(),
        role_claim: "groups".into(),
        roles: roles.map(|(name, role)| (name.to_string(), role)).into(),
    }
}

fn check(change: Value, wanted: Result<(&str, Role), &str>) {
    let pkcs8 = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).expect("a key");
    let pair = Ed25519KeyPair::from_pkcs8(pkcs8.as_ref()).expect("a key");
    let x = BASE64URL_NOPAD.encode(pair.public_key().as_ref());
    let keys = keys(&json!({"keys": [{"kty": "OKP", "crv": "Ed25519", "kid": "k", "use": "sig", "x": x}]}));
    let mut claims = json!({
        "iss": ISSUER, "sub": "u-17", "aud": "baton", "iat": NOW, "exp": NOW + 300, "nonce": "n", "name": "Noor",
        "groups": ["staff", "support"],
    });
    claims.as_object_mut().expect("an object").extend(change.as_object().expect("an object").clone());
    let part = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
    let message = format!("{}.{}", part(&json!({"alg": "EdDSA", "kid": "k"})), part(&claims));
    let token = format!("{message}.{}", BASE64URL_NOPAD.encode(pair.sign(message.as_bytes()).as_ref()));
    let person = settings().person(&token, &keys, "n", Timestamp::from_second(NOW).expect("in range"));
    match (person, wanted) {
        (Ok(person), Ok((name, role))) => assert_eq!((person.name.as_str(), person.role), (name, role), "{change}"),
        (Err(fault), Err(text)) => assert!(fault.to_string().contains(text), "{change}: {fault}"),
        (person, wanted) => panic!("{change}: {person:?} instead of {wanted:?}"),
    }
}

#[test]
fn every_claim_is_checked() {
    let (fine, wrong) = (Ok(("u-17@id.example", Role::Agent)), Err("another issuer"));
    check(json!({}), fine);
    check(json!({"iss": "https://evil.example"}), wrong);
    check(json!({"aud": "other"}), wrong);
    check(json!({"aud": ["baton"]}), fine);
    check(json!({"aud": ["baton", "other"]}), wrong);
    check(json!({"aud": ["baton", "other"], "azp": "baton"}), fine);
    check(json!({"azp": "other"}), wrong);
    check(json!({"exp": NOW}), wrong);
    check(json!({"iat": NOW + 31}), wrong);
    check(json!({"nonce": "another"}), wrong);
    check(json!({"nonce": null}), wrong);
    check(json!({"sub": ""}), wrong);
    check(json!({"sub": null}), Err("its claims are not understood"));
    check(json!({"groups": "leads"}), Ok(("u-17@id.example", Role::Supervisor)));
    check(json!({"groups": ["support", "leads", "audit"]}), Ok(("u-17@id.example", Role::Supervisor)));
    check(json!({"groups": ["staff"]}), Err("none of their roles"));
    check(json!({"groups": null}), Err("none of their roles"));
    check(json!({"sub": "admin"}), Ok(("admin@id.example", Role::Agent)));
    check(json!({"sub": "a b"}), Ok(("yGh6CKpdbtIEQyj6aml6uA@id.example", Role::Agent)));
}

#[test]
fn only_addresses_by_tls_or_of_this_machine_are_asked() {
    for (address, safe) in [
        ("https://id.example/x", true),
        ("http://127.0.0.1:9/x", true),
        ("http://localhost/x", true),
        ("http://id.example/x", false),
        ("http://127.0.0.1.evil.example/", false),
        ("http://localhost@evil.example/", false),
        ("https:///x", false),
        ("file:///etc/passwd", false),
        ("", false),
    ] {
        assert_eq!(is_safe(address), safe, "{address}");
    }
}

#[test]
fn the_browser_is_sent_with_a_challenge_and_not_with_its_answer() {
    // RFC 7636, appendix B.
    let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".to_string();
    let asked = Question { state: "s t".into(), nonce: "n".into(), verifier };
    let provider = Provider {
        issuer: ISSUER.into(),
        authorization_endpoint: "https://id.example/auth?tenant=1".into(),
        token_endpoint: String::new(),
        jwks_uri: String::new(),
    };
    let address = settings().address(&provider, "https://chat.example/cb", &asked);
    assert_eq!(
        address,
        "https://id.example/auth?tenant=1&response_type=code&client_id=baton&\
        redirect_uri=https%3A%2F%2Fchat.example%2Fcb&scope=openid%20profile&state=s%20t&nonce=n&\
        code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256"
    );
}

proptest! {
    #[test]
    fn any_key_set_is_read(kty in "RSA|EC|OKP|oct", crv in "P-256|Ed25519|x", x in "[A-Za-z0-9_-]{0,50}", n in ".{0,20}") {
        let set = json!({"keys": [{"kty": kty, "crv": crv, "x": x, "y": x, "n": x, "e": n}]});
        for key in keys(&set) {
            prop_assert!(jws::open::<Value>("e30.e30.AAAA", &[key]).is_err());
        }
    }
}
