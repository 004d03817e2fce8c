//! Which courses are eligible: the list of the edition, the specialities it declares, what it excludes.

use std::collections::{BTreeMap, BTreeSet};

use guichet_nomenclatures::Liste;
use guichet_socle::edition::Couverture;
use guichet_socle::{Edition, ErreurEdition, Fichiers};

use crate::parametres::{Parametres, Portee};

mod retouches;

/// Folder of the lists of courses in the data.
const FORMATIONS: &str = "nomenclatures/equipement/formations";
/// Folder of the lists of specialities.
const SPECIALITES: &str = "nomenclatures/equipement/specialites";
/// Folder of the codes that another one follows.
const REMPLACEMENTS: &str = "nomenclatures/equipement/remplacements";

/// The three lines of a grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dispositif {
    /// First year of CAP, of the technological and professional baccalaureates.
    PreBac,
    /// Scholars of the first year of BTS and the like.
    PostBac,
    /// 3e prépa-métiers.
    PrepaMetiers,
}

impl Dispositif {
    /// In the order of the contract.
    pub const TOUS: [Self; 3] = [Self::PreBac, Self::PostBac, Self::PrepaMetiers];

    /// The code of the public contract.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::PreBac => "pre_bac",
            Self::PostBac => "post_bac",
            Self::PrepaMetiers => "prepa_metiers",
        }
    }

    /// The line of a code of the public contract.
    #[must_use]
    pub fn lire(code: &str) -> Option<Self> {
        Self::TOUS
            .into_iter()
            .find(|dispositif| dispositif.code() == code)
    }

    /// As people read it.
    #[must_use]
    pub fn libelle(self) -> &'static str {
        match self {
            Self::PreBac => "pré-bac",
            Self::PostBac => "post-bac",
            Self::PrepaMetiers => "3e prépa-métiers",
        }
    }

    /// The line of a level as the lists print it (`PRE BAC`, `INFRA V.`), without regard to case (ARE-11).
    #[must_use]
    pub fn du_niveau(niveau: &str) -> Option<Self> {
        match niveau.trim().trim_end_matches('.').to_uppercase().as_str() {
            "PRE BAC" => Some(Self::PreBac),
            "POST BAC" => Some(Self::PostBac),
            "INFRA V" => Some(Self::PrepaMetiers),
            _ => None,
        }
    }

    /// The line of a code that is not listed: its first digit is the level in every row of the lists.
    #[must_use]
    pub fn du_code(code: &str) -> Option<Self> {
        match code.as_bytes().first()? {
            b'1'..=b'3' => Some(Self::PostBac),
            b'4' | b'5' => Some(Self::PreBac),
            b'6' => Some(Self::PrepaMetiers),
            _ => None,
        }
    }
}

/// A row of the list of eligible courses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formation {
    /// Eight digits.
    pub code: String,
    /// Three digits.
    pub specialite: String,
    /// The line it belongs to.
    pub dispositif: Dispositif,
    /// Kind of diploma, as printed.
    pub type_diplome: String,
    /// Label, as printed.
    pub libelle: String,
}

/// A course as a dossier describes it: by its code, or by level, speciality and label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cours<'d> {
    /// Code of the diploma.
    pub code: Option<&'d str>,
    /// Speciality, when the dossier gives it.
    pub specialite: Option<&'d str>,
    /// Level, when the dossier gives it.
    pub niveau: Option<&'d str>,
    /// Label, when the dossier gives it.
    pub libelle: Option<&'d str>,
    /// Kind of diploma, when the dossier gives it.
    pub type_diplome: Option<&'d str>,
}

/// What makes a course eligible, or keeps it out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fondement {
    /// It is on the list.
    Liste,
    /// It is on the list, and its speciality is not declared (ARE-01).
    ListeSansSpecialite,
    /// Its speciality is declared; the list does not have it.
    Specialite,
    /// As before, and an earlier list had it.
    SpecialiteRetiree,
    /// Its speciality is declared, and the list, which is limitative, does not have it.
    HorsListe,
    /// Its speciality is not declared.
    SpecialiteNonDeclaree,
    /// The technological baccalaureate of this speciality is excluded.
    BacTechnologiqueExclu,
    /// Of this speciality, only the 3e prépa-métiers is eligible.
    TroisiemeSeule,
    /// A simulation keeps it out.
    Ecartee,
    /// Neither a code nor a level and a speciality: no one can tell.
    Indeterminable,
}

