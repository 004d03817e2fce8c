//! The first sheet: the totals, as formulas over the other sheets wherever these hold everything.

use std::collections::BTreeMap;

use guichet::instruction::Bilan;
use guichet::socle::{Centimes, Issue};
use rust_xlsxwriter::{Format, Formula, Worksheet, XlsxError};

use super::super::imbrique;
use super::super::texte::RECOUPEMENT;
use super::super::vue::axe_en_mots;
use super::formats::Formats;
use super::{DECISIONS, MOTIFS, NON_REMPLIE, SYNTHESE, Xlsx};
use crate::classeur::{ecrire, ecrire_montant, ecrire_nombre, euros};
use crate::lignes::majuscule;
use crate::nombres::accorde;

/// Where the sheet is being written.
struct Plume<'a> {
    feuille: &'a mut Worksheet,
    formats: &'a Formats,
    rangee: u32,
}

impl Xlsx<'_> {
    /// Writes the sheet.
    pub(super) fn synthese(&mut self, bilan: &Bilan) -> Result<(), XlsxError> {
        let decisions_completes = self.feuilles[DECISIONS - 1].2.omises == 0;
        let motifs_complets = self.feuilles[MOTIFS - 1].2.omises == 0;
        let colonne_du_montant = imbrique::colonnes(self.reponse)
            .position(|colonne| colonne.nom() == "montant_centimes")
            .and_then(|rang| u8::try_from(rang + 2).ok())
            .map(|rang| char::from(b'A' + rang));
        let editions: Vec<&str> = self.editions.iter().map(String::as_str).collect();
        let mut plume = Plume {
            feuille: self.classeur.worksheet_from_index(SYNTHESE)?,
            formats: &self.formats,
            rangee: 3,
        };
        plume.mettre_en_page()?;
        let titre = if self.procedure.is_empty() {
            "Décisions".to_owned()
        } else {
            format!("Décisions ({})", self.procedure)
        };
        let mut dit = accorde(bilan.dossiers, "dossier", "dossiers");
        if !editions.is_empty() {
            dit = format!("{dit}, édition {}", editions.join(", "));
        }
        plume.tete(&titre, &dit, &self.remarques)?;
        plume.par_issue(bilan, decisions_completes, colonne_du_montant)?;
        // A dossier may break a rule of reading several times, and counts once: no formula says so.
        plume.par_motif(bilan, &self.titres, |regle| {
            motifs_complets && !self.de_lecture.contains(regle)
        })?;
        plume.par_manque(bilan, motifs_complets, &self.champs)?;
        plume.par_axe(bilan)?;
        let fin = "Ce classeur peut contenir des données personnelles : gardez-le le temps de l’instruction, ne le publiez pas.";
        ecrire(plume.feuille, plume.rangee, 0, fin, &self.formats.texte)
    }
}

