//! Just enough of Rust's grammar for questions about the layout: which paths a file names, which macros it
//! calls, how long its functions are. Comments and the insides of strings are not code, and tests are left out.

/// A name, `::`, or one other character. Strings and character literals are `""`.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    pub line: usize,
    pub text: String,
}

/// A path as it stands in the code (`use` lists written out), or the name of a macro that is called.
#[derive(Debug, PartialEq)]
pub struct Name {
    pub line: usize,
    pub text: String,
}

/// A function with a body.
#[derive(Debug, PartialEq)]
pub struct Function {
    pub line: usize,
    pub name: String,
    pub lines: usize,
    /// Whether the body is one `match` and nothing else, which reads as a table.
    pub table: bool,
}

/// The code of a file without comments, strings and items under `#[cfg(test)]`.
pub fn code(source: &str) -> Vec<Token> {
    without_tests(tokens(source))
}

/// Every path of at least two parts, and everything that `use` brings in.
pub fn paths(code: &[Token]) -> Vec<Name> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < code.len() {
        if is(code, at, "use") && !is(code, at + 1, "<") {
            at = use_tree(code, at + 1, "", &mut found);
        } else if is_name(&code[at].text) && is(code, at + 1, "::") {
            // `pub(in a::b)` says who may import, and imports nothing.
            let names_a_scope = at > 1 && is(code, at - 2, "(") && is(code, at - 1, "in");
            let line = code[at].line;
            let (text, end) = path(code, at);
            if !names_a_scope {
                found.push(Name { line, text });
            }
            at = end;
        } else {
            at += 1;
        }
    }
    found
}

/// Every macro that is called, by its last name.
pub fn macros(code: &[Token]) -> Vec<Name> {
    let calls = code.windows(3).filter(|w| is_name(&w[0].text) && w[1].text == "!" && w[2].text != "=");
    calls.map(|w| Name { line: w[0].line, text: w[0].text.clone() }).collect()
}

/// Every function that has a body.
pub fn functions(code: &[Token]) -> Vec<Function> {
    let starts = (0..code.len()).filter(|&at| is(code, at, "fn") && code.get(at + 1).is_some_and(|t| is_name(&t.text)));
    starts.filter_map(|at| function(code, at)).collect()
}

fn function(code: &[Token], at: usize) -> Option<Function> {
    let open = body(code, at)?;
    let close = matching(code, open);
    let table = is(code, open + 1, "match") && body(code, open + 1).map(|b| matching(code, b) + 1) == Some(close);
    let (first, last) = (code[at].line, code.get(close)?.line);
    Some(Function { line: first, name: code[at + 1].text.clone(), lines: last - first + 1, table })
}

/// The first `{` after `at` outside parentheses; None where a `;` comes before it.
fn body(code: &[Token], at: usize) -> Option<usize> {
    let mut depth = 0;
    for (index, token) in code.iter().enumerate().skip(at) {
        match token.text.as_str() {
            "(" | "[" => depth += 1,
            ")" | "]" => depth -= 1,
            ";" if depth == 0 => return None,
            "{" if depth == 0 => return Some(index),
            _ => {}
        }
    }
    None
}

/// The `}` that belongs to the `{` at `open`, or the end of the code.
fn matching(code: &[Token], open: usize) -> usize {
    let mut depth = 0;
    for (index, token) in code.iter().enumerate().skip(open) {
        match token.text.as_str() {
            "{" => depth += 1,
            "}" if depth == 1 => return index,
            "}" => depth -= 1,
            _ => {}
        }
    }
    code.len()
}

/// Reads `a::b`, `a::{b, c::d}`, `a::*` or `a as b`, and gives the place behind it.
fn use_tree(code: &[Token], mut at: usize, prefix: &str, found: &mut Vec<Name>) -> usize {
    let mut text = prefix.to_owned();
    while let Some(token) = code.get(at) {
        match token.text.as_str() {
            "::" => text.push_str("::"),
            "{" => return use_list(code, at + 1, &text, found),
            "as" => return use_end(code, at + 2, text, found),
            name if is_name(name) || name == "*" => text.push_str(name),
            _ => break,
        }
        at += 1;
    }
    use_end(code, at, text, found)
}

fn use_list(code: &[Token], mut at: usize, prefix: &str, found: &mut Vec<Name>) -> usize {
    while at < code.len() && !is(code, at, "}") {
        at = if is(code, at, ",") { at + 1 } else { use_tree(code, at, prefix, found).max(at + 1) };
    }
    at + 1
}

