//! OLE files (the signature D0 CF 11 E0): .doc, .xls, .wps, and every file of Office with a password.

use memchr::memmem;

use crate::ingest::formats::Unread;

/// The first bytes of an OLE file.
const SIGNATURE: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// Whether the bytes are an OLE file.
pub(in crate::ingest::formats) fn is_ole(bytes: &[u8]) -> bool {
    bytes.starts_with(&SIGNATURE)
}

/// Whether an OLE file is the envelope of an encrypted .docx or .xlsx. Names in its directory are
/// UTF-16; the stream of this name is what the format puts the encrypted package in.
pub(in crate::ingest::formats) fn is_encrypted(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    memmem::find(bytes, &name).is_some()
}

/// The refusal of an OLE file as a document.
pub(in crate::ingest::formats) fn refuse(bytes: &[u8]) -> Unread {
    if is_encrypted(bytes) {
        return encrypted();
    }
    let reason = "the file is in the binary format of Word 97 to 2003 or of WPS (.doc, .wps), which is not read; \
                  open it in Word or WPS and save it as .docx (另存为 .docx)";
    Unread { code: "unsupported_format", reason: reason.to_owned(), position: None }
}

/// The refusal of a file that asks for a password.
pub(in crate::ingest::formats) fn encrypted() -> Unread {
    let reason = "the file is protected with a password; open it in Word, Excel or WPS, take the password off and \
                  save it again";
    Unread { code: "encrypted", reason: reason.to_owned(), position: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn envelopes_of_encrypted_files_are_told_from_old_documents() {
        let mut bytes = SIGNATURE.to_vec();
        bytes.resize(600, 0);
        assert!(is_ole(&bytes));
        assert_eq!(refuse(&bytes).code, "unsupported_format");
        assert!(refuse(&bytes).reason.contains("另存为 .docx"));
        bytes.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(refuse(&bytes).code, "encrypted");
    }
}