impl Plume<'_> {
    fn mettre_en_page(&mut self) -> Result<(), XlsxError> {
        for (colonne, largeur) in (0u16..).zip([44, 14, 14, 14, 14, 18]) {
            self.feuille.set_column_width(colonne, largeur)?;
        }
        self.feuille.set_landscape().set_paper_size(9);
        self.feuille.set_print_fit_to_pages(1, 0);
        Ok(())
    }

    fn tete(&mut self, titre: &str, dit: &str, remarques: &[String]) -> Result<(), XlsxError> {
        ecrire(self.feuille, 0, 0, titre, &self.formats.grand_titre)?;
        ecrire(self.feuille, 1, 0, dit, &self.formats.texte)?;
        for remarque in remarques {
            let format = self.formats.de(Issue::Incomplet);
            ecrire(self.feuille, self.rangee, 0, remarque, format)?;
            self.rangee += 2;
        }
        Ok(())
    }

    fn titres(&mut self, titres: &[&str]) -> Result<(), XlsxError> {
        for (colonne, titre) in (0u16..).zip(titres) {
            ecrire(
                self.feuille,
                self.rangee,
                colonne,
                titre,
                &self.formats.titre,
            )?;
        }
        self.rangee += 1;
        Ok(())
    }

    fn texte(&mut self, colonne: u16, texte: &str) -> Result<(), XlsxError> {
        ecrire(
            self.feuille,
            self.rangee,
            colonne,
            texte,
            &self.formats.texte,
        )
    }

    fn par_issue(
        &mut self,
        bilan: &Bilan,
        formules: bool,
        montants: Option<char>,
    ) -> Result<(), XlsxError> {
        let colonnes = if montants.is_some() { 3 } else { 2 };
        self.titres(&["Décision", "Dossiers", "Montant"][..colonnes])?;
        let formats = self.formats;
        let premiere = self.rangee + 1;
        for issue in Issue::TOUTES {
            let ligne = self.rangee + 1;
            let libelle = bilan.libelle(issue);
            ecrire(self.feuille, self.rangee, 0, libelle, formats.de(issue))?;
            let formule = formules.then(|| format!("=COUNTIF('Décisions'!B:B,A{ligne})"));
            self.compte(1, formule, bilan.de_l_issue(issue), &formats.nombre)?;
            if let Some(c) = montants {
                let montant = match issue {
                    Issue::Favorable => bilan.montant_centimes,
                    Issue::AExaminer => bilan.montant_a_examiner_centimes,
                    _ => Centimes::ZERO,
                };
                let formule = formules
                    .then(|| format!("=SUMIF('Décisions'!B:B,A{ligne},'Décisions'!{c}:{c})"));
                self.somme(formule, montant, &formats.euros)?;
            }
            self.rangee += 1;
        }
        ecrire(self.feuille, self.rangee, 0, "En tout", &formats.total)?;
        let derniere = self.rangee;
        let total = Some(format!("=SUM(B{premiere}:B{derniere})"));
        self.compte(1, total, bilan.dossiers, &formats.total)?;
        if montants.is_some() {
            // What is granted: the favourable ones come first, and the amount of the others is no one’s yet.
            let accorde = Some(format!("=C{premiere}"));
            self.somme(accorde, bilan.montant_centimes, &formats.total_euros)?;
        }
        self.rangee += 2;
        if bilan.montant_a_examiner_centimes != Centimes::ZERO {
            self.texte(0, "Le montant « à examiner » est celui de la lecture retenue ; il n’est accordé à personne.")?;
            self.rangee += 2;
        }
        Ok(())
    }

    fn par_motif(
        &mut self,
        bilan: &Bilan,
        titres: &BTreeMap<String, String>,
        formule: impl Fn(&str) -> bool,
    ) -> Result<(), XlsxError> {
        let motifs = bilan.motifs();
        if motifs.is_empty() {
            return Ok(());
        }
        self.titres(&["Motif", "Code", "Dossiers"])?;
        for motif in motifs {
            let titre = titres.get(motif.regle);
            self.texte(0, titre.map_or(motif.nom, String::as_str))?;
            self.texte(1, motif.regle)?;
            let ligne = self.rangee + 1;
            let formule = formule(motif.regle)
                .then(|| format!("=COUNTIFS(Motifs!C:C,B{ligne},Motifs!B:B,\"{NON_REMPLIE}\")"));
            self.compte(2, formule, motif.dossiers, &self.formats.nombre)?;
            self.rangee += 1;
        }
        self.rangee += 1;
        Ok(())
    }

    fn par_manque(
        &mut self,
        bilan: &Bilan,
        formules: bool,
        champs: &BTreeMap<String, String>,
    ) -> Result<(), XlsxError> {
        let manques = bilan.manques();
        if manques.is_empty() {
            return Ok(());
        }
        self.titres(&["Élément manquant", "Dossiers"])?;
        for (champ, dossiers) in manques {
            let mots = champs.get(champ).map_or(champ, String::as_str);
            ecrire(self.feuille, self.rangee, 0, mots, &self.formats.phrase)?;
            let formule = formules
                .then(|| format!("=COUNTIFS(Motifs!D:D,\"{champ}\",Motifs!B:B,\"manque\")"));
            self.compte(1, formule, dossiers, &self.formats.nombre)?;
            self.rangee += 1;
        }
        self.rangee += 1;
        Ok(())
    }

    /// A table an axis; its values are not in the other sheets.
    fn par_axe(&mut self, bilan: &Bilan) -> Result<(), XlsxError> {
        let formats = self.formats;
        for (axe, valeurs) in &bilan.par_axe {
            self.titres(&[
                &majuscule(axe_en_mots(axe)),
                "Dossiers",
                "Favorables",
                "Défavorables",
                "En attente",
                "Montant",
            ])?;
            for (valeur, total) in valeurs {
                self.texte(0, valeur)?;
                let nombres = [
                    total.dossiers,
                    total.favorables,
                    total.defavorables,
                    total.en_attente,
                ];
                for (colonne, n) in (1u16..).zip(nombres) {
                    ecrire_nombre(self.feuille, self.rangee, colonne, n, &formats.nombre)?;
                }
                let montant = total.montant_centimes;
                ecrire_montant(self.feuille, self.rangee, 5, montant, &formats.euros)?;
                self.rangee += 1;
            }
            if bilan.axes_qui_se_recoupent.contains(axe) {
                self.texte(0, RECOUPEMENT)?;
                self.rangee += 1;
            }
            self.rangee += 1;
        }
        Ok(())
    }

    /// A count: a formula that holds its result, or the number.
    fn compte(
        &mut self,
        colonne: u16,
        formule: Option<String>,
        n: u64,
        format: &Format,
    ) -> Result<(), XlsxError> {
        match formule {
            Some(formule) => {
                let formule = Formula::new(formule).set_result(n.to_string());
                let rangee = self.rangee;
                self.feuille
                    .write_formula_with_format(rangee, colonne, formule, format)?;
                Ok(())
            }
            None => ecrire_nombre(self.feuille, self.rangee, colonne, n, format),
        }
    }

    /// An amount, in the third column: a formula that holds its result, or the number.
    fn somme(
        &mut self,
        formule: Option<String>,
        montant: Centimes,
        format: &Format,
    ) -> Result<(), XlsxError> {
        match formule {
            Some(formule) => {
                let formule = Formula::new(formule).set_result(euros(montant));
                let rangee = self.rangee;
                self.feuille
                    .write_formula_with_format(rangee, 2, formule, format)?;
                Ok(())
            }
            None => ecrire_montant(self.feuille, self.rangee, 2, montant, format),
        }
    }
}
