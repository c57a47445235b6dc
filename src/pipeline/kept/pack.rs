//! A pack: records one after the other in a file, each with a checksum for its head and one for its
//! body.
//!
//! A frame is four bytes of length (little endian), a head in postcard, sixteen bytes of its hash, and
//! the body. The first frame names the program and the lexicon that read everything in the pack; the
//! last, in a pack whose run came to its end, is an [`End`], and the eight bytes behind it say where it
//! begins. A frame that is cut off or does not match its hash ends a pack: nothing behind it is
//! believed.

use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::marks::{Mark, Marks, mark};
use super::record::{End, Head, Header, Kind};
use crate::model::{Error, Reading, Result};
use crate::publish::storage::{Folder, NewFile, ReadSeek};

/// What a pack begins with; another number when the form changes.
const MAGIC: &[u8; 15] = b"zhibiao kept 1\n";
/// Bytes of buffer where records are written and read in full.
const BUFFER: usize = 1 << 18;
/// Bytes of buffer where only heads are read.
const HEADS: usize = 1 << 12;
/// Longest head: that of the end, which names the corrections that found no document. What says that it is
/// longer is damaged, and asks for no memory.
const LONGEST: u32 = 1 << 26;

/// Who made a pack.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Maker {
    program: String,
    lexicon: String,
}

/// A head and where its body begins.
#[derive(Debug)]
pub(super) struct Located {
    pub(super) header: Header,
    pub(super) body: u64,
}

/// Whether a pack was read as this run reads, settings aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fit {
    /// By the same program.
    pub(super) program: bool,
    /// With the same lexicon.
    pub(super) lexicon: bool,
}

impl Fit {
    pub(super) const fn is_whole(self) -> bool {
        self.program && self.lexicon
    }
}

/// Reads the heads of an earlier pack in their order, and bodies at will.
pub(super) struct PackReader {
    heads: BufReader<Box<dyn ReadSeek>>,
    bodies: Box<dyn ReadSeek>,
    at: u64,
    length: u64,
    next: Option<Located>,
    /// Whether what lies behind the last good head cannot be read.
    pub(super) broken: bool,
    fit: Fit,
    /// Its end, where it has one.
    pub(super) end: Option<Box<End>>,
}

impl PackReader {
    /// Opens a pack.
    pub(super) fn open(folder: &Folder, name: &str, marks: &Marks) -> io::Result<Self> {
        let open = || folder.open(name).map_err(io::Error::other);
        let (mut bodies, heads) = (open()?, open()?);
        let length = bodies.seek(SeekFrom::End(0))?;
        let end = end_of(&mut bodies, length)?;
        let mut heads = BufReader::with_capacity(HEADS, heads);
        let mut magic = [0; MAGIC.len()];
        heads.read_exact(&mut magic)?;
        let maker: Option<(Maker, u64)> = if magic == *MAGIC { frame(&mut heads)? } else { None };
        let Some((maker, size)) = maker else {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "it is no pack of readings of this version"));
        };
        let mut reader = Self {
            heads,
            bodies,
            at: MAGIC.len() as u64 + size,
            length,
            next: None,
            broken: false,
            fit: Fit { program: maker.program == marks.program, lexicon: maker.lexicon == marks.lexicon },
            end,
        };
        reader.advance();
        Ok(reader)
    }

    pub(super) const fn fit(&self) -> Fit {
        self.fit
    }

    pub(super) const fn length(&self) -> u64 {
        self.length
    }

    /// The head that comes next.
    pub(super) fn peek(&self) -> Option<&Header> {
        self.next.as_ref().map(|n| &n.header)
    }

    /// Takes the head that comes next.
    pub(super) fn take(&mut self) -> Option<Located> {
        let taken = self.next.take();
        if taken.is_some() {
            self.advance();
        }
        taken
    }

    fn advance(&mut self) {
        self.next = self.read_head().unwrap_or_else(|_| {
            self.broken = true;
            None
        });
    }

    fn read_head(&mut self) -> io::Result<Option<Located>> {
        if self.at >= self.length {
            return Ok(None);
        }
        match frame(&mut self.heads)? {
            Some((Head::Document(header), size)) => {
                let (body, over) = (self.at + size, header.body_length());
                self.at = body.saturating_add(over);
                if self.at > self.length {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
                self.heads.seek_relative(over as i64)?;
                Ok(Some(Located { header, body }))
            }
            Some((Head::End(_), _)) => Ok(None),
            None => Err(io::ErrorKind::InvalidData.into()),
        }
    }

    /// The body of a head.
    pub(super) fn body(&mut self, located: &Located) -> io::Result<Vec<u8>> {
        let mut body = vec![0; located.header.body_length() as usize];
        self.bodies.seek(SeekFrom::Start(located.body))?;
        self.bodies.read_exact(&mut body)?;
        Ok(body)
    }
}

