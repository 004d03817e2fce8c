//! A schema as a Table Schema (Frictionless), for the CSV file.

use serde::Serialize;

use super::{Forme, Schema};
use crate::champs::Bloc;
use crate::generation::SEPARATEUR;

/// A Table Schema; what it says besides the standard stands under `guichet:`.
#[derive(Debug, Clone, Serialize)]
pub struct TableSchema {
    /// A short title.
    pub title: String,
    /// What it is.
    pub description: String,
    /// The columns, in the order of the document.
    pub fields: Vec<Champ>,
    /// An empty cell is an absent value.
    #[serde(rename = "missingValues")]
    pub missing_values: Vec<String>,
    /// The edition it is derived from.
    #[serde(rename = "guichet:edition")]
    pub edition: String,
    /// The exam.
    #[serde(rename = "guichet:domaine", skip_serializing_if = "Option::is_none")]
    pub domaine: Option<String>,
    /// The year of the session.
    #[serde(rename = "guichet:session")]
    pub session: i16,
    /// How the file is written.
    #[serde(rename = "guichet:dialect")]
    pub dialecte: Dialecte,
}

/// The CSV dialect, in the words of the standard.
#[derive(Debug, Clone, Serialize)]
pub struct Dialecte {
    /// What separates the columns.
    pub delimiter: String,
    /// What a value may stand between.
    #[serde(rename = "quoteChar")]
    pub quote: String,
    /// A quote within quotes is doubled.
    #[serde(rename = "doubleQuote")]
    pub double: bool,
    /// Spaces after a separator belong to the value.
    #[serde(rename = "skipInitialSpace")]
    pub rogne: bool,
    /// The first row names the columns.
    pub header: bool,
}

/// A column.
#[derive(Debug, Clone, Serialize)]
pub struct Champ {
    /// Its name.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// What is demanded of it.
    pub description: String,
    /// Always a text: codes are never numbers.
    #[serde(rename = "type")]
    pub nature: String,
    /// A right value.
    pub example: String,
    /// What every value satisfies.
    pub constraints: Contraintes,
    /// The rules that this says.
    #[serde(rename = "guichet:regles")]
    pub regles: Vec<String>,
    /// The rules that it does not say, or not in full.
    #[serde(
        rename = "guichet:regles_non_dites",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub non_dites: Vec<String>,
    /// Where the document speaks of it.
    #[serde(rename = "guichet:source")]
    pub source: String,
    /// What people call the codes.
    #[serde(rename = "guichet:libelles", skip_serializing_if = "Vec::is_empty")]
    pub libelles: Vec<Libelle>,
}

/// A code and its label.
#[derive(Debug, Clone, Serialize)]
pub struct Libelle {
    /// The code.
    pub code: String,
    /// The label.
    pub libelle: String,
}

/// The constraints of the standard.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Contraintes {
    /// A value is required.
    pub required: bool,
    /// Fewest characters.
    #[serde(rename = "minLength", skip_serializing_if = "Option::is_none")]
    pub min: Option<u32>,
    /// Most characters.
    #[serde(rename = "maxLength", skip_serializing_if = "Option::is_none")]
    pub max: Option<u32>,
    /// What a whole value matches.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// The only values.
    #[serde(rename = "enum", skip_serializing_if = "Option::is_none")]
    pub codes: Option<Vec<String>>,
}

/// The Table Schema of the columns; the header block has none in CSV.
#[must_use]
pub fn table(schema: &Schema<'_>) -> TableSchema {
    let edition = schema.edition;
    let fields = schema
        .champs
        .iter()
        .filter(|gabarit| gabarit.bloc != Bloc::Entete)
        .map(|gabarit| {
            let doc = &gabarit.documentation;
            Champ {
                name: edition.champs.liste[usize::from(gabarit.champ)].nom.clone(),
                title: doc.titre.clone(),
                description: doc.demandes.join(" "),
                nature: "string".to_owned(),
                example: doc.exemple.clone(),
                constraints: contraintes(gabarit.obligatoire, &gabarit.formes),
                regles: doc.regles.clone(),
                non_dites: doc.non_dites.clone(),
                source: doc.source.clone(),
                libelles: libelles(&gabarit.formes),
            }
        })
        .collect();
    TableSchema {
        title: format!("Fichier d’inscription CYCLADES, {}", schema.pour()),
        description: format!(
            "D’après : {} (édition {}). Les colonnes sont dans l’ordre du document. Les conditions entre deux champs, qu’un Table Schema ne sait pas dire, sont dans la description de chaque champ ; « guichet cyclades verifier » les contrôle.",
            edition.edition.titre, edition.edition.id
        ),
        fields,
        missing_values: vec![String::new()],
        edition: edition.edition.id.clone(),
        domaine: schema.examen.map(|examen| examen.to_string()),
        session: schema.annee,
        dialecte: Dialecte {
            delimiter: char::from(SEPARATEUR).to_string(),
            quote: "\"".to_owned(),
            double: true,
            rogne: false,
            header: true,
        },
    }
}

fn libelles(formes: &[Forme]) -> Vec<Libelle> {
    formes
        .iter()
        .filter_map(|forme| match forme {
            Forme::Codes(codes) => Some(codes),
            Forme::Texte(_) => None,
        })
        .flatten()
        .map(|(code, libelle)| Libelle {
            code: code.clone(),
            libelle: libelle.clone(),
        })
        .collect()
}

/// A standard that has one pattern and one list for a field: several forms become one pattern.
fn contraintes(required: bool, formes: &[Forme]) -> Contraintes {
    if let [Forme::Codes(codes)] = formes {
        return Contraintes {
            required,
            codes: Some(codes.iter().map(|(code, _)| code.clone()).collect()),
            ..Contraintes::default()
        };
    }
    if formes.is_empty() {
        return Contraintes {
            required,
            max: Some(0),
            ..Contraintes::default()
        };
    }
    let mut motifs = Some(Vec::new());
    let (mut min, mut max) = (u32::MAX, Some(0));
    for forme in formes {
        let (sa_longueur, motif) = match forme {
            Forme::Codes(codes) => {
                let longueurs = || codes.iter().map(|(c, _)| c.chars().count());
                let bornes = (longueurs().min().unwrap_or(0), longueurs().max());
                let motif: Vec<&str> = codes.iter().map(|(c, _)| c.as_str()).collect();
                (
                    (
                        u32::try_from(bornes.0).unwrap_or(0),
                        bornes.1.and_then(|max| u32::try_from(max).ok()),
                    ),
                    // Codes are letters and digits, which a pattern says as they are.
                    (motif
                        .iter()
                        .all(|c| c.bytes().all(|o| o.is_ascii_alphanumeric())))
                    .then(|| motif.join("|")),
                )
            }
            Forme::Texte(texte) => ((texte.min, texte.max), texte.motif(&|_| true)),
        };
        min = min.min(sa_longueur.0);
        max = max.zip(sa_longueur.1).map(|(a, b): (u32, u32)| a.max(b));
        motifs = motifs.zip(motif).map(|(mut motifs, motif)| {
            motifs.push(motif);
            motifs
        });
    }
    Contraintes {
        required,
        min: Some(min).filter(|min| *min > 1),
        max,
        // One group: some readers put anchors around without one.
        pattern: motifs.map(|motifs| format!("({})", motifs.join("|"))),
        codes: None,
    }
}
