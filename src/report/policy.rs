//! The page's content security policy: its one style sheet and its one script, by their hashes, and
//! nothing else.
//!
//! No host is allowed for anything, so the page can ask nobody for anything, whatever stands in it.
//! A policy in a `meta` element holds for what follows it; it stands first in the head. There is no
//! `unsafe-inline`, no `unsafe-eval`, and no `style` attribute in the page. `img-src data:` is for
//! the empty icon, without which some browsers would ask for `/favicon.ico`.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};

/// The policy of a page with this style sheet and this script, as they stand between their tags.
pub(super) fn policy(style: &str, script: &str) -> String {
    format!(
        "default-src 'none'; style-src '{}'; script-src '{}'; img-src data:; base-uri 'none'; form-action 'none'",
        hash(style),
        hash(script)
    )
}

/// The hash source of a text (CSP 3, § 2.3.1).
fn hash(text: &str) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(text.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_those_that_browsers_make() {
        // The example of CSP 3, § 8.3: `alert('Hello, world.');`.
        assert_eq!(hash("alert('Hello, world.');"), "sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng=");
    }
}
