//! A region computed from its four tables, for a person at a terminal: what was found wrong first, then the
//! totals, then a line for each establishment.

use std::collections::BTreeMap;
use std::io::{self, Write};

use guichet::equipement::{ConstatDeTable, Dispositif, Dotation, Dotations, Region, Total};
use guichet::socle::constat::Gravite;
use guichet::socle::{Centimes, Issue};

use crate::lignes::{lisible, majuscule};
use crate::nombres::accorde;
use crate::tableau::{Cellule, Colonne, FormeDeTableau, Sorte, Tableau, ecrire};

/// Findings shown for each rule.
const MONTRES: usize = 5;

/// Writes the report.
///
/// # Errors
/// The output cannot be written.
pub fn texte(dotations: &Dotations<'_>, region: &Region, sortie: &mut dyn Write) -> io::Result<()> {
    constats(dotations, region, sortie)?;
    let mut tableaux = totaux(dotations, region);
    tableaux.push(etablissements(dotations));
    ecrire(FormeDeTableau::Texte, &tableaux, sortie)
}

/// Writes the report without its lines for each establishment.
///
/// # Errors
/// The output cannot be written.
pub fn en_bref(
    dotations: &Dotations<'_>,
    region: &Region,
    sortie: &mut dyn Write,
) -> io::Result<()> {
    constats(dotations, region, sortie)?;
    ecrire(FormeDeTableau::Texte, &totaux(dotations, region), sortie)
}

fn totaux(dotations: &Dotations<'_>, region: &Region) -> Vec<Tableau> {
    let mut tableaux = vec![par_ligne(dotations, region)];
    let academies = dotations.par_academie();
    if academies.len() > 1 {
        tableaux.push(par_academie(&academies));
    }
    tableaux
}

/// The findings, rule by rule: all are counted, the first ones shown.
fn constats(dotations: &Dotations<'_>, region: &Region, sortie: &mut dyn Write) -> io::Result<()> {
    if region.constats.is_empty() {
        return Ok(());
    }
    let erreurs = region.constats.iter();
    let erreurs = erreurs.filter(|c| c.gravite == Gravite::Erreur).count() as u64;
    writeln!(
        sortie,
        "{} dans les tables, dont {} ; le reste est calculé.\n",
        majuscule(&accorde(
            region.constats.len() as u64,
            "constat",
            "constats"
        )),
        accorde(erreurs, "erreur", "erreurs")
    )?;
    let mut par_regle: BTreeMap<&str, Vec<&ConstatDeTable>> = BTreeMap::new();
    for constat in &region.constats {
        par_regle.entry(&constat.regle).or_default().push(constat);
    }
    for (regle, siens) in par_regle {
        let condition = dotations.edition.commun.condition(regle);
        let titre = condition
            .and_then(|c| c.titre.as_deref())
            .unwrap_or_default();
        writeln!(
            sortie,
            "{regle}, {} : {}",
            crate::lignes::sans_majuscule(titre),
            accorde(siens.len() as u64, "constat", "constats")
        )?;
        for constat in siens.iter().take(MONTRES) {
            writeln!(sortie, "  {}", lisible(&constat.to_string()))?;
        }
        if siens.len() > MONTRES {
            writeln!(
                sortie,
                "  et {} du même genre ; --format json les donne tous.",
                accorde((siens.len() - MONTRES) as u64, "autre", "autres")
            )?;
        }
        writeln!(sortie)?;
    }
    Ok(())
}

const COLONNES_DE_TOTAL: [Colonne; 5] = [
    Colonne::new("etablissements", "Établissements", Sorte::Nombre),
    Colonne::new("effectif", "Effectif", Sorte::Nombre),
    Colonne::new("brut_centimes", "Dotation brute", Sorte::Montant),
    Colonne::new(
        "reliquat_deduit_centimes",
        "Reliquat déduit",
        Sorte::Montant,
    ),
    Colonne::new("dotation_centimes", "Dotation", Sorte::Montant),
];

fn cellules(total: &Total) -> [Cellule; 5] {
    [
        Cellule::Nombre(total.etablissements),
        Cellule::Nombre(u64::try_from(total.effectif).unwrap_or_default()),
        Cellule::Montant(total.brut),
        Cellule::Montant(total.deduit),
        Cellule::Montant(total.dotation),
    ]
}

