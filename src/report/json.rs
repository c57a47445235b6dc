//! Data inside a page: JSON in which nothing can end the `script` element that holds it.

use serde::Serialize;

/// The JSON of `data` with every `<` written as an escape, so that neither `</script` nor `<!--`
/// stands in it (HTML, "Restrictions for contents of script elements").
pub(super) fn embed(data: &impl Serialize) -> Result<String, serde_json::Error> {
    serde_json::to_string(data).map(|json| json.replace('<', "\\u003c"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_the_element_and_nothing_is_lost() {
        let texts = ["</script><script>alert(1)</script>", "<!--<script>", "a\\</b", "\"<\"", "]]>"];
        let json = embed(&texts).unwrap();
        assert!(!json.contains('<'), "{json}");
        assert_eq!(serde_json::from_str::<Vec<String>>(&json).unwrap(), texts);
    }
}
