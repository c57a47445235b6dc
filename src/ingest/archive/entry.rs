//! What an archive says of one of its entries, in the words that zip, tar and gz share.

use super::{Place, Unread, too_large};
use crate::ingest::Limits;

/// What is small enough to be unpacked whatever the ratio: short texts that repeat themselves.
const RATIO_FLOOR: u64 = 1 << 20;
/// Longest name that is kept, in bytes; those of file systems are shorter.
const LONGEST_NAME: usize = 4096;

/// An entry of an archive.
#[derive(Debug)]
pub(super) struct Entry {
    /// Its name as written.
    pub(super) name: Vec<u8>,
    /// Whether the archive says that the name is UTF-8.
    pub(super) utf8: bool,
    /// What it is.
    pub(super) what: What,
    /// Where it is.
    pub(super) place: Place,
}

/// What an entry is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    /// A file that can be unpacked.
    File,
    /// A folder, which holds nothing itself.
    Folder,
    /// Neither: a link, a device.
    Other(&'static str),
    /// A file that needs a password.
    Encrypted,
    /// A file that is packed in a way that is not read.
    Method(String),
}

impl Entry {
    /// An entry; of a name that no file system has, the beginning is kept, so that it can be told.
    pub(super) fn new(mut name: Vec<u8>, utf8: bool, what: What, place: Place) -> Self {
        name.truncate(LONGEST_NAME + 1);
        name.shrink_to_fit();
        Self { name, utf8, what, place }
    }

    /// Whether its name is too long for any file system.
    pub(super) fn name_is_cut(&self) -> bool {
        self.name.len() > LONGEST_NAME
    }

    /// Why it cannot be unpacked, if so.
    pub(super) fn refusal(&self, limits: &Limits) -> Option<Unread> {
        let refusal = |code, reason: String| Some(Unread { code, reason, position: Some(self.place.offset) });
        match &self.what {
            What::File => size_refusal(self.place.packed, self.place.size, limits),
            What::Folder => None,
            What::Other(what) => refusal("not_a_file", format!("it is {what}; pack the file itself")),
            What::Encrypted => {
                refusal("encrypted", "it needs a password; unpack the archive and give the files".to_owned())
            }
            What::Method(method) => refusal(
                "unsupported_compression",
                format!("it is packed with {method}, which is not read; pack it with deflate, as every tool can"),
            ),
        }
    }
}

/// Why so many bytes, packed into so few, are not unpacked, if so.
fn size_refusal(packed: u64, size: u64, limits: &Limits) -> Option<Unread> {
    let ratio = ratio_bound(packed, limits);
    if size > limits.max_bytes {
        let max = limits.max_bytes;
        Some(too_large(format!("it has {size} bytes once unpacked, more than the limit of {max} (max_bytes)")))
    } else if size > ratio {
        Some(bomb(limits))
    } else {
        None
    }
}

/// The most bytes that so many packed ones may become.
pub(super) fn ratio_bound(packed: u64, limits: &Limits) -> u64 {
    packed.saturating_mul(limits.max_ratio).max(RATIO_FLOOR)
}

/// Said of what grows too much.
pub(super) fn bomb(limits: &Limits) -> Unread {
    let ratio = limits.max_ratio;
    too_large(format!("it becomes more than {ratio} times larger when it is unpacked, as no text does (max_ratio)"))
}
