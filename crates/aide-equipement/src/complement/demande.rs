//! What a request asks for: course by course, the pupils that the grant did not count.

use guichet_instruction::{Choix, Dossier};
use guichet_socle::Centimes;

use super::EditionComplement;
use crate::cours::CoursNomme;
use crate::formations::Dispositif;
use crate::rangee::{Rangee, code_du_choix};

/// A course of a request. What is not known is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supplement {
    /// The course, when its code is given.
    pub cours: Option<CoursNomme>,
    /// Whether its label is given.
    pub a_un_libelle: bool,
    /// Pupils, or scholars.
    pub effectif: Option<i64>,
    /// The amount of the line for each.
    pub montant: Option<Centimes>,
}

impl Supplement {
    /// Whether it asks for something.
    #[must_use]
    pub fn compte(&self) -> bool {
        self.effectif != Some(0)
    }
}

/// A request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demande {
    /// The line that lacks money, when it is told.
    pub dispositif: Option<Dispositif>,
    /// Its courses, in the order of the dossier.
    pub supplements: Vec<Supplement>,
    /// The fields of the rows that are missing.
    pub insuffisants: u64,
}

impl Demande {
    /// The pupils of all the courses; none when one is not known.
    #[must_use]
    pub fn effectif(&self) -> Option<i64> {
        let effectifs = self.supplements.iter().map(|s| s.effectif);
        effectifs.sum()
    }

    /// The amount of all the courses; none when one is not known.
    #[must_use]
    pub fn montant(&self) -> Option<Centimes> {
        let mut montants = self.supplements.iter().map(|s| s.montant);
        montants.try_fold(Centimes::ZERO, |total, montant| total.checked_add(montant?))
    }

    /// The courses that ask for something and are known.
    pub fn cours(&self) -> impl Iterator<Item = &CoursNomme> {
        let demandes = self.supplements.iter().filter(|s| s.compte());
        demandes.filter_map(|s| s.cours.as_ref())
    }
}

/// The line of a dossier.
#[must_use]
pub fn dispositif(edition: &EditionComplement, dossier: &Dossier) -> Option<Dispositif> {
    let champ = edition.champs.dispositif;
    let code = code_du_choix(&edition.commun.schema, champ, dossier.valeur(champ))?;
    Dispositif::lire(code)
}

/// Reads a request, under given readings; nothing when the dossier names no course.
#[must_use]
pub fn lire(edition: &EditionComplement, dossier: &Dossier, choix: Choix) -> Option<Demande> {
    let champs = &edition.champs;
    let schema = &edition.commun.schema;
    let de_la_rangee = [champs.code_diplome, champs.libelle, champs.effectif];
    let dispositif = dispositif(edition, dossier);
    let forfait = dispositif.map(|dispositif| edition.regles.forfait(dispositif));
    let mut insuffisants = 0;
    let supplements = Rangee::toutes(schema, dossier, &de_la_rangee)?
        .map(|rangee| {
            let code = rangee.texte(champs.code_diplome);
            let libelle = rangee.texte(champs.libelle);
            let effectif = rangee.entier(champs.effectif);
            for (champ, absent) in [
                (champs.code_diplome, code.is_none()),
                (champs.libelle, libelle.is_none()),
                (champs.effectif, effectif.is_none()),
            ] {
                insuffisants |= if absent { champ.bit() } else { 0 };
            }
            let formations = &edition.regles.formations;
            Supplement {
                cours: code.map(|code| CoursNomme::lire(formations, code, libelle, choix)),
                a_un_libelle: libelle.is_some(),
                effectif,
                montant: forfait
                    .zip(effectif)
                    .and_then(|(forfait, n)| forfait.checked_mul(n)),
            }
        })
        .collect();
    Some(Demande {
        dispositif,
        supplements,
        insuffisants,
    })
}
