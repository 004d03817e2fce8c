//! The exam a file is for, as people name it: MCP holds two levels, MC3 and MC4.

use guichet_nomenclatures::cyclades::Domaine;
use std::fmt;

/// An exam, or one level of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Examen {
    /// One domain of the document.
    Un(Domaine),
    /// Both levels of the complementary mentions; the speciality tells which.
    Mcp,
}

impl Examen {
    /// Every name accepted, in the order of the document.
    pub const NOMS: [&'static str; 7] = ["BCP", "BP", "MCP", "MC3", "MC4", "ARI", "CAP"];

    /// The exam of a name, in any case.
    #[must_use]
    pub fn lire(nom: &str) -> Option<Self> {
        let nom = nom.to_ascii_uppercase();
        if nom == "MCP" {
            return Some(Self::Mcp);
        }
        Domaine::TOUS
            .iter()
            .copied()
            .find(|domaine| domaine.code() == nom)
            .map(Self::Un)
    }

    /// Its domains, in the order of the document.
    #[must_use]
    pub fn domaines(self) -> Vec<Domaine> {
        match self {
            Self::Un(domaine) => vec![domaine],
            Self::Mcp => vec![Domaine::Mc3, Domaine::Mc4],
        }
    }

    /// The exam that a file's name begins with, or holds as a word: `BCP2021`, `export-cap`.
    #[must_use]
    pub fn dans_un_nom(nom: &str) -> Option<Self> {
        nom.split(|c: char| !c.is_ascii_alphanumeric())
            .find_map(|mot| {
                // « MC3 » ends with a digit of its own; « BCP2021 » is followed by a year.
                Self::lire(mot).or_else(|| {
                    Self::lire(mot.trim_end_matches(|c: char| c.is_ascii_digit())).or_else(|| {
                        mot.get(..3)
                            .and_then(Self::lire)
                            .filter(|_| annee_suit(mot, 3))
                    })
                })
            })
    }
}

fn annee_suit(mot: &str, debut: usize) -> bool {
    mot.get(debut..)
        .is_some_and(|r| !r.is_empty() && r.bytes().all(|b| b.is_ascii_digit()))
}

impl fmt::Display for Examen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Mcp => "MCP",
            Self::Un(domaine) => domaine.code(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exam_is_read_in_the_name_of_a_file() {
        let cas = [
            ("CAP", Some(Examen::Un(Domaine::Cap))),
            ("BCP2021", Some(Examen::Un(Domaine::Bcp))),
            ("export-cap", Some(Examen::Un(Domaine::Cap))),
            ("Lycee_MCP_2024", Some(Examen::Mcp)),
            ("MC4", Some(Examen::Un(Domaine::Mc4))),
            ("MC32024", Some(Examen::Un(Domaine::Mc3))),
            ("captation", None),
            ("candidats", None),
            ("", None),
        ];
        for (nom, attendu) in cas {
            assert_eq!(Examen::dans_un_nom(nom), attendu, "{nom}");
        }
    }

    #[test]
    fn every_name_is_read_back() {
        for nom in Examen::NOMS {
            assert_eq!(
                Examen::lire(nom).map(|e| e.to_string()).as_deref(),
                Some(nom)
            );
        }
        assert_eq!(Examen::lire("BTS"), None);
    }
}
