//! Pictures as they are published: the files that `jisr build` writes are
//! decoded and measured, and nothing that a camera noted is in them.

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Rgb, RgbImage, Rgba, RgbaImage};
use img_parts::jpeg::Jpeg;
use img_parts::png::{Png, PngChunk};
use img_parts::{Bytes, ImageEXIF};
use jisr::base::code::Code;
use jisr::base::key::Key;
use jisr::base::picture::Fonts;
use jisr::disk::fonts;
use jisr::pictures::social_card;

use crate::support::place::Place;
use crate::support::site;

/// A place noted by a camera (Exif): turned by a quarter, made by "Acme", at
/// a latitude north.
const EXIF: &[u8] = b"MM\0*\0\0\0\x08\0\x03\
    \x01\x0f\0\x02\0\0\0\x05\0\0\0\x32\
    \x01\x12\0\x03\0\0\0\x01\0\x06\0\0\
    \x88\x25\0\x04\0\0\0\x01\0\0\0\x38\
    \0\0\0\0Acme\0\0\0\x01\0\x01\0\x02\0\0\0\x02N\0\0\0\0\0\0\0";

struct Site {
    place: Place,
}

/// What there is to see in a picture: hills, and a red band at the top.
fn drawn(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let hill = (f64::from(x) / 60.0).sin() * 40.0 + f64::from(height) / 2.0;
        let grain = ((x * 7919 + y * 104_729) % 23) as u8;
        match () {
            () if y < height / 10 => Rgb([220, 20 + grain, 20]),
            () if f64::from(y) < hill => Rgb([120 + grain, 160, 210]),
            () => Rgb([60, 110 + grain, (y % 90) as u8]),
        }
    })
}

fn jpeg(image: &RgbImage, quality: u8) -> Vec<u8> {
    let mut bytes = vec![];
    image.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, quality)).unwrap();
    bytes
}

fn with_exif(bytes: Vec<u8>) -> Vec<u8> {
    let mut jpeg = Jpeg::from_bytes(bytes.into()).unwrap();
    jpeg.set_exif(Some(Bytes::from_static(EXIF)));
    jpeg.encoder().bytes().to_vec()
}

fn png(image: DynamicImage) -> Vec<u8> {
    let mut bytes = vec![];
    image.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).unwrap();
    bytes
}

/// A GIF of one frame, which is shown again and again.
fn gif() -> Vec<u8> {
    let mut bytes = vec![];
    let mut encoder = image::codecs::gif::GifEncoder::new(&mut bytes);
    encoder.set_repeat(image::codecs::gif::Repeat::Infinite).unwrap();
    encoder.encode_frame(image::Frame::new(RgbaImage::from_pixel(3, 2, Rgba([200, 0, 0, 255])))).unwrap();
    drop(encoder);
    bytes
}

impl Site {
    fn new(body: &str, image: &str, files: &[(&str, Vec<u8>)]) -> Site {
        let site = Site { place: Place::empty() };
        site.place.write("site.yaml", b"title: {fr: A, ar: B}\nbase_url: https://a.tn/\nlanguages: {fr: {label: F, locale: fr-TN}, ar: {label: A, locale: ar-TN}}\ntypes: [{id: t, name: {fr: T, ar: T}}]\nsocial_cards: false\n");
        site.place.write("content/partners.yaml", b"p: {name: {fr: P, ar: P}}\n");
        let text = format!("---\ntitle: A\ntype: t\npartners: [p]\n{image}---\n\n{body}\n");
        site.place.write("content/projects/a/index.fr.md", text);
        files.iter().for_each(|(name, bytes)| site.place.write(&format!("content/projects/a/{name}"), bytes));
        site
    }

    /// What the build says.
    fn build(&self) -> String {
        self.place.jisr(&["build"], &[]).err
    }

