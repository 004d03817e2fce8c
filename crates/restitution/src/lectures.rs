//! The register of readings: for a terminal, as a table, as a page of documentation.

use std::fmt::Write as _;
use std::io::{self, Write};

use guichet::lectures::{Citation, FicheDeLecture, Sorte};

use crate::lignes::replier;
use crate::markdown::{ancre, echapper};
use crate::nombres::accorde;
use crate::tableau::{Cellule, Colonne, Sorte as Nature, Tableau};

/// Place of the texts, after their titles.
const RETRAIT: usize = 13;

/// The entries, document by document, each with its answer and what rests on it.
///
/// # Errors
/// The output cannot be written.
pub fn texte(
    sortie: &mut dyn Write,
    lectures: &[FicheDeLecture],
    largeur: usize,
) -> io::Result<()> {
    let largeur = largeur.clamp(60, 120);
    for siennes in par_document(lectures) {
        if let Some(premiere) = siennes.first() {
            let titre = format!("{} · {}", premiere.document, premiere.titre);
            writeln!(sortie, "{}\n", replier(&titre, largeur, 2))?;
        }
        for fiche in siennes {
            montrer(sortie, fiche, largeur)?;
        }
    }
    let nombre = accorde(lectures.len() as u64, "lecture", "lectures");
    writeln!(
        sortie,
        "{nombre}. « guichet lectures CODE » en montre une, « guichet regles voir CODE » une règle."
    )
}

/// An entry by itself.
///
/// # Errors
/// The output cannot be written.
pub fn fiche(sortie: &mut dyn Write, fiche: &FicheDeLecture, largeur: usize) -> io::Result<()> {
    let largeur = largeur.clamp(60, 120);
    let titre = format!("{} · {}", fiche.document, fiche.titre);
    writeln!(sortie, "{}\n", replier(&titre, largeur, 2))?;
    montrer(sortie, fiche, largeur)
}

fn montrer(sortie: &mut dyn Write, fiche: &FicheDeLecture, largeur: usize) -> io::Result<()> {
    let lecture = &fiche.lecture;
    writeln!(sortie, "{} · {}", lecture.id, lecture.statut.libelle())?;
    let mut ligne = |titre: &str, texte: &str| {
        let texte = replier(texte, largeur, RETRAIT);
        writeln!(sortie, "  {titre:<11}{texte}")
    };
    ligne("Question", &lecture.question)?;
    ligne("Retenue", &lecture.retenue)?;
    if let Some(autre) = &lecture.autre {
        ligne("Autre", autre)?;
    }
    let citations = en_mots(&fiche.citations);
    if !citations.is_empty() {
        ligne("Citée par", &citations)?;
    }
    if fiche.cas > 0 {
        ligne(
            "Montrée",
            &format!("par {}", accorde(fiche.cas as u64, "cas", "cas")),
        )?;
    }
    writeln!(sortie)
}

/// The entries as a table, one a row.
#[must_use]
pub fn tableau(lectures: &[FicheDeLecture]) -> Tableau {
    let lignes = lectures.iter().map(|fiche| {
        let lecture = &fiche.lecture;
        vec![
            Cellule::Texte(lecture.id.clone()),
            Cellule::Texte(fiche.document.clone()),
            Cellule::Texte(lecture.statut.libelle().to_owned()),
            Cellule::Texte(lecture.question.clone()),
            Cellule::Texte(lecture.retenue.clone()),
            Cellule::texte(lecture.autre.as_deref()),
            Cellule::Texte(en_mots(&fiche.citations)),
        ]
    });
    Tableau {
        nom: "lectures".to_owned(),
        titre: "Registre des lectures".to_owned(),
        phrases: vec![INTRODUCTION.to_owned()],
        colonnes: vec![
            Colonne::new("id", "Lecture", Nature::Code),
            Colonne::new("document", "Document", Nature::Texte),
            Colonne::new("statut", "Statut", Nature::Texte),
            Colonne::new("question", "Question", Nature::Texte),
            Colonne::new("retenue", "Lecture retenue", Nature::Texte),
            Colonne::new("autre", "Autre lecture", Nature::Texte),
            Colonne::new("citee_par", "Citée par", Nature::Texte),
        ],
        lignes: lignes.collect(),
        ..Tableau::default()
    }
}

/// The entries as one JSON document.
///
/// # Errors
/// The output cannot be written.
pub fn json(sortie: &mut dyn Write, lectures: &[FicheDeLecture]) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *sortie, lectures)?;
    writeln!(sortie)
}

const INTRODUCTION: &str = "Où les documents officiels se contredisent, se taisent ou piègent leur lecteur, et ce que Guichet en fait.";