impl Fondement {
    /// The code of the answer.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Liste => "liste",
            Self::ListeSansSpecialite => "liste_sans_specialite",
            Self::Specialite => "specialite",
            Self::SpecialiteRetiree => "specialite_retiree_de_la_liste",
            Self::HorsListe => "hors_liste",
            Self::SpecialiteNonDeclaree => "specialite_non_declaree",
            Self::BacTechnologiqueExclu => "bac_technologique_exclu",
            Self::TroisiemeSeule => "troisieme_seule",
            Self::Ecartee => "ecartee",
            Self::Indeterminable => "indeterminable",
        }
    }

    /// Every code with its words.
    pub const EN_MOTS: &'static [(&'static str, &'static str)] = &[
        ("liste", "la formation est sur la liste"),
        (
            "liste_sans_specialite",
            "la formation est sur la liste, sa spécialité n’est pas déclarée éligible",
        ),
        (
            "specialite",
            "la spécialité est éligible, la liste indicative n’a pas ce code",
        ),
        (
            "specialite_retiree_de_la_liste",
            "la spécialité est éligible, la liste indicative n’a plus ce code",
        ),
        (
            "hors_liste",
            "la spécialité est éligible, mais la liste des filières n’a pas ce code",
        ),
        (
            "specialite_non_declaree",
            "la spécialité n’est pas éligible",
        ),
        (
            "bac_technologique_exclu",
            "le baccalauréat technologique de cette spécialité est exclu",
        ),
        (
            "troisieme_seule",
            "de cette spécialité, seule la 3e prépa-métiers est éligible",
        ),
        ("ecartee", "la simulation écarte cette formation"),
        (
            "indeterminable",
            "ni code, ni niveau avec spécialité : vérifiez la formation",
        ),
    ];

    /// The words of the answer.
    #[must_use]
    pub fn en_mots(self) -> &'static str {
        let code = self.code();
        let trouve = Self::EN_MOTS.iter().find(|(connu, _)| *connu == code);
        trouve.map_or("", |(_, mots)| *mots)
    }
}

/// Where the text supports two readings on a course.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Doute {
    /// ARE-03: whether a limitative list closes the matter.
    ListeFermee,
    /// ARE-16: whether a course taken off an indicative list is still eligible.
    FormationRetiree,
}

/// Whether a course is eligible, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Eligibilite {
    /// Under the readings applied.
    pub retenue: bool,
    /// What another reading would change.
    pub doute: Option<Doute>,
    /// What makes it so.
    pub fondement: Fondement,
    /// The line it belongs to, when it is known.
    pub dispositif: Option<Dispositif>,
}

/// What of a declared speciality is eligible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limite {
    /// Every course.
    Aucune,
    /// The 3e prépa-métiers alone (ARE-05).
    PrepaMetiersSeulement,
    /// Every course but the technological baccalaureate (ARE-04).
    HorsSt2s,
    /// Every course, the 3e prépa-métiers included: what a simulation opens where only the 3e was.
    Levee,
}

/// A declared speciality, or a group of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Specialite {
    /// Three digits, or two for a group (ARE-06).
    pub code: String,
    /// Label, as printed.
    pub libelle: String,
    /// What of it is eligible.
    pub limite: Limite,
}

/// Courses and specialities of an edition.
#[derive(Debug, Clone)]
pub struct Formations {
    lignes: Vec<Formation>,
    par_code: BTreeMap<String, usize>,
    /// Declared specialities (three digits) and groups (two digits: all of their specialities).
    specialites: BTreeMap<String, Specialite>,
    portee: Portee,
    /// The courses of earlier lists that this one no longer has.
    retirees: BTreeMap<String, String>,
    /// The code that follows an old one, as their labels suggest.
    remplacements: BTreeMap<String, String>,
    /// The codes of courses that a simulation keeps out.
    ecartees: BTreeSet<String>,
    /// The specialities and groups that a simulation keeps out.
    specialites_ecartees: BTreeSet<String>,
    dossiers: Vec<String>,
}

impl Formations {
    /// Reads the lists of an edition.
    ///
    /// # Errors
    /// Whatever is wrong in the data, with file and line.
    pub fn charger(
        fichiers: &Fichiers,
        edition: &Edition,
        parametres: &Parametres,
    ) -> Result<Self, ErreurEdition> {
        let dossier = |racine: &str| format!("{racine}/{}", edition.id);
        let mut dossiers = vec![dossier(FORMATIONS), dossier(SPECIALITES)];
        let formations = lire_les_formations(&Liste::charger(fichiers, &dossiers[0])?)?;
        let par_code: BTreeMap<String, usize> = formations
            .iter()
            .enumerate()
            .map(|(rang, formation)| (formation.code.clone(), rang))
            .collect();
        let specialites = lire_les_specialites(&Liste::charger(fichiers, &dossiers[1])?)?;
        let mut retirees = BTreeMap::new();
        for avant in Couverture::lire(fichiers, FORMATIONS)?.editions() {
            if avant.periode.du >= edition.periode.du {
                continue;
            }
            for formation in lire_les_formations(&Liste::charger(fichiers, &avant.dossier)?)? {
                if !par_code.contains_key(&formation.code) {
                    retirees.insert(formation.code, formation.libelle);
                }
            }
        }
        let mut remplacements = BTreeMap::new();
        let chemin = dossier(REMPLACEMENTS);
        if fichiers.chemins(&chemin).next().is_some() {
            let liste = Liste::charger(fichiers, &chemin)?;
            let (ancien, nouveau) = (
                liste.colonne_requise("ancien")?,
                liste.colonne_requise("nouveau")?,
            );
            for ligne in liste.lignes() {
                let cellule = |colonne| ligne.cellule(colonne).to_owned();
                remplacements.insert(cellule(ancien), cellule(nouveau));
            }
            dossiers.push(chemin);
        }
        Ok(Self {
            lignes: formations,
            par_code,
            specialites,
            portee: parametres.portee_de_la_liste.valeur,
            retirees,
            remplacements,
            ecartees: BTreeSet::new(),
            specialites_ecartees: BTreeSet::new(),
            dossiers,
        })
    }

