//! What a schema says of a field to people, in French: the document's words, not those of the language.

use std::fmt::Write as _;

use guichet_nomenclatures::cyclades::Domaine;

use super::regles::Formes;
use crate::EditionCyclades;
use crate::champs::{Bloc, Cas, Champ};

/// The texts of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Documentation {
    /// « L’adresse mail ».
    pub titre: String,
    /// What is demanded, circumstance by circumstance, a sentence each.
    pub demandes: Vec<String>,
    /// Rules that are errors and that the schema says in full.
    pub regles: Vec<String>,
    /// Those that it does not say, or not in full.
    pub non_dites: Vec<String>,
    /// Where the document speaks of the field.
    pub source: String,
    /// A right value.
    pub exemple: String,
}

impl Documentation {
    /// All of it, a line each.
    #[must_use]
    pub fn lignes(&self) -> Vec<String> {
        let mut lignes = vec![format!("{}.", self.titre)];
        lignes.extend(self.demandes.iter().cloned());
        if !self.regles.is_empty() {
            lignes.push(format!("Règles : {}.", self.regles.join(", ")));
        }
        if !self.non_dites.is_empty() {
            lignes.push(format!(
                "Règles que ce schéma ne dit pas, ou pas entièrement : {}.",
                self.non_dites.join(", ")
            ));
        }
        lignes.push(format!("Source : {}.", self.source));
        lignes.push(format!("Exemple : {}", self.exemple));
        lignes
    }
}

/// The texts of a field, for some exams.
pub fn de(
    edition: &EditionCyclades,
    champ: &Champ,
    domaines: &[Domaine],
    formes: &Formes,
) -> Documentation {
    let mut demandes: Vec<String> = Vec::new();
    for cas in &champ.cas {
        let des_domaines = cas.domaines.is_empty()
            || (cas.domaines.iter()).any(|d| domaines.iter().any(|s| s.code() == d.get_ref()));
        let demande = if des_domaines {
            demande(edition, cas)
        } else {
            String::new()
        };
        if !demande.is_empty() {
            demandes.push(demande);
        }
    }
    let sous_condition =
        (champ.cas.iter()).any(|c| c.obligatoire && !(c.si.is_empty() && c.sauf.is_empty()));
    if champ.bloc == Bloc::Entete {
        demandes.insert(0, "Obligatoire dans un fichier XML.".to_owned());
    } else if !formes.obligatoire && sous_condition {
        demandes.insert(0, "Facultatif, sauf dans le cas dit plus bas.".to_owned());
    } else if !formes.obligatoire {
        demandes.insert(0, "Facultatif.".to_owned());
    }
    if formes.possibles.is_empty() {
        demandes = vec!["Toujours vide pour cet examen.".to_owned()];
    }
    let codes = |dites: bool| {
        formes
            .regles
            .iter()
            .filter(|(_, d)| **d == dites)
            .map(|(code, _)| code.clone())
            .collect()
    };
    Documentation {
        titre: majuscule(&champ.libelle),
        demandes,
        regles: codes(true),
        non_dites: codes(false),
        source: (edition.edition.sources.get(champ.source.get_ref())).map_or_else(
            || champ.source.get_ref().clone(),
            |source| format!("{}, {}", source.titre, source.section),
        ),
        exemple: champ.exemple.clone(),
    }
}

/// What a case demands: « Si le pays de résidence est 100 : obligatoire ; 5 caractères. »
fn demande(edition: &EditionCyclades, cas: &Cas) -> String {
    let mut mots: Vec<String> = Vec::new();
    if cas.obligatoire {
        mots.push("obligatoire".to_owned());
    }
    if let Some(longueur) = cas.longueur {
        mots.push(caracteres(longueur));
    }
    if let Some(max) = cas.longueur_max {
        mots.push(format!("{} au plus", caracteres(max)));
    }
    if let Some(classe) = &cas.caracteres {
        mots.push(format!(
            "caractères admis : {}",
            edition.libelle_de_classe(classe.get_ref())
        ));
    }
    if let Some(motif) = &cas.motif {
        mots.push(format!("de la forme {}", motif.get_ref()));
    }
    if let Some(liste) = &cas.liste {
        mots.push(
            match liste.get_ref().as_str() {
                "categories" => "un code de la liste des catégories de l’examen",
                "departements" => "un code de la liste des départements",
                "enseignements" => "un code de la liste des enseignements de l’examen",
                "langues" => "un code de la liste des langues",
                "pays" => "un code de la liste des pays",
                "pays_ou_autre" => "un code de la liste des pays, ou AUT",
                "pcs" => "un code de la liste des catégories socio-professionnelles",
                "specialites" => "un code de la liste des spécialités de l’examen",
                autre => autre,
            }
            .to_owned(),
        );
    }
    if mots.is_empty() {
        return String::new();
    }
    let sens = |nom: &str| {
        (edition.faits.iter())
            .find(|fait| fait.nom == nom)
            .map_or_else(|| nom.to_owned(), |fait| fait.sens.clone())
    };
    let mut garde = String::new();
    for (mot, noms) in [("Si", &cas.si), ("Sauf si", &cas.sauf)] {
        for nom in noms {
            let lien = if garde.is_empty() { mot } else { "et" };
            let _ = write!(garde, "{lien} {} ", sens(nom.get_ref()));
        }
    }
    let demande = mots.join(" ; ");
    if garde.is_empty() {
        format!("{}.", majuscule(&demande))
    } else {
        format!("{garde}: {demande}.")
    }
}

fn caracteres(nombre: u32) -> String {
    format!("{nombre} caractère{}", if nombre > 1 { "s" } else { "" })
}

fn majuscule(texte: &str) -> String {
    let mut lettres = texte.chars();
    lettres.next().map_or_else(String::new, |premiere| {
        premiere.to_uppercase().chain(lettres).collect()
    })
}
