//! Teaching the encoder: its mean vector keeps the meaning it had, and learns that of translations, while its first token
//! learns the tone of messages beside it.

mod adamw;
mod bert;
mod device;
mod lesson;
mod ops;
#[cfg(test)]
mod tests;

pub use candle_core::Device;
pub use device::{Chosen, Wanted};
pub use lesson::Lesson;

use super::bert::{read_tokenizer, token_ids};
use super::{ModelError, Progress, Vector};
use adamw::AdamW;
use bert::{Batch, Passed, TrainedBert};
use candle_core::backprop::GradStore;
use candle_core::{DType, Result, Tensor, Var};
use lesson::Timetable;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::time::Instant;

/// How it is taught.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub seed: u64,
    pub steps: usize,
    /// Texts a step.
    pub batch: usize,
    /// Learning rate at its highest, after the first tenth of the steps; from there it falls to nothing in a line.
    pub rate: f32,
    pub decay: f32,
    /// Layers from this one on are trained, counted from 0.
    pub from_layer: usize,
    /// How much keeping the meaning weighs beside the tone: the loss is `tone + keep * (1 - cosine)`.
    pub keep: f32,
    /// Tokens of a text that are read.
    pub tokens: usize,
}

/// Losses of one step or of the lessons that were held out, each a mean.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct Losses {
    /// Cross-entropy of the marks.
    pub tone: f32,
    /// One less the cosine to the vector it should have.
    pub meaning: f32,
}

/// What a training begins with.
pub struct Base<'a> {
    /// The folder with the f32 weights.
    pub folder: &'a Path,
    /// What passes are made on.
    pub device: Device,
}

pub struct Trainer {
    settings: Settings,
    bert: TrainedBert,
    /// The marks from the tone: [marks, hidden] and [marks]. They teach the encoder and are thrown away.
    probe: (Var, Var),
    adam: AdamW,
    taught: Taught,
    held: Taught,
    timetable: Timetable,
    done: usize,
    /// Seconds that the steps took.
    seconds: f64,
}

/// Lessons ready for passes.
struct Taught {
    lessons: Vec<Lesson>,
    ids: Vec<Vec<u32>>,
    targets: Vec<Option<Vector>>,
}

/// The probe learns faster than the encoder by this factor.
const PROBE_GAIN: f32 = 30.0;
/// Length that the tone has for the probe.
const TONE_GAIN: f64 = 10.0;
/// One lesson of so many is held out.
const HELD_OUT: usize = 50;
/// Texts that go through the untrained encoder together.
const AT_ONCE: usize = 64;
const STATE: &str = "state.safetensors";

impl Trainer {
    /// Each lesson comes with how often it is given in a round of the data. `progress` hears how many meanings of the
    /// untrained encoder are known, and of how many.
    pub fn new(
        base: Base,
        settings: Settings,
        lessons: Vec<(Lesson, f32)>,
        marks: usize,
        progress: Progress,
    ) -> std::result::Result<Self, ModelError> {
        let (folder, device) = (base.folder, &base.device);
        let bert = TrainedBert::read(folder, settings.from_layer, device)?;
        let tokenizer = read_tokenizer(folder)?;
        let read = |text: &str| -> std::result::Result<Vec<u32>, ModelError> {
            let mut ids = token_ids(&tokenizer, text)?;
            if ids.len() > settings.tokens {
                let end = ids[ids.len() - 1];
                ids.truncate(settings.tokens - 1);
                ids.push(end);
            }
            Ok(ids)
        };
        let likes: BTreeSet<&String> = lessons.iter().filter_map(|(lesson, _)| lesson.like.as_ref()).collect();
        let likes: Vec<(&String, Vec<u32>)> =
            likes.into_iter().map(|like| Ok((like, read(like)?))).collect::<std::result::Result<_, ModelError>>()?;
        let meanings = meanings(&TrainedBert::read(folder, usize::MAX, device)?, &likes, progress)?;
        let (mut taught, mut held, mut times) = (Taught::empty(), Taught::empty(), Vec::new());
        for (i, (lesson, often)) in lessons.iter().enumerate() {
            let to = if i % HELD_OUT == HELD_OUT - 1 { &mut held } else { &mut taught };
            if i % HELD_OUT != HELD_OUT - 1 {
                times.push(*often);
            }
            to.ids.push(read(&lesson.text)?);
            to.targets.push(lesson.like.as_ref().map(|like| meanings[like].clone()));
            to.lessons.push(lesson.clone());
        }
        let lengths = taught.ids.iter().map(Vec::len).collect();
        let timetable = Timetable::new(lengths, times, settings.batch, settings.seed);
        let probe = (Var::zeros((marks, bert.hidden()), DType::F32, device)?, Var::zeros(marks, DType::F32, device)?);
        let encoder = bert.vars().map(|(_, var)| (var.clone(), 1.0));
        let probes = [(probe.0.clone(), PROBE_GAIN), (probe.1.clone(), PROBE_GAIN)];
        let adam = AdamW::new(encoder.chain(probes), settings.decay);
        Ok(Self { settings, bert, probe, adam, taught, held, timetable, done: 0, seconds: 0.0 })
    }

