//! The communes of the INSEE, former ones included: whether a code exists, what took its place, which
//! codes a name or a postcode may stand for.
//!
//! The table has 39,000 rows, and most runs of the program need none of them: it is searched in place,
//! in its bytes. The first question builds two bits a code, the first name an index of the names.

mod lacunes;
mod noms;
mod table;

use std::borrow::Cow;
use std::fmt;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};

use guichet_socle::{ErreurEdition, Fichiers};
use jiff::civil::Date;

use crate::catalogue;
use crate::liste::Liste;
use lacunes::Lacunes;
use noms::IndexDesNoms;
use table::{Etats, Renvois, Table};

/// The name of the list in the contract.
pub const NOM: &str = "communes";

/// What kind of place a code designates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nature {
    /// A commune of today (`COM`).
    Commune,
    /// A municipal arrondissement of Paris, Lyon or Marseille (`ARM`).
    Arrondissement,
    /// A former commune that its new commune keeps as a delegated one (`COMD`).
    Deleguee,
    /// A former commune associated with another one (`COMA`).
    Associee,
    /// A code that designates nothing any more (`ANC`).
    Ancienne,
}

/// What the list says of a code, short.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Etat {
    /// The list lacks it.
    Inconnu,
    /// A commune, or an arrondissement, of today.
    EnUsage,
    /// A code that another one has replaced.
    Ancien,
}

/// A row of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Commune<'a> {
    /// Its code.
    pub code: &'a str,
    /// Its name; empty for a vanished commune, of which only the code is known.
    pub nom: &'a str,
    /// The department where the place is today, as the INSEE writes it (`75`, `2A`, `974`).
    pub departement: &'a str,
    /// The commune of today, for a code that is no longer one.
    pub successeur: Option<&'a str>,
    /// What it is.
    pub nature: Nature,
    /// The name of the delegated commune that shares its code.
    pub autre_nom: Option<&'a str>,
    codes_postaux: &'a str,
}

impl<'a> Commune<'a> {
    /// Its postcodes; none for a former commune.
    pub fn codes_postaux(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.codes_postaux
            .split('|')
            .filter(|code| !code.is_empty())
    }

    /// The code in use today: its own, or that of its successor.
    #[must_use]
    pub fn code_d_aujourd_hui(&self) -> &'a str {
        self.successeur.unwrap_or(self.code)
    }
}

/// The list of the communes; a clone shares it.
#[derive(Clone)]
pub struct Communes(Arc<Partage>);

struct Partage {
    dossier: String,
    table: Table,
    lacunes: Lacunes,
    etats: OnceLock<Etats>,
    noms: OnceLock<IndexDesNoms>,
    postaux: OnceLock<Renvois>,
    /// Questions on postcodes so far: the first ones are not worth an index.
    questions_postales: AtomicU32,
    anciens: OnceLock<Renvois>,
}