fn use_end(code: &[Token], at: usize, text: String, found: &mut Vec<Name>) -> usize {
    let line = code.get(at.saturating_sub(1)).map_or(0, |token| token.line);
    let text = text.trim_start_matches("::").trim_end_matches("::self").to_owned();
    found.push(Name { line, text });
    at
}

fn path(code: &[Token], mut at: usize) -> (String, usize) {
    let mut text = code[at].text.clone();
    while is(code, at + 1, "::") && code.get(at + 2).is_some_and(|token| is_name(&token.text)) {
        text = format!("{text}::{}", code[at + 2].text);
        at += 2;
    }
    (text, at + 1)
}

fn without_tests(code: Vec<Token>) -> Vec<Token> {
    let mut kept = Vec::new();
    let mut at = 0;
    while at < code.len() {
        if is_test_attribute(&code, at) {
            at = item_end(&code, at);
        } else {
            kept.push(code[at].clone());
            at += 1;
        }
    }
    kept
}

fn is_test_attribute(code: &[Token], at: usize) -> bool {
    ["#", "[", "cfg", "(", "test", ")", "]"].iter().enumerate().all(|(offset, text)| is(code, at + offset, text))
}

/// Behind the item that starts with an attribute at `at`: its block, or its `;`.
fn item_end(code: &[Token], at: usize) -> usize {
    match body(code, at) {
        Some(open) => matching(code, open) + 1,
        None => code.iter().skip(at).position(|token| token.text == ";").map_or(code.len(), |found| at + found + 1),
    }
}

fn is(code: &[Token], at: usize, text: &str) -> bool {
    code.get(at).is_some_and(|token| token.text == text)
}

fn is_name(text: &str) -> bool {
    text.chars().next().is_some_and(|first| first.is_alphabetic() || first == '_')
}

fn tokens(source: &str) -> Vec<Token> {
    let chars: Vec<char> = source.chars().collect();
    let (mut found, mut at, mut line) = (Vec::new(), 0, 1);
    while at < chars.len() {
        let (text, end) = token(&chars, at);
        if !text.is_empty() {
            found.push(Token { line, text });
        }
        line += chars[at..end].iter().filter(|&&c| c == '\n').count();
        at = end;
    }
    found
}

/// The token at `at` and the place behind it; blanks and comments are empty tokens.
fn token(chars: &[char], at: usize) -> (String, usize) {
    let rest = &chars[at..];
    match rest {
        ['/', '/', ..] => (String::new(), at + rest.iter().position(|&c| c == '\n').unwrap_or(rest.len())),
        ['/', '*', ..] => (String::new(), at + comment(rest)),
        [':', ':', ..] => ("::".to_owned(), at + 2),
        ['"', ..] => ("\"\"".to_owned(), at + string(rest)),
        ['\'', ..] => quote(rest, at),
        [c, ..] if c.is_whitespace() => (String::new(), at + 1),
        [c, ..] if c.is_alphanumeric() || *c == '_' => word(rest, at),
        [c, ..] => (c.to_string(), at + 1),
        [] => (String::new(), at + 1),
    }
}

/// A name or a number; or the raw string that `r`, `br` or `cr` opens.
fn word(rest: &[char], at: usize) -> (String, usize) {
    let length = rest.iter().position(|&c| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
    let text: String = rest[..length].iter().collect();
    let hashes = rest[length..].iter().take_while(|&&c| c == '#').count();
    let raw = matches!(text.as_str(), "r" | "br" | "cr") && rest.get(length + hashes) == Some(&'"');
    if !raw {
        return (text, at + length);
    }
    let close: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
    let inside = length + hashes + 1;
    let end = rest[inside..].windows(close.len()).position(|window| window == close);
    ("\"\"".to_owned(), at + end.map_or(rest.len(), |found| inside + found + close.len()))
}

/// A character literal, or a lifetime.
fn quote(rest: &[char], at: usize) -> (String, usize) {
    match rest {
        ['\'', '\\', _, tail @ ..] => {
            ("\"\"".to_owned(), at + 4 + tail.iter().position(|&c| c == '\'').unwrap_or(tail.len().saturating_sub(1)))
        }
        ['\'', _, '\'', ..] => ("\"\"".to_owned(), at + 3),
        _ => ("'".to_owned(), at + 1),
    }
}

fn string(rest: &[char]) -> usize {
    let mut at = 1;
    while at < rest.len() && rest[at] != '"' {
        at += if rest[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(rest.len())
}

/// Block comments nest in Rust.
fn comment(rest: &[char]) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < rest.len() {
        match rest[at..] {
            ['/', '*', ..] => (depth, at) = (depth + 1, at + 2),
            ['*', '/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at
}