    /// The published files whose names begin so, smallest name first.
    fn published(&self, start: &str) -> Vec<PathBuf> {
        let assets = fs::read_dir(self.place.output().join("assets")).unwrap();
        let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
        let mut found: Vec<PathBuf> =
            assets.map(|entry| entry.unwrap().path()).filter(|path| name(path).starts_with(start)).collect();
        found.sort();
        found
    }

    fn one(&self, start: &str, extension: &str) -> Vec<u8> {
        let found: Vec<_> =
            self.published(start).into_iter().filter(|path| path.extension().unwrap() == extension).collect();
        assert_eq!(found.len(), 1, "{start}*.{extension}: {found:?}");
        fs::read(&found[0]).unwrap()
    }

    fn page(&self) -> String {
        fs::read_to_string(self.place.output().join("fr/projects/a/index.html")).unwrap()
    }
}

fn size(bytes: &[u8]) -> (u32, u32) {
    ImageReader::new(Cursor::new(bytes)).with_guessed_format().unwrap().into_dimensions().unwrap()
}

fn exif(bytes: &[u8]) -> Option<Vec<u8>> {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().unwrap();
    reader.into_decoder().unwrap().exif_metadata().unwrap()
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[test]
fn a_photograph_is_turned_upright_made_smaller_and_keeps_no_notes() {
    let turned = image::imageops::rotate270(&drawn(1700, 1130));
    let photo = with_exif(jpeg(&turned, 92));
    assert!(holds(&photo, b"Acme"), "the test has something to remove");
    let site = Site::new("![Vue](photo.jpg)\n\n[La photo](photo.jpg)", "", &[("photo.jpg", photo.clone())]);
    assert!(!site.build().contains("error"));
    for (start, wanted) in [
        ("photo-480", (480, 319)),
        ("photo-800", (800, 532)),
        ("photo-1200", (1200, 798)),
        ("photo-1600", (1600, 1064)),
    ] {
        let (own, webp) = (site.one(start, "jpg"), site.one(start, "webp"));
        assert_eq!((size(&own), size(&webp)), (wanted, wanted));
        assert!(webp.len() < own.len(), "{start}: WebP has {} bytes, JPEG {}", webp.len(), own.len());
        assert!([&own, &webp].iter().all(|bytes| exif(bytes).is_none() && !holds(bytes, b"Acme")));
        let top = image::load_from_memory(&webp).unwrap().into_rgb8();
        let Rgb([red, green, _]) = *top.get_pixel(200, 10);
        assert!(red > 180 && green < 90, "the band is at the top: {red} {green}");
    }
    // The one that is linked to keeps its pixels, and only which side is up.
    let linked = site.one("photo.", "jpg");
    assert_eq!(size(&linked), (1130, 1700));
    assert!(!holds(&linked, b"Acme") && exif(&linked).is_some_and(|exif| exif.len() < 40));
    let page = site.page();
    assert!(page.contains("<picture><source type=\"image/webp\" srcset=\"/assets/photo-480."), "{page}");
    assert!(page.contains("width=\"1600\" height=\"1064\" alt=\"Vue\""), "{page}");
    assert!(page.contains("loading=\"lazy\""));
}

#[test]
fn a_webp_is_smaller_whatever_the_picture() {
    let noise = RgbImage::from_fn(900, 600, |x, y| {
        let hash = (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)).wrapping_mul(2_246_822_519);
        Rgb([(hash >> 8) as u8, (hash >> 16) as u8, (hash >> 24) as u8])
    });
    let flat = RgbImage::from_pixel(900, 600, Rgb([15, 83, 97]));
    let chart =
        RgbaImage::from_fn(900, 600, |x, y| Rgba([15, 83, 97, if (x / 30 + y / 50) % 2 == 0 { 255 } else { 0 }]));
    let deep = DynamicImage::ImageRgb8(drawn(900, 600)).into_rgb16();
    let files = [
        ("noise.jpg", jpeg(&noise, 90)),
        ("strong.jpg", jpeg(&drawn(900, 600), 25)),
        ("flat.jpg", jpeg(&flat, 90)),
        ("plain.png", png(flat.into())),
        ("chart.png", png(chart.into())),
        ("deep.png", png(deep.into())),
    ];
    let body: String = files.iter().map(|(name, _)| format!("![x]({name})\n\n")).collect();
    let site = Site::new(&body, "", &files);
    assert!(!site.build().contains("error"));
    for (name, original) in &files {
        let (stem, extension) = name.split_once('.').unwrap();
        // As it is: none of them has notes.
        assert_eq!(site.one(&format!("{stem}."), extension).len(), original.len(), "{name}");
        if ["plain.png", "chart.png"].contains(name) {
            assert_eq!(site.published(stem).len(), 1, "{name}: nothing is won by another format or size");
            continue;
        }
        let webp = site.one(&format!("{stem}-900"), "webp");
        assert_eq!(size(&webp), (900, 600));
        assert!(webp.len() < original.len(), "{name}: {} of {} bytes", webp.len(), original.len());
        for width in ["480", "800"] {
            assert!(site.one(&format!("{stem}-{width}"), "webp").len() < original.len(), "{name} at {width}");
        }
    }
}

