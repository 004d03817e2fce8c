//! Every list that exists, by the name of the contract, and its rows as CSV.

use std::collections::BTreeMap;

use guichet_socle::edition::StatutEdition;
use guichet_socle::erreur::plus_proche;
use guichet_socle::{Edition, ErreurEdition, Fichiers};

use crate::liste::{Colonne, Liste, RACINE};

/// A list that exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListeConnue {
    /// Its name (`cyclades/pays`).
    pub nom: String,
    /// The identifiers of its editions, oldest first.
    pub editions: Vec<String>,
    /// The columns of the edition given when none is asked for.
    pub colonnes: Vec<Colonne>,
}

/// Why a list is not exported.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ErreurCatalogue {
    /// No list has that name.
    #[error("« {nom} » n’est pas une liste.{conseil} Les listes sont : {connues}.")]
    ListeInconnue {
        /// The name asked for.
        nom: String,
        /// The nearest known name as a question after a space, or nothing.
        conseil: String,
        /// The names that exist.
        connues: String,
    },
    /// The list has no such edition, or only drafts when none was asked for.
    #[error("La liste « {nom} » n’a pas {demande} ; choisissez parmi : {existantes}.")]
    EditionInconnue {
        /// The name of the list.
        nom: String,
        /// What was asked for.
        demande: String,
        /// The identifiers of the editions that exist.
        existantes: String,
    },
    /// The data of the list are faulty.
    #[error(transparent)]
    Donnees(#[from] ErreurEdition),
}

/// The lists that exist, sorted by name.
///
/// # Errors
/// A list is faulty.
pub fn listes(fichiers: &Fichiers) -> Result<Vec<ListeConnue>, ErreurCatalogue> {
    editions_par_nom(fichiers)
        .into_iter()
        .map(|(nom, editions)| {
            // A list that only has drafts shows the columns of the last one.
            let choisie = match edition_par_defaut(fichiers, nom, &editions)? {
                Some(id) => id,
                None => editions.last().copied().unwrap_or_default(),
            };
            let liste = Liste::charger(fichiers, &dossier(nom, choisie))?;
            Ok(ListeConnue {
                nom: nom.to_owned(),
                editions: editions.into_iter().map(str::to_owned).collect(),
                colonnes: liste.colonnes().to_vec(),
            })
        })
        .collect()
}

/// The names of the lists that exist, sorted.
#[must_use]
pub fn noms(fichiers: &Fichiers) -> Vec<&str> {
    editions_par_nom(fichiers).into_keys().collect()
}

/// The identifiers of the editions of a list, oldest first; none for a name that no list has.
#[must_use]
pub fn editions<'a>(fichiers: &'a Fichiers, nom: &str) -> Vec<&'a str> {
    editions_par_nom(fichiers).remove(nom).unwrap_or_default()
}

/// Loads a list by its name, in the edition asked for, or else in the last one that was checked
/// against its document (a draft is only given when asked for).
///
/// # Errors
/// No list has that name, the list has no such edition, or its data are faulty.
pub fn charger(
    fichiers: &Fichiers,
    nom: &str,
    edition: Option<&str>,
) -> Result<Liste, ErreurCatalogue> {
    let connues = editions_par_nom(fichiers);
    let Some(editions) = connues.get(nom) else {
        return Err(ErreurCatalogue::ListeInconnue {
            nom: nom.to_owned(),
            conseil: plus_proche(nom, connues.keys().copied()).map_or(String::new(), |proche| {
                format!(" Vouliez-vous dire « {proche} » ?")
            }),
            connues: if connues.is_empty() {
                "aucune".to_owned()
            } else {
                connues.keys().copied().collect::<Vec<_>>().join(", ")
            },
        });
    };
    let inconnue = |demande: String, existantes: Vec<String>| ErreurCatalogue::EditionInconnue {
        nom: nom.to_owned(),
        demande,
        existantes: existantes.join(", "),
    };
    let id = match edition {
        Some(id) if editions.contains(&id) => id,
        Some(nommee) => {
            let mut lues = Vec::with_capacity(editions.len());
            for id in editions {
                lues.push(Edition::lire(fichiers, &dossier(nom, id))?);
            }
            let rang = lues.iter().position(|lue| lue.s_appelle(nommee));
            rang.map(|rang| editions[rang]).ok_or_else(|| {
                inconnue(
                    format!("d’édition « {nommee} »"),
                    lues.iter().map(Edition::nom).collect(),
                )
            })?
        }
        None => edition_par_defaut(fichiers, nom, editions)?.ok_or_else(|| {
            inconnue(
                "d’édition vérifiée".to_owned(),
                editions.iter().map(|id| (*id).to_owned()).collect(),
            )
        })?,
    };
    Ok(Liste::charger(fichiers, &dossier(nom, id))?)
}

