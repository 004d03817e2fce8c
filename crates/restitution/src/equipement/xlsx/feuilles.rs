//! The sheets after the grants: totals by academy, courses, what is to be examined, what has no grant, what
//! is wrong in the tables, and where everything comes from.

use guichet::equipement::{Annexe, CoursCompte, Dispositif, Ecarte};
use guichet::socle::Centimes;
use rust_xlsxwriter::{Formula, Workbook, Worksheet, XlsxError};

use super::{
    BRUT, DOTATION, EFFECTIF, Places, RELIQUAT, TOTAL, cellule, de_la_ligne, ecrire_montant,
    ecrire_nombre, ecrire_texte, formule, rang,
};
use crate::classeur::{RANGEES_MAX, imprimer_en_tableau};
use crate::decisions::xlsx::formats::Formats;
use crate::equipement::{nom_de_ligne, recu};
use crate::lignes::majuscule;

/// A sheet of its name with its headings.
fn feuille<'c>(
    classeur: &'c mut Workbook,
    nom: &str,
    colonnes: &[(&str, u8)],
    rangees: usize,
    formats: &Formats,
) -> Result<&'c mut Worksheet, XlsxError> {
    let feuille = classeur.add_worksheet_with_constant_memory()?;
    feuille.set_name(nom)?;
    for (colonne, (titre, largeur)) in (0u16..).zip(colonnes) {
        feuille.set_column_width(colonne, f64::from(*largeur))?;
        ecrire_texte(feuille, 0, colonne, titre, &formats.titre)?;
    }
    imprimer_en_tableau(feuille, 1)?;
    let rangees = u32::try_from(rangees).unwrap_or(RANGEES_MAX);
    let derniere = rang(colonnes.len().saturating_sub(1));
    if rangees > 0 {
        feuille.autofilter(0, 0, rangees.min(RANGEES_MAX - 1), derniere)?;
    }
    Ok(feuille)
}

/// A row of texts.
fn textes(
    feuille: &mut Worksheet,
    rangee: u32,
    premiere: u16,
    textes: &[&str],
    formats: &Formats,
) -> Result<(), XlsxError> {
    for (colonne, texte) in (premiere..).zip(textes) {
        let format = if texte.contains(' ') {
            &formats.phrase
        } else {
            &formats.texte
        };
        ecrire_texte(feuille, rangee, colonne, texte, format)?;
    }
    Ok(())
}

/// The totals by academy, taken from those of the first sheet.
pub(super) fn academies(
    classeur: &mut Workbook,
    annexe: &Annexe<'_>,
    places: &Places,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let mut colonnes = vec![
        ("Académie".to_owned(), 26),
        ("Établissements".to_owned(), 14),
    ];
    for dispositif in Dispositif::TOUS {
        let nom = nom_de_ligne(dispositif);
        colonnes.extend(
            ["effectif", "dotation brute", "reliquat", "dotation"]
                .map(|titre| (format!("{nom}, {titre}"), 15)),
        );
    }
    colonnes.push(("Dotation totale".to_owned(), 16));
    let titres: Vec<(&str, u8)> = colonnes.iter().map(|(t, l)| (t.as_str(), *l)).collect();
    let feuille = feuille(classeur, "Académies", &titres, 0, formats)?;
    let derniere = rang(titres.len() - 1);
    let mut rangee = 1;
    for (academie, place) in annexe.academies.iter().zip(&places.academies) {
        ecrire_texte(feuille, rangee, 0, &majuscule(academie.nom), &formats.texte)?;
        let nombre = academie.dotations.len() as u64;
        ecrire_nombre(feuille, rangee, 1, nombre, &formats.nombre)?;
        let mut colonne = 2;
        for dispositif in Dispositif::TOUS {
            let somme = &academie.totaux[dispositif as usize];
            let premiere = de_la_ligne(dispositif);
            let effectif = format!("=Annexe!{}", cellule(*place, premiere + EFFECTIF));
            let effectif = Formula::new(effectif).set_result(somme.effectif.to_string());
            feuille.write_formula_with_format(rangee, colonne, effectif, &formats.nombre)?;
            let montants = [
                (BRUT, somme.brut),
                (RELIQUAT, somme.reliquat),
                (DOTATION, somme.dotation),
            ];
            for (decalage, (source, montant)) in (1..).zip(montants) {
                let calcul = format!("=Annexe!{}", cellule(*place, premiere + source));
                let ici = (rangee, colonne + decalage);
                formule(feuille, ici, &calcul, montant, &formats.euros)?;
            }
            colonne += 4;
        }
        let calcul = format!("=Annexe!{}", cellule(*place, TOTAL));
        formule(
            feuille,
            (rangee, derniere),
            &calcul,
            academie.total(),
            &formats.euros,
        )?;
        rangee += 1;
    }
    if annexe.academies.is_empty() {
        return Ok(());
    }
    ecrire_texte(feuille, rangee, 0, "Région", &formats.total)?;
    let somme = |colonne| {
        format!(
            "=SUM({}:{})",
            cellule(1, colonne),
            cellule(rangee - 1, colonne)
        )
    };
    let nombre = Formula::new(somme(1)).set_result(annexe.dotations().to_string());
    feuille.write_formula_with_format(rangee, 1, nombre, &formats.total)?;
    let mut colonne = 2;
    for total in &annexe.totaux {
        let effectif = Formula::new(somme(colonne)).set_result(total.effectif.to_string());
        feuille.write_formula_with_format(rangee, colonne, effectif, &formats.total)?;
        for (decalage, montant) in (1..).zip([total.brut, total.reliquat, total.dotation]) {
            let ici = (rangee, colonne + decalage);
            formule(feuille, ici, &somme(ici.1), montant, &formats.total_euros)?;
        }
        colonne += 4;
    }
    let total = annexe.total();
    formule(
        feuille,
        (rangee, derniere),
        &somme(derniere),
        total,
        &formats.total_euros,
    )
}

