//! The chart of a simulation, as one SVG without any style sheet nor script: the cost of each academy before
//! and after, then the schools whose grant changes the most. A pattern and words tell what colours tell.

use std::fmt::Write as _;

use guichet::equipement::simulation::{Ecart, Simulation};
use guichet::socle::Centimes;

use super::{couper, signe};

/// Width of the drawing, where bars begin, and the room they have.
const LARGEUR: u32 = 880;
const GAUCHE: u32 = 250;
const BARRES: u32 = 450;
/// Room for the amount at the left of a bar that falls.
const MARGE: u32 = 90;
/// Height of a bar, and of a row with two of them.
const BARRE: u32 = 15;
const RANGEE: u32 = 44;
const RANGEE_SIMPLE: u32 = 26;
/// The most academies, and schools, that are drawn; the tables have them all.
const ACADEMIES_MAX: usize = 12;
const ECOLES_MAX: usize = 12;
/// Characters of a label.
const LIBELLE_MAX: usize = 32;
const POLICE: &str = "system-ui, 'Noto Sans', 'Liberation Sans', sans-serif";
const ENCRE: &str = "#1b1f2a";
const DISCRET: &str = "#555d6e";
const AVANT: &str = "#8a93a6";
const HAUSSE: &str = "#17683a";
const BAISSE: &str = "#a3282f";

/// The chart.
pub(super) fn graphique(simulation: &Simulation) -> String {
    let academies = &simulation.par_academie[..simulation.par_academie.len().min(ACADEMIES_MAX)];
    let ecoles: Vec<&Ecart> = simulation
        .par_etablissement
        .iter()
        .filter(|ecart| ecart.ecart_centimes != Centimes::ZERO)
        .take(ECOLES_MAX)
        .collect();
    let mut corps = String::new();
    let mut y = 30;
    titre(&mut corps, y, "Coût par académie, avant et après");
    legende(&mut corps, y + 24);
    y += 44;
    let plus_cher = academies
        .iter()
        .map(|e| e.avant_centimes.max(e.apres_centimes).0)
        .max()
        .unwrap_or(0);
    for ecart in academies {
        paire(&mut corps, y, ecart, plus_cher);
        y += RANGEE;
    }
    y += 30;
    titre(&mut corps, y, "Établissements : les plus grands écarts");
    y += 18;
    if ecoles.is_empty() {
        let _ = writeln!(
            corps,
            "<text x=\"8\" y=\"{}\" font-size=\"13\" fill=\"{DISCRET}\">Aucun établissement ne reçoit plus ni moins.</text>",
            y + 14
        );
        y += RANGEE_SIMPLE;
    }
    let axe = Axe::des_ecarts(&ecoles);
    for ecart in &ecoles {
        divergente(&mut corps, y, ecart, &axe);
        y += RANGEE_SIMPLE;
    }
    if !ecoles.is_empty() {
        let milieu = axe.zero;
        let haut = y - RANGEE_SIMPLE * u32::try_from(ecoles.len()).unwrap_or(0);
        let _ = writeln!(
            corps,
            "<path d=\"M{milieu} {haut} V{y}\" stroke=\"{DISCRET}\" stroke-width=\"1\"/>"
        );
    }
    let hauteur = y + 12;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {LARGEUR} {hauteur}\" width=\"{LARGEUR}\" height=\"{hauteur}\" role=\"img\" aria-labelledby=\"graphique-titre graphique-desc\" font-family=\"{POLICE}\">\n\
         <title id=\"graphique-titre\">Coût de la simulation, {}</title>\n<desc id=\"graphique-desc\">{}</desc>\n\
         <defs><pattern id=\"g-apres\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\"><rect width=\"6\" height=\"6\" fill=\"#1c4fa0\"/><path d=\"M0 6 L6 0\" stroke=\"#ffffff\" stroke-opacity=\".45\"/></pattern></defs>\n\
         <rect width=\"{LARGEUR}\" height=\"{hauteur}\" fill=\"#ffffff\"/>\n{corps}</svg>\n",
        echapper(&simulation.annee_scolaire),
        echapper(&description(simulation, academies)),
    )
}

/// The chart in words, for those who do not see it; the tables that follow say the rest.
fn description(simulation: &Simulation, academies: &[Ecart]) -> String {
    let mut parties: Vec<String> = academies
        .iter()
        .map(|e| {
            format!(
                "{} : {} avant, {} après.",
                e.libelle, e.avant_centimes, e.apres_centimes
            )
        })
        .collect();
    parties.push(format!(
        "{} gagnants, {} perdants, {} inchangés ; les tableaux donnent chaque établissement.",
        simulation.gagnants, simulation.perdants, simulation.inchanges
    ));
    parties.join(" ")
}

fn titre(svg: &mut String, y: u32, texte: &str) {
    let _ = writeln!(
        svg,
        "<text x=\"8\" y=\"{y}\" font-size=\"16\" font-weight=\"600\" fill=\"{ENCRE}\">{texte}</text>"
    );
}

