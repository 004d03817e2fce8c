//! What a code means, for a person or as JSON; two editions of a list, in the forms of a table.

mod comparaison;

use std::io::{self, Write};

use guichet::codes::{Confiance, FicheDeCode, Sens};
use guichet::socle::edition::StatutEdition;

use crate::lignes::{majuscule, replier};
use crate::nombres::accorde;

pub use comparaison::comparaison;

/// Place of the texts, after their titles.
const RETRAIT: usize = 4;

/// The meanings one after the other, then the rights.
///
/// # Errors
/// The output cannot be written.
pub fn fiche(sortie: &mut dyn Write, fiche: &FicheDeCode, largeur: usize) -> io::Result<()> {
    let largeur = largeur.clamp(60, 120);
    let nombre = accorde(fiche.sens.len() as u64, "sens", "sens");
    writeln!(sortie, "{} · {nombre}", fiche.code)?;
    for sens in &fiche.sens {
        montrer(sortie, sens, largeur)?;
    }
    if !fiche.correspondances.is_empty() {
        writeln!(sortie, "\nLa même formation ailleurs")?;
    }
    for autre in &fiche.correspondances {
        let lien = if autre.confirmee {
            "cinq derniers chiffres communs, libellé confirmé"
        } else {
            "cinq derniers chiffres communs, mais un autre libellé : à vérifier"
        };
        let designation: Vec<&str> = [
            Some(autre.sens.liste.as_str()),
            autre.sens.domaine.as_deref(),
            Some(&autre.code),
            autre.sens.libelle.as_deref(),
        ]
        .into_iter()
        .flatten()
        .collect();
        let phrase = format!("{} ({lien})", designation.join(" · "));
        writeln!(sortie, "  - {}", replier(&phrase, largeur, RETRAIT))?;
    }
    if !fiche.suggestions.is_empty() {
        writeln!(sortie, "\nCe qui y ressemble, par le libellé seul")?;
    }
    for suggestion in &fiche.suggestions {
        let confiance = match suggestion.confiance {
            Confiance::Forte => "même diplôme, mêmes mots",
            Confiance::Moyenne => "même diplôme, une partie des mots : à vérifier",
        };
        let ferme = if suggestion.ferme {
            " ; dernière session connue"
        } else {
            ""
        };
        let designation: Vec<&str> = [
            Some(suggestion.liste.as_str()),
            suggestion.domaine.as_deref(),
            Some(&suggestion.code),
            Some(&suggestion.libelle),
        ]
        .into_iter()
        .flatten()
        .collect();
        let phrase = format!("{} ({confiance}{ferme})", designation.join(" · "));
        writeln!(sortie, "  - {}", replier(&phrase, largeur, RETRAIT))?;
    }
    if fiche.droits.is_empty() {
        return Ok(());
    }
    writeln!(sortie, "\nCe que le code ouvre")?;
    for droit in &fiche.droits {
        writeln!(
            sortie,
            "\n  {} · {} · édition {}",
            droit.procedure, droit.objet, droit.edition
        )?;
        for phrase in &droit.phrases {
            writeln!(sortie, "  - {}", replier(phrase, largeur, RETRAIT))?;
        }
    }
    Ok(())
}

fn montrer(sortie: &mut dyn Write, sens: &Sens, largeur: usize) -> io::Result<()> {
    let mut titre = sens.liste.clone();
    if let Some(domaine) = &sens.domaine {
        titre = format!("{titre} · {domaine}");
    }
    let mut edition = format!("édition {}", sens.edition);
    if sens.statut == StatutEdition::Projet {
        edition.push_str(" (projet)");
    }
    if !sens.autres_editions.is_empty() {
        edition = format!("{edition}, aussi {}", sens.autres_editions.join(", "));
    }
    writeln!(
        sortie,
        "\n  {}",
        replier(&format!("{titre} · {edition}"), largeur, 2)
    )?;
    let mut ligne = |texte: &str| writeln!(sortie, "    {}", replier(texte, largeur, RETRAIT + 2));
    if let Some(libelle) = &sens.libelle {
        ligne(libelle)?;
    }
    if let Some(imprime) = &sens.libelle_imprime {
        ligne(&format!("Imprimé : « {imprime} »"))?;
    }
    for attribut in &sens.attributs {
        // What is not so need not be said, nor the printed form of a cell shown beside it.
        let imprimee = attribut.colonne.strip_suffix("_imprimes");
        let double = imprimee.is_some_and(|nom| sens.attributs.iter().any(|a| a.colonne == nom));
        if attribut.valeur != "non" && !double {
            ligne(&format!(
                "{} : {}",
                majuscule(&attribut.sens),
                attribut.valeur
            ))?;
        }
    }
    Ok(())
}

/// The same as one JSON document.
///
/// # Errors
/// The output cannot be written.
pub fn fiche_json(sortie: &mut dyn Write, fiche: &FicheDeCode) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *sortie, fiche)?;
    writeln!(sortie)
}

#[cfg(test)]
mod tests {
    use super::*;
    use guichet::Donnees;
    use guichet::codes::voir;

    fn texte(code: &str) -> String {
        let mut octets = Vec::new();
        let vue = voir(&Donnees::embarquees(), code).unwrap();
        fiche(&mut octets, &vue, 100).unwrap();
        String::from_utf8(octets).unwrap()
    }

    #[test]
    fn a_code_is_shown_with_all_it_means_and_opens() {
        for code in [
            "61223", "32311", "37443", "52213", "44109", "22137", "50022137", "50023217", "344",
        ] {
            insta::assert_snapshot!(format!("code_{code}"), texte(code));
        }
    }
}
