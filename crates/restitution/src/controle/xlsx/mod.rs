//! The report as a workbook: a summary, the findings one a row, and each file with its faulty cells
//! coloured and commented.
//!
//! Every value is a text cell: no zero is lost, and a value that begins with `=` is no formula. Rows go to
//! temporary files as they come, so that their number costs no memory; what a workbook cannot hold is
//! told in the summary.

mod cellules;
mod fichier;
mod formats;
mod synthese;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};
use std::rc::Rc;

use guichet::procedure_cyclades::{
    Constat, EditionCyclades, Options, Portee, Rapport, Refus, Source,
};
use rust_xlsxwriter::{Workbook, XlsxError};

use self::cellules::Cellules;
use self::formats::Formats;
use self::synthese::{FichierVu, Synthese};
use super::Restitution;
use super::mots::surete_en_mots;
use crate::classeur::{RANGEES_MAX, ecrire, ecrire_nombre, imprimer_en_tableau};
use crate::nombres::nombre;

/// Files shown in a sheet of their own.
const FEUILLES_MAX: usize = 50;
/// The sheets that come before those of the files.
const SYNTHESE: usize = 0;
const CONSTATS: usize = 1;

/// Headings of the findings, and the width of their columns in characters.
const COLONNES: [(&str, u8); 15] = [
    ("Fichier", 34),
    ("Ligne", 8),
    ("Colonne", 9),
    ("Candidat", 10),
    ("Champ", 20),
    ("Valeur", 24),
    ("Règle", 9),
    ("Gravité", 14),
    ("Message", 70),
    ("Remède", 50),
    ("Source", 30),
    ("Correction proposée", 24),
    ("Sûreté", 15),
    ("Feuille", 16),
    ("Cellule", 9),
];

/// The workbook.
pub struct Xlsx<'w> {
    sortie: Box<dyn Write + 'w>,
    classeur: Rc<RefCell<Workbook>>,
    formats: Formats,
    /// The sheets of the findings exist.
    commence: bool,
    rangee: u32,
    /// Findings beyond the last row.
    omis: u64,
    cellules: Cellules,
    notes: usize,
    synthese: Synthese,
    feuilles: usize,
    remarques_du_fichier: Vec<String>,
    feuille_du_fichier: Option<usize>,
}

impl<'w> Xlsx<'w> {
    /// Writes to `sortie` once every file is seen.
    #[must_use]
    pub fn new(sortie: Box<dyn Write + 'w>) -> Self {
        Self {
            sortie,
            classeur: Rc::new(RefCell::new(Workbook::new())),
            formats: Formats::new(),
            commence: false,
            rangee: 1,
            omis: 0,
            cellules: Cellules::default(),
            notes: 0,
            synthese: Synthese::default(),
            feuilles: 0,
            remarques_du_fichier: Vec::new(),
            feuille_du_fichier: None,
        }
    }

    /// Lays the first sheets, before the first row.
    fn commencer(&mut self) -> io::Result<()> {
        if self.commence {
            return Ok(());
        }
        self.commence = true;
        premieres_feuilles(&mut self.classeur.borrow_mut(), &self.formats).map_err(io::Error::other)
    }

    /// Ends the sheets and writes the workbook.
    fn fermer(&self, sortie: &mut File) -> Result<(), XlsxError> {
        let mut classeur = self.classeur.borrow_mut();
        if self.feuilles == 1 {
            let feuille = classeur.worksheet_from_index(CONSTATS + 1)?;
            feuille.set_name("Fichier")?;
        }
        let derniere = u16::try_from(COLONNES.len() - 1).unwrap_or(0);
        let constats = classeur.worksheet_from_index(CONSTATS)?;
        constats.autofilter(0, 0, (self.rangee - 1).max(1), derniere)?;
        let feuille = classeur.worksheet_from_index(SYNTHESE)?;
        self.synthese
            .ecrire(feuille, &self.formats, self.feuilles)?;
        feuille.set_active(true);
        classeur.save_to_writer(sortie)
    }

