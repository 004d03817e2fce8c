//! By job, by territory, by nationality, and the whole table.

use guichet_autorisation_travail::{EditionAutorisationTravail, Groupe, Metier, Nationalite};
use guichet_socle::erreur::plus_proche;
use serde::Serialize;

use super::ErreurDeTravail;
use super::recherche::code_inconnu;

/// Whether the employment situation may be opposed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Etat {
    /// It may not.
    NonOpposable,
    /// It may.
    Opposable,
    /// Two readings of the circular.
    AExaminer,
    /// Only for fishing: the label restricts the code.
    PecheSeulement,
    /// The circular does not govern the nationality.
    SansObjet,
}

impl Etat {
    /// As people read it.
    #[must_use]
    pub fn libelle(self) -> &'static str {
        match self {
            Self::NonOpposable => "non opposable",
            Self::Opposable => "opposable",
            Self::AExaminer => "à examiner",
            Self::PecheSeulement => "non opposable pour la pêche",
            Self::SansObjet => "sans objet",
        }
    }

    /// The code of the public contract, or the nearest one.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NonOpposable => "non_opposable",
            Self::Opposable => "opposable",
            Self::AExaminer => "a_examiner",
            Self::PecheSeulement => "peche_seulement",
            Self::SansObjet => "sans_objet",
        }
    }
}

/// Who, among those that the circular tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Qui {
    /// Nationals of the ten new member States.
    UeTransitoire,
    /// Nationals of third countries.
    Tiers,
    /// Algerians and Tunisians.
    AccordParticulier,
    /// Other members, European Economic Area, Switzerland.
    HorsCirculaire,
}

impl Qui {
    /// All, in the order of the circular.
    pub const TOUS: [Self; 4] = [
        Self::UeTransitoire,
        Self::Tiers,
        Self::AccordParticulier,
        Self::HorsCirculaire,
    ];

    /// As people read it.
    #[must_use]
    pub fn libelle(self) -> &'static str {
        match self {
            Self::UeTransitoire => "les dix nouveaux États membres",
            Self::Tiers => "les pays tiers",
            Self::AccordParticulier => "l’Algérie et la Tunisie",
            Self::HorsCirculaire => "les autres membres, l’Espace économique européen et la Suisse",
        }
    }

    /// Its code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::UeTransitoire => "ue_transitoire",
            Self::Tiers => "tiers",
            Self::AccordParticulier => "accord_particulier",
            Self::HorsCirculaire => "hors_circulaire",
        }
    }

    fn du_groupe(groupe: Groupe) -> Self {
        match groupe {
            Groupe::UeTransitoire => Self::UeTransitoire,
            Groupe::Tiers => Self::Tiers,
            Groupe::AccordParticulier => Self::AccordParticulier,
            Groupe::HorsCirculaire => Self::HorsCirculaire,
        }
    }
}

/// A territory, and whether the situation may be opposed there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ou {
    /// As people write it.
    pub territoire: String,
    /// In metropolitan France.
    pub metropole: bool,
    /// Its place on a schematic map: column and row, from the north-west.
    pub grille: (u8, u8),
    /// For nationals of third countries.
    pub tiers: Etat,
    /// The entry of the register on which readings differ.
    pub lecture: Option<String>,
}

/// A job as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MetierVu {
    /// ROME code of 2007.
    pub code_rome: String,
    /// Its first printed label.
    pub libelle: String,
    /// Its domain, when an annex gives it.
    pub domaine: Option<String>,
    /// Whether the situation may be opposed.
    pub etat: Etat,
    /// One of the six open in every region of metropolitan France.
    pub national: bool,
}

