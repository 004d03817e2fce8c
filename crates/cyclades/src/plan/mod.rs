//! The rules of an edition, compiled for one exam, one session, one context.

mod crible;
mod fabrique;
mod regard;
mod tamis;

use std::ops::Range;

use guichet_nomenclatures::Communes;
use guichet_nomenclatures::cyclades::{Domaine, ListesCyclades};
use guichet_nomenclatures::index::IndexCodes;
use guichet_socle::caracteres::Sorte;
use guichet_socle::programme::{
    Compilateur, Declarations, Epreuve, Faits, Programme, numero_du_jour,
};
use guichet_socle::texte::Texte;
use guichet_socle::{ErreurEdition, Resultat};
use toml::Spanned;

use crate::champs::Champs;
use crate::faits::{self, Bits, FIN_DE_SESSION, JOUR_DE_NAISSANCE, NOMBRES, Reperes, bit, octets};
use crate::lecture::encodage::Encodage;
use crate::parametres::{Parametre, Parametres};
use crate::{Contexte, EditionCyclades, Examen, Session};
use crible::Crible;
use fabrique::{Fabrique, indexer, listes_de_codes, trop};

pub use crible::SurPlace;
pub use fabrique::verifier;

/// Numbers of a row: the derived ones, and the fixed dates that conditions cite.
const NOMBRES_MAX: usize = 16;

/// What a check is for. Absent parts were neither given nor found in the file's name.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cadre {
    /// The exam.
    pub examen: Option<Examen>,
    /// The session, when it is well formed.
    pub session: Option<Session>,
    /// Its year, which a badly formed session may still tell.
    pub annee: Option<i16>,
    /// What the file does not say.
    pub contexte: Contexte,
}

/// The codes of the edition that facts compare values with.
#[derive(Debug, Clone)]
struct Codes {
    france: Box<[u8]>,
    section_europeenne: Box<[u8]>,
    scolaire: Box<[u8]>,
}

impl Codes {
    fn de(parametres: &Parametres) -> Self {
        let octets = |parametre: &Parametre<String>| parametre.valeur.as_bytes().into();
        Self {
            france: octets(&parametres.code_de_la_france),
            section_europeenne: octets(&parametres.enseignement_de_la_section_europeenne),
            scolaire: octets(&parametres.prefixe_des_categories_scolaires),
        }
    }
}

/// The instructions of one field: for a value that is absent or blank, and for one that is not.
#[derive(Debug, Clone)]
struct Groupes {
    si_vide: Range<usize>,
    si_renseigne: Range<usize>,
}

/// A compiled plan: what a row runs through.
#[derive(Debug, Clone)]
pub struct Plan {
    /// What it was compiled for.
    pub cadre: Cadre,
    /// Where the facts find their fields.
    pub reperes: Reperes,
    programme: Programme<IndexCodes>,
    groupes: Vec<Groupes>,
    crible: Crible,
    /// By field, the other fields that its rules read, itself included.
    lus: Vec<u64>,
    index_specialites: IndexCodes,
    pays: IndexCodes,
    bits_de_specialite: Vec<Bits>,
    enseignements: Vec<EnseignementListe>,
    communes: Communes,
    session_de_reference: i16,
    codes: Codes,
    /// Bits that hold for every row.
    constants: Bits,
    nombres: Vec<Option<i64>>,
}

/// A teaching limited to a speciality, as bytes.
#[derive(Debug, Clone)]
struct EnseignementListe {
    code: String,
    specialite: Option<String>,
}

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Echec {
    /// A rule is not met, by rank.
    Regle(u16),
    /// A NUL stands in the value: no rule is run on it.
    Nul,
    /// A character was lost: no rule is run on it.
    Illisible,
}

