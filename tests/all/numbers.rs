//! The recogniser of numeric expressions against tables of cases, another recogniser's cases, the
//! gold labels, and a slow reference reader.

use rust_decimal::Decimal;
use zhibiao::model::Lexicon;
use zhibiao::recognize::number::{self, Number};

fn dump(text: &str) -> Vec<Number> {
    number::all(text, &Lexicon::builtin().units).collect()
}

#[test]
#[ignore = "prints what is read in the file named by NUMBERS_TEXT, one line a number"]
fn print_numbers() {
    let Ok(path) = std::env::var("NUMBERS_TEXT") else { return };
    let text = std::fs::read_to_string(path).unwrap();
    let lexicon = Lexicon::builtin();
    for (row, line) in text.lines().enumerate() {
        let line = line.replace("\\n", "\n");
        for n in dump(&line) {
            let unit = n.unit.map_or("", |u| u.span.of(&line));
            let factor = n.unit.map_or(Decimal::ONE, |u| lexicon.units.forms[usize::from(u.form)].factor);
            let canonical = n.unit.map_or("", |u| {
                let id = lexicon.units.forms[usize::from(u.form)].unit;
                lexicon.units.get(id).symbol.as_str()
            });
            let start = line[..n.span.start as usize].chars().count();
            let end = line[..n.span.end as usize].chars().count();
            println!(
                "{row}\t{start}\t{end}\t{}\t{}\t{}\t{unit}\t{canonical}\t{factor}\t{:?}\t{:?}\t{}{}{}{}",
                n.span.of(&line),
                n.low.normalize(),
                n.high.map(|h| h.normalize().to_string()).unwrap_or_default(),
                n.notation,
                n.vague,
                if n.percent { "P" } else { "" },
                if n.negative { "-" } else { "" },
                if n.ratio { "R" } else { "" },
                if n.glued { "G" } else { "" },
            );
        }
    }
}
