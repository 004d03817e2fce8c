//! The regional aid for school equipment (Île-de-France): the courses and specialities of its two documents,
//! and the codes of the first list that another one of the second seems to have replaced.
//!
//! `document` reads one document; `remplacements` compares the two; this file writes them as the project's
//! CSV, with the damaged labels repaired in a column of their own.

mod document;
mod remplacements;

use super::reparations::Reparations;
use super::{ErreurExtraction, FichierExtrait, csv_ecrit};
use document::Document;

const REPARATIONS: &str = include_str!("reparations.toml");

/// The tables of both documents, the older one first.
///
/// # Errors
/// A document has no list or no speciality, a row of another shape, a code twice, a speciality that is not in
/// its code; or a repair does not find its label; or the documents do not come in the order of their years.
pub fn extraire(ancien: &str, nouveau: &str) -> Result<Vec<FichierExtrait>, ErreurExtraction> {
    ecrire(ancien, nouveau, Reparations::lire(REPARATIONS)?)
}

fn ecrire(
    ancien: &str,
    nouveau: &str,
    mut reparations: Reparations,
) -> Result<Vec<FichierExtrait>, ErreurExtraction> {
    let mut documents = Vec::new();
    for (rang, texte) in [ancien, nouveau].into_iter().enumerate() {
        let lu = Document::lire(texte).map_err(|erreur| ErreurExtraction {
            message: format!("document {} : {}", rang + 1, erreur.message),
            ..erreur
        })?;
        documents.push(reparer(lu, &mut reparations)?);
    }
    reparations.terminer()?;
    if documents[0].annee >= documents[1].annee {
        return Err(ErreurExtraction::generale(format!(
            "le premier document est de {}, le second de {} ; donnez-les dans l’ordre des années.",
            documents[0].annee_scolaire(),
            documents[1].annee_scolaire()
        )));
    }
    let mut fichiers = Vec::new();
    for document in &documents {
        fichiers.push(formations(document)?);
        fichiers.push(specialites(document)?);
    }
    fichiers.push(remplaces(&documents[0], &documents[1])?);
    Ok(fichiers)
}

fn reparer(
    mut document: Document,
    reparations: &mut Reparations,
) -> Result<Document, ErreurExtraction> {
    let annee = document.annee_scolaire();
    for formation in &mut document.formations {
        let repare = reparations.reparer(
            "formations",
            Some(&annee),
            &formation.code_diplome,
            &formation.libelle,
        )?;
        if repare != formation.libelle {
            formation.libelle_repare = Some(repare);
        }
    }
    Ok(document)
}

fn chemin(liste: &str, document: &Document) -> String {
    format!(
        "nomenclatures/equipement/{liste}/{}/codes.csv",
        document.rentree()
    )
}

fn formations(document: &Document) -> Result<FichierExtrait, ErreurExtraction> {
    Ok(FichierExtrait {
        chemin: chemin("formations", document),
        lignes: document.formations.len(),
        texte: csv_ecrit::ecrire(
            [
                "niveau",
                "niveau_regroupement",
                "specialite",
                "code_diplome",
                "type_diplome",
                "libelle",
                "libelle_repare",
            ],
            document.formations.iter().map(|formation| {
                [
                    formation.niveau.clone(),
                    formation.niveau_regroupement.clone(),
                    formation.specialite.clone(),
                    formation.code_diplome.clone(),
                    formation.type_diplome.clone(),
                    formation.libelle.clone(),
                    formation.libelle_repare.clone().unwrap_or_default(),
                ]
            }),
        )?,
    })
}

fn specialites(document: &Document) -> Result<FichierExtrait, ErreurExtraction> {
    Ok(FichierExtrait {
        chemin: chemin("specialites", document),
        lignes: document.specialites.len(),
        texte: csv_ecrit::ecrire(
            ["code", "libelle", "etendue", "domaine", "limite", "mention"],
            document.specialites.iter().map(|specialite| {
                [
                    specialite.code.clone(),
                    specialite.libelle.clone(),
                    specialite.etendue.to_owned(),
                    specialite.domaine.to_owned(),
                    specialite.limite.to_owned(),
                    specialite.mention.clone(),
                ]
            }),
        )?,
    })
}