    /// The folders of data it rests on, for the receipt.
    #[must_use]
    pub fn dossiers(&self) -> &[String] {
        &self.dossiers
    }

    /// The rows of the list, in order.
    #[must_use]
    pub fn toutes(&self) -> &[Formation] {
        &self.lignes
    }

    /// The row of a code.
    #[must_use]
    pub fn par_code(&self, code: &str) -> Option<&Formation> {
        self.par_code.get(code).map(|&rang| &self.lignes[rang])
    }

    /// The label of a course that an earlier list had and this one has not.
    #[must_use]
    pub fn retiree(&self, code: &str) -> Option<&str> {
        self.retirees.get(code).map(String::as_str)
    }

    /// The courses that an earlier list had and this one has not: code and label.
    pub fn retirees(&self) -> impl Iterator<Item = (&str, &str)> {
        let retirees = self.retirees.iter();
        retirees.map(|(code, libelle)| (code.as_str(), libelle.as_str()))
    }

    /// The code that follows an old one, as their labels suggest.
    #[must_use]
    pub fn remplacement(&self, code: &str) -> Option<&str> {
        self.remplacements.get(code).map(String::as_str)
    }

    /// The declared speciality, or group, that a speciality of three digits falls in.
    #[must_use]
    pub fn declaree(&self, specialite: &str) -> Option<&Specialite> {
        let groupe = specialite.get(..2).unwrap_or_default();
        self.specialites
            .get(groupe)
            .or_else(|| self.specialites.get(specialite))
    }

    /// The declared specialities and groups, by code.
    pub fn specialites(&self) -> impl Iterator<Item = &Specialite> {
        self.specialites.values()
    }

    /// Whether a course is eligible, and why.
    #[must_use]
    pub fn eligibilite(&self, cours: &Cours<'_>) -> Eligibilite {
        if self.est_ecartee(cours) {
            return Eligibilite {
                retenue: false,
                doute: None,
                fondement: Fondement::Ecartee,
                dispositif: self.dispositif_de(cours),
            };
        }
        if let Some(formation) = cours.code.and_then(|code| self.par_code(code)) {
            return Eligibilite {
                retenue: true,
                doute: None,
                fondement: if self.declaree(&formation.specialite).is_some() {
                    Fondement::Liste
                } else {
                    Fondement::ListeSansSpecialite
                },
                dispositif: Some(formation.dispositif),
            };
        }
        let dispositif = self.dispositif_de(cours);
        let (Some(specialite), Some(dispositif)) = (specialite_de(cours), dispositif) else {
            return Eligibilite {
                retenue: false,
                doute: None,
                fondement: Fondement::Indeterminable,
                dispositif,
            };
        };
        let (retenue, doute, fondement) = self.non_listee(cours, specialite, dispositif);
        Eligibilite {
            retenue,
            doute,
            fondement,
            dispositif: Some(dispositif),
        }
    }

    fn dispositif_de(&self, cours: &Cours<'_>) -> Option<Dispositif> {
        let listee = cours.code.and_then(|code| self.par_code(code));
        let niveau = || cours.niveau.and_then(Dispositif::du_niveau);
        listee
            .map(|formation| formation.dispositif)
            .or_else(niveau)
            .or_else(|| cours.code.and_then(Dispositif::du_code))
    }

