//! A host in the network, by OpenDAL: S3, SFTP, WebDAV, FTP.
//!
//! OpenDAL follows `..` out of a folder, so that nothing goes there but a
//! [`RelPath`], which cannot have one.

use std::error::Error as _;
use std::future::Future;
use std::sync::Once;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use opendal::layers::{RetryLayer, TimeoutLayer};
use opendal::options::{ListOptions, WriteOptions};
#[cfg(unix)]
use opendal::services::Sftp;
use opendal::services::{Ftp, S3, Webdav};
use opendal::{Buffer, Entry, Error, ErrorKind, Operator};
use tokio::runtime::Runtime;

use crate::base::path::RelPath;
use crate::config::target::{Remote, Scheme, Target};
use crate::publish::class::is_hashed;
use crate::publish::host::{Failure, Found, Host, is_own, unfinished};
use crate::publish::plan::Present;
use crate::publish::secrets::Secrets;
use crate::site::hosting::{CACHE_FOREVER, CACHE_SHORTLY, media_type};

/// A host that does not answer for so long is asked again.
const PATIENCE: Duration = Duration::from_secs(15);

/// How often it is asked again before the publication ends.
const TRIES: usize = 4;

/// A host in the network.
pub struct RemoteHost {
    runtime: Runtime,
    operator: Operator,
    scheme: Scheme,
    /// Numbers the files that are half written.
    next: AtomicUsize,
}

impl RemoteHost {
    /// Makes ready to talk to a host; nothing is sent yet.
    pub fn open(target: &Target, remote: &Remote, secrets: &Secrets) -> Result<RemoteHost, Failure> {
        prepare_transport();
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        let runtime = runtime.map_err(|error| Failure::new(error.to_string()))?;
        let _within = runtime.enter();
        let operator = operator(target, remote, secrets).map_err(|error| Failure::new(detail(&error)))?;
        let timeout = TimeoutLayer::new().with_timeout(PATIENCE).with_io_timeout(PATIENCE);
        let retry = RetryLayer::new().with_jitter().with_max_times(TRIES).with_min_delay(Duration::from_millis(300));
        let operator = operator.layer(timeout).layer(retry);
        drop(_within);
        Ok(RemoteHost { runtime, operator, scheme: remote.scheme, next: AtomicUsize::new(0) })
    }

    fn run<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    /// Whether a file that is being written is seen half written by readers,
    /// unless it gets its name when it is whole.
    fn needs_rename(&self) -> bool {
        matches!(self.scheme, Scheme::Sftp | Scheme::Dav | Scheme::Davs)
    }

    async fn entries(&self, recursive: bool) -> Result<Vec<Entry>, Error> {
        match self.operator.list_options("", ListOptions { recursive, ..ListOptions::default() }).await {
            // A folder that is not there yet has no files.
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(vec![]),
            entries => entries,
        }
    }

    async fn write(&self, path: &RelPath, bytes: Vec<u8>) -> Result<(), Error> {
        if !self.needs_rename() {
            self.operator.write_options(path.as_str(), bytes, options(path, self.scheme)).await?;
            return Ok(());
        }
        let half = unfinished(self.next.fetch_add(1, Ordering::Relaxed));
        self.operator.write(&half, bytes).await?;
        let named = self.operator.rename(&half, path.as_str()).await;
        if named.is_err() {
            // What stays is removed by the next publication.
            let _ = self.operator.delete(&half).await;
        }
        named
    }
}

/// The program's own TLS, and the client that services share.
fn prepare_transport() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // It fails only where another was chosen before, which serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        opendal_http_transport_reqwest::install_default();
    });
}

fn operator(target: &Target, remote: &Remote, secrets: &Secrets) -> Result<Operator, Error> {
    let secret = |what: &str| secrets.of(what, &target.name).unwrap_or_default();
    let user = remote.user.clone().unwrap_or_else(|| secret("USER"));
    let folder = format!("/{}", remote.folder);
    let port = remote.port.map_or(String::new(), |port| format!(":{port}"));
    let at = |scheme: &str| format!("{scheme}://{}{port}", remote.host);
    match remote.scheme {
        Scheme::S3 => Operator::new(s3(target, remote, secrets)),
        #[cfg(not(unix))]
        Scheme::Sftp => Err(Error::new(ErrorKind::Unsupported, "SFTP needs Unix")),
        #[cfg(unix)]
        Scheme::Sftp => Operator::new(Sftp::default().endpoint(&at("ssh")).user(&user).root(&folder)),
        Scheme::Dav | Scheme::Davs => {
            let scheme = if remote.scheme == Scheme::Dav { "http" } else { "https" };
            let service = Webdav::default().endpoint(&at(scheme)).root(&folder);
            Operator::new(service.username(&user).password(&secret("PASSWORD")))
        }
        Scheme::Ftp | Scheme::Ftps => {
            let service = Ftp::default().endpoint(&at(remote.scheme.name())).root(&folder);
            Operator::new(service.user(&user).password(&secret("PASSWORD")))
        }
    }
}

