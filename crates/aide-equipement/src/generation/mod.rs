//! An invented region that a seed decides: the rows of the four tables, plausible and without fault, or with
//! one known fault in a share of the establishments. To try the program, never to test the law.
//!
//! The establishments do not exist: their numbers, in the departments of Île-de-France, are in a range that no
//! establishment has, and their names are made up.

mod fautes;
mod noms;

use guichet_nomenclatures::identifiants::{Cle, uai as cle_uai};
use guichet_socle::hasard::{Hasard, Permutation};

use crate::dotation::EditionEquipement;
use crate::formations::{Dispositif, Formation};
use guichet_socle::AnneeScolaire;

pub use fautes::{Attendu, FAUTES, FauteInjectee};

/// The most establishments that the range of numbers holds.
pub const ETABLISSEMENTS_MAX: u32 = 8000;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Demande {
    /// Number of establishments, at most [`ETABLISSEMENTS_MAX`].
    pub etablissements: u32,
    /// How many establishments in a thousand get a fault.
    pub fautes_pour_mille: u32,
    /// The seed.
    pub graine: u64,
}

/// The four tables, in the order of the commands.
pub const TABLES: [&str; 4] = ["etablissements", "effectifs", "boursiers", "reliquats"];
/// Places of the tables in [`EtablissementInvente::lignes`].
pub const ETABLISSEMENTS: usize = 0;
/// The headcounts.
pub const EFFECTIFS: usize = 1;
/// The scholars.
pub const BOURSIERS: usize = 2;
/// The carry-overs.
pub const RELIQUATS: usize = 3;

/// The columns of the tables. Those of headcounts tell their school year when there are faults: one may be
/// of another year.
#[must_use]
pub fn colonnes(table: usize, avec_annee: bool) -> &'static [&'static str] {
    match (table, avec_annee) {
        (ETABLISSEMENTS, _) => &["uai", "nom", "nature", "academie", "enquete_repondue"],
        (EFFECTIFS, false) => &EN_TETE_DES_EFFECTIFS[..8],
        (EFFECTIFS, true) => &EN_TETE_DES_EFFECTIFS,
        (BOURSIERS, _) => &[
            "uai",
            "nombre",
            "effectif_post_bac",
            "effectif_etablissement",
        ],
        _ => &[
            "uai",
            "pre_bac_centimes",
            "post_bac_centimes",
            "prepa_metiers_centimes",
        ],
    }
}

const EN_TETE_DES_EFFECTIFS: [&str; 9] = [
    "uai",
    "code_diplome",
    "libelle",
    "specialite",
    "niveau",
    "annee",
    "effectif",
    "statut",
    "annee_scolaire",
];

/// One invented establishment: its rows in the four tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EtablissementInvente {
    /// Its UAI.
    pub uai: String,
    /// Its rows, table by table.
    pub lignes: [Vec<Vec<String>>; 4],
    /// Its fault, if it has one.
    pub faute: Option<FauteInjectee>,
}

/// Invents establishments, one after the other.
pub fn generer(
    edition: &EditionEquipement,
    demande: &Demande,
) -> impl Iterator<Item = EtablissementInvente> {
    let demande = *demande;
    let catalogue = Catalogue::de(edition);
    let annee = AnneeScolaire::qui_commence(edition.commun.edition.periode.du);
    let noms = Permutation::new(noms::NOMBRE, demande.graine);
    let mut fautifs = 0;
    (0..demande.etablissements.min(ETABLISSEMENTS_MAX)).map(move |rang| {
        let mut hasard = Hasard::new(demande.graine, u64::from(rang));
        let fautif = hasard.pour_mille(demande.fautes_pour_mille);
        let profil = if fautif {
            Profil::COMPLET
        } else {
            Profil::tirer(&mut hasard)
        };
        let mut brouillon = Brouillon {
            hasard,
            catalogue: &catalogue,
            uai: numero(rang, 9000),
            effectifs: Vec::new(),
            post_bac: 0,
            total: 0,
        };
        let nom = noms::nom(profil.nature, noms.nombre(u64::from(rang)));
        let mut invente = brouillon.etablissement(&profil, nom, academie(rang));
        if demande.fautes_pour_mille > 0 {
            for ligne in &mut invente.lignes[EFFECTIFS] {
                ligne.push(annee.to_string());
            }
        }
        if fautif {
            fautes::injecter(&mut invente, fautifs, &numero(rang, 8000), annee);
            fautifs += 1;
        }
        invente
    })
}