    fn non_listee(
        &self,
        cours: &Cours<'_>,
        specialite: &str,
        dispositif: Dispositif,
    ) -> (bool, Option<Doute>, Fondement) {
        let declaree = self.declaree(specialite);
        let limite = declaree.map(|declaree| declaree.limite);
        let de_la_3e = limite == Some(Limite::PrepaMetiersSeulement);
        if de_la_3e || dispositif == Dispositif::PrepaMetiers {
            // A 3e prépa-métiers that has no code is known by its label.
            let a_la_3e = de_la_3e || limite == Some(Limite::Levee);
            let est_la_3e = a_la_3e
                && dispositif == Dispositif::PrepaMetiers
                && cours.code.is_none()
                && cours.libelle.is_some_and(est_prepa_metiers);
            return if est_la_3e {
                (true, None, Fondement::Specialite)
            } else {
                (false, None, Fondement::TroisiemeSeule)
            };
        }
        if declaree.is_none() {
            return (false, None, Fondement::SpecialiteNonDeclaree);
        }
        if limite == Some(Limite::HorsSt2s) && est_un_bac_technologique(cours) {
            return (false, None, Fondement::BacTechnologiqueExclu);
        }
        let retiree = cours.code.filter(|code| self.retirees.contains_key(*code));
        match (self.portee, retiree) {
            (Portee::Limitative, _) => (false, Some(Doute::ListeFermee), Fondement::HorsListe),
            (Portee::Indicative, None) => (true, None, Fondement::Specialite),
            // A code that another one follows is the same course under its old number.
            (Portee::Indicative, Some(code)) if self.remplacements.contains_key(code) => {
                (true, None, Fondement::SpecialiteRetiree)
            }
            (Portee::Indicative, Some(_)) => (
                true,
                Some(Doute::FormationRetiree),
                Fondement::SpecialiteRetiree,
            ),
        }
    }
}

/// The speciality of a course: in every row of the lists, digits 4 to 6 of the code (ARE-45).
fn specialite_de<'d>(cours: &Cours<'d>) -> Option<&'d str> {
    let du_code = cours.code.and_then(|code| code.get(3..6));
    du_code.or(cours.specialite)
}

/// A technological baccalaureate: by its kind, by its code (43 in every row of the lists), by its label.
fn est_un_bac_technologique(cours: &Cours<'_>) -> bool {
    let dit = |texte: &str| {
        let texte = texte.to_uppercase();
        texte.contains("BACCALAUREAT TECHNOLOGIQUE")
            || texte.contains("BACCALAURÉAT TECHNOLOGIQUE")
            || texte.contains("BAC TECHNO")
            || texte.contains("ST2S")
    };
    cours.code.is_some_and(|code| code.starts_with("43"))
        || cours.type_diplome.is_some_and(dit)
        || cours.libelle.is_some_and(dit)
}

fn est_prepa_metiers(libelle: &str) -> bool {
    let libelle = libelle.to_uppercase().replace('É', "E").replace('-', " ");
    libelle.contains("PREPA METIERS")
}

fn lire_les_formations(liste: &Liste) -> Result<Vec<Formation>, ErreurEdition> {
    let code = liste.colonne_requise("code_diplome")?;
    let specialite = liste.colonne_requise("specialite")?;
    let niveau = liste.colonne_requise("niveau")?;
    let type_diplome = liste.colonne_requise("type_diplome")?;
    let libelle = liste.colonne_requise("libelle")?;
    liste
        .lignes()
        .map(|ligne| {
            let imprime = ligne.cellule(niveau);
            let dispositif = Dispositif::du_niveau(imprime).ok_or_else(|| {
                ligne.erreur(
                    niveau,
                    format!(
                        "« {imprime} » n’est pas un niveau ; écrivez PRE BAC, POST BAC ou INFRA V."
                    ),
                )
            })?;
            let cellule = |colonne| ligne.cellule(colonne).to_owned();
            Ok(Formation {
                code: cellule(code),
                specialite: cellule(specialite),
                dispositif,
                type_diplome: cellule(type_diplome),
                libelle: cellule(libelle),
            })
        })
        .collect()
}

fn lire_les_specialites(liste: &Liste) -> Result<BTreeMap<String, Specialite>, ErreurEdition> {
    let code = liste.colonne_requise("code")?;
    let libelle = liste.colonne_requise("libelle")?;
    let limite = liste.colonne_requise("limite")?;
    liste
        .lignes()
        .map(|ligne| {
            let ecrite = ligne.cellule(limite);
            let lue = match ecrite {
                "" => Limite::Aucune,
                "prepa_metiers_seulement" => Limite::PrepaMetiersSeulement,
                "hors_st2s" => Limite::HorsSt2s,
                _ => {
                    return Err(ligne.erreur(
                        limite,
                        format!("« {ecrite} » n’est pas une limite ; écrivez prepa_metiers_seulement ou hors_st2s, ou rien."),
                    ));
                }
            };
            let specialite = Specialite {
                code: ligne.cellule(code).to_owned(),
                libelle: ligne.cellule(libelle).to_owned(),
                limite: lue,
            };
            Ok((specialite.code.clone(), specialite))
        })
        .collect()
}
