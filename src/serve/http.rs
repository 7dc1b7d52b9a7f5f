//! Answers requests: who may ask, what was requested, and what is sent.

use std::borrow::Cow;
use std::net::IpAddr;
use std::sync::Arc;

use axum::body::{Body, Bytes, HttpBody};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use axum::response::Response;

use crate::base::diag::Arg;
use crate::base::url;
use crate::pipeline::preview::{Answer, Preview, Reply};
use crate::report::messages::word;
use crate::serve::edit;
use crate::serve::events;
use crate::serve::extras;
use crate::serve::own;
use crate::serve::search;
use crate::serve::state::{BuiltSite, Server};

/// The prefix of the addresses of the preview's own pages and files.
pub const OWN: &str = "/_jisr/";

/// The stream of events.
const EVENTS: &str = "/_jisr/events";

const HTML: &str = "text/html; charset=utf-8";
const TEXT: &str = "text/plain; charset=utf-8";

/// The parts of a request that determine the response.
pub struct Question {
    /// Whether it comes from this machine.
    pub is_here: bool,
    /// Decoded: `/fr/projects/x/`.
    pub path: String,
    /// The query, without `?`.
    pub query: String,
    /// The key of the version that the browser has cached, for files.
    known: Option<String>,
    /// Whether it was sent by a page of the preview itself (Fetch Metadata).
    pub is_own: bool,
}

/// Answers a request from this machine, or from another one.
pub async fn answer<B>(server: Arc<Server>, is_here: bool, request: Request<B>) -> Response
where
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<axum::BoxError>,
{
    let question = match question(&server, is_here, &request) {
        Ok(question) => question,
        Err(refusal) => return *refusal,
    };
    if question.path == EVENTS {
        return if is_here { events::stream(&server) } else { text(StatusCode::NOT_FOUND, "404\n") };
    }
    if *request.method() == Method::POST {
        return took(server, &question, request).await;
    }
    let Some(current) = server.last().await else { return text(StatusCode::SERVICE_UNAVAILABLE, "503\n") };
    if let Some(answer) = search::answer(&server, &current, &question).await {
        return answer;
    }
    let answered = tokio::task::spawn_blocking(move || respond(&server, &current, &question)).await;
    // A panic fails only this response, not the server.
    answered.unwrap_or_else(|_| text(StatusCode::INTERNAL_SERVER_ERROR, "500\n"))
}

/// Answers what a form of the preview's own pages sent. Other machines have no
/// such forms.
async fn took<B>(server: Arc<Server>, question: &Question, request: Request<B>) -> Response
where
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<axum::BoxError>,
{
    if !question.is_here {
        return text(StatusCode::NOT_FOUND, "404\n");
    }
    let typed = match edit::received(&server, request).await {
        Ok(typed) => typed,
        Err(refusal) => return *refusal,
    };
    let Some(current) = server.last().await else { return text(StatusCode::SERVICE_UNAVAILABLE, "503\n") };
    let path = question.path.trim_end_matches('/').to_owned();
    let answered = tokio::task::spawn_blocking(move || edit::take(&server, &current, &path, &typed)).await;
    answered.unwrap_or_else(|_| text(StatusCode::INTERNAL_SERVER_ERROR, "500\n"))
}

/// Parses a request, or refuses it.
fn question<B>(server: &Server, is_here: bool, request: &Request<B>) -> Result<Question, Box<Response>> {
    let refused = |status, words: &str| Err(Box::new(text(status, words)));
    if request.headers().get_all(header::HOST).iter().count() > 1 {
        // RFC 9112, section 3.2: with several `Host` headers the target is
        // ambiguous.
        return refused(StatusCode::BAD_REQUEST, "400\n");
    }
    let hosts = [header_text(request.headers(), header::HOST), request.uri().authority().map(|own| own.as_str())];
    let mut hosts = hosts.into_iter().flatten().peekable();
    if hosts.peek().is_none() || !hosts.all(|host| is_own_host(host, &server.interface)) {
        let words = word("serve-refused", &[("url", Arg::Text(server.origin()))], server.language);
        return refused(StatusCode::FORBIDDEN, &format!("{words}\n"));
    }
    let Some(path) = decode(request.uri().path()) else { return refused(StatusCode::BAD_REQUEST, "400\n") };
    let is_form = *request.method() == Method::POST && edit::takes(&path);
    if !is_form && !matches!(*request.method(), Method::GET | Method::HEAD) {
        return refused(StatusCode::METHOD_NOT_ALLOWED, "405\n");
    }
    let query = request.uri().query().unwrap_or_default().to_owned();
    let known = header_text(request.headers(), header::IF_NONE_MATCH).map(str::to_owned);
    let from = request.headers().get("sec-fetch-site").and_then(|from| from.to_str().ok());
    Ok(Question { is_here, path, query, known, is_own: from == Some("same-origin") })
}

