//! Decisions as one page for a browser: it holds all it needs and asks nothing of any network.
//!
//! The totals come first, then each dossier in a line, then its reasons. What follows the totals is put
//! aside as it comes, so that the number of dossiers costs no memory; the page tells a bounded number of
//! them, and says so.

pub(super) mod page;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use guichet::instruction::{Bilan, Motif};
use guichet::moteur::Commun;
use guichet::socle::francais::date_en_toutes_lettres;
use guichet::socle::{Centimes, Constat, Decision, Issue, Resultat};

use self::page::{
    Conditions, Dossier, Fin, FinDIndex, Index, Lecture, Point, Rangee, Table, TableauDeReponse,
    Tete,
};
use super::RestitutionDeDecisions;
use super::imbrique::Tableau;
use super::texte::RECOUPEMENT;
use super::vue::{LectureVue, Vue, axe_en_mots};
use crate::brouillon::Brouillon;
use crate::lignes::{lisible, majuscule};
use crate::nombres::{accorde, nombre};
use crate::page::{ecrire, empreinte};

/// Decisions told with their reasons: a browser opens that many at once.
pub const DECISIONS_MONTREES: u64 = 2_000;

const STYLE: &str = concat!(
    include_str!("../../../templates/rapport.css"),
    include_str!("../../../templates/decisions.css")
);

/// The page.
pub struct Html<'w> {
    sortie: Box<dyn Write + 'w>,
    /// Tell the conditions that are met without a click.
    detail: bool,
    index: Brouillon,
    dossiers: Brouillon,
    vus: u64,
    /// The verdict of the first one, for a page that has no other.
    premier: Option<(String, &'static str, String, String)>,
    texte: String,
    editions: BTreeSet<String>,
    champs: BTreeMap<String, String>,
    titres: BTreeMap<String, String>,
    remarques: Vec<String>,
}

impl<'w> Html<'w> {
    /// Writes to `sortie` once every decision is seen.
    #[must_use]
    pub fn new(sortie: Box<dyn Write + 'w>, detail: bool) -> Self {
        Self {
            sortie,
            detail,
            index: Brouillon::default(),
            dossiers: Brouillon::default(),
            vus: 0,
            premier: None,
            texte: String::new(),
            editions: BTreeSet::new(),
            champs: BTreeMap::new(),
            titres: BTreeMap::new(),
            remarques: Vec::new(),
        }
    }