/// A list and maybe its edition, from what someone wrote: `equipement/formations/2023-2024` is the list
/// `equipement/formations` in its edition `2023-2024`; a name that no list begins is given back whole.
#[must_use]
pub fn designer<'a>(fichiers: &Fichiers, ecrit: &'a str) -> (&'a str, Option<&'a str>) {
    let connues = editions_par_nom(fichiers);
    match ecrit.rsplit_once('/') {
        Some((nom, edition)) if !connues.contains_key(ecrit) && connues.contains_key(nom) => {
            (nom, Some(edition))
        }
        _ => (ecrit, None),
    }
}

/// The rows of a list as CSV, once the list has been checked: see [`charger`] for the edition.
///
/// Commas, UTF-8 without BOM, a header, the order of the document.
///
/// # Errors
/// As [`charger`].
pub fn exporter<'a>(
    fichiers: &'a Fichiers,
    nom: &str,
    edition: Option<&str>,
) -> Result<&'a str, ErreurCatalogue> {
    let liste = charger(fichiers, nom, edition)?;
    Ok(fichiers.texte(&liste.chemin())?)
}

/// The folder of the last edition of a list that was checked against its document: see [`charger`].
///
/// # Errors
/// No list has that name, or it has no checked edition.
pub(crate) fn dossier_par_defaut(fichiers: &Fichiers, nom: &str) -> Result<String, ErreurEdition> {
    let editions = editions_par_nom(fichiers).remove(nom).unwrap_or_default();
    match edition_par_defaut(fichiers, nom, &editions)? {
        Some(id) => Ok(dossier(nom, id)),
        None => Err(ErreurEdition::du_fichier(
            format!("{RACINE}/{nom}"),
            "cette liste n’a pas d’édition vérifiée ; ajoutez-en une.",
        )),
    }
}

/// The folder of an edition of a list, whether it exists or not.
#[must_use]
pub fn dossier(nom: &str, id: &str) -> String {
    format!("{RACINE}/{nom}/{id}")
}

/// The editions of every list, oldest first: folders that hold a `liste.toml`.
fn editions_par_nom(fichiers: &Fichiers) -> BTreeMap<&str, Vec<&str>> {
    let mut editions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for chemin in fichiers.chemins(RACINE) {
        // The identifiers are dates: the order of the paths is that of time.
        if let Some((nom, id)) = chemin
            .strip_prefix(RACINE)
            .and_then(|reste| reste.strip_prefix('/'))
            .and_then(|reste| reste.strip_suffix("/liste.toml"))
            .and_then(|reste| reste.rsplit_once('/'))
        {
            editions.entry(nom).or_default().push(id);
        }
    }
    editions
}

