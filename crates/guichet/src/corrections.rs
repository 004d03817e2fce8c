//! Repairing a file on disk: its corrected copy, whole or not at all, checked again before it gets its
//! name. The original is read, never written.

use std::fs;
use std::io::{self, BufWriter, Read, Write as _};
use std::path::{Path, PathBuf};

use guichet_cyclades::controle::{Format, Tableau};
use guichet_cyclades::conversion::Annonce;
use guichet_cyclades::reparation::{self, Bilan, Demande, Modification};
use guichet_cyclades::{
    Constat, EditionCyclades, Options, Portee, Rapport, Refus, Session, Source, controler,
};
use tempfile::NamedTempFile;

use crate::conversion::{self, ErreurDeConversion, Forme, Moments};
use crate::cyclades::{ENTREE_STANDARD, Fichier};
use crate::sortie::provisoire;
use crate::systeme::en_mots;

/// What was done, and what is left.
#[derive(Debug)]
pub struct Corrige {
    /// The edits, counted.
    pub bilan: Bilan,
    /// The copy checked again.
    pub rapport: Rapport,
    /// Where the copy is.
    pub sortie: PathBuf,
    /// Headings of columns that the form of the copy has no place for.
    pub laissees: Vec<String>,
    /// Fields that the XSD followed has no place for.
    pub sans_place: Vec<String>,
}

/// What the copy is to be.
#[derive(Debug, Clone, Copy)]
pub struct Copie<'a> {
    /// The repairs to make.
    pub demande: Demande,
    /// Written anew as Guichet writes, instead of copied byte for byte.
    pub canonique: bool,
    /// The moments of its header, if it has one that the original has not.
    pub moments: Moments,
    /// Where it goes, as `destination` gave it.
    pub destination: &'a Destination,
}

/// Where the copy goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// To this path, in the form of its extension.
    Fichier {
        /// The path.
        chemin: PathBuf,
        /// Nothing for an extension that says no form: that of the original.
        forme: Option<Forme>,
    },
    /// A workbook has no copy: a CSV file of the official name, in this folder.
    NomOfficiel(PathBuf),
}

impl Destination {
    fn dossier(&self) -> &Path {
        match self {
            Self::NomOfficiel(dossier) => dossier,
            Self::Fichier { chemin, .. } => match chemin.parent() {
                Some(dossier) if !dossier.as_os_str().is_empty() => dossier,
                _ => Path::new("."),
            },
        }
    }
}