#[test]
fn nothing_is_published_that_is_longer_than_its_picture() {
    let hash =
        |x: u32, y: u32| (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)).wrapping_mul(2_246_822_519) >> 13;
    let letters = |x: u32, y: u32| y % 40 < 20 && hash(x / 4, y / 40) % 3 == 0;
    let scan = image::GrayImage::from_fn(1000, 700, |x, y| image::Luma([if letters(x, y) { 0 } else { 255 }]));
    let dots = image::GrayImage::from_fn(1800, 200, |x, y| image::Luma([if hash(x, y) % 9 == 0 { 0 } else { 255 }]));
    let half = image::GrayImage::from_fn(500, 400, |x, y| {
        image::Luma([if y < 200 { (hash(x, y) & 1) as u8 * 255 } else { 9 }])
    });
    let tile = RgbImage::from_fn(1700, 200, |x, y| Rgb([hash(x % 32, y % 32) as u8, 40, 90]));
    let icon = RgbaImage::from_fn(24, 24, |x, y| Rgba([200, 0, 0, if (x + y) % 5 == 0 { 0 } else { 255 }]));
    let strip = RgbImage::from_fn(1700, 12, |x, _| Rgb([(x % 256) as u8, 9, 9]));
    let files = [
        ("scan.png", png(scan.into())),
        ("dots.png", png(dots.into())),
        ("half.png", png(half.into())),
        ("tile.png", png(tile.clone().into())),
        ("sign.png", png(icon.into())),
        ("strip.png", png(strip.clone().into())),
        ("poor.jpg", jpeg(&drawn(1700, 300), 4)),
        ("tiny.jpg", jpeg(&drawn(16, 16), 60)),
        ("flat.jpg", jpeg(&RgbImage::from_pixel(1700, 300, Rgb([9, 9, 9])), 10)),
        ("tiles.jpg", jpeg(&tile, 12)),
        ("strips.jpg", jpeg(&strip, 20)),
        (
            "small.webp",
            webpx::Encoder::new_rgb(&drawn(1700, 300), 1700, 300).quality(3.0).encode(webpx::Unstoppable).unwrap(),
        ),
    ];
    let body: String = files.iter().map(|(name, _)| format!("![x]({name})\n\n")).collect();
    let site = Site::new(&body, "", &files);
    let said = site.build();
    assert!(!said.contains("error"), "{said}");
    for (name, original) in &files {
        let (stem, _) = name.split_once('.').unwrap();
        let found = site.published(&format!("{stem}."));
        let found: Vec<_> = found.into_iter().chain(site.published(&format!("{stem}-"))).collect();
        assert!(!found.is_empty(), "{name}");
        for file in found {
            let len = fs::read(&file).unwrap().len();
            assert!(len <= original.len(), "{}: {len} of {} bytes", file.display(), original.len());
        }
    }
}

