//! The annex as a workbook. Amounts and totals are formulas that hold their results: what is shown without
//! recalculation is what a recalculation finds. A formula is written only where it gives our value.

mod feuilles;

use std::io::{self, Seek, SeekFrom, Write};

use guichet::equipement::{Academie, Annexe, Dispositif, Ligne, Retenue};
use guichet::socle::Centimes;
use rust_xlsxwriter::{Format, FormatAlign, Formula, Workbook, Worksheet, XlsxError};

use super::{nom_de_ligne, recu, titre};
use crate::classeur::{ecrire as ecrire_texte, ecrire_montant, ecrire_nombre, euros};
use crate::decisions::xlsx::formats::Formats;

/// Where the grants begin, after the titles and two rows of headings.
const PREMIERE: u32 = 5;
/// The columns that name an establishment: UAI, name, kind, academy.
const NOMS: [(&str, u8); 4] = [
    ("UAI", 11),
    ("Établissement", 34),
    ("Nature", 24),
    ("Académie", 14),
];
/// The columns of a line.
const COLONNES: [(&str, u8); 5] = [
    ("Effectif", 9),
    ("Forfait", 10),
    ("Dotation brute", 15),
    ("Reliquat", 13),
    ("Dotation", 13),
];
/// The places of the columns of a line, from its first one.
const EFFECTIF: u16 = 0;
const FORFAIT: u16 = 1;
const BRUT: u16 = 2;
const RELIQUAT: u16 = 3;
const DOTATION: u16 = 4;
/// The total of a row, after the three lines; then what is to be examined.
const TOTAL: u16 = 4 + 3 * 5;
const LECTURES: u16 = TOTAL + 1;

pub(super) fn ecrire(annexe: &Annexe<'_>, sortie: &mut dyn Write) -> io::Result<()> {
    let mut classeur = Workbook::new();
    remplir(&mut classeur, annexe).map_err(io::Error::other)?;
    let mut provisoire = tempfile::tempfile()?;
    classeur
        .save_to_writer(&mut provisoire)
        .map_err(io::Error::other)?;
    provisoire.seek(SeekFrom::Start(0))?;
    io::copy(&mut provisoire, sortie)?;
    Ok(())
}

fn remplir(classeur: &mut Workbook, annexe: &Annexe<'_>) -> Result<(), XlsxError> {
    let formats = Formats::new();
    let feuille = classeur.add_worksheet_with_constant_memory()?;
    feuille.set_name("Annexe")?;
    let places = grants(feuille, annexe, &formats)?;
    feuilles::academies(classeur, annexe, &places, &formats)?;
    feuilles::formations(classeur, annexe, &formats)?;
    feuilles::a_examiner(classeur, annexe, &formats)?;
    feuilles::sans_dotation(classeur, annexe, &formats)?;
    feuilles::constats(classeur, annexe, &formats)?;
    feuilles::sources(classeur, annexe, &formats)
}

/// Where the totals stand in the first sheet: a row each.
struct Places {
    /// In the order of the academies.
    academies: Vec<u32>,
}

fn grants(
    feuille: &mut Worksheet,
    annexe: &Annexe<'_>,
    formats: &Formats,
) -> Result<Places, XlsxError> {
    en_tete(feuille, annexe, formats)?;
    let mut rangee = PREMIERE;
    let mut places = Places {
        academies: Vec::new(),
    };
    for academie in &annexe.academies {
        let premiere = rangee;
        for retenue in &academie.dotations {
            dotation(feuille, rangee, retenue, academie, formats)?;
            rangee += 1;
        }
        let nom = format!("Total, académie de {}", academie.nom);
        ecrire_texte(feuille, rangee, 0, &nom, &formats.total)?;
        for colonne in 1..NOMS.len() {
            vide(feuille, rangee, colonne, formats)?;
        }
        let somme = |colonne| {
            format!(
                "=SUM({}:{})",
                cellule(premiere, colonne),
                cellule(rangee - 1, colonne)
            )
        };
        totaux(
            feuille,
            rangee,
            &academie.totaux,
            academie.total(),
            formats,
            somme,
        )?;
        places.academies.push(rangee);
        rangee += 1;
    }
    ecrire_texte(feuille, rangee, 0, "Total de la région", &formats.total)?;
    for colonne in 1..NOMS.len() {
        vide(feuille, rangee, colonne, formats)?;
    }
    let somme = |colonne| {
        let termes = places
            .academies
            .iter()
            .map(|place| cellule(*place, colonne));
        let termes: Vec<String> = termes.collect();
        format!(
            "={}",
            if termes.is_empty() {
                "0".to_owned()
            } else {
                termes.join("+")
            }
        )
    };
    totaux(
        feuille,
        rangee,
        &annexe.totaux,
        annexe.total(),
        formats,
        somme,
    )?;
    let fin = format!(
        "{}. Les montants et les totaux sont des formules.",
        recu(annexe)
    );
    ecrire_texte(feuille, rangee + 2, 0, &fin, &formats.texte)?;
    Ok(places)
}

