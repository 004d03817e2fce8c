//! The lists of jobs, the nationalities and the territories, indexed: one look-up answers for a job.

use std::collections::{BTreeMap, HashMap};

use foldhash::fast::FixedState;

use guichet_nomenclatures::{IndexCodes, Liste};
use guichet_socle::{Edition, ErreurEdition, Fichiers};

use crate::parametres::Ecart;

/// The folder of the lists in the data.
const RACINE: &str = "nomenclatures/travail";

/// What the circular makes of a nationality.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Groupe {
    /// One of the ten new member States.
    UeTransitoire,
    /// Algeria and Tunisia: an agreement of their own.
    AccordParticulier,
    /// France, the other members, the European Economic Area, Switzerland.
    HorsCirculaire,
    /// Any other country.
    Tiers,
}

/// A nationality.
#[derive(Debug, Clone)]
pub struct Nationalite {
    /// INSEE code.
    pub code: String,
    /// ISO 3166-1 alpha-3, when the standard has one.
    pub iso3: Option<String>,
    /// Its label, as the list of countries prints it.
    pub libelle: String,
    /// What the circular makes of it.
    pub groupe: Groupe,
}

/// A region of 2007, or an overseas department.
#[derive(Debug, Clone)]
pub struct Territoire {
    /// As the circular prints it.
    pub nom: String,
    /// As people write it.
    pub libelle: String,
    /// Whether it is in metropolitan France.
    pub metropole: bool,
    /// Its departments.
    pub departements: Vec<String>,
    /// Its place on a schematic map: column and row, from the north-west.
    pub grille: (u8, u8),
    /// How many jobs the circular announces, when it does.
    pub annonce: Option<usize>,
    /// How many it prints.
    pub imprimes: usize,
}

/// What the readings of the text make of a job in one territory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ouverture {
    /// Open under the reading applied.
    pub retenue: bool,
    /// Open under the other one.
    pub autre: bool,
    /// The entry of the register on which they differ, by its bit.
    pub lecture: Option<u8>,
}

/// A job that some list names.
#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a list of the circular that names the job or not"
)]
pub struct Metier {
    /// ROME code of 2007.
    pub code: String,
    /// Labels as printed, the first one first; several when the document varies.
    pub libelles: Vec<String>,
    /// Professional domain, when an annex gives it.
    pub domaine: Option<String>,
    /// In annex 2: open to the ten States.
    pub ue: bool,
    /// Printed several times in annex 2.
    pub imprime_plusieurs_fois: bool,
    /// One of the thirty of annex 3.
    pub tiers: bool,
    /// One of the six open in every region.
    pub national: bool,
    /// Limited to fishing by its label.
    pub peche: bool,
    /// The territories whose list prints it, a bit each.
    pub imprime_dans: u32,
    /// Where readings differ: territory and what each makes of it.
    pub ecarts: Vec<(u8, Ouverture)>,
}

impl Metier {
    /// Whether the list of a territory opens the job to nationals of third countries.
    #[must_use]
    pub fn ouverture(&self, territoire: u8) -> Ouverture {
        if let Some((_, ouverture)) = self.ecarts.iter().find(|(t, _)| *t == territoire) {
            return *ouverture;
        }
        let ouvert = self.imprime_dans & (1 << territoire) != 0;
        Ouverture {
            retenue: ouvert,
            autre: ouvert,
            lecture: None,
        }
    }
}

/// Every list of an edition.
#[derive(Debug, Clone)]
pub struct Listes {
    /// The nationalities, in the order of the list of countries.
    pub nationalites: Vec<Nationalite>,
    /// The territories, in the order of the circular, overseas last.
    pub territoires: Vec<Territoire>,
    /// The jobs, by code.
    pub metiers: Vec<Metier>,
    /// The nationalities by their INSEE and ISO codes: figures and letters never collide.
    par_pays: IndexCodes,
    par_departement: IndexCodes,
    par_metier: IndexCodes,
    /// The territories by their names as they are compared, and by the usual ways to write them.
    par_nom: BTreeMap<String, u8>,
    par_ecriture: HashMap<String, u8, FixedState>,
}

