//! The heads of sessions, by age, backwards, and by customer.

use super::StoreError;
use super::rows::{Row, Rows, head_key};
use crate::domain::{BotId, SessionHead, SessionId};
use std::ops::Bound;

impl Rows {
    /// The first `at_most` heads of sessions after `after`, by id.
    pub fn heads(&self, after: Option<SessionId>, at_most: usize) -> Result<Vec<SessionHead>, StoreError> {
        self.head_rows(after).take(at_most).map(|row| self.head_in(&row?)).collect()
    }

    pub(super) fn head_rows(&self, after: Option<SessionId>) -> impl Iterator<Item = Result<Row, StoreError>> {
        let from = after.map_or(Bound::Included(vec![b'h']), |session| Bound::Excluded(head_key(session)));
        self.db.range::<Vec<u8>, _>((from, Bound::Excluded(vec![b'h' + 1]))).map(|row| self.plain(row))
    }

    /// The last `at_most` heads of sessions before `before`, the newest first.
    pub fn heads_back(&self, before: Option<SessionId>, at_most: usize) -> Result<Vec<SessionHead>, StoreError> {
        self.head_rows_back(before).take(at_most).map(|row| self.head_in(&row?)).collect()
    }

    /// Every head is looked at, but only those are parsed that hold the customer's id.
    pub fn heads_of_customer(
        &self,
        bot: &BotId,
        customer: &str,
        at_most: usize,
    ) -> Result<Vec<SessionHead>, StoreError> {
        let quoted = serde_json::to_string(customer).expect("text is always JSON");
        let named = self.head_rows_back(None).filter(|row| match row {
            Ok((_, json)) => std::str::from_utf8(json).map_or(true, |json| json.contains(&quoted)),
            Err(_) => true,
        });
        let theirs = |head: &SessionHead| head.bot == *bot && head.customer.as_deref() == Some(customer);
        let heads = named.map(|row| self.head_in(&row?));
        heads.filter(|head| head.as_ref().map_or(true, theirs)).take(at_most).collect()
    }

    fn head_rows_back(&self, before: Option<SessionId>) -> impl Iterator<Item = Result<Row, StoreError>> {
        let to = before.map_or(vec![b'h' + 1], head_key);
        self.db.range(vec![b'h']..to).rev().map(|row| self.plain(row))
    }

    fn head_in(&self, (key, json): &Row) -> Result<SessionHead, StoreError> {
        let session = self.session(key)?;
        self.parse(json, || format!("the head of session {session}"))
    }
}
