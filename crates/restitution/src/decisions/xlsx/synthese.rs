//! The first sheet: the totals, as formulas over the other sheets wherever these hold everything.

use guichet::instruction::Bilan;
use guichet::socle::{Centimes, Issue};
use rust_xlsxwriter::{Format, Formula, Worksheet, XlsxError};

use super::super::texte::RECOUPEMENT;
use super::{DECISIONS, MOTIFS, NON_REMPLIE, SYNTHESE, Xlsx, ecrire_montant, euros};
use crate::classeur::{ecrire, ecrire_nombre};
use crate::lignes::majuscule;
use crate::nombres::accorde;

impl Xlsx<'_> {
    /// Writes the sheet.
    pub(super) fn synthese(&mut self, bilan: &Bilan) -> Result<(), XlsxError> {
        let tout = self.feuilles[DECISIONS - 1].omises == 0;
        let motifs_complets = self.feuilles[MOTIFS - 1].omises == 0;
        let colonne_du_montant = self
            .reponse
            .iter()
            .position(|champ| champ.nom == "montant_centimes")
            .and_then(|rang| u8::try_from(rang + 2).ok())
            .map(|rang| char::from(b'A' + rang));
        let editions: Vec<&str> = self.editions.iter().map(String::as_str).collect();
        let formats = &self.formats;
        let feuille = self.classeur.worksheet_from_index(SYNTHESE)?;
        for (colonne, largeur) in (0u16..).zip([44, 14, 14, 14, 14, 18]) {
            feuille.set_column_width(colonne, largeur)?;
        }
        feuille.set_landscape().set_paper_size(9);
        feuille.set_print_fit_to_pages(1, 0);
        let titre = if self.procedure.is_empty() {
            "Décisions".to_owned()
        } else {
            format!("Décisions ({})", self.procedure)
        };
        ecrire(feuille, 0, 0, &titre, &formats.grand_titre)?;
        let mut dit = accorde(bilan.dossiers, "dossier", "dossiers");
        if !editions.is_empty() {
            dit = format!("{dit}, édition {}", editions.join(", "));
        }
        ecrire(feuille, 1, 0, &dit, &formats.texte)?;
        let mut rangee = 3;
        for remarque in &self.remarques {
            ecrire(feuille, rangee, 0, remarque, formats.de(Issue::Incomplet))?;
            rangee += 2;
        }
        let titres: &[&str] = if colonne_du_montant.is_some() {
            &["Décision", "Dossiers", "Montant"]
        } else {
            &["Décision", "Dossiers"]
        };
        rangee = ligne_de_titres(feuille, rangee, titres, &formats.titre)?;
        let premiere = rangee;
        for issue in Issue::TOUTES {
            let dossiers = bilan.de_l_issue(issue);
            ecrire(feuille, rangee, 0, issue.libelle(), formats.de(issue))?;
            let formule = format!("=COUNTIF('Décisions'!B:B,A{})", rangee + 1);
            let formule = tout.then_some(formule);
            compte(feuille, (rangee, 1), formule, dossiers, &formats.nombre)?;
            if let Some(colonne) = colonne_du_montant {
                let montant = match issue {
                    Issue::Favorable => bilan.montant_centimes,
                    Issue::AExaminer => bilan.montant_a_examiner_centimes,
                    _ => Centimes::ZERO,
                };
                let formule = format!(
                    "=SUMIF('Décisions'!B:B,A{},'Décisions'!{colonne}:{colonne})",
                    rangee + 1
                );
                let place = (rangee, 2);
                somme(
                    feuille,
                    place,
                    tout.then_some(formule),
                    montant,
                    &formats.euros,
                )?;
            }
            rangee += 1;
        }
        ecrire(feuille, rangee, 0, "En tout", &formats.total)?;
        let somme_de = |lettre: char| format!("=SUM({lettre}{}:{lettre}{rangee})", premiere + 1);
        let place = (rangee, 1);
        compte(
            feuille,
            place,
            Some(somme_de('B')),
            bilan.dossiers,
            &formats.total,
        )?;
        if colonne_du_montant.is_some() {
            let montants = [bilan.montant_centimes, bilan.montant_a_examiner_centimes];
            let place = (rangee, 2);
            let total = montants.into_iter().sum();
            somme(
                feuille,
                place,
                Some(somme_de('C')),
                total,
                &formats.total_euros,
            )?;
        }
        rangee += 2;
        if bilan.montant_a_examiner_centimes != Centimes::ZERO {
            let note = "Le montant « à examiner » est celui de la lecture retenue ; il n’est accordé à personne.";
            ecrire(feuille, rangee, 0, note, &formats.texte)?;
            rangee += 2;
        }
        let motifs = bilan.motifs();
        if !motifs.is_empty() {
            let titres = ["Motif", "Code", "Dossiers"];
            rangee = ligne_de_titres(feuille, rangee, &titres, &formats.titre)?;
        }
        for motif in &motifs {
            ecrire(feuille, rangee, 0, motif.nom, &formats.texte)?;
            ecrire(feuille, rangee, 1, motif.regle, &formats.texte)?;
            // A dossier breaks a rule of reading several times, and counts once.
            let formule = (motifs_complets && !self.de_lecture.contains(motif.regle)).then(|| {
                format!(
                    "=COUNTIFS(Motifs!C:C,B{},Motifs!B:B,\"{NON_REMPLIE}\")",
                    rangee + 1
                )
            });
            let place = (rangee, 2);
            compte(feuille, place, formule, motif.dossiers, &formats.nombre)?;
            rangee += 1;
        }
        rangee += u32::from(!motifs.is_empty());
        let manques = bilan.manques();
        if !manques.is_empty() {
            let titres = ["Élément manquant", "Dossiers"];
            rangee = ligne_de_titres(feuille, rangee, &titres, &formats.titre)?;
        }
        for (champ, dossiers) in &manques {
            let mots = self.champs.get(*champ).map_or(*champ, String::as_str);
            ecrire(feuille, rangee, 0, mots, &formats.phrase)?;
            let formule = motifs_complets
                .then(|| format!("=COUNTIFS(Motifs!D:D,\"{champ}\",Motifs!B:B,\"manque\")"));
            compte(feuille, (rangee, 1), formule, *dossiers, &formats.nombre)?;
            rangee += 1;
        }
        rangee += u32::from(!manques.is_empty());
        rangee = par_axe(
            feuille,
            rangee,
            bilan,
            &formats.titre,
            [&formats.texte, &formats.nombre, &formats.euros],
        )?;
        let fin = "Ce classeur peut contenir des données personnelles : gardez-le le temps de l’instruction, ne le publiez pas.";
        ecrire(feuille, rangee, 0, fin, &formats.texte)
    }
}