/// A job: where it is open, and to whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FicheDeMetier {
    /// ROME code of 2007.
    pub code_rome: String,
    /// Every label that the document prints for it.
    pub libelles: Vec<String>,
    /// Its domain, when an annex gives it.
    pub domaine: Option<String>,
    /// For nationals of the ten States, everywhere in France.
    pub ue: Etat,
    /// One of the thirty of annex 3.
    pub annexe_3: bool,
    /// One of the six open in every region of metropolitan France.
    pub national: bool,
    /// Territory by territory, for nationals of third countries.
    pub territoires: Vec<Ou>,
    /// What to know besides, with the entry of the register.
    pub remarques: Vec<String>,
}

/// A territory: every job open there to nationals of third countries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FicheDeTerritoire {
    /// As people write it.
    pub territoire: String,
    /// Its departments.
    pub departements: Vec<String>,
    /// In metropolitan France.
    pub metropole: bool,
    /// How many jobs the circular announces, and prints.
    pub annonce: Option<usize>,
    /// How many it prints.
    pub imprimes: usize,
    /// The jobs that are open, or whose readings differ.
    pub metiers: Vec<MetierVu>,
}

/// A nationality: what the circular makes of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FicheDeNationalite {
    /// INSEE code.
    pub code: String,
    /// ISO 3166-1 alpha-3.
    pub iso3: Option<String>,
    /// As the list of countries prints it.
    pub libelle: String,
    /// Its group.
    pub groupe: Qui,
    /// What follows, in sentences.
    pub phrases: Vec<String>,
    /// The jobs open to it everywhere it can be said: annex 2, or the six national ones.
    pub metiers: Vec<MetierVu>,
}

/// A cell of the whole table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LigneDeTable {
    /// Who.
    pub groupe: Qui,
    /// The job.
    pub code_rome: String,
    /// Its first label.
    pub libelle: String,
    /// Where.
    pub territoire: String,
    /// Whether the situation may be opposed.
    pub etat: Etat,
    /// The entry of the register on which readings differ.
    pub lecture: Option<String>,
}

/// The state of a job for a group in a territory, and the reading on which it depends.
fn etat(
    edition: &EditionAutorisationTravail,
    qui: Qui,
    metier: &Metier,
    territoire: u8,
) -> (Etat, Option<String>) {
    match qui {
        Qui::AccordParticulier | Qui::HorsCirculaire => (Etat::SansObjet, None),
        Qui::UeTransitoire => (etat_ue(metier), None),
        Qui::Tiers => {
            let metropole = edition.listes.territoires[usize::from(territoire)].metropole;
            if metier.national && !metropole {
                return (Etat::AExaminer, Some("M07-08".to_owned()));
            }
            if metier.national {
                return (Etat::NonOpposable, None);
            }
            let ouverture = metier.ouverture(territoire);
            let lecture = ouverture
                .lecture
                .and_then(|rang| edition.commun.lectures.get(usize::from(rang)))
                .map(|lecture| lecture.id.clone());
            let etat = match (ouverture.retenue, ouverture.autre) {
                (true, true) => Etat::NonOpposable,
                (false, false) => Etat::Opposable,
                _ => Etat::AExaminer,
            };
            (etat, lecture)
        }
    }
}

fn etat_ue(metier: &Metier) -> Etat {
    match (metier.ue, metier.peche) {
        (true, true) => Etat::PecheSeulement,
        (true, false) => Etat::NonOpposable,
        (false, _) => Etat::Opposable,
    }
}

fn libelle(metier: &Metier) -> String {
    metier.libelles.first().cloned().unwrap_or_default()
}

fn vu(metier: &Metier, etat: Etat) -> MetierVu {
    MetierVu {
        code_rome: metier.code.clone(),
        libelle: libelle(metier),
        domaine: metier.domaine.clone(),
        etat,
        national: metier.national,
    }
}

