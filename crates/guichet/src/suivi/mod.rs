//! The follow-up of granted aids: dossiers are read and decided, and what the decisions say together is
//! told. What dossiers do not say (names, acts, payments) comes from small tables beside them.

mod organisation;
mod scdl;
pub(crate) mod table;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use guichet_contrat_pro::suivi::{
    Aide, Cumul, Cumuls, Echeance, Entree, ParametresDeSuivi, Suivi, TableauPublie, echeances,
};
use guichet_contrat_pro::{Champs, DOSSIER, PROCEDURE, Parametres};
use guichet_socle::edition::Couverture;
use guichet_socle::{Centimes, ErreurEdition};
use jiff::civil::Date;

use crate::Donnees;
use crate::instruction::lecture::{self, OptionsDeLecture};
use crate::instruction::{ErreurDInstruction, Instruction};

pub use crate::scdl::{COLONNES as COLONNES_SCDL, ErreurScdl};
pub use guichet_contrat_pro::suivi;
pub use organisation::Organisation;
pub use table::{Acte, Correspondance, ErreurDeTable, lire_les_versements};

/// The axes of the statistics, in the order of their tables.
pub const AXES: [&str; 5] = ["departement", "secteur", "niveau", "tranche_age", "mois"];

/// Why there is no follow-up.
#[derive(Debug, thiserror::Error)]
pub enum ErreurDeSuivi {
    /// Nothing can be decided.
    #[error("{0}")]
    Instruction(#[from] ErreurDInstruction),
    /// An edition is faulty.
    #[error("{0}")]
    Edition(#[from] ErreurEdition),
    /// An establishment has no aid in the year.
    #[error(
        "L’établissement {siret} n’a aucune aide attribuée sur une demande de {annee} ; vérifiez le SIRET, l’année et les fichiers donnés."
    )]
    SansAide {
        /// The establishment.
        siret: String,
        /// The year.
        annee: i16,
    },
}

/// A file that could not be read as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FichierIllisible {
    /// The file.
    pub chemin: PathBuf,
    /// Why, in a sentence.
    pub raison: String,
}

/// A batch of decided dossiers, and the figures of the edition.
pub struct Lot {
    /// What the dossiers say together.
    pub suivi: Suivi,
    /// The totals by establishment and year.
    pub cumuls: Cumuls,
    /// The figures of the edition that reads, for the follow-up.
    pub parametres: ParametresDeSuivi,
    /// Those of the decisions.
    pub regles: Parametres,
    /// The files that could not be read as a whole.
    pub illisibles: Vec<FichierIllisible>,
}

/// What an employer is granted in a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beneficiaire<'a> {
    /// The establishment.
    pub siret: &'a str,
    /// Its name, when a table gives it.
    pub nom: Option<&'a str>,
    /// Its department, when the dossiers say it.
    pub departement: Option<&'a str>,
    /// How many contracts.
    pub contrats: usize,
    /// What they are granted.
    pub montant: Centimes,
    /// Whether an agreement is due for the year.
    pub convention: bool,
}

impl Lot {
    /// Reads and decides every dossier of some files.
    ///
    /// # Errors
    /// Nothing can be decided: the edition does not exist or is faulty. A file that cannot be read is
    /// told in the batch.
    pub fn lire(
        donnees: &Donnees,
        edition: Option<&str>,
        fichiers: &[PathBuf],
        options: &OptionsDeLecture,
    ) -> Result<Self, ErreurDeSuivi> {
        let instruction = Instruction::ouvrir(donnees, PROCEDURE, edition)?;
        let couverture = Couverture::lire(donnees.fichiers(), DOSSIER)?;
        let mut chiffres = BTreeMap::new();
        for edition in couverture.editions() {
            let suivi = ParametresDeSuivi::lire(donnees.fichiers(), edition)?;
            let regles = Parametres::lire(donnees.fichiers(), edition)?;
            chiffres.insert(edition.id.as_str(), (suivi, regles));
        }
        let de_lecture = &instruction.de_lecture().commun().edition.id;
        // Every edition of the coverage has its figures.
        let lus = &chiffres[de_lecture.as_str()];
        let champs = Champs::lire(instruction.schema())?;
        let mut suivi = Suivi::default();
        let mut illisibles = Vec::new();
        for chemin in fichiers {
            let lu = lecture::lire(chemin, instruction.schema(), options, &mut |lu| {
                let decision = instruction.decider(&lu);
                let Ok(dossier) = lu.dossier.as_ref() else {
                    suivi.ajouter_illisible();
                    return;
                };
                let axes = instruction
                    .pour(dossier)
                    .map(|edition| edition.axes(dossier))
                    .unwrap_or_default();
                let (parametres, regles) = chiffres.get(&*decision.edition).unwrap_or(lus);
                suivi.ajouter(Entree {
                    champs: &champs,
                    parametres,
                    dossier,
                    decision: &decision,
                    axes: &axes,
                    seuil: Centimes(regles.convention_au_dela_de.valeur),
                });
            });
            if let Err(erreur) = lu {
                illisibles.push(FichierIllisible {
                    chemin: chemin.clone(),
                    raison: erreur.to_string(),
                });
            }
        }
        let cumuls = Cumuls::des_aides(&suivi.aides);
        Ok(Self {
            suivi,
            cumuls,
            parametres: lus.0.clone(),
            regles: lus.1.clone(),
            illisibles,
        })
    }

