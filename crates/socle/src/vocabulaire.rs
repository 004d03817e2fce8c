//! The closed vocabulary of conditions, as it is written in an edition.
//!
//! It is a list of kinds of tests, not a language: no variable, no arithmetic, no nesting beyond the
//! three combinators. What does not fit is a fact, computed in Rust and given a name.

pub mod mots;

use serde::Deserialize;
use toml::Spanned;

/// What a condition demands. In TOML: a table with one key, the kind.
///
/// A test of format (`caracteres`, `motif`, `sans`, `longueur`, `dans_liste`, `egal`) is satisfied
/// by an empty text: only `renseigne` speaks of absence.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Exigence {
    /// `au_moins = { fait, valeur }`: the number is at least this one.
    AuMoins(Seuil),
    /// `au_plus = { fait, valeur }`: the number is at most this one.
    AuPlus(Seuil),
    /// `entre = { fait, min, max }`: both bounds included.
    Entre(Bornes),
    /// `egal = { fait, valeur }`: the number or the text is this one.
    Egal(Egalite),
    /// `est_vrai = { fait }`.
    EstVrai(SurUnFait),
    /// `dans_liste = { fait, liste }`: the text is a code of the list.
    DansListe(DansListe),
    /// `caracteres = { fait, classe }`: every character is of the class.
    Caracteres(DansClasse),
    /// `motif = { fait, motif }`: the whole text matches the pattern.
    Motif(AvecMotif),
    /// `sans = { fait, motif }`: nothing in the text matches the pattern.
    Sans(AvecMotif),
    /// `longueur = { fait, min, max }`: number of characters, bounds included.
    Longueur(Longueur),
    /// `renseigne = { fait }`: the text holds something else than spaces.
    Renseigne(SurUnFait),
    /// `avant = { fait, borne }`: the date is strictly before the bound.
    Avant(AvecBorne),
    /// `apres = { fait, borne }`: the date is the bound or later.
    Apres(AvecBorne),
    /// `dans_periode = { fait, du, au }`: `du` included, `au` excluded.
    DansPeriode(DansPeriode),
    /// Every one of these.
    Toutes(Vec<Exigence>),
    /// At least one of these.
    AuMoinsUne(Vec<Exigence>),
    /// None of these.
    Aucune(Vec<Exigence>),
}

impl Exigence {
    /// The names of the facts it speaks of, in the order written, each once.
    #[must_use]
    pub fn faits(&self) -> Vec<&str> {
        let mut noms = Vec::new();
        self.recueillir(&mut noms);
        noms
    }

    /// Whether it looks at the kinds or the number of the characters of a text, not only at its bytes.
    #[must_use]
    pub fn regarde_les_caracteres(&self) -> bool {
        match self {
            Self::Renseigne(_)
            | Self::Caracteres(_)
            | Self::Motif(_)
            | Self::Sans(_)
            | Self::Longueur(_) => true,
            Self::Toutes(exigences) | Self::AuMoinsUne(exigences) | Self::Aucune(exigences) => {
                exigences.iter().any(Self::regarde_les_caracteres)
            }
            Self::AuMoins(_)
            | Self::AuPlus(_)
            | Self::Entre(_)
            | Self::Egal(_)
            | Self::EstVrai(_)
            | Self::DansListe(_)
            | Self::Avant(_)
            | Self::Apres(_)
            | Self::DansPeriode(_) => false,
        }
    }

    fn recueillir<'a>(&'a self, noms: &mut Vec<&'a str>) {
        let fait = match self {
            Self::AuMoins(seuil) | Self::AuPlus(seuil) => &seuil.fait,
            Self::Entre(bornes) => &bornes.fait,
            Self::Egal(egalite) => &egalite.fait,
            Self::EstVrai(sur) | Self::Renseigne(sur) => &sur.fait,
            Self::DansListe(dans) => &dans.fait,
            Self::Caracteres(dans) => &dans.fait,
            Self::Motif(avec) | Self::Sans(avec) => &avec.fait,
            Self::Longueur(longueur) => &longueur.fait,
            Self::Avant(avec) | Self::Apres(avec) => {
                noms.extend(avec.fait.as_ref().map(|nom| nom.get_ref().as_str()));
                noms.push(avec.borne.get_ref());
                noms.dedup();
                return;
            }
            Self::DansPeriode(dans) => {
                noms.extend(dans.fait.as_ref().map(|nom| nom.get_ref().as_str()));
                noms.push(dans.du.get_ref());
                noms.push(dans.au.get_ref());
                return;
            }
            Self::Toutes(exigences) | Self::AuMoinsUne(exigences) | Self::Aucune(exigences) => {
                for exigence in exigences {
                    exigence.recueillir(noms);
                }
                return;
            }
        };
        if let Some(nom) = fait
            && !noms.contains(&nom.get_ref().as_str())
        {
            noms.push(nom.get_ref());
        }
    }
}

