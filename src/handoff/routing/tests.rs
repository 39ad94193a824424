//! The tables of `docs/routing.md`, row by row, and what holds for every desk that chance can think of.

use super::*;
use crate::authoring::turn_of;
use crate::domain::Priority;
use crate::handoff::calls::{Called, call};
use proptest::prelude::*;

const TABLES: &str = include_str!("../../../docs/routing.md");
const RULES: Routing = Routing {
    assign: Assign::Offer,
    offer_s: 30,
    pause_s: 300,
    silent_offers: 2,
    fresh_s: 300,
    fresh_weight: 2,
    step_s: 600,
    upset_steps: 1,
    silence: None,
};
/// How much longer the fresh chats of the tables stay fresh, in seconds.
const FRESH_LEFT_S: i64 = 100;

fn now() -> Timestamp {
    "2026-11-23T10:00:00Z".parse().expect("a moment")
}

fn ago(seconds: i64) -> Timestamp {
    now() - SignedDuration::from_secs(seconds)
}

/// A chat of the tables by its letter.
fn session(name: &str) -> SessionId {
    SessionId::from_bytes(u128::from(name.as_bytes()[0]).to_be_bytes())
}

fn letter(session: SessionId) -> char {
    char::from(session.to_bytes()[15])
}

struct Words<'a>(std::vec::IntoIter<&'a str>);

impl<'a> Words<'a> {
    fn of(cell: &'a str) -> Self {
        Self(cell.split_whitespace().collect::<Vec<_>>().into_iter())
    }
    fn word(&mut self) -> &'a str {
        self.0.next().expect("a word follows")
    }
    fn number(&mut self) -> i64 {
        self.word().parse().expect("a number follows")
    }
    /// `60 s`
    fn seconds(&mut self) -> i64 {
        let number = self.number();
        assert_eq!(self.word(), "s");
        number
    }
}

fn seat(cell: &str) -> Seat {
    let mut words = Words::of(cell);
    let mut seat = Seat {
        agent: words.word().into(),
        here: true,
        on: true,
        bots: Vec::new(),
        work: Work::default(),
        rank: Rank::Agent,
        capacity: 2,
        held: Vec::new(),
        idle_since: now(),
        silent: 0,
    };
    let hold = |seat: &mut Seat, chats: i64, fresh_until| {
        (0..chats).for_each(|_| seat.held.push(Held { weight: 2, fresh_until, rests_until: None }));
    };
    while let Some(word) = words.0.next() {
        match word {
            "off" => seat.on = false,
            "gone" => (seat.here, seat.on) = (false, false),
            "leads" => seat.rank = Rank::Supervisor,
            "idle" => seat.idle_since = ago(words.seconds()),
            "held" => hold(&mut seat, words.number(), now()),
            "fresh" => hold(&mut seat, words.number(), ago(-FRESH_LEFT_S)),
            "rests" => {
                hold(&mut seat, words.number(), now());
                seat.held.iter_mut().for_each(|held| held.rests_until = Some(ago(-FRESH_LEFT_S)));
            }
            "silent" => seat.silent = words.number() as u32,
            "bot" => seat.bots.push(words.word().into()),
            "team" => seat.work.teams.push(words.word().into()),
            "lang" => seat.work.languages.push(words.word().into()),
            "skill" => seat.work.skills.push(words.word().into()),
            capacity => seat.capacity = capacity.parse().expect("a capacity"),
        }
    }
    seat
}

fn chat(cell: &str) -> Waiting {
    let mut words = Words::of(cell);
    let session = session(words.word());
    let (mut since, mut priority, mut lifts) = (ago(60), Priority::Normal, 0);
    let mut chat = Waiting {
        session,
        bot: "shop".into(),
        rank: Rank::Agent,
        team: None,
        locale: "en".into(),
        intent: None,
        turn: (now(), session),
        opens_at: None,
        last_agent: None,
        came_back: false,
        declined: Vec::new(),
        offer: None,
        routing: Some(RULES),
    };
    while let Some(word) = words.0.next() {
        match word {
            "low" => priority = Priority::Low,
            "high" => priority = Priority::High,
            "urgent" => priority = Priority::Urgent,
            "tier" => priority = priority.raised(words.number() as u32),
            "rated" => chat.rank = Rank::Supervisor,
            "lifts" => lifts = words.number() as u32,
            "bot" => chat.bot = words.word().into(),
            "team" => chat.team = Some(words.word().into()),
            "lang" => chat.locale = words.word().into(),
            "intent" => chat.intent = Some(words.word().into()),
            "last" => chat.last_agent = Some(words.word().into()),
            "back" => chat.came_back = true,
            "declined" => chat.declined.push((words.word().into(), ago(words.seconds()))),
            "offer" => chat.offer = Some((words.word().into(), ago(-words.seconds()))),
            "opens" => chat.opens_at = Some(ago(-words.seconds())),
            "assign" => chat.routing = Some(Routing { assign: Assign::Assign, ..RULES }),
            "pick" => chat.routing = Some(Routing { assign: Assign::Pick, ..RULES }),
            waited => {
                since = ago(waited.parse().expect("how long it waits"));
                assert_eq!(words.word(), "s");
            }
        }
    }
    chat.turn = (turn_of(since, priority, lifts, chat.routing.as_ref()), session);
    chat
}

