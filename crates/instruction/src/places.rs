//! Where each fact of an edition stands in its storage.

use guichet_socle::ErreurEdition;
use guichet_socle::programme::{FaitDeclare, Nature};

use crate::commun::{Fait, FaitDerive, Unite};
use crate::dossier::{Rang, Schema, TypeDeChamp};
use crate::etabli::{NOMBRES_MAX, TEXTES_MAX};

/// The fields that conditions can name, then the derived facts, each with its place in its storage.
pub fn declarer_les_faits(
    schema: &Schema,
    derives: &[FaitDerive<'_>],
) -> Result<Vec<Fait>, ErreurEdition> {
    let mut places = Places::default();
    let mut faits = Vec::new();
    for (place, champ) in schema.champs().iter().enumerate() {
        let rang = Rang(u8::try_from(place).unwrap_or(u8::MAX));
        let (nature, unite) = match (&champ.genre, champ.liste) {
            // A list or a share is for derived facts: it keeps a place that no condition can read.
            (_, true) | (TypeDeChamp::Fraction | TypeDeChamp::Booleen, false) => {
                (Nature::Booleen, Unite::Nombre)
            }
            (TypeDeChamp::Date, false) => (Nature::Date, Unite::Nombre),
            (TypeDeChamp::Entier { .. }, false) => (Nature::Nombre, Unite::Nombre),
            (TypeDeChamp::Centimes { .. }, false) => (Nature::Nombre, Unite::Centimes),
            _ => (Nature::Texte, Unite::Nombre),
        };
        faits.push(Fait {
            declare: FaitDeclare {
                nom: champ.nom.clone(),
                nature,
                rang: places.suivante(nature, schema)?,
                sens: champ.libelle.clone(),
            },
            unite,
            champ: Some(rang),
            champs: rang.bit(),
        });
    }
    for derive in derives {
        let mut champs = 0;
        for nom in derive.champs {
            champs |= schema.requis(nom)?.bit();
        }
        faits.push(Fait {
            declare: FaitDeclare {
                nom: derive.nom.to_owned(),
                nature: derive.nature,
                rang: places.suivante(derive.nature, schema)?,
                sens: derive.sens.to_owned(),
            },
            unite: derive.unite,
            champ: None,
            champs,
        });
    }
    Ok(faits)
}

/// How many places of each storage are taken.
#[derive(Default)]
struct Places {
    textes: u8,
    nombres: u8,
    booleens: u8,
}

impl Places {
    fn suivante(&mut self, nature: Nature, schema: &Schema) -> Result<u8, ErreurEdition> {
        let (prises, max, mots) = match nature {
            Nature::Texte => (&mut self.textes, TEXTES_MAX, "textes"),
            Nature::Nombre | Nature::Date => (&mut self.nombres, NOMBRES_MAX, "nombres et dates"),
            Nature::Booleen => (&mut self.booleens, 64, "vrai ou faux"),
        };
        let place = *prises;
        if usize::from(place) == max {
            return Err(ErreurEdition::du_fichier(
                schema.fichier.clone(),
                format!("une édition a au plus {max} faits « {mots} » ; retirez-en."),
            ));
        }
        *prises += 1;
        Ok(place)
    }
}
