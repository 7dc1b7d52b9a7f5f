//! Serves one document and the site's files to a browser of this machine, for
//! as long as that takes.

use std::io;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::Response;
use tokio::net::TcpListener;

use crate::base::path::RelPath;
use crate::cli::export::failure::Failure;
use crate::pipeline::PictureMaker;
use crate::pipeline::preview::{Answer, Preview};

/// Where the document is: no page of a site can be there.
const DOCUMENT: &str = "/_jisr/brochure";

/// A file that the document needs.
struct File {
    path: String,
    content_type: &'static str,
    bytes: Arc<[u8]>,
}

/// Serves the document, with the files of the site that it names, and calls
/// `print` with its address.
pub fn serve<T>(
    preview: &Preview,
    document: Arc<[u8]>,
    pictures: &dyn PictureMaker,
    print: impl FnOnce(&str) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let mut files = named(preview, &document, pictures);
    files.push(File { path: DOCUMENT.to_owned(), content_type: "text/html; charset=utf-8", bytes: document });
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let runtime = runtime.map_err(Failure::Io)?;
    let origin = runtime.block_on(start(files)).map_err(Failure::Io)?;
    let printed = print(&format!("{origin}{DOCUMENT}"));
    runtime.shutdown_background();
    printed
}

async fn start(files: Vec<File>) -> io::Result<String> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let origin = format!("http://{}", listener.local_addr()?);
    let router = Router::new().fallback(answer).with_state(Arc::new(files));
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(origin)
}

async fn answer(State(files): State<Arc<Vec<File>>>, request: Request) -> Response {
    let path = request.uri().path();
    let found = files.iter().find(|file| file.path == path);
    let mut response = Response::new(found.map_or_else(Body::empty, |file| Body::from(file.bytes.to_vec())));
    match found {
        Some(file) => {
            let content_type = header::HeaderValue::from_static(file.content_type);
            response.headers_mut().insert(header::CONTENT_TYPE, content_type);
        }
        None => *response.status_mut() = StatusCode::NOT_FOUND,
    }
    response
}

/// The files of the site that a document names in `src`, `srcset` and `href`,
/// and the static files of the theme, which its style may name.
fn named(preview: &Preview, document: &[u8], pictures: &dyn PictureMaker) -> Vec<File> {
    let text = String::from_utf8_lossy(document);
    let words = text.split(['"', ' ', ',']).filter_map(|word| word.strip_prefix(preview.base()));
    let statics = preview.static_files().map(RelPath::as_str);
    let mut paths: Vec<&str> = words.chain(statics).filter(|path| !path.is_empty() && !path.ends_with('/')).collect();
    paths.sort_unstable();
    paths.dedup();
    paths.into_iter().filter_map(|path| file(preview, path, pictures)).collect()
}

fn file(preview: &Preview, path: &str, pictures: &dyn PictureMaker) -> Option<File> {
    let Answer::Found(reply) = preview.answer(path, pictures) else { return None };
    let path = format!("{}{path}", preview.base());
    Some(File { path, content_type: reply.content_type, bytes: reply.bytes })
}