/// Every course of every establishment, those without grant included.
pub(super) fn formations(
    classeur: &mut Workbook,
    annexe: &Annexe<'_>,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let colonnes = [
        ("UAI", 11),
        ("Établissement", 34),
        ("Code", 12),
        ("Formation", 48),
        ("Ligne", 20),
        ("Éligible", 9),
        ("Élèves", 9),
        ("Comptés", 9),
        ("Pourquoi", 60),
    ];
    let nombre = annexe.toutes().map(|d| d.reponse.cours.len()).sum();
    let feuille = feuille(classeur, "Formations", &colonnes, nombre, formats)?;
    let mut rangee = 0;
    for dotation in annexe.toutes() {
        let etablissement = dotation.etablissement;
        for cours in &dotation.reponse.cours {
            rangee += 1;
            if rangee >= RANGEES_MAX {
                return Ok(());
            }
            let ligne = cours.eligibilite.dispositif.map_or("", nom_de_ligne);
            let noms = [
                etablissement.uai.as_str(),
                &etablissement.nom,
                cours.code.as_deref().unwrap_or_default(),
                &cours.libelle,
                ligne,
                if cours.eligible { "oui" } else { "non" },
            ];
            for (colonne, nom) in (0u16..).zip(noms) {
                ecrire_texte(feuille, rangee, colonne, nom, &formats.texte)?;
            }
            for (colonne, nombre) in [(6, cours.effectif), (7, cours.compte)] {
                let nombre = u64::try_from(nombre).unwrap_or_default();
                ecrire_nombre(feuille, rangee, colonne, nombre, &formats.nombre)?;
            }
            ecrire_texte(feuille, rangee, 8, pourquoi(cours), &formats.texte)?;
        }
    }
    Ok(())
}

fn pourquoi(cours: &CoursCompte) -> &'static str {
    match cours.ecarte {
        Some(Ecarte::AutreAnnee) => "élèves d’une autre année que la première",
        Some(Ecarte::Alternance) => "élèves en alternance",
        None => cours.eligibilite.fondement.en_mots(),
    }
}

/// Both sides of each reading that changes a grant.
pub(super) fn a_examiner(
    classeur: &mut Workbook,
    annexe: &Annexe<'_>,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let colonnes = [
        ("UAI", 11),
        ("Établissement", 34),
        ("Lecture", 10),
        ("Lecture retenue", 16),
        ("Autre lecture", 16),
        ("Écart", 16),
        ("Ce que dit le texte", 90),
    ];
    let nombre = annexe.a_examiner.len();
    let feuille = feuille(classeur, "À examiner", &colonnes, nombre, formats)?;
    for (rangee, examen) in (1..RANGEES_MAX).zip(&annexe.a_examiner) {
        let etablissement = examen.dotation.etablissement;
        let noms = [
            etablissement.uai.as_str(),
            &etablissement.nom,
            &examen.lecture,
        ];
        textes(feuille, rangee, 0, &noms, formats)?;
        for (colonne, montant) in [(3, examen.retenu), (4, examen.autre)] {
            if let Some(montant) = montant {
                ecrire_montant(feuille, rangee, colonne, montant, &formats.euros)?;
            }
        }
        if let (Some(retenu), Some(autre)) = (examen.retenu, examen.autre) {
            let calcul = format!("={}-{}", cellule(rangee, 4), cellule(rangee, 3));
            let ecart = autre.checked_sub(retenu).unwrap_or(Centimes::ZERO);
            formule(feuille, (rangee, 5), &calcul, ecart, &formats.euros)?;
        }
        textes(feuille, rangee, 6, &[&examen.question], formats)?;
    }
    Ok(())
}

