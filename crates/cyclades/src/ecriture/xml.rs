//! Writing the XML of an import file, candidate by candidate: names, nesting and order are those of the
//! structure that is given, never of the code.

use std::io::{self, Write};

use crate::champs::Bloc;
use crate::structure::{ChampXml, StructureXml};

/// A value holds a character that no XML 1.0 document can hold, even as a reference: it is never dropped
/// in silence. Carried by an `io::Error` of kind `InvalidData`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "l’élément « {element} » contient le caractère U+{:04X}, qu’aucun fichier XML ne peut porter ; effacez-le de la valeur.",
    u32::from(*.caractere)
)]
pub struct CaractereInterdit {
    /// Rank of the field.
    pub champ: u8,
    /// Its element.
    pub element: String,
    /// The character.
    pub caractere: char,
}

impl CaractereInterdit {
    /// The one that an error of this module carries.
    #[must_use]
    pub fn dans(erreur: &io::Error) -> Option<&Self> {
        erreur.get_ref()?.downcast_ref()
    }
}

/// Writes a file as its candidates come: nothing of them is kept.
pub struct EcritureXml<'s, W: Write> {
    sortie: W,
    structure: &'s StructureXml,
    /// The elements open around the candidates, the root first.
    ouverts: Vec<&'s str>,
    /// A candidate is put together here, then written whole.
    tampon: Vec<u8>,
    lignes: u64,
    /// Line of the last candidate, then of each of its fields.
    places: (u64, Vec<(u8, u64)>),
    /// Bytes of `tampon` in which lines are counted already, and how many.
    comptees: (usize, u64),
}

impl<'s, W: Write> EcritureXml<'s, W> {
    /// Writes the declaration, the root and the header block; `entete` gives the value of each field of
    /// the header by its rank, none or empty to leave its element out.
    ///
    /// # Errors
    /// The output cannot be written, or a value holds a `CaractereInterdit`.
    pub fn nouvelle(
        sortie: W,
        structure: &'s StructureXml,
        entete: &dyn Fn(u8) -> Option<String>,
    ) -> io::Result<Self> {
        let mut ecriture = Self {
            sortie,
            structure,
            ouverts: vec![&structure.racine],
            tampon: b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<".to_vec(),
            lignes: 0,
            places: (0, Vec::new()),
            comptees: (0, 0),
        };
        let tampon = &mut ecriture.tampon;
        tampon.extend_from_slice(structure.racine.as_bytes());
        if let Some(espace) = &structure.espace {
            tampon.extend_from_slice(b" xmlns=\"");
            echapper(espace, tampon).map_err(|c| interdit(0, &structure.racine, c))?;
            tampon.push(b'"');
        }
        tampon.extend_from_slice(b">\n");
        let entete_place: Vec<&str> = structure.entete.iter().map(String::as_str).collect();
        ecriture.aller(&entete_place);
        let du_bloc = |c: &&ChampXml| c.bloc == Bloc::Entete;
        for champ in structure.champs.iter().filter(du_bloc) {
            if let Some(valeur) = entete(champ.champ).filter(|v| !v.is_empty()) {
                ecriture.champ(champ, &valeur, structure.entete.len() + 1)?;
            }
        }
        let autour = structure
            .candidat
            .split_last()
            .map_or(&[][..], |(_, autour)| autour);
        let autour: Vec<&str> = autour.iter().map(String::as_str).collect();
        ecriture.aller(&autour);
        ecriture.vider()?;
        Ok(ecriture)
    }

    /// Writes a candidate; `valeurs` by rank of field, those of the header ignored. An empty value has no
    /// element.
    ///
    /// # Errors
    /// The output cannot be written, or a value holds a `CaractereInterdit`: nothing of this candidate is
    /// then written, and the next one may be.
    pub fn candidat(&mut self, valeurs: &[&str]) -> io::Result<()> {
        let structure = self.structure;
        let autour = self.ouverts.len();
        self.places.0 = self.lignes + 1;
        self.places.1.clear();
        self.comptees = (0, 0);
        if let Some(element) = structure.candidat.last() {
            self.ouvrir(element);
        }
        let du_candidat = |c: &&ChampXml| c.bloc != Bloc::Entete;
        for champ in structure.champs.iter().filter(du_candidat) {
            let valeur = valeurs
                .get(usize::from(champ.champ))
                .copied()
                .unwrap_or_default();
            if valeur.is_empty() {
                continue;
            }
            if let Err(erreur) = self.champ(champ, valeur, autour + 1) {
                self.tampon.clear();
                self.ouverts.truncate(autour);
                return Err(erreur);
            }
        }
        while self.ouverts.len() > autour {
            self.fermer();
        }
        self.vider()
    }

    /// Physical lines written so far.
    #[must_use]
    pub fn lignes(&self) -> u64 {
        self.lignes
    }