/// Why there is no copy.
#[derive(Debug, thiserror::Error)]
pub enum ErreurDeCorrection {
    /// The output is the original.
    #[error("{} est le fichier d’origine, qui n’est jamais modifié ; donnez un autre nom à --sortie.", .0.display())]
    Original(PathBuf),
    /// A file of that name is there.
    #[error("{} existe déjà ; déplacez-le, ou changez --sortie.", .0.display())]
    DejaLa(PathBuf),
    /// The copy cannot be written.
    #[error("{} : écriture impossible ({}) ; vérifiez le chemin, la place et les droits.", chemin.display(), en_mots(erreur))]
    Ecriture {
        /// Where.
        chemin: PathBuf,
        /// Why.
        erreur: io::Error,
    },
    /// The form of the output is one that is only read.
    #[error("{} : cette forme n’est pas écrite ; donnez à --sortie un nom en .csv, .xml ou .xlsx.", .0.display())]
    FormeNonEcrite(PathBuf),
    /// The output is written as a folder, and there is none.
    #[error("{} : ce dossier n’existe pas ; créez-le, ou donnez à --sortie un fichier.", .0.display())]
    DossierAbsent(PathBuf),
    /// The input has no name to give its copy.
    #[error("l’entrée standard n’a pas de nom ; donnez à --sortie un fichier.")]
    SansNom,
    /// The standard output is for the list of the edits.
    #[error(
        "la liste des corrections va à la sortie standard ; donnez à --sortie un fichier ou un dossier."
    )]
    SortieStandard,
    /// The file cannot be read as an import file.
    #[error("{0}")]
    Refus(#[from] Refus),
    /// The repaired rows cannot be written in the form of the copy.
    #[error("{0}")]
    Conversion(#[from] ErreurDeConversion),
}

/// Where the copy goes: the path given or, in a folder, the name of the original; the official name for
/// a workbook.
///
/// # Errors
/// The original stands there, or another file does; or its extension is that of a form that is not written.
pub fn destination(
    original: &Path,
    classeur: bool,
    sortie: &Path,
) -> Result<Destination, ErreurDeCorrection> {
    if sortie.as_os_str() == ENTREE_STANDARD {
        return Err(ErreurDeCorrection::SortieStandard);
    }
    let dans_un_dossier = sortie.is_dir();
    let fin = sortie.to_string_lossy();
    if !dans_un_dossier && fin.ends_with(std::path::is_separator) {
        return Err(ErreurDeCorrection::DossierAbsent(sortie.to_owned()));
    }
    if dans_un_dossier && classeur {
        return Ok(Destination::NomOfficiel(sortie.to_owned()));
    }
    let chemin = match original.file_name() {
        _ if !dans_un_dossier => sortie.to_owned(),
        Some(nom) if original.as_os_str() != ENTREE_STANDARD => sortie.join(nom),
        _ => return Err(ErreurDeCorrection::SansNom),
    };
    let meme = match (fs::canonicalize(original), fs::canonicalize(&chemin)) {
        (Ok(original), Ok(sortie)) => original == sortie,
        _ => false,
    };
    if meme {
        return Err(ErreurDeCorrection::Original(chemin));
    }
    // A link that leads nowhere is a name that is taken all the same.
    if fs::symlink_metadata(&chemin).is_ok() {
        return Err(ErreurDeCorrection::DejaLa(chemin));
    }
    let extension = chemin
        .extension()
        .unwrap_or_default()
        .to_string_lossy()
        .to_ascii_lowercase();
    let forme = match extension.as_str() {
        _ if dans_un_dossier => None,
        "csv" => Some(Forme::Csv),
        "xml" => Some(Forme::Xml),
        "xlsx" => Some(Forme::Xlsx),
        "xls" | "xlsm" | "xlsb" | "ods" => return Err(ErreurDeCorrection::FormeNonEcrite(chemin)),
        _ => None,
    };
    Ok(Destination::Fichier { chemin, forme })
}

/// Writes the corrected copy; `modifications` gets the edits, then `constats` what is found in the copy,
/// under the name of the original: in its rows, whatever their form, or in the sheet for a workbook.
///
/// # Errors
/// The file cannot be read as an import file, or the copy cannot be written: nothing is left on the disk.
pub fn corriger(
    edition: &EditionCyclades,
    original: &Fichier,
    options: &Options,
    copie: Copie<'_>,
    modifications: &mut dyn FnMut(Modification),
    constats: &mut dyn FnMut(Constat),
) -> Result<Corrige, ErreurDeCorrection> {
    let dossier = copie.destination.dossier();
    let en_erreur = |erreur| ErreurDeCorrection::Ecriture {
        chemin: match copie.destination {
            Destination::Fichier { chemin, .. } => chemin.clone(),
            Destination::NomOfficiel(dossier) => dossier.clone(),
        },
        erreur,
    };
    // A file that cannot be read is told before anything is tried on the disk.
    let sans_constat = Options {
        portee: Portee::Premiers(0),
        ..options.clone()
    };
    let mut reparee = provisoire(dossier).map_err(en_erreur)?;
    let mut tampon = BufWriter::with_capacity(1 << 16, &mut reparee);
    let bilan = reparation::corriger(
        edition,
        original,
        &sans_constat,
        copie.demande,
        &mut tampon,
        modifications,
    )?;
    tampon.flush().map_err(en_erreur)?;
    drop(tampon);
    let relue = Relue {
        copie: &reparee,
        nom: original.nom().to_owned(),
        a_un_nom: original.a_un_nom(),
        tableau: original.tableau(),
    };
    let (a_poser, sortie, rapport, (laissees, sans_place)) =
        match forme_a_ecrire(&copie, &relue, bilan.format) {
            None => {
                let rapport = controler(edition, &relue, options, constats)?;
                let Destination::Fichier { chemin, .. } = copie.destination else {
                    return Err(ErreurDeCorrection::SansNom);
                };
                (reparee, chemin.clone(), rapport, Default::default())
            }
            Some(forme) => {
                let nommer = |annonce: &Annonce| match copie.destination {
                    Destination::Fichier { chemin, .. } => chemin.clone(),
                    Destination::NomOfficiel(dossier) => {
                        dossier.join(format!("{}.{}", annonce.nom, forme.extension()))
                    }
                };
                let moments = copie.moments;
                let ecrit =
                    conversion::ecrire(edition, &relue, options, forme, moments, dossier, &nommer)?;
                let annonce = &ecrit.bilan.annonce;
                let rapport = if relue.tableau.is_some() || forme == Forme::Xlsx {
                    controler(edition, &relue, options, constats)?
                } else {
                    let convertie = Relue {
                        copie: &ecrit.provisoire,
                        nom: avec_extension(&relue.nom, forme),
                        ..relue
                    };
                    let options = pour_la_copie(edition, options, annonce);
                    controler(edition, &convertie, &options, constats)?
                };
                (
                    ecrit.provisoire,
                    ecrit.chemin,
                    rapport,
                    (ecrit.bilan.laissees, ecrit.sans_place),
                )
            }
        };
    match a_poser.persist_noclobber(&sortie) {
        Ok(_) => Ok(Corrige {
            bilan,
            rapport,
            sortie,
            laissees,
            sans_place,
        }),
        Err(erreur) if erreur.error.kind() == io::ErrorKind::AlreadyExists => {
            Err(ErreurDeCorrection::DejaLa(sortie))
        }
        Err(erreur) => Err(en_erreur(erreur.error)),
    }
}

/// The form to write the copy in; nothing when it is the repaired file itself.
fn forme_a_ecrire(copie: &Copie<'_>, relue: &Relue<'_>, format: Format) -> Option<Forme> {
    let originale = match format {
        Format::Csv => Forme::Csv,
        Format::Xml => Forme::Xml,
    };
    let voulue = match copie.destination {
        Destination::Fichier { forme, .. } => forme.unwrap_or(originale),
        Destination::NomOfficiel(_) => Forme::Csv,
    };
    (copie.canonique || relue.tableau.is_some() || voulue != originale).then_some(voulue)
}

/// A name in the form of the copy, so that what it says is read the same.
fn avec_extension(nom: &str, forme: Forme) -> String {
    match nom.rsplit_once('.') {
        Some((tronc, _)) => format!("{tronc}.{}", forme.extension()),
        None => nom.to_owned(),
    }
}

/// The options to read what was written: its dialect is known, and the header block that told the exam
/// and the session may not be in it.
fn pour_la_copie(edition: &EditionCyclades, options: &Options, annonce: &Annonce) -> Options {
    let rang = edition.champs.rang("annee_session").map(usize::from);
    let session = rang.and_then(|rang| annonce.entete.get(rang).cloned().flatten());
    Options {
        separateur: None,
        encodage: None,
        examen: options.examen.or(annonce.examen),
        session: (options.session.clone())
            .or_else(|| session.filter(|session| Session::lire(session).is_some())),
        ..options.clone()
    }
}

/// The copy, under the name of its original: exam and session are told by it.
#[derive(Clone)]
struct Relue<'a> {
    copie: &'a NamedTempFile,
    nom: String,
    a_un_nom: bool,
    tableau: Option<Tableau<'a>>,
}

