//! Checks of one article, against its file name, its own dates and words, and the rest of the knowledge base.

use super::words;
use crate::authoring::article::DraftArticle;
use crate::authoring::bot::Draft;
use crate::authoring::{Article, Audience, Finding};
use crate::domain::Locale;

/// Writers are asked for 40 to 130 words; this leaves some room. A house rule, not a measurement.
const MOST_WORDS: usize = 160;

pub(super) fn check(article: &DraftArticle, draft: &Draft) -> Vec<Finding> {
    let mut findings = Vec::new();
    file_name(article, draft, &mut findings);
    dates(article, draft, &mut findings);
    related(article, draft, &mut findings);
    used(article, draft, &mut findings);
    length(article, &mut findings);
    front_words(article, draft, &mut findings);
    body_words(article, draft, &mut findings);
    findings
}

fn file_name(draft_article: &DraftArticle, draft: &Draft, findings: &mut Vec<Finding>) {
    let DraftArticle { source, article: Article { slug, locale, .. }, front_slug, front_locale, .. } = draft_article;
    if front_slug.as_ref().is_some_and(|front| front != slug) {
        let message = format!("slug is not the file's, `{slug}`");
        findings.push(source.error(source.line_of("slug"), message, "take `slug` out, or rename the file"));
    }
    if !front_locale.is_empty() && front_locale != locale.as_str() {
        let message = format!("locale `{front_locale}` is not the file's, `{locale}`");
        findings.push(source.error(source.line_of("locale"), message, "give both the same locale"));
    }
    if !draft.locales().is_empty() && !draft.locales().contains(locale) {
        let message = format!("policy.toml does not name locale {locale}");
        findings.push(source.warning(source.line_of("locale"), message, "take the file out, or add it to `locales`"));
    }
}

fn dates(DraftArticle { source, article, .. }: &DraftArticle, draft: &Draft, findings: &mut Vec<Finding>) {
    if article.review_by < article.updated {
        let message = format!("review_by {} lies before updated {}", article.review_by, article.updated);
        findings.push(source.error(source.line_of("review_by"), message, "put the dates in order"));
    } else if article.review_by < draft.today {
        let message = format!("review_by {} has passed", article.review_by);
        findings.push(source.warning(source.line_of("review_by"), message, "read it again and set a new date"));
    }
    if let (Some(first), Some(last)) = (article.valid_from, article.valid_to)
        && last < first
    {
        let message = format!("valid_to {last} lies before valid_from {first}");
        findings.push(source.error(source.line_of("valid_to"), message, "put the dates in order"));
    }
}

fn related(draft_article: &DraftArticle, draft: &Draft, findings: &mut Vec<Finding>) {
    let DraftArticle { source, article, related_lines, .. } = draft_article;
    for (slug, line) in article.related.iter().zip(related_lines) {
        if !draft.article_files.contains(&(slug.clone(), article.locale.clone())) {
            let message = format!("related article `{slug}` has no file for locale {}", article.locale);
            findings.push(source.error(Some(*line), message, draft.advise_article(slug, &article.locale)));
        }
    }
}

fn used(DraftArticle { source, article, .. }: &DraftArticle, draft: &Draft, findings: &mut Vec<Finding>) {
    let by = draft.intents.iter().find(|draft| draft.intent.article.as_ref() == Some(&article.slug));
    match by {
        Some(by) if article.audience == Audience::Agent => {
            let message = format!("intent `{}` answers with it, but its audience is agent", by.intent.name);
            findings.push(source.error(source.line_of("audience"), message, "use audience customer"));
        }
        Some(by) if article.valid_to.is_some_and(|last| last < draft.today) => {
            let message = format!("valid_to has passed, but intent `{}` answers with it", by.intent.name);
            findings.push(source.warning(source.line_of("valid_to"), message, "set a new date, or another article"));
        }
        None if article.questions.is_empty() && draft.intents.len() == draft.intent_files.len() => {
            let message = "no intent answers with it and it has no questions";
            findings.push(source.warning(source.line_of("questions"), message, "add questions, or take it out"));
        }
        _ => {}
    }
}

fn length(DraftArticle { source, article, body_line, .. }: &DraftArticle, findings: &mut Vec<Finding>) {
    let count = article.body.split_whitespace().count();
    if count == 0 {
        findings.push(source.error(Some(*body_line), "the body is empty", "write the answer below the front matter"));
    } else if count > MOST_WORDS {
        let message = format!("the body has {count} words");
        findings.push(source.warning(Some(*body_line), message, format!("say it in {MOST_WORDS}")));
    }
}

fn front_words(draft_article: &DraftArticle, draft: &Draft, findings: &mut Vec<Finding>) {
    let DraftArticle { source, article, question_lines, .. } = draft_article;
    let questions = article.questions.iter().zip(question_lines.iter().map(|line| Some(*line)));
    for (text, line) in questions.chain([(&article.title, source.line_of("title"))]) {
        if let Some((redacted, kinds)) = words::personal_kinds(text, draft.brand()) {
            findings.push(source.error(line, format!("\"{redacted}\" holds personal data: {kinds}"), "take it out"));
        }
    }
}

fn body_words(draft_article: &DraftArticle, draft: &Draft, findings: &mut Vec<Finding>) {
    let DraftArticle { source, article, body_line, .. } = draft_article;
    for fault in words::body(&article.body, draft.brand()) {
        findings.push(source.error(Some(body_line + fault.line), fault.message, fault.advice));
    }
}

impl Draft<'_> {
    /// The nearest slug in that language, or which file to write.
    pub(super) fn advise_article(&self, slug: &str, locale: &Locale) -> String {
        let known: Vec<&str> =
            self.article_files.iter().filter(|(_, theirs)| theirs == locale).map(|(slug, _)| slug.as_str()).collect();
        match crate::authoring::finding::nearest(slug, &known) {
            Some(name) => format!("did you mean `{name}`?"),
            None => format!("write {slug}.{locale}.md"),
        }
    }
}
