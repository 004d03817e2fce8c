//! What a sentence names when a fact counts: the courses, the kinds, the transfers.

use guichet_socle::Centimes;

use super::EditionBilan;
use super::compte::{Compte, Depense};
use super::enveloppes::{PrepaMetiers, sort_de_l_enveloppe};
use super::faits::{DERIVES, Fait, est_d_un_autre};
use crate::cours::CoursNomme;
use crate::dotation::avis::enumerer;

/// The facts whose words are names.
const NOMMES: [Fait; 9] = [
    Fait::TypesNonAdmis,
    Fait::NonEligibles,
    Fait::AutreDispositif,
    Fait::Virements,
    Fait::SansEleve,
    Fait::SansDepense,
    Fait::Personnels,
    Fait::ParSpecialite,
    Fait::Remplacees,
];

/// The words of a fact that counts.
#[must_use]
pub fn en_mots(edition: &EditionBilan, compte: &Compte, nom: &str) -> Option<String> {
    let fait = NOMMES
        .into_iter()
        .find(|fait| DERIVES[*fait as usize].nom == nom)?;
    Some(enumerer(&noms(edition, compte, fait)))
}

/// The names that a fact counts, each once.
#[must_use]
pub fn noms(edition: &EditionBilan, compte: &Compte, fait: Fait) -> Vec<String> {
    let formations = &edition.regles.formations;
    let des_depenses = |oui: &dyn Fn(&Depense) -> bool| {
        let depenses = compte.depenses().filter(|depense| oui(depense));
        une_fois(
            depenses
                .filter_map(|d| d.cours.as_ref())
                .map(CoursNomme::en_mots),
        )
    };
    let des_cours = |oui: &dyn Fn(&CoursNomme) -> bool| {
        une_fois(compte.cours().filter(|c| oui(c)).map(CoursNomme::en_mots))
    };
    match fait {
        Fait::TypesNonAdmis => {
            let types = compte
                .depenses()
                .filter_map(|depense| depense.types.as_ref());
            let refuses = types
                .flatten()
                .filter(|code| edition.types.par_code(code).is_none());
            une_fois(refuses.map(|code| format!("« {code} »")))
        }
        // A course that one reading alone admits is doubtful: it is named in both.
        Fait::NonEligibles => {
            des_cours(&|cours| !cours.eligible || cours.eligibilite.doute.is_some())
        }
        Fait::AutreDispositif => {
            premiers_nommes(|prepa| des_depenses(&|d| est_d_un_autre(d, prepa) == Some(true)))
        }
        Fait::Virements => premiers_nommes(|prepa| {
            let virements = compte.virements.iter().flatten();
            let sortants = virements.filter(|v| sort_de_l_enveloppe(v, prepa) == Some(true));
            sortants
                .filter_map(|virement| {
                    let (de, vers) = (virement.de?.libelle(), virement.vers?.libelle());
                    Some(format!("{} de « {de} » vers « {vers} »", virement.montant?))
                })
                .collect()
        }),
        Fait::SansEleve => des_depenses(&sans_eleve),
        Fait::SansDepense => des_depenses(&sans_depense),
        Fait::Personnels => des_depenses(&|depense| personnels(edition, depense)),
        Fait::ParSpecialite => des_cours(&CoursNomme::par_specialite),
        Fait::Remplacees => une_fois(
            compte
                .cours()
                .filter_map(|cours| cours.remplace(formations)),
        ),
        _ => Vec::new(),
    }
}

/// What the reading applied names; when it names nothing, what the other one does: it is doubtful.
fn premiers_nommes(noms: impl Fn(PrepaMetiers) -> Vec<String>) -> Vec<String> {
    let retenus = noms(PrepaMetiers::AvecLePreBac);
    if retenus.is_empty() {
        noms(PrepaMetiers::Seule)
    } else {
        retenus
    }
}

/// Whether something was spent for no pupil.
pub fn sans_eleve(depense: &Depense) -> bool {
    depense.eleves == Some(0) && depense.montant > Some(Centimes::ZERO)
}

/// Whether pupils were helped, and nothing spent.
pub fn sans_depense(depense: &Depense) -> bool {
    depense.eleves > Some(0) && depense.montant == Some(Centimes::ZERO)
}

/// Whether something bought is personal: it stays with the pupil.
pub fn personnels(edition: &EditionBilan, depense: &Depense) -> bool {
    let mut types = depense.types.iter().flatten();
    depense.montant > Some(Centimes::ZERO)
        && types.any(|code| edition.types.par_code(code).is_some_and(|t| t.personnel))
}

fn une_fois(noms: impl Iterator<Item = String>) -> Vec<String> {
    let mut uniques: Vec<String> = Vec::new();
    for nom in noms {
        if !uniques.contains(&nom) {
            uniques.push(nom);
        }
    }
    uniques
}