fn en_tete(
    feuille: &mut Worksheet,
    annexe: &Annexe<'_>,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let colonnes = NOMS
        .iter()
        .chain(Dispositif::TOUS.iter().flat_map(|_| &COLONNES));
    for (colonne, (_, largeur)) in (0u16..).zip(colonnes) {
        feuille.set_column_width(colonne, f64::from(*largeur))?;
    }
    feuille.set_column_width(TOTAL, 15)?;
    feuille.set_column_width(LECTURES, 16)?;
    feuille.set_landscape().set_paper_size(8);
    feuille.set_print_fit_to_pages(1, 0);
    feuille.set_repeat_rows(PREMIERE - 2, PREMIERE - 1)?;
    feuille.set_freeze_panes(PREMIERE, 2)?;
    feuille.set_footer("&L&F&RPage &P / &N");
    ecrire_texte(feuille, 0, 0, &titre(annexe), &formats.grand_titre)?;
    let texte = &annexe.edition.commun.edition.titre;
    ecrire_texte(feuille, 1, 0, texte, &formats.texte)?;
    let groupe = formats.titre.clone().set_align(FormatAlign::Center);
    for colonne in 0..NOMS.len() {
        ecrire_texte(feuille, PREMIERE - 2, rang(colonne), "", &formats.titre)?;
    }
    for dispositif in Dispositif::TOUS {
        let premiere = de_la_ligne(dispositif);
        let derniere = premiere + DOTATION;
        let nom = nom_de_ligne(dispositif);
        feuille.merge_range(PREMIERE - 2, premiere, PREMIERE - 2, derniere, nom, &groupe)?;
    }
    for (place, titre) in [(TOTAL, "Total"), (LECTURES, "")] {
        ecrire_texte(feuille, PREMIERE - 2, place, titre, &groupe)?;
    }
    let titres = NOMS
        .iter()
        .chain(Dispositif::TOUS.iter().flat_map(|_| &COLONNES));
    let a_droite = formats.titre.clone().set_align(FormatAlign::Right);
    for (colonne, (titre, _)) in (0u16..).zip(titres) {
        let texte = usize::from(colonne) < NOMS.len();
        let format = if texte { &formats.titre } else { &a_droite };
        ecrire_texte(feuille, PREMIERE - 1, colonne, titre, format)?;
    }
    ecrire_texte(feuille, PREMIERE - 1, TOTAL, "Dotation totale", &a_droite)?;
    ecrire_texte(
        feuille,
        PREMIERE - 1,
        LECTURES,
        "À examiner",
        &formats.titre,
    )
}

/// The row of an establishment.
fn dotation(
    feuille: &mut Worksheet,
    rangee: u32,
    retenue: &Retenue<'_>,
    academie: &Academie<'_>,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let etablissement = retenue.dotation.etablissement;
    let noms = [
        etablissement.uai.as_str(),
        &etablissement.nom,
        retenue.nature,
        academie.nom,
    ];
    for (colonne, nom) in (0u16..).zip(noms) {
        ecrire_texte(feuille, rangee, colonne, nom, &formats.texte)?;
    }
    let lignes = &retenue.dotation.reponse.lignes;
    for dispositif in Dispositif::TOUS {
        let ligne = &lignes[dispositif as usize];
        ligne_de_dotation(feuille, rangee, dispositif, ligne, formats)?;
    }
    let termes = Dispositif::TOUS.map(|d| cellule(rangee, de_la_ligne(d) + DOTATION));
    let total = retenue.dotation.reponse.montant().unwrap_or_default();
    let gras = formats.euros.clone().set_bold();
    formule(
        feuille,
        (rangee, TOTAL),
        &format!("={}", termes.join("+")),
        total,
        &gras,
    )?;
    let lectures = retenue.dotation.lectures.join(", ");
    ecrire_texte(feuille, rangee, LECTURES, &lectures, &formats.texte)
}

