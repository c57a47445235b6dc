//! Roman numerals, as Word and browsers number lists with them.

/// The signs and what they are worth, the greatest first.
const SIGNS: [(u32, &str); 13] = [
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
];

/// `n` in Roman numerals; `None` for what they cannot write: 0, and 4000 and more.
pub(super) fn roman(n: u32) -> Option<String> {
    let mut rest = Some(n).filter(|n| (1..4000).contains(n))?;
    let mut written = String::new();
    for (worth, sign) in SIGNS {
        while rest >= worth {
            written.push_str(sign);
            rest -= worth;
        }
    }
    Some(written)
}

#[cfg(test)]
mod tests {
    use super::roman;

    #[test]
    fn numbers_in_roman() {
        for (n, written) in [(1, "I"), (4, "IV"), (14, "XIV"), (1994, "MCMXCIV"), (3999, "MMMCMXCIX")] {
            assert_eq!(roman(n).as_deref(), Some(written));
        }
        assert_eq!((roman(0), roman(4000)), (None, None));
    }
}
