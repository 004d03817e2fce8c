//! What a simulation changes in the rules, from what a person types to an edition in memory.

use guichet_aide_equipement::arrondi::Sens;
use guichet_aide_equipement::{Dispositif, EditionEquipement, Formation};
use guichet_instruction::Choix;
use guichet_socle::Centimes;

use super::Scenario;

/// The entry of the register on the rounding of scholars.
const SANS_ARRONDI: &str = "ARE-18";

/// How the scholars of the post-bac line are rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArrondiDesBoursiers {
    /// To the whole one below.
    Inferieur,
    /// To the nearest whole one: the rule in force.
    Proche,
    /// To the whole one above.
    Superieur,
    /// Not at all: only the amount is, to the cent (ARE-18).
    Exact,
}

/// What is changed: texts as a person types them, amounts in cents.
#[derive(Debug, Clone, Default)]
pub struct Hypotheses {
    /// The amount of a first-year pupil, or scholar.
    pub forfait_eleve: Option<Centimes>,
    /// The amount of a pupil of 3e prépa-métiers.
    pub forfait_prepa_metiers: Option<Centimes>,
    /// Specialities (three digits) or groups (two) that become eligible.
    pub specialites: Vec<String>,
    /// Those that are eligible no more.
    pub sans_specialites: Vec<String>,
    /// Courses that become eligible: `CODE`, `CODE:NIVEAU` or `CODE:NIVEAU:LIBELLE`.
    pub formations: Vec<String>,
    /// Codes of courses that are eligible no more.
    pub sans_formations: Vec<String>,
    /// How scholars are rounded.
    pub arrondi: Option<ArrondiDesBoursiers>,
    /// Readings: `ARE-24=autre`, `ARE-24=retenue`.
    pub lectures: Vec<String>,
}

/// Why nothing is simulated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RefusDeSimulation {
    /// Neither a speciality nor a group.
    #[error("« {0} » n’est pas une spécialité ; donnez trois chiffres, ou deux pour un groupe.")]
    Specialite(String),
    /// No course.
    #[error("« {0} » n’est pas un code de formation ; donnez ses huit chiffres.")]
    Formation(String),
    /// No level.
    #[error(
        "« {0} » n’est pas un niveau ; écrivez PRE BAC, POST BAC ou INFRA V, par exemple 50032601:PRE BAC:LIBELLÉ."
    )]
    Niveau(String),
    /// Not written as a reading.
    #[error("« {0} » n’est pas une lecture ; écrivez par exemple ARE-24=autre, ou ARE-24=retenue.")]
    Lecture(String),
    /// The register has no such entry with two readings.
    #[error("« {lecture} » n’a pas deux lectures qui changent une dotation ; il y a : {connues}.")]
    LectureInconnue {
        /// The entry asked for.
        lecture: String,
        /// Those that exist.
        connues: String,
    },
}

impl Hypotheses {
    /// Whether nothing is changed.
    #[must_use]
    pub fn sont_vides(&self) -> bool {
        let Self {
            forfait_eleve,
            forfait_prepa_metiers,
            specialites,
            sans_specialites,
            formations,
            sans_formations,
            arrondi,
            lectures,
        } = self;
        forfait_eleve.is_none()
            && forfait_prepa_metiers.is_none()
            && arrondi.is_none()
            && [
                specialites,
                sans_specialites,
                formations,
                sans_formations,
                lectures,
            ]
            .iter()
            .all(|liste| liste.is_empty())
    }

    /// The edition, changed in memory.
    ///
    /// # Errors
    /// Something typed is no speciality, no course, no reading.
    pub fn appliquer(&self, edition: EditionEquipement) -> Result<Scenario, RefusDeSimulation> {
        let mut scenario = Scenario::en_vigueur(edition);
        self.les_montants(&mut scenario);
        self.les_specialites(&mut scenario)?;
        self.les_formations(&mut scenario)?;
        self.l_arrondi(&mut scenario);
        self.les_lectures(&mut scenario)?;
        Ok(scenario)
    }

    fn les_montants(&self, scenario: &mut Scenario) {
        let parametres = &mut scenario.edition.regles.parametres;
        for (montant, parametre, nom) in [
            (
                self.forfait_eleve,
                &mut parametres.forfait_eleve,
                "Montant par élève ou par boursier",
            ),
            (
                self.forfait_prepa_metiers,
                &mut parametres.forfait_prepa_metiers,
                "Montant par élève de 3e prépa-métiers",
            ),
        ] {
            let Some(montant) = montant else { continue };
            let ancien = Centimes(parametre.valeur);
            scenario
                .hypotheses
                .push(format!("{nom} : {montant} au lieu de {ancien}."));
            parametre.valeur = montant.0;
        }
    }

    fn les_specialites(&self, scenario: &mut Scenario) -> Result<(), RefusDeSimulation> {
        let formations = &mut scenario.edition.regles.formations;
        for code in &self.specialites {
            verifier_la_specialite(code)?;
            if formations.declarer(code, "simulation") {
                scenario.remarques.push(format!(
                    "La spécialité {code} est déjà éligible : l’ajouter ne change rien."
                ));
            }
            if formations.est_limitative() {
                scenario.remarques.push(format!(
                    "La liste des formations est limitative : la spécialité {code} n’ouvre que les formations listées (ARE-03)."
                ));
            }
            scenario
                .hypotheses
                .push(format!("Spécialité ajoutée : {code}."));
        }
        for code in &self.sans_specialites {
            verifier_la_specialite(code)?;
            formations.ecarter_specialite(code);
            scenario
                .hypotheses
                .push(format!("Spécialité écartée : {code}."));
        }
        Ok(())
    }

