//! Documents as messages name them: in a file, because few are ever named.

use std::cell::RefCell;

use serde::{Deserialize, Serialize};

use crate::model::{Error, Metadata, Result, days_of_date};
use crate::spill::{List, Spill, Table};

/// A document as messages name it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Source {
    pub(super) name: String,
    /// Days since 1970 of its publication.
    pub(super) published: Option<i32>,
}

impl Source {
    /// 《title》, else its file.
    pub(super) fn of(file: &str, meta: &Metadata) -> Self {
        let name = meta.title.as_deref().map_or_else(|| file.to_owned(), |title| format!("《{title}》"));
        Self { name, published: meta.published.map(days_of_date) }
    }
}

/// See the module.
#[derive(Debug)]
pub(super) struct Sources {
    all: RefCell<(List<Source>, Table)>,
    /// What went wrong first while they were looked up.
    failed: RefCell<Option<Error>>,
}

impl Sources {
    pub(super) fn new(spill: &Spill) -> Self {
        Self { all: RefCell::new((spill.list(), spill.table())), failed: RefCell::default() }
    }

    pub(super) fn add(&mut self, document: u32, source: &Source) -> Result<()> {
        let (list, places) = self.all.get_mut();
        let place = list.push(source)?;
        places.insert(u64::from(document), place, 1)
    }

    /// The source of a document. Where it cannot be read there is none, and [`Sources::end`] says why.
    pub(super) fn find(&self, document: u32) -> Option<Source> {
        let (list, places) = &mut *self.all.borrow_mut();
        let read = places.find(u64::from(document)).and_then(|found| match found.first() {
            Some(place) => list.read(*place)?.next().transpose(),
            None => Ok(None),
        });
        read.unwrap_or_else(|error| {
            self.failed.borrow_mut().get_or_insert(error);
            None
        })
    }

    pub(super) fn end(self) -> Result<()> {
        self.failed.into_inner().map_or(Ok(()), Err)
    }
}
