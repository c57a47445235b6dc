//! Rules that touch each other: each net of them may be a table.

use super::super::super::glyph::Rule;

/// Rules at nearly the same height are one.
const SAME: f64 = 1.5;
/// Rules whose ends are nearer than this touch.
const TOUCH: f64 = 3.5;
/// More pairs than this are not compared: a drawing.
const PAIRS: usize = 4_000_000;

/// Rules that touch.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Net {
    /// Horizontal ones.
    pub(super) flats: Vec<Rule>,
    /// Vertical ones.
    pub(super) uprights: Vec<Rule>,
}

/// The nets of rules with horizontal and vertical ones, from top to bottom.
pub(super) fn nets(rules: &[Rule]) -> Vec<Net> {
    let (flats, uprights): (Vec<Rule>, Vec<Rule>) = rules.iter().partition(|r| r.is_flat());
    let flats = merged(flats);
    let uprights: Vec<Rule> = merged(uprights.into_iter().map(swapped).collect()).into_iter().map(swapped).collect();
    if flats.len().saturating_mul(uprights.len()) > PAIRS {
        return Vec::new();
    }
    let mut groups = Groups::new(flats.len() + uprights.len());
    for (i, flat) in flats.iter().enumerate() {
        for (j, upright) in uprights.iter().enumerate() {
            if touch(flat, upright) {
                groups.join(i, flats.len() + j);
            }
        }
    }
    let mut nets: Vec<Net> = vec![Net::default(); flats.len() + uprights.len()];
    for (i, rule) in flats.iter().enumerate() {
        if let Some(net) = nets.get_mut(groups.root(i)) {
            net.flats.push(*rule);
        }
    }
    for (j, rule) in uprights.iter().enumerate() {
        if let Some(net) = nets.get_mut(groups.root(flats.len() + j)) {
            net.uprights.push(*rule);
        }
    }
    nets.retain(|net| net.flats.len() > 1 && !net.uprights.is_empty());
    nets.sort_by(|a, b| top(a).total_cmp(&top(b)));
    nets
}

fn top(net: &Net) -> f64 {
    net.flats.iter().map(|r| r.from.1).fold(f64::MAX, f64::min)
}

fn swapped(rule: Rule) -> Rule {
    Rule { from: (rule.from.1, rule.from.0), to: (rule.to.1, rule.to.0) }
}

/// Horizontal rules with those that continue or cover each other made one.
fn merged(mut rules: Vec<Rule>) -> Vec<Rule> {
    rules.sort_by(|a, b| a.from.1.total_cmp(&b.from.1));
    let mut all = Vec::new();
    for level in rules.chunk_by_mut(|a, b| b.from.1 - a.from.1 <= SAME) {
        level.sort_by(|a, b| a.from.0.total_cmp(&b.from.0));
        let Some(y) = level.first().map(|r| r.from.1) else { continue };
        let mut open: Option<Rule> = None;
        for rule in level.iter() {
            match &mut open {
                Some(last) if rule.from.0 <= last.to.0 + TOUCH => last.to.0 = last.to.0.max(rule.to.0),
                _ => all.extend(open.replace(Rule { from: (rule.from.0, y), to: (rule.to.0, y) })),
            }
        }
        all.extend(open);
    }
    all
}

fn touch(flat: &Rule, upright: &Rule) -> bool {
    let (x, y) = (upright.from.0, flat.from.1);
    (flat.from.0 - TOUCH..=flat.to.0 + TOUCH).contains(&x)
        && (upright.from.1 - TOUCH..=upright.to.1 + TOUCH).contains(&y)
}

/// Sets of numbers that are joined one by one.
#[derive(Debug)]
pub(super) struct Groups(Vec<usize>);

impl Groups {
    /// Each number alone.
    pub(super) fn new(count: usize) -> Self {
        Self((0..count).collect())
    }

    /// The number that stands for the set of `i`.
    pub(super) fn root(&mut self, i: usize) -> usize {
        let mut at = i;
        while let Some(next) = self.0.get(at).copied().filter(|next| *next != at) {
            // Every step halves the way for the next one.
            let beyond = self.0.get(next).copied().unwrap_or(next);
            if let Some(slot) = self.0.get_mut(at) {
                *slot = beyond;
            }
            at = next;
        }
        at
    }

    /// Makes one set of two.
    pub(super) fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        if let Some(slot) = self.0.get_mut(a.max(b)) {
            *slot = a.min(b);
        }
    }
}