/// The end of a pack, where it has one that is whole.
fn end_of(file: &mut dyn ReadSeek, length: u64) -> io::Result<Option<Box<End>>> {
    let Some(tail) = length.checked_sub(8) else { return Ok(None) };
    let mut at = [0; 8];
    file.seek(SeekFrom::Start(tail))?;
    file.read_exact(&mut at)?;
    let at = u64::from_le_bytes(at);
    if at >= tail {
        return Ok(None);
    }
    file.seek(SeekFrom::Start(at))?;
    Ok(match frame(&mut file.take(tail - at)) {
        Ok(Some((Head::End(end), size))) if at + size == tail => Some(end),
        _ => None,
    })
}

/// The head of a frame and the bytes it takes; `None` for one that is damaged.
fn frame<T: DeserializeOwned>(input: &mut impl Read) -> io::Result<Option<(T, u64)>> {
    let mut length = [0; 4];
    input.read_exact(&mut length)?;
    let length = u32::from_le_bytes(length);
    if length > LONGEST {
        return Ok(None);
    }
    let (mut head, mut sum) = (vec![0; length as usize], Mark::default());
    input.read_exact(&mut head)?;
    input.read_exact(&mut sum)?;
    if mark(&head) != sum {
        return Ok(None);
    }
    let size = 4 + u64::from(length) + sum.len() as u64;
    Ok(postcard::from_bytes(&head).ok().map(|head| (head, size)))
}

/// Writes a pack.
#[derive(Debug)]
pub(in crate::pipeline) struct PackWriter {
    folder: Folder,
    name: &'static str,
    path: PathBuf,
    out: BufWriter<NewFile>,
    at: u64,
    records: u64,
}

impl PackWriter {
    /// A pack of this name, in the place of what has it.
    pub(super) fn create(folder: &Folder, name: &'static str, marks: &Marks) -> Result<Self> {
        folder.remove_file(name)?;
        let file = folder.create(name)?;
        let path = file.path().to_owned();
        let out = BufWriter::with_capacity(BUFFER, file);
        let mut writer = Self { folder: folder.clone(), name, path, out, at: 0, records: 0 };
        writer.write(MAGIC)?;
        writer.frame(&Maker { program: marks.program.to_owned(), lexicon: marks.lexicon.clone() })?;
        Ok(writer)
    }

    /// Adds a record.
    pub(in crate::pipeline) fn push(&mut self, header: Header, body: &[u8]) -> Result<()> {
        self.frame(&Head::Document(header))?;
        self.write(body)?;
        self.records += 1;
        Ok(())
    }

    /// Gives the system what was added, so that it outlives the process.
    pub(in crate::pipeline) fn flush(&mut self) -> Result<()> {
        self.out.flush().map_err(|e| Error::output(&self.path, e))
    }

    /// Ends writing records.
    pub(in crate::pipeline) fn finish(mut self) -> Result<Written> {
        self.flush()?;
        Ok(Written(self))
    }

    fn frame(&mut self, head: &impl Serialize) -> Result<()> {
        let bytes = framed(head).map_err(|e| Error::output(&self.path, io::Error::other(e)))?;
        self.write(&bytes)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.at += bytes.len() as u64;
        self.out.write_all(bytes).map_err(|e| Error::output(&self.path, e))
    }
}

