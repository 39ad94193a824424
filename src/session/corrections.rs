//! What agents corrected, as labelled examples for the next training. The audit log knows where they are, the sessions'
//! logs hold them; what was erased since is gone from here too.

use crate::domain::{BotId, Correction, Event, Record, SessionId};
use crate::store::{Deed, Store, StoreError};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// Entries of the audit log read at once.
const CHUNK: usize = 1000;

/// The sessions in which something was corrected, by age.
pub async fn corrected(store: &dyn Store) -> Result<BTreeSet<SessionId>, StoreError> {
    let (mut found, mut before) = (BTreeSet::new(), None);
    loop {
        let page = store.audit(before, CHUNK).await?;
        let corrections = page.iter().filter(|entry| entry.deed == Deed::Corrected);
        found.extend(corrections.filter_map(|entry| SessionId::parse(entry.on.as_deref()?)));
        match page.last() {
            Some(last) if page.len() == CHUNK => before = Some(last.id),
            _ => return Ok(found),
        }
    }
}

/// The session's examples, one JSON object a line: the last word on each message, in the order of the chat. `bots` are
/// whose sessions may be read; none are all.
pub async fn examples(store: &dyn Store, session: SessionId, bots: &[BotId]) -> Result<String, StoreError> {
    let log = store.whole_log(session).await?;
    let may = log.first().is_some_and(|first| bots.is_empty() || bots.contains(&first.bot));
    Ok(if may { examples_of(&log) } else { String::new() })
}

fn examples_of(log: &[Record]) -> String {
    let mut last: BTreeMap<u64, (&Record, &Correction)> = BTreeMap::new();
    for record in log {
        if let Event::Corrected { of, correction } = &record.event {
            last.insert(*of, (record, correction));
        }
    }
    let said = |seq: u64| log.iter().find(|record| record.seq == Some(seq));
    let language = |seq: u64| {
        log.iter().find_map(|record| match &record.event {
            Event::Understood { of, heard } if *of == seq => Some(heard.language.clone()),
            _ => None,
        })
    };
    let example = |(seq, (by, correction)): (&u64, &(&Record, &Correction))| {
        let Event::CustomerSaid { text, .. } = &said(*seq)?.event else { return None };
        let example = json!({
            "bot": by.bot, "locale": language(*seq), "text": text, "intent": correction.intent,
            "sentiment": correction.sentiment, "hand_off": correction.hand_off, "by": by.agent, "at": by.at,
            "session": by.session, "seq": seq,
        });
        Some(format!("{example}\n"))
    };
    last.iter().filter_map(example).collect()
}
