//! The state from which requests are answered: the last build, and what stays
//! the same between builds.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard};

use tokio::sync::watch;

use crate::base::diag::Diagnostics;
use crate::base::path::RelPath;
use crate::config::Options;
use crate::desk::Snapshot;
use crate::disk::pictures::PictureCache;
use crate::pipeline::preview::{Input, Preview};
use crate::report::messages::MessageLanguage;
use crate::serve::edit::Session;
use crate::serve::search::Indexes;
use crate::source::Tree;
use crate::theme::layers::Builtin;

/// The result of one build.
pub struct BuiltSite {
    /// The site.
    pub preview: Arc<Preview>,
    /// Its diagnostics, including templates that fail somewhere.
    pub diagnostics: Arc<Diagnostics>,
    /// The number of the build, from 1.
    pub build: u64,
    /// Its duration in milliseconds.
    pub built_ms: u64,
    /// Its options.
    pub options: Options,
    /// The texts that its diagnostics refer to, as they were then.
    pub quoted: BTreeMap<RelPath, Arc<[u8]>>,
}

/// What all requests share.
pub struct Server {
    /// The site's folder, absolute.
    pub root: PathBuf,
    /// Identifies this start of the server.
    pub instance: String,
    /// The language of the staff.
    pub language: MessageLanguage,
    /// The value of `--interface`: a host that requests may name.
    pub interface: String,
    /// The address that it listens on.
    pub address: SocketAddr,
    /// The program that opens a file; if none, its folder is opened.
    pub editor: Option<String>,
    /// The themes bundled with jisr.
    pub builtin: Vec<Builtin>,
    /// What the editor remembers.
    pub session: Session,
    /// Makes pictures.
    pub pictures: PictureCache,
    /// The site's files.
    pub tree: RwLock<Tree>,
    /// The last build; none before the first one.
    pub current: watch::Sender<Option<Arc<BuiltSite>>>,
    /// Whether the preview is ending.
    pub stop: watch::Sender<bool>,
    /// What the public would see; built on request.
    pub public: Mutex<Option<Arc<BuiltSite>>>,
    /// Search indexes; made on request.
    pub indexes: Indexes,
}

impl Server {
    /// The site's files, for reading.
    pub fn tree(&self) -> RwLockReadGuard<'_, Tree> {
        self.tree.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The last build; waits for the first one. None if the preview ends.
    pub async fn last(&self) -> Option<Arc<BuiltSite>> {
        let mut current = self.current.subscribe();
        let last = current.wait_for(Option::is_some).await.ok()?;
        last.clone()
    }

    /// The site as the public would see it, built from the same files.
    pub fn public(&self, current: &Arc<BuiltSite>) -> Arc<BuiltSite> {
        if !current.options.drafts && !current.options.future {
            return current.clone();
        }
        let mut public = self.public.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(public) = public.as_ref().filter(|public| public.build >= current.build) {
            return public.clone();
        }
        let options = Options { drafts: false, future: false, ..current.options.clone() };
        let input = Input {
            tree: &self.tree(),
            options: options.clone(),
            builtin: &self.builtin,
            early: [].into_iter().collect(),
        };
        let preview = Arc::new(Preview::new(input, public.as_ref().map(|public| &*public.preview)));
        let diagnostics = preview.diagnostics().clone();
        let made =
            BuiltSite { preview, diagnostics, build: current.build, built_ms: 0, options, quoted: BTreeMap::new() };
        public.insert(Arc::new(made)).clone()
    }

    /// The address to open on this machine: `http://127.0.0.1:1111`.
    pub fn origin(&self) -> String {
        origin(&self.interface, self.address)
    }

    /// Calls `tell` with the state in the form that the preview's own pages
    /// use.
    pub fn snapshot<T>(&self, current: &BuiltSite, tell: impl FnOnce(&Snapshot) -> T) -> T {
        let sources = |path: &RelPath| current.quoted.get(path).cloned().or_else(|| self.tree().bytes(path));
        tell(&Snapshot {
            plan: current.preview.plan(),
            diagnostics: &current.diagnostics,
            sources: &sources,
            language: self.language,
            root: &self.root,
            built_ms: current.built_ms,
            build: current.build,
        })
    }
}

/// The address of the server for a browser on this machine.
pub fn origin(interface: &str, address: SocketAddr) -> String {
    let host = match address.ip() {
        ip if ip.is_unspecified() => "127.0.0.1".to_owned(),
        _ if interface.parse::<IpAddr>().is_err() => interface.to_owned(),
        IpAddr::V6(ip) => format!("[{ip}]"),
        IpAddr::V4(ip) => ip.to_string(),
    };
    format!("http://{host}:{}", address.port())
}
