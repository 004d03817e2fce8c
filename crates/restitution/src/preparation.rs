//! What was made of an export, for a person at a terminal: which column fills which field and why, what
//! fills nothing, what could not be converted.

use std::collections::BTreeMap;
use std::io::{self, Write};

use guichet::import::{Faite, Remplie};
use guichet::procedure_cyclades::import::{Lieu, Remarque};

use crate::lignes::replier;
use crate::nombres::accorde;

/// Lines told of a remark that stands on many.
const LIGNES_CITEES: usize = 12;
/// Different remarks told of a field.
const REMARQUES_CITEES: usize = 12;

/// Writes the report.
///
/// # Errors
/// The output cannot be written.
#[expect(clippy::too_many_lines, reason = "a report, part after part")]
pub fn ecrire(sortie: &mut dyn Write, faite: &Faite, largeur: usize) -> io::Result<()> {
    let largeur = largeur.max(60);
    writeln!(sortie, "Colonnes reconnues")?;
    tableau(sortie, &faite.remplies)?;
    let mut liste = |titre: &str, elements: Vec<String>| -> io::Result<()> {
        if elements.is_empty() {
            return Ok(());
        }
        writeln!(sortie, "\n{titre}")?;
        for element in elements {
            writeln!(sortie, "  {}", replier(&element, largeur, 4))?;
        }
        Ok(())
    };
    liste(
        "Colonnes en concurrence (une autre remplit déjà le champ)",
        faite
            .concurrentes
            .iter()
            .map(|(champ, colonne)| format!("« {} » pour {champ}", colonne.trim()))
            .collect(),
    )?;
    let inutilisees: Vec<String> = faite
        .inutilisees
        .iter()
        .map(|nom| {
            if nom.trim().is_empty() {
                "une colonne sans nom".to_owned()
            } else {
                format!("« {} »", nom.trim())
            }
        })
        .collect();
    liste(
        "Colonnes non utilisées",
        if inutilisees.is_empty() {
            Vec::new()
        } else {
            vec![inutilisees.join(", ")]
        },
    )?;
    let preparation = &faite.preparation;
    liste(
        "Colonnes que nomme la correspondance et que l’export n’a pas",
        preparation
            .absentes
            .iter()
            .map(|(champ, export, colonne)| {
                format!("« {} » pour {champ} ({export})", colonne.trim())
            })
            .collect(),
    )?;
    liste(
        "Champs requis que rien ne remplit",
        preparation
            .requis
            .iter()
            .map(|requis| {
                let cas = if requis.selon_le_cas {
                    " (selon le cas)"
                } else {
                    ""
                };
                format!("{} : {}{cas}", requis.champ, requis.libelle)
            })
            .collect(),
    )?;
    if preparation.requis.iter().any(|requis| !requis.selon_le_cas) {
        liste(
            "Pour les remplir",
            vec![
                "Ajoutez la colonne à l’export, complétez la correspondance, ou donnez une valeur commune : --fixer champ=valeur."
                    .to_owned(),
            ],
        )?;
    }
    liste(
        "Valeurs non converties, laissées telles quelles",
        grouper(&preparation.impossibles),
    )?;
    liste(
        "Valeurs lues ainsi, à vérifier",
        grouper(&preparation.incertaines),
    )?;
    liste(
        "Lignes non lues, absentes du fichier",
        preparation
            .illisibles
            .iter()
            .map(|r| format!("{} : {}", lieu(&r.lieu), r.pourquoi))
            .collect(),
    )?;
    liste(
        "Candidats présents deux fois",
        preparation
            .doublons
            .iter()
            .map(|doublon| {
                let quoi = if doublon.par_ine {
                    "même INE"
                } else {
                    "mêmes nom, prénoms et date de naissance"
                };
                format!(
                    "{} et {} : {quoi}",
                    lieu(&doublon.premier),
                    lieu(&doublon.second)
                )
            })
            .collect(),
    )?;
    if let Some(conseil) = &faite.conseil {
        writeln!(
            sortie,
            "\nCet export ressemble à « {conseil} » : essayez --correspondance {conseil}."
        )?;
    }
    writeln!(
        sortie,
        "\nÉcrit : {} ({})",
        faite.fichier.display(),
        accorde(preparation.lignes.len() as u64, "candidat", "candidats")
    )?;
    if let Some(chemin) = &faite.correspondance {
        writeln!(
            sortie,
            "Correspondance gardée : {} ; relisez-la, puis redonnez-la avec --correspondance.",
            chemin.display()
        )?;
    }
    Ok(())
}

fn lieu(lieu: &Lieu) -> String {
    format!("{}, ligne {}", lieu.fichier, lieu.ligne)
}

/// A line a field: field, column, reason, confidence.
fn tableau(sortie: &mut dyn Write, remplies: &[Remplie]) -> io::Result<()> {
    let large = |textes: &mut dyn Iterator<Item = &String>, max: usize| {
        textes
            .map(|texte| texte.chars().count())
            .max()
            .unwrap_or(0)
            .min(max)
    };
    let champ = large(&mut remplies.iter().map(|r| &r.champ), 24);
    let par = large(&mut remplies.iter().map(|r| &r.par), 44);
    for remplie in remplies {
        let confiance = if remplie.confiance.is_empty() {
            String::new()
        } else {
            format!(" ({})", remplie.confiance)
        };
        writeln!(
            sortie,
            "  {:<champ$}  ←  {:<par$}  {}{confiance}",
            remplie.champ, remplie.par, remplie.raison
        )?;
    }
    Ok(())
}

/// Remarks alike said once, with their lines.
fn grouper(remarques: &[Remarque]) -> Vec<String> {
    let mut groupes: BTreeMap<(&str, &str), Vec<&Lieu>> = BTreeMap::new();
    for remarque in remarques {
        groupes
            .entry((
                remarque.champ.as_deref().unwrap_or_default(),
                remarque.pourquoi.as_str(),
            ))
            .or_default()
            .push(&remarque.lieu);
    }
    let mut par_champ: BTreeMap<&str, usize> = BTreeMap::new();
    let mut dites = Vec::new();
    // Field by field, in the order of the lines.
    let mut groupes: Vec<_> = groupes.into_iter().collect();
    groupes.sort_by_key(|((champ, _), lieux)| (*champ, lieux[0].ligne));
    for ((champ, pourquoi), lieux) in groupes {
        let nombre = par_champ.entry(champ).or_default();
        *nombre += 1;
        if *nombre > REMARQUES_CITEES {
            continue;
        }
        let plusieurs = lieux.iter().any(|l| l.fichier != lieux[0].fichier);
        let citees: Vec<String> = lieux
            .iter()
            .take(LIGNES_CITEES)
            .map(|l| {
                if plusieurs {
                    format!("{} de {}", l.ligne, l.fichier)
                } else {
                    l.ligne.to_string()
                }
            })
            .collect();
        let s = if citees.len() > 1 { "s" } else { "" };
        let suite = if lieux.len() > citees.len() {
            "…"
        } else {
            ""
        };
        dites.push(format!(
            "{champ}, ligne{s} {}{suite} : {pourquoi}",
            citees.join(", ")
        ));
    }
    for (champ, nombre) in par_champ {
        if nombre > REMARQUES_CITEES {
            let autres = (nombre - REMARQUES_CITEES) as u64;
            dites.push(format!(
                "{champ} : et {} encore",
                accorde(autres, "autre valeur", "autres valeurs")
            ));
        }
    }
    dites
}