    /// What comes before the decisions.
    pub(super) fn tete(&self, bilan: &Bilan) -> Tete<'static> {
        let dossiers = match bilan.dossiers {
            0 => "Aucun dossier".to_owned(),
            n => accorde(n, "dossier", "dossiers"),
        };
        let (sujet, classe, verdict, phrase) = match &self.premier {
            Some((reference, classe, issue, phrase)) if bilan.dossiers == 1 => (
                format!("Dossier {reference}"),
                *classe,
                issue.clone(),
                phrase.clone(),
            ),
            _ => {
                let (verdict, phrase) = verdict(bilan);
                (dossiers, "total", verdict, phrase)
            }
        };
        let plusieurs = bilan.dossiers > 1;
        Tete {
            titre: format!("{sujet} – Décisions"),
            style: STYLE,
            empreinte_du_style: empreinte(STYLE),
            texte: self.texte.clone(),
            version: guichet::VERSION,
            editions: self.editions.iter().cloned().collect::<Vec<_>>().join(", "),
            dossiers: sujet,
            classe,
            verdict,
            phrase,
            chiffres: if plusieurs {
                Issue::TOUTES
                    .into_iter()
                    .map(|issue| (bilan.libelle(issue), nombre(bilan.de_l_issue(issue))))
                    .collect()
            } else {
                Vec::new()
            },
            notes: self.remarques.clone(),
            tables: if plusieurs {
                self.tables(bilan)
            } else {
                Vec::new()
            },
        }
    }

    fn tables(&self, bilan: &Bilan) -> Vec<Table> {
        let mut tables = Vec::new();
        let motifs = bilan.motifs();
        if !motifs.is_empty() {
            let titre = |motif: &Motif<'_>| {
                let titre = self.titres.get(motif.regle);
                titre.map_or(motif.nom, String::as_str).to_owned()
            };
            tables.push(Table {
                titre: "Motifs".to_owned(),
                legende: "Conditions non remplies et fautes de lecture, de la plus fréquente à la plus rare".to_owned(),
                colonnes: mots(&["Règle", "Motif", "Dossiers"]),
                textes: 2,
                lignes: motifs
                    .iter()
                    .map(|m| vec![m.regle.to_owned(), titre(m), nombre(m.dossiers)])
                    .collect(),
            });
        }
        let manques = bilan.manques();
        if !manques.is_empty() {
            let libelle = |champ: &str| self.champs.get(champ).cloned().unwrap_or_default();
            tables.push(Table {
                titre: "Éléments manquants".to_owned(),
                legende: "Ce qu’il faut demander, du plus fréquent au plus rare".to_owned(),
                colonnes: mots(&["Élément", "Champ", "Dossiers"]),
                textes: 2,
                lignes: manques
                    .iter()
                    .map(|(champ, n)| vec![libelle(champ), (*champ).to_owned(), nombre(*n)])
                    .collect(),
            });
        }
        tables.extend(bilan.par_axe.iter().map(|(axe, valeurs)| {
            Table {
                titre: format!("Par {}", axe_en_mots(axe)),
                legende: if bilan.axes_qui_se_recoupent.contains(axe) {
                    RECOUPEMENT.to_owned()
                } else {
                    format!("Dossiers et montants accordés, par {}", axe_en_mots(axe))
                },
                colonnes: mots(&[
                    &majuscule(axe_en_mots(axe)),
                    "Dossiers",
                    "Favorables",
                    "Défavorables",
                    "En attente",
                    "Montant",
                ]),
                textes: 1,
                lignes: valeurs
                    .iter()
                    .map(|(valeur, total)| {
                        vec![
                            lisible(valeur),
                            nombre(total.dossiers),
                            nombre(total.favorables),
                            nombre(total.defavorables),
                            nombre(total.en_attente),
                            total.montant_centimes.to_string(),
                        ]
                    })
                    .collect(),
            }
        }));
        tables
    }
}

fn mots(mots: &[&str]) -> Vec<String> {
    mots.iter().map(|&mot| mot.to_owned()).collect()
}

/// What a batch comes to.
fn verdict(bilan: &Bilan) -> (String, String) {
    let favorables = bilan.de_l_issue(Issue::Favorable);
    let verdict = match favorables {
        0 => "Aucun dossier favorable".to_owned(),
        n => accorde(n, "dossier favorable", "dossiers favorables"),
    };
    let mut phrases = Vec::new();
    if bilan.montant_centimes != Centimes::ZERO {
        phrases.push(format!("{} en tout.", bilan.montant_centimes));
    }
    if bilan.montant_a_examiner_centimes != Centimes::ZERO {
        phrases.push(format!(
            "De plus, {} selon la lecture retenue pour les dossiers à examiner.",
            bilan.montant_a_examiner_centimes
        ));
    }
    (verdict, phrases.join(" "))
}

/// The verdict in two: the issue, then what follows it.
fn verdict_d_un(vue: &Vue<'_>) -> (String, String) {
    let issue = majuscule(vue.decision.libelle_d_issue());
    let verdict = vue.verdict();
    let phrase = verdict
        .split_once(", ")
        .map_or(String::new(), |(_, phrase)| {
            format!("{}.", majuscule(phrase))
        });
    (issue, phrase)
}

fn point(constat: &Constat) -> Point {
    Point {
        code: constat.regle.to_string(),
        phrase: lisible(&constat.message),
        source: constat.source.to_string(),
    }
}

