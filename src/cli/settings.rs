//! The command line: what was typed (`Args`), separate from what it means
//! (`Settings`).

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::PathBuf;

use anstream::{AutoStream, ColorChoice};
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

use crate::base::date::PartialDate;
use crate::base::diag::Diagnostics;
use crate::cli::exit;
use crate::cli::help;
use crate::cli::new::NewTask;
use crate::cli::publish::Publish;
use crate::cli::theme::ThemeTask;
use crate::cli::{confirm, fix, rename, status};
use crate::config::Options;
use crate::disk::build::Folders;
use crate::disk::{clock, fonts};
use crate::report::messages::MessageLanguage;
use crate::report::{self, Look};

/// The width of a report that is not printed to a terminal.
const WIDTH_OF_FILES: usize = 120;

/// What was typed. Its help is in `messages/help.yaml`.
#[derive(Parser, Debug)]
#[command(name = "jisr", version, about, arg_required_else_help = true)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    flags: Flags,
}

#[derive(Subcommand, Debug)]
enum Command {
    Build,
    Check,
    #[command(subcommand)]
    New(NewTask),
    Rename(rename::Asked),
    Status(status::Asked),
    Confirm(confirm::Asked),
    Fix(fix::Asked),
    Publish(Publish),
    #[command(alias = "preview")]
    Serve(Serve),
    #[command(subcommand)]
    Export(Export),
    Init {
        #[arg(value_name = "DIR")]
        dir: Option<PathBuf>,
    },
    #[command(subcommand)]
    Theme(ThemeTask),
}

#[derive(Subcommand, Debug)]
enum Export {
    Brochure {
        #[arg(long, value_name = "LANG")]
        language: Option<String>,
    },
    Host,
}

#[derive(clap::Args, Debug)]
struct Flags {
    #[arg(long, global = true, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    #[arg(long, global = true, value_name = "DIR")]
    output: Option<PathBuf>,
    #[arg(long, global = true, value_name = "URL")]
    base_url: Option<String>,
    #[arg(long, global = true)]
    drafts: bool,
    #[arg(long, global = true)]
    future: bool,
    #[arg(long, global = true, value_name = "YYYY-MM-DD", value_parser = parse_day)]
    today: Option<Date>,
    #[arg(long, global = true, value_enum, value_name = "fr|ar|en", hide_possible_values = true)]
    lang: Option<Lang>,
    #[arg(long, global = true, value_enum, default_value_t = Format::Text, value_name = "text|json|github", hide_possible_values = true)]
    format: Format,
    #[arg(long, short, global = true)]
    verbose: bool,
    #[arg(long, global = true)]
    strict: bool,
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "auto|always|never", hide_possible_values = true)]
    color: Color,
}

/// What `serve` alone is told.
#[derive(clap::Args, Clone, PartialEq, Eq, Debug)]
pub struct Serve {
    /// The address or host name to listen on; 0.0.0.0 lets other devices see published
    /// pages
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub interface: String,
    /// The port to listen on; if it is in use, the next free one
    #[arg(long, default_value_t = 1111)]
    pub port: u16,
    /// Open the site in the browser
    #[arg(long)]
    pub open: bool,
    /// Show what the public would see: no drafts, no pages to be published later
    #[arg(long)]
    pub published: bool,
    /// Also write the site into the output folder, as build does
    #[arg(long)]
    pub write: bool,
    /// The program that opens a file whose name is clicked; without it, the folder opens
    #[arg(long, value_name = "PROGRAM")]
    pub editor: Option<String>,
    /// Check for changes every second, if the system does not report them (some network drives)
    #[arg(long)]
    pub poll: bool,
}

/// The brochures to make.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Brochure {
    /// The language of the brochure, which must be one of the site.
    pub language: Option<String>,
    /// The language of messages, if it was given: brochures then use it too, if
    /// the site has it. If none, there is a brochure in every language of the
    /// site.
    pub spoken: Option<MessageLanguage>,
    /// The file or folder to write to.
    pub to: Option<PathBuf>,
}

#[derive(ValueEnum, Clone, Copy, Debug)]
enum Lang {
    Fr,
    Ar,
    En,
}

/// The format of the report.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// For people, on standard error
    Text,
    /// One array on standard output
    Json,
    /// Workflow commands on standard output
    Github,
}

#[derive(ValueEnum, Clone, Copy, Debug)]
enum Color {
    Auto,
    Always,
    Never,
}

