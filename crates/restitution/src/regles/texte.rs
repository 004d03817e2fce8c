//! The rules for a person at a terminal.

use std::io::{self, Write};

use guichet::instruction::PROCEDURES;
use guichet::regles::{CasVue, DecisionDeCas, ExigenceVue, FicheDeRegle, RegleVue};
use guichet::socle::Centimes;

use crate::lignes::{replier, sans_majuscule, tronquer};
use crate::nombres::accorde;

/// Place of the texts of a sheet, after their titles.
const RETRAIT: usize = 13;
/// Width of the fields in a list.
const CHAMPS: usize = 36;
/// Width of the names of the faults, before the sources.
const FAUTE: usize = 44;
/// Width of a list.
const LISTE: usize = 100;

/// A table for each procedure: code, gravity, name of the fault; and what one looks a rule up by, the field
/// of a file, or the place in the text that a decision rests on.
///
/// # Errors
/// The output cannot be written.
pub fn liste(sortie: &mut dyn Write, regles: &[RegleVue]) -> io::Result<()> {
    for regles in regles.chunk_by(|une, autre| une.procedure == autre.procedure) {
        let Some(premiere) = regles.first() else {
            continue;
        };
        let (procedure, edition) = (&premiere.procedure, &premiere.edition);
        writeln!(sortie, "{procedure}, édition {edition}\n")?;
        let decide = PROCEDURES.contains(&procedure.as_str());
        let mut ligne = |code: &str, gravite: &str, faute: &str, champs: &str, source: &str| {
            write!(sortie, "{code:<7}{gravite:<15}")?;
            if decide {
                let source = replier(source, LISTE, 7 + 15 + FAUTE);
                writeln!(sortie, "{faute:<FAUTE$}{source}")
            } else {
                writeln!(sortie, "{champs:<CHAMPS$}  {faute}")
            }
        };
        ligne("Code", "Gravité", "Faute", "Champs", "Source")?;
        for regle in regles {
            ligne(
                &regle.code,
                regle.gravite.libelle(),
                &regle.nom,
                &champs_en_bref(&regle.champs),
                &format!("{}, {}", regle.source.document, regle.source.section),
            )?;
        }
        writeln!(sortie)?;
    }
    let nombre = accorde(regles.len() as u64, "règle", "règles");
    writeln!(
        sortie,
        "{nombre}. « guichet regles voir CODE » en montre une avec ses cas."
    )
}

/// The first fields, and how many more.
fn champs_en_bref(champs: &[String]) -> String {
    if champs.is_empty() {
        return "—".to_owned();
    }
    let tous = champs.join(", ");
    if tous.chars().count() <= CHAMPS {
        return tous;
    }
    let mut bref = String::new();
    for (rang, champ) in champs.iter().enumerate() {
        let virgule = if rang > 0 { ", " } else { "" };
        // What will follow must fit too.
        let suite = " et 10 autres".len();
        if rang > 0 && bref.len() + virgule.len() + champ.len() + suite > CHAMPS {
            let reste = champs.len() - rang;
            return format!("{bref} et {}", accorde(reste as u64, "autre", "autres"));
        }
        bref.push_str(virgule);
        bref.push_str(champ);
    }
    tronquer(&bref, CHAMPS)
}

