//! The bots as they are now. A changed bot replaces the old one whole; a turn that has begun ends with what it began.

use crate::domain::BotId;
use crate::nlu::Brain;
use std::collections::BTreeMap;
use std::sync::{Arc, RwLock};

#[derive(Default)]
pub struct Library {
    brains: RwLock<BTreeMap<BotId, Arc<Brain>>>,
}

impl Library {
    pub fn put(&self, brain: Brain) {
        let mut brains = self.brains.write().expect("nothing panics while it holds the library");
        brains.insert(brain.bot.id.clone(), Arc::new(brain));
    }

    pub fn get(&self, bot: &BotId) -> Option<Arc<Brain>> {
        self.brains.read().expect("nothing panics while it holds the library").get(bot).cloned()
    }

    pub fn ids(&self) -> Vec<BotId> {
        self.brains.read().expect("nothing panics while it holds the library").keys().cloned().collect()
    }
}
