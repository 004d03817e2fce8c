//! Files of invented candidates, put on disk whole or not at all, with the list of their faults.

pub mod dossiers;
pub mod region;

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use guichet_cyclades::cas::{Catalogue, session_usuelle};
use guichet_cyclades::controle::Format;
use guichet_cyclades::ecriture::csv::ecrire_ligne;
use guichet_cyclades::generation::exports::{Cellule, ExportInvente, inventer};
use guichet_cyclades::generation::{
    self, Demande, FauteInjectee, generer, generer_xml, tronc_officiel,
};
use guichet_cyclades::{Examen, Session};
use guichet_socle::ErreurEdition;
use jiff::civil::{DateTime, datetime};
use tempfile::NamedTempFile;

pub use guichet_cyclades::generation::exports::Forme;

use crate::Donnees;
use crate::editions::{self, ErreurDEdition};
use crate::sortie::{self, provisoire};
use crate::systeme::en_mots;

/// What the name of a manifest adds to that of its file, without the extension. It is not `.csv`: a
/// folder that is checked must not take it for candidates.
pub const SUFFIXE_DU_MANIFESTE: &str = ".manifeste.ndjson";

/// The file that is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exemple {
    /// The exam.
    pub examen: Examen,
    /// The session; by default that of the lists.
    pub session: Option<Session>,
    /// Number of candidates.
    pub candidats: u32,
    /// How many candidates in a thousand get a fault.
    pub fautes_pour_mille: u32,
    /// The seed.
    pub graine: u64,
    /// Its form.
    pub forme: Format,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ecrit {
    /// The candidates.
    pub fichier: PathBuf,
    /// The findings to expect, when faults were asked for: a JSON object a line.
    pub manifeste: Option<PathBuf>,
    /// Candidates with a fault.
    pub fautifs: u64,
    /// Findings to expect.
    pub constats: u64,
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum ErreurDExemple {
    /// No edition, or a faulty one.
    #[error("{0}")]
    Edition(#[from] ErreurDEdition),
    /// The worked cases of the edition are faulty.
    #[error("{0}")]
    Cas(#[from] ErreurEdition),
    /// The demand cannot be met.
    #[error("{0}")]
    Generation(generation::Erreur),
    /// The procedure has no edition at all.
    #[error("La procédure « {0} » n’a aucune édition ; donnez --donnees DOSSIER.")]
    SansEdition(&'static str),
    /// More establishments than numbers.
    #[error(
        "Une région inventée a au plus {0} établissements ; donnez à --etablissements un nombre plus petit."
    )]
    TropDEtablissements(u32),
    /// A file of that name is there.
    #[error("{} existe déjà ; déplacez-le, ou changez --sortie ou --graine.", .0.display())]
    DejaLa(PathBuf),
    /// The folder, or a file in it, cannot be written.
    #[error("{} : écriture impossible ({}) ; vérifiez le chemin, la place et les droits.", chemin.display(), en_mots(erreur))]
    Ecriture {
        /// Where.
        chemin: PathBuf,
        /// Why.
        erreur: io::Error,
    },
}

/// The moment of extraction that the name of an example holds: in November before the session, and
/// another minute for another seed, so that two examples of a folder have two names.
#[must_use]
pub fn extraction(session: Session, graine: u64) -> DateTime {
    let annee = session.annee.clamp(1951, 2151) - 1;
    let minute = i8::try_from(graine % 60).unwrap_or(0);
    let heure = i8::try_from(9 + graine / 60 % 9).unwrap_or(9);
    let jour = i8::try_from(15 + graine / 540 % 14).unwrap_or(15);
    datetime(annee, 11, jour, heure, minute, 0, 0)
}

/// Writes an example in a folder, created if need be.
///
/// # Errors
/// The demand cannot be met, a file of that name exists, or the folder cannot be written.
pub fn ecrire(
    donnees: &Donnees,
    exemple: &Exemple,
    dossier: &Path,
) -> Result<Ecrit, ErreurDExemple> {
    let annee = exemple.session.map(|session| session.annee);
    let edition = editions::cyclades(donnees, None, annee)?;
    let catalogue = Catalogue::lire(donnees.fichiers(), &edition)?;
    let session = exemple
        .session
        .unwrap_or_else(|| session_usuelle(&edition, exemple.examen));
    let tronc = tronc_officiel(exemple.examen, session, extraction(session, exemple.graine));
    let extension = match exemple.forme {
        Format::Csv => "csv",
        Format::Xml => "xml",
    };
    let fichier = dossier.join(format!("{tronc}.{extension}"));
    let manifeste = (exemple.fautes_pour_mille > 0)
        .then(|| dossier.join(format!("{tronc}{SUFFIXE_DU_MANIFESTE}")));
    for chemin in std::iter::once(&fichier).chain(&manifeste) {
        if chemin.exists() {
            return Err(ErreurDExemple::DejaLa(chemin.clone()));
        }
    }
    let en_erreur = |erreur| ErreurDExemple::Ecriture {
        chemin: dossier.to_owned(),
        erreur,
    };
    fs::create_dir_all(dossier).map_err(en_erreur)?;
    let mut candidats = provisoire(dossier).map_err(en_erreur)?;
    let mut attendus = provisoire(dossier).map_err(en_erreur)?;
    let (mut fautifs, mut constats) = (BTreeSet::new(), 0);
    let mut sur_manifeste = Ok(());
    {
        let mut sortie = BufWriter::new(&mut candidats);
        let mut liste = BufWriter::new(&mut attendus);
        let demande = Demande {
            examen: exemple.examen,
            session,
            candidats: exemple.candidats,
            fautes_pour_mille: exemple.fautes_pour_mille,
            graine: exemple.graine,
        };
        let mut noter = |faute: FauteInjectee| {
            fautifs.insert(faute.candidat);
            constats += 1;
            if sur_manifeste.is_ok() {
                sur_manifeste = serde_json::to_writer(&mut liste, &faute)
                    .map_err(io::Error::from)
                    .and_then(|()| liste.write_all(b"\n"));
            }
        };
        match exemple.forme {
            Format::Csv => generer(&edition, &catalogue, &demande, &mut sortie, &mut noter),
            Format::Xml => generer_xml(&edition, &catalogue, &demande, &mut sortie, &mut noter),
        }
        .map_err(|erreur| match erreur {
            generation::Erreur::Ecriture(erreur) => en_erreur(erreur),
            autre => ErreurDExemple::Generation(autre),
        })?;
        sur_manifeste
            .and_then(|()| liste.flush())
            .map_err(en_erreur)?;
        sortie.flush().map_err(en_erreur)?;
    }
    if let Some(manifeste) = &manifeste {
        poser(attendus, manifeste)?;
    }
    if let Err(erreur) = poser(candidats, &fichier) {
        if let Some(manifeste) = &manifeste {
            // One without the other is worth nothing; the first fault is the one to tell.
            let _ = fs::remove_file(manifeste);
        }
        return Err(erreur);
    }
    Ok(Ecrit {
        fichier,
        manifeste,
        fautifs: fautifs.len() as u64,
        constats,
    })
}

/// Writes the export of a software, its candidates without fault but for what the software does to them.
///
/// # Errors
/// The demand cannot be met, a file of that name exists, or the folder cannot be written.
pub fn ecrire_export(
    donnees: &Donnees,
    exemple: &Exemple,
    forme: Forme,
    dossier: &Path,
) -> Result<PathBuf, ErreurDExemple> {
    let annee = exemple.session.map(|session| session.annee);
    let edition = editions::cyclades(donnees, None, annee)?;
    let demande = Demande {
        examen: exemple.examen,
        session: exemple
            .session
            .unwrap_or_else(|| session_usuelle(&edition, exemple.examen)),
        candidats: exemple.candidats,
        fautes_pour_mille: 0,
        graine: exemple.graine,
    };
    let invente = inventer(&edition, &demande, forme).map_err(ErreurDExemple::Generation)?;
    let nom = Forme::NOMS
        .iter()
        .find(|(_, connue)| *connue == forme)
        .map_or("export", |(nom, _)| *nom);
    let (octets, extension) = match forme {
        Forme::VieScolaire => (classeur(&invente, dossier)?, "xlsx"),
        Forme::Siecle => (en_csv(&invente, b';'), "csv"),
        Forme::Cfa => (en_csv(&invente, b','), "csv"),
    };
    let chemin = dossier.join(format!(
        "export-{nom}-{}-{}.{extension}",
        exemple.examen, exemple.graine
    ));
    let en_erreur = |erreur| ErreurDExemple::Ecriture {
        chemin: dossier.to_owned(),
        erreur,
    };
    fs::create_dir_all(dossier).map_err(en_erreur)?;
    let mut fichier = provisoire(dossier).map_err(en_erreur)?;
    fichier
        .write_all(&octets)
        .and_then(|()| fichier.flush())
        .map_err(en_erreur)?;
    poser(fichier, &chemin)?;
    Ok(chemin)
}

fn en_csv(invente: &ExportInvente, separateur: u8) -> Vec<u8> {
    let mut octets = Vec::new();
    ecrire_ligne(&mut octets, invente.colonnes.iter().copied(), separateur);
    for ligne in &invente.lignes {
        let textes: Vec<String> = ligne
            .iter()
            .map(|cellule| match cellule {
                Cellule::Texte(texte) => texte.clone(),
                Cellule::Nombre(nombre) => nombre.to_string(),
            })
            .collect();
        ecrire_ligne(&mut octets, textes.iter().map(String::as_str), separateur);
    }
    octets
}

fn classeur(invente: &ExportInvente, dossier: &Path) -> Result<Vec<u8>, ErreurDExemple> {
    let lignes = invente.lignes.iter().map(|ligne| {
        ligne
            .iter()
            .map(|cellule| match cellule {
                Cellule::Texte(texte) => guichet_tableur::Brute::Texte(texte.clone()),
                Cellule::Nombre(nombre) => guichet_tableur::Brute::Nombre(*nombre),
            })
            .collect()
    });
    guichet_tableur::ecrire_brut("Liste des élèves", &invente.colonnes, lignes).map_err(|erreur| {
        ErreurDExemple::Ecriture {
            chemin: dossier.to_owned(),
            erreur: io::Error::other(erreur.to_string()),
        }
    })
}

fn poser(provisoire: NamedTempFile, chemin: &Path) -> Result<(), ErreurDExemple> {
    let impossible = |chemin, erreur| ErreurDExemple::Ecriture { chemin, erreur };
    sortie::poser(
        provisoire,
        chemin,
        false,
        ErreurDExemple::DejaLa,
        impossible,
    )
}

/// The part of faulty candidates, in thousandths, of an exact decimal from 0 to 1: `0.05`, `0,05`, `1`.
#[must_use]
pub fn pour_mille(texte: &str) -> Option<u32> {
    let (entier, decimales) = texte.split_once(['.', ',']).unwrap_or((texte, "0"));
    let chiffres = |mot: &str| !mot.is_empty() && mot.bytes().all(|octet| octet.is_ascii_digit());
    if !chiffres(entier) || !chiffres(decimales) {
        return None;
    }
    let utiles = decimales.trim_end_matches('0');
    if utiles.len() > 3 {
        return None;
    }
    let millemes: u32 = format!("{utiles:0<3}").parse().ok()?;
    let total = entier
        .parse::<u32>()
        .ok()?
        .checked_mul(1000)?
        .checked_add(millemes)?;
    (total <= 1000).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_an_exact_decimal_from_nought_to_one() {
        let cas = [
            ("0", Some(0)),
            ("1", Some(1000)),
            ("1.0", Some(1000)),
            ("0.05", Some(50)),
            ("0,05", Some(50)),
            ("0.125", Some(125)),
            ("0.1250", Some(125)),
            ("0.0005", None),
            ("1.001", None),
            ("2", None),
            ("-0.1", None),
            ("5%", None),
            (".5", None),
            ("0.", None),
            ("", None),
            ("4294968", None),
        ];
        for (texte, attendu) in cas {
            assert_eq!(pour_mille(texte), attendu, "{texte}");
        }
    }

    fn exemple(graine: u64, fautes_pour_mille: u32) -> Exemple {
        let examen = Examen::lire("CAP").unwrap();
        Exemple {
            forme: Format::Csv,
            examen,
            session: None,
            candidats: 30,
            fautes_pour_mille,
            graine,
        }
    }

    fn noms(dossier: &Path) -> Vec<String> {
        let mut noms: Vec<String> = fs::read_dir(dossier)
            .unwrap()
            .map(|entree| entree.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        noms.sort();
        noms
    }

    #[test]
    fn an_example_is_written_whole_and_never_over_another() {
        let racine = tempfile::tempdir().unwrap();
        let dossier = racine.path().join("a/b");
        let donnees = Donnees::embarquees();
        let ecrit = ecrire(&donnees, &exemple(7, 300), &dossier).unwrap();
        let attendus = [
            "CAP_1.0_2024-06_151120230907.csv",
            "CAP_1.0_2024-06_151120230907.manifeste.ndjson",
        ];
        assert_eq!(noms(&dossier), attendus);
        let manifeste = fs::read_to_string(ecrit.manifeste.unwrap()).unwrap();
        assert_eq!(manifeste.lines().count() as u64, ecrit.constats);
        assert!(ecrit.fautifs > 0);
        let avant = fs::read(&ecrit.fichier).unwrap();
        let erreur = ecrire(&donnees, &exemple(7, 0), &dossier).unwrap_err();
        assert!(matches!(erreur, ErreurDExemple::DejaLa(_)), "{erreur}");
        assert_eq!(fs::read(&ecrit.fichier).unwrap(), avant);
        assert_eq!(noms(&dossier), attendus);
        let sans_faute = ecrire(&donnees, &exemple(8, 0), &dossier).unwrap();
        assert_eq!((sans_faute.manifeste, sans_faute.constats), (None, 0));
    }

    #[test]
    fn a_demand_that_cannot_be_met_leaves_nothing_behind() {
        let racine = tempfile::tempdir().unwrap();
        let sans_mois = Exemple {
            session: Session::lire("2024"),
            ..exemple(1, 0)
        };
        assert!(ecrire(&Donnees::embarquees(), &sans_mois, racine.path()).is_err());
        assert_eq!(noms(racine.path()), [""; 0]);
    }
}
