//! A file by blocks of whole rows, so that blocks can be checked apart and in any order.

use std::io::{self, Read};

use super::enregistrement::Decoupeur;

/// A row longer than this is refused: a candidate's takes less than 2,000 bytes.
pub const LIGNE_MAX: usize = 1 << 20;

/// How much is read at a time.
pub const TAILLE: usize = 1 << 18;

/// Some whole rows, or what stands for one that is not.
#[derive(Debug, Default)]
pub struct Bloc {
    /// The rows, each with its line break. Empty for a row too long to be kept.
    pub octets: Vec<u8>,
    /// The number of bytes of a row that was too long, and was skipped.
    pub demesuree: Option<u64>,
    /// A quote opened on the first row is not closed before `LIGNE_MAX`: each line is to be read again
    /// for itself.
    pub a_relire: bool,
    /// Bytes of the file before the block on its line: none in CSV.
    pub colonne: u64,
    /// The block ends the file.
    pub dernier: bool,
    /// XML: what was skipped instead of being kept.
    pub saut: Option<Saut>,
}

/// Bytes that were read and not kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Saut {
    /// How many.
    pub octets: u64,
    /// Line breaks in them.
    pub lignes: u64,
    /// They held nothing but comments, instructions and white space.
    pub propre: bool,
    /// A comment or the like was not closed before the end of the file.
    pub ouverte: bool,
}

/// Cuts a source into blocks. Where it cuts depends on the rows only, never on the size of the reads.
pub struct Blocs<'d, R> {
    source: R,
    decoupeur: &'d Decoupeur,
    tampon: Vec<u8>,
    plein: usize,
    fini: bool,
    taille: usize,
}

impl<'d, R: Read> Blocs<'d, R> {
    /// Starts, with what has been read already in front.
    pub fn new(source: R, decoupeur: &'d Decoupeur, deja_lu: &[u8], taille: usize) -> Self {
        Self {
            source,
            decoupeur,
            tampon: deja_lu.to_vec(),
            plein: deja_lu.len(),
            fini: false,
            taille,
        }
    }

    /// The next block; `libre` is a buffer to use again.
    ///
    /// # Errors
    /// The source cannot be read.
    pub fn suivant(&mut self, libre: Vec<u8>) -> io::Result<Option<Bloc>> {
        let mut voulu = self.taille;
        loop {
            self.remplir(voulu)?;
            if self.plein == 0 {
                return Ok(None);
            }
            match self.coupure() {
                Coupure::A(position) => return Ok(Some(self.detacher(position, libre))),
                Coupure::SansFin => {
                    let fin = self.decoupeur.fin_de_ligne();
                    let lignes = &self.tampon[..self.plein.min(LIGNE_MAX)];
                    let Some(derniere) = memchr::memrchr(fin, lignes) else {
                        return self.sauter_la_ligne().map(Some);
                    };
                    let bloc = self.detacher(derniere + 1, libre);
                    return Ok(Some(Bloc {
                        a_relire: true,
                        ..bloc
                    }));
                }
                Coupure::PlusLoin => voulu = self.plein + self.taille,
            }
        }
    }

    /// Reads until so many bytes are there, or the source ends; the last line then gets its break.
    fn remplir(&mut self, voulu: usize) -> io::Result<()> {
        if self.tampon.len() < voulu {
            self.tampon.resize(voulu, 0);
        }
        while !self.fini && self.plein < voulu {
            match self.source.read(&mut self.tampon[self.plein..voulu]) {
                Ok(0) => {
                    self.fini = true;
                    let fin = self.decoupeur.fin_de_ligne();
                    if self.plein > 0 && self.tampon[self.plein - 1] != fin {
                        self.tampon.truncate(self.plein);
                        self.tampon.push(fin);
                        self.plein += 1;
                    }
                }
                Ok(lus) => self.plein += lus,
                Err(erreur) if erreur.kind() == io::ErrorKind::Interrupted => {}
                Err(erreur) => return Err(erreur),
            }
        }
        Ok(())
    }

    /// Where the buffer can be cut: after the last row it holds whole.
    fn coupure(&self) -> Coupure {
        let octets = &self.tampon[..self.plein];
        let fin = self.decoupeur.fin_de_ligne();
        let derniere = memchr::memrchr(fin, octets).map_or(0, |position| position + 1);
        let entieres = if memchr::memchr(b'"', &octets[..derniere]).is_some() {
            self.fin_des_lignes_entieres(octets)
        } else {
            derniere
        };
        if entieres > 0 {
            Coupure::A(entieres)
        } else if self.fini || self.plein > LIGNE_MAX {
            Coupure::SansFin
        } else {
            Coupure::PlusLoin
        }
    }

