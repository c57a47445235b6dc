//! gzip, unpacked to its end within limits, because its size is known only then.

use std::io::{ErrorKind, Read, SeekFrom, Write};

use super::entry::{bomb, ratio_bound};
use super::unpack::{gunzip, seek};
use super::{Bytes, Unread, broken, damaged, too_large};
use crate::ingest::{Limits, sniff};

/// Unpacks `packed` bytes of gzip to `out`, at most to `most` bytes: how many there are, and where
/// the file is cut off, if it is.
///
/// What stands before the end of a file that is cut off is right. Of a file whose checksum is wrong
/// nobody knows which bytes are, so nothing of it is taken.
///
/// # Errors
/// `too_large`, and `damaged` where what is unpacked is not what was packed.
pub(super) fn gunzip_to(
    bytes: &mut dyn Bytes,
    packed: u64,
    most: u64,
    limits: &Limits,
    out: &mut dyn Write,
) -> Result<(u64, Option<Unread>), Unread> {
    not_another(bytes)?;
    seek(bytes, 0)?;
    let ratio = ratio_bound(packed, limits);
    let bound = most.min(ratio);
    let (size, fault) = copy(&mut gunzip(bytes, packed).take(bound.saturating_add(1)), out)?;
    if size > ratio {
        return Err(bomb(limits));
    }
    if size > bound {
        return Err(too_large(format!("it has more than {most} bytes once unpacked (max_bytes); unpack it")));
    }
    match fault {
        Some(fault) if fault.code == "damaged" && size > 0 => Ok((size, Some(fault))),
        Some(fault) => Err(fault),
        None => Ok((size, None)),
    }
}

/// Said of a file whose end is missing.
const CUT: &str = "it is cut off: members may be missing; fetch it again";

/// Copies what can be unpacked, up to where it is cut off.
fn copy(from: &mut dyn Read, out: &mut dyn Write) -> Result<(u64, Option<Unread>), Unread> {
    let cannot_keep = |e: std::io::Error| broken("the archive", 0, &e);
    let (mut buffer, mut size) = (vec![0; 1 << 16], 0_u64);
    let fault = loop {
        match from.read(&mut buffer) {
            Ok(0) => break None,
            Ok(n) => {
                out.write_all(buffer.get(..n).unwrap_or_default()).map_err(cannot_keep)?;
                size += n as u64;
            }
            Err(e) if e.kind() == ErrorKind::Interrupted => {}
            Err(e) if e.kind() == ErrorKind::UnexpectedEof => break Some(damaged(CUT, Some(size))),
            Err(e) => return Err(broken("what is packed in it", size, &e)),
        }
    };
    out.flush().map_err(cannot_keep)?;
    Ok((size, fault))
}

/// Refuses what begins as a file of another format, before it is called a damaged archive.
pub(super) fn not_another(bytes: &mut dyn Bytes) -> Result<(), Unread> {
    let mut head = Vec::new();
    let read = bytes.seek(SeekFrom::Start(0)).and_then(|_| bytes.take(64).read_to_end(&mut head));
    read.map_err(|e| broken("the archive", 0, &e))?;
    if head.is_empty() {
        return Err(Unread { code: "empty", reason: "the file is empty".to_owned(), position: None });
    }
    let expected = head.starts_with(b"PK") || head.starts_with(b"\x1f\x8b");
    match sniff::format_of_bytes(&head).filter(|_| !expected) {
        None => Ok(()),
        Some(format) => {
            let reason = format!("its name says archive, but it is {format}; name it after what it is");
            Err(Unread { code: "unsupported_format", reason, position: None })
        }
    }
}
