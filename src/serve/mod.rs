//! `jisr serve`: the site in the browser during writing. A loop of five steps
//! (wait, read, apply, build, announce) makes each state of the site; other
//! threads answer requests from the last one ([`http`]).
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "this folder does input and output")]

pub mod connections;
mod edit;
pub mod events;
pub mod extras;
pub mod http;
pub mod open;
pub mod own;
pub mod search;
pub mod sources;
pub mod state;
pub mod tell;
pub mod watch;

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind};
use std::net::{SocketAddr, TcpListener, ToSocketAddrs};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anstream::ColorChoice;
use jiff::civil::Date;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::watch::channel;
use tokio::task::JoinHandle;

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Diagnostics, Severity};
use crate::base::path::RelPath;
use crate::config::Options;
use crate::disk::build::Folders;
use crate::disk::pictures::PictureCache;
use crate::disk::site;
use crate::disk::{builtin, clock, fonts};
use crate::pipeline::preview::{Input, Preview, Swept};
use crate::report::Look;
use crate::serve::connections::Limits;
use crate::serve::sources::Sources;
use crate::serve::state::{BuiltSite, Server};
use crate::serve::watch::{Batch, Signal, Watch};
use crate::source::{Change, Tree};

/// The number of ports that are tried.
const PORTS: u16 = 100;

/// How long open requests may take to finish when the preview ends.
const SHUTDOWN_LIMIT: Duration = Duration::from_secs(1);

/// How long unrequested pages are rendered at a time.
const IDLE_SLICE: Duration = Duration::from_millis(5);

/// The number of threads that answer requests.
const ANSWERING: usize = 8;

/// The options of a preview.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The folder of the site, and the output folder.
    pub folders: Folders,
    /// The address or host name to listen on.
    pub interface: String,
    /// The port to listen on; if it is in use, the next free one.
    pub port: u16,
    /// Whether to open the site in a browser.
    pub open: bool,
    /// Whether to check all files every second instead of relying on the system's events.
    pub poll: bool,
    /// The program that opens a file; if none, its folder is opened.
    pub editor: Option<String>,
    /// The date that decides what is withheld; if none, the current one.
    pub today: Option<Date>,
    /// The base address of the pages, if it is not the one that they are served at.
    pub base_url: Option<String>,
    /// Whether drafts are shown.
    pub drafts: bool,
    /// Whether pages whose publication date is in the future are shown.
    pub future: bool,
    /// Whether to print the address of each page that changed.
    pub verbose: bool,
    /// The appearance of reports.
    pub look: Look,
    /// When to use colours on standard error.
    pub color: ColorChoice,
}

/// Writes the site to its output folder, from the files that were read and the diagnostics
/// about those that could not be.
pub type Write<'a> = dyn Fn(&Tree, Diagnostics) + 'a;

/// A running preview.
struct Session<'a> {
    setup: &'a Setup,
    write: Option<&'a Write<'a>>,
    server: Arc<Server>,
    watch: Watch,
    sources: Sources,
    /// The options of the last build: a new date requires a new build.
    options: Option<Options>,
    /// Which unrequested pages are known to render or fail.
    swept: Swept,
}

/// Serves the site until it is stopped. Fails if it cannot start. With `write`,
/// each state is also written to the output folder.
pub fn serve(setup: &Setup, write: Option<&Write>) -> Result<(), Diagnostic> {
    setup.folders.find_no_site().map_or(Ok(()), Err)?;
    let (listener, address) = listen(setup)?;
    let server = Arc::new(server(setup, address)?);
    if write.is_some() {
        site::check_output(&server.root, &setup.folders.output).map_or(Ok(()), Err)?;
    }
    let runtime = runtime().map_err(|error| failed(setup, &error))?;
    let (watch, stop) = Watch::start(&server.root, setup.poll);
    let answering = answer(&runtime, listener, server.clone()).map_err(|error| failed(setup, &error))?;
    end_on_signal(&runtime, stop);
    let output = std::path::absolute(&setup.folders.output).unwrap_or_else(|_| setup.folders.output.clone());
    let sources = Sources::new(&server.root, &output);
    let session =
        Session { setup, write, server: server.clone(), watch, sources, options: None, swept: Swept::default() };
    session.run();
    server.stop.send_replace(true);
    let _ = runtime.block_on(async { tokio::time::timeout(SHUTDOWN_LIMIT, answering).await });
    runtime.shutdown_timeout(SHUTDOWN_LIMIT);
    Ok(())
}

