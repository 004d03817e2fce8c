//! The pupils of a dossier, course by course and line by line, under given readings.

use guichet_instruction::dossier::ValeurDeChamp;
use guichet_instruction::{Choix, Dossier};

use super::EditionEquipement;
use super::faits::lecture;
use crate::formations::{Cours, Dispositif, Doute, Eligibilite};
use crate::rangee::Rangee;

/// What a row of pupils is worth in the grant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoursCompte {
    /// Code of the course, when it has one.
    pub code: Option<String>,
    /// Its label: that of the list, else that of the dossier.
    pub libelle: String,
    /// Whether it is eligible, and why.
    pub eligibilite: Eligibilite,
    /// Whether it is, under the readings chosen.
    pub eligible: bool,
    /// Pupils of the row.
    pub effectif: i64,
    /// Pupils that enter the grant.
    pub compte: i64,
    /// What keeps some of them out, though the course is eligible.
    pub ecarte: Option<Ecarte>,
}

/// Why pupils of an eligible course do not enter the grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ecarte {
    /// They are not in the first year.
    AutreAnnee,
    /// They are apprentices or under a professionalisation contract.
    Alternance,
}

impl Ecarte {
    /// The code of the answer.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::AutreAnnee => "autre_annee",
            Self::Alternance => "alternance",
        }
    }
}

/// The pupils of a dossier.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Comptes {
    /// Row by row, in the order of the dossier.
    pub cours: Vec<CoursCompte>,
    /// Pupils of each line that enter the grant (post-bac: before the rate of scholars).
    pub par_ligne: [i64; 3],
    /// The readings that may change them, a bit each.
    pub sensibles: u32,
    /// The fields of the rows that are missing, or that cannot be.
    pub insuffisants: u64,
}

/// Counts the pupils; nothing when the dossier does not give them.
#[must_use]
pub fn compter(edition: &EditionEquipement, dossier: &Dossier, choix: Choix) -> Option<Comptes> {
    let champs = &edition.champs;
    let mut comptes = Comptes::default();
    for rangee in Rangee::toutes(&edition.commun.schema, dossier, &[champs.effectif])? {
        comptes.ajouter(edition, &rangee, choix);
    }
    Some(comptes)
}

impl Comptes {
    fn ajouter(&mut self, edition: &EditionEquipement, rangee: &Rangee<'_>, choix: Choix) {
        let comptes = self;
        let champs = &edition.champs;
        let cours = Cours {
            code: rangee.texte(champs.code_diplome),
            specialite: rangee.texte(champs.specialite),
            niveau: rangee.code(champs.niveau),
            libelle: rangee.texte(champs.libelle),
            type_diplome: rangee.texte(champs.type_diplome),
        };
        let formations = &edition.regles.formations;
        let eligibilite = formations.eligibilite(&cours);
        let effectif = rangee.entier(champs.effectif);
        let annee = rangee.entier(champs.annee);
        let statut = rangee.valeur(champs.statut);
        for (champ, manque) in [
            (champs.effectif, effectif.is_none()),
            (champs.annee, annee.is_none()),
            (champs.statut, !matches!(statut, ValeurDeChamp::Choix(_))),
            (champs.code_diplome, est_sans_description(&cours)),
        ] {
            if manque {
                comptes.insuffisants |= champ.bit();
            }
        }
        let effectif = effectif.unwrap_or(0);
        let mut eligible = eligibilite.retenue;
        if let Some(doute) = eligibilite.doute {
            let place = match doute {
                Doute::ListeFermee => lecture::LISTE_FERMEE,
                Doute::FormationRetiree => lecture::FORMATION_RETIREE,
            };
            comptes.sensibles |= u32::from(effectif > 0) << place;
            eligible ^= choix.autre(place);
        }
        let prepa = eligibilite.dispositif == Some(Dispositif::PrepaMetiers);
        let premiere = prepa || annee == Some(1);
        let scolaire = statut == ValeurDeChamp::Choix(edition.scolaire);
        // What the edition says of apprentices; when it says nothing, both readings are held.
        let dits = &edition.regles.parametres.alternants_beneficiaires;
        let alternants = if let Some(dits) = dits {
            dits.valeur
        } else {
            let concernes = !scolaire && premiere && eligible && effectif > 0;
            comptes.sensibles |= u32::from(concernes) << lecture::ALTERNANTS;
            choix.autre(lecture::ALTERNANTS)
        };
        let ecarte = if !eligible || effectif == 0 {
            None
        } else if !premiere {
            Some(Ecarte::AutreAnnee)
        } else if !scolaire && !alternants {
            Some(Ecarte::Alternance)
        } else {
            None
        };
        let compte = if eligible && ecarte.is_none() {
            effectif
        } else {
            0
        };
        if let Some(dispositif) = eligibilite.dispositif {
            let ligne = &mut comptes.par_ligne[dispositif as usize];
            *ligne = ligne.saturating_add(compte);
        }
        let listee = cours.code.and_then(|code| formations.par_code(code));
        comptes.cours.push(CoursCompte {
            code: cours.code.map(str::to_owned),
            libelle: listee.map_or_else(
                || cours.libelle.unwrap_or_default().to_owned(),
                |formation| formation.libelle.clone(),
            ),
            eligibilite,
            eligible,
            effectif,
            compte,
            ecarte,
        });
    }
}

/// A course without a code is described by level, speciality and label.
fn est_sans_description(cours: &Cours<'_>) -> bool {
    cours.code.is_none()
        && (cours.niveau.is_none() || cours.specialite.is_none() || cours.libelle.is_none())
}