impl Communes {
    /// Finds the last checked edition of the list. Its rows are not read: [`Communes::verifier`] does it.
    ///
    /// # Errors
    /// There is no edition, or its columns are not those that the program searches.
    pub fn charger(fichiers: &Fichiers) -> Result<Self, ErreurEdition> {
        let dossier = catalogue::dossier_par_defaut(fichiers, NOM)?;
        let chemin = format!("{dossier}/codes.csv");
        let octets: Cow<'static, [u8]> = fichiers.octets(&chemin).ok_or_else(|| {
            ErreurEdition::du_fichier(
                &chemin,
                "ce fichier manque ; ajoutez-le au dossier de données.",
            )
        })?;
        let table = Table::new(octets).ok_or_else(|| {
            ErreurEdition::a_la_ligne(
                &chemin,
                1,
                format!(
                    "les colonnes doivent être, dans cet ordre : {} ; corrigez l’en-tête.",
                    table::COLONNES
                ),
            )
        })?;
        let lacunes = Lacunes::lire(fichiers, &dossier)?;
        Ok(Self(Arc::new(Partage {
            dossier,
            table,
            lacunes,
            etats: OnceLock::new(),
            noms: OnceLock::new(),
            postaux: OnceLock::new(),
            questions_postales: AtomicU32::new(0),
            anciens: OnceLock::new(),
        })))
    }

    /// Reads the whole list as any other, then checks what searching it in place needs: rows sorted, no
    /// quotes, successors that are communes of today. For data that no test has checked.
    ///
    /// # Errors
    /// Whatever is wrong, with file and line.
    pub fn verifier(&self, fichiers: &Fichiers) -> Result<(), ErreurEdition> {
        let liste = Liste::charger(fichiers, &self.0.dossier)?;
        if self.0.table.a_des_guillemets() {
            return Err(ErreurEdition::du_fichier(
                liste.chemin(),
                "une cellule est entre guillemets ; la recherche ne les lit pas : retirez-les.",
            ));
        }
        let mut avant = "";
        for ligne in liste.lignes() {
            let code = ligne.cellule(0);
            if code <= avant {
                return Err(ligne.erreur(
                    0,
                    format!("« {code} » vient après « {avant} » ; triez les lignes par code."),
                ));
            }
            avant = code;
            let successeur = ligne.cellule(3);
            let nature = ligne.cellule(4);
            let attendu = matches!(nature, "COMD" | "COMA" | "ANC");
            let trouve = self
                .fiche(successeur.as_bytes())
                .is_some_and(|commune| commune.nature == Nature::Commune);
            if attendu != trouve || attendu == successeur.is_empty() {
                return Err(ligne.erreur(
                    3,
                    format!(
                        "« {successeur} » ne convient pas : un code {nature} a {} ; corrigez la cellule.",
                        if attendu {
                            "pour successeur une commune d’aujourd’hui"
                        } else {
                            "sa propre commune, et pas de successeur"
                        }
                    ),
                ));
            }
        }
        Ok(())
    }

    /// The folder of its edition in the data (`nomenclatures/communes/2026-01-01`).
    #[must_use]
    pub fn dossier(&self) -> &str {
        &self.0.dossier
    }

    /// Whether the list is that of the program, which tests have checked.
    #[must_use]
    pub fn est_du_programme(&self) -> bool {
        self.0.table.est_pretee()
    }

    /// What the list says of a code, in a few nanoseconds; `None` when the bytes have not the form of a code.
    #[inline]
    #[must_use]
    pub fn etat(&self, code: &[u8]) -> Option<Etat> {
        let numero = table::numero(code)?;
        let etats = self.0.etats.get_or_init(|| Etats::de(&self.0.table));
        Some(etats.de_numero(numero))
    }

    /// Whether the list has a code, former ones included.
    #[must_use]
    pub fn existe(&self, code: &str) -> bool {
        matches!(
            self.etat(code.as_bytes()),
            Some(Etat::EnUsage | Etat::Ancien)
        )
    }

    /// Whether a code that the list lacks is nevertheless known to have existed; some are, only for
    /// persons born before a day.
    #[must_use]
    pub fn est_une_lacune(&self, code: &[u8], naissance: Option<Date>) -> bool {
        self.0.lacunes.contient(code, naissance)
    }

    /// The row of a code.
    #[must_use]
    pub fn fiche(&self, code: &[u8]) -> Option<Commune<'_>> {
        self.0.table.chercher(code)
    }

    /// Every row, with where it begins.
    pub(crate) fn placees(&self) -> impl Iterator<Item = (u32, Commune<'_>)> {
        self.0.table.placees()
    }

    /// The row that begins at a place that [`Communes::placees`] gave.
    pub(crate) fn a_la_place(&self, place: u32) -> Option<Commune<'_>> {
        self.0.table.a_la_place(place)
    }

    /// The name of a code, when it is known.
    #[must_use]
    pub fn nom(&self, code: &str) -> Option<&str> {
        self.fiche(code.as_bytes())
            .map(|commune| commune.nom)
            .filter(|nom| !nom.is_empty())
    }

    /// The code that took the place of a former one.
    #[must_use]
    pub fn successeur(&self, code: &str) -> Option<&str> {
        self.fiche(code.as_bytes())?.successeur
    }

    /// The former codes whose place a commune took, in order.
    #[must_use]
    pub fn anciens(&self, code: &str) -> Vec<Commune<'_>> {
        let anciens = self
            .0
            .anciens
            .get_or_init(|| Renvois::des_anciens(&self.0.table));
        anciens.chercher(&self.0.table, code)
    }

    /// The places of a name, in a department or anywhere: communes of today first, then by code.
    ///
    /// Accents, case, hyphens, apostrophes, « ST », the article and « CEDEX » do not matter; an exact
    /// article does when it tells two names apart. The department is written in either way (`75`, `075`).
    #[must_use]
    pub fn par_nom(&self, nom: &str, departement: Option<&str>) -> Vec<Commune<'_>> {
        let index = self.0.noms.get_or_init(|| IndexDesNoms::de(&self.0.table));
        index.chercher(&self.0.table, nom, departement)
    }

    /// The communes and arrondissements that a postcode serves, by code.
    #[must_use]
    pub fn par_code_postal(&self, code_postal: &str) -> Vec<Commune<'_>> {
        const SANS_INDEX: u32 = 8;
        if self.0.questions_postales.load(Ordering::Relaxed) < SANS_INDEX {
            self.0.questions_postales.fetch_add(1, Ordering::Relaxed);
            return self.0.table.parcourir_le_code_postal(code_postal);
        }
        let postaux = self
            .0
            .postaux
            .get_or_init(|| Renvois::des_codes_postaux(&self.0.table));
        postaux.chercher(&self.0.table, code_postal)
    }
}

/// Whether a commune lies in a department or began there: `75`, `075`, `2A`, `02A`, `20`
/// for the Corsica of former codes, `985` for the Mayotte of today.
#[must_use]
pub fn est_du_departement(commune: &Commune<'_>, departement: &str) -> bool {
    let court = match departement {
        "985" => "976",
        _ => departement
            .strip_prefix('0')
            .filter(|reste| reste.len() == 2)
            .unwrap_or(departement),
    };
    matches!(court.len(), 2 | 3)
        && (commune.departement == court || commune.code.starts_with(court))
}

impl fmt::Debug for Communes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The rows themselves would fill the screen.
        f.debug_struct("Communes")
            .field("dossier", &self.0.dossier)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
