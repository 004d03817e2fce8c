//! The annex as one page: totals first, then every grant in a table that sorts and filters, then what is to
//! be examined. The page to print has the same words, laid out by the typesetter.

use std::io::{self, Write};

use askama::Template;
use guichet::equipement::{Annexe, Dispositif, Ligne, Retenue, Somme};
use guichet::socle::Centimes;
use serde::Serialize;

use super::{en_tout, nom_de_ligne, recu, reserves, titre};
use crate::lignes::{lisible, majuscule};
use crate::nombres::nombre;
use crate::page::empreinte;

const STYLE: &str = concat!(
    include_str!("../../templates/rapport.css"),
    include_str!("../../templates/equipement.css")
);
const SCRIPT: &str = include_str!("../../templates/equipement.js");

/// What the page shows.
#[derive(Template, Serialize)]
#[template(path = "equipement_annexe.html")]
pub(super) struct Page {
    titre: String,
    texte: String,
    recu: String,
    verdict: String,
    reserves: Vec<String>,
    /// The lines of the grant: their names.
    lignes: Vec<&'static str>,
    /// The totals of the region, a row a line; the last one is the whole.
    totaux: Vec<Vec<String>>,
    /// A row an academy: its name, how many grants, the grant of each line, the whole.
    academies: Vec<Vec<String>>,
    dotations: Vec<Dotation>,
    examens: Vec<Vec<String>>,
    sans: Vec<Sans>,
    constats: Vec<Vec<String>>,
    /// The figures with their sources.
    sources: Vec<(String, String, String)>,
    #[serde(skip)]
    style: &'static str,
    #[serde(skip)]
    empreinte_du_style: String,
    #[serde(skip)]
    script: &'static str,
    #[serde(skip)]
    empreinte_du_script: String,
}

#[derive(Serialize)]
struct Dotation {
    uai: String,
    nom: String,
    nature: String,
    academie: String,
    lignes: Vec<LigneDePage>,
    total: Montant,
    lectures: String,
}

#[derive(Serialize)]
struct LigneDePage {
    effectif: String,
    brut: Montant,
    deduit: Montant,
    dotation: Montant,
}

/// An amount to read, and in cents to sort.
#[derive(Serialize)]
struct Montant {
    centimes: i64,
    texte: String,
}

#[derive(Serialize)]
struct Sans {
    uai: String,
    nom: String,
    issue: &'static str,
    raisons: Vec<String>,
}

pub(super) fn ecrire(annexe: &Annexe<'_>, sortie: &mut dyn Write) -> io::Result<()> {
    let texte = page(annexe).render().map_err(io::Error::other)?;
    sortie.write_all(texte.as_bytes())?;
    sortie.write_all(b"\n")
}

pub(super) fn page(annexe: &Annexe<'_>) -> Page {
    Page {
        titre: titre(annexe),
        texte: annexe.edition.commun.edition.titre.clone(),
        recu: recu(annexe),
        verdict: en_tout(annexe),
        reserves: reserves(annexe),
        lignes: Dispositif::TOUS.map(nom_de_ligne).into(),
        totaux: totaux(annexe),
        academies: academies(annexe),
        dotations: annexe
            .academies
            .iter()
            .flat_map(|academie| {
                let dotations = academie.dotations.iter();
                dotations.map(|retenue| dotation(retenue, academie.nom))
            })
            .collect(),
        examens: examens(annexe),
        sans: annexe
            .sans_dotation
            .iter()
            .map(|sans| Sans {
                uai: lisible(&sans.dotation.etablissement.uai),
                nom: lisible(&sans.dotation.etablissement.nom),
                issue: sans.dotation.issue.libelle(),
                raisons: sans.raisons.iter().map(|raison| lisible(raison)).collect(),
            })
            .collect(),
        constats: constats(annexe),
        sources: sources(annexe),
        style: STYLE,
        empreinte_du_style: empreinte(STYLE),
        script: SCRIPT,
        empreinte_du_script: empreinte(SCRIPT),
    }
}

