//! Limits the connections of browsers: their number, and how long one may keep
//! the preview waiting. A slow reader, a program that connects and sends
//! nothing, or a hundred of them must not make the preview unavailable to
//! authors, nor use up the file descriptors that it needs to read the site's
//! files.

use std::convert::Infallible;
use std::fs;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use axum::http::Request;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::Sleep;

/// The file descriptors that are kept free for reading and watching the site's
/// files.
const KEPT_FREE: usize = 64;

/// The assumed limit of file descriptors, if the system does not state it.
const USUAL_DESCRIPTORS: usize = 256;

/// The most bytes of a request's head that are buffered.
const LONGEST_HEAD: usize = 64 << 10;

/// The pause after the system has refused a connection.
const PAUSE: Duration = Duration::from_millis(50);

/// Limits for connections.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The most connections from this machine, and also the most from all
    /// others.
    pub most: usize,
    /// How long the head of a request may take, and how long a connection may
    /// be idle.
    pub head: Duration,
    /// How long a client may read nothing of a response.
    pub stalled: Duration,
}

impl Limits {
    /// Limits that leave this process enough file descriptors.
    pub fn of_process() -> Limits {
        let free = descriptors().saturating_sub(KEPT_FREE);
        Limits { most: (free / 2).clamp(4, 200), head: Duration::from_secs(10), stalled: Duration::from_secs(30) }
    }
}

/// The limit of file descriptors of this process (proc(5)).
fn descriptors() -> usize {
    let limits = fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(USUAL_DESCRIPTORS)
}

/// Accepts connections until the preview ends, and lets those being answered
/// finish. `answer` receives whether a request comes from this machine.
pub async fn accept<A, F>(listener: TcpListener, limits: Limits, mut stop: watch::Receiver<bool>, answer: A)
where
    A: Fn(bool, Request<Incoming>) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Response> + Send + 'static,
{
    let mut room = Room { limits, connections: vec![], began: Instant::now() };
    let mut tasks = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stop.wait_for(|stop| *stop) => break,
        };
        while tasks.try_join_next().is_some() {}
        let Ok((stream, _)) = accepted else {
            // No file descriptor is left for it: close another connection.
            room.make(|_| true);
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        let is_here = is_here(&stream);
        room.make_for(is_here);
        let asked = Arc::new(AtomicU64::new(0));
        let task = serve(stream, limits, stop.clone(), noting(asked.clone(), room.began, is_here, answer.clone()));
        room.connections.push(Connection { is_here, asked, task: tasks.spawn(task) });
    }
    drop(listener);
    while tasks.join_next().await.is_some() {}
}

/// Wraps `answer`, recording the time of each request.
fn noting<A, F>(
    asked: Arc<AtomicU64>,
    began: Instant,
    is_here: bool,
    answer: A,
) -> impl Fn(Request<Incoming>) -> F + Send + Sync + 'static
where
    A: Fn(bool, Request<Incoming>) -> F + Send + Sync + 'static,
{
    move |request| {
        asked.store(began.elapsed().as_millis() as u64 + 1, Ordering::Relaxed);
        answer(is_here, request)
    }
}

/// Whether a connection comes from this machine.
fn is_here(stream: &TcpStream) -> bool {
    let [peer, own] = [stream.peer_addr(), stream.local_addr()].map(|end| end.map(|end| end.ip().to_canonical()));
    peer.is_ok_and(|peer| peer.is_loopback() || own.is_ok_and(|own| own == peer))
}

async fn serve<A, F>(stream: TcpStream, limits: Limits, mut stop: watch::Receiver<bool>, answer: A)
where
    A: Fn(Request<Incoming>) -> F + Send + Sync + 'static,
    F: Future<Output = Response> + Send + 'static,
{
    let io = TokioIo::new(StallLimited { stream, limit: limits.stalled, waiting: None });
    let service = service_fn(move |request| {
        let answered = answer(request);
        async { Ok::<_, Infallible>(answered.await) }
    });
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(limits.head).max_buf_size(LONGEST_HEAD);
    let mut connection = std::pin::pin!(builder.serve_connection(io, service));
    // A failing connection must not affect the others.
    tokio::select! {
        _ = connection.as_mut() => return,
        _ = stop.wait_for(|stop| *stop) => connection.as_mut().graceful_shutdown(),
    }
    let _ = connection.await;
}

/// The open connections, in order of arrival.
struct Room {
    limits: Limits,
    connections: Vec<Connection>,
    began: Instant,
}

struct Connection {
    is_here: bool,
    /// The time of its last request, in milliseconds; 0 if there was none.
    asked: Arc<AtomicU64>,
    task: AbortHandle,
}