impl Session<'_> {
    fn run(mut self) {
        while let Some(batch) = self.wait() {
            let Some(changes) = self.read(batch) else { continue };
            let began = Instant::now();
            let built = catch_unwind(AssertUnwindSafe(|| {
                self.apply(changes);
                self.build(began)
            }));
            match built {
                Ok(current) => self.announce(current),
                Err(_) => tell::crashed(self.setup),
            }
        }
    }

    /// Waits for changes; meanwhile renders unrequested pages.
    fn wait(&mut self) -> Option<Batch> {
        let current = self.server.current.borrow().clone();
        let (swept, server, setup) = (&mut self.swept, &self.server, self.setup);
        self.watch.wait(&mut || {
            let Some(current) = &current else { return false };
            let began = Instant::now();
            let more = current.preview.sweep(swept, &|| began.elapsed() > IDLE_SLICE);
            if !more {
                report_failures(setup, server, swept);
            }
            more
        })
    }

    /// Reads what has changed. `None` if nothing has, and the date is the same.
    fn read(&mut self, batch: Batch) -> Option<Vec<Change>> {
        if let Some(trouble) = self.watch.trouble() {
            tell::polling(self.setup, &trouble);
        }
        let changes = self.sources.read(batch, &self.server.tree());
        if let Some((after, paths)) = self.sources.to_retry() {
            self.watch.look_again(after, paths);
        }
        let same_day = self.options.as_ref().is_some_and(|options| options.today == self.options().today);
        changes.or_else(|| (!same_day).then(Vec::new))
    }

    fn apply(&self, changes: Vec<Change>) {
        self.server.tree.write().unwrap_or_else(PoisonError::into_inner).apply(changes);
    }

    fn build(&mut self, began: Instant) -> BuiltSite {
        let last = self.server.current.borrow().clone();
        let options = self.options();
        let tree = self.server.tree();
        let early = self.sources.problems();
        let input = Input { tree: &tree, options: options.clone(), builtin: &self.server.builtin, early };
        let preview = Arc::new(Preview::new(input, last.as_ref().map(|last| &*last.preview)));
        self.swept.begin(&preview);
        let diagnostics = with_failures(&preview, &self.swept);
        let quoted = quoted(&diagnostics, &tree, &self.server);
        drop(tree);
        self.server.tree.write().unwrap_or_else(PoisonError::into_inner).accept(preview.rejected());
        let build = last.map_or(1, |last| last.build + 1);
        self.options = Some(options.clone());
        BuiltSite { preview, diagnostics, build, built_ms: began.elapsed().as_millis() as u64, options, quoted }
    }

    fn announce(&self, current: BuiltSite) {
        let current = Arc::new(current);
        let last = self.server.current.send_replace(Some(current.clone()));
        tell::built(self.setup, last.as_deref(), &current);
        if last.is_none() {
            tell::addresses(self.setup, &self.server);
            if self.setup.open {
                // Without a browser, the user can open the printed address.
                let _ = ::open::that_detached(format!("{}{}", self.server.origin(), current.preview.base()));
            }
        }
        if let Some(write) = self.write {
            write(&self.server.tree(), self.sources.problems());
        }
    }

    fn options(&self) -> Options {
        let Setup { today, base_url, drafts, future, .. } = self.setup;
        Options {
            today: today.unwrap_or_else(clock::today),
            base_url: Some(base_url.clone().unwrap_or_else(|| format!("{}/", self.server.origin()))),
            drafts: *drafts,
            future: *future,
            fonts: Some(fonts::book().fonts()),
        }
    }
}

/// The diagnostics of a state, including the templates that are known to fail.
fn with_failures(preview: &Preview, swept: &Swept) -> Arc<Diagnostics> {
    let failures = swept.failures(preview);
    if failures.iter().next().is_none() {
        return preview.diagnostics().clone();
    }
    Arc::new(preview.diagnostics().iter().cloned().chain(failures).collect::<Diagnostics>().sorted())
}

/// Announces templates that fail on unrequested pages, if they were not
/// reported yet: the same site with more diagnostics.
fn report_failures(setup: &Setup, server: &Server, swept: &Swept) {
    let Some(last) = server.current.borrow().clone() else { return };
    let diagnostics = with_failures(&last.preview, swept);
    if diagnostics == last.diagnostics {
        return;
    }
    let quoted = quoted(&diagnostics, &server.tree(), server);
    let (preview, options) = (last.preview.clone(), last.options.clone());
    let current = BuiltSite { preview, diagnostics, build: last.build + 1, built_ms: last.built_ms, options, quoted };
    let current = Arc::new(current);
    server.current.send_replace(Some(current.clone()));
    tell::found(setup, &last, &current);
}

