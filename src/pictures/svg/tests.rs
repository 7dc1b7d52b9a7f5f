//! Tests of drawings as editors write them, and of malicious ones.

use std::fmt::Write;

use super::limits::{Measure, Refused};
use super::{Drawing, read};

const SVG: &str = "xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\"";

fn drawing(inside: &str) -> Result<Drawing, Refused> {
    read(format!("<svg {SVG} viewBox=\"0 0 10 10\">{inside}</svg>").as_bytes())
}

/// The cleaned content of a drawing, without the root element.
fn clean(inside: &str) -> String {
    let drawing = drawing(inside).unwrap_or_else(|refused| panic!("{inside}: {refused:?}"));
    let text = String::from_utf8(drawing.clean).unwrap();
    let start = text.find('>').unwrap() + 1;
    text[start..].trim_end().strip_suffix("</svg>").unwrap_or_default().to_owned()
}

fn removed(inside: &str) -> Vec<String> {
    drawing(inside).unwrap().removed
}

fn refused(inside: &str) -> Refused {
    drawing(inside).map(|drawing| String::from_utf8_lossy(&drawing.clean).into_owned()).unwrap_err()
}

fn is_too_much(inside: &str, wanted: Measure) {
    let refused = refused(inside);
    assert!(matches!(refused, Refused::TooMuch(measure, _) if measure == wanted), "{refused:?}");
}

#[test]
fn what_draws_stays_as_it_is() {
    for inside in [
        "<path d=\"M0 0h10v10z\" fill=\"#c00\"/>",
        "<g transform=\"rotate(45 5 5)\" class=\"a b\" id=\"x\"><circle cx=\"5\" cy=\"5\" r=\"4\"/></g>",
        "<defs><linearGradient id=\"g\"><stop offset=\"0\" stop-color=\"red\"/></linearGradient></defs><rect fill=\"url(&quot;#g&quot;)\"/>",
        "<use href=\"#x\"/><use xlink:href=\"#x\"/>",
        "<text x=\"1\" y=\"2\" xml:lang=\"ar\" direction=\"rtl\">مرحبا <tspan>بكم</tspan></text>",
        "<text>a &lt; b &amp; c</text>",
        "<a href=\"https://a.tn/\"><text>A</text></a>",
        "<filter id=\"f\"><feGaussianBlur stdDeviation=\"2\"/><feColorMatrix type=\"matrix\" values=\"1 0 0 0 0\"/></filter>",
        "<circle r=\"4\"><animate attributeName=\"r\" values=\"1;4;1\" dur=\"2s\" repeatCount=\"indefinite\" fill=\"freeze\"/></circle>",
        "<g style=\"fill:red;stroke:rgb(1, 2, 3)\"/>",
        "<style>.a{fill:#c00}@media (prefers-color-scheme: dark){.a{fill:#fff}}@keyframes x{from{opacity:0}to{opacity:1}}</style>",
        "<switch><g systemLanguage=\"ar\"/><g/></switch>",
        "<title>Plan</title><desc>Un plan</desc>",
        "<g role=\"img\" aria-label=\"Plan\"/>",
    ] {
        assert_eq!(clean(inside), inside);
        assert_eq!(removed(inside), Vec::<String>::new(), "{inside}");
    }
}

