//! Somebody else's site on another port, strict about what its pages may load, that embeds the widget in one line.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};

/// A site that serves one page. It lives as long as the test process.
pub struct HostPage {
    listener: TcpListener,
}

impl HostPage {
    /// Takes a free port; the page comes with `embed`.
    pub fn claim() -> Self {
        Self { listener: TcpListener::bind("127.0.0.1:0").expect("a free port") }
    }

    pub fn origin(&self) -> String {
        format!("http://{}", self.listener.local_addr().expect("it is bound"))
    }

    /// Serves a page that embeds the bot of that server and allows nothing but that server.
    pub fn embed(self, server: &str, bot: &str) {
        let socket = server.replacen("http", "ws", 1);
        let policy =
            format!("default-src 'none'; script-src {server}; connect-src {server} {socket}; img-src {server}");
        let page = format!(
            "<!doctype html><html lang=en><title>Somebody else's site</title><h1>Somebody else's site</h1>\
             <script src=\"{server}/widget.js\" data-bot=\"{bot}\" async></script></html>"
        );
        let answer = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Security-Policy: {policy}\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{page}",
            page.len()
        );
        std::thread::spawn(move || {
            for visitor in self.listener.incoming().flatten() {
                // A visitor who leaves early is no fault of the site.
                let _ = serve(visitor, &answer);
            }
        });
    }
}

fn serve(mut visitor: TcpStream, answer: &str) -> std::io::Result<()> {
    let request = BufReader::new(visitor.try_clone()?);
    for line in request.lines() {
        if line?.is_empty() {
            break;
        }
    }
    visitor.write_all(answer.as_bytes())
}
