//! One edition of a regulation or of a list: a whole folder of data, valid over a period.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use crate::erreur::{lire_toml, plus_proche};
use crate::reference::Source;
use crate::{ErreurEdition, Fichiers, Periode};

/// The date of reference of the editions that go by a school year.
const ANNEE_SCOLAIRE: &str = "annee_scolaire";
/// A school year begins in this month or later, never before.
const PREMIER_MOIS: i8 = 8;

/// Where an edition stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatutEdition {
    /// Checked against its document.
    Verifiee,
    /// A draft, for instance of next year.
    Projet,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifeste {
    titre: String,
    statut: StatutEdition,
    en_vigueur_du: Date,
    en_vigueur_au: Option<Date>,
    date_de_reference: String,
    verifiee_le: Date,
    #[serde(default)]
    non_modelise: Vec<String>,
    #[serde(default, rename = "source")]
    sources: Vec<Source>,
}

/// An edition: who it is, when it holds, what it cites. Its content belongs to each procedure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Edition {
    /// Identifier: the date of its folder (`2023-09-29`).
    pub id: String,
    /// Its folder in the data (`reglements/cyclades/2023-09-29`).
    pub dossier: String,
    /// Title of the official document.
    pub titre: String,
    /// Checked, or a draft.
    pub statut: StatutEdition,
    /// Days over which it holds.
    #[serde(skip)]
    pub periode: Periode,
    /// Which date of a dossier chooses the edition.
    pub date_de_reference: String,
    /// The day someone last compared it with its document.
    pub verifiee_le: Date,
    /// What the document says and the edition does not model.
    pub non_modelise: Vec<String>,
    /// The places its rules cite, by key.
    pub sources: BTreeMap<String, Source>,
    /// SHA-256 of its files.
    pub sha256: String,
}

impl Edition {
    /// Reads only whether an edition was checked: its other files are not looked at.
    ///
    /// # Errors
    /// `edition.toml` is absent or faulty.
    pub fn lire_statut(fichiers: &Fichiers, dossier: &str) -> Result<StatutEdition, ErreurEdition> {
        let chemin = format!("{dossier}/edition.toml");
        let manifeste: Manifeste = lire_toml(&chemin, fichiers.texte(&chemin)?)?;
        Ok(manifeste.statut)
    }

    /// Reads `edition.toml` of a folder.
    ///
    /// # Errors
    /// The file is absent or faulty, the folder's name is not its first day in force, the period is
    /// empty, a source is declared twice.
    pub fn lire(fichiers: &Fichiers, dossier: &str) -> Result<Self, ErreurEdition> {
        let chemin = format!("{dossier}/edition.toml");
        let texte = fichiers.texte(&chemin)?;
        let manifeste: Manifeste = lire_toml(&chemin, texte)?;
        let id = dossier.rsplit('/').next().unwrap_or(dossier).to_owned();
        let en_faute = |mot: &str, message: String| match texte.find(mot) {
            Some(octet) => ErreurEdition::a_l_octet(&chemin, texte, octet, message),
            None => ErreurEdition::du_fichier(&chemin, message),
        };
        if manifeste.en_vigueur_du.to_string() != id {
            return Err(en_faute(
                "en_vigueur_du",
                format!(
                    "l’édition entre en vigueur le {} mais son dossier s’appelle « {id} » ; donnez-lui ce nom.",
                    manifeste.en_vigueur_du
                ),
            ));
        }
        if manifeste
            .en_vigueur_au
            .is_some_and(|au| au <= manifeste.en_vigueur_du)
        {
            return Err(en_faute(
                "en_vigueur_au",
                "la fin (exclue) n’est pas après le début ; corrigez l’une des deux dates.".into(),
            ));
        }
        let mut sources = BTreeMap::new();
        for source in manifeste.sources {
            if let Some(double) = sources.insert(source.cle.0.clone(), source) {
                return Err(en_faute(
                    &double.cle.0,
                    format!(
                        "la source « {} » est déclarée deux fois ; gardez-en une.",
                        double.cle
                    ),
                ));
            }
        }
        Ok(Self {
            sha256: fichiers.empreinte(&[dossier]),
            id,
            dossier: dossier.to_owned(),
            titre: manifeste.titre,
            statut: manifeste.statut,
            periode: Periode {
                du: manifeste.en_vigueur_du,
                au: manifeste.en_vigueur_au,
            },
            date_de_reference: manifeste.date_de_reference,
            verifiee_le: manifeste.verifiee_le,
            non_modelise: manifeste.non_modelise,
            sources,
        })
    }

