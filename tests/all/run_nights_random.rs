//! Nights of seeded chance: whatever happens to a folder, each night gives what a full run gives.
//! `ZHIBIAO_NIGHTS=200` makes as many of them, `ZHIBIAO_SEED=7` those of another seed.

use std::fs;

use crate::cli_support::{House, names, report};
use crate::run_nights::{compare_with_a_full_run, long_report};

/// A generator of numbers (`SplitMix64`), so that a seed says what happens.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let x = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((x ^ (x >> 31)) % most as u64) as usize
    }
}

fn number(variable: &str, default: u64) -> u64 {
    std::env::var(variable).ok().and_then(|v| v.parse().ok()).unwrap_or(default)
}

/// One thing that happens to the folder.
fn happen(house: &House, chance: &mut Chance) -> String {
    let all = names(&house.path("docs"));
    let some = |chance: &mut Chance| all.get(chance.below(all.len().max(1))).cloned();
    // Few contents and few names, so that there are duplicates and things come back.
    let (what, content) = (chance.below(7), chance.below(12));
    let name = format!("{}.{}", chance.below(15), ["txt", "html"][chance.below(2)]);
    match (what, some(chance)) {
        (0, Some(old)) => {
            fs::remove_file(house.path(&format!("docs/{old}"))).expect("the file was there");
            format!("{old} goes")
        }
        (1, Some(old)) => {
            fs::rename(house.path(&format!("docs/{old}")), house.path(&format!("docs/{name}"))).expect("a file");
            format!("{old} becomes {name}")
        }
        (2, Some(old)) => {
            fs::copy(house.path(&format!("docs/{old}")), house.path(&format!("docs/{name}"))).expect("a file");
            format!("{old} is copied to {name}")
        }
        (3, _) => {
            house.write(&format!("docs/{name}"), [0xff, 0, 0xfe, content as u8]);
            format!("{name} is broken")
        }
        (4, _) => {
            house.write(&format!("docs/{name}"), long_report(content, name.ends_with("html")));
            format!("{name} is the long report {content}")
        }
        _ => {
            house.write(&format!("docs/{name}"), report(content));
            format!("{name} is the report {content}")
        }
    }
}

#[test]
fn any_nights_give_what_full_runs_give() {
    let (nights, seed) = (number("ZHIBIAO_NIGHTS", 8), number("ZHIBIAO_SEED", 1));
    let mut chance = Chance(seed);
    let house = House::of_docs("");
    let mut happened = Vec::new();
    for night in 1..=nights {
        (0..=chance.below(5)).for_each(|_| happened.push(happen(&house, &mut chance)));
        let jobs = (1 + chance.below(3)).to_string();
        house.run(&["--jobs", &jobs]).success();
        compare_with_a_full_run(&house, &format!("seed {seed}, night {night}: {}", happened.join("; ")));
        happened.push("—".into());
    }
}