impl Listes {
    /// Reads the lists of the same date as the edition; nationalities and territories are those in force.
    ///
    /// # Errors
    /// A list is faulty, or names a territory that does not exist.
    pub fn charger(
        fichiers: &Fichiers,
        edition: &Edition,
        ecarts: &[Ecart],
        peche: &[String],
        lectures: &[&str],
    ) -> Result<Self, ErreurEdition> {
        let territoires = lire_les_territoires(fichiers)?;
        let nationalites = lire_les_nationalites(fichiers)?;
        let mut par_nom = BTreeMap::new();
        let mut par_ecriture = HashMap::default();
        let mut departements = Vec::new();
        for (rang, (territoire, alias)) in territoires.iter().enumerate() {
            let rang8 = u8::try_from(rang).unwrap_or(u8::MAX);
            for nom in [&territoire.nom, &territoire.libelle]
                .into_iter()
                .chain(alias)
            {
                par_nom.insert(normaliser(nom), rang8);
                par_ecriture.insert(nom.clone(), rang8);
            }
            for departement in &territoire.departements {
                departements.push((departement.clone(), u32::from(rang8)));
            }
        }
        let mut territoires: Vec<Territoire> = territoires.into_iter().map(|(t, _)| t).collect();
        let mut metiers = Metiers::default();
        metiers.annexe(fichiers, edition, "ue", |metier| {
            metier.imprime_plusieurs_fois = metier.ue;
            metier.ue = true;
        })?;
        metiers.annexe(fichiers, edition, "tiers", |metier| metier.tiers = true)?;
        metiers.annexe(fichiers, edition, "national", |metier| {
            metier.national = true;
        })?;
        metiers.regions(fichiers, edition, &par_nom, &mut territoires)?;
        for code in peche {
            metiers.metier(code).peche = true;
        }
        for ecart in ecarts {
            let territoire = par_nom.get(&normaliser(ecart.region.get_ref())).copied();
            let lecture = lectures.iter().position(|l| l == ecart.lecture.get_ref());
            let (Some(territoire), Some(lecture)) = (territoire, lecture) else {
                return Err(ErreurEdition::du_fichier(
                    format!("{}/ecarts.toml", edition.dossier),
                    format!(
                        "« {} » n’est pas un territoire de la liste ; écrivez-le comme elle.",
                        ecart.region.get_ref()
                    ),
                ));
            };
            let ouverture = Ouverture {
                retenue: ecart.retenue,
                autre: ecart.autre,
                lecture: u8::try_from(lecture).ok(),
            };
            metiers
                .metier(&ecart.code_rome)
                .ecarts
                .push((territoire, ouverture));
        }
        let metiers: Vec<Metier> = metiers.par_code.into_values().collect();
        let rangs = |codes: Vec<(String, u32)>| index(&codes, edition);
        Ok(Self {
            par_pays: rangs(
                [
                    numeroter(nationalites.iter().map(|n| Some(n.code.clone()))),
                    numeroter(nationalites.iter().map(|n| n.iso3.clone())),
                ]
                .concat(),
            )?,
            par_departement: rangs(departements)?,
            par_metier: rangs(numeroter(metiers.iter().map(|m| Some(m.code.clone()))))?,
            par_nom,
            par_ecriture,
            nationalites,
            territoires,
            metiers,
        })
    }

    /// A nationality by its INSEE or ISO code.
    #[must_use]
    pub fn nationalite(&self, code: &str) -> Option<&Nationalite> {
        let rang = self.par_pays.chercher(code.as_bytes())?;
        self.nationalites.get(rang as usize)
    }

    /// The rank of a territory by one of its names; case, accents and hyphens do not matter.
    #[must_use]
    pub fn territoire(&self, nom: &str) -> Option<u8> {
        let ecrit = self.par_ecriture.get(nom);
        ecrit
            .or_else(|| self.par_nom.get(&normaliser(nom)))
            .copied()
    }

    /// The names of territories, as they are compared.
    pub fn noms_de_territoires(&self) -> impl Iterator<Item = &str> {
        self.territoires.iter().map(|t| t.libelle.as_str())
    }

    /// The rank of the territory of a department.
    #[must_use]
    pub fn territoire_du_departement(&self, code: &str) -> Option<u8> {
        let rang = self.par_departement.chercher(code.as_bytes())?;
        u8::try_from(rang).ok()
    }

