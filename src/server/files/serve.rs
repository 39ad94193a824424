//! A file on its way back: to the customer of its session, and to those who may see the session. To everybody else it looks
//! like one that does not exist.

use super::{holder, no_pass, with_origin};
use crate::domain::{Attachment, FileId, SessionId};
use crate::server::http::{fault, store_fault};
use crate::server::permit::Caller;
use crate::server::{Doors, Shared};
use crate::store::{Deed, Scope, StoreError};
use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, Path, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH,
    ORIGIN,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use std::fs::File;
use std::io::Read;
use std::net::SocketAddr;
use tokio::task::spawn_blocking;

/// Bytes read at once.
const PIECE: usize = 256 << 10;
/// An image is shown as it is and runs nothing, wherever it is opened.
const ALONE: &str = "sandbox; default-src 'none'";

pub async fn to_customer(
    State(doors): State<Shared>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Response {
    let Some(holder) = holder(&doors, &headers) else { return with_origin(&headers, no_pass()) };
    let origin = headers.get(ORIGIN);
    if origin.is_some() && !doors.lets_in(origin, Some(holder.bot.as_str()), doors.address(peer, &headers)) {
        return fault(StatusCode::FORBIDDEN, "forbidden", "this origin may not see files of this bot");
    }
    with_origin(&headers, doors.serve(holder.session, &file, &headers).await)
}

/// A file is part of the transcript: who reads it without working with it is in the audit log.
pub async fn to_agent(
    caller: Caller,
    State(doors): State<Shared>,
    Path((session, file)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let reads = [Scope::Transcripts, Scope::Sessions].into_iter().any(|scope| caller.may(scope).is_ok());
    let works = if reads { caller.may(Scope::Console) } else { caller.must_have(Scope::Console) };
    if let (Err(refused), false) = (works, reads) {
        return refused.into_response();
    }
    let session = match doors.theirs(&caller, &session).await {
        Ok(Some(session)) => session,
        Ok(None) => return nothing(),
        Err(error) => return store_fault(&error),
    };
    if works.is_err()
        && let Err(error) = caller.note(&doors, Deed::TranscriptRead, Some(session.to_string())).await
    {
        return store_fault(&error);
    }
    doors.serve(session, &file, &headers).await
}

impl Doors {
    async fn serve(&self, session: SessionId, file: &str, headers: &HeaderMap) -> Response {
        let Some(id) = FileId::parse(file) else { return nothing() };
        let known = match self.registry.file(session, id.clone()).await {
            Ok(Some(known)) => known,
            Ok(None) => return nothing(),
            Err(_) => return fault(StatusCode::SERVICE_UNAVAILABLE, "busy", "this chat cannot be read at the moment"),
        };
        let tag = format!("\"{}\"", known.sha256);
        if headers.get(IF_NONE_MATCH).is_some_and(|had| had.as_bytes() == tag.as_bytes()) {
            return (StatusCode::NOT_MODIFIED, about(&known, &tag)).into_response();
        }
        let files = self.registry.rooms.files.clone();
        let opened = spawn_blocking(move || files.open(session, &id)).await.expect("opening does not panic");
        match opened {
            Ok(Some((file, length))) => {
                let mut answer = (about(&known, &tag), Body::from_stream(pieces(file))).into_response();
                answer.headers_mut().insert(CONTENT_LENGTH, length.into());
                answer
            }
            Ok(None) => nothing(),
            Err(error) => store_fault(&error),
        }
    }
}

fn nothing() -> Response {
    fault(StatusCode::NOT_FOUND, "not_found", "there is no such file")
}

fn about(file: &Attachment, tag: &str) -> HeaderMap {
    let way = if file.kind.is_image() { "inline" } else { "attachment" };
    let texts = [
        (CONTENT_TYPE, file.kind.mime()),
        (CONTENT_DISPOSITION, &disposition(way, file.name.as_str())),
        (CONTENT_SECURITY_POLICY, ALONE),
        // Asked for anew each time, so that who may no longer see it does not.
        (CACHE_CONTROL, "private, no-cache"),
        (ETAG, tag),
    ];
    let header = |text: &str| HeaderValue::from_str(text).expect("it is made of visible ASCII");
    texts.into_iter().map(|(name, text)| (name, header(text))).collect()
}

/// RFC 6266: a name in ASCII for whoever knows no better, and the whole name as RFC 5987 writes it.
fn disposition(way: &str, name: &str) -> String {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_graphic() && !"\"\\%".contains(c) || c == ' ' { c } else { '_' }).collect();
    let safe = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte);
    let whole: String =
        name.bytes().map(|b| if safe(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect();
    format!("{way}; filename=\"{plain}\"; filename*=UTF-8''{whole}")
}

fn pieces(file: File) -> impl stream::Stream<Item = Result<Bytes, StoreError>> {
    stream::unfold(Some(file), |file| async move {
        let mut file = file?;
        let read = spawn_blocking(move || {
            let mut piece = Vec::with_capacity(PIECE);
            file.by_ref().take(PIECE as u64).read_to_end(&mut piece).map(|_| (piece, file))
        });
        match read.await.expect("reading does not panic") {
            Ok((piece, _)) if piece.is_empty() => None,
            Ok((piece, file)) => Some((Ok(Bytes::from(piece)), Some(file))),
            Err(fault) => {
                tracing::error!(%fault, "a file could not be read to its end");
                Some((Err(StoreError::Read { path: "files".into(), why: fault.to_string() }), None))
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_written_for_those_who_know_utf_8_and_for_those_who_do_not() {
        for (name, plain, whole) in [
            ("receipt.pdf", "receipt.pdf", "receipt.pdf"),
            ("a b.png", "a b.png", "a%20b.png"),
            ("stoel é \"x\".png", "stoel _ _x_.png", "stoel%20%C3%A9%20%22x%22.png"),
            ("[email:1].pdf", "[email:1].pdf", "%5Bemail%3A1%5D.pdf"),
            ("100%'.pdf", "100_'.pdf", "100%25%27.pdf"),
            ("x\r\ny.png", "x__y.png", "x%0D%0Ay.png"),
        ] {
            let said = disposition("inline", name);
            assert_eq!(said, format!("inline; filename=\"{plain}\"; filename*=UTF-8''{whole}"));
            assert!(HeaderValue::from_str(&said).is_ok());
        }
    }
}
