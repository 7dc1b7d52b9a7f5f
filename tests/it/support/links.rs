//! Every address inside a built site leads to a file of that site.

use std::collections::BTreeMap;

use jisr::base::path::RelPath;

/// Addresses that lead nowhere, as `page: address`. The site's base comes from
/// its sitemap, so that every link must carry the path of `base_url`.
pub fn dead(files: &BTreeMap<RelPath, Vec<u8>>) -> Vec<String> {
    let Some(base) = base(files) else { return vec![] };
    let mut dead = vec![];
    for (path, bytes) in files {
        let text = String::from_utf8_lossy(bytes);
        for address in addresses(path, &text) {
            if !leads(&base, path, &address, files) {
                dead.push(format!("{path}: {address} leads nowhere"));
            }
        }
    }
    dead
}

/// `https://host` and `/a/b/`.
fn base(files: &BTreeMap<RelPath, Vec<u8>>) -> Option<(String, String)> {
    let robots = String::from_utf8_lossy(files.get("robots.txt")?);
    let sitemap = robots.lines().find_map(|line| line.strip_prefix("Sitemap: "))?.to_owned();
    let start = sitemap.find("://")? + 3;
    let path = start + sitemap[start..].find('/')?;
    Some((sitemap[..path].to_owned(), sitemap[path..].trim_end_matches("sitemap.xml").to_owned()))
}

fn addresses(path: &RelPath, text: &str) -> Vec<String> {
    let marks: &[(&str, char)] = match path.extension().as_deref() {
        Some("html") => &[("href=\"", '"'), ("src=\"", '"'), ("content=\"https://", '"'), ("url=", '"')],
        Some("xml") => &[("href=\"", '"'), ("<loc>", '<'), ("<id>", '<')],
        Some("css") => &[("url(", ')'), ("@import \"", '"')],
        _ => &[],
    };
    let mut found = vec![];
    for (mark, end) in marks {
        for part in text.split(mark).skip(1) {
            let scheme = if mark.ends_with("https://") { "https://" } else { "" };
            let address = part.split(*end).next().unwrap_or(part).trim().trim_matches(['"', '\'']);
            found.push(format!("{scheme}{address}"));
        }
    }
    found
}

fn leads((origin, base): &(String, String), from: &RelPath, address: &str, files: &BTreeMap<RelPath, Vec<u8>>) -> bool {
    let address = address.replace("&amp;", "&").replace("&#39;", "'");
    let address = address.split(['#', '?']).next().unwrap_or_default();
    if address.is_empty() || address.starts_with("mailto:") || address.starts_with("data:") {
        return true;
    }
    let below_root = match address.strip_prefix(origin.as_str()).or(address.starts_with('/').then_some(address)) {
        Some(absolute) => match absolute.strip_prefix(base.as_str()) {
            Some(below) => below.to_owned(),
            None => return false,
        },
        None if address.contains("://") => return true,
        None => match from.join(address) {
            Some(path) => path.to_string(),
            None => return false,
        },
    };
    let below_root = decode(&below_root);
    let file = if below_root.is_empty() || below_root.ends_with('/') { below_root + "index.html" } else { below_root };
    files.contains_key(file.as_str())
}

fn decode(text: &str) -> String {
    let mut bytes = vec![];
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let code = std::str::from_utf8(tail.get(..2).unwrap_or_default()).ok().filter(|_| *first == b'%');
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => (bytes.push(byte), rest = &tail[2..]),
            None => (bytes.push(*first), rest = tail),
        };
    }
    String::from_utf8(bytes).unwrap_or_default()
}
