//! A file that is in memory as long as it is small.

use std::fmt;
use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};

use super::{Spill, Unnamed};

/// See the module.
pub struct Spooled {
    spill: Spill,
    most: u64,
    content: Content,
}

enum Content {
    Here(Cursor<Vec<u8>>),
    There(Box<dyn Unnamed>),
}

impl fmt::Debug for Spooled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Spooled").field("in_memory", &matches!(self.content, Content::Here(_))).finish_non_exhaustive()
    }
}

impl Spooled {
    /// An empty file that leaves memory when it would have more than `most` bytes.
    pub(super) fn new(spill: Spill, most: usize) -> Self {
        Self { spill, most: most as u64, content: Content::Here(Cursor::default()) }
    }

    /// Moves to where there is room for so many bytes more.
    fn make_room(&mut self, more: usize) -> io::Result<()> {
        let Content::Here(here) = &mut self.content else { return Ok(()) };
        if here.position() + more as u64 <= self.most {
            return Ok(());
        }
        let mut there = self.spill.place.unnamed()?;
        if !here.get_ref().is_empty() {
            there.write_all(here.get_ref())?;
        }
        there.seek(SeekFrom::Start(here.position()))?;
        self.content = Content::There(there);
        Ok(())
    }
}

impl Write for Spooled {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.make_room(bytes.len())?;
        match &mut self.content {
            Content::Here(here) => here.write(bytes),
            Content::There(there) => there.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.content {
            Content::Here(here) => here.flush(),
            Content::There(there) => there.flush(),
        }
    }
}

impl Read for Spooled {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        match &mut self.content {
            Content::Here(here) => here.read(bytes),
            Content::There(there) => there.read(bytes),
        }
    }
}

impl Seek for Spooled {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match &mut self.content {
            Content::Here(here) => here.seek(to),
            Content::There(there) => there.seek(to),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leaves_memory_is_what_was_in_it() {
        let folder = tempfile::tempdir().unwrap();
        let spill = Spill::into(folder.path());
        let mut spooled = [0, 10, 1_000].map(|most| Spooled::new(spill.clone(), most));
        for spooled in &mut spooled {
            spooled.write_all(b"0123456").unwrap();
            spooled.seek(SeekFrom::Start(2)).unwrap();
            spooled.write_all(b"abcdefghij").unwrap();
            spooled.seek(SeekFrom::Start(15)).unwrap();
            spooled.write_all(b"end").unwrap();
            let mut content = Vec::new();
            spooled.rewind().unwrap();
            spooled.read_to_end(&mut content).unwrap();
            assert_eq!(content, b"01abcdefghij\0\0\0end");
        }
        assert_eq!(spooled.map(|s| matches!(s.content, Content::Here(_))), [false, false, true]);
    }
}
