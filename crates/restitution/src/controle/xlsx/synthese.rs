//! The first sheet: the verdict, the counts, the rules, and whatever the workbook could not hold.

use guichet::procedure_cyclades::{EditionCyclades, Rapport, Resume};
use guichet::socle::constat::Gravite;
use rust_xlsxwriter::{Worksheet, XlsxError};
use std::collections::BTreeMap;

use super::super::mots::{ENTRE_FICHIERS, par_gravite, phrase_entre_fichiers, titre};
use super::super::texte::{contexte, verdict};
use super::formats::Formats;
use crate::classeur::{ecrire, ecrire_nombre};
use crate::lignes::lisible;
use crate::nombres::{accorde, nombre};

/// A file, as the summary tells it.
#[derive(Debug, Default)]
pub struct FichierVu {
    nom: String,
    contexte: String,
    verdict: String,
    resume: Resume,
    refuse: bool,
    erreurs: u64,
    regles: BTreeMap<String, (String, Gravite)>,
    /// The rank of its sheet.
    pub feuille: Option<usize>,
    /// What its sheet could not hold.
    pub remarques: Vec<String>,
}

impl FichierVu {
    /// A file that was checked.
    pub fn controle(nom: &str, edition: &EditionCyclades, rapport: &Rapport) -> Self {
        Self {
            nom: lisible(nom),
            contexte: contexte(rapport),
            verdict: verdict(edition, &rapport.resume),
            resume: rapport.resume.clone(),
            erreurs: par_gravite(edition, &rapport.resume)[0],
            regles: regles(edition, &rapport.resume),
            ..Self::default()
        }
    }

    /// A file that could not be.
    pub fn refuse(nom: &str, raison: &str) -> Self {
        Self {
            nom: lisible(nom),
            verdict: format!("Illisible : {raison}"),
            refuse: true,
            ..Self::default()
        }
    }
}

/// The facts that rules tell, and their gravity.
fn regles(edition: &EditionCyclades, resume: &Resume) -> BTreeMap<String, (String, Gravite)> {
    let dites = resume.par_regle.keys().filter_map(|code| {
        let condition = edition.condition(code)?;
        let fait = titre(condition.phrase.get_ref());
        Some((code.clone(), (fait, condition.gravite)))
    });
    dites.collect()
}

/// The summary of the workbook.
#[derive(Debug, Default)]
pub struct Synthese {
    fichiers: Vec<FichierVu>,
    total: Resume,
    regles: BTreeMap<String, (String, Gravite)>,
    /// What only several files tell: its verdict, and the number of findings.
    entre_fichiers: Option<(String, u64)>,
    erreurs_entre_fichiers: u64,
    remarques: Vec<String>,
}

impl Synthese {
    /// Adds a file.
    pub fn ajouter(&mut self, mut vu: FichierVu) {
        self.total.ajouter(&vu.resume);
        self.regles.append(&mut vu.regles);
        for remarque in vu.remarques.drain(..) {
            self.remarques.push(format!("{} : {remarque}", vu.nom));
        }
        self.fichiers.push(vu);
    }

    /// Adds what only several files tell.
    pub fn entre_fichiers(&mut self, edition: &EditionCyclades, par_regle: &BTreeMap<String, u64>) {
        let resume = Resume {
            par_regle: par_regle.clone(),
            ..Resume::default()
        };
        self.total.ajouter(&resume);
        self.regles.append(&mut regles(edition, &resume));
        self.erreurs_entre_fichiers = par_gravite(edition, &resume)[0];
        let nombre = resume.par_regle.values().sum();
        self.entre_fichiers = Some((phrase_entre_fichiers(nombre), nombre));
    }

    /// Adds something that the workbook could not hold.
    pub fn remarquer(&mut self, remarque: String) {
        self.remarques.push(remarque);
    }

    /// What the workbook could not hold.
    pub fn remarques(&self) -> Vec<String> {
        self.remarques.clone()
    }

    fn verdict(&self) -> String {
        if let [seul] = &self.fichiers[..] {
            return seul.verdict.clone();
        }
        let bon = self.fichiers.iter().all(|f| f.erreurs == 0 && !f.refuse)
            && self.erreurs_entre_fichiers == 0;
        format!(
            "{} : {}, {}, {}, {} en erreur.",
            if bon { "Accepté" } else { "À corriger" },
            accorde(self.fichiers.len() as u64, "fichier", "fichiers"),
            accorde(self.total.lus, "candidat lu", "candidats lus"),
            accorde(self.total.valides, "valide", "valides"),
            nombre(self.total.avec_erreurs),
        )
    }

