//! The fields of a file, as `champs.toml` declares them.

use guichet_nomenclatures::cyclades::Domaine;
use guichet_socle::caracteres::Sorte;
use guichet_socle::erreur::lire_toml;
use guichet_socle::{ErreurEdition, Fichiers};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use toml::Spanned;

/// The block of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bloc {
    /// The header: in CSV, columns that may be absent.
    Entete,
    /// The candidate.
    Candidat,
    /// The candidature.
    Candidature,
}

/// One of the fields.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Champ {
    /// Column name in CSV.
    pub nom: String,
    /// Block.
    pub bloc: Bloc,
    /// With its article, as a sentence says it.
    pub libelle: String,
    /// Path in XML.
    pub xml: String,
    /// Key of the source.
    pub source: Spanned<String>,
    /// A right value.
    pub exemple: String,
    /// Repairs of a value that no rule forbids: made on demand only.
    #[serde(default)]
    pub corrections: Vec<Spanned<String>>,
    /// Its constraints, by domain and circumstance.
    pub cas: Vec<Cas>,
}

/// Constraints that hold in some circumstances.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cas {
    /// Domains it holds for; none means all.
    #[serde(default)]
    pub domaines: Vec<Spanned<String>>,
    /// Facts that must be true.
    #[serde(default)]
    pub si: Vec<Spanned<String>>,
    /// Facts that must be false.
    #[serde(default)]
    pub sauf: Vec<Spanned<String>>,
    /// A value is required.
    #[serde(default)]
    pub obligatoire: bool,
    /// Exact number of characters, when the pattern or the list says no less.
    pub longueur: Option<u32>,
    /// Greatest number of characters.
    pub longueur_max: Option<u32>,
    /// Class of characters.
    pub caracteres: Option<Spanned<String>>,
    /// Kinds of characters outside the class that another rule speaks of.
    #[serde(default)]
    pub sortes_laissees: Vec<Sorte>,
    /// Pattern of the whole value.
    pub motif: Option<Spanned<String>>,
    /// List of codes.
    pub liste: Option<Spanned<String>>,
    /// The rule that each constraint raises, when it is not the general one.
    #[serde(default)]
    pub regles: BTreeMap<String, Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FichierDeChamps {
    regles: BTreeMap<String, Spanned<String>>,
    #[serde(rename = "champ")]
    champs: Vec<Champ>,
}

/// The fields of an edition, in the order of the document.
#[derive(Debug, Clone)]
pub struct Champs {
    fichier: String,
    texte: String,
    regles: BTreeMap<String, Spanned<String>>,
    /// The fields.
    pub liste: Vec<Champ>,
}

/// The kinds of constraints a case may hold.
pub const CONTRAINTES: [&str; 5] = [
    "obligatoire",
    "longueur_max",
    "caracteres",
    "motif",
    "liste",
];

impl Champs {
    /// More fields than this would not fit the evaluation's tables.
    pub const MAX: usize = 64;

    /// Reads `champs.toml` of an edition.
    ///
    /// # Errors
    /// A key is unknown, a name is given twice, a domain does not exist, an exact length stands alone, a
    /// constraint names no rule.
    pub fn lire(fichiers: &Fichiers, dossier: &str) -> Result<Self, ErreurEdition> {
        let fichier = format!("{dossier}/champs.toml");
        let texte = fichiers.texte(&fichier)?;
        let lu: FichierDeChamps = lire_toml(&fichier, texte)?;
        let champs = Self {
            fichier,
            texte: texte.to_owned(),
            regles: lu.regles,
            liste: lu.champs,
        };
        champs.verifier()?;
        Ok(champs)
    }

    fn verifier(&self) -> Result<(), ErreurEdition> {
        if self.liste.len() > Self::MAX {
            return Err(ErreurEdition::du_fichier(
                &self.fichier,
                format!(
                    "{} champs : le programme en admet {} au plus.",
                    self.liste.len(),
                    Self::MAX
                ),
            ));
        }
        for (rang, champ) in self.liste.iter().enumerate() {
            let ici = champ.source.span().start;
            if self.liste[..rang]
                .iter()
                .any(|autre| autre.nom == champ.nom)
            {
                return Err(self.erreur(
                    ici,
                    format!(
                        "le champ « {} » est déclaré deux fois ; retirez l’un des deux.",
                        champ.nom
                    ),
                ));
            }
            for cas in &champ.cas {
                if cas.longueur.is_some() && cas.motif.is_none() && cas.liste.is_none() {
                    return Err(self.erreur(
                        ici,
                        format!(
                            "le champ « {} » a une longueur exacte sans motif ni liste pour la vérifier ; ajoutez l’un des deux.",
                            champ.nom
                        ),
                    ));
                }
                for domaine in &cas.domaines {
                    domaine_connu(domaine.get_ref())
                        .map_err(|message| self.erreur(domaine.span().start, message))?;
                }
                for (contrainte, code) in &cas.regles {
                    if !CONTRAINTES.contains(&contrainte.as_str()) {
                        return Err(self.erreur(
                            code.span().start,
                            format!(
                                "« {contrainte} » n’est pas une contrainte ; il y a {}.",
                                CONTRAINTES.join(", ")
                            ),
                        ));
                    }
                }
            }
        }
        Ok(())
    }

    /// The rank of a column name.
    #[must_use]
    pub fn rang(&self, nom: &str) -> Option<u8> {
        self.liste
            .iter()
            .position(|champ| champ.nom == nom)
            .and_then(|rang| u8::try_from(rang).ok())
    }

    /// The code of the rule that a constraint of a case raises.
    ///
    /// # Errors
    /// Neither the case nor the general table names one.
    pub fn regle<'a>(
        &'a self,
        champ: &Champ,
        cas: &'a Cas,
        contrainte: &str,
    ) -> Result<&'a Spanned<String>, ErreurEdition> {
        cas.regles.get(contrainte).or_else(|| self.regles.get(contrainte)).ok_or_else(|| {
            self.erreur(
                champ.source.span().start,
                format!(
                    "le champ « {} » déclare « {contrainte} » sans dire la règle qu’elle lève ; ajoutez regles = {{ {contrainte} = \"…\" }}.",
                    champ.nom
                ),
            )
        })
    }

    /// An error at a byte of the file.
    #[must_use]
    pub fn erreur(&self, octet: usize, message: impl Into<String>) -> ErreurEdition {
        ErreurEdition::a_l_octet(self.fichier.clone(), &self.texte, octet, message)
    }
}

/// The domain of a code, or what to say.
///
/// # Errors
/// The code is not a domain.
pub fn domaine_connu(code: &str) -> Result<Domaine, String> {
    Domaine::TOUS
        .iter()
        .copied()
        .find(|domaine| domaine.code() == code)
        .ok_or_else(|| {
            format!(
                "« {code} » n’est pas un domaine ; il y a {}.",
                Domaine::TOUS
                    .iter()
                    .map(|d| d.code())
                    .collect::<Vec<_>>()
                    .join(", ")
            )
        })
}
