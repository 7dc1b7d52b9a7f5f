//! A query to the desk: its filters, its order, and the part of a long list. It
//! is part of the address, so that a filter can be bookmarked and works without
//! scripts.

/// How the list is ordered.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(in crate::desk) enum Order {
    /// Most urgent first.
    #[default]
    Attention,
    /// The order of the site's own lists.
    Site,
}

/// A query.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::desk) struct Query {
    /// The filter by state: `draft`, `missing-ar`; empty for all.
    pub state: String,
    /// The search words.
    pub words: String,
    pub order: Order,
    /// The part of the list, counted from 1.
    pub page: usize,
    /// The part of the list of files with problems, counted from 1.
    pub files: usize,
}

impl Default for Query {
    fn default() -> Query {
        Query { state: String::new(), words: String::new(), order: Order::default(), page: 1, files: 1 }
    }
}

impl Query {
    /// Parses the query of an address. Unknown parts are ignored, as anybody
    /// can type an address.
    pub fn read(text: &str) -> Query {
        let mut query = Query::default();
        for (name, value) in form_urlencoded::parse(text.as_bytes()) {
            let number = || value.parse().ok().filter(|number| *number > 0).unwrap_or(1);
            match &*name {
                "state" => query.state = value.into_owned(),
                "q" => query.words = value.into_owned(),
                "sort" if value == "site" => query.order = Order::Site,
                "page" => query.page = number(),
                "files" => query.files = number(),
                _ => {}
            }
        }
        query
    }

    /// The address of this query.
    pub fn address(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let texts = [("state", &self.state), ("q", &self.words)];
        query.extend_pairs(texts.into_iter().filter(|(_, text)| !text.is_empty()));
        query.extend_pairs((self.order == Order::Site).then_some(("sort", "site")));
        let numbers = [("page", self.page), ("files", self.files)];
        query
            .extend_pairs(numbers.into_iter().filter(|(_, number)| *number > 1).map(|(name, n)| (name, n.to_string())));
        let query = query.finish();
        if query.is_empty() { HOME.to_owned() } else { format!("{HOME}?{query}") }
    }
}

/// The desk's address.
const HOME: &str = "/_jisr/";

#[cfg(test)]
mod tests {
    use super::{Order, Query};

    #[test]
    fn an_address_says_what_is_asked_for() {
        let query = Query::read("q=%D9%85%D8%B4+a%26b&state=missing-ar&sort=site&page=3&files=2&other=1&x");
        assert_eq!((query.words.as_str(), query.state.as_str()), ("مش a&b", "missing-ar"));
        assert_eq!((query.order, query.page, query.files), (Order::Site, 3, 2));
        assert_eq!(Query::read(query.address().split_once('?').unwrap().1), query);
        let plus = Query { words: "C+D & É=1 % %2B #".to_owned(), state: "a+b".to_owned(), ..Query::default() };
        assert_eq!(Query::read(plus.address().split_once('?').unwrap().1), plus);
        assert_eq!(Query::read("q=100%+1").words, "100% 1");
        for odd in ["", "page=0&files=-1", "page=x", "sort=other", "&&=", "q=%", "q=%ff%zz"] {
            let query = Query::read(odd);
            assert_eq!((query.page, query.files, query.order), (1, 1, Order::Attention), "{odd}");
        }
        assert_eq!(Query::default().address(), "/_jisr/");
    }
}
