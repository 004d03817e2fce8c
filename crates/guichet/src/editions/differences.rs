//! Two TOML files, key by key: what was added, removed, changed, named as the files name it.

use serde::Serialize;
use toml::{Table, Value};

/// What names an element of a repeated table, the best first.
const IDENTITES: [&str; 4] = ["code", "cle", "nom", "id"];
/// What sums up an element that was added or removed.
const RESUME: [&str; 7] = [
    "nom", "phrase", "libelle", "titre", "section", "valeur", "unite",
];

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NatureDeChangement {
    /// It is new.
    Ajout,
    /// It is gone.
    Retrait,
    /// It says something else.
    Changement,
}

/// A difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Changement {
    /// What happened.
    pub nature: NatureDeChangement,
    /// What it is about: a rule, a parameter, a field; empty for the file itself.
    pub objet: String,
    /// The key inside (`exige.nombre.au_plus`); empty for the whole of it.
    pub cle: String,
    /// What it said.
    pub avant: Option<String>,
    /// What it says.
    pub apres: Option<String>,
}

impl Changement {
    /// A change of a whole, told by two texts.
    pub(super) fn entier(cle: &str, avant: &str, apres: &str) -> Self {
        Self::new("", cle, Some(avant.to_owned()), Some(apres.to_owned()))
    }

    fn new(objet: &str, cle: &str, avant: Option<String>, apres: Option<String>) -> Self {
        let nature = match (&avant, &apres) {
            (None, _) => NatureDeChangement::Ajout,
            (_, None) => NatureDeChangement::Retrait,
            _ => NatureDeChangement::Changement,
        };
        Self {
            nature,
            objet: objet.to_owned(),
            cle: cle.to_owned(),
            avant,
            apres,
        }
    }
}

/// What differs, in the order of the keys.
pub(super) fn differences(avant: &Table, apres: &Table) -> Vec<Changement> {
    let mut changements = Vec::new();
    for cle in cles(avant, apres) {
        match (avant.get(cle), apres.get(cle)) {
            // A table of the file is an object of its own: a parameter, for instance.
            (Some(Value::Table(une)), Some(Value::Table(autre))) => {
                tables(cle, "", une, autre, &mut changements);
            }
            (Some(Value::Table(une)), None) => {
                changements.push(Changement::new(cle, "", Some(resume(une, "")), None));
            }
            (None, Some(Value::Table(autre))) => {
                changements.push(Changement::new(cle, "", None, Some(resume(autre, ""))));
            }
            (une, autre) => {
                let vide = Value::Array(Vec::new());
                match (une, autre) {
                    (Some(une), Some(autre)) => valeurs("", cle, une, autre, &mut changements),
                    (Some(une @ Value::Array(_)), None) => {
                        valeurs("", cle, une, &vide, &mut changements);
                    }
                    (None, Some(autre @ Value::Array(_))) => {
                        valeurs("", cle, &vide, autre, &mut changements);
                    }
                    (une, autre) => changements.push(Changement::new(
                        "",
                        cle,
                        une.map(en_mots),
                        autre.map(en_mots),
                    )),
                }
            }
        }
    }
    changements
}

fn cles<'t>(une: &'t Table, autre: &'t Table) -> Vec<&'t str> {
    let nouvelles = autre.keys().filter(|cle| !une.contains_key(*cle));
    une.keys().chain(nouvelles).map(String::as_str).collect()
}

fn tables(
    objet: &str,
    chemin: &str,
    une: &Table,
    autre: &Table,
    changements: &mut Vec<Changement>,
) {
    for cle in cles(une, autre) {
        let chemin = if chemin.is_empty() {
            cle.to_owned()
        } else {
            format!("{chemin}.{cle}")
        };
        match (une.get(cle), autre.get(cle)) {
            (Some(ancienne), Some(nouvelle)) => {
                valeurs(objet, &chemin, ancienne, nouvelle, changements);
            }
            (ancienne, nouvelle) => changements.push(Changement::new(
                objet,
                &chemin,
                ancienne.map(en_mots),
                nouvelle.map(en_mots),
            )),
        }
    }
}