/// A rule: what it demands, where the document says so, the readings, the cases.
///
/// # Errors
/// The output cannot be written.
pub fn fiche(sortie: &mut dyn Write, fiche: &FicheDeRegle, largeur: usize) -> io::Result<()> {
    let regle = &fiche.regle;
    let largeur = largeur.clamp(60, 120);
    writeln!(
        sortie,
        "{} · {} · {}\n",
        regle.code,
        regle.gravite.libelle(),
        regle.nom
    )?;
    let mut ligne = |titre: &str, texte: &str| {
        let texte = replier(texte, largeur, RETRAIT);
        writeln!(sortie, "  {titre:<11}{texte}")
    };
    if !regle.champs.is_empty() {
        let titre = if regle.champs.len() > 1 {
            "Champs"
        } else {
            "Champ"
        };
        ligne(titre, &regle.champs.join(", "))?;
    }
    if !regle.domaines.is_empty() {
        ligne("Examens", &regle.domaines.join(", "))?;
    }
    if regle.exige.is_empty() {
        ligne(
            "Exige",
            "rien d’un champ : cette règle est levée par la lecture elle-même",
        )?;
    }
    for (rang, exigence) in regle.exige.iter().enumerate() {
        ligne(
            if rang == 0 { "Exige" } else { "" },
            &exigence_en_mots(regle, exigence),
        )?;
    }
    if !regle.apres.is_empty() {
        let texte = format!(
            "{} : se tait quand l’une d’elles l’a déjà dit",
            regle.apres.join(", ")
        );
        ligne("Après", &texte)?;
    }
    ligne("Message", &regle.phrase)?;
    if let Some(remplie) = &regle.phrase_remplie {
        ligne("Si remplie", remplie)?;
    }
    ligne("Remède", &regle.remede)?;
    if let Some(piste) = &regle.piste {
        ligne(
            "Piste",
            &format!(
                "{piste} : la réponse dit ce qui remplirait la condition, ou que rien ne le peut"
            ),
        )?;
    }
    if let Some(correction) = &regle.correction {
        ligne("Correction", &format!("proposée : {}", correction.mots))?;
    }
    ligne(
        "Source",
        &format!("{}, {}", regle.source.document, regle.source.section),
    )?;
    ligne(
        "Écrite",
        &format!("{}, ligne {}", regle.fichier, regle.ligne),
    )?;
    if !regle.lectures.is_empty() {
        writeln!(sortie, "\nRegistre des lectures")?;
        for lecture in &regle.lectures {
            let question = replier(&lecture.question, largeur, RETRAIT);
            writeln!(sortie, "  {:<11}{question}", lecture.id)?;
            let mut reponse = |titre: &str, texte: &str| {
                let texte = replier(&format!("{titre} : {texte}"), largeur, RETRAIT);
                writeln!(sortie, "  {:<11}{texte}", "")
            };
            reponse("Retenue", &lecture.retenue)?;
            if let Some(autre) = &lecture.autre {
                reponse("Autre", autre)?;
            }
        }
    }
    if !fiche.cas.is_empty() {
        writeln!(sortie, "\nCas")?;
        for cas in &fiche.cas {
            montrer_cas(sortie, cas, regle, largeur)?;
        }
    }
    Ok(())
}

/// The demand, with its fields when the rule has others.
fn exigence_en_mots(regle: &RegleVue, exigence: &ExigenceVue) -> String {
    if exigence.champs == regle.champs {
        exigence.mots.clone()
    } else {
        format!("{} : {}", exigence.champs.join(", "), exigence.mots)
    }
}

fn montrer_cas(
    sortie: &mut dyn Write,
    cas: &CasVue,
    regle: &RegleVue,
    largeur: usize,
) -> io::Result<()> {
    const TOUS: usize = 7;
    writeln!(sortie, "  {}", replier(&cas.titre, largeur, 2))?;
    let mut donnees: Vec<String> = Vec::new();
    if cas.examens.len() < TOUS && regle.domaines.is_empty() && !cas.examens.is_empty() {
        donnees.push(cas.examens.join(" "));
    }
    if let Some(session) = &cas.session {
        donnees.push(format!("session {session}"));
    }
    donnees.extend(cas.nom_fichier.iter().cloned());
    donnees.extend(cas.options.iter().cloned());
    donnees.extend(
        cas.valeurs
            .iter()
            .map(|valeur| format!("{} = {}", valeur.champ, visible(&valeur.valeur))),
    );
    if !donnees.is_empty() {
        writeln!(sortie, "    {}", replier(&donnees.join(" · "), largeur, 4))?;
    }
    if let Some(decision) = &cas.decision {
        writeln!(sortie, "    → {}", replier(&en_bref(decision), largeur, 6))?;
    } else if cas.trouve.is_empty() {
        writeln!(sortie, "    → rien à signaler")?;
    }
    for trouve in &cas.trouve {
        let code = if trouve.regle == regle.code {
            String::new()
        } else {
            format!("{} ", trouve.regle)
        };
        let champ = match &trouve.champ {
            Some(champ) => format!("{champ} : "),
            None => String::new(),
        };
        let message = visible(&trouve.message);
        let message = if champ.is_empty() {
            message
        } else {
            sans_majuscule(&message)
        };
        writeln!(
            sortie,
            "    → {}",
            replier(&format!("{code}{champ}{message}"), largeur, 6)
        )?;
    }
    Ok(())
}

