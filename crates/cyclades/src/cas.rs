//! The worked cases of an edition: for each rule, values that it finds and the last ones it does not.
//!
//! A case is put over the edition's ordinary candidate and says exactly what is found in that row. The
//! cases are shown beside their rule, replayed by the tests, and drawn as faults by the generator.

pub mod fichier;
mod ordinaire;

use guichet_socle::condition::Condition;
use guichet_socle::erreur::{lire_toml, plus_proche};
use guichet_socle::{ErreurEdition, Fichiers};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

pub use fichier::CasDeFichier;
pub use ordinaire::Ordinaires;

use crate::champs::Bloc;
use crate::{Contexte, EditionCyclades, Examen, Session, StatutEtablissement};

/// Values put over the ordinary candidate, and what is found in the row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cas {
    /// Code of the rule it illustrates.
    pub regle: String,
    /// What it shows, in French.
    pub titre: String,
    /// The exams it holds for.
    pub examens: Vec<Examen>,
    /// The session it holds for.
    pub session: SessionDuCas,
    /// The context it holds in.
    pub contexte: Contexte,
    /// The values, by rank of field.
    pub avec: Vec<(u8, String)>,
    /// What is found in the row, in the order of the codes; empty for a value that is just accepted.
    pub trouve: Vec<Attendu>,
}

/// A finding that a case expects.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Attendu {
    /// Code of the rule.
    pub regle: String,
    /// Name of the field.
    pub champ: String,
}

/// The session a case is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionDuCas {
    /// That of the edition's lists.
    Usuelle,
    /// This one.
    Precise(Session),
    /// Neither given nor named by the file.
    Inconnue,
}

/// Every case of an edition.
#[derive(Debug, Clone)]
pub struct Catalogue {
    /// Cases of a candidate.
    pub candidats: Vec<Cas>,
    /// Cases of a whole file.
    pub fichiers: Vec<CasDeFichier>,
    /// The candidates that cases start from.
    pub ordinaires: Ordinaires,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FichierDeCas {
    #[serde(default)]
    cas: Vec<CasLu>,
    #[serde(default)]
    cas_fichier: Vec<fichier::CasLu>,
}

/// Values of fields, by name.
type Valeurs = BTreeMap<Spanned<String>, String>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CasLu {
    regle: Spanned<String>,
    titre: String,
    domaine: Option<Spanned<String>>,
    #[serde(default)]
    domaines: Vec<Spanned<String>>,
    session: Option<Spanned<String>>,
    #[serde(default)]
    contexte: ContexteLu,
    avec: Valeurs,
    trouve: Vec<Spanned<String>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct ContexteLu {
    controle_ine: Option<bool>,
    etablissement_francais: Option<bool>,
    statut: Option<Spanned<String>>,
}

impl Catalogue {
    /// Reads the files of the folder `cas/` of an edition.
    ///
    /// # Errors
    /// A file is faulty; a rule, a field, an exam, a session or a status does not exist; the field of an
    /// expected finding cannot be told.
    pub fn lire(fichiers: &Fichiers, edition: &EditionCyclades) -> Result<Self, ErreurEdition> {
        let dossier = format!("{}/cas", edition.edition.dossier);
        let ordinaires = Ordinaires::lire(fichiers, edition, &dossier)?;
        let mut candidats = Vec::new();
        let mut de_fichier = Vec::new();
        for (chemin, texte) in fichiers.sous(&dossier) {
            if chemin == ordinaire::chemin(&dossier) {
                continue;
            }
            let lecteur = Lecteur {
                edition,
                chemin,
                texte,
            };
            let lu: FichierDeCas = lire_toml(chemin, texte)?;
            for cas in lu.cas {
                candidats.push(lecteur.cas(cas)?);
            }
            for cas in lu.cas_fichier {
                de_fichier.push(lecteur.cas_de_fichier(cas, &ordinaires)?);
            }
        }
        Ok(Self {
            candidats,
            fichiers: de_fichier,
            ordinaires,
        })
    }
}

impl Cas {
    /// The row of this case: its values over those of a candidate.
    pub fn poser(&self, valeurs: &mut [String]) {
        for (rang, valeur) in &self.avec {
            if let Some(place) = valeurs.get_mut(usize::from(*rang)) {
                place.clone_from(valeur);
            }
        }
    }

    /// The session to check the case with, for an exam and the year of the edition's lists.
    #[must_use]
    pub fn session(&self, edition: &EditionCyclades, examen: Examen) -> Option<Session> {
        match self.session {
            SessionDuCas::Inconnue => None,
            SessionDuCas::Precise(session) => Some(session),
            SessionDuCas::Usuelle => Some(session_usuelle(edition, examen)),
        }
    }

    /// Whether it gives a field of the header block, which a file may lack.
    #[must_use]
    pub fn donne_l_entete(&self, edition: &EditionCyclades) -> bool {
        self.avec.iter().any(|(rang, _)| {
            edition
                .champs
                .liste
                .get(usize::from(*rang))
                .is_some_and(|c| c.bloc == Bloc::Entete)
        })
    }
}

/// The session of the year of the edition's lists, in the form of the exam: June where there is a month.
#[must_use]
pub fn session_usuelle(edition: &EditionCyclades, examen: Examen) -> Session {
    let mois = session_a_un_mois(edition, examen).then_some(6);
    Session {
        annee: edition.session_de_reference,
        mois,
    }
}

/// Whether the sessions of an exam have a month: the length that the document gives them.
#[must_use]
pub fn session_a_un_mois(edition: &EditionCyclades, examen: Examen) -> bool {
    let domaines = examen.domaines();
    edition
        .champs
        .liste
        .iter()
        .filter(|champ| champ.nom == "annee_session")
        .flat_map(|champ| &champ.cas)
        .any(|cas| {
            cas.longueur == Some(7)
                && cas
                    .domaines
                    .iter()
                    .any(|d| domaines.iter().any(|s| s.code() == d.get_ref()))
        })
}

/// Reads the cases of one file, and places its errors.
struct Lecteur<'a> {
    edition: &'a EditionCyclades,
    chemin: &'a str,
    texte: &'a str,
}

impl Lecteur<'_> {
    fn erreur<T>(&self, mot: &Spanned<T>, message: impl Into<String>) -> ErreurEdition {
        ErreurEdition::a_l_octet(self.chemin, self.texte, mot.span().start, message)
    }

