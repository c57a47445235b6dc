//! What is in an archive: its members in the order of their names, and what was refused.

use std::fs::File;
use std::io::{BufWriter, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use tempfile::SpooledTempFile;

use super::entry::{Entry, What, bomb, ratio_bound};
use super::gzip::{gunzip_to, not_another};
use super::names::{Name, name_of};
use super::opener::{empty_spool, rewind, spool};
use super::{Bytes, Container, Kind, Member, Packing, Place, Unread, broken, tar, too_large, zip, zip_directory};
use crate::ingest::{Found, Limits, reject};
use crate::model::Reject;

/// A tar may be so many times larger than the largest file that is read: it holds many, on disk.
const TAR_FILES: u64 = 16;

/// Which members are wanted, by their sources.
pub(in crate::ingest) trait Choice {
    /// Whether a member is a document of the run.
    fn takes(&self, source: &str) -> bool;
    /// Whether an archive in the archive is looked into.
    fn enters(&self, source: &str) -> bool;
}

/// What an archive was found to be.
pub(in crate::ingest) enum Listing {
    /// An office document, whatever its name says.
    Document,
    /// An archive with these members, and these that are none.
    Archive(Vec<Found>, Vec<Reject>),
}

/// Looks into the archive that was found, of the kind that its name says; archives in it are unpacked in
/// `scratch`.
pub(in crate::ingest) fn list(
    found: &Found,
    kind: Kind,
    choice: &dyn Choice,
    limits: &Limits,
    scratch: Option<&Path>,
) -> Listing {
    let mut lister = Lister {
        choice,
        limits,
        scratch,
        path: &found.path,
        left: limits.max_entries,
        taken: FxHashSet::default(),
        copies: FxHashMap::default(),
        members: Vec::new(),
        rejects: Vec::new(),
    };
    match lister.file(kind, &found.source) {
        Ok(Contents::Document) => return Listing::Document,
        Ok(Contents::Members) => {}
        Err(e) => lister.refuse(&found.source, &e),
    }
    Listing::Archive(lister.members, lister.rejects)
}

/// What a file whose name says archive holds.
enum Contents {
    /// The parts of one document.
    Document,
    /// Members, which have been told of.
    Members,
}

/// An archive that is being listed.
struct Archive<'a> {
    container: Arc<Container>,
    source: &'a str,
    kind: Kind,
    depth: u32,
}

struct Lister<'a> {
    choice: &'a dyn Choice,
    limits: &'a Limits,
    scratch: Option<&'a Path>,
    path: &'a PathBuf,
    /// How many more entries there may be.
    left: u64,
    /// Sources that stand for something already.
    taken: FxHashSet<String>,
    /// The last number given to a source that stands more than once.
    copies: FxHashMap<String, u64>,
    members: Vec<Found>,
    rejects: Vec<Reject>,
}

