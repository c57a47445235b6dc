//! Identities as they are written: two hexadecimal digits a byte.

/// The digits of sixteen bytes. They are written for every row, several times.
pub(crate) struct Hex([u8; 32]);

impl Hex {
    /// The digits of `bytes`.
    pub(crate) fn of(bytes: [u8; 16]) -> Self {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut digits = [0; 32];
        for (pair, byte) in digits.chunks_exact_mut(2).zip(bytes) {
            pair[0] = DIGITS[usize::from(byte >> 4)];
            pair[1] = DIGITS[usize::from(byte & 15)];
        }
        Self(digits)
    }

    pub(crate) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}
