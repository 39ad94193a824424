//! `baton model import --hub`, against a hub on the loopback that speaks the hub's API.

use crate::support::{Ran, Setup};
use axum::Router;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Response, StatusCode};
use axum::routing::get;
use serde_json::json;
use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

#[path = "../support/tiny.rs"]
mod tiny;

const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";
const TOKEN: &str = "hf_quillfeather";

struct Hub {
    address: SocketAddr,
    kept: Arc<Kept>,
    open: tokio::task::JoinHandle<()>,
}

struct Kept {
    files: HashMap<String, Vec<u8>>,
    /// What it says that every file is of.
    commit: &'static str,
    asked: AtomicUsize,
}

impl Hub {
    /// With an encoder whose tokenizer is one of sentencepiece, as multilingual encoders have.
    async fn open(commit: &'static str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        tiny::write_encoder(folder.path(), VOCABULARY.len());
        let mut files = HashMap::from([("tokenizer.json".to_string(), tokenizer().into_bytes())]);
        for file in ["config.json", "model.safetensors"] {
            files.insert(file.into(), std::fs::read(folder.path().join(file)).expect("it was written"));
        }
        let kept = Arc::new(Kept { files, commit, asked: AtomicUsize::new(0) });
        let routes = Router::new()
            .route("/tiny/many-tongues/resolve/{revision}/{file}", get(resolve))
            .route("/store/{file}", get(stored))
            .with_state(kept.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("it listens");
        let open = tokio::spawn(async move { axum::serve(listener, routes).await.expect("it serves") });
        Self { address, kept, open }
    }

    /// Imports into `models/<name>` of the data folder, as somebody with this token.
    fn imports(&self, setup: &Setup, name: &str, revision: &str, token: &str) -> Ran {
        let (home, models) = (setup.data.path().join("hub"), setup.data.path().join("models"));
        let (home, models) = (home.display().to_string(), models.display().to_string());
        let arguments = ["model", "import", "--hub", "tiny/many-tongues", "--revision", revision];
        let more = ["--licence", "MIT", "--name", name, "--into", &models];
        let endpoint = format!("http://{}", self.address);
        let variables = [("HF_ENDPOINT", endpoint.as_str()), ("HF_TOKEN", token), ("HF_HOME", &home)];
        tokio::task::block_in_place(|| setup.run_with(&[&arguments[..], &more].concat(), "", &variables))
    }
}

impl Drop for Hub {
    fn drop(&mut self) {
        self.open.abort();
    }
}

/// Small files are answered at once; weights lie elsewhere, where the hub leads to.
async fn resolve(
    State(kept): State<Arc<Kept>>,
    Path((revision, file)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response<Body> {
    kept.asked.fetch_add(1, Ordering::SeqCst);
    let answer = Response::builder().header("x-repo-commit", kept.commit);
    if headers.get("authorization").is_none_or(|value| value != &format!("Bearer {TOKEN}")) {
        return answer.status(StatusCode::UNAUTHORIZED).body(Body::empty()).expect("an answer");
    }
    if revision != COMMIT || !kept.files.contains_key(&file) {
        return answer.status(StatusCode::NOT_FOUND).body(Body::empty()).expect("an answer");
    }
    if file.ends_with(".safetensors") {
        let answer = answer.status(StatusCode::FOUND).header("location", format!("/store/{file}"));
        return answer.header("x-linked-etag", format!("\"{file}\"")).body(Body::empty()).expect("an answer");
    }
    part(answer, &kept.files[&file], &file, &headers)
}

async fn stored(State(kept): State<Arc<Kept>>, Path(file): Path<String>, headers: HeaderMap) -> Response<Body> {
    let answer = Response::builder().header("x-repo-commit", kept.commit);
    part(answer, &kept.files[&file], &file, &headers)
}

/// The bytes that a `Range` asks for.
fn part(answer: axum::http::response::Builder, bytes: &[u8], etag: &str, headers: &HeaderMap) -> Response<Body> {
    let range = headers.get("range").expect("files are asked for in parts").to_str().expect("text");
    let (from, to) = range.strip_prefix("bytes=").and_then(|range| range.split_once('-')).expect("a range");
    let from: usize = from.parse().expect("a number");
    let to = to.parse().unwrap_or(bytes.len() - 1);
    answer
        .status(StatusCode::PARTIAL_CONTENT)
        .header("etag", format!("\"{etag}\""))
        .header("content-range", format!("bytes {from}-{to}/{}", bytes.len()))
        .body(Body::from(bytes[from..=to].to_vec()))
        .expect("an answer")
}

const VOCABULARY: [(&str, f32); 12] = [
    ("<s>", 0.0),
    ("<pad>", 0.0),
    ("</s>", 0.0),
    ("<unk>", 0.0),
    ("▁waar", -4.0),
    ("▁blijft", -4.5),
    ("▁mijn", -4.0),
    ("▁pakket", -5.0),
    ("▁where", -4.0),
    ("▁my", -4.0),
    ("▁", -6.0),
    ("s", -6.0),
];

fn tokenizer() -> String {
    let metaspace = json!({ "type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": true });
    json!({
        "version": "1.0",
        "truncation": null,
        "padding": null,
        "added_tokens": [],
        "normalizer": null,
        "pre_tokenizer": metaspace,
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [
                { "SpecialToken": { "id": "<s>", "type_id": 0 } },
                { "Sequence": { "id": "A", "type_id": 0 } },
                { "SpecialToken": { "id": "</s>", "type_id": 0 } },
            ],
            "pair": [{ "Sequence": { "id": "A", "type_id": 0 } }, { "Sequence": { "id": "B", "type_id": 1 } }],
            "special_tokens": {
                "<s>": { "id": "<s>", "ids": [0], "tokens": ["<s>"] },
                "</s>": { "id": "</s>", "ids": [2], "tokens": ["</s>"] },
            },
        },
        "decoder": metaspace,
        "model": { "type": "Unigram", "unk_id": 3, "vocab": VOCABULARY, "byte_fallback": false },
    })
    .to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_encoder_with_a_sentencepiece_tokenizer_comes_from_the_hub_and_encodes() {
    let hub = Hub::open(COMMIT).await;
    let setup = Setup::bare();
    let first = hub.imports(&setup, "first", COMMIT, TOKEN);
    assert_eq!(first.code, 0, "{first:?}");
    assert!(!format!("{first:?}").contains(TOKEN), "the token is nobody's business");
    let folder = setup.data.path().join("models/first");
    let card = std::fs::read_to_string(folder.join("card.toml")).expect("a card");
    assert!(card.contains(&format!("source = \"tiny/many-tongues at {COMMIT}\"")), "{card}");
    assert!(card.contains("licence = \"MIT\"") && card.contains("dimensions = 16"), "{card}");

    let model = folder.display().to_string();
    let encoded = setup.run(&["encode", "--model", &model], "waar blijft mijn pakket\nwhere is my parcel\n");
    let vectors: Vec<Vec<f32>> =
        encoded.stdout.lines().map(|line| serde_json::from_str(line).expect("a vector")).collect();
    assert_eq!(vectors.iter().map(Vec::len).collect::<Vec<_>>(), [tiny::HIDDEN; 2], "{encoded:?}");
    assert_ne!(vectors[0], vectors[1]);

    let asked = hub.kept.asked.load(Ordering::SeqCst);
    let again = hub.imports(&setup, "again", COMMIT, TOKEN);
    assert_eq!(
        (again.code, hub.kept.asked.load(Ordering::SeqCst)),
        (0, asked),
        "what lies there is not asked for again"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_pinned_not_allowed_or_not_what_was_asked_for_is_refused() {
    let (hub, other) = (Hub::open(COMMIT).await, Hub::open("fedcba9876543210fedcba9876543210fedcba98").await);
    let setup = Setup::bare();
    for (hub, revision, token, words) in [
        (&hub, "main", TOKEN, "\"main\": give a commit of 40 digits"),
        (&hub, COMMIT, "hf_wrong", "config.json"),
        (&hub, &"0".repeat(40), TOKEN, "config.json"),
        (&other, COMMIT, TOKEN, "it answered with"),
    ] {
        let refused = hub.imports(&setup, "never", revision, token);
        assert_eq!(refused.code, 2, "{refused:?}");
        let said = &refused.stderr;
        assert!(said.contains("failed to take tiny/many-tongues at") && said.contains(words), "{said}");
        assert!(!said.contains(token) && !said.contains("panicked"), "{said}");
        assert!(!setup.data.path().join("models/never").exists());
    }
    let unlicensed = setup.run(&["model", "import", "--hub", "tiny/many-tongues", "--revision", COMMIT], "");
    assert!(unlicensed.code == 2 && unlicensed.stderr.contains("--licence"), "{unlicensed:?}");
}