fn legende(svg: &mut String, y: u32) {
    for (x, fond, mot) in [(8, AVANT, "avant"), (88, "url(#g-apres)", "après")] {
        let _ = writeln!(
            svg,
            "<rect x=\"{x}\" y=\"{}\" width=\"18\" height=\"12\" fill=\"{fond}\"/><text x=\"{}\" y=\"{y}\" font-size=\"12.5\" fill=\"{ENCRE}\">{mot}</text>",
            y - 11,
            x + 24
        );
    }
}

/// Two bars, before and after, with their amounts.
fn paire(svg: &mut String, y: u32, ecart: &Ecart, plus_cher: i64) {
    let _ = writeln!(
        svg,
        "<g><title>{}</title><text x=\"8\" y=\"{}\" font-size=\"13\" fill=\"{ENCRE}\">{}</text><text x=\"8\" y=\"{}\" font-size=\"12\" fill=\"{}\">{}</text>",
        echapper(&format!(
            "{} : {} avant, {} après, écart {}",
            ecart.libelle,
            ecart.avant_centimes,
            ecart.apres_centimes,
            signe(ecart.ecart_centimes)
        )),
        y + 14,
        echapper(&couper(&ecart.libelle, LIBELLE_MAX)),
        y + 31,
        couleur(ecart.ecart_centimes),
        signe(ecart.ecart_centimes)
    );
    for (haut, fond, montant) in [
        (y + 2, AVANT, ecart.avant_centimes),
        (y + 4 + BARRE, "url(#g-apres)", ecart.apres_centimes),
    ] {
        let longueur = proportion(montant.0.unsigned_abs(), plus_cher.unsigned_abs(), BARRES);
        let _ = writeln!(
            svg,
            "<rect x=\"{GAUCHE}\" y=\"{haut}\" width=\"{longueur}\" height=\"{BARRE}\" fill=\"{fond}\"/><text x=\"{}\" y=\"{}\" font-size=\"12\" fill=\"{ENCRE}\">{montant}</text>",
            GAUCHE + longueur + 6,
            haut + 12
        );
    }
    svg.push_str("</g>\n");
}

/// Where differences are measured from: the middle when some rise and others fall, else an edge.
struct Axe {
    zero: u32,
    longueur: u32,
    plus_grand: u64,
}

impl Axe {
    fn des_ecarts(ecoles: &[&Ecart]) -> Self {
        let baisse = ecoles.iter().any(|e| e.ecart_centimes < Centimes::ZERO);
        let hausse = ecoles.iter().any(|e| e.ecart_centimes > Centimes::ZERO);
        let (zero, longueur) = match (baisse, hausse) {
            (true, true) => (GAUCHE + MARGE + BARRES / 2, BARRES / 2),
            (true, false) => (GAUCHE + MARGE + BARRES, BARRES),
            (false, _) => (GAUCHE, BARRES),
        };
        let tailles = ecoles.iter().map(|e| e.ecart_centimes.0.unsigned_abs());
        Self {
            zero,
            longueur,
            plus_grand: tailles.max().unwrap_or(0),
        }
    }
}

/// A bar to the right for more, to the left for less, with its sign.
fn divergente(svg: &mut String, y: u32, ecart: &Ecart, axe: &Axe) {
    let Centimes(centimes) = ecart.ecart_centimes;
    let Axe { zero, .. } = *axe;
    let longueur = proportion(centimes.unsigned_abs(), axe.plus_grand, axe.longueur).max(1);
    let (x, etiquette, ancre) = if centimes > 0 {
        (zero, zero + longueur + 6, "start")
    } else {
        (zero - longueur, zero - longueur - 6, "end")
    };
    let nom = if ecart.libelle.is_empty() {
        ecart.code.clone()
    } else {
        format!("{} {}", ecart.code, ecart.libelle)
    };
    let _ = writeln!(
        svg,
        "<g><title>{}</title><text x=\"8\" y=\"{}\" font-size=\"12.5\" fill=\"{ENCRE}\">{}</text><rect x=\"{x}\" y=\"{}\" width=\"{longueur}\" height=\"{BARRE}\" fill=\"{}\"/><text x=\"{etiquette}\" y=\"{}\" font-size=\"12\" text-anchor=\"{ancre}\" fill=\"{ENCRE}\">{}</text></g>",
        echapper(&format!("{nom} : {}", signe(ecart.ecart_centimes))),
        y + 16,
        echapper(&couper(&nom, LIBELLE_MAX)),
        y + 4,
        couleur(ecart.ecart_centimes),
        y + 16,
        signe(ecart.ecart_centimes)
    );
}

fn couleur(ecart: Centimes) -> &'static str {
    match ecart.cmp(&Centimes::ZERO) {
        std::cmp::Ordering::Greater => HAUSSE,
        std::cmp::Ordering::Less => BAISSE,
        std::cmp::Ordering::Equal => DISCRET,
    }
}

/// The length of a bar, in whole units of the drawing.
fn proportion(part: u64, tout: u64, longueur: u32) -> u32 {
    if tout == 0 {
        return 0;
    }
    let unites = u128::from(part) * u128::from(longueur) / u128::from(tout);
    u32::try_from(unites).unwrap_or(longueur)
}

fn echapper(texte: &str) -> String {
    texte
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