/// A job: where it is open, and to whom.
///
/// # Errors
/// No list of the edition names it; the nearest one is told.
pub fn metier(
    edition: &EditionAutorisationTravail,
    code: &str,
) -> Result<FicheDeMetier, ErreurDeTravail> {
    let listes = &edition.listes;
    let metier = listes
        .metier(code)
        .ok_or_else(|| ErreurDeTravail::Inconnu(code_inconnu(edition, code)))?;
    let territoires = listes
        .territoires
        .iter()
        .zip(0u8..)
        .map(|(territoire, rang)| {
            let (tiers, lecture) = etat(edition, Qui::Tiers, metier, rang);
            Ou {
                territoire: territoire.libelle.clone(),
                metropole: territoire.metropole,
                grille: territoire.grille,
                tiers,
                lecture,
            }
        })
        .collect();
    Ok(FicheDeMetier {
        code_rome: metier.code.clone(),
        libelles: metier.libelles.clone(),
        domaine: metier.domaine.clone(),
        ue: etat_ue(metier),
        annexe_3: metier.tiers,
        national: metier.national,
        territoires,
        remarques: remarques(edition, metier),
    })
}

/// What the register says of a job, in its own words.
fn remarques(edition: &EditionAutorisationTravail, metier: &Metier) -> Vec<String> {
    let mut ids: Vec<&str> = metier
        .ecarts
        .iter()
        .filter_map(|(_, ouverture)| ouverture.lecture)
        .filter_map(|rang| edition.commun.lectures.get(usize::from(rang)))
        .map(|lecture| lecture.id.as_str())
        .collect();
    if metier.imprime_plusieurs_fois {
        ids.push("M07-01");
    }
    if metier.national {
        ids.push("M07-08");
    }
    if metier.peche {
        ids.push("M07-20");
    }
    edition
        .commun
        .registre
        .iter()
        .filter(|lecture| ids.contains(&lecture.id.as_str()))
        .map(|lecture| {
            format!(
                "{} : {} Lecture retenue : {}",
                lecture.id, lecture.question, lecture.retenue
            )
        })
        .collect()
}

/// A territory: every job open there to nationals of third countries.
///
/// # Errors
/// No territory has this name or department; the nearest one is told.
pub fn territoire(
    edition: &EditionAutorisationTravail,
    nom: &str,
) -> Result<FicheDeTerritoire, ErreurDeTravail> {
    let listes = &edition.listes;
    let rang = listes
        .territoire(nom)
        .or_else(|| listes.territoire_du_departement(nom))
        .ok_or_else(|| {
            let conseil = plus_proche(nom, listes.noms_de_territoires())
                .map_or(String::new(), |proche| format!(" Vouliez-vous dire « {proche} » ?"));
            ErreurDeTravail::Inconnu(format!(
                "« {nom} » n’est ni une région de 2007, ni un département ; donnez l’un des deux.{conseil}"
            ))
        })?;
    let territoire = &listes.territoires[usize::from(rang)];
    let metiers = listes
        .metiers
        .iter()
        .map(|metier| vu(metier, etat(edition, Qui::Tiers, metier, rang).0))
        .filter(|metier| metier.etat != Etat::Opposable)
        .collect();
    Ok(FicheDeTerritoire {
        territoire: territoire.libelle.clone(),
        departements: territoire.departements.clone(),
        metropole: territoire.metropole,
        annonce: territoire.annonce,
        imprimes: territoire.imprimes,
        metiers,
    })
}

