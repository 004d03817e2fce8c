//! A sheet of a workbook turned into the CSV file that a check reads, in a temporary file.

use std::fs::File;
use std::io::{BufWriter, Read, Seek, SeekFrom, Write};

use std::sync::Mutex;

use crate::relecture::DepuisLeDebut;
use guichet_cyclades::EditionCyclades;
use guichet_cyclades::controle::Tableau;
use guichet_cyclades::ecriture::csv::ecrire_cellule;
use guichet_tableur::{Cellule, Classeur, Erreur, choisir};

/// Every row is as long as the longest: a cell lost far to the right must not make them gigabytes.
const COLONNES_MAX: usize = 1024;

/// A sheet ready to be read as candidates.
#[derive(Debug)]
pub struct Feuille {
    /// Its name.
    pub nom: String,
    /// Rows of the sheet above the header.
    pub lignes_au_dessus: u64,
    /// The texts of its header, from column A.
    pub colonnes: Vec<String>,
    /// Its rows as CSV, in a file that the system removes by itself.
    pub fichier: Mutex<File>,
    /// Bytes of this file.
    pub taille: u64,
    /// What a person should know of the reading, a line each.
    pub avis: Vec<String>,
}

/// Cells whose formula fails.
#[derive(Debug, Default)]
struct EnErreur {
    nombre: u64,
    premiere: Option<(String, u64, usize)>,
}

/// Reads the sheet that is meant: the one asked for by its name or rank, else the one whose header names
/// the most columns of the document.
///
/// # Errors
/// The workbook or the sheet cannot be read.
pub fn lire(
    flux: impl Read + Seek,
    choix: Option<&str>,
    edition: &EditionCyclades,
) -> Result<Feuille, Erreur> {
    let connue = |texte: &&String| {
        let champs = &edition.champs.liste;
        champs
            .iter()
            .any(|c| c.nom.eq_ignore_ascii_case(texte.trim()))
    };
    let noter = |textes: &[String]| textes.iter().filter(connue).count();
    let mut classeur = Classeur::ouvrir(flux)?;
    let choisie = match choisir(&mut classeur, choix, &noter) {
        // An empty file is told by the check.
        Err(Erreur::Vide(None)) => return Ok(vide(tempfile::tempfile()?)),
        autre => autre?,
    };
    let mut fichier = tempfile::tempfile()?;
    let entete = choisie.ligne_d_entete;
    let mut colonnes = Vec::new();
    // A row may go further than the header: every row is then as long as the longest.
    let mut largeur = 0;
    let en_erreur = loop {
        fichier.set_len(0)?;
        fichier.seek(SeekFrom::Start(0))?;
        let mut sortie = BufWriter::with_capacity(1 << 16, &mut fichier);
        let mut tampon = Vec::new();
        let mut vue = 0;
        let mut precedente = entete;
        let mut en_erreur = EnErreur::default();
        classeur.parcourir(&choisie.nom, &mut |numero, cellules| {
            if numero < entete {
                return Ok(true);
            }
            vue = vue.max(cellules.len());
            if numero == entete {
                colonnes = cellules.iter().map(|c| c.texte().to_owned()).collect();
                largeur = largeur.max(vue);
            }
            if vue > largeur {
                // Only the width is still looked for.
                return Ok(true);
            }
            tampon.clear();
            // Blank rows keep their lines.
            let sautees = numero.saturating_sub(precedente + 1);
            precedente = numero;
            tampon.resize(usize::try_from(sautees).unwrap_or(0), b'\r');
            en_erreur.compter(numero, cellules);
            let manquantes = largeur - cellules.len();
            let textes = cellules.iter().map(Cellule::texte);
            for (rang, texte) in textes.chain((0..manquantes).map(|_| "")).enumerate() {
                if rang > 0 {
                    tampon.push(Tableau::SEPARATEUR);
                }
                ecrire_cellule(&mut tampon, texte, Tableau::SEPARATEUR);
            }
            tampon.push(b'\r');
            sortie.write_all(&tampon)?;
            Ok(true)
        })?;
        sortie.flush()?;
        drop(sortie);
        if vue <= largeur {
            break en_erreur;
        }
        if vue > COLONNES_MAX {
            return Err(Erreur::Demesure);
        }
        largeur = vue;
    };
    colonnes.resize(largeur, String::new());
    let taille = fichier.stream_position()?;
    let mut avis = Vec::new();
    if !choisie.autres.is_empty() {
        avis.push(format!(
            "feuille « {} » lue ; {} : choisissez avec --feuille.",
            choisie.nom,
            semblables(&choisie.autres)
        ));
    }
    avis.extend(en_erreur.avis(&choisie.nom));
    Ok(Feuille {
        nom: choisie.nom,
        lignes_au_dessus: entete - 1,
        colonnes,
        fichier: Mutex::new(fichier),
        taille,
        avis,
    })
}

fn vide(fichier: File) -> Feuille {
    Feuille {
        nom: String::new(),
        lignes_au_dessus: 0,
        colonnes: Vec::new(),
        fichier: Mutex::new(fichier),
        taille: 0,
        avis: Vec::new(),
    }
}

/// Other sheets, as people read of them.
pub(crate) fn semblables(autres: &[String]) -> String {
    let noms: Vec<String> = autres.iter().map(|nom| format!("« {nom} »")).collect();
    let verbe = if noms.len() > 1 {
        "ressemblent"
    } else {
        "ressemble"
    };
    format!("{} lui {verbe}", noms.join(", "))
}

impl EnErreur {
    fn compter(&mut self, ligne: u64, cellules: &[Cellule]) {
        for (rang, cellule) in cellules.iter().enumerate() {
            if let Cellule::Erreur(texte) = cellule {
                self.nombre += 1;
                self.premiere
                    .get_or_insert_with(|| (texte.clone(), ligne, rang + 1));
            }
        }
    }

    fn avis(&self, feuille: &str) -> Option<String> {
        let (texte, ligne, colonne) = self.premiere.as_ref()?;
        let nombre = match self.nombre {
            1 => "une formule est en erreur".to_owned(),
            nombre => format!("{nombre} formules sont en erreur, la première"),
        };
        Some(format!(
            "feuille « {feuille} » : {nombre} ligne {ligne}, colonne {colonne} ({texte}) ; corrigez-la, son texte est lu tel quel."
        ))
    }
}

impl Feuille {
    /// What the check needs to tell places in the sheet.
    #[must_use]
    pub fn tableau(&self) -> Tableau<'_> {
        Tableau {
            feuille: &self.nom,
            lignes_au_dessus: self.lignes_au_dessus,
            colonnes: &self.colonnes,
        }
    }

    /// Its rows, from the first.
    #[must_use]
    pub fn ouvrir(&self) -> DepuisLeDebut<'_> {
        DepuisLeDebut::de(&self.fichier)
    }
}