fn header_text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

/// Whether the preview answers for a host. Another domain's name may resolve to
/// this machine too (DNS rebinding); an IP address cannot be misused in this
/// way.
fn is_own_host(host: &str, interface: &str) -> bool {
    let port = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let name = match host.rsplit_once(':') {
        Some((name, digits)) if port(digits) && (name.ends_with(']') || !name.contains(':')) => name,
        _ => host,
    };
    let bare = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
    let own = |own: &str| bare.trim_end_matches('.').eq_ignore_ascii_case(own);
    bare.parse::<IpAddr>().is_ok() || own("localhost") || own(interface)
}

/// Decodes the percent-encoding of a path (RFC 3986, section 2.1). `None` if
/// the result is not valid UTF-8 text.
pub fn decode(path: &str) -> Option<String> {
    url::decode(path).filter(|path| !path.contains('\0')).map(Cow::into_owned)
}

fn respond(server: &Server, current: &Arc<BuiltSite>, question: &Question) -> Response {
    if question.path.starts_with(OWN) || question.path == OWN.trim_end_matches('/') {
        return if question.is_here {
            own::own(server, current, question)
        } else {
            text(StatusCode::NOT_FOUND, "404\n")
        };
    }
    let public;
    let current = if question.is_here {
        current
    } else {
        public = server.public(current);
        &public
    };
    site(server, current, question)
}

/// A page or file of the site.
fn site(server: &Server, current: &BuiltSite, question: &Question) -> Response {
    let base = current.preview.base();
    let Some(path) = question.path.strip_prefix(base) else {
        let is_above = base.starts_with(&format!("{}/", question.path.trim_end_matches('/')));
        return if is_above { redirect(base, &question.query) } else { missing(server, current, "", question) };
    };
    if !current.preview.has_site() {
        return missing(server, current, path, question);
    }
    match current.preview.answer(path, &server.pictures) {
        Answer::Found(reply) => found(server, current, question, &reply),
        Answer::Moved(to) => redirect(&to, &question.query),
        Answer::Failed(page, diagnostic, last) => {
            let view = extras::View::Failing(page, &diagnostic);
            let html = match last {
                Some(bytes) => extras::add(server, current, &view, &bytes),
                None => extras::alone(server, current, &view),
            };
            let status = if question.is_here { StatusCode::OK } else { StatusCode::INTERNAL_SERVER_ERROR };
            html_response(status, if question.is_here { html } else { "500".into() })
        }
        Answer::Missing => missing(server, current, path, question),
    }
}

fn found(server: &Server, current: &BuiltSite, question: &Question, reply: &Reply) -> Response {
    match reply.page.filter(|_| reply.content_type == HTML) {
        Some(page) if question.is_here => {
            html_response(StatusCode::OK, extras::add(server, current, &extras::View::Page(page), &reply.bytes))
        }
        Some(_) => html_response(StatusCode::OK, reply.bytes.to_vec()),
        None => file(reply, question),
    }
}

/// The response if nothing is found: the site's own 404 page, or only the
/// errors if they may be the reason.
fn missing(server: &Server, current: &BuiltSite, path: &str, question: &Question) -> Response {
    let view = extras::View::Missing(path);
    if question.is_here && !current.preview.errors_at(path).is_empty() {
        return html_response(StatusCode::NOT_FOUND, extras::alone(server, current, &view));
    }
    match current.preview.not_found(&server.pictures) {
        Answer::Found(reply) if question.is_here => {
            html_response(StatusCode::NOT_FOUND, extras::add(server, current, &view, &reply.bytes))
        }
        Answer::Found(reply) => html_response(StatusCode::NOT_FOUND, reply.bytes.to_vec()),
        _ if question.is_here => html_response(StatusCode::NOT_FOUND, extras::alone(server, current, &view)),
        _ => text(StatusCode::NOT_FOUND, "404\n"),
    }
}

