//! What the columns of every list are called: the code of a row, its label, its domain, the sessions it is
//! open for. A list that keeps to these names is searched and shown without the program knowing it.

use crate::liste::Ligne;

/// The column that tells domains apart: its rows are different meanings.
pub const DOMAINE: &str = "domaine";
/// The columns that name a row for people, the best first.
pub const LIBELLES: [&str; 5] = [
    "libelle_repare",
    "libelle",
    "intitule_repare",
    "intitule",
    "nom",
];
/// The first session of a row.
pub const PREMIERE_SESSION: &str = "premiere_session";
/// The last session of a row.
pub const DERNIERE_SESSION: &str = "derniere_session";
/// What the columns that close a row from a session on begin with.
pub const FERME_SESSION: &str = "ferme_session_";

/// Whether a column holds codes that designate its row.
#[must_use]
pub fn est_un_code(colonne: &str) -> bool {
    colonne == "iso3" || colonne == "code" || colonne.starts_with("code_")
}

/// The label to show of a row, when it has one.
#[must_use]
pub fn libelle<'l>(ligne: &Ligne<'l>) -> Option<&'l str> {
    LIBELLES
        .into_iter()
        .filter_map(|nom| ligne.get(nom))
        .find(|libelle| !libelle.is_empty())
}

/// A label without what a document prints differently from one row to the next: a note in brackets, a slip.
#[must_use]
pub fn sans_variante(libelle: &str) -> &str {
    libelle
        .split_once('(')
        .map_or(libelle, |(debut, _)| debut)
        .trim_end()
}

/// The sessions of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sessions {
    /// The first one, when the list gives it.
    pub premiere: Option<u16>,
    /// The last one, when the list gives it, or closes the row after it.
    pub derniere: Option<u16>,
}

impl Sessions {
    /// The sessions that named cells tell: the closing year counts when its cell is true.
    pub fn de<'c>(cellules: impl IntoIterator<Item = (&'c str, &'c str)>) -> Self {
        let mut sessions = Self::default();
        let mut fermee: Option<u16> = None;
        for (colonne, cellule) in cellules {
            match colonne {
                PREMIERE_SESSION => sessions.premiere = cellule.parse().ok(),
                DERNIERE_SESSION => sessions.derniere = cellule.parse().ok(),
                _ => {
                    if let Some(annee) = colonne.strip_prefix(FERME_SESSION)
                        && matches!(cellule, "true" | "oui")
                    {
                        fermee = annee.parse().ok();
                    }
                }
            }
        }
        if let Some(annee) = fermee {
            let avant = annee.saturating_sub(1);
            sessions.derniere = Some(sessions.derniere.map_or(avant, |d| d.min(avant)));
        }
        sessions
    }

    /// The sessions of a row of a list; nothing for a list that has none.
    #[must_use]
    pub fn de_la_ligne(ligne: &Ligne<'_>) -> Option<Self> {
        let noms = ligne.colonnes().iter().map(|colonne| colonne.nom.as_str());
        let parle = |nom: &str| {
            nom == PREMIERE_SESSION || nom == DERNIERE_SESSION || nom.starts_with(FERME_SESSION)
        };
        noms.clone().any(parle).then(|| {
            Self::de(
                noms.enumerate()
                    .map(|(rang, nom)| (nom, ligne.cellule(rang))),
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_session_is_the_earlier_of_what_is_given_and_what_closes() {
        let cas = [
            ("", "", "", (None, None)),
            ("2022", "", "false", (Some(2022), None)),
            ("", "2025", "non", (None, Some(2025))),
            ("", "2025", "true", (None, Some(2023))),
            ("", "", "oui", (None, Some(2023))),
            ("2022", "2021", "true", (Some(2022), Some(2021))),
        ];
        for (premiere, derniere, ferme, (debut, fin)) in cas {
            let cellules = [
                (PREMIERE_SESSION, premiere),
                (DERNIERE_SESSION, derniere),
                ("ferme_session_2024", ferme),
                ("autre", "2030"),
            ];
            let attendu = Sessions {
                premiere: debut,
                derniere: fin,
            };
            assert_eq!(Sessions::de(cellules), attendu, "{cellules:?}");
        }
    }

    #[test]
    fn codes_are_told_from_other_columns() {
        for (colonne, attendu) in [
            ("code", true),
            ("code_rome", true),
            ("iso3", true),
            ("codes_postaux", false),
            ("libelle", false),
        ] {
            assert_eq!(est_un_code(colonne), attendu, "{colonne}");
        }
    }
}