    fn rangee(&mut self, constat: &Constat) -> Result<(), XlsxError> {
        if self.rangee >= RANGEES_MAX {
            self.omis += 1;
            return Ok(());
        }
        let rangee = self.rangee;
        self.rangee += 1;
        let mut classeur = self.classeur.borrow_mut();
        let feuille = classeur.worksheet_from_index(CONSTATS)?;
        let formats = &self.formats;
        ecrire(feuille, rangee, 0, &constat.fichier, &formats.texte)?;
        for (colonne, n) in (1u16..).zip([constat.ligne, constat.colonne, constat.candidat]) {
            if let Some(n) = n {
                ecrire_nombre(feuille, rangee, colonne, n, &formats.nombre)?;
            }
        }
        let correction = constat.correction.as_ref();
        let lieu = constat.lieu.as_ref();
        let textes = [
            (4, constat.champ.as_deref(), &formats.texte),
            (5, constat.valeur.as_deref(), &formats.texte),
            (6, Some(&*constat.regle), &formats.texte),
            (
                7,
                Some(constat.gravite.libelle()),
                formats.de(constat.gravite),
            ),
            (8, Some(&*constat.message), &formats.phrase),
            (9, Some(&*constat.remede), &formats.phrase),
            (10, Some(&*constat.source), &formats.phrase),
            (11, correction.map(|c| &*c.valeur), &formats.texte),
            (
                12,
                correction.map(|c| surete_en_mots(c.surete)),
                &formats.texte,
            ),
            (13, lieu.map(|lieu| &*lieu.feuille), &formats.texte),
            (
                14,
                lieu.and_then(|lieu| lieu.cellule.as_deref()),
                &formats.texte,
            ),
        ];
        for (colonne, texte, format) in textes {
            if let Some(texte) = texte {
                ecrire(feuille, rangee, colonne, texte, format)?;
            }
        }
        Ok(())
    }

    /// Ends with a file.
    fn vu(&mut self, mut vu: FichierVu) {
        self.cellules = Cellules::default();
        vu.feuille = self.feuille_du_fichier.take();
        vu.remarques = std::mem::take(&mut self.remarques_du_fichier);
        self.synthese.ajouter(vu);
    }
}

fn premieres_feuilles(classeur: &mut Workbook, formats: &Formats) -> Result<(), XlsxError> {
    classeur.add_worksheet().set_name("Synthèse")?;
    let feuille = classeur.add_worksheet_with_constant_memory()?;
    feuille.set_name("Constats")?;
    for (colonne, (titre, largeur)) in (0u16..).zip(COLONNES) {
        feuille.set_column_width(colonne, f64::from(largeur))?;
        feuille.write_string_with_format(0, colonne, titre, &formats.titre)?;
    }
    imprimer_en_tableau(feuille, 1)
}

