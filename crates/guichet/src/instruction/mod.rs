//! Dossiers decided, procedure by procedure: which edition, which dossier, what totals.

mod bilan;
pub mod ecriture;
pub mod entrees;
mod illisible;
pub mod lecture;

use std::borrow::Cow;

use guichet_aide_equipement::{
    AnneeScolaire, EditionBilan, EditionComplement, EditionConcours, EditionEquipement,
    bilan as compte, complement, concours,
};
use guichet_autorisation_travail::EditionAutorisationTravail;
use guichet_contrat_pro::EditionContratPro;
use guichet_instruction::{Dossier, Instructeur, Rang, Schema};
use guichet_reglement::{EditionLibre, est_libre};
use guichet_socle::edition::{Couverture, Edition, HorsCouverture, StatutEdition};
use guichet_socle::erreur::plus_proche;
use guichet_socle::mot::graver;
use guichet_socle::{Decision, ErreurEdition, Fichiers};
use jiff::civil::Date;

use crate::{Donnees, VERSION};

pub use bilan::{Bilan, Motif, Total};
pub use guichet_instruction::explication::Etendue;
pub use illisible::{FauteDeDossier, Illisible, SorteDeFaute};
pub use lecture::{ErreurDeLecture, Lu, Place};

/// Reads one edition of a procedure.
type Charger = fn(&Fichiers, &Edition) -> Result<Box<dyn Instructeur>, ErreurEdition>;

/// A procedure that decides dossiers.
struct Connue {
    nom: &'static str,
    dossier: &'static str,
    /// The sub-folder of the editions that holds it, for a part of a procedure; an edition without it has not
    /// that part.
    volet: Option<&'static str>,
    charger: Charger,
    /// Whether the first edition answers for the days before it: its own condition of entry into force
    /// says no. Without such a condition, the answer is that no edition covers the day.
    repond_avant: bool,
}

const CONNUES: [Connue; 6] = [
    Connue {
        nom: guichet_autorisation_travail::PROCEDURE,
        dossier: guichet_autorisation_travail::DOSSIER,
        volet: None,
        charger: |fichiers, edition| {
            Ok(Box::new(EditionAutorisationTravail::charger(
                fichiers, edition,
            )?))
        },
        repond_avant: false,
    },
    Connue {
        nom: guichet_contrat_pro::PROCEDURE,
        dossier: guichet_contrat_pro::DOSSIER,
        volet: None,
        charger: |fichiers, edition| Ok(Box::new(EditionContratPro::charger(fichiers, edition)?)),
        repond_avant: true,
    },
    Connue {
        nom: guichet_aide_equipement::PROCEDURE,
        dossier: guichet_aide_equipement::DOSSIER,
        volet: None,
        charger: |fichiers, edition| Ok(Box::new(EditionEquipement::charger(fichiers, edition)?)),
        repond_avant: false,
    },
    Connue {
        nom: complement::PROCEDURE,
        dossier: guichet_aide_equipement::DOSSIER,
        volet: Some(complement::VOLET),
        charger: |fichiers, edition| Ok(Box::new(EditionComplement::charger(fichiers, edition)?)),
        repond_avant: false,
    },
    Connue {
        nom: compte::PROCEDURE,
        dossier: guichet_aide_equipement::DOSSIER,
        volet: Some(compte::VOLET),
        charger: |fichiers, edition| Ok(Box::new(EditionBilan::charger(fichiers, edition)?)),
        repond_avant: false,
    },
    Connue {
        nom: concours::PROCEDURE,
        dossier: guichet_aide_equipement::DOSSIER,
        volet: Some(concours::VOLET),
        charger: |fichiers, edition| Ok(Box::new(EditionConcours::charger(fichiers, edition)?)),
        repond_avant: false,
    },
];

/// The procedures that decide dossiers, by name.
pub const PROCEDURES: [&str; CONNUES.len()] = {
    let mut noms = [""; CONNUES.len()];
    let mut rang = 0;
    while rang < noms.len() {
        noms[rang] = CONNUES[rang].nom;
        rang += 1;
    }
    noms
};

