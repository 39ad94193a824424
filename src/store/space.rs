//! Whether the disk has room for what is about to be written: said before anything is begun, with both numbers.

use super::StoreError;
use std::path::Path;

/// Refuses where the disk under `folder` has less than `bytes` free for us.
pub fn has_room(folder: &Path, bytes: u64) -> Result<(), StoreError> {
    let failed = |fault: rustix::io::Errno| StoreError::Read { path: folder.into(), why: fault.to_string() };
    let disk = rustix::fs::statvfs(folder).map_err(failed)?;
    let free = disk.f_bavail.saturating_mul(disk.f_frsize);
    match free < bytes {
        true => Err(StoreError::NoRoom { path: folder.into(), needed: bytes, free }),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_without_room_is_told_with_what_is_needed_and_what_is_there() {
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(has_room(folder.path(), 1), Ok(()));
        let needed = u64::MAX / 2;
        let Err(StoreError::NoRoom { free, .. }) = has_room(folder.path(), needed) else {
            panic!("no disk is so large")
        };
        assert!(free > 0 && free < needed);
        let told = has_room(folder.path(), needed).expect_err("no disk is so large").to_string();
        assert!(told.contains(&format!("{needed} bytes are needed")) && told.contains(" are free"), "{told}");
        assert!(has_room(&folder.path().join("nowhere"), 1).is_err());
    }
}
