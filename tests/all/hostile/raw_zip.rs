//! Zip files byte by byte, so that a test can write what no tool does.

use std::io::Write;

use flate2::Compression;
use flate2::write::DeflateEncoder;

/// An entry as it will be written; every number can be made a lie.
#[derive(Clone)]
pub(crate) struct RawEntry {
    pub(crate) name: Vec<u8>,
    pub(crate) flags: u16,
    pub(crate) method: u16,
    pub(crate) crc: u32,
    pub(crate) size: u32,
    pub(crate) packed: Vec<u8>,
    /// What the list says of the length of `packed`.
    pub(crate) packed_size: u32,
    pub(crate) extra: Vec<u8>,
    /// Mode of Unix: kind and permissions.
    pub(crate) mode: u32,
    /// Where the list says that the entry is, when not where it is.
    pub(crate) offset: Option<u32>,
}

impl RawEntry {
    /// A file, packed with deflate.
    pub(crate) fn deflated(name: &str, content: &[u8]) -> Self {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(content).expect("memory takes all");
        Self::packed(name, 8, content, encoder.finish().expect("memory takes all"))
    }

    /// A file as it is.
    pub(crate) fn stored(name: &str, content: &[u8]) -> Self {
        Self::packed(name, 0, content, content.to_vec())
    }

    fn packed(name: &str, method: u16, content: &[u8], packed: Vec<u8>) -> Self {
        Self {
            name: name.as_bytes().to_vec(),
            flags: 0x800,
            method,
            crc: crc(content),
            size: content.len() as u32,
            packed_size: packed.len() as u32,
            packed,
            extra: Vec::new(),
            mode: 0o100_644,
            offset: None,
        }
    }

    fn numbers(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for two in [self.flags, self.method, 0, 0x5821] {
            bytes.extend_from_slice(&two.to_le_bytes());
        }
        for four in [self.crc, self.packed_size, self.size] {
            bytes.extend_from_slice(&four.to_le_bytes());
        }
        bytes.extend_from_slice(&(self.name.len() as u16).to_le_bytes());
        bytes.extend_from_slice(&(self.extra.len() as u16).to_le_bytes());
        bytes
    }

    /// The local header.
    pub(crate) fn local(&self) -> Vec<u8> {
        [&b"PK\x03\x04\x14\0"[..], &self.numbers(), &self.name, &self.extra].concat()
    }

    fn listed(&self, offset: u32) -> Vec<u8> {
        // Made by Unix, version 2.0; no comment, disk 0, no internal attributes.
        let attributes = (self.mode << 16).to_le_bytes();
        let offset = self.offset.unwrap_or(offset).to_le_bytes();
        let head = [&b"PK\x01\x02\x14\x03\x14\0"[..], &self.numbers(), &[0; 6], &attributes, &offset].concat();
        [head, self.name.clone(), self.extra.clone()].concat()
    }
}

/// The end of a zip: how many entries, how long their list, where it begins.
pub(crate) fn end(entries: u16, length: u32, offset: u32) -> Vec<u8> {
    let mut bytes = b"PK\x05\x06\0\0\0\0".to_vec();
    bytes.extend_from_slice(&entries.to_le_bytes());
    bytes.extend_from_slice(&entries.to_le_bytes());
    bytes.extend_from_slice(&length.to_le_bytes());
    bytes.extend_from_slice(&offset.to_le_bytes());
    bytes.extend_from_slice(&[0, 0]);
    bytes
}

/// A zip of these entries.
pub(crate) fn zip(entries: &[RawEntry]) -> Vec<u8> {
    let (mut bytes, mut list) = (Vec::new(), Vec::new());
    for entry in entries {
        list.extend(entry.listed(bytes.len() as u32));
        bytes.extend(entry.local());
        bytes.extend_from_slice(&entry.packed);
    }
    let offset = bytes.len() as u32;
    bytes.extend_from_slice(&list);
    bytes.extend(end(entries.len() as u16, list.len() as u32, offset));
    bytes
}

/// A zip of files, packed with deflate.
pub(crate) fn files(files: &[(&str, &[u8])]) -> Vec<u8> {
    zip(&files.iter().map(|(name, content)| RawEntry::deflated(name, content)).collect::<Vec<_>>())
}

/// A zip of so many empty files, with the long record at its end.
pub(crate) fn many(entries: u32) -> Vec<u8> {
    let (mut bytes, mut list) = (Vec::new(), Vec::new());
    for i in 0..entries {
        let entry = RawEntry::stored(&format!("{i:07}"), b"");
        list.extend(entry.listed(bytes.len() as u32));
        bytes.extend(entry.local());
    }
    let (offset, length) = (bytes.len() as u64, list.len() as u64);
    bytes.extend_from_slice(&list);
    let at = bytes.len() as u64;
    bytes.extend_from_slice(b"PK\x06\x06\x2c\0\0\0\0\0\0\0\x2d\x03\x2d\0\0\0\0\0\0\0\0\0");
    for eight in [u64::from(entries), u64::from(entries), length, offset] {
        bytes.extend_from_slice(&eight.to_le_bytes());
    }
    bytes.extend_from_slice(b"PK\x06\x07\0\0\0\0");
    bytes.extend_from_slice(&at.to_le_bytes());
    bytes.extend_from_slice(&1_u32.to_le_bytes());
    bytes.extend(end(0xffff, u32::MAX, u32::MAX));
    bytes
}

/// Files whose packed bytes are all the same ones: each entry quotes the local headers of the next
/// ones in blocks that deflate stores, and ends in the one kernel that they share.
pub(crate) fn overlapping(entries: usize, kernel: &[u8]) -> Vec<u8> {
    let kernel = RawEntry::deflated("kernel.txt", kernel);
    let (mut tail, mut size) = ([kernel.local(), kernel.packed.clone()].concat(), kernel.size);
    let mut all = vec![(kernel.clone(), tail.len())];
    for i in 1..entries {
        let header = all.last().map_or(0, |(entry, _)| entry.local().len());
        let quoted = &tail[..header];
        let length = (quoted.len() as u16).to_le_bytes();
        let inverse = (!(quoted.len() as u16)).to_le_bytes();
        let mut entry = kernel.clone();
        entry.name = format!("{i}.txt").into_bytes();
        size += quoted.len() as u32;
        entry.size = size;
        entry.packed_size = (5 + tail.len()) as u32;
        tail = [&entry.local()[..], &[0], &length, &inverse, &tail].concat();
        all.push((entry, tail.len()));
    }
    let mut list = Vec::new();
    for (entry, from_end) in &all {
        list.extend(entry.listed((tail.len() - from_end) as u32));
    }
    let offset = tail.len() as u32;
    tail.extend_from_slice(&list);
    tail.extend(end(entries as u16, list.len() as u32, offset));
    tail
}

/// The checksum of zip and gzip.
pub(crate) fn crc(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}
