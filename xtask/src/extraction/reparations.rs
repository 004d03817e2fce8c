//! Labels as people should read them, where the document prints them damaged.
//!
//! The repairs are an explicit table. Each must find exactly the label it says it repairs, once;
//! otherwise the extraction stops: a new edition of the document is never repaired by accident.

use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

use super::ErreurExtraction;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(default, rename = "reparation")]
    reparations: Vec<Reparation>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Reparation {
    liste: String,
    domaine: Option<String>,
    code: String,
    imprime: String,
    repare: String,
}

type Cle = (String, Option<String>, String);

/// The repairs of one document, and which of them have been used.
#[derive(Debug)]
pub struct Reparations {
    par_cle: BTreeMap<Cle, Reparation>,
    employees: BTreeSet<Cle>,
}

impl Reparations {
    /// Reads the table of repairs.
    pub fn lire(texte: &str) -> Result<Self, ErreurExtraction> {
        let table: Table = toml::from_str(texte).map_err(|erreur| {
            ErreurExtraction::generale(format!("table des réparations : {erreur}"))
        })?;
        let mut par_cle = BTreeMap::new();
        for reparation in table.reparations {
            let designation = format!(
                "la réparation de {}/{}",
                reparation.liste,
                [
                    reparation.domaine.as_deref().unwrap_or_default(),
                    &reparation.code
                ]
                .join(" ")
                .trim()
            );
            if reparation.imprime == reparation.repare {
                return Err(ErreurExtraction::generale(format!(
                    "{designation} ne change rien ; retirez-la."
                )));
            }
            let cle = (
                reparation.liste.clone(),
                reparation.domaine.clone(),
                reparation.code.clone(),
            );
            if par_cle.insert(cle, reparation).is_some() {
                return Err(ErreurExtraction::generale(format!(
                    "{designation} est écrite deux fois ; gardez-en une."
                )));
            }
        }
        Ok(Self {
            par_cle,
            employees: BTreeSet::new(),
        })
    }

    /// The label to show for a printed one: the same, unless a repair says otherwise.
    pub fn reparer(
        &mut self,
        liste: &str,
        domaine: Option<&str>,
        code: &str,
        imprime: &str,
    ) -> Result<String, ErreurExtraction> {
        let cle = (
            liste.to_owned(),
            domaine.map(str::to_owned),
            code.to_owned(),
        );
        let Some(reparation) = self.par_cle.get(&cle) else {
            return Ok(imprime.to_owned());
        };
        if reparation.imprime != imprime {
            return Err(ErreurExtraction::generale(format!(
                "{liste}, code {code} : la réparation attend « {} », le document imprime « {imprime} » ; revoyez-la.",
                reparation.imprime
            )));
        }
        let repare = reparation.repare.clone();
        if !self.employees.insert(cle) {
            return Err(ErreurExtraction::generale(format!(
                "{liste}, code {code} : la réparation s’applique deux fois ; le code est en double."
            )));
        }
        Ok(repare)
    }

    /// Checks that no repair is left over.
    pub fn terminer(self) -> Result<(), ErreurExtraction> {
        match self
            .par_cle
            .iter()
            .find(|(cle, _)| !self.employees.contains(*cle))
        {
            None => Ok(()),
            Some((_, inutile)) => Err(ErreurExtraction::generale(format!(
                "{}, code {} : la réparation de « {} » ne trouve pas son code ; retirez-la.",
                inutile.liste, inutile.code, inutile.imprime
            ))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = r#"
        [[reparation]]
        liste = "pays"
        code = "107"
        imprime = "LETONIE"
        repare = "LETTONIE"
    "#;

    #[test]
    fn a_repair_applies_to_its_own_printed_label_only() {
        let mut reparations = Reparations::lire(TABLE).unwrap();
        let mut essai = |liste: &str, code: &str, imprime: &str| {
            reparations.reparer(liste, None, code, imprime).ok()
        };
        assert_eq!(
            essai("pays", "108", "LITUANIE").as_deref(),
            Some("LITUANIE")
        );
        assert_eq!(essai("pcs", "107", "LETONIE").as_deref(), Some("LETONIE"));
        assert_eq!(essai("pays", "107", "LETTONIE"), None);
        assert_eq!(essai("pays", "107", "LETONIE").as_deref(), Some("LETTONIE"));
        assert_eq!(essai("pays", "107", "LETONIE"), None, "twice");
        assert!(reparations.terminer().is_ok());
    }

    #[test]
    fn a_repair_that_finds_nothing_stops_the_extraction() {
        let reparations = Reparations::lire(TABLE).unwrap();
        assert!(
            reparations
                .terminer()
                .unwrap_err()
                .message
                .contains("« LETONIE »")
        );
    }

    #[test]
    fn a_faulty_table_is_refused() {
        let cas = [
            TABLE.replace("LETTONIE", "LETONIE"),
            format!("{TABLE}{TABLE}"),
            TABLE.replace("code =", "codes ="),
        ];
        for texte in cas {
            assert!(Reparations::lire(&texte).is_err(), "{texte}");
        }
    }
}