/// The departments of the three academies, in turn.
const DEPARTEMENTS: [(&str, &str); 8] = [
    ("075", "Paris"),
    ("077", "Créteil"),
    ("078", "Versailles"),
    ("091", "Versailles"),
    ("092", "Versailles"),
    ("093", "Créteil"),
    ("094", "Créteil"),
    ("095", "Versailles"),
];

fn departement(rang: u32) -> (&'static str, &'static str) {
    let place = usize::try_from(rang).unwrap_or(0) % DEPARTEMENTS.len();
    DEPARTEMENTS[place]
}

fn academie(rang: u32) -> &'static str {
    departement(rang).1
}

/// A number with its key.
fn numero(rang: u32, plage: u32) -> String {
    let chiffres = format!("{}{:04}", departement(rang).0, plage + rang / 8);
    let provisoire = format!("{chiffres}A");
    match cle_uai(&provisoire) {
        Cle::Fausse { attendu } => attendu,
        _ => provisoire,
    }
}

/// The courses of the edition, by line.
struct Catalogue {
    pre_bac: Vec<Formation>,
    post_bac: Vec<Formation>,
    prepa: Vec<Formation>,
    /// Codes that an earlier list had.
    retirees: Vec<(String, String)>,
    /// Declared specialities of three digits.
    specialites: Vec<(String, String)>,
}

impl Catalogue {
    fn de(edition: &EditionEquipement) -> Self {
        let formations = &edition.regles.formations;
        let de_la_ligne = |dispositif: Dispositif| -> Vec<Formation> {
            let siennes = formations.toutes().iter();
            siennes
                .filter(|formation| formation.dispositif == dispositif)
                .cloned()
                .collect()
        };
        let specialites = formations.specialites();
        Self {
            pre_bac: de_la_ligne(Dispositif::PreBac),
            post_bac: de_la_ligne(Dispositif::PostBac),
            prepa: de_la_ligne(Dispositif::PrepaMetiers),
            retirees: formations
                .retirees()
                .map(|(code, libelle)| (code.to_owned(), libelle.to_owned()))
                .collect(),
            specialites: specialites
                .filter(|specialite| specialite.code.len() == 3)
                .map(|specialite| (specialite.code.clone(), specialite.libelle.clone()))
                .collect(),
        }
    }
}

/// What kind of establishment it is.
struct Profil {
    nature: &'static str,
    enquete: bool,
    /// Pre-bac courses.
    pre_bac: u32,
    /// Post-bac courses.
    post_bac: u32,
    prepa: bool,
}

impl Profil {
    /// An establishment that has everything: any fault may be put in it.
    const COMPLET: Self = Self {
        nature: "lycee_public",
        enquete: true,
        pre_bac: 8,
        post_bac: 3,
        prepa: true,
    };

    fn tirer(hasard: &mut Hasard) -> Self {
        let nature = match hasard.sous(100) {
            0..=68 => "lycee_public",
            69..=86 => "lycee_prive_sous_contrat_en",
            87..=90 => "cite_mixte",
            91..=93 => "erea",
            94..=96 => "lycee_agricole_public",
            97 => "lycee_prive_hors_contrat",
            98 => "lycee_prive_agricole",
            _ => "college",
        };
        let petit = matches!(nature, "erea" | "college");
        let pre_bac = match nature {
            "college" => 0,
            "erea" => hasard.entre(2, 5),
            _ => hasard.entre(7, 12),
        };
        let post_bac = if !petit && hasard.pour_mille(400) {
            hasard.entre(2, 6)
        } else {
            0
        };
        Self {
            nature,
            enquete: !hasard.pour_mille(60),
            pre_bac,
            post_bac,
            prepa: !petit && hasard.pour_mille(250),
        }
    }
}

/// An establishment being invented.
struct Brouillon<'c> {
    hasard: Hasard,
    catalogue: &'c Catalogue,
    uai: String,
    effectifs: Vec<Vec<String>>,
    post_bac: u32,
    total: u32,
}

