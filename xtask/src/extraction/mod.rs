//! `cargo xtask extraire`: tables of code lists rebuilt from the text of an official document, so that
//! anyone can check that the committed tables say what the document says.
//!
//! The document itself stays outside the project: it is an argument.

mod circulaire;
mod communes;
mod contrat_pro;
mod csv_ecrit;
mod cyclades;
mod ecriture;
mod equipement;
mod erreur;
mod reparations;

use std::path::{Path, PathBuf};

use clap::ValueEnum;

pub use erreur::ErreurExtraction;

/// The documents that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Document {
    /// Description des données de l’import générique EXAPRO : spécialités, catégories, départements, pays…
    Cyclades,
    /// Circulaire du 20 décembre 2007 : métiers ouverts, par liste et par région.
    Circulaire,
    /// Paquet npm @etalab/decoupage-administratif, décompressé : communes de l’INSEE, anciennes comprises.
    Communes,
    /// Règlement d’intervention « Aide au contrat de professionnalisation » des Pays de la Loire : certifications.
    ContratPro,
    /// Aide régionale à l’équipement (Île-de-France) : formations et spécialités, de deux documents, le plus ancien d’abord.
    Equipement,
}

/// Arguments of the task.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Le document à lire.
    document: Document,
    /// Le fichier qui contient son texte, en UTF-8, ou le dossier du paquet ; pour equipement, les deux fichiers.
    #[arg(value_name = "FICHIER", required = true, num_args = 1..=2)]
    chemins: Vec<PathBuf>,
    /// N’écrit rien : compare, et échoue si une table du projet diffère.
    #[arg(long)]
    verifier: bool,
    /// Le dossier des données, au lieu de celui du projet.
    #[arg(long, value_name = "DOSSIER")]
    donnees: Option<PathBuf>,
}

/// One rebuilt file: its path in the data folder, its text, how many rows it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FichierExtrait {
    chemin: String,
    texte: String,
    lignes: usize,
}

/// Reads the document, then writes its tables or compares them; the answer says what was done.
///
/// # Errors
/// The document cannot be read, holds something unexpected, or, with `--verifier`, a committed
/// table differs.
pub fn executer(arguments: &Arguments) -> Result<String, ErreurExtraction> {
    let fichiers = match (arguments.document, arguments.chemins.as_slice()) {
        (Document::Cyclades, [chemin]) => cyclades::extraire(&ecriture::lire(chemin)?)?,
        (Document::Circulaire, [chemin]) => circulaire::extraire(&ecriture::lire(chemin)?)?,
        (Document::Communes, [chemin]) => communes::extraire(chemin)?,
        (Document::ContratPro, [chemin]) => contrat_pro::extraire(&ecriture::lire(chemin)?)?,
        (Document::Equipement, [ancien, nouveau]) => {
            equipement::extraire(&ecriture::lire(ancien)?, &ecriture::lire(nouveau)?)?
        }
        (document, chemins) => {
            let voulus = if document == Document::Equipement {
                "il faut deux fichiers, le plus ancien d’abord"
            } else {
                "il en faut un"
            };
            return Err(ErreurExtraction::generale(format!(
                "{} fichier(s) donné(s) ; {voulus}.",
                chemins.len()
            )));
        }
    };
    let donnees = match &arguments.donnees {
        Some(dossier) => dossier.clone(),
        None => donnees_du_projet()?,
    };
    if arguments.verifier {
        ecriture::verifier(&donnees, &fichiers)
    } else {
        ecriture::ecrire(&donnees, &fichiers)
    }
}

/// `donnees/` beside the `xtask` folder, which cargo names when it runs the task.
fn donnees_du_projet() -> Result<PathBuf, ErreurExtraction> {
    std::env::var_os("CARGO_MANIFEST_DIR")
        .map(PathBuf::from)
        .as_deref()
        .and_then(Path::parent)
        .map(|racine| racine.join("donnees"))
        .ok_or_else(|| {
            ErreurExtraction::generale(
                "le dossier des données est inconnu ; lancez la tâche par « cargo xtask » ou donnez --donnees.",
            )
        })
}
