//! Word documents: real ones against their twins in plain text, and bytes made to do harm.

use zhibiao::ingest::Limits;
use zhibiao::ingest::formats::docx::read;

use crate::house_support::shared;

fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Files of a folder of the corpus with an extension.
fn files(folder: &str, extension: &str) -> Vec<std::path::PathBuf> {
    let Some(folder) = shared("corpus").map(|c| c.join(folder)) else { return Vec::new() };
    let mut files: Vec<_> = std::fs::read_dir(folder).expect("the corpus").flatten().map(|e| e.path()).collect();
    files.retain(|p| p.extension().is_some_and(|e| e == extension));
    files.sort();
    files
}

#[test]
fn dump() {
    for folder in ["reports", "exams", "bulletins"] {
        for file in files(folder, "docx") {
            let laid = read(&std::fs::read(&file).unwrap(), &Limits::default()).unwrap();
            let name = file.file_stem().unwrap().to_string_lossy().into_owned();
            let mut out = String::new();
            for p in &laid.layout.parts {
                out += &format!("{:?}\t{}\n", p.kind, p.span.of(&laid.text));
            }
            std::fs::write(format!("/tmp/dx/{name}.out"), out).unwrap();
            std::fs::write(format!("/tmp/dx/{name}.txt"), &laid.text).unwrap();
            eprintln!("{name} {} chars {} parts {} tables", laid.text.chars().count(), laid.layout.parts.len(), laid.layout.tables.len());
            let twin = file.with_extension("txt");
            if twin.exists() {
                let (a, b) = (squeeze(&laid.text), squeeze(&std::fs::read_to_string(twin).unwrap()));
                eprintln!("   equal {} {} {}", a == b, a.chars().count(), b.chars().count());
            }
        }
    }
}
