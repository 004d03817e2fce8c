//! The certifications of the regulation « Aide au contrat de professionnalisation » (Pays de la Loire).
//!
//! `tableau` reads the rows of the annex, whatever the page they stand on; this file writes them as the
//! project's CSV, with the damaged titles repaired in a column of their own.

mod tableau;

use super::reparations::Reparations;
use super::{ErreurExtraction, FichierExtrait, csv_ecrit};
use tableau::Tableau;

const REPARATIONS: &str = include_str!("reparations.toml");

/// What separates the sectors of a cell of the project.
const SEPARATEUR: &str = "|";

const ENTETE: [&str; 7] = [
    "intitule",
    "niveau",
    "code_rncp",
    "code_certifinfo",
    "secteurs",
    "intitule_repare",
    "secteurs_imprimes",
];

/// The table of the certifications, from the text of the regulation.
///
/// # Errors
/// The text has no annex, no day of entry into force, a row of another shape, a code twice, a sector or a
/// level that this reader does not know; or a repair does not find its title.
pub fn extraire(texte: &str) -> Result<Vec<FichierExtrait>, ErreurExtraction> {
    ecrire(&Tableau::lire(texte)?, Reparations::lire(REPARATIONS)?)
}

fn ecrire(
    tableau: &Tableau,
    mut reparations: Reparations,
) -> Result<Vec<FichierExtrait>, ErreurExtraction> {
    let mut lignes = Vec::with_capacity(tableau.lignes.len());
    for ligne in &tableau.lignes {
        let (repertoire, code) = if ligne.code_rncp.is_empty() {
            ("CERTIFINFO", &ligne.code_certifinfo)
        } else {
            ("RNCP", &ligne.code_rncp)
        };
        let repare =
            reparations.reparer("certifications", Some(repertoire), code, &ligne.intitule)?;
        lignes.push([
            ligne.intitule.clone(),
            ligne.niveau.clone(),
            ligne.code_rncp.clone(),
            ligne.code_certifinfo.clone(),
            ligne.secteurs.join(SEPARATEUR),
            if repare == ligne.intitule {
                String::new()
            } else {
                repare
            },
            ligne.secteurs_imprimes.clone(),
        ]);
    }
    reparations.terminer()?;
    Ok(vec![FichierExtrait {
        chemin: format!(
            "nomenclatures/contrat-pro/certifications/{}/codes.csv",
            tableau.en_vigueur_du
        ),
        lignes: lignes.len(),
        texte: csv_ecrit::ecrire(ENTETE, lignes)?,
    }])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_repairs_of_the_document_are_well_formed() {
        assert!(Reparations::lire(REPARATIONS).is_ok());
    }

    #[test]
    fn a_small_annex_gives_its_table_and_only_a_damaged_title_is_repaired() {
        let texte = tableau::tests::document(
            "CAP - AGENT DE PROPETE\tNiveau 3\t24655\t\tSANTE / COMMERCE\n\
             CQP - CAVISTE\t\t\t114320\tSERVICES A FORTE INTENSITE DE MAIN D'OEUVRE\n",
        );
        let reparations = "[[reparation]]\nliste = \"certifications\"\ndomaine = \"RNCP\"\ncode = \"24655\"\nimprime = \"CAP - AGENT DE PROPETE\"\nrepare = \"CAP - AGENT DE PROPRETE\"\n";
        let fichiers = ecrire(
            &Tableau::lire(&texte).unwrap(),
            Reparations::lire(reparations).unwrap(),
        )
        .unwrap();
        assert_eq!(
            fichiers[0].chemin,
            "nomenclatures/contrat-pro/certifications/2024-04-01/codes.csv"
        );
        assert_eq!(fichiers[0].lignes, 2);
        assert_eq!(
            fichiers[0].texte,
            "intitule,niveau,code_rncp,code_certifinfo,secteurs,intitule_repare,secteurs_imprimes\n\
             CAP - AGENT DE PROPETE,3,24655,,SANTE|COMMERCE,CAP - AGENT DE PROPRETE,SANTE / COMMERCE\n\
             CQP - CAVISTE,,,114320,SERVICES A FORTE INTENSITE DE MAIN D'ŒUVRE,,SERVICES A FORTE INTENSITE DE MAIN D'OEUVRE\n"
        );
    }
}
