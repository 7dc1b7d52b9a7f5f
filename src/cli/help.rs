//! The help of the command and the errors of the command line, in the language
//! of the messages: clap parses the arguments, the texts are ours.

use std::ffi::OsString;

use clap::builder::Styles;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command};

use crate::base::code::Code;
use crate::base::diag::{self, Diagnostic, Hint};
use crate::report::messages::{MessageLanguage, fixed, known_word, word};

/// The command with all its texts in a language, including those that clap
/// would add.
pub fn localized(mut command: Command, language: MessageLanguage) -> Command {
    command.build();
    describe(command, "", language).after_help(word("help-exit", &[], language))
}

/// The value of an option as typed, before the arguments are parsed: even parse
/// errors must be reported in this language and format.
pub fn typed<'a>(option: &str, words: &'a [OsString]) -> Option<&'a str> {
    let mut words = words.iter().filter_map(|word| word.to_str()).take_while(|word| *word != "--");
    while let Some(word) = words.next() {
        if word == option {
            return words.next();
        }
        if let Some(value) = word.strip_prefix(option).and_then(|rest| rest.strip_prefix('=')) {
            return Some(value);
        }
    }
    None
}

/// Rewrites `jisr help theme --lang fr` to `jisr theme --lang fr --help`:
/// clap's own `help` takes no options.
pub fn as_option(command: &Command, mut words: Vec<OsString>) -> Vec<OsString> {
    let takes_value = |word: &str| {
        let mut options = command.get_arguments().filter(|arg| arg.get_action().takes_values());
        options.any(|arg| arg.get_long().is_some_and(|long| word.strip_prefix("--") == Some(long)))
    };
    let mut at = 1;
    while let Some(word) = words.get(at).and_then(|word| word.to_str()).filter(|word| word.starts_with('-')) {
        at += if takes_value(word) { 2 } else { 1 };
    }
    if words.get(at).is_some_and(|word| word == "help") {
        words.remove(at);
        words.push("--help".into());
    }
    words
}

/// Whether help or the version was requested, which clap treats as an error.
pub fn is_answer(error: &clap::Error) -> bool {
    use ErrorKind::{DisplayHelp, DisplayHelpOnMissingArgumentOrSubcommand, DisplayVersion};
    matches!(error.kind(), DisplayHelp | DisplayHelpOnMissingArgumentOrSubcommand | DisplayVersion)
}

/// The diagnostic for an error of the command line.
pub fn mistake(error: &clap::Error) -> Diagnostic {
    let text = |kind| texts(error, kind).into_iter().next().unwrap_or_default();
    // `--today <YYYY-MM-DD>`: keep only the name.
    let option = || text(ContextKind::InvalidArg).split([' ', '=']).next().unwrap_or_default().to_owned();
    let value = || text(ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::InvalidSubcommand if text(ContextKind::InvalidSubcommand).starts_with('-') => {
            Diagnostic::new(Code::UnknownOption).arg("value", text(ContextKind::InvalidSubcommand))
        }
        ErrorKind::InvalidSubcommand => Diagnostic::new(Code::UnknownCommand)
            .arg("value", text(ContextKind::InvalidSubcommand))
            .did_you_mean(texts(error, ContextKind::SuggestedSubcommand).pop()),
        ErrorKind::MissingSubcommand => {
            let known = Hint::OneOf(texts(error, ContextKind::ValidSubcommand));
            Diagnostic::new(Code::MissingCommand).hint(known)
        }
        ErrorKind::UnknownArgument if option().starts_with('-') => Diagnostic::new(Code::UnknownOption)
            .arg("value", option())
            .did_you_mean(texts(error, ContextKind::SuggestedArg).pop()),
        ErrorKind::UnknownArgument => {
            Diagnostic::new(Code::UnexpectedArgument).arg("value", text(ContextKind::InvalidArg))
        }
        ErrorKind::InvalidValue | ErrorKind::NoEquals if value().is_empty() => {
            Diagnostic::new(Code::OptionWithoutValue).arg("option", option())
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let wrong = Diagnostic::new(Code::InvalidOption).arg("option", option()).arg("value", value());
            let wrong = wrong.did_you_mean(texts(error, ContextKind::SuggestedValue).pop());
            wrong.hint(allowed(&option(), texts(error, ContextKind::ValidValue)))
        }
        ErrorKind::TooManyValues => {
            Diagnostic::new(Code::OptionWithValue).arg("option", option()).arg("value", value())
        }
        ErrorKind::ArgumentConflict => Diagnostic::new(Code::OptionTwice).arg("option", option()),
        ErrorKind::MissingRequiredArgument => {
            let names = diag::Arg::List(texts(error, ContextKind::InvalidArg));
            let mut missing = Diagnostic::new(Code::MissingArgument);
            missing.args.push(("names", names));
            missing
        }
        _ => Diagnostic::new(Code::UsageUnclear),
    }
}

