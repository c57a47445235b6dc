//! Unpacks what most streams are packed with, strictly.
//!
//! lopdf hands out what it could unpack of a broken stream as if it were all of it. Here a stream
//! that ends early, or whose checksum is that of other bytes, is broken: figures may be missing.

use flate2::{Decompress, FlushDecompress, Status};

/// Why a stream cannot be unpacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is broken.
    Broken,
    /// It is larger than allowed.
    TooLarge,
}

/// How much room is made at a time.
const STEP: usize = 1 << 16;
/// The checksum counts modulo the largest prime below 2^16.
const MODULUS: u32 = 65_521;

/// Unpacks a zlib stream to `most` bytes at most. A checksum that is cut off is not missed, for many
/// writers count the length of a stream without it.
pub(super) fn inflate(packed: &[u8], most: usize) -> Result<Vec<u8>, Fault> {
    let Some((&[method, flags], body)) = packed.split_first_chunk() else {
        return if packed.is_empty() { Ok(Vec::new()) } else { Err(Fault::Broken) };
    };
    if method & 0x0f != 8 || (u32::from(method) * 256 + u32::from(flags)) % 31 != 0 || flags & 0x20 != 0 {
        return Err(Fault::Broken);
    }
    let mut inflater = Decompress::new(false);
    let mut bytes = Vec::new();
    loop {
        let read = inflater.total_in() as usize;
        let written = bytes.len();
        bytes.reserve(STEP);
        let rest = body.get(read..).unwrap_or_default();
        let status = inflater.decompress_vec(rest, &mut bytes, FlushDecompress::None).map_err(|_| Fault::Broken)?;
        if bytes.len() > most {
            return Err(Fault::TooLarge);
        }
        match status {
            Status::StreamEnd => break,
            _ if inflater.total_in() as usize == read && bytes.len() == written => return Err(Fault::Broken),
            _ => {}
        }
    }
    let after = body.get(inflater.total_in() as usize..).unwrap_or_default();
    match after.first_chunk::<4>() {
        Some(sum) if u32::from_be_bytes(*sum) != checksum(&bytes) => Err(Fault::Broken),
        _ => Ok(bytes),
    }
}

/// Adler-32.
fn checksum(bytes: &[u8]) -> u32 {
    let (mut low, mut high) = (1_u32, 0_u32);
    // So many sums stay below 2^32.
    for chunk in bytes.chunks(5_552) {
        for byte in chunk {
            low += u32::from(*byte);
            high += low;
        }
        low %= MODULUS;
        high %= MODULUS;
    }
    high << 16 | low
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn whole_streams_are_unpacked() {
        let bytes: Vec<u8> = (0..200_000_u32).map(|i| (i % 509 * (i % 509) % 251) as u8).collect();
        let whole = packed(&bytes);
        assert_eq!(inflate(&whole, 200_000), Ok(bytes.clone()));
        assert_eq!(inflate(&whole, 199_999), Err(Fault::TooLarge));
        // Without its checksum it is still whole; with white space after it too.
        assert_eq!(inflate(&whole[..whole.len() - 4], 200_000), Ok(bytes.clone()));
        assert_eq!(inflate(&[whole, b"\r\n".to_vec()].concat(), 200_000), Ok(bytes));
        assert_eq!(inflate(&packed(b""), 9), Ok(Vec::new()));
    }

    #[test]
    fn broken_streams_are_not_half_unpacked() {
        let whole = packed(&b"1234567890".repeat(100));
        for cut in 1..whole.len() - 4 {
            assert_eq!(inflate(&whole[..cut], 9999), Err(Fault::Broken), "cut at {cut}");
        }
        for bit in 0..whole.len() * 8 {
            let mut flipped = whole.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            // The level of packing, in the head, changes nothing.
            let result = inflate(&flipped, 1 << 20);
            assert!(result.is_err() || result == inflate(&whole, 9999), "bit {bit}");
        }
    }

    #[test]
    fn a_bomb_is_stopped_early() {
        assert_eq!(inflate(&packed(&vec![0; 30_000_000]), 1 << 20), Err(Fault::TooLarge));
    }
}