/// The task of a command.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Task {
    /// Build the site.
    Build,
    /// Check it, writing nothing.
    Check,
    /// Make a project, a page, a partner or a translation.
    New(NewTask),
    /// Give a project or page another name.
    Rename(rename::Asked),
    /// Tell how far each text is.
    Status(status::Asked),
    /// Confirm translations.
    Confirm(confirm::Asked),
    /// Write every line to write that is certain, or only show it.
    Fix(fix::Asked),
    /// Build it and publish it.
    Publish(Publish),
    /// Create one in this folder.
    Init(PathBuf),
    /// Serve the preview.
    Serve(Serve),
    /// List its themes, or copy a file of its theme.
    Theme(ThemeTask),
    /// Print what the server that publishes it has to be told.
    Host,
    /// Make a PDF of its catalogue.
    Brochure(Brochure),
}

/// The meaning of the command line.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The task.
    pub task: Task,
    /// The folder of the site, and the output folder.
    pub folders: Folders,
    /// The address of the published site, if not the one of site.yaml.
    pub base_url: Option<String>,
    /// Whether drafts are included.
    pub drafts: bool,
    /// Whether pages whose publication date is in the future are included.
    pub future: bool,
    /// The date that decides what is withheld.
    pub today: Date,
    /// Whether that date was given, so that it does not change at midnight.
    pub day_is_stated: bool,
    /// The format of the report.
    pub format: Format,
    /// Whether to print why each page is written.
    pub verbose: bool,
    /// Whether warnings fail the command.
    pub strict: bool,
    /// The appearance of the report.
    pub look: Look,
    /// When to use colours on standard error.
    pub color: ColorChoice,
}

impl Settings {
    /// The settings of this process: its arguments, its environment, the date.
    /// Ends the process with a message if the arguments are invalid.
    pub fn of_process() -> Settings {
        let words: Vec<OsString> = std::env::args_os().collect();
        let language = help::typed("--lang", &words).and_then(|tag| Lang::from_str(tag, false).ok());
        let language = language.map_or_else(machine_language, Lang::meaning);
        let format = help::typed("--format", &words).and_then(|name| Format::from_str(name, false).ok());
        let words = help::as_option(&Args::command(), words);
        let args = help::localized(Args::command(), language).try_get_matches_from(words);
        match args.and_then(|matches| Args::from_arg_matches(&matches)) {
            Ok(args) => Settings::of(args, machine_language, clock::today),
            Err(error) => end(&error, language, format.unwrap_or(Format::Text)),
        }
    }

    fn of(args: Args, machine_language: fn() -> MessageLanguage, today: fn() -> Date) -> Settings {
        let flags = args.flags;
        let color = color_choice(flags.color);
        let language = flags.lang.map_or_else(machine_language, Lang::meaning);
        Settings {
            task: args.command.task(&flags),
            folders: Folders { output: flags.output.unwrap_or_else(|| flags.root.join("output")), root: flags.root },
            base_url: flags.base_url,
            drafts: flags.drafts,
            future: flags.future,
            today: flags.today.unwrap_or_else(today),
            day_is_stated: flags.today.is_some(),
            format: flags.format,
            verbose: flags.verbose,
            strict: flags.strict,
            look: Look { language, color: color != ColorChoice::Never, width: terminal_width() },
            color,
        }
    }
}

impl Settings {
    /// The options of a build.
    pub fn options(&self) -> Options {
        let Settings { today, base_url, drafts, future, .. } = self;
        let fonts = Some(fonts::book().fonts());
        Options { today: *today, base_url: base_url.clone(), drafts: *drafts, future: *future, fonts }
    }
}

/// The language configured on this machine.
fn machine_language() -> MessageLanguage {
    MessageLanguage::from_variables(|name| std::env::var(name).ok())
}

/// Ends the process with the requested help or an error.
fn end(error: &clap::Error, language: MessageLanguage, format: Format) -> ! {
    if help::is_answer(error) {
        error.exit();
    }
    let color = color_choice(Color::Auto);
    let look = Look { language, color: color != ColorChoice::Never, width: terminal_width() };
    let found = Diagnostics::from_iter([help::mistake(error)]);
    let _ = match format {
        Format::Text => write!(AutoStream::new(io::stderr(), color), "{}", report::text(&found, &|_| None, &look)),
        Format::Json => write!(io::stdout(), "{}", report::json(&found, &|_| None, language)),
        Format::Github => write!(io::stdout(), "{}", report::github(&found, &|_| None, language)),
    };
    std::process::exit(exit::status(&found, false).into())
}

