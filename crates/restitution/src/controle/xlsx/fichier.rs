//! A file in a sheet: its rows as they are, the cells at fault coloured and commented.

use std::cell::RefCell;
use std::io;
use std::rc::Rc;

use guichet::procedure_cyclades::controle::parcours::{Accident, Candidat, Place};
use guichet::procedure_cyclades::controle::preparation::Prete;
use guichet::procedure_cyclades::controle::visite::{Avant, Visite, visiter};
use guichet::procedure_cyclades::lecture::encodage::Encodage;
use guichet::procedure_cyclades::{EditionCyclades, Options, Refus, Source};
use rust_xlsxwriter::{Note, ObjectMovement, Workbook, Worksheet, XlsxError};

use super::CONSTATS;
use super::cellules::{Cellules, Marque};
use super::formats::Formats;
use crate::classeur::{RANGEES_MAX, ecrire, ecrire_nombre, imprimer_en_tableau};

/// What became of the file.
#[derive(Debug, Clone, Copy, Default)]
pub struct Vue {
    /// Rows that the sheet could not hold.
    pub omises: u64,
}

/// Width of a column, in characters.
const LARGEUR_MIN: u16 = 8;
const LARGEUR_MAX: u16 = 40;

/// Shows a file in a new sheet, the `rang`th of the files.
pub fn peindre(
    classeur: &Rc<RefCell<Workbook>>,
    formats: &Formats,
    (edition, source, options): (&EditionCyclades, &dyn Source, &Options),
    mut cellules: Cellules,
    rang: usize,
) -> io::Result<Vue> {
    cellules.trier();
    {
        let mut classeur = classeur.borrow_mut();
        let feuille = classeur
            .add_worksheet_with_constant_memory()
            .map_err(io::Error::other)?;
        feuille
            .set_name(format!("Fichier {rang}"))
            .and_then(|feuille| {
                imprimer_en_tableau(feuille, 1)?;
                feuille.set_default_note_author("Guichet");
                Ok(())
            })
            .map_err(io::Error::other)?;
    }
    // The visit asks for someone who borrows nothing: what it fills is shared with it.
    let pinceau = Rc::new(RefCell::new(Pinceau {
        classeur: Rc::clone(classeur),
        formats: formats.clone(),
        feuille: CONSTATS + rang,
        cellules,
        colonnes: Vec::new(),
        largeurs: Vec::new(),
        encodage: Encodage::Utf8,
        au_dessus: source
            .tableau()
            .map_or(0, |tableau| tableau.lignes_au_dessus),
        rangee: 1,
        vue: Vue::default(),
    }));
    let visite = visiter(edition, source, options, &mut |prete| {
        pinceau.borrow_mut().entete(edition, prete)?;
        Ok(Box::new(Passage(Rc::clone(&pinceau))))
    });
    match visite {
        Ok(()) => {}
        Err(Refus::Lecture(erreur)) => return Err(erreur),
        Err(autre) => return Err(io::Error::other(autre.to_string())),
    }
    let mut pinceau = pinceau.borrow_mut();
    pinceau.finir().map_err(io::Error::other)?;
    Ok(pinceau.vue)
}

/// A column of the sheet.
struct ColonneVue {
    /// As findings name it.
    nom: String,
    /// Rank of the field; none for a column that is not read.
    champ: Option<u8>,
}

struct Pinceau {
    classeur: Rc<RefCell<Workbook>>,
    formats: Formats,
    feuille: usize,
    cellules: Cellules,
    colonnes: Vec<ColonneVue>,
    largeurs: Vec<u16>,
    encodage: Encodage,
    /// Lines of a workbook's sheet above its header.
    au_dessus: u64,
    rangee: u32,
    vue: Vue,
}

impl Pinceau {
    fn entete(&mut self, edition: &EditionCyclades, prete: &Prete) -> io::Result<()> {
        self.encodage = if prete.encodage.est_transcode() {
            Encodage::Utf8
        } else {
            prete.encodage
        };
        let ecrites = &prete.entete.colonnes;
        for (rang, champ) in prete.entete.champs.iter().enumerate() {
            let champ_du_document = champ
                .and_then(|champ| edition.champs.liste.get(usize::from(champ)))
                .map(|champ| champ.nom.as_str());
            let ecrit = ecrites.get(rang).map(|colonne| colonne.nom.as_str());
            self.colonnes.push(ColonneVue {
                nom: champ_du_document.or(ecrit).unwrap_or_default().to_owned(),
                champ: *champ,
            });
        }
        let titres: Vec<String> = self
            .colonnes
            .iter()
            .enumerate()
            .map(|(rang, colonne)| match ecrites.get(rang) {
                Some(ecrite) => ecrite.nom.clone(),
                None => colonne.nom.clone(),
            })
            .collect();
        self.titres(&titres).map_err(io::Error::other)
    }

    fn titres(&mut self, titres: &[String]) -> Result<(), XlsxError> {
        let mut classeur = self.classeur.borrow_mut();
        let feuille = classeur.worksheet_from_index(self.feuille)?;
        let marques = self.cellules.de(0);
        let titre = &self.formats.titre;
        feuille.write_string_with_format(0, 0, "Ligne", titre)?;
        poser_la_note(feuille, 0, 0, marques.get(&None))?;
        for (colonne, texte) in (1u16..).zip(titres) {
            let vue = &self.colonnes[usize::from(colonne) - 1];
            let marque = marques
                .get(&Some(vue.nom.as_str()))
                .or_else(|| marques.get(&Some(texte.as_str())));
            let format = marque.map_or(titre, |marque| self.formats.de(marque.gravite));
            ecrire(feuille, 0, colonne, texte, format)?;
            poser_la_note(feuille, 0, colonne, marque)?;
            let largeur = u16::try_from(texte.chars().count()).unwrap_or(LARGEUR_MAX) + 2;
            self.largeurs.push(largeur.clamp(LARGEUR_MIN, LARGEUR_MAX));
        }
        Ok(())
    }