/// The last edition that was checked against its document.
fn edition_par_defaut<'a>(
    fichiers: &Fichiers,
    nom: &str,
    editions: &[&'a str],
) -> Result<Option<&'a str>, ErreurEdition> {
    for &id in editions.iter().rev() {
        if Edition::lire_statut(fichiers, &dossier(nom, id))? == StatutEdition::Verifiee {
            return Ok(Some(id));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fichiers(editions: &[(&str, &str, &str)]) -> Fichiers {
        let mut fichiers = Fichiers::new();
        for &(nom, id, statut) in editions {
            let dossier = dossier(nom, id);
            fichiers.ajouter(
                format!("{dossier}/edition.toml"),
                format!("titre = \"Essai\"\nstatut = \"{statut}\"\nen_vigueur_du = \"{id}\"\ndate_de_reference = \"session\"\nverifiee_le = \"2026-11-20\"\n"),
            );
            fichiers.ajouter(
                format!("{dossier}/liste.toml"),
                "cle = [\"code\"]\nlignes = 1\n[[colonne]]\nnom = \"code\"\n",
            );
            fichiers.ajouter(format!("{dossier}/codes.csv"), format!("code\n{id}\n"));
        }
        fichiers
    }

    #[test]
    fn the_last_checked_edition_is_given_unless_another_is_asked_for() {
        let fichiers = fichiers(&[
            ("essai/pays", "2022-01-01", "verifiee"),
            ("essai/pays", "2023-01-01", "verifiee"),
            ("essai/pays", "2024-01-01", "projet"),
        ]);
        let cas = [
            (None, "code\n2023-01-01\n"),
            (Some("2022-01-01"), "code\n2022-01-01\n"),
            (Some("2024-01-01"), "code\n2024-01-01\n"),
        ];
        for (edition, attendu) in cas {
            assert_eq!(exporter(&fichiers, "essai/pays", edition), Ok(attendu));
        }
        assert_eq!(
            exporter(&fichiers, "essai/pays", Some("2025-01-01"))
                .unwrap_err()
                .to_string(),
            "La liste « essai/pays » n’a pas d’édition « 2025-01-01 » ; choisissez parmi : 2022-01-01, 2023-01-01, 2024-01-01."
        );
    }

    #[test]
    fn a_name_may_hold_the_edition_by_its_day_or_its_school_year() {
        let mut fichiers = fichiers(&[("essai/pays", "2023-09-01", "verifiee")]);
        let chemin = "nomenclatures/essai/pays/2023-09-01/edition.toml";
        let scolaire = fichiers
            .texte(chemin)
            .unwrap()
            .replace("\"session\"", "\"annee_scolaire\"");
        fichiers.ajouter(chemin, scolaire);
        let cas = [
            ("essai/pays", ("essai/pays", None)),
            ("essai/pays/2023-2024", ("essai/pays", Some("2023-2024"))),
            ("essai/pays/x/y", ("essai/pays/x/y", None)),
            ("essai", ("essai", None)),
        ];
        for (ecrit, attendu) in cas {
            assert_eq!(designer(&fichiers, ecrit), attendu);
        }
        for edition in ["2023-09-01", "2023-2024"] {
            assert!(exporter(&fichiers, "essai/pays", Some(edition)).is_ok());
        }
        assert_eq!(
            exporter(&fichiers, "essai/pays", Some("2022-2023"))
                .unwrap_err()
                .to_string(),
            "La liste « essai/pays » n’a pas d’édition « 2022-2023 » ; choisissez parmi : 2023-2024."
        );
    }

    #[test]
    fn a_draft_is_never_given_unasked() {
        let fichiers = fichiers(&[("essai/pays", "2024-01-01", "projet")]);
        assert_eq!(
            exporter(&fichiers, "essai/pays", None)
                .unwrap_err()
                .to_string(),
            "La liste « essai/pays » n’a pas d’édition vérifiée ; choisissez parmi : 2024-01-01."
        );
        assert_eq!(listes(&fichiers).unwrap()[0].editions, ["2024-01-01"]);
    }

    #[test]
    fn an_unknown_name_gets_the_nearest_one_and_the_names() {
        let fichiers = fichiers(&[
            ("essai/langues", "2023-01-01", "verifiee"),
            ("essai/pays", "2023-01-01", "verifiee"),
        ]);
        assert_eq!(
            exporter(&fichiers, "essai/pay", None)
                .unwrap_err()
                .to_string(),
            "« essai/pay » n’est pas une liste. Vouliez-vous dire « essai/pays » ? Les listes sont : essai/langues, essai/pays."
        );
        assert_eq!(noms(&fichiers), ["essai/langues", "essai/pays"]);
    }

    #[test]
    fn a_faulty_list_is_not_exported() {
        let mut fichiers = fichiers(&[("essai/pays", "2023-01-01", "verifiee")]);
        fichiers.ajouter(
            "nomenclatures/essai/pays/2023-01-01/codes.csv",
            "code\n1\n2\n",
        );
        assert!(matches!(
            exporter(&fichiers, "essai/pays", None),
            Err(ErreurCatalogue::Donnees(_))
        ));
    }
}
