//! The hostile files: a name for each, and how it is made.

use std::path::Path;

/// What writes a file.
type Make = Box<dyn Fn(&Path) + Send + Sync>;

/// A hostile file.
pub(crate) struct Case {
    /// Its name, which tests/cases/hostile.toml speaks of.
    pub(crate) name: String,
    /// The name that it has on disk.
    pub(crate) file: String,
    /// Writes it.
    pub(crate) make: Make,
}

impl Case {
    /// A file that is written when its turn comes.
    pub(crate) fn new(name: &str, file: &str, make: impl Fn(&Path) + Send + Sync + 'static) -> Self {
        Self { name: name.to_owned(), file: file.to_owned(), make: Box::new(make) }
    }

    /// A file with these bytes.
    pub(crate) fn of(name: &str, file: &str, bytes: impl Fn() -> Vec<u8> + Send + Sync + 'static) -> Self {
        Self::new(name, file, move |path| std::fs::write(path, bytes()).expect("a temporary folder takes files"))
    }
}

/// The beginnings of `bytes`, in hundredths of its length.
pub(crate) fn cut(name: &str, file: &str, parts: &[usize], bytes: fn() -> Vec<u8>) -> Vec<Case> {
    let beginning = |part: usize| {
        move || {
            let bytes = bytes();
            bytes[..bytes.len() * part / 100].to_vec()
        }
    };
    parts.iter().map(|part| Case::of(&format!("{name}_cut_{part}"), file, beginning(*part))).collect()
}

/// Copies of `bytes` with so many bits turned over, at places that are the same everywhere.
pub(crate) fn flipped(name: &str, file: &str, flips: &[usize], bytes: fn() -> Vec<u8>) -> Vec<Case> {
    let turned = |flips: usize| {
        move || {
            let mut bytes = bytes();
            let mut random = Random(flips as u64 + 17);
            for _ in 0..flips {
                let at = random.below(bytes.len());
                bytes[at] ^= 1 << random.below(8);
            }
            bytes
        }
    };
    flips.iter().map(|n| Case::of(&format!("{name}_flip_{n}"), file, turned(*n))).collect()
}

/// A sequence of numbers that is the same on every machine (xorshift).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    /// A number below `n`.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n.max(1) as u64) as usize
    }

    /// So many bytes.
    pub(crate) fn bytes(&mut self, n: usize) -> Vec<u8> {
        (0..n).map(|_| self.below(256) as u8).collect()
    }
}

/// A document that is read: one sentence, two numbers.
pub(crate) fn report() -> Vec<u8> {
    "2024年桃源县政府工作报告\n\n2023年，全县地区生产总值412.6亿元，增长6.1%。\n".into()
}

/// These words so many times, each time with another number in the place of `#`.
pub(crate) fn numbered(times: usize, words: &str) -> String {
    (0..times).map(|i| words.replace('#', &i.to_string())).collect()
}
