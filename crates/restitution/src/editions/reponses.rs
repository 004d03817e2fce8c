//! What two editions answer to the same dossiers.

use std::io::{self, Write};

use guichet::editions::{ReponseChangee, ReponsesComparees};
use guichet::socle::{Centimes, Issue, MotsDIssue};

use crate::lignes::replier;
use crate::nombres::accorde;
use crate::simulation::signe;
use crate::tableau::Cellule;

/// Dossiers that a terminal shows.
const MONTRES: usize = 20;

/// Who gains, who loses, in sentences.
pub(super) fn phrases(reponses: &ReponsesComparees) -> Vec<String> {
    let mut phrases = vec![format!(
        "{} : {} de réponse, {}.",
        accorde(reponses.dossiers, "dossier", "dossiers"),
        accorde(reponses.changees.len() as u64, "change", "changent"),
        accorde(reponses.inchanges, "reste inchangé", "restent inchangés"),
    )];
    if reponses.avant_centimes != Centimes::ZERO || reponses.apres_centimes != Centimes::ZERO {
        let ecart = reponses
            .apres_centimes
            .0
            .saturating_sub(reponses.avant_centimes.0);
        phrases.push(format!(
            "{} au lieu de {}, soit {} : {}, {}.",
            reponses.apres_centimes,
            reponses.avant_centimes,
            signe(Centimes(ecart)),
            accorde(reponses.gagnants, "dossier gagne", "dossiers gagnent"),
            accorde(reponses.perdants, "perd", "perdent"),
        ));
    }
    if reponses.autre_issue > 0 {
        phrases.push(format!(
            "{} d’issue.",
            accorde(reponses.autre_issue, "dossier change", "dossiers changent")
        ));
    }
    if reponses.illisibles > 0 {
        phrases.push(format!(
            "{} de côté.",
            accorde(
                reponses.illisibles,
                "dossier illisible, laissé",
                "dossiers illisibles, laissés"
            )
        ));
    }
    phrases.extend(reponses.avis.iter().cloned());
    phrases
}

/// The dossiers whose answer changes, for a terminal.
pub(super) fn texte(
    sortie: &mut dyn Write,
    reponses: &ReponsesComparees,
    largeur: usize,
) -> io::Result<()> {
    writeln!(sortie, "\nRéponses aux mêmes dossiers")?;
    for phrase in phrases(reponses) {
        writeln!(sortie, "  {}", replier(&phrase, largeur, 2))?;
    }
    for changee in reponses.changees.iter().take(MONTRES) {
        let [avant, apres] = cotes(changee);
        // The same issue is told once.
        let apres = match changee.apres_centimes {
            Some(montant) if changee.issue_avant == changee.issue_apres => montant.to_string(),
            _ => apres,
        };
        let phrase = format!(
            "{} : {avant} → {apres}{}",
            changee.reference,
            ecart(changee)
        );
        writeln!(sortie, "    {}", replier(&phrase, largeur, 6))?;
    }
    let reste = reponses.changees.len().saturating_sub(MONTRES);
    if reste > 0 {
        writeln!(
            sortie,
            "    et {}, toutes dans --format csv ou json",
            accorde(reste as u64, "autre", "autres")
        )?;
    }
    Ok(())
}

/// The same as rows of the table of a comparison.
pub(super) fn lignes(reponses: &ReponsesComparees, lignes: &mut Vec<Vec<Cellule>>) {
    for changee in &reponses.changees {
        let [avant, apres] = cotes(changee);
        let cellule = |texte: &str| Cellule::texte((!texte.is_empty()).then_some(texte));
        let apres = format!("{apres}{}", ecart(changee));
        lignes.push(
            [
                "réponses",
                "changé",
                &changee.reference,
                "réponse",
                &avant,
                &apres,
                "",
            ]
            .map(cellule)
            .into(),
        );
    }
}

/// « (+130,00 €) », after a space; nothing when the amount is the same.
fn ecart(changee: &ReponseChangee) -> String {
    match changee.ecart_centimes {
        Centimes::ZERO => String::new(),
        ecart => format!(" ({})", signe(ecart)),
    }
}

/// « favorable, 1 380,00 € », under each edition.
fn cotes(changee: &ReponseChangee) -> [String; 2] {
    [
        (changee.issue_avant, changee.avant_centimes),
        (changee.issue_apres, changee.apres_centimes),
    ]
    .map(|(code, montant)| {
        let connus = MotsDIssue::TOUS.into_iter();
        let mut issues = connus.filter_map(|mots| Some(mots.libelle(mots.lire(code)?)));
        let issue = issues.next().unwrap_or_else(|| Issue::Illisible.libelle());
        montant.map_or_else(|| issue.to_owned(), |montant| format!("{issue}, {montant}"))
    })
}
