//! The four tables of a region — establishments, headcounts, scholars, carry-overs — joined on the UAI into
//! the dossier of each establishment. What is wrong is told with its place; the rest is computed.

mod brouillon;
mod carnet;
mod colonnes;
mod lignes;
mod nombres;
#[cfg(test)]
mod tests;
mod valeurs;
mod verification;

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use guichet_socle::constat::Gravite;

use super::region::{ConstatDeTable, Region};
use super::{AnneeScolaire, EditionEquipement};
use crate::instruction::ErreurDeLecture;
use crate::instruction::lecture::lire_les_rangees;
use brouillon::Brouillon;
use carnet::{Carnet, Ici, regle};
use colonnes::Entete;
use lignes::Lecteur;

pub use carnet::regle::CLE_UAI;
pub use colonnes::Table;

/// Rows of a table, at most: far more than a region has.
const LIGNES_MAX: u64 = 2_000_000;

/// The files of the four tables; `-` is the standard input.
#[derive(Debug, Clone)]
pub struct TablesDeRegion {
    /// A row an establishment.
    pub etablissements: PathBuf,
    /// A row a course and a year.
    pub effectifs: PathBuf,
    /// A row an establishment with post-bac pupils.
    pub boursiers: PathBuf,
    /// A row an establishment.
    pub reliquats: PathBuf,
}

impl TablesDeRegion {
    /// The file of a table.
    #[must_use]
    pub fn chemin(&self, table: Table) -> &Path {
        match table {
            Table::Etablissements => &self.etablissements,
            Table::Effectifs => &self.effectifs,
            Table::Boursiers => &self.boursiers,
            Table::Reliquats => &self.reliquats,
        }
    }
}

/// The bytes of a table, under the name that findings show.
pub type Source<'s> = (String, Box<dyn Read + 's>);

/// A region read from its tables.
#[derive(Debug)]
pub struct RegionLue {
    /// The establishments, and what was found.
    pub region: Region,
    /// What a person should know of the reading, a sentence each.
    pub avis: Vec<String>,
}

/// Why a table gives nothing at all: nothing is computed.
#[derive(Debug, thiserror::Error)]
#[error("{fichier} : {message}")]
pub struct ErreurDeTableDeRegion {
    /// Name of the file.
    pub fichier: String,
    /// The fact, then what to do.
    pub message: String,
}

/// Reads the tables of a region for the school year of an edition.
///
/// # Errors
/// A table cannot be read as a whole: every such one is told.
pub fn lire(
    edition: &EditionEquipement,
    tables: &TablesDeRegion,
) -> Result<RegionLue, Vec<ErreurDeTableDeRegion>> {
    let mut sources = Vec::new();
    let mut erreurs = Vec::new();
    for table in Table::TOUTES {
        match ouvrir(tables.chemin(table)) {
            Ok(source) => sources.push(source),
            Err(erreur) => erreurs.push(erreur),
        }
    }
    match <[Source<'_>; 4]>::try_from(sources) {
        Ok(sources) => lire_les_sources(edition, sources),
        Err(_) => Err(erreurs),
    }
}

fn ouvrir(chemin: &Path) -> Result<Source<'static>, ErreurDeTableDeRegion> {
    if chemin == Path::new("-") {
        return Ok(("entrée standard".to_owned(), Box::new(io::stdin())));
    }
    let nom = chemin.file_name().unwrap_or(chemin.as_os_str());
    let fichier = nom.to_string_lossy().into_owned();
    match File::open(chemin) {
        Ok(ouvert) => Ok((fichier, Box::new(ouvert))),
        Err(erreur) => Err(ErreurDeTableDeRegion {
            fichier: chemin.display().to_string(),
            message: ErreurDeLecture::Systeme(erreur).to_string(),
        }),
    }
}

/// Reads the tables of a region from any bytes, in the order of [`Table::TOUTES`].
///
/// # Errors
/// A table cannot be read as a whole: every such one is told.
pub fn lire_les_sources(
    edition: &EditionEquipement,
    sources: [Source<'_>; 4],
) -> Result<RegionLue, Vec<ErreurDeTableDeRegion>> {
    let annee = AnneeScolaire::qui_commence(edition.commun.edition.periode.du);
    let mut atelier = Atelier {
        lecteur: Lecteur::new(edition, annee),
        carnet: Carnet::default(),
        etablissements: Vec::new(),
        par_uai: HashMap::new(),
        effectifs_vus: HashMap::new(),
        vides: [false; 4],
        avis: Vec::new(),
    };
    let mut erreurs = Vec::new();
    for (table, (fichier, source)) in Table::TOUTES.into_iter().zip(sources) {
        atelier.carnet.nommer(table, &fichier);
        if let Err(message) = atelier.lire(table, source) {
            erreurs.push(ErreurDeTableDeRegion { fichier, message });
        }
    }
    if !erreurs.is_empty() {
        return Err(erreurs);
    }
    let Atelier {
        mut carnet,
        etablissements,
        vides,
        avis,
        ..
    } = atelier;
    let etablissements = etablissements
        .into_iter()
        .map(|brouillon| {
            let etablissement =
                brouillon.dossier(edition, annee, carnet.fichier(Table::Etablissements));
            verification::verifier(
                edition,
                &brouillon,
                &etablissement.dossier,
                vides,
                &mut carnet,
            );
            etablissement
        })
        .collect();
    Ok(RegionLue {
        region: Region {
            annee,
            etablissements,
            constats: carnet.clore(),
        },
        avis,
    })
}

/// What is kept while the tables are read.
struct Atelier<'e> {
    lecteur: Lecteur<'e>,
    carnet: Carnet,
    etablissements: Vec<Brouillon>,
    par_uai: HashMap<String, usize>,
    /// The line of each row of headcounts, by its establishment and what it says.
    effectifs_vus: HashMap<(usize, String), u64>,
    /// The tables that have no row.
    vides: [bool; 4],
    avis: Vec<String>,
}

