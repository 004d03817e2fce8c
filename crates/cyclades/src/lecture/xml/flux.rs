//! Pieces of XML one by one from a source, whatever their length: what stands before the candidates.

use std::io::{self, Read};

use super::blocs::avancer;
use super::jeton::{Genre, Jeton, SECTIONS, lire};
use crate::lecture::blocs::LIGNE_MAX;
use crate::lecture::encodage::Encodage;

/// How much is read at a time.
const PAS: usize = 1 << 16;

/// A place in a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ici {
    /// Scanned bytes before it.
    pub octets: usize,
    /// Lines before it.
    pub lignes: u64,
    /// Bytes of the file before it on its line.
    pub colonne: u64,
}

/// A source and what is kept of it.
pub struct Flux<R> {
    source: R,
    encodage: Encodage,
    fin_de_ligne: u8,
    tampon: Vec<u8>,
    debut: usize,
    plein: usize,
    fini: bool,
    ici: Ici,
}

impl<R: Read> Flux<R> {
    /// Starts at the beginning, `marque` bytes of a mark passed.
    pub fn new(source: R, encodage: Encodage, fin_de_ligne: u8, marque: usize) -> Self {
        Self {
            source,
            encodage,
            fin_de_ligne,
            tampon: Vec::new(),
            debut: 0,
            plein: 0,
            fini: false,
            ici: Ici {
                colonne: marque as u64,
                ..Ici::default()
            },
        }
    }

    /// Where the next piece begins.
    pub fn ici(&self) -> Ici {
        self.ici
    }

    /// The bytes that the offsets of a piece speak of.
    pub fn octets(&self) -> &[u8] {
        &self.tampon[..self.plein]
    }

    /// Passes a piece, or a part of it.
    pub fn passer(&mut self, jusqu_a: usize) {
        let passes = &self.tampon[self.debut..jusqu_a];
        self.ici.octets += passes.len();
        self.ici.lignes += memchr::memchr_iter(self.fin_de_ligne, passes).count() as u64;
        self.ici.colonne = avancer(self.encodage, self.fin_de_ligne, self.ici.colonne, passes);
        self.debut = jusqu_a;
    }

    fn remplir(&mut self) -> io::Result<()> {
        self.tampon.copy_within(self.debut..self.plein, 0);
        self.plein -= self.debut;
        self.debut = 0;
        // Twice as much each time: a long piece is not looked at too often.
        let voulu = self.plein + PAS.max(self.plein);
        if self.tampon.len() < voulu {
            self.tampon.resize(voulu, 0);
        }
        while !self.fini && self.plein < voulu {
            match self.source.read(&mut self.tampon[self.plein..voulu]) {
                Ok(0) => self.fini = true,
                Ok(lus) => self.plein += lus,
                Err(erreur) if erreur.kind() == io::ErrorKind::Interrupted => {}
                Err(erreur) => return Err(erreur),
            }
        }
        Ok(())
    }

    /// The next piece, not passed yet; a very long text comes in several, and a very long section is
    /// passed without being kept.
    ///
    /// # Errors
    /// The source cannot be read.
    pub fn jeton(&mut self) -> io::Result<Option<Jeton>> {
        /// Enough to tell what `<!` begins.
        const VUE: usize = 16;
        loop {
            if self.debut == self.plein {
                if self.fini {
                    return Ok(None);
                }
                self.remplir()?;
                continue;
            }
            let jeton = lire(&self.tampon[..self.plein], self.debut);
            let reste = self.plein - self.debut;
            let entier = match jeton.genre {
                Genre::Inacheve => false,
                Genre::Texte => jeton.fin < self.plein,
                _ => reste >= VUE,
            };
            if entier || self.fini {
                return Ok(Some(jeton));
            }
            if reste >= LIGNE_MAX {
                let section = SECTIONS
                    .iter()
                    .find(|(ouvrant, ..)| self.tampon[self.debut..].starts_with(ouvrant));
                let Some((_, fermant, _)) = section else {
                    return Ok(Some(jeton));
                };
                let fermee = self.sauter(fermant)?;
                return Ok(Some(Jeton {
                    genre: if fermee {
                        Genre::Commentaire
                    } else {
                        Genre::Inacheve
                    },
                    debut: self.debut,
                    fin: self.debut,
                    nom: (self.debut, self.debut),
                }));
            }
            self.remplir()?;
        }
    }

    /// Passes a section; whether it ends.
    fn sauter(&mut self, fermant: &[u8]) -> io::Result<bool> {
        loop {
            let octets = &self.tampon[self.debut..self.plein];
            if let Some(rang) = memchr::memmem::find(octets, fermant) {
                self.passer(self.debut + rang + fermant.len());
                return Ok(true);
            }
            if self.fini {
                self.passer(self.plein);
                return Ok(false);
            }
            // The end may be cut by that of the buffer.
            self.passer(
                (self.plein + 1)
                    .saturating_sub(fermant.len())
                    .max(self.debut),
            );
            self.remplir()?;
        }
    }
}
