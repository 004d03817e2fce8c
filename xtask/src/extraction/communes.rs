//! The communes of the INSEE, from the unpacked npm package `@etalab/decoupage-administratif`.
//!
//! One row a code: the communes of today, the delegated and associated ones, the municipal arrondissements,
//! and every former code with the code that took its place. Where a delegated commune kept the code that
//! the new commune took, its name is kept beside.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::{ErreurExtraction, FichierExtrait, csv_ecrit, ecriture};

/// The package that this reader knows.
const PAQUET: &str = "@etalab/decoupage-administratif";

/// The columns of the table.
const ENTETE: [&str; 7] = [
    "code",
    "nom",
    "departement",
    "successeur",
    "nature",
    "autre_nom",
    "codes_postaux",
];

#[derive(Debug, Deserialize)]
struct Identite {
    name: String,
    version: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
enum Type {
    #[serde(rename = "commune-actuelle")]
    Actuelle,
    #[serde(rename = "commune-deleguee")]
    Deleguee,
    #[serde(rename = "commune-associee")]
    Associee,
    #[serde(rename = "arrondissement-municipal")]
    Arrondissement,
}

impl Type {
    /// The kind, as the INSEE abbreviates it (`TYPECOM`).
    fn nature(self) -> &'static str {
        match self {
            Self::Actuelle => "COM",
            Self::Deleguee => "COMD",
            Self::Associee => "COMA",
            Self::Arrondissement => "ARM",
        }
    }
}

/// What no type of the package designates: a code that is no longer that of anything.
const ANCIENNE: &str = "ANC";

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entree {
    code: String,
    nom: String,
    #[serde(rename = "type")]
    genre: Type,
    departement: String,
    chef_lieu: Option<String>,
    #[serde(default)]
    anciens_codes: Vec<String>,
    #[serde(default)]
    codes_postaux: Vec<String>,
}

/// A row to be.
#[derive(Debug, Default)]
struct Rangee {
    nom: String,
    departement: String,
    successeur: String,
    nature: &'static str,
    autre_nom: String,
    codes_postaux: String,
}

/// The table of the communes, from the folder of the package.
///
/// # Errors
/// The folder is not that of the package, its files have another shape, a code is used twice, a former
/// code leads to no commune of today, or a name would need quotes.
pub fn extraire(dossier: &Path) -> Result<Vec<FichierExtrait>, ErreurExtraction> {
    let identite: Identite = lire_json(&dossier.join("package.json"))?;
    if identite.name != PAQUET {
        return Err(ErreurExtraction::generale(format!(
            "ce dossier est celui du paquet « {} » ; donnez celui de {PAQUET}, décompressé.",
            identite.name
        )));
    }
    let annee = annee(
        &ecriture::lire(&dossier.join("README.md"))?,
        &identite.version,
    )?;
    let entrees: Vec<Entree> = lire_json(&dossier.join("data/communes.json"))?;
    let rangees = ranger(entrees)?;
    Ok(vec![FichierExtrait {
        chemin: format!("nomenclatures/communes/{annee}-01-01/codes.csv"),
        lignes: rangees.len(),
        texte: csv_ecrit::ecrire(
            ENTETE,
            rangees.into_iter().map(|(code, rangee)| {
                [
                    code,
                    rangee.nom,
                    rangee.departement,
                    rangee.successeur,
                    rangee.nature.to_owned(),
                    rangee.autre_nom,
                    rangee.codes_postaux,
                ]
            }),
        )?,
    }])
}

fn lire_json<T: for<'de> Deserialize<'de>>(chemin: &Path) -> Result<T, ErreurExtraction> {
    let texte = ecriture::lire(chemin)?;
    serde_json::from_str(&texte).map_err(|erreur| {
        ErreurExtraction::generale(format!(
            "« {} » n’a pas la forme attendue : {erreur}.",
            chemin.display()
        ))
    })
}

/// The year of the data, from the table of the versions that the package gives (`| 2026 | 6.0.0 | …`).
fn annee(lisez_moi: &str, version: &str) -> Result<u16, ErreurExtraction> {
    lisez_moi
        .lines()
        .find_map(|ligne| {
            let mut cases = ligne.split('|').map(str::trim).skip(1);
            let annee = cases.next()?.parse().ok()?;
            (cases.next()? == version).then_some(annee)
        })
        .ok_or_else(|| {
            ErreurExtraction::generale(format!(
                "le README du paquet ne dit pas de quelle année est la version {version}."
            ))
        })
}