impl Brouillon<'_> {
    fn etablissement(
        &mut self,
        profil: &Profil,
        nom: String,
        academie: &str,
    ) -> EtablissementInvente {
        let catalogue = self.catalogue;
        for formation in self.parmi(&catalogue.pre_bac, profil.pre_bac) {
            let annees = if formation.code.starts_with('4') {
                3
            } else {
                2
            };
            let premiere = 10 + self.hasard.sous(23);
            for annee in 1..=annees {
                let effectif = premiere - (annee - 1) * self.hasard.sous(4);
                self.formation(formation, annee, effectif, "scolaire");
            }
            if self.hasard.pour_mille(60) {
                let apprentis = 1 + self.hasard.sous(8);
                self.formation(formation, 1, apprentis, "apprenti");
            }
        }
        for formation in self.parmi(&catalogue.post_bac, profil.post_bac) {
            let premiere = 12 + self.hasard.sous(24);
            for annee in 1..=2 {
                let effectif = premiere - (annee - 1) * self.hasard.sous(8);
                self.formation(formation, annee, effectif, "scolaire");
                self.post_bac += effectif;
            }
        }
        if profil.prepa
            && let Some(formation) = catalogue.prepa.first()
        {
            let effectif = 12 + self.hasard.sous(13);
            self.formation(formation, 1, effectif, "scolaire");
        }
        if profil.pre_bac > 0 {
            self.hors_liste();
        }
        let enquete = if profil.enquete { "oui" } else { "non" };
        let tete = [self.uai.as_str(), &nom, profil.nature, academie, enquete];
        let tete = tete.map(str::to_owned).to_vec();
        let boursiers = self.boursiers();
        let reliquats = self.reliquats(profil);
        EtablissementInvente {
            uai: self.uai.clone(),
            lignes: [
                vec![tete],
                std::mem::take(&mut self.effectifs),
                boursiers,
                vec![reliquats],
            ],
            faute: None,
        }
    }

    /// So many courses of a list, none twice.
    fn parmi<'l>(&mut self, liste: &'l [Formation], nombre: u32) -> Vec<&'l Formation> {
        let borne = liste.len() as u64;
        let ordre = Permutation::new(borne, self.hasard.suivant());
        (0..u64::from(nombre).min(borne))
            .filter_map(|rang| liste.get(usize::try_from(ordre.nombre(rang)).ok()?))
            .collect()
    }

    fn formation(&mut self, formation: &Formation, annee: u32, effectif: u32, statut: &str) {
        let (code, libelle) = (&formation.code, &formation.libelle);
        self.ligne([code, libelle, "", ""], annee, effectif, statut);
    }

    fn ligne(&mut self, cours: [&str; 4], annee: u32, effectif: u32, statut: &str) {
        if statut == "scolaire" {
            self.total += effectif;
        }
        let mut ligne = vec![self.uai.clone()];
        ligne.extend(cours.map(str::to_owned));
        ligne.extend([annee.to_string(), effectif.to_string(), statut.to_owned()]);
        self.effectifs.push(ligne);
    }

    /// A course that has left the list, a course without a code: some have them.
    fn hors_liste(&mut self) {
        let catalogue = self.catalogue;
        if self.hasard.pour_mille(100)
            && let Some((code, libelle)) = self.hasard.parmi(&catalogue.retirees)
        {
            let effectif = 4 + self.hasard.sous(12);
            self.ligne([code, libelle, "", ""], 2, effectif, "scolaire");
        }
        if self.hasard.pour_mille(60)
            && let Some((specialite, libelle)) = self.hasard.parmi(&catalogue.specialites)
        {
            let effectif = 4 + self.hasard.sous(8);
            let libelle = format!("Formation locale, {}", libelle.to_lowercase());
            let cours = ["", &libelle, specialite, "PRE BAC"];
            self.ligne(cours, 1, effectif, "scolaire");
        }
    }

    fn boursiers(&mut self) -> Vec<Vec<String>> {
        if self.post_bac == 0 {
            return Vec::new();
        }
        let pour_cent = self.hasard.entre(15, 55);
        let nombre = self.post_bac * pour_cent / 100;
        let etablissement = if self.hasard.pour_mille(80) {
            (self.total + self.hasard.sous(400)).to_string()
        } else {
            String::new()
        };
        vec![vec![
            self.uai.clone(),
            nombre.to_string(),
            self.post_bac.to_string(),
            etablissement,
        ]]
    }

    fn reliquats(&mut self, profil: &Profil) -> Vec<String> {
        let lignes = [profil.pre_bac > 0, profil.post_bac > 0, profil.prepa];
        let mut ligne = vec![self.uai.clone()];
        for a_des_eleves in lignes {
            let reste = a_des_eleves && self.hasard.pour_mille(300);
            let centimes = if reste {
                self.hasard.entre(2_000, 250_000)
            } else {
                0
            };
            ligne.push(centimes.to_string());
        }
        ligne
    }
}
