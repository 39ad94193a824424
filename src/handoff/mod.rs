//! Floor 3: the queue and the people who empty it. A projection: everything here is rebuilt from the sessions' logs.

mod audience;
mod calls;
mod desk;
mod place;
mod routing;
mod staff;
mod waits;

pub use audience::{AgentFrame, Typing};
pub use desk::{Connected, Desk};
pub use routing::{Held, Move, Plan, Seat, Turn, Waiting, route};
pub use staff::{Availability, Person, Presence};
pub use waits::Waited;
