//! The bytes of an input through a buffer that is bounded, in whole lines, and as text.

use std::borrow::Cow;
use std::io::{self, Read};

use encoding_rs::WINDOWS_1252;
use guichet_cyclades::lecture::dialecte::FinDeLigne;
use guichet_cyclades::lecture::encodage::{Transcodeur, marque, semble_utf16};
use guichet_tableur::garde::peut_etre_un_classeur;

/// What one dossier may weigh.
pub const OCTETS_D_UN_DOSSIER: usize = 1 << 20;
/// What is looked at to tell what an input is.
const TETE: usize = 1 << 16;
/// Bytes asked for at a time.
const LECTURE: usize = 1 << 16;

/// An input being read.
pub struct Flux<'r> {
    source: Box<dyn Read + 'r>,
    tampon: Vec<u8>,
    debut: usize,
    fin: usize,
    epuise: bool,
    /// What ends a line.
    pub fin_de_ligne: u8,
    /// Line (from 1) of the next byte.
    pub ligne: u64,
    /// Bytes of that line before it.
    pub avant: usize,
}

impl<'r> Flux<'r> {
    /// Reads the beginning of an input, and turns UTF-16 into UTF-8; gives its first bytes too.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn ouvrir(mut source: Box<dyn Read + 'r>) -> io::Result<(Self, Vec<u8>)> {
        let mut tete = Vec::with_capacity(TETE);
        source.by_ref().take(TETE as u64).read_to_end(&mut tete)?;
        let brute = tete.clone();
        let marque = marque(&tete);
        tete.drain(..marque.map_or(0, |(_, longueur)| longueur));
        let encodage = marque.map(|(encodage, _)| encodage).or(semble_utf16(&tete));
        // A workbook is full of zeros too.
        let encodage = encodage.filter(|_| !peut_etre_un_classeur(&brute));
        let mut flux = Self {
            source,
            fin: tete.len(),
            tampon: tete,
            debut: 0,
            epuise: false,
            fin_de_ligne: b'\n',
            ligne: 1,
            avant: 0,
        };
        if let Some(encodage) = encodage.filter(|encodage| encodage.est_transcode()) {
            let brut = io::Cursor::new(std::mem::take(&mut flux.tampon)).chain(flux.source);
            flux.source = Box::new(Transcodeur::new(brut, encodage));
            flux.fin = 0;
            while flux.voir().len() < TETE && flux.lire_plus()? {}
        }
        flux.fin_de_ligne = FinDeLigne::de(flux.voir()).octet();
        Ok((flux, brute))
    }

    /// The bytes that are here.
    #[inline]
    pub fn voir(&self) -> &[u8] {
        &self.tampon[self.debut..self.fin]
    }

    /// Brings more bytes; `false` at the end of the input.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn lire_plus(&mut self) -> io::Result<bool> {
        if self.epuise {
            return Ok(false);
        }
        if self.debut > 0 {
            self.tampon.copy_within(self.debut..self.fin, 0);
            self.fin -= self.debut;
            self.debut = 0;
        }
        if self.tampon.len() < self.fin + LECTURE {
            self.tampon.resize(self.fin + LECTURE, 0);
        }
        loop {
            match self.source.read(&mut self.tampon[self.fin..]) {
                Ok(lus) => {
                    self.fin += lus;
                    self.epuise = lus == 0;
                    return Ok(lus > 0);
                }
                Err(erreur) if erreur.kind() == io::ErrorKind::Interrupted => {}
                Err(erreur) => return Err(erreur),
            }
        }
    }

    /// Leaves bytes behind, and counts their lines.
    pub fn prendre(&mut self, nombre: usize) {
        let pris = &self.tampon[self.debut..self.debut + nombre];
        self.ligne += memchr::memchr_iter(self.fin_de_ligne, pris).count() as u64;
        match memchr::memrchr(self.fin_de_ligne, pris) {
            Some(place) => self.avant = nombre - place - 1,
            None => self.avant += nombre,
        }
        self.debut += nombre;
    }

    /// Leaves behind the bytes of a line, whose number is known.
    #[inline]
    pub fn prendre_une_ligne(&mut self, nombre: usize) {
        self.debut += nombre;
        self.ligne += 1;
        self.avant = 0;
    }

    /// The length of the next line, its end included; `None` at the end of the input, and when the line
    /// is longer than a dossier may be.
    ///
    /// # Errors
    /// The input cannot be read.
    pub fn longueur_de_ligne(&mut self) -> io::Result<Option<usize>> {
        let mut vus = 0;
        loop {
            let ici = &self.voir()[vus..];
            if let Some(place) = memchr::memchr(self.fin_de_ligne, ici) {
                return Ok(Some(vus + place + 1));
            }
            vus += ici.len();
            if vus > OCTETS_D_UN_DOSSIER {
                return Ok(None);
            }
            if !self.lire_plus()? {
                return Ok((vus > 0).then_some(vus));
            }
        }
    }

    /// Leaves behind all that remains of a line, however long.
    ///
    /// # Errors
    /// The input cannot be read.
    pub fn passer_la_ligne(&mut self) -> io::Result<()> {
        loop {
            if let Some(place) = memchr::memchr(self.fin_de_ligne, self.voir()) {
                self.prendre(place + 1);
                return Ok(());
            }
            self.debut = self.fin;
            if !self.lire_plus()? {
                return Ok(());
            }
        }
    }

    /// Whether the input ends with the bytes that are here.
    pub fn est_court(&self) -> bool {
        self.fin - self.debut < TETE
    }

    /// All that is left, and was not read yet.
    pub fn reste(self) -> impl Read + 'r {
        let ici = self.tampon[self.debut..self.fin].to_vec();
        io::Cursor::new(ici).chain(self.source)
    }

    /// Bytes that the buffer may hold.
    #[cfg(test)]
    pub fn capacite(&self) -> usize {
        self.tampon.capacity()
    }

    /// Whether all has been read.
    ///
    /// # Errors
    /// The input cannot be read.
    pub fn est_fini(&mut self) -> io::Result<bool> {
        Ok(self.voir().is_empty() && !self.lire_plus()?)
    }
}

