//! `liste.toml`: what `codes.csv` must hold.

use std::collections::BTreeMap;

use guichet_socle::erreur::{lire_toml, plus_proche};
use guichet_socle::motif::Motif;
use guichet_socle::{ErreurEdition, Fichiers};
use serde::{Deserialize, Serialize};

/// A column of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Colonne {
    /// Its name in the header.
    pub nom: String,
    /// What it means, in French, for the documentation.
    #[serde(default)]
    pub sens: String,
    /// Whether no cell may be empty.
    #[serde(default)]
    pub obligatoire: bool,
    /// The pattern that a whole cell, unless empty, matches.
    #[serde(default)]
    pub motif: Option<String>,
    /// The only values of a cell that is not empty, when they are a closed set.
    #[serde(default)]
    pub valeurs: Vec<String>,
}

/// The description of a list.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schema {
    /// The columns that, together, are never twice the same.
    pub cle: Vec<String>,
    /// The number of rows announced.
    pub lignes: usize,
    /// The columns, in order.
    #[serde(rename = "colonne")]
    pub colonnes: Vec<Colonne>,
    /// For some columns, the number of rows announced for each value; no other value may appear.
    #[serde(default)]
    pub effectifs: BTreeMap<String, BTreeMap<String, usize>>,
}

impl Schema {
    /// Reads a description, and compiles the pattern of each column.
    ///
    /// # Errors
    /// The file is absent or is not such a description; a column is there twice; a pattern is faulty;
    /// the key or the announced numbers name a column that is not.
    pub fn lire(
        fichiers: &Fichiers,
        chemin: &str,
    ) -> Result<(Self, Vec<Option<Motif>>), ErreurEdition> {
        let mut fautes = Vec::new();
        let lu = Self::examiner(fichiers, chemin, &mut fautes);
        match (fautes.into_iter().next(), lu) {
            (Some(premiere), _) => Err(premiere),
            (None, Some(lu)) => Ok(lu),
            (None, None) => Err(ErreurEdition::du_fichier(
                chemin,
                "la description est illisible.",
            )),
        }
    }

    /// Reads a description and tells every fault of it; none when it cannot be read at all.
    pub fn examiner(
        fichiers: &Fichiers,
        chemin: &str,
        fautes: &mut Vec<ErreurEdition>,
    ) -> Option<(Self, Vec<Option<Motif>>)> {
        let lu = fichiers
            .texte(chemin)
            .and_then(|texte| Ok((texte, lire_toml::<Self>(chemin, texte)?)));
        let (texte, schema) = match lu {
            Ok(lu) => lu,
            Err(erreur) => {
                fautes.push(erreur);
                return None;
            }
        };
        let en_faute = |mot: &str, message: String| match texte.find(mot) {
            Some(octet) => ErreurEdition::a_l_octet(chemin, texte, octet, message),
            None => ErreurEdition::du_fichier(chemin, message),
        };
        let mut motifs = Vec::with_capacity(schema.colonnes.len());
        for (rang, colonne) in schema.colonnes.iter().enumerate() {
            if schema.colonnes[..rang].iter().any(|c| c.nom == colonne.nom) {
                fautes.push(en_faute(
                    &format!("nom = \"{}\"", colonne.nom),
                    format!(
                        "la colonne « {} » est décrite deux fois ; gardez-en une.",
                        colonne.nom
                    ),
                ));
            }
            motifs.push(colonne.motif.as_deref().and_then(|expression| {
                let motif = Motif::entier(expression);
                if motif.is_err() {
                    fautes.push(en_faute(
                        expression,
                        format!(
                            "colonne « {} » : le motif {expression} n’est pas une expression régulière en ASCII ; corrigez-le.",
                            colonne.nom
                        ),
                    ));
                }
                motif.ok()
            }));
        }
        if schema.cle.is_empty() {
            fautes.push(en_faute(
                "cle",
                "la clé ne nomme aucune colonne ; dites lesquelles ne se répètent jamais.".into(),
            ));
        }
        for (nom, place) in schema
            .cle
            .iter()
            .map(|nom| (nom, "cle"))
            .chain(schema.effectifs.keys().map(|nom| (nom, "[effectifs")))
        {
            if schema.rang(nom).is_none() {
                let connues = schema.colonnes.iter().map(|c| c.nom.as_str());
                let conseil = plus_proche(nom, connues).map_or(String::new(), |proche| {
                    format!(" Vouliez-vous dire « {proche} » ?")
                });
                fautes.push(en_faute(
                    place,
                    format!("« {nom} » n’est pas une colonne de la liste ; décrivez-la.{conseil}"),
                ));
            }
        }
        Some((schema, motifs))
    }

    /// The rank of a column.
    pub fn rang(&self, nom: &str) -> Option<usize> {
        self.colonnes.iter().position(|c| c.nom == nom)
    }
}