    /// Steps that were made.
    pub fn done(&self) -> usize {
        self.done
    }

    /// Minutes that the steps took, also before a stop.
    pub fn minutes(&self) -> f64 {
        self.seconds / 60.0
    }

    /// Steps in which every lesson comes once.
    pub fn epoch(&self) -> usize {
        self.timetable.steps()
    }

    pub fn step(&mut self) -> std::result::Result<Losses, ModelError> {
        let started = Instant::now();
        let lessons = self.timetable.batch(self.done);
        let cores = self.bert.side_by_side().clamp(1, lessons.len().max(1));
        let counts = self.taught.counts(&lessons);
        // Interleaved, so that each part has its share of long texts.
        let parts: Vec<Vec<usize>> =
            (0..cores).map(|part| lessons.iter().skip(part).step_by(cores).copied().collect()).collect();
        let passed: Vec<(GradStore, Losses)> = parts
            .par_iter()
            .map(|part| {
                let (loss, losses) = self.losses(&self.taught, part, counts)?;
                Ok((loss.backward()?, losses))
            })
            .collect::<Result<_>>()?;
        let (gradients, losses): (Vec<GradStore>, Vec<Losses>) = passed.into_iter().unzip();
        self.done += 1;
        self.adam.step(&gradients, self.done, self.rate())?;
        self.seconds += started.elapsed().as_secs_f64();
        Ok(losses.into_iter().fold(Losses::default(), Losses::plus))
    }

    /// Losses over the lessons that were held out.
    pub fn held_out(&self) -> std::result::Result<Losses, ModelError> {
        let mut all: Vec<usize> = (0..self.held.lessons.len()).collect();
        all.sort_by_key(|i| self.held.ids[*i].len());
        let counts = self.held.counts(&all);
        let parts: Vec<&[usize]> = all.chunks(self.settings.batch).collect();
        let mut total = Losses::default();
        for wave in parts.chunks(self.bert.side_by_side()) {
            let losses: Vec<Losses> =
                wave.par_iter().map(|part| Ok(self.losses(&self.held, part, counts)?.1)).collect::<Result<_>>()?;
            total = losses.into_iter().fold(total, Losses::plus);
        }
        Ok(total)
    }

    fn rate(&self) -> f32 {
        let (done, steps) = (self.done as f32, self.settings.steps as f32);
        let warm = (steps / 10.0).max(1.0);
        self.settings.rate * (done / warm).min((steps - done).max(0.0) / (steps - warm).max(1.0)).min(1.0)
    }

