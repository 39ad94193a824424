//! A training of a tiny encoder with random weights, from first step to an import.

use super::*;
use crate::nlu::{Encoder, Int8Encoder, Origin, import};

#[path = "../../../tests/support/tiny.rs"]
mod tiny;

/// A folder with f32 weights of a tiny encoder, and the shipped tokenizer.
fn base() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let tokenizer = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/minilm/tokenizer.json");
    std::fs::copy(tokenizer, folder.path().join("tokenizer.json")).expect("the tokenizer is shipped");
    tiny::write_encoder(folder.path(), 30522);
    folder
}

/// Angry and glad sentences, each in two languages: the second should mean what the first does.
fn lessons() -> Vec<(Lesson, f32)> {
    let pairs = [
        ("this is a disgrace", "dit is een schande", 0),
        ("what a lovely chair", "wat een fijne stoel", 1),
        ("I am so angry about this", "ik ben hier zo boos over", 0),
        ("thank you so very much", "heel hartelijk bedankt", 1),
    ];
    let judged: Vec<_> = std::iter::once(0..2).collect();
    let lesson = |text: &str, like: &str, mark| {
        let lesson = Lesson { text: text.into(), like: Some(like.into()), judged: judged.clone(), marks: vec![mark] };
        (lesson, 1.0)
    };
    pairs.iter().flat_map(|(en, nl, mark)| [lesson(en, en, *mark), lesson(nl, en, *mark)]).collect()
}

fn trainer(base: &Path) -> Trainer {
    let settings =
        Settings { seed: 3, steps: 60, batch: 4, rate: 3e-3, decay: 0.01, from_layer: 0, keep: 1.0, tokens: 16 };
    Trainer::new(Base { folder: base, device: Device::Cpu }, settings, lessons(), 2, &|_, _| {}).expect("a trainer")
}

fn steps(trainer: &mut Trainer, count: usize) -> Vec<Losses> {
    (0..count).map(|_| trainer.step().expect("a step")).collect()
}

#[test]
fn both_losses_fall_and_what_is_learnt_can_be_imported() {
    let base = base();
    let mut trainer = trainer(base.path());
    let losses = steps(&mut trainer, 60);
    let mean = |part: &[Losses], of: fn(&Losses) -> f32| part.iter().map(of).sum::<f32>() / part.len() as f32;
    let (first, last) = (&losses[..10], &losses[50..]);
    assert!(mean(last, |l| l.tone) < 0.7 * mean(first, |l| l.tone), "{first:?} to {last:?}");
    assert!(mean(last, |l| l.meaning) < 0.7 * mean(first, |l| l.meaning), "{first:?} to {last:?}");

    let floats = base.path().join("taught");
    trainer.export(base.path(), &floats).expect("written");
    let origin = Origin { name: "tiny".into(), source: "drawn".into(), licence: "none".into() };
    let card = import(&floats, &base.path().join("tiny"), origin).expect("imported");
    assert!(card.cosine_mean > 0.9, "{}", card.cosine_mean);
    let (encoder, _) = Int8Encoder::load(&base.path().join("tiny")).expect("loads");
    let near = |a: &str, b: &str| {
        crate::nlu::cosine(&encoder.encode(a).expect("a vector"), &encoder.encode(b).expect("a vector"))
    };
    let untaught = crate::nlu::load_encoder(base.path()).expect("loads");
    let before = |a: &str, b: &str| {
        crate::nlu::cosine(&untaught.encode(a).expect("a vector"), &untaught.encode(b).expect("a vector"))
    };
    let (en, nl) = ("what a lovely chair", "wat een fijne stoel");
    assert!(near(en, nl) > before(en, nl), "{} after {}", near(en, nl), before(en, nl));
}

#[test]
fn a_training_that_was_stopped_goes_on_as_if_it_had_not_been() {
    let base = base();
    let work = tempfile::tempdir().expect("a temporary folder");
    let mut straight = trainer(base.path());
    let all = steps(&mut straight, 6);

    let mut stopped = trainer(base.path());
    assert!(!stopped.resume(work.path()).expect("reads"), "there is nothing to go on from");
    steps(&mut stopped, 3);
    stopped.save(work.path()).expect("written");
    let mut resumed = trainer(base.path());
    assert!(resumed.resume(work.path()).expect("reads"));
    assert_eq!(resumed.done(), 3);
    for (resumed, straight) in steps(&mut resumed, 3).iter().zip(&all[3..]) {
        assert!((resumed.tone - straight.tone).abs() < 1e-4, "{resumed:?} against {straight:?}");
        assert!((resumed.meaning - straight.meaning).abs() < 1e-4, "{resumed:?} against {straight:?}");
    }
}

#[test]
fn what_another_training_left_is_refused() {
    let (base, work) = (base(), tempfile::tempdir().expect("a temporary folder"));
    let other = HashMap::from([("done".to_string(), Tensor::new(&[1_u32], &Device::Cpu).expect("one number"))]);
    candle_core::safetensors::save(&other, work.path().join(STATE)).expect("written");
    let fault = trainer(base.path()).resume(work.path()).expect_err("it does not fit").to_string();
    assert!(fault.contains("state.safetensors") && fault.contains("of another training"), "{fault}");
}
