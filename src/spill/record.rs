//! A record of a file: four bytes of length (little endian), and a value in postcard.

use std::io::{self, ErrorKind, Read, Write};

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Writes a value: the bytes it takes. `room` is memory to use again.
pub(super) fn write(out: &mut impl Write, value: &impl Serialize, room: &mut Vec<u8>) -> io::Result<u64> {
    room.clear();
    *room = postcard::to_extend(value, std::mem::take(room)).map_err(io::Error::other)?;
    let length = u32::try_from(room.len()).map_err(io::Error::other)?;
    out.write_all(&length.to_le_bytes())?;
    out.write_all(room)?;
    Ok(4 + u64::from(length))
}

/// Reads a value, and the bytes it takes; `None` at the end.
pub(super) fn read<T: DeserializeOwned>(input: &mut impl Read, room: &mut Vec<u8>) -> io::Result<Option<(T, u64)>> {
    let mut length = [0; 4];
    match input.read_exact(&mut length) {
        Err(e) if e.kind() == ErrorKind::UnexpectedEof => return Ok(None),
        other => other?,
    }
    let length = u32::from_le_bytes(length);
    room.resize(length as usize, 0);
    input.read_exact(room)?;
    let value = postcard::from_bytes(room).map_err(io::Error::other)?;
    Ok(Some((value, 4 + u64::from(length))))
}