    /// The physical line of a field of the last candidate; that of the candidate when it has no value.
    #[must_use]
    pub fn ligne_de(&self, champ: u8) -> u64 {
        let sienne = self.places.1.iter().find(|(rang, _)| *rang == champ);
        sienne.map_or(self.places.0, |(_, ligne)| *ligne)
    }

    /// Closes what is open, and gives the output back, flushed.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn terminer(mut self) -> io::Result<W> {
        while !self.ouverts.is_empty() {
            self.fermer();
        }
        self.vider()?;
        self.sortie.flush()?;
        Ok(self.sortie)
    }

    /// A value in its element, and the elements around it opened or closed as they must be; `base` is the
    /// number of elements open around the block, its own included.
    fn champ(&mut self, champ: &'s ChampXml, valeur: &str, base: usize) -> io::Result<()> {
        let Some((element, autour)) = champ.chemin.split_last() else {
            return Ok(());
        };
        let communs = self.ouverts[base.min(self.ouverts.len())..]
            .iter()
            .zip(autour)
            .take_while(|(ouvert, voulu)| **ouvert == voulu.as_str())
            .count();
        while self.ouverts.len() > base + communs {
            self.fermer();
        }
        for nom in &autour[communs..] {
            self.ouvrir(nom);
        }
        // Each byte of the candidate is looked at once.
        let (octets, lignes) = self.comptees;
        let ajoutes = self.tampon.get(octets..).unwrap_or_default();
        let avant = lignes + memchr::memchr_iter(b'\n', ajoutes).count() as u64;
        self.comptees = (self.tampon.len(), avant);
        self.places.1.push((champ.champ, self.lignes + avant + 1));
        self.retrait();
        balise(&mut self.tampon, b"<", element);
        echapper(valeur, &mut self.tampon).map_err(|c| interdit(champ.champ, element, c))?;
        balise(&mut self.tampon, b"</", element);
        self.tampon.push(b'\n');
        Ok(())
    }

    /// Closes and opens elements until those open below the root are these.
    fn aller(&mut self, voulus: &[&'s str]) {
        let communs = self.ouverts[1..]
            .iter()
            .zip(voulus)
            .take_while(|(a, b)| a == b)
            .count();
        while self.ouverts.len() > 1 + communs {
            self.fermer();
        }
        for nom in &voulus[communs..] {
            self.ouvrir(nom);
        }
    }

    fn ouvrir(&mut self, nom: &'s str) {
        self.retrait();
        balise(&mut self.tampon, b"<", nom);
        self.tampon.push(b'\n');
        self.ouverts.push(nom);
    }

    fn fermer(&mut self) {
        if let Some(nom) = self.ouverts.pop() {
            self.retrait();
            balise(&mut self.tampon, b"</", nom);
            self.tampon.push(b'\n');
        }
    }

    fn retrait(&mut self) {
        let espaces = 2 * self.ouverts.len();
        self.tampon.extend(std::iter::repeat_n(b' ', espaces));
    }

    fn vider(&mut self) -> io::Result<()> {
        self.lignes += memchr::memchr_iter(b'\n', &self.tampon).count() as u64;
        self.sortie.write_all(&self.tampon)?;
        self.tampon.clear();
        Ok(())
    }
}

fn balise(tampon: &mut Vec<u8>, ouvrant: &[u8], nom: &str) {
    tampon.extend_from_slice(ouvrant);
    tampon.extend_from_slice(nom.as_bytes());
    tampon.push(b'>');
}

fn interdit(champ: u8, element: &str, caractere: char) -> io::Error {
    io::Error::new(
        io::ErrorKind::InvalidData,
        CaractereInterdit {
            champ,
            element: element.to_owned(),
            caractere,
        },
    )
}

/// Writes a text so that XML gives it back as it is: in an element or in an attribute between quotes.
///
/// # Errors
/// The first character that XML 1.0 cannot hold; what precedes it is written.
pub fn echapper(texte: &str, sortie: &mut Vec<u8>) -> Result<(), char> {
    // Nearly every value is written as it stands.
    if texte
        .bytes()
        .all(|o| (0x20..0x80).contains(&o) && !matches!(o, b'&' | b'<' | b'>' | b'"' | b'\''))
    {
        sortie.extend_from_slice(texte.as_bytes());
        return Ok(());
    }
    let mut tampon = [0; 4];
    for c in texte.chars() {
        let ecrit: &[u8] = match c {
            '&' => b"&amp;",
            '<' => b"&lt;",
            '>' => b"&gt;",
            '"' => b"&quot;",
            '\'' => b"&apos;",
            // As they stand, a reader makes them spaces, or line feeds.
            '\r' => b"&#13;",
            '\n' => b"&#10;",
            '\t' => b"&#9;",
            c if !est_permis(c) => return Err(c),
            c => c.encode_utf8(&mut tampon).as_bytes(),
        };
        sortie.extend_from_slice(ecrit);
    }
    Ok(())
}