/// A table an axis; its values are not in the other sheets.
fn par_axe(
    feuille: &mut Worksheet,
    mut rangee: u32,
    bilan: &Bilan,
    titre: &Format,
    [texte, nombre, euros]: [&Format; 3],
) -> Result<u32, XlsxError> {
    for (axe, valeurs) in &bilan.par_axe {
        let titres = [
            &majuscule(axe),
            "Dossiers",
            "Favorables",
            "Défavorables",
            "En attente",
            "Montant",
        ];
        rangee = ligne_de_titres(feuille, rangee, &titres, titre)?;
        for (valeur, total) in valeurs {
            ecrire(feuille, rangee, 0, valeur, texte)?;
            let nombres = [
                total.dossiers,
                total.favorables,
                total.defavorables,
                total.en_attente,
            ];
            for (colonne, n) in (1u16..).zip(nombres) {
                ecrire_nombre(feuille, rangee, colonne, n, nombre)?;
            }
            ecrire_montant(feuille, rangee, 5, total.montant_centimes, euros)?;
            rangee += 1;
        }
        if bilan.axes_qui_se_recoupent.contains(axe) {
            ecrire(feuille, rangee, 0, RECOUPEMENT, texte)?;
            rangee += 1;
        }
        rangee += 1;
    }
    Ok(rangee)
}

/// A count: a formula that holds its result, or the number.
fn compte(
    feuille: &mut Worksheet,
    (rangee, colonne): (u32, u16),
    formule: Option<String>,
    n: u64,
    format: &Format,
) -> Result<(), XlsxError> {
    match formule {
        Some(formule) => {
            let formule = Formula::new(formule).set_result(n.to_string());
            feuille.write_formula_with_format(rangee, colonne, formule, format)?;
            Ok(())
        }
        None => ecrire_nombre(feuille, rangee, colonne, n, format),
    }
}

/// An amount: a formula that holds its result, or the number.
fn somme(
    feuille: &mut Worksheet,
    (rangee, colonne): (u32, u16),
    formule: Option<String>,
    montant: Centimes,
    format: &Format,
) -> Result<(), XlsxError> {
    match formule {
        Some(formule) => {
            let formule = Formula::new(formule).set_result(euros(montant));
            feuille.write_formula_with_format(rangee, colonne, formule, format)?;
            Ok(())
        }
        None => ecrire_montant(feuille, rangee, colonne, montant, format),
    }
}

fn ligne_de_titres(
    feuille: &mut Worksheet,
    rangee: u32,
    titres: &[&str],
    format: &Format,
) -> Result<u32, XlsxError> {
    for (colonne, titre) in (0u16..).zip(titres) {
        ecrire(feuille, rangee, colonne, titre, format)?;
    }
    Ok(rangee + 1)
}
