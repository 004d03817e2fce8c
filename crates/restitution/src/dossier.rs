//! What a dossier is made of, for whoever writes one: a table of its fields, and empty models to fill.

use std::fmt::Write as _;

use guichet::moteur::Schema;
use guichet::moteur::dossier::{Champ, TypeDeChamp};
use guichet::moteur::entretien::nature_du_champ;
use serde_json::{Map, Value};

use crate::lignes::replier;

/// Spaces between two columns.
const ENTRE: usize = 2;
/// Spaces before what a field means.
const RETRAIT: usize = 4;

/// The fields of a dossier, in order: name, form, example, whether it may be absent, meaning.
#[must_use]
pub fn champs_en_texte(schema: &Schema, largeur: usize) -> String {
    let rangees: Vec<[&str; 4]> = schema
        .champs()
        .iter()
        .map(|champ| {
            [
                champ.nom.as_str(),
                nature_du_champ(champ),
                champ.exemple.as_str(),
                if champ.facultatif {
                    "facultatif"
                } else {
                    "nécessaire"
                },
            ]
        })
        .collect();
    let titres = ["Champ", "Forme", "Exemple", ""];
    let largeurs: [usize; 3] = std::array::from_fn(|colonne| {
        rangees
            .iter()
            .chain([&titres])
            .map(|rangee| rangee[colonne].chars().count())
            .max()
            .unwrap_or(0)
            + ENTRE
    });
    let mut texte = String::new();
    for (rangee, champ) in
        std::iter::once((&titres, None)).chain(rangees.iter().zip(schema.champs().iter().map(Some)))
    {
        let mut ligne = String::new();
        for (colonne, mot) in rangee.iter().enumerate() {
            let place = largeurs.get(colonne).copied().unwrap_or(0);
            let _ = write!(ligne, "{mot:place$}");
        }
        texte.push_str(ligne.trim_end());
        texte.push('\n');
        if let Some(champ) = champ {
            let sens = replier(&sens(champ), largeur, RETRAIT);
            let _ = writeln!(texte, "{:RETRAIT$}{sens}", "");
        }
    }
    texte.push_str(
        "\nUn champ « nécessaire » que l’on ne connaît pas se laisse de côté : la décision dit alors ce qui manque.\n",
    );
    texte.push_str(
        "En JSON, les points sont des objets ; dans un tableau, les valeurs d’une liste se séparent par une barre |.\n",
    );
    if let Some(champ) = schema.champs().iter().find(|champ| champ.plusieurs) {
        let _ = writeln!(
            texte,
            "Les valeurs de {} sont une liste dans chaque objet ; dans un tableau, un signe + les sépare entre deux barres.",
            champ.nom
        );
    }
    texte
}

/// What a field means, and the values it takes.
fn sens(champ: &Champ) -> String {
    let mut sens = majuscule(&champ.libelle);
    if let TypeDeChamp::Choix(valeurs) = &champ.genre {
        let codes: Vec<String> = valeurs
            .iter()
            .map(|valeur| format!("{} ({})", valeur.code, valeur.libelle))
            .collect();
        let _ = write!(sens, " : {}", codes.join(", "));
    }
    sens.push('.');
    if let Some(aide) = &champ.aide {
        let _ = write!(sens, " {aide}");
    }
    if let Some(nul) = &champ.nul {
        let _ = write!(
            sens,
            " null en JSON, ou une cellule vide, veut dire « {nul} »."
        );
    }
    if let Some(autre) = &champ.sauf_si_connu {
        let _ = write!(sens, " Inutile quand {autre} est donné.");
    }
    sens
}

fn majuscule(texte: &str) -> String {
    let mut lettres = texte.chars();
    match lettres.next() {
        Some(premiere) => premiere.to_uppercase().chain(lettres).collect(),
        None => String::new(),
    }
}

/// The header of a table, as spreadsheets in French read it.
#[must_use]
pub fn modele_csv(schema: &Schema) -> String {
    let noms: Vec<&str> = schema.champs().iter().map(|c| c.nom.as_str()).collect();
    format!("\u{feff}{}\r\n", noms.join(";"))
}

/// An object with every key, null where nothing is known.
#[must_use]
pub fn modele_json(schema: &Schema) -> String {
    let mut objet = Map::new();
    for champ in schema.champs() {
        // Null would say something: an empty text has to be replaced.
        let vide = match champ.nul {
            Some(_) => Value::String(String::new()),
            None => Value::Null,
        };
        match &champ.groupe {
            Some(groupe) => ranger(&mut objet, groupe, Value::Null),
            None => ranger(&mut objet, &champ.nom, vide),
        }
    }
    let mut texte = format!("{:#}", Value::Object(objet));
    texte.push('\n');
    texte
}

fn ranger(objet: &mut Map<String, Value>, nom: &str, valeur: Value) {
    match nom.split_once('.') {
        None => {
            objet.insert(nom.to_owned(), valeur);
        }
        Some((tete, reste)) => {
            let dedans = objet
                .entry(tete.to_owned())
                .or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(dedans) = dedans {
                ranger(dedans, reste, valeur);
            }
        }
    }
}
