//! A TOML file as blocks of lines (`[[condition]]`, `[mois_aides_max]`), each line with its place in the file
//! that someone wrote.

use std::collections::BTreeSet;
use std::ops::Range;

/// The keys whose value names a block.
const CLES: [&str; 4] = ["code", "nom", "cle", "id"];

/// A line, and its number (from 1) in the file as written; none for a line lent by another file.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Ligne {
    origine: Option<usize>,
    texte: String,
}

/// A file that can be mended block by block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Blocs {
    lignes: Vec<Ligne>,
}

/// What was taken out of a file: the names it declared, and that nothing declares any more.
pub(super) type Perdus = BTreeSet<String>;

impl Blocs {
    /// The file as written.
    pub(super) fn lire(texte: &str) -> Self {
        Self {
            lignes: texte
                .lines()
                .enumerate()
                .map(|(rang, texte)| Ligne {
                    origine: Some(rang + 1),
                    texte: texte.to_owned(),
                })
                .collect(),
        }
    }

    /// The text of the file as it stands.
    pub(super) fn texte(&self) -> String {
        let lignes: Vec<&str> = self.lignes.iter().map(|l| l.texte.as_str()).collect();
        lignes.join("\n") + "\n"
    }

    /// The number, in the file as written, of a line of the text as it stands; none when the line is lent.
    pub(super) fn origine(&self, ligne: usize) -> Option<usize> {
        let place = ligne.checked_sub(1)?;
        // A fault at the end of a file is told after its last line.
        let ligne = self.lignes.get(place).or(self.lignes.last())?;
        ligne.origine
    }

    /// Puts a block of a sound file in the place of the one that holds a line: that of the same name, or the
    /// one that comes there in the sound file when this one lost its name.
    ///
    /// A repeated block that cannot be replaced, or was already, is taken out when `retirable`. None is given
    /// when nothing was done.
    pub(super) fn soigner(&mut self, ligne: usize, sain: &str, retirable: bool) -> Option<Perdus> {
        let place = ligne
            .saturating_sub(1)
            .min(self.lignes.len().checked_sub(1)?);
        let bornes = self.bornes(place);
        let lent = self.lignes[bornes.clone()]
            .iter()
            .any(|ligne| ligne.origine.is_none());
        let textes = self.textes(&bornes);
        let tete = designation(&textes).entete;
        let repete = tete.starts_with("[[");
        let sain = Self::lire(sain);
        let remplacant = if lent {
            None
        } else {
            self.remplacant(&bornes, &sain)
        };
        let remplacant = match remplacant {
            Some(textes) => textes,
            None if repete && retirable => Vec::new(),
            None => return None,
        };
        let mut perdus = declares(&textes);
        for nom in declares(&remplacant) {
            perdus.remove(&nom);
        }
        let lignes: Vec<Ligne> = remplacant
            .into_iter()
            .map(|texte| Ligne {
                origine: None,
                texte: texte.to_owned(),
            })
            .collect();
        self.lignes.splice(bornes, lignes);
        Some(perdus)
    }

    /// The block of a sound file that belongs in some lines.
    fn remplacant<'s>(&self, bornes: &Range<usize>, sain: &'s Self) -> Option<Vec<&'s str>> {
        let voulu = designation(&self.textes(bornes));
        let miens: Vec<Designation> = self.tous().map(|b| designation(&self.textes(&b))).collect();
        let siens: Vec<(Designation, Vec<&str>)> = sain
            .tous()
            .map(|bornes| {
                let textes = sain.textes(&bornes);
                (designation(&textes), textes)
            })
            .collect();
        let double = voulu.nom.is_some() && miens.iter().filter(|un| **un == voulu).count() > 1;
        let pareil = siens.iter().find(|(un, _)| *un == voulu && !double);
        if let Some((_, textes)) = pareil {
            return Some(textes.clone());
        }
        // The one that follows, in the sound file, the one that comes before here.
        let rang = self.tous().position(|autre| autre == *bornes)?;
        let avant = miens.get(rang.checked_sub(1)?)?;
        let place = siens.iter().position(|(un, _)| un == avant)?;
        let (suivant, textes) = siens.get(place + 1)?;
        (suivant.entete == voulu.entete && !miens.contains(suivant)).then(|| textes.clone())
    }

    fn textes(&self, bornes: &Range<usize>) -> Vec<&str> {
        self.lignes[bornes.clone()]
            .iter()
            .map(|ligne| ligne.texte.as_str())
            .collect()
    }

    /// The names that a whole file declares.
    pub(super) fn declares(&self) -> Perdus {
        declares(&self.textes(&(0..self.lignes.len())))
    }

    /// The places of the block of a line.
    fn bornes(&self, place: usize) -> Range<usize> {
        self.tous()
            .find(|bornes| bornes.contains(&place))
            .unwrap_or(0..self.lignes.len())
    }

    /// Every block: what stands before the first header, then a header and what follows it. A table of a
    /// repeated block (`[condition.exige]`) belongs to it.
    fn tous(&self) -> impl Iterator<Item = Range<usize>> {
        let mut debuts: Vec<usize> = vec![0];
        let mut racine = "";
        for (place, ligne) in self.lignes.iter().enumerate() {
            let Some(entete) = entete(&ligne.texte) else {
                continue;
            };
            let nom = entete.trim_matches(['[', ']']);
            let dedans =
                !racine.is_empty() && nom.strip_prefix(racine).is_some_and(|r| r.starts_with('.'));
            if dedans {
                continue;
            }
            racine = if entete.starts_with("[[") { nom } else { "" };
            if place > 0 {
                debuts.push(place);
            }
        }
        let mut fins: Vec<usize> = debuts[1..].to_vec();
        fins.push(self.lignes.len());
        debuts.into_iter().zip(fins).map(|(debut, fin)| debut..fin)
    }
}