    /// The school year that the edition is for (`2023-2024`), when a school year chooses it.
    #[must_use]
    pub fn annee_scolaire(&self) -> Option<String> {
        (self.date_de_reference == ANNEE_SCOLAIRE).then(|| {
            let du = self.periode.du;
            let annee = du.year() - i16::from(du.month() < PREMIER_MOIS);
            format!("{annee}-{}", annee + 1)
        })
    }

    /// What people call it: its school year when it has one, else its identifier.
    #[must_use]
    pub fn nom(&self) -> String {
        self.annee_scolaire().unwrap_or_else(|| self.id.clone())
    }

    /// Whether it goes by a name: its identifier, or its school year.
    #[must_use]
    pub fn s_appelle(&self, nom: &str) -> bool {
        self.id == nom || self.annee_scolaire().as_deref() == Some(nom)
    }

    /// The declared source of a key, with the nearest known one when there is none.
    ///
    /// # Errors
    /// The key is not declared in `edition.toml`.
    pub fn source(&self, cle: &str) -> Result<&Source, String> {
        self.sources.get(cle).ok_or_else(|| {
            let connues = self.sources.keys().map(String::as_str);
            let conseil = plus_proche(cle, connues).map_or(String::new(), |proche| {
                format!(" Vouliez-vous dire « {proche} » ?")
            });
            format!("la source « {cle} » n’est pas déclarée ; ajoutez-la à edition.toml.{conseil}")
        })
    }
}

/// A date that no edition covers: the answer is this, never the nearest edition.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("Aucune édition de « {procedure} » {demande} ; il existe : {existantes}.")]
pub struct HorsCouverture {
    /// Name of the procedure or list.
    pub procedure: String,
    /// What was asked for (« ne couvre le 2022-09-01 »).
    pub demande: String,
    /// The editions that exist, with their periods.
    pub existantes: String,
}

/// The editions of one procedure, sorted by first day, without overlap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Couverture {
    procedure: String,
    editions: Vec<Edition>,
}

impl Couverture {
    /// Gathers every edition found under `dossier` (one sub-folder each). One that has no end ends where
    /// the next one begins.
    ///
    /// # Errors
    /// An edition is faulty, or two of them cover the same day.
    pub fn lire(fichiers: &Fichiers, dossier: &str) -> Result<Self, ErreurEdition> {
        let procedure = dossier
            .split_once('/')
            .map_or(dossier, |(_, nom)| nom)
            .to_owned();
        let mut editions = Vec::new();
        for chemin in fichiers.chemins(dossier) {
            let Some(reste) = chemin
                .strip_prefix(dossier)
                .and_then(|r| r.strip_prefix('/'))
            else {
                continue;
            };
            if let Some(id) = reste
                .strip_suffix("/edition.toml")
                .filter(|id| !id.contains('/'))
            {
                editions.push(Edition::lire(fichiers, &format!("{dossier}/{id}"))?);
            }
        }
        editions.sort_by_key(|edition| edition.periode.du);
        // An edition without an end holds until the next one begins: adding next year's folder is enough.
        // A draft neither ends another one nor is applied unasked.
        let verifiees: Vec<usize> = (0..editions.len())
            .filter(|&rang| editions[rang].statut == StatutEdition::Verifiee)
            .collect();
        for paire in verifiees.windows(2) {
            let debut = editions[paire[1]].periode.du;
            let edition = &mut editions[paire[0]];
            if edition.periode.au.is_none() && edition.periode.du < debut {
                edition.periode.au = Some(debut);
            }
        }
        for paire in verifiees.windows(2) {
            let paire = [&editions[paire[0]], &editions[paire[1]]];
            if paire[0].periode.chevauche(&paire[1].periode) {
                return Err(ErreurEdition::du_fichier(
                    format!("{}/edition.toml", paire[1].dossier),
                    format!(
                        "cette édition ({}) couvre des jours de l’édition {} ({}) ; donnez à l’une une fin ou un début qui les sépare.",
                        paire[1].periode, paire[0].id, paire[0].periode
                    ),
                ));
            }
        }
        Ok(Self {
            procedure,
            editions,
        })
    }