    /// Whether a job is open to nationals of third countries in a territory, under the readings applied.
    #[must_use]
    pub fn est_ouvert_aux_tiers(&self, metier: &Metier, territoire: u8) -> bool {
        let metropole = self
            .territoires
            .get(usize::from(territoire))
            .is_some_and(|territoire| territoire.metropole);
        (metier.national && metropole) || metier.ouverture(territoire).retenue
    }

    /// The effective list of a territory: its rows and the six national jobs, under the readings applied.
    pub fn ouverts_aux_tiers(&self, territoire: u8) -> impl Iterator<Item = &Metier> {
        self.metiers
            .iter()
            .filter(move |metier| self.est_ouvert_aux_tiers(metier, territoire))
    }

    /// The jobs whose codes begin so, which follow one another.
    #[must_use]
    pub fn metiers_de(&self, debut: &str) -> &[Metier] {
        let depuis = self.metiers.partition_point(|m| m.code.as_str() < debut);
        let suite = &self.metiers[depuis..];
        let nombre = suite.iter().take_while(|m| m.code.starts_with(debut));
        &suite[..nombre.count()]
    }

    /// A job that some list names.
    #[must_use]
    pub fn metier(&self, code: &str) -> Option<&Metier> {
        let rang = self.par_metier.chercher(code.as_bytes())?;
        self.metiers.get(rang as usize)
    }
}

/// Jobs while they are gathered.
#[derive(Default)]
struct Metiers {
    par_code: BTreeMap<String, Metier>,
}

impl Metiers {
    fn metier(&mut self, code: &str) -> &mut Metier {
        self.par_code
            .entry(code.to_owned())
            .or_insert_with(|| Metier {
                code: code.to_owned(),
                libelles: Vec::new(),
                domaine: None,
                ue: false,
                imprime_plusieurs_fois: false,
                tiers: false,
                national: false,
                peche: false,
                imprime_dans: 0,
                ecarts: Vec::new(),
            })
    }

    fn ligne(&mut self, code: &str, libelle: &str) -> &mut Metier {
        let metier = self.metier(code);
        if !metier.libelles.iter().any(|connu| connu == libelle) {
            metier.libelles.push(libelle.to_owned());
        }
        metier
    }

    fn annexe(
        &mut self,
        fichiers: &Fichiers,
        edition: &Edition,
        nom: &str,
        marquer: impl Fn(&mut Metier),
    ) -> Result<(), ErreurEdition> {
        let liste = Liste::charger(fichiers, &format!("{RACINE}/{nom}/{}", edition.id))?;
        let domaine = liste.colonne_requise("domaine")?;
        let code = liste.colonne_requise("code_rome")?;
        let libelle = liste.colonne_requise("libelle")?;
        for ligne in liste.lignes() {
            let metier = self.ligne(ligne.cellule(code), ligne.cellule(libelle));
            metier
                .domaine
                .get_or_insert_with(|| ligne.cellule(domaine).to_owned());
            marquer(metier);
        }
        Ok(())
    }

    fn regions(
        &mut self,
        fichiers: &Fichiers,
        edition: &Edition,
        par_nom: &BTreeMap<String, u8>,
        territoires: &mut [Territoire],
    ) -> Result<(), ErreurEdition> {
        let liste = Liste::charger(fichiers, &format!("{RACINE}/regions/{}", edition.id))?;
        let region = liste.colonne_requise("region")?;
        let code = liste.colonne_requise("code_rome")?;
        let libelle = liste.colonne_requise("libelle")?;
        let annonce = liste.colonne_requise("nombre_annonce")?;
        for ligne in liste.lignes() {
            let nom = ligne.cellule(region);
            let Some(&rang) = par_nom.get(&normaliser(nom)) else {
                return Err(ErreurEdition::du_fichier(
                    liste.chemin(),
                    format!("« {nom} » n’est pas un territoire de {RACINE}/territoires."),
                ));
            };
            self.ligne(ligne.cellule(code), ligne.cellule(libelle))
                .imprime_dans |= 1 << rang;
            let territoire = &mut territoires[usize::from(rang)];
            territoire.imprimes += 1;
            territoire.annonce = ligne.cellule(annonce).parse().ok();
        }
        Ok(())
    }
}

