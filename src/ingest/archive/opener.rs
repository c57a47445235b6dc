//! Unpacks members when their turn comes, and keeps open what the last one lay in.

use std::fs::File;
use std::io::{Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tempfile::SpooledTempFile;

use super::unpack::unpack;
use super::{Bytes, Container, Member, Unread, broken};

/// An archive in an archive that is smaller is unpacked in memory, a larger one to an unnamed file.
const IN_MEMORY: usize = 8 << 20;

/// Unpacks members of archives. In the order of their sources every archive is opened once.
#[derive(Default)]
pub struct Opener {
    scratch: Option<PathBuf>,
    /// The archives that the last member lay in, the outermost first.
    open: Vec<(Arc<Container>, Box<dyn Bytes>)>,
}

impl std::fmt::Debug for Opener {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Opener").field("scratch", &self.scratch).field("open", &self.open.len()).finish()
    }
}

impl Opener {
    /// One that unpacks archives in archives in the folder `scratch`, without one in the system's for temporary
    /// files.
    #[must_use]
    pub fn in_folder(scratch: Option<PathBuf>) -> Self {
        Self { scratch, open: Vec::new() }
    }

    /// The bytes of a member.
    ///
    /// # Errors
    /// `damaged` and `unreadable`.
    pub(in crate::ingest) fn unpack(&mut self, member: &Member) -> Result<Vec<u8>, Unread> {
        let archive = self.open(&member.container)?;
        let mut bytes = Vec::with_capacity(member.place.size.min(1 << 20) as usize);
        unpack(archive, &member.place, &mut bytes)?;
        Ok(bytes)
    }

    /// Opens a container, and before it those that it lies in.
    fn open(&mut self, container: &Arc<Container>) -> Result<&mut dyn Bytes, Unread> {
        let chain = chain(container);
        let same = |(open, wanted): &(&(Arc<Container>, _), &Arc<Container>)| {
            Arc::ptr_eq(&open.0, wanted) || open.0 == **wanted
        };
        let kept = self.open.iter().zip(&chain).take_while(same).count();
        self.open.truncate(kept);
        for wanted in chain.get(kept..).unwrap_or_default() {
            let bytes: Box<dyn Bytes> = match (&**wanted, self.open.last_mut()) {
                (Container::Packed(member), Some((_, outer))) => {
                    Box::new(spool(&mut **outer, member, self.scratch.as_deref())?)
                }
                (Container::File(path), _) => Box::new(File::open(path).map_err(|e| broken("the archive", 0, &e))?),
                (Container::Packed(_), None) => continue,
            };
            self.open.push((Arc::clone(wanted), bytes));
        }
        match self.open.last_mut() {
            Some((_, bytes)) => Ok(&mut **bytes),
            None => Err(broken("the archive", 0, &std::io::ErrorKind::NotFound.into())),
        }
    }
}

/// The containers that one lies in, from the file to itself.
fn chain(container: &Arc<Container>) -> Vec<Arc<Container>> {
    let mut chain = vec![Arc::clone(container)];
    let mut at = container;
    while let Container::Packed(member) = &**at {
        at = &member.container;
        chain.push(Arc::clone(at));
    }
    chain.reverse();
    chain
}

/// An archive out of the archive it lies in.
pub(super) fn spool(outer: &mut dyn Bytes, member: &Member, scratch: Option<&Path>) -> Result<SpooledTempFile, Unread> {
    let mut spool = empty_spool(scratch);
    unpack(outer, &member.place, &mut spool)?;
    rewind(&mut spool)?;
    Ok(spool)
}

/// An empty place for an archive that is unpacked while it is listed.
pub(super) fn empty_spool(scratch: Option<&Path>) -> SpooledTempFile {
    scratch.map_or_else(|| SpooledTempFile::new(IN_MEMORY), |folder| SpooledTempFile::new_in(IN_MEMORY, folder))
}

pub(super) fn rewind(spool: &mut SpooledTempFile) -> Result<(), Unread> {
    spool.seek(SeekFrom::Start(0)).map(drop).map_err(|e| broken("the archive", 0, &e))
}
