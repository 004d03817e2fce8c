//! The encoding of a file, and what its bytes are as characters.
//!
//! UTF-8 and Windows-1252 are scanned as they stand, so that a column counts the file's own bytes; UTF-16
//! is turned into UTF-8 on the way, and columns are counted back.

use encoding_rs::{CoderResult, Decoder, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::borrow::Cow;
use std::io::{self, Read};
use wide::u8x16;

use guichet_socle::caracteres::{Masque, Sorte};

/// An encoding this program reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Encodage {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// UTF-8 of which some bytes are not.
    Utf8Abime,
    /// The Western code page of Windows.
    Windows1252,
    /// UTF-16, least significant byte first.
    Utf16Le,
    /// UTF-16, most significant byte first.
    Utf16Be,
}

impl Encodage {
    /// As people name it.
    #[must_use]
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Utf8 | Self::Utf8Abime => "UTF-8",
            Self::Windows1252 => "Windows-1252",
            Self::Utf16Le => "UTF-16 (petit-boutiste)",
            Self::Utf16Be => "UTF-16 (gros-boutiste)",
        }
    }

    /// Whether its bytes are turned into UTF-8 before being scanned.
    #[must_use]
    pub fn est_transcode(self) -> bool {
        matches!(self, Self::Utf16Le | Self::Utf16Be)
    }

    /// The text of scanned bytes.
    #[must_use]
    pub fn texte(self, octets: &[u8]) -> Cow<'_, str> {
        if self == Self::Windows1252 {
            WINDOWS_1252.decode_without_bom_handling(octets).0
        } else {
            String::from_utf8_lossy(octets)
        }
    }

    /// The byte column (from 1), in the file itself, of what follows these scanned bytes of a line.
    #[must_use]
    pub fn colonne(self, avant: &[u8]) -> u64 {
        let octets = if self.est_transcode() {
            String::from_utf8_lossy(avant).encode_utf16().count() * 2
        } else {
            avant.len()
        };
        octets as u64 + 1
    }
}

/// The byte order mark a file begins with, and its length.
#[must_use]
pub fn marque(tete: &[u8]) -> Option<(Encodage, usize)> {
    if tete.starts_with(b"\xef\xbb\xbf") {
        Some((Encodage::Utf8, 3))
    } else if tete.starts_with(b"\xff\xfe") {
        Some((Encodage::Utf16Le, 2))
    } else if tete.starts_with(b"\xfe\xff") {
        Some((Encodage::Utf16Be, 2))
    } else {
        None
    }
}

/// UTF-16 without a mark: one byte of each pair is nearly always zero in a European text.
#[must_use]
pub fn semble_utf16(tete: &[u8]) -> Option<Encodage> {
    let paires = tete[..tete.len().min(4096)].chunks_exact(2);
    let nombre = paires.len();
    if nombre < 8 {
        return None;
    }
    let (gros, petit) = paires.fold((0, 0), |(gros, petit), paire| {
        (
            gros + usize::from(paire[0] == 0),
            petit + usize::from(paire[1] == 0),
        )
    });
    if petit * 10 >= nombre * 9 && gros * 10 < nombre {
        Some(Encodage::Utf16Le)
    } else if gros * 10 >= nombre * 9 && petit * 10 < nombre {
        Some(Encodage::Utf16Be)
    } else {
        None
    }
}

/// Whether bytes are UTF-8 as far as they go: a character may be cut at their end.
#[must_use]
pub fn commence_en_utf8(octets: &[u8]) -> bool {
    simdutf8::compat::from_utf8(octets).map_or_else(|erreur| erreur.error_len().is_none(), |_| true)
}

/// Whether a whole file is UTF-8, as fast as it can be read.
///
/// # Errors
/// The file cannot be read.
pub fn est_utf8(mut source: impl Read) -> io::Result<bool> {
    let mut tampon = vec![0; 1 << 18];
    let mut garde = 0;
    loop {
        let lus = source.read(&mut tampon[garde..])?;
        let plein = garde + lus;
        if lus == 0 {
            return Ok(plein == 0);
        }
        match simdutf8::compat::from_utf8(&tampon[..plein]) {
            Ok(_) => garde = 0,
            // A character cut by the end of the buffer waits for the rest.
            Err(erreur) if erreur.error_len().is_none() => {
                tampon.copy_within(erreur.valid_up_to()..plein, 0);
                garde = plein - erreur.valid_up_to();
            }
            Err(_) => return Ok(false),
        }
    }
}

/// How many well-formed multi-byte characters and how many stray bytes a text holds, if read as UTF-8.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Comptes {
    /// Characters of two bytes and more.
    pub bien_formes: u64,
    /// Bytes that are no part of a character.
    pub egares: u64,
}

