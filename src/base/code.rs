//! The code of every diagnostic, with its severity and its domain, which
//! determines the exit status. The texts are in `messages/*.yaml` under the
//! same names.

use crate::base::diag::Severity::{self, Error, Hint, Info, Warning};

/// The domain of a problem, which determines the exit status.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Domain {
    /// What staff write: exit status 1.
    Content,
    /// site.yaml, the theme, the command line: exit status 2.
    Setup,
    /// Files that cannot be read or written: exit status 3.
    Storage,
}

macro_rules! codes {
    ($($name:ident $text:literal $severity:ident $domain:ident;)*) => {
        /// The code of a diagnostic. Each has its message, in three languages,
        /// in `messages/`.
        #[allow(clippy::enum_variant_names, reason = "the words of a code are those of its message")]
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[expect(missing_docs, reason = "the messages document each code")]
        pub enum Code { $($name,)* }

        impl Code {
            /// Every code, in the order of the pipeline's stages.
            pub const ALL: &[Code] = &[$(Code::$name,)*];

            /// The code as shown to users: `unknown-key`.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$name => $text,)* }
            }

            /// Its default severity.
            pub fn severity(self) -> Severity {
                match self { $(Code::$name => $severity,)* }
            }

            /// Its domain.
            pub fn domain(self) -> Domain {
                match self { $(Code::$name => Domain::$domain,)* }
            }
        }
    };
}