/// A chat of the tables to which a supervisor is called.
fn called(cell: &str) -> Option<Called> {
    let (mut since, mut to, mut agent) = (None, None, None);
    let mut words = Words::of(cell);
    let mut rest = Vec::new();
    while let Some(word) = words.0.next() {
        match word {
            "called" => since = Some(ago(words.seconds())),
            "to" => to = Some(words.word().into()),
            "with" => agent = Some(words.word().into()),
            word => rest.push(word),
        }
    }
    let Waiting { session, bot, team, .. } = since.is_some().then(|| chat(&rest.join(" ")))?;
    Some(Called { session, bot, team, agent, since: since?, to })
}

fn cells<T>(cell: &str, read: fn(&str) -> T) -> Vec<T> {
    cell.split(',').map(str::trim).filter(|part| !part.is_empty()).map(read).collect()
}

/// A plan in the words of the tables.
fn told(plan: &Plan) -> String {
    let moves: Vec<String> = plan.moves.iter().map(told_move).collect();
    if !moves.is_empty() && !moves.iter().all(|told| told.contains('<')) {
        return moves.join(", ");
    }
    let moves = if moves.is_empty() { "nothing".to_string() } else { moves.join(", ") };
    let again = plan.look_again.map(|at| format!("; again in {} s", at.duration_since(now()).as_secs()));
    moves + &again.unwrap_or_default()
}

fn told_move(one: &Move) -> String {
    match one {
        Move::Offer { session, agent, expires_at } => {
            assert_eq!(*expires_at, ago(-30));
            format!("{} > {agent}", letter(*session))
        }
        Move::Assign { session, agent } => format!("{} = {agent}", letter(*session)),
        Move::Withdraw { session, agent, why } => {
            let why = format!("{why:?}").to_lowercase();
            format!("{} < {agent} {why}", letter(*session))
        }
        Move::CountAway { agent } => format!("{agent} away"),
        Move::Call { session, agent } => format!("{} calls {agent}", letter(*session)),
        Move::CheckGoals { session } => format!("{} is due", letter(*session)),
        Move::Wake { session } => format!("{} wakes", letter(*session)),
        Move::EndSilence { session } => format!("{} is due", letter(*session)),
    }
}

#[test]
fn every_row_of_the_page_is_what_happens() {
    let mut rows = 0;
    for row in TABLES.lines().filter(|line| line.starts_with("| ")) {
        let [because, agents, waiting, expected] = row.trim_matches('|').split('|').collect::<Vec<_>>()[..] else {
            panic!("a row has four cells: {row}");
        };
        if because.trim() != "because" {
            let seats = cells(agents, seat);
            let calls: Vec<Called> = cells(waiting, called).into_iter().flatten().collect();
            let plan = match calls.is_empty() {
                true => route(now(), cells(waiting, chat), seats),
                false => Plan { moves: call(calls, &seats), look_again: None },
            };
            assert_eq!(told(&plan), expected.trim(), "{because}");
            rows += 1;
        }
    }
    assert_eq!(rows, 231, "the page has its rows");
}

const NAMES: [&str; 5] = ["ann", "bo", "cas", "dee", "eva"];

prop_compose! {
    fn any_seat(name: &'static str)(
        on in prop::bool::weighted(0.8), capacity in 0u32..5, held in 0usize..4, fresh in 0usize..3, idle in 0i64..600,
        silent in 0u32..2, team in prop::option::of("[ab]"), lang in prop::option::of("(en|nl)"),
        skill in prop::option::of("[xy]"), leads in prop::bool::weighted(0.3),
    ) -> Seat {
        let old = Held { weight: 2, fresh_until: now(), rests_until: None };
        let new = Held { weight: 2, fresh_until: ago(-FRESH_LEFT_S), rests_until: None };
        Seat {
            agent: name.into(), here: on, on, bots: Vec::new(), capacity, idle_since: ago(idle), silent,
            held: [vec![old; held], vec![new; fresh]].concat(),
            rank: if leads { Rank::Supervisor } else { Rank::Agent },
            work: Work { teams: team.into_iter().collect(), languages: lang.into_iter().collect(), skills: skill.into_iter().collect() },
        }
    }
}