#[test]
fn what_acts_or_leads_outside_goes_and_is_told() {
    for (inside, left, told) in [
        ("<script>go()</script><g/>", "<g/>", "script"),
        ("<SCRIPT>go()</SCRIPT>", "", "SCRIPT"),
        ("<x:script xmlns:x=\"http://www.w3.org/2000/svg\">go()</x:script>", "", "script"),
        ("<foreignObject><p xmlns=\"http://www.w3.org/1999/xhtml\">x</p></foreignObject>", "", "foreignObject"),
        ("<g onclick=\"go()\"/>", "<g/>", "onclick"),
        ("<g ONLOAD=\"go()\"/>", "<g/>", "ONLOAD"),
        ("<set attributeName=\"href\" to=\"javascript:go()\"/>", "", "set"),
        (
            "<a><animate attributeName=\"href\" values=\"javascript:go()\"/><text>a</text></a>",
            "<a><text>a</text></a>",
            "animate",
        ),
        ("<a><animate attributeName=\" xlink:href\" values=\"javascript:go()\"/></a>", "<a/>", "animate"),
        ("<set attributeName=\"onclick\" to=\"go()\"/>", "", "set"),
        ("<set attributeName=\"style\" to=\"fill:url(https://b.tn)\"/>", "", "set"),
        (
            "<set attributeName=\"fill\" to=\"url(https://b.tn/#a)\"/>",
            "<set attributeName=\"fill\"/>",
            "to: url(https://b.tn/#a)",
        ),
        ("<a href=\"javascript:go()\"/>", "<a/>", "javascript:go()"),
        ("<a href=\" java&#10;script:go()\"/>", "<a/>", "java\nscript:go()"),
        ("<a xlink:href=\"data:text/html,x\"/>", "<a/>", "data:text/html,x"),
        ("<a href=\"page.html\"/>", "<a/>", "page.html"),
        ("<image href=\"https://b.tn/x.png\"/>", "<image/>", "https://b.tn/x.png"),
        ("<image href=\"//b.tn/x.png\"/>", "<image/>", "//b.tn/x.png"),
        ("<image href=\"x.png\"/>", "<image/>", "x.png"),
        ("<feImage href=\"https://b.tn/x.png\"/>", "<feImage/>", "https://b.tn/x.png"),
        ("<use href=\"https://b.tn/x.svg#a\"/>", "<use/>", "https://b.tn/x.svg#a"),
        ("<use href=\"data:image/svg+xml;base64,PHN2Zy8+#a\"/>", "<use/>", "data:image/svg+xml;base64,PHN2Zy8+#a"),
        ("<image href=\"data:image/svg+xml;base64,PHN2Zy8+\"/>", "<image/>", "data:image/svg+xml;base64,PHN2Zy8+"),
        ("<rect fill=\"url(https://b.tn/#a)\"/>", "<rect/>", "fill: url(https://b.tn/#a)"),
        ("<rect mask=\"url('b.svg#a')\"/>", "<rect/>", "mask: url('b.svg#a')"),
        ("<rect filter=\"u\\72l(https://b.tn/#a)\"/>", "<rect/>", "filter: u\\72l(https://b.tn/#a)"),
        ("<rect fill=\"image-set('https://b.tn/' 1x)\"/>", "<rect/>", "fill: image-set('https://b.tn/' 1x)"),
        ("<rect cursor=\"url(https://b.tn/), auto\"/>", "<rect/>", "cursor: url(https://b.tn/), auto"),
        (
            "<rect style=\"fill:red;background:url(https://b.tn/x)\"/>",
            "<rect style=\"fill:red\"/>",
            "background:url(https://b.tn/x)",
        ),
        (
            "<rect style=\"background:image-set(&quot;https://b.tn/x&quot; 1x);fill:red\"/>",
            "<rect style=\"fill:red\"/>",
            "background:image-set(\"https://b.tn/x\" 1x)",
        ),
        (
            "<rect style=\"background:src(&quot;https://b.tn/x&quot;)\"/>",
            "<rect style=\"\"/>",
            "background:src(\"https://b.tn/x\")",
        ),
        ("<rect style=\"behavior:url(#a)\"/>", "<rect style=\"\"/>", "behavior:url(#a)"),
        ("<g xml:base=\"https://b.tn/\"/>", "<g/>", "xml:base"),
        ("<iframe src=\"https://b.tn/\"/>", "", "iframe"),
        ("<audio xmlns=\"http://www.w3.org/1999/xhtml\" src=\"https://b.tn/\"/>", "", "audio"),
        ("<handler>go()</handler>", "", "handler"),
        ("<image href=\"data:image/png;base64,AAAA\"/>", "<image/>", "data:image/png;base64,AAAA"),
    ] {
        assert_eq!((clean(inside).as_str(), removed(inside)), (left, vec![told.to_owned()]), "{inside}");
    }
}

