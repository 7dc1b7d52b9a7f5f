//! The stream that notifies browsers of builds: server-sent events (WHATWG
//! HTML, section 9.2). Each event identifies the build and lists what has
//! changed since the last event of this stream.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream::{self, StreamExt};
use serde::Serialize;
use tokio::sync::watch;

use crate::serve::state::{BuiltSite, Server};

/// With more changes than this, the event says that all pages have changed.
const MANY: usize = 1000;

/// The interval of keep-alive messages.
const ALIVE: Duration = Duration::from_secs(15);

/// An event of the stream.
#[derive(Serialize)]
struct BuildEvent<'a> {
    /// Identifies this start of the server.
    instance: &'a str,
    /// The number of the build.
    build: u64,
    /// Its duration in milliseconds.
    ms: u64,
    /// Whether all pages have to be assumed changed.
    all: bool,
    /// The changed pages and files, as addresses used in links.
    changed: Vec<String>,
    /// The style sheets among them.
    css: Vec<String>,
}

struct Teller {
    builds: watch::Receiver<Option<Arc<BuiltSite>>>,
    instance: String,
    last: Option<Arc<BuiltSite>>,
}

/// Opens a stream: first the current state of the server, then each build.
pub fn stream(server: &Server) -> Response {
    let mut stop = server.stop.subscribe();
    let ended = Box::pin(async move { stop.wait_for(|stop| *stop).await.is_ok() });
    let teller = Teller { builds: server.current.subscribe(), instance: server.instance.clone(), last: None };
    let events = stream::unfold(teller, |mut teller| async { Some((teller.next().await?, teller)) });
    let events = events.take_until(ended).map(Ok::<Event, Infallible>);
    Sse::new(events).keep_alive(KeepAlive::new().interval(ALIVE)).into_response()
}

impl Teller {
    async fn next(&mut self) -> Option<Event> {
        let is_new = |own: &Option<Arc<BuiltSite>>, current: &BuiltSite| {
            own.as_ref().is_none_or(|own| own.build != current.build)
        };
        let current = loop {
            let current = self.builds.borrow_and_update().clone();
            match current {
                Some(current) if is_new(&self.last, &current) => break current,
                _ => self.builds.changed().await.ok()?,
            }
        };
        let name = if self.last.is_some() { "build" } else { "hello" };
        let told = self.told(&current);
        let text = serde_json::to_string(&told).ok()?;
        self.last = Some(current);
        Some(Event::default().event(name).retry(Duration::from_millis(500)).data(text))
    }

    fn told(&self, current: &BuiltSite) -> BuildEvent<'_> {
        let mut changed = self.last.as_ref().map_or_else(Vec::new, |last| current.preview.changed(&last.preview));
        let css = changed.iter().filter(|url| url.ends_with(".css")).cloned().collect();
        let all = changed.len() > MANY;
        changed.truncate(MANY);
        BuildEvent { instance: &self.instance, build: current.build, ms: current.built_ms, all, changed, css }
    }
}
