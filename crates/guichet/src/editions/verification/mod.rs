//! Every fault of a folder of editions, told as a compiler would: file, line, what is wrong, what to do.

mod blocs;
mod dossier;
mod reprise;

use std::path::Path;

use guichet_contrat_pro::suivi::ParametresDeSuivi;
use guichet_cyclades::EditionCyclades;
use guichet_instruction::cas::Catalogue;
use guichet_nomenclatures::liste::{Liste, RACINE as LISTES};
use guichet_socle::edition::{Couverture, StatutEdition};
use guichet_socle::erreur::plus_proche;
use guichet_socle::{Edition, ErreurEdition, Fichiers};
use serde::Serialize;

use super::{ErreurDEdition, verifier_pour_tous};
use crate::Donnees;
use crate::documents::Citations;
use crate::donnees::ErreurDonnees;
use crate::instruction::{charger_entiere, dossiers_connus};
use dossier::{Lu, REGLEMENTS};
use reprise::Reprise;

/// The procedure that reads files.
const CYCLADES: &str = "cyclades";
/// How many faults of one table are told.
const PAR_TABLE: usize = 200;
/// How much of a line is shown.
const EXTRAIT: usize = 120;

/// A fault, or something to look at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Faute {
    /// Path of the file in the data folder.
    pub fichier: String,
    /// Its line, from 1, when it has a place.
    pub ligne: Option<usize>,
    /// The fact with its value, then what to do.
    pub message: String,
    /// The line as written, or its beginning.
    pub extrait: Option<String>,
}

/// An edition that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EditionControlee {
    /// The procedure, or the list.
    pub nom: String,
    /// Its identifier.
    pub id: String,
    /// Checked, or a draft; none when it cannot be read.
    pub statut: Option<StatutEdition>,
    /// What it holds: rules, fields, cases, rows.
    pub contenu: Vec<(&'static str, usize)>,
    /// How many faults its files have.
    pub fautes: usize,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verification {
    /// The editions of the folder.
    pub editions: Vec<EditionControlee>,
    /// What keeps an edition from being applied, in the order of the files.
    pub fautes: Vec<Faute>,
    /// What keeps nothing from being applied, but should be looked at: a case that gives something else than
    /// it says, a file that nothing reads.
    pub remarques: Vec<Faute>,
}

impl Verification {
    /// Whether every edition can be applied.
    #[must_use]
    pub fn est_juste(&self) -> bool {
        self.fautes.is_empty()
    }
}

/// Looks at every edition of a folder: a data folder, or one of its editions.
///
/// The folder is put above the data at hand. Loading stops at its first fault, so what is faulty is replaced
/// in memory by what the program ships, and loaded again, as long as there is something to tell.
///
/// # Errors
/// The folder cannot be read, or holds no edition.
pub fn verifier(donnees: &Donnees, dossier: &Path) -> Result<Verification, ErreurDonnees> {
    let saines = donnees.fichiers();
    let lu = Lu::lire(dossier, saines)?;
    let mut fichiers = saines.clone();
    for edition in &lu.editions {
        fichiers.retirer_dossier(edition);
    }
    for (chemin, texte) in &lu.textes {
        fichiers.ajouter(chemin.clone(), texte.clone());
    }
    let mut reprise = Reprise::new(saines, fichiers.clone());
    for faute in &lu.fautes {
        reprise.ajouter(faute.clone());
    }
    let lisible = |edition: &&String| lu.textes.contains_key(&format!("{edition}/edition.toml"));
    let (reglements, listes): (Vec<&String>, Vec<&String>) = lu
        .editions
        .iter()
        .filter(lisible)
        .partition(|edition| edition.starts_with(REGLEMENTS));
    for liste in &listes {
        let fautes = Liste::verifier(&fichiers, liste, PAR_TABLE);
        if !fautes.is_empty() {
            reprise.preter_la_liste(liste);
        }
        for faute in fautes {
            reprise.ajouter(faute);
        }
    }
    let mut charges = Vec::new();
    for edition in &reglements {
        match Reglement::de(&fichiers, edition) {
            Ok(reglement) => {
                reprise.relever(&|fichiers| reglement.charger(fichiers));
                charges.push(reglement);
            }
            Err(faute) => reprise.ajouter(faute),
        }
    }
    // A table may be well formed and still say what its procedure refuses.
    for liste in &listes {
        for reglement in Reglement::qui_lisent(&fichiers, liste) {
            if !charges.contains(&reglement) {
                reprise.relever(&|fichiers| reglement.charger(fichiers));
            }
        }
    }
    les_periodes(&mut reprise, lu.editions.iter());
    let mut fautes: Vec<Faute> = reprise
        .fautes
        .iter()
        .filter(|faute| lu.concerne(&faute.fichier) || !lu.a_ecrit(&faute.fichier))
        .map(|faute| en_vue(&lu, faute))
        .collect();
    fautes.sort();
    let mut remarques = Vec::new();
    for chemin in lu.inutiles.iter().filter(|chemin| lu.concerne(chemin)) {
        let fait = "aucune édition ne lit ce fichier ; retirez-le, ou vérifiez son nom.";
        remarques.push(en_vue(
            &lu,
            &ErreurEdition::du_fichier(chemin.clone(), fait),
        ));
    }
    if reprise.fautes.is_empty() {
        for reglement in charges.iter().filter(|r| lu.concerne(&r.dossier)) {
            remarques.extend(
                reglement
                    .cas_a_revoir(&fichiers)
                    .iter()
                    .map(|f| en_vue(&lu, f)),
            );
        }
    }
    let editions = lu.editions.iter().filter(|edition| lu.concerne(edition));
    Ok(Verification {
        editions: editions
            .map(|edition| controlee(&fichiers, edition, &fautes))
            .collect(),
        fautes,
        remarques,
    })
}

fn dossier_de(chemin: &str) -> &str {
    chemin
        .rsplit_once('/')
        .map_or(chemin, |(dossier, _)| dossier)
}

fn en_vue(lu: &Lu, faute: &ErreurEdition) -> Faute {
    let texte = lu.textes.get(&faute.fichier);
    let extrait = faute.ligne.zip(texte).and_then(|(ligne, texte)| {
        let ligne = texte.lines().nth(ligne.checked_sub(1)?)?.trim_end();
        let mut extrait: String = ligne.chars().take(EXTRAIT).collect();
        if extrait.len() < ligne.len() {
            extrait.push('…');
        }
        (!extrait.is_empty()).then_some(extrait)
    });
    Faute {
        fichier: faute.fichier.clone(),
        ligne: faute.ligne,
        message: faute.message.clone(),
        extrait,
    }
}

/// The periods of the editions of a procedure, or of a list, do not overlap.
fn les_periodes<'e>(reprise: &mut Reprise<'_>, editions: impl Iterator<Item = &'e String>) {
    let mut familles: Vec<&str> = editions.map(|edition| dossier_de(edition)).collect();
    familles.dedup();
    for famille in familles {
        reprise.relever(&|fichiers| Couverture::lire(fichiers, famille).map(|_| ()));
    }
}

