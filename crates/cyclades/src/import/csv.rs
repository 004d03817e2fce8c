//! An export in CSV, as it comes: its encoding, its separator and its header row found.

use super::{Export, Illisible, LigneBrute};
use crate::lecture::dialecte::{Dialecte, FinDeLigne, SEPARATEURS};
use crate::lecture::encodage::{self, Comptes, Encodage, Transcodeur};
use crate::lecture::enregistrement::{Decoupeur, dedoubler};
use crate::lecture::nature;
use std::io::Read;

/// An export larger than this is not that of a school: it is read whole.
pub const OCTETS_MAX: u64 = 64 << 20;
/// So many cells are kept, empty ones included.
const CELLULES_MAX: usize = 4_000_000;
/// More columns than this are not those of a list of people.
const COLONNES_MAX: usize = 2_000;
/// Rows looked at to find the separator and the header.
const PREMIERES: usize = 30;

/// Why an export cannot be read at all.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Erreur {
    /// Nothing in it.
    #[error("ce fichier est vide ; exportez-le de nouveau.")]
    Vide,
    /// PDF, image…
    #[error("c’est {0} et non du CSV ; exportez la liste en CSV ou en XLSX.")]
    AutreType(&'static str),
    /// No row looks like headings.
    #[error(
        "aucune ligne d’en-tête n’y a été trouvée ; il faut une ligne de noms de colonnes avant les candidats."
    )]
    SansEntete,
    /// Beyond what is kept.
    #[error(
        "plus de {COLONNES_MAX} colonnes, ou plus de {CELLULES_MAX} cellules : ce n’est pas la liste d’un établissement ; découpez-le."
    )]
    Demesure,
}

/// Reads an export.
///
/// # Errors
/// It is empty, of another type, without headings, or far too large.
pub fn lire(
    nom: &str,
    octets: &[u8],
    separateur: Option<u8>,
    encodage: Option<Encodage>,
) -> Result<Export, Erreur> {
    if octets.iter().all(u8::is_ascii_whitespace) {
        return Err(Erreur::Vide);
    }
    let tete = &octets[..octets.len().min(1 << 16)];
    if let Some(autre) = nature::autre_type(tete) {
        return Err(Erreur::AutreType(autre));
    }
    let texte = decoder(octets, encodage);
    let fin_de_ligne = FinDeLigne::de(&texte[..texte.len().min(1 << 16)]);
    let decoupeur = |separateur| {
        let dialecte = Dialecte {
            separateur,
            fin_de_ligne,
        };
        Decoupeur::new(dialecte, Encodage::Utf8)
    };
    let separateur = separateur.unwrap_or_else(|| trouver_le_separateur(&texte, &decoupeur));
    Lecture {
        decoupeur: decoupeur(separateur),
        texte: &texte,
    }
    .lire(nom)
}

/// The text in UTF-8, its mark left out; stray bytes become replacement characters, which the check tells.
fn decoder(octets: &[u8], donne: Option<Encodage>) -> Vec<u8> {
    let (trouve, marque) = match encodage::marque(octets) {
        Some((encodage, longueur)) => (Some(encodage), longueur),
        None => (encodage::semble_utf16(octets), 0),
    };
    let encodage = donne
        .or(trouve)
        .unwrap_or_else(|| Comptes::de(octets).map_or(Encodage::Windows1252, Comptes::encodage));
    let corps = &octets[marque..];
    if encodage.est_transcode() {
        let mut texte = Vec::new();
        // Memory cannot fail to be read.
        let _ = Transcodeur::new(corps, encodage).read_to_end(&mut texte);
        return texte;
    }
    encodage.texte(corps).into_owned().into_bytes()
}

