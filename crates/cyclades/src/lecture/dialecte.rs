//! How a CSV file is written: its separator and its line breaks, told by its first rows.

use super::encodage::Encodage;
use super::enregistrement::Decoupeur;
use crate::champs::Champs;

/// What ends a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FinDeLigne {
    /// A line feed, after a carriage return or not.
    Lf,
    /// A carriage return alone, as old Macintosh programs write.
    Cr,
}

impl FinDeLigne {
    /// The byte.
    #[must_use]
    pub fn octet(self) -> u8 {
        match self {
            Self::Lf => b'\n',
            Self::Cr => b'\r',
        }
    }

    /// What the first bytes of a file show.
    #[must_use]
    pub fn de(tete: &[u8]) -> Self {
        if !tete.contains(&b'\n') && tete.contains(&b'\r') {
            Self::Cr
        } else {
            Self::Lf
        }
    }
}

/// Separator and line break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialecte {
    /// `;`, `,`, tab or `|`.
    pub separateur: u8,
    /// Line break.
    pub fin_de_ligne: FinDeLigne,
}

/// The separators that are looked for, the usual one first.
pub const SEPARATEURS: [u8; 4] = *b";,\t|";

/// A separator as people name it.
#[must_use]
pub fn libelle(separateur: u8) -> String {
    match separateur {
        b';' => "le point-virgule".to_owned(),
        b',' => "la virgule".to_owned(),
        b'\t' => "la tabulation".to_owned(),
        b'|' => "la barre verticale".to_owned(),
        autre => format!("« {} »", char::from(autre)),
    }
}

/// How well a separator cuts the first row: columns of the document it finds, then columns at all.
fn merite(tete: &[u8], separateur: u8, encodage: Encodage, champs: &Champs) -> (usize, usize) {
    let dialecte = Dialecte {
        separateur,
        fin_de_ligne: FinDeLigne::de(tete),
    };
    let mut connues = 0;
    let ligne = Decoupeur::new(dialecte, encodage).couper(tete, 0, |_, cellule| {
        let nom = encodage.texte(cellule.octets);
        connues += usize::from(
            champs
                .liste
                .iter()
                .any(|c| c.nom.eq_ignore_ascii_case(nom.trim())),
        );
    });
    (connues, ligne.champs)
}

/// The separator of a file: the one that finds the most columns of the document in the first row.
#[must_use]
pub fn separateur(tete: &[u8], encodage: Encodage, champs: &Champs) -> u8 {
    // The last maximum would win: the usual separator comes last.
    SEPARATEURS
        .into_iter()
        .rev()
        .max_by_key(|&separateur| merite(tete, separateur, encodage, champs))
        .unwrap_or(b';')
}

/// The separator that cuts the first row better than the one given, when it finds none of the columns.
#[must_use]
pub fn meilleur_que(donne: u8, tete: &[u8], encodage: Encodage, champs: &Champs) -> Option<u8> {
    if merite(tete, donne, encodage, champs).0 > 0 {
        return None;
    }
    let trouve = separateur(tete, encodage, champs);
    (merite(tete, trouve, encodage, champs).0 > 0).then_some(trouve)
}
