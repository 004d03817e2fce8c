//! The words of an edition that its decisions repeat, kept once.

use guichet_socle::Edition;
use guichet_socle::Lecture;
use guichet_socle::condition::{Condition, Conditions};
use guichet_socle::mot::graver;

use crate::commun::Fait;
use crate::dossier::Schema;

/// The words of a rule that decisions repeat.
#[derive(Debug, Clone, Copy)]
pub struct MotsDeRegle {
    /// Its code.
    pub code: &'static str,
    /// Its name.
    pub nom: &'static str,
    /// Where the document says so, in words.
    pub source: &'static str,
}

/// The words of an edition that decisions repeat.
#[derive(Debug, Clone)]
pub struct Mots {
    /// Its identifier.
    pub edition: &'static str,
    /// SHA-256 of its files.
    pub empreinte: &'static str,
    /// The rules, in the order of the conditions.
    pub regles: Vec<MotsDeRegle>,
    /// The facts, in the order of `Commun::faits`.
    pub faits: Vec<&'static str>,
    /// The fields, in the order of the schema.
    pub champs: Vec<&'static str>,
    /// What is missing when a field is: its name, or that of its repeated record.
    pub manques: Vec<&'static str>,
    /// The entries of `Commun::lectures`, and their questions.
    pub lectures: Vec<(&'static str, &'static str)>,
}

impl Mots {
    /// Those of an edition: of its files, its rules, its fields, its facts, its entries of the register.
    pub(crate) fn de(
        edition: &Edition,
        empreinte: &str,
        conditions: &Conditions,
        (schema, faits, lectures): (&Schema, &[Fait], &[Lecture]),
    ) -> Self {
        Self {
            edition: graver(&edition.id),
            empreinte: graver(empreinte),
            regles: mots_des_regles(edition, conditions),
            faits: faits.iter().map(|f| graver(&f.declare.nom)).collect(),
            champs: schema.champs().iter().map(|c| graver(&c.nom)).collect(),
            manques: (schema.champs().iter())
                .map(|champ| graver(champ.groupe.as_ref().unwrap_or(&champ.nom)))
                .collect(),
            lectures: (lectures.iter())
                .map(|lecture| (graver(&lecture.id), graver(&lecture.question)))
                .collect(),
        }
    }
}

fn mots_des_regles(edition: &Edition, conditions: &Conditions) -> Vec<MotsDeRegle> {
    let source = |condition: &Condition| {
        edition
            .sources
            .get(condition.source.get_ref())
            .map(|source| format!("{}, {}", source.titre, source.section))
            .unwrap_or_default()
    };
    (conditions.conditions.iter())
        .map(|condition| MotsDeRegle {
            code: graver(condition.code.get_ref()),
            nom: graver(&condition.nom),
            source: graver(&source(condition)),
        })
        .collect()
}