    /// Writes the sheet.
    pub fn ecrire(
        &self,
        feuille: &mut Worksheet,
        formats: &Formats,
        feuilles: usize,
    ) -> Result<(), XlsxError> {
        for (colonne, largeur) in (0u16..).zip([36, 70, 16, 12, 12, 12, 14]) {
            feuille.set_column_width(colonne, largeur)?;
        }
        feuille.set_landscape().set_paper_size(9);
        feuille.set_print_fit_to_pages(1, 0);
        ecrire(
            feuille,
            0,
            0,
            "Rapport de contrôle (CYCLADES)",
            &formats.grand_titre,
        )?;
        ecrire(feuille, 1, 0, &self.verdict(), &formats.grand_titre)?;
        let mut rangee = 3;
        for remarque in &self.remarques {
            let format = formats.de(Gravite::Avertissement);
            ecrire(feuille, rangee, 0, remarque, format)?;
            rangee += 1;
        }
        if !self.remarques.is_empty() {
            rangee += 1;
        }
        let titres = [
            "Fichier",
            "Verdict",
            "Feuille",
            "Candidats lus",
            "Valides",
            "En erreur",
            "Constats",
        ];
        rangee = ligne_de_titres(feuille, rangee, &titres, formats)?;
        for vu in &self.fichiers {
            ecrire(feuille, rangee, 0, &vu.nom, &formats.phrase)?;
            let dit = if vu.contexte.is_empty() {
                vu.verdict.clone()
            } else {
                format!("{}\n{}", vu.verdict, vu.contexte)
            };
            ecrire(feuille, rangee, 1, &dit, &formats.phrase)?;
            let nom_de_feuille = match vu.feuille {
                None => "—".to_owned(),
                Some(_) if feuilles == 1 => "Fichier".to_owned(),
                Some(rang) => format!("Fichier {rang}"),
            };
            ecrire(feuille, rangee, 2, &nom_de_feuille, &formats.texte)?;
            if !vu.refuse {
                let constats = vu.resume.par_regle.values().sum();
                let nombres = [
                    vu.resume.lus,
                    vu.resume.valides,
                    vu.resume.avec_erreurs,
                    constats,
                ];
                for (colonne, n) in (3u16..).zip(nombres) {
                    ecrire_nombre(feuille, rangee, colonne, n, &formats.nombre)?;
                }
            }
            rangee += 1;
        }
        if let Some((dit, constats)) = &self.entre_fichiers {
            ecrire(feuille, rangee, 0, ENTRE_FICHIERS, &formats.phrase)?;
            ecrire(feuille, rangee, 1, dit, &formats.phrase)?;
            ecrire(feuille, rangee, 2, "—", &formats.texte)?;
            ecrire_nombre(feuille, rangee, 6, *constats, &formats.nombre)?;
            rangee += 1;
        }
        if !self.total.par_regle.is_empty() {
            rangee += 1;
            let titres = ["Règle", "Faute", "Gravité", "Constats"];
            rangee = ligne_de_titres(feuille, rangee, &titres, formats)?;
            for (code, fois) in &self.total.par_regle {
                ecrire(feuille, rangee, 0, code, &formats.texte)?;
                if let Some((fait, gravite)) = self.regles.get(code) {
                    ecrire(feuille, rangee, 1, fait, &formats.phrase)?;
                    ecrire(feuille, rangee, 2, gravite.libelle(), formats.de(*gravite))?;
                }
                ecrire_nombre(feuille, rangee, 3, *fois, &formats.nombre)?;
                rangee += 1;
            }
        }
        let fin = "Ce classeur contient des données personnelles de candidats : gardez-le le temps des corrections, ne le publiez pas.";
        ecrire(feuille, rangee + 1, 0, fin, &formats.texte)
    }
}

fn ligne_de_titres(
    feuille: &mut Worksheet,
    rangee: u32,
    titres: &[&str],
    formats: &Formats,
) -> Result<u32, XlsxError> {
    for (colonne, titre) in (0u16..).zip(titres) {
        ecrire(feuille, rangee, colonne, titre, &formats.titre)?;
    }
    Ok(rangee + 1)
}
