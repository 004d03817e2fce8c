//! What an official XSD says that ours does not, in words.

use std::collections::BTreeSet;
use std::fmt;

/// A difference between the user's XSD and the one that the edition gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// Another root.
    Racine {
        /// Theirs.
        leur: String,
        /// Ours.
        notre: String,
    },
    /// Another namespace.
    Espace {
        /// Theirs.
        leur: Option<String>,
        /// Ours.
        notre: Option<String>,
    },
    /// Only global elements are in the namespace.
    EspaceNonQualifie,
    /// The header block stands elsewhere.
    Entete {
        /// Theirs, from the root.
        leur: String,
        /// Ours.
        notre: String,
    },
    /// Candidates stand elsewhere.
    Candidat {
        /// Theirs, from the root.
        leur: String,
        /// Ours.
        notre: String,
    },
    /// A block within a candidate may be there several times.
    Repetition {
        /// Its path.
        chemin: String,
    },
    /// A field of the document that it lacks.
    ChampAbsent {
        /// Column name.
        champ: String,
    },
    /// An element that the document does not have.
    ElementInconnu {
        /// Its path.
        chemin: String,
        /// It must be there.
        obligatoire: bool,
    },
    /// A field has another name, or stands in another block.
    Place {
        /// Column name.
        champ: String,
        /// Theirs, from the block.
        leur: String,
        /// Ours.
        notre: String,
    },
    /// The fields come in another order.
    Ordre {
        /// The field that comes first in theirs where the orders part.
        leur: String,
        /// And in ours.
        notre: String,
    },
    /// A field must be there in one of them only.
    Obligation {
        /// Column name.
        champ: String,
        /// It must be there in theirs.
        leur: bool,
    },
    /// Another greatest length.
    Longueur {
        /// Column name.
        champ: String,
        /// Theirs.
        leur: u32,
        /// Ours.
        notre: Option<u32>,
    },
    /// Another pattern.
    Motif {
        /// Column name.
        champ: String,
        /// Theirs.
        leur: String,
        /// Ours, empty when there is none.
        notre: String,
    },
    /// Other codes.
    Codes {
        /// Column name.
        champ: String,
        /// Those that only theirs has.
        en_plus: BTreeSet<String>,
        /// Those that only ours has.
        en_moins: BTreeSet<String>,
    },
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let espace = |espace: &Option<String>| {
            espace
                .as_ref()
                .map_or_else(|| "aucun".to_owned(), |e| format!("« {e} »"))
        };
        match self {
            Self::Racine { leur, notre } => {
                write!(f, "La racine est « {leur} », et non « {notre} ».")
            }
            Self::Espace { leur, notre } => write!(
                f,
                "L’espace de noms est {}, et non {}.",
                espace(leur),
                espace(notre)
            ),
            Self::EspaceNonQualifie => f.write_str(
                "Seuls les éléments globaux sont dans l’espace de noms (elementFormDefault n’est pas « qualified ») ; Guichet y met tous les éléments.",
            ),
            Self::Entete { leur, notre } => {
                write!(f, "L’en-tête est en « {leur} », et non en « {notre} ».")
            }
            Self::Candidat { leur, notre } => {
                write!(f, "Le candidat est en « {leur} », et non en « {notre} ».")
            }
            Self::Repetition { chemin } => write!(
                f,
                "« {chemin} » peut se répéter dans un candidat ; Guichet n’en lit qu’un."
            ),
            Self::ChampAbsent { champ } => {
                write!(f, "{champ} : ce champ du document n’est pas dans le XSD.")
            }
            Self::ElementInconnu {
                chemin,
                obligatoire,
            } => write!(
                f,
                "« {chemin} » n’est pas dans le document ({}).",
                if *obligatoire {
                    "obligatoire dans le XSD : un fichier sans lui y serait refusé"
                } else {
                    "facultatif"
                }
            ),
            Self::Place { champ, leur, notre } => {
                write!(f, "{champ} : l’élément est « {leur} », et non « {notre} ».")
            }
            Self::Ordre { leur, notre } => write!(
                f,
                "L’ordre des champs diffère : {leur} vient là où le document met {notre}."
            ),
            Self::Obligation { champ, leur: true } => write!(
                f,
                "{champ} : obligatoire dans le XSD, facultatif ou selon le cas dans le document."
            ),
            Self::Obligation { champ, leur: false } => write!(
                f,
                "{champ} : facultatif dans le XSD, obligatoire dans le document."
            ),
            Self::Longueur { champ, leur, notre } => write!(
                f,
                "{champ} : {leur} caractères au plus dans le XSD, {} dans le document.",
                notre.map_or_else(|| "sans limite".to_owned(), |max| max.to_string())
            ),
            Self::Motif { champ, leur, notre } if notre.is_empty() => write!(
                f,
                "{champ} : le XSD veut la forme {} ; le document n’en donne pas.",
                court(leur)
            ),
            Self::Motif { champ, leur, notre } => write!(
                f,
                "{champ} : le XSD veut la forme {} ; la nôtre est {}.",
                court(leur),
                court(notre)
            ),
            Self::Codes {
                champ,
                en_plus,
                en_moins,
            } => {
                write!(f, "{champ} : ")?;
                let lien = if en_plus.is_empty() || en_moins.is_empty() {
                    ""
                } else {
                    " ; "
                };
                if !en_plus.is_empty() {
                    write!(f, "le XSD a en plus {}", codes(en_plus))?;
                }
                f.write_str(lien)?;
                if !en_moins.is_empty() {
                    write!(f, "il n’a pas {}", codes(en_moins))?;
                }
                f.write_str(".")
            }
        }
    }
}

/// A pattern, cut where nobody reads on.
fn court(motif: &str) -> String {
    const MAX: usize = 60;
    if motif.chars().count() <= MAX {
        return format!("« {motif} »");
    }
    let debut: String = motif.chars().take(MAX).collect();
    format!("« {debut}… »")
}

/// The first codes, and how many others.
fn codes(codes: &BTreeSet<String>) -> String {
    const MAX: usize = 10;
    let montres: Vec<&str> = codes.iter().take(MAX).map(String::as_str).collect();
    let reste = codes.len().saturating_sub(MAX);
    if reste == 0 {
        montres.join(", ")
    } else {
        format!(
            "{} et {reste} autre{}",
            montres.join(", "),
            if reste > 1 { "s" } else { "" }
        )
    }
}