fn ligne_de_dotation(
    feuille: &mut Worksheet,
    rangee: u32,
    dispositif: Dispositif,
    ligne: &Ligne,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let premiere = de_la_ligne(dispositif);
    let place = |colonne| (rangee, premiere + colonne);
    let nom = |colonne| cellule(rangee, premiere + colonne);
    let effectif = ligne.effectif.unwrap_or_default();
    let (brut, dotation) = (
        ligne.brut.unwrap_or_default(),
        ligne.dotation.unwrap_or_default(),
    );
    let reliquat = ligne.reliquat.unwrap_or_default();
    let nombre = u64::try_from(effectif).unwrap_or_default();
    ecrire_nombre(
        feuille,
        rangee,
        premiere + EFFECTIF,
        nombre,
        &formats.nombre,
    )?;
    ecrire_montant(
        feuille,
        rangee,
        premiere + FORFAIT,
        ligne.forfait,
        &formats.euros,
    )?;
    if ligne.forfait.checked_mul(effectif) == Some(brut) {
        let calcul = format!("={}*{}", nom(EFFECTIF), nom(FORFAIT));
        formule(feuille, place(BRUT), &calcul, brut, &formats.euros)?;
    } else {
        ecrire_montant(feuille, rangee, premiere + BRUT, brut, &formats.euros)?;
    }
    ecrire_montant(
        feuille,
        rangee,
        premiere + RELIQUAT,
        reliquat,
        &formats.euros,
    )?;
    let attendue = brut
        .checked_sub(reliquat)
        .map(|reste| reste.max(Centimes::ZERO));
    if attendue == Some(dotation) {
        let calcul = format!("=MAX(0,{}-{})", nom(BRUT), nom(RELIQUAT));
        formule(feuille, place(DOTATION), &calcul, dotation, &formats.euros)
    } else {
        ecrire_montant(
            feuille,
            rangee,
            premiere + DOTATION,
            dotation,
            &formats.euros,
        )
    }
}

/// A row of totals: each column is a sum told by `somme`.
fn totaux(
    feuille: &mut Worksheet,
    rangee: u32,
    sommes: &[guichet::equipement::Somme; 3],
    total: Centimes,
    formats: &Formats,
    somme: impl Fn(u16) -> String,
) -> Result<(), XlsxError> {
    for dispositif in Dispositif::TOUS {
        let premiere = de_la_ligne(dispositif);
        let ligne = &sommes[dispositif as usize];
        let colonne = premiere + EFFECTIF;
        let effectif = Formula::new(somme(colonne)).set_result(ligne.effectif.to_string());
        feuille.write_formula_with_format(rangee, colonne, effectif, &formats.total)?;
        vide(feuille, rangee, usize::from(premiere + FORFAIT), formats)?;
        let montants = [
            (BRUT, ligne.brut),
            (RELIQUAT, ligne.reliquat),
            (DOTATION, ligne.dotation),
        ];
        for (colonne, montant) in montants {
            let colonne = premiere + colonne;
            formule(
                feuille,
                (rangee, colonne),
                &somme(colonne),
                montant,
                &formats.total_euros,
            )?;
        }
    }
    formule(
        feuille,
        (rangee, TOTAL),
        &somme(TOTAL),
        total,
        &formats.total_euros,
    )
}

/// A formula, with the amount it comes to.
fn formule(
    feuille: &mut Worksheet,
    (rangee, colonne): (u32, u16),
    formule: &str,
    montant: Centimes,
    format: &Format,
) -> Result<(), XlsxError> {
    let formule = Formula::new(formule).set_result(euros(montant));
    feuille.write_formula_with_format(rangee, colonne, formule, format)?;
    Ok(())
}

fn vide(
    feuille: &mut Worksheet,
    rangee: u32,
    colonne: usize,
    formats: &Formats,
) -> Result<(), XlsxError> {
    feuille.write_blank(rangee, rang(colonne), &formats.total)?;
    Ok(())
}

/// The first column of a line.
fn de_la_ligne(dispositif: Dispositif) -> u16 {
    rang(NOMS.len() + dispositif as usize * COLONNES.len())
}

fn rang(colonne: usize) -> u16 {
    u16::try_from(colonne).unwrap_or(u16::MAX)
}

/// « E6 »: the columns of these sheets have one letter.
fn cellule(rangee: u32, colonne: u16) -> String {
    let lettre = u8::try_from(colonne).map_or('A', |rang| char::from(b'A' + rang));
    format!("{lettre}{}", rangee + 1)
}