impl Command {
    fn task(self, flags: &Flags) -> Task {
        match self {
            Command::Build => Task::Build,
            Command::Check => Task::Check,
            Command::New(task) => Task::New(task),
            Command::Rename(asked) => Task::Rename(asked),
            Command::Status(asked) => Task::Status(asked),
            Command::Confirm(asked) => Task::Confirm(asked),
            Command::Fix(asked) => Task::Fix(asked),
            Command::Publish(publish) => Task::Publish(publish),
            Command::Serve(serve) => Task::Serve(serve),
            Command::Init { dir } => Task::Init(dir.unwrap_or_else(|| flags.root.clone())),
            Command::Theme(asked) => Task::Theme(asked),
            Command::Export(Export::Host) => Task::Host,
            Command::Export(Export::Brochure { language }) => {
                let spoken = flags.lang.map(Lang::meaning);
                Task::Brochure(Brochure { language, spoken, to: flags.output.clone() })
            }
        }
    }
}

impl Lang {
    fn meaning(self) -> MessageLanguage {
        match self {
            Lang::Fr => MessageLanguage::Fr,
            Lang::Ar => MessageLanguage::Ar,
            Lang::En => MessageLanguage::En,
        }
    }
}

fn parse_day(text: &str) -> Result<Date, String> {
    match PartialDate::parse(text) {
        Some(PartialDate::Day(date)) => Ok(date),
        _ => Err("not a day".to_owned()),
    }
}

fn color_choice(color: Color) -> ColorChoice {
    match color {
        Color::Auto => AutoStream::choice(&io::stderr()),
        Color::Always => ColorChoice::Always,
        Color::Never => ColorChoice::Never,
    }
}

fn terminal_width() -> usize {
    terminal_size::terminal_size_of(io::stderr()).map_or(WIDTH_OF_FILES, |(width, _)| width.0.into())
}

#[cfg(test)]
pub(crate) mod tests {
    use std::path::PathBuf;

    use clap::{Arg, Command, CommandFactory, Parser};
    use jiff::civil::date;

    use super::{Args, Settings, Task};
    use crate::cli::help;
    use crate::report::messages::{MessageLanguage, has_rtl};

    pub(crate) fn settings(words: &[&str]) -> Settings {
        let args = Args::try_parse_from(["jisr"].iter().chain(words)).unwrap();
        Settings::of(args, || MessageLanguage::En, || date(2026, 11, 1))
    }

    #[test]
    fn the_command_line_is_sound() {
        Args::command().debug_assert();
    }

    /// Collects every text of the commands and arguments in one language.
    fn texts(command: &Command, texts: &mut Vec<String>) {
        let help = |arg: &Arg| arg.get_help().map(ToString::to_string);
        texts.push(command.get_about().unwrap().to_string());
        texts.extend(command.get_arguments().map(|arg| help(arg).unwrap_or_default()));
        command.get_subcommands().for_each(|below| self::texts(below, texts));
    }

    #[test]
    fn every_command_and_option_has_its_text_in_three_languages() {
        let of = |language| {
            let mut all = vec![];
            texts(&help::localized(Args::command(), language), &mut all);
            all
        };
        let [fr, ar, en] = MessageLanguage::ALL.map(of);
        assert!(en.len() > 40 && fr.len() == en.len() && ar.len() == en.len());
        for (fr, (ar, en)) in fr.iter().zip(ar.iter().zip(&en)) {
            let is_text = |text: &str| !text.is_empty() && !text.starts_with("command-");
            assert!(is_text(en) && is_text(fr) && fr != en && has_rtl(ar), "{en:?} {fr:?} {ar:?}");
        }
    }

    #[test]
    fn what_was_typed_becomes_what_was_meant() {
        let typed = settings(&["build", "--root", "site", "--lang", "ar", "--today", "2026-01-02", "-v"]);
        assert_eq!((typed.task, typed.folders.output), (Task::Build, PathBuf::from("site/output")));
        assert_eq!((typed.look.language, typed.today, typed.verbose), (MessageLanguage::Ar, date(2026, 1, 2), true));
        let plain = settings(&["--strict", "check", "--output", "out"]);
        assert_eq!((plain.task, plain.folders.output, plain.strict), (Task::Check, PathBuf::from("out"), true));
        assert_eq!((plain.look.language, plain.today), (MessageLanguage::En, date(2026, 11, 1)));
        assert_eq!(settings(&["init", "new"]).task, Task::Init(PathBuf::from("new")));
        for bad in ["2026", "2026-02-30", "01/02/2026"] {
            assert!(Args::try_parse_from(["jisr", "build", "--today", bad]).is_err(), "{bad}");
        }
    }
}