fn lire_les_territoires(
    fichiers: &Fichiers,
) -> Result<Vec<(Territoire, Vec<String>)>, ErreurEdition> {
    let liste = guichet_nomenclatures::catalogue::charger(fichiers, "travail/territoires", None)
        .map_err(|erreur| ErreurEdition::du_fichier(RACINE, erreur.to_string()))?;
    let colonne = |nom| liste.colonne_requise(nom);
    let (nom, libelle) = (colonne("nom")?, colonne("libelle")?);
    let (metropole, departements) = (colonne("metropole")?, colonne("departements")?);
    let alias = colonne("alias")?;
    let grille = colonne("grille")?;
    let morceaux = |texte: &str| -> Vec<String> {
        texte
            .split('|')
            .filter(|morceau| !morceau.is_empty())
            .map(str::to_owned)
            .collect()
    };
    Ok(liste
        .lignes()
        .map(|ligne| {
            let territoire = Territoire {
                nom: ligne.cellule(nom).to_owned(),
                libelle: ligne.cellule(libelle).to_owned(),
                metropole: ligne.cellule(metropole) == "true",
                departements: morceaux(ligne.cellule(departements)),
                grille: place(ligne.cellule(grille)),
                annonce: None,
                imprimes: 0,
            };
            (territoire, morceaux(ligne.cellule(alias)))
        })
        .collect())
}

/// `3,2`, as the pattern of the list guarantees it.
fn place(cellule: &str) -> (u8, u8) {
    let (colonne, ligne) = cellule.split_once(',').unwrap_or(("0", "0"));
    (colonne.parse().unwrap_or(0), ligne.parse().unwrap_or(0))
}

fn lire_les_nationalites(fichiers: &Fichiers) -> Result<Vec<Nationalite>, ErreurEdition> {
    let charger = |nom: &str| {
        guichet_nomenclatures::catalogue::charger(fichiers, nom, None)
            .map_err(|erreur| ErreurEdition::du_fichier(RACINE, erreur.to_string()))
    };
    let pays = charger("cyclades/pays")?;
    let (code_pays, libelle) = (
        pays.colonne_requise("code")?,
        pays.colonne_requise("libelle")?,
    );
    let libelles: BTreeMap<&str, &str> = pays
        .lignes()
        .map(|ligne| (ligne.cellule(code_pays), ligne.cellule(libelle)))
        .collect();
    let liste = charger("travail/nationalites")?;
    let (code, iso) = (
        liste.colonne_requise("code")?,
        liste.colonne_requise("iso3")?,
    );
    let groupe = liste.colonne_requise("groupe")?;
    Ok(liste
        .lignes()
        .map(|ligne| {
            let code = ligne.cellule(code);
            let iso3 = ligne.cellule(iso);
            Nationalite {
                code: code.to_owned(),
                iso3: (!iso3.is_empty()).then(|| iso3.to_owned()),
                libelle: libelles.get(code).copied().unwrap_or(code).to_owned(),
                groupe: match ligne.cellule(groupe) {
                    "ue_transitoire" => Groupe::UeTransitoire,
                    "accord_particulier" => Groupe::AccordParticulier,
                    "hors_circulaire" => Groupe::HorsCirculaire,
                    // The list admits four values: see its `liste.toml`.
                    _ => Groupe::Tiers,
                },
            }
        })
        .collect())
}

fn numeroter(codes: impl Iterator<Item = Option<String>>) -> Vec<(String, u32)> {
    codes
        .zip(0u32..)
        .filter_map(|(code, rang)| code.map(|code| (code, rang)))
        .collect()
}

fn index(codes: &[(String, u32)], edition: &Edition) -> Result<IndexCodes, ErreurEdition> {
    IndexCodes::new(codes.iter().map(|(code, rang)| (code.as_str(), *rang)))
        .map_err(|erreur| ErreurEdition::du_fichier(edition.dossier.clone(), erreur.to_string()))
}

/// A name as it is compared: lower case, no accent, a space for every other sign.
#[must_use]
pub fn normaliser(nom: &str) -> String {
    nom.chars()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'à' | 'â' | 'ä' => 'a',
            'ç' => 'c',
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'î' | 'ï' => 'i',
            'ô' | 'ö' => 'o',
            'ù' | 'û' | 'ü' => 'u',
            c if c.is_alphanumeric() => c,
            _ => ' ',
        })
        .collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}
