//! What a file is called, safe to show, to keep and to save under.

use super::{Before, redact, without_secrets};
use crate::domain::{FileKind, Redacted};

/// Longest name, Unicode scalar values, its ending left out.
const LONGEST: usize = 100;
/// For who gave none.
const NAMELESS: &str = "file";

/// The name that a customer's file has from now on: it is the customer's words.
pub fn file_name(raw: &str, kind: FileKind, before: &Before) -> Redacted {
    let (stem, ending) = parts(raw, kind);
    whole(redact(&stem, before).text.as_str(), &ending)
}

/// The name of an agent's file, without secrets.
pub fn agents_file_name(raw: &str, kind: FileKind) -> Redacted {
    let (stem, ending) = parts(raw, kind);
    whole(&without_secrets(&stem), &ending)
}

fn whole(stem: &str, ending: &str) -> Redacted {
    Redacted::from_redaction(format!("{stem}.{ending}"))
}

/// The name without a path and without what a screen or a disk would stumble over, and an ending that says what the
/// file is.
fn parts(raw: &str, kind: FileKind) -> (String, String) {
    let last = raw.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last.chars().map(|letter| if is_fit(letter) { letter } else { ' ' }).collect();
    let (stem, ending) = match clean.rsplit_once('.') {
        Some((stem, ending)) if kind.extensions().contains(&ending.trim().to_lowercase().as_str()) => {
            (stem.to_owned(), ending.trim().to_lowercase())
        }
        _ => (clean, kind.extensions()[0].to_owned()),
    };
    let words: Vec<&str> = stem.split_whitespace().collect();
    let short: String = words.join(" ").chars().take(LONGEST).collect();
    let stem = short.trim_matches(['.', ' ']);
    (if stem.is_empty() { NAMELESS.to_owned() } else { stem.to_owned() }, ending)
}

/// No control characters, nothing that turns the direction of what follows, nothing invisible, and none of what Windows
/// refuses in names.
fn is_fit(letter: char) -> bool {
    let hides =
        matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    !letter.is_control() && !hides && !"<>:\"|?*".contains(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(raw: &str, kind: FileKind, safe: &str) {
        assert_eq!(file_name(raw, kind, &Before::default()).as_str(), safe, "{raw:?}");
    }

    #[test]
    fn a_name_is_safe_and_says_what_the_file_is() {
        use FileKind::*;
        check("receipt.pdf", Pdf, "receipt.pdf");
        check("Scherm afdruk é.PNG", Png, "Scherm afdruk é.png");
        check("photo.jpeg", Jpeg, "photo.jpeg");
        check("photo.exe", Jpeg, "photo.exe.jpg");
        check("../../etc/passwd", Png, "passwd.png");
        check("C:\\Users\\me\\chair.gif", Gif, "chair.gif");
        check("a\r\nSet-Cookie: b.png", Png, "a Set-Cookie b.png");
        check("cod\u{202e}gnp.exe", Png, "cod gnp.exe.png");
        check("", Webp, "file.webp");
        check("...", Pdf, "file.pdf");
        check(".png", Png, "file.png");
        check(&"x".repeat(500), Pdf, &format!("{}.pdf", "x".repeat(LONGEST)));
    }

    #[test]
    fn what_redaction_takes_out_of_a_message_it_takes_out_of_a_name() {
        check("card 4111 1111 1111 1111.png", FileKind::Png, "card [card].png");
        check("quill@fernhout.example.pdf", FileKind::Pdf, "[email:1].pdf");
        let agents = |raw| agents_file_name(raw, FileKind::Pdf).as_str().to_owned();
        assert_eq!(agents("offer 4111 1111 1111 1111.pdf"), "offer [card].pdf");
        assert_eq!(agents("answer to quill@fernhout.example.pdf"), "answer to quill@fernhout.example.pdf");
    }
}