/// The HTML of the page at the path of an address, as rendered: for the pair
/// view.
pub fn page_html(server: &Server, preview: &Preview, path: &str) -> Option<String> {
    let path = decode(path)?;
    let path = path.strip_prefix(preview.base()).unwrap_or(path.trim_start_matches('/'));
    match preview.answer(path, &server.pictures) {
        Answer::Found(reply) => Some(String::from_utf8_lossy(&reply.bytes).into_owned()),
        _ => None,
    }
}

/// A page, never cached by the browser, since the extras change with every
/// build.
pub fn html_response(status: StatusCode, html: impl Into<Vec<u8>>) -> Response {
    response(status, HTML).header(header::CACHE_CONTROL, "no-store").body(Body::from(html.into())).unwrap_or_default()
}

/// A file, with its content key as ETag: revalidated each time, sent only if it
/// has changed.
pub fn file(reply: &Reply, question: &Question) -> Response {
    let tag = format!("\"{}\"", reply.key.to_hex());
    let is_known = question.known.as_deref().is_some_and(|known| known.split(',').any(|known| known.trim() == tag));
    let status = if is_known { StatusCode::NOT_MODIFIED } else { StatusCode::OK };
    let response = response(status, reply.content_type).header(header::CACHE_CONTROL, "no-cache");
    let body = if is_known { Body::empty() } else { Body::from(reply.bytes.to_vec()) };
    response.header(header::ETAG, tag).body(body).unwrap_or_default()
}

/// A redirect that keeps the query.
pub fn redirect(to: &str, query: &str) -> Response {
    let to = if query.is_empty() { to.to_owned() } else { format!("{to}?{query}") };
    let response = response(StatusCode::TEMPORARY_REDIRECT, TEXT).header(header::LOCATION, to);
    response.header(header::CACHE_CONTROL, "no-store").body(Body::empty()).unwrap_or_default()
}

/// Leads on to a page after something was done, so that reloading it does
/// nothing again.
pub fn redirect_after(to: &str) -> Response {
    let response = response(StatusCode::SEE_OTHER, TEXT).header(header::LOCATION, to);
    response.header(header::CACHE_CONTROL, "no-store").body(Body::empty()).unwrap_or_default()
}

/// A plain text response.
pub fn text(status: StatusCode, words: &str) -> Response {
    let mut response = response(status, TEXT);
    if status == StatusCode::METHOD_NOT_ALLOWED {
        response = response.header(header::ALLOW, "GET, HEAD");
    }
    response.body(Body::from(words.to_owned())).unwrap_or_default()
}

/// The head of a response. No other site may embed the preview, as it shows
/// drafts.
fn response(status: StatusCode, content_type: &str) -> axum::http::response::Builder {
    Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, content_type)
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .header(header::CONTENT_SECURITY_POLICY, "frame-ancestors 'self'")
        .header("cross-origin-resource-policy", "same-origin")
}

#[cfg(test)]
pub(super) mod tests {
    use std::fs;
    use std::sync::Arc;

    use jiff::civil::date;

    use axum::http::Request;

    use super::{Question, answer, decode, is_own_host, respond};
    use crate::base::diag::Diagnostics;
    use crate::config::Options;
    use crate::disk::build::Folders;
    use crate::pipeline::preview::{Input, Preview};
    use crate::report::Look;
    use crate::report::messages::MessageLanguage;
    use crate::serve::state::{BuiltSite, Server};
    use crate::serve::{Setup, server};
    use crate::source::{Change, Tree};

    fn setup(root: &std::path::Path) -> Setup {
        Setup {
            folders: Folders { root: root.to_path_buf(), output: root.join("output") },
            interface: "0.0.0.0".to_owned(),
            port: 1111,
            open: false,
            poll: false,
            editor: None,
            today: None,
            base_url: None,
            drafts: true,
            future: true,
            verbose: false,
            look: Look { language: MessageLanguage::En, color: false, width: 80 },
            color: anstream::ColorChoice::Never,
        }
    }

    /// A request for a path.
    pub fn question(is_here: bool, path: &str) -> Question {
        Question { is_here, path: path.to_owned(), query: String::new(), known: None, is_own: false }
    }