fn totaux(annexe: &Annexe<'_>) -> Vec<Vec<String>> {
    let rangee = |nom: &str, etablissements: u64, somme: &Somme| {
        vec![
            nom.to_owned(),
            nombre(etablissements),
            effectif(somme.effectif),
            somme.brut.to_string(),
            somme.deduit.to_string(),
            somme.dotation.to_string(),
        ]
    };
    let mut rangees: Vec<Vec<String>> = Dispositif::TOUS
        .into_iter()
        .map(|dispositif| {
            let somme = &annexe.totaux[dispositif as usize];
            rangee(nom_de_ligne(dispositif), somme.etablissements, somme)
        })
        .collect();
    let sommes = &annexe.totaux;
    let ensemble = Somme {
        effectif: sommes.iter().map(|somme| somme.effectif).sum(),
        brut: sommes.iter().map(|somme| somme.brut).sum(),
        deduit: sommes.iter().map(|somme| somme.deduit).sum(),
        dotation: annexe.total(),
        ..Somme::default()
    };
    rangees.push(rangee("Total", annexe.dotations(), &ensemble));
    rangees
}

fn academies(annexe: &Annexe<'_>) -> Vec<Vec<String>> {
    let rangee = |nom: String, dotations: u64, sommes: &[Somme; 3], total: Centimes| {
        let mut rangee = vec![nom, nombre(dotations)];
        rangee.extend(sommes.iter().map(|somme| somme.dotation.to_string()));
        rangee.push(total.to_string());
        rangee
    };
    let mut rangees: Vec<Vec<String>> = annexe
        .academies
        .iter()
        .map(|academie| {
            let nombre = academie.dotations.len() as u64;
            let nom = lisible(&majuscule(academie.nom));
            rangee(nom, nombre, &academie.totaux, academie.total())
        })
        .collect();
    let (nombre, total) = (annexe.dotations(), annexe.total());
    rangees.push(rangee("Région".to_owned(), nombre, &annexe.totaux, total));
    rangees
}

fn dotation(retenue: &Retenue<'_>, academie: &str) -> Dotation {
    let dotation = retenue.dotation;
    Dotation {
        uai: lisible(&dotation.etablissement.uai),
        nom: lisible(&dotation.etablissement.nom),
        nature: retenue.nature.to_owned(),
        academie: lisible(academie),
        lignes: dotation.reponse.lignes.iter().map(ligne).collect(),
        total: montant(dotation.reponse.montant()),
        lectures: dotation.lectures.join(", "),
    }
}

fn ligne(ligne: &Ligne) -> LigneDePage {
    LigneDePage {
        effectif: effectif(ligne.effectif.unwrap_or_default()),
        brut: montant(ligne.brut),
        deduit: montant(ligne.deduit),
        dotation: montant(ligne.dotation),
    }
}

fn montant(montant: Option<Centimes>) -> Montant {
    let montant = montant.unwrap_or_default();
    Montant {
        centimes: montant.0,
        texte: if montant == Centimes::ZERO {
            "–".to_owned()
        } else {
            montant.to_string()
        },
    }
}

fn effectif(effectif: i64) -> String {
    nombre(u64::try_from(effectif).unwrap_or_default())
}

fn examens(annexe: &Annexe<'_>) -> Vec<Vec<String>> {
    let dit = |montant: Option<Centimes>| {
        montant.map_or("sans objet".to_owned(), |montant| montant.to_string())
    };
    annexe
        .a_examiner
        .iter()
        .map(|examen| {
            let etablissement = examen.dotation.etablissement;
            vec![
                lisible(&etablissement.uai),
                lisible(&etablissement.nom),
                examen.lecture.clone(),
                dit(examen.retenu),
                dit(examen.autre),
            ]
        })
        .collect()
}

fn constats(annexe: &Annexe<'_>) -> Vec<Vec<String>> {
    annexe
        .constats
        .iter()
        .map(|constat| {
            vec![
                lisible(&constat.fichier),
                constat.ligne.map_or("–".to_owned(), nombre),
                constat.gravite.libelle().to_owned(),
                constat.regle.clone(),
                lisible(&constat.message),
            ]
        })
        .collect()
}

fn sources(annexe: &Annexe<'_>) -> Vec<(String, String, String)> {
    let regles = &annexe.edition.regles;
    let parametres = &regles.parametres;
    [
        ("Forfait par élève", &parametres.forfait_eleve),
        (
            "Forfait, 3e prépa-métiers",
            &parametres.forfait_prepa_metiers,
        ),
    ]
    .map(|(quoi, parametre)| {
        (
            quoi.to_owned(),
            Centimes(parametre.valeur).to_string(),
            regles.source(parametre.source.get_ref()),
        )
    })
    .into()
}
