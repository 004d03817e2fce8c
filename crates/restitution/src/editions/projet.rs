//! A draft that was just written: what it holds, what a person must check, what to try.

use std::io::{self, Write};
use std::path::Path;

use guichet::editions::projet::ProjetDEdition;

use crate::lignes::replier;
use crate::nombres::accorde;

/// Writes what was made in a folder.
///
/// # Errors
/// The output cannot be written.
pub fn projet(
    sortie: &mut dyn Write,
    projet: &ProjetDEdition,
    dossier: &Path,
    largeur: usize,
) -> io::Result<()> {
    let dossier = dossier.display();
    let fichiers = u64::try_from(projet.fichiers()).unwrap_or(u64::MAX);
    let tete = format!(
        "Projet {} de « {} », copié de l’édition {}, dans {dossier} : {}",
        projet.id,
        projet.procedure,
        projet.depuis,
        accorde(fichiers, "fichier", "fichiers")
    );
    writeln!(sortie, "{}", replier(&tete, largeur, 0))?;
    writeln!(sortie, "{}", replier(&projet.titre, largeur, 0))?;
    for copie in &projet.dossiers {
        writeln!(sortie, "  {copie}")?;
    }
    if !projet.montants.is_empty() {
        writeln!(sortie, "\nMontants")?;
        for montant in &projet.montants {
            let phrase = format!(
                "{} : {} → {} ({})",
                montant.parametre,
                montant.ancien_centimes,
                montant.nouveau_centimes,
                montant.calcul
            );
            writeln!(sortie, "  {}", replier(&phrase, largeur, 4))?;
        }
    }
    writeln!(sortie, "\nÀ vérifier à la main")?;
    for phrase in &projet.a_verifier {
        writeln!(sortie, "- {}", replier(phrase, largeur, 2))?;
    }
    let suite = format!(
        "Le projet n’est appliqué que si on le demande : guichet --donnees {dossier} editions voir {} {}. Une fois vérifié, écrivez statut = \"verifiee\".",
        projet.procedure, projet.id
    );
    writeln!(sortie, "\n{}", replier(&suite, largeur, 0))
}
