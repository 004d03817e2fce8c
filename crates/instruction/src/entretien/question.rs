//! A question as a person reads it: its words, what helps, the form that is expected.

use jiff::civil::Date;

use crate::dossier::{Champ, ChoixPossible, Groupe, TypeDeChamp};

/// A question to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question<'s> {
    /// The question itself.
    pub texte: &'s str,
    /// What helps to answer.
    pub aide: Option<&'s str>,
    /// The form of the answer, with an example.
    pub attendu: String,
    /// The answers to choose from, numbered from 1; none when the answer is free.
    pub choix: &'s [ChoixPossible],
    /// Its rank among all that may be asked, from 1, and how many that makes.
    pub rang: Option<(usize, usize)>,
    /// Whether it asks for a part of a repeated record.
    pub dans_un_groupe: bool,
    /// Whether an unknown answer changes nothing.
    pub facultative: bool,
}

impl<'s> Question<'s> {
    /// The question of a field.
    pub(super) fn du_champ(champ: &'s Champ) -> Self {
        let choix = match &champ.genre {
            TypeDeChamp::Choix(valeurs) => valeurs.as_slice(),
            _ => &[],
        };
        Self {
            texte: &champ.question,
            aide: champ.aide.as_deref(),
            attendu: forme_attendue(champ),
            choix,
            rang: None,
            dans_un_groupe: false,
            facultative: champ.facultatif,
        }
    }

    /// A question about a repeated record, to answer by yes or no.
    pub(super) fn du_groupe(groupe: &'s Groupe, texte: &'s str) -> Self {
        Self {
            texte,
            aide: groupe.aide.as_deref(),
            ..Self::continuer()
        }
    }

    /// Whether to go on though the dossier is refused.
    pub(super) fn continuer() -> Self {
        Self {
            texte: "Continuer quand même ?",
            aide: Some(
                "Les autres conditions seront vérifiées aussi ; « non » arrête ici, et « retour » reprend la dernière réponse.",
            ),
            attendu: "oui ou non".to_owned(),
            choix: &[],
            rang: None,
            dans_un_groupe: false,
            facultative: false,
        }
    }

    pub(super) fn au_rang(self, rang: usize, sur: usize) -> Self {
        Self {
            rang: Some((rang, sur)),
            ..self
        }
    }

    /// Of a question that was asked just before in other words.
    pub(super) fn sans_aide(self) -> Self {
        Self { aide: None, ..self }
    }

    pub(super) fn d_un_groupe(self) -> Self {
        Self {
            dans_un_groupe: true,
            ..self
        }
    }

    /// All that helps to answer, in one paragraph.
    #[must_use]
    pub fn aide_entiere(&self) -> String {
        let aide = self.aide.map_or(String::new(), |aide| format!("{aide} "));
        let passer = if self.facultative {
            "Cette réponse est facultative"
        } else {
            "Sans cette réponse, la décision peut rester incomplète"
        };
        format!(
            "{aide}Réponse attendue : {}. {passer} ; Entrée passe la question, « ? » dit que vous ne savez pas, « retour » reprend la question précédente, « fin » décide avec ce qui est connu.",
            self.attendu
        )
    }
}

/// What a person may write in a field, with an example.
#[must_use]
pub fn forme_attendue(champ: &Champ) -> String {
    let exemple = exemple(champ);
    let mut forme = match &champ.genre {
        TypeDeChamp::Booleen => "oui ou non".to_owned(),
        TypeDeChamp::Choix(valeurs) if champ.est_une_liste() => format!(
            "un ou plusieurs numéros de 1 à {}, séparés par |",
            valeurs.len()
        ),
        TypeDeChamp::Choix(valeurs) => format!("un numéro de 1 à {}", valeurs.len()),
        TypeDeChamp::Centimes { .. } => {
            format!("un montant en euros avec le signe €, par exemple {exemple}")
        }
        _ => format!("{}, par exemple {exemple}", nature_du_champ(champ)),
    };
    if champ.est_une_liste() {
        forme.push_str(" ; « aucune » s’il n’y en a pas");
    }
    if let Some(nul) = &champ.nul {
        forme = format!("{forme} ; ou « {nul} »");
    }
    forme
}

/// What a field holds, in words.
#[must_use]
pub fn nature_du_champ(champ: &Champ) -> &'static str {
    match (&champ.genre, champ.est_une_liste()) {
        (TypeDeChamp::Date, true) => "une ou plusieurs dates",
        (TypeDeChamp::Date, false) => "une date",
        (TypeDeChamp::Texte, _) => "un texte",
        (TypeDeChamp::Booleen, _) => "oui ou non",
        (TypeDeChamp::Entier { .. }, _) => "un nombre entier",
        (TypeDeChamp::Centimes { .. }, _) => "un montant en centimes",
        (TypeDeChamp::Fraction, _) => "une part du temps complet",
        (TypeDeChamp::Choix(_), true) => "un ou plusieurs choix",
        (TypeDeChamp::Choix(_), false) => "un choix",
        (TypeDeChamp::Siret, _) => "un numéro SIRET",
        (TypeDeChamp::Departement, _) => "un numéro de département",
        (TypeDeChamp::Numero { .. } | TypeDeChamp::Code { .. }, true) => "un ou plusieurs codes",
        (TypeDeChamp::Numero { .. } | TypeDeChamp::Code { .. }, false) => "un code",
    }
}

/// The example of a field, as a person writes it.
fn exemple(champ: &Champ) -> String {
    match &champ.genre {
        TypeDeChamp::Date => champ.exemple.parse::<Date>().map_or_else(
            |_| champ.exemple.clone(),
            |jour| format!("{:02}/{:02}/{:04}", jour.day(), jour.month(), jour.year()),
        ),
        TypeDeChamp::Centimes { .. } => champ.exemple.parse().map_or_else(
            |_| champ.exemple.clone(),
            |centimes| guichet_socle::Centimes(centimes).to_string(),
        ),
        _ => champ.exemple.clone(),
    }
}