impl Plan {
    /// Compiles the rules.
    ///
    /// # Errors
    /// A rule names something that does not exist, with file and line.
    pub fn compiler(
        edition: &EditionCyclades,
        cadre: Cadre,
        encodage: Encodage,
    ) -> Result<Self, ErreurEdition> {
        let domaines = cadre.examen.map(Examen::domaines).unwrap_or_default();
        let (listes, rangs) = listes_de_codes(
            &edition.listes,
            &edition.parametres.code_d_un_autre_pays.valeur,
            &domaines,
        )?;
        let declarations = Declarations {
            faits: &edition.faits,
            classes: &edition.classes,
            listes: &rangs,
        };
        let mut fabrique = Fabrique {
            edition,
            compilateur: Compilateur::new(&edition.conditions, &declarations),
            domaines: &domaines,
        };
        let mut instructions = Vec::new();
        let mut groupes = Vec::new();
        for rang in 0..edition.champs.liste.len() {
            groupes.push(fabrique.champ(rang, &mut instructions)?);
        }
        let (programme, fixes) = fabrique.compilateur.terminer(instructions, listes);
        let mut nombres = vec![None; NOMBRES];
        nombres[FIN_DE_SESSION] = cadre.session.map(|session| numero_du_jour(session.fin()));
        nombres.extend(fixes.into_iter().map(Some));
        if nombres.len() > NOMBRES_MAX {
            return Err(trop(&edition.edition.dossier));
        }
        // The fields of the header come first, and are checked once for the file.
        let premier_champ = edition
            .champs
            .liste
            .iter()
            .take_while(|champ| champ.bloc == crate::champs::Bloc::Entete)
            .count();
        let specialites: Vec<_> = domaines
            .iter()
            .flat_map(|&domaine| edition.listes.specialites(domaine))
            .collect();
        Ok(Self {
            cadre,
            reperes: Reperes::des_champs(&edition.champs),
            crible: Crible::de(&programme, &groupes, premier_champ, encodage),
            lus: lus(&programme, &groupes),
            programme,
            groupes,
            pays: indexer(
                edition
                    .listes
                    .liste_pays()
                    .iter()
                    .map(|p| p.code.as_str())
                    .chain([edition.parametres.code_d_un_autre_pays.valeur.as_str()]),
            )?,
            index_specialites: indexer(specialites.iter().map(|s| s.code.as_str()))?,
            bits_de_specialite: specialites
                .iter()
                .map(|s| faits::bits_de_specialite(s, cadre.annee, &edition.listes))
                .collect(),
            enseignements: domaines
                .iter()
                .flat_map(|&domaine| edition.listes.enseignements(domaine))
                .map(|e| EnseignementListe {
                    code: e.code.to_string(),
                    specialite: e.specialite.map(|s| s.to_string()),
                })
                .collect(),
            constants: enseignements_de_l_examen(&edition.listes, &domaines),
            communes: edition.communes.clone(),
            session_de_reference: edition.session_de_reference,
            codes: Codes::de(&edition.parametres),
            nombres,
        })
    }

    /// How many fields a row has.
    #[must_use]
    pub fn champs(&self) -> usize {
        self.groupes.len()
    }

    /// The facts of a row.
    #[inline]
    fn deriver(&self, valeurs: &[&[u8]], nombres: &mut [Option<i64>; NOMBRES_MAX]) -> Bits {
        let mut bits = self.constants;
        let lire = |rang| octets(valeurs, rang);
        let pays_naissance = lire(self.reperes.pays_naissance);
        bits.poser_si_connu(bit::NAISSANCE_EN_FRANCE, self.en_france(pays_naissance));
        let pays = lire(self.reperes.pays);
        bits.poser_si_connu(bit::RESIDENCE_EN_FRANCE, self.en_france(pays));
        let enseignement = lire(self.reperes.enseignement);
        bits.poser(
            bit::SECTION_EUROPEENNE,
            *enseignement == *self.codes.section_europeenne,
        );
        let categorie = lire(self.reperes.categorie);
        let scolaire = (!categorie.is_empty()).then(|| self.est_scolaire(categorie));
        bits.poser_si_connu(bit::INE_EXIGE, self.cadre.contexte.ine_exige(scolaire));
        let naissance = faits::jour(lire(self.reperes.date_naissance));
        bits.poser(bit::DATE_NAISSANCE_REELLE, naissance.is_some());
        let export = lire(self.reperes.date_heure_export);
        if !export.is_empty() {
            bits.poser(
                bit::DATE_HEURE_EXPORT_REELLE,
                faits::moment(export).is_some(),
            );
        }
        if let Some(fausse) = faits::cle_fausse(lire(self.reperes.etablissement)) {
            bits.poser(bit::CLE_D_UAI_FAUSSE, fausse);
        }
        // No rule speaks of a place abroad: the list of the communes is only read when it is of use.
        if bits.vrais & bit::NAISSANCE_EN_FRANCE != 0 {
            faits::de_la_commune(
                &self.communes,
                lire(self.reperes.departement),
                lire(self.reperes.commune),
                naissance,
                &mut bits,
            );
        }
        let serie = lire(self.reperes.serie);
        if let Some(rang) = self.index_specialites.chercher(serie) {
            bits = bits.avec(
                usize::try_from(rang)
                    .ok()
                    .and_then(|rang| self.bits_de_specialite.get(rang).copied())
                    .unwrap_or_default(),
            );
            if !enseignement.is_empty() {
                bits.poser_si_connu(
                    bit::ENSEIGNEMENT_D_UNE_AUTRE_SPECIALITE,
                    self.autre_specialite(enseignement, serie),
                );
            }
        }
        for (place, nombre) in nombres.iter_mut().zip(&self.nombres) {
            *place = *nombre;
        }
        nombres[JOUR_DE_NAISSANCE] = naissance.map(numero_du_jour);
        bits
    }