    /// The loss of some lessons as parts of a whole with `counts`.
    fn losses(&self, taught: &Taught, part: &[usize], counts: [f32; 2]) -> Result<(Tensor, Losses)> {
        let rows: Vec<&[u32]> = part.iter().map(|i| &taught.ids[*i][..]).collect();
        let passed = self.bert.pass(&Batch::of(&rows, self.bert.device())?)?;
        let tone = (self.tone(taught, part, &passed)? / f64::from(counts[0].max(1.0)))?;
        let meaning = (meaning(taught, part, &passed)? / f64::from(counts[1].max(1.0)))?;
        let losses = Losses { tone: tone.to_scalar()?, meaning: meaning.to_scalar()? };
        Ok(((tone + (meaning * f64::from(self.settings.keep))?)?, losses))
    }

    /// Cross-entropy of the judged marks, summed.
    fn tone(&self, taught: &Taught, part: &[usize], passed: &Passed) -> Result<Tensor> {
        let marks = self.probe.1.elem_count();
        let (mut judged, mut has) = (vec![0.0_f32; part.len() * marks], vec![0.0_f32; part.len() * marks]);
        for (row, i) in part.iter().enumerate() {
            let lesson = &taught.lessons[*i];
            lesson.judged.iter().cloned().flatten().for_each(|mark| judged[row * marks + mark] = 1.0);
            lesson.marks.iter().for_each(|mark| has[row * marks + mark] = 1.0);
        }
        let shape = (part.len(), marks);
        let device = self.bert.device();
        let (judged, has) = (Tensor::from_vec(judged, shape, device)?, Tensor::from_vec(has, shape, device)?);
        let tone = (unit(&passed.first)? * TONE_GAIN)?;
        let z = tone.matmul(&self.probe.0.t()?)?.broadcast_add(&self.probe.1)?;
        let loss = ((z.relu()? - (&z * has)?)? + (z.abs()?.neg()?.exp()? + 1.0)?.log()?)?;
        (loss * judged)?.sum_all()
    }

    /// The encoder in f32 as a folder that can be imported.
    pub fn export(&self, base: &Path, to: &Path) -> std::result::Result<(), ModelError> {
        std::fs::create_dir_all(to).map_err(|e| ModelError::write(to, e))?;
        let path = to.join(super::model::WEIGHTS);
        candle_core::safetensors::save(&self.bert.tensors(), &path).map_err(|e| ModelError::content(&path, e))?;
        for file in ["tokenizer.json", "config.json"] {
            std::fs::copy(base.join(file), to.join(file)).map_err(|e| ModelError::write(&to.join(file), e))?;
        }
        Ok(())
    }

    /// Keeps all that is needed to go on later.
    pub fn save(&self, folder: &Path) -> std::result::Result<(), ModelError> {
        let mut tensors: HashMap<String, Tensor> = HashMap::new();
        for (place, (var, (mean, square))) in self.vars().zip(self.adam.state()).enumerate() {
            tensors.insert(format!("{place}.weight"), var.as_tensor().clone());
            tensors.insert(format!("{place}.mean"), Tensor::new(mean, &Device::Cpu)?);
            tensors.insert(format!("{place}.square"), Tensor::new(square, &Device::Cpu)?);
        }
        tensors.insert("done".into(), Tensor::new(&[self.done as u32], &Device::Cpu)?);
        tensors.insert("seconds".into(), Tensor::new(&[self.seconds], &Device::Cpu)?);
        std::fs::create_dir_all(folder).map_err(|e| ModelError::write(folder, e))?;
        let (path, beside) = (folder.join(STATE), folder.join("state.tmp"));
        candle_core::safetensors::save(&tensors, &beside).map_err(|e| ModelError::content(&beside, e))?;
        std::fs::rename(&beside, &path).map_err(|e| ModelError::write(&path, e))
    }

