//! What is wrong with the pictures that a page shows, and with the words that
//! stand for them.

use crate::base::code::Code;
use crate::base::diag::{Arg, Diagnostic, Hint};
use crate::base::path::RelPath;
use crate::base::picture::{Fault, Format};
use crate::catalogue::links::Use;
use crate::catalogue::project::Project;
use crate::config::Config;
use crate::schema::fields::{image, project as at};
use crate::source::Asset;

/// What is wrong with a file that is used like this, told where that is
/// written: `place` makes a diagnostic there.
pub fn faults(path: &RelPath, asset: &Asset, how: Use, place: impl Fn() -> Diagnostic) -> Vec<Diagnostic> {
    let report = |code: Code| {
        let diagnostic = Diagnostic { code, severity: code.severity(), ..place() };
        diagnostic.arg("target", path.name())
    };
    let is_shown = how != Use::Linked;
    let Some(picture) = &asset.picture else {
        let extension = path.extension().unwrap_or_default().to_uppercase();
        let other = || vec![report(Code::PictureFormat).arg("format", extension)];
        return if is_shown { other() } else { vec![] };
    };
    if let Format::Other(name) = picture.format {
        return if is_shown { vec![report(Code::PictureFormat).arg("format", name)] } else { vec![] };
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
        // What is only linked to is not made smaller.
        Fault::TooLarge(..) if !is_shown => None,
        Fault::TooLarge(pixels, bytes) => {
            Some(report(Code::PictureTooLarge).arg("megapixels", *pixels as i64).arg("megabytes", *bytes as i64))
        }
        Fault::Unsafe(parts) => {
            let mut warning = report(Code::SvgCleaned);
            warning.args.push(("parts", Arg::List(parts.clone())));
            Some(warning)
        }
    }
}

/// The error of a project's picture that no words stand for in a language
/// that the project is written in. An empty text, `alt: ""`, says that the
/// picture is there for its looks only, in every language.
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