fn par_ligne(dotations: &Dotations<'_>, region: &Region) -> Tableau {
    let totaux = Dispositif::TOUS.map(|dispositif| dotations.total(dispositif));
    let lignes = Dispositif::TOUS.into_iter().zip(&totaux);
    let lignes = lignes.map(|(dispositif, total)| {
        let nom = Cellule::Texte(majuscule(dispositif.libelle()));
        [nom].into_iter().chain(cellules(total)).collect()
    });
    let mut phrases = vec![dotations.edition.commun.edition.titre.clone()];
    phrases.extend(issues(dotations));
    Tableau {
        nom: "lignes".to_owned(),
        titre: format!("Dotations {}", region.annee),
        phrases,
        colonnes: [Colonne::new("ligne", "Ligne", Sorte::Texte)]
            .into_iter()
            .chain(COLONNES_DE_TOTAL)
            .collect(),
        lignes: lignes.collect(),
        sans_ligne: "",
        total: Some(vec![
            Cellule::Texte("Total".to_owned()),
            Cellule::Vide,
            Cellule::Vide,
            Cellule::Montant(totaux.iter().map(|total| total.brut).sum()),
            Cellule::Montant(totaux.iter().map(|total| total.deduit).sum()),
            Cellule::Montant(totaux.iter().map(|total| total.dotation).sum()),
        ]),
        notes: Vec::new(),
    }
}

/// How many establishments have each issue; and what the totals hold of those that are not settled.
fn issues(dotations: &Dotations<'_>) -> Vec<String> {
    let mut comptes: BTreeMap<&str, u64> = BTreeMap::new();
    for dotation in &dotations.toutes {
        *comptes.entry(dotation.issue.libelle()).or_default() += 1;
    }
    let mots = dotations.edition.commun.mots_d_issue;
    let dits: Vec<String> = Issue::TOUTES
        .into_iter()
        .filter_map(|issue| {
            let nombre = comptes.get(issue.libelle())?;
            Some(format!("{} : {nombre}", mots.libelle(issue)))
        })
        .collect();
    let nombre = dotations.toutes.len() as u64;
    let mut phrases = vec![format!(
        "{} ; {}.",
        accorde(nombre, "établissement", "établissements"),
        dits.join(", ")
    )];
    if comptes.contains_key(Issue::AExaminer.libelle()) {
        phrases.push(
            "À examiner : le texte porte deux lectures ; le montant compté est celui de la lecture retenue."
                .to_owned(),
        );
    }
    if comptes.contains_key(Issue::Incomplet.libelle()) {
        phrases.push(
            "Incomplet : une donnée manque ; seules les lignes que l’on sait calculer sont comptées."
                .to_owned(),
        );
    }
    phrases
}

fn par_academie(academies: &BTreeMap<&str, [Total; 3]>) -> Tableau {
    let mut lignes = Vec::new();
    for (academie, totaux) in academies {
        let nom = if academie.is_empty() {
            "(non donnée)"
        } else {
            academie
        };
        for (dispositif, total) in Dispositif::TOUS.into_iter().zip(totaux) {
            if total.brut == Centimes::ZERO {
                continue;
            }
            let tete = [
                Cellule::Texte(lisible(nom)),
                Cellule::Texte(majuscule(dispositif.libelle())),
            ];
            lignes.push(tete.into_iter().chain(cellules(total)).collect());
        }
    }
    Tableau {
        nom: "academies".to_owned(),
        titre: "Par académie".to_owned(),
        colonnes: [
            Colonne::new("academie", "Académie", Sorte::Texte),
            Colonne::new("ligne", "Ligne", Sorte::Texte),
        ]
        .into_iter()
        .chain(COLONNES_DE_TOTAL)
        .collect(),
        lignes,
        ..Tableau::default()
    }
}

fn etablissements(dotations: &Dotations<'_>) -> Tableau {
    let mots = dotations.edition.commun.mots_d_issue;
    let lignes = dotations.toutes.iter().map(|dotation| {
        let Dotation {
            etablissement,
            issue,
            reponse,
            ..
        } = dotation;
        let montant = |montant: Option<Centimes>| montant.map_or(Cellule::Vide, Cellule::Montant);
        let lignes = reponse.lignes.iter().map(|ligne| montant(ligne.dotation));
        [
            Cellule::Texte(lisible(&etablissement.uai)),
            Cellule::Texte(lisible(&etablissement.nom)),
            Cellule::Texte(mots.libelle(*issue).to_owned()),
        ]
        .into_iter()
        .chain(lignes)
        .chain([montant(reponse.montant())])
        .collect()
    });
    Tableau {
        nom: "etablissements".to_owned(),
        titre: "Par établissement".to_owned(),
        colonnes: vec![
            Colonne::new("uai", "UAI", Sorte::Code),
            Colonne::new("nom", "Établissement", Sorte::Texte),
            Colonne::new("issue", "Décision", Sorte::Texte),
            Colonne::new("pre_bac_centimes", "Pré-bac", Sorte::Montant),
            Colonne::new("post_bac_centimes", "Post-bac", Sorte::Montant),
            Colonne::new("prepa_metiers_centimes", "3e prépa-métiers", Sorte::Montant),
            Colonne::new("dotation_centimes", "Dotation", Sorte::Montant),
        ],
        lignes: lignes.collect(),
        notes: vec![
            "Les raisons et le calcul de chaque établissement : --format json, ou html.".to_owned(),
        ],
        ..Tableau::default()
    }
}
