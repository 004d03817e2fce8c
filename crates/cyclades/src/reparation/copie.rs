//! Copying a file byte for byte, but for the cells that are edited.
//!
//! Places count scanned bytes from the end of the byte order mark, as blocks do: the file's own bytes, or
//! for UTF-16 those of its text in UTF-8, which are counted back while copying.

use std::io::{self, BufRead, BufReader, Read, Write};

use crate::lecture::encodage::Encodage;

/// A copy under way.
pub struct Copie<'a> {
    lecteur: BufReader<Box<dyn Read + Send + 'a>>,
    sortie: &'a mut dyn Write,
    encodage: Encodage,
    position: u64,
    /// The last unit of UTF-16 was the first of a pair.
    moitie: bool,
}

impl<'a> Copie<'a> {
    /// Starts by the byte order mark, of so many bytes.
    ///
    /// # Errors
    /// The file cannot be read, or the copy cannot be written.
    pub fn new(
        source: Box<dyn Read + Send + 'a>,
        marque: usize,
        encodage: Encodage,
        sortie: &'a mut dyn Write,
    ) -> io::Result<Self> {
        let mut copie = Self {
            lecteur: BufReader::with_capacity(1 << 16, source),
            sortie,
            encodage,
            position: 0,
            moitie: false,
        };
        copie.octets(marque as u64, true)?;
        Ok(copie)
    }

    /// Copies what stands before a cell, then writes other scanned bytes instead of it. Cells come in the
    /// order of the file.
    ///
    /// # Errors
    /// The file cannot be read, or the copy cannot be written.
    pub fn remplacer(&mut self, debut: u64, fin: u64, octets: &[u8]) -> io::Result<()> {
        self.avancer(debut, true)?;
        self.avancer(fin, false)?;
        match self.encodage {
            Encodage::Utf16Le => self.unites(octets, u16::to_le_bytes),
            Encodage::Utf16Be => self.unites(octets, u16::to_be_bytes),
            _ => self.sortie.write_all(octets),
        }
    }

    /// Copies the rest.
    ///
    /// # Errors
    /// The file cannot be read, or the copy cannot be written.
    pub fn finir(mut self) -> io::Result<()> {
        io::copy(&mut self.lecteur, &mut self.sortie)?;
        self.sortie.flush()
    }

    fn unites(&mut self, octets: &[u8], en_octets: fn(u16) -> [u8; 2]) -> io::Result<()> {
        for unite in String::from_utf8_lossy(octets).encode_utf16() {
            self.sortie.write_all(&en_octets(unite))?;
        }
        Ok(())
    }

    fn avancer(&mut self, jusqu_a: u64, copier: bool) -> io::Result<()> {
        if !self.encodage.est_transcode() {
            let octets = jusqu_a.saturating_sub(self.position);
            self.position += octets;
            return self.octets(octets, copier);
        }
        while self.position < jusqu_a {
            let mut paire = [0; 2];
            self.lecteur.read_exact(&mut paire)?;
            if copier {
                self.sortie.write_all(&paire)?;
            }
            let unite = if self.encodage == Encodage::Utf16Le {
                u16::from_le_bytes(paire)
            } else {
                u16::from_be_bytes(paire)
            };
            self.position += self.octets_en_utf8(unite);
        }
        Ok(())
    }

    /// How many bytes a unit adds to the text in UTF-8. A pair takes four: three for its first half, as if
    /// it were alone and lost, and one for the second.
    fn octets_en_utf8(&mut self, unite: u16) -> u64 {
        let seconde = self.moitie && (0xdc00..0xe000).contains(&unite);
        self.moitie = (0xd800..0xdc00).contains(&unite);
        match unite {
            _ if seconde => 1,
            0..0x80 => 1,
            0x80..0x800 => 2,
            _ => 3,
        }
    }

    fn octets(&mut self, mut nombre: u64, copier: bool) -> io::Result<()> {
        while nombre > 0 {
            let lus = self.lecteur.fill_buf()?;
            if lus.is_empty() {
                return Err(io::Error::other("le fichier change pendant sa lecture"));
            }
            let pris = usize::try_from(nombre).map_or(lus.len(), |n| n.min(lus.len()));
            if copier {
                self.sortie.write_all(&lus[..pris])?;
            }
            self.lecteur.consume(pris);
            nombre -= pris as u64;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Replaces the cells between two places of the text in UTF-8.
    fn copier(
        texte: &[u8],
        marque: usize,
        encodage: Encodage,
        cellules: &[(u64, u64, &str)],
    ) -> Vec<u8> {
        let mut sortie = Vec::new();
        let mut copie = Copie::new(Box::new(texte), marque, encodage, &mut sortie).unwrap();
        for (debut, fin, valeur) in cellules {
            copie.remplacer(*debut, *fin, valeur.as_bytes()).unwrap();
        }
        copie.finir().unwrap();
        sortie
    }

    #[test]
    fn what_is_not_replaced_is_copied_as_it_is() {
        let texte = "\u{feff}a;bé;c\r\nd;e\n".as_bytes();
        assert_eq!(copier(texte, 3, Encodage::Utf8, &[]), texte);
        let attendu = "\u{feff}A;bé;\r\nd;long\n".as_bytes();
        let cellules = [(0, 1, "A"), (6, 7, ""), (11, 12, "long")];
        assert_eq!(copier(texte, 3, Encodage::Utf8, &cellules), attendu);
    }

    #[test]
    fn utf16_is_counted_back_pairs_lost_halves_and_odd_end_included() {
        // é takes two bytes, € three, 😀 four, a lost half three.
        let mut unites: Vec<u16> = "é€😀;".encode_utf16().collect();
        unites.extend([0xd800, u16::from(b';'), u16::from(b'x'), u16::from(b';')]);
        let octets = |unites: &[u16]| -> Vec<u8> {
            let mut octets: Vec<u8> = unites.iter().flat_map(|u| u.to_be_bytes()).collect();
            octets.push(7);
            octets
        };
        let x = 2 + 3 + 4 + 1 + 3 + 1;
        let copie = copier(&octets(&unites), 0, Encodage::Utf16Be, &[(x, x + 1, "yé")]);
        let place = unites.len() - 2;
        unites.splice(place..=place, "yé".encode_utf16());
        assert_eq!(copie, octets(&unites));
    }

    #[test]
    fn a_file_cut_meanwhile_is_an_error() {
        let mut sortie = Vec::new();
        let mut copie = Copie::new(Box::new(&b"ab"[..]), 0, Encodage::Utf8, &mut sortie).unwrap();
        assert!(copie.remplacer(5, 6, b"x").is_err());
    }
}