impl Comptes {
    /// Counts over a whole file, by chunks.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn de(mut source: impl Read) -> io::Result<Self> {
        let mut comptes = Self::default();
        let mut tampon = vec![0; 1 << 16];
        let mut garde = 0;
        loop {
            let lus = source.read(&mut tampon[garde..])?;
            let plein = garde + lus;
            let (reste, fini) = comptes.ajouter(&tampon[..plein], lus == 0);
            if fini {
                return Ok(comptes);
            }
            tampon.copy_within(plein - reste..plein, 0);
            garde = reste;
        }
    }

    /// Counts one chunk; gives the number of bytes that wait for the next one.
    fn ajouter(&mut self, octets: &[u8], dernier: bool) -> (usize, bool) {
        let mut position = 0;
        while let Some(longueur) = longueur_ascii(&octets[position..]) {
            position += longueur;
            let suivant = octets.get(position + 1);
            // Where characters have one byte, the next one nearly always says so.
            if suivant.is_some_and(|octet| !matches!(octet, 0x80..=0xbf)) {
                self.egares += 1;
                position += 1;
                continue;
            }
            let fenetre = &octets[position..octets.len().min(position + 4)];
            let (valides, fautifs) = match std::str::from_utf8(fenetre) {
                Ok(texte) => (texte.chars().next().map_or(0, char::len_utf8), None),
                Err(erreur) if erreur.valid_up_to() > 0 => {
                    let texte = std::str::from_utf8(&fenetre[..erreur.valid_up_to()]);
                    let premier = texte.ok().and_then(|texte| texte.chars().next());
                    (premier.map_or(0, char::len_utf8), None)
                }
                Err(erreur) => (0, Some(erreur.error_len())),
            };
            match fautifs {
                None => {
                    self.bien_formes += 1;
                    position += valides;
                }
                Some(Some(longueur)) => {
                    self.egares += longueur as u64;
                    position += longueur;
                }
                Some(None) if !dernier => return (octets.len() - position, false),
                Some(None) => {
                    self.egares += (octets.len() - position) as u64;
                    position = octets.len();
                }
            }
        }
        (0, dernier)
    }

    /// The encoding these counts tell: strict UTF-8; else UTF-8 that a few bytes spoil, when well-formed
    /// accents clearly outnumber them; else Windows-1252.
    #[must_use]
    pub fn encodage(self) -> Encodage {
        if self.egares == 0 {
            Encodage::Utf8
        } else if self.bien_formes > self.egares {
            Encodage::Utf8Abime
        } else {
            Encodage::Windows1252
        }
    }
}

/// How many bytes come before the first that is not ASCII; nothing when all are.
#[inline]
fn longueur_ascii(octets: &[u8]) -> Option<usize> {
    let (seizaines, reste) = octets.as_chunks::<16>();
    for (rang, seize) in seizaines.iter().enumerate() {
        let hauts = u8x16::new(*seize).to_bitmask();
        if hauts != 0 {
            return Some(16 * rang + hauts.trailing_zeros() as usize);
        }
    }
    let rang = reste.iter().position(|octet| !octet.is_ascii())?;
    Some(octets.len() - reste.len() + rang)
}

/// A reader of UTF-16 as UTF-8, unpaired halves replaced.
pub struct Transcodeur<R> {
    source: R,
    decodeur: Decoder,
    entree: Vec<u8>,
    /// Bytes of `entree` not decoded yet.
    a_decoder: std::ops::Range<usize>,
    decode: Vec<u8>,
    /// Bytes of `decode` not given yet.
    a_rendre: std::ops::Range<usize>,
    /// The source has ended.
    epuisee: bool,
    /// The decoder has been told so, and has given all.
    fini: bool,
}

impl<R: Read> Transcodeur<R> {
    /// Starts after the byte order mark, if there was one.
    pub fn new(source: R, encodage: Encodage) -> Self {
        let table = if encodage == Encodage::Utf16Be {
            UTF_16BE
        } else {
            UTF_16LE
        };
        Self {
            source,
            decodeur: table.new_decoder_without_bom_handling(),
            entree: vec![0; 1 << 14],
            a_decoder: 0..0,
            decode: vec![0; 1 << 15],
            a_rendre: 0..0,
            epuisee: false,
            fini: false,
        }
    }

    /// Decodes some more.
    fn avancer(&mut self) -> io::Result<()> {
        if self.a_decoder.is_empty() && !self.epuisee {
            let lus = self.source.read(&mut self.entree)?;
            self.a_decoder = 0..lus;
            self.epuisee = lus == 0;
        }
        let (resultat, lus, ecrits, _) = self.decodeur.decode_to_utf8(
            &self.entree[self.a_decoder.clone()],
            &mut self.decode,
            self.epuisee,
        );
        self.a_decoder.start += lus;
        self.a_rendre = 0..ecrits;
        self.fini = self.epuisee && resultat == CoderResult::InputEmpty;
        Ok(())
    }
}

impl<R: Read> Read for Transcodeur<R> {
    fn read(&mut self, sortie: &mut [u8]) -> io::Result<usize> {
        while self.a_rendre.is_empty() {
            if self.fini {
                return Ok(0);
            }
            self.avancer()?;
        }
        let rendus = self.a_rendre.len().min(sortie.len());
        let fin = self.a_rendre.start + rendus;
        sortie[..rendus].copy_from_slice(&self.decode[self.a_rendre.start..fin]);
        self.a_rendre.start = fin;
        Ok(rendus)
    }
}