/// « à examiner, 5 500,00 € (lectures CP-01 et CP-02) ».
fn en_bref(decision: &DecisionDeCas) -> String {
    let montant = decision
        .montant_centimes
        .map_or(String::new(), |montant| format!(", {}", Centimes(montant)));
    let lectures = match decision.lectures.as_slice() {
        [] => String::new(),
        [une] => format!(" (lecture {une})"),
        [debut @ .., derniere] => format!(" (lectures {} et {derniere})", debut.join(", ")),
    };
    format!("{}{montant}{lectures}", decision.libelle_d_issue)
}

/// A value as it can be seen: the empty one is named, a line break is shown.
fn visible(valeur: &str) -> String {
    if valeur.is_empty() {
        return "(vide)".to_owned();
    }
    let bords = valeur.starts_with(' ') || valeur.ends_with(' ') || valeur.contains("  ");
    let valeur: String = valeur
        .chars()
        .map(|c| match c {
            '\n' | '\r' => '↵',
            '\t' => '→',
            '\0' => '␀',
            c if c.is_control() => '·',
            c => c,
        })
        .collect();
    if bords {
        format!("“{}”", valeur.replace(' ', "\u{a0}"))
    } else {
        valeur
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use guichet::Donnees;
    use guichet::regles::Regles;

    /// A fault of reading, a rule with two readings, a rule of several fields, of each kind of procedure.
    const MONTREES: [&str; 10] = [
        "CY-013", "CY-231", "CY-302", "CP-001", "CP-101", "CP-102", "CP-201", "CP-503", "AT-202",
        "AT-302",
    ];

    fn texte(ecrire: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> String {
        let mut octets = Vec::new();
        ecrire(&mut octets).unwrap();
        String::from_utf8(octets).unwrap()
    }

    #[test]
    fn the_table_of_the_rules_fits_a_hundred_columns() {
        let regles = Regles::charger(&Donnees::embarquees())
            .unwrap()
            .lister(None)
            .unwrap();
        let table = texte(|sortie| liste(sortie, &regles));
        for ligne in table.lines() {
            assert!(ligne.chars().count() <= 100, "{ligne}");
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn every_rule_is_shown_with_its_readings_and_its_cases() {
        let regles = Regles::charger(&Donnees::embarquees()).unwrap();
        for regle in regles.lister(None).unwrap() {
            let code = regle.code;
            let vue = regles.voir(&code).unwrap();
            // What the reading of a dossier finds by itself has no dossier to show it on.
            // Nor has AE-503 in 2023, whose text declares every speciality of its list: its case is of 2021.
            let sans_dossier = regle.exige.is_empty() && regle.procedure != "cyclades";
            if !sans_dossier && code != "AE-503" {
                assert!(
                    vue.cas.iter().any(|cas| !cas.trouve.is_empty()),
                    "{code} has no case"
                );
            }
            for trouve in vue.cas.iter().flat_map(|cas| &cas.trouve) {
                assert!(!trouve.message.is_empty(), "{code} {trouve:?}");
            }
            let texte = texte(|sortie| fiche(sortie, &vue, 100));
            for ligne in texte.lines() {
                let un_mot = ligne.trim_start_matches([' ', '→']).split(' ').count() == 1;
                assert!(ligne.chars().count() <= 100 || un_mot, "{code} : {ligne}");
            }
            if MONTREES.contains(&code.as_str()) {
                insta::assert_snapshot!(format!("regle_{code}"), texte);
            }
        }
    }
}
