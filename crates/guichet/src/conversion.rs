//! Import files converted on disk, whole or not at all, under their official name.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

use guichet_cyclades::conversion::{self, Annonce, Bilan, Demande, Destination};
use guichet_cyclades::ecriture::csv::EcritureCsv;
use guichet_cyclades::ecriture::xml::EcritureXml;
use guichet_cyclades::structure::StructureXml;
use guichet_cyclades::{EditionCyclades, Options, Source};
use guichet_tableur::ecriture::{Ecriture as EcritureXlsx, LIGNES_MAX};
use jiff::civil::DateTime;
use tempfile::NamedTempFile;

use crate::sortie::{self, provisoire};
use crate::systeme::en_mots;

/// What a file is converted to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forme {
    /// Separated by semicolons, in UTF-8.
    Csv,
    /// The XML of the document.
    Xml,
    /// A workbook where every cell is a text.
    Xlsx,
}

impl Forme {
    /// The extension of its files.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xml => "xml",
            Self::Xlsx => "xlsx",
        }
    }
}

/// A converted file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Converti {
    /// Where it is.
    pub chemin: PathBuf,
    /// What it holds.
    pub bilan: Bilan,
    /// Fields with values that the XSD followed has no place for: those were left behind.
    pub sans_place: Vec<String>,
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum ErreurDeConversion {
    /// The file cannot be converted.
    #[error("{0}")]
    Conversion(conversion::Erreur),
    /// A file of that name is there.
    #[error("{} existe déjà ; déplacez-le, ou changez --sortie.", .0.display())]
    DejaLa(PathBuf),
    /// The folder, or a file in it, cannot be written.
    #[error("{} : écriture impossible ({}) ; vérifiez le chemin, la place et les droits.", chemin.display(), en_mots(erreur))]
    Ecriture {
        /// Where.
        chemin: PathBuf,
        /// Why.
        erreur: io::Error,
    },
    /// More candidates than a sheet has rows.
    #[error(
        "une feuille contient au plus {} candidats ; convertissez vers CSV ou XML.",
        LIGNES_MAX - 1
    )]
    TropDeCandidats,
}

/// The moments that a file cannot tell.
#[derive(Debug, Clone, Copy)]
pub struct Moments {
    /// That of extraction, instead of the file's.
    pub extraction: Option<DateTime>,
    /// Now, for a file that tells none.
    pub maintenant: DateTime,
}

/// Converts a file to a folder, created if need be.
///
/// # Errors
/// Something of the file would be lost, a file of its official name exists, or the folder cannot be written.
pub fn convertir(
    edition: &EditionCyclades,
    source: &dyn Source,
    options: &Options,
    forme: Forme,
    moments: Moments,
    dossier: &Path,
) -> Result<Converti, ErreurDeConversion> {
    fs::create_dir_all(dossier).map_err(|erreur| ErreurDeConversion::Ecriture {
        chemin: dossier.to_owned(),
        erreur,
    })?;
    let nommer = |annonce: &Annonce| dossier.join(format!("{}.{}", annonce.nom, forme.extension()));
    let ecrit = ecrire(edition, source, options, forme, moments, dossier, &nommer)?;
    let Ecrit {
        provisoire,
        chemin,
        bilan,
        sans_place,
    } = ecrit;
    poser(provisoire, &chemin)?;
    Ok(Converti {
        chemin,
        bilan,
        sans_place,
    })
}

/// A file converted, which has not its name yet.
#[derive(Debug)]
pub struct Ecrit {
    /// Where it is meanwhile.
    pub provisoire: NamedTempFile,
    /// Where it is to go.
    pub chemin: PathBuf,
    /// What it holds.
    pub bilan: Bilan,
    /// Fields with values that the XSD followed has no place for: those were left behind.
    pub sans_place: Vec<String>,
}

