//! Floor 3: the queue and the people who empty it. A projection: everything here is rebuilt from the sessions' logs.

mod desk;
mod routing;
mod staff;
mod waits;

pub use desk::{AgentFrame, Connected, Desk, Typing};
pub use routing::{Held, Move, Plan, Seat, Turn, Waiting, route};
pub use staff::{Availability, Person, Presence};
pub use waits::Waited;
