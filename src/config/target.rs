//! Where the site is published: `publish` of site.yaml, its names and
//! addresses.

use url::Url;

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Hint, Span};
use crate::config::Reader;
use crate::schema::fields::{self, site as at, target};
use crate::schema::near::nearest_name;
use crate::schema::record::{Named, Record};

/// A place where the site is published.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Target {
    /// Its name in site.yaml: `web`.
    pub name: String,
    /// Where it is.
    pub address: Address,
    /// The address as site.yaml has it. No secret is in it.
    pub written: String,
    /// The address of a service that speaks the protocol of S3, if it is not Amazon's.
    pub endpoint: Option<String>,
    /// The region of such a service.
    pub region: Option<String>,
}

/// The address of a host.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Address {
    /// A folder of this machine, or a share that is mounted there.
    Folder(String),
    /// A host in the network.
    Remote(Remote),
}

/// The address of a host in the network.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Remote {
    /// The protocol.
    pub scheme: Scheme,
    /// Whom the host knows.
    pub user: Option<String>,
    /// The host; for S3 and the like, the bucket.
    pub host: String,
    /// The port, if it is not the usual one.
    pub port: Option<u16>,
    /// The folder, without `/` at both ends.
    pub folder: String,
}

/// How a host is talked to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scheme {
    /// Amazon S3, and what speaks its protocol.
    S3,
    /// SSH File Transfer Protocol.
    Sftp,
    /// WebDAV (RFC 4918) without encryption.
    Dav,
    /// WebDAV with TLS.
    Davs,
    /// FTP (RFC 959) without encryption.
    Ftp,
    /// FTP with TLS (RFC 4217).
    Ftps,
}

impl Scheme {
    /// The scheme as addresses have it: `sftp`.
    pub fn name(self) -> &'static str {
        SCHEMES.iter().find(|(_, scheme)| *scheme == self).map_or("", |(name, _)| name)
    }
}

/// The schemes of addresses, as they are written.
const SCHEMES: &[(&str, Scheme)] = &[
    ("s3", Scheme::S3),
    ("sftp", Scheme::Sftp),
    ("dav", Scheme::Dav),
    ("davs", Scheme::Davs),
    ("ftp", Scheme::Ftp),
    ("ftps", Scheme::Ftps),
];

/// Other words for them.
const ALSO: &[(&str, &str)] = &[
    ("ssh", "sftp"),
    ("scp", "sftp"),
    ("rsync", "sftp"),
    ("webdav", "dav"),
    ("webdavs", "davs"),
    ("http", "dav"),
    ("https", "davs"),
    ("minio", "s3"),
];

/// Words that a secret is called by, in site.yaml.
const SECRETS: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "mot_de_passe",
    "mot de passe",
    "secret",
    "secret_key",
    "secret_access_key",
    "access_key",
    "access_key_id",
    "account_key",
    "api_key",
    "token",
    "credential",
    "credentials",
    "private_key",
    "كلمة السر",
    "كلمة العبور",
];

/// Why an address cannot be used.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fault {
    /// A password is in it.
    Secret,
    /// No protocol of this name is known.
    Scheme(String),
    /// It is no address, or one without a host or a folder.
    Unreadable,
}

impl Address {
    /// Reads an address or a path. A letter and a colon is a drive of Windows.
    pub fn parse(written: &str) -> Result<Address, Fault> {
        let Some((scheme, _)) = written.split_once("://").filter(|(scheme, _)| scheme.len() > 1) else {
            let is_odd = written.trim().is_empty() || written.contains(char::is_control);
            return if is_odd { Err(Fault::Unreadable) } else { Ok(Address::Folder(written.to_owned())) };
        };
        let known = SCHEMES.iter().find(|(name, _)| scheme.eq_ignore_ascii_case(name));
        let url = Url::parse(written).map_err(|_| Fault::Unreadable)?;
        if url.password().is_some() || has_secret(&url) {
            return Err(Fault::Secret);
        }
        let (_, scheme) = known.ok_or_else(|| Fault::Scheme(scheme.to_owned()))?;
        if url.query().is_some() || url.fragment().is_some() {
            return Err(Fault::Unreadable);
        }
        remote(&url, *scheme).map(Address::Remote).ok_or(Fault::Unreadable)
    }
}

/// Whether a value of the query is one.
fn has_secret(url: &Url) -> bool {
    url.query_pairs().any(|(name, _)| is_secret(&name))
}

/// Whether a key of site.yaml is the name of a secret.
pub fn is_secret(key: &str) -> bool {
    let key = key.to_lowercase().replace('-', "_");
    SECRETS.contains(&key.as_str())
}