prop_compose! {
    fn any_chat(letter: u8)(
        waited in 0i64..2000, priority in 0usize..4, team in prop::option::of("[ab]"), lang in "(en|nl)",
        intent in prop::option::of("[xy]"), last in prop::option::of(0usize..5),
        declined in prop::collection::vec((0usize..5, 0i64..600), 0..3), offer in prop::option::of((0usize..5, -10i64..30)),
        opens in prop::option::of(-60i64..60), assign in 0usize..3, offered in any::<bool>(),
        rated in prop::bool::weighted(0.1),
    ) -> Waiting {
        let session = session(&char::from(letter).to_string());
        let priority = [Priority::Low, Priority::Normal, Priority::High, Priority::Urgent][priority];
        let routing = Routing { assign: [Assign::Offer, Assign::Assign, Assign::Pick][assign], ..RULES };
        Waiting {
            rank: if rated { Rank::Supervisor } else { Rank::Agent }, came_back: waited % 2 == 0,
            session, bot: "shop".into(), team, locale: Locale::new(lang), intent,
            turn: (turn_of(ago(waited), priority, 0, Some(&routing)), session),
            opens_at: opens.map(|in_s| ago(-in_s)), last_agent: last.map(|at| NAMES[at].into()),
            declined: declined.into_iter().map(|(at, s)| (NAMES[at].into(), ago(s))).collect(),
            offer: offer.filter(|_| offered).map(|(at, in_s)| (NAMES[at].into(), ago(-in_s))),
            routing: Some(routing),
        }
    }
}

fn any_chats() -> impl Strategy<Value = Vec<Waiting>> {
    (0u8..9).prop_flat_map(|many| (0..many).map(|at| any_chat(b'A' + at)).collect::<Vec<_>>())
}

fn any_seats() -> impl Strategy<Value = Vec<Seat>> {
    prop::sample::subsequence(&NAMES[..4], 0..=4)
        .prop_flat_map(|names| names.into_iter().map(any_seat).collect::<Vec<_>>())
}

/// Chats given to an agent by a plan.
fn given(plan: &Plan) -> Vec<(SessionId, AgentName)> {
    let given = |one: &Move| match one {
        Move::Offer { session, agent, .. } | Move::Assign { session, agent } => Some((*session, agent.clone())),
        _ => None,
    };
    plan.moves.iter().filter_map(given).collect()
}

