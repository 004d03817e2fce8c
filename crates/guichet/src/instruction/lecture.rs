//! Dossiers read from a file, in its order; one that cannot be read has its place among the others.

use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use guichet_instruction::dossier::{Faute, Origine, ValeurDeChamp};
use guichet_instruction::{Dossier, Schema};
use serde_json::Value;

use super::{FauteDeDossier, Illisible, SorteDeFaute};

/// Where a dossier stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Base name of the file; « entrée standard » for `-`.
    pub fichier: String,
    /// Line of the file (from 1) where the dossier begins.
    pub ligne: u64,
    /// Rank of the dossier in the file, from 1.
    pub rang: u64,
}

impl Place {
    /// What stands for the reference of a dossier that has none.
    #[must_use]
    pub fn reference(&self) -> String {
        format!("{}:{}", self.fichier, self.ligne)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, ligne {}", self.fichier, self.ligne)
    }
}

/// A dossier of a file.
pub struct Lu<'a> {
    /// Where it stands.
    pub place: Place,
    /// What it says, or why it cannot be read.
    pub dossier: Result<&'a Dossier, Illisible>,
}

/// Why a file cannot be read as a whole.
#[derive(Debug, thiserror::Error)]
pub enum ErreurDeLecture {
    /// The system cannot read it.
    #[error("{}", crate::systeme::en_mots(.0))]
    Systeme(#[from] io::Error),
}

/// How to read a file of dossiers.
#[derive(Debug, Clone, Default)]
pub struct OptionsDeLecture {
    /// The sheet of a workbook, by name or rank from 1; else the one that looks like dossiers.
    pub feuille: Option<String>,
}

/// Reads the dossiers of a file, `-` for the standard input, in whatever form the content shows.
///
/// # Errors
/// The input cannot be read as a whole; a dossier that cannot be read is given to `recevoir`.
pub fn lire(
    chemin: &Path,
    schema: &Schema,
    _options: &OptionsDeLecture,
    recevoir: &mut dyn FnMut(Lu<'_>),
) -> Result<(), ErreurDeLecture> {
    let nom = chemin.file_name().unwrap_or_default().to_string_lossy();
    if chemin == Path::new("-") {
        return lire_ndjson("entrée standard", &mut io::stdin().lock(), schema, recevoir);
    }
    let mut flux = BufReader::new(File::open(chemin)?);
    lire_ndjson(&nom, &mut flux, schema, recevoir)
}

/// Reads dossiers written one JSON object a line.
///
/// # Errors
/// The input cannot be read.
pub fn lire_ndjson(
    fichier: &str,
    flux: &mut dyn BufRead,
    schema: &Schema,
    recevoir: &mut dyn FnMut(Lu<'_>),
) -> Result<(), ErreurDeLecture> {
    let mut dossier = Dossier::vide(schema.champs().len());
    let mut ligne = String::new();
    let mut place = Place {
        fichier: fichier.to_owned(),
        ligne: 0,
        rang: 0,
    };
    loop {
        ligne.clear();
        if flux.read_line(&mut ligne)? == 0 {
            return Ok(());
        }
        place.ligne += 1;
        if ligne.trim().is_empty() {
            continue;
        }
        place.rang += 1;
        dossier.vider();
        let fautes = match serde_json::from_str(&ligne) {
            Ok(Value::Object(objet)) => {
                let mut fautes = Vec::new();
                remplir("", &objet, schema, &mut dossier, &mut fautes);
                fautes
            }
            _ => vec![FauteDeDossier {
                sorte: SorteDeFaute::MalForme,
                champ: None,
                message: "ce n’est pas un objet JSON ; vérifiez les accolades et les guillemets."
                    .to_owned(),
            }],
        };
        let reference = schema
            .rang("reference")
            .and_then(|champ| dossier.texte(champ))
            .map(str::to_owned);
        recevoir(Lu {
            place: place.clone(),
            dossier: if fautes.is_empty() {
                Ok(&dossier)
            } else {
                Err(Illisible { reference, fautes })
            },
        });
    }
}

fn remplir(
    prefixe: &str,
    objet: &serde_json::Map<String, Value>,
    schema: &Schema,
    dossier: &mut Dossier,
    fautes: &mut Vec<FauteDeDossier>,
) {
    for (cle, valeur) in objet {
        let nom = if prefixe.is_empty() {
            cle.clone()
        } else {
            format!("{prefixe}.{cle}")
        };
        if let (Value::Object(sous), true) = (valeur, schema.est_un_ensemble(&nom)) {
            remplir(&nom, sous, schema, dossier, fautes);
            continue;
        }
        let Some(rang) = schema.rang(&nom) else {
            let conseil = schema.proche(&nom).map_or(String::new(), |proche| {
                format!(" Vouliez-vous dire « {proche} » ?")
            });
            fautes.push(FauteDeDossier {
                sorte: SorteDeFaute::ChampInconnu,
                champ: Some(nom.clone()),
                message: format!("le champ « {nom} » n’existe pas.{conseil}"),
            });
            continue;
        };
        let champ = schema.champ(rang);
        let lue = match valeur {
            Value::Null if champ.nul.is_some() => Ok(ValeurDeChamp::Nulle),
            Value::Null => Ok(ValeurDeChamp::Absente),
            Value::Bool(vrai) => Ok(ValeurDeChamp::Booleen(*vrai)),
            Value::Number(nombre) => dossier.lire_valeur(champ, &nombre.to_string(), Origine::Json),
            Value::String(texte) => dossier.lire_valeur(champ, texte, Origine::Json),
            Value::Array(_) | Value::Object(_) => Ok(dossier.garder_liste(&[])),
        };
        match lue {
            Ok(valeur) => dossier.poser(rang, valeur),
            Err(Faute(message)) => fautes.push(FauteDeDossier {
                sorte: SorteDeFaute::ValeurImpossible,
                champ: Some(nom),
                message,
            }),
        }
    }
}