/// The establishments without grant, and why.
pub(super) fn sans_dotation(
    classeur: &mut Workbook,
    annexe: &Annexe<'_>,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let colonnes = [
        ("UAI", 11),
        ("Établissement", 34),
        ("Académie", 16),
        ("Décision", 16),
        ("Pourquoi", 100),
    ];
    let nombre = annexe.sans_dotation.len();
    let feuille = feuille(classeur, "Sans dotation", &colonnes, nombre, formats)?;
    for (rangee, sans) in (1..RANGEES_MAX).zip(&annexe.sans_dotation) {
        let etablissement = sans.dotation.etablissement;
        let noms = [
            etablissement.uai.as_str(),
            &etablissement.nom,
            &etablissement.academie,
        ];
        textes(feuille, rangee, 0, &noms, formats)?;
        let issue = sans.dotation.issue;
        ecrire_texte(feuille, rangee, 3, issue.libelle(), formats.de(issue))?;
        textes(feuille, rangee, 4, &[&sans.raisons.join("\n")], formats)?;
    }
    Ok(())
}

/// What is wrong in the tables that were given.
pub(super) fn constats(
    classeur: &mut Workbook,
    annexe: &Annexe<'_>,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let colonnes = [
        ("Fichier", 26),
        ("Ligne", 8),
        ("Champ", 24),
        ("UAI", 11),
        ("Gravité", 15),
        ("Règle", 9),
        ("Constat", 100),
    ];
    let nombre = annexe.constats.len();
    let feuille = feuille(classeur, "Constats", &colonnes, nombre, formats)?;
    for (rangee, constat) in (1..RANGEES_MAX).zip(annexe.constats) {
        ecrire_texte(feuille, rangee, 0, &constat.fichier, &formats.texte)?;
        if let Some(ligne) = constat.ligne {
            ecrire_nombre(feuille, rangee, 1, ligne, &formats.nombre)?;
        }
        let suite = [
            constat.champ.as_deref().unwrap_or_default(),
            constat.uai.as_deref().unwrap_or_default(),
            constat.gravite.libelle(),
            &constat.regle,
            &constat.message,
        ];
        textes(feuille, rangee, 2, &suite, formats)?;
    }
    Ok(())
}

/// Edition, figures, rules: what makes the annex replayable.
pub(super) fn sources(
    classeur: &mut Workbook,
    annexe: &Annexe<'_>,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let colonnes = [("Quoi", 24), ("Valeur", 90), ("Source", 70)];
    let feuille = feuille(classeur, "Sources", &colonnes, 0, formats)?;
    let commun = &annexe.edition.commun;
    let edition = &commun.edition;
    let regles = &annexe.edition.regles;
    let parametres = &regles.parametres;
    let mut rangee = 0;
    let mut ligne = |quoi: &str, valeur: &str, source: &str| {
        rangee += 1;
        textes(feuille, rangee, 0, &[quoi, valeur, source], formats)
    };
    ligne("Année scolaire", &annexe.annee.to_string(), "")?;
    ligne("Texte", &edition.titre, "")?;
    ligne("Édition", &edition.id, "")?;
    ligne("Comparée au document", &edition.verifiee_le.to_string(), "")?;
    ligne("Empreinte SHA-256", &edition.sha256, "")?;
    ligne("Reçu", &recu(annexe), "")?;
    let forfaits = [
        ("Forfait par élève", &parametres.forfait_eleve),
        (
            "Forfait, 3e prépa-métiers",
            &parametres.forfait_prepa_metiers,
        ),
    ];
    for (quoi, parametre) in forfaits {
        let source = regles.source(parametre.source.get_ref());
        ligne(quoi, &Centimes(parametre.valeur).to_string(), &source)?;
    }
    for condition in &commun.conditions.conditions {
        let titre = condition.titre.as_deref().unwrap_or(&condition.nom);
        let source = regles.source(condition.source.get_ref());
        ligne(condition.code.get_ref(), titre, &source)?;
    }
    for limite in &edition.non_modelise {
        ligne("Ce que le calcul ne fait pas", limite, "")?;
    }
    Ok(())
}