/// The name of a fact; absent when the condition is about a field, which is then the fact.
pub type NomDeFait = Option<Spanned<String>>;

/// A test on one fact.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SurUnFait {
    /// The fact.
    pub fait: NomDeFait,
}

/// A number against a threshold.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seuil {
    /// The fact, a number.
    pub fait: NomDeFait,
    /// The threshold, in the fact's unit.
    pub valeur: i64,
}

/// A number between two others.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bornes {
    /// The fact, a number.
    pub fait: NomDeFait,
    /// Smallest accepted.
    pub min: i64,
    /// Greatest accepted.
    pub max: i64,
}

/// A number or text to equal.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Egalite {
    /// The fact.
    pub fait: NomDeFait,
    /// The value.
    pub valeur: Scalaire,
}

/// A number or a text.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Scalaire {
    /// A number.
    Entier(i64),
    /// A text.
    Texte(String),
}

/// A text and a list of codes.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DansListe {
    /// The fact, a text.
    pub fait: NomDeFait,
    /// Name of the list.
    pub liste: Spanned<String>,
}

/// A text and a class of characters.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DansClasse {
    /// The fact, a text.
    pub fait: NomDeFait,
    /// Name of the class.
    pub classe: Spanned<String>,
}

/// A text and a pattern.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AvecMotif {
    /// The fact, a text.
    pub fait: NomDeFait,
    /// A regular expression over ASCII.
    pub motif: Spanned<String>,
}

/// A text and its number of characters.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Longueur {
    /// The fact, a text.
    pub fait: NomDeFait,
    /// At least.
    #[serde(default)]
    pub min: u32,
    /// At most.
    pub max: u32,
}

/// A date and a bound: an ISO date, or the name of another date.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AvecBorne {
    /// The fact, a date.
    pub fait: NomDeFait,
    /// The bound.
    pub borne: Spanned<String>,
}

/// A date and a half-open period.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DansPeriode {
    /// The fact, a date.
    pub fait: NomDeFait,
    /// First day accepted.
    pub du: Spanned<String>,
    /// First day no longer accepted.
    pub au: Spanned<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    struct Porteur {
        exige: Exigence,
    }

    fn lire(texte: &str) -> Result<Exigence, String> {
        toml::from_str::<Porteur>(texte)
            .map(|p| p.exige)
            .map_err(|e| e.message().to_owned())
    }

    #[test]
    fn each_kind_is_read_from_its_own_key() {
        let cas = [
            "exige = { au_moins = { fait = \"age\", valeur = 30 } }",
            "exige = { egal = { valeur = \"EURO\" } }",
            "exige = { motif = { motif = '[0-9]{5}' } }",
            "exige = { longueur = { max = 38 } }",
            "exige = { dans_periode = { fait = \"debut\", du = \"2024-04-01\", au = \"fin\" } }",
            "exige = { toutes = [ { est_vrai = { fait = \"a\" } }, { aucune = [ { renseigne = {} } ] } ] }",
        ];
        for texte in cas {
            lire(texte).unwrap_or_else(|e| panic!("{texte}: {e}"));
        }
    }

    #[test]
    fn an_unknown_kind_an_unknown_key_and_two_kinds_are_refused() {
        let cas = [
            "exige = { au_minimum = { fait = \"age\", valeur = 30 } }",
            "exige = { au_moins = { fait = \"age\", seuil = 30 } }",
            "exige = { au_moins = { fait = \"age\", valeur = 30, max = 3 } }",
            "exige = { est_vrai = { fait = \"a\" }, renseigne = { fait = \"b\" } }",
            "exige = { au_moins = { fait = \"age\", valeur = 30.5 } }",
        ];
        for texte in cas {
            assert!(lire(texte).is_err(), "{texte}");
        }
    }
}