/// The folder of the editions of every procedure.
const REGLEMENTS: &str = "reglements";

/// The regulations of the data that are written as data alone, by name.
#[must_use]
pub fn libres(donnees: &Donnees) -> Vec<String> {
    let fichiers = donnees.fichiers();
    let mut noms = Vec::new();
    for chemin in fichiers.chemins(REGLEMENTS) {
        let Some((nom, dossier)) = chemin
            .strip_suffix("/edition.toml")
            .and_then(|dossier| Some((dossier.split('/').nth(1)?, dossier)))
        else {
            continue;
        };
        let ailleurs = CONNUES.iter().any(|connue| connue.nom == nom);
        if !ailleurs && est_libre(fichiers, dossier) && !noms.iter().any(|connu| connu == nom) {
            noms.push(nom.to_owned());
        }
    }
    noms
}

/// The names of the folders of the procedures that decide, and that the program knows.
pub(crate) fn dossiers_connus() -> impl Iterator<Item = &'static str> {
    CONNUES
        .iter()
        .filter(|connue| connue.volet.is_none())
        .map(|connue| connue.nom)
}

/// Reads an edition whole, with its parts; nothing for a folder that no procedure reads.
///
/// # Errors
/// The first fault of the edition.
pub(crate) fn charger_entiere(
    fichiers: &Fichiers,
    procedure: &str,
    edition: &Edition,
) -> Result<Vec<Box<dyn Instructeur>>, ErreurEdition> {
    let racine = format!("{REGLEMENTS}/{procedure}");
    let mut lues: Vec<Box<dyn Instructeur>> = Vec::new();
    for connue in CONNUES.iter().filter(|connue| connue.dossier == racine) {
        let absent = connue.volet.is_some_and(|volet| {
            let dossier = format!("{}/{volet}", edition.dossier);
            fichiers.chemins(&dossier).next().is_none()
        });
        if !absent {
            lues.push((connue.charger)(fichiers, edition)?);
        }
    }
    if lues.is_empty() && est_libre(fichiers, &edition.dossier) {
        let nom = graver(procedure);
        lues.push(Box::new(EditionLibre::charger(fichiers, edition, nom)?));
    }
    for lue in &lues {
        illisible::verifier_les_regles(&lue.commun().conditions)?;
    }
    Ok(lues)
}

/// Why nothing can be decided.
#[derive(Debug, thiserror::Error)]
pub enum ErreurDInstruction {
    /// No procedure of this name.
    #[error(
        "« {nom} » n’est pas une procédure qui instruit des dossiers ; il y a : {connues}.{conseil}"
    )]
    Procedure {
        /// What was asked for.
        nom: String,
        /// Those that exist.
        connues: String,
        /// The nearest one, as a question after a space, or nothing.
        conseil: String,
    },
    /// An edition is faulty.
    #[error("{0}")]
    Fautive(#[from] ErreurEdition),
    /// No edition has the identifier asked for.
    #[error("{hors}{conseil}")]
    Absente {
        /// Which, and those that exist.
        hors: HorsCouverture,
        /// The nearest one, as a question after a space, or nothing.
        conseil: String,
    },
    /// The procedure has no edition at all.
    #[error("La procédure « {0} » n’a aucune édition ; donnez --donnees DOSSIER.")]
    SansEdition(&'static str),
}

/// The nearest name, as a question after a space, or nothing.
fn conseil<'n>(inconnu: &str, noms: impl IntoIterator<Item = &'n str>) -> String {
    plus_proche(inconnu, noms).map_or(String::new(), |proche| {
        format!(" Vouliez-vous dire « {proche} » ?")
    })
}

