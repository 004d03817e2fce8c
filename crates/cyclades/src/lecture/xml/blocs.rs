//! A file by blocks that begin at a candidate, so that blocks can be checked apart and in any order.

use std::io::{self, Read};

use super::jeton::{Genre, SECTIONS, est_blanc, lire, local};
use super::modele::{Modele, Recherche, Trouve};
use crate::lecture::blocs::{Bloc, LIGNE_MAX, Saut};
use crate::lecture::encodage::Encodage;

/// No more than this is kept: the longest candidate, and the name of the next one.
const TAMPON_MAX: usize = LIGNE_MAX + 256;

/// Cuts a source into blocks. Where it cuts depends on the content only, never on the size of the reads.
pub struct BlocsXml<'m, R> {
    source: R,
    modele: &'m Modele,
    encodage: Encodage,
    fin_de_ligne: u8,
    tampon: Vec<u8>,
    plein: usize,
    fini: bool,
    taille: usize,
    /// Bytes of the file before the buffer on its line.
    colonne: u64,
    /// The buffer begins after the end of a candidate that was cut off: what comes is to be skipped.
    a_passer: bool,
    /// The end was given.
    rendu: bool,
}

impl<'m, R: Read> BlocsXml<'m, R> {
    /// Starts at the first candidate, which `colonne` bytes precede on its line.
    pub fn new(
        source: R,
        modele: &'m Modele,
        encodage: Encodage,
        fin_de_ligne: u8,
        colonne: u64,
        taille: usize,
    ) -> Self {
        Self {
            source,
            modele,
            encodage,
            fin_de_ligne,
            tampon: Vec::new(),
            plein: 0,
            fini: false,
            taille: taille.clamp(1, LIGNE_MAX),
            colonne,
            a_passer: false,
            rendu: false,
        }
    }

    /// The next block; `libre` is a buffer to use again.
    ///
    /// # Errors
    /// The source cannot be read.
    pub fn suivant(&mut self, libre: Vec<u8>) -> io::Result<Option<Bloc>> {
        if self.a_passer {
            self.a_passer = false;
            return self.sauter(libre, false).map(Some);
        }
        let mut voulu = self.taille;
        loop {
            self.remplir(voulu.min(TAMPON_MAX))?;
            if self.plein == 0 {
                return Ok(None);
            }
            let coupure = self.coupure();
            if coupure > 0 {
                return Ok(Some(self.detacher(coupure, libre)));
            }
            if self.fini && self.plein < TAMPON_MAX {
                let mut bloc = self.detacher(self.plein, libre);
                bloc.dernier = !self.rendu;
                self.rendu = true;
                return Ok(Some(bloc));
            }
            if self.plein >= TAMPON_MAX {
                return self.demesure(libre).map(Some);
            }
            voulu = self.plein + self.taille;
        }
    }

