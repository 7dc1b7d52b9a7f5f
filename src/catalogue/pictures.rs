//! Reports problems of the pictures that a page shows, and of their alternative
//! texts.

use crate::base::asset::Contents;
use crate::base::code::Code;
use crate::base::diag::{Arg, Diagnostic, Hint};
use crate::base::path::RelPath;
use crate::base::picture::{Fault, Format, LINKED, SHOWN};
use crate::catalogue::documents;
use crate::catalogue::links::Use;
use crate::catalogue::project::Project;
use crate::config::Config;
use crate::schema::fields::{image, project as at};
use crate::source::Asset;

/// The problems of a file that is used in this way; `place` makes a diagnostic
/// at the reference.
pub fn faults(
    config: &Config,
    (path, asset): (&RelPath, &Asset),
    how: Use,
    place: impl Fn() -> Diagnostic,
) -> Vec<Diagnostic> {
    let report = |code: Code| {
        let diagnostic = Diagnostic { code, severity: code.severity(), ..place() };
        diagnostic.arg("target", path.name())
    };
    let is_shown = how != Use::Linked;
    let picture = match &asset.contents {
        Contents::Picture(picture) => picture,
        Contents::Document(_) if is_shown => {
            let extension = path.extension().unwrap_or_default().to_uppercase();
            return vec![report(Code::PictureFormat).arg("format", extension)];
        }
        Contents::Document(document) => return documents::faults(config, path, document, &report),
        Contents::Substitute(substitute) => return vec![documents::substitute(*substitute, &report)],
    };
    if let Format::Other(name) = picture.format {
        // Allowing this format would publish the camera's metadata with it.
        let extension = path.extension().unwrap_or_default();
        let is_allowed = !is_shown && config.file_types.contains(&extension);
        return if is_allowed { vec![] } else { vec![report(Code::PictureFormat).arg("format", name)] };
    }
    let mut found: Vec<Diagnostic> = picture.faults.iter().filter_map(|fault| one(fault, is_shown, &report)).collect();
    let extension = path.extension().unwrap_or_default();
    if !picture.format.is_named_so(&extension) {
        let stem = path.name().rsplit_once('.').map_or(path.name(), |(stem, _)| stem);
        let name = format!("{stem}.{}", picture.format.extension());
        found.push(report(Code::PictureMisnamed).arg("format", picture.format.name()).arg("name", name));
    }
    found
}

fn one(fault: &Fault, is_shown: bool, report: &dyn Fn(Code) -> Diagnostic) -> Option<Diagnostic> {
    match fault {
        Fault::Broken => Some(report(Code::PictureBroken)),
        Fault::TooLarge(pixels, bytes) => {
            let limits = if is_shown { SHOWN } else { LINKED };
            let million = |number: u64| (number / 1_000_000) as i64;
            let large = report(Code::PictureTooLarge).arg("megapixels", *pixels as i64).arg("megabytes", *bytes as i64);
            let large = large.arg("most_megapixels", million(limits.pixels));
            (!fault.is_within(limits)).then(|| large.arg("most_megabytes", million(limits.bytes)))
        }
        Fault::TooComplex(measure, count, most) => {
            let complex = report(Code::SvgTooComplex).arg("measure", *measure);
            Some(complex.arg("count", whole(*count)).arg("most", whole(*most)))
        }
        Fault::Circular(id) => Some(report(Code::SvgCircular).arg("id", id.as_str())),
        Fault::Unsafe(parts) => {
            let mut warning = report(Code::SvgCleaned);
            warning.args.push(("parts", Arg::List(parts.clone())));
            Some(warning)
        }
    }
}

fn whole(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The error for a project's picture without alternative text in a language of
/// the project. An empty text, `alt: ""`, marks the picture as decorative, in
/// every language.
pub fn without_alternative(config: &Config, project: &Project) -> Option<Diagnostic> {
    let stated = project.facts.stated(at::IMAGE)?;
    let record = stated.value;
    let texts = record.get(image::ALT);
    if texts.is_some_and(|texts| texts.iter().any(|(_, text)| text.is_empty())) {
        return None;
    }
    let lacks =
        |lang: &usize| project.docs[*lang].is_some() && !texts.is_some_and(|texts| config.has_text(texts, *lang));
    let missing: Vec<String> =
        config.langs().filter(lacks).map(|lang| config.languages[lang].lang.to_string()).collect();
    if missing.is_empty() || record.is_doubtful(image::ALT) {
        return None;
    }
    let span = record.span(image::ALT).unwrap_or(stated.span);
    let tags = config.languages.iter().map(|language| format!("{}: …", language.lang));
    let example = format!("alt: {{{}}}", tags.collect::<Vec<_>>().join(", "));
    let mut error = Diagnostic::at(Code::ImageWithoutAlt, &stated.file.path, span).hint(Hint::Example(example));
    error.args.push(("langs", Arg::List(missing)));
    Some(error)
}
