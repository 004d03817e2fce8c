//! A whole edition of the document, read and checked: fields, classes of characters, rules, code lists.

use guichet_nomenclatures::Communes;
use guichet_nomenclatures::cyclades::ListesCyclades;
use guichet_socle::caracteres::{Masque, Sorte, union};
use guichet_socle::condition::{Condition, Conditions};
use guichet_socle::erreur::lire_toml;
use guichet_socle::programme::{Classes, FaitDeclare};
use guichet_socle::reference::Source;
use guichet_socle::{Edition, ErreurEdition, Fichiers};
use serde::Deserialize;
use std::collections::BTreeMap;

use crate::champs::Champs;
use crate::controle::codes;
use crate::controle::message::trous_connus;
use crate::correction;
use crate::parametres::Parametres;
use crate::structure::StructureXml;
use crate::{faits, plan};

/// Folder of the editions of this procedure.
pub const DOSSIER: &str = "reglements/cyclades";
/// Prefix of its rules.
pub const PREFIXE: &str = "CY";

/// An edition ready to check files.
#[derive(Debug, Clone)]
pub struct EditionCyclades {
    /// Identity, validity, sources.
    pub edition: Edition,
    /// The fields.
    pub champs: Champs,
    /// The rules.
    pub conditions: Conditions,
    /// The code lists of the same document.
    pub listes: ListesCyclades,
    /// The communes of the INSEE, which the document does not list.
    pub communes: Communes,
    /// Every fact the rules may speak of.
    pub faits: Vec<FaitDeclare>,
    /// The year whose code lists the edition holds.
    pub session_de_reference: i16,
    /// The shape of an XML file.
    pub xml: StructureXml,
    /// The figures and codes that the reasoning cites.
    pub parametres: Parametres,
    pub(crate) classes: Classes,
    libelles_de_classes: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Classe {
    libelle: String,
    #[serde(default)]
    sortes: Vec<Sorte>,
    #[serde(default)]
    toutes_sauf: Vec<Sorte>,
}

impl EditionCyclades {
    /// Reads and checks the edition of a folder, its rules compiled for every exam.
    ///
    /// # Errors
    /// Whatever is wrong in the data, with file and line.
    pub fn charger(fichiers: &Fichiers, edition: &Edition) -> Result<Self, ErreurEdition> {
        let dossier = &edition.dossier;
        let champs = Champs::lire(fichiers, dossier)?;
        for champ in &champs.liste {
            edition
                .source(champ.source.get_ref())
                .map_err(|message| champs.erreur(champ.source.span().start, message))?;
        }
        let (classes, libelles_de_classes) = lire_classes(fichiers, dossier)?;
        let conditions = Conditions::lire(fichiers, edition, PREFIXE)?;
        let listes = ListesCyclades::charger(fichiers, &edition.id)?;
        let parametres = Parametres::lire(fichiers, edition)?;
        let xml = StructureXml::lire(fichiers, edition, &champs)?;
        let lue = Self {
            xml,
            faits: faits::declares(&champs),
            edition: edition.clone(),
            champs,
            conditions,
            listes,
            communes: Communes::charger(fichiers)?,
            classes,
            libelles_de_classes,
            session_de_reference: parametres.session_de_reference.valeur,
            parametres,
        };
        lue.verifier()?;
        Ok(lue)
    }

    fn verifier(&self) -> Result<(), ErreurEdition> {
        codes::verifier(&self.conditions, &self.champs)?;
        for condition in &self.conditions.conditions {
            if let Some(nom) = &condition.correction
                && correction::par_nom(nom.get_ref()).is_none()
            {
                return Err(self.conditions.erreur(
                    nom.span().start,
                    format!(
                        "la correction « {} » n’existe pas ; il y a : {}.",
                        nom.get_ref(),
                        correction::noms().collect::<Vec<_>>().join(", ")
                    ),
                ));
            }
        }
        self.conditions
            .verifier_trous(&|condition| trous_connus(self, condition))?;
        plan::verifier(self)
    }

    /// The text a reader sees of a class of characters.
    #[must_use]
    pub fn libelle_de_classe<'a>(&'a self, nom: &'a str) -> &'a str {
        self.libelles_de_classes
            .get(nom)
            .map_or(nom, String::as_str)
    }

    /// The rule of a code.
    #[must_use]
    pub fn condition(&self, code: &str) -> Option<&Condition> {
        self.conditions
            .rang(code)
            .map(|rang| &self.conditions.conditions[rang])
    }

    /// Whether a summary counts a finding that rejects the file.
    #[must_use]
    pub fn a_des_erreurs(&self, resume: &crate::Resume) -> bool {
        resume.par_regle.iter().any(|(code, nombre)| {
            *nombre > 0
                && self
                    .condition(code)
                    .is_none_or(|c| c.gravite == guichet_socle::constat::Gravite::Erreur)
        })
    }

    /// Where the document says what a rule demands.
    #[must_use]
    pub fn source(&self, condition: &Condition) -> Option<&Source> {
        self.edition.sources.get(condition.source.get_ref())
    }
}

fn lire_classes(
    fichiers: &Fichiers,
    dossier: &str,
) -> Result<(Classes, BTreeMap<String, String>), ErreurEdition> {
    let chemin = format!("{dossier}/caracteres.toml");
    let texte = fichiers.texte(&chemin)?;
    let lues: BTreeMap<String, Classe> = lire_toml(&chemin, texte)?;
    let toutes: Masque = union(Sorte::TOUTES);
    let mut classes = Classes::new();
    let mut libelles = BTreeMap::new();
    for (nom, classe) in lues {
        if classe.sortes.is_empty() == classe.toutes_sauf.is_empty() {
            let octet = texte.find(&format!("[{nom}]")).unwrap_or(0);
            return Err(ErreurEdition::a_l_octet(
                &chemin,
                texte,
                octet,
                format!(
                    "la classe « {nom} » doit avoir « sortes » ou « toutes_sauf », et un seul des deux."
                ),
            ));
        }
        let masque = if classe.sortes.is_empty() {
            toutes & !union(&classe.toutes_sauf)
        } else {
            union(&classe.sortes)
        };
        classes.insert(nom.clone(), masque);
        libelles.insert(nom, classe.libelle);
    }
    Ok((classes, libelles))
}