/// The edition of an identifier or of a school year, a draft included since it is asked for; else the one in
/// force on the first day of the school year, which may be named after an earlier one.
///
/// # Errors
/// No edition has it; the message names those that exist.
pub fn designee<'c>(couverture: &'c Couverture, id: &str) -> Result<&'c Edition, HorsCouverture> {
    couverture.par_id(id).or_else(|hors| {
        let annee = AnneeScolaire::lire(id).and_then(AnneeScolaire::premier_jour);
        annee.map_or(Err(hors), |premier_jour| couverture.a_la_date(premier_jour))
    })
}

/// A procedure ready to decide: its editions, oldest first.
pub struct Instruction {
    nom: &'static str,
    couverture: Couverture,
    editions: Vec<Box<dyn Instructeur>>,
    repond_avant: bool,
    /// The one edition to apply, when it was asked for.
    imposee: Option<usize>,
    /// The edition whose dossier is read: see [`Self::de_lecture`].
    de_lecture: usize,
    /// The field that names a dossier.
    reference: Option<Rang>,
}

impl Instruction {
    /// Reads every edition of a procedure.
    ///
    /// # Errors
    /// The procedure or the edition does not exist, or an edition is faulty.
    pub fn ouvrir(
        donnees: &Donnees,
        procedure: &str,
        edition: Option<&str>,
    ) -> Result<Self, ErreurDInstruction> {
        let fichiers = donnees.fichiers();
        let connue = CONNUES.iter().find(|connue| connue.nom == procedure);
        let libres = libres(donnees);
        let (nom, repond_avant) = match connue {
            Some(connue) => (connue.nom, connue.repond_avant),
            None if libres.iter().any(|nom| nom == procedure) => (graver(procedure), false),
            None => {
                let libres = libres.iter().map(String::as_str);
                let noms: Vec<&str> = PROCEDURES.into_iter().chain(libres).collect();
                return Err(ErreurDInstruction::Procedure {
                    nom: procedure.to_owned(),
                    conseil: conseil(procedure, noms.iter().copied()),
                    connues: noms.join(", "),
                });
            }
        };
        let dossier = connue.map_or_else(
            || format!("{REGLEMENTS}/{procedure}"),
            |connue| connue.dossier.to_owned(),
        );
        let mut couverture = Couverture::lire(fichiers, &dossier)?;
        if let Some(volet) = connue.and_then(|connue| connue.volet) {
            let a_le_volet = |edition: &Edition| {
                let dossier = format!("{}/{volet}", edition.dossier);
                fichiers.chemins(&dossier).next().is_some()
            };
            couverture = couverture.du_volet(nom, a_le_volet);
        }
        let editions: Vec<Box<dyn Instructeur>> = couverture
            .editions()
            .iter()
            .map(|edition| match connue {
                Some(connue) => (connue.charger)(fichiers, edition),
                None => Ok(Box::new(EditionLibre::charger(fichiers, edition, nom)?) as _),
            })
            .collect::<Result<Vec<_>, _>>()?;
        if editions.is_empty() {
            return Err(ErreurDInstruction::SansEdition(nom));
        }
        for edition in &editions {
            illisible::verifier_les_regles(&edition.commun().conditions)?;
        }
        let imposee = edition
            .map(|id| {
                let connus = couverture.editions().iter().map(|e| e.id.as_str());
                designee(&couverture, id).map_err(|hors| ErreurDInstruction::Absente {
                    hors,
                    conseil: conseil(id, connus),
                })
            })
            .transpose()?
            .and_then(|edition| {
                couverture
                    .editions()
                    .iter()
                    .position(|e| e.id == edition.id)
            });
        let verifiee = |e: &Edition| e.statut == StatutEdition::Verifiee;
        let derniere = couverture.editions().iter().rposition(verifiee);
        let de_lecture = imposee.or(derniere).unwrap_or(0);
        Ok(Self {
            nom,
            reference: editions[de_lecture].commun().schema.rang("reference"),
            couverture,
            editions,
            repond_avant,
            imposee,
            de_lecture,
        })
    }