    /// The editions that hold a part of the procedure, under its own name: a part that began later has no
    /// edition before.
    #[must_use]
    pub fn du_volet(self, nom: &str, a_le_volet: impl Fn(&Edition) -> bool) -> Self {
        Self {
            procedure: nom.to_owned(),
            editions: self.editions.into_iter().filter(a_le_volet).collect(),
        }
    }

    /// The editions, oldest first.
    #[must_use]
    pub fn editions(&self) -> &[Edition] {
        &self.editions
    }

    /// The checked edition in force on a day: a draft is only given by its identifier.
    ///
    /// # Errors
    /// No edition covers that day; the message names those that exist.
    pub fn a_la_date(&self, jour: Date) -> Result<&Edition, HorsCouverture> {
        self.editions
            .iter()
            .find(|edition| {
                edition.statut == StatutEdition::Verifiee && edition.periode.contient(jour)
            })
            .ok_or_else(|| self.hors_couverture(format!("ne couvre le {jour}")))
    }

    /// The edition of an identifier, or of a school year.
    ///
    /// # Errors
    /// No edition has it; the message names those that exist.
    pub fn par_id(&self, id: &str) -> Result<&Edition, HorsCouverture> {
        self.editions
            .iter()
            .find(|edition| edition.s_appelle(id))
            .ok_or_else(|| self.hors_couverture(format!("ne s’appelle « {id} »")))
    }