impl Source for Relue<'_> {
    fn nom(&self) -> &str {
        &self.nom
    }

    fn a_un_nom(&self) -> bool {
        self.a_un_nom
    }

    fn tableau(&self) -> Option<Tableau<'_>> {
        self.tableau
    }

    fn ouvrir(&self) -> io::Result<Box<dyn Read + Send + '_>> {
        Ok(Box::new(fs::File::open(self.copie.path())?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn simple(original: &Path, sortie: &Path) -> Result<Destination, ErreurDeCorrection> {
        destination(original, false, sortie)
    }

    fn vers(chemin: PathBuf, forme: Option<Forme>) -> Destination {
        Destination::Fichier { chemin, forme }
    }

    #[test]
    fn the_original_and_what_exists_are_never_the_destination() {
        let dossier = tempfile::tempdir().unwrap();
        let original = dossier.path().join("a.csv");
        fs::write(&original, "x").unwrap();
        let autre = dossier.path().join("b.csv");
        assert_eq!(
            simple(&original, &autre).unwrap(),
            vers(autre.clone(), Some(Forme::Csv))
        );
        let sous = dossier.path().join("sous");
        fs::create_dir(&sous).unwrap();
        assert_eq!(
            simple(&original, &sous).unwrap(),
            vers(sous.join("a.csv"), None)
        );
        assert!(matches!(
            simple(&original, dossier.path()),
            Err(ErreurDeCorrection::Original(_))
        ));
        assert!(matches!(
            simple(Path::new("-"), &sous),
            Err(ErreurDeCorrection::SansNom)
        ));
        assert!(matches!(
            simple(&original, Path::new("-")),
            Err(ErreurDeCorrection::SortieStandard)
        ));
        assert!(matches!(
            simple(&original, &dossier.path().join("absent/")),
            Err(ErreurDeCorrection::DossierAbsent(_))
        ));
        fs::write(&autre, "y").unwrap();
        assert!(matches!(
            simple(&original, &autre),
            Err(ErreurDeCorrection::DejaLa(_))
        ));
        #[cfg(unix)]
        {
            let lien = dossier.path().join("lien.csv");
            std::os::unix::fs::symlink(&original, &lien).unwrap();
            assert!(matches!(
                simple(&original, &lien),
                Err(ErreurDeCorrection::Original(_))
            ));
            let dur = dossier.path().join("dur.csv");
            fs::hard_link(&original, &dur).unwrap();
            assert!(matches!(
                simple(&original, &dur),
                Err(ErreurDeCorrection::DejaLa(_))
            ));
        }
    }

    #[test]
    fn the_extension_tells_the_form_of_the_copy() {
        let dossier = tempfile::tempdir().unwrap();
        let original = dossier.path().join("a.xlsx");
        let cas = [
            ("b.csv", Some(Forme::Csv)),
            ("b.XML", Some(Forme::Xml)),
            ("b.xlsx", Some(Forme::Xlsx)),
            ("b.txt", None),
            ("b", None),
        ];
        for (nom, forme) in cas {
            let chemin = dossier.path().join(nom);
            let attendue = vers(chemin.clone(), forme);
            assert_eq!(destination(&original, true, &chemin).unwrap(), attendue);
        }
        for nom in ["b.xls", "b.ods", "b.xlsm"] {
            assert!(matches!(
                simple(&original, &dossier.path().join(nom)),
                Err(ErreurDeCorrection::FormeNonEcrite(_))
            ));
        }
        assert_eq!(
            destination(&original, true, dossier.path()).unwrap(),
            Destination::NomOfficiel(dossier.path().to_owned())
        );
    }
}