/// Chats on offer that a plan leaves where they are.
fn kept(plan: &Plan, waiting: &[Waiting]) -> Vec<(SessionId, AgentName)> {
    let ended = |id| plan.moves.iter().any(|m| matches!(m, Move::Withdraw { session, .. } if *session == id));
    let offers = waiting.iter().filter_map(|chat| Some((chat.session, chat.offer.clone()?.0)));
    offers.filter(|(session, _)| !ended(*session)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn nobody_gets_more_than_fits(waiting in any_chats(), seats in any_seats()) {
        let plan = route(now(), waiting.clone(), seats.clone());
        for seat in seats {
            let count = |pairs: &[(SessionId, AgentName)]| pairs.iter().filter(|(_, agent)| *agent == seat.agent).count();
            let new = count(&given(&plan));
            let heads = seat.held.len() + new + count(&kept(&plan, &waiting));
            prop_assert!(new == 0 || heads as u32 <= seat.capacity, "{} has {heads} of {}", seat.agent, seat.capacity);
        }
    }

    #[test]
    fn a_chat_goes_only_to_somebody_who_can_have_it_and_only_once(waiting in any_chats(), seats in any_seats()) {
        let plan = route(now(), waiting.clone(), seats.clone());
        let given = given(&plan);
        for (session, agent) in &given {
            let chat = waiting.iter().find(|chat| chat.session == *session).expect("it waits");
            let seat = seats.iter().find(|seat| seat.agent == *agent).expect("the agent is there");
            prop_assert!(seat.can_have(chat) && chat.opens_at.is_none_or(|at| at <= now()));
            prop_assert!(given.iter().filter(|(other, _)| other == session).count() == 1);
            prop_assert!(chat.routing.is_some_and(|routing| routing.assign != Assign::Pick));
        }
    }

    #[test]
    fn nobody_gets_what_they_declined_while_others_can_have_it(waiting in any_chats(), seats in any_seats()) {
        let plan = route(now(), waiting.clone(), seats.clone());
        for (session, agent) in given(&plan) {
            let chat = waiting.iter().find(|chat| chat.session == session).expect("it waits");
            let Some(at) = chat.declined_at(&agent) else { continue };
            prop_assert!(later(at, RULES.pause_s) <= now(), "{agent} rests");
            let others = seats.iter().filter(|seat| seat.agent != agent && seat.can_have(chat) && seat.has_room(now()));
            let just_silent = |agent: &AgentName| silenced(&plan, agent) || chat.offer.as_ref().is_some_and(|(to, _)| to == agent);
            for other in others.filter(|other| chat.declined_at(&other.agent).is_none() && !just_silent(&other.agent)) {
                let busy = given_to(&plan, &waiting, &other.agent);
                prop_assert!(busy > 0, "{} could have had {}", other.agent, letter(session));
            }
        }
    }

    #[test]
    fn no_chat_is_forgotten_while_somebody_who_can_have_it_is_free(waiting in any_chats(), seats in any_seats()) {
        let plan = route(now(), waiting.clone(), seats.clone());
        let (given, kept) = (given(&plan), kept(&plan, &waiting));
        for chat in &waiting {
            let routed = chat.routing.is_some_and(|routing| routing.assign != Assign::Pick);
            let ready = routed && chat.opens_at.is_none_or(|at| at <= now());
            let settled = given.iter().chain(&kept).any(|(session, _)| *session == chat.session);
            if !ready || settled {
                continue;
            }
            for seat in seats.iter().filter(|seat| seat.can_have(chat) && !silenced(&plan, &seat.agent)) {
                let silent = chat.offer.as_ref().is_some_and(|(agent, at)| *agent == seat.agent && *at <= now());
                let rests = chat.declined_at(&seat.agent).is_some_and(|at| later(at, RULES.pause_s) > now());
                let busy = given_to(&plan, &waiting, &seat.agent) > 0;
                prop_assert!(!seat.has_room(now()) || silent || rests || busy, "{} is free for {}", seat.agent, letter(chat.session));
            }
        }
    }

    #[test]
    fn an_agent_more_makes_nobody_wait_longer(waiting in any_chats(), seats in any_seats(), more in any_seat("eva")) {
        let without_offers: Vec<Waiting> = waiting.into_iter().map(|chat| Waiting { offer: None, ..chat }).collect();
        let before = given(&route(now(), without_offers.clone(), seats.clone()));
        let after = given(&route(now(), without_offers, [seats, vec![more]].concat()));
        for (session, _) in before {
            prop_assert!(after.iter().any(|(other, _)| *other == session), "{} waits now", letter(session));
        }
    }

    #[test]
    fn the_order_in_which_things_are_listed_does_not_matter(waiting in any_chats(), seats in any_seats()) {
        let backwards = route(now(), waiting.iter().rev().cloned().collect(), seats.iter().rev().cloned().collect());
        prop_assert_eq!(route(now(), waiting, seats), backwards);
    }

    #[test]
    fn a_plan_looks_again_later_and_never_in_the_past(waiting in any_chats(), seats in any_seats()) {
        let plan = route(now(), waiting, seats);
        prop_assert!(plan.look_again.is_none_or(|at| at > now()));
    }

    #[test]
    fn two_chats_keep_their_order_while_both_wait(a in any_chat(b'A'), b in any_chat(b'B'), later_s in 0i64..100_000) {
        // The turn is fixed when the wait begins: time alone changes nothing, and the longer wait of two equals wins.
        prop_assert_eq!(a.turn < b.turn, a.turn.0 < b.turn.0 || (a.turn.0 == b.turn.0 && a.session < b.session));
        let of = |waited: i64| turn_of(ago(waited), Priority::Normal, 0, Some(&RULES));
        prop_assert!(of(later_s + 1) < of(later_s));
    }
}

fn silenced(plan: &Plan, agent: &AgentName) -> bool {
    plan.moves.iter().any(|one| matches!(one, Move::CountAway { agent: away } if away == agent))
}

/// Chats a plan gives an agent or leaves with them.
fn given_to(plan: &Plan, waiting: &[Waiting], agent: &AgentName) -> usize {
    given(plan).iter().chain(&kept(plan, waiting)).filter(|(_, who)| who == agent).count()
}
