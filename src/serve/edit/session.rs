//! What the editor remembers while the preview runs, and who may send it
//! anything.

use std::collections::VecDeque;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::{Body, Bytes, HttpBody};
use axum::http::{HeaderMap, Request, StatusCode, header};
use axum::response::Response;

use crate::base::key::Key;
use crate::desk::edit::control::Typed;
use crate::report::messages::word;
use crate::serve::http::text;
use crate::serve::state::Server;

/// The most bytes that a form may send, and a file that is edited may have.
pub(super) const MOST_BYTES: usize = 2 << 20;

/// How many versions of files the server remembers as they were opened.
const MOST_OPENED: usize = 64;

/// What the editor remembers while the preview runs.
pub struct Session {
    /// What every change has to bring along.
    pub token: String,
    opened: Mutex<VecDeque<(Key, Arc<[u8]>)>>,
}

impl Default for Session {
    fn default() -> Session {
        // The keys of this hash come from the system's source of random numbers.
        let random = || RandomState::new().hash_one(0u8);
        Session { token: format!("{:016x}{:016x}", random(), random()), opened: Mutex::default() }
    }
}

impl Session {
    pub(super) fn remember(&self, bytes: &Arc<[u8]>) {
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        let key = Key::of(bytes);
        opened.retain(|(own, _)| *own != key);
        opened.push_back((key, bytes.clone()));
        if opened.len() > MOST_OPENED {
            opened.pop_front();
        }
    }

    pub(super) fn recall(&self, key: &str) -> Option<Arc<[u8]>> {
        let opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        opened.iter().find(|(own, _)| own.to_hex() == key).map(|(_, bytes)| bytes.clone())
    }
}

/// What was sent, if the preview's own page sent it.
pub async fn received<B>(server: &Server, request: Request<B>) -> Result<Typed, Box<Response>>
where
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<axum::BoxError>,
{
    if !is_own(request.headers()) {
        return Err(Box::new(text(StatusCode::FORBIDDEN, "403\n")));
    }
    let body = axum::body::to_bytes(Body::new(request.into_body()), MOST_BYTES).await;
    let body = body.map_err(|_| Box::new(text(StatusCode::PAYLOAD_TOO_LARGE, "413\n")))?;
    let typed: Typed = form_urlencoded::parse(&body).into_owned().collect();
    if typed.get("token") != Some(&server.session.token) {
        let told = word("edit-refused-token", &[], server.language);
        return Err(Box::new(text(StatusCode::FORBIDDEN, &format!("{told}\n"))));
    }
    Ok(typed)
}

/// Whether a page of this very address sent it (`Origin`, and Fetch Metadata
/// where the browser has them).
fn is_own(headers: &HeaderMap) -> bool {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let host = header(header::HOST.as_str()).unwrap_or_default();
    let is_same_site = header("sec-fetch-site").is_none_or(|from| from == "same-origin");
    header("origin") == Some(format!("http://{host}").as_str()) && is_same_site
}