#[test]
fn a_picture_is_never_made_larger_and_one_that_moves_is_left_alone() {
    let gif = gif();
    let site = Site::new(
        "![x](small.jpg)\n\n![y](moves.gif)",
        "",
        &[("small.jpg", jpeg(&drawn(300, 200), 90)), ("moves.gif", gif.clone())],
    );
    assert!(!site.build().contains("error"));
    assert_eq!(site.published("small").len(), 2, "one JPEG, one WebP");
    assert_eq!(size(&site.one("small-300", "webp")), (300, 200));
    assert_eq!(site.one("moves", "gif"), gif);
}

/// A JPEG in the four colours of a press, as Adobe's programs write them
/// (inverted): `columns` × `rows` blocks of eight pixels, every value 128. In
/// its tables the only code is the bit 0, so that a block takes one byte.
fn for_the_press(columns: u16, rows: u16) -> Vec<u8> {
    let mut bytes = b"\xff\xd8\xff\xee\0\x0eAdobe\0\x64\0\0\0\0\0".to_vec();
    bytes.extend(icc_segment(b"CMYK"));
    bytes.extend(b"\xff\xdb\0\x43\0");
    bytes.extend([1; 64]);
    bytes.extend(b"\xff\xc0\0\x14\x08");
    bytes.extend((rows * 8).to_be_bytes());
    bytes.extend((columns * 8).to_be_bytes());
    bytes.extend(b"\x04\x01\x11\0\x02\x11\0\x03\x11\0\x04\x11\0");
    for class in [0x00, 0x10] {
        bytes.extend([0xff, 0xc4, 0, 20, class, 1]);
        bytes.extend([0; 16]);
    }
    bytes.extend(b"\xff\xda\0\x0e\x04\x01\0\x02\0\x03\0\x04\0\0\x3f\0");
    bytes.extend(vec![0; usize::from(columns) * usize::from(rows)]);
    bytes.extend(b"\xff\xd9");
    bytes
}

/// The head of a profile that speaks of these colours (ICC.1:2022, 7.2).
fn profile(colors: &[u8; 4]) -> Vec<u8> {
    let mut icc = vec![0; 128];
    icc[16..20].copy_from_slice(colors);
    icc
}

/// The same in a JPEG (ICC.1:2022, B.4).
fn icc_segment(colors: &[u8; 4]) -> Vec<u8> {
    let icc = profile(colors);
    let mut segment = vec![0xff, 0xe2, 0, (2 + 14 + icc.len()) as u8];
    segment.extend(b"ICC_PROFILE\0\x01\x01");
    segment.extend(icc);
    segment
}

fn profile_of(bytes: &[u8]) -> Option<Vec<u8>> {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().unwrap();
    reader.into_decoder().unwrap().icc_profile().unwrap()
}

#[test]
fn colours_of_a_press_become_those_of_a_screen() {
    let press = for_the_press(88, 63);
    assert_eq!(image::load_from_memory(&press).unwrap().into_rgb8().dimensions(), (704, 504), "the test has a picture");
    let site = Site::new("![x](press.jpg)", "", &[("press.jpg", press)]);
    let said = site.build();
    assert!(!said.contains("error"), "{said}");
    for (start, wanted) in [("press-480", (480, 344)), ("press-704", (704, 504))] {
        for extension in ["jpg", "webp"] {
            let bytes = site.one(start, extension);
            let pixels = image::load_from_memory(&bytes).unwrap();
            assert_eq!((pixels.width(), pixels.height()), wanted);
            assert_eq!(pixels.color().channel_count(), 3);
            assert_eq!(profile_of(&bytes), None, "a profile of the press would spoil them");
            let Rgb([red, green, blue]) = *pixels.into_rgb8().get_pixel(100, 100);
            assert!([red, green, blue].iter().all(|value| (50..80).contains(value)), "{red} {green} {blue}");
        }
    }
}

