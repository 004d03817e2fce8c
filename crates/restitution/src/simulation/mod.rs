//! What a change would cost, as tables, rows, a chart.

mod graphique;
#[cfg(test)]
mod tests;

use guichet::equipement::simulation::{Ecart, Simulation};
use guichet::socle::{Centimes, Issue};

use crate::nombres::{accorde, nombre};
use crate::tableau::{Cellule, Colonne, Figure, Sorte, Tableau};

/// Schools and courses that a terminal shows.
const MONTRES: usize = 15;

/// Characters of the label of a course that a terminal shows.
const LIBELLE_MAX: usize = 40;

/// How much of the lists is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Etendue {
    /// The greatest differences: for a terminal.
    Bref,
    /// Everything.
    Entier,
}

/// The chart of a simulation: its cost by academy, the greatest differences of its schools.
#[must_use]
pub fn figure(simulation: &Simulation) -> Figure {
    Figure {
        titre: "Graphique de la simulation",
        svg: graphique::graphique(simulation),
        apres_le_premier: true,
    }
}

/// The tables of a simulation: the lines, the academies, the courses, the schools.
#[must_use]
pub fn tableaux(simulation: &Simulation, etendue: Etendue) -> Vec<Tableau> {
    vec![
        synthese(simulation),
        un_tableau(
            "academies",
            "Par académie",
            "Académie",
            &simulation.par_academie,
            etendue,
        ),
        formations(simulation, etendue),
        etablissements(simulation, etendue),
    ]
}

/// The whole simulation as rows, for a spreadsheet: the first column says what a row is about.
#[must_use]
pub fn en_lignes(simulation: &Simulation) -> Tableau {
    let vues = [
        ("dispositif", &simulation.par_dispositif),
        ("academie", &simulation.par_academie),
        ("formation", &simulation.par_formation),
        ("etablissement", &simulation.par_etablissement),
    ];
    let mut colonnes = vec![
        Colonne::new("vue", "Vue", Sorte::Texte),
        Colonne::new("code", "Code", Sorte::Code),
        Colonne::new("libelle", "Libellé", Sorte::Texte),
        Colonne::new("academie", "Académie", Sorte::Texte),
        Colonne::new("issue_avant", "Issue avant", Sorte::Texte),
        Colonne::new("issue_apres", "Issue après", Sorte::Texte),
    ];
    colonnes.extend(CHIFFRES.into_iter().take(5));
    let lignes = vues
        .into_iter()
        .flat_map(|(vue, ecarts)| ecarts.iter().map(move |ecart| (vue, ecart)))
        .map(|(vue, ecart)| {
            let issue = |rang: usize| Cellule::texte(ecart.issues.map(|issues| issues[rang]));
            let mut ligne = vec![
                Cellule::Texte(vue.to_owned()),
                Cellule::Texte(ecart.code.clone()),
                Cellule::Texte(ecart.libelle.clone()),
                Cellule::texte(ecart.academie.clone()),
                issue(0),
                issue(1),
            ];
            ligne.extend(chiffres(ecart).into_iter().take(5));
            ligne
        })
        .collect();
    Tableau {
        nom: "simulation".to_owned(),
        titre: titre(simulation),
        colonnes,
        lignes,
        ..Tableau::default()
    }
}

const CHIFFRES: [Colonne; 6] = [
    Colonne::new("effectif_avant", "Effectif avant", Sorte::Nombre),
    Colonne::new("effectif_apres", "Effectif après", Sorte::Nombre),
    Colonne::new("avant_centimes", "Avant", Sorte::Montant),
    Colonne::new("apres_centimes", "Après", Sorte::Montant),
    Colonne::new("ecart_centimes", "Écart", Sorte::Montant),
    Colonne::new("ecart_pourcent", "Écart en %", Sorte::Montant),
];

