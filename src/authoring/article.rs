//! `knowledge-base/<bot>/<slug>.<locale>.md`: TOML front matter between `+++` lines, then the approved answer.

use super::finding::DAY_EXAMPLE;
use super::source::{line_at, unknown_keys};
use super::{Finding, SourceFile};
use crate::domain::Locale;
use jiff::civil::Date;
use regex::Regex;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;
use toml::Spanned;
use toml::value::Datetime;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Article {
    /// `kebab-case`, from the file's name.
    pub slug: String,
    pub locale: Locale,
    pub title: String,
    /// The questions it answers, as a customer would ask them.
    pub questions: Vec<String>,
    pub audience: Audience,
    pub updated: Date,
    pub review_by: Date,
    /// First day on which it is shown.
    pub valid_from: Option<Date>,
    /// Last day on which it is shown.
    pub valid_to: Option<Date>,
    pub owner: String,
    /// Slugs of sensible next steps.
    pub related: Vec<String>,
    /// Whether an answer names it as its source. Small talk does not.
    pub cite: bool,
    /// The approved answer, in a small part of Markdown: paragraphs, lists, bold, links.
    pub body: String,
}

/// Who may read an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    Customer,
    /// Agents only: a customer never gets it.
    Agent,
}

impl Article {
    /// Whether a customer may be given it on `today`.
    pub fn shown_on(&self, today: Date) -> bool {
        let begun = self.valid_from.is_none_or(|first| first <= today);
        let not_over = self.valid_to.is_none_or(|last| today <= last);
        self.audience == Audience::Customer && begun && not_over
    }
}

/// An article with the places where its parts were written.
pub(super) struct DraftArticle<'a> {
    pub source: &'a SourceFile,
    pub article: Article,
    /// `slug` and `locale` as the front matter has them.
    pub front_slug: Option<String>,
    pub front_locale: String,
    /// A line for each of `related`, and for each of `questions`.
    pub related_lines: Vec<usize>,
    pub question_lines: Vec<usize>,
    /// The line on which the body begins.
    pub body_line: usize,
}

const KEYS: [&str; 12] = [
    "title",
    "questions",
    "slug",
    "locale",
    "audience",
    "updated",
    "review_by",
    "valid_from",
    "valid_to",
    "owner",
    "related",
    "cite",
];

/// The front matter as written: nothing is required yet, so that everything missing can be told at once.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Front {
    title: Option<String>,
    questions: Vec<Spanned<String>>,
    slug: Option<String>,
    locale: Option<String>,
    audience: Option<Audience>,
    updated: Option<Datetime>,
    review_by: Option<Datetime>,
    valid_from: Option<Datetime>,
    valid_to: Option<Datetime>,
    owner: Option<String>,
    related: Vec<Spanned<String>>,
    cite: Option<bool>,
}

static KEBAB_CASE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("^[a-z0-9]+(-[a-z0-9]+)*$").expect("the pattern is a constant"));

/// Slug and locale, as a file's name has them: `track-your-order.en.md`.
pub(super) fn named(path: &str) -> Option<(String, Locale)> {
    let stem = path.rsplit('/').next()?.strip_suffix(".md")?;
    let (slug, locale) = stem.rsplit_once('.')?;
    (KEBAB_CASE.is_match(slug) && !locale.is_empty()).then(|| (slug.to_owned(), Locale::from(locale)))
}

/// Reads one article; `None` when its name, its fences or its TOML have another shape.
pub(super) fn read<'a>(source: &'a SourceFile, findings: &mut Vec<Finding>) -> Option<DraftArticle<'a>> {
    let Some(name) = named(&source.path) else {
        let advice = "name it <slug>.<locale>.md in small letters, such as track-your-order.en.md";
        findings.push(source.error(None, "the file's name has no slug and locale", advice));
        return None;
    };
    let Some(parts) = Parts::split(&source.text) else {
        let advice = "open the file with a line `+++`, and close the front matter with another";
        findings.push(source.error(Some(1), "the `+++` lines around the front matter are missing", advice));
        return None;
    };
    match parse(&parts.toml) {
        Ok((keys, front)) => {
            findings.extend(unknown_keys(source, keys, &KEYS));
            Some(draft(source, name, parts, front, findings))
        }
        Err(fault) => {
            findings.push(Finding::toml(&source.path, &parts.toml, &fault));
            None
        }
    }
}