/// The separator that cuts the first rows into the most columns, the same number on most of them.
fn trouver_le_separateur(texte: &[u8], decoupeur: &impl Fn(u8) -> Decoupeur) -> u8 {
    let merite = |separateur: u8| {
        let decoupeur = decoupeur(separateur);
        let mut nombres: Vec<usize> = Vec::new();
        let mut debut = 0;
        while debut < texte.len() && nombres.len() < PREMIERES {
            let ligne = decoupeur.couper(texte, debut, |_, _| {});
            nombres.push(ligne.champs);
            debut = ligne.suivante;
        }
        let (usuel, fois) = usuel(&nombres);
        // One column is no cut; many rows of one number are worth more than a row of many.
        if usuel < 2 {
            0
        } else {
            usuel.min(COLONNES_MAX) * fois
        }
    };
    SEPARATEURS
        .into_iter()
        .rev()
        .max_by_key(|&separateur| merite(separateur))
        .unwrap_or(b';')
}

/// The commonest number, the greatest of equals, and how often it stands.
fn usuel(nombres: &[usize]) -> (usize, usize) {
    nombres
        .iter()
        .map(|&n| (nombres.iter().filter(|&&autre| autre == n).count(), n))
        .max()
        .map_or((0, 0), |(fois, n)| (n, fois))
}

struct Lecture<'t> {
    decoupeur: Decoupeur,
    texte: &'t [u8],
}

/// A row cut, and what is known of it.
struct Coupee {
    numero: u64,
    valeurs: Vec<String>,
    ouvert: bool,
}

