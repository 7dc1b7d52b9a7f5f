//! The preview's own pages and files, below `/_jisr/`.

use axum::http::StatusCode;
use axum::response::Response;

use crate::base::diag::Arg;
use crate::base::failure::reason;
use crate::base::key::Key;
use crate::pipeline::preview::Reply;
use crate::report::messages::word;
use crate::serve::edit;
use crate::serve::extras;
use crate::serve::http::{self, Question, decode, file, html_response, redirect, text};
use crate::serve::open;
use crate::serve::state::{BuiltSite, Server};

/// Answers for the preview's own pages and files.
pub fn own(server: &Server, current: &BuiltSite, question: &Question) -> Response {
    let Some(name) = question.path.strip_prefix(http::OWN) else { return redirect(http::OWN, "") };
    match name {
        "" => html_response(StatusCode::OK, extras::desk(server, current, &question.query)),
        "open" => opened(server, question),
        "client.js" => {
            let (content_type, bytes) = ("text/javascript; charset=utf-8", extras::CLIENT.as_bytes());
            file(&Reply { bytes: bytes.into(), content_type, key: Key::of(bytes), page: None }, question)
        }
        "bar" => {
            let of = question.query.strip_prefix("of=").and_then(|of| decode(&decode(of)?)).unwrap_or_default();
            html_response(StatusCode::OK, extras::fragments(server, current, &of))
        }
        name => match name.strip_prefix("pair/") {
            Some(project) => match extras::pair(server, current, project.trim_end_matches('/')) {
                Some(html) => html_response(StatusCode::OK, html),
                None => text(StatusCode::NOT_FOUND, "404\n"),
            },
            None => match edit::show(server, current, name.trim_end_matches('/'), &question.query) {
                Some(answer) => answer,
                None => own_file(name, question),
            },
        },
    }
}

/// Opens a file on behalf of a page of the preview. Other sites' pages must not
/// be able to start a program here.
fn opened(server: &Server, question: &Question) -> Response {
    if !question.is_own {
        return text(StatusCode::FORBIDDEN, "403\n");
    }
    let Some(asked) = open::read(&question.query) else { return text(StatusCode::BAD_REQUEST, "400\n") };
    match open::open(&server.root, server.editor.as_deref(), &asked) {
        Ok(()) => text(StatusCode::NO_CONTENT, ""),
        Err(error) => {
            let args = [("path", Arg::Text(asked.path.to_string())), ("detail", Arg::Text(reason(&error)))];
            text(StatusCode::NOT_FOUND, &format!("{}\n", word("open-failed", &args, server.language)))
        }
    }
}

fn own_file(name: &str, question: &Question) -> Response {
    match extras::file(name) {
        Some((content_type, bytes)) => {
            file(&Reply { bytes: bytes.into(), content_type, key: Key::of(bytes), page: None }, question)
        }
        None => text(StatusCode::NOT_FOUND, "404\n"),
    }
}
