//! What is read of each form, and what is said of each fault.

mod fautes;
mod formes;
mod hostiles;

use std::io::Cursor;

use guichet_instruction::dossier::ValeurDeChamp;
use guichet_instruction::{Dossier, Schema};

use super::*;
use crate::Donnees;
use crate::instruction::Instruction;

/// The fields of a dossier, or its faults.
type Champs = Result<Vec<String>, Vec<String>>;

/// What a reading gives.
#[derive(Debug)]
pub struct Lecture {
    /// Line of each dossier, and its fields in words, or its faults: `ou, champ : message`.
    pub dossiers: Vec<(u64, Champs)>,
    pub references: Vec<Option<String>>,
    pub avis: Vec<String>,
    pub erreur: Option<ErreurDeLecture>,
}

impl Lecture {
    /// The faults of every dossier, a line each.
    pub fn fautes(&self) -> Vec<String> {
        let fautes = self.dossiers.iter().filter_map(|(_, d)| d.as_ref().err());
        fautes.flatten().cloned().collect()
    }

    pub fn lignes(&self) -> Vec<u64> {
        self.dossiers.iter().map(|(ligne, _)| *ligne).collect()
    }

    /// What refuses the whole, a line each.
    pub fn refus(&self) -> Vec<String> {
        self.erreur
            .iter()
            .flat_map(ErreurDeLecture::lignes)
            .collect()
    }
}

pub fn schema() -> Schema {
    let instruction = Instruction::ouvrir(&Donnees::embarquees(), "contrat-pro", None).unwrap();
    instruction.schema().clone()
}

pub fn lire_octets(octets: &[u8]) -> Lecture {
    lire_feuille(octets, None)
}

pub fn lire_feuille(octets: &[u8], feuille: Option<&str>) -> Lecture {
    let schema = schema();
    let mut lecture = Lecture {
        dossiers: Vec::new(),
        references: Vec::new(),
        avis: Vec::new(),
        erreur: None,
    };
    let options = OptionsDeLecture {
        feuille: feuille.map(str::to_owned),
    };
    let source = Box::new(Cursor::new(octets));
    let mut rang = 0;
    let lu = lire_flux(
        "d",
        source,
        &schema,
        &options,
        &mut |avis| lecture.avis.push(avis),
        &mut |lu| {
            rang += 1;
            assert_eq!(lu.place.rang, rang);
            let illisible = lu.dossier.as_ref().err();
            lecture.references.push(match &lu.dossier {
                Ok(d) => schema
                    .rang("reference")
                    .and_then(|r| d.texte(r))
                    .map(str::to_owned),
                Err(illisible) => illisible.reference.clone(),
            });
            let fautes = illisible.map(|illisible| {
                let fautes = illisible.fautes.iter().map(|faute| {
                    let ou = faute.ou.clone().unwrap_or_else(|| lu.place.to_string());
                    let champ = faute.champ.as_ref().map(|champ| format!(", {champ}"));
                    assert!(!faute.message.contains('\n'), "{}", faute.message);
                    format!("{ou}{} : {}", champ.unwrap_or_default(), faute.message)
                });
                fautes.collect::<Vec<_>>()
            });
            let dossier = match fautes {
                Some(fautes) => Err(fautes),
                None => Ok(en_mots(&schema, lu.dossier.as_ref().unwrap())),
            };
            lecture.dossiers.push((lu.place.ligne, dossier));
        },
    );
    lecture.erreur = lu.err();
    lecture
}

/// The fields that a dossier gives, with their values.
pub fn en_mots(schema: &Schema, dossier: &Dossier) -> Vec<String> {
    fn mot(dossier: &Dossier, valeur: ValeurDeChamp) -> String {
        match valeur {
            ValeurDeChamp::Texte { .. } => dossier.texte_de(valeur).unwrap().to_owned(),
            ValeurDeChamp::Booleen(vrai) => vrai.to_string(),
            ValeurDeChamp::Entier(nombre) => nombre.to_string(),
            ValeurDeChamp::Date(jour) => jour.to_string(),
            ValeurDeChamp::Fraction(part) => {
                format!("{}/{}", part.numerateur(), part.denominateur())
            }
            ValeurDeChamp::Choix(rang) => format!("#{rang}"),
            ValeurDeChamp::Nulle => "null".to_owned(),
            ValeurDeChamp::Absente => "?".to_owned(),
            ValeurDeChamp::Liste { .. } => unreachable!(),
        }
    }
    (0..)
        .map(guichet_instruction::Rang)
        .zip(schema.champs())
        .filter_map(|(rang, champ)| {
            let valeur = match dossier.valeur(rang) {
                ValeurDeChamp::Absente => return None,
                ValeurDeChamp::Liste { .. } => {
                    let liste = dossier.liste(rang).unwrap();
                    let mots: Vec<_> = liste.iter().map(|v| mot(dossier, *v)).collect();
                    format!("[{}]", mots.join(" "))
                }
                valeur => mot(dossier, valeur),
            };
            Some(format!("{}={valeur}", champ.nom))
        })
        .collect()
}