fn conditions(titre: &str, vue: &Vue<'_>, resultat: Resultat) -> Option<Conditions> {
    let points: Vec<Point> = vue.constats(resultat).map(point).collect();
    (!points.is_empty()).then(|| Conditions {
        titre: titre.to_owned(),
        points,
    })
}

fn lecture(lecture: LectureVue<'_>) -> Lecture {
    let suite = if lecture.a_choisir {
        "à vous de choisir."
    } else {
        "la décision et le montant restent les mêmes."
    };
    let mut lignes = Vec::new();
    if !lecture.retenue.is_empty() {
        let (retenue, autre) = (lecture.retenue.to_owned(), lecture.autre.to_owned());
        lignes.push(("Ce qu’elle dit".to_owned(), retenue, autre));
    }
    lignes.extend(lecture.ecarts);
    Lecture {
        id: lecture.id.to_owned(),
        phrase: format!("{} ; {suite}", majuscule(&lecture.phrase)),
        question: lecture.question.to_owned(),
        lignes,
    }
}

fn tableau(tableau: Tableau) -> TableauDeReponse {
    let (colonnes, droites) = tableau.colonnes.into_iter().unzip();
    TableauDeReponse {
        titre: tableau.titre,
        colonnes,
        droites,
        lignes: tableau.lignes,
    }
}

fn dossier(rang: u64, vue: &Vue<'_>, ouvert: bool) -> Dossier {
    let decision = vue.decision;
    let (issue, phrase) = verdict_d_un(vue);
    let illisible = decision.issue == Issue::Illisible;
    let titre = if illisible {
        "Fautes à corriger"
    } else {
        "Conditions non remplies"
    };
    let listees = [
        conditions(titre, vue, Resultat::NonRempli),
        conditions("Conditions à examiner", vue, Resultat::AExaminer),
    ];
    let remplies = vue.constats(Resultat::Rempli).count() as u64;
    let sans_reponse: Vec<&str> = vue
        .constats(Resultat::Indetermine)
        .map(|constat| &*constat.regle)
        .collect();
    let (listes, fiche): (Vec<_>, Vec<_>) = vue.rubriques().into_iter().partition(|r| r.liste);
    let lisibles = |valeurs: Vec<String>| valeurs.iter().map(|v| lisible(v)).collect();
    Dossier {
        rang,
        reference: lisible(&decision.reference),
        classe: decision.issue.code(),
        issue,
        phrase,
        conditions: listees.into_iter().flatten().collect(),
        lectures: vue.lectures().into_iter().map(lecture).collect(),
        manque: vue
            .manquants()
            .into_iter()
            .map(|manquant| (majuscule(manquant.libelle), manquant.nom.to_owned()))
            .collect(),
        sans_reponse: match sans_reponse.len() as u64 {
            0 => String::new(),
            n => format!(
                "{} sans réponse : {}.",
                accorde(n, "condition reste", "conditions restent"),
                sans_reponse.join(", ")
            ),
        },
        pistes: decision
            .pistes
            .iter()
            .map(|piste| {
                (
                    piste.regle.to_string(),
                    lisible(&piste.message),
                    piste.suffit,
                )
            })
            .collect(),
        calcul: decision
            .calcul
            .iter()
            .map(|etape| {
                (
                    lisible(&etape.libelle),
                    etape.montant_centimes.to_string(),
                    etape.source.clone(),
                )
            })
            .collect(),
        tableaux: vue.tableaux().into_iter().map(tableau).collect(),
        titre_de_la_fiche: if decision.issue == Issue::Incomplet {
            "À titre prévisionnel"
        } else {
            "Suites"
        },
        fiche: fiche
            .into_iter()
            .map(|rubrique| (rubrique.libelle, lisible(&rubrique.valeurs.join(", "))))
            .collect(),
        listes: listes
            .into_iter()
            .map(|rubrique| (rubrique.libelle, lisibles(rubrique.valeurs)))
            .chain((!decision.avertissements.is_empty()).then(|| {
                let dits = decision.avertissements.iter();
                let dits = dits.map(|dit| lisible(&format!("{} ({})", dit.message, dit.regle)));
                ("À savoir".to_owned(), dits.collect())
            }))
            .collect(),
        remplies: conditions(
            &accorde(remplies, "condition remplie", "conditions remplies"),
            vue,
            Resultat::Rempli,
        ),
        ouvert,
        recu: recu(decision),
    }
}