impl Restitution for Xlsx<'_> {
    fn portee(&self) -> Portee {
        Portee::Tout
    }

    fn constat(&mut self, constat: Constat) -> io::Result<()> {
        self.commencer()?;
        self.cellules.ajouter(&constat, self.notes);
        self.rangee(&constat).map_err(io::Error::other)
    }

    fn contenu(
        &mut self,
        edition: &EditionCyclades,
        source: &dyn Source,
        options: &Options,
    ) -> io::Result<()> {
        self.commencer()?;
        if self.feuilles >= FEUILLES_MAX {
            self.remarques_du_fichier.push(format!(
                "Le fichier n’a pas de feuille à lui : le classeur en montre {FEUILLES_MAX}. Ses constats sont dans la feuille Constats."
            ));
            return Ok(());
        }
        self.feuilles += 1;
        let cellules = std::mem::take(&mut self.cellules);
        self.notes += cellules.notes();
        let notes_omises = cellules.notes_omises();
        let vue = fichier::peindre(
            &self.classeur,
            &self.formats,
            (edition, source, options),
            cellules,
            self.feuilles,
        )?;
        self.feuille_du_fichier = Some(self.feuilles);
        if vue.omises > 0 {
            self.remarques_du_fichier.push(format!(
                "La feuille montre les {} premières lignes ; {} de plus n’y tiennent pas, c’est la limite d’un classeur.",
                nombre(u64::from(RANGEES_MAX) - 1),
                nombre(vue.omises)
            ));
        }
        if notes_omises > 0 {
            self.remarques_du_fichier.push(format!(
                "{} cases sont colorées sans commentaire : le classeur en porte {} au plus. La feuille Constats dit tout.",
                nombre(notes_omises),
                nombre(cellules::NOTES_MAX as u64)
            ));
        }
        Ok(())
    }

    fn fichier(
        &mut self,
        nom: &str,
        edition: &EditionCyclades,
        rapport: &Rapport,
    ) -> io::Result<()> {
        self.commencer()?;
        self.vu(FichierVu::controle(nom, edition, rapport));
        Ok(())
    }

    fn refus(&mut self, nom: &str, refus: &Refus) -> io::Result<()> {
        self.commencer()?;
        let raison = match refus {
            Refus::Contenu(constat) => {
                self.rangee(constat).map_err(io::Error::other)?;
                format!("{} {}", constat.message, constat.remede)
            }
            autre => autre.to_string(),
        };
        self.vu(FichierVu::refuse(nom, &raison));
        Ok(())
    }

    fn illisible(&mut self, nom: &str, raison: &str) -> io::Result<()> {
        self.commencer()?;
        self.vu(FichierVu::refuse(nom, raison));
        Ok(())
    }

    fn entre_fichiers(
        &mut self,
        edition: &EditionCyclades,
        constats: Vec<Constat>,
        par_regle: &BTreeMap<String, u64>,
    ) -> io::Result<()> {
        // The sheets of the files are written: their cells can take no more colour.
        self.commencer()?;
        for constat in &constats {
            self.rangee(constat).map_err(io::Error::other)?;
        }
        self.synthese.entre_fichiers(edition, par_regle);
        Ok(())
    }

    fn fin(&mut self) -> io::Result<()> {
        self.commencer()?;
        if self.omis > 0 {
            self.synthese.remarquer(format!(
                "La feuille Constats montre les {} premiers ; {} de plus n’y tiennent pas, c’est la limite d’un classeur. Prenez --format csv pour les avoir tous.",
                nombre(u64::from(RANGEES_MAX) - 1),
                nombre(self.omis)
            ));
        }
        let mut provisoire = tempfile::tempfile()?;
        self.fermer(&mut provisoire).map_err(io::Error::other)?;
        provisoire.seek(SeekFrom::Start(0))?;
        io::copy(&mut provisoire, &mut self.sortie)?;
        self.sortie.flush()
    }

    fn remarques(&self) -> Vec<String> {
        self.synthese.remarques()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Range, Reader, Xlsx as Lecteur, open_workbook_from_rs};

    use super::super::Forme;
    use super::super::essai::{
        AUTRE, NOM, demo, deux_fichiers, rendre, rendre_ensemble, rendre_la_feuille,
    };
    use super::*;

    fn feuilles(fichiers: &[(&str, &[u8])]) -> Vec<(String, Range<Data>)> {
        lire(rendre(Forme::Xlsx, fichiers).0)
    }

    fn lire(octets: Vec<u8>) -> Vec<(String, Range<Data>)> {
        let mut lecteur: Lecteur<_> = open_workbook_from_rs(Cursor::new(octets)).unwrap();
        lecteur.worksheets()
    }

    fn texte(feuille: &Range<Data>, rangee: usize, colonne: usize) -> String {
        match feuille.get((rangee, colonne)) {
            Some(Data::String(texte)) => texte.clone(),
            Some(Data::Empty) | None => String::new(),
            Some(autre) => format!("{autre:?}"),
        }
    }

    #[test]
    fn values_are_texts_and_none_is_a_formula() {
        let fautif = demo(&[
            ("M;MARÉCHAL-CHEVALIER", "=1+1;+33612345678"),
            ("050;50025", "01;01004"),
            ("50300;", "0530;"),
        ]);
        let feuilles = feuilles(&[(NOM, &fautif)]);
        let noms: Vec<&str> = feuilles.iter().map(|(nom, _)| nom.as_str()).collect();
        assert_eq!(noms, ["Synthèse", "Constats", "Fichier"]);
        assert!(texte(&feuilles[0].1, 1, 0).starts_with("À corriger : 12 candidats lus"));
        let constats = &feuilles[1].1;
        let titres: Vec<String> = (0..15).map(|colonne| texte(constats, 0, colonne)).collect();
        assert_eq!(titres, COLONNES.map(|(titre, _)| titre));
        let trouve = |regle: &str| {
            let rangee = (1..constats.height())
                .find(|rangee| texte(constats, *rangee, 6) == regle)
                .unwrap_or_else(|| panic!("{regle}"));
            (texte(constats, rangee, 4), texte(constats, rangee, 5))
        };
        assert_eq!(trouve("CY-203"), ("civilite".to_owned(), "=1+1".to_owned()));
        assert_eq!(
            trouve("CY-231"),
            ("code_postal".to_owned(), "0530".to_owned())
        );
        let fichier = &feuilles[2].1;
        let titres: Vec<String> = (0..28).map(|colonne| texte(fichier, 0, colonne)).collect();
        assert_eq!(titres[..3], ["Ligne", "civilite", "nom_famille"]);
        let de = |champ: &str| {
            let colonne = titres.iter().position(|titre| titre == champ).unwrap();
            texte(fichier, 1, colonne)
        };
        assert_eq!(fichier.get((1, 0)), Some(&Data::Float(2.0)));
        assert_eq!(de("civilite"), "=1+1");
        assert_eq!(de("nom_famille"), "+33612345678");
        assert_eq!(de("depCOM_naissance"), "01");
        assert_eq!(de("commune_naissance"), "01004");
        assert_eq!(de("code_postal"), "0530");
        assert_eq!(fichier.height(), 13);
    }

    #[test]
    fn several_files_have_a_sheet_each_and_a_refused_one_is_in_the_summary() {
        let (juste, fautif) = (demo(&[]), demo(&[("M;", "Mme;")]));
        let feuilles = feuilles(&[(NOM, &juste), ("vide.csv", b""), (NOM, &fautif)]);
        let noms: Vec<&str> = feuilles.iter().map(|(nom, _)| nom.as_str()).collect();
        assert_eq!(noms, ["Synthèse", "Constats", "Fichier 1", "Fichier 2"]);
        let synthese = &feuilles[0].1;
        let fichiers: Vec<(String, String)> = (4..7)
            .map(|rangee| (texte(synthese, rangee, 1), texte(synthese, rangee, 2)))
            .collect();
        assert!(fichiers[0].0.starts_with("Accepté"), "{fichiers:?}");
        assert!(fichiers[1].0.starts_with("Illisible"), "{fichiers:?}");
        assert_eq!(fichiers[2].1, "Fichier 2");
    }

    #[test]
    fn what_several_files_tell_is_in_the_summary_and_among_the_findings() {
        let feuilles = lire(rendre_ensemble(Forme::Xlsx, &deux_fichiers(&demo(&[]))));
        let synthese = &feuilles[0].1;
        assert!(texte(synthese, 1, 0).starts_with("Accepté : 2 fichiers, 24 candidats lus"));
        assert_eq!(texte(synthese, 6, 0), "D’un fichier à l’autre");
        assert!(texte(synthese, 6, 1).starts_with("24 constats entre les fichiers"));
        assert_eq!(synthese.get((6, 6)), Some(&Data::Float(24.0)));
        assert_eq!(texte(synthese, 9, 0), "CY-503");
        let constats = &feuilles[1].1;
        assert_eq!(constats.height(), 25);
        assert_eq!(texte(constats, 1, 0), AUTRE);
        assert_eq!(texte(constats, 1, 6), "CY-503");
    }

    #[test]
    fn a_sheet_keeps_its_lines_and_its_cells_are_named() {
        let feuilles = lire(rendre_la_feuille(
            Forme::Xlsx,
            &demo(&[("M;MAR", "Mme;MAR")]),
        ));
        let constats = &feuilles[1].1;
        assert_eq!(texte(constats, 1, 13), "Élèves");
        assert_eq!(texte(constats, 1, 14), "A4");
        let fichier = &feuilles[2].1;
        assert_eq!(fichier.get((1, 0)), Some(&Data::Float(4.0)));
        assert_eq!(texte(fichier, 1, 1), "Mme");
        assert_eq!(fichier.height(), 13);
    }
}