/// Converts a file to a temporary one of a folder that exists; `nommer` says where it is to go.
///
/// # Errors
/// Something of the file would be lost, a file of that name exists, or the folder cannot be written.
pub fn ecrire(
    edition: &EditionCyclades,
    source: &dyn Source,
    options: &Options,
    forme: Forme,
    moments: Moments,
    dossier: &Path,
    nommer: &dyn Fn(&Annonce) -> PathBuf,
) -> Result<Ecrit, ErreurDeConversion> {
    let en_erreur = |erreur| ErreurDeConversion::Ecriture {
        chemin: dossier.to_owned(),
        erreur,
    };
    let mut candidats = provisoire(dossier).map_err(en_erreur)?;
    let demande = Demande {
        extraction: moments.extraction,
        maintenant: moments.maintenant,
        garde_les_autres_colonnes: forme != Forme::Xml,
    };
    let structure = options.structure.as_ref().unwrap_or(&edition.xml);
    let mut deja_la = None;
    let mut ouvrir = |annonce: &Annonce| {
        let chemin = nommer(annonce);
        if chemin.exists() {
            deja_la = Some(chemin);
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        Sortie::ouvrir(edition, structure, forme, annonce, &candidats)
    };
    let resultat = conversion::convertir(edition, source, options, &demande, &mut ouvrir);
    if let Some(chemin) = deja_la {
        return Err(ErreurDeConversion::DejaLa(chemin));
    }
    let (sortie, bilan) = resultat.map_err(|erreur| match erreur {
        conversion::Erreur::Ecriture(erreur) if erreur.kind() == io::ErrorKind::FileTooLarge => {
            ErreurDeConversion::TropDeCandidats
        }
        conversion::Erreur::Ecriture(erreur) => en_erreur(erreur),
        autre => ErreurDeConversion::Conversion(autre),
    })?;
    let sans_place = sortie.sans_place(edition);
    sortie.terminer(&mut candidats).map_err(en_erreur)?;
    Ok(Ecrit {
        chemin: nommer(&bilan.annonce),
        provisoire: candidats,
        bilan,
        sans_place,
    })
}

fn poser(provisoire: NamedTempFile, chemin: &Path) -> Result<(), ErreurDeConversion> {
    let impossible = |chemin, erreur| ErreurDeConversion::Ecriture { chemin, erreur };
    sortie::poser(
        provisoire,
        chemin,
        false,
        ErreurDeConversion::DejaLa,
        impossible,
    )
}

type Tampon = BufWriter<fs::File>;

/// The fields of a file that an XSD does not have, and those that held a value.
struct SansPlace {
    rangs: Vec<u8>,
    laisses: BTreeSet<u8>,
}

impl SansPlace {
    fn de(structure: &StructureXml, colonnes: &[u8]) -> Self {
        let place = |rang: &u8| structure.champs.iter().any(|champ| champ.champ == *rang);
        Self {
            rangs: colonnes
                .iter()
                .copied()
                .filter(|rang| !place(rang))
                .collect(),
            laisses: BTreeSet::new(),
        }
    }

    fn noter(&mut self, champs: &[&str]) {
        let pleins = self.rangs.iter().filter(|rang| {
            let valeur = champs.get(usize::from(**rang));
            valeur.is_some_and(|valeur| !valeur.is_empty())
        });
        self.laisses.extend(pleins);
    }
}

/// The three writers, as one.
enum Sortie<'e> {
    Csv(EcritureCsv<Tampon>),
    Xml(EcritureXml<'e, Tampon>, SansPlace),
    Xlsx(Box<EcritureXlsx>, Vec<u8>),
}

impl<'e> Sortie<'e> {
    fn ouvrir(
        edition: &EditionCyclades,
        structure: &'e StructureXml,
        forme: Forme,
        annonce: &Annonce,
        fichier: &NamedTempFile,
    ) -> io::Result<Self> {
        let tampon = || {
            let fichier = fichier.as_file().try_clone()?;
            io::Result::Ok(BufWriter::with_capacity(1 << 16, fichier))
        };
        let champs = &edition.champs.liste;
        let noms = annonce
            .colonnes
            .iter()
            .filter_map(|&rang| champs.get(usize::from(rang)))
            .map(|champ| champ.nom.as_str())
            .chain(annonce.autres.iter().map(String::as_str));
        Ok(match forme {
            Forme::Csv => Self::Csv(EcritureCsv::nouvelle(tampon()?, &annonce.colonnes, noms)?),
            Forme::Xml => {
                let entete = |rang: u8| annonce.entete.get(usize::from(rang)).cloned().flatten();
                let sans_place = SansPlace::de(structure, &annonce.colonnes);
                Self::Xml(
                    EcritureXml::nouvelle(tampon()?, structure, &entete)?,
                    sans_place,
                )
            }
            Forme::Xlsx => {
                let feuille = annonce
                    .examen
                    .map_or_else(|| "Candidats".to_owned(), |examen| examen.to_string());
                let noms: Vec<&str> = noms.collect();
                let classeur = EcritureXlsx::nouvelle(&feuille, &noms).map_err(de_tableur)?;
                Self::Xlsx(Box::new(classeur), annonce.colonnes.clone())
            }
        })
    }

    /// The fields whose values were left behind.
    fn sans_place(&self, edition: &EditionCyclades) -> Vec<String> {
        let Self::Xml(_, sans_place) = self else {
            return Vec::new();
        };
        let laisses = sans_place.laisses.iter();
        laisses
            .filter_map(|&rang| edition.champs.liste.get(usize::from(rang)))
            .map(|champ| champ.nom.clone())
            .collect()
    }

    fn terminer(self, fichier: &mut NamedTempFile) -> io::Result<()> {
        match self {
            Self::Csv(ecriture) => ecriture.terminer().map(|_| ()),
            Self::Xml(ecriture, _) => ecriture.terminer().map(|_| ()),
            Self::Xlsx(ecriture, _) => {
                let sortie = BufWriter::with_capacity(1 << 16, fichier.as_file_mut());
                ecriture.terminer(sortie).map_err(de_tableur)
            }
        }
    }
}

impl Destination for Sortie<'_> {
    fn candidat(&mut self, champs: &[&str], autres: &[&str]) -> io::Result<()> {
        match self {
            Self::Csv(ecriture) => ecriture.candidat(champs, autres),
            Self::Xml(ecriture, sans_place) => {
                sans_place.noter(champs);
                ecriture.candidat(champs)
            }
            Self::Xlsx(ecriture, colonnes) => {
                let valeurs = colonnes
                    .iter()
                    .map(|&rang| champs.get(usize::from(rang)).copied().unwrap_or_default());
                ecriture
                    .ligne(valeurs.chain(autres.iter().copied()))
                    .map_err(de_tableur)
            }
        }
    }
}

/// A value that no cell can hold is the value's fault, a full sheet is that of the demand.
fn de_tableur(erreur: guichet_tableur::Erreur) -> io::Error {
    match erreur {
        guichet_tableur::Erreur::TropGrand => io::ErrorKind::FileTooLarge.into(),
        guichet_tableur::Erreur::ValeurTropLongue => {
            io::Error::new(io::ErrorKind::InvalidData, erreur.to_string())
        }
        guichet_tableur::Erreur::Lecture(erreur) => erreur,
        autre => io::Error::other(autre.to_string()),
    }
}
