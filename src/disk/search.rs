//! Makes the search index of a language with pagefind. Only what its JavaScript
//! API needs is published: the search page is the theme's own.

use std::collections::BTreeMap;
use std::path::Path;

use pagefind::api::{PagefindIndex, SyntheticFile};
use pagefind::options::PagefindServiceConfig;
use tokio::runtime::Builder;

use crate::site::search::{Index, Record};

/// The most files of excerpts: on a large site several records share one, so
/// that a host does not get twenty thousand small files.
const MOST_FRAGMENTS: u32 = 1_000;

/// The files of an index, by their path below its folder, in a fixed order.
pub fn index(index: &Index, records: Vec<Record>) -> Result<Vec<(String, Vec<u8>)>, String> {
    let runtime = Builder::new_current_thread().build().map_err(|error| error.to_string())?;
    let files = runtime.block_on(files(&index.tag, records))?;
    let named = files.into_iter().filter_map(|file| Some((name(&file.filename)?, file.contents)));
    let mut named: Vec<_> = named.collect();
    let own_wasm = format!("wasm.{}.pagefind", index.tag);
    let stems = named.iter().any(|(name, _)| *name == own_wasm);
    named.retain(|(name, _)| is_needed(name, stems));
    named.sort();
    Ok(named)
}

async fn files(tag: &str, records: Vec<Record>) -> Result<Vec<SyntheticFile>, String> {
    let options = PagefindServiceConfig::builder().keep_index_url(true).max_fragments(MOST_FRAGMENTS).build();
    let mut index = PagefindIndex::new(Some(options)).map_err(|error| error.to_string())?;
    for record in records {
        let Record { url, title, text, also, filters } = record;
        let meta = [("title", title), ("also", also)].into_iter().filter(|(_, words)| !words.is_empty());
        let meta: BTreeMap<String, String> = meta.map(|(name, words)| (name.to_owned(), words)).collect();
        let filters = filters.into_iter().map(|(name, ids)| (name.to_owned(), ids)).collect();
        let added = index.add_custom_record(url, text, tag.to_owned(), Some(meta), Some(filters), None).await;
        added.map_err(|error| error.to_string())?;
    }
    index.get_files().await.map_err(|error| error.to_string())
}

fn name(path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path.iter().map(|part| part.to_str()).collect();
    Some(parts?.join("/"))
}

/// Whether a page needs a file: pagefind's own interfaces and its worker are
/// left out, and so is the generic program if there is one for this language.
fn is_needed(name: &str, stems: bool) -> bool {
    let data = ["fragment/", "index/", "filter/"].iter().any(|folder| name.starts_with(folder));
    let wasm = name.starts_with("wasm.") && (name != "wasm.unknown.pagefind" || !stems);
    data || wasm || name.ends_with(".pf_meta") || ["pagefind.js", "pagefind-entry.json"].contains(&name)
}
