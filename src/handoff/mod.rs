//! Floor 3: the queue and the people who empty it. A projection: everything here is rebuilt from the sessions' logs.

mod desk;
mod waits;

pub use desk::{AgentFrame, Availability, Connected, Desk};
pub use waits::WaitTimes;
