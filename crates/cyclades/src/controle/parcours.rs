//! Going through the rows of a block: what is a candidate, what is not a row, and where each stands.

use crate::champs::Champs;
use crate::lecture::blocs::LIGNE_MAX;
use crate::lecture::encodage::Encodage;
use crate::lecture::enregistrement::{Decoupeur, Ligne, dedoubler};
use crate::lecture::reperage::reperer;
use crate::lecture::xml::defaut::Anomalie;
use crate::plan::SurPlace;

/// The columns of a file, as the rows meet them.
#[derive(Debug, Clone)]
pub struct Colonnes {
    /// The field of each column; 255 for a column that is not read.
    pub champs: Vec<u8>,
    /// Every row ends with one separator too many.
    pub separateur_final: bool,
    /// How many fields the document has.
    pub nombre_de_champs: usize,
}

impl Colonnes {
    /// Every field, by bit.
    #[inline]
    fn tous(&self) -> u64 {
        // A document has 64 fields at most.
        u64::MAX >> (64 - self.nombre_de_champs.clamp(1, 64))
    }
}

/// A column that is not read.
pub const NON_LUE: u8 = u8::MAX;

/// A row with its fields in the order of the document.
pub struct Candidat<'a> {
    /// The values; empty for a field without column.
    pub valeurs: &'a [&'a [u8]],
    /// The fields without a value, by bit.
    pub vides: u64,
    /// Where each field begins in the block.
    pub debuts: Debuts<'a>,
    /// Where the values stand, for those who read whole vectors.
    pub sur_place: SurPlace<'a>,
    /// Where the row stands.
    pub place: Place<'a>,
    /// The field after whose closing quote text follows.
    pub texte_apres_guillemet: Option<u8>,
    /// XML: the element of each field; empty in CSV.
    pub elements: &'a [Element],
    /// XML: what is wrong with the candidate besides its values.
    pub anomalies: &'a [Anomalie],
}

/// The element of a field, as offsets in the block.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Element {
    /// How its value is written.
    pub forme: Forme,
    /// Where its opening tag begins.
    pub balise: usize,
    /// Where its value begins, as it is written: after the tag, or after `<![CDATA[`.
    pub debut: usize,
    /// Where it ends.
    pub fin: usize,
}

/// How the value of an element is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Forme {
    /// No element.
    #[default]
    Absente,
    /// `<nom/>`: it has no room for a value.
    Fermee,
    /// Text, references as they are written.
    Texte,
    /// One CDATA section and nothing else.
    Cdata,
    /// Text in several pieces: comments, CDATA sections or elements stand between them.
    Melee,
}

/// Where the fields of a row begin: asked for the few that are told.
#[derive(Clone, Copy)]
pub enum Debuts<'a> {
    /// By field, those of values that stand in the block as they are.
    Simples(&'a [u32]),
    /// By field.
    Lus(&'a [usize]),
}

impl Debuts<'_> {
    /// Offset of a field in the block, its opening quote included.
    #[must_use]
    pub fn de(&self, champ: u8) -> usize {
        match *self {
            Self::Lus(debuts) => debuts.get(usize::from(champ)).copied().unwrap_or(0),
            Self::Simples(debuts) => debuts
                .get(usize::from(champ))
                .map_or(0, |&debut| debut as usize),
        }
    }
}

/// Where a row stands.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    /// The block.
    pub bloc: &'a [u8],
    /// Offsets of the row in the block, its line break included.
    pub debut: usize,
    /// After its line break.
    pub fin: usize,
    /// Physical line in the block, from 0.
    pub ligne: u32,
    /// Candidate in the block, from 0.
    pub candidat: u32,
    /// Bytes of the file before `debut` on its line: none in CSV, where a row begins a line.
    pub colonne: u64,
}

