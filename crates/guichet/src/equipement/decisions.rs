//! The decisions of a region: those of `guichet instruire` on the dossiers of its establishments, with what
//! was found in the tables among their warnings.

use std::collections::HashMap;

use guichet_instruction::explication::Etendue;
use guichet_socle::Decision;
use guichet_socle::decision::Avertissement;

use super::tables::CLE_UAI;
use super::{ConstatDeTable, Etablissement, Region};
use crate::instruction::{Instruction, Lu, Place};

/// The findings of a region, by establishment.
#[derive(Debug)]
pub struct ConstatsParEtablissement<'r> {
    par_uai: HashMap<&'r str, Vec<&'r ConstatDeTable>>,
}

impl<'r> ConstatsParEtablissement<'r> {
    /// Those of a region.
    #[must_use]
    pub fn de(region: &'r Region) -> Self {
        let mut par_uai: HashMap<&str, Vec<&ConstatDeTable>> = HashMap::new();
        for constat in &region.constats {
            if let Some(uai) = &constat.uai {
                par_uai.entry(uai).or_default().push(constat);
            }
        }
        Self { par_uai }
    }

    /// Those of an establishment.
    #[must_use]
    pub fn de_l_etablissement(&self, etablissement: &Etablissement) -> &[&'r ConstatDeTable] {
        let constats = self.par_uai.get(etablissement.uai.as_str());
        constats.map_or(&[], Vec::as_slice)
    }
}

/// Decides every establishment, in order.
pub fn decider(
    instruction: &Instruction,
    region: &Region,
    etendue: Etendue,
    recevoir: &mut dyn FnMut(&Etablissement, Decision),
) {
    let constats = ConstatsParEtablissement::de(region);
    for (rang, etablissement) in (1..).zip(&region.etablissements) {
        let lu = Lu {
            place: Place {
                fichier: "".into(),
                ligne: rang,
                rang,
            },
            dossier: Ok(&etablissement.dossier),
        };
        let mut decision = instruction.decider_selon(&lu, etendue);
        // The decision says by itself that the key of its number is wrong.
        let siens = constats.de_l_etablissement(etablissement).iter();
        for constat in siens.filter(|constat| constat.regle != CLE_UAI) {
            decision.avertissements.push(Avertissement {
                regle: constat.regle.clone().into(),
                message: constat.to_string(),
            });
        }
        recevoir(etablissement, decision);
    }
}