    /// Takes up what [`Trainer::save`] left in the folder; `false` where there is nothing.
    pub fn resume(&mut self, folder: &Path) -> std::result::Result<bool, ModelError> {
        let path = folder.join(STATE);
        if !path.exists() {
            return Ok(false);
        }
        let fault = |what: &str| ModelError::content(&path, format!("{what}; it is of another training"));
        let mut tensors =
            candle_core::safetensors::load(&path, &Device::Cpu).map_err(|e| ModelError::content(&path, e))?;
        let mut take = |name: String| tensors.remove(&name).ok_or_else(|| fault(&format!("{name} is missing")));
        let vars: Vec<Var> = self.vars().cloned().collect();
        for (place, var) in vars.iter().enumerate() {
            let weight = take(format!("{place}.weight"))?;
            let (mean, square) = (take(format!("{place}.mean"))?, take(format!("{place}.square"))?);
            var.set(&weight.to_device(var.device())?).map_err(|_| fault("a weight has another shape"))?;
            if !self.adam.restore(place, mean.to_vec1()?, square.to_vec1()?) {
                return Err(fault("the moments have another length"));
            }
        }
        self.done = take("done".into())?.to_vec1::<u32>()?[0] as usize;
        self.seconds = take("seconds".into())?.to_vec1::<f64>()?[0];
        Ok(true)
    }

    fn vars(&self) -> impl Iterator<Item = &Var> {
        self.bert.vars().map(|(_, var)| var).chain([&self.probe.0, &self.probe.1])
    }
}

impl Taught {
    fn empty() -> Self {
        Self { lessons: Vec::new(), ids: Vec::new(), targets: Vec::new() }
    }

    /// How many marks are judged and how many meanings are known among some lessons.
    fn counts(&self, lessons: &[usize]) -> [f32; 2] {
        let judged = |i: &usize| self.lessons[*i].judged.iter().map(ExactSizeIterator::len).sum::<usize>();
        let marks = lessons.iter().map(judged).sum::<usize>();
        [marks as f32, lessons.iter().filter(|i| self.targets[**i].is_some()).count() as f32]
    }
}

impl Losses {
    fn plus(self, other: Self) -> Self {
        Self { tone: self.tone + other.tone, meaning: self.meaning + other.meaning }
    }
}

/// The meaning of each text by an encoder, in batches of like length.
fn meanings(
    bert: &TrainedBert,
    texts: &[(&String, Vec<u32>)],
    progress: Progress,
) -> std::result::Result<HashMap<String, Vector>, ModelError> {
    let mut order: Vec<usize> = (0..texts.len()).collect();
    order.sort_by_key(|i| texts[*i].1.len());
    let mut known = HashMap::with_capacity(texts.len());
    for wave in order.chunks(AT_ONCE * bert.side_by_side()) {
        let passed: Vec<Vec<Vec<f32>>> = wave
            .par_chunks(AT_ONCE)
            .map(|part| {
                let rows: Vec<&[u32]> = part.iter().map(|i| &texts[*i].1[..]).collect();
                unit(&bert.pass(&Batch::of(&rows, bert.device())?)?.mean)?.to_vec2::<f32>()
            })
            .collect::<Result<_>>()?;
        known
            .extend(wave.iter().zip(passed.into_iter().flatten()).map(|(i, v)| (texts[*i].0.clone(), Vector::from(v))));
        progress(known.len(), texts.len());
    }
    Ok(known)
}

/// One less the cosine to the vectors that the texts should have, summed over those that have one.
fn meaning(taught: &Taught, part: &[usize], passed: &Passed) -> Result<Tensor> {
    let (_, hidden) = passed.mean.dims2()?;
    let (mut targets, mut known) = (Vec::with_capacity(part.len() * hidden), Vec::with_capacity(part.len()));
    for i in part {
        known.push(if taught.targets[*i].is_some() { 1.0_f32 } else { 0.0 });
        match &taught.targets[*i] {
            Some(target) => targets.extend_from_slice(target),
            None => targets.extend(std::iter::repeat_n(0.0, hidden)),
        }
    }
    let device = passed.mean.device();
    let targets = Tensor::from_vec(targets, (part.len(), hidden), device)?;
    let known = Tensor::from_vec(known, part.len(), device)?;
    let cosine = (unit(&passed.mean)? * targets)?.sum(1)?;
    ((1.0 - cosine)? * known)?.sum_all()
}

fn unit(rows: &Tensor) -> Result<Tensor> {
    rows.broadcast_div(&(rows.sqr()?.sum_keepdim(1)? + 1e-12)?.sqrt()?)
}
