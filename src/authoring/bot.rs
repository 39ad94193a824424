//! One brand's assistant, whole: its intents, articles and policy, all checked.

use super::article::{self, DraftArticle};
use super::intent::{self, DraftIntent, Sentence};
use super::{Article, Finding, Intent, Policy, Replies, SourceFile, check, reply};
use crate::domain::{BotId, Locale};
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

#[derive(Debug, Clone)]
pub struct Bot {
    pub id: BotId,
    /// By name.
    pub intents: Vec<Intent>,
    /// By slug, then locale.
    pub articles: Vec<Article>,
    pub policy: Policy,
    /// What agents send again and again.
    pub replies: Replies,
    /// Twelve hex digits of SHA-256 over the paths and texts of intents and articles, in order of path.
    pub content_version: String,
    /// The same over `policy.toml`.
    pub policy_version: String,
}

impl Bot {
    pub fn intent(&self, name: &str) -> Option<&Intent> {
        self.intents.iter().find(|intent| intent.name == name)
    }

    pub fn article(&self, slug: &str, locale: &Locale) -> Option<&Article> {
        self.articles.iter().find(|article| article.slug == slug && article.locale == *locale)
    }

    /// Whether an intent is a greeting or the like: its article is nothing to cite.
    pub fn is_small_talk(&self, intent: &str, locale: &Locale) -> bool {
        let slug = self.intent(intent).and_then(|intent| intent.article.as_ref());
        slug.and_then(|slug| self.article(slug, locale)).is_some_and(|article| !article.cite)
    }
}

/// Parses and checks one bot's files, in any order. Every problem is told at once, in order of file and line.
///
/// `today` is the day that `review_by` is held against.
///
/// # Errors
/// All findings, when at least one is an error. Warnings alone ride along with the bot.
pub fn build(id: &BotId, files: &[SourceFile], today: Date) -> Result<(Bot, Vec<Finding>), Vec<Finding>> {
    let mut findings = Vec::new();
    let shelf = Shelf::sorted(id, files, &mut findings);
    let policy = shelf.policy(id, &mut findings);
    let draft = shelf.read(policy, today, &mut findings);
    findings.extend(check::all(&draft));
    findings.sort_by(|a, b| (&a.file, a.line, a.severity).cmp(&(&b.file, b.line, b.severity)));
    let clean = !findings.iter().any(Finding::is_error);
    match draft.into_bot(id, &shelf) {
        Some(bot) if clean => Ok((bot, findings)),
        _ => Err(findings),
    }
}

/// Everything that was read, with its places: what the checks look at.
pub(super) struct Draft<'a> {
    pub today: Date,
    /// Absent when it could not be read; what depends on it is then not checked.
    pub policy: Option<(&'a SourceFile, Policy)>,
    pub intents: Vec<DraftIntent<'a>>,
    pub articles: Vec<DraftArticle<'a>>,
    pub replies: Replies,
    /// Names by file, so that an unreadable file is not told as missing too.
    pub intent_files: BTreeSet<&'a str>,
    pub article_files: BTreeSet<(String, Locale)>,
}

impl Draft<'_> {
    pub fn locales(&self) -> &[Locale] {
        self.policy.as_ref().map_or(&[], |(_, policy)| &policy.brand.locales)
    }

    /// The company's name, which is nobody's personal data.
    pub fn brand(&self) -> &str {
        self.policy.as_ref().map_or("", |(_, policy)| &policy.brand.name)
    }

    /// Every example with its intent.
    pub fn examples(&self) -> impl Iterator<Item = (&DraftIntent<'_>, &Sentence)> {
        self.intents.iter().flat_map(|intent| intent.examples.iter().map(move |said| (intent, said)))
    }

    fn into_bot(self, id: &BotId, shelf: &Shelf) -> Option<Bot> {
        let (source, policy) = self.policy?;
        let mut intents: Vec<Intent> = self.intents.into_iter().map(|draft| draft.intent).collect();
        intents.sort_by(|a, b| a.name.cmp(&b.name));
        let mut articles: Vec<Article> = self.articles.into_iter().map(|draft| draft.article).collect();
        articles.sort_by(|a, b| (&a.slug, &a.locale).cmp(&(&b.slug, &b.locale)));
        let content = shelf.intents.iter().chain(&shelf.articles).copied().chain(shelf.replies);
        let (content_version, policy_version) = (version(content), version([source]));
        Some(Bot { id: id.clone(), intents, articles, policy, replies: self.replies, content_version, policy_version })
    }
}

