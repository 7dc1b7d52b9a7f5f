//! `web.config` for Internet Information Services 10.

use quick_xml::escape::escape;

use crate::site::hosting::Facts;
use crate::site::hosting::headers::{CACHE_FOREVER, CACHE_SHORTLY, HASHED, OWN, TYPES, headers};

/// The file. Redirects and caching by name need the module URL Rewrite.
pub(super) fn web_config(facts: &Facts) -> String {
    let types = TYPES.iter().map(|(ending, own)| {
        format!("      <remove fileExtension=\".{ending}\"/>\n      <mimeMap fileExtension=\".{ending}\" mimeType=\"{own}\"/>\n")
    });
    let mut all = headers(facts);
    all.push(("Cache-Control", CACHE_SHORTLY.to_owned()));
    let headers = all
        .iter()
        .map(|(name, value)| format!("        <add name=\"{name}\" value=\"{}\"/>\n", escape(value.as_str())));
    let redirects = facts.redirects.iter().enumerate().map(|(at, own)| {
        // The pattern has neither the path of the site nor the first `/`.
        let from = own.from.strip_prefix(facts.base).unwrap_or(&own.from);
        let from = crate::site::hosting::apache::pattern(from.trim_end_matches('/'));
        format!(
            "        <rule name=\"alias {at}\" stopProcessing=\"true\">\n          \
             <match url=\"^{}(/|/index\\.html)?$\"/>\n          \
             <action type=\"Redirect\" url=\"{}\" redirectType=\"Permanent\"/>\n        </rule>\n",
            escape(from.as_str()),
            escape(own.to.as_str())
        )
    });
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <!-- Written by jisr, from `host` in site.yaml. -->\n\
         <configuration>\n  <system.webServer>\n    <staticContent>\n{types}    </staticContent>\n    \
         <httpErrors errorMode=\"Custom\" existingResponse=\"Replace\">\n      <remove statusCode=\"404\"/>\n      \
         <error statusCode=\"404\" path=\"{base}404.html\" responseMode=\"ExecuteURL\"/>\n    </httpErrors>\n    \
         <httpProtocol>\n      <customHeaders>\n{headers}      </customHeaders>\n    </httpProtocol>\n    \
         <security>\n      <requestFiltering>\n        <filteringRules/>\n      </requestFiltering>\n    </security>\n    \
         <rewrite>\n      <rules>\n        <rule name=\"own\" stopProcessing=\"true\">\n          \
         <match url=\"^{OWN}\"/>\n          <action type=\"CustomResponse\" statusCode=\"404\"/>\n        </rule>\n\
         {redirects}      </rules>\n      <outboundRules>\n        <rule name=\"hashed\">\n          \
         <match serverVariable=\"RESPONSE_Cache_Control\" pattern=\".*\"/>\n          \
         <conditions><add input=\"{{REQUEST_URI}}\" pattern=\"{hashed}\"/></conditions>\n          \
         <action type=\"Rewrite\" value=\"{CACHE_FOREVER}\"/>\n        </rule>\n      </outboundRules>\n    \
         </rewrite>\n  </system.webServer>\n</configuration>\n",
        types = types.collect::<String>(),
        headers = headers.collect::<String>(),
        redirects = redirects.collect::<String>(),
        base = escape(facts.base),
        hashed = escape(HASHED),
    )
}
