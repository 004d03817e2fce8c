//! The cells at fault of a file, kept until its rows are shown: a few bytes each, and a bounded number of
//! comments.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use guichet::procedure_cyclades::Constat;
use guichet::socle::constat::Gravite;

use super::super::mots::surete_en_mots;

/// Comments of a workbook: each is a drawing, and spreadsheets slow down with tens of thousands.
pub const NOTES_MAX: usize = 10_000;
/// Characters of a comment.
const CARACTERES_D_UNE_NOTE: usize = 2_000;

/// The whole row, for a finding without field.
const LIGNE: u16 = u16::MAX;

#[derive(Debug, Clone, Copy)]
struct Cellule {
    /// From 1; 0 is the header.
    candidat: u64,
    champ: u16,
    gravite: Gravite,
    /// Place among the comments.
    note: Option<u32>,
}

/// What is told of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marque {
    /// Its gravest finding.
    pub gravite: Gravite,
    /// The comments, one after the other.
    pub note: String,
}

/// The cells.
#[derive(Debug, Default)]
pub struct Cellules {
    fautives: Vec<Cellule>,
    champs: BTreeMap<String, u16>,
    notes: Vec<String>,
    notes_omises: u64,
    /// The next cell to be shown, once sorted.
    suivante: usize,
}

impl Cellules {
    /// The cell of a finding; `deja` comments are in the workbook already.
    pub fn ajouter(&mut self, constat: &Constat, deja: usize) {
        let candidat = match (constat.candidat, constat.ligne) {
            (Some(candidat), _) => candidat,
            (None, Some(_)) => 0,
            // The file as a whole has no cell.
            (None, None) => return,
        };
        let champ = match &constat.champ {
            None => LIGNE,
            Some(nom) => self.rang(nom),
        };
        let note = if deja + self.notes.len() < NOTES_MAX {
            self.notes.push(note(constat));
            u32::try_from(self.notes.len() - 1).ok()
        } else {
            self.notes_omises += 1;
            None
        };
        self.fautives.push(Cellule {
            candidat,
            champ,
            gravite: constat.gravite,
            note,
        });
    }

    /// The rank of a name of field, a new one if need be.
    fn rang(&mut self, nom: &str) -> u16 {
        if let Some(&rang) = self.champs.get(nom) {
            return rang;
        }
        let rang = u16::try_from(self.champs.len())
            .unwrap_or(LIGNE)
            .min(LIGNE - 1);
        self.champs.insert(nom.to_owned(), rang);
        rang
    }

    /// Comments kept.
    pub fn notes(&self) -> usize {
        self.notes.len()
    }

    /// Findings without a comment, for want of room.
    pub fn notes_omises(&self) -> u64 {
        self.notes_omises
    }

    /// Ready to be asked for the candidates in their order. The sort is stable: the comments of a cell
    /// stay in the order of the findings.
    pub fn trier(&mut self) {
        self.fautives.sort_by_key(|cellule| cellule.candidat);
        self.suivante = 0;
    }

    /// The marks of a candidate, by name of field; under no name, those of the whole row. Candidates
    /// must be asked for in their order.
    pub fn de(&mut self, candidat: u64) -> BTreeMap<Option<&str>, Marque> {
        let mut marques = BTreeMap::new();
        let restantes = self.fautives.get(self.suivante..).unwrap_or_default();
        let passees = restantes
            .iter()
            .take_while(|cellule| cellule.candidat < candidat)
            .count();
        let siennes = restantes[passees..]
            .iter()
            .take_while(|cellule| cellule.candidat == candidat);
        let mut nombre = 0;
        for cellule in siennes {
            nombre += 1;
            let nom = self
                .champs
                .iter()
                .find(|(_, champ)| **champ == cellule.champ)
                .map(|(nom, _)| nom.as_str());
            let marque = marques.entry(nom).or_insert_with(|| Marque {
                gravite: cellule.gravite,
                note: String::new(),
            });
            marque.gravite = marque.gravite.max(cellule.gravite);
            if let Some(note) = cellule.note.and_then(|rang| self.notes.get(rang as usize)) {
                if !marque.note.is_empty() {
                    marque.note.push_str("\n\n");
                }
                marque.note.push_str(note);
            }
        }
        self.suivante += passees + nombre;
        marques
    }
}

/// What is told beside a cell: gravity, rule, fact, remedy, repair.
fn note(constat: &Constat) -> String {
    let mut note = format!(
        "{} {} : {}\n{}",
        constat.gravite.libelle().to_uppercase(),
        constat.regle,
        constat.message,
        constat.remede
    );
    if let Some(correction) = &constat.correction {
        let surete = surete_en_mots(correction.surete);
        // Writing to a text cannot fail.
        let _ = write!(note, "\nProposé : “{}” ({surete})", correction.valeur);
    }
    crate::lignes::tronquer(&note, CARACTERES_D_UNE_NOTE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controle::essai::constat;

    fn de(candidat: Option<u64>, champ: Option<&str>, gravite: Gravite) -> Constat {
        Constat {
            candidat,
            champ: champ.map(str::to_owned),
            gravite,
            ..constat()
        }
    }

    #[test]
    fn a_cell_has_the_gravest_colour_and_all_the_comments() {
        let mut cellules = Cellules::default();
        for constat in [
            de(Some(3), Some("pays"), Gravite::Avertissement),
            de(Some(1), Some("pays"), Gravite::AExaminer),
            de(Some(3), Some("pays"), Gravite::Erreur),
            de(Some(3), None, Gravite::AExaminer),
            de(None, Some("colonne"), Gravite::Erreur),
        ] {
            cellules.ajouter(&constat, 0);
        }
        cellules.trier();
        assert_eq!(cellules.de(0)[&Some("colonne")].gravite, Gravite::Erreur);
        assert_eq!(cellules.de(1)[&Some("pays")].gravite, Gravite::AExaminer);
        assert!(cellules.de(2).is_empty());
        let trois = cellules.de(3);
        assert_eq!(trois[&Some("pays")].gravite, Gravite::Erreur);
        assert_eq!(trois[&Some("pays")].note.matches("CY-231").count(), 2);
        assert!(
            trois[&Some("pays")]
                .note
                .contains("Proposé : “07500” (à confirmer)")
        );
        assert_eq!(trois[&None].gravite, Gravite::AExaminer);
        drop(trois);
        assert!(cellules.de(4).is_empty());
    }

    #[test]
    fn comments_are_bounded_and_what_is_left_out_is_counted() {
        let mut cellules = Cellules::default();
        for candidat in 1..=3 {
            cellules.ajouter(&de(Some(candidat), None, Gravite::Erreur), NOTES_MAX - 2);
        }
        assert_eq!((cellules.notes(), cellules.notes_omises()), (2, 1));
        cellules.trier();
        assert_eq!(cellules.de(3)[&None].note, "");
    }
}
