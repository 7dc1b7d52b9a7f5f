//! The work that a drawing causes: an element that refers to others makes them
//! be drawn again, with everything that those refer to. The total is computed
//! without rendering, by following every reference once.

use std::collections::HashMap;

use crate::pictures::svg::limits::{Measure, Refused};

/// How often a reference makes its target be drawn.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Way {
    /// Once: `use`, a mask, a filter.
    Once,
    /// Once for each shape inside the element, as the property is inherited: a
    /// pattern.
    Fill,
    /// The same for strokes.
    Stroke,
    /// At the ends of each line inside the element.
    Ends,
    /// At each point of each line inside the element.
    Points,
}

impl Way {
    /// The kind of reference that a property makes.
    pub fn of(property: &str) -> Way {
        match property {
            "fill" => Way::Fill,
            "stroke" => Way::Stroke,
            "marker-start" | "marker-end" => Way::Ends,
            "marker" | "marker-mid" => Way::Points,
            _ => Way::Once,
        }
    }

    const INHERITED: [Way; 4] = [Way::Fill, Way::Stroke, Way::Ends, Way::Points];
}

/// The kind of an element, as far as its weight is concerned.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sort {
    /// A shape with an outline.
    Shape,
    /// `use`.
    Use,
    /// A gradient: it causes nothing to be drawn again.
    Gradient,
    /// Anything else.
    Other,
}

/// An element of the drawing.
#[derive(Debug)]
pub struct Node {
    /// Its parent element; `None` for the root.
    pub parent: Option<usize>,
    /// Its kind.
    pub sort: Sort,
    /// Its name.
    pub name: &'static str,
    /// The number of points of its outline.
    pub points: u64,
    /// Its `class`.
    pub class: Box<str>,
    /// Its `id`.
    pub id: Box<str>,
}

/// A reference from one element to another.
#[derive(Clone, Debug)]
pub struct Reference {
    /// The referring element.
    pub from: usize,
    /// The kind of reference.
    pub way: Way,
    /// The id of its target.
    pub id: Box<str>,
    /// Whether it comes from a style rule, whose selector may not even match
    /// the element.
    pub is_of_rule: bool,
}

/// A drawing as a graph of elements and references.
#[derive(Default, Debug)]
pub struct Graph {
    /// Elements, in the order of the file.
    pub nodes: Vec<Node>,
    /// References.
    pub references: Vec<Reference>,
}

/// An element that another one draws a number of times.
#[derive(Clone, Copy)]
struct Edge {
    from: usize,
    to: usize,
    times: u64,
    /// 1 for a reference, 0 for a child element.
    step: u64,
    may_be_circular: bool,
}

/// What is known of an element: how many elements are drawn for it, and the
/// length of the longest chain of references from it.
#[derive(Clone, Copy)]
enum Known {
    Not,
    Begun,
    Weight(u64, u64),
}

impl Graph {
    /// Adds the references of style rules: each selector is taken to match
    /// every element that its last part may match.
    pub fn add_rules(&mut self, rules: &[(String, String, String)]) -> Result<(), Refused> {
        if rules.is_empty() {
            return Ok(());
        }
        let ids = self.ids();
        let parts = rules.iter().flat_map(|(selector, property, id)| {
            selector.split(',').map(move |part| (last_part(part), Way::of(property), id))
        });
        let is_drawn = |id: &str| ids.get(id).is_some_and(|to| self.nodes[*to].sort != Sort::Gradient);
        let mut parts: Vec<_> = parts.filter(|(.., id)| is_drawn(id)).collect();
        parts.sort_by_key(|(part, way, id)| (*part, *way, *id));
        parts.dedup();
        let names = Names::of(&self.nodes);
        let mut found = vec![];
        for (part, way, id) in parts {
            let of = |from: &usize| Reference { from: *from, way, id: id.as_str().into(), is_of_rule: true };
            found.extend(names.meant(part).iter().map(of));
            Measure::Drawn.check(found.len() as u64)?;
        }
        self.references.extend(found);
        Ok(())
    }

    /// Elements by id; the first one if an id is not unique.
    fn ids(&self) -> HashMap<&str, usize> {
        let named = self.nodes.iter().enumerate().filter(|(_, node)| !node.id.is_empty());
        named.rev().map(|(at, node)| (&*node.id, at)).collect()
    }

    /// Checks that the drawing stays within the limits.
    pub fn check(&self) -> Result<(), Refused> {
        let edges = self.edges()?;
        let mut known = vec![Known::Not; self.nodes.len()];
        let first = |node: usize| edges.partition_point(|edge| edge.from < node);
        let mut open: Vec<(usize, usize, u64, u64)> = vec![];
        if !self.nodes.is_empty() {
            open.push((0, 0, 1, 0));
            known[0] = Known::Begun;
        }
        while let Some((node, at, weight, row)) = open.last_mut() {
            let Some(edge) = edges.get(*at).filter(|edge| edge.from == *node) else {
                known[*node] = Known::Weight(*weight, *row);
                open.pop();
                continue;
            };
            match known[edge.to] {
                Known::Not => {
                    known[edge.to] = Known::Begun;
                    open.push((edge.to, first(edge.to), 1, 0));
                    continue;
                }
                Known::Begun if edge.may_be_circular => {}
                Known::Begun => return Err(Refused::Circular(self.nodes[edge.to].id.to_string())),
                Known::Weight(own, rest) => {
                    *weight = weight.saturating_add(own.saturating_mul(edge.times));
                    *row = (*row).max(rest + edge.step);
                }
            }
            *at += 1;
            Measure::Drawn.check(*weight)?;
            Measure::References.check(*row)?;
        }
        Ok(())
    }

