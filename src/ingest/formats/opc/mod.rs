//! What Word and Excel files have in common: a ZIP of XML parts (ISO/IEC 29500-2), read with
//! limits, and the older OLE files that stand in their place and are refused.

pub(super) mod ole;
mod package;
mod xml;

pub(super) use package::{Package, damaged, too_large};
pub(super) use xml::{Element, Item, Space, Xml};
