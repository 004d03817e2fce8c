//! A folder of editions on the disk: which data folder it is of, which editions it holds, what its files hold.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use guichet_nomenclatures::liste::RACINE as LISTES;
use guichet_socle::erreur::{ligne_de, plus_proche};
use guichet_socle::{ErreurEdition, Fichiers};

use crate::donnees::ErreurDonnees;

/// The folders of a data folder that are looked at.
const RACINES: [&str; 3] = [REGLEMENTS, LISTES, "lectures"];
/// The folder of the editions of every procedure.
pub(super) const REGLEMENTS: &str = "reglements";
/// A data file larger than this is not one of ours.
const TAILLE_MAX: u64 = 64 << 20;

/// The files that only a regulation written as data alone has, and the program ships none.
const DE_DONNEES_SEULES: [&str; 2] = ["calcul.toml", "faits.toml"];

/// What was read.
#[derive(Debug, Default)]
pub(super) struct Lu {
    /// What is asked about: a path in the data folder, or nothing for the whole of it.
    pub vise: String,
    /// The texts, by path in the data folder.
    pub textes: BTreeMap<String, String>,
    /// The editions, by their folder: those of regulations, then those of lists.
    pub editions: BTreeSet<String>,
    /// What is wrong in the files themselves: encoding, name, place.
    pub fautes: Vec<ErreurEdition>,
    /// The files that nothing reads.
    pub inutiles: Vec<String>,
}

impl Lu {
    /// Reads a folder: a data folder, or one of its editions.
    ///
    /// The shipped editions say which files are read.
    pub(super) fn lire(dossier: &Path, saines: &Fichiers) -> Result<Self, ErreurDonnees> {
        let erreur = |erreur| ErreurDonnees::Lecture {
            chemin: dossier.to_owned(),
            erreur,
        };
        fs::read_dir(dossier).map_err(erreur)?;
        let entier = fs::canonicalize(dossier).map_err(erreur)?;
        let (racine, vise) = if RACINES.iter().any(|nom| entier.join(nom).is_dir()) {
            (entier, String::new())
        } else {
            a_sa_place(&entier).ok_or_else(|| ErreurDonnees::SansEdition(dossier.to_owned()))?
        };
        let mut lu = Self {
            vise,
            ..Self::default()
        };
        for nom in RACINES {
            if racine.join(nom).is_dir() {
                lu.parcourir(&racine.join(nom), nom)?;
            }
        }
        lu.reconnaitre(&Noms::de(saines));
        lu.textes.retain(|chemin, _| !lu.inutiles.contains(chemin));
        let vise = lu.editions.iter().any(|edition| lu.concerne(edition));
        if vise || !lu.fautes.is_empty() {
            Ok(lu)
        } else {
            Err(ErreurDonnees::SansEdition(dossier.to_owned()))
        }
    }

    /// Whether a path is of what was asked about.
    pub(super) fn concerne(&self, chemin: &str) -> bool {
        let suite = chemin.strip_prefix(&self.vise);
        self.vise.is_empty()
            || suite.is_some_and(|suite| suite.is_empty() || suite.starts_with('/'))
    }

    /// Whether the folder holds a file, or some under it: what an edition misses is its own fault.
    pub(super) fn a_ecrit(&self, chemin: &str) -> bool {
        self.textes.keys().any(|ecrit| ecrit.starts_with(chemin))
    }

    fn parcourir(&mut self, dossier: &Path, relatif: &str) -> Result<(), ErreurDonnees> {
        let lecture = |chemin: &Path| {
            let chemin = chemin.to_owned();
            move |erreur: io::Error| ErreurDonnees::Lecture { chemin, erreur }
        };
        let mut entrees: Vec<PathBuf> = fs::read_dir(dossier)
            .map_err(lecture(dossier))?
            .map(|entree| entree.map(|entree| entree.path()))
            .collect::<Result<_, _>>()
            .map_err(lecture(dossier))?;
        entrees.sort();
        for chemin in entrees {
            let nom = chemin.file_name().unwrap_or_default().to_string_lossy();
            let relatif = format!("{relatif}/{nom}");
            let infos = fs::metadata(&chemin).map_err(lecture(&chemin))?;
            if infos.is_dir() {
                self.parcourir(&chemin, &relatif)?;
            } else if infos.is_file() && infos.len() <= TAILLE_MAX {
                let octets = fs::read(&chemin).map_err(lecture(&chemin))?;
                self.recevoir(relatif, octets);
            }
        }
        Ok(())
    }

    fn recevoir(&mut self, chemin: String, octets: Vec<u8>) {
        let texte = String::from_utf8(octets).unwrap_or_else(|erreur| {
            let bon = erreur.utf8_error().valid_up_to();
            let texte = String::from_utf8_lossy(erreur.as_bytes()).into_owned();
            self.fautes.push(ErreurEdition::a_la_ligne(
                chemin.clone(),
                ligne_de(&texte, bon),
                "ce fichier n’est pas du texte UTF-8 ; enregistrez-le en UTF-8.",
            ));
            texte
        });
        self.textes.insert(chemin, texte);
    }

