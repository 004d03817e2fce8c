//! `guichet codes chercher`: what one types, in every list at once.

use guichet_nomenclatures::catalogue;
use guichet_nomenclatures::colonnes::Sessions;
use guichet_nomenclatures::recherche::{Rangee, Recherche, Trouve};
use guichet_socle::ErreurEdition;
use guichet_socle::erreur::plus_proche;
use serde::Serialize;

use super::droits::en_mots;
use crate::Donnees;

/// Why nothing is searched.
#[derive(Debug, thiserror::Error)]
pub enum ErreurDeRecherche {
    /// A list is faulty.
    #[error("{0}")]
    Fautive(#[from] ErreurEdition),
    /// No list has that name, nor a name that begins so.
    #[error("« {nom} » n’est pas une liste.{conseil} Les listes sont : {connues}.")]
    ListeInconnue {
        /// What was asked for.
        nom: String,
        /// The nearest name as a question after a space, or nothing.
        conseil: String,
        /// The names that exist.
        connues: String,
    },
}

/// The lists, read once, to answer as many questions as one wants.
#[derive(Debug)]
pub struct Chercheur(Recherche);

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reponses {
    /// What was asked for.
    pub texte: String,
    /// How many answers there are, those that are not shown included.
    pub nombre: usize,
    /// The best ones.
    pub reponses: Vec<Reponse>,
    /// The lists of those that are not shown.
    pub autres: Vec<AutreListe>,
}

/// Answers that are not shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AutreListe {
    /// The list.
    pub liste: String,
    /// How many.
    pub nombre: usize,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reponse {
    /// The list (`cyclades/specialites`).
    pub liste: String,
    /// The code.
    pub code: String,
    /// The column of the code (`code_rome`).
    pub colonne: String,
    /// The label to show, when the list has labels.
    pub libelle: Option<String>,
    /// The exam, the professional domain, or the department of a commune.
    pub domaine: Option<String>,
    /// When it holds, in words.
    pub validite: String,
    /// Whether it is no longer open.
    pub passe: bool,
    /// The editions that have it, oldest first.
    pub editions: Vec<String>,
    /// How well it answers: the higher, the better; only the order counts.
    pub points: u32,
}

impl Chercheur {
    /// Reads the lists: all of them, one by its name, or those under a name (`travail`).
    ///
    /// # Errors
    /// No list has that name, or a list is faulty.
    pub fn ouvrir(donnees: &Donnees, liste: Option<&str>) -> Result<Self, ErreurDeRecherche> {
        let Some(demandee) = liste.map(|nom| nom.trim().trim_end_matches('/')) else {
            return Ok(Self(Recherche::charger(donnees.fichiers(), |_| true)?));
        };
        let garder = |nom: &str| {
            nom.strip_prefix(demandee)
                .is_some_and(|reste| reste.is_empty() || reste.starts_with('/'))
        };
        let noms = catalogue::noms(donnees.fichiers());
        if !noms.iter().any(|nom| garder(nom)) {
            return Err(ErreurDeRecherche::ListeInconnue {
                nom: demandee.to_owned(),
                conseil: plus_proche(demandee, noms.iter().copied())
                    .map_or(String::new(), |proche| {
                        format!(" Vouliez-vous dire « {proche} » ?")
                    }),
                connues: noms.join(", "),
            });
        }
        Ok(Self(Recherche::charger(donnees.fichiers(), garder)?))
    }

    /// How many entries are searched.
    #[must_use]
    pub fn entrees(&self) -> usize {
        self.0.len()
    }

    /// The codes that begin with what was typed, with their label, `limite` of them.
    #[must_use]
    pub fn codes(&self, debut: &str, limite: usize) -> Vec<(String, String)> {
        let mut codes: Vec<(String, String)> = Vec::new();
        for (code, libelle) in self.0.codes(debut) {
            if codes.len() == limite {
                break;
            }
            if !codes.iter().any(|(connu, _)| connu == code) {
                codes.push((code.to_owned(), libelle.unwrap_or_default().to_owned()));
            }
        }
        codes
    }

    /// The words of the labels that begin with what was typed, without accents, `limite` of them.
    #[must_use]
    pub fn mots(&self, debut: &str, limite: usize) -> Vec<String> {
        let mut mots = self.0.mots(debut);
        mots.truncate(limite);
        mots
    }

    /// The best answers, `limite` of them; 0 for all.
    #[must_use]
    pub fn chercher(&self, texte: &str, limite: usize) -> Reponses {
        let trouves = self.0.chercher(texte);
        let montrees = if limite == 0 {
            trouves.len()
        } else {
            limite.min(trouves.len())
        };
        let mut autres: Vec<AutreListe> = Vec::new();
        for trouve in &trouves[montrees..] {
            match autres.iter_mut().find(|autre| autre.liste == trouve.liste) {
                Some(autre) => autre.nombre += 1,
                None => autres.push(AutreListe {
                    liste: trouve.liste.to_owned(),
                    nombre: 1,
                }),
            }
        }
        Reponses {
            texte: texte.trim().to_owned(),
            nombre: trouves.len(),
            reponses: trouves[..montrees].iter().map(reponse).collect(),
            autres,
        }
    }
}

fn reponse(trouve: &Trouve<'_>) -> Reponse {
    Reponse {
        liste: trouve.liste.to_owned(),
        code: trouve.code.to_owned(),
        colonne: trouve.colonne.to_owned(),
        libelle: trouve.rangee.libelle().map(str::to_owned),
        domaine: trouve.rangee.domaine().map(str::to_owned),
        validite: validite(trouve),
        passe: trouve.passe,
        editions: trouve.editions.clone(),
        points: trouve.points,
    }
}

/// What the list says of the sessions or of the successor; else the editions that have the row.
fn validite(trouve: &Trouve<'_>) -> String {
    let sessions = match &trouve.rangee {
        Rangee::Commune(commune) => {
            if let Some(successeur) = commune.successeur {
                return format!("ancienne, aujourd’hui {successeur}");
            }
            None
        }
        Rangee::Ligne(ligne) => Sessions::de_la_ligne(ligne),
    };
    if let Some(sessions) = sessions {
        return en_mots(sessions).unwrap_or_else(|| "toutes les sessions".to_owned());
    }
    match trouve.editions.as_slice() {
        [seule] => format!("édition {seule}"),
        plusieurs => format!("éditions {}", plusieurs.join(", ")),
    }
}
