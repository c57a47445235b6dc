//! The rules by which a number was related, named on each row.

/// A rule: its name on the rows and what it does.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// The name in the column `rule`.
    pub name: &'static str,
    /// One sentence on what it does.
    pub about: &'static str,
}

/// Every rule; observations hold an index into this.
pub const RULES: &[Rule] = &[];