/// The header of a line, when it is one.
fn entete(ligne: &str) -> Option<&str> {
    let net = ligne.trim();
    let net = net.split('#').next().unwrap_or(net).trim_end();
    (net.starts_with('[') && net.ends_with(']') && !net.contains(['"', ',', '=', ' ']))
        .then_some(net)
}

/// What tells a block from the others of its file.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Designation {
    entete: String,
    nom: Option<String>,
}

/// The header of a block and, when it is repeated, the value of the first key that names it.
fn designation(bloc: &[&str]) -> Designation {
    let entete = bloc
        .first()
        .and_then(|ligne| entete(ligne))
        .unwrap_or_default();
    Designation {
        entete: entete.to_owned(),
        nom: bloc
            .iter()
            .find_map(|ligne| nommee(ligne))
            .filter(|_| entete.starts_with("[[")),
    }
}

/// The value of a key that names a block (`code = "CP-101"`).
fn nommee(ligne: &str) -> Option<String> {
    let (cle, valeur) = ligne.split_once('=')?;
    let valeur = valeur.trim().strip_prefix('"')?;
    let (valeur, _) = valeur.split_once('"')?;
    CLES.contains(&cle.trim()).then(|| valeur.to_owned())
}

fn declares(bloc: &[&str]) -> Perdus {
    bloc.iter()
        .filter_map(|ligne| {
            nommee(ligne).or_else(|| {
                let tete = entete(ligne)?;
                let nom = tete.trim_matches(['[', ']']);
                (!tete.starts_with("[[")).then(|| nom.to_owned())
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAIN: &str = "titre = \"t\"\n\n[[regle]]\ncode = \"A\"\nvaleur = 1\n\n[[regle]]\ncode = \"B\"\n[regle.exige]\nx = 1\n\n[montant]\nvaleur = 2\n";

    fn soigner(ecrit: &str, ligne: usize, retirable: bool) -> Option<(String, Vec<String>)> {
        let mut blocs = Blocs::lire(ecrit);
        let perdus = blocs.soigner(ligne, SAIN, retirable)?;
        Some((blocs.texte(), perdus.into_iter().collect()))
    }

    #[test]
    fn the_block_of_a_line_is_replaced_by_that_of_the_same_name() {
        let cas = [
            ("valeur = 1\n", "valeur = un\n", 5),
            ("x = 1\n", "y = 1\n", 10),
            ("valeur = 2\n", "valeur = \n", 13),
            ("titre = \"t\"", "titres = \"t\"", 1),
        ];
        for (juste, faux, ligne) in cas {
            let ecrit = SAIN.replacen(juste, faux, 1);
            let (texte, perdus) = soigner(&ecrit, ligne, false).unwrap();
            assert_eq!((texte.as_str(), perdus), (SAIN, vec![]), "{faux}");
        }
    }

    #[test]
    fn a_block_that_the_sound_file_has_not_is_taken_out_or_left() {
        let ecrit = format!("{SAIN}[[regle]]\ncode = \"C\"\n");
        assert_eq!(
            soigner(&ecrit, 15, true),
            Some((SAIN.to_owned(), vec!["C".to_owned()]))
        );
        assert_eq!(soigner(&ecrit, 15, false), None);
        let double = format!("{SAIN}[[regle]]\ncode = \"A\"\n");
        assert_eq!(
            soigner(&double, 15, true),
            Some((SAIN.to_owned(), vec!["A".to_owned()]))
        );
    }

    #[test]
    fn a_block_that_lost_its_name_is_replaced_by_the_one_of_its_place() {
        for (juste, faux, ligne) in [("\"B\"", "\"A\"", 9), ("code = \"B\"", "cod = \"B\"", 9)] {
            let ecrit = SAIN.replacen(juste, faux, 1);
            let (texte, _) = soigner(&ecrit, ligne, false).unwrap();
            assert_eq!(texte, SAIN, "{faux}");
        }
    }

    #[test]
    fn a_lent_line_has_no_place_and_is_not_replaced_again() {
        let ecrit = SAIN.replacen("valeur = 1\n", "# un\nvaleur = un\n", 1);
        let mut blocs = Blocs::lire(&ecrit);
        assert!(blocs.soigner(6, SAIN, false).is_some());
        let origines: Vec<Option<usize>> = (1..=7).map(|ligne| blocs.origine(ligne)).collect();
        assert_eq!(
            origines,
            [Some(1), Some(2), None, None, None, None, Some(8)]
        );
        assert_eq!(blocs.soigner(4, SAIN, false), None);
        // Lent, and still in fault: it is taken out.
        assert!(blocs.soigner(4, SAIN, true).is_some());
        assert!(!blocs.texte().contains("\"A\""));
    }
}