/// An edition of a regulation, and how it is loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Reglement {
    procedure: String,
    dossier: String,
}

impl Reglement {
    /// The edition of a folder, when the program knows its procedure.
    fn de(fichiers: &Fichiers, dossier: &str) -> Result<Self, ErreurEdition> {
        let procedure = dossier.split('/').nth(1).unwrap_or_default();
        let connues = || dossiers_connus().chain([CYCLADES]);
        let libre = guichet_reglement::est_libre(fichiers, dossier);
        if libre || connues().any(|connue| connue == procedure) {
            return Ok(Self {
                procedure: procedure.to_owned(),
                dossier: dossier.to_owned(),
            });
        }
        let conseil = plus_proche(procedure, connues()).map_or(String::new(), |proche| {
            format!(" Vouliez-vous dire « {proche} » ?")
        });
        Err(ErreurEdition::du_fichier(
            dossier,
            format!(
                "le programme ne connaît pas la procédure « {procedure} », il ne lit pas ce dossier ; donnez-lui l’un de ces noms : {}.{conseil}",
                connues().collect::<Vec<_>>().join(", ")
            ),
        ))
    }

    /// The editions that may read a list: those of the same day in the procedures of its family.
    fn qui_lisent(fichiers: &Fichiers, liste: &str) -> Vec<Self> {
        let famille = liste.split('/').nth(1).unwrap_or_default();
        let id = liste.rsplit('/').next().unwrap_or_default();
        let editions = dossiers_connus().chain([CYCLADES]).filter(|procedure| {
            procedure
                .strip_suffix(famille)
                .is_some_and(|debut| debut.is_empty() || debut.ends_with('-'))
        });
        editions
            .map(|procedure| format!("{REGLEMENTS}/{procedure}/{id}"))
            .filter(|dossier| fichiers.lire(&format!("{dossier}/edition.toml")).is_some())
            .filter_map(|dossier| Self::de(fichiers, &dossier).ok())
            .collect()
    }

