//! Reads a bot's files from their folders. What they mean is the authoring room's affair.

use super::Content;
use crate::authoring::SourceFile;
use crate::domain::BotId;
use anyhow::{Context, Result, bail};
use std::path::Path;

/// Every bot with a folder under `intents`, by name, with its files.
pub fn read_bots(content: &Content) -> Result<Vec<(BotId, Vec<SourceFile>)>> {
    let entries = std::fs::read_dir(&content.intents)
        .with_context(|| format!("failed to read the folder {}", content.intents.display()))?;
    let mut bots = Vec::new();
    for entry in entries {
        let entry = entry.with_context(|| format!("failed to read the folder {}", content.intents.display()))?;
        if entry.path().is_dir() {
            bots.push(BotId::new(entry.file_name().to_string_lossy()));
        }
    }
    if bots.is_empty() {
        bail!("failed to find a bot: {} holds no folder", content.intents.display());
    }
    bots.sort();
    bots.into_iter().map(|bot| read_bot(content, &bot).map(|files| (bot, files))).collect()
}

pub fn read_bot(content: &Content, bot: &BotId) -> Result<Vec<SourceFile>> {
    let mut files = Vec::new();
    let folder = content.intents.join(bot.as_str());
    if !folder.is_dir() {
        bail!("failed to find bot {bot}: there is no folder {}", folder.display());
    }
    read_folder(&folder, &["yaml", "toml"], &mut files)?;
    let articles = content.knowledge_base.join(bot.as_str());
    if articles.is_dir() {
        read_folder(&articles, &["md"], &mut files)?;
    }
    Ok(files)
}

fn read_folder(folder: &Path, kinds: &[&str], files: &mut Vec<SourceFile>) -> Result<()> {
    for entry in std::fs::read_dir(folder).with_context(|| format!("failed to read the folder {}", folder.display()))? {
        let path = entry.with_context(|| format!("failed to read the folder {}", folder.display()))?.path();
        if path.extension().is_some_and(|kind| kinds.iter().any(|k| kind == *k)) {
            let text = std::fs::read_to_string(&path).with_context(|| format!("failed to read {}", path.display()))?;
            files.push(SourceFile::new(path.to_string_lossy(), text));
        }
    }
    Ok(())
}
