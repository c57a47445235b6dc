//! A member's bytes out of its archive, held against what the archive says of them.

use std::io::{self, BufReader, Read, SeekFrom, Write};

use flate2::Crc;
use flate2::read::{DeflateDecoder, MultiGzDecoder};

use super::zip_directory::short;
use super::{Bytes, Packing, Place, Unread, broken, damaged};

/// Writes the bytes at `place` of `archive` to `out`.
///
/// # Errors
/// `damaged` when they are not as many as the archive says, or not the ones that were packed.
pub(super) fn unpack(archive: &mut dyn Bytes, place: &Place, out: &mut dyn Write) -> Result<(), Unread> {
    match place.packing {
        Packing::Plain => {
            seek(archive, place.offset)?;
            exactly(&mut archive.take(place.size), place, None, out)
        }
        Packing::Zip { deflated, crc, until } => {
            seek_zip_data(archive, place, deflated, until)?;
            let mut packed = archive.take(place.packed);
            if deflated {
                exactly(&mut DeflateDecoder::new(packed), place, Some(crc), out)
            } else {
                exactly(&mut packed, place, Some(crc), out)
            }
        }
        Packing::Gzip => {
            seek(archive, place.offset)?;
            // What follows the size may be damaged; listing has told of it.
            exactly(&mut gunzip(archive, place.packed).take(place.size), place, None, out)
        }
    }
}

/// What so many packed bytes, from where `archive` stands, are unpacked.
pub(super) fn gunzip(archive: &mut dyn Bytes, packed: u64) -> impl Read {
    MultiGzDecoder::new(BufReader::with_capacity(1 << 16, archive.take(packed)))
}

pub(super) fn seek(archive: &mut dyn Bytes, offset: u64) -> Result<(), Unread> {
    archive.seek(SeekFrom::Start(offset)).map(drop).map_err(|e| broken("the archive", offset, &e))
}

/// Puts `archive` where the data of a zip's entry begins, behind its local header.
fn seek_zip_data(archive: &mut dyn Bytes, place: &Place, deflated: bool, until: u64) -> Result<(), Unread> {
    let mut header = [0; 30];
    seek(archive, place.offset)?;
    archive.read_exact(&mut header).map_err(|e| broken("it", place.offset, &e))?;
    let same = header.starts_with(b"PK\x03\x04") && (short(&header, 8) != 0) == deflated && short(&header, 6) & 1 == 0;
    let before_data = 30 + u64::from(short(&header, 26)) + u64::from(short(&header, 28));
    let data = place.offset.saturating_add(before_data);
    if !same || data.checked_add(place.packed).is_none_or(|end| end > until) {
        let reason = "it is damaged: what stands before it is not what the archive's list says; pack it again";
        return Err(damaged(reason, Some(place.offset)));
    }
    seek(archive, data)
}

/// Copies bytes that must be as many as `place` says, with this checksum.
fn exactly(from: &mut dyn Read, place: &Place, crc: Option<u32>, out: &mut dyn Write) -> Result<(), Unread> {
    let mut sum = Summed { out, crc: Crc::new() };
    let copied = io::copy(&mut from.take(place.size.saturating_add(1)), &mut sum);
    let copied = copied.map_err(|e| broken("it", place.offset, &e))?;
    if copied != place.size {
        let reason = format!("it is damaged: the archive says that it has {} bytes; pack it again", place.size);
        return Err(damaged(reason, Some(place.offset)));
    }
    if crc.is_some_and(|crc| crc != sum.crc.sum()) {
        return Err(damaged("it is damaged: its checksum is wrong; pack it again", Some(place.offset)));
    }
    Ok(())
}

/// Counts a checksum of what is written.
struct Summed<'a> {
    out: &'a mut dyn Write,
    crc: Crc,
}

impl Write for Summed<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.crc.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