    fn cas(&self, lu: CasLu) -> Result<Cas, ErreurEdition> {
        let condition = self.condition(&lu.regle)?;
        let examens = self.examens(&lu, condition)?;
        let session = self.session_du_cas(lu.session.as_ref(), &examens)?;
        let avec = self.valeurs(&lu.avec)?;
        let trouve = lu
            .trouve
            .iter()
            .map(|attendu| self.attendu(attendu, &avec))
            .collect::<Result<Vec<_>, _>>()?;
        if let Some(rang) = trouve
            .windows(2)
            .position(|paire| paire[0].regle > paire[1].regle)
        {
            return Err(self.erreur(
                &lu.trouve[rang + 1],
                "les règles trouvées se rangent par code ; avancez celle-ci.",
            ));
        }
        if !trouve.is_empty()
            && trouve
                .iter()
                .all(|attendu| attendu.regle != *lu.regle.get_ref())
        {
            return Err(self.erreur(
                &lu.regle,
                format!(
                    "ce cas illustre {} sans la trouver ; ajoutez-la à « trouve », ou videz « trouve » si la valeur est acceptée.",
                    lu.regle.get_ref()
                ),
            ));
        }
        Ok(Cas {
            regle: lu.regle.into_inner(),
            titre: lu.titre,
            examens,
            session,
            contexte: self.contexte(&lu.contexte)?,
            avec,
            trouve,
        })
    }

    fn condition(&self, code: &Spanned<String>) -> Result<&Condition, ErreurEdition> {
        self.edition.condition(code.get_ref()).ok_or_else(|| {
            self.erreur(
                code,
                format!(
                    "la règle {} n’existe pas dans conditions.toml ; corrigez le code.",
                    code.get_ref()
                ),
            )
        })
    }

    fn examen(&self, nom: &Spanned<String>) -> Result<Examen, ErreurEdition> {
        Examen::NOMS
            .contains(&nom.get_ref().as_str())
            .then(|| Examen::lire(nom.get_ref()))
            .flatten()
            .ok_or_else(|| {
                self.erreur(
                    nom,
                    format!(
                        "« {} » n’est pas un examen ; il y a {}.",
                        nom.get_ref(),
                        Examen::NOMS.join(", ")
                    ),
                )
            })
    }

    /// The exams of a case: those it names, or every one that its rule concerns.
    fn examens(&self, lu: &CasLu, condition: &Condition) -> Result<Vec<Examen>, ErreurEdition> {
        if lu.domaine.is_some() || !lu.domaines.is_empty() {
            return lu
                .domaine
                .iter()
                .chain(&lu.domaines)
                .map(|nom| self.examen(nom))
                .collect();
        }
        let concerne = |examen: &Examen| {
            condition.domaines.is_empty()
                || condition
                    .domaines
                    .iter()
                    .any(|code| examen.domaines().iter().any(|d| d.code() == code.get_ref()))
        };
        Ok(Examen::NOMS
            .into_iter()
            .filter_map(Examen::lire)
            .filter(concerne)
            .collect())
    }