    /// Loads all that the program would read of it.
    fn charger(&self, fichiers: &Fichiers) -> Result<(), ErreurEdition> {
        let edition = Edition::lire(fichiers, &self.dossier)?;
        if self.procedure == CYCLADES {
            let lue = EditionCyclades::charger(fichiers, &edition)?;
            verifier_pour_tous(&lue).map_err(|erreur| match erreur {
                ErreurDEdition::Fautive(erreur) => erreur,
                ErreurDEdition::Absente(hors) => {
                    ErreurEdition::du_fichier(self.dossier.clone(), hors.to_string())
                }
            })?;
            if a_des_cas(fichiers, &self.dossier) {
                guichet_cyclades::cas::Catalogue::lire(fichiers, &lue)?;
            }
            return Ok(());
        }
        let lues = charger_entiere(fichiers, &self.procedure, &edition)?;
        let a_le_fichier = |nom| fichiers.lire(&format!("{}/{nom}", self.dossier)).is_some();
        if a_le_fichier("suivi.toml") {
            ParametresDeSuivi::lire(fichiers, &edition)?;
        }
        if a_le_fichier("documents.toml") {
            Citations::lire(fichiers, &edition)?;
        }
        for lue in &lues {
            if a_des_cas(fichiers, &lue.commun().edition.dossier) {
                Catalogue::lire(fichiers, lue.commun())?;
            }
        }
        Ok(())
    }

    /// The worked cases that give something else than they say.
    fn cas_a_revoir(&self, fichiers: &Fichiers) -> Vec<ErreurEdition> {
        let lues = Edition::lire(fichiers, &self.dossier)
            .and_then(|edition| charger_entiere(fichiers, &self.procedure, &edition))
            .unwrap_or_default();
        let mut revoir = Vec::new();
        for lue in &lues {
            let commun = lue.commun();
            if !a_des_cas(fichiers, &commun.edition.dossier) {
                continue;
            }
            let catalogue = Catalogue::lire(fichiers, commun);
            for cas in catalogue.into_iter().flat_map(|catalogue| catalogue.cas) {
                let points = match cas.ecarts(&cas.rejouer(&**lue)).len() {
                    0 => continue,
                    1 => "un point".to_owned(),
                    nombre => format!("{nombre} points"),
                };
                revoir.push(ErreurEdition::a_la_ligne(
                    cas.fichier.clone(),
                    cas.ligne,
                    format!(
                        "le cas « {} » n’est plus ce que l’édition décide, sur {points} ; récrivez-le, ou revenez sur ce qui l’a changé.",
                        cas.titre
                    ),
                ));
            }
        }
        revoir
    }
}

fn a_des_cas(fichiers: &Fichiers, dossier: &str) -> bool {
    let dossier = format!("{dossier}/cas");
    fichiers.chemins(&dossier).next().is_some()
}

/// An edition in a line, with what it holds when it is right.
fn controlee(fichiers: &Fichiers, dossier: &str, fautes: &[Faute]) -> EditionControlee {
    let (racine, id) = dossier.rsplit_once('/').unwrap_or(("", dossier));
    let siennes = fautes
        .iter()
        .filter(|faute| {
            faute.fichier == dossier
                || faute
                    .fichier
                    .strip_prefix(dossier)
                    .is_some_and(|reste| reste.starts_with('/'))
        })
        .count();
    let mut contenu = Vec::new();
    let tables = |nom: &str, cle: &str| {
        let texte = fichiers.lire(&format!("{dossier}/{nom}"))?;
        let table: toml::Table = texte.parse().ok()?;
        table.get(cle)?.as_array().map(Vec::len)
    };
    if siennes == 0 {
        for (nom, cle, mots) in [
            ("conditions.toml", "condition", "règles"),
            ("dossier.toml", "champ", "champs"),
            ("champs.toml", "champ", "champs"),
        ] {
            contenu.extend(tables(nom, cle).map(|nombre| (mots, nombre)));
        }
        let cas: usize = fichiers
            .chemins(&format!("{dossier}/cas"))
            .filter_map(|chemin| {
                tables(chemin.strip_prefix(dossier)?.trim_start_matches('/'), "cas")
            })
            .sum();
        if cas > 0 {
            contenu.push(("cas", cas));
        }
        if dossier.starts_with(LISTES)
            && let Ok(liste) = Liste::charger(fichiers, dossier)
        {
            contenu.push(("lignes", liste.len()));
        }
    }
    EditionControlee {
        nom: racine
            .split_once('/')
            .map_or(racine, |(_, nom)| nom)
            .to_owned(),
        id: id.to_owned(),
        statut: Edition::lire_statut(fichiers, dossier).ok(),
        contenu,
        fautes: siennes,
    }
}