#[test]
fn a_profile_of_a_screen_stays_and_another_goes() {
    let with = |colors: &[u8; 4]| {
        let mut bytes = jpeg(&drawn(600, 400), 90);
        bytes.splice(2..2, icc_segment(colors));
        bytes
    };
    let files = [("screen.jpg", with(b"RGB ")), ("grey.jpg", with(b"GRAY"))];
    let site = Site::new("![x](screen.jpg)\n\n![y](grey.jpg)", "", &files);
    assert!(!site.build().contains("error"));
    for extension in ["jpg", "webp"] {
        assert_eq!(profile_of(&site.one("screen-480", extension)), Some(profile(b"RGB ")), "{extension}");
        assert_eq!(profile_of(&site.one("grey-480", extension)), None, "{extension}");
    }
}

#[test]
fn a_palette_is_read_with_what_is_transparent_in_it() {
    // The places in the palette are written as shades of grey are.
    let grain = |x: u32, y: u32| (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)).wrapping_mul(2_246_822_519);
    let place = |x, y| if y < 200 { x / 100 % 3 } else { (grain(x, y) >> 16) % 3 };
    let places = image::GrayImage::from_fn(700, 500, |x, y| image::Luma([place(x, y) as u8]));
    let mut parts = Png::from_bytes(png(places.into()).into()).unwrap();
    let mut head = parts.chunk_by_type(*b"IHDR").unwrap().contents().to_vec();
    head[9] = 3;
    let chunk = |kind: &[u8; 4], contents: Vec<u8>| PngChunk::new(*kind, contents.into());
    let palette = chunk(b"PLTE", vec![0, 0, 0, 220, 20, 20, 15, 83, 97]);
    parts.chunks_mut().splice(..1, [chunk(b"IHDR", head), palette, chunk(b"tRNS", vec![0])]);
    let drawing = parts.encoder().bytes().to_vec();
    let site = Site::new("![x](chart.png)", "", &[("chart.png", drawing.clone())]);
    assert!(!site.build().contains("error"));
    assert_eq!(site.one("chart.", "png"), drawing, "as it is");
    let small = image::load_from_memory(&site.one("chart-480", "webp")).unwrap().into_rgba8();
    let at = |x: u32| small.get_pixel(x, 100).0;
    assert_eq!(at(30)[3], 0);
    assert!(at(100)[0] > 200 && at(100)[1] < 40 && at(100)[3] == 255, "{:?}", at(100));
    assert!(at(170)[0] < 40 && at(170)[2] > 80 && at(170)[3] == 255, "{:?}", at(170));
}

#[test]
fn a_webp_that_moves_has_one_size_and_all_its_frames() {
    let (first, second) = (drawn(600, 400), image::imageops::rotate180(&drawn(600, 400)));
    let mut encoder = webpx::AnimationEncoder::new(600, 400).unwrap();
    for (at, frame) in [&first, &second].into_iter().enumerate() {
        encoder.add_frame_rgb(frame, at as i32 * 500).unwrap();
    }
    let moving = encoder.finish(1000).unwrap();
    let frames = |bytes: &[u8]| bytes.windows(4).filter(|window| window == b"ANMF").count();
    assert_eq!(frames(&moving), 2, "the test has something that moves");
    let site = Site::new("![x](moving.webp)", "", &[("moving.webp", moving)]);
    assert!(!site.build().contains("error"));
    assert_eq!(site.published("moving").len(), 1);
    assert_eq!(frames(&site.one("moving", "webp")), 2);
}

#[test]
fn the_picture_of_a_project_comes_first_with_its_credit_and_is_cropped_for_networks() {
    let image = "image: {src: photo.jpg, alt: La salle, credit: Une photographe}\n";
    let site = Site::new("Texte.", image, &[("photo.jpg", jpeg(&drawn(1700, 1300), 85))]);
    assert!(!site.build().contains("error"));
    assert_eq!(size(&site.one("photo-1200", "webp")), (1200, 918));
    let crops = site.published("photo-1200").into_iter().filter(|path| path.extension().unwrap() == "jpg");
    let sizes: Vec<_> = crops.map(|path| size(&fs::read(path).unwrap())).collect();
    assert!(sizes.contains(&(1200, 630)) && sizes.contains(&(1200, 918)), "{sizes:?}");
    let page = site.page();
    assert!(page.contains("fetchpriority=\"high\"") && page.contains("Une photographe</figcaption>"), "{page}");
    assert!(page.contains("og:image:height\" content=\"630\"") && page.contains("og:image:alt\" content=\"La salle\""));
}

