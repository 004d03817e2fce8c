//! Import files on disk: found in folders, read as often as a check needs, followed as they are read.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use guichet_cyclades::controle::Tableau;
use guichet_cyclades::lecture::nature;
use guichet_cyclades::{EditionCyclades, Source};
use guichet_tableur::garde;

use crate::chemins::fichiers_sous;
use crate::feuille::{self, Feuille};
use crate::relecture::{self, DepuisLeDebut};
use crate::systeme::en_mots;

/// Standard input, by its conventional name.
pub const ENTREE_STANDARD: &str = "-";

/// The files of a folder that may hold candidates.
pub const EXTENSIONS: [&str; 7] = ["csv", "xml", "xlsx", "xlsm", "xlsb", "xls", "ods"];

/// Why a path gives no file to check.
#[derive(Debug, thiserror::Error)]
pub enum ErreurEntree {
    /// Nothing of that name.
    #[error("{} : ce fichier n’existe pas ; vérifiez le chemin.", .0.display())]
    Absent(PathBuf),
    /// A folder without any file of candidates.
    #[error("{} : ce dossier ne contient aucun fichier .csv ou .xml, ni classeur (.xlsx, .xls, .ods) ; donnez un fichier, ou le dossier des exports.", .0.display())]
    DossierSansCsv(PathBuf),
    /// The sheet asked for cannot be read.
    #[error("{} : {erreur}", chemin.display())]
    Feuille {
        /// Which workbook.
        chemin: PathBuf,
        /// Why.
        erreur: guichet_tableur::Erreur,
    },
    /// It cannot be read.
    #[error("{} : lecture impossible ({}) ; vérifiez les droits.", chemin.display(), en_mots(erreur))]
    Lecture {
        /// Which.
        chemin: PathBuf,
        /// Why.
        erreur: io::Error,
    },
}

impl ErreurEntree {
    fn de(chemin: &Path, erreur: io::Error) -> Self {
        let chemin = chemin.to_owned();
        if erreur.kind() == io::ErrorKind::NotFound {
            Self::Absent(chemin)
        } else {
            Self::Lecture { chemin, erreur }
        }
    }
}

/// The files that a path stands for: itself, or the CSV and XML files and the workbooks of a folder and
/// those below, sorted.
///
/// # Errors
/// The path does not exist, cannot be read, or is a folder without such a file.
pub fn fichiers_de(chemin: &Path) -> Result<Vec<PathBuf>, ErreurEntree> {
    if chemin.as_os_str() == ENTREE_STANDARD {
        return Ok(vec![chemin.to_owned()]);
    }
    let infos = fs::metadata(chemin).map_err(|erreur| ErreurEntree::de(chemin, erreur))?;
    if !infos.is_dir() {
        return Ok(vec![chemin.to_owned()]);
    }
    let trouves = fichiers_sous(chemin, &EXTENSIONS)
        .map_err(|(chemin, erreur)| ErreurEntree::de(&chemin, erreur))?;
    if trouves.is_empty() {
        return Err(ErreurEntree::DossierSansCsv(chemin.to_owned()));
    }
    Ok(trouves)
}

/// A file to check. What cannot be read twice (a pipe, the standard input) is first put aside in an
/// unnamed temporary file, which the system removes by itself.
#[derive(Debug)]
pub struct Fichier {
    nom: String,
    contenu: Contenu,
    taille: u64,
    lus: AtomicU64,
    /// What it is, when nothing can be read of it.
    illisible: Option<&'static str>,
}

#[derive(Debug)]
enum Contenu {
    Disque(PathBuf),
    MisDeCote(Mutex<File>),
    Feuille(Box<Feuille>),
}

impl Fichier {
    /// Opens a path once, to know that it can be.
    ///
    /// # Errors
    /// The file does not exist, or cannot be read.
    pub fn ouvrir(chemin: &Path) -> Result<Self, ErreurEntree> {
        let en_erreur = |erreur| ErreurEntree::de(chemin, erreur);
        if chemin.as_os_str() == ENTREE_STANDARD {
            return Self::mettre_de_cote(ENTREE_STANDARD, io::stdin().lock()).map_err(en_erreur);
        }
        let nom = chemin
            .file_name()
            .map_or_else(|| chemin.to_string_lossy(), |nom| nom.to_string_lossy())
            .into_owned();
        let ouvert = File::open(chemin).map_err(en_erreur)?;
        let infos = ouvert.metadata().map_err(en_erreur)?;
        if !infos.is_file() {
            return Self::mettre_de_cote(&nom, ouvert).map_err(en_erreur);
        }
        Ok(Self {
            nom,
            contenu: Contenu::Disque(chemin.to_owned()),
            taille: infos.len(),
            lus: AtomicU64::new(0),
            illisible: None,
        })
    }

