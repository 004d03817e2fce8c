//! The two outputs of the program: what was asked for, and what went wrong.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;

use guichet_restitution::controle::OptionsDeTexte;

/// Standard output, buffered.
pub fn standard() -> Box<dyn Write> {
    Box::new(BufWriter::with_capacity(1 << 16, io::stdout()))
}

/// Writes a text on the standard output; a reader that has gone is no fault.
pub fn dire(texte: &str) {
    let _ = io::stdout().write_all(texte.as_bytes());
}

/// Writes a line on the error output.
pub fn avertir(texte: &str) {
    let _ = writeln!(io::stderr(), "{texte}");
}

/// Says which columns of a file have no place in the form it is written in.
pub fn avertir_des_colonnes(chemin: &Path, laissees: &[String]) {
    if laissees.is_empty() {
        return;
    }
    let noms: Vec<String> = laissees.iter().map(|nom| format!("« {nom} »")).collect();
    let (s, verbe, ses) = if noms.len() > 1 {
        ("s", "ne sont pas du document, et n’ont", "leurs")
    } else {
        ("", "n’est pas du document, et n’a", "ses")
    };
    avertir(&format!(
        "{} : colonne{s} {} {verbe} pas de place dans le XML ; {ses} valeurs sont laissées.",
        chemin.display(),
        noms.join(", ")
    ));
}

/// Says the fields that the XSD followed has no place for.
pub fn avertir_des_champs(chemin: &Path, sans_place: &[String]) {
    if !sans_place.is_empty() {
        let (verbe, ses) = if sans_place.len() > 1 {
            ("n’ont", "leurs")
        } else {
            ("n’a", "ses")
        };
        avertir(&format!(
            "{} : {} {verbe} pas de place dans le XSD ; {ses} valeurs sont laissées.",
            chemin.display(),
            sans_place.join(", ")
        ));
    }
}

/// The width and the colours that the terminal wants; the usual ones elsewhere.
pub fn options_de_texte() -> OptionsDeTexte {
    let largeur = std::env::var("COLUMNS")
        .ok()
        .and_then(|texte| texte.parse().ok())
        .unwrap_or(100);
    let couleurs = io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    OptionsDeTexte { largeur, couleurs }
}