impl Lecture<'_> {
    fn lire(&self, nom: &str) -> Result<Export, Erreur> {
        let (entete, mut debut, mut numero) = self.entete()?;
        let colonnes = entete.len();
        let mut export = Export {
            nom: nom.to_owned(),
            colonnes: entete,
            ..Export::default()
        };
        while debut < self.texte.len() {
            let (coupee, suivante, lignes) = self.couper(debut, numero);
            debut = suivante;
            numero += lignes;
            if coupee.valeurs.iter().all(|valeur| valeur.trim().is_empty()) && !coupee.ouvert {
                continue;
            }
            Self::ranger(coupee, colonnes, &mut export);
            if export.lignes.len().saturating_mul(colonnes.max(1)) > CELLULES_MAX {
                return Err(Erreur::Demesure);
            }
        }
        Ok(export)
    }

    /// Keeps a row, or says why not.
    fn ranger(coupee: Coupee, colonnes: usize, export: &mut Export) {
        let Coupee {
            numero,
            mut valeurs,
            ouvert,
        } = coupee;
        // Empty cells too many at the end, or left out there, move nothing.
        while valeurs.len() > colonnes && valeurs.last().is_some_and(|v| v.trim().is_empty()) {
            valeurs.pop();
        }
        let pourquoi = if ouvert {
            Some("un guillemet y est ouvert et jamais fermé".to_owned())
        } else if valeurs.len() == colonnes {
            None
        } else {
            Some(format!(
                "{} valeurs pour {colonnes} colonnes : rien ne dit lesquelles",
                valeurs.len()
            ))
        };
        match pourquoi {
            None => export.lignes.push(LigneBrute { numero, valeurs }),
            Some(pourquoi) => export.illisibles.push(Illisible { numero, pourquoi }),
        }
    }

    /// The headings: the first row as wide as most, most of its cells filled; then where the rows begin.
    fn entete(&self) -> Result<(Vec<String>, usize, u64), Erreur> {
        let (mut debut, mut numero) = (0, 1);
        let mut premieres = Vec::new();
        while debut < self.texte.len() && premieres.len() < PREMIERES {
            let (coupee, suivante, lignes) = self.couper(debut, numero);
            debut = suivante;
            numero += lignes;
            if coupee.valeurs.len() > COLONNES_MAX {
                return Err(Erreur::Demesure);
            }
            premieres.push((coupee.valeurs, debut, numero));
        }
        // Empty cells at the end of a row say nothing of its width.
        let nombres: Vec<usize> = premieres
            .iter()
            .filter_map(|(valeurs, ..)| {
                Some(valeurs.iter().rposition(|v| !v.trim().is_empty())? + 1)
            })
            .collect();
        let (usuel, _) = usuel(&nombres);
        premieres
            .into_iter()
            .find(|(valeurs, ..)| {
                let remplies = valeurs.iter().filter(|v| !v.trim().is_empty()).count();
                valeurs.len() >= 2 && valeurs.len() >= usuel && remplies * 2 > valeurs.len()
            })
            .ok_or(Erreur::SansEntete)
    }

    /// A row, where the next one begins, and the physical lines it takes.
    fn couper(&self, debut: usize, numero: u64) -> (Coupee, usize, u64) {
        let mut valeurs = Vec::new();
        let ligne = self.decoupeur.couper(self.texte, debut, |_, cellule| {
            if valeurs.len() > COLONNES_MAX {
                return;
            }
            let valeur = if cellule.a_dedoubler {
                let mut octets = Vec::new();
                dedoubler(cellule.octets, &mut octets);
                String::from_utf8_lossy(&octets).into_owned()
            } else {
                String::from_utf8_lossy(cellule.octets).into_owned()
            };
            valeurs.push(valeur);
        });
        let fin = self.decoupeur.fin_de_ligne();
        let suivante = if ligne.guillemet_ouvert {
            // The rows below are read without it.
            valeurs.clear();
            memchr::memchr(fin, &self.texte[debut..])
                .map_or(self.texte.len(), |saut| debut + saut + 1)
        } else {
            ligne.suivante
        };
        let lignes = memchr::memchr_iter(fin, &self.texte[debut..suivante]).count() as u64;
        let coupee = Coupee {
            numero,
            valeurs,
            ouvert: ligne.guillemet_ouvert,
        };
        (coupee, suivante, lignes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lu(texte: &[u8]) -> Export {
        lire("x.csv", texte, None, None).unwrap()
    }

    #[test]
    fn the_dialect_and_the_header_are_found() {
        for texte in [
            "Nom;Prénom\nLE GOFF;Zoé\n".as_bytes(),
            "Nom,Prénom\r\nLE GOFF,Zoé\r\n".as_bytes(),
            "\u{feff}Nom\tPrénom\nLE GOFF\tZoé".as_bytes(),
            b"Nom;Pr\xe9nom\nLE GOFF;Zo\xe9\n",
            "Liste des élèves\n\nNom;Prénom\n;\nLE GOFF;Zoé\n".as_bytes(),
            "\"Nom\";\"Prénom\"\n\"LE GOFF\";\"Zoé\";;\n".as_bytes(),
        ] {
            let export = lu(texte);
            assert_eq!(export.colonnes, ["Nom", "Prénom"], "{texte:?}");
            assert_eq!(export.lignes.len(), 1, "{texte:?}");
            assert_eq!(export.lignes[0].valeurs, ["LE GOFF", "Zoé"]);
            assert_eq!(export.illisibles, []);
        }
    }

    #[test]
    fn a_row_that_cannot_be_read_is_told_and_the_others_go_on() {
        let export = lu(b"Nom;Prenom;Mel\nA;B;C\nA;B\n\"A;B;C\nD;E;F\n");
        let lues: Vec<u64> = export.lignes.iter().map(|l| l.numero).collect();
        let illisibles: Vec<u64> = export.illisibles.iter().map(|l| l.numero).collect();
        assert_eq!((lues, illisibles), (vec![2, 5], vec![3, 4]));
    }

    #[test]
    fn what_is_no_list_is_told_in_one_line() {
        assert_eq!(lire("x", b" \n ", None, None), Err(Erreur::Vide));
        assert!(matches!(
            lire("x", b"%PDF-1.7\n", None, None),
            Err(Erreur::AutreType(_))
        ));
        assert_eq!(
            lire("x", b"seul\nmot\n", None, None),
            Err(Erreur::SansEntete)
        );
        let large = ";".repeat(COLONNES_MAX + 5);
        assert_eq!(
            lire("x", large.as_bytes(), None, None),
            Err(Erreur::Demesure)
        );
    }
}