    fn hors_couverture(&self, demande: String) -> HorsCouverture {
        let existantes: Vec<String> = self
            .editions
            .iter()
            .map(|e| match e.statut {
                StatutEdition::Verifiee => format!("{} ({})", e.nom(), e.periode),
                StatutEdition::Projet => format!("{} (projet, à demander)", e.nom()),
            })
            .collect();
        HorsCouverture {
            procedure: self.procedure.clone(),
            demande,
            existantes: if existantes.is_empty() {
                "aucune".to_owned()
            } else {
                existantes.join(", ")
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn manifeste(du: &str, au: Option<&str>) -> String {
        let au = au.map_or(String::new(), |au| format!("en_vigueur_au = \"{au}\"\n"));
        format!(
            "titre = \"Essai\"\nstatut = \"verifiee\"\nen_vigueur_du = \"{du}\"\n{au}date_de_reference = \"demande\"\nverifiee_le = \"2026-11-20\"\n\n[[source]]\ncle = \"reglement:1\"\ntitre = \"Règlement\"\nsection = \"1\"\n"
        )
    }

    fn fichiers(editions: &[(&str, Option<&str>)]) -> Fichiers {
        let mut fichiers = Fichiers::new();
        for &(du, au) in editions {
            fichiers.ajouter(
                format!("reglements/essai/{du}/edition.toml"),
                manifeste(du, au),
            );
        }
        fichiers
    }

    #[test]
    fn the_coverage_answers_by_day_and_never_by_the_nearest_edition() {
        let fichiers = fichiers(&[("2023-09-01", None), ("2021-09-01", Some("2022-09-01"))]);
        let couverture = Couverture::lire(&fichiers, "reglements/essai").unwrap();
        let cas = [
            (date(2021, 8, 31), None),
            (date(2021, 9, 1), Some("2021-09-01")),
            (date(2022, 8, 31), Some("2021-09-01")),
            (date(2022, 9, 1), None),
            (date(2023, 8, 31), None),
            (date(2023, 9, 1), Some("2023-09-01")),
        ];
        for (jour, attendu) in cas {
            assert_eq!(
                couverture.a_la_date(jour).ok().map(|e| e.id.as_str()),
                attendu,
                "{jour}"
            );
        }
        assert_eq!(
            couverture
                .a_la_date(date(2022, 9, 1))
                .unwrap_err()
                .to_string(),
            "Aucune édition de « essai » ne couvre le 2022-09-01 ; il existe : 2021-09-01 (du 2021-09-01 au 2022-09-01 exclu), 2023-09-01 (depuis le 2023-09-01)."
        );
        assert!(couverture.par_id("2021").is_err());
    }

    #[test]
    fn an_edition_without_end_holds_until_the_next_one() {
        let fichiers = fichiers(&[("2023-09-29", None), ("2024-09-27", None)]);
        let couverture = Couverture::lire(&fichiers, "reglements/essai").unwrap();
        assert_eq!(
            couverture.a_la_date(date(2024, 9, 26)).unwrap().id,
            "2023-09-29"
        );
        assert_eq!(
            couverture.a_la_date(date(2024, 9, 27)).unwrap().id,
            "2024-09-27"
        );
    }

    #[test]
    fn an_edition_chosen_by_school_year_goes_by_it_too() {
        let mut fichiers = Fichiers::new();
        for (du, reference) in [
            ("2021-09-01", "annee_scolaire"),
            ("2023-08-01", "annee_scolaire"),
            ("2025-07-31", "annee_scolaire"),
            ("2026-09-01", "demande"),
        ] {
            fichiers.ajouter(
                format!("reglements/essai/{du}/edition.toml"),
                manifeste(du, None).replace("\"demande\"", &format!("\"{reference}\"")),
            );
        }
        let couverture = Couverture::lire(&fichiers, "reglements/essai").unwrap();
        let cas = [
            ("2021-2022", Some("2021-09-01")),
            ("2021-09-01", Some("2021-09-01")),
            ("2023-2024", Some("2023-08-01")),
            ("2024-2025", Some("2025-07-31")),
            ("2025-2026", None),
            ("2026-2027", None),
            ("2026-09-01", Some("2026-09-01")),
        ];
        for (nom, attendu) in cas {
            let trouvee = couverture.par_id(nom).ok().map(|e| e.id.as_str());
            assert_eq!(trouvee, attendu, "{nom}");
        }
        let dite = couverture.par_id("2022-2023").unwrap_err().existantes;
        assert!(dite.starts_with("2021-2022 (du 2021-09-01"), "{dite}");
    }

    #[test]
    fn a_draft_is_given_by_its_identifier_only_and_ends_nothing() {
        let mut fichiers = fichiers(&[("2021-09-01", None)]);
        fichiers.ajouter(
            "reglements/essai/2022-09-01/edition.toml",
            manifeste("2022-09-01", None).replace("verifiee\"", "projet\""),
        );
        let couverture = Couverture::lire(&fichiers, "reglements/essai").unwrap();
        assert_eq!(
            couverture.a_la_date(date(2023, 1, 1)).unwrap().id,
            "2021-09-01"
        );
        assert_eq!(couverture.par_id("2022-09-01").unwrap().id, "2022-09-01");
    }

    #[test]
    fn every_day_of_a_coverage_without_gap_has_exactly_one_edition() {
        let fichiers = fichiers(&[("2021-09-01", Some("2022-03-15")), ("2022-03-15", None)]);
        let couverture = Couverture::lire(&fichiers, "reglements/essai").unwrap();
        let mut jour = date(2021, 9, 1);
        while jour < date(2023, 1, 1) {
            let nombre = couverture
                .editions()
                .iter()
                .filter(|e| e.periode.contient(jour))
                .count();
            assert_eq!(nombre, 1, "{jour}");
            jour = jour.tomorrow().unwrap();
        }
    }

    #[test]
    fn faults_of_a_manifest_are_named_with_their_line() {
        let cas = [
            (manifeste("2023-09-02", None), Some(3)),
            (manifeste("2023-09-01", Some("2023-09-01")), Some(4)),
            (manifeste("2023-09-01", None) + "note = 1\n", Some(11)),
            (
                manifeste("2023-09-01", None)
                    + "[[source]]\ncle = \"reglement:1\"\ntitre = \"x\"\nsection = \"1\"\n",
                Some(8),
            ),
        ];
        for (texte, ligne) in cas {
            let mut fichiers = Fichiers::new();
            fichiers.ajouter("reglements/essai/2023-09-01/edition.toml", texte.clone());
            let erreur = Couverture::lire(&fichiers, "reglements/essai").unwrap_err();
            assert_eq!(erreur.ligne, ligne, "{erreur}\n{texte}");
        }
    }

    #[test]
    fn two_editions_of_one_day_are_refused() {
        let fichiers = fichiers(&[("2021-09-01", Some("2022-09-02")), ("2022-09-01", None)]);
        let erreur = Couverture::lire(&fichiers, "reglements/essai").unwrap_err();
        assert!(
            erreur
                .message
                .contains("couvre des jours de l’édition 2021-09-01"),
            "{erreur}"
        );
    }
}
