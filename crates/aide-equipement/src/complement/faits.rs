//! The facts derived from a request, and the readings of the text they follow.

use guichet_instruction::{Choix, Dossier, Etabli, faits_derives};
use guichet_nomenclatures::identifiants::{self, Cle};

use super::EditionComplement;
use super::demande::{self, Demande};
use crate::cours::{CoursNomme, nombre_de_oui};
use crate::dotation::avis::enumerer;
use crate::formations::Dispositif;

faits_derives! {
    UaiJuste = "cle_uai_juste", Booleen, Nombre,
        "la clé de contrôle du numéro UAI est juste",
        ["etablissement.uai"];
    Nomme = "dispositif_nomme", Booleen, Nombre,
        "le texte ouvre la dotation complémentaire à ce dispositif",
        ["dispositif"];
    Recevable = "demande_recevable", Booleen, Nombre,
        "rien n’écarte la demande d’un établissement qui n’a pas répondu aux enquêtes",
        ["etablissement.enquete_repondue"];
    Decrits = "supplementaires_decrits", Booleen, Nombre,
        "chaque formation porte son code et son intitulé",
        ["supplementaires.code_diplome", "supplementaires.libelle"];
    Effectif = "eleves_supplementaires", Nombre, Nombre,
        "les élèves supplémentaires de la demande",
        ["supplementaires.effectif"];
    NonEligibles = "formations_non_eligibles", Nombre, Nombre,
        "les formations de la demande qui ne sont pas éligibles",
        ["supplementaires.code_diplome"];
    AutreDispositif = "formations_d_un_autre_dispositif", Nombre, Nombre,
        "les formations de la demande qui relèvent d’un autre dispositif",
        ["dispositif", "supplementaires.code_diplome"];
    ParSpecialite = "formations_par_specialite", Nombre, Nombre,
        "les formations retenues par leur spécialité, que la liste n’a pas",
        ["supplementaires.code_diplome"];
    Remplacees = "formations_remplacees", Nombre, Nombre,
        "les formations dont la liste de l’année porte un nouveau code",
        ["supplementaires.code_diplome"];
    Repetees = "formations_repetees", Nombre, Nombre,
        "les formations que la demande nomme deux fois",
        ["supplementaires.code_diplome"];
}

/// The entries of the register with two readings, in the order of the bits of `Choix`.
pub const LECTURES: &[&str] = &["ARE-03", "ARE-16", "ARE-26", "ARE-27"];

/// The places of those that do not speak of courses.
pub mod lecture {
    /// ARE-26: an unanswered survey bars nothing but the initial grant; or the request too.
    pub const ENQUETE: u8 = 2;
    /// ARE-27: the 3e shares the right of the pre-bac; or has none.
    pub const PREPA_METIERS: u8 = 3;
}

