//! What a fact or a step reads: a field, a fact above, a parameter, a number.

use guichet_instruction::dossier::{TypeDeChamp, ValeurDeChamp};
use guichet_instruction::{Dossier, Rang, Schema};
use guichet_socle::programme::Nature;
use guichet_socle::{AnneeScolaire, ErreurEdition};
use jiff::civil::Date;
use serde::Deserialize;
use toml::Spanned;

use crate::fichier::Fichier;

/// As an edition writes it: `"apprenti.date_naissance"`, `"parametre.forfait"`, `12`.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Ecrit {
    /// A number.
    Nombre(i64),
    /// A field, a fact or a parameter, by its name.
    Nom(String),
}

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Genre {
    /// A whole number, cents included.
    Nombre,
    /// A day.
    Date,
    /// True or false.
    Booleen,
    /// A code or a text.
    Texte,
    /// Several values of a field.
    Liste,
}

impl Genre {
    fn en_mots(self) -> &'static str {
        match self {
            Self::Nombre => "un nombre",
            Self::Date => "une date",
            Self::Booleen => "vrai ou faux",
            Self::Texte => "un texte",
            Self::Liste => "une liste",
        }
    }

    /// As conditions know it; a list is for facts alone.
    pub(crate) fn nature(self) -> Nature {
        match self {
            Self::Nombre => Nature::Nombre,
            Self::Date => Nature::Date,
            Self::Texte => Nature::Texte,
            Self::Booleen | Self::Liste => Nature::Booleen,
        }
    }
}

/// Where a value is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operande {
    /// A field of the dossier.
    Champ(Rang),
    /// A fact declared above.
    Fait(usize),
    /// A number of the edition.
    Constante(i64),
}

/// A value of a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Valeur<'d> {
    /// A whole number.
    Nombre(i64),
    /// A day.
    Date(Date),
    /// True or false.
    Booleen(bool),
    /// A text.
    Texte(&'d str),
    /// Several values.
    Liste(&'d [ValeurDeChamp]),
}

impl Valeur<'_> {
    /// The number, if it is one.
    #[must_use]
    pub fn nombre(self) -> Option<i64> {
        match self {
            Self::Nombre(nombre) => Some(nombre),
            _ => None,
        }
    }

    /// The day, if it is one.
    #[must_use]
    pub fn date(self) -> Option<Date> {
        match self {
            Self::Date(jour) => Some(jour),
            _ => None,
        }
    }
}

/// A field as a value; a school year is a text.
pub(crate) fn valeur_du_champ<'d>(
    schema: &'d Schema,
    dossier: &'d Dossier,
    rang: Rang,
) -> Option<Valeur<'d>> {
    match dossier.valeur(rang) {
        ValeurDeChamp::Entier(nombre) => Some(Valeur::Nombre(nombre)),
        ValeurDeChamp::Date(jour) => Some(Valeur::Date(jour)),
        ValeurDeChamp::Booleen(vrai) => Some(Valeur::Booleen(vrai)),
        ValeurDeChamp::Texte { .. } => dossier.texte(rang).map(Valeur::Texte),
        ValeurDeChamp::Liste { .. } => dossier.liste(rang).map(Valeur::Liste),
        ValeurDeChamp::Choix(choix) => match &schema.champ(rang).genre {
            TypeDeChamp::Choix(valeurs) => valeurs
                .get(usize::from(choix))
                .map(|valeur| Valeur::Texte(&valeur.code)),
            _ => None,
        },
        ValeurDeChamp::Absente | ValeurDeChamp::Nulle | ValeurDeChamp::Fraction(_) => None,
    }
}

/// The day that a field gives: its own, or the first one of a school year.
pub(crate) fn jour_du_champ(dossier: &Dossier, rang: Rang) -> Option<Date> {
    dossier.date(rang).or_else(|| {
        let texte = dossier.texte(rang)?;
        AnneeScolaire::lire(texte)?.premier_jour()
    })
}

/// The names that a fact or a step may use, where it stands.
pub(crate) struct Noms<'a> {
    pub schema: &'a Schema,
    /// The facts above: name, kind, fields they rest on.
    pub faits: &'a [(String, Genre, u64)],
    /// The parameters that are numbers.
    pub parametres: &'a [(String, i64)],
}

/// What a name stands for: where, what it is, the fields it rests on.
pub(crate) struct Trouve {
    pub operande: Operande,
    pub genre: Genre,
    pub champs: u64,
}

impl Noms<'_> {
    /// Finds a name, and checks that it is what is needed there.
    pub fn trouver(
        &self,
        fichier: &Fichier<'_>,
        ecrit: &Spanned<Ecrit>,
        voulu: Genre,
    ) -> Result<Trouve, ErreurEdition> {
        let trouve = self.chercher(fichier, ecrit)?;
        if trouve.genre == voulu {
            return Ok(trouve);
        }
        let nom = match ecrit.get_ref() {
            Ecrit::Nom(nom) => nom.clone(),
            Ecrit::Nombre(nombre) => nombre.to_string(),
        };
        Err(fichier.erreur(
            ecrit.span().start,
            format!(
                "« {nom} » est {} ; il faut ici {}.",
                trouve.genre.en_mots(),
                voulu.en_mots()
            ),
        ))
    }

    /// Finds a name, whatever it is.
    pub fn chercher(
        &self,
        fichier: &Fichier<'_>,
        ecrit: &Spanned<Ecrit>,
    ) -> Result<Trouve, ErreurEdition> {
        let nom = match ecrit.get_ref() {
            Ecrit::Nombre(nombre) => return Ok(constante(*nombre)),
            Ecrit::Nom(nom) => nom.as_str(),
        };
        if let Some(parametre) = nom.strip_prefix("parametre.") {
            let trouve = self.parametres.iter().find(|(connu, _)| connu == parametre);
            if let Some((_, nombre)) = trouve {
                return Ok(constante(*nombre));
            }
        } else if let Some(rang) = self.schema.rang(nom) {
            return Ok(Trouve {
                operande: Operande::Champ(rang),
                genre: self.genre_du_champ(rang),
                champs: rang.bit(),
            });
        } else if let Some(place) = self.faits.iter().position(|(connu, ..)| connu == nom) {
            let (_, genre, champs) = self.faits[place];
            return Ok(Trouve {
                operande: Operande::Fait(place),
                genre,
                champs,
            });
        }
        let connus = self.schema.champs().iter().map(|champ| champ.nom.clone());
        let connus = connus
            .chain(self.faits.iter().map(|(nom, ..)| nom.clone()))
            .chain((self.parametres.iter()).map(|(nom, _)| format!("parametre.{nom}")));
        Err(fichier.inconnu(
            ecrit.span().start,
            nom,
            "champ, fait placé au-dessus ou paramètre",
            connus,
        ))
    }

    fn genre_du_champ(&self, rang: Rang) -> Genre {
        let champ = self.schema.champ(rang);
        match &champ.genre {
            _ if champ.liste => Genre::Liste,
            TypeDeChamp::Date => Genre::Date,
            TypeDeChamp::Booleen => Genre::Booleen,
            TypeDeChamp::Entier { .. } | TypeDeChamp::Centimes { .. } => Genre::Nombre,
            _ => Genre::Texte,
        }
    }
}

fn constante(nombre: i64) -> Trouve {
    Trouve {
        operande: Operande::Constante(nombre),
        genre: Genre::Nombre,
        champs: 0,
    }
}
