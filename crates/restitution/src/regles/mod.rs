//! The rules, listed or shown one by one.

mod page;
mod texte;

use std::io::{self, Write};

use guichet::regles::documentation::PageDeReglement;
use guichet::regles::{FicheDeRegle, RegleVue};

pub use page::page;
pub use texte::{fiche, liste};

/// The list as one JSON document.
///
/// # Errors
/// The output cannot be written.
pub fn liste_json(sortie: &mut dyn Write, regles: &[RegleVue]) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *sortie, regles)?;
    writeln!(sortie)
}

/// A rule as one JSON document.
///
/// # Errors
/// The output cannot be written.
pub fn fiche_json(sortie: &mut dyn Write, fiche: &FicheDeRegle) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *sortie, fiche)?;
    writeln!(sortie)
}

/// The page of a regulation as one JSON document.
///
/// # Errors
/// The output cannot be written.
pub fn page_json(sortie: &mut dyn Write, page: &PageDeReglement) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *sortie, page)?;
    writeln!(sortie)
}
