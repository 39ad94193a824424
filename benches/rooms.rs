//! The parts of a turn, each by itself: `cargo bench`. Times are for reading and comparing, never for tests.

use baton::authoring::{self, Bot};
use baton::config::{Config, read_bot};
use baton::dialogue::{Moment, Tracker, decide, respond};
use baton::domain::{
    BotId, Channel, Cid, Event, EventId, Locale, Page, RankedIntent, Record, SCHEMA_VERSION, Sentiment, SessionHead,
    SessionId, Timestamp, Understanding,
};
use baton::nlu::{Document, Index, IntentHead, Target, Taught, Vector};
use baton::store::{DEFAULT_CACHE_BYTES, SledStore, Store};
use baton::text::{cues, entities, find_language, redact};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use ulid::Ulid;

const DIMENSIONS: usize = 384;

fn bank() -> Bot {
    let config = Config::load(None).expect("the default settings are valid");
    let id = BotId::new("bank");
    let files = read_bot(&config.content, &id).expect("the bank's files are here");
    authoring::build(&id, &files, jiff::civil::date(2026, 1, 1)).expect("the bank passes its check").0
}

/// A unit vector that depends on `seed` alone.
fn vector(seed: usize) -> Vector {
    let mut state = seed as u64 * 0x9e37_79b9_7f4a_7c15 + 1;
    let mut draw = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as f32 / (1 << 23) as f32 - 1.0
    };
    let values: Vec<f32> = (0..DIMENSIONS).map(|_| draw()).collect();
    let length = values.iter().map(|v| v * v).sum::<f32>().sqrt();
    values.iter().map(|v| v / length).collect()
}

fn record(session: SessionId, n: u64, event: Event) -> Record {
    Record {
        v: SCHEMA_VERSION,
        id: EventId::new(Ulid::nil()),
        n,
        seq: event.visible().then_some(n),
        at: Timestamp::UNIX_EPOCH,
        owner: 1,
        bot: BotId::new("bank"),
        session,
        channel: Channel::Web,
        agent: None,
        event,
    }
}

fn session(number: u128) -> SessionId {
    SessionId::new(Ulid::from(number))
}

fn started() -> Event {
    Event::SessionStarted { locale: Locale::new("en"), page: Page::default(), token_hash: String::new() }
}

fn said(n: u64) -> Event {
    let text = redact("I still have not received my new card, order 4012", &Default::default()).text;
    Event::CustomerSaid { cid: Cid::new(format!("c{n}")), text, sealed: Vec::new() }
}

fn heard(locale: &Locale) -> Understanding {
    Understanding {
        language: locale.clone(),
        spoken: true,
        intents: vec![RankedIntent { intent: "card_arrival".into(), confidence: 0.9 }],
        also: Vec::new(),
        refused: false,
        in_scope: 0.9,
        articles: Vec::new(),
        entities: Vec::new(),
        sentiment: Sentiment::NEUTRAL,
        cues: Vec::new(),
        escalation: None,
        feeling: None,
        trouble: None,
    }
}

/// Redaction, language, cues, entities, policy and words, on a session of so many turns.
fn turn_without_model(c: &mut Criterion) {
    let bot = bank();
    let today = jiff::civil::date(2026, 1, 1);
    let locale = Locale::new("en");
    for turns in [1_u64, 50, 500] {
        let mut tracker = Tracker::start(&record(session(1), 1, started())).expect("a start");
        for turn in 0..turns {
            tracker.apply(&record(session(1), 2 + 2 * turn, said(turn)));
            let (of, heard) = (tracker.seq, heard(&locale));
            tracker.apply(&record(session(1), 3 + 2 * turn, Event::Understood { of, heard }));
        }
        c.bench_function(&format!("turn without the model, {turns} turns so far"), |b| {
            b.iter(|| {
                let said = redact(black_box("where is my new card? I ordered it on 3 March"), tracker.before()).text;
                black_box((
                    find_language(&said, &bot.policy.brand.locales, &locale),
                    cues(&said),
                    entities(&said, today),
                ));
                let verdict = decide(&tracker, &bot);
                black_box(respond(&verdict, &tracker, &bot, tracker.seq, Moment::on(today, 7)))
            });
        });
    }
}

/// One durable append, and sixty-four at once.
fn store_append(c: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let store = SledStore::open(folder.path(), DEFAULT_CACHE_BYTES).expect("a new store");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let mut number = 0_u128;
    for at_once in [1, 64] {
        c.bench_function(&format!("store: {at_once} durable appends at once"), |b| {
            b.iter_batched(
                || {
                    let fresh = |_| {
                        number += 1;
                        record(session(number), 1, started())
                    };
                    (0..at_once).map(fresh).collect::<Vec<_>>()
                },
                |records| {
                    runtime.block_on(async {
                        let appends = records.iter().map(|first| {
                            let tracker = Tracker::start(first).expect("a start");
                            let head: SessionHead = tracker.head();
                            store.append(std::slice::from_ref(first), head)
                        });
                        futures_util::future::try_join_all(appends).await.expect("appended")
                    })
                },
                BatchSize::SmallInput,
            );
        });
    }
}

/// Finding an article, by meaning and by words.
fn retrieval(c: &mut Criterion) {
    let question = "how do I block a card that I lost on holiday";
    for articles in [100, 1_000, 10_000] {
        let documents: Vec<Document> = (0..articles)
            .map(|i| Document {
                id: format!("article-{i}"),
                questions: vec![format!("How do I change number {i}?"), format!("Where is my item {i}?")],
                passages: vec![format!("Open the app and choose item {i}. A colleague answers within {i} days.")],
            })
            .collect();
        let vectors: Vec<Vec<Vector>> = (0..articles).map(|i| (0..3).map(|k| vector(3 * i + k)).collect()).collect();
        let index = Index::new("en", &documents, &vectors);
        let asked = vector(1_000_003);
        c.bench_function(&format!("retrieval over {articles} articles"), |b| {
            b.iter(|| black_box(index.find(black_box(question), &asked, 1.0, 8)));
        });
    }
}

/// Fitting the intent head on the bank's own examples, vectors given.
fn fit(c: &mut Criterion) {
    let bot = bank();
    let names: Vec<String> = bot.intents.iter().map(|intent| intent.name.clone()).collect();
    let of = |(place, intent): (usize, &authoring::Intent)| {
        let texts = intent.examples.values().flatten().cloned();
        texts.map(|text| (place, text)).collect::<Vec<_>>()
    };
    let all: Vec<(usize, String)> = bot.intents.iter().enumerate().flat_map(of).collect();
    let step = all.len().div_ceil(1_000).max(1);
    let taught: Vec<Taught> = all
        .iter()
        .step_by(step)
        .enumerate()
        .map(|(i, (place, text))| {
            let (own, shared) = (vector(i), vector(1_000_000 + place));
            let vector = own.iter().zip(&*shared).map(|(a, b)| (a + b) * 0.707).collect();
            Taught { text: text.clone(), vector, target: Target::Is(*place) }
        })
        .collect();
    let mut group = c.benchmark_group("intent head");
    group.sample_size(10);
    group.bench_function(format!("fit on {} examples of {} intents", taught.len(), names.len()), |b| {
        b.iter(|| black_box(IntentHead::fit(names.clone(), &taught, |_| 1.0)));
    });
    group.finish();
}

criterion_group!(rooms, turn_without_model, store_append, retrieval, fit);
criterion_main!(rooms);
