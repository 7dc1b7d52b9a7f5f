//! Lines for the configuration of nginx and Caddy.

use crate::base::url::encode;
use crate::site::hosting::Facts;
use crate::site::hosting::headers::{CACHE_FOREVER, CACHE_SHORTLY, HASHED, OWN, TYPES, headers, is_text};

/// Lines for a `server` of nginx, 1.18 or later, to be included there.
pub(super) fn nginx(facts: &Facts) -> String {
    let base = facts.base;
    let all = |cache: &str| {
        let mut lines = headers(facts);
        lines.push(("Cache-Control", cache.to_owned()));
        let lines = lines.iter().map(|(name, value)| format!("    add_header {name} \"{value}\" always;\n"));
        lines.collect::<String>()
    };
    // Those that nginx has no type for.
    let types = TYPES.iter().filter(|(ending, _)| ["csv", "jsonld"].contains(ending));
    let types = types.map(|(ending, own)| format!("types {{ {own} {ending}; }}\n")).collect::<String>();
    let redirects = facts.redirects.iter().map(|own| {
        let bare = own.from.trim_end_matches('/');
        let to = encode(&own.to);
        let exact = |from: &str| format!("location = \"{}\" {{ return 301 \"{to}\"; }}\n", quoted(from));
        let also = if bare == own.from { String::new() } else { exact(bare) };
        let index = if bare == own.from { String::new() } else { exact(&format!("{}index.html", own.from)) };
        exact(&own.from) + &also + &index
    });
    format!(
        "# Printed by `jisr export host`: include these lines in the `server` of the site.\n\
         # Its `root` is the folder that stands for {base} on the host.\n\
         index index.html;\nerror_page 404 {base}404.html;\ncharset utf-8;\n\
         charset_types text/css text/csv text/plain text/xml application/javascript application/json \
         application/ld+json application/atom+xml image/svg+xml;\n\
         include /etc/nginx/mime.types;\n{types}\
         location ~ \"/(\\.|{OWN})\" {{ return 404; }}\n\
         {redirects}\
         location ~ \"{HASHED}\" {{\n{forever}}}\n\
         location {base} {{\n{shortly}    try_files $uri $uri/ =404;\n}}\n",
        redirects = redirects.collect::<String>(),
        forever = all(CACHE_FOREVER),
        shortly = all(CACHE_SHORTLY),
    )
}

/// A text inside the quotes of nginx.
fn quoted(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

/// Lines for a site of Caddy 2, to be imported there.
pub(super) fn caddy(facts: &Facts) -> String {
    let base = facts.base;
    let lines: String = headers(facts).into_iter().map(|(name, value)| format!("    {name} \"{value}\"\n")).collect();
    let types = TYPES.iter().map(|(ending, own)| {
        let own = if is_text(own) { format!("{own}; charset=utf-8") } else { (*own).to_owned() };
        format!("@{ending} path *.{ending}\nheader @{ending} Content-Type \"{own}\"\n")
    });
    let redirects = facts.redirects.iter().map(|own| {
        let to = encode(&own.to);
        let bare = own.from.trim_end_matches('/');
        let line = |from: &str| format!("redir \"{}\" \"{to}\" permanent\n", from.replace('"', "\\\""));
        if bare == own.from { line(bare) } else { line(bare) + &line(&own.from) }
    });
    format!(
        "# Printed by `jisr export host`: import these lines in the site of the Caddyfile,\n\
         # after its `root`, the folder that stands for {base} on the host.\n\
         header {{\n{lines}    -Server\n}}\n\
         @hashed path_regexp \"{HASHED}\"\nheader @hashed Cache-Control \"{CACHE_FOREVER}\"\n\
         @named not path_regexp \"{HASHED}\"\nheader @named Cache-Control \"{CACHE_SHORTLY}\"\n{types}\
         @own path_regexp \"/(\\.|{OWN})\"\nrespond @own 404\n{redirects}\
         handle_errors {{\n    header {{\n{lines}    Cache-Control \"{CACHE_SHORTLY}\"\n    }}\n    rewrite * {base}404.html\n    file_server\n}}\nfile_server\n",
        types = types.collect::<String>(),
        redirects = redirects.collect::<String>(),
    )
}
