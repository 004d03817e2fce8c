//! What a code is called in the list of another procedure: an exam speciality and a diploma code end with the
//! same five digits (register X-02). The digits join, the label confirms, never the reverse.

use guichet_nomenclatures::libelles::memes_mots;
use guichet_socle::ErreurEdition;
use serde::Serialize;

use super::voir::{Demande, Sens, de_la_liste};
use crate::Donnees;

/// The list of the exam specialities.
const EXAMENS: &str = "cyclades/specialites";
/// The list of the courses that the equipment aid names.
pub(super) const FORMATIONS: &str = "equipement/formations";

/// The exam, and what comes before the speciality in the code of its diploma.
const PREFIXES: [(&str, &str); 2] = [("CAP", "500"), ("BCP", "400")];

/// The same training in another list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Correspondance {
    /// The code there.
    pub code: String,
    /// What it means there.
    pub sens: Sens,
    /// Whether the label says the same trade. When it does not, someone has to look.
    pub confirmee: bool,
}

/// The other names of a code.
///
/// # Errors
/// A list is faulty.
pub(super) fn chercher(
    donnees: &Donnees,
    code: &str,
    sens: &[Sens],
) -> Result<Vec<Correspondance>, ErreurEdition> {
    let mut trouvees = Vec::new();
    for (domaine, prefixe) in PREFIXES {
        let examen = |un: &&Sens| un.liste == EXAMENS && un.domaine.as_deref() == Some(domaine);
        if let Some(ici) = sens.iter().find(examen) {
            let la_bas = format!("{prefixe}{code}");
            let demande = Demande::lire(&la_bas);
            for autre in de_la_liste(donnees, FORMATIONS, &demande)? {
                trouvees.push(correspondance(&la_bas, ici, autre));
            }
        }
        let formation = sens.iter().find(|un| un.liste == FORMATIONS);
        if let (Some(ici), Some(la_bas)) = (formation, code.strip_prefix(prefixe)) {
            let demande = Demande::lire(la_bas);
            let tous = de_la_liste(donnees, EXAMENS, &demande)?;
            for autre in tous.into_iter().filter(|un| examen(&un)) {
                trouvees.push(correspondance(la_bas, ici, autre));
            }
        }
    }
    Ok(trouvees)
}

fn correspondance(code: &str, ici: &Sens, autre: Sens) -> Correspondance {
    let libelles = ici.libelle.as_deref().zip(autre.libelle.as_deref());
    Correspondance {
        code: code.to_owned(),
        confirmee: libelles.is_some_and(|(un, autre)| memes_mots(un, autre)),
        sens: autre,
    }
}