struct Parts {
    /// An empty line stands in for the first fence, so that lines of the front matter are lines of the file.
    toml: String,
    body: String,
    body_line: usize,
}

impl Parts {
    fn split(text: &str) -> Option<Self> {
        let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        let rest = text.strip_prefix("+++").and_then(|rest| rest.trim_start_matches([' ', '\t']).strip_prefix('\n'))?;
        let mut end = 0;
        let fence = rest.split_inclusive('\n').find(|line| {
            end += line.len();
            line.trim_end() == "+++"
        })?;
        let (toml, body) = (format!("\n{}", &rest[..end - fence.len()]), &rest[end..]);
        let blank = if body.trim().is_empty() { "" } else { &body[..body.len() - body.trim_start().len()] };
        let body_line = toml.matches('\n').count() + 2 + blank.matches('\n').count();
        Some(Self { toml, body: body.trim().to_owned(), body_line })
    }
}

fn parse(text: &str) -> Result<(Vec<String>, Front), toml::de::Error> {
    let table: toml::Table = toml::from_str(text)?;
    Ok((table.keys().cloned().collect(), toml::from_str(text)?))
}

fn draft<'a>(
    source: &'a SourceFile,
    (slug, locale): (String, Locale),
    parts: Parts,
    front: Front,
    findings: &mut Vec<Finding>,
) -> DraftArticle<'a> {
    let (related, related_lines) = placed(front.related, &parts.toml);
    let (questions, question_lines) = placed(front.questions, &parts.toml);
    let article = Article {
        slug,
        locale,
        title: source.required("title", front.title, findings),
        questions,
        audience: audience(source, front.audience, findings),
        updated: required_day(source, "updated", front.updated, findings).unwrap_or(Date::MIN),
        review_by: required_day(source, "review_by", front.review_by, findings).unwrap_or(Date::MAX),
        valid_from: day(source, "valid_from", front.valid_from, findings),
        valid_to: day(source, "valid_to", front.valid_to, findings),
        owner: source.required("owner", front.owner, findings),
        related,
        cite: front.cite.unwrap_or(true),
        body: parts.body,
    };
    let front_locale = source.required("locale", front.locale, findings);
    let (front_slug, body_line) = (front.slug, parts.body_line);
    DraftArticle { source, article, front_slug, front_locale, related_lines, question_lines, body_line }
}

/// The texts of a list, and their lines.
fn placed(list: Vec<Spanned<String>>, toml: &str) -> (Vec<String>, Vec<usize>) {
    let place = |said: Spanned<String>| (said.get_ref().trim().to_owned(), line_at(toml, said.span().start));
    list.into_iter().map(place).unzip()
}

/// The audience as written. Missing, it reads as the customer, so that nothing else is told on top of it.
fn audience(source: &SourceFile, written: Option<Audience>, findings: &mut Vec<Finding>) -> Audience {
    if written.is_none() {
        let advice = "add `audience = \"customer\"`, or \"agent\"";
        findings.push(source.error(source.line_of("audience"), "`audience` is missing", advice));
    }
    written.unwrap_or(Audience::Customer)
}

fn required_day(
    source: &SourceFile,
    key: &str,
    written: Option<Datetime>,
    findings: &mut Vec<Finding>,
) -> Option<Date> {
    if written.is_none() {
        findings.push(source.error(source.line_of(key), format!("`{key}` is missing"), day_advice()));
    }
    day(source, key, written, findings)
}

fn day(source: &SourceFile, key: &str, written: Option<Datetime>, findings: &mut Vec<Finding>) -> Option<Date> {
    let written = written?;
    let day = plain_day(&written);
    if day.is_none() {
        findings.push(source.error(source.line_of(key), format!("`{key}` is {written}, not a day"), day_advice()));
    }
    day
}

fn day_advice() -> String {
    format!("write {DAY_EXAMPLE}")
}

fn plain_day(written: &Datetime) -> Option<Date> {
    let date = written.date.filter(|_| written.time.is_none())?;
    let part = |number: u8| i8::try_from(number).ok();
    Date::new(i16::try_from(date.year).ok()?, part(date.month)?, part(date.day)?).ok()
}