fn framed(head: &impl Serialize) -> postcard::Result<Vec<u8>> {
    let mut bytes = postcard::to_extend(head, vec![0; 4])?;
    let sum = mark(bytes.get(4..).unwrap_or_default());
    let length = (bytes.len() as u32).saturating_sub(4).to_le_bytes();
    bytes.iter_mut().zip(length).for_each(|(byte, of_length)| *byte = of_length);
    bytes.extend_from_slice(&sum);
    Ok(bytes)
}

/// A pack whose records were written, and that waits for its end.
#[derive(Debug)]
pub(in crate::pipeline) struct Written(PackWriter);

impl Written {
    /// How many records it has.
    pub(in crate::pipeline) const fn records(&self) -> u64 {
        self.0.records
    }

    /// The readings that are published, in their order.
    pub(in crate::pipeline) fn readings(&self) -> Result<Readings> {
        let PackWriter { folder, name, path, at: length, .. } = &self.0;
        let mut input = BufReader::with_capacity(BUFFER, folder.open(name)?);
        let mut skip = || {
            input.seek_relative(MAGIC.len() as i64)?;
            let maker: Option<(Maker, u64)> = frame(&mut input)?;
            Ok(maker.map_or(0, |(_, size)| MAGIC.len() as u64 + size))
        };
        let at = skip().map_err(|e: io::Error| unreadable(path, e))?;
        Ok(Readings { path: path.clone(), input, at, length: *length, body: Vec::new() })
    }

    /// Writes the end and gives the pack its name.
    pub(super) fn seal(self, end: End, name: &str) -> Result<()> {
        let Self(mut writer) = self;
        let at = writer.at;
        writer.frame(&Head::End(Box::new(end)))?;
        writer.write(&at.to_le_bytes())?;
        writer.flush()?;
        let PackWriter { folder, name: new, out, .. } = writer;
        // Some systems rename no file that is open.
        drop(out);
        folder.rename(new, &folder, name)
    }
}

/// Reads back what was published, in order.
pub(in crate::pipeline) struct Readings {
    path: PathBuf,
    input: BufReader<Box<dyn ReadSeek>>,
    at: u64,
    length: u64,
    body: Vec<u8>,
}

impl Readings {
    fn read(&mut self) -> io::Result<Option<Reading>> {
        while self.at < self.length {
            let Some((Head::Document(header), size)) = frame(&mut self.input)? else {
                return Err(io::ErrorKind::InvalidData.into());
            };
            self.at += size + header.body_length();
            if !header.published || header.kind != Kind::Read {
                self.input.seek_relative(header.body_length() as i64)?;
                continue;
            }
            self.body.resize(header.body_length() as usize, 0);
            self.input.read_exact(&mut self.body)?;
            return header.reading_in(&self.body).map(Some).map_err(io::Error::other);
        }
        Ok(None)
    }
}

impl Iterator for Readings {
    type Item = Result<Reading>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read().map_err(|e| unreadable(&self.path, e)).transpose()
    }
}

fn unreadable(path: &Path, error: io::Error) -> Error {
    Error::input(path, error).hint("this folder holds what runs keep for the next one; nothing else may write there")
}

#[cfg(test)]
mod tests {
    use super::super::record::{Files, Gist, Record, Tally, Words};
    use super::*;
    use crate::correct::Unused;
    use crate::model::DocumentId;
    use crate::pipeline::sample::reading;
    use crate::publish::WrittenFile;

    fn marks() -> Marks {
        Marks { program: "p", lexicon: "l".into(), sources: Vec::new() }
    }

    /// A record of the reading of `text`, and its body.
    fn record(text: &str, published: bool) -> (Header, Vec<u8>) {
        let reading = reading(text);
        let gist = Gist {
            meta: reading.document.meta.clone(),
            bytes: 3,
            counts: reading.counts,
            findings: Vec::new(),
            rows: crate::check::Kept::default(),
            words: Words::Unasked,
        };
        let mut body = postcard::to_stdvec(&Record::Read(Box::new(gist))).unwrap();
        let of_record = body.len();
        body = postcard::to_extend(&reading, body).unwrap();
        let header = Header {
            source: text.into(),
            content: DocumentId::of(text.as_bytes()),
            settings: Mark::default(),
            kind: Kind::Read,
            published,
            record: of_record as u32,
            reading: (body.len() - of_record) as u32,
            sum: mark(&body),
        };
        (header, body)
    }