/// The kind of each byte, for a single-byte encoding; for UTF-8, that of each ASCII byte.
#[must_use]
pub fn sortes_des_octets(encodage: Encodage, non_ascii: Masque) -> [Masque; 256] {
    let mut table = [0; 256];
    for (octet, place) in (0..=255u8).zip(table.iter_mut()) {
        *place = if octet < 128 {
            Sorte::de(char::from(octet)).bit()
        } else if encodage == Encodage::Windows1252 {
            let caractere = WINDOWS_1252
                .decode_without_bom_handling(&[octet])
                .0
                .chars()
                .next()
                .unwrap_or(char::REPLACEMENT_CHARACTER);
            Sorte::de(caractere).bit()
        } else {
            non_ascii
        };
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives one byte at a time.
    struct UnParUn<'a>(&'a [u8]);
    impl Read for UnParUn<'_> {
        fn read(&mut self, sortie: &mut [u8]) -> io::Result<usize> {
            let Some((&premier, reste)) = self.0.split_first() else {
                return Ok(0);
            };
            sortie[0] = premier;
            self.0 = reste;
            Ok(1)
        }
    }

    /// As the standard library tells them.
    fn compter_simplement(octets: &[u8]) -> Comptes {
        let mut comptes = Comptes::default();
        for morceau in octets.utf8_chunks() {
            comptes.bien_formes += morceau.valid().chars().filter(|c| !c.is_ascii()).count() as u64;
            comptes.egares += morceau.invalid().len() as u64;
        }
        comptes
    }

    proptest::proptest! {
        #[test]
        fn counts_are_those_of_the_standard_library(
            octets in proptest::collection::vec(
                proptest::prop_oneof![
                    proptest::prelude::Just(b'a'), proptest::prelude::any::<u8>(), 0x80..0xc0u8,
                    proptest::prelude::Just(0xc3), proptest::prelude::Just(0xe2), proptest::prelude::Just(0xf0)
                ],
                0..80,
            ),
        ) {
            let attendu = compter_simplement(&octets);
            proptest::prop_assert_eq!(Comptes::de(octets.as_slice()).unwrap(), attendu);
            proptest::prop_assert_eq!(Comptes::de(UnParUn(&octets)).unwrap(), attendu);
        }
    }

    #[test]
    fn the_encoding_is_told_by_the_whole_file() {
        let cas: [(&[u8], Encodage); 6] = [
            (b"abc", Encodage::Utf8),
            ("Zoé Noël".as_bytes(), Encodage::Utf8),
            (b"Zo\xe9 No\xebl", Encodage::Windows1252),
            (b"Zo\xc3\xa9 No\xc3\xabl \xe9", Encodage::Utf8Abime),
            (b"Zo\xc3\xa9 \xe9", Encodage::Windows1252),
            (b"tronqu\xc3", Encodage::Windows1252),
        ];
        for (octets, attendu) in cas {
            assert_eq!(
                Comptes::de(octets).unwrap().encodage(),
                attendu,
                "{octets:?}"
            );
        }
    }

    #[test]
    fn characters_cut_between_two_reads_are_counted_once() {
        assert!(est_utf8(UnParUn("é€😀".as_bytes())).unwrap());
        assert!(!est_utf8(UnParUn(b"a\xc3")).unwrap());
        assert!(!est_utf8(UnParUn(b"a\xe9b")).unwrap());
        let comptes = Comptes::de(UnParUn("é€😀".as_bytes())).unwrap();
        assert_eq!(
            comptes,
            Comptes {
                bien_formes: 3,
                egares: 0
            }
        );
    }

    #[test]
    fn utf16_is_read_as_utf8_and_columns_are_counted_back() {
        let texte = "né à Sète 😀;";
        let octets: Vec<u8> = texte.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let mut lu = String::new();
        Transcodeur::new(&octets[..], Encodage::Utf16Be)
            .read_to_string(&mut lu)
            .unwrap();
        assert_eq!(lu, texte);
        // A read of one byte at a time, and a last half character, lose nothing.
        let impair = [&octets[..], b"x"].concat();
        let mut transcodeur = Transcodeur::new(&impair[..], Encodage::Utf16Be);
        let (mut lu, mut octet) = (Vec::new(), [0]);
        while transcodeur.read(&mut octet).unwrap() == 1 {
            lu.extend(octet);
        }
        assert_eq!(String::from_utf8(lu).unwrap(), format!("{texte}\u{fffd}"));
        assert_eq!(Encodage::Utf16Be.colonne("né".as_bytes()), 5);
        assert_eq!(Encodage::Utf8.colonne("né".as_bytes()), 4);
        let entete: Vec<u8> = "civilite;nom_famille\né"
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect();
        assert_eq!(semble_utf16(&entete), Some(Encodage::Utf16Be));
        assert_eq!(semble_utf16("civilite;nom_famille".as_bytes()), None);
    }
}