fn remote(url: &Url, scheme: Scheme) -> Option<Remote> {
    let decode = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8().ok().map(String::from);
    let folder = decode(url.path())?.trim_matches('/').to_owned();
    let is_plain =
        |part: &str| part != ".." && part != "." && !part.contains(['\\']) && !part.contains(char::is_control);
    // The root of a machine is no place for a site; that of a bucket, or what FTP shows as one, may be.
    let needs_folder = scheme == Scheme::Sftp;
    let is_sound = folder.split('/').all(is_plain) && !(needs_folder && folder.is_empty());
    let host = url.host_str().filter(|host| !host.is_empty())?.to_owned();
    let user = Some(url.username()).filter(|user| !user.is_empty()).and_then(decode);
    is_sound.then_some(Remote { scheme, user, host, port: url.port(), folder })
}

impl Reader<'_> {
    /// The places where the site is published; what cannot be read is reported
    /// and left out.
    pub(super) fn targets(&mut self) -> Vec<Target> {
        let named = self.record.names(at::PUBLISH);
        named.iter().filter_map(|named| self.target(named)).collect()
    }

    fn target(&mut self, named: &Named<Record<fields::Target>>) -> Option<Target> {
        let (written, span) = named.record.get(target::TO).zip(named.record.span(target::TO))?;
        let text = |key| named.record.get(key).map(str::to_owned);
        match Address::parse(written) {
            Ok(address) => Some(Target {
                name: named.name.clone(),
                address,
                written: written.to_owned(),
                endpoint: text(target::ENDPOINT),
                region: text(target::REGION),
            }),
            Err(fault) => {
                let found = self.fault(fault, written, span);
                self.diagnostics.push(found);
                None
            }
        }
    }

    fn fault(&self, fault: Fault, written: &str, span: Span) -> Diagnostic {
        let names = || SCHEMES.iter().map(|(name, _)| *name);
        let place = |code| Diagnostic::at(code, self.path, span);
        match fault {
            Fault::Secret => place(Code::SecretInSite).arg("key", target::TO.name()),
            Fault::Unreadable => place(Code::TargetUnreadable).arg("value", written),
            Fault::Scheme(scheme) => {
                let also = ALSO.iter().find(|(other, _)| scheme.eq_ignore_ascii_case(other)).map(|(_, name)| *name);
                let near = also.or_else(|| nearest_name(&scheme, names()));
                let found = place(Code::TargetScheme).arg("value", scheme.as_str()).did_you_mean(near);
                found.hint(Hint::OneOf(names().map(|name| format!("{name}://")).collect()))
            }
        }
    }
}

/// Says of a key that is unknown because it would be a secret what to do
/// instead.
pub(super) fn tell_of_secrets(diagnostics: &mut [Diagnostic]) {
    for found in diagnostics.iter_mut().filter(|found| found.code == Code::UnknownKey) {
        let names_one = |(name, arg): &(&str, crate::base::diag::Arg)| match arg {
            crate::base::diag::Arg::Text(key) => *name == "key" && is_secret(key),
            _ => false,
        };
        if found.args.iter().any(names_one) {
            found.code = Code::SecretInSite;
            found.hints.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Address, Fault, Remote, Scheme, is_secret};

    fn remote(written: &str) -> Remote {
        match Address::parse(written) {
            Ok(Address::Remote(remote)) => remote,
            other => panic!("{written}: {other:?}"),
        }
    }

    #[test]
    fn an_address_is_taken_apart() {
        let sftp = remote("sftp://web@host.tn:2222/var/www/coop%C3%A9ration/");
        assert_eq!((sftp.scheme, sftp.user.as_deref(), sftp.port), (Scheme::Sftp, Some("web"), Some(2222)));
        assert_eq!((&*sftp.host, &*sftp.folder), ("host.tn", "var/www/coopération"));
        assert_eq!(remote("s3://bucket").folder, "");
        assert_eq!(remote("davs://host/dav/site").scheme, Scheme::Davs);
    }

    #[test]
    fn a_path_is_a_folder() {
        for path in ["/mnt/intranet/site", "../www", r"C:\web\site", r"\\server\share\site", "C:/web"] {
            assert_eq!(Address::parse(path), Ok(Address::Folder(path.to_owned())));
        }
    }

    #[test]
    fn what_leads_out_or_nowhere_is_no_address() {
        for bad in
            ["", " ", "sftp://", "sftp://host", "sftp://host/", "s3:///x", "dav://host/a?b=c", "ftp://h/a%2F..%2Fb"]
        {
            assert_eq!(Address::parse(bad), Err(Fault::Unreadable), "{bad}");
        }
        assert_eq!(Address::parse("gopher://host/x"), Err(Fault::Scheme("gopher".to_owned())));
    }

    #[test]
    fn a_secret_is_one_wherever_it_stands() {
        for secret in ["sftp://web:geheim@host/www", "s3://bucket?secret_access_key=x", "nope://a:b@c"] {
            assert_eq!(Address::parse(secret), Err(Fault::Secret), "{secret}");
        }
        assert!(is_secret("Password") && is_secret("secret-access-key") && !is_secret("to"));
    }
}