fn valeurs(objet: &str, cle: &str, une: &Value, autre: &Value, changements: &mut Vec<Changement>) {
    if une == autre {
        return;
    }
    match (une, autre) {
        (Value::Table(une), Value::Table(autre)) => tables(objet, cle, une, autre, changements),
        (Value::Array(unes), Value::Array(autres)) => match identite(unes, autres) {
            Some(identite) => elements(objet, identite, unes, autres, changements),
            None => ensembles(objet, cle, unes, autres, changements),
        },
        _ => changements.push(Changement::new(
            objet,
            cle,
            Some(en_mots(une)),
            Some(en_mots(autre)),
        )),
    }
}

/// The key by which every element of both is known, once each; none when they are not such tables.
fn identite(unes: &[Value], autres: &[Value]) -> Option<&'static str> {
    let connait = |elements: &[Value], cle: &str| {
        let noms: Vec<Option<&str>> = elements
            .iter()
            .map(|element| element.get(cle).and_then(Value::as_str))
            .collect();
        noms.iter()
            .enumerate()
            .all(|(rang, nom)| nom.is_some() && !noms[..rang].contains(nom))
    };
    if unes.is_empty() && autres.is_empty() {
        return None;
    }
    IDENTITES
        .into_iter()
        .find(|cle| connait(unes, cle) && connait(autres, cle))
}

/// Elements known by a name: each is an object, or a part of the one that holds it.
fn elements(
    objet: &str,
    identite: &str,
    unes: &[Value],
    autres: &[Value],
    changements: &mut Vec<Changement>,
) {
    let nom = |element: &Value| -> String {
        let nom = element.get(identite).and_then(Value::as_str);
        nom.unwrap_or_default().to_owned()
    };
    let complet = |nom: &str| {
        if objet.is_empty() {
            nom.to_owned()
        } else {
            format!("{objet} · {nom}")
        }
    };
    let resume_de = |element: &Value| element.as_table().map(|table| resume(table, identite));
    for une in unes {
        let le_nom = nom(une);
        let complet = complet(&le_nom);
        match autres.iter().find(|autre| nom(autre) == le_nom) {
            Some(autre) => valeurs(&complet, "", une, autre, changements),
            None => changements.push(Changement::new(&complet, "", resume_de(une), None)),
        }
    }
    for autre in autres {
        let le_nom = nom(autre);
        if !unes.iter().any(|une| nom(une) == le_nom) {
            let resume = resume_de(autre);
            changements.push(Changement::new(&complet(&le_nom), "", None, resume));
        }
    }
}

/// Values without names: what came, what went, or the order when nothing did.
fn ensembles(
    objet: &str,
    cle: &str,
    unes: &[Value],
    autres: &[Value],
    changements: &mut Vec<Changement>,
) {
    let avant = changements.len();
    for une in unes.iter().filter(|une| !autres.contains(une)) {
        changements.push(Changement::new(objet, cle, Some(en_mots(une)), None));
    }
    for autre in autres.iter().filter(|autre| !unes.contains(autre)) {
        changements.push(Changement::new(objet, cle, None, Some(en_mots(autre))));
    }
    if changements.len() == avant {
        let tous = |valeurs: &[Value]| Some(en_mots(&Value::Array(valeurs.to_vec())));
        changements.push(Changement::new(objet, cle, tous(unes), tous(autres)));
    }
}

/// What an element says, short; all of it when it has nothing known.
fn resume(table: &Table, identite: &str) -> String {
    let mots: Vec<String> = RESUME
        .into_iter()
        .filter(|cle| *cle != identite)
        .filter_map(|cle| table.get(cle))
        .map(en_mots)
        .collect();
    if mots.is_empty() {
        return en_mots(&Value::Table(table.clone()));
    }
    mots.join(" · ")
}

/// A text as it is, a list with commas, the rest as the file would write it.
pub(crate) fn en_mots(valeur: &Value) -> String {
    match valeur {
        Value::String(texte) => texte.clone(),
        Value::Boolean(true) => "oui".to_owned(),
        Value::Boolean(false) => "non".to_owned(),
        Value::Array(valeurs) if valeurs.is_empty() => "rien".to_owned(),
        Value::Array(valeurs) if valeurs.iter().all(Value::is_str) => {
            valeurs.iter().map(en_mots).collect::<Vec<_>>().join(", ")
        }
        autre => autre.to_string(),
    }
}
