//! Hosts of web addresses: which of them the public can reach.

use core::net::IpAddr; // the type alone: nothing of the network

/// Ends of names that no public server has (RFC 6761, RFC 6762 and its appendix
/// G, RFC 8375).
const PRIVATE: [&str; 10] =
    ["localhost", "local", "localdomain", "lan", "home", "home.arpa", "internal", "intranet", "private", "corp"];

/// The host of `https://host:8080/a`, an IPv6 address without its brackets.
pub fn of(address: &str) -> Option<&str> {
    let (scheme, rest) = address.split_once(':')?;
    let is_web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    let rest = rest.strip_prefix("//").filter(|_| is_web)?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    match host.strip_prefix('[').and_then(|host| host.split_once(']')) {
        Some((address, _)) => Some(address),
        None => host.split(':').next(),
    }
}

/// Whether a host is this machine, or one of a local network (RFC 1918, RFC
/// 4193, RFC 6598, RFC 6761, RFC 6762), or a name without a dot, which only an
/// intranet knows.
pub fn is_private(host: &str) -> bool {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    if let Ok(address) = host.parse::<IpAddr>() {
        return is_private_address(address);
    }
    !host.is_empty() && !host.contains('.') || is_under(&host, &PRIVATE)
}

/// Whether a host has one of these names, or is below one.
pub fn is_under(host: &str, domains: &[&str]) -> bool {
    let below = |domain: &str| host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    domains.iter().any(|domain| below(domain))
}

/// The host without the `www.` that most sites answer to as well.
pub fn without_www(host: &str) -> &str {
    host.get(..4).filter(|start| start.eq_ignore_ascii_case("www.")).map_or(host, |start| &host[start.len()..])
}

/// Whether a text names a file as a computer does: `C:\\docs\\a.pdf`,
/// `file:///a.pdf`, `\\\\server\\a.pdf`, of which Markdown takes a backslash away.
pub fn is_of_a_computer(written: &str) -> bool {
    let scheme = written.split_once(':').map_or("", |(scheme, _)| scheme);
    let is_drive = scheme.len() == 1 && scheme.starts_with(|c: char| c.is_ascii_alphabetic());
    is_drive || scheme.eq_ignore_ascii_case("file") || (written.starts_with('\\') && written.len() > 1)
}

fn is_private_address(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => {
            let [first, second, ..] = address.octets();
            let is_shared = first == 100 && second & 0xc0 == 64;
            let is_own = address.is_loopback() || address.is_unspecified() || address.is_link_local();
            is_own || address.is_private() || is_shared
        }
        IpAddr::V6(address) => {
            let is_own = address.is_loopback() || address.is_unspecified() || address.is_unicast_link_local();
            let mapped = address.to_ipv4_mapped().is_some_and(|address| is_private_address(address.into()));
            is_own || address.is_unique_local() || mapped
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{is_private, of, without_www};

    #[test]
    fn the_host_of_an_address() {
        for (address, host) in [
            ("https://a.tn", Some("a.tn")),
            ("HTTP://A.tn:80/b", Some("A.tn")),
            ("http://u:p@a.tn?x", Some("a.tn")),
            ("http://[::1]:1111/fr/", Some("::1")),
            ("mailto:a@b.tn", None),
            ("/fr/", None),
            ("ftp://a.tn", None),
        ] {
            assert_eq!(of(address), host, "{address}");
        }
    }

    #[test]
    fn private_hosts() {
        let private = [
            "localhost",
            "127.0.0.1",
            "127.8.8.8",
            "0.0.0.0",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.4",
            "169.254.1.1",
            "100.64.0.1",
            "::1",
            "fe80::1",
            "fd00::2",
            "::ffff:192.168.0.1",
            "SERVEUR.local",
            "nas.lan",
            "intranet",
            "serveur-dsi",
            "app.localhost",
            "ged.corp.",
        ];
        let public = [
            "a.tn",
            "193.95.1.1",
            "172.15.0.1",
            "172.32.0.1",
            "100.128.0.1",
            "localhost.tn",
            "mylocal.tn",
            "2001:db8::1",
            "thelocal.fr",
            "",
        ];
        assert!(private.into_iter().all(is_private), "{:?}", private.map(is_private));
        assert!(!public.into_iter().any(is_private), "{:?}", public.map(is_private));
        assert_eq!([without_www("www.a.tn"), without_www("a.tn"), without_www("Www.a.tn")], ["a.tn"; 3]);
    }
}