    fn session_du_cas(
        &self,
        lue: Option<&Spanned<String>>,
        examens: &[Examen],
    ) -> Result<SessionDuCas, ErreurEdition> {
        let Some(lue) = lue else {
            return Ok(SessionDuCas::Usuelle);
        };
        if lue.get_ref() == "inconnue" {
            return Ok(SessionDuCas::Inconnue);
        }
        Session::lire(lue.get_ref())
            .filter(|session| {
                examens
                    .iter()
                    .all(|&examen| session_a_un_mois(self.edition, examen) == session.mois.is_some())
            })
            .map(SessionDuCas::Precise)
            .ok_or_else(|| {
                self.erreur(
                    lue,
                    format!(
                        "« {} » n’est pas une session de tous les examens du cas ; écrivez AAAA pour BCP et ARI, AAAA-MM pour les autres, ou « inconnue ».",
                        lue.get_ref()
                    ),
                )
            })
    }

    fn contexte(&self, lu: &ContexteLu) -> Result<Contexte, ErreurEdition> {
        let statut = lu
            .statut
            .as_ref()
            .map(|nom| {
                StatutEtablissement::NOMS
                    .iter()
                    .find(|(connu, _)| connu == nom.get_ref())
                    .map(|&(_, statut)| statut)
                    .ok_or_else(|| {
                        self.erreur(
                            nom,
                            format!(
                                "« {} » n’est pas un statut d’établissement ; il y a {}.",
                                nom.get_ref(),
                                StatutEtablissement::NOMS.map(|(connu, _)| connu).join(", ")
                            ),
                        )
                    })
            })
            .transpose()?;
        Ok(Contexte {
            controle_ine: lu.controle_ine,
            etablissement_francais: lu.etablissement_francais,
            statut,
        })
    }

    fn valeurs(&self, lues: &Valeurs) -> Result<Vec<(u8, String)>, ErreurEdition> {
        lues.iter()
            .map(|(nom, valeur)| Ok((self.champ(nom, nom.get_ref())?, valeur.clone())))
            .collect()
    }

    fn champ(&self, ici: &Spanned<String>, nom: &str) -> Result<u8, ErreurEdition> {
        self.edition.champs.rang(nom).ok_or_else(|| {
            let connus = self
                .edition
                .champs
                .liste
                .iter()
                .map(|champ| champ.nom.as_str());
            let conseil = plus_proche(nom, connus).map_or(String::new(), |proche| {
                format!(" Vouliez-vous dire {proche} ?")
            });
            self.erreur(
                ici,
                format!("le champ « {nom} » n’existe pas dans champs.toml.{conseil}"),
            )
        })
    }

    /// `CY-231`, when the values of the case tell the field, or `CY-231 code_postal`.
    fn attendu(
        &self,
        lu: &Spanned<String>,
        avec: &[(u8, String)],
    ) -> Result<Attendu, ErreurEdition> {
        let (code, champ) = match lu.get_ref().split_once(' ') {
            Some((code, champ)) => (code, Some(champ)),
            None => (lu.get_ref().as_str(), None),
        };
        let condition = self.condition(&Spanned::new(lu.span(), code.to_owned()))?;
        if let Some(nom) = champ {
            self.champ(lu, nom)?;
            return Ok(Attendu {
                regle: code.to_owned(),
                champ: nom.to_owned(),
            });
        }
        let de_la_regle = |nom: &str| {
            condition.champs.is_empty() || condition.champs.iter().any(|c| c.get_ref() == nom)
        };
        let mut donnes = avec
            .iter()
            .filter_map(|(rang, _)| self.edition.champs.liste.get(usize::from(*rang)))
            .map(|champ| champ.nom.as_str())
            .filter(|nom| de_la_regle(nom));
        let champ = match (donnes.next(), donnes.next(), condition.champs.as_slice()) {
            (Some(seul), None, _) => seul,
            (None, _, [seul]) => seul.get_ref(),
            _ => {
                return Err(self.erreur(
                    lu,
                    format!("le champ où {code} est trouvée n’est pas dit ; écrivez par exemple « {code} code_postal »."),
                ));
            }
        };
        Ok(Attendu {
            regle: code.to_owned(),
            champ: champ.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests;