    fn mettre_de_cote(nom: &str, mut source: impl Read) -> io::Result<Self> {
        const TETE: u64 = 1 << 16;
        let mut tete = Vec::new();
        source.by_ref().take(TETE).read_to_end(&mut tete)?;
        let mut temporaire = tempfile::tempfile()?;
        io::Write::write_all(&mut temporaire, &tete)?;
        let mut taille = tete.len() as u64;
        // An endless device is not copied: its beginning is enough to say that it is not text.
        if nature::est_xml(&tete)
            || nature::autre_type(&tete).is_none()
            || garde::peut_etre_un_classeur(&tete)
        {
            taille += io::copy(&mut source, &mut temporaire)?;
        }
        Ok(Self {
            nom: nom.to_owned(),
            contenu: Contenu::MisDeCote(Mutex::new(temporaire)),
            taille,
            lus: AtomicU64::new(0),
            illisible: None,
        })
    }

    /// The sheet of candidates, when the file is a workbook; anything else is left as it is. `choix` is the
    /// name or the rank of the sheet, else the one that names the most columns of the edition is taken.
    ///
    /// A workbook that is protected, spoilt or beyond measure is told by the check.
    ///
    /// # Errors
    /// The file cannot be read, or has no such sheet.
    pub fn lire_la_feuille(
        mut self,
        edition: &EditionCyclades,
        choix: Option<&str>,
    ) -> Result<Self, ErreurEntree> {
        let chemin = match &self.contenu {
            Contenu::Disque(chemin) => chemin.clone(),
            _ => PathBuf::from(&self.nom),
        };
        let en_erreur = |erreur| ErreurEntree::de(&chemin, erreur);
        let mut flux = match &self.contenu {
            Contenu::Disque(chemin) => File::open(chemin).map_err(en_erreur)?,
            Contenu::MisDeCote(fichier) => relecture::copie(fichier).map_err(en_erreur)?,
            Contenu::Feuille(_) => return Ok(self),
        };
        let mut tete = Vec::new();
        flux.by_ref()
            .take(8)
            .read_to_end(&mut tete)
            .map_err(en_erreur)?;
        if !garde::peut_etre_un_classeur(&tete) {
            return Ok(self);
        }
        match feuille::lire(flux, choix, edition) {
            Ok(feuille) => {
                self.taille = feuille.taille;
                self.contenu = Contenu::Feuille(Box::new(feuille));
            }
            Err(guichet_tableur::Erreur::PasUnClasseur) => {}
            Err(guichet_tableur::Erreur::Lecture(erreur)) => return Err(en_erreur(erreur)),
            Err(erreur) => match erreur.nature() {
                Some(nature) => self.illisible = Some(nature),
                None => return Err(ErreurEntree::Feuille { chemin, erreur }),
            },
        }
        Ok(self)
    }

    /// What a person should know of the reading of a sheet, a line each.
    #[must_use]
    pub fn avis(&self) -> &[String] {
        match &self.contenu {
            Contenu::Feuille(feuille) => &feuille.avis,
            _ => &[],
        }
    }

    /// Its size, in bytes.
    #[must_use]
    pub fn taille(&self) -> u64 {
        self.taille
    }

    /// How many bytes of it the current reading has taken.
    #[must_use]
    pub fn lus(&self) -> u64 {
        self.lus.load(Ordering::Relaxed)
    }
}

impl Source for Fichier {
    fn nom(&self) -> &str {
        &self.nom
    }

    fn a_un_nom(&self) -> bool {
        // The rule is about the CSV and XML files that are sent: a workbook has the name one likes.
        self.nom != ENTREE_STANDARD && self.tableau().is_none()
    }