    /// Quotes may hold line breaks. Going from quote to quote, gives the end of the last row that is whole
    /// and, if it spans lines, not too long.
    fn fin_des_lignes_entieres(&self, octets: &[u8]) -> usize {
        let fin_de_ligne = self.decoupeur.fin_de_ligne();
        let mut fin = 0;
        let mut sur_plusieurs_lignes = false;
        let mut position = 0;
        loop {
            let ouvrant = self.guillemet_ouvrant(octets, position);
            // Between two quoted values every line break ends a row.
            let intervalle = &octets[position..ouvrant.unwrap_or(octets.len())];
            if let Some(premier) = memchr::memchr(fin_de_ligne, intervalle) {
                if sur_plusieurs_lignes && position + premier + 1 - fin > LIGNE_MAX {
                    return fin;
                }
                let dernier = memchr::memrchr(fin_de_ligne, intervalle).unwrap_or(premier);
                fin = position + dernier + 1;
                sur_plusieurs_lignes = false;
            }
            let Some(ouvrant) = ouvrant else { return fin };
            let Some(fermant) = guillemet_fermant(octets, ouvrant + 1) else {
                return fin;
            };
            let valeur = &octets[ouvrant..fermant];
            sur_plusieurs_lignes |= memchr::memchr(fin_de_ligne, valeur).is_some();
            position = fermant + 1;
        }
    }

    /// The next quote that begins a value, from `position`.
    fn guillemet_ouvrant(&self, octets: &[u8], position: usize) -> Option<usize> {
        memchr::memchr_iter(b'"', &octets[position..])
            .map(|rang| position + rang)
            .find(|&rang| {
                rang.checked_sub(1)
                    .and_then(|avant| octets.get(avant))
                    .is_none_or(|&avant| {
                        avant == self.decoupeur.separateur()
                            || avant == self.decoupeur.fin_de_ligne()
                    })
            })
    }

    fn detacher(&mut self, position: usize, mut libre: Vec<u8>) -> Bloc {
        // The buffer itself goes, and what follows the cut begins the next one.
        libre.clear();
        libre.extend_from_slice(&self.tampon[position..self.plein]);
        self.plein = libre.len();
        std::mem::swap(&mut self.tampon, &mut libre);
        libre.truncate(position);
        Bloc {
            octets: libre,
            ..Bloc::default()
        }
    }

    /// Skips a line that is too long, keeping nothing of it but its length.
    fn sauter_la_ligne(&mut self) -> io::Result<Bloc> {
        let fin = self.decoupeur.fin_de_ligne();
        let mut longueur = 0;
        loop {
            if let Some(position) = memchr::memchr(fin, &self.tampon[..self.plein]) {
                longueur += position as u64 + 1;
                self.tampon.copy_within(position + 1..self.plein, 0);
                self.plein -= position + 1;
                self.tampon.truncate(self.plein.max(self.taille));
                return Ok(Bloc {
                    demesuree: Some(longueur),
                    ..Bloc::default()
                });
            }
            longueur += self.plein as u64;
            self.plein = 0;
            if self.fini {
                return Ok(Bloc {
                    demesuree: Some(longueur),
                    ..Bloc::default()
                });
            }
            self.remplir(self.taille)?;
        }
    }
}

/// The quote that ends a value, doubled ones passed.
fn guillemet_fermant(octets: &[u8], mut position: usize) -> Option<usize> {
    loop {
        position += memchr::memchr(b'"', octets.get(position..)?)?;
        if octets.get(position + 1) != Some(&b'"') {
            return Some(position);
        }
        position += 2;
    }
}

enum Coupure {
    /// After these bytes.
    A(usize),
    /// The first row is never closed, or too long.
    SansFin,
    /// More must be read.
    PlusLoin,
}

#[cfg(test)]
mod tests {
    use super::super::dialecte::{Dialecte, FinDeLigne};
    use super::super::encodage::Encodage;
    use super::*;

    fn blocs(texte: &[u8], taille: usize) -> (Vec<u8>, usize, Vec<u64>) {
        let dialecte = Dialecte {
            separateur: b';',
            fin_de_ligne: FinDeLigne::Lf,
        };
        let decoupeur = Decoupeur::new(dialecte, Encodage::Utf8);
        let mut blocs = Blocs::new(texte, &decoupeur, b"", taille);
        let (mut tout, mut nombre, mut sautees) = (Vec::new(), 0, Vec::new());
        while let Some(bloc) = blocs.suivant(Vec::new()).unwrap() {
            tout.extend_from_slice(&bloc.octets);
            nombre += 1;
            sautees.extend(bloc.demesuree);
        }
        (tout, nombre, sautees)
    }

    #[test]
    fn blocks_hold_whole_rows_whatever_their_size() {
        let texte = b"a;b\n\"c\nd\";e\nf;g\n\nh";
        for taille in 1..30 {
            let (tout, _, sautees) = blocs(texte, taille);
            assert_eq!(tout, b"a;b\n\"c\nd\";e\nf;g\n\nh\n", "{taille}");
            assert!(sautees.is_empty());
        }
    }

    #[test]
    fn after_a_quote_never_closed_lines_go_together_to_be_read_again() {
        let (tout, nombre, _) = blocs(b"a\n\"b\nc\nd\n", 64);
        assert_eq!(tout, b"a\n\"b\nc\nd\n");
        assert_eq!(nombre, 2);
    }

    #[test]
    fn a_line_too_long_is_skipped_and_measured() {
        let mut texte = b"a\n".to_vec();
        texte.extend(std::iter::repeat_n(b'x', 3 * LIGNE_MAX));
        texte.extend(b"\nb\n");
        let (tout, _, sautees) = blocs(&texte, TAILLE);
        assert_eq!(tout, b"a\nb\n");
        assert_eq!(sautees, [3 * LIGNE_MAX as u64 + 1]);
    }
}
