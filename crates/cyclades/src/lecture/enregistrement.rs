//! Cutting rows into fields, quotes and all; and what a value holds, for those who must know.

use guichet_socle::caracteres::{Masque, Sorte};
use guichet_socle::texte::Texte;

use super::dialecte::Dialecte;
use super::encodage::{Encodage, sortes_des_octets};

/// A byte of a multi-byte character: the kinds of the field are not all known yet.
const NON_ASCII: Masque = 1 << 29;

/// Cuts rows, in one dialect.
#[derive(Debug, Clone)]
pub struct Decoupeur {
    sortes: [Masque; 256],
    separateur: u8,
    fin_de_ligne: u8,
}

/// A field as it stands in a block.
#[derive(Debug, Clone, Copy)]
pub struct Cellule<'a> {
    /// The value; with its quotes still doubled when `a_dedoubler`.
    pub octets: &'a [u8],
    /// Offset of the field in the block, opening quote included.
    pub debut: usize,
    /// Offset of the value.
    pub place: usize,
    /// The value holds doubled quotes.
    pub a_dedoubler: bool,
}

/// How a row ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ligne {
    /// Offset after the row and its line break.
    pub suivante: usize,
    /// Number of fields, those beyond the table included.
    pub champs: usize,
    /// A line break stands between quotes.
    pub sur_plusieurs_lignes: bool,
    /// Text follows a closing quote; the rank of the first such field.
    pub texte_apres_guillemet: Option<usize>,
    /// A quote was never closed before the end of the block.
    pub guillemet_ouvert: bool,
    /// The line break that ends the row was met.
    pub terminee: bool,
}

impl Decoupeur {
    /// Prepares the table of a dialect.
    #[must_use]
    pub fn new(dialecte: Dialecte, encodage: Encodage) -> Self {
        Self {
            sortes: sortes_des_octets(encodage, NON_ASCII),
            separateur: dialecte.separateur,
            fin_de_ligne: dialecte.fin_de_ligne.octet(),
        }
    }

    /// The byte between two fields.
    #[must_use]
    pub fn separateur(&self) -> u8 {
        self.separateur
    }

    /// The byte that ends a row.
    #[must_use]
    pub fn fin_de_ligne(&self) -> u8 {
        self.fin_de_ligne
    }

    /// Cuts the row that begins at `debut`; `champ` gets each field with its rank. A row that the block
    /// does not hold whole is not `terminee`.
    #[inline]
    pub fn couper<'a>(
        &self,
        bloc: &'a [u8],
        debut: usize,
        mut champ: impl FnMut(usize, Cellule<'a>),
    ) -> Ligne {
        let mut ligne = Ligne {
            suivante: bloc.len(),
            champs: 0,
            sur_plusieurs_lignes: false,
            texte_apres_guillemet: None,
            guillemet_ouvert: false,
            terminee: false,
        };
        let mut position = debut;
        loop {
            let rang = ligne.champs;
            ligne.champs += 1;
            let (cellule, fin) = if bloc.get(position) == Some(&b'"') {
                self.entre_guillemets(bloc, position, rang, &mut ligne)
            } else {
                self.nue(bloc, position)
            };
            champ(rang, cellule);
            match bloc.get(fin) {
                Some(&octet) if octet == self.separateur => position = fin + 1,
                Some(_) => {
                    ligne.suivante = fin + 1;
                    ligne.terminee = true;
                    return ligne;
                }
                None => return ligne,
            }
        }
    }

