//! The state that requests are answered from: the last build, and what stays
//! the same from one build to the next.

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
use crate::serve::search::Indexes;
use crate::source::Tree;
use crate::theme::layers::Builtin;

/// What one build came to.
pub struct BuiltSite {
    /// The site.
    pub preview: Arc<Preview>,
    /// What there is to say of it: with the templates that fail somewhere.
    pub diagnostics: Arc<Diagnostics>,
    /// Which build it is, counted from 1.
    pub build: u64,
    /// How long it took, in milliseconds.
    pub built_ms: u64,
    /// How it was built.
    pub options: Options,
    /// The texts that its diagnostics speak of, as they were.
    pub quoted: BTreeMap<RelPath, Arc<[u8]>>,
}

/// What all requests share.
pub struct Server {
    /// The site's folder, absolute.
    pub root: PathBuf,
    /// Tells one start of the server from another.
    pub instance: String,
    /// The language of the staff.
    pub language: MessageLanguage,
    /// What `--interface` says: a host that may be asked for.
    pub interface: String,
    /// Where it answers.
    pub address: SocketAddr,
    /// The program that opens a file; none to open its folder.
    pub editor: Option<String>,
    /// The themes that come with jisr.
    pub builtin: Vec<Builtin>,
    /// Makes pictures.
    pub pictures: PictureCache,
    /// The site's files.
    pub tree: RwLock<Tree>,
    /// The last build; none before the first one.
    pub current: watch::Sender<Option<Arc<BuiltSite>>>,
    /// Whether the preview is ending.
    pub stop: watch::Sender<bool>,
    /// What the public would see, made when somebody asks for it.
    pub public: Mutex<Option<Arc<BuiltSite>>>,
    /// Search indexes, made when somebody searches.
    pub indexes: Indexes,
}

impl Server {
    /// The site's files, for reading.
    pub fn tree(&self) -> RwLockReadGuard<'_, Tree> {
        self.tree.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The last build; waits for the first one. None when the preview ends.
    pub async fn last(&self) -> Option<Arc<BuiltSite>> {
        let mut current = self.current.subscribe();
        let last = current.wait_for(Option::is_some).await.ok()?;
        last.clone()
    }

    /// The site as the public would see it, of the same files.
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

    /// Calls `tell` with the state as the preview's own pages take it.
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

/// The address of the server as this machine's browser opens it.
pub fn origin(interface: &str, address: SocketAddr) -> String {
    let host = match address.ip() {
        ip if ip.is_unspecified() => "127.0.0.1".to_owned(),
        _ if interface.parse::<IpAddr>().is_err() => interface.to_owned(),
        IpAddr::V6(ip) => format!("[{ip}]"),
        IpAddr::V4(ip) => ip.to_string(),
    };
    format!("http://{host}:{}", address.port())
}
