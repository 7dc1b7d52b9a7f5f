//! Opens the host that an address names.

use std::path::Path;

use crate::base::code::Code;
use crate::base::diag::Diagnostic;
use crate::config::target::{Address, Remote, Target};
use crate::disk::site;
use crate::publish::folder::FolderHost;
use crate::publish::host::Host;

/// Opens the host of a target of the site in `root`, which is built into
/// `output`. A path is relative to `root`.
pub fn open(target: &Target, root: &Path, output: &Path) -> Result<Box<dyn Host>, Diagnostic> {
    match &target.address {
        Address::Folder(path) => {
            let path = root.join(path);
            if is_same(&path, output) {
                return Err(Diagnostic::new(Code::PublishIntoItself).arg("path", path.display().to_string()));
            }
            site::check_output(root, &path).map_or(Ok(()), Err)?;
            Ok(Box::new(FolderHost::open(&path)?))
        }
        Address::Remote(remote) => open_remote(target, remote, root),
    }
}

fn is_same(one: &Path, other: &Path) -> bool {
    one.canonicalize().ok().zip(other.canonicalize().ok()).is_some_and(|(one, other)| one == other)
}

#[cfg(feature = "hosts")]
fn open_remote(target: &Target, remote: &Remote, root: &Path) -> Result<Box<dyn Host>, Diagnostic> {
    let secrets = crate::publish::secrets::Secrets::read(root)?;
    let host = crate::publish::remote::RemoteHost::open(target, remote, &secrets);
    Ok(Box::new(host.map_err(|failure| failure.told(&target.name))?))
}

#[cfg(not(feature = "hosts"))]
fn open_remote(_: &Target, remote: &Remote, _: &Path) -> Result<Box<dyn Host>, Diagnostic> {
    Err(Diagnostic::new(Code::HostsLeftOut).arg("scheme", remote.scheme.name()))
}