/// How bytes are text: UTF-8 until they belie it, then Windows-1252 if nothing said UTF-8 before.
#[derive(Debug, Default)]
pub struct Ecriture {
    utf8_vu: bool,
    /// Whether the input turned out to be Windows-1252.
    pub windows_1252: bool,
}

impl Ecriture {
    /// The text of some bytes; `None` when UTF-8 is spoilt there.
    #[inline]
    pub fn texte<'o>(&mut self, octets: &'o [u8]) -> Option<Cow<'o, str>> {
        if self.windows_1252 {
            return Some(WINDOWS_1252.decode_without_bom_handling(octets).0);
        }
        match simdutf8::basic::from_utf8(octets) {
            Ok(texte) => {
                self.utf8_vu = self.utf8_vu || !octets.is_ascii();
                Some(Cow::Borrowed(texte))
            }
            Err(_) if self.utf8_vu => None,
            Err(_) => {
                // Bytes that are in good part UTF-8 were spoilt; they were not written otherwise.
                let bien_formes = octets.utf8_chunks().map(|m| m.valid());
                if bien_formes.flat_map(str::chars).any(|c| !c.is_ascii()) {
                    self.utf8_vu = true;
                    return None;
                }
                self.windows_1252 = true;
                self.texte(octets)
            }
        }
    }

    /// Bytes as text, spoilt ones shown as such.
    pub fn texte_de_secours<'o>(&mut self, octets: &'o [u8]) -> Cow<'o, str> {
        self.texte(octets)
            .unwrap_or_else(|| String::from_utf8_lossy(octets))
    }
}