/// The texts of the files that errors and warnings refer to.
fn quoted(diagnostics: &Diagnostics, tree: &Tree, server: &Server) -> BTreeMap<RelPath, Arc<[u8]>> {
    let grave = diagnostics.iter().filter(|found| matches!(found.severity, Severity::Error | Severity::Warning));
    let places = grave.flat_map(|diagnostic| diagnostic.at.iter().chain(&diagnostic.related));
    let builtin = |path: &RelPath| {
        let mut files = server.builtin.iter().flat_map(|theme| &theme.files);
        files.find(|file| file.source == *path).map(|file| file.bytes.clone())
    };
    let bytes = |path: &RelPath| tree.bytes(path).or_else(|| builtin(path));
    places.filter_map(|place| Some((place.path.clone(), bytes(&place.path)?))).collect()
}

fn server(setup: &Setup, address: SocketAddr) -> Result<Server, Diagnostic> {
    let missing = |_| Diagnostic::new(Code::SiteMissing).arg("path", setup.folders.root.display().to_string());
    let root = fs::canonicalize(&setup.folders.root).map_err(missing)?;
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Ok(Server {
        pictures: PictureCache::new(&root),
        root,
        instance: format!("{:x}-{:x}", since.as_micros(), std::process::id()),
        language: setup.look.language,
        interface: setup.interface.clone(),
        address,
        editor: setup.editor.clone(),
        session: Default::default(),
        builtin: builtin::themes(),
        tree: RwLock::new(Tree::default()),
        current: channel(None).0,
        stop: channel(false).0,
        public: Mutex::new(None),
        indexes: Default::default(),
    })
}

/// Binds the port, or the next free one.
fn listen(setup: &Setup) -> Result<(TcpListener, SocketAddr), Diagnostic> {
    let last = if setup.port == 0 { 0 } else { setup.port.saturating_add(PORTS) };
    let mut found = Err(ErrorKind::AddrInUse.into());
    for port in setup.port..=last {
        found = bind(&setup.interface, port);
        if !matches!(&found, Err(error) if error.kind() == ErrorKind::AddrInUse) {
            break;
        }
    }
    found.map_err(|error| failed(setup, &error))
}

fn bind(interface: &str, port: u16) -> io::Result<(TcpListener, SocketAddr)> {
    let addresses: Vec<SocketAddr> = (interface, port).to_socket_addrs()?.collect();
    let listener = TcpListener::bind(&addresses[..])?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

fn failed(setup: &Setup, error: &io::Error) -> Diagnostic {
    let address = format!("{}:{}", setup.interface, setup.port);
    Diagnostic::new(Code::ServeFailed).arg("address", address).arg("detail", crate::base::failure::reason(error))
}

fn runtime() -> io::Result<Runtime> {
    Builder::new_multi_thread().worker_threads(2).max_blocking_threads(ANSWERING).enable_all().build()
}

fn answer(runtime: &Runtime, listener: TcpListener, server: Arc<Server>) -> io::Result<JoinHandle<()>> {
    let listener = {
        let _inside = runtime.enter();
        tokio::net::TcpListener::from_std(listener)?
    };
    let stop = server.stop.subscribe();
    let answer = move |is_here, request| http::answer(server.clone(), is_here, request);
    Ok(runtime.spawn(connections::accept(listener, Limits::of_process(), stop, answer)))
}

/// Ends the preview on Ctrl-C or SIGTERM; immediately at the second one.
fn end_on_signal(runtime: &Runtime, stop: Sender<Signal>) {
    runtime.spawn(async move {
        signalled().await;
        // If nobody receives it, the preview is ending already.
        let _ = stop.send(Signal::Stop);
        signalled().await;
        std::process::exit(0);
    });
}

#[cfg(unix)]
async fn signalled() {
    use futures_util::future::select;
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut interrupt), Ok(mut terminate)) = (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
    else {
        return std::future::pending().await;
    };
    let (interrupt, terminate) = (Box::pin(interrupt.recv()), Box::pin(terminate.recv()));
    select(interrupt, terminate).await;
}

#[cfg(not(unix))]
async fn signalled() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending().await
    }
}