    /// Whether a category is that of school candidates (register CY-12).
    #[inline]
    #[must_use]
    pub fn est_scolaire(&self, categorie: &[u8]) -> bool {
        categorie.starts_with(&self.codes.scolaire)
    }

    /// Whether a country is France; unknown when the code is no country's.
    #[inline]
    fn en_france(&self, pays: &[u8]) -> Option<bool> {
        if *pays == *self.codes.france {
            Some(true)
        } else {
            self.pays.chercher(pays).map(|_| false)
        }
    }

    fn autre_specialite(&self, enseignement: &[u8], serie: &[u8]) -> Option<bool> {
        let mut listes = self
            .enseignements
            .iter()
            .filter(|e| e.code.as_bytes() == enseignement)
            .peekable();
        listes.peek()?;
        Some(!listes.any(|e| {
            e.specialite
                .as_deref()
                .is_none_or(|s| s.as_bytes() == serie)
        }))
    }

    /// Whether a case limited to these domains concerns the exam.
    #[must_use]
    pub fn concerne(&self, domaines: &[Spanned<String>]) -> bool {
        let siens = self.cadre.examen.map(Examen::domaines).unwrap_or_default();
        domaines.is_empty()
            || domaines
                .iter()
                .any(|d| siens.iter().any(|s| s.code() == d.get_ref()))
    }

    /// The rules that one value of one field fails, whatever the rest of the row: for the header, and for
    /// the session that a file's name holds.
    #[must_use]
    pub fn defauts_de_champ(&self, rang: u8, valeur: &str) -> Vec<u16> {
        let mut valeurs: Vec<&[u8]> = vec![b""; self.groupes.len()];
        let Some(place) = valeurs.get_mut(usize::from(rang)) else {
            return Vec::new();
        };
        *place = valeur.as_bytes();
        let mut nombres = [None; NOMBRES_MAX];
        let mut bits = self.deriver(&valeurs, &mut nombres);
        if Some(rang) == self.reperes.annee_session {
            let annee = Session::annee_de(valeur);
            let de_l_edition = annee.map(|annee| annee == self.session_de_reference);
            bits.poser_si_connu(bit::SESSION_DE_L_EDITION, de_l_edition);
        }
        let mut defauts = Vec::new();
        self.examiner(
            &valeurs,
            1 << rang,
            bits,
            &nombres,
            &decoder,
            &mut |_, echec| {
                if let Echec::Regle(condition) = echec {
                    defauts.push(condition);
                }
            },
        );
        defauts
    }