/// The whole register as a page in Markdown.
#[must_use]
pub fn page(lectures: &[FicheDeLecture]) -> String {
    let mut page = format!(
        "# Registre des lectures\n\n\
         <!-- Écrit par « guichet lectures --format markdown » : à refaire, jamais à corriger ici. -->\n\n\
         {INTRODUCTION}\n\
         Chaque entrée est nommée dans les décisions et les constats qu’elle touche.\n\n\
         | statut | ce qui en suit |\n|---|---|\n\
         | erreur | la valeur est refusée |\n\
         | avertissement | la valeur est acceptée, et signalée |\n\
         | deux lectures | le texte porte deux réponses : les deux sont montrées quand elles diffèrent, une personne choisit |\n\
         | sans effet | le point est tranché, et ne change aucune réponse |\n\n"
    );
    for siennes in par_document(lectures) {
        let Some(premiere) = siennes.first() else {
            continue;
        };
        let _ = write!(
            page,
            "- [{}](#{}) : ",
            echapper(&premiere.titre),
            premiere.document
        );
        page.push_str(&accorde(siennes.len() as u64, "lecture", "lectures"));
        page.push('\n');
    }
    for siennes in par_document(lectures) {
        let Some(premiere) = siennes.first() else {
            continue;
        };
        let _ = writeln!(
            page,
            "\n<a id=\"{}\"></a>\n\n## {}",
            premiere.document,
            echapper(&premiere.titre)
        );
        for fiche in siennes {
            page.push_str(&entree(fiche, "reglements/", 3));
        }
    }
    page
}

/// An entry in Markdown; `reglements` leads to the pages of the regulations, `niveau` is that of its heading.
#[must_use]
pub fn entree(fiche: &FicheDeLecture, reglements: &str, niveau: usize) -> String {
    let lecture = &fiche.lecture;
    let mut texte = format!(
        "\n<a id=\"{}\"></a>\n\n{} {} · {}\n\n{}\n\n- **Retenue** : {}\n",
        ancre(&lecture.id),
        "#".repeat(niveau),
        lecture.id,
        lecture.statut.libelle(),
        echapper(&lecture.question),
        echapper(&lecture.retenue)
    );
    if let Some(autre) = &lecture.autre {
        let _ = writeln!(texte, "- **Autre lecture** : {}", echapper(autre));
    }
    if !fiche.citations.is_empty() {
        let liens: Vec<String> = fiche
            .citations
            .iter()
            .map(|citation| match citation.sorte {
                Sorte::Regle => format!(
                    "[{}]({}#{})",
                    citation.nom,
                    chemin(reglements, &citation.procedure),
                    ancre(&citation.nom)
                ),
                _ => echapper(&un_mot(citation)),
            })
            .collect();
        let _ = writeln!(texte, "- **Citée par** : {}", liens.join(", "));
    }
    texte
}

/// The page of a regulation from another; nothing from itself.
fn chemin(reglements: &str, procedure: &str) -> String {
    match reglements.strip_prefix("ici:") {
        Some(ici) if ici == procedure => String::new(),
        Some(_) => format!("{procedure}.md"),
        None => format!("{reglements}{procedure}.md"),
    }
}

/// « CP-101, paramètre mois_aides_max (contrat-pro), le raisonnement (contrat-pro) ».
fn en_mots(citations: &[Citation]) -> String {
    let mots: Vec<String> = citations.iter().map(un_mot).collect();
    mots.join(", ")
}

fn un_mot(citation: &Citation) -> String {
    match citation.sorte {
        Sorte::Regle => citation.nom.clone(),
        Sorte::Parametre => format!("paramètre {} ({})", citation.nom, citation.procedure),
        Sorte::Edition => format!("{} ({})", citation.nom, citation.procedure),
        Sorte::Raisonnement => format!("le raisonnement ({})", citation.procedure),
    }
}

fn par_document(lectures: &[FicheDeLecture]) -> impl Iterator<Item = &[FicheDeLecture]> {
    lectures.chunk_by(|une, autre| une.document == autre.document)
}

#[cfg(test)]
mod tests {
    use super::*;
    use guichet::Donnees;
    use guichet::lectures::{Choix, lister, voir};

    fn rendre(ecrire: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> String {
        let mut octets = Vec::new();
        ecrire(&mut octets).unwrap();
        String::from_utf8(octets).unwrap()
    }

    #[test]
    fn an_entry_is_shown_with_both_readings_and_what_cites_it() {
        for id in ["CP-07", "CY-27", "M07-08", "X-02"] {
            let vue = voir(&Donnees::embarquees(), id).unwrap();
            let texte = rendre(|sortie| fiche(sortie, &vue, 100));
            insta::assert_snapshot!(format!("lecture_{id}"), texte);
        }
    }

    #[test]
    fn the_register_fits_a_terminal_and_its_page_links_every_rule() {
        let lectures = lister(&Donnees::embarquees(), Choix::default()).unwrap();
        for ligne in rendre(|sortie| texte(sortie, &lectures, 100)).lines() {
            assert!(ligne.chars().count() <= 100, "{ligne}");
        }
        assert_eq!(tableau(&lectures).lignes.len(), lectures.len());
        let page = page(&lectures);
        for fiche in &lectures {
            let ancre = format!("<a id=\"{}\"></a>", fiche.lecture.id.to_lowercase());
            assert!(page.contains(&ancre), "{ancre}");
        }
        assert!(page.contains("[CY-231](reglements/cyclades.md#cy-231)"));
    }
}
