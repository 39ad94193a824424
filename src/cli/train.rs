//! `baton train`: from labelled files to a finished model folder, by a recipe. A training that was stopped goes on.

mod recipe;

use super::model::imported;
use crate::nlu::Origin;
use crate::nlu::train::{Base, Losses, Settings, Trainer, Wanted};
use anyhow::{Context, Result, bail};
use recipe::Recipe;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

#[derive(clap::Args)]
pub struct Train {
    /// What is taught, on which files, and how.
    #[arg(long, value_name = "TOML", default_value = "models/training/recipe.toml")]
    recipe: PathBuf,
    /// Folder with the f32 weights to begin with.
    #[arg(long, value_name = "FOLDER")]
    base: PathBuf,
    /// Folder that holds the public sets.
    #[arg(long, value_name = "FOLDER")]
    data: PathBuf,
    /// Name of the new model.
    #[arg(long)]
    name: String,
    /// Folder that models live in.
    #[arg(long, default_value = "models")]
    into: PathBuf,
    /// Folder for what is needed to go on after a stop; the f32 weights are left in it.
    #[arg(long, value_name = "FOLDER", default_value = "target/train")]
    work: PathBuf,
    /// auto, cpu or cuda: auto takes CUDA where this build has the feature `cuda` and a device answers.
    #[arg(long, default_value = "auto")]
    device: Wanted,
}

/// Steps between two looks at the lessons that were held out, which are also kept to go on from.
const LOOK: usize = 100;

impl Train {
    pub fn run(self) -> Result<()> {
        let to = self.into.join(&self.name);
        if to.exists() {
            bail!("failed to train {}: {} exists already; remove it or choose another --name", self.name, to.display());
        }
        let recipe = Recipe::read(&self.recipe)?;
        let origin = Origin {
            name: self.name.clone(),
            source: match recipe.settings {
                Some(_) => format!("{}, taught by {}", recipe.base, self.recipe.display()),
                None => recipe.base.clone(),
            },
            licence: recipe.licence.clone(),
        };
        let taught = recipe.settings.as_ref().map(|settings| self.teach(&recipe, settings)).transpose()?;
        imported(taught.as_ref().map_or(&self.base, |taught| &taught.floats), &to, origin)?;
        recipe.heads(&self.recipe, &self.data)?.fit(&to)?;
        if let (Some(taught), Some(settings)) = (&taught, &recipe.settings) {
            recipe.note(&to, settings, taught.held_out, taught.minutes)?;
            println!("its steps took {:.0} minutes", taught.minutes);
        }
        println!("{}: ready", to.display());
        Ok(())
    }

    /// Teaches the encoder, or goes on with it.
    fn teach(&self, recipe: &Recipe, settings: &Settings) -> Result<Taught> {
        let chosen = self.device.device()?;
        eprintln!("teaching {}", chosen.told);
        let work = self.work.join(&self.name);
        let (lessons, marks) = recipe.lessons(&self.recipe, &self.data)?;
        let shown =
            |done: usize, all: usize| eprint!("\rencoded {done} of {all}{}", if done == all { "\n" } else { "" });
        let base = Base { folder: &self.base, device: chosen.device };
        let mut trainer = Trainer::new(base, settings.clone(), lessons, marks, &shown)?;
        if trainer.resume(&work)? {
            eprintln!("going on after step {}", trainer.done());
        }
        eprintln!("{} steps, of which {} are one round of the data", settings.steps, trainer.epoch());
        let held_out = steps(&mut trainer, settings.steps, &work)?;
        let (minutes, floats) = (trainer.minutes(), work.join("f32"));
        trainer.export(&self.base, &floats)?;
        Ok(Taught { floats, held_out, minutes })
    }
}

/// A taught encoder: the folder with its f32 weights, and how it went.
struct Taught {
    floats: PathBuf,
    held_out: Losses,
    minutes: f64,
}

/// Makes the steps that are left, and returns the losses over what was held out.
fn steps(trainer: &mut Trainer, steps: usize, work: &Path) -> Result<Losses> {
    let (first, started) = (trainer.done(), Instant::now());
    let mut recent = Losses::default();
    while trainer.done() < steps {
        let losses = trainer.step().context("failed to make a step")?;
        let weight = if trainer.done() == first + 1 { 1.0 } else { 0.05 };
        recent.tone += weight * (losses.tone - recent.tone);
        recent.meaning += weight * (losses.meaning - recent.meaning);
        let done = trainer.done();
        let each = started.elapsed().as_secs_f64() / (done - first) as f64;
        let left = each * (steps - done) as f64 / 60.0;
        eprint!(
            "\r{} {done} of {steps}, tone {:.4}, meaning {:.4}, {each:.2} s a step, {left:.0} min left ",
            bar(done, steps),
            recent.tone,
            recent.meaning
        );
        std::io::stderr().flush().context("failed to show the progress")?;
        if done.is_multiple_of(LOOK) || done == steps {
            trainer.save(work)?;
            let held = trainer.held_out()?;
            eprintln!("\nheld out after step {done}: tone {:.4}, meaning {:.4}", held.tone, held.meaning);
        }
    }
    Ok(trainer.held_out()?)
}

fn bar(done: usize, steps: usize) -> String {
    const WIDTH: usize = 24;
    let filled = WIDTH * done / steps.max(1);
    format!("[{}{}]", "#".repeat(filled), ".".repeat(WIDTH - filled))
}
