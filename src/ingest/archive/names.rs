//! Names that archives give their members: their encoding, and which of them are no names.

use encoding_rs::GB18030;

use super::entry::Entry;

/// The upper half of code page 437, which zip files are in that say nothing else.
const CP437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";

/// What a name is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Name {
    /// That of a member.
    Of(String),
    /// That of a file that systems leave behind, or a hidden one.
    Skipped,
    /// None that a member may have: how it can be told, and why.
    Bad(String, &'static str),
}

/// The name of `entry`. Folders are parted by `/`; `.` as a folder says nothing and is left out.
pub(super) fn name_of(entry: &Entry) -> Name {
    let Some(decoded) = decoded(&entry.name, entry.utf8) else {
        return Name::Bad(shown(&String::from_utf8_lossy(&entry.name)), "its name is in no encoding that is read");
    };
    if entry.name_is_cut() {
        return Name::Bad(shown(&decoded), "its name is longer than that of any file");
    }
    if let Some(why) = fault(&decoded) {
        return Name::Bad(shown(&decoded), why);
    }
    let parts: Vec<_> = decoded.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    if parts.iter().any(|part| is_skipped(part)) {
        return Name::Skipped;
    }
    if parts.is_empty() { Name::Skipped } else { Name::Of(parts.join("/")) }
}

/// UTF-8, else GB18030 as Windows writes it in China, else code page 437. Where the archive says
/// UTF-8, nothing else.
fn decoded(name: &[u8], utf8: bool) -> Option<String> {
    if let Ok(name) = std::str::from_utf8(name) {
        return Some(name.to_owned());
    }
    if utf8 {
        return None;
    }
    let chinese = GB18030.decode_without_bom_handling_and_without_replacement(name);
    Some(chinese.map_or_else(|| cp437(name), Into::into))
}

fn cp437(name: &[u8]) -> String {
    let upper: Vec<char> = CP437.chars().collect();
    let of = |byte: u8| upper.get(usize::from(byte).wrapping_sub(128)).copied().unwrap_or(char::from(byte));
    name.iter().map(|byte| of(*byte)).collect()
}

/// Why a name would lead out of a folder, or could be that of no file.
fn fault(name: &str) -> Option<&'static str> {
    let drive = name.as_bytes().get(1) == Some(&b':') && name.starts_with(|c: char| c.is_ascii_alphabetic());
    if name.starts_with('/') || drive {
        Some("its name begins at the root of a disk; pack it with a relative name")
    } else if name.split(['/', '\\']).any(|part| part == "..") {
        Some("its name leads out of the archive; pack it with a plain name")
    } else if name.contains('\\') {
        Some("its name has backslashes, which are no folders outside Windows; pack it with `/` between folders")
    } else if name.contains(char::is_control) {
        Some("its name has control characters; rename it")
    } else {
        None
    }
}

/// Hidden files, and those that systems leave behind.
fn is_skipped(part: &str) -> bool {
    part.starts_with('.') || part == "__MACOSX" || part.eq_ignore_ascii_case("thumbs.db")
}

/// A name as rows can carry it: of one line, and not endless.
fn shown(name: &str) -> String {
    name.chars().take(200).map(|c| if c.is_control() { '?' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::super::entry::What;
    use super::super::{Packing, Place};
    use super::*;

    fn name(raw: &[u8], utf8: bool) -> Name {
        let place = Place { offset: 0, packed: 0, size: 0, packing: Packing::Plain };
        name_of(&Entry::new(raw.to_vec(), utf8, What::File, place))
    }

    fn of(text: &str) -> Name {
        Name::Of(text.to_owned())
    }

    #[test]
    fn names_are_decoded_as_tools_write_them() {
        assert_eq!(name("公报/2020.txt".as_bytes(), true), of("公报/2020.txt"));
        assert_eq!(name("公报.txt".as_bytes(), false), of("公报.txt"));
        assert_eq!(name(&GB18030.encode("统计公报.txt").0, false), of("统计公报.txt"));
        assert_eq!(name(b"caf\x82.txt", false), of("café.txt"));
        assert_eq!(name(b"./a/./b.txt", false), of("a/b.txt"));
        assert!(matches!(name(b"\xff\xff.txt", true), Name::Bad(..)));
        assert_eq!(CP437.chars().count(), 128);
    }

    #[test]
    fn names_that_lead_elsewhere_are_none() {
        for bad in
            ["../a.txt", "a/../b.txt", "/etc/passwd", "C:\\a.txt", "c:a.txt", "a\\b.txt", "..\\a", "a\0.txt", "a\n"]
        {
            assert!(matches!(name(bad.as_bytes(), false), Name::Bad(..)), "{bad:?}");
        }
        assert!(matches!(name(&b"a".repeat(70_000), false), Name::Bad(shown, _) if shown.len() == 200));
        // The second byte of this character is a backslash in GB18030.
        assert_eq!(name(&GB18030.encode("昞.txt").0, false), of("昞.txt"));
    }

    #[test]
    fn what_systems_leave_behind_is_skipped() {
        for skipped in ["__MACOSX/a.txt", "a/.DS_Store", ".git/b.txt", "图/Thumbs.db", "./", ".hidden"] {
            assert_eq!(name(skipped.as_bytes(), false), Name::Skipped, "{skipped}");
        }
        assert_eq!(name("1.总体要求.txt".as_bytes(), false), of("1.总体要求.txt"));
    }
}