/// Whether an XML 1.0 document may hold a character (`Char` in the recommendation, 2.2).
#[must_use]
pub fn est_permis(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn structure(entete: &[&str], candidat: &[&str], champs: &[(Bloc, &str)]) -> StructureXml {
        let noms = |noms: &[&str]| noms.iter().map(|n| (*n).to_owned()).collect();
        StructureXml {
            espace: None,
            racine: "cyclades".to_owned(),
            entete: noms(entete),
            candidat: noms(candidat),
            champs: champs
                .iter()
                .zip(0u8..)
                .map(|((bloc, chemin), champ)| ChampXml {
                    champ,
                    bloc: *bloc,
                    chemin: chemin.split('.').map(str::to_owned).collect(),
                })
                .collect(),
        }
    }

    fn ecrire(structure: &StructureXml, candidats: &[&[&str]]) -> String {
        let entete = |rang| (rang == 0).then(|| "1.0".to_owned());
        let mut ecriture = EcritureXml::nouvelle(Vec::new(), structure, &entete).unwrap();
        for candidat in candidats {
            ecriture.candidat(candidat).unwrap();
        }
        let lignes = ecriture.lignes();
        let ecrit = String::from_utf8(ecriture.terminer().unwrap()).unwrap();
        assert!(lignes < ecrit.lines().count() as u64);
        ecrit
    }

    #[test]
    fn empty_values_have_no_element_and_blocks_nest_as_the_structure_says() {
        let simple = structure(
            &["entete"],
            &["candidat"],
            &[
                (Bloc::Entete, "version"),
                (Bloc::Candidat, "nom"),
                (Bloc::Candidature, "serie"),
            ],
        );
        assert_eq!(
            ecrire(&simple, &[&["", "A & B", ""], &["", "", "23435"]]),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<cyclades>\n  <entete>\n    <version>1.0</version>\n  </entete>\n  \
             <candidat>\n    <nom>A &amp; B</nom>\n  </candidat>\n  <candidat>\n    <serie>23435</serie>\n  </candidat>\n</cyclades>\n"
        );
        let mut emboitee = structure(
            &["lot", "entete"],
            &["lot", "candidats", "candidat"],
            &[
                (Bloc::Entete, "version"),
                (Bloc::Candidat, "identite.nom"),
                (Bloc::Candidat, "identite.prenoms"),
                (Bloc::Candidature, "serie"),
            ],
        );
        emboitee.espace = Some("urn:x?a&b".to_owned());
        assert_eq!(
            ecrire(&emboitee, &[&["", "A", "B", "C"]]),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<cyclades xmlns=\"urn:x?a&amp;b\">\n  <lot>\n    <entete>\n      \
             <version>1.0</version>\n    </entete>\n    <candidats>\n      <candidat>\n        <identite>\n          <nom>A</nom>\n          \
             <prenoms>B</prenoms>\n        </identite>\n        <serie>C</serie>\n      </candidat>\n    </candidats>\n  </lot>\n</cyclades>\n"
        );
    }

    #[test]
    fn what_is_written_is_read_back() {
        for texte in [
            "",
            " a ",
            "<&>\"'",
            "a\r\nb\tc",
            "]]>",
            "é€😀\u{85}\u{2028}",
        ] {
            let mut ecrit = Vec::new();
            echapper(texte, &mut ecrit).unwrap();
            let ecrit = String::from_utf8(ecrit).unwrap();
            assert_eq!(quick_xml::escape::unescape(&ecrit).unwrap(), texte);
            assert!(!ecrit.contains(['<', '\r', '\n']), "{ecrit}");
        }
    }

    #[test]
    fn a_character_that_xml_cannot_hold_is_an_error_that_leaves_nothing_behind() {
        let simple = structure(
            &["entete"],
            &["candidat"],
            &[(Bloc::Entete, "version"), (Bloc::Candidat, "nom")],
        );
        for fautif in ['\0', '\u{1}', '\u{b}', '\u{fffe}'] {
            let mut ecriture = EcritureXml::nouvelle(Vec::new(), &simple, &|_| None).unwrap();
            let valeur = format!("A{fautif}");
            let erreur = ecriture.candidat(&["", &valeur]).unwrap_err();
            let interdit = CaractereInterdit::dans(&erreur).unwrap();
            assert_eq!((interdit.champ, interdit.caractere), (1, fautif));
            assert!(erreur.to_string().contains("« nom »"), "{erreur}");
            ecriture.candidat(&["", "B"]).unwrap();
            let ecrit = String::from_utf8(ecriture.terminer().unwrap()).unwrap();
            assert_eq!(ecrit.matches("<candidat>").count(), 1);
        }
    }
}