    /// Above this yearly total, strictly, an agreement is signed: the figure of the edition that reads.
    #[must_use]
    pub fn seuil(&self) -> Centimes {
        Centimes(self.regles.convention_au_dela_de.valeur)
    }

    /// The aids of the batch.
    #[must_use]
    pub fn aides(&self) -> &[Aide] {
        &self.suivi.aides
    }

    /// The totals, of one year or of all.
    pub fn cumuls(&self, annee: Option<i16>) -> impl Iterator<Item = &Cumul> {
        self.cumuls
            .cumuls
            .iter()
            .filter(move |cumul| annee.is_none_or(|annee| cumul.annee == annee))
    }

    /// The total of an establishment in a year, aid by aid: what the agreement lists.
    ///
    /// # Errors
    /// It has none.
    pub fn recapitulatif(&self, siret: &str, annee: i16) -> Result<&Cumul, ErreurDeSuivi> {
        self.cumuls(Some(annee))
            .find(|cumul| cumul.siret == siret)
            .ok_or_else(|| ErreurDeSuivi::SansAide {
                siret: siret.to_owned(),
                annee,
            })
    }

    /// The employers of a year, by name then by number: nothing of their employees.
    #[must_use]
    pub fn beneficiaires<'a>(
        &'a self,
        annee: i16,
        noms: &'a Correspondance,
    ) -> Vec<Beneficiaire<'a>> {
        let mut beneficiaires: Vec<Beneficiaire<'a>> = self
            .cumuls(Some(annee))
            .map(|cumul| Beneficiaire {
                siret: &cumul.siret,
                nom: noms.nom(&cumul.siret),
                departement: cumul
                    .lignes
                    .iter()
                    .find_map(|ligne| self.aides()[ligne.aide].departement.as_deref()),
                contrats: cumul.lignes.len(),
                montant: cumul.total,
                convention: cumul.convention.is_some(),
            })
            .collect();
        beneficiaires.sort_by_key(|b| {
            let nom = b.nom.map(str::to_lowercase);
            (nom.is_none(), nom, b.siret)
        });
        beneficiaires
    }

    /// The anonymous tables, of one year or of all.
    #[must_use]
    pub fn statistiques(&self, annee: Option<i16>) -> Vec<TableauPublie> {
        let seuil = self.parametres.effectif_minimal.valeur;
        self.suivi.statistiques.publier(&AXES, annee, seuil)
    }

    /// Every deadline on a day, by day then by reference.
    #[must_use]
    pub fn echeances(&self, versements: &BTreeMap<String, Date>, au: Date) -> Vec<Echeance> {
        let mut toutes = echeances(
            self.aides(),
            versements,
            self.regles.demande_delai_mois.valeur,
            self.parametres.conservation_pieces.valeur,
            au,
        );
        let aides = self.aides();
        toutes.sort_by_key(|e| (e.jour.is_none(), e.jour, &aides[e.aide].reference, e.nature));
        toutes
    }

    /// The yearly publication of subsidies, as a table of the SCDL *Subventions* schema, version 1.1.
    ///
    /// # Errors
    /// A value that the schema requires is nowhere to be found.
    pub fn scdl(
        &self,
        annee: i16,
        organisation: &Organisation,
        correspondance: &Correspondance,
        versements: &BTreeMap<String, Date>,
    ) -> Result<String, ErreurScdl> {
        scdl::ecrire(self, annee, organisation, correspondance, versements)
    }
}

/// The name of a file, as people know it.
fn nom_du_fichier(chemin: &Path) -> String {
    chemin
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}
