//! The body of an upload, from the network to a file on disk that is known, whole and passed by the scanner.

use super::uploads::NoPlace;
use crate::server::Doors;
use crate::server::http::{fault, store_fault};
use crate::server::transcripts::not_found;
use crate::session::FileError;
use crate::store::{FileFacts, Incoming, StoreError, has_room};
use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use std::time::{Duration, Instant};
use tokio::task::spawn_blocking;

/// Bytes that are gathered before they are written.
const WRITE_BYTES: usize = 256 << 10;
/// How a scanner says that it found something, as clamdscan and others do.
const FOUND: i32 = 1;

/// Why a file is not taken.
#[derive(Debug)]
pub enum Refused {
    /// The bot takes no files of customers.
    Off,
    Cid,
    TooLarge,
    TooSlow,
    Broken,
    Kind,
    ScannerSaysNo,
    ScannerFailed,
    NoPlace(NoPlace),
    NotFound,
    NotRead,
    Session(FileError),
    Store(StoreError),
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        use StatusCode as S;
        let (status, code, message) = match self {
            Self::Off => (S::FORBIDDEN, "files_off", "this chat takes no files"),
            Self::Cid => (S::BAD_REQUEST, "bad_request", "baton-cid is 1 to 64 bytes"),
            Self::TooLarge => (S::PAYLOAD_TOO_LARGE, "file_too_large", "the file is larger than may be sent"),
            Self::TooSlow => (S::REQUEST_TIMEOUT, "too_slow", "the file took too long to come"),
            Self::Broken => (S::BAD_REQUEST, "bad_request", "the file broke off"),
            Self::Kind => (S::UNSUPPORTED_MEDIA_TYPE, "file_kind", "only PNG, JPEG, GIF, WebP and PDF may be sent"),
            Self::ScannerSaysNo => (S::UNPROCESSABLE_ENTITY, "scan_refused", "the scanner refuses this file"),
            Self::ScannerFailed => (S::SERVICE_UNAVAILABLE, "scan_failed", "the file could not be scanned; try again"),
            Self::NoPlace(NoPlace::TooFast) => (S::TOO_MANY_REQUESTS, "rate_limited", "too many files; wait a moment"),
            Self::NoPlace(NoPlace::Busy) => (S::SERVICE_UNAVAILABLE, "busy", "too many files come in; try again"),
            Self::NotFound => return not_found(),
            Self::NotRead => (S::SERVICE_UNAVAILABLE, "busy", "this chat cannot be read at the moment"),
            Self::Store(error) => return store_fault(&error),
            Self::Session(error) => return of_session(error),
        };
        fault(status, code, message)
    }
}

fn of_session(error: FileError) -> Response {
    let (status, code) = match error {
        FileError::CidReused => (StatusCode::CONFLICT, "cid_reused"),
        FileError::Closed => (StatusCode::CONFLICT, "closed"),
        FileError::TooMany => (StatusCode::CONFLICT, "too_many_files"),
        FileError::NotYours => (StatusCode::FORBIDDEN, "not_yours"),
        FileError::NotStored => (StatusCode::SERVICE_UNAVAILABLE, "busy"),
    };
    fault(status, code, &error.to_string())
}

impl Doors {
    pub(super) async fn receive(
        &self,
        body: Body,
        length: Option<u64>,
        sender: &str,
    ) -> Result<(Incoming, FileFacts), Refused> {
        let settings = &self.settings.files;
        if length.is_some_and(|length| length > settings.bytes()) {
            return Err(Refused::TooLarge);
        }
        let limit = Duration::from_secs(settings.upload_s);
        let files = &self.registry.rooms.files;
        let place = self.uploads.enter(sender, Instant::now()).map_err(Refused::NoPlace);
        // The store must go on where files no longer fit.
        let room = has_room(files.disk(), settings.bytes() + (settings.free_mb << 20)).map_err(Refused::Store);
        let (_place, ()) = match place.and_then(|place| Ok((place, room?))) {
            Ok(placed) => placed,
            Err(refused) => {
                // Who is still sending would not hear the answer.
                let _ = tokio::time::timeout(limit, discard(body, settings.bytes())).await;
                return Err(refused);
            }
        };
        let incoming = files.begin().map_err(Refused::Store)?;
        let written = tokio::time::timeout(limit, write(incoming, body, settings.bytes())).await;
        let incoming = written.map_err(|_| Refused::TooSlow)??;
        let finish = move |mut incoming: Incoming| incoming.finish().map(|facts| (incoming, facts));
        let (incoming, facts) = on_disk(incoming, finish).await?;
        let facts = facts.ok_or(Refused::Kind)?;
        self.scan(&incoming).await?;
        Ok((incoming, facts))
    }

    /// Refused unless the scanner, where there is one, says that it is clean.
    async fn scan(&self, incoming: &Incoming) -> Result<(), Refused> {
        let Some(scanner) = &self.scanner else { return Ok(()) };
        let path = std::path::absolute(incoming.path()).unwrap_or_else(|_| incoming.path().to_owned());
        match scanner.run(vec![path.into()], Vec::new()).await {
            Ok(ran) if ran.code == Some(0) => Ok(()),
            Ok(ran) if ran.code == Some(FOUND) => {
                tracing::warn!("the scanner refused a file");
                Err(Refused::ScannerSaysNo)
            }
            Ok(ran) => {
                tracing::error!(code = ?ran.code, "the scanner did not look at a file");
                Err(Refused::ScannerFailed)
            }
            Err(fault) => {
                tracing::error!(fault = %format!("failed to {fault}"), "the scanner did not look at a file");
                Err(Refused::ScannerFailed)
            }
        }
    }
}

/// Reads what will not be taken, up to what might have been.
async fn discard(body: Body, most: u64) {
    let mut body = body.into_data_stream();
    let mut bytes = 0;
    while let Some(Ok(piece)) = body.next().await
        && bytes <= most
    {
        bytes += piece.len() as u64;
    }
}

/// Writes the body as it comes. What turns out to be no known file is read to its end and no longer written: its sender
/// would not hear the answer before.
async fn write(mut incoming: Incoming, body: Body, most: u64) -> Result<Incoming, Refused> {
    let mut body = body.into_data_stream();
    let (mut gathered, mut bytes): (Vec<Bytes>, u64) = (Vec::new(), 0);
    let mut waiting = 0;
    while let Some(piece) = body.next().await {
        let piece = piece.map_err(|_| Refused::Broken)?;
        bytes += piece.len() as u64;
        if bytes > most {
            return Err(Refused::TooLarge);
        }
        if !incoming.is_promising() {
            continue;
        }
        waiting += piece.len();
        gathered.push(piece);
        if waiting >= WRITE_BYTES {
            incoming = flush(incoming, std::mem::take(&mut gathered)).await?;
            waiting = 0;
        }
    }
    flush(incoming, gathered).await
}

async fn flush(incoming: Incoming, pieces: Vec<Bytes>) -> Result<Incoming, Refused> {
    let write = move |mut incoming: Incoming| {
        pieces.iter().try_for_each(|piece| incoming.write(piece))?;
        Ok(incoming)
    };
    on_disk(incoming, write).await
}

async fn on_disk<T: Send + 'static>(
    incoming: Incoming,
    work: impl FnOnce(Incoming) -> Result<T, StoreError> + Send + 'static,
) -> Result<T, Refused> {
    spawn_blocking(move || work(incoming)).await.expect("writing does not panic").map_err(Refused::Store)
}
