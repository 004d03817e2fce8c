//! A schematic map of the territories for a job: a tile each, told by a sign and a pattern as well as a colour.

use std::fmt::Write as _;

use guichet::travail::{Etat, FicheDeMetier, Ou};

/// Side of a tile, and the space between two, in units of the drawing.
const LARGEUR: u32 = 104;
const HAUTEUR: u32 = 76;
/// Above the tiles, for the title.
const HAUT: u32 = 64;
/// Characters of a line of a name.
const LIGNE_MAX: usize = 14;
const POLICE: &str = "system-ui, 'Noto Sans', 'Liberation Sans', sans-serif";

/// What the tiles of a state look like: its pattern, background, ink, sign.
struct Aspect {
    motif: &'static str,
    fond: &'static str,
    trait_: &'static str,
    signe: &'static str,
}

fn aspect(etat: Etat) -> Aspect {
    let (motif, fond, trait_, signe) = match etat {
        Etat::NonOpposable => ("m-ouvert", "#d3efdd", "#17683a", "●"),
        Etat::PecheSeulement => ("m-peche", "#d9e8f8", "#1c4fa0", "≈"),
        Etat::AExaminer => ("m-examiner", "#fbe7b8", "#7a4a00", "?"),
        Etat::Opposable => ("m-ferme", "#ffffff", "#555d6e", "–"),
        Etat::SansObjet => ("m-sans-objet", "#eeeeee", "#555d6e", "/"),
    };
    Aspect {
        motif,
        fond,
        trait_,
        signe,
    }
}

/// The map of a job for nationals of third countries, as one SVG without any style sheet nor script.
#[must_use]
pub fn carte(fiche: &FicheDeMetier) -> String {
    let colonnes = fiche.territoires.iter().map(|ou| ou.grille.0);
    let lignes = fiche.territoires.iter().map(|ou| ou.grille.1);
    let largeur = (u32::from(colonnes.max().unwrap_or(0)) + 1) * LARGEUR + 16;
    let bas = HAUT + (u32::from(lignes.max().unwrap_or(0)) + 1) * HAUTEUR;
    let hauteur = bas + 64;
    let libelle = fiche.libelles.first().map_or("", String::as_str);
    let titre = format!("{} {libelle}", fiche.code_rome);
    let mut svg = String::new();
    let _ = write!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {largeur} {hauteur}\" width=\"{largeur}\" height=\"{hauteur}\" role=\"img\" aria-labelledby=\"carte-titre carte-desc\" font-family=\"{POLICE}\">\n\
         <title id=\"carte-titre\">{}</title>\n<desc id=\"carte-desc\">{}</desc>\n<defs>\n",
        echapper(&titre),
        echapper(&description(fiche))
    );
    for etat in presents(fiche) {
        motif(&mut svg, etat);
    }
    svg.push_str("</defs>\n");
    let _ = writeln!(
        svg,
        "<rect width=\"{largeur}\" height=\"{hauteur}\" fill=\"#ffffff\"/>"
    );
    for (rang, ligne) in couper(&titre, 70).iter().take(2).enumerate() {
        let y = 24 + rang * 20;
        let _ = writeln!(
            svg,
            "<text x=\"8\" y=\"{y}\" font-size=\"17\" font-weight=\"600\" fill=\"#1b1f2a\">{}</text>",
            echapper(ligne)
        );
    }
    for ou in &fiche.territoires {
        tuile(&mut svg, ou);
    }
    legende(&mut svg, fiche, bas + 12);
    svg.push_str("</svg>\n");
    svg
}

fn presents(fiche: &FicheDeMetier) -> Vec<Etat> {
    [Etat::NonOpposable, Etat::AExaminer, Etat::Opposable]
        .into_iter()
        .filter(|etat| fiche.territoires.iter().any(|ou| ou.tiers == *etat))
        .collect()
}

/// The whole map in words, for those who do not see it.
fn description(fiche: &FicheDeMetier) -> String {
    let parties: Vec<String> = presents(fiche)
        .into_iter()
        .map(|etat| {
            let noms: Vec<&str> = fiche
                .territoires
                .iter()
                .filter(|ou| ou.tiers == etat)
                .map(|ou| ou.territoire.as_str())
                .collect();
            format!("{} : {}.", etat.libelle(), noms.join(", "))
        })
        .collect();
    format!(
        "Carte schématique : situation de l’emploi pour les ressortissants des pays tiers. {}",
        parties.join(" ")
    )
}