fn chiffres(ecart: &Ecart) -> [Cellule; 6] {
    let effectif = |n: i64| Cellule::Nombre(u64::try_from(n).unwrap_or_default());
    [
        effectif(ecart.effectif_avant),
        effectif(ecart.effectif_apres),
        Cellule::Montant(ecart.avant_centimes),
        Cellule::Montant(ecart.apres_centimes),
        Cellule::Montant(ecart.ecart_centimes),
        Cellule::Texte(pourcent(ecart)),
    ]
}

/// « +5,9 % »; a dash when there was nothing before.
fn pourcent(ecart: &Ecart) -> String {
    let part = Centimes(1000).part_au_plus_proche(ecart.ecart_centimes.0, ecart.avant_centimes.0);
    part.map_or_else(
        || "–".to_owned(),
        |Centimes(milliemes)| {
            let signe = match milliemes.signum() {
                1 => "+",
                -1 => "-",
                _ => "",
            };
            let milliemes = milliemes.unsigned_abs();
            format!(
                "{signe}{},{}\u{a0}%",
                nombre(milliemes / 10),
                milliemes % 10
            )
        },
    )
}

/// A label, cut with a sign that says so when it is too long.
fn couper(texte: &str, max: usize) -> String {
    if texte.chars().count() <= max {
        return texte.to_owned();
    }
    let debut: String = texte.chars().take(max - 1).collect();
    format!("{}…", debut.trim_end())
}

/// An amount with its sign: « +324,00 € ».
pub(crate) fn signe(montant: Centimes) -> String {
    if montant > Centimes::ZERO {
        format!("+{montant}")
    } else {
        montant.to_string()
    }
}

fn titre(simulation: &Simulation) -> String {
    format!(
        "Simulation de l’aide à l’équipement, {}",
        simulation.annee_scolaire
    )
}

/// What was simulated, and what it would cost, in sentences.
fn phrases(simulation: &Simulation) -> Vec<String> {
    let mut phrases = Vec::new();
    if simulation.edition_simulee == simulation.edition {
        phrases.push(format!("Édition en vigueur : {}.", simulation.edition));
    } else {
        phrases.push(format!(
            "Édition en vigueur : {} ; édition simulée : {}.",
            simulation.edition, simulation.edition_simulee
        ));
    }
    phrases.extend(simulation.hypotheses.iter().cloned());
    let total = &simulation.total;
    phrases.push(format!(
        "Coût : {} au lieu de {}, soit {} ({}).",
        total.apres_centimes,
        total.avant_centimes,
        signe(total.ecart_centimes),
        pourcent(total)
    ));
    phrases.push(format!(
        "{}, {}, {}.",
        accorde(
            simulation.gagnants,
            "établissement gagne",
            "établissements gagnent"
        ),
        accorde(simulation.perdants, "perd", "perdent"),
        accorde(simulation.inchanges, "est inchangé", "sont inchangés"),
    ));
    phrases
}

fn synthese(simulation: &Simulation) -> Tableau {
    Tableau {
        nom: "synthese".to_owned(),
        titre: titre(simulation),
        phrases: phrases(simulation),
        colonnes: colonnes(&[Colonne::new("libelle", "Dispositif", Sorte::Texte)]),
        lignes: simulation
            .par_dispositif
            .iter()
            .map(|ecart| ligne(vec![Cellule::Texte(ecart.libelle.clone())], ecart))
            .collect(),
        sans_ligne: "",
        total: Some(ligne(
            vec![Cellule::Texte("total".to_owned())],
            &simulation.total,
        )),
        notes: simulation.remarques.clone(),
    }
}

fn colonnes(premieres: &[Colonne]) -> Vec<Colonne> {
    premieres.iter().copied().chain(CHIFFRES).collect()
}

fn ligne(premieres: Vec<Cellule>, ecart: &Ecart) -> Vec<Cellule> {
    premieres.into_iter().chain(chiffres(ecart)).collect()
}

