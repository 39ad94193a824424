//! Passwords known from leaks: a file of SHA-1 hashes in hex, one a line in ascending order, each with a colon and a count
//! behind it or not, as Have I Been Pwned gives it out. It is tens of gigabytes, so a search reads some forty lines of it.

use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;

/// Hex digits of a SHA-1.
const DIGITS: usize = 40;
/// Longest line: the digits, a colon, a count, an end.
const LINE_BYTES: usize = DIGITS + 24;

#[derive(Debug)]
pub struct Leaked {
    file: File,
    bytes: u64,
}

impl Leaked {
    /// Opens the file; its first line shows that it is one.
    pub fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let bytes = file.metadata()?.len();
        let leaked = Self { file, bytes };
        leaked.line_from(0)?;
        Ok(leaked)
    }

    pub fn holds(&self, password: &str) -> io::Result<bool> {
        let hash = digest(&SHA1_FOR_LEGACY_USE_ONLY, password.as_bytes());
        let wanted: String = hash.as_ref().iter().map(|byte| format!("{byte:02X}")).collect();
        // The line wanted begins in from..until.
        let (mut from, mut until) = (0, self.bytes);
        while from < until {
            let middle = from + (until - from) / 2;
            let (start, found) = self.line_around(middle)?;
            match found.as_str().cmp(&wanted) {
                std::cmp::Ordering::Equal => return Ok(true),
                std::cmp::Ordering::Greater => until = start,
                std::cmp::Ordering::Less => from = self.end_of(start)?,
            }
        }
        Ok(false)
    }

    /// Where the line begins that the byte at `at` belongs to, and its hash.
    fn line_around(&self, at: u64) -> io::Result<(u64, String)> {
        let begin = at.saturating_sub(LINE_BYTES as u64);
        let before = self.read(begin, (at - begin) as usize)?;
        let start = match before.iter().rposition(|byte| *byte == b'\n') {
            Some(position) => begin + position as u64 + 1,
            None if begin == 0 => 0,
            None => return Err(unfit(at)),
        };
        Ok((start, self.line_from(start)?))
    }

    fn line_from(&self, start: u64) -> io::Result<String> {
        let line = self.read(start, DIGITS + 1)?;
        let (hash, rest) = line.split_at_checked(DIGITS).ok_or_else(|| unfit(start))?;
        let ends = matches!(rest.first(), None | Some(b':' | b'\n' | b'\r'));
        if !ends || !hash.iter().all(u8::is_ascii_hexdigit) {
            return Err(unfit(start));
        }
        Ok(String::from_utf8_lossy(hash).to_uppercase())
    }

    /// Where the line after the one at `start` begins.
    fn end_of(&self, start: u64) -> io::Result<u64> {
        let line = self.read(start, LINE_BYTES)?;
        match line.iter().position(|byte| *byte == b'\n') {
            Some(position) => Ok(start + position as u64 + 1),
            None if start + line.len() as u64 == self.bytes => Ok(self.bytes),
            None => Err(unfit(start)),
        }
    }

    /// The bytes from `at` on, fewer at the end of the file.
    fn read(&self, at: u64, at_most: usize) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; at_most.min(self.bytes.saturating_sub(at) as usize)];
        self.file.read_exact_at(&mut bytes, at)?;
        Ok(bytes)
    }
}

fn unfit(at: u64) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("no line of a SHA-1 in hex and a count at byte {at}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn hash(password: &str) -> String {
        digest(&SHA1_FOR_LEGACY_USE_ONLY, password.as_bytes()).as_ref().iter().map(|b| format!("{b:02X}")).collect()
    }

    fn file_of(lines: &[String], end: &str) -> tempfile::NamedTempFile {
        let file = tempfile::NamedTempFile::new().expect("a file");
        let mut lines = lines.to_vec();
        lines.sort();
        fs::write(file.path(), lines.iter().map(|line| format!("{line}{end}")).collect::<String>()).expect("written");
        file
    }

    #[test]
    fn every_password_of_the_file_is_found_and_no_other() {
        for size in [1, 2, 3, 100] {
            let all: Vec<String> = (0..size).map(|n| format!("leaked password {n}")).collect();
            let counted: Vec<String> = all
                .iter()
                .enumerate()
                .map(|(n, word)| format!("{}:{}", hash(word), 10_usize.pow(n as u32 % 9)))
                .collect();
            let plain: Vec<String> = all.iter().map(|word| hash(word).to_lowercase()).collect();
            for (lines, end) in [(&counted, "\n"), (&counted, "\r\n"), (&plain, "\n")] {
                let file = file_of(lines, end);
                let leaked = Leaked::open(file.path()).expect("it is one");
                assert!(all.iter().all(|word| leaked.holds(word).expect("read")), "{size} {end:?}");
                assert!((0..500).all(|n| !leaked.holds(&format!("another {n}")).expect("read")), "{size} {end:?}");
            }
        }
        // The last line may have no end.
        let file = tempfile::NamedTempFile::new().expect("a file");
        fs::write(file.path(), hash("only one")).expect("written");
        let leaked = Leaked::open(file.path()).expect("it is one");
        assert!(leaked.holds("only one").expect("read") && !leaked.holds("another").expect("read"));
    }

    #[test]
    fn another_file_is_refused() {
        for text in ["", "password1234\n", "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8 3\n", &"A".repeat(41)] {
            let file = tempfile::NamedTempFile::new().expect("a file");
            fs::write(file.path(), text).expect("written");
            assert!(Leaked::open(file.path()).is_err(), "{text}");
        }
        let file = file_of(&["0".repeat(DIGITS), "and nothing of the kind".into()], "\n");
        assert!(Leaked::open(file.path()).expect("it begins well").holds("two").is_err());
    }
}