/// Puts every derived fact.
pub fn etablir<'d>(
    edition: &'d EditionComplement,
    dossier: &'d Dossier,
    choix: Choix,
    etabli: &mut Etabli<'d>,
) {
    let commun = &edition.commun;
    if let Some(uai) = dossier.texte(edition.champs.uai) {
        let juste = identifiants::uai(uai) == Cle::Juste;
        etabli.booleen(commun, Fait::UaiJuste as usize, Some(juste));
    }
    let muet = dossier.booleen(edition.champs.enquete_repondue) == Some(false);
    etabli.sensible(lecture::ENQUETE, muet);
    let recevable = !(muet && choix.autre(lecture::ENQUETE));
    etabli.booleen(commun, Fait::Recevable as usize, Some(recevable));
    let dispositif = demande::dispositif(edition, dossier);
    let prepa = dispositif == Some(Dispositif::PrepaMetiers);
    etabli.sensible(lecture::PREPA_METIERS, prepa);
    let nomme = dispositif.map(|_| !(prepa && choix.autre(lecture::PREPA_METIERS)));
    etabli.booleen(commun, Fait::Nomme as usize, nomme);
    let Some(demande) = demande::lire(edition, dossier, choix) else {
        return;
    };
    etabli.insuffisants |= demande.insuffisants;
    etabli.sensibles |= demande.cours().fold(0, |bits, c| bits | c.sensibles());
    let decrits = (demande.supplements.iter()).all(|s| s.cours.is_some() && s.a_un_libelle);
    etabli.booleen(commun, Fait::Decrits as usize, decrits.then_some(true));
    etabli.entier(commun, Fait::Effectif as usize, demande.effectif());
    let des_cours = |oui: &dyn Fn(&CoursNomme) -> Option<bool>| {
        let demandes = demande.supplements.iter().filter(|s| s.compte());
        nombre_de_oui(demandes.map(|s| s.cours.as_ref().and_then(oui)))
    };
    let comptes = [
        (
            Fait::NonEligibles,
            des_cours(&|cours| Some(!cours.eligible)),
        ),
        (
            Fait::AutreDispositif,
            des_cours(&|cours| est_d_un_autre(cours, demande.dispositif)),
        ),
    ];
    for (fait, nombre) in comptes {
        etabli.entier(commun, fait as usize, nombre);
    }
    for fait in [Fait::ParSpecialite, Fait::Remplacees, Fait::Repetees] {
        let nombre = i64::try_from(noms(edition, &demande, fait).len()).ok();
        etabli.entier(commun, fait as usize, nombre);
    }
}

/// Whether a course belongs to another line than the one of the request; one that has no line is told as not
/// eligible.
fn est_d_un_autre(cours: &CoursNomme, dispositif: Option<Dispositif>) -> Option<bool> {
    match cours.dispositif() {
        Some(sien) => dispositif.map(|demande| sien != demande),
        None => Some(false),
    }
}

/// The words of a fact that counts courses: their codes and labels.
#[must_use]
pub fn en_mots(edition: &EditionComplement, demande: &Demande, nom: &str) -> Option<String> {
    let fait = [
        Fait::NonEligibles,
        Fait::AutreDispositif,
        Fait::ParSpecialite,
        Fait::Remplacees,
        Fait::Repetees,
    ]
    .into_iter()
    .find(|fait| DERIVES[*fait as usize].nom == nom)?;
    Some(enumerer(&noms(edition, demande, fait)))
}

fn noms(edition: &EditionComplement, demande: &Demande, fait: Fait) -> Vec<String> {
    let formations = &edition.regles.formations;
    let de = |oui: &dyn Fn(&CoursNomme) -> bool| {
        let cours = demande.cours().filter(|cours| oui(cours));
        cours.map(CoursNomme::en_mots).collect()
    };
    match fait {
        // A course that one reading alone admits is doubtful: it is named in both.
        Fait::NonEligibles => de(&|cours| !cours.eligible || cours.eligibilite.doute.is_some()),
        Fait::AutreDispositif => {
            de(&|cours| est_d_un_autre(cours, demande.dispositif) == Some(true))
        }
        Fait::ParSpecialite => de(&CoursNomme::par_specialite),
        Fait::Remplacees => {
            let cours = demande.cours();
            cours
                .filter_map(|cours| cours.remplace(formations))
                .collect()
        }
        Fait::Repetees => repetees(demande),
        _ => Vec::new(),
    }
}

/// The courses named twice or more, once each.
fn repetees(demande: &Demande) -> Vec<String> {
    let mut vus: Vec<&str> = Vec::new();
    let mut repetees: Vec<String> = Vec::new();
    for cours in demande.cours() {
        if vus.contains(&cours.code.as_str()) {
            let nom = cours.en_mots();
            if !repetees.contains(&nom) {
                repetees.push(nom);
            }
        } else {
            vus.push(&cours.code);
        }
    }
    repetees
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cours;

    #[test]
    fn each_place_is_that_of_its_entry() {
        assert_eq!(LECTURES[..2], cours::LECTURES);
        assert_eq!(LECTURES[usize::from(lecture::ENQUETE)], "ARE-26");
        assert_eq!(LECTURES[usize::from(lecture::PREPA_METIERS)], "ARE-27");
    }
}