    fn les_formations(&self, scenario: &mut Scenario) -> Result<(), RefusDeSimulation> {
        let formations = &mut scenario.edition.regles.formations;
        for texte in &self.formations {
            let formation = lire_une_formation(texte)?;
            let nom = [formation.code.as_str(), formation.libelle.as_str()].join(" ");
            let nom = nom.trim_end();
            if formations.par_code(&formation.code).is_some() {
                scenario.remarques.push(format!(
                    "La formation {} est déjà sur la liste.",
                    formation.code
                ));
            }
            scenario.hypotheses.push(format!(
                "Formation ajoutée : {nom} ({}).",
                formation.dispositif.libelle()
            ));
            formations.ajouter_formation(formation);
        }
        for code in &self.sans_formations {
            verifier_le_code(code)?;
            let libelle = formations.par_code(code).map(|f| f.libelle.clone());
            if libelle.is_none() {
                scenario
                    .remarques
                    .push(format!("La formation {code} n’est pas sur la liste ; elle est écartée même si sa spécialité est éligible."));
            }
            let nom = [code.as_str(), libelle.as_deref().unwrap_or_default()].join(" ");
            scenario
                .hypotheses
                .push(format!("Formation écartée : {}.", nom.trim_end()));
            formations.ecarter_formation(code);
        }
        Ok(())
    }

    fn l_arrondi(&self, scenario: &mut Scenario) {
        let Some(arrondi) = self.arrondi else { return };
        let (sens, mots) = match arrondi {
            ArrondiDesBoursiers::Inferieur => (Sens::Inferieur, "à l’entier inférieur"),
            ArrondiDesBoursiers::Proche => (Sens::Proche, "à l’entier le plus proche"),
            ArrondiDesBoursiers::Superieur => (Sens::Superieur, "à l’entier supérieur"),
            ArrondiDesBoursiers::Exact => (Sens::Proche, "sans arrondi"),
        };
        scenario.edition.regles.arrondi_des_boursiers = sens;
        let place = place_de(scenario, SANS_ARRONDI);
        if let (ArrondiDesBoursiers::Exact, Some(place)) = (arrondi, place) {
            scenario.choix = Choix(scenario.choix.0 | 1 << place);
        }
        scenario
            .hypotheses
            .push(format!("Nombre de boursiers : {mots}."));
    }

    fn les_lectures(&self, scenario: &mut Scenario) -> Result<(), RefusDeSimulation> {
        for texte in &self.lectures {
            let (id, autre) = match texte.split_once('=') {
                Some((id, "autre")) => (id.trim(), true),
                Some((id, "retenue")) => (id.trim(), false),
                _ => return Err(RefusDeSimulation::Lecture(texte.clone())),
            };
            let Some(place) = place_de(scenario, id) else {
                let lectures = scenario.edition.commun.lectures.iter();
                let connues: Vec<&str> = lectures.map(|lecture| lecture.id.as_str()).collect();
                return Err(RefusDeSimulation::LectureInconnue {
                    lecture: id.to_owned(),
                    connues: connues.join(", "),
                });
            };
            let bit = 1 << place;
            let lecture = &scenario.edition.commun.lectures[usize::from(place)];
            let (choix, mots) = if autre {
                (
                    scenario.choix.0 | bit,
                    lecture.autre.as_deref().unwrap_or_default(),
                )
            } else {
                (scenario.choix.0 & !bit, lecture.retenue.as_str())
            };
            scenario.hypotheses.push(format!("Lecture {id} : {mots}"));
            scenario.choix = Choix(choix);
        }
        Ok(())
    }
}

/// The bit of an entry of the register.
fn place_de(scenario: &Scenario, id: &str) -> Option<u8> {
    let lectures = &scenario.edition.commun.lectures;
    let place = lectures.iter().position(|lecture| lecture.id == id)?;
    u8::try_from(place).ok()
}

fn sont_des_chiffres(texte: &str) -> bool {
    texte.bytes().all(|c| c.is_ascii_digit())
}

fn verifier_la_specialite(code: &str) -> Result<(), RefusDeSimulation> {
    if matches!(code.len(), 2 | 3) && sont_des_chiffres(code) {
        Ok(())
    } else {
        Err(RefusDeSimulation::Specialite(code.to_owned()))
    }
}

fn verifier_le_code(code: &str) -> Result<(), RefusDeSimulation> {
    if code.len() == 8 && sont_des_chiffres(code) {
        Ok(())
    } else {
        Err(RefusDeSimulation::Formation(code.to_owned()))
    }
}

fn lire_une_formation(texte: &str) -> Result<Formation, RefusDeSimulation> {
    let mut parties = texte.splitn(3, ':').map(str::trim);
    let code = parties.next().unwrap_or_default();
    verifier_le_code(code)?;
    let niveau = parties.next().filter(|niveau| !niveau.is_empty());
    let dispositif = match niveau {
        Some(niveau) => Dispositif::du_niveau(niveau),
        None => Dispositif::du_code(code),
    };
    let Some(dispositif) = dispositif else {
        return Err(RefusDeSimulation::Niveau(niveau.unwrap_or(code).to_owned()));
    };
    Ok(Formation {
        code: code.to_owned(),
        // In every row of the lists, the speciality is digits 4 to 6 of the code (ARE-45).
        specialite: code.get(3..6).unwrap_or_default().to_owned(),
        dispositif,
        type_diplome: String::new(),
        libelle: parties.next().unwrap_or_default().to_owned(),
    })
}