    fn tableau(&self) -> Option<Tableau<'_>> {
        match &self.contenu {
            Contenu::Feuille(feuille) => Some(feuille.tableau()),
            _ => None,
        }
    }

    fn illisible(&self) -> Option<&str> {
        self.illisible
    }

    fn ouvrir(&self) -> io::Result<Box<dyn Read + Send + '_>> {
        self.lus.store(0, Ordering::Relaxed);
        let fichier: Box<dyn Read + Send + '_> = match &self.contenu {
            Contenu::Disque(chemin) => Box::new(File::open(chemin)?),
            Contenu::MisDeCote(fichier) => Box::new(DepuisLeDebut::de(fichier)),
            Contenu::Feuille(feuille) => Box::new(feuille.ouvrir()),
        };
        Ok(Box::new(Suivi {
            fichier,
            siens: 0,
            lus: &self.lus,
        }))
    }
}

/// Counts what is read: of two readings at once, the one that is ahead.
struct Suivi<'a> {
    fichier: Box<dyn Read + Send + 'a>,
    siens: u64,
    lus: &'a AtomicU64,
}

impl Read for Suivi<'_> {
    fn read(&mut self, tampon: &mut [u8]) -> io::Result<usize> {
        let lus = self.fichier.read(tampon)?;
        self.siens += lus as u64;
        self.lus.fetch_max(self.siens, Ordering::Relaxed);
        Ok(lus)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_readings_at_once_the_one_ahead_is_counted() {
        let dossier = tempfile::tempdir().unwrap();
        let chemin = dossier.path().join("a.csv");
        fs::write(&chemin, "0123456789").unwrap();
        let fichier = Fichier::ouvrir(&chemin).unwrap();
        let (mut un, mut deux) = (fichier.ouvrir().unwrap(), fichier.ouvrir().unwrap());
        un.read_exact(&mut [0; 4]).unwrap();
        assert_eq!(fichier.lus(), 4);
        deux.read_exact(&mut [0; 3]).unwrap();
        assert_eq!(fichier.lus(), 4);
        un.read_to_end(&mut Vec::new()).unwrap();
        deux.read_to_end(&mut Vec::new()).unwrap();
        assert_eq!(fichier.lus(), fichier.taille());
    }

    #[test]
    fn a_folder_gives_its_csv_files_sorted_and_an_empty_one_says_so() {
        let dossier = tempfile::tempdir().unwrap();
        assert!(matches!(
            fichiers_de(dossier.path()),
            Err(ErreurEntree::DossierSansCsv(_))
        ));
        fs::create_dir(dossier.path().join("z")).unwrap();
        for nom in [
            "b.csv",
            "a.CSV",
            "c.txt",
            "d.XML",
            "d.xlsx",
            "~$d.xlsx",
            ".~lock.e.ods",
            "z/a.csv",
            "z/f.ods",
        ] {
            fs::write(dossier.path().join(nom), "x").unwrap();
        }
        let noms: Vec<_> = fichiers_de(dossier.path())
            .unwrap()
            .iter()
            .map(|c| {
                c.strip_prefix(dossier.path())
                    .unwrap()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        assert_eq!(
            noms,
            ["a.CSV", "b.csv", "d.XML", "d.xlsx", "z/a.csv", "z/f.ods"]
        );
        let absent = dossier.path().join("absent.csv");
        assert!(matches!(fichiers_de(&absent), Err(ErreurEntree::Absent(_))));
    }

    #[test]
    fn a_source_is_read_again_from_its_beginning() {
        let dossier = tempfile::tempdir().unwrap();
        let chemin = dossier.path().join("a.csv");
        fs::write(&chemin, "abc").unwrap();
        let mis_de_cote = Fichier::mettre_de_cote("a.csv", &b"abc"[..]).unwrap();
        for fichier in [Fichier::ouvrir(&chemin).unwrap(), mis_de_cote] {
            for _ in 0..2 {
                let mut lu = String::new();
                fichier.ouvrir().unwrap().read_to_string(&mut lu).unwrap();
                assert_eq!(
                    (lu.as_str(), fichier.lus(), fichier.taille()),
                    ("abc", 3, 3)
                );
            }
            // Two readings go along, each at its own place.
            let (mut une, mut autre) = (fichier.ouvrir().unwrap(), fichier.ouvrir().unwrap());
            let (mut a, mut b) = ([0; 2], [0; 3]);
            une.read_exact(&mut a).unwrap();
            autre.read_exact(&mut b).unwrap();
            let mut fin = String::new();
            une.read_to_string(&mut fin).unwrap();
            assert_eq!((&a, &b, fin.as_str()), (b"ab", b"abc", "c"));
        }
    }
}
