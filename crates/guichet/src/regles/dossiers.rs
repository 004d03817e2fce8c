//! The rules of a procedure that decides dossiers: what each demands of the facts, in words.

use guichet_instruction::cas::{Cas, Catalogue};
use guichet_instruction::dossier::Rang;
use guichet_instruction::{Commun, Unite};
use guichet_socle::condition::{Condition, Conditions};
use guichet_socle::programme::Nature;
use guichet_socle::vocabulaire::mots::{self, Lexique, en_mots};
use guichet_socle::{Centimes, Constat, Edition, Resultat};

use super::circonstances::circonstances;
use super::vues::{CasVue, CorrectionVue, DecisionDeCas, ExigenceVue, TrouveVue, ValeurVue};
use super::{ErreurDeRegle, Reglement};
use crate::Donnees;
use crate::instruction::Instruction;

/// The last edition of a procedure that decides dossiers, and its cases if it has any.
pub(super) struct DeDossiers {
    instruction: Instruction,
    catalogue: Option<Catalogue>,
}

impl DeDossiers {
    pub(super) fn charger(donnees: &Donnees, procedure: &str) -> Result<Self, ErreurDeRegle> {
        let instruction = Instruction::ouvrir(donnees, procedure, None)?;
        let commun = instruction.de_lecture().commun();
        let fichiers = donnees.fichiers();
        // An edition that someone is writing may have no case yet.
        let dossier = format!("{}/cas", commun.edition.dossier);
        let en_a = fichiers.sous(&dossier).next().is_some();
        let catalogue = en_a
            .then(|| Catalogue::lire(fichiers, commun))
            .transpose()?;
        Ok(Self {
            instruction,
            catalogue,
        })
    }

    fn commun(&self) -> &Commun {
        self.instruction.de_lecture().commun()
    }

    /// A case decided: what the rule shown says of it, then whatever else is not plainly met.
    fn cas_vu(&self, cas: &Cas, code: &str) -> CasVue {
        let decision = cas.rejouer(self.instruction.de_lecture());
        let trouve = |regle: &str, message: &str| TrouveVue {
            regle: regle.to_owned(),
            champ: None,
            message: message.to_owned(),
        };
        let du_constat = |constat: &Constat| trouve(&constat.regle, &constat.message);
        let (siens, autres): (Vec<&Constat>, Vec<&Constat>) = decision
            .constats
            .iter()
            .filter(|constat| constat.regle == code || constat.resultat != Resultat::Rempli)
            .partition(|constat| constat.regle == code);
        let avertissements = &decision.avertissements;
        CasVue {
            titre: cas.titre.clone(),
            examens: Vec::new(),
            session: None,
            options: Vec::new(),
            nom_fichier: None,
            valeurs: cas
                .changements(self.commun())
                .into_iter()
                .map(|(champ, valeur)| ValeurVue { champ, valeur })
                .collect(),
            trouve: siens
                .into_iter()
                .chain(autres)
                .map(du_constat)
                .chain(avertissements.iter().map(|a| trouve(&a.regle, &a.message)))
                .collect(),
            decision: Some(DecisionDeCas {
                issue: decision.issue,
                montant_centimes: decision.montant().map(|Centimes(centimes)| centimes),
                lectures: decision
                    .lectures
                    .into_iter()
                    .map(|l| l.id.into_owned())
                    .collect(),
            }),
        }
    }
}

impl Reglement for DeDossiers {
    fn procedure(&self) -> &'static str {
        self.commun().procedure
    }

    fn edition(&self) -> &Edition {
        &self.commun().edition
    }

    fn conditions(&self) -> &Conditions {
        &self.commun().conditions
    }

    fn exigences(&self, condition: &Condition) -> Vec<ExigenceVue> {
        let Some(exige) = &condition.exige else {
            return Vec::new();
        };
        let lexique = Faits(self.commun());
        vec![ExigenceVue {
            champs: self.champs(condition, &[]),
            mots: en_mots(exige.get_ref(), &lexique)
                + &circonstances(&[], &condition.si, &condition.sauf, &lexique),
        }]
    }

    /// The fields of the dossier that its facts rest on, in the order of the dossier.
    fn champs(&self, condition: &Condition, _exige: &[ExigenceVue]) -> Vec<String> {
        let commun = self.commun();
        let exige = condition.exige.as_ref().map(toml::Spanned::get_ref);
        let gardes = condition.si.iter().chain(&condition.sauf);
        let lus = exige
            .map(guichet_socle::vocabulaire::Exigence::faits)
            .unwrap_or_default()
            .into_iter()
            .chain(gardes.map(|garde| garde.get_ref().as_str()))
            .filter_map(|nom| commun.faits.iter().find(|fait| fait.declare.nom == nom))
            .fold(0, |lus, fait| lus | fait.champs);
        (0..)
            .map(Rang)
            .zip(commun.schema.champs())
            .filter(|(rang, _)| lus & rang.bit() != 0)
            .map(|(_, champ)| champ.nom.clone())
            .collect()
    }

    fn correction(&self, _condition: &Condition) -> Option<CorrectionVue> {
        None
    }

    fn nombre_de_cas(&self, code: &str) -> usize {
        let catalogue = self.catalogue.as_ref();
        catalogue.map_or(0, |catalogue| catalogue.de(code).count())
    }

    fn raisonnement(&self) -> Vec<&str> {
        let lectures = self.commun().lectures.iter();
        lectures.map(|lecture| lecture.id.as_str()).collect()
    }

    fn cas(&self, code: &str) -> Vec<CasVue> {
        self.catalogue.as_ref().map_or_else(Vec::new, |catalogue| {
            catalogue
                .de(code)
                .map(|cas| self.cas_vu(cas, code))
                .collect()
        })
    }
}

/// The names of the facts and lists of an edition.
struct Faits<'a>(&'a Commun);

impl Lexique for Faits<'_> {
    fn fait(&self, nom: &str) -> String {
        let Some(fait) = self.0.faits.iter().find(|fait| fait.declare.nom == nom) else {
            return nom.to_owned();
        };
        let sens = &fait.declare.sens;
        match (fait.champ, fait.declare.nature) {
            // The label of a field is a noun: what is true is the answer to its question.
            (Some(champ), Nature::Booleen) => {
                let question = &self.0.schema.champ(champ).question;
                format!("la réponse est oui à « {question} »")
            }
            // What a comma opens, another closes before the verb.
            (_, Nature::Nombre | Nature::Date | Nature::Texte) if sens.contains(", ") => {
                format!("{sens},")
            }
            _ => sens.clone(),
        }
    }

    fn classe(&self, nom: &str) -> String {
        nom.to_owned()
    }

    fn liste(&self, nom: &str) -> String {
        match self.0.parametres.get(nom) {
            Some(codes) => format!("la liste « {nom} » ({codes})"),
            None => format!("la liste « {nom} »"),
        }
    }

    fn nombre(&self, fait: &str, valeur: i64) -> String {
        let unite = self
            .0
            .faits
            .iter()
            .find(|connu| connu.declare.nom == fait)
            .map_or(Unite::Nombre, |fait| fait.unite);
        match unite {
            Unite::Centimes => Centimes(valeur).to_string(),
            Unite::Nombre => mots::nombre(valeur),
        }
    }
}