impl Room {
    /// Makes room for one more connection. One from another machine never
    /// replaces one from this machine.
    fn make_for(&mut self, is_here: bool) {
        self.connections.retain(|connection| !connection.task.is_finished());
        let same = |connection: &Connection| connection.is_here == is_here;
        if self.connections.iter().filter(|connection| same(connection)).count() >= self.limits.most {
            self.make(same);
        }
    }

    /// Closes the connection whose last request is the longest ago.
    fn make(&mut self, may_go: impl Fn(&Connection) -> bool) {
        let candidates = self.connections.iter().enumerate().filter(|(_, connection)| may_go(connection));
        let idlest = candidates.min_by_key(|(_, connection)| connection.asked.load(Ordering::Relaxed));
        if let Some((at, _)) = idlest {
            self.connections.remove(at).task.abort();
        }
    }
}

/// A connection that is closed when the client stops reading a response.
struct StallLimited {
    stream: TcpStream,
    limit: Duration,
    waiting: Option<Pin<Box<Sleep>>>,
}

impl StallLimited {
    /// The result of a write; an error if the client has not read for too long.
    fn written<T>(&mut self, context: &mut Context, written: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.waiting = None;
            return written;
        }
        let limit = self.limit;
        let waiting = self.waiting.get_or_insert_with(|| Box::pin(tokio::time::sleep(limit)));
        waiting.as_mut().poll(context).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for StallLimited {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context, buffer: &mut ReadBuf) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for StallLimited {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.written(context, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context,
        bytes: &[io::IoSlice],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, bytes);
        self.written(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context) -> Poll<io::Result<()>> {
        let written = Pin::new(&mut self.stream).poll_flush(context);
        self.written(context, written)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context) -> Poll<io::Result<()>> {
        let written = Pin::new(&mut self.stream).poll_shutdown(context);
        self.written(context, written)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::{SocketAddr, TcpStream};
    use std::time::{Duration, Instant};

    use axum::body::Body;
    use axum::response::Response;
    use tokio::runtime::{Builder, Runtime};
    use tokio::sync::watch;

    use super::{Limits, accept};

    const LIMITS: Limits = Limits { most: 4, head: Duration::from_secs(30), stalled: Duration::from_secs(30) };

    /// A server that answers with this many bytes.
    fn server(limits: Limits, length: usize) -> (Runtime, SocketAddr, watch::Sender<bool>) {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
        let (stop, stopped) = watch::channel(false);
        let address = listener.local_addr().unwrap();
        let answer = move |_, _| async move { Response::new(Body::from(vec![b'x'; length])) };
        runtime.spawn(accept(listener, limits, stopped, answer));
        (runtime, address, stop)
    }

    fn connect(address: SocketAddr, said: &str) -> TcpStream {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        stream.write_all(said.as_bytes()).unwrap();
        stream
    }

    /// The number of bytes received until the server closes the connection.
    fn read(mut stream: &TcpStream) -> std::io::Result<usize> {
        stream.read_to_end(&mut vec![])
    }

    const WHOLE: &str = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

    #[test]
    fn who_says_nothing_or_half_a_request_is_dropped() {
        let (_runtime, address, _stop) = server(Limits { head: Duration::from_millis(200), ..LIMITS }, 1);
        let began = Instant::now();
        let answered = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
        for said in ["", "GET / HT", "GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n", answered] {
            let stream = connect(address, said);
            let came = read(&stream).unwrap_or_default();
            assert_eq!(came > 1, said == answered, "{said:?} {came}");
        }
        assert!(began.elapsed() < Duration::from_secs(8), "{:?}", began.elapsed());
    }

    #[test]
    fn who_takes_nothing_of_an_answer_is_dropped() {
        let length = 64 << 20;
        let (_runtime, address, _stop) = server(Limits { stalled: Duration::from_millis(200), ..LIMITS }, length);
        let stream = connect(address, WHOLE);
        std::thread::sleep(Duration::from_secs(1));
        assert!(read(&stream).unwrap_or_default() < length);
        assert!(read(&connect(address, WHOLE)).unwrap() > length, "who reads on gets all of it");
    }

    #[test]
    fn however_many_wait_somebody_new_is_answered() {
        let (_runtime, address, _stop) = server(LIMITS, 1);
        let waiting: Vec<_> = (0..40).map(|_| connect(address, "GET / HT")).collect();
        let began = Instant::now();
        for _ in 0..40 {
            assert!(read(&connect(address, WHOLE)).unwrap() > 1);
        }
        assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
        drop(waiting);
    }
}