    /// A field without quotes, and where it ends.
    fn nue<'a>(&self, bloc: &'a [u8], debut: usize) -> (Cellule<'a>, usize) {
        let fin = memchr::memchr2(self.separateur, self.fin_de_ligne, &bloc[debut..])
            .map_or(bloc.len(), |longueur| debut + longueur);
        let octets = &bloc[debut..fin - self.retour(bloc, debut, fin)];
        (
            Cellule {
                octets,
                debut,
                place: debut,
                a_dedoubler: false,
            },
            fin,
        )
    }

    /// 1 when a carriage return before `fin` belongs to the line break.
    #[inline]
    #[must_use]
    pub fn retour(&self, bloc: &[u8], debut: usize, fin: usize) -> usize {
        usize::from(
            self.fin_de_ligne == b'\n'
                && fin > debut
                && bloc.get(fin) == Some(&b'\n')
                && bloc[fin - 1] == b'\r',
        )
    }

    /// A field that begins with a quote, and where it ends.
    fn entre_guillemets<'a>(
        &self,
        bloc: &'a [u8],
        debut: usize,
        rang: usize,
        ligne: &mut Ligne,
    ) -> (Cellule<'a>, usize) {
        let mut position = debut + 1;
        let mut a_dedoubler = false;
        let ferme = loop {
            let Some(guillemet) = memchr::memchr(b'"', &bloc[position.min(bloc.len())..]) else {
                ligne.guillemet_ouvert = true;
                break bloc.len();
            };
            position += guillemet;
            if bloc.get(position + 1) != Some(&b'"') {
                break position;
            }
            a_dedoubler = true;
            position += 2;
        };
        let contenu = &bloc[(debut + 1).min(bloc.len())..ferme];
        ligne.sur_plusieurs_lignes |= memchr::memchr(self.fin_de_ligne, contenu).is_some();
        let (suite, fin) = self.nue(bloc, (ferme + 1).min(bloc.len()));
        if suite.octets.is_empty() {
            return (
                Cellule {
                    octets: contenu,
                    debut,
                    place: debut + 1,
                    a_dedoubler,
                },
                fin,
            );
        }
        // Text after the closing quote: the value is all that stands between the separators.
        ligne.texte_apres_guillemet.get_or_insert(rang);
        let octets = &bloc[debut..fin - self.retour(bloc, debut, fin)];
        (
            Cellule {
                octets,
                debut,
                place: debut,
                a_dedoubler: false,
            },
            fin,
        )
    }

    /// What a value holds.
    #[must_use]
    pub fn texte<'a>(&self, octets: &'a [u8]) -> Texte<'a> {
        let masque = octets
            .iter()
            .fold(0, |m, &o| m | self.sortes[usize::from(o)]);
        if masque & NON_ASCII == 0 {
            let caracteres = u32::try_from(octets.len()).unwrap_or(u32::MAX);
            return Texte {
                octets,
                masque,
                caracteres,
            };
        }
        texte_utf8(octets, masque & !NON_ASCII)
    }
}

/// The kinds and the number of the characters of a UTF-8 value; a stray byte counts as one unreadable
/// character.
fn texte_utf8(octets: &[u8], ascii: Masque) -> Texte<'_> {
    let mut masque = ascii;
    let mut caracteres = 0u32;
    for morceau in octets.utf8_chunks() {
        for c in morceau.valid().chars() {
            caracteres += 1;
            if !c.is_ascii() {
                masque |= sorte_frequente(c);
            }
        }
        if !morceau.invalid().is_empty() {
            caracteres += 1;
            masque |= Sorte::Illisible.bit();
        }
    }
    Texte {
        octets,
        masque,
        caracteres,
    }
}

/// Nearly every accent of a French file is in this range, all letters but two signs.
#[inline]
fn sorte_frequente(c: char) -> Masque {
    if matches!(c, '\u{c0}'..='\u{ff}') && c != '×' && c != '÷' {
        Sorte::LettreAccentuee.bit()
    } else {
        Sorte::de(c).bit()
    }
}

/// Undoes doubled quotes into `sortie`.
pub fn dedoubler(octets: &[u8], sortie: &mut Vec<u8>) {
    let mut reste = octets;
    while let Some(position) = memchr::memmem::find(reste, b"\"\"") {
        sortie.extend_from_slice(&reste[..=position]);
        reste = &reste[position + 2..];
    }
    sortie.extend_from_slice(reste);
}

#[cfg(test)]
mod tests {
    use super::super::dialecte::FinDeLigne;
    use super::*;

