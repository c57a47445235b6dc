//! A file system in memory that can lose its power.
//!
//! [`MemoryStorage::lose_power`] leaves what a disk may leave: every name and every byte that was
//! synced, and of what was not any part. Each change of names (a file made, a rename with both of its
//! ends) is kept or lost for itself, whatever came before and after it; unsynced data of a file is
//! there, missing, cut, or zeros where bytes should be. The seed decides, so that a case that was found
//! is found again.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::io::{self, Cursor, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{Entry, EntryKind, Lock, ReadSeek, Storage, StoredFile};
use crate::spill::Unnamed;

/// A file system in memory. Clones are the same one.
#[derive(Debug, Clone, Default)]
pub struct MemoryStorage(Arc<Mutex<State>>);

/// The place of a node among all nodes; the root is the first.
type NodeId = usize;

#[derive(Debug)]
struct State {
    nodes: Vec<Node>,
    /// Changes of names that no sync has reached, in their order.
    pending: Vec<Change>,
    changes: u64,
    locked: BTreeSet<PathBuf>,
    /// How often power was lost: what was opened before is of no use after.
    losses: u64,
}

#[derive(Debug, Clone)]
enum Node {
    Folder(Names),
    File { data: Vec<u8>, synced: Vec<u8> },
    Link(PathBuf),
}

/// The names in a folder, as seen and as they are on disk.
#[derive(Debug, Clone, Default)]
struct Names {
    seen: BTreeMap<OsString, NodeId>,
    /// What a name stands for, nothing perhaps, and the number of the change that says so.
    synced: BTreeMap<OsString, (u64, Option<NodeId>)>,
}

/// One step that the disk does whole or not at all.
#[derive(Debug, Clone)]
struct Change {
    number: u64,
    effects: Vec<Effect>,
}

/// What a name in a folder stands for from now on.
#[derive(Debug, Clone)]
struct Effect {
    folder: NodeId,
    name: OsString,
    node: Option<NodeId>,
}

impl Default for State {
    fn default() -> Self {
        let root = Node::Folder(Names::default());
        Self { nodes: vec![root], pending: Vec::new(), changes: 0, locked: BTreeSet::new(), losses: 0 }
    }
}

impl MemoryStorage {
    /// Loses power: what is left is chosen by `seed`. Files and locks that are open are lost.
    pub fn lose_power(&self, seed: u64) {
        self.state().lose_power(&mut Random(seed));
    }