#[test]
fn one_declaration_goes_and_the_style_sheet_stands() {
    for (sheet, left, told) in [
        (
            "@import url(https://fonts.example/css?family=Base); .a{fill:#c00}",
            ".a{fill:#c00}",
            "@import url(https://fonts.example/css?family=Base)",
        ),
        ("@import 'x.css';.a{fill:red}", ".a{fill:red}", "@import 'x.css'"),
        ("@\\69mport \"x.css\";.a{fill:red}", ".a{fill:red}", "@\\69mport \"x.css\""),
        (
            ".a{fill:red;background:url(https://b.tn/x);stroke:blue}",
            ".a{fill:red;stroke:blue}",
            "background:url(https://b.tn/x)",
        ),
        (".a{background:url( 'x.png' )}.b{fill:red}", ".a{}.b{fill:red}", "background:url( 'x.png' )"),
        (
            "@font-face{font-family:X;src:url(https://b.tn/x.woff2)}.a{fill:red}",
            "@font-face{font-family:X}.a{fill:red}",
            "src:url(https://b.tn/x.woff2)",
        ),
        ("@media print{@import 'x';.a{fill:url(https://b.tn/)}}.b{fill:red}", "@media print{.a{}}.b{fill:red}", ""),
        (".a{--x:url(https://b.tn/)}", ".a{}", "--x:url(https://b.tn/)"),
        (".a{fill:red}}.b{fill:blue}", ".a{fill:red}.b{fill:blue}", ""),
        (".a{fill:red;.b{fill:url(https://b.tn/)}stroke:blue}", ".a{fill:red;stroke:blue}", ".b"),
        (".a{x;fill:red}", ".a{fill:red}", "x"),
        ("@page{margin:0}.a{fill:red}", ".a{fill:red}", "@page"),
        (
            ".a{background:-webkit-image-set(url(https://b.tn/) 1x)}",
            ".a{}",
            "background:-webkit-image-set(url(https://b.tn/) 1x)",
        ),
        (".a{background:cross-fade(url(https://b.tn/),red)}", ".a{}", "background:cross-fade(url(https://b.tn/),red)"),
        ("/* url(https://b.tn/) */.a{fill:red}", ".a{fill:red}", ""),
        (".a{content:\"never closed", ".a{content:\"never closed\"}", ""),
        ("<!-- .a{fill:red} -->", ".a{fill:red}", ""),
    ] {
        let sheet = sheet.replace('&', "&amp;").replace('<', "&lt;");
        let inside = format!("<style>{sheet}</style>");
        let expected = format!("<style>{}</style>", left.replace('"', "&quot;"));
        assert_eq!(clean(&inside), expected, "{sheet}");
        if !told.is_empty() {
            assert_eq!(removed(&inside), [told], "{sheet}");
        }
        assert!(!clean(&inside).contains("b.tn"), "{sheet}");
    }
    let data =
        "<style><![CDATA[@font-face{src:url(data:font/woff2;base64,d09GMgABAAAA)}.a:hover>b{fill:url(#g)}]]></style>";
    assert_eq!(removed(data), Vec::<String>::new());
    assert!(
        clean(data).contains("d09GMgABAAAA") && clean(data).contains(".a:hover&gt;b{fill:url(&quot;#g&quot;)}"),
        "{}",
        clean(data)
    );
}

#[test]
fn what_an_editor_noted_is_left_out_without_a_word() {
    let inside = "<!-- /home/leila/plan.svg --><metadata><rdf:RDF xmlns:rdf=\"r\"><x/></rdf:RDF></metadata>\
        <sodipodi:namedview xmlns:sodipodi=\"s\" sodipodi:docname=\"plan.svg\"/><g xmlns:inkscape=\"i\" inkscape:label=\"A\" \
        inkscape:export-filename=\"C:\\plan.png\" data-name=\"A\"/><?editor version=\"3\"?>\
        <switch><foreignObject requiredExtensions=\"http://ns.adobe.com/\"/><g/></switch>";
    assert_eq!(clean(inside), "<g/><switch><g/></switch>");
    assert_eq!(removed(inside), Vec::<String>::new());
    assert_eq!(removed("<?xml-stylesheet href=\"https://b.tn/\"?>"), ["xml-stylesheet"]);
}