/// A nationality, by its code or its label.
///
/// # Errors
/// No country has this code or label; the nearest one is told.
pub fn nationalite(
    edition: &EditionAutorisationTravail,
    nom: &str,
) -> Result<FicheDeNationalite, ErreurDeTravail> {
    let listes = &edition.listes;
    let par_libelle = || {
        let majuscules = nom.to_uppercase();
        listes
            .nationalites
            .iter()
            .find(|nationalite| nationalite.libelle == majuscules)
    };
    let trouvee = listes.nationalite(nom).or_else(par_libelle);
    let nationalite: &Nationalite = trouvee.ok_or_else(|| {
        let libelles = listes.nationalites.iter().map(|n| n.libelle.as_str());
        let conseil = plus_proche(nom, libelles)
            .map_or(String::new(), |proche| format!(" Vouliez-vous dire « {proche} » ?"));
        ErreurDeTravail::Inconnu(format!(
            "« {nom} » n’est le code ni le nom d’aucun pays de la liste ; écrivez par exemple 122, POL ou POLOGNE.{conseil}"
        ))
    })?;
    let groupe = Qui::du_groupe(nationalite.groupe);
    let metiers = match groupe {
        Qui::UeTransitoire => listes
            .metiers
            .iter()
            .filter(|metier| metier.ue)
            .map(|metier| vu(metier, etat_ue(metier)))
            .collect(),
        Qui::Tiers => listes
            .metiers
            .iter()
            .filter(|metier| metier.national)
            .map(|metier| vu(metier, Etat::NonOpposable))
            .collect(),
        Qui::AccordParticulier | Qui::HorsCirculaire => Vec::new(),
    };
    Ok(FicheDeNationalite {
        code: nationalite.code.clone(),
        iso3: nationalite.iso3.clone(),
        libelle: nationalite.libelle.clone(),
        groupe,
        phrases: phrases(edition, nationalite),
        metiers,
    })
}

fn phrases(edition: &EditionAutorisationTravail, nationalite: &Nationalite) -> Vec<String> {
    let mut phrases = vec![
        match nationalite.groupe {
            Groupe::UeTransitoire => "L’un des dix nouveaux États membres : les métiers de l’annexe 2 sont ouverts partout en France (circulaire, 1.1).",
            Groupe::Tiers => "Un pays tiers : six métiers sont ouverts dans toutes les régions de la métropole, les autres région par région (circulaire, 1.2).",
            Groupe::AccordParticulier => "La circulaire n’est pas applicable : un accord particulier régit ces ressortissants (circulaire, 1.3).",
            Groupe::HorsCirculaire => "La circulaire ne vise pas cette nationalité (circulaire, 1.1).",
        }
        .to_owned(),
    ];
    // What governs them instead is what the conditions advise.
    let autre_regle = match nationalite.groupe {
        Groupe::AccordParticulier => edition.commun.condition("AT-102"),
        Groupe::HorsCirculaire => edition.commun.condition("AT-101"),
        Groupe::UeTransitoire | Groupe::Tiers => None,
    };
    phrases.extend(autre_regle.map(|condition| condition.remede.clone()));
    let parametres = &edition.parametres;
    if parametres.accords_signes.valeur.contains(&nationalite.code) {
        phrases.push("Un accord bilatéral est signé : il ouvrira une liste plus large dès sa ratification (circulaire, 1.4).".to_owned());
    }
    if parametres
        .accords_annonces
        .valeur
        .contains(&nationalite.code)
    {
        phrases.push("Un accord bilatéral est annoncé (circulaire, 1.4).".to_owned());
    }
    if nationalite.code == parametres.congo_ambigu.valeur {
        phrases.push("La circulaire cite « le Congo » sans dire lequel : c’est lu comme la République du Congo (324).".to_owned());
    }
    phrases
}

/// The whole table: every group, job and territory, in this order.
pub fn table(edition: &EditionAutorisationTravail) -> impl Iterator<Item = LigneDeTable> {
    Qui::TOUS.into_iter().flat_map(move |qui| {
        edition.listes.metiers.iter().flat_map(move |metier| {
            edition
                .listes
                .territoires
                .iter()
                .zip(0u8..)
                .map(move |(territoire, rang)| {
                    let (etat, lecture) = etat(edition, qui, metier, rang);
                    LigneDeTable {
                        groupe: qui,
                        code_rome: metier.code.clone(),
                        libelle: libelle(metier),
                        territoire: territoire.libelle.clone(),
                        etat,
                        lecture,
                    }
                })
        })
    })
}
