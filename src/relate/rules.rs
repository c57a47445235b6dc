//! The rules by which a number was related to what it measures, named on each row.

/// A rule: its name on the rows and what it does.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// The name in the column `rule`.
    pub name: &'static str,
    /// One sentence on what it does.
    pub about: &'static str,
}

macro_rules! rules {
    ($($(#[$doc:meta])* $id:ident = $name:literal, $about:literal;)+) => {
        /// A rule of [`RULES`].
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(u8)]
        pub enum RuleId { $($(#[$doc])* $id),+ }

        /// Every rule; observations hold an index into this.
        pub const RULES: &[Rule] = &[$(Rule { name: $name, about: $about }),+];
    };
}

rules! {
    /// `工业投资增长10%`
    Before = "phrase-before", "the noun phrase before the number names what is measured: 工业投资增长10%";
    /// `15家金融机构`
    After = "phrase-after", "the noun phrase after the number names what is counted: 15家金融机构";
    /// `产值120亿元,增长8%`
    Attached = "attached", "a rate, share, multiple or rank without a phrase of its own belongs to the value before it: 产值120亿元，增长8%";
    /// `A、B分别增长5%、7%`
    List = "list", "a list of numbers answers a list of phrases in order: A、B分别增长5%、7%";
    /// `其中批发业122亿元`
    Topic = "topic", "a phrase that names no indicator is a part of what the sentence or paragraph is about: 其中批发业122亿元";
    /// `产业结构比为14.2:43.5:42.3`
    Ratio = "ratio", "the members of a ratio are the shares of first, second and third industry: 三次产业结构比为8:40:52";
    /// `5000万以上的项目`
    ClassLimit = "class-limit", "an amount that only tells which things are counted is a class limit: 3000万元以上的项目16个";
    /// `千亿产业`
    Ambition = "ambition", "an amount in the name of a thing to be built up is an ambition of scale: 千亿产业";
    /// `年产20万吨铝项目`
    Capacity = "capacity", "an amount of a product inside the name of a project is its capacity: 年产20万吨铝项目";
    /// `由A增至B`
    FromTo = "from-to", "the second of two amounts joined by 由…增至 measures what the first does";
    /// A cell of a table.
    Cell = "cell", "a cell of a table takes its meaning from the heads of its row and column";
    /// No indicator fits.
    Other = "no-indicator", "the phrase names no indicator of the list";
}
