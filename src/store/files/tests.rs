//! Files come whole or not at all, go with their session, and come back with a backup.

use super::*;
use crate::store::samples::session;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x80\0\0\x01\xe0\x08\x06\0\0\0";

fn kept(files: &Files, session: SessionId, bytes: &[u8]) -> FileFacts {
    let mut incoming = files.begin().unwrap();
    bytes.chunks(7).for_each(|piece| incoming.write(piece).unwrap());
    let facts = incoming.finish().unwrap().expect("it is known");
    files.keep(incoming, &facts.id, session).unwrap();
    facts
}

fn read(files: &Files, session: SessionId, id: &FileId) -> Option<Vec<u8>> {
    let (mut file, length) = files.open(session, id).unwrap()?;
    let mut bytes = Vec::new();
    io::Read::read_to_end(&mut file, &mut bytes).unwrap();
    assert_eq!(bytes.len() as u64, length);
    Some(bytes)
}

#[test]
fn a_file_is_kept_with_what_its_bytes_say() {
    let folder = tempfile::tempdir().unwrap();
    let files = Files::of(folder.path());
    assert_eq!((files.sessions().unwrap(), files.ids(session(1)).unwrap()), (vec![], vec![]));
    let facts = kept(&files, session(1), PNG);
    assert_eq!((facts.bytes, facts.kind.mime()), (PNG.len() as u64, "image/png"));
    assert_eq!(facts.pixels.map(|pixels| (pixels.width, pixels.height)), Some((640, 480)));
    assert_eq!(facts.sha256.len(), 64);
    assert_eq!(read(&files, session(1), &facts.id).as_deref(), Some(PNG));
    assert_eq!(read(&files, session(2), &facts.id), None, "of this session only");
    assert_eq!(files.sessions().unwrap(), [session(1)]);
    assert_eq!(files.ids(session(1)).unwrap(), [facts.id]);
}

#[test]
fn what_is_not_kept_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let files = Files::of(folder.path());
    let mut script = files.begin().unwrap();
    script.write(b"<script>").unwrap();
    assert!(script.is_promising(), "too short to say");
    script.write(b"alert(1)</script>").unwrap();
    assert!(!script.is_promising());
    assert_eq!(script.finish().unwrap(), None);
    let path = script.path().to_owned();
    assert!(path.exists());
    drop(script);
    assert!(!path.exists());
    // A crash drops nothing.
    std::mem::forget(files.begin().unwrap());
    files.forget_unfinished().unwrap();
    assert!(!files.folder().join(INCOMING).exists());
}

#[test]
fn an_erased_session_leaves_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let files = Files::of(folder.path());
    let (gone, stays) = (kept(&files, session(1), PNG), kept(&files, session(2), PNG));
    files.erase(session(1)).unwrap();
    files.erase(session(1)).unwrap();
    assert_eq!(read(&files, session(1), &gone.id), None);
    assert_eq!(read(&files, session(2), &stays.id).as_deref(), Some(PNG));
    files.remove(session(2), &stays.id).unwrap();
    files.remove(session(2), &stays.id).unwrap();
    assert_eq!(files.ids(session(2)).unwrap(), []);
}

#[test]
fn files_come_back_from_their_pieces_and_from_nothing_else() {
    let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (files, restored) = (Files::of(from.path()), Files::of(to.path()));
    let long = [PNG, &vec![7; 100_000]].concat();
    let (small, large) = (kept(&files, session(1), PNG), kept(&files, session(2), &long));
    let mut pieces = Pieces::of(&files).unwrap();
    let mut rows = Vec::new();
    while let Some(row) = pieces.next().unwrap() {
        rows.push(row);
    }
    assert_eq!(rows.len(), 5, "one, and four of at most 32 KiB");
    assert!(rows.iter().all(|(key, _)| is_piece(key)));
    assert_eq!(Restoring::session_of(&rows[4].0), Some(session(2)));

    let mut restoring = Restoring::into(&restored);
    assert!(!restoring.take(&rows[1 + 1].0, b"x").unwrap(), "a second piece without a first");
    assert!(!restoring.take(b"f too short", b"x").unwrap());
    for (key, bytes) in &rows {
        assert!(restoring.take(key, bytes).unwrap());
    }
    assert_eq!(restored.sessions().unwrap(), [], "nothing counts before the end");
    restoring.finish().unwrap();
    assert_eq!(read(&restored, session(1), &small.id).as_deref(), Some(PNG));
    assert_eq!(read(&restored, session(2), &large.id), Some(long));
    assert!(!restored.folder().join(RESTORING).exists());
}