#[test]
fn a_broken_picture_is_told_and_nothing_is_written() {
    let whole = jpeg(&drawn(900, 600), 90);
    let cut = whole[..whole.len() / 2].to_vec();
    let site = Site::new("![x](cut.jpg)", "", &[("cut.jpg", cut)]);
    let said = site.build();
    assert!(said.contains("error[picture-broken]") && said.contains("index.fr.md:7:6"), "{said}");
    assert!(!site.place.output().join("fr").exists());
}

#[test]
fn a_drawing_is_published_without_what_runs_or_fetches() {
    let svg = br#"<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10" onload="go()"><script>go()</script><foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject><image href="https://a.tn/x.png"/><rect width="20" height="10" onclick="go()"/></svg>"#;
    let site = Site::new("![Plan](plan.svg)", "", &[("plan.svg", svg.to_vec())]);
    let said = site.build();
    assert!(said.contains("warning[svg-cleaned]") && said.contains("`https://a.tn/x.png`"), "{said}");
    let clean = String::from_utf8(site.one("plan", "svg")).unwrap();
    assert!(
        clean.contains("<rect")
            && !clean.contains("go()")
            && !clean.contains("foreignObject")
            && !clean.contains("a.tn"),
        "{clean}"
    );
    assert!(site.page().contains("width=\"20\" height=\"10\" alt=\"Plan\""));
}

#[test]
fn what_was_cooked_is_kept_and_may_be_deleted() {
    let site = Site::new("![x](a.jpg)", "", &[("a.jpg", jpeg(&drawn(700, 500), 90))]);
    site.build();
    let cache = site.place.root().join(".jisr-cache");
    let count = || fs::read_dir(&cache).map_or(0, Iterator::count);
    assert_eq!(count(), 2 + 4, "two marks, and two sizes in two formats");
    assert_eq!(fs::read_to_string(cache.join(".gitignore")).unwrap(), "*\n");
    let first = fs::read(&site.published("a-480")[0]).unwrap();
    fs::remove_dir_all(&cache).unwrap();
    fs::remove_dir_all(site.place.output()).unwrap();
    assert!(!site.build().contains("error"));
    assert_eq!(fs::read(&site.published("a-480")[0]).unwrap(), first, "the same bytes again");
}