/// One bot's files by what they are, each in order of path.
#[derive(Default)]
struct Shelf<'a> {
    policy: Option<&'a SourceFile>,
    replies: Option<&'a SourceFile>,
    intents: Vec<&'a SourceFile>,
    articles: Vec<&'a SourceFile>,
}

impl<'a> Shelf<'a> {
    fn sorted(id: &BotId, files: &'a [SourceFile], findings: &mut Vec<Finding>) -> Self {
        let mut files: Vec<&SourceFile> = files.iter().collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let mut shelf = Self::default();
        for file in files {
            match parts(&file.path) {
                ("intents", bot, "policy.toml") if bot == id.as_str() => shelf.policy = Some(file),
                ("intents", bot, "replies.toml") if bot == id.as_str() => shelf.replies = Some(file),
                ("intents", bot, name) if bot == id.as_str() && name.ends_with(".yaml") => shelf.intents.push(file),
                ("knowledge-base", bot, name) if bot == id.as_str() && name.ends_with(".md") => {
                    shelf.articles.push(file);
                }
                _ => findings.push(unread(id, file)),
            }
        }
        shelf
    }

    fn policy(&self, id: &BotId, findings: &mut Vec<Finding>) -> Option<(&'a SourceFile, Policy)> {
        let Some(file) = self.policy else {
            let path = format!("intents/{id}/policy.toml");
            findings.push(Finding::error(&path, None, "the file is missing", "copy another bot's and adapt it"));
            return None;
        };
        match Policy::parse(&file.path, &file.text) {
            Ok(policy) => Some((file, policy)),
            Err(finding) => {
                findings.push(finding);
                None
            }
        }
    }

    fn read(&self, policy: Option<(&'a SourceFile, Policy)>, today: Date, findings: &mut Vec<Finding>) -> Draft<'a> {
        let locales = policy.as_ref().map_or(&[][..], |(_, policy)| &policy.brand.locales);
        let replies = self.replies.map(|file| reply::read(&file.path, &file.text, locales, findings));
        Draft {
            today,
            replies: replies.unwrap_or_default(),
            policy,
            intents: self.intents.iter().filter_map(|file| intent::read(file, findings)).collect(),
            articles: self.articles.iter().filter_map(|file| article::read(file, findings)).collect(),
            intent_files: self.intents.iter().map(|file| intent::named(&file.path)).collect(),
            article_files: self.articles.iter().filter_map(|file| article::named(&file.path)).collect(),
        }
    }
}

/// The last three parts of a path: the kind of folder, the bot, the file.
fn parts(path: &str) -> (&str, &str, &str) {
    let mut parts = path.rsplit('/');
    let mut next = || parts.next().unwrap_or_default();
    let (file, bot, folder) = (next(), next(), next());
    (folder, bot, file)
}

fn unread(id: &BotId, file: &SourceFile) -> Finding {
    let advice = format!(
        "intents are intents/{id}/<intent>.yaml, articles knowledge-base/{id}/<slug>.<locale>.md, the policy \
         intents/{id}/policy.toml"
    );
    file.warning(None, "the file is not read", advice)
}

/// Each path and text with its length before it, so that no two sets of files hash alike.
fn version<'a>(files: impl IntoIterator<Item = &'a SourceFile>) -> String {
    let mut hash = Sha256::new();
    for part in files.into_iter().flat_map(|file| [&file.path, &file.text]) {
        hash.update(part.len().to_be_bytes());
        hash.update(part);
    }
    hash.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}
