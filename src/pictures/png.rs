//! Parses PNG files (PNG, third edition): their chunks up to the last one.

use crate::pictures::Look;
use crate::pictures::orientation;

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// The chunks that affect how a PNG is displayed (section 11), including the
/// frames of an animation.
const KEPT: [&[u8; 4]; 16] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT", b"bKGD",
    b"pHYs", b"acTL", b"fcTL", b"fdAT",
];

struct Chunk<'a> {
    kind: &'a [u8],
    contents: &'a [u8],
    /// The chunk including its length and checksum.
    whole: &'a [u8],
}

/// The chunks of a PNG. `None` if it is not one or is truncated.
fn chunks(bytes: &[u8]) -> Option<Vec<Chunk<'_>>> {
    let mut rest = bytes.strip_prefix(SIGNATURE)?;
    let mut found = vec![];
    loop {
        let len = u32::from_be_bytes(rest.get(..4)?.try_into().ok()?) as usize;
        let whole = rest.get(..len.checked_add(12)?)?;
        let chunk = Chunk { kind: &whole[4..8], contents: &whole[8..8 + len], whole };
        let is_last = chunk.kind == b"IEND";
        rest = &rest[whole.len()..];
        found.push(chunk);
        if is_last {
            return Some(found);
        }
    }
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// Inspects a PNG by its chunks.
pub fn look(bytes: &[u8]) -> Option<Look> {
    let chunks = chunks(bytes)?;
    let head = chunks.first().filter(|chunk| chunk.kind == b"IHDR")?.contents;
    let size = (number(head, 0)?, number(head, 4)?);
    if !chunks.iter().any(|chunk| chunk.kind == b"IDAT") {
        return None;
    }
    let moves = chunks.iter().any(|chunk| chunk.kind == b"acTL");
    let frames = chunks.iter().filter(|chunk| chunk.kind == b"fcTL").count() as u64;
    let look = Look::new(size, exif(&chunks).and_then(orientation::of))?;
    Some(Look { moves, drawn: look.pixels.saturating_mul(frames), ..look })
}

fn exif<'a>(chunks: &[Chunk<'a>]) -> Option<&'a [u8]> {
    chunks.iter().find(|chunk| chunk.kind == b"eXIf").map(|chunk| chunk.contents)
}

/// The picture with its colour information and its orientation, without any
/// other metadata.
pub fn strip(bytes: &[u8]) -> Option<Vec<u8>> {
    let chunks = chunks(bytes)?;
    let mut out = SIGNATURE.to_vec();
    let mut orientation = exif(&chunks).and_then(orientation::of).and_then(orientation::turned);
    for chunk in chunks.iter().filter(|chunk| KEPT.iter().any(|kind| chunk.kind == &kind[..])) {
        if chunk.kind == b"IDAT"
            && let Some(orientation) = orientation.take()
        {
            put(&mut out, b"eXIf", &orientation::exif(orientation));
        }
        out.extend(chunk.whole);
    }
    Some(out)
}

fn put(out: &mut Vec<u8>, kind: &[u8; 4], contents: &[u8]) {
    out.extend((contents.len() as u32).to_be_bytes());
    let mut check = flate2::Crc::new();
    for part in [&kind[..], contents] {
        check.update(part);
        out.extend(part);
    }
    out.extend(check.sum().to_be_bytes());
}