#[test]
fn entities_of_illustrator_are_known_and_no_others() {
    let of = |declared: &str, used: &str| {
        read(format!("<?xml version=\"1.0\"?><!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/x.dtd\" [{declared}]><svg {used}/>").as_bytes())
    };
    let illustrator = "<!ENTITY ns_svg \"http://www.w3.org/2000/svg\">\n<!ENTITY ns_ai 'http://ns.adobe.com/'>";
    let drawing = of(illustrator, "xmlns=\"&ns_svg;\" xmlns:i=\"&ns_ai;\" width=\"10\" height=\"20\"").unwrap();
    assert_eq!(drawing.size, Some((10, 20)));
    let bomb = "<!ENTITY a \"1234567890\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">";
    for (declared, used, wanted) in [
        (bomb, "class=\"&b;\"", None),
        ("<!ENTITY a \"<g/>\">", "class=\"&a;\"", None),
        ("<!ENTITY % a \"b\">", "", None),
        ("<!ENTITY a SYSTEM \"file:///etc/passwd\">", "class=\"&a;\"", Some(Refused::Broken)),
        ("", "class=\"&a;\"", Some(Refused::Broken)),
        ("<!ENTITY a \"never closed", "", Some(Refused::Broken)),
    ] {
        let refused =
            of(declared, &format!("xmlns=\"http://www.w3.org/2000/svg\" {used}")).map(|own| own.size).unwrap_err();
        match wanted {
            Some(wanted) => assert_eq!(refused, wanted, "{declared}"),
            None => assert!(matches!(refused, Refused::TooMuch(Measure::Entities, _)), "{declared}: {refused:?}"),
        }
    }
    // 106 kilobytes that would expand to gigabytes.
    let long = format!("<!ENTITY a \"{}\">", "x".repeat(900));
    let used = format!("xmlns=\"http://www.w3.org/2000/svg\" class=\"{}\"", "&a;".repeat(35_000));
    assert!(matches!(of(&long, &used), Err(Refused::TooMuch(Measure::Entities, _))));
    let many: String = (0..200).fold(String::new(), |mut all, at| {
        write!(all, "<!ENTITY a{at} \"x\">").unwrap();
        all
    });
    assert!(matches!(of(&many, ""), Err(Refused::TooMuch(Measure::Entities, _))));
}