fn un_tableau(
    nom: &str,
    titre: &str,
    groupe: &'static str,
    ecarts: &[Ecart],
    etendue: Etendue,
) -> Tableau {
    let (montres, notes) = limiter(ecarts, etendue);
    Tableau {
        nom: nom.to_owned(),
        titre: titre.to_owned(),
        colonnes: colonnes(&[Colonne::new("libelle", groupe, Sorte::Texte)]),
        lignes: montres
            .iter()
            .map(|ecart| ligne(vec![Cellule::Texte(ecart.libelle.clone())], ecart))
            .collect(),
        notes,
        ..Tableau::default()
    }
}

fn formations(simulation: &Simulation, etendue: Etendue) -> Tableau {
    let (montres, mut notes) = limiter(&simulation.par_formation, etendue);
    notes.insert(
        0,
        "Avant déduction des reliquats ; le coût du post-bac est partagé entre les formations selon leurs élèves."
            .to_owned(),
    );
    Tableau {
        nom: "formations".to_owned(),
        titre: "Par formation".to_owned(),
        colonnes: colonnes(&[
            Colonne::new("code", "Code", Sorte::Code),
            Colonne::new("libelle", "Formation", Sorte::Texte),
        ]),
        lignes: montres
            .iter()
            .map(|ecart| {
                let libelle = match etendue {
                    Etendue::Bref => couper(&ecart.libelle, LIBELLE_MAX),
                    Etendue::Entier => ecart.libelle.clone(),
                };
                let premieres = vec![
                    Cellule::Texte(ecart.code.clone()),
                    Cellule::texte((!libelle.is_empty()).then_some(libelle)),
                ];
                ligne(premieres, ecart)
            })
            .collect(),
        notes,
        ..Tableau::default()
    }
}

fn etablissements(simulation: &Simulation, etendue: Etendue) -> Tableau {
    let (montres, notes) = limiter(&simulation.par_etablissement, etendue);
    Tableau {
        nom: "etablissements".to_owned(),
        titre: "Par établissement".to_owned(),
        colonnes: colonnes(&[
            Colonne::new("uai", "UAI", Sorte::Code),
            Colonne::new("nom", "Établissement", Sorte::Texte),
            Colonne::new("academie", "Académie", Sorte::Texte),
            Colonne::new("issue", "Issue", Sorte::Texte),
        ]),
        lignes: montres
            .iter()
            .map(|ecart| {
                let premieres = vec![
                    Cellule::Texte(ecart.code.clone()),
                    Cellule::Texte(ecart.libelle.clone()),
                    Cellule::texte(ecart.academie.clone()),
                    Cellule::Texte(issues(ecart)),
                ];
                ligne(premieres, ecart)
            })
            .collect(),
        notes,
        ..Tableau::default()
    }
}

/// The issue, or both when they differ: « défavorable → favorable ».
fn issues(ecart: &Ecart) -> String {
    let libelle = |code: &'static str| {
        let issues = Issue::TOUTES.into_iter();
        let connue = issues.into_iter().find(|issue| issue.code() == code);
        connue.map_or(code, Issue::libelle)
    };
    match ecart.issues {
        Some([avant, apres]) if avant == apres => libelle(avant).to_owned(),
        Some([avant, apres]) => format!("{} → {}", libelle(avant), libelle(apres)),
        None => String::new(),
    }
}

/// The rows to show, and what is said of those that are not.
fn limiter(ecarts: &[Ecart], etendue: Etendue) -> (&[Ecart], Vec<String>) {
    if etendue == Etendue::Entier || ecarts.len() <= MONTRES {
        return (ecarts, Vec::new());
    }
    let reste = u64::try_from(ecarts.len() - MONTRES).unwrap_or_default();
    let note = format!(
        "Les plus grands écarts d’abord ; {} dans --format csv, xlsx, html ou json.",
        accorde(reste, "autre ligne", "autres lignes")
    );
    (&ecarts[..MONTRES], vec![note])
}
