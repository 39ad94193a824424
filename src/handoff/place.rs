//! A customer's place in the queue: behind those who come earlier and whom the same people could take.

use super::routing::Turn;
use super::staff::Person;
use crate::domain::{BotId, Locale, Rank, Work};

/// What a chat asks of who takes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Needs<'a> {
    pub bot: &'a BotId,
    pub team: Option<&'a str>,
    pub locale: &'a Locale,
    pub rank: Rank,
}

impl Needs<'_> {
    pub fn met_by(&self, bots: &[BotId], work: &Work, rank: Rank) -> bool {
        let any = |list: &[String], wanted: Option<&str>| {
            list.is_empty() || wanted.is_none_or(|wanted| list.iter().any(|known| known == wanted))
        };
        rank >= self.rank
            && (bots.is_empty() || bots.contains(self.bot))
            && any(&work.teams, self.team)
            && any(&work.languages, Some(self.locale.as_str()))
    }

    fn suits(&self, person: &Person) -> bool {
        self.met_by(&person.bots, &person.work, person.rank)
    }
}

/// A place in the queue, 1 first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub position: u32,
    /// Whether somebody is at the desk who could take the chat; else the place is only a guess.
    pub staffed: bool,
}

impl Place {
    /// Whether it is told to a customer who was told `before`. While nobody could take the chat, as just after a restart, a
    /// place that was told gets better or stays.
    pub fn is_news(self, before: Option<u32>) -> bool {
        before.is_none_or(|before| if self.staffed { self.position != before } else { self.position < before })
    }
}

/// The place of a chat: others count that come earlier and that the same people could take. Those are people who take chats
/// (`on`), else people who are `here` and may pick one; while nobody of them could take it, chats of its bot count.
pub fn place<'a>(
    own: (Needs<'a>, Turn),
    waiting: impl Iterator<Item = (Needs<'a>, Turn)>,
    on: &[&'a Person],
    here: &[&'a Person],
) -> Place {
    let able = |people: &[&'a Person]| -> Vec<&'a Person> {
        people.iter().copied().filter(|person| own.0.suits(person)).collect()
    };
    let able = Some(able(on)).filter(|able| !able.is_empty()).unwrap_or_else(|| able(here));
    // Few kinds of chats wait, however many do.
    let mut known: Vec<(Needs, bool)> = Vec::new();
    let mut competes = |needs: Needs<'a>| {
        if let Some((_, competes)) = known.iter().find(|(known, _)| *known == needs) {
            return *competes;
        }
        let competes = match able.is_empty() {
            true => needs.bot == own.0.bot,
            false => able.iter().any(|person| needs.suits(person)),
        };
        known.push((needs, competes));
        competes
    };
    let before = waiting.filter(|(needs, turn)| *turn < own.1 && competes(*needs)).count();
    Place { position: before as u32 + 1, staffed: !able.is_empty() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{SessionId, Timestamp};

    /// `team lang` of a chat, or of a person; `-` for none.
    fn words(text: &str) -> (Option<String>, Option<String>) {
        let mut words = text.split(' ').map(|word| (word != "-").then(|| word.to_string()));
        (words.next().flatten(), words.next().flatten())
    }

    fn person(text: &str) -> Person {
        let (team, language) = words(text);
        let work =
            Work { teams: team.into_iter().collect(), languages: language.into_iter().collect(), skills: Vec::new() };
        Person { agent: text.into(), name: text.into(), bots: Vec::new(), work, rank: Rank::Agent }
    }

    #[test]
    fn those_count_whom_the_same_people_could_take() {
        for (here, before, own, expected) in [
            // One queue, where people take everything.
            (vec!["- -"], vec!["cards en", "loans nl"], "cards en", 3),
            (vec!["- -"], vec![], "cards en", 1),
            // Teams of their own wait apart.
            (vec!["cards -", "loans -"], vec!["loans en", "loans en", "cards en"], "cards en", 2),
            // Somebody of both teams joins the queues.
            (vec!["cards -", "loans -", "- -"], vec!["loans en", "cards en"], "cards en", 3),
            // Languages divide, too.
            (vec!["- en", "- nl"], vec!["cards nl", "cards nl"], "cards en", 1),
            // Who is away from the desk counts only where nobody else could take it.
            (vec!["cards -", "- - away"], vec!["loans en", "cards en"], "cards en", 2),
            (vec!["loans -", "- - away"], vec!["loans en", "cards en"], "cards en", 3),
            // Nobody is here, or nobody who could: all of the bot count.
            (vec![], vec!["cards en", "loans nl"], "cards en", 3),
            (vec!["loans -"], vec!["cards en", "loans nl"], "cards en", 3),
        ] {
            let people: Vec<(bool, Person)> =
                here.iter().map(|text| (!text.ends_with(" away"), person(text))).collect();
            let among = |on: bool| people.iter().filter(|(is_on, _)| *is_on || !on).map(|(_, person)| person).collect();
            let (on, here_now): (Vec<&Person>, Vec<&Person>) = (among(true), among(false));
            let bot = BotId::from("shop");
            let kept: Vec<_> = before.iter().chain([&own]).map(|text| words(text)).collect();
            let locales: Vec<Locale> =
                kept.iter().map(|(_, lang)| Locale::new(lang.clone().expect("a language"))).collect();
            let turn = |at: usize| {
                let since = Timestamp::from_second(at as i64).expect("a moment");
                (since, SessionId::from_bytes((at as u128).to_be_bytes()))
            };
            let chat = |at: usize| {
                let needs = Needs { bot: &bot, team: kept[at].0.as_deref(), locale: &locales[at], rank: Rank::Agent };
                (needs, turn(at))
            };
            let last = kept.len() - 1;
            let told = place(chat(last), (0..=last).map(chat), &on, &here_now);
            let staffed = !matches!(&here[..], [] | ["loans -"]);
            assert_eq!(told, Place { position: expected, staffed }, "{own} after {before:?} with {here:?}");
        }
    }

    #[test]
    fn a_guess_takes_no_place_back() {
        let place = |position, staffed| Place { position, staffed };
        for (now, before, news) in [
            (place(3, true), None, true),
            (place(3, false), None, true),
            (place(3, true), Some(1), true),
            (place(3, false), Some(1), false),
            (place(2, false), Some(3), true),
            (place(2, false), Some(2), false),
            (place(2, true), Some(2), false),
        ] {
            assert_eq!(now.is_news(before), news, "{now:?} after {before:?}");
        }
    }
}