    fn remplir(&mut self, voulu: usize) -> io::Result<()> {
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

    /// The last candidate that begins after the first byte, or 0.
    fn coupure(&self) -> usize {
        let octets = &self.tampon[..self.plein];
        let speciale = memchr::memmem::find(octets, b"<!").is_some()
            || memchr::memmem::find(octets, b"<?").is_some();
        if !speciale {
            return memchr::memmem::rfind_iter(octets, &self.modele.balise)
                .find(|&rang| self.modele.commence(&octets[rang..]))
                .unwrap_or(0);
        }
        let mut recherche = Recherche::default();
        let mut derniere = 0;
        while let Trouve::Candidat(rang) =
            recherche.suivant(self.modele, octets, derniere + 1, false)
        {
            derniere = rang;
        }
        derniere
    }

    fn detacher(&mut self, position: usize, mut libre: Vec<u8>) -> Bloc {
        libre.clear();
        libre.extend_from_slice(&self.tampon[position..self.plein]);
        self.plein = libre.len();
        std::mem::swap(&mut self.tampon, &mut libre);
        libre.truncate(position);
        let colonne = self.colonne;
        self.colonne = avancer(self.encodage, self.fin_de_ligne, colonne, &libre);
        Bloc {
            octets: libre,
            colonne,
            ..Bloc::default()
        }
    }

    /// What begins the buffer is too long to be kept: a candidate that ends is read all the same, and
    /// what follows it is skipped.
    fn demesure(&mut self, libre: Vec<u8>) -> io::Result<Bloc> {
        let octets = &self.tampon[..self.plein];
        if !self.modele.commence(octets) {
            return self.sauter(libre, false);
        }
        // Sections that hold the closing tag as text are too rare to matter here.
        match memchr::memmem::find(octets, &self.modele.fermante) {
            Some(rang) => {
                self.a_passer = true;
                Ok(self.detacher(rang + self.modele.fermante.len(), libre))
            }
            None => self.sauter(libre, true),
        }
    }

    /// Skips up to the next candidate, keeping nothing but lengths.
    fn sauter(&mut self, mut libre: Vec<u8>, candidat: bool) -> io::Result<Bloc> {
        /// Longer than any opening looked for.
        const VUE: usize = 512;
        let colonne = self.colonne;
        let mut saut = Saut {
            propre: !candidat,
            ..Saut::default()
        };
        let mut dans = None;
        let mut ici = if candidat {
            self.modele.balise.len()
        } else {
            0
        };
        loop {
            if self.plein - ici < VUE && !self.fini {
                self.passer(ici, &mut saut);
                ici = 0;
                self.remplir(self.taille.max(2 * VUE))?;
            }
            let (passes, fini) = self.examiner(ici, &mut dans, &mut saut.propre);
            ici += passes;
            if passes == 0 && fini {
                break;
            }
        }
        self.passer(ici, &mut saut);
        saut.ouverte = dans.is_some();
        self.rendu |= self.plein == 0;
        libre.clear();
        Ok(Bloc {
            octets: libre,
            demesuree: candidat.then_some(saut.octets),
            saut: Some(saut),
            colonne,
            ..Bloc::default()
        })
    }

    /// How many bytes from `ici` can be skipped, and whether the skipping ends when there is none.
    fn examiner(&self, ici: usize, dans: &mut Option<usize>, propre: &mut bool) -> (usize, bool) {
        let octets = &self.tampon[ici..self.plein];
        if let Some(section) = *dans {
            let fermant = SECTIONS[section].1;
            return match memchr::memmem::find(octets, fermant) {
                Some(rang) => {
                    *dans = None;
                    (rang + fermant.len(), false)
                }
                None if self.fini => (octets.len(), true),
                // The end of the section may be cut by that of the buffer.
                None => (octets.len().saturating_sub(fermant.len() - 1), false),
            };
        }
        if self.modele.commence(octets) {
            return (0, true);
        }
        let ouverte = SECTIONS
            .iter()
            .position(|(ouvrant, ..)| octets.starts_with(ouvrant));
        if let Some(section) = ouverte {
            *dans = Some(section);
            *propre &= section != 1;
            return (SECTIONS[section].0.len(), false);
        }
        let fin = memchr::memchr(b'<', octets.get(1..).unwrap_or_default())
            .map_or(octets.len(), |rang| rang + 1);
        let morceau = &octets[..fin];
        *propre &= morceau.iter().all(|&o| est_blanc(o)) || self.ferme_un_contenant(morceau);
        (fin, self.fini)
    }

    /// The end of what is around the candidates is no stray content.
    fn ferme_un_contenant(&self, morceau: &[u8]) -> bool {
        let jeton = lire(morceau, 0);
        let nom = local(&morceau[jeton.nom.0..jeton.nom.1]);
        jeton.genre == Genre::Fermante
            && self.modele.autour.iter().any(|a| a.as_bytes() == nom)
            && morceau[jeton.fin..].iter().all(|&o| est_blanc(o))
    }

    fn passer(&mut self, octets: usize, saut: &mut Saut) {
        let passes = &self.tampon[..octets];
        saut.octets += octets as u64;
        saut.lignes += memchr::memchr_iter(self.fin_de_ligne, passes).count() as u64;
        self.colonne = avancer(self.encodage, self.fin_de_ligne, self.colonne, passes);
        self.tampon.copy_within(octets..self.plein, 0);
        self.plein -= octets;
    }
}

/// Bytes of the file on the current line once these have been passed.
#[must_use]
pub fn avancer(encodage: Encodage, fin_de_ligne: u8, colonne: u64, octets: &[u8]) -> u64 {
    match memchr::memrchr(fin_de_ligne, octets) {
        Some(saut) => encodage.colonne(&octets[saut + 1..]) - 1,
        None => colonne + encodage.colonne(octets) - 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::structure::StructureXml;

    fn modele() -> Modele {
        let structure = StructureXml {
            espace: None,
            racine: "r".to_owned(),
            entete: vec!["e".to_owned()],
            candidat: vec!["c".to_owned()],
            champs: Vec::new(),
        };
        Modele::new(&structure, b"", Vec::new())
    }

    /// The candidates of a text, and what was skipped.
    fn blocs(texte: &[u8], taille: usize) -> (Vec<String>, Vec<Saut>) {
        let modele = modele();
        let mut blocs = BlocsXml::new(texte, &modele, Encodage::Utf8, b'\n', 0, taille);
        let (mut segments, mut sauts) = (Vec::new(), Vec::new());
        let mut derniers = 0;
        while let Some(bloc) = blocs.suivant(Vec::new()).unwrap() {
            let mut recherche = Recherche::default();
            let mut debut = 0;
            while debut < bloc.octets.len() {
                let fin = match recherche.suivant(&modele, &bloc.octets, debut + 1, true) {
                    Trouve::Candidat(fin) => fin,
                    _ => bloc.octets.len(),
                };
                segments.push(String::from_utf8(bloc.octets[debut..fin].to_vec()).unwrap());
                debut = fin;
            }
            derniers += usize::from(bloc.dernier);
            sauts.extend(bloc.saut);
        }
        assert!(derniers <= 1);
        (segments, sauts)
    }

    #[test]
    fn blocks_begin_at_a_candidate_whatever_their_size() {
        let texte =
            "<c>1</c>\n<c a='2'/><!-- <c> --><c>\n<![CDATA[<c>]]></c><cc/><c>4<?p <c> ?></c></r>";
        let attendu = [
            "<c>1</c>\n",
            "<c a='2'/><!-- <c> -->",
            "<c>\n<![CDATA[<c>]]></c><cc/>",
            "<c>4<?p <c> ?></c></r>",
        ];
        for taille in 1..texte.len() + 2 {
            let (segments, sauts) = blocs(texte.as_bytes(), taille);
            assert_eq!(segments, attendu, "{taille}");
            assert!(sauts.is_empty());
        }
    }

    #[test]
    fn a_section_never_closed_at_the_end_hides_no_candidate() {
        for taille in 1..40 {
            let (segments, _) = blocs(b"<c/><c><!-- <c>2</c><c>3</c>", taille);
            assert_eq!(segments, ["<c/>", "<c><!-- ", "<c>2</c>", "<c>3</c>"]);
        }
    }

    #[test]
    fn what_is_too_long_is_skipped_and_measured() {
        let long = "x\n".repeat(LIGNE_MAX);
        let commentaire = format!("<c>1</c><!--{long}<c>-->\n<c>2</c></r>");
        let candidat = format!("<c>1</c><c>{long}</c>\n<c>2</c></r>");
        let texte = format!("<c>1</c>{long}<c>2</c></r>");
        for taille in [1000, 1 << 18, 1 << 30] {
            let (segments, sauts) = blocs(commentaire.as_bytes(), taille);
            assert_eq!(segments, ["<c>1</c>", "<c>2</c></r>"], "{taille}");
            let octets = 2 * LIGNE_MAX as u64 + 11;
            let saut = Saut {
                octets,
                lignes: LIGNE_MAX as u64 + 1,
                propre: true,
                ouverte: false,
            };
            assert_eq!(sauts, [saut]);
            let (segments, sauts) = blocs(candidat.as_bytes(), taille);
            assert_eq!(segments, ["<c>1</c>", "<c>2</c></r>"], "{taille}");
            assert_eq!((sauts[0].octets, sauts[0].propre), (octets - 3, false));
            let (segments, sauts) = blocs(texte.as_bytes(), taille);
            assert_eq!(segments, ["<c>1</c>", "<c>2</c></r>"], "{taille}");
            assert!(!sauts[0].propre);
        }
    }

    #[test]
    fn a_comment_never_closed_says_that_the_rest_is_lost() {
        let texte = format!("<c>1</c><!--{}<c>2</c>", " ".repeat(3 * LIGNE_MAX));
        let (segments, sauts) = blocs(texte.as_bytes(), 1 << 18);
        assert_eq!(segments, ["<c>1</c>"]);
        assert!(sauts[0].ouverte);
    }
}