    /// The line of a row, as findings tell it.
    fn ligne(&self, avant: Avant, place: Place<'_>) -> u64 {
        self.au_dessus + avant.lignes + u64::from(place.ligne) + 1
    }

    /// Starts a row, if the sheet can hold it.
    fn nouvelle(&mut self) -> Option<u32> {
        if self.rangee >= RANGEES_MAX {
            self.vue.omises += 1;
            return None;
        }
        self.rangee += 1;
        Some(self.rangee - 1)
    }

    fn candidat(&mut self, avant: Avant, candidat: &Candidat<'_>) -> Result<(), XlsxError> {
        let Some(rangee) = self.nouvelle() else {
            return Ok(());
        };
        let mut classeur = self.classeur.borrow_mut();
        let feuille = classeur.worksheet_from_index(self.feuille)?;
        let place = candidat.place;
        let ligne = self.ligne(avant, place);
        let marques = self
            .cellules
            .de(avant.candidats + u64::from(place.candidat) + 1);
        numero(feuille, rangee, ligne, &self.formats, marques.get(&None))?;
        for (rang, vue) in self.colonnes.iter().enumerate() {
            let octets = vue
                .champ
                .and_then(|champ| candidat.valeurs.get(usize::from(champ)))
                .copied()
                .unwrap_or_default();
            let marque = marques.get(&Some(vue.nom.as_str()));
            if octets.is_empty() && marque.is_none() {
                continue;
            }
            let texte = self.encodage.texte(octets);
            let colonne = u16::try_from(rang + 1).unwrap_or(u16::MAX);
            let format = marque.map_or(&self.formats.texte, |m| self.formats.de(m.gravite));
            ecrire(feuille, rangee, colonne, &texte, format)?;
            poser_la_note(feuille, rangee, colonne, marque)?;
            let largeur = u16::try_from(texte.chars().count()).unwrap_or(LARGEUR_MAX);
            let connue = &mut self.largeurs[rang];
            *connue = (*connue).max(largeur.saturating_add(1).min(LARGEUR_MAX));
        }
        Ok(())
    }

    /// A row that was not read as a candidate: its text as it is.
    fn accident(&mut self, avant: Avant, place: Place<'_>) -> Result<(), XlsxError> {
        let Some(rangee) = self.nouvelle() else {
            return Ok(());
        };
        let mut classeur = self.classeur.borrow_mut();
        let feuille = classeur.worksheet_from_index(self.feuille)?;
        let ligne = self.ligne(avant, place);
        let marques = self
            .cellules
            .de(avant.candidats + u64::from(place.candidat) + 1);
        let marque = marques.values().next();
        numero(feuille, rangee, ligne, &self.formats, marque)?;
        let octets = place.bloc.get(place.debut..place.fin).unwrap_or_default();
        let texte = self.encodage.texte(octets);
        let format = marque.map_or(&self.formats.texte, |m| self.formats.de(m.gravite));
        ecrire(
            feuille,
            rangee,
            1,
            texte.trim_end_matches(['\r', '\n']),
            format,
        )
    }

    fn finir(&mut self) -> Result<(), XlsxError> {
        let mut classeur = self.classeur.borrow_mut();
        let feuille = classeur.worksheet_from_index(self.feuille)?;
        feuille.set_column_width(0, 8)?;
        for (colonne, largeur) in (1u16..).zip(&self.largeurs) {
            feuille.set_column_width(colonne, *largeur)?;
        }
        if let Ok(derniere) = u16::try_from(self.colonnes.len()) {
            feuille.autofilter(0, 0, (self.rangee - 1).max(1), derniere)?;
        }
        Ok(())
    }
}

/// The physical line of the row, in the first column.
fn numero(
    feuille: &mut Worksheet,
    rangee: u32,
    ligne: u64,
    formats: &Formats,
    marque: Option<&Marque>,
) -> Result<(), XlsxError> {
    let format = marque.map_or(&formats.nombre, |marque| formats.de(marque.gravite));
    ecrire_nombre(feuille, rangee, 0, ligne, format)?;
    poser_la_note(feuille, rangee, 0, marque)
}

fn poser_la_note(
    feuille: &mut Worksheet,
    rangee: u32,
    colonne: u16,
    marque: Option<&Marque>,
) -> Result<(), XlsxError> {
    let Some(marque) = marque.filter(|marque| !marque.note.is_empty()) else {
        return Ok(());
    };
    // About fifty characters a line in a comment of this width.
    let lignes: usize = marque
        .note
        .lines()
        .map(|ligne| ligne.chars().count() / 48 + 1)
        .sum();
    let hauteur = u32::try_from(lignes.clamp(3, 25)).unwrap_or(25) * 17 + 10;
    let note = Note::new(&marque.note)
        .add_author_prefix(false)
        .set_width(320)
        .set_height(hauteur)
        .set_object_movement(ObjectMovement::MoveButDontSizeWithCells);
    feuille.insert_note(rangee, colonne, &note)?;
    Ok(())
}

struct Passage(Rc<RefCell<Pinceau>>);

impl Visite for Passage {
    fn candidat(&mut self, avant: Avant, candidat: &Candidat<'_>) -> io::Result<()> {
        let fait = self.0.borrow_mut().candidat(avant, candidat);
        fait.map_err(io::Error::other)
    }

    fn accident(&mut self, avant: Avant, _: Accident, place: Place<'_>) -> io::Result<()> {
        let fait = self.0.borrow_mut().accident(avant, place);
        fait.map_err(io::Error::other)
    }
}