    fn couper(texte: &[u8], encodage: Encodage) -> (Vec<(String, u32, usize)>, Ligne) {
        let dialecte = Dialecte {
            separateur: b';',
            fin_de_ligne: FinDeLigne::Lf,
        };
        let decoupeur = Decoupeur::new(dialecte, encodage);
        let mut champs = Vec::new();
        let ligne = decoupeur.couper(texte, 0, |_, cellule| {
            let mut octets = Vec::new();
            if cellule.a_dedoubler {
                dedoubler(cellule.octets, &mut octets);
            } else {
                octets.extend_from_slice(cellule.octets);
            }
            let caracteres = decoupeur.texte(&octets).caracteres;
            champs.push((
                encodage.texte(&octets).into_owned(),
                caracteres,
                cellule.debut,
            ));
        });
        (champs, ligne)
    }

    #[test]
    #[expect(
        clippy::type_complexity,
        reason = "a row of a table and the cells expected of it"
    )]
    fn fields_are_cut_with_their_place_and_length() {
        let cas: [(&str, &[(&str, u32, usize)]); 9] = [
            ("a;é;\n", &[("a", 1, 0), ("é", 1, 2), ("", 0, 5)]),
            ("a;b\r\n", &[("a", 1, 0), ("b", 1, 2)]),
            ("a;\r\n", &[("a", 1, 0), ("", 0, 2)]),
            ("\"a;b\";c\n", &[("a;b", 3, 0), ("c", 1, 6)]),
            ("\"a\nb\";c\n", &[("a\nb", 3, 0), ("c", 1, 6)]),
            ("\"a\"\"b\"\n", &[("a\"b", 3, 0)]),
            ("5\" pipe;x\n", &[("5\" pipe", 7, 0), ("x", 1, 8)]),
            ("\"a\"b;c\r\n", &[("\"a\"b", 4, 0), ("c", 1, 5)]),
            ("\"\";\"\"\r\n", &[("", 0, 0), ("", 0, 3)]),
        ];
        for (texte, attendu) in cas {
            let (champs, ligne) = couper(texte.as_bytes(), Encodage::Utf8);
            let champs: Vec<_> = champs
                .iter()
                .map(|(t, n, d)| (t.as_str(), *n, *d))
                .collect();
            assert_eq!(champs, attendu, "{texte:?}");
            assert_eq!(ligne.suivante, texte.len());
            assert_eq!(ligne.champs, attendu.len());
            assert!(!ligne.guillemet_ouvert);
        }
    }

    #[test]
    fn a_quote_never_closed_takes_the_rest_and_says_so() {
        let (champs, ligne) = couper(b"a;\"b;c\nd;e\n", Encodage::Utf8);
        assert!(ligne.guillemet_ouvert && ligne.sur_plusieurs_lignes);
        assert_eq!(champs.len(), 2);
    }

    #[test]
    fn kinds_do_not_depend_on_the_encoding() {
        let dialecte = Dialecte {
            separateur: b';',
            fin_de_ligne: FinDeLigne::Lf,
        };
        let utf8 = Decoupeur::new(dialecte, Encodage::Utf8);
        let cp1252 = Decoupeur::new(dialecte, Encodage::Windows1252);
        for texte in [
            "Zoé",
            "œuvre",
            "n° 12",
            "l’été",
            "a–b",
            "10 €",
            "É\u{a0}À",
            "ÿ×÷",
        ] {
            let (ansi, _, _) = encoding_rs::WINDOWS_1252.encode(texte);
            let (a, b) = (utf8.texte(texte.as_bytes()), cp1252.texte(&ansi));
            assert_eq!(
                (a.masque, a.caracteres),
                (b.masque, b.caracteres),
                "{texte}"
            );
            let juste = Texte::new(texte);
            assert_eq!(
                (a.masque, a.caracteres),
                (juste.masque, juste.caracteres),
                "{texte}"
            );
        }
    }

    #[test]
    fn a_stray_byte_is_one_unreadable_character() {
        let dialecte = Dialecte {
            separateur: b';',
            fin_de_ligne: FinDeLigne::Lf,
        };
        let texte = Decoupeur::new(dialecte, Encodage::Utf8Abime).texte(b"Zo\xe9");
        assert_eq!(texte.caracteres, 3);
        assert_ne!(texte.masque & Sorte::Illisible.bit(), 0);
    }
}