// The comment after each code lists the arguments of its message and its hints.
codes! {
    // Reading a file
    NotUtf8 "not-utf8" Error Content;                            // encoding ("Windows-1252", "UTF-16")
    WrongEncoding "wrong-encoding" Error Content;                // text, encoding; Write(lines): "Ã©" for "é"
    LettersLost "letters-lost" Error Content;                    // text: U+FFFD, "????"
    FrontMatterMissing "front-matter-missing" Error Content;
    FrontMatterUnclosed "front-matter-unclosed" Error Content;
    FenceHidden "fence-hidden" Error Content;                    // char: an invisible character before `---`; Write
    ControlCharacter "control-character" Error Content;          // char ("U+000B LINE TABULATION"); Write(line)
    MergeConflict "merge-conflict" Error Content;                // related: where the conflict ends
    // YAML
    YamlSyntax "yaml-syntax" Error Content;                      // detail (from the parser, English)
    YamlColon "yaml-colon" Error Content;                        // key, value; Write(line)
    YamlNoSpace "yaml-no-space" Error Content;                   // key; Write(line): "title:Jeunes"
    YamlNoColon "yaml-no-colon" Error Content;                   // key; Write(line): "name {fr: OMS}"
    YamlDash "yaml-dash" Error Content;                          // key; Write(lines): "-undp" in a list
    YamlHash "yaml-hash" Error Content;                          // key, value; Write(line): "Campagne #1"
    YamlQuote "yaml-quote" Error Content;                        // quote; Write(line): unbalanced
    YamlCurlyQuotes "yaml-curly-quotes" Error Content;           // value; Write(line)
    YamlBracket "yaml-bracket" Error Content;                    // char, key; Write(line): "[a, b" without its end
    YamlBackslash "yaml-backslash" Error Content;                // key; Write(line): "C:\docs" between double quotes
    YamlComma "yaml-comma" Error Content;                        // key, value; Write(line): {fr: Jeunes, paix}
    YamlTab "yaml-tab" Error Content;                            // Write(line)
    YamlIndent "yaml-indent" Error Content;                      // key
    YamlSpecialStart "yaml-special-start" Error Content;         // char, key; Write(line): "@", "%", "`", "&", "*"
    YamlInvisible "yaml-invisible" Error Content;                // char ("U+00A0 NO-BREAK SPACE"), key
    YamlArabicComma "yaml-arabic-comma" Error Content;           // Write(line)
    YamlTooLarge "yaml-too-large" Error Content;                 // budget: too many nodes (expanded aliases), or nested too deeply
    DuplicateKey "duplicate-key" Error Content;                  // key; related: the first
    NotAField "not-a-field" Error Content;                       // text; Write(line): a line without "key: "
    NotAMapping "not-a-mapping" Error Content;                   // front matter or file that is not "key: value"
    // Values
    KeyNotIndented "key-not-indented" Error Content;             // key, parent; Write(lines): `amount` below `funding`
    KeyBelongs "key-belongs" Error Content;                      // key, parent; Example
    AddressInFile "address-in-file" Error Content;               // key, value; Write: `file: https://…`
    FileInAddress "file-in-address" Error Content;               // value; Write: `url: accord.pdf`
    OwnParent "own-parent" Error Content;                        // id, ring: an organisation that is part of itself
    UnknownKey "unknown-key" Error Content;                      // key; DidYouMean
    MissingKey "missing-key" Error Content;                      // key; Example
    EmptyValue "empty-value" Error Content;                      // key; Example
    ExpectedText "expected-text" Error Content;                  // key
    ExpectedList "expected-list" Error Content;                  // key; Write(line)
    ExpectedMapping "expected-mapping" Error Content;            // key; Write
    ExpectedBoolean "expected-boolean" Error Content;            // key, value; Write(true/false)
    ExpectedNumber "expected-number" Error Content;              // key, value
    ExpectedDate "expected-date" Error Content;                  // key, value; Write(ISO) if the date is certain
    ExpectedDay "expected-day" Error Content;                    // key, value; Write(ISO) if the date is certain
    TwoDates "two-dates" Error Content;                          // key, value; Write: "2024-2025" in `start`
    HijriDate "hijri-date" Error Content;                        // key, value, near: the same date in the Gregorian calendar
    UnlikelyYear "unlikely-year" Error Content;                  // key, value; a warning from the year 1500 on
    SignInValue "sign-in-value" Error Content;                   // key, char; Write: "2024‑03‑05"
    DayWanted "day-wanted" Error Content;                        // key, value
    ImpossibleDate "impossible-date" Error Content;              // key, value
    ArabicDigits "arabic-digits" Error Content;                  // key, value; Write(ASCII digits)
    GroupedNumber "grouped-number" Error Content;                // key, value; Write: "3 000 000"
    AbbreviatedNumber "abbreviated-number" Error Content;        // key, value; Write: "3 M"
    DecimalComma "decimal-comma" Error Content;                  // key, value; Write: "3,5"
    ThreeDecimals "three-decimals" Error Content;                // key, value; OneOf: "1.250"; a warning where the currency has three
    TooManyDecimals "too-many-decimals" Error Content;           // key, value, currency, most
    AmountTooLarge "amount-too-large" Error Content;             // key, value
    OtherCurrency "other-currency" Error Content;                // key, value: with a currency; currency: the stated one
    FundingTwice "funding-twice" Warning Content;                // amount; related: the same line of funding
    ListedTwice "listed-twice" Warning Content;                  // key; related
    NegativeAmount "negative-amount" Error Content;              // value
    OutOfRange "out-of-range" Error Content;                     // key, value, min, max
    UnknownWord "unknown-word" Error Content;                    // key, value; DidYouMean, OneOf
    UnknownCurrency "unknown-currency" Error Content;            // value; DidYouMean
    UnknownLanguage "unknown-language" Error Content;            // value; OneOf
    InvalidSlug "invalid-slug" Error Content;                    // value; Write
    NameTooLong "name-too-long" Error Content;                   // value, bytes, most: no file can have this name
    ReservedName "reserved-name" Error Content;                  // value: a name that Windows keeps, or changes
    InvalidUrl "invalid-url" Error Content;                      // value; DidYouMean
    InvalidCode "invalid-code" Error Content;                    // key, value (a language, an e-mail address)
    UnknownCode "unknown-code" Error Content;                    // key, value; Write or DidYouMean: of a published list
    PhoneTwo "phone-two" Error Content;                          // value
    PhoneLength "phone-length" Error Content;                    // value, prefix: not as long as numbers of its country
    PhoneInvalid "phone-invalid" Error Content;                  // value
    MoneyWithoutUnit "money-without-unit" Error Content;         // amount: neither currency nor unit
    AmountMissing "amount-missing" Error Content;                // funding entry with a currency and no amount
    // site.yaml
    SiteMissing "site-missing" Error Setup;                      // path
    SiteMisnamed "site-misnamed" Error Setup;                    // path, name ("site.yml"), right
    UnknownLocale "unknown-locale" Error Setup;                  // value
    UnknownDefaultLanguage "unknown-default-language" Error Setup; // value; OneOf
    TooFewLanguages "too-few-languages" Error Setup;
    DuplicateId "duplicate-id" Error Setup;                      // id; related
    ReservedId "reserved-id" Error Setup;                        // id
    UnknownMenuEntry "unknown-menu-entry" Error Setup;           // value; DidYouMean, OneOf
    MenuPageMissing "menu-page-missing" Error Setup;             // value; DidYouMean, OneOf
    MenuEntryUnclear "menu-entry-unclear" Error Setup;           // DidYouMean
    UnknownTheme "unknown-theme" Error Setup;                    // value; DidYouMean
    SecretInSite "secret-in-site" Error Setup;                   // key: a password, in a file that everybody reads
    TargetUnreadable "target-unreadable" Error Setup;            // value: where to publish
    TargetScheme "target-scheme" Error Setup;                    // value; DidYouMean, OneOf
    FileTypeUnchecked "file-type-unchecked" Warning Setup;       // extension: of `file_types`
    FileTypeRuns "file-type-runs" Warning Setup;                 // extension: of `file_types`
    PlaceholderHost "placeholder-host" Warning Setup;            // host
    InvalidBaseUrl "invalid-base-url" Error Setup;               // value
    BaseUrlTooLong "base-url-too-long" Error Setup;              // value, part; DidYouMean: it ends in a language, a file…
    LabelMissing "label-missing" Warning Content;                // key, lang: a name lacks a language
    LabelInOtherLetters "label-in-other-letters" Warning Content; // key, lang: its text is in another script
    // Paths and bodies
    LanguageSuffixMissing "language-suffix-missing" Error Content; // name; Write(name.fr.md)
    LanguageSuffixUnknown "language-suffix-unknown" Error Content; // suffix; DidYouMean, OneOf
    LanguageUndeclared "language-undeclared" Error Content;      // lang, tag, count, files: left out of site.yaml, in several files
    DataMisnamed "data-misnamed" Error Content;                  // name, right: "partners.yml"
    DataIgnored "data-ignored" Warning Content;                  // name, right: "partners.yml" beside "partners.yaml"
    StrayFile "stray-file" Warning Content;                      // name: Markdown outside projects/ and pages/
    NotAWriteUp "not-a-write-up" Warning Content;                // name, meant (the file to write): "jeunes.docx"
    UnusedFile "unused-file" Info Content;                       // name: nothing shows or links to it
    UnsafeLink "unsafe-link" Error Content;                      // url, scheme
    LocalLink "local-link" Error Content;                        // url: a file of the writer's own computer
    HtmlRemoved "html-removed" Warning Content;                  // tag: it runs something or loads it from elsewhere
    HtmlTooDeep "html-too-deep" Warning Content;                 // tag: inside a hundred others that are open
    HtmlLook "html-look" Warning Content;                        // tag: a presentational element or attribute
    HtmlUseless "html-useless" Warning Content;                  // tag: an element or attribute without use in a write-up
    WordsAsTag "words-as-tag" Error Content;                     // text; Write: "<Nom du bureau>" on a line of its own
    CommentUnclosed "comment-unclosed" Error Content;            // "<!--" without its end: the rest is lost
    CodeUnclosed "code-unclosed" Warning Content;                // text: three backticks without their end
    LineLost "line-lost" Error Content;                          // text; Write: "[PNUD]: 2018", which no page shows
    LinkUnread "link-unread" Error Content;                      // text; DidYouMean: "[x](ma photo.png)" is not a link
    NoteWithoutText "note-without-text" Error Content;           // text: "[^1]"
    LinkWithoutText "link-without-text" Error Content;           // url
    LinkWithoutAddress "link-without-address" Error Content;
    Shortcode "shortcode" Warning Content;                       // text, name: "[gallery ids=…]" of WordPress
    HeadingUnread "heading-unread" Warning Content;              // text; DidYouMean: "##Titre"
    HeadingSkips "heading-skips" Warning Content;                // text; DidYouMean: level 4 below level 2
    StarsBetweenDigits "stars-between-digits" Error Content;     // text: "3 jours et 4", between two asterisks
    FieldBelowHeader "field-below-header" Error Content;         // key: a field typed in the text
    MarkupUnchecked "markup-unchecked" Hint Content;             // a text too long for its marks to be checked
    RuleMakesHeading "rule-makes-heading" Warning Content;       // text: a line of dashes directly below it
    IndentedText "indented-text" Warning Content;                // text: shown as code because of its indentation
    TableUnread "table-unread" Warning Content;                  // text; Write(lines): no delimiter row below the first
    TableOfTabs "table-of-tabs" Warning Content;                 // text; Write(lines): cells separated by tabs
    TableCellLost "table-cell-lost" Error Content;               // text, columns: more cells than the header row has
    ListUnread "list-unread" Warning Content;                    // text; Write(lines): "•", "1-", "a)"
    MarkUnread "mark-unread" Warning Content;                    // text; Write(lines): "##", "-" and a no-break space
    EmphasisUnread "emphasis-unread" Warning Content;            // text; Write: "**" unpaired, or next to a letter
    ForeignMark "foreign-mark" Warning Content;                  // text; Write: "{{ … }}", ":::note", "[TOC]"
    TitleMarkup "title-markup" Warning Content;                  // key, text; Write: "**" in a title
    HeadingOne "heading-one" Warning Content;                    // text; Write: "# Title" in a body: the page has its own
    // All files together
    SameFileTwice "same-file-twice" Error Content;               // names that differ in case or composition, flat and folder; related
    AliasWithoutSlash "alias-without-slash" Error Content;       // alias, tag; DidYouMean: `/fr/a` for `fr/a`
    DuplicateAddress "duplicate-address" Error Content;          // address; related
    ReservedSlug "reserved-slug" Error Content;                  // slug
    Contradiction "contradiction" Error Content;                 // key, here, there; related
    RepeatedFact "repeated-fact" Hint Content;                   // key; related
    UnknownType "unknown-type" Error Content;                    // id; DidYouMean, OneOf
    UnknownGroup "unknown-group" Error Content;                  // id; DidYouMean, OneOf
    GroupOfOtherType "group-of-other-type" Error Content;        // group, type, own (the group's type)
    UnknownPartner "unknown-partner" Error Content;              // id; DidYouMean
    UnknownTopic "unknown-topic" Error Content;                  // key, id; DidYouMean, OneOf
    UnknownRelated "unknown-related" Error Content;              // id; DidYouMean
    EndBeforeStart "end-before-start" Error Content;             // start, end; related
    TranslationMissing "translation-missing" Hint Content;       // lang, name (the file to write); DidYouMean (a file with a near name)
    TranslationOutdated "translation-outdated" Hint Content;      // of: a language, count
    OrphanTranslation "orphan-translation" Error Content;        // lang, name; DidYouMean(the file that it translates); related
    PairMisnamed "pair-misnamed" Error Content;                  // lang, name; DidYouMean(the file's right name); related
    FactsMissing "facts-missing" Error Content;                  // name (the file that may have stated them); OneOf, Example
    ConflictCopy "conflict-copy" Warning Content;                // name, original; related: made by a shared folder
    CopyUnpublished "copy-unpublished" Warning Content;          // name, original; related
    CopyPublished "copy-published" Warning Content;              // name, original; related
    CopyCounted "copy-counted" Warning Content;                  // name, original, amounts; related
    ProjectTwice "project-twice" Warning Content;                // related: title, facts and text are the same
    ProjectCountedTwice "project-counted-twice" Warning Content; // amounts; related: title and facts are the same
    TextInOtherLetters "text-in-other-letters" Warning Content;  // lang; related: the other language's
    LanguagesExchanged "languages-exchanged" Warning Content;    // lang; related: the other language's
    TextNotTranslated "text-not-translated" Warning Content;     // lang; related: the same text
    TextEmpty "text-empty" Warning Content;                      // lang; related: the text that it lacks
    TitleInOtherLetters "title-in-other-letters" Warning Content; // key: title or summary, lang; related: the other language's
    DateToCome "date-to-come" Error Content;                     // key, date: something that has happened, dated after today
    StatusAndDate "status-and-date" Warning Content;             // status, key, date; related: the date
    NeverPublished "never-published" Error Content;              // publish, expire; related: publish_on
    StatusOld "status-old" Warning Content;                      // status, date
    WithheldDraft "withheld-draft" Info Content;                 // lang
    WithheldDraftProject "withheld-draft-project" Info Content;  // lang: the project in every language
    WithheldUntil "withheld-until" Info Content;                 // date
    WithheldSince "withheld-since" Info Content;                 // date
    ExpiresOn "expires-on" Info Content;                         // date: published now, a build after that day changes it
    BrokenLink "broken-link" Error Content;                      // target; DidYouMean
    MissingFile "missing-file" Error Content;                    // target; DidYouMean: picture, document, logo
    PictureWithoutAlt "picture-without-alt" Error Content;       // target; Example
    ImageWithoutAlt "image-without-alt" Error Content;           // langs; Example: `image:` of a project
    PictureBroken "picture-broken" Error Content;                // target
    PictureTooLarge "picture-too-large" Error Content;           // target, megapixels, megabytes, most_megapixels, most_megabytes
    PictureFormat "picture-format" Error Content;                // target, format: HEIC, TIFF, PDF…
    PictureMisnamed "picture-misnamed" Warning Content;          // target, format, name: a PNG called photo.jpg
    SvgTooComplex "svg-too-complex" Error Content;               // target, measure (what is counted), count, most
    SvgCircular "svg-circular" Error Content;                    // target, id: an element that draws itself
    SvgCleaned "svg-cleaned" Warning Content;                    // target, parts: script, onclick…
    FileEmpty "file-empty" Error Content;                        // target: no bytes, or only zeros
    FilePointer "file-pointer" Error Content;                    // target: of Git LFS or git-annex
    FileWebPage "file-web-page" Error Content;                   // target: an error message that was saved as `.pdf`
    FileShortcut "file-shortcut" Error Content;                  // target: of Windows, macOS, a cloud drive
    FileType "file-type" Error Content;                          // target, extension; Example: `file_types`
    FileTypeActive "file-type-active" Error Content;             // target, extension: what a browser or a server runs
    DocumentBroken "document-broken" Error Content;              // target, format
    DocumentMisnamed "document-misnamed" Warning Content;        // target, format, name
    DocumentLeftovers "document-leftovers" Warning Content;      // target, traces: changes, comments…
    DocumentAuthor "document-author" Hint Content;               // target, names: author, body, path
    UnknownFragment "unknown-fragment" Warning Content;          // fragment, target; DidYouMean
    AddressMoved "address-moved" Warning Content;                // address, now; Write: the lines with the alias
    AddressGone "address-gone" Warning Content;                  // address, line; DidYouMean: a file, an id
    SiteAddress "site-address" Error Content;                    // url: of this very site, copied from the browser; Write, DidYouMean
    SitePage "site-page" Error Content;                          // url: of a page of this site that has no file; Write, DidYouMean
    MenuSiteAddress "menu-site-address" Error Setup;             // url: of a page of this site; DidYouMean
    PrivateHost "private-host" Error Content;                    // url, host: the public cannot reach it
    LinkToWithheld "link-to-withheld" Warning Content;           // target
    DraftsIncluded "drafts-included" Warning Setup;              // (no argument)
    // Theme
    TemplateSyntax "template-syntax" Error Setup;                // detail
    TemplateUnknownName "template-unknown-name" Error Setup;     // detail: unknown filter, function, include
    TemplateMissing "template-missing" Error Setup;              // name
    TemplateFailed "template-failed" Error Setup;                // detail, page
    TemplateEmpty "template-empty" Error Setup;                  // name, page
    ThemeDeadLink "theme-dead-link" Warning Setup;               // target: an address of the site, a file of the theme
    TemplatePrintsObject "template-prints-object" Error Setup;   // value, page; Write
    TemplateUnknownField "template-unknown-field" Error Setup;   // field, of, page; DidYouMean, OneOf
    TemplateUnknownValue "template-unknown-value" Error Setup;   // name, page; DidYouMean, OneOf
    ThemeCycle "theme-cycle" Error Setup;                        // themes
    ThemeInvalid "theme-invalid" Error Setup;                    // theme, detail
    InvalidColor "invalid-color" Error Setup;                    // value
    InvalidFont "invalid-font" Error Setup;                      // key, value
    LowContrast "low-contrast" Warning Setup;                    // front, color, back, ground, ratio, needed; name, near: what to set
    StringMissing "string-missing" Warning Setup;                // key, lang, theme
    PluralMissing "plural-missing" Warning Setup;                // key, lang, forms
    CardFontMissing "card-font-missing" Info Setup;              // lang: no font for the social cards of a language
    // The command, the preview, the disk
    MoreOfTheSame "more-of-the-same" Info Content;               // code, count: further diagnostics of one kind in one file, not listed
    UnreadableFile "unreadable-file" Error Storage;              // path, detail
    OutputForeign "output-foreign" Error Storage;                // path, files
    OutputBusy "output-busy" Error Storage;                      // path: another jisr writes there
    OutputOfAnotherSite "output-of-another-site" Error Storage;  // path
    OutputTaken "output-taken" Error Storage;                    // files: foreign ones where pages belong
    NameUnusable "name-unusable" Error Setup;                     // value; DidYouMean
    NameTaken "name-taken" Error Setup;                           // value
    AnswerMissing "answer-missing" Error Setup;                   // option
    UnknownItem "unknown-item" Error Setup;                       // value; DidYouMean
    NothingToConfirm "nothing-to-confirm" Error Setup;            // name
    EditRefused "edit-refused" Error Content;                     // path, key
    SourceChanged "source-changed" Error Storage;                // path
    SourceRefused "source-refused" Error Storage;                // path
    OutputFailed "output-failed" Error Storage;                  // path, detail
    OutputHoldsSite "output-holds-site" Error Setup;             // path: output is the root or one of its sources
    ServeFailed "serve-failed" Error Setup;                      // address, detail
    EjectUnknown "eject-unknown" Error Setup;                    // file, theme; DidYouMean
    EjectExists "eject-exists" Error Setup;                      // path
    BrowserMissing "browser-missing" Error Setup;
    BrowserFailed "browser-failed" Error Storage;                // path, detail: the browser's error message
    BrochureLanguage "brochure-language" Error Setup;            // value, languages
    InitNotEmpty "init-not-empty" Error Setup;                   // path
    // Publishing
    PublishNoTarget "publish-no-target" Error Setup;             // Example: `publish:` of site.yaml
    PublishUnknownTarget "publish-unknown-target" Error Setup;   // value; DidYouMean, OneOf
    PublishWhichTarget "publish-which-target" Error Setup;       // OneOf
    PublishDrafts "publish-drafts" Error Setup;
    PublishUnconfirmed "publish-unconfirmed" Error Setup;        // target
    PublishIntoItself "publish-into-itself" Error Setup;         // path
    PublishFolderMissing "publish-folder-missing" Error Storage; // path
    PublishBusy "publish-busy" Error Storage;                    // target
    PublishTaken "publish-taken" Error Storage;                  // files: foreign ones where pages belong
    PublishForeign "publish-foreign" Info Storage;               // files
    PublishRemovals "publish-removals" Error Setup;              // removed, pages
    PublishAltered "publish-altered" Warning Storage;            // files
    PublishEmptied "publish-emptied" Warning Storage;            // target
    PublishOfAnotherSite "publish-of-another-site" Error Storage; // target
    PublishFailed "publish-failed" Error Storage;                // target, detail
    PublishFileFailed "publish-file-failed" Error Storage;       // path, target, detail
    PublishUnverified "publish-unverified" Error Storage;        // files
    PublishUndoMissing "publish-undo-missing" Error Setup;       // target
    Published "published" Info Setup;                            // target, new, changed, removed
    PublishPlanned "publish-planned" Info Setup;                 // target, new, changed, removed
    PublishUnreachable "publish-unreachable" Info Setup;         // files: addresses of pages
    HostsLeftOut "hosts-left-out" Error Setup;                   // scheme
    HostUnset "host-unset" Error Setup;                          // OneOf
    RobotsUnread "robots-unread" Info Setup;                     // address: of the folder that the site is in
    SecretsNotIgnored "secrets-not-ignored" Error Setup;         // path
    // The command line
    UnknownCommand "unknown-command" Error Setup;                // value; DidYouMean
    MissingCommand "missing-command" Error Setup;                // OneOf
    UnknownOption "unknown-option" Error Setup;                  // value; DidYouMean
    UnexpectedArgument "unexpected-argument" Error Setup;        // value
    InvalidOption "invalid-option" Error Setup;                  // option, value; DidYouMean, OneOf, Example
    OptionWithoutValue "option-without-value" Error Setup;       // option
    OptionWithValue "option-with-value" Error Setup;             // option, value
    OptionTwice "option-twice" Error Setup;                      // option
    MissingArgument "missing-argument" Error Setup;              // names
    UsageUnclear "usage-unclear" Error Setup;
}
