//! Content keys: 128-bit hashes of what something shows.

use std::fmt;
use std::io;

use smallvec::SmallVec;
use xxhash_rust::xxh3::Xxh3;

/// A 128-bit hash (XXH3) of everything that something shows. Equal keys mean
/// equal output bytes. Not cryptographic.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Key(u128);

impl Key {
    /// The key of some bytes.
    pub fn of(bytes: &[u8]) -> Key {
        Key(xxhash_rust::xxh3::xxh3_128(bytes))
    }

    /// The key of everything a reader yields, equal to `of` of the same bytes,
    /// and the number of bytes.
    pub fn of_reader(mut reader: impl io::Read) -> io::Result<(Key, u64)> {
        let (mut hash, mut len) = (Xxh3::new(), 0);
        let mut buffer = vec![0; 1 << 16];
        loop {
            match reader.read(&mut buffer) {
                Ok(0) => return Ok((Key(hash.digest128()), len)),
                Ok(read) => {
                    hash.update(&buffer[..read]);
                    len += read as u64;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Combines keys, in order, into one.
    pub fn join(keys: impl IntoIterator<Item = Key>) -> Key {
        let keys = keys.into_iter();
        let mut hash = KeyHasher(SmallVec::with_capacity(16 * keys.size_hint().0));
        keys.for_each(|key| hash.key(key));
        hash.finish()
    }

    /// 32 hexadecimal digits, in ASCII.
    pub fn hex(self) -> [u8; 32] {
        std::array::from_fn(|at| b"0123456789abcdef"[(self.0 >> (124 - 4 * at)) as usize & 15])
    }

    /// 32 hexadecimal digits.
    pub fn to_hex(self) -> String {
        self.hex().into_iter().map(char::from).collect()
    }

    /// Parses the output of `to_hex`.
    pub fn from_hex(hex: &str) -> Option<Key> {
        let plain = hex.len() == 32 && hex.bytes().all(|b| b.is_ascii_hexdigit());
        plain.then(|| u128::from_str_radix(hex, 16).ok().map(Key)).flatten()
    }

    /// The first ten hexadecimal digits, used in the names of assets.
    pub fn short(self) -> String {
        self.to_hex()[..10].to_owned()
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.to_hex())
    }
}

/// Combines parts into a key. Each text is followed by its length, so that
/// different sequences of parts cannot produce the same input. Parts are
/// collected first: hashing one buffer with XXH3 is many times faster than
/// hashing small pieces.
#[derive(Default)]
pub struct KeyHasher(SmallVec<[u8; 256]>);

impl KeyHasher {
    /// Adds a text or other bytes.
    pub fn bytes(&mut self, bytes: impl AsRef<[u8]>) {
        let bytes = bytes.as_ref();
        self.0.extend_from_slice(bytes);
        self.number(bytes.len() as u64);
    }

    /// Adds a key.
    pub fn key(&mut self, key: Key) {
        self.0.extend_from_slice(&key.0.to_le_bytes());
    }

    /// Adds a number.
    pub fn number(&mut self, number: u64) {
        self.0.extend_from_slice(&number.to_le_bytes());
    }

    /// The key of everything added.
    pub fn finish(&self) -> Key {
        Key::of(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Key;

    #[test]
    fn a_stream_has_the_key_of_its_bytes() {
        for len in [0, 1, 300, 200_000] {
            let bytes = vec![7; len];
            assert_eq!(Key::of_reader(bytes.as_slice()).unwrap(), (Key::of(&bytes), len as u64));
        }
    }
}
