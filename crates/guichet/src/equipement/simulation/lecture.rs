//! A region from files of dossiers: one school year, one edition.

use std::path::PathBuf;

use guichet_aide_equipement::{AnneeScolaire, EditionEquipement, PROCEDURE};
use guichet_instruction::Dossier;

use super::super::{Etablissement, Region, edition};
use crate::Donnees;
use crate::instruction::lecture::{OptionsDeLecture, lire};
use crate::instruction::{ErreurDInstruction, Instruction};

/// A region that was read, and the edition in force for it.
#[derive(Debug, Clone)]
pub struct RegionLue {
    /// The edition asked for, else that of the school year of the dossiers.
    pub edition: EditionEquipement,
    /// Its schools.
    pub region: Region,
    /// What was left out, a sentence each.
    pub avis: Vec<String>,
}

/// Reads the dossiers of some files as a region. The first dossier gives the school year; those of another
/// year, and those that cannot be read, are left out and counted.
///
/// # Errors
/// No edition covers the school year, it is faulty, or no dossier can be read.
pub fn lire_les_dossiers(
    donnees: &Donnees,
    demandee: Option<&str>,
    fichiers: &[PathBuf],
) -> Result<RegionLue, String> {
    let dire = |erreur: ErreurDInstruction| erreur.to_string();
    let instruction = Instruction::ouvrir(donnees, PROCEDURE, demandee).map_err(dire)?;
    let mut dossiers = Vec::new();
    let mut avis = Vec::new();
    for chemin in fichiers {
        let nom = chemin.display();
        let mut illisibles = 0;
        let lu = lire(
            chemin,
            instruction.schema(),
            &OptionsDeLecture::default(),
            &mut |lu| match lu.dossier {
                Ok(dossier) if instruction.de_lecture().impossibles(dossier).is_empty() => {
                    dossiers.push(dossier.clone());
                }
                _ => illisibles += 1,
            },
        );
        if let Err(erreur) = lu {
            avis.push(format!("{nom} : {erreur}"));
        }
        if illisibles > 0 {
            avis.push(format!(
                "{nom} : {illisibles} {} de côté ; « guichet instruire equipement » dit pourquoi.",
                if illisibles > 1 {
                    "dossiers illisibles, laissés"
                } else {
                    "dossier illisible, laissé"
                }
            ));
        }
    }
    let schema = instruction.schema();
    let rang = schema.rang("annee_scolaire");
    let annee_de = |dossier: &Dossier| {
        rang.and_then(|rang| dossier.texte(rang))
            .and_then(AnneeScolaire::lire)
    };
    let Some(annee) = dossiers.iter().find_map(annee_de) else {
        avis.push(
            "Aucun dossier ne se lit avec son année scolaire ; vérifiez les fichiers.".to_owned(),
        );
        return Err(avis.join(" "));
    };
    let avant = dossiers.len();
    dossiers.retain(|dossier| annee_de(dossier) == Some(annee));
    let autres = avant - dossiers.len();
    if autres > 0 {
        avis.push(format!(
            "{autres} {} d’une autre année que {annee}, de côté.",
            if autres > 1 { "dossiers" } else { "dossier" }
        ));
    }
    let choisie = demandee.map_or_else(|| annee.to_string(), str::to_owned);
    let edition = edition(donnees, &choisie).map_err(dire)?;
    let etablissements = dossiers
        .into_iter()
        .map(|dossier| Etablissement::du_dossier(&edition, dossier))
        .collect();
    Ok(RegionLue {
        edition,
        region: Region {
            annee,
            etablissements,
            constats: Vec::new(),
        },
        avis,
    })
}