/// The allowed values of an option, or an example.
fn allowed(option: &str, values: Vec<String>) -> Hint {
    match (option, values.is_empty()) {
        (_, false) => Hint::OneOf(values),
        ("--today", _) => Hint::Example("--today 2026-07-01".to_owned()),
        _ => Hint::Example("--port 1111".to_owned()),
    }
}

fn texts(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        Some(ContextValue::StyledStr(text)) => vec![text.to_string()],
        _ => vec![],
    }
}

/// Sets the texts of a command and its subcommands. `path` identifies the
/// command: `-theme-eject`. Every `help` has the same text, and the subcommands
/// of `theme help` have those of `theme`.
fn describe(command: Command, path: &str, language: MessageLanguage) -> Command {
    let above = path.strip_suffix("-help");
    let own = if above.is_some() { "command-help".to_owned() } else { format!("command{path}") };
    let below: Vec<String> = command.get_subcommands().map(|below| below.get_name().to_owned()).collect();
    let mut command = command
        .about(word(&own, &[], language))
        .help_template(template(fixed("help-usage", language)))
        .subcommand_help_heading(fixed("help-commands", language))
        .mut_args(|arg| described(arg, path, language));
    for name in below {
        let path = format!("{}-{name}", above.unwrap_or(path));
        command = command.mut_subcommand(&name, |below| describe(below, &path, language));
    }
    command
}

fn described(arg: Arg, path: &str, language: MessageLanguage) -> Arg {
    let text = known_word(&text_of(&arg, path), language).unwrap_or_default();
    let default: Vec<_> = arg.get_default_values().iter().filter_map(|value| value.to_str()).collect();
    let text = match default.as_slice() {
        [value] if arg.get_action().takes_values() => {
            // The value is our own: it needs no isolation.
            word("help-default", &[], language).replace("{text}", &text).replace("{value}", value)
        }
        _ => text,
    };
    let heading = if arg.is_positional() { "help-arguments" } else { "help-options" };
    let arg = arg.help(text).help_heading(fixed(heading, language));
    arg.hide_default_value(true)
}

/// The name of an argument's text: `option-root` if every command has it,
/// `option-serve-port` if only one does.
fn text_of(arg: &Arg, path: &str) -> String {
    let id = arg.get_id().as_str();
    let own = ["help", "version"].contains(&id) || arg.is_global_set();
    if own { format!("option-{id}") } else { format!("option{path}-{id}") }
}

fn template(usage: &str) -> String {
    let styles = Styles::default();
    let style = styles.get_usage();
    format!("{{about-with-newline}}\n{style}{usage}:{style:#} {{usage}}\n\n{{all-args}}{{after-help}}")
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use clap::CommandFactory;

    use super::{as_option, typed};
    use crate::cli::settings::Args;

    fn words(line: &str) -> Vec<OsString> {
        line.split(' ').map(OsString::from).collect()
    }

    #[test]
    fn help_takes_options_before_and_behind() {
        for (line, meant) in [
            ("jisr help theme --lang fr", "jisr theme --lang fr --help"),
            ("jisr --lang fr help", "jisr --lang fr --help"),
            ("jisr --lang=fr -v help theme eject", "jisr --lang=fr -v theme eject --help"),
            ("jisr build --root help", "jisr build --root help"),
            ("jisr init help", "jisr init help"),
            ("jisr --root help build", "jisr --root help build"),
        ] {
            assert_eq!(as_option(&Args::command(), words(line)), words(meant), "{line}");
        }
    }

    #[test]
    fn an_option_is_found_wherever_it_stands() {
        for (line, value) in [
            ("jisr --format json biuld", Some("json")),
            ("jisr biuld --format=github", Some("github")),
            ("jisr biuld -- --format json", None),
            ("jisr --formatted=x", None),
        ] {
            assert_eq!(typed("--format", &words(line)), value, "{line}");
        }
    }
}