    /// Another file system with the same in it, synced or not; nothing of it is open or locked.
    #[must_use]
    pub fn fork(&self) -> Self {
        let State { nodes, pending, changes, .. } = &*self.state();
        let state = State { nodes: nodes.clone(), pending: pending.clone(), changes: *changes, ..State::default() };
        Self(Arc::new(Mutex::new(state)))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Whoever panicked held no half of a change: each is made in one go.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn names(&self, folder: NodeId) -> io::Result<&Names> {
        match &self.nodes[folder] {
            Node::Folder(names) => Ok(names),
            Node::File { .. } | Node::Link(_) => Err(io::ErrorKind::NotADirectory.into()),
        }
    }

    fn names_mut(&mut self, folder: NodeId) -> Option<&mut Names> {
        match &mut self.nodes[folder] {
            Node::Folder(names) => Some(names),
            Node::File { .. } | Node::Link(_) => None,
        }
    }

    fn child(&self, folder: NodeId, name: &OsStr) -> io::Result<NodeId> {
        self.names(folder)?.seen.get(name).copied().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn find(&self, path: &Path) -> io::Result<NodeId> {
        let names = path.components().filter_map(|part| match part {
            Component::Normal(name) => Some(name),
            _ => None,
        });
        names.into_iter().try_fold(0, |folder, name| self.child(folder, name))
    }

    /// The folder that a path's last name is in, and this name.
    fn place(&self, path: &Path) -> io::Result<(NodeId, OsString)> {
        let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
        let folder = self.find(path.parent().unwrap_or(Path::new("")))?;
        self.names(folder)?;
        Ok((folder, name.to_owned()))
    }

    fn change(&mut self, effects: Vec<Effect>) {
        for effect in &effects {
            if let Some(names) = self.names_mut(effect.folder) {
                match effect.node {
                    Some(node) => names.seen.insert(effect.name.clone(), node),
                    None => names.seen.remove(&effect.name),
                };
            }
        }
        self.changes += 1;
        self.pending.push(Change { number: self.changes, effects });
    }

    fn add(&mut self, path: &Path, node: Node) -> io::Result<NodeId> {
        let (folder, name) = self.place(path)?;
        if self.child(folder, &name).is_ok() {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        self.nodes.push(node);
        let node = self.nodes.len() - 1;
        self.change(vec![Effect { folder, name, node: Some(node) }]);
        Ok(node)
    }

    fn remove(&mut self, path: &Path, folders: bool) -> io::Result<()> {
        let (folder, name) = self.place(path)?;
        match &self.nodes[self.child(folder, &name)?] {
            Node::Folder(names) if folders && !names.seen.is_empty() => {
                return Err(io::ErrorKind::DirectoryNotEmpty.into());
            }
            Node::Folder(_) if !folders => return Err(io::ErrorKind::IsADirectory.into()),
            Node::File { .. } | Node::Link(_) if folders => return Err(io::ErrorKind::NotADirectory.into()),
            _ => {}
        }
        self.change(vec![Effect { folder, name, node: None }]);
        Ok(())
    }

    fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        let (old, old_name) = self.place(from)?;
        let (new, new_name) = self.place(to)?;
        let node = self.child(old, &old_name)?;
        if let Ok(there) = self.child(new, &new_name)
            && let Node::Folder(names) = &self.nodes[there]
        {
            if !matches!(self.nodes[node], Node::Folder(_)) {
                return Err(io::ErrorKind::IsADirectory.into());
            }
            if !names.seen.is_empty() {
                return Err(io::ErrorKind::DirectoryNotEmpty.into());
            }
        }
        self.change(vec![
            Effect { folder: old, name: old_name, node: None },
            Effect { folder: new, name: new_name, node: Some(node) },
        ]);
        Ok(())
    }

    /// Makes a change last, where no later one has reached the disk before it.
    fn sync_change(&mut self, change: Change) {
        for Effect { folder, name, node } in change.effects {
            if let Some(names) = self.names_mut(folder) {
                let entry = names.synced.entry(name).or_default();
                if entry.0 < change.number {
                    *entry = (change.number, node);
                }
            }
        }
    }

    fn sync_folder(&mut self, path: &Path) -> io::Result<()> {
        let folder = self.find(path)?;
        self.names(folder)?;
        let reaches = |change: &Change| change.effects.iter().any(|e| e.folder == folder);
        let (now, later) = std::mem::take(&mut self.pending).into_iter().partition(reaches);
        self.pending = later;
        let now: Vec<Change> = now;
        for change in now {
            self.sync_change(change);
        }
        Ok(())
    }

    fn lose_power(&mut self, random: &mut Random) {
        // Disks that keep all, none and anything between.
        let share = [0, 10, 50, 90, 100][random.below(5) as usize];
        for change in std::mem::take(&mut self.pending) {
            if random.below(100) < share {
                self.sync_change(change);
            }
        }
        for node in &mut self.nodes {
            match node {
                Node::Folder(Names { seen, synced }) => {
                    *seen = synced.iter().filter_map(|(name, (_, node))| Some((name.clone(), (*node)?))).collect();
                }
                Node::File { data, synced } if data != synced => {
                    *data = remains(std::mem::take(data), synced, random);
                    synced.clone_from(data);
                }
                Node::File { .. } | Node::Link(_) => {}
            }
        }
        self.locked.clear();
        self.losses += 1;
    }
}

/// What is left of a file whose end was not synced.
fn remains(mut data: Vec<u8>, synced: &[u8], random: &mut Random) -> Vec<u8> {
    let from = synced.len() + random.below((data.len() - synced.len()) as u64 + 1) as usize;
    match random.below(4) {
        0 => synced.to_vec(),
        1 => data,
        2 => {
            data.truncate(from);
            data
        }
        // The length was written down, the data not.
        _ => {
            data[from..].fill(0);
            data
        }
    }
}

impl Storage for MemoryStorage {
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        if path.file_name().is_none() {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        self.state().add(path, Node::Folder(Names::default())).map(drop)
    }

    fn create_file(&self, path: &Path) -> io::Result<Box<dyn StoredFile>> {
        let mut state = self.state();
        let node = state.add(path, Node::File { data: Vec::new(), synced: Vec::new() })?;
        Ok(Box::new(MemoryFile { storage: self.clone(), node, losses: state.losses }))
    }

    fn open_file(&self, path: &Path) -> io::Result<Box<dyn ReadSeek>> {
        let state = self.state();
        match &state.nodes[state.find(path)?] {
            Node::File { data, .. } => Ok(Box::new(Cursor::new(data.clone()))),
            Node::Folder(_) => Err(io::ErrorKind::IsADirectory.into()),
            Node::Link(_) => Err(io::ErrorKind::InvalidInput.into()),
        }
    }

    fn create_unnamed(&self, folder: &Path) -> io::Result<Box<dyn Unnamed>> {
        let state = self.state();
        state.names(state.find(folder)?)?;
        Ok(Box::new(Cursor::new(Vec::new())))
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        let state = self.state();
        let names = state.names(state.find(folder)?)?;
        let entry = |(name, node): (&OsString, &NodeId)| {
            let (kind, size) = match &state.nodes[*node] {
                Node::Folder(_) => (EntryKind::Folder, 0),
                Node::File { data, .. } => (EntryKind::File, data.len() as u64),
                Node::Link(_) => (EntryKind::Link, 0),
            };
            Entry { name: name.clone(), kind, size }
        };
        Ok(names.seen.iter().map(entry).collect())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.state().rename(from, to)
    }

    fn link(&self, target: &Path, at: &Path) -> io::Result<()> {
        self.state().add(at, Node::Link(target.to_owned())).map(drop)
    }

    fn read_link(&self, at: &Path) -> io::Result<PathBuf> {
        let state = self.state();
        match &state.nodes[state.find(at)?] {
            Node::Link(target) => Ok(target.clone()),
            Node::Folder(_) | Node::File { .. } => Err(io::ErrorKind::InvalidInput.into()),
        }
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.state().remove(path, false)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.state().remove(path, true)
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        self.state().sync_folder(path)
    }

    fn lock(&self, path: &Path) -> io::Result<Option<Lock>> {
        let mut state = self.state();
        if let Err(e) = state.find(path) {
            if e.kind() != io::ErrorKind::NotFound {
                return Err(e);
            }
            state.add(path, Node::File { data: Vec::new(), synced: Vec::new() })?;
        }
        if !state.locked.insert(path.to_owned()) {
            return Ok(None);
        }
        Ok(Some(Box::new(Held { storage: self.clone(), path: path.to_owned(), losses: state.losses })))
    }
}

/// A file that is being written.
struct MemoryFile {
    storage: MemoryStorage,
    node: NodeId,
    losses: u64,
}

impl MemoryFile {
    fn with<T>(&self, work: impl FnOnce(&mut Vec<u8>, &mut Vec<u8>) -> T) -> io::Result<T> {
        let mut state = self.storage.state();
        if state.losses != self.losses {
            return Err(io::Error::other("power was lost since this file was opened"));
        }
        match &mut state.nodes[self.node] {
            Node::File { data, synced } => Ok(work(data, synced)),
            Node::Folder(_) | Node::Link(_) => Err(io::ErrorKind::IsADirectory.into()),
        }
    }
}

impl Write for MemoryFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.with(|data, _| data.extend_from_slice(bytes)).map(|()| bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl StoredFile for MemoryFile {
    fn sync(&mut self) -> io::Result<()> {
        self.with(|data, synced| synced.clone_from(data))
    }
}

/// A lock that is held.
struct Held {
    storage: MemoryStorage,
    path: PathBuf,
    losses: u64,
}

impl Drop for Held {
    fn drop(&mut self) {
        let mut state = self.storage.state();
        if state.losses == self.losses {
            state.locked.remove(&self.path);
        }
    }
}

/// Numbers that are the same for the same seed on every machine (`SplitMix64`).
struct Random(u64);

impl Random {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % n.max(1)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn text(storage: &MemoryStorage, path: &str) -> io::Result<String> {
        let mut text = String::new();
        storage.open_file(Path::new(path))?.read_to_string(&mut text)?;
        Ok(text)
    }

    fn file(storage: &MemoryStorage, path: &str, content: &str, sync: bool) -> io::Result<()> {
        let mut file = storage.create_file(Path::new(path))?;
        file.write_all(content.as_bytes())?;
        if sync { file.sync() } else { Ok(()) }
    }

    #[test]
    fn what_was_synced_is_kept_and_the_rest_may_go() -> io::Result<()> {
        let (mut kept, mut lost, mut halves) = (0, 0, 0);
        for seed in 0..200 {
            let storage = MemoryStorage::default();
            file(&storage, "/safe", "safe", true)?;
            storage.sync_folder(Path::new("/"))?;
            file(&storage, "/data", "all of it", false)?;
            storage.sync_folder(Path::new("/"))?;
            file(&storage, "/name", "whole", true)?;
            storage.lose_power(seed);
            assert_eq!(text(&storage, "/safe")?, "safe");
            halves += usize::from(text(&storage, "/data")? != "all of it");
            match text(&storage, "/name") {
                Ok(content) => {
                    assert_eq!(content, "whole", "data that was synced is whole where its name is");
                    kept += 1;
                }
                Err(_) => lost += 1,
            }
        }
        assert!(kept > 50 && lost > 50 && halves > 100, "{kept} {lost} {halves}");
        Ok(())
    }

    #[test]
    fn a_rename_is_one_step_and_is_lost_or_kept_whole() -> io::Result<()> {
        let (mut old, mut new) = (0, 0);
        for seed in 0..100 {
            let storage = MemoryStorage::default();
            storage.create_folder(Path::new("/a"))?;
            storage.create_folder(Path::new("/b"))?;
            file(&storage, "/a/x", "x", true)?;
            ["/a", "/"].iter().try_for_each(|f| storage.sync_folder(Path::new(f)))?;
            storage.rename(Path::new("/a/x"), Path::new("/b/y"))?;
            storage.lose_power(seed);
            match (text(&storage, "/a/x").is_ok(), text(&storage, "/b/y").is_ok()) {
                (true, false) => old += 1,
                (false, true) => new += 1,
                both => panic!("{seed}: {both:?}"),
            }
        }
        assert!(old > 20 && new > 20, "{old} {new}");
        Ok(())
    }

    #[test]
    fn what_a_later_change_undid_does_not_come_back() -> io::Result<()> {
        for seed in 0..100 {
            let storage = MemoryStorage::default();
            storage.create_folder(Path::new("/b"))?;
            file(&storage, "/x", "x", true)?;
            storage.rename(Path::new("/x"), Path::new("/b/x"))?;
            storage.sync_folder(Path::new("/b"))?;
            storage.lose_power(seed);
            assert!(text(&storage, "/x").is_err(), "{seed}");
        }
        Ok(())
    }

    #[test]
    fn the_same_seed_leaves_the_same() -> io::Result<()> {
        let left = |seed| -> io::Result<Vec<Entry>> {
            let storage = MemoryStorage::default();
            (0..20).try_for_each(|i| file(&storage, &format!("/{i}"), "content", false))?;
            storage.lose_power(seed);
            storage.list(Path::new("/"))
        };
        assert_eq!(left(7)?, left(7)?);
        assert_ne!(left(7)?, left(8)?);
        Ok(())
    }

    #[test]
    fn a_lock_is_held_once_and_ends_with_its_holder_or_the_power() -> io::Result<()> {
        let storage = MemoryStorage::default();
        let path = Path::new("/lock");
        let held = storage.lock(path)?;
        assert!(held.is_some() && storage.lock(path)?.is_none());
        drop(held);
        let held = storage.lock(path)?;
        storage.lose_power(1);
        let next = storage.lock(path)?;
        assert!(next.is_some());
        drop(held);
        assert!(storage.lock(path)?.is_none(), "a lock from before takes none that came after");
        Ok(())
    }
}