/// Each of these drawings would make a browser hang.
#[test]
fn a_drawing_that_asks_too_much_is_refused() {
    let nested = |name: &str, depth: usize| {
        format!("{}{}", format!("<{name}>").repeat(depth), format!("</{name}>").repeat(depth))
    };
    for name in ["g", "tspan", "svg", "a", "switch"] {
        is_too_much(&nested(name, 800), Measure::Depth);
        assert!(drawing(&nested(name, 150)).is_ok());
    }
    let chain = |of: &dyn Fn(usize) -> String, count: usize| (0..count).map(of).collect::<String>();
    let doubling = |element: &str, property: &str, inner: &str| {
        let one = |at: usize| {
            let next = format!("{property}=\"url(#a{})\"", at + 1);
            format!("<{element} id=\"a{at}\"><{inner} {next}/><{inner} {next}/></{element}>")
        };
        chain(&one, 14) + &format!("<{inner} {property}=\"url(#a0)\" d=\"M0 0\"/>")
    };
    for (element, property) in
        [("mask", "mask"), ("clipPath", "clip-path"), ("filter", "filter"), ("pattern", "fill"), ("pattern", "stroke")]
    {
        let rows =
            chain(&|at| format!("<{element} id=\"a{at}\"><path {property}=\"url(#a{})\"/></{element}>", at + 1), 20);
        is_too_much(&(rows + &format!("<path {property}=\"url(#a0)\"/>")), Measure::References);
        let drawing = drawing(&doubling(element, property, "path"));
        assert!(drawing.is_ok(), "{element}: thirty thousand are not many");
    }
    let tenfold =
        |of: &dyn Fn(usize) -> String| chain(&|at| format!("<g id=\"a{at}\">{}</g>", of(at + 1).repeat(10)), 8);
    is_too_much(&(tenfold(&|at| format!("<use href=\"#a{at}\"/>")) + "<g id=\"a8\"/>"), Measure::Drawn);
    is_too_much(&(tenfold(&|at| format!("<use xlink:href=\"#a{at}\"/>")) + "<g id=\"a8\"/>"), Measure::Drawn);
    is_too_much(&(tenfold(&|at| format!("<g mask=\"url(#a{at})\"/>")) + "<g id=\"a8\"/>"), Measure::Drawn);
    is_too_much(&(tenfold(&|at| format!("<g style=\"filter:url('#a{at}')\"/>")) + "<g id=\"a8\"/>"), Measure::Drawn);
    let line = format!("M{}", "1 1 ".repeat(1_000));
    let markers =
        chain(&|at| format!("<marker id=\"a{at}\"><path d=\"{line}\" marker-mid=\"url(#a{})\"/></marker>", at + 1), 5);
    is_too_much(&(markers.clone() + &format!("<path d=\"{line}\" marker=\"url(#a0)\"/>")), Measure::Drawn);
    is_too_much(&(markers + &format!("<g marker-mid=\"url(#a0)\"><path d=\"{line}\"/></g>")), Measure::Drawn);
    let ruled = chain(&|at| format!("<g id=\"a{at}\">{}</g>", format!("<g class=\"c{}\"/>", at + 1).repeat(10)), 8);
    let rules = chain(&|at| format!(".c{at}{{mask:url(#a{at})}}"), 9);
    is_too_much(&format!("<style>{rules}</style>{ruled}<g id=\"a8\"/><g class=\"c0\"/>"), Measure::Drawn);
    is_too_much(&format!("<style>{}</style>", ".a{fill:red}".repeat(25_000)), Measure::Rules);
    assert!(clean(&format!("<style>{}</style>", "@media print{".repeat(25_000))).len() < 500);
    is_too_much("<feTurbulence numOctaves=\"100000\"/>", Measure::Filter);
    is_too_much("<feConvolveMatrix order=\"1000,1000\"/>", Measure::Filter);
    let attributes = chain(&|at| format!(" a{at}=\"\""), 2_000);
    is_too_much(&format!("<g{attributes}/>"), Measure::Attributes);
    let spaces = chain(&|at| format!(" xmlns:a{at}=\"x\""), 2_000);
    is_too_much(&format!("<g{spaces}/>"), Measure::Attributes);
    is_too_much(&"<g/>".repeat(600_000), Measure::Elements);
    let side = read(b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1e9\" height=\"1\"/>");
    assert!(matches!(side, Err(Refused::TooMuch(Measure::Side, _))));
}

#[test]
fn what_draws_itself_is_refused() {
    for (inside, id) in [
        ("<g id=\"a\"><use href=\"#a\"/></g>", "a"),
        ("<g id=\"a\"><use href=\"#b\"/></g><g id=\"b\"><use href=\"#a\"/></g>", "a"),
        ("<mask id=\"a\"><rect mask=\"url(#a)\"/></mask>", "a"),
        ("<clipPath id=\"a\" clip-path=\"url(#a)\"/>", "a"),
        ("<filter id=\"f\"><feImage href=\"#g\"/></filter><g id=\"g\" filter=\"url(#f)\"/>", "f"),
    ] {
        assert_eq!(refused(inside), Refused::Circular(id.to_owned()), "{inside}");
    }
    // Content that browsers ignore, or that is not a drawing.
    for inside in [
        "<style>path{marker-end:url(#m)}</style><marker id=\"m\"><path d=\"M0 0\"/></marker><path d=\"M0 0\"/>",
        "<g marker-end=\"url(#m)\"><marker id=\"m\"><path d=\"M0 0\"/></marker></g>",
        "<linearGradient id=\"a\" href=\"#b\"/><linearGradient id=\"b\" href=\"#a\"/>",
        "<g id=\"a\"><animate href=\"#a\" attributeName=\"opacity\"/></g>",
        "<a id=\"a\" href=\"#a\"/>",
    ] {
        assert!(drawing(inside).is_ok(), "{inside}: {:?}", drawing(inside));
    }
}

