//! The totals after a batch: by issue, by reason, by missing fact, by axis.

use std::io::{self, Write as _};

use guichet::instruction::{Bilan, Total};
use guichet::socle::{Centimes, Issue};

use super::super::vue::axe_en_mots;
use super::Texte;
use crate::lignes::{lisible, majuscule, replier, tronquer};
use crate::nombres::{accorde, nombre};

/// Values of an axis shown; the workbook has them all.
const VALEURS_MAX: usize = 30;
/// Width of the table of an axis without its names; the same without what a narrow terminal leaves out.
const LARGEUR_DU_TABLEAU: usize = 4 + 10 + 12 + 14 + 12 + 18;
const TABLEAU_ETROIT: usize = 4 + 10 + 12 + 18;
/// The narrowest names.
const NOM_MIN: usize = 16;

impl Texte<'_> {
    /// Writes them.
    pub(super) fn totaux(&mut self, bilan: &Bilan) -> io::Result<()> {
        if bilan.dossiers == 0 {
            return writeln!(self.sortie, "Aucun dossier.");
        }
        let dossiers = accorde(bilan.dossiers, "dossier", "dossiers");
        let mut phrase = format!("En tout : {dossiers}");
        let a_de_l_argent = bilan.montant_centimes != Centimes::ZERO
            || bilan.montant_a_examiner_centimes != Centimes::ZERO;
        if a_de_l_argent {
            let montant = bilan.montant_centimes;
            phrase = format!("{phrase}, {montant} pour les favorables");
        }
        let phrase = self.encre("1", &phrase);
        writeln!(self.sortie, "\n{phrase}")?;
        self.par_issue(bilan)?;
        self.par_motif(bilan)?;
        self.par_manque(bilan)?;
        self.par_lecture(bilan)?;
        for (axe, valeurs) in &bilan.par_axe {
            let lignes: Vec<(&str, &Total)> = valeurs
                .iter()
                .map(|(valeur, total)| (valeur.as_str(), total))
                .collect();
            let recoupe = bilan.axes_qui_se_recoupent.contains(axe);
            self.axe(axe, &lignes, recoupe, a_de_l_argent)?;
        }
        Ok(())
    }

    fn par_issue(&mut self, bilan: &Bilan) -> io::Result<()> {
        for issue in Issue::TOUTES {
            let dossiers = bilan.de_l_issue(issue);
            // The usual issues are told even when no dossier has them.
            let rare = matches!(issue, Issue::HorsChamp | Issue::Illisible);
            if rare && dossiers == 0 {
                continue;
            }
            let montant = match issue {
                Issue::Favorable => Some((bilan.montant_centimes, "")),
                Issue::AExaminer => Some((bilan.montant_a_examiner_centimes, " (lecture retenue)")),
                _ => None,
            };
            let suite = match montant {
                Some((montant, suite)) if montant != Centimes::ZERO => {
                    format!("  {montant:>16}{suite}", montant = montant.to_string())
                }
                _ => String::new(),
            };
            writeln!(
                self.sortie,
                "  {:<12}{:>9}{suite}",
                bilan.libelle(issue),
                nombre(dossiers)
            )?;
        }
        Ok(())
    }

    fn par_motif(&mut self, bilan: &Bilan) -> io::Result<()> {
        let motifs = bilan.motifs();
        if motifs.is_empty() {
            return Ok(());
        }
        writeln!(self.sortie)?;
        self.titre("Motifs, du plus fréquent au plus rare")?;
        for motif in motifs {
            let dossiers = nombre(motif.dossiers);
            let titre = self
                .titres
                .get(motif.regle)
                .map_or(motif.nom, String::as_str);
            let titre = replier(titre, self.options.largeur, 19);
            writeln!(self.sortie, "{dossiers:>9}  {}  {titre}", motif.regle)?;
        }
        Ok(())
    }

    fn par_manque(&mut self, bilan: &Bilan) -> io::Result<()> {
        let manques = bilan.manques();
        if manques.is_empty() {
            return Ok(());
        }
        writeln!(self.sortie)?;
        self.titre("Éléments manquants")?;
        for (champ, dossiers) in manques {
            let mots = match self.champs.get(champ) {
                Some(libelle) => format!("{libelle} ({champ})"),
                None => champ.to_owned(),
            };
            let mots = replier(&mots, self.options.largeur, 11);
            writeln!(self.sortie, "{:>9}  {mots}", nombre(dossiers))?;
        }
        Ok(())
    }

    fn par_lecture(&mut self, bilan: &Bilan) -> io::Result<()> {
        let parts = [
            (
                "Entrées du registre dont les deux lectures diffèrent",
                &bilan.par_lecture,
            ),
            ("Avertissements", &bilan.par_avertissement),
        ];
        for (titre, comptes) in parts {
            if comptes.is_empty() {
                continue;
            }
            writeln!(self.sortie)?;
            self.titre(titre)?;
            for (code, dossiers) in comptes {
                writeln!(self.sortie, "{:>9}  {code}", nombre(*dossiers))?;
            }
        }
        Ok(())
    }

    fn axe(
        &mut self,
        axe: &str,
        lignes: &[(&str, &Total)],
        recoupe: bool,
        montants: bool,
    ) -> io::Result<()> {
        let axe = axe_en_mots(axe);
        writeln!(self.sortie)?;
        self.titre(&format!("Par {axe}"))?;
        let large = self.options.largeur > LARGEUR_DU_TABLEAU + NOM_MIN;
        let tableau = if large {
            LARGEUR_DU_TABLEAU
        } else {
            TABLEAU_ETROIT
        };
        let du_nom = lignes
            .iter()
            .map(|(valeur, _)| valeur.chars().count())
            .chain([axe.chars().count()])
            .max()
            .unwrap_or(0)
            .min(self.options.largeur.saturating_sub(tableau));
        let mut rangee = |nom: &str, [dossiers, oui, non, attente, montant]: [&str; 5]| {
            let nom = tronquer(&lisible(nom), du_nom);
            let mut rangee = format!("    {nom:<du_nom$}  {dossiers:>8}  {oui:>10}");
            if large {
                rangee = format!("{rangee}  {non:>12}  {attente:>10}");
            }
            if montants {
                rangee = format!("{rangee}  {montant:>16}");
            }
            writeln!(self.sortie, "{rangee}")
        };
        rangee(
            &majuscule(axe),
            [
                "dossiers",
                "favorables",
                "défavorables",
                "en attente",
                "montant",
            ],
        )?;
        for (valeur, total) in lignes.iter().take(VALEURS_MAX) {
            rangee(
                valeur,
                [
                    &nombre(total.dossiers),
                    &nombre(total.favorables),
                    &nombre(total.defavorables),
                    &nombre(total.en_attente),
                    &total.montant_centimes.to_string(),
                ],
            )?;
        }
        if lignes.len() > VALEURS_MAX {
            let autres = accorde((lignes.len() - VALEURS_MAX) as u64, "autre", "autres");
            self.point(
                "",
                &format!("et {autres} : prenez --format xlsx pour tout voir."),
            )?;
        }
        if recoupe {
            self.point("", RECOUPEMENT)?;
        }
        Ok(())
    }
}

/// Why the lines of an axis sum to more than the batch.
pub const RECOUPEMENT: &str =
    "Un dossier qui a plusieurs valeurs compte dans chacune de ces lignes.";