fn motif(svg: &mut String, etat: Etat) {
    let Aspect {
        motif,
        fond,
        trait_,
        ..
    } = aspect(etat);
    let trace = match etat {
        Etat::NonOpposable => "<path d=\"M0 10 L10 0\" stroke-width=\"1\" stroke-opacity=\".35\"/>",
        Etat::AExaminer | Etat::PecheSeulement => {
            "<circle cx=\"3\" cy=\"3\" r=\"1\" stroke-opacity=\".55\"/>"
        }
        Etat::Opposable | Etat::SansObjet => "",
    };
    let _ = writeln!(
        svg,
        "<pattern id=\"{motif}\" width=\"10\" height=\"10\" patternUnits=\"userSpaceOnUse\"><rect width=\"10\" height=\"10\" fill=\"{fond}\"/><g fill=\"none\" stroke=\"{trait_}\">{trace}</g></pattern>"
    );
}

fn tuile(svg: &mut String, ou: &Ou) {
    let (colonne, ligne) = ou.grille;
    let x = 8 + u32::from(colonne) * LARGEUR;
    let y = HAUT + u32::from(ligne) * HAUTEUR;
    let Aspect {
        motif,
        trait_,
        signe,
        ..
    } = aspect(ou.tiers);
    let bulle = match &ou.lecture {
        Some(lecture) => format!(
            "{} : {} (lecture {lecture})",
            ou.territoire,
            ou.tiers.libelle()
        ),
        None => format!("{} : {}", ou.territoire, ou.tiers.libelle()),
    };
    let _ = write!(
        svg,
        "<g><title>{}</title><rect x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"{}\" rx=\"4\" fill=\"url(#{motif})\" stroke=\"{trait_}\" stroke-width=\"1.5\"/>",
        echapper(&bulle),
        LARGEUR - 6,
        HAUTEUR - 6
    );
    let milieu = x + (LARGEUR - 6) / 2;
    for (rang, morceau) in (0u32..).zip(couper(&ou.territoire, LIGNE_MAX)) {
        let _ = write!(
            svg,
            "<text x=\"{milieu}\" y=\"{}\" text-anchor=\"middle\" font-size=\"11.5\" fill=\"#1b1f2a\" stroke=\"#ffffff\" stroke-width=\"2.5\" paint-order=\"stroke\">{}</text>",
            y + 15 + rang * 13,
            echapper(&morceau)
        );
    }
    let _ = writeln!(
        svg,
        "<text x=\"{milieu}\" y=\"{}\" text-anchor=\"middle\" font-size=\"16\" font-weight=\"700\" fill=\"{trait_}\">{signe}</text></g>",
        y + HAUTEUR - 12
    );
}

fn legende(svg: &mut String, fiche: &FicheDeMetier, y: u32) {
    let mut x = 8;
    for etat in presents(fiche) {
        let Aspect {
            motif,
            trait_,
            signe,
            ..
        } = aspect(etat);
        let _ = writeln!(
            svg,
            "<g><rect x=\"{x}\" y=\"{y}\" width=\"28\" height=\"20\" rx=\"3\" fill=\"url(#{motif})\" stroke=\"{trait_}\"/><text x=\"{}\" y=\"{}\" font-size=\"13\" fill=\"#1b1f2a\">{signe} {}</text></g>",
            x + 36,
            y + 15,
            etat.libelle()
        );
        x += 190;
    }
    let _ = writeln!(
        svg,
        "<text x=\"8\" y=\"{}\" font-size=\"12\" fill=\"#555d6e\">Situation de l’emploi, ressortissants des pays tiers. Carte schématique : les régions de 2007 et l’outre-mer.</text>",
        y + 42
    );
}

/// A text in lines, cut at spaces and after hyphens.
fn couper(texte: &str, max: usize) -> Vec<String> {
    let mut lignes: Vec<String> = Vec::new();
    for mot in texte.split_inclusive([' ', '-']) {
        match lignes.last_mut() {
            Some(ligne) if ligne.chars().count() + mot.trim_end().chars().count() <= max => {
                ligne.push_str(mot);
            }
            _ => lignes.push(mot.to_owned()),
        }
    }
    lignes
        .into_iter()
        .map(|ligne| ligne.trim_end().to_owned())
        .collect()
}

fn echapper(texte: &str) -> String {
    texte
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