impl Place<'_> {
    /// The line in the block (from 0) and the byte column (from 1) of an offset at or after `debut`.
    #[must_use]
    pub fn de(&self, octet: usize, encodage: Encodage, fin_de_ligne: u8) -> (u32, u64) {
        let avant = &self.bloc[self.debut..octet.max(self.debut)];
        match memchr::memrchr(fin_de_ligne, avant) {
            None => (self.ligne, self.colonne + encodage.colonne(avant)),
            Some(saut) => {
                let sauts = memchr::memchr_iter(fin_de_ligne, avant).count();
                let ligne = self.ligne + u32::try_from(sauts).unwrap_or(0);
                (ligne, encodage.colonne(&avant[saut + 1..]))
            }
        }
    }
}

/// A row that cannot be read as a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accident {
    /// Another number of fields than the header.
    Champs(usize),
    /// A quote is opened and never closed, or closed lines below.
    Guillemet,
    /// Longer than `LIGNE_MAX`, of so many bytes.
    Demesuree(u64),
    /// XML that is not well formed, or too deep.
    Xml(Anomalie),
}

/// Who goes through the rows.
pub trait Visiteur {
    /// A row with the right number of fields.
    fn candidat(&mut self, candidat: &Candidat<'_>);
    /// A row that is not.
    fn accident(&mut self, accident: Accident, place: Place<'_>);
    /// XML: something wrong outside the candidates.
    fn dehors(&mut self, _anomalie: &Anomalie, _place: Place<'_>) {}
}

/// What a block held.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Comptes {
    /// Rows, blank ones excepted.
    pub candidats: u32,
    /// Physical lines.
    pub lignes: u32,
    /// Blank rows.
    pub vides: u32,
    /// First blank row, in the block, from 0.
    pub premiere_vide: Option<u32>,
}

/// Goes through the rows of a block.
///
/// `a_relire` says that a quote opened on the first row swallows all the others.
pub fn parcourir(
    bloc: &[u8],
    a_relire: bool,
    decoupeur: &Decoupeur,
    colonnes: &Colonnes,
    visiteur: &mut impl Visiteur,
) -> Comptes {
    let mut positions = Vec::with_capacity(bloc.len() / 4);
    reperer(
        bloc,
        decoupeur.separateur(),
        decoupeur.fin_de_ligne(),
        &mut positions,
    );
    let mut parcours = Parcours {
        bloc,
        decoupeur,
        colonnes,
        valeurs: [b""; Champs::MAX],
        debuts: [0; Champs::MAX],
        relecture: if a_relire { bloc.len() } else { 0 },
        comptes: Comptes::default(),
    };
    let mut debut = 0;
    let mut premiere = 0;
    while debut < bloc.len() {
        let reperes = &positions[premiere..];
        if let Some(suivante) = parcours.ligne_simple(debut, reperes, visiteur) {
            premiere += colonnes.champs.len();
            debut = suivante;
        } else {
            debut = parcours.ligne_quelconque(debut, visiteur);
            premiere += reperes
                .iter()
                .take_while(|&&p| (p as usize) < debut)
                .count();
        }
    }
    parcours.comptes
}

struct Parcours<'a> {
    bloc: &'a [u8],
    decoupeur: &'a Decoupeur,
    colonnes: &'a Colonnes,
    /// The values of the last simple row: each of its columns is written again at the next one.
    valeurs: [&'a [u8]; Champs::MAX],
    /// Where they begin.
    debuts: [u32; Champs::MAX],
    /// Rows that a quote swallowed are read again up to here, each for itself.
    relecture: usize,
    comptes: Comptes,
}

/// The fields of a row cut one by one.
struct Lues<'a> {
    valeurs: [&'a [u8]; Champs::MAX],
    /// Where each cell begins, its quote included.
    debuts: [usize; Champs::MAX],
    /// Where its value begins.
    places: [u32; Champs::MAX],
    /// Values with doubled quotes, by bit.
    doublees: u64,
}

impl<'a> Parcours<'a> {
    fn place(&self, debut: usize, fin: usize) -> Place<'a> {
        Place {
            bloc: self.bloc,
            debut,
            fin,
            ligne: self.comptes.lignes,
            candidat: self.comptes.candidats,
            colonne: 0,
        }
    }

    /// A row without quotes and with the right number of fields: its places are those found already.
    /// Gives the offset of the next row, or nothing when the row is not of that sort.
    #[inline]
    fn ligne_simple(
        &mut self,
        debut: usize,
        reperes: &[u32],
        visiteur: &mut impl Visiteur,
    ) -> Option<usize> {
        let (&derniere, separateurs) = reperes.get(..self.colonnes.champs.len())?.split_last()?;
        let fin = derniere as usize;
        let separateur = self.decoupeur.separateur();
        if self.bloc[fin] != self.decoupeur.fin_de_ligne()
            || fin - debut >= LIGNE_MAX
            || separateurs
                .iter()
                .any(|&p| self.bloc[p as usize] != separateur)
        {
            return None;
        }
        let retour = self.decoupeur.retour(self.bloc, debut, fin);
        // As many bytes as separators: no value at all.
        if fin - retour - debut == separateurs.len() {
            self.comptes.noter_vide();
            self.comptes.lignes += 1;
            return Some(fin + 1);
        }
        let mut ici = u32::try_from(debut).unwrap_or(u32::MAX);
        let mut remplis = 0u64;
        for (&champ, &arret) in self.colonnes.champs.iter().zip(reperes) {
            if let (Some(valeur), Some(place)) = (
                self.valeurs.get_mut(usize::from(champ)),
                self.debuts.get_mut(usize::from(champ)),
            ) {
                *valeur = &self.bloc[ici as usize..arret as usize];
                *place = ici;
                remplis |= u64::from(arret > ici) << champ;
            }
            ici = arret + 1;
        }
        if retour == 1
            && let Some(&champ) = self.colonnes.champs.last()
            && let Some(valeur) = self.valeurs.get_mut(usize::from(champ))
            && let Some((_, sans)) = valeur.split_last()
        {
            *valeur = sans;
            remplis &= !(u64::from(sans.is_empty()) << champ);
        }
        visiteur.candidat(&Candidat {
            valeurs: &self.valeurs[..self.colonnes.nombre_de_champs],
            vides: !remplis & self.colonnes.tous(),
            debuts: Debuts::Simples(&self.debuts[..self.colonnes.nombre_de_champs]),
            sur_place: SurPlace {
                bloc: self.bloc,
                debuts: &self.debuts[..self.colonnes.nombre_de_champs],
                ailleurs: 0,
            },
            place: self.place(debut, fin + 1),
            texte_apres_guillemet: None,
            elements: &[],
            anomalies: &[],
        });
        self.comptes.candidats += 1;
        self.comptes.lignes += 1;
        Some(fin + 1)
    }

    /// How far a row may go. One that is read again goes no further than a few lines: quotes that open
    /// on every line would otherwise make each of them swallow all the others in turn.
    fn fin_de_vue(&self, debut: usize) -> usize {
        const RELUE_MAX: usize = 4096;
        if debut >= self.relecture {
            return self.bloc.len();
        }
        let fin_de_ligne = self.decoupeur.fin_de_ligne();
        let ligne = memchr::memchr(fin_de_ligne, &self.bloc[debut..])
            .map_or(self.bloc.len(), |saut| debut + saut + 1);
        (debut + RELUE_MAX).min(self.relecture).max(ligne)
    }

    /// Any other row; gives the offset of the next one.
    fn ligne_quelconque(&mut self, debut: usize, visiteur: &mut impl Visiteur) -> usize {
        let vue = &self.bloc[..self.fin_de_vue(debut)];
        let mut lues = Lues {
            valeurs: [b""; Champs::MAX],
            debuts: [0; Champs::MAX],
            places: [0; Champs::MAX],
            doublees: 0,
        };
        let mut dernier_vide = true;
        let champs = &self.colonnes.champs;
        let ligne = self.decoupeur.couper(vue, debut, |rang, cellule| {
            dernier_vide = cellule.octets.is_empty();
            if let Some(&champ) = champs.get(rang)
                && champ != NON_LUE
            {
                lues.valeurs[usize::from(champ)] = cellule.octets;
                lues.debuts[usize::from(champ)] = cellule.debut;
                lues.places[usize::from(champ)] = u32::try_from(cellule.place).unwrap_or(u32::MAX);
                lues.doublees |= u64::from(cellule.a_dedoubler) << champ;
            }
        });
        let place = self.place(debut, ligne.suivante);
        if est_vide(&ligne, place) {
            self.comptes.noter_vide();
            self.comptes.lignes += 1;
            return ligne.suivante;
        }
        let juste = ligne.champs == champs.len()
            || (self.colonnes.separateur_final && dernier_vide && ligne.champs == champs.len() + 1);
        if !juste
            || ligne.guillemet_ouvert
            || !ligne.terminee
            || ligne.suivante - debut > LIGNE_MAX
            || self.avale_une_ligne(&ligne, place)
        {
            return self.accident(&ligne, place, visiteur);
        }
        let texte_apres_guillemet = ligne
            .texte_apres_guillemet
            .and_then(|rang| champs.get(rang).copied())
            .filter(|&champ| champ != NON_LUE);
        self.signaler(&lues, place, texte_apres_guillemet, visiteur);
        self.comptes.candidats += 1;
        self.comptes.lignes += 1;
        if ligne.sur_plusieurs_lignes {
            let fin_de_ligne = self.decoupeur.fin_de_ligne();
            let octets = &self.bloc[debut..ligne.suivante - 1];
            let sauts = memchr::memchr_iter(fin_de_ligne, octets).count();
            self.comptes.lignes += u32::try_from(sauts).unwrap_or(u32::MAX);
        }
        ligne.suivante
    }

    /// Whether a quoted value that spans lines holds as many separators as a whole row: it then closes
    /// at the quote of another candidate.
    fn avale_une_ligne(&self, ligne: &Ligne, place: Place<'_>) -> bool {
        if !ligne.sur_plusieurs_lignes {
            return false;
        }
        let octets = &self.bloc[place.debut..place.fin];
        let separateurs = memchr::memchr_iter(self.decoupeur.separateur(), octets).count();
        let dedans = separateurs.saturating_sub(ligne.champs - 1);
        ligne.texte_apres_guillemet.is_some() || dedans + 1 >= self.colonnes.champs.len()
    }

    /// Doubled quotes are undone apart: few rows have them.
    fn signaler(
        &self,
        lues: &Lues<'_>,
        place: Place<'a>,
        texte_apres_guillemet: Option<u8>,
        visiteur: &mut impl Visiteur,
    ) {
        let libres: Vec<(usize, Vec<u8>)> = (0..Champs::MAX)
            .filter(|rang| lues.doublees >> rang & 1 == 1)
            .map(|rang| {
                let mut libre = Vec::with_capacity(lues.valeurs[rang].len());
                dedoubler(lues.valeurs[rang], &mut libre);
                (rang, libre)
            })
            .collect();
        let mut valeurs = lues.valeurs;
        for (rang, libre) in &libres {
            valeurs[*rang] = libre;
        }
        let nombre = self.colonnes.nombre_de_champs;
        visiteur.candidat(&Candidat {
            valeurs: &valeurs[..nombre],
            vides: (0..nombre)
                .filter(|&rang| valeurs[rang].is_empty())
                .fold(0, |v, r| v | 1 << r),
            debuts: Debuts::Lus(&lues.debuts[..nombre]),
            sur_place: SurPlace {
                bloc: self.bloc,
                debuts: &lues.places[..nombre],
                ailleurs: lues.doublees,
            },
            place,
            texte_apres_guillemet,
            elements: &[],
            anomalies: &[],
        });
    }

    fn accident(
        &mut self,
        ligne: &Ligne,
        mut place: Place<'a>,
        visiteur: &mut impl Visiteur,
    ) -> usize {
        let mut suivante = ligne.suivante;
        if ligne.sur_plusieurs_lignes || ligne.guillemet_ouvert || !ligne.terminee {
            // The quote swallowed the lines below: only the first is lost, the others are read again.
            self.relecture = self.relecture.max(ligne.suivante);
            let fin_de_ligne = self.decoupeur.fin_de_ligne();
            suivante = memchr::memchr(fin_de_ligne, &self.bloc[place.debut..])
                .map_or(self.bloc.len(), |saut| place.debut + saut + 1);
            place.fin = suivante;
            visiteur.accident(Accident::Guillemet, place);
        } else if ligne.suivante - place.debut > LIGNE_MAX {
            visiteur.accident(
                Accident::Demesuree((ligne.suivante - place.debut) as u64),
                place,
            );
        } else {
            visiteur.accident(Accident::Champs(ligne.champs), place);
        }
        self.comptes.candidats += 1;
        self.comptes.lignes += 1;
        suivante
    }
}

impl Comptes {
    fn noter_vide(&mut self) {
        self.vides += 1;
        self.premiere_vide.get_or_insert(self.lignes);
    }
}

/// A row without any value: nothing, or only separators, as spreadsheets leave below a table.
fn est_vide(ligne: &Ligne, place: Place<'_>) -> bool {
    let octets = ligne.suivante - place.debut;
    octets == ligne.champs
        || (octets == ligne.champs + 1 && place.bloc[..ligne.suivante].ends_with(b"\r\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lecture::dialecte::{Dialecte, FinDeLigne};

    #[derive(Default)]
    struct Journal(Vec<String>);

    impl Visiteur for Journal {
        fn candidat(&mut self, c: &Candidat<'_>) {
            let valeurs: Vec<_> = c
                .valeurs
                .iter()
                .map(|v| String::from_utf8_lossy(v).into_owned())
                .collect();
            self.0
                .push(format!("{}:{}", c.place.ligne, valeurs.join("|")));
        }
        fn accident(&mut self, accident: Accident, place: Place<'_>) {
            self.0.push(format!("{}:{accident:?}", place.ligne));
        }
    }

    fn lire(texte: &str) -> (Vec<String>, Comptes) {
        let dialecte = Dialecte {
            separateur: b';',
            fin_de_ligne: FinDeLigne::Lf,
        };
        let decoupeur = Decoupeur::new(dialecte, Encodage::Utf8);
        let colonnes = Colonnes {
            champs: vec![1, 0],
            separateur_final: false,
            nombre_de_champs: 2,
        };
        let mut journal = Journal::default();
        let comptes = parcourir(texte.as_bytes(), false, &decoupeur, &colonnes, &mut journal);
        (journal.0, comptes)
    }

    #[test]
    fn rows_are_told_from_accidents_and_blanks() {
        let (journal, comptes) = lire("a;b\n\n;\r\nc\nd;e;f\n\"g\n\";\"h\"\"i\"\n");
        assert_eq!(
            journal,
            ["0:b|a", "3:Champs(1)", "4:Champs(3)", "5:h\"i|g\n"]
        );
        assert_eq!(
            comptes,
            Comptes {
                candidats: 4,
                lignes: 7,
                vides: 2,
                premiere_vide: Some(1)
            }
        );
    }

    #[test]
    fn a_quote_that_swallows_rows_costs_one_line_only() {
        let (journal, comptes) = lire("\"a;b\nc;d\ne\";f;g\nh;i\n");
        assert_eq!(journal, ["0:Guillemet", "1:d|c", "2:Champs(3)", "3:i|h"]);
        assert_eq!((comptes.candidats, comptes.lignes), (4, 4));
    }
}
