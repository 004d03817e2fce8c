//! From a school's exports to an import file on disk, whole or not at all.

mod ecriture;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use guichet_cyclades::cas::session_a_un_mois;
use guichet_cyclades::generation::nom_officiel;
use guichet_cyclades::import::{
    Concurrence, Correspondance, Export, LigneBrute, Preparation, Synonymes, csv, noms, preparer,
    rapprocher,
};
use guichet_cyclades::lecture::encodage::Encodage;
use guichet_cyclades::{EditionCyclades, Examen, Session};
use guichet_socle::ErreurEdition;
use guichet_socle::erreur::plus_proche;
use jiff::civil::DateTime;

use crate::Donnees;
use crate::editions::{self, ErreurDEdition};
use crate::systeme::en_mots;

/// What the name of a correspondence adds to that of its import file, without the extension.
pub const SUFFIXE_DE_LA_CORRESPONDANCE: &str = ".correspondance.toml";
/// A correspondence larger than this is none.
const TOML_MAX: u64 = 1 << 20;

/// What is wanted.
#[derive(Debug, Clone, Copy)]
pub struct Demande<'a> {
    /// The exports, put one after the other.
    pub exports: &'a [PathBuf],
    /// The exam.
    pub examen: Examen,
    /// The session.
    pub session: Session,
    /// A correspondence: a file, or the name of one of the program.
    pub correspondance: Option<&'a str>,
    /// Fields of the same value on every row.
    pub fixes: &'a [(String, String)],
    /// Where the import file goes.
    pub dossier: &'a Path,
    /// The moment its name bears.
    pub extraction: DateTime,
    /// Where the correspondence is kept; beside the import file by default, unless one was given.
    pub enregistrer: Option<&'a Path>,
    /// The sheet of a workbook, instead of the one found.
    pub feuille: Option<&'a str>,
    /// The separator, instead of the one found.
    pub separateur: Option<u8>,
    /// The encoding, instead of the one found.
    pub encodage: Option<Encodage>,
}

/// How a field is filled, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remplie {
    /// The field.
    pub champ: String,
    /// The columns, or the value.
    pub par: String,
    /// Why.
    pub raison: String,
    /// How sure; empty when someone decided.
    pub confiance: String,
}

/// What was made.
#[derive(Debug)]
pub struct Faite {
    /// The edition it was made with.
    pub edition: EditionCyclades,
    /// The import file.
    pub fichier: PathBuf,
    /// The correspondence kept, if any.
    pub correspondance: Option<PathBuf>,
    /// How each field is filled, in the order of the document.
    pub remplies: Vec<Remplie>,
    /// Columns that claimed a field another one has.
    pub concurrentes: Vec<(String, String)>,
    /// Columns that fill nothing.
    pub inutilisees: Vec<String>,
    /// A correspondence of the program that names most of the columns.
    pub conseil: Option<String>,
    /// The candidates and what is to be said of them.
    pub preparation: Preparation,
}

