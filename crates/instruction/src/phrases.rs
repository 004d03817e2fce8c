//! The sentences of an edition, compiled: what never changes is one text, what does knows where its value is.

use guichet_socle::Resultat;
use guichet_socle::condition::Condition;
use guichet_socle::francais::date_en_toutes_lettres;
use guichet_socle::gabarit::{Gabarit, Morceau as Ecrit};
use guichet_socle::mot::{Mot, graver};
use guichet_socle::vocabulaire::{Exigence, NomDeFait, Scalaire};
use jiff::civil::Date;

use crate::commun::{Commun, Unite};

/// The sentences of an edition, in the order of its conditions.
#[derive(Debug, Clone, Default)]
pub struct Phrases {
    ratees: Vec<Phrase>,
    /// For a condition that is met, when it says it otherwise.
    remplies: Vec<Option<Phrase>>,
}

/// A sentence.
#[derive(Debug, Clone)]
pub enum Phrase {
    /// The same for every dossier.
    Fixe(&'static str),
    /// With places to fill.
    AvecTrous(Vec<Morceau>),
}

/// A piece of a sentence.
#[derive(Debug, Clone)]
pub enum Morceau {
    Texte(String),
    /// The name of a fact, and its rank; or of something that the procedure alone has words for.
    Trou(String, Option<usize>),
}

impl Phrases {
    /// Those of an edition whose conditions were checked.
    pub fn compiler(commun: &Commun) -> Self {
        let conditions = &commun.conditions;
        let de = |(condition, gabarit): (&Condition, &Gabarit)| {
            Phrase::compiler(commun, condition, gabarit)
        };
        let gabarits = conditions.conditions.iter().zip(&conditions.gabarits);
        let remplis = conditions
            .conditions
            .iter()
            .zip(&conditions.gabarits_remplis);
        Self {
            ratees: gabarits.map(de).collect(),
            remplies: remplis
                .map(|(condition, rempli)| rempli.as_ref().map(|rempli| de((condition, rempli))))
                .collect(),
        }
    }

    /// The sentence of a condition, by its rank among all of them.
    pub fn de(&self, rang: usize, resultat: Resultat) -> &Phrase {
        let remplie = self.remplies[rang].as_ref();
        let remplie = remplie.filter(|_| resultat == Resultat::Rempli);
        remplie.unwrap_or(&self.ratees[rang])
    }
}

impl Phrase {
    fn compiler(commun: &Commun, condition: &Condition, gabarit: &Gabarit) -> Self {
        let mut morceaux = Vec::new();
        for morceau in gabarit.morceaux() {
            let texte = match morceau {
                Ecrit::Texte(texte) => texte.clone(),
                Ecrit::Trou(nom) => match constante(commun, condition, nom) {
                    Some(mots) => mots,
                    None => {
                        morceaux.push(Morceau::Trou(nom.clone(), commun.rang_du_fait(nom)));
                        continue;
                    }
                },
            };
            match morceaux.last_mut() {
                Some(Morceau::Texte(avant)) => avant.push_str(&texte),
                _ => morceaux.push(Morceau::Texte(texte)),
            }
        }
        match &morceaux[..] {
            [] => Self::Fixe(""),
            [Morceau::Texte(texte)] => Self::Fixe(graver(texte)),
            _ => Self::AvecTrous(morceaux),
        }
    }

    /// The sentence, each place filled by `remplir` from its name and the rank of its fact.
    pub fn dire(&self, mut remplir: impl FnMut(&str, Option<usize>, &mut String)) -> Mot {
        let morceaux = match self {
            Self::Fixe(texte) => return Mot::Borrowed(texte),
            Self::AvecTrous(morceaux) => morceaux,
        };
        let mut phrase = String::with_capacity(128);
        for morceau in morceaux {
            match morceau {
                Morceau::Texte(texte) => phrase.push_str(texte),
                Morceau::Trou(nom, fait) => remplir(nom, *fait, &mut phrase),
            }
        }
        phrase.into()
    }
}

/// What a place holds whatever the dossier: a parameter, or what the condition demands.
fn constante(commun: &Commun, condition: &Condition, nom: &str) -> Option<String> {
    if let Some(parametre) = nom.strip_prefix("parametre.") {
        let mots = commun.parametres.get(parametre);
        return Some(mots.cloned().unwrap_or_default());
    }
    borne_en_mots(condition.exige.as_ref()?.get_ref(), nom, commun)
}

/// The figure or the date that a demand holds, by the name that a sentence gives it.
fn borne_en_mots(exige: &Exigence, nom: &str, commun: &Commun) -> Option<String> {
    let en_mots = |fait: Option<&str>, nombre: i64| {
        let unite = fait
            .and_then(|nom| commun.rang_du_fait(nom))
            .map_or(Unite::Nombre, |fait| commun.faits[fait].unite);
        unite.en_mots(nombre)
    };
    let date = |texte: &str| {
        texte
            .parse::<Date>()
            .map_or_else(|_| texte.to_owned(), date_en_toutes_lettres)
    };
    let fait = |nom: &NomDeFait| nom.as_ref().map(|nom| nom.get_ref().clone());
    match (exige, nom) {
        (Exigence::AuMoins(seuil) | Exigence::AuPlus(seuil), "valeur") => {
            Some(en_mots(fait(&seuil.fait).as_deref(), seuil.valeur))
        }
        (Exigence::Entre(bornes), "min") => {
            Some(en_mots(fait(&bornes.fait).as_deref(), bornes.min))
        }
        (Exigence::Entre(bornes), "max") => {
            Some(en_mots(fait(&bornes.fait).as_deref(), bornes.max))
        }
        (Exigence::Egal(egalite), "valeur") => Some(match &egalite.valeur {
            Scalaire::Entier(nombre) => en_mots(fait(&egalite.fait).as_deref(), *nombre),
            Scalaire::Texte(texte) => texte.clone(),
        }),
        (Exigence::Avant(avec) | Exigence::Apres(avec), "borne") => {
            Some(date(avec.borne.get_ref()))
        }
        (Exigence::DansPeriode(dans), "du") => Some(date(dans.du.get_ref())),
        (Exigence::DansPeriode(dans), "au") => Some(date(dans.au.get_ref())),
        _ => None,
    }
}