    /// Runs every rule over a row; `echec` gets, field by field then rule by rule, what is against the
    /// text. What a missing fact leaves open is not told here: its absence already is.
    /// `vides` are the fields without a value, by bit; `place` where they stand, if in a block
    /// (else `SurPlace::default()`); `texte` says what a value holds. Gives back the boolean facts of the row.
    #[inline]
    pub fn executer<'v>(
        &self,
        valeurs: &[&'v [u8]],
        vides: u64,
        place: SurPlace<'_>,
        texte: impl Fn(&'v [u8]) -> Texte<'v>,
        mut echec: impl FnMut(u8, Echec),
    ) -> Bits {
        let mut nombres = [None; NOMBRES_MAX];
        let bits = self.deriver(valeurs, &mut nombres);
        let faits = Faits {
            textes: &[],
            nombres: &nombres,
            vrais: bits.vrais,
            connus: bits.connus,
        };
        let suspects = self
            .crible
            .suspects(&self.programme, valeurs, vides, place, &faits);
        if suspects != 0 {
            self.examiner(valeurs, suspects, bits, &nombres, &texte, &mut echec);
        }
        bits
    }

    /// Runs the rules of some fields, by bit.
    fn examiner<'v>(
        &self,
        valeurs: &[&'v [u8]],
        suspects: u64,
        bits: Bits,
        nombres: &[Option<i64>; NOMBRES_MAX],
        texte: &impl Fn(&'v [u8]) -> Texte<'v>,
        echec: &mut impl FnMut(u8, Echec),
    ) {
        let mut textes = [Texte::VIDE; Champs::MAX];
        let lus = rangs(suspects).fold(0, |lus, rang| lus | self.lus[rang]);
        for rang in rangs(lus) {
            textes[rang] = texte(valeurs[rang]);
        }
        let faits = Faits {
            textes: &textes[..valeurs.len()],
            nombres,
            vrais: bits.vrais,
            connus: bits.connus,
        };
        for rang in rangs(suspects) {
            let champ = u8::try_from(rang).unwrap_or(u8::MAX);
            let valeur = &textes[rang];
            if valeur.masque & Sorte::Nul.bit() != 0 {
                echec(champ, Echec::Nul);
            } else if valeur.masque & Sorte::Illisible.bit() != 0 {
                echec(champ, Echec::Illisible);
            } else {
                self.champ(&self.groupes[rang], valeur, &faits, &mut |condition| {
                    echec(champ, Echec::Regle(condition));
                });
            }
        }
    }

    fn champ(
        &self,
        groupes: &Groupes,
        texte: &Texte<'_>,
        faits: &Faits<'_>,
        echec: &mut impl FnMut(u16),
    ) {
        if texte.masque & !Sorte::Espace.bit() == 0 {
            let mut absent = texte.octets.is_empty();
            self.programme
                .executer(groupes.si_vide.clone(), faits, |rang, resultat| {
                    if resultat == Resultat::NonRempli {
                        absent = true;
                        echec(self.programme.instructions[rang].condition);
                    }
                });
            // A value made of spaces only is told once: as absent, where it is required.
            if absent {
                return;
            }
        }
        self.programme
            .executer(groupes.si_renseigne.clone(), faits, |rang, resultat| {
                if resultat == Resultat::NonRempli {
                    echec(self.programme.instructions[rang].condition);
                }
            });
    }
}

/// The ranks of the bits of a mask.
fn rangs(mut masque: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let rang = (masque != 0).then(|| masque.trailing_zeros() as usize)?;
        masque &= masque - 1;
        Some(rang)
    })
}

/// A value of the header, already text.
fn decoder(octets: &[u8]) -> Texte<'_> {
    Texte::new(std::str::from_utf8(octets).unwrap_or_default())
}

/// By field, the texts that its instructions read.
fn lus(programme: &Programme<IndexCodes>, groupes: &[Groupes]) -> Vec<u64> {
    groupes
        .iter()
        .enumerate()
        .map(|(rang, groupes)| {
            programme.instructions[groupes.si_vide.start..groupes.si_renseigne.end]
                .iter()
                .fold(1u64 << rang, |lus, i| {
                    lus | textes_lus(programme, &i.epreuve)
                })
        })
        .collect()
}

fn textes_lus(programme: &Programme<IndexCodes>, epreuve: &Epreuve) -> u64 {
    match *epreuve {
        Epreuve::Renseigne(texte)
        | Epreuve::Caracteres { texte, .. }
        | Epreuve::Longueur { texte, .. }
        | Epreuve::Motif { texte, .. }
        | Epreuve::Sans { texte, .. }
        | Epreuve::DansListe { texte, .. }
        | Epreuve::EgalTexte { texte, .. } => 1 << texte,
        Epreuve::Toutes { debut, fin }
        | Epreuve::AuMoinsUne { debut, fin }
        | Epreuve::Aucune { debut, fin } => programme
            .suite(debut, fin)
            .iter()
            .fold(0, |lus, epreuve| lus | textes_lus(programme, epreuve)),
        Epreuve::EstVrai(_)
        | Epreuve::Entre { .. }
        | Epreuve::Avant { .. }
        | Epreuve::Apres { .. } => 0,
    }
}

/// When the speciality is not known, the exam alone may tell: one without any teaching, or one whose
/// teachings are for every speciality.
pub(crate) fn enseignements_de_l_examen(listes: &ListesCyclades, domaines: &[Domaine]) -> Bits {
    let mut bits = Bits::default();
    if domaines.is_empty() {
        return bits;
    }
    let generaux = |domaine| {
        listes
            .enseignements(domaine)
            .iter()
            .any(|e| e.specialite.is_none())
    };
    if domaines.iter().all(|&d| listes.enseignements(d).is_empty()) {
        bits.poser(bit::ENSEIGNEMENT_NON_CONCERNE, true);
    } else if domaines.iter().all(|&d| generaux(d)) {
        bits.poser(bit::ENSEIGNEMENT_NON_CONCERNE, false);
    }
    bits
}