    /// All edges: which element draws which, and how often.
    fn edges(&self) -> Result<Vec<Edge>, Refused> {
        let ids = self.ids();
        let below = self.points_below();
        let mut edges: Vec<Edge> = vec![];
        for (at, node) in self.nodes.iter().enumerate() {
            let Some(from) = node.parent else { continue };
            edges.push(Edge { from, to: at, times: 1, step: 0, may_be_circular: false });
        }
        let reach = |from: usize, times: u64, reference: &Reference| {
            let to = ids.get(&*reference.id).copied().filter(|to| self.nodes[*to].sort != Sort::Gradient)?;
            let is_own = reference.is_of_rule || reference.way != Way::Once;
            Some(Edge { from, to, times, step: 1, may_be_circular: is_own })
        };
        edges.extend(
            self.references.iter().filter(|own| own.way == Way::Once).filter_map(|own| reach(own.from, 1, own)),
        );
        let (slots, inherited) = self.inherited();
        let used = self.used(&ids);
        for (at, node) in self.nodes.iter().enumerate() {
            let points = match node.sort {
                Sort::Shape => node.points,
                Sort::Use => used.get(&at).map_or(0, |to| below[*to]),
                _ => continue,
            };
            for (slot, way) in Way::INHERITED.into_iter().enumerate() {
                let times = match way {
                    Way::Points => points,
                    Way::Ends => 2,
                    _ => 1,
                };
                let references = inherited[at][slot].into_iter().flat_map(|set| &slots[set]);
                edges.extend(references.filter_map(|own| reach(at, times, &self.references[*own])));
            }
            Measure::Drawn.check(edges.len() as u64 / 2)?;
        }
        // The same reference made by several rules counts once.
        edges.sort_by_key(|edge| (edge.from, edge.to, edge.step, !edge.may_be_circular));
        edges.dedup_by_key(|edge| (edge.from, edge.to, edge.step));
        Ok(edges)
    }

    /// The references in effect for each element and kind: its own, or else
    /// those inherited from its parent.
    fn inherited(&self) -> (Vec<Vec<usize>>, Vec<[Option<usize>; 4]>) {
        let mut own: HashMap<(usize, usize), usize> = HashMap::new();
        let mut sets: Vec<Vec<usize>> = vec![];
        for (at, reference) in self.references.iter().enumerate() {
            let Some(slot) = Way::INHERITED.iter().position(|way| *way == reference.way) else { continue };
            let set = *own.entry((reference.from, slot)).or_insert_with(|| {
                sets.push(vec![]);
                sets.len() - 1
            });
            sets[set].push(at);
        }
        let mut held: Vec<[Option<usize>; 4]> = vec![[None; 4]; self.nodes.len()];
        for (at, node) in self.nodes.iter().enumerate() {
            let from = node.parent.map_or([None; 4], |parent| held[parent]);
            for (slot, above) in from.into_iter().enumerate() {
                held[at][slot] = own.get(&(at, slot)).copied().or(above);
            }
        }
        (sets, held)
    }

    /// The number of points of all outlines inside each element.
    fn points_below(&self) -> Vec<u64> {
        let mut below: Vec<u64> = self.nodes.iter().map(|node| node.points).collect();
        for (at, node) in self.nodes.iter().enumerate().rev() {
            if let Some(parent) = node.parent {
                below[parent] = below[parent].saturating_add(below[at]);
            }
        }
        below
    }

    /// The target of each element's first reference by an attribute of its own.
    fn used(&self, ids: &HashMap<&str, usize>) -> HashMap<usize, usize> {
        let mut used = HashMap::new();
        for own in self.references.iter().filter(|own| own.way == Way::Once && !own.is_of_rule) {
            if let Some(to) = ids.get(&*own.id) {
                used.entry(own.from).or_insert(*to);
            }
        }
        used
    }
}

/// The last compound of a selector, which determines the elements it matches:
/// `path.a` in `g > path.a`.
fn last_part(selector: &str) -> &str {
    selector.split([' ', '\n', '\t', '>', '+', '~']).rfind(|word| !word.is_empty()).unwrap_or("*")
}

/// Elements by the names that selectors use.
struct Names<'a> {
    all: Vec<usize>,
    by_id: HashMap<&'a str, Vec<usize>>,
    by_class: HashMap<&'a str, Vec<usize>>,
    by_name: HashMap<&'a str, Vec<usize>>,
}

impl<'a> Names<'a> {
    fn of(nodes: &'a [Node]) -> Names<'a> {
        let empty = HashMap::new;
        let mut names = Names { all: (0..nodes.len()).collect(), by_id: empty(), by_class: empty(), by_name: empty() };
        for (at, node) in nodes.iter().enumerate() {
            names.by_id.entry(&node.id).or_default().push(at);
            names.by_name.entry(node.name).or_default().push(at);
            for class in node.class.split_ascii_whitespace() {
                names.by_class.entry(class).or_default().push(at);
            }
        }
        names
    }

    /// The elements that the last part of a selector may match: `path.a`, `#b`.
    fn meant(&self, part: &str) -> &[usize] {
        let word = |text: &'_ str| text.split(['.', '#', ':', '[']).next().unwrap_or_default().to_owned();
        if let Some((_, id)) = part.split_once('#') {
            return self.by_id.get(&*word(id)).map_or(&[], Vec::as_slice);
        }
        if let Some((_, class)) = part.split_once('.') {
            return self.by_class.get(&*word(class)).map_or(&[], Vec::as_slice);
        }
        match word(part).as_str() {
            "" | "*" => &self.all,
            name if name.contains('|') => &self.all,
            name => self.by_name.get(name).map_or(&[], Vec::as_slice),
        }
    }
}