/// Why nothing was made.
#[derive(Debug, thiserror::Error)]
pub enum ErreurDImport {
    /// No edition, or a faulty one.
    #[error("{0}")]
    Edition(#[from] ErreurDEdition),
    /// The data are faulty, or the correspondence is.
    #[error("{0}")]
    Donnees(#[from] ErreurEdition),
    /// Nothing of that name.
    #[error("{} : ce fichier n’existe pas ; vérifiez le chemin.", .0.display())]
    Absent(PathBuf),
    /// It cannot be read.
    #[error("{} : lecture impossible ({}) ; vérifiez le chemin et les droits.", chemin.display(), en_mots(erreur))]
    Lecture {
        /// Which.
        chemin: PathBuf,
        /// Why.
        erreur: io::Error,
    },
    /// It is no export.
    #[error("{} : {pourquoi}", chemin.display())]
    Export {
        /// Which.
        chemin: PathBuf,
        /// Why, with what to do.
        pourquoi: String,
    },
    /// The correspondence is neither a file nor one of the program.
    #[error("« {nom} » n’est ni un fichier, ni une correspondance livrée ({livrees}){conseil}.")]
    Correspondance {
        /// What was given.
        nom: String,
        /// Those of the program.
        livrees: String,
        /// The nearest one.
        conseil: String,
    },
    /// A field that does not exist was given a value.
    #[error("--fixer : {0}")]
    Fixer(String),
    /// The session has not the form of the exam.
    #[error("la session {session} n’a pas la forme de l’examen {examen} ; donnez {attendu}.")]
    Session {
        /// The exam.
        examen: Examen,
        /// The session.
        session: Session,
        /// The form of the exam.
        attendu: &'static str,
    },
    /// No row at all.
    #[error("aucun candidat dans {0} ; vérifiez que l’export n’est pas vide.")]
    SansCandidat(String),
    /// A file of that name is there.
    #[error("{} existe déjà ; déplacez-le, ou changez --sortie ou --extraction.", .0.display())]
    DejaLa(PathBuf),
    /// It cannot be written.
    #[error("{} : écriture impossible ({}) ; vérifiez le chemin, la place et les droits.", chemin.display(), en_mots(erreur))]
    Ecriture {
        /// Where.
        chemin: PathBuf,
        /// Why.
        erreur: io::Error,
    },
}

/// Makes an import file from exports, and keeps the correspondence that made it.
///
/// # Errors
/// An export or the correspondence cannot be read, a file of that name exists, the folder cannot be written.
pub fn faire(donnees: &Donnees, demande: &Demande<'_>) -> Result<Faite, ErreurDImport> {
    let Demande {
        examen, session, ..
    } = *demande;
    let edition = editions::cyclades(donnees, None, Some(session.annee))?;
    let avec_mois = session_a_un_mois(&edition, examen);
    if avec_mois != session.mois.is_some() {
        return Err(ErreurDImport::Session {
            examen,
            session,
            attendu: if avec_mois {
                "l’année et le mois (2024-06)"
            } else {
                "l’année seule (2024)"
            },
        });
    }
    let synonymes = Synonymes::lire(donnees.fichiers(), &edition)?;
    let nom = nom_officiel(examen, session, demande.extraction);
    let fichier = demande.dossier.join(&nom);
    let tronc = nom.strip_suffix(".csv").unwrap_or(&nom);
    let gardee = match (demande.enregistrer, demande.correspondance) {
        (Some(chemin), _) => Some(chemin.to_owned()),
        (None, Some(_)) => None,
        (None, None) => Some(
            demande
                .dossier
                .join(format!("{tronc}{SUFFIXE_DE_LA_CORRESPONDANCE}")),
        ),
    };
    for chemin in std::iter::once(&fichier).chain(&gardee) {
        if chemin.exists() {
            return Err(ErreurDImport::DejaLa(chemin.clone()));
        }
    }
    let exports = demande
        .exports
        .iter()
        .map(|chemin| lire_export(chemin, demande, &edition, &synonymes))
        .collect::<Result<Vec<_>, _>>()?;
    if exports.iter().all(|export| export.lignes.is_empty()) {
        let noms: Vec<&str> = exports.iter().map(|export| export.nom.as_str()).collect();
        return Err(ErreurDImport::SansCandidat(noms.join(", ")));
    }
    let mut accord = match demande.correspondance {
        Some(nom) => donnee(donnees, nom, &edition, &exports)?,
        None => trouvee(donnees, &edition, &synonymes, demande, &exports),
    };
    for (champ, valeur) in demande.fixes {
        accord
            .correspondance
            .fixer(champ, valeur, &edition)
            .map_err(ErreurDImport::Fixer)?;
        accord.pourquoi.remove(champ);
    }
    let couples: Vec<(Export, Correspondance)> = exports
        .into_iter()
        .map(|export| (export, accord.correspondance.clone()))
        .collect();
    let preparation = preparer(&edition, &synonymes, examen, session.annee, &couples);
    let texte =
        accord
            .correspondance
            .en_toml(&edition, &accord.raisons(), &a_completer(&preparation));
    ecriture::ecrire(&preparation, &fichier, gardee.as_deref(), &texte)?;
    Ok(Faite {
        remplies: accord.remplies(&edition),
        concurrentes: accord.concurrentes,
        inutilisees: accord.inutilisees,
        conseil: accord.conseil,
        edition,
        fichier,
        correspondance: gardee,
        preparation,
    })
}

/// A correspondence, and what people want to know of it.
#[derive(Default)]
struct Accord {
    correspondance: Correspondance,
    /// Reason and confidence of each field.
    pourquoi: BTreeMap<String, (String, String)>,
    concurrentes: Vec<(String, String)>,
    inutilisees: Vec<String>,
    conseil: Option<String>,
}

impl Accord {
    fn raisons(&self) -> BTreeMap<String, String> {
        self.pourquoi
            .iter()
            .map(|(champ, (raison, confiance))| {
                (champ.clone(), format!("{raison} (confiance : {confiance})"))
            })
            .collect()
    }

    fn remplies(&self, edition: &EditionCyclades) -> Vec<Remplie> {
        let mut remplies = Vec::new();
        for champ in &edition.champs.liste {
            let Some(regle) = self.correspondance.champs.get(&champ.nom) else {
                continue;
            };
            let mut noms: Vec<String> = regle
                .colonne
                .iter()
                .chain(&regle.colonnes)
                .map(|nom| format!("« {} »", nom.trim()))
                .collect();
            let ou = regle.ou.iter().map(|nom| format!("ou « {} »", nom.trim()));
            noms.extend(ou);
            let mut par = noms.join(" ");
            if let Some(groupe) = &regle.groupe {
                par.push_str(" (");
                par.push_str(groupe);
                par.push(')');
            }
            if let Some(constante) = &regle.constante {
                par = format!("toujours « {constante} »");
            }
            if let Some(defaut) = &regle.defaut {
                let lien = if par.is_empty() { "" } else { ", sinon " };
                par = format!("{par}{lien}« {defaut} »");
            }
            let (raison, confiance) = self.pourquoi.get(&champ.nom).cloned().unwrap_or_else(|| {
                let qui = if regle.constante.is_some() {
                    "valeur donnée"
                } else {
                    "correspondance donnée"
                };
                (qui.to_owned(), String::new())
            });
            remplies.push(Remplie {
                champ: champ.nom.clone(),
                par,
                raison,
                confiance,
            });
        }
        remplies
    }
}

/// The correspondence that was asked for.
fn donnee(
    donnees: &Donnees,
    nom: &str,
    edition: &EditionCyclades,
    exports: &[Export],
) -> Result<Accord, ErreurDImport> {
    let fichiers = donnees.fichiers();
    let chemin = Path::new(nom);
    let correspondance = if let Some(livree) = Correspondance::livree(fichiers, nom, edition)? {
        livree
    } else if chemin.is_file() {
        let texte = lire_texte(chemin)?;
        Correspondance::lire(&chemin.display().to_string(), &texte, edition)?
    } else {
        let livrees = Correspondance::livrees(fichiers);
        let conseil = plus_proche(nom, livrees.iter().copied())
            .map_or_else(String::new, |proche| {
                format!(" ; vouliez-vous dire « {proche} » ?")
            });
        return Err(ErreurDImport::Correspondance {
            nom: nom.to_owned(),
            livrees: livrees.join(", "),
            conseil: conseil.trim_end_matches('.').to_owned(),
        });
    };
    let nommees: Vec<String> = correspondance
        .colonnes_nommees()
        .iter()
        .map(|nom| noms::normaliser(nom))
        .collect();
    let mut inutilisees: Vec<String> = Vec::new();
    for colonne in exports.iter().flat_map(|export| &export.colonnes) {
        if !nommees.contains(&noms::normaliser(colonne)) && !inutilisees.contains(colonne) {
            inutilisees.push(colonne.clone());
        }
    }
    Ok(Accord {
        correspondance,
        inutilisees,
        ..Accord::default()
    })
}

/// The correspondence that the columns tell; a field whose column has several names takes them all.
fn trouvee(
    donnees: &Donnees,
    edition: &EditionCyclades,
    synonymes: &Synonymes,
    demande: &Demande<'_>,
    exports: &[Export],
) -> Accord {
    let mut accord = Accord::default();
    for export in exports {
        let rapprochement = rapprocher(
            edition,
            synonymes,
            demande.examen,
            demande.session.annee,
            export,
        );
        let nom = |rang: usize| export.colonnes.get(rang).cloned().unwrap_or_default();
        for Concurrence { champ, colonne } in &rapprochement.concurrentes {
            let une = (champ.clone(), nom(*colonne));
            if !accord.concurrentes.contains(&une) {
                accord.concurrentes.push(une);
            }
        }
        for &colonne in &rapprochement.inutilisees {
            let nom = nom(colonne);
            if !accord.inutilisees.contains(&nom) {
                accord.inutilisees.push(nom);
            }
        }
        for appariement in &rapprochement.apparies {
            let confiance = appariement.confiance.libelle().to_owned();
            accord
                .pourquoi
                .entry(appariement.champ.clone())
                .or_insert((appariement.raison.clone(), confiance));
        }
        for (champ, regle) in rapprochement.correspondance(export).champs {
            let connue = accord
                .correspondance
                .champs
                .entry(champ)
                .or_insert_with(|| regle.clone());
            if let Some(colonne) = regle.colonne
                && connue.colonne.as_ref() != Some(&colonne)
                && !connue.ou.contains(&colonne)
            {
                connue.ou.push(colonne);
            }
        }
    }
    accord.conseil = conseil(donnees, edition, exports);
    accord
}

/// The correspondence of the program most of whose columns the export has.
fn conseil(donnees: &Donnees, edition: &EditionCyclades, exports: &[Export]) -> Option<String> {
    let fichiers = donnees.fichiers();
    let colonnes = &exports.first()?.colonnes;
    Correspondance::livrees(fichiers)
        .into_iter()
        .filter_map(|nom| {
            let livree = Correspondance::livree(fichiers, nom, edition).ok()??;
            let nommees = livree.colonnes_nommees();
            let trouvees = nommees
                .iter()
                .filter(|nom| Correspondance::colonne(colonnes, nom).is_some())
                .count();
            (trouvees * 10 >= nommees.len() * 7).then(|| (trouvees, nom.to_owned()))
        })
        .max()
        .map(|(_, nom)| nom)
}

/// The values without code, for those who complete the correspondence.
fn a_completer(preparation: &Preparation) -> BTreeMap<String, BTreeMap<String, String>> {
    const CODES: [&str; 9] = [
        "pays_naissance",
        "nationalite",
        "pays",
        "depCOM_naissance",
        "categ_socio_pro",
        "serie",
        "enseignement",
        "categorie",
        "langue_section_euro",
    ];
    let mut valeurs: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for remarque in &preparation.impossibles {
        if let Some(champ) = remarque
            .champ
            .as_ref()
            .filter(|c| CODES.contains(&c.as_str()))
        {
            valeurs
                .entry(champ.clone())
                .or_default()
                .insert(remarque.valeur.clone(), remarque.pourquoi.clone());
        }
    }
    valeurs
}

fn lire_texte(chemin: &Path) -> Result<String, ErreurDImport> {
    let octets = lire_octets(chemin, TOML_MAX)?;
    String::from_utf8(octets).map_err(|_| ErreurDImport::Export {
        chemin: chemin.to_owned(),
        pourquoi: "ce fichier n’est pas du texte UTF-8 ; enregistrez-le en UTF-8.".to_owned(),
    })
}

fn en_lecture(chemin: &Path) -> impl Fn(io::Error) -> ErreurDImport {
    let chemin = chemin.to_owned();
    move |erreur| {
        let chemin = chemin.clone();
        if erreur.kind() == io::ErrorKind::NotFound {
            ErreurDImport::Absent(chemin)
        } else {
            ErreurDImport::Lecture { chemin, erreur }
        }
    }
}

fn lire_octets(chemin: &Path, max: u64) -> Result<Vec<u8>, ErreurDImport> {
    let en_erreur = en_lecture(chemin);
    let mut octets = Vec::new();
    File::open(chemin)
        .and_then(|fichier| fichier.take(max + 1).read_to_end(&mut octets))
        .map_err(en_erreur)?;
    if octets.len() as u64 > max {
        return Err(ErreurDImport::Export {
            chemin: chemin.to_owned(),
            pourquoi: format!(
                "plus de {} Mio : ce n’est pas la liste d’un établissement ; découpez-la.",
                max >> 20
            ),
        });
    }
    Ok(octets)
}

/// Reads an export: a workbook is told by its first bytes, anything else is text.
fn lire_export(
    chemin: &Path,
    demande: &Demande<'_>,
    edition: &EditionCyclades,
    synonymes: &Synonymes,
) -> Result<Export, ErreurDImport> {
    let en_erreur = en_lecture(chemin);
    let nom = chemin
        .file_name()
        .map_or_else(|| chemin.to_string_lossy(), |nom| nom.to_string_lossy())
        .into_owned();
    let mut fichier = File::open(chemin).map_err(&en_erreur)?;
    let mut debut = Vec::new();
    (&mut fichier)
        .take(8)
        .read_to_end(&mut debut)
        .map_err(&en_erreur)?;
    let pourquoi = |erreur: String| ErreurDImport::Export {
        chemin: chemin.to_owned(),
        pourquoi: erreur,
    };
    if debut.starts_with(b"PK\x03\x04") || debut.starts_with(b"\xd0\xcf\x11\xe0") {
        fichier.seek(SeekFrom::Start(0)).map_err(&en_erreur)?;
        let noter = |entetes: &[String]| {
            let export = Export {
                colonnes: entetes.to_vec(),
                ..Export::default()
            };
            let annee = demande.session.annee;
            let r = rapprocher(edition, synonymes, demande.examen, annee, &export);
            r.apparies.len()
        };
        let feuille = guichet_tableur::lire(fichier, demande.feuille, &noter)
            .map_err(|erreur| pourquoi(erreur.to_string()))?;
        return Ok(de_feuille(nom, feuille));
    }
    let octets = lire_octets(chemin, csv::OCTETS_MAX)?;
    csv::lire(&nom, &octets, demande.separateur, demande.encodage)
        .map_err(|erreur| pourquoi(erreur.to_string()))
}

fn de_feuille(nom: String, feuille: guichet_tableur::Feuille) -> Export {
    Export {
        nom,
        colonnes: feuille.colonnes,
        lignes: feuille
            .lignes
            .into_iter()
            .map(|ligne| LigneBrute {
                numero: ligne.numero,
                valeurs: ligne
                    .cellules
                    .iter()
                    .map(|cellule| cellule.texte().to_owned())
                    .collect(),
            })
            .filter(|ligne| ligne.valeurs.iter().any(|valeur| !valeur.trim().is_empty()))
            .collect(),
        illisibles: Vec::new(),
    }
}