    /// A site with a draft, served to the whole network.
    pub fn site(root: &std::path::Path) -> (Server, Arc<BuiltSite>) {
        let server = server(&setup(root), ([0, 0, 0, 0], 1111).into()).unwrap();
        let mut tree = Tree::default();
        let put =
            |at: &str, text: &str| Change::Put(crate::base::path::RelPath::new(at).unwrap(), text.as_bytes().into());
        let project = "title: A\ntype: t\npartners: [p]\n---\nDu texte.\n";
        tree.apply(vec![
            put("site.yaml", "title: {fr: A, ar: B}\nbase_url: https://a.tn/\nlanguages: {fr: {label: F, locale: fr-TN}, ar: {label: A, locale: ar-TN}}\ntypes: [{id: t, name: {fr: T, ar: T}}]\n"),
            put("content/partners.yaml", "p: {name: {fr: P, ar: P}}\n"),
            put("content/projects/open.fr.md", &format!("---\n{project}")),
            put("content/projects/secret.fr.md", &format!("---\ndraft: true\n{project}")),
        ]);
        let options = Options {
            today: date(2026, 11, 1),
            base_url: Some("http://127.0.0.1/".into()),
            drafts: true,
            future: true,
            fonts: None,
        };
        let input =
            Input { tree: &tree, options: options.clone(), builtin: &server.builtin, early: Diagnostics::default() };
        let preview = Arc::new(Preview::new(input, None));
        let diagnostics = preview.diagnostics().clone();
        let current = BuiltSite { preview, diagnostics, build: 1, built_ms: 1, options, quoted: Default::default() };
        *server.tree.write().unwrap() = tree;
        (server, Arc::new(current))
    }

    #[test]
    fn other_machines_see_what_the_public_would_see_and_nothing_of_the_preview() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("site.yaml"), "").unwrap();
        let (server, current) = site(folder.path());
        let status = |is_here: bool, path: &str| respond(&server, &current, &question(is_here, path)).status().as_u16();
        for (path, here, elsewhere) in [
            ("/fr/projects/open/", 200, 200),
            ("/fr/projects/secret/", 200, 404),
            ("/_jisr/", 200, 404),
            ("/_jisr", 307, 404),
            ("/_jisr/client.js", 200, 404),
            ("/_jisr/open", 403, 404),
            ("/_jisr/pair/secret", 200, 404),
            ("/_jisr/bar", 200, 404),
        ] {
            assert_eq!((status(true, path), status(false, path)), (here, elsewhere), "{path}");
        }
        let length = |is_here: bool| {
            let response = respond(&server, &current, &question(is_here, "/fr/"));
            http_body_length(&response)
        };
        assert!(length(false) < length(true), "no bar and no script for others");
    }

    fn http_body_length(response: &super::Response) -> u64 {
        use axum::body::HttpBody;
        response.body().size_hint().exact().unwrap()
    }

    #[test]
    fn only_addresses_and_own_names_are_answered_for() {
        for good in [
            "127.0.0.1:1111",
            "127.0.0.1",
            "[::1]:1111",
            "[::1]",
            "192.168.1.5:80",
            "localhost:1111",
            "LOCALHOST.",
            "poste-12.local:1111",
        ] {
            assert!(is_own_host(good, "poste-12.local"), "{good}");
        }
        for bad in [
            "evil.example",
            "evil.example:1111",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "",
            "poste-13.local",
            "a:b:c",
        ] {
            assert!(!is_own_host(bad, "poste-12.local"), "{bad}");
        }
    }

    #[test]
    fn a_request_has_one_host() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("site.yaml"), "").unwrap();
        let (server, current) = site(folder.path());
        server.current.send_replace(Some(current));
        let server = Arc::new(server);
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        for (hosts, status) in [
            (&["127.0.0.1:1111"][..], 200),
            (&["evil.example"], 403),
            (&["127.0.0.1:1111", "evil.example"], 400),
            (&["evil.example", "127.0.0.1:1111"], 400),
            (&["127.0.0.1:1111", "127.0.0.1:1111"], 400),
            (&[], 403),
        ] {
            let mut request = Request::builder().uri("/fr/");
            for host in hosts {
                request = request.header("Host", *host);
            }
            let answered =
                runtime.block_on(answer(server.clone(), true, request.body(axum::body::Body::empty()).unwrap()));
            assert_eq!(answered.status().as_u16(), status, "{hosts:?}");
        }
    }

    #[test]
    fn paths_are_decoded_once() {
        assert_eq!(decode("/ar/%D9%85/").as_deref(), Some("/ar/م/"));
        assert_eq!(decode("/%2561").as_deref(), Some("/%61"));
        for bad in ["/%ff", "/%00"] {
            assert_eq!(decode(bad), None, "{bad}");
        }
    }
}