/// The sample on a machine that has the letters of these scripts.
fn sample(scripts: &[&'static str]) -> site::Site {
    let mut sample = site::Site::sample();
    sample.options.fonts = Some(Arc::new(Fonts { scripts: scripts.to_vec(), key: Key::default() }));
    sample
}

fn cards(sample: &site::Site, start: &str) -> usize {
    let paths = sample.out.files().into_keys();
    paths.filter(|path| path.as_str().starts_with(start) && path.as_str().ends_with(".png")).count()
}

#[test]
fn each_page_and_language_has_a_card() {
    let mut sample = sample(&["Latn", "Arab"]);
    sample.build();
    assert_eq!(cards(&sample, "assets/card-fr-project-"), 13);
    assert_eq!(cards(&sample, "assets/card-ar-"), cards(&sample, "assets/card-fr-"));
    let page = sample.page("ar/projects/iij-events/index.html").unwrap();
    for part in ["/assets/card-ar-project-iij-events.", "og:image:width\" content=\"1200\"", "summary_large_image"] {
        assert!(page.contains(part), "{part}");
    }
    // Every page without one of its own shows the card of the home page.
    assert!(sample.page("fr/timeline/index.html").unwrap().contains("/assets/card-fr-home."));
}

#[test]
fn a_project_with_a_picture_has_no_card() {
    let mut sample = sample(&["Latn", "Arab"]);
    let text = fs::read_to_string("content/projects/iij-events.fr.md").unwrap();
    let pictured = text.replacen("---\n", "---\nimage: {src: hall.png, alt: {fr: Une salle, ar: قاعة}}\n", 1);
    sample.put("content/projects/iij-events.fr.md", &pictured);
    sample.asset("content/projects/hall.png", &png(drawn(1200, 800).into()));
    sample.build();
    assert_eq!(cards(&sample, "assets/card-fr-project-"), 12);
    let page = sample.page("fr/projects/iij-events/index.html").unwrap();
    assert_eq!(page.matches("property=\"og:image\"").count(), 1);
    assert!(!page.contains("/assets/card-"));
}

#[test]
fn cards_and_the_icon_have_the_colours_of_the_site() {
    let mut sample = sample(&["Latn", "Arab"]);
    let drawn = |sample: &site::Site, start: &str| {
        let files = sample.out.files().into_iter().find(|(path, _)| path.as_str().starts_with(start));
        String::from_utf8(files.unwrap().1).unwrap()
    };
    // No picture is made in memory: a card is the list of its drawing's bytes.
    let listed = |color: &str| format!("{:?}", color.as_bytes()).trim_matches(['[', ']']).to_owned();
    let (petrol, wine) = (listed("#0f5361"), listed("#7a1f3d"));
    sample.build();
    assert!(drawn(&sample, "assets/card-fr-home.").contains(&petrol));
    assert!(drawn(&sample, "assets/icon.").contains("--accent:#0f5361;"));
    let yaml = fs::read_to_string("site.yaml").unwrap();
    sample.put("site.yaml", &format!("{yaml}\ndesign: {{colors: {{accent: \"#7a1f3d\"}}}}\n"));
    sample.build();
    let card = drawn(&sample, "assets/card-fr-home.");
    assert!(card.contains(&wine) && !card.contains(&petrol), "{card}");
    let icon = drawn(&sample, "assets/icon.");
    assert!(icon.contains("--accent:#7a1f3d;") && icon.contains("--accent:#8ecbd8;"), "{icon}");
}

#[test]
fn a_language_without_a_font_has_no_cards_and_that_is_told() {
    let mut sample = sample(&["Latn"]);
    let report = sample.build();
    let told: Vec<_> = report.diagnostics.iter().filter(|found| found.code == Code::CardFontMissing).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].args, [("lang", "ar".into())]);
    assert_eq!(cards(&sample, "assets/card-ar-"), 0);
    assert!(cards(&sample, "assets/card-fr-") > 20);
    assert!(!sample.page("ar/index.html").unwrap().contains("og:image"));
}

#[test]
fn a_site_can_do_without_cards() {
    let mut sample = sample(&["Latn", "Arab"]);
    let yaml = String::from_utf8(sample.tree.bytes(&site::path("site.yaml")).unwrap().to_vec()).unwrap();
    sample.put("site.yaml", &format!("{yaml}\nsocial_cards: false\n"));
    sample.build();
    assert_eq!(cards(&sample, "assets/card-"), 0);
}

#[test]
fn a_card_is_drawn_with_the_fonts_of_the_machine() {
    if !fonts::book().fonts().covers("Latn") {
        return;
    }
    let svg = |words: &str| {
        format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='120' height='63'><text y='40' font-size='30' font-family='sans-serif'>{words}</text></svg>"
        )
    };
    let drawn = |words: &str| {
        image::load_from_memory(&social_card::draw(svg(words).as_bytes(), fonts::book()).unwrap()).unwrap().into_rgb8()
    };
    let ink = |image: &RgbImage| image.pixels().filter(|pixel| pixel[0] < 100).count();
    assert_eq!(drawn("A").dimensions(), (120, 63));
    assert!(ink(&drawn("")) == 0 && ink(&drawn("MMM")) > ink(&drawn("i")));
    assert!(social_card::draw(b"<svg", fonts::book()).is_err());
}