#[test]
fn large_drawings_of_honest_people_pass() {
    let map: String = (0..40_000).fold(String::new(), |mut map, at| {
        write!(
            map,
            "<path id=\"p{at}\" class=\"c{}\" d=\"M{at} 1 2 3 4 5z\" fill=\"url(#g)\" clip-path=\"url(#c)\"/>",
            at % 50
        )
        .unwrap();
        map
    });
    let rules: String = (0..400).fold(String::new(), |mut rules, at| {
        write!(rules, ".c{at},.d{at}>path{{fill:url(#g);stroke:#{at:06x}}}").unwrap();
        rules
    });
    let defs = "<linearGradient id=\"g\"><stop/><stop/><stop/></linearGradient><clipPath id=\"c\"><rect/></clipPath>";
    let drawing = drawing(&format!("<style>{rules}</style><defs>{defs}</defs>{map}")).unwrap();
    assert_eq!(drawing.removed, Vec::<String>::new());
    let uses = "<symbol id=\"s\"><path d=\"M0 0\"/><path d=\"M1 1\"/></symbol>".to_owned()
        + &"<use href=\"#s\" x=\"1\"/>".repeat(50_000);
    assert!(super::read(format!("<svg {SVG}>{uses}</svg>").as_bytes()).is_ok());
}

#[test]
fn what_is_no_whole_drawing_is_broken() {
    for bytes in [
        &b""[..],
        b"<svg/>",
        b"<svg xmlns=\"http://www.w3.org/2000/svg\">",
        b"<svg xmlns=\"http://www.w3.org/2000/svg\"><g></svg>",
        b"<svg xmlns=\"http://www.w3.org/2000/svg\"/><svg xmlns=\"http://www.w3.org/2000/svg\"/>",
        b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>text",
        b"<g xmlns=\"http://www.w3.org/2000/svg\"/>",
        b"<svg xmlns=\"http://www.w3.org/2000/svg\"><x:g/></svg>",
        b"<svg xmlns=\"http://www.w3.org/2000/svg\" id=a/>",
        b"<svg xmlns=\"http://www.w3.org/2000/svg\"><text>\xe9</text></svg>",
        b"<svg xmlns=\"http://www.w3.org/2000/svg\"><text>&nbsp;</text></svg>",
        b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"0\" height=\"5\"/>",
        b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"-5\" height=\"5\"/>",
        b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"NaN\" height=\"5\"/>",
    ] {
        assert_eq!(read(bytes).map(|own| own.size).unwrap_err(), Refused::Broken, "{}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn a_drawing_has_the_size_that_browsers_give_it() {
    for (attributes, size) in [
        ("width=\"30\" height=\"20\"", Some((30, 20))),
        ("width=\"30px\" height=\"20px\" viewBox=\"0 0 1 1\"", Some((30, 20))),
        ("width=\"1in\" height=\"25.4mm\"", Some((96, 96))),
        ("viewBox=\"0 0 24 12\"", Some((24, 12))),
        ("viewBox=\"0,0,24,12\"", Some((24, 12))),
        ("width=\"100%\" height=\"100%\" viewBox=\"0 0 24 12\"", Some((24, 12))),
        ("width=\"48\" viewBox=\"0 0 24 12\"", Some((48, 24))),
        ("height=\"6\" viewBox=\"0 0 24 12\"", Some((12, 6))),
        ("width=\"0.2\" height=\"0.4\"", Some((1, 1))),
        ("width=\"100%\"", None),
        ("", None),
    ] {
        let drawing = read(format!("<svg xmlns=\"http://www.w3.org/2000/svg\" {attributes}/>").as_bytes()).unwrap();
        assert_eq!(drawing.size, size, "{attributes}");
    }
}

#[test]
fn a_drawing_written_anew_is_written_the_same_again() {
    let inside = "<style>@import 'x';.a{fill:url(#g)}</style><text xml:space=\"preserve\">a  \"b\" &lt;</text><g style=\"fill:url(#g)\" mask=\"url(#m)\"/>";
    let first = drawing(inside).unwrap();
    let second = read(&first.clean).unwrap();
    assert_eq!(String::from_utf8_lossy(&first.clean), String::from_utf8_lossy(&second.clean));
    assert_eq!(second.removed, Vec::<String>::new());
}
