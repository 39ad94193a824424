//! Passes to a session's files. A customer's socket asks for one, so whoever has it has shown all that a socket has to show,
//! an identity too where the chat has one; it ends with the socket, and so with the customer's access.

use crate::domain::{BotId, SessionId};
use crate::session::{new_token, token_hash};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

/// Whose files a pass opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    pub session: SessionId,
    pub bot: BotId,
}

/// By the hash of the pass.
type Held = Arc<Mutex<HashMap<String, Holder>>>;

#[derive(Default)]
pub struct Passes(Held);

/// Good until it is dropped.
pub struct Pass {
    pub text: String,
    held: Held,
}

impl Passes {
    pub fn issue(&self, holder: Holder) -> Pass {
        let text = new_token();
        self.0.lock().expect("nothing panics while it holds the passes").insert(token_hash(&text), holder);
        Pass { text, held: self.0.clone() }
    }

    pub fn holder(&self, pass: &str) -> Option<Holder> {
        self.0.lock().expect("nothing panics while it holds the passes").get(&token_hash(pass)).cloned()
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        self.held.lock().expect("nothing panics while it holds the passes").remove(&token_hash(&self.text));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ulid::Ulid;

    #[test]
    fn a_pass_is_good_for_its_session_until_it_is_dropped() {
        let passes = Passes::default();
        let holder = |bot: &str| Holder { session: SessionId::new(Ulid::new()), bot: BotId::new(bot) };
        let (shop, bank) = (holder("shop"), holder("bank"));
        let (one, other) = (passes.issue(shop.clone()), passes.issue(bank.clone()));
        assert_eq!((passes.holder(&one.text), passes.holder(&other.text)), (Some(shop), Some(bank.clone())));
        let text = one.text.clone();
        drop(one);
        assert_eq!((passes.holder(&text), passes.holder(&other.text), passes.holder("")), (None, Some(bank), None));
    }
}
