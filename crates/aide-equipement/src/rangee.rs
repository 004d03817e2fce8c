//! One record of a repeated part of a dossier: a course with its pupils, a spending, a transfer.

use guichet_instruction::dossier::{TypeDeChamp, ValeurDeChamp};
use guichet_instruction::{Dossier, Rang, Schema};

use crate::formations::Dispositif;

/// A record, and where its values stand.
#[derive(Debug, Clone, Copy)]
pub struct Rangee<'a> {
    schema: &'a Schema,
    dossier: &'a Dossier,
    rang: usize,
}

impl<'a> Rangee<'a> {
    /// The records that have these fields, in order; none when the dossier does not give them.
    pub fn toutes(
        schema: &'a Schema,
        dossier: &'a Dossier,
        champs: &[Rang],
    ) -> Option<impl Iterator<Item = Self> + use<'a>> {
        let nombres = champs.iter().filter_map(|champ| dossier.liste(*champ));
        let nombre = nombres.map(<[_]>::len).max()?;
        Some((0..nombre).map(move |rang| Self {
            schema,
            dossier,
            rang,
        }))
    }

    /// A value of the record.
    pub fn valeur(&self, champ: Rang) -> ValeurDeChamp {
        let liste = self.dossier.liste(champ);
        liste
            .and_then(|valeurs| valeurs.get(self.rang))
            .copied()
            .unwrap_or(ValeurDeChamp::Absente)
    }

    /// A number, or cents.
    pub fn entier(&self, champ: Rang) -> Option<i64> {
        match self.valeur(champ) {
            ValeurDeChamp::Entier(nombre) => Some(nombre),
            _ => None,
        }
    }

    /// True or false.
    pub fn booleen(&self, champ: Rang) -> Option<bool> {
        match self.valeur(champ) {
            ValeurDeChamp::Booleen(vrai) => Some(vrai),
            _ => None,
        }
    }

    /// A text that holds something else than spaces.
    pub fn texte(&self, champ: Rang) -> Option<&'a str> {
        let texte = self.dossier.texte_de(self.valeur(champ));
        texte.filter(|texte| !texte.trim().is_empty())
    }

    /// The texts of a field that holds several; none when there is not one.
    pub fn textes(&self, champ: Rang) -> Option<Vec<&'a str>> {
        let valeurs = self.dossier.liste_de(self.valeur(champ))?;
        let textes = valeurs.iter().map(|&valeur| self.dossier.texte_de(valeur));
        textes.collect::<Option<Vec<_>>>().filter(|t| !t.is_empty())
    }

    /// The code of a value chosen, as the contract writes it.
    pub fn code(&self, champ: Rang) -> Option<&'a str> {
        code_du_choix(self.schema, champ, self.valeur(champ))
    }

    /// A line of the grant chosen.
    pub fn dispositif(&self, champ: Rang) -> Option<Dispositif> {
        self.code(champ).and_then(Dispositif::lire)
    }
}

/// The code of a value chosen, as the contract writes it.
pub fn code_du_choix(schema: &Schema, champ: Rang, valeur: ValeurDeChamp) -> Option<&str> {
    let ValeurDeChamp::Choix(rang) = valeur else {
        return None;
    };
    match &schema.champ(champ).genre {
        TypeDeChamp::Choix(valeurs) => valeurs.get(usize::from(rang)).map(|v| v.code.as_str()),
        _ => None,
    }
}