impl Lister<'_> {
    fn file(&mut self, kind: Kind, source: &str) -> Result<Contents, Unread> {
        let mut file = File::open(self.path).map_err(|e| broken("the archive", 0, &e))?;
        let container = Arc::new(Container::File(self.path.clone()));
        self.archive(&mut file, &Archive { container, source, kind, depth: 1 })
    }

    fn archive(&mut self, bytes: &mut dyn Bytes, archive: &Archive<'_>) -> Result<Contents, Unread> {
        let length = bytes.seek(SeekFrom::End(0)).map_err(|e| broken("the archive", 0, &e))?;
        match archive.kind {
            Kind::Zip => self.zip(bytes, length, archive),
            Kind::Tar => not_another(bytes).and_then(|()| self.tar(bytes, length, archive, None)),
            Kind::Gz => self.gz(bytes, length, archive),
            Kind::TarGz => self.tar_gz(bytes, length, archive),
        }
    }

    fn zip(&mut self, bytes: &mut dyn Bytes, length: u64, archive: &Archive<'_>) -> Result<Contents, Unread> {
        not_another(bytes)?;
        let directory = zip_directory::directory(bytes, length)?;
        self.count(directory.entries)?;
        let (mut entries, fault) = zip::entries(bytes, &directory);
        if zip::is_document(&entries) {
            return Ok(Contents::Document);
        }
        zip::part(&mut entries)?;
        self.total(&entries, length)?;
        self.entries(bytes, entries, archive, fault);
        Ok(Contents::Members)
    }

    fn tar(
        &mut self,
        bytes: &mut dyn Bytes,
        length: u64,
        archive: &Archive<'_>,
        fault: Option<Unread>,
    ) -> Result<Contents, Unread> {
        let mut entries = Vec::new();
        let mut keep = |entry| {
            self.count(1)?;
            entries.push(entry);
            Ok(())
        };
        let ended = tar::entries(bytes, length, &mut keep);
        // What broke the packing is the cause of what is missing behind it.
        let fault = ended.err().map(|e| if e.code == "damaged" { fault.clone().unwrap_or(e) } else { e }).or(fault);
        match fault {
            Some(fault) if entries.is_empty() || fault.code != "damaged" => return Err(fault),
            fault => self.entries(bytes, entries, archive, fault),
        }
        Ok(Contents::Members)
    }

    fn tar_gz(&mut self, bytes: &mut dyn Bytes, length: u64, archive: &Archive<'_>) -> Result<Contents, Unread> {
        let most = self.limits.max_bytes.saturating_mul(TAR_FILES);
        let mut spool = empty_spool(self.scratch);
        let (size, fault) =
            gunzip_to(bytes, length, most, self.limits, &mut BufWriter::with_capacity(1 << 16, &mut spool))?;
        rewind(&mut spool)?;
        let place = Place { offset: 0, packed: length, size, packing: Packing::Gzip };
        let packed = Member { container: Arc::clone(&archive.container), place };
        let inner = Archive { container: Arc::new(Container::Packed(packed)), ..*archive };
        self.tar(&mut spool, size, &inner, fault)
    }

    fn gz(&mut self, bytes: &mut dyn Bytes, length: u64, archive: &Archive<'_>) -> Result<Contents, Unread> {
        let (size, fault) = gunzip_to(bytes, length, self.limits.max_bytes, self.limits, &mut std::io::sink())?;
        if let Some(fault) = fault {
            return Err(fault);
        }
        self.count(1)?;
        let file = archive.source.rsplit(['/', '!']).next().unwrap_or(archive.source);
        let name = file.get(..file.len().saturating_sub(".gz".len())).unwrap_or(file);
        let name = if name.is_empty() { "-" } else { name };
        let place = Place { offset: 0, packed: length, size, packing: Packing::Gzip };
        let entry = Entry::new(name.as_bytes().to_vec(), true, What::File, place);
        self.entries(bytes, vec![entry], archive, None);
        Ok(Contents::Members)
    }

    /// Tells of the entries of an archive, in the order of their names, and of what is wrong with
    /// the rest.
    fn entries(&mut self, bytes: &mut dyn Bytes, entries: Vec<Entry>, archive: &Archive<'_>, fault: Option<Unread>) {
        let files = entries.into_iter().filter(|e| e.what != What::Folder);
        let mut named: Vec<_> = files.map(|e| (name_of(&e), e)).filter(|(n, _)| *n != Name::Skipped).collect();
        // Of equal names the first of the archive comes first: the sort is stable.
        named.sort_by(|(a, _), (b, _)| a.as_str().cmp(b.as_str()));
        if named.is_empty() && fault.is_none() {
            let reason = "the archive holds no file".to_owned();
            self.refuse(archive.source, &Unread { code: "empty", reason, position: None });
        }
        for (name, entry) in named {
            self.entry(bytes, &name, &entry, archive);
        }
        if let Some(fault) = fault {
            self.refuse(archive.source, &fault);
        }
    }

    fn entry(&mut self, bytes: &mut dyn Bytes, name: &Name, entry: &Entry, archive: &Archive<'_>) {
        let source = format!("{}!{}", archive.source, name.as_str());
        let kind = Kind::of(&source);
        let wanted = self.choice.takes(&source) || kind.is_some() && self.choice.enters(&source);
        if !wanted {
            return;
        }
        if let Name::Bad(_, why) = name {
            let position = Some(entry.place.offset);
            self.refuse(&source, &Unread { code: "bad_name", reason: (*why).to_owned(), position });
        } else if self.taken.contains(&source) {
            let reason = "another member has the same name; of the two the first is read".to_owned();
            let position = Some(entry.place.offset);
            self.refuse(&source, &Unread { code: "duplicate_member", reason, position });
        } else if let Some(refusal) = entry.refusal(self.limits) {
            self.refuse(&source, &refusal);
        } else {
            let member = Member { container: Arc::clone(&archive.container), place: entry.place };
            self.member(bytes, source, member, kind, archive.depth);
        }
    }

    /// A member that can be unpacked: a document, or an archive itself.
    fn member(&mut self, bytes: &mut dyn Bytes, source: String, member: Member, kind: Option<Kind>, depth: u32) {
        if let Some(kind) = kind {
            match self.inner(bytes, &source, &member, kind, depth + 1) {
                Ok(Contents::Members) => return,
                Ok(Contents::Document) => {}
                Err(e) => return self.refuse(&source, &e),
            }
        }
        if self.choice.takes(&source) {
            self.taken.insert(source.clone());
            let (path, size) = (self.path.clone(), member.place.size);
            self.members.push(Found { member: Some(member), ..Found::file(path, source, size) });
        }
    }

    fn inner(
        &mut self,
        outer: &mut dyn Bytes,
        source: &str,
        member: &Member,
        kind: Kind,
        depth: u32,
    ) -> Result<Contents, Unread> {
        if depth > self.limits.max_depth {
            let most = self.limits.max_depth;
            return Err(too_large(format!("more than {most} archives lie in one another (max_depth); unpack it")));
        }
        let mut bytes: SpooledTempFile = spool(outer, member, self.scratch)?;
        let container = Arc::new(Container::Packed(member.clone()));
        self.archive(&mut bytes, &Archive { container, source, kind, depth })
    }

    fn count(&mut self, entries: u64) -> Result<(), Unread> {
        self.left = self.left.checked_sub(entries).ok_or_else(|| {
            let most = self.limits.max_entries;
            too_large(format!("it has more than {most} entries, with those of archives in it (max_entries); split it"))
        })?;
        Ok(())
    }

    /// Bounds what all members together become: each of them alone may be small enough.
    fn total(&self, entries: &[Entry], length: u64) -> Result<(), Unread> {
        let total = entries.iter().fold(0_u64, |sum, e| sum.saturating_add(e.place.size));
        let most = ratio_bound(length, self.limits).max(self.limits.max_bytes);
        if total > most { Err(bomb(self.limits)) } else { Ok(()) }
    }

    /// Rejects a source. Each reject has a name of its own, also where an archive has one twice.
    fn refuse(&mut self, source: &str, why: &Unread) {
        let mut name = source.to_owned();
        while !self.taken.insert(name.clone()) {
            // Counted on, not anew: an archive may have one name a hundred thousand times.
            let copy = self.copies.entry(source.to_owned()).or_insert(1);
            *copy += 1;
            name = format!("{source} ({copy})");
        }
        self.rejects.push(reject(&name, why.code, &why.reason, why.position));
    }
}

impl Name {
    fn as_str(&self) -> &str {
        match self {
            Self::Of(name) | Self::Bad(name, _) => name,
            Self::Skipped => "",
        }
    }
}