    /// The name of the procedure.
    #[must_use]
    pub fn nom(&self) -> &'static str {
        self.nom
    }

    /// The edition whose dossier is read: the one asked for, else the last one that is not a draft.
    #[must_use]
    pub fn de_lecture(&self) -> &dyn Instructeur {
        &*self.editions[self.de_lecture]
    }

    /// The editions, oldest first.
    #[must_use]
    pub fn editions(&self) -> &[Edition] {
        self.couverture.editions()
    }

    /// The fields of a dossier.
    #[must_use]
    pub fn schema(&self) -> &Schema {
        &self.de_lecture().commun().schema
    }

    /// The edition to decide a dossier with: the one asked for, else the one in force at its date; the
    /// first one before all of them, whose condition of entry into force says no; the last one when the
    /// date is missing.
    ///
    /// # Errors
    /// No edition covers the date, and it is not before all of them.
    pub fn pour(&self, dossier: &Dossier) -> Result<&dyn Instructeur, HorsCouverture> {
        Ok(&*self.editions[self.rang_pour(self.date(dossier))?])
    }

    /// The edition of a rank that [`Self::rang_pour`] gave.
    #[must_use]
    pub fn edition(&self, rang: usize) -> &dyn Instructeur {
        &*self.editions[rang]
    }

    /// The date of reference of a dossier.
    #[must_use]
    pub fn date(&self, dossier: &Dossier) -> Option<Date> {
        self.de_lecture().date_de_reference(dossier)
    }

    /// The rank of the edition to decide a dossier of that date with: see [`Self::pour`].
    ///
    /// # Errors
    /// No edition covers the date, and it is not before all of them.
    pub fn rang_pour(&self, date: Option<Date>) -> Result<usize, HorsCouverture> {
        let (Some(date), None) = (date, self.imposee) else {
            return Ok(self.de_lecture);
        };
        let editions = self.couverture.editions();
        if self.repond_avant && date < editions[0].periode.du {
            return Ok(0);
        }
        let edition = self.couverture.a_la_date(date)?;
        let rang = editions.iter().position(|e| std::ptr::eq(e, edition));
        Ok(rang.unwrap_or(0))
    }

    /// Decides one dossier that was read, or says why it could not be.
    #[must_use]
    pub fn decider(&self, lu: &Lu<'_>) -> Decision {
        self.decider_selon(lu, Etendue::Entiere)
    }

    /// Decides one dossier that was read, and tells as much of the decision as asked. The dossier then notes
    /// which fields made the decision, its reference and the date of its edition apart.
    #[must_use]
    pub fn decider_selon(&self, lu: &Lu<'_>, etendue: Etendue) -> Decision {
        let dossier = match &lu.dossier {
            Ok(dossier) => dossier,
            Err(illisible) => return illisible.decision(self, &lu.place),
        };
        let reference = self.reference(dossier, &lu.place);
        match self.pour(dossier) {
            Ok(edition) => {
                dossier.oublier_les_lectures();
                let impossibles = edition.impossibles(dossier);
                if !impossibles.is_empty() {
                    return Illisible::impossible(
                        reference.into_owned(),
                        impossibles,
                        self.schema(),
                    )
                    .decision(self, &lu.place);
                }
                match etendue {
                    Etendue::Entiere => edition.instruire(dossier, &reference, VERSION),
                    Etendue::Motifs => edition.instruire_bref(dossier, &reference, VERSION),
                }
            }
            Err(hors) => {
                Illisible::hors_couverture(reference.into_owned(), &hors).decision(self, &lu.place)
            }
        }
    }

    /// The reference of a dossier; its place in the file when it has none.
    #[must_use]
    pub fn reference<'d>(&self, dossier: &'d Dossier, place: &Place) -> Cow<'d, str> {
        self.reference
            .and_then(|champ| dossier.texte(champ))
            .filter(|texte| !texte.trim().is_empty())
            .map_or_else(|| place.reference().into(), Cow::Borrowed)
    }
}