/// How the rows of a table were told apart.
#[derive(Debug, Default)]
struct Compte {
    /// Rows that are not blank, the header apart.
    lues: u64,
    /// Rows of another school year, and the first of those years.
    autre_annee: Option<(u64, String)>,
}

impl Atelier<'_> {
    /// Reads a table.
    ///
    /// # Errors
    /// It cannot be read as a whole: what to say.
    fn lire(&mut self, table: Table, source: Box<dyn Read + '_>) -> Result<(), String> {
        let mut entete: Option<Entete> = None;
        let mut refus = None;
        let mut compte = Compte::default();
        let mut avis = Vec::new();
        let fichier = self.carnet.fichier(table).to_owned();
        let lu = lire_les_rangees(
            source,
            &|titres| table.connues(titres),
            &mut |dit| avis.push(format!("{fichier} : {dit}")),
            &mut |ligne, rangee| {
                let Some(entete) = &entete else {
                    match rangee {
                        Ok(titres) => match Entete::lire(table, titres) {
                            Ok(lu) => {
                                self.dire_les_inconnues(table, ligne, &lu);
                                entete = Some(lu);
                            }
                            Err(message) => refus = Some(format!("ligne {ligne}, {message}")),
                        },
                        Err(message) => refus = Some(format!("ligne {ligne} : {message}")),
                    }
                    return refus.is_none();
                };
                compte.lues += 1;
                if compte.lues > LIGNES_MAX {
                    refus = Some(format!(
                        "plus de {LIGNES_MAX} lignes, ce n’est pas la table d’une région ; découpez-la."
                    ));
                    return false;
                }
                self.rangee(table, entete, ligne, rangee, &mut compte);
                true
            },
        );
        self.avis.append(&mut avis);
        match lu {
            Err(ErreurDeLecture::Vide) if table == Table::Etablissements => {
                return Err("ce fichier est vide ; donnez la table des établissements.".to_owned());
            }
            Err(ErreurDeLecture::AutreType(nature)) => {
                return Err(format!(
                    "c’est {nature} ; donnez un fichier CSV, ou un classeur XLSX, XLS ou ODS."
                ));
            }
            Ok(()) | Err(ErreurDeLecture::Vide) => {}
            Err(autre) => return Err(autre.to_string()),
        }
        if let Some(refus) = refus {
            return Err(refus);
        }
        self.clore(table, &compte)
    }

    /// What is said of a table once it is read: that it is empty, that nothing in it is of the year.
    fn clore(&mut self, table: Table, compte: &Compte) -> Result<(), String> {
        let annee = self.lecteur.annee;
        if let Some((lignes, autre)) = &compte.autre_annee
            && *lignes == compte.lues
        {
            self.vides[table as usize] = true;
            if table == Table::Etablissements {
                return Err(format!(
                    "aucune ligne n’est de {annee} ; la première est de {autre} : donnez la table de {annee}, ou --edition {autre}."
                ));
            }
        }
        if compte.lues > 0 {
            return Ok(());
        }
        self.vides[table as usize] = true;
        if table == Table::Etablissements {
            return Err(
                "aucun établissement ne suit la ligne d’en-tête ; complétez la table.".to_owned(),
            );
        }
        let ici = Ici {
            table,
            ligne: None,
            uai: None,
        };
        let message = format!(
            "La {} est vide : ce qu’elle devait dire n’est connu pour aucun établissement ; complétez-la.",
            table.libelle()
        );
        self.carnet
            .dire(ici, None, regle::VIDE, Gravite::Erreur, message);
        Ok(())
    }

    fn dire_les_inconnues(&mut self, table: Table, ligne: u64, entete: &Entete) {
        let ici = Ici {
            table,
            ligne: Some(ligne),
            uai: None,
        };
        for (titre, dit) in &entete.inconnues {
            self.carnet
                .dire(ici, Some(titre), regle::COLONNE, Gravite::Erreur, dit);
        }
        if table != Table::Reliquats {
            return;
        }
        for nom in nombres::reliquats_sans_colonne(entete) {
            let message = format!(
                "La colonne « {nom} » manque : ce reliquat n’est connu pour aucun établissement ; ajoutez-la, avec 0 s’il n’y en a pas."
            );
            self.carnet
                .dire(ici, Some(nom), regle::COLONNE, Gravite::Erreur, message);
        }
    }
}