fn s3(target: &Target, remote: &Remote, secrets: &Secrets) -> S3 {
    let known = |name: &str| secrets.get(name).unwrap_or_default();
    let region = target.region.clone().or_else(|| secrets.get("AWS_REGION"));
    let service = S3::default().bucket(&remote.host).root(&format!("/{}", remote.folder)).disable_ec2_metadata();
    let service = service.region(region.as_deref().unwrap_or("us-east-1"));
    let service = target.endpoint.iter().fold(service, |service, own| service.endpoint(own.trim_end_matches('/')));
    let service = service.access_key_id(&known("AWS_ACCESS_KEY_ID"));
    service.secret_access_key(&known("AWS_SECRET_ACCESS_KEY")).session_token(&known("AWS_SESSION_TOKEN"))
}

/// What a store of objects tells readers of a file.
fn options(path: &RelPath, scheme: Scheme) -> WriteOptions {
    if matches!(scheme, Scheme::Ftp | Scheme::Ftps) {
        return WriteOptions::default();
    }
    let cache = if is_hashed(path) { CACHE_FOREVER } else { CACHE_SHORTLY };
    WriteOptions {
        content_type: Some(media_type(&path.extension().unwrap_or_default())),
        cache_control: Some(cache.to_owned()),
        ..WriteOptions::default()
    }
}

/// What tells two states of a file apart. The times that FTP tells are cut to
/// minutes or days, as they grow old.
fn stamp(entry: &Entry, scheme: Scheme) -> Option<String> {
    let data = entry.metadata();
    match scheme {
        Scheme::Ftp | Scheme::Ftps => None,
        _ => data.etag().map(str::to_owned).or_else(|| data.last_modified().map(|time| time.to_string())),
    }
}

/// The reason in words: the innermost one, which names what happened.
fn detail(error: &Error) -> String {
    match error.kind() {
        ErrorKind::PermissionDenied => return "permission-denied".to_owned(),
        ErrorKind::RateLimited => return "too-many-requests".to_owned(),
        _ => {}
    }
    let mut innermost = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        innermost = inner.to_string();
        source = inner.source();
    }
    let first = innermost.lines().next().unwrap_or_default().trim();
    first.chars().take(300).collect()
}

impl Host for RemoteHost {
    fn list(&self) -> Result<Found, Failure> {
        let entries = self.run(self.entries(true)).map_err(|error| Failure::new(detail(&error)))?;
        let mut found = Found::default();
        for entry in entries.iter().filter(|entry| !entry.metadata().is_dir() && !entry.path().ends_with('/')) {
            let Some(path) = RelPath::new(entry.path()) else {
                found.odd.push(entry.path().to_owned());
                continue;
            };
            let present = Present { len: entry.metadata().content_length(), stamp: stamp(entry, self.scheme) };
            if !is_own(&path) {
                found.files.insert(path, present);
            }
        }
        found.odd.sort();
        Ok(found)
    }

    fn top(&self) -> Result<Vec<RelPath>, Failure> {
        let entries = self.run(self.entries(false)).map_err(|error| Failure::new(detail(&error)))?;
        let mut names: Vec<RelPath> = entries.iter().filter_map(|entry| RelPath::new(entry.path())).collect();
        names.sort();
        Ok(names)
    }

    fn read(&self, path: &RelPath) -> Result<Option<Vec<u8>>, Failure> {
        match self.run(self.operator.read(path.as_str())) {
            Ok(bytes) => Ok(Some(Buffer::to_vec(&bytes))),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Failure::of(path, detail(&error))),
        }
    }

    fn put(&self, path: &RelPath, bytes: Vec<u8>) -> Result<(), Failure> {
        self.run(self.write(path, bytes)).map_err(|error| Failure::of(path, detail(&error)))
    }

    fn delete(&self, path: &RelPath) -> Result<(), Failure> {
        match self.run(self.operator.delete(path.as_str())) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(Failure::of(path, detail(&error))),
            _ => Ok(()),
        }
    }

    fn tidy(&self) {
        let names = self.top().unwrap_or_default();
        for half in names.iter().filter(|path| crate::publish::host::is_unfinished(path)) {
            // What stays is removed the next time.
            let _ = self.delete(half);
        }
    }

    fn workers(&self) -> usize {
        match self.scheme {
            Scheme::S3 => 16,
            Scheme::Dav | Scheme::Davs => 8,
            Scheme::Sftp => 4,
            Scheme::Ftp | Scheme::Ftps => 2,
        }
    }
}
