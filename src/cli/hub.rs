//! Files of a model from a repository on the hub, at one commit.

use anyhow::{Context, Result, bail};
use hf_hub::{Repo, RepoType, api::sync::ApiBuilder};
use std::path::PathBuf;

/// What an import reads.
const FILES: [&str; 3] = ["config.json", "tokenizer.json", "model.safetensors"];
/// Digits of a commit.
const COMMIT: usize = 40;

/// Downloads what an import reads, and returns the folder in which it lies. What lies there already is not asked for.
pub fn fetch(repository: &str, revision: &str) -> Result<PathBuf> {
    if revision.len() != COMMIT || !revision.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        bail!(
            "failed to take {repository} at {revision:?}: give a commit of {COMMIT} digits, for a branch or a tag moves"
        );
    }
    let failed = || format!("failed to take {repository} at {revision} from the hub");
    let builder = ApiBuilder::from_env().with_retries(3);
    let builder = match std::env::var("HF_TOKEN") {
        Ok(token) if !token.is_empty() => builder.with_token(Some(token)),
        _ => builder,
    };
    let api = builder.build().with_context(failed)?;
    let repo = api.repo(Repo::with_revision(repository.into(), RepoType::Model, revision.into()));
    let mut folder = PathBuf::new();
    for file in FILES {
        let path = repo.get(file).with_context(|| format!("{}: {file}", failed()))?;
        folder = path.parent().context("a file lies in a folder")?.into();
    }
    // Files lie under the commit that the hub said they are of.
    if folder.file_name().is_none_or(|commit| commit.to_string_lossy() != revision) {
        bail!("{}: it answered with {}", failed(), folder.display());
    }
    Ok(folder)
}