/// One row a code, sorted.
fn ranger(entrees: Vec<Entree>) -> Result<BTreeMap<String, Rangee>, ErreurExtraction> {
    let mut rangees: BTreeMap<String, Rangee> = BTreeMap::new();
    let (autres, actuelles): (Vec<_>, Vec<_>) = entrees
        .into_iter()
        .partition(|entree| matches!(entree.genre, Type::Deleguee | Type::Associee));
    let mut anciens: Vec<(String, String, String)> = Vec::new();
    for entree in actuelles {
        for ancien in entree.anciens_codes {
            anciens.push((ancien, entree.code.clone(), entree.departement.clone()));
        }
        let rangee = Rangee {
            nom: sans_virgule(entree.nom)?,
            departement: entree.departement,
            nature: entree.genre.nature(),
            codes_postaux: entree.codes_postaux.join("|"),
            ..Rangee::default()
        };
        if rangees.insert(entree.code.clone(), rangee).is_some() {
            return Err(en_double(&entree.code));
        }
    }
    for entree in autres {
        let nom = sans_virgule(entree.nom)?;
        match rangees.get_mut(&entree.code) {
            // The new commune took the code of one of those that it gathers.
            Some(nouvelle) if nouvelle.nature == Type::Actuelle.nature() => {
                if nouvelle.nom != nom {
                    nouvelle.autre_nom = nom;
                }
            }
            Some(_) => return Err(en_double(&entree.code)),
            None => {
                let rangee = Rangee {
                    nom,
                    departement: entree.departement,
                    successeur: entree.chef_lieu.unwrap_or_default(),
                    nature: entree.genre.nature(),
                    ..Rangee::default()
                };
                rangees.insert(entree.code, rangee);
            }
        }
    }
    for (ancien, successeur, departement) in anciens {
        match rangees.get(&ancien) {
            // A delegated commune has a name and a seat of its own: they are nearer than the record of changes.
            Some(rangee) if !rangee.successeur.is_empty() => {}
            Some(_) => return Err(en_double(&ancien)),
            None => {
                let rangee = Rangee {
                    departement,
                    successeur,
                    nature: ANCIENNE,
                    ..Rangee::default()
                };
                rangees.insert(ancien, rangee);
            }
        }
    }
    verifier(&rangees)?;
    Ok(rangees)
}

/// Every code has its five signs, and every successor is a commune of today.
fn verifier(rangees: &BTreeMap<String, Rangee>) -> Result<(), ErreurExtraction> {
    for (code, rangee) in rangees {
        if code.len() != 5 || !code.is_ascii() {
            return Err(ErreurExtraction::generale(format!(
                "« {code} » n’est pas un code de cinq signes."
            )));
        }
        let aujourd_hui = |code: &str| {
            rangees
                .get(code)
                .is_some_and(|rangee| rangee.nature == Type::Actuelle.nature())
        };
        let attendu = matches!(rangee.nature, "COMD" | "COMA" | ANCIENNE);
        if attendu != aujourd_hui(&rangee.successeur) {
            return Err(ErreurExtraction::generale(format!(
                "le code {code} ({}) mène à « {} », qui n’est pas une commune d’aujourd’hui.",
                rangee.nature, rangee.successeur
            )));
        }
    }
    Ok(())
}

/// The table is searched in place: no cell may hold a comma, a quote or a line break.
fn sans_virgule(nom: String) -> Result<String, ErreurExtraction> {
    if nom.contains([',', '"', '\n', '\r']) {
        return Err(ErreurExtraction::generale(format!(
            "le nom « {nom} » contient une virgule ou un guillemet : la table ne sait pas le porter."
        )));
    }
    Ok(nom)
}

fn en_double(code: &str) -> ErreurExtraction {
    ErreurExtraction::generale(format!("le code {code} est donné deux fois."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entrees(json: &str) -> Result<Vec<String>, ErreurExtraction> {
        let rangees = ranger(serde_json::from_str(json).unwrap())?;
        Ok(rangees
            .into_iter()
            .map(|(code, r)| {
                [
                    &code,
                    &r.nom,
                    &r.departement,
                    &r.successeur,
                    r.nature,
                    &r.autre_nom,
                ]
                .join(",")
            })
            .collect())
    }

    const ENTREES: &str = r#"[
        {"code":"50129","nom":"Cherbourg-en-Cotentin","type":"commune-actuelle","departement":"50","anciensCodes":["50383","50416"],"codesPostaux":["50100"]},
        {"code":"50129","nom":"Cherbourg-Octeville","type":"commune-deleguee","departement":"50","chefLieu":"50129"},
        {"code":"50416","nom":"La Glacerie","type":"commune-deleguee","departement":"50","chefLieu":"50129"},
        {"code":"75101","nom":"Paris 1er Arrondissement","type":"arrondissement-municipal","departement":"75","commune":"75056"}
    ]"#;

    #[test]
    fn a_row_for_each_code_and_the_name_of_the_delegated_one_kept() {
        assert_eq!(
            entrees(ENTREES).unwrap(),
            [
                "50129,Cherbourg-en-Cotentin,50,,COM,Cherbourg-Octeville",
                "50383,,50,50129,ANC,",
                "50416,La Glacerie,50,50129,COMD,",
                "75101,Paris 1er Arrondissement,75,,ARM,",
            ]
        );
    }

    #[test]
    fn a_code_given_twice_a_lost_seat_and_a_comma_are_refused() {
        let cas = [
            (
                ENTREES.replace("\"50383\"", "\"75101\""),
                "75101 est donné deux fois",
            ),
            (
                ENTREES.replace("\"chefLieu\":\"50129\"", "\"chefLieu\":\"50000\""),
                "qui n’est pas une commune",
            ),
            (ENTREES.replace("La Glacerie", "Glacerie, La"), "virgule"),
            (ENTREES.replace("50416", "5041"), "cinq signes"),
        ];
        for (json, mot) in cas {
            let erreur = entrees(&json).unwrap_err();
            assert!(erreur.message.contains(mot), "{erreur}");
        }
    }

    #[test]
    fn the_year_is_that_of_the_version_in_the_table_of_the_package() {
        let table =
            "| Année | Version |\n|---|---|\n| 2026  | 6.0.0  | `npm` |\n| 2025 | 5.3.0 | x |\n";
        assert_eq!(annee(table, "6.0.0").unwrap(), 2026);
        assert_eq!(annee(table, "5.3.0").unwrap(), 2025);
        assert!(annee(table, "5.3").is_err());
    }
}
