//! What a backup holds comes back; what is not one is refused and never believed.

use super::*;
use proptest::{collection::vec, prelude::*};

fn about() -> About {
    About { store: "01J".into(), made_at: "2026-11-21T10:00:00Z".parse().unwrap() }
}

fn file_of(rows: &[Row]) -> Vec<u8> {
    let (mut encoder, mut file) = Encoder::begin(&about());
    rows.chunks(3).for_each(|some| file.extend(encoder.rows(some)));
    file.extend(encoder.end());
    file
}

fn read(file: &[u8]) -> Result<(About, Vec<Row>), BackupError> {
    let (mut decoder, about) = Decoder::begin(file)?;
    let mut rows = Vec::new();
    while let Some(row) = decoder.next_row()? {
        rows.push(row);
    }
    Ok((about, rows))
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    vec((vec(any::<u8>(), 1..40), vec(any::<u8>(), 0..200)), 0..20)
}

proptest! {
    #[test]
    fn what_was_written_is_read(rows in rows()) {
        prop_assert_eq!(read(&file_of(&rows)).unwrap(), (about(), rows));
    }

    #[test]
    fn a_backup_that_is_cut_is_refused(rows in rows(), at in any::<prop::sample::Index>()) {
        let file = file_of(&rows);
        prop_assert!(read(&file[..at.index(file.len())]).is_err());
    }

    #[test]
    fn a_backup_with_one_other_bit_is_refused(rows in rows(), at in any::<prop::sample::Index>(), bit in 0..8_u8) {
        let mut file = file_of(&rows);
        let at = at.index(file.len());
        file[at] ^= 1 << bit;
        prop_assert!(read(&file).is_err());
    }

    #[test]
    fn a_backup_with_something_after_it_is_refused(rows in rows(), more in vec(any::<u8>(), 1..9)) {
        let file = [file_of(&rows), more].concat();
        prop_assert!(matches!(read(&file), Err(BackupError::Longer)));
    }

    #[test]
    fn anything_else_is_refused(bytes in vec(any::<u8>(), 0..300), begins in any::<bool>()) {
        let file = if begins { [BEGIN, &bytes].concat() } else { bytes };
        prop_assert!(read(&file).is_err());
    }
}

#[test]
fn a_fault_says_what_it_is() {
    let file = file_of(&[(b"u1".to_vec(), b"{}".to_vec())]);
    let newer = [b"baton backup 2\n", &file[BEGIN.len()..]].concat();
    let long = [&file[..BEGIN.len()], &[0xff; 4]].concat();
    for (file, said) in [
        (&b"hello"[..], "this is no backup of a store"),
        (&newer, "a newer version made it"),
        (&file[..file.len() - 1], "it is cut off after"),
        (&long, "byte 15 begins a part of 4294967295 bytes, longer than any"),
    ] {
        let fault = read(file).unwrap_err().to_string();
        assert!(fault.contains(said), "{fault}");
    }
}