fn remplaces(ancien: &Document, nouveau: &Document) -> Result<FichierExtrait, ErreurExtraction> {
    let trouves = remplacements::chercher(&ancien.formations, &nouveau.formations);
    Ok(FichierExtrait {
        chemin: chemin("remplacements", nouveau),
        lignes: trouves.len(),
        texte: csv_ecrit::ecrire(
            ["ancien", "nouveau", "fondement", "critere", "ecarts"],
            trouves.into_iter().map(|trouve| {
                [
                    trouve.ancien,
                    trouve.nouveau,
                    remplacements::FONDEMENT.to_owned(),
                    trouve.critere.to_owned(),
                    trouve.ecarts.join("|"),
                ]
            }),
        )?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use document::tests::document;

    #[test]
    fn the_repairs_of_the_documents_are_well_formed() {
        assert!(Reparations::lire(REPARATIONS).is_ok());
    }

    const ANCIEN: &str = "PRE BAC\t5\t232\t50023217\tCAP\tMACON (CAP)\nINFRA V.\t6\t100\t67010031\t3EME\t3EME PREPA-METIERS";
    const NOUVEAU: &str = "Infra V.\t6\t100\t67010031\t3EME\t3EME PREPA-METIERS\nPRE BAC\t5\t232\t50023224\tCAP\tMA <sub>2</sub> ON (CAP)\n";

    #[test]
    fn two_small_documents_give_their_five_tables() {
        let reparations = "[[reparation]]\nliste = \"formations\"\ndomaine = \"2023-2024\"\ncode = \"50023224\"\nimprime = \"MA <sub>2</sub> ON (CAP)\"\nrepare = \"MAÇON (CAP)\"\n";
        let fichiers = ecrire(
            &document("2021-2022", ANCIEN),
            &document("2023-2024", NOUVEAU),
            Reparations::lire(reparations).unwrap(),
        )
        .unwrap();
        let texte = |chemin: &str| {
            fichiers
                .iter()
                .find(|f| f.chemin == format!("nomenclatures/equipement/{chemin}/codes.csv"))
                .map(|f| f.texte.as_str())
        };
        assert_eq!(fichiers.len(), 5);
        assert_eq!(
            texte("formations/2023-09-01"),
            Some(
                "niveau,niveau_regroupement,specialite,code_diplome,type_diplome,libelle,libelle_repare\n\
                 Infra V.,6,100,67010031,3EME,3EME PREPA-METIERS,\n\
                 PRE BAC,5,232,50023224,CAP,MA <sub>2</sub> ON (CAP),MAÇON (CAP)\n"
            )
        );
        assert_eq!(
            texte("specialites/2021-09-01"),
            Some(
                "code,libelle,etendue,domaine,limite,mention\n\
                 100,Formations générales,specialite,disciplinaires,prepa_metiers_seulement,\"uniquement les 3ème prépa-métiers, scolarisés dans ces établissements\"\n\
                 23,\"Génie civil, construction et bois\",groupe,production,,\n\
                 331,Santé,specialite,services,hors_st2s,Hors ST2S\n"
            )
        );
        assert_eq!(
            texte("remplacements/2023-09-01"),
            Some(
                "ancien,nouveau,fondement,critere,ecarts\n\
                 50023217,50023224,rapprochement par intitulé,intitule_identique,\n"
            )
        );
    }

    #[test]
    fn documents_in_the_wrong_order_are_refused() {
        let vide = || Reparations::lire("").unwrap();
        let (avant, apres) = (
            document("2021-2022", ANCIEN),
            document("2023-2024", &ANCIEN.replace("23217", "23224")),
        );
        assert!(ecrire(&avant, &apres, vide()).is_ok());
        let erreur = ecrire(&apres, &avant, vide()).unwrap_err();
        assert!(erreur.message.contains("2023-2024, le second de 2021-2022"));
        assert!(ecrire(&avant, &avant, vide()).is_err());
    }
}
