//! Markdown out: texts that must be read as they are, anchors, and the page that a document becomes.

use std::io::{self, Write};

use askama::Template;
use pulldown_cmark::{Options, Parser, html};

use crate::page::empreinte;

const STYLE: &str = include_str!("../templates/rapport.css");

/// A text whose signs are no mark-up, in a paragraph or in the cell of a table.
#[must_use]
pub fn echapper(texte: &str) -> String {
    let mut sortie = String::with_capacity(texte.len() + 8);
    for c in texte.chars() {
        if matches!(
            c,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' | '&'
        ) {
            sortie.push('\\');
        }
        sortie.push(if c == '\n' { ' ' } else { c });
    }
    sortie
}

/// The anchor of a code.
#[must_use]
pub fn ancre(code: &str) -> String {
    code.to_lowercase()
}

#[derive(Template)]
#[template(path = "documentation.html")]
struct Page<'a> {
    titre: &'a str,
    version: &'static str,
    style: &'static str,
    empreinte_du_style: String,
    corps: String,
}

/// A document of ours as one page to read or print; it asks nothing of any network.
///
/// # Errors
/// The output cannot be written.
pub fn html(markdown: &str, sortie: &mut dyn Write) -> io::Result<()> {
    let (titre, corps) = match markdown.strip_prefix("# ").and_then(|m| m.split_once('\n')) {
        Some((titre, corps)) => (titre, corps),
        None => ("", markdown),
    };
    let mut rendu = String::with_capacity(corps.len() * 3 / 2);
    html::push_html(&mut rendu, Parser::new_ext(corps, Options::ENABLE_TABLES));
    let page = Page {
        titre,
        version: guichet::VERSION,
        style: STYLE,
        empreinte_du_style: empreinte(STYLE),
        corps: rendu,
    };
    let texte = page.render().map_err(io::Error::other)?;
    sortie.write_all(texte.as_bytes())?;
    sortie.write_all(b"\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_a_text_are_no_mark_up() {
        assert_eq!(
            echapper("^[0-9]{1,4}$ | *a*_b <i>"),
            "^\\[0-9\\]{1,4}$ \\| \\*a\\*\\_b \\<i\\>"
        );
        let mut octets = Vec::new();
        let texte = format!("# Titre\n\n{}\n", echapper("<script>x</script> *a*"));
        html(&texte, &mut octets).unwrap();
        let page = String::from_utf8(octets).unwrap();
        assert!(page.contains("<title>Titre</title>"), "{page}");
        assert!(
            page.contains("&lt;script&gt;x&lt;/script&gt; *a*"),
            "{page}"
        );
    }
}
