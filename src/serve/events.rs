//! The stream that tells browsers of builds: server-sent events (WHATWG HTML,
//! section 9.2). Each event names the build and what has changed since the
//! last one that this stream told of.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream::{self, StreamExt};
use serde::Serialize;
use tokio::sync::watch;

use crate::serve::live::{Live, Server};

/// Above so many pages the event says that all have changed.
const MANY: usize = 1000;

/// How often a silent stream says that it is alive.
const ALIVE: Duration = Duration::from_secs(15);

/// What a browser is told.
#[derive(Serialize)]
struct Told<'a> {
    /// Tells one start of the server from another.
    instance: &'a str,
    /// Which build it is.
    build: u64,
    /// How long it took, in milliseconds.
    ms: u64,
    /// Whether more has changed than is named.
    all: bool,
    /// Pages and files that changed, as links have them.
    changed: Vec<String>,
    /// Style sheets among them.
    css: Vec<String>,
}

struct Teller {
    builds: watch::Receiver<Option<Arc<Live>>>,
    instance: String,
    last: Option<Arc<Live>>,
}

/// A stream: first where the server stands, then each build.
pub fn stream(server: &Server) -> Response {
    let mut stop = server.stop.subscribe();
    let ended = Box::pin(async move { stop.wait_for(|stop| *stop).await.is_ok() });
    let teller = Teller { builds: server.live.subscribe(), instance: server.instance.clone(), last: None };
    let events = stream::unfold(teller, |mut teller| async { Some((teller.next().await?, teller)) });
    let events = events.take_until(ended).map(Ok::<Event, Infallible>);
    Sse::new(events).keep_alive(KeepAlive::new().interval(ALIVE)).into_response()
}

impl Teller {
    async fn next(&mut self) -> Option<Event> {
        let is_new = |own: &Option<Arc<Live>>, live: &Live| own.as_ref().is_none_or(|own| own.build != live.build);
        let live = loop {
            let live = self.builds.borrow_and_update().clone();
            match live {
                Some(live) if is_new(&self.last, &live) => break live,
                _ => self.builds.changed().await.ok()?,
            }
        };
        let name = if self.last.is_some() { "build" } else { "hello" };
        let told = self.told(&live);
        let text = serde_json::to_string(&told).ok()?;
        self.last = Some(live);
        Some(Event::default().event(name).retry(Duration::from_millis(500)).data(text))
    }

    fn told(&self, live: &Live) -> Told<'_> {
        let mut changed = self.last.as_ref().map_or_else(Vec::new, |last| live.preview.changed(&last.preview));
        let css = changed.iter().filter(|url| url.ends_with(".css")).cloned().collect();
        let all = changed.len() > MANY;
        changed.truncate(MANY);
        Told { instance: &self.instance, build: live.build, ms: live.built_ms, all, changed, css }
    }
}
