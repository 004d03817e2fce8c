//! The lists written as the project's tables.

use super::super::reparations::Reparations;
use super::super::{ErreurExtraction, FichierExtrait, csv_ecrit};
use super::releve::{Entree, ListeSimple, Releve};

/// Every table, with repaired labels where the list shows them.
pub fn ecrire(
    releve: &Releve,
    mut reparations: Reparations,
) -> Result<Vec<FichierExtrait>, ErreurExtraction> {
    let fichiers = vec![
        specialites(releve, &mut reparations)?,
        fichier(
            releve,
            "categories",
            ["domaine", "code", "libelle"],
            releve
                .categories
                .iter()
                .map(|e| [e.domaine.to_owned(), e.code.clone(), e.libelle.clone()])
                .collect(),
        )?,
        fichier(
            releve,
            "enseignements",
            ["domaine", "code", "libelle", "specialite"],
            releve
                .enseignements
                .iter()
                .map(|e| {
                    [
                        e.domaine.to_owned(),
                        e.code.clone(),
                        e.libelle.clone(),
                        e.specialite.clone().unwrap_or_default(),
                    ]
                })
                .collect(),
        )?,
        simple(releve, "langues", ListeSimple::Langues)?,
        simple(releve, "pcs", ListeSimple::Pcs)?,
        simple_reparee(
            releve,
            "departements",
            ListeSimple::Departements,
            &mut reparations,
        )?,
        simple_reparee(releve, "pays", ListeSimple::Pays, &mut reparations)?,
    ];
    reparations.terminer()?;
    Ok(fichiers)
}

fn specialites(
    releve: &Releve,
    reparations: &mut Reparations,
) -> Result<FichierExtrait, ErreurExtraction> {
    let session = releve.session_de_fermeture.ok_or_else(|| {
        ErreurExtraction::generale("aucune phrase ne ferme de spécialité : la session manque.")
    })?;
    let fermeture = format!("ferme_session_{session}");
    let annee = |annee: Option<u16>| annee.map_or(String::new(), |annee| annee.to_string());
    let mut lignes = Vec::with_capacity(releve.specialites.len());
    for entree in &releve.specialites {
        let note = &entree.annotation;
        let repare = reparations.reparer(
            "specialites",
            Some(entree.domaine),
            &entree.code,
            &note.libelle,
        )?;
        lignes.push([
            entree.domaine.to_owned(),
            entree.code.clone(),
            note.libelle.clone(),
            annee(note.premiere_session),
            annee(note.derniere_session),
            entree.fermee.to_string(),
            repare,
            note.mention.clone().unwrap_or_default(),
        ]);
    }
    let entete = [
        "domaine",
        "code",
        "libelle",
        "premiere_session",
        "derniere_session",
        &fermeture,
        "libelle_repare",
        "mention",
    ];
    fichier(releve, "specialites", entete, lignes)
}

fn simple(
    releve: &Releve,
    nom: &str,
    liste: ListeSimple,
) -> Result<FichierExtrait, ErreurExtraction> {
    let lignes = releve
        .simple(liste)
        .map(|Entree { code, libelle, .. }| [code.clone(), libelle.clone()])
        .collect();
    fichier(releve, nom, ["code", "libelle"], lignes)
}

fn simple_reparee(
    releve: &Releve,
    nom: &str,
    liste: ListeSimple,
    reparations: &mut Reparations,
) -> Result<FichierExtrait, ErreurExtraction> {
    let mut lignes = Vec::new();
    for Entree { code, libelle, .. } in releve.simple(liste) {
        let repare = reparations.reparer(nom, None, code, libelle)?;
        lignes.push([code.clone(), libelle.clone(), repare]);
    }
    fichier(releve, nom, ["code", "libelle", "libelle_repare"], lignes)
}

fn fichier<const N: usize>(
    releve: &Releve,
    nom: &str,
    entete: [&str; N],
    lignes: Vec<[String; N]>,
) -> Result<FichierExtrait, ErreurExtraction> {
    if lignes.is_empty() {
        return Err(ErreurExtraction::generale(format!(
            "la liste « {nom} » est vide : le document n’a pas la forme attendue."
        )));
    }
    Ok(FichierExtrait {
        chemin: format!("nomenclatures/cyclades/{nom}/{}/codes.csv", releve.version),
        lignes: lignes.len(),
        texte: csv_ecrit::ecrire(entete, lignes)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENT: &str = "1.7\t29/09/2023\tAjout\nPCS\tcyclades.candidat.categ_socio_pro\tx\n10\tAgriculteurs\nEnseignement\tcyclades.candidat.enseignement\nValeurs possibles pour le BCP :\nEURO\tSection européenne\nCatégorie\tcyclades.candidat.categorie\nValeurs possibles pour le BCP :\n131\tSCOLAIRE\nLangue\tcyclades.candidat.langue_section_euro\nEUROALL\tAllemand\nListe des départements\n001\tAIN\nListe des pays\n107\tLETONIE\nListe des codes spécialités\nValeurs possibles pour le BP\nPour la session 2024, fermeture des codes spécialités 31206\n31206\tFleuriste\n22108\tBoulangier (1ère session 2023)\n";
    const REPARATIONS: &str = "[[reparation]]\nliste = \"specialites\"\ndomaine = \"BP\"\ncode = \"22108\"\nimprime = \"Boulangier\"\nrepare = \"Boulanger\"\n[[reparation]]\nliste = \"pays\"\ncode = \"107\"\nimprime = \"LETONIE\"\nrepare = \"LETTONIE\"\n";

    #[test]
    fn a_whole_small_document_gives_its_seven_tables() {
        let releve = Releve::lire(DOCUMENT).unwrap();
        let fichiers = ecrire(&releve, Reparations::lire(REPARATIONS).unwrap()).unwrap();
        assert_eq!(fichiers.len(), 7);
        assert_eq!(
            fichiers[0].chemin,
            "nomenclatures/cyclades/specialites/2023-09-29/codes.csv"
        );
        assert_eq!(
            fichiers[0].texte,
            "domaine,code,libelle,premiere_session,derniere_session,ferme_session_2024,libelle_repare,mention\nBP,31206,Fleuriste,,,true,Fleuriste,\nBP,22108,Boulangier,2023,,false,Boulanger,1ère session 2023\n"
        );
        assert_eq!(
            fichiers[6].texte,
            "code,libelle,libelle_repare\n107,LETONIE,LETTONIE\n"
        );
    }

    #[test]
    fn a_document_that_lost_a_list_is_refused() {
        let releve = Releve::lire(&DOCUMENT.replace("10\tAgriculteurs\n", "")).unwrap();
        let erreur = ecrire(&releve, Reparations::lire(REPARATIONS).unwrap()).unwrap_err();
        assert!(erreur.message.contains("« pcs »"), "{erreur}");
    }
}