    /// Finds the editions, and the files that are named or placed otherwise than any that is read.
    fn reconnaitre(&mut self, noms: &Noms<'_>) {
        let chemins: Vec<String> = self.textes.keys().cloned().collect();
        for chemin in &chemins {
            let parties: Vec<&str> = chemin.split('/').collect();
            let Some((nom, dossiers)) = parties.split_last() else {
                continue;
            };
            let (connus, edition) = match dossiers {
                // A part of a procedure has its folder in the edition; cases and lists have the names one likes.
                [REGLEMENTS, procedure, id, .., "cas" | "listes"] => {
                    self.editions
                        .insert(format!("{REGLEMENTS}/{procedure}/{id}"));
                    continue;
                }
                [REGLEMENTS, procedure, id, ..] => (
                    &noms.d_un_reglement,
                    format!("{REGLEMENTS}/{procedure}/{id}"),
                ),
                [LISTES, .., _]
                    if dossiers.len() >= 3 || est_un_jour(dossiers[dossiers.len() - 1]) =>
                {
                    (&noms.d_une_liste, dossiers.join("/"))
                }
                [REGLEMENTS | LISTES, ..] => {
                    self.mal_place(chemin, nom, noms);
                    continue;
                }
                _ => continue,
            };
            if connus.contains(nom) {
                self.editions.insert(edition);
                continue;
            }
            // A file that has its place already is not what another one is meant to be.
            let ici = dossiers.join("/");
            let absents = connus
                .iter()
                .copied()
                .filter(|connu| !self.textes.contains_key(&format!("{ici}/{connu}")));
            if let Some(proche) = plus_proche(nom, absents) {
                self.fautes.push(ErreurEdition::du_fichier(
                    chemin.clone(),
                    format!("ce fichier n’est lu par rien ; renommez-le. Vouliez-vous dire « {proche} » ?"),
                ));
                // It is read under the name it should have, so that its own faults are told too.
                let renomme = format!("{ici}/{proche}");
                let texte = self.textes.get(chemin).cloned().unwrap_or_default();
                self.textes.insert(renomme, texte);
                self.editions.insert(edition);
            } else {
                self.inutiles.push(chemin.clone());
            }
        }
        for edition in &self.editions {
            let manifeste = format!("{edition}/edition.toml");
            if !self.textes.contains_key(&manifeste) {
                self.fautes.push(ErreurEdition::du_fichier(
                    manifeste,
                    "ce fichier manque : sans lui, le dossier n’est pas une édition ; ajoutez-le.",
                ));
            }
        }
    }

    fn mal_place(&mut self, chemin: &str, nom: &str, noms: &Noms<'_>) {
        if noms.d_un_reglement.contains(nom) || noms.d_une_liste.contains(nom) {
            self.fautes.push(ErreurEdition::du_fichier(
                chemin,
                "ce fichier n’est pas dans un dossier d’édition ; mettez-le dans un dossier nommé par son premier jour en vigueur (AAAA-MM-JJ).",
            ));
        } else {
            self.inutiles.push(chemin.to_owned());
        }
    }
}

/// The names of the files that the shipped editions hold.
struct Noms<'f> {
    d_un_reglement: BTreeSet<&'f str>,
    d_une_liste: BTreeSet<&'f str>,
}

impl<'f> Noms<'f> {
    fn de(saines: &'f Fichiers) -> Self {
        let noms = |racine: &'f str| {
            saines
                .chemins(racine)
                .filter(|chemin| !chemin.contains("/cas/"))
                .filter_map(|chemin| chemin.rsplit('/').next())
                .collect()
        };
        let mut d_un_reglement: BTreeSet<&str> = noms(REGLEMENTS);
        d_un_reglement.extend(DE_DONNEES_SEULES);
        Self {
            d_un_reglement,
            d_une_liste: noms(LISTES),
        }
    }
}

/// A folder inside a data folder: that one, and its path in it.
fn a_sa_place(dossier: &Path) -> Option<(PathBuf, String)> {
    dossier.ancestors().find_map(|ancetre| {
        let nom = ancetre.file_name()?.to_str()?;
        let racine = ancetre.parent()?;
        let relatif = dossier.strip_prefix(racine).ok()?;
        let parties: Vec<String> = relatif
            .components()
            .map(|partie| partie.as_os_str().to_string_lossy().into_owned())
            .collect();
        RACINES
            .contains(&nom)
            .then(|| (racine.to_owned(), parties.join("/")))
    })
}

/// Whether a folder is named as an edition is.
fn est_un_jour(nom: &str) -> bool {
    nom.len() == 10 && nom.parse::<jiff::civil::Date>().is_ok()
}
