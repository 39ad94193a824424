//! What an agent should know before reading a word of the transcript, from facts alone. In English, for programs; the
//! console says the same in each of its languages. Without facts there is none: the reason stands beside it.

use super::ticket::Ticket;

pub fn summary(ticket: &Ticket) -> String {
    let mut sentences = Vec::new();
    let mut titles: Vec<&str> = Vec::new();
    for intent in &ticket.intents {
        if !titles.contains(&intent.title.as_str()) {
            titles.push(&intent.title);
        }
    }
    if !titles.is_empty() {
        sentences.push(format!("Asked about: {}.", titles.join(", ")));
    }
    if !ticket.entities.is_empty() {
        let values: Vec<&str> = ticket.entities.iter().map(|e| e.value.as_str()).collect();
        sentences.push(format!("Mentioned: {}.", values.join(", ")));
    }
    if !ticket.articles.is_empty() {
        let shown: Vec<&str> = ticket.articles.iter().map(|a| a.title.as_str()).collect();
        sentences.push(format!("The bot showed: {}.", shown.join(", ")));
    }
    if let (Some(first), Some(last)) = (ticket.mood.first(), ticket.mood.last())
        && ticket.mood.len() > 1
    {
        sentences.push(format!(
            "Mood went from {:.2} to {:.2} over {} turns.",
            first.mood,
            last.mood,
            ticket.mood.len()
        ));
    }
    if !sentences.is_empty() {
        sentences.push(ticket.reason.text.clone());
    }
    sentences.join(" ")
}