    fn write(folder: &Folder) -> Result<Written> {
        let mut writer = PackWriter::create(folder, "new", &marks())?;
        for (text, published) in [("甲", true), ("乙", false), ("丙", true)] {
            let (header, body) = record(text, published);
            writer.push(header, &body)?;
        }
        writer.finish()
    }

    fn end() -> End {
        let tally = Tally { published: 2, ..Tally::default() };
        let file = |name: &str, rows| WrittenFile { name: name.into(), bytes: 7, sha256: "0".into(), rows };
        let files = Files::new(&[file("manifest.json", None), file("observations.csv", Some(3))]);
        End { fingerprint: "f".into(), listing: Mark::default(), records: 3, bytes: 9, files, tally }
    }

    #[test]
    fn what_is_published_comes_back_as_it_was() -> Result<()> {
        let folder = tempfile::tempdir().map_err(|e| Error::output("tmp", e))?;
        let written = write(&Folder::from(folder.path()))?;
        let back = written.readings()?.collect::<Result<Vec<_>>>()?;
        assert_eq!(back, [reading("甲"), reading("丙")]);
        // Exact decimals keep their scale: 123.4500 is not 123.45.
        assert_eq!(back[0].observations[0].value.to_string(), "-123.4500");
        assert_eq!(written.records(), 3);
        Ok(())
    }

    #[test]
    fn an_end_is_read_back_however_many_corrections_found_no_document() -> Result<()> {
        let temporary = tempfile::tempdir().map_err(|e| Error::output("tmp", e))?;
        let folder = Folder::from(temporary.path());
        let unused = |line| Unused { file: "corrections.csv".into(), line, document: format!("docs/{line}.txt") };
        let mut end = end();
        end.tally.corrections.unused = (0..60_000).map(unused).collect();
        write(&folder)?.seal(end.clone(), "pack")?;
        let pack = PackReader::open(&folder, "pack", &marks()).map_err(|e| Error::input("pack", e))?;
        assert!(pack.end.is_some_and(|read| read.tally == end.tally), "the end is there");
        Ok(())
    }

    type Records = Vec<(Header, Option<Record>)>;

    /// The heads and bodies that a pack gives, and its end.
    fn all_of(folder: &Folder, name: &str) -> io::Result<(Records, Option<Box<End>>)> {
        let mut pack = PackReader::open(folder, name, &marks())?;
        let mut all = Vec::new();
        while let Some(located) = pack.take() {
            let body = pack.body(&located)?;
            all.push((located.header.clone(), located.header.record_in(&body)));
        }
        Ok((all, pack.end))
    }

    #[test]
    fn no_damage_makes_another_record_of_one() -> io::Result<()> {
        let temporary = tempfile::tempdir()?;
        let folder = Folder::from(temporary.path());
        let (path, hurt) = (temporary.path().join("pack"), temporary.path().join("hurt"));
        write(&folder).and_then(|written| written.seal(end(), "pack")).map_err(io::Error::other)?;
        let (whole, sealed) = all_of(&folder, "pack")?;
        assert!(whole.len() == 3 && whole.iter().all(|(_, r)| r.is_some()));
        let sealed = sealed.expect("it has an end");
        assert_eq!((sealed.files.get(), sealed.tally), (end().files.get(), end().tally));
        let headers: Vec<_> = whole.iter().map(|(h, _)| h.clone()).collect();
        let bytes = std::fs::read(&path)?;
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x21;
            std::fs::write(&hurt, &damaged)?;
            let Ok((all, end)) = all_of(&folder, "hurt") else { continue };
            // Heads are believed only as they were written; a damaged body is no record.
            assert!(headers.starts_with(&all.iter().map(|(h, _)| h.clone()).collect::<Vec<_>>()), "byte {at}");
            let good = all.iter().filter(|(_, record)| record.is_some()).count();
            assert!(good < 3 || end.is_none(), "byte {at}: the damage is nowhere seen");
            std::fs::write(&hurt, &bytes[..at])?;
            let Ok((cut, end)) = all_of(&folder, "hurt") else { continue };
            assert!(end.is_none() && cut.len() <= 3, "cut at {at}");
        }
        Ok(())
    }
}
