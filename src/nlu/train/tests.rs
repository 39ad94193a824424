//! A training of a tiny encoder with random weights, from first step to an import.

use super::*;
use crate::nlu::{Encoder, Int8Encoder, Origin, import};

const HIDDEN: usize = 16;

/// A folder with f32 weights of a BERT of two layers, and the shipped tokenizer.
fn base() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let tokenizer = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/minilm/tokenizer.json");
    std::fs::copy(tokenizer, folder.path().join("tokenizer.json")).expect("the tokenizer is shipped");
    let config = serde_json::json!({
        "hidden_size": HIDDEN, "intermediate_size": 32, "num_attention_heads": 2, "num_hidden_layers": 2,
        "layer_norm_eps": 1e-12, "vocab_size": 30522, "max_position_embeddings": 64, "type_vocab_size": 2,
        "hidden_act": "gelu", "hidden_dropout_prob": 0.1, "initializer_range": 0.02, "pad_token_id": 0,
        "model_type": "bert",
    });
    std::fs::write(folder.path().join("config.json"), config.to_string()).expect("written");
    let mut seed = 1_u32;
    let mut drawn = |shape: &[usize]| {
        let mut next = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) as f32 / 8_388_608.0 - 1.0
        };
        let values: Vec<f32> = (0..shape.iter().product()).map(|_| next() * 0.4).collect();
        Tensor::from_vec(values, shape, &Device::Cpu).expect("the shape fits")
    };
    let mut tensors = HashMap::new();
    for (name, rows) in [("word", 30522), ("position", 64), ("token_type", 2)] {
        tensors.insert(format!("embeddings.{name}_embeddings.weight"), drawn(&[rows, HIDDEN]));
    }
    let norm = |tensors: &mut HashMap<String, Tensor>, name: String| {
        tensors.insert(format!("{name}.weight"), Tensor::ones(HIDDEN, DType::F32, &Device::Cpu).expect("ones"));
        tensors.insert(format!("{name}.bias"), Tensor::zeros(HIDDEN, DType::F32, &Device::Cpu).expect("zeros"));
    };
    norm(&mut tensors, "embeddings.LayerNorm".into());
    for layer in 0..2 {
        let name = |part: &str| format!("encoder.layer.{layer}.{part}");
        for (part, out, width) in [
            ("attention.self.query", HIDDEN, HIDDEN),
            ("attention.self.key", HIDDEN, HIDDEN),
            ("attention.self.value", HIDDEN, HIDDEN),
            ("attention.output.dense", HIDDEN, HIDDEN),
            ("intermediate.dense", 32, HIDDEN),
            ("output.dense", HIDDEN, 32),
        ] {
            tensors.insert(name(&format!("{part}.weight")), drawn(&[out, width]));
            tensors.insert(name(&format!("{part}.bias")), drawn(&[out]));
        }
        norm(&mut tensors, name("attention.output.LayerNorm"));
        norm(&mut tensors, name("output.LayerNorm"));
    }
    candle_core::safetensors::save(&tensors, folder.path().join("model.safetensors")).expect("written");
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
    Trainer::new(base, settings, lessons(), 2, &|_, _| {}).expect("a trainer")
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
