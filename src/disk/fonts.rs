//! The fonts of this machine, for social cards.

use std::fs;
use std::sync::OnceLock;

use resvg::usvg::fontdb::{Database, Source};

use crate::base::key::{Key, KeyHasher};
use crate::pictures::social_card::FontBook;

/// The fonts of this machine, loaded once.
pub fn book() -> &'static FontBook {
    static BOOK: OnceLock<FontBook> = OnceLock::new();
    BOOK.get_or_init(|| {
        let mut database = Database::new();
        database.load_system_fonts();
        let key = key(&database);
        FontBook::new(database, key)
    })
}

/// The content key of all fonts: their names and file sizes.
fn key(database: &Database) -> Key {
    let mut faces: Vec<(String, u64)> = database
        .faces()
        .map(|face| {
            let len = match &face.source {
                Source::File(path) => fs::metadata(path).map_or(0, |file| file.len()),
                _ => 0,
            };
            (face.post_script_name.clone(), len)
        })
        .collect();
    faces.sort();
    let mut hash = KeyHasher::default();
    for (name, len) in faces {
        hash.bytes(name);
        hash.number(len);
    }
    hash.finish()
}