/// What makes the decision replayable, in a line.
fn recu(decision: &Decision) -> String {
    let empreinte = decision.recu.edition_sha256.get(..12).unwrap_or_default();
    let mut recu = format!(
        "Édition {}, empreinte {empreinte}…, Guichet {}",
        decision.edition, decision.recu.version
    );
    if let Some(jour) = decision.recu.date_reference {
        let jour = date_en_toutes_lettres(jour);
        recu = format!("{recu}, date de référence : {jour}");
    }
    recu
}

impl Html<'_> {
    /// Counts a decision; says it in a line and with its reasons, for the `montrees` first ones.
    pub(super) fn relever(
        &mut self,
        commun: &Commun,
        decision: &Decision,
        montrees: u64,
    ) -> Option<(Rangee, Dossier)> {
        self.vus += 1;
        if self.texte.is_empty() {
            commun.edition.titre.clone_into(&mut self.texte);
        }
        if !self.editions.contains(&*decision.edition) {
            self.editions.insert(decision.edition.to_string());
        }
        let vue = Vue { commun, decision };
        vue.garder_les_titres(&mut self.titres);
        for manquant in vue.manquants() {
            if !self.champs.contains_key(manquant.nom) {
                let mots = majuscule(manquant.libelle);
                self.champs.insert(manquant.nom.to_owned(), mots);
            }
        }
        if self.vus > montrees {
            return None;
        }
        let (issue, phrase) = verdict_d_un(&vue);
        let rangee = Rangee {
            rang: self.vus,
            reference: lisible(&decision.reference),
            classe: decision.issue.code(),
            issue,
            phrase,
        };
        if self.premier.is_none() {
            self.premier = Some((
                rangee.reference.clone(),
                rangee.classe,
                rangee.issue.clone(),
                rangee.phrase.clone(),
            ));
        }
        Some((rangee, dossier(self.vus, &vue, self.detail)))
    }

    /// What only `montrees` decisions are told for, when there were more.
    pub(super) fn remarquer(&mut self, montrees: u64, montre: &str, raison: &str) {
        if self.vus > montrees {
            self.remarques.push(format!(
                "{montre} les {} premiers dossiers sur {} : {raison}. Tous sont comptés ici ; pour les avoir tous, prenez --format xlsx ou --format csv.",
                nombre(montrees),
                nombre(self.vus)
            ));
        }
    }
}

impl RestitutionDeDecisions for Html<'_> {
    fn decision(&mut self, commun: &Commun, decision: &Decision) -> io::Result<()> {
        let Some((rangee, dossier)) = self.relever(commun, decision, DECISIONS_MONTREES) else {
            return Ok(());
        };
        ecrire(&mut self.index, &rangee)?;
        ecrire(&mut self.dossiers, &dossier)
    }

    fn fin(&mut self, bilan: &Bilan) -> io::Result<()> {
        self.remarquer(
            DECISIONS_MONTREES,
            "La page montre",
            "un navigateur n’en tient pas plus",
        );
        let tete = self.tete(bilan);
        ecrire(&mut self.sortie, &tete)?;
        if self.vus > 1 {
            ecrire(&mut self.sortie, &Index)?;
            self.index.verser(&mut self.sortie)?;
            ecrire(&mut self.sortie, &FinDIndex)?;
        }
        self.dossiers.verser(&mut self.sortie)?;
        ecrire(&mut self.sortie, &Fin)?;
        self.sortie.flush()
    }

    fn remarques(&self) -> Vec<String> {
        self.remarques.clone()
    }
}
