//! The report as one page for a browser: it holds all it needs and asks nothing of any network.
//!
//! Verdict first, then each cause once with what to do, then the findings, which a small script filters;
//! without it everything is still there to read. The files' parts are put aside as they come, for the
//! page begins with the total: memory holds the findings of one file, and no more than the table shows.

mod page;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::io::{self, Write};

use guichet::procedure_cyclades::constat::Lieu;
use guichet::procedure_cyclades::{Constat, EditionCyclades, Portee, Rapport, Refus, Resume};

use self::page::{Cause, Fin, Ligne, LigneDeTotal, Pied, Regle, Section, Tableau, Tete, Total};
use super::Restitution;
use super::mots::{
    ENTRE_FICHIERS, cle_de_gravite, encoder, par_gravite, phrase_entre_fichiers, place,
    surete_en_mots, titre,
};
use super::retenue::Retenue;
use super::texte::{contexte, verdict};
use crate::brouillon::Brouillon;
use crate::lignes::{lisible, majuscule, sans_majuscule};
use crate::nombres::{accorde, nombre};
use crate::page::{ecrire, empreinte};

/// Findings of a file that the table shows: a browser filters that many at once.
pub const CONSTATS_PAR_FICHIER: usize = 5_000;
/// Findings that the table shows in all.
pub const CONSTATS_EN_TOUT: usize = 20_000;
/// Lines told under a cause.
const LIGNES_CITEES: usize = 12;
/// Causes told apart in a file: a header may hold any number of unknown columns.
const CAUSES_MAX: usize = 500;
/// Files that the summary lists.
const FICHIERS_LISTES: usize = 2_000;

const STYLE: &str = include_str!("../../../templates/rapport.css");
const SCRIPT: &str = include_str!("../../../templates/rapport.js");

/// Rule and field.
type Cle = (String, Option<String>);

/// The findings of a cause, told by the first one.
struct Groupe {
    premier: Constat,
    fois: u64,
    lignes: Vec<u64>,
}

/// The page.
pub struct Html<'w> {
    sortie: Box<dyn Write + 'w>,
    sections: Brouillon,
    lignes: Brouillon,
    retenue: Retenue,
    groupes: BTreeMap<Cle, Groupe>,
    fichiers: Vec<LigneDeTotal>,
    /// Files, those beyond the summary included.
    nombre_de_fichiers: u64,
    refuses: u64,
    total: Resume,
    erreurs: u64,
    editions: Vec<String>,
    montres: u64,
    vus: u64,
}

impl<'w> Html<'w> {
    /// Writes to `sortie` once every file is seen.
    #[must_use]
    pub fn new(sortie: Box<dyn Write + 'w>) -> Self {
        Self {
            sortie,
            sections: Brouillon::default(),
            lignes: Brouillon::default(),
            retenue: Retenue::new(CONSTATS_PAR_FICHIER),
            groupes: BTreeMap::new(),
            fichiers: Vec::new(),
            nombre_de_fichiers: 0,
            refuses: 0,
            total: Resume::default(),
            erreurs: 0,
            editions: Vec::new(),
            montres: 0,
            vus: 0,
        }
    }

    fn rang(&mut self) -> usize {
        self.nombre_de_fichiers += 1;
        usize::try_from(self.nombre_de_fichiers).unwrap_or(usize::MAX)
    }

    /// The causes in the order of work, and the place of each for the rows that point to it.
    fn causes(&mut self, rang: usize, entre_fichiers: bool) -> (Vec<Cause>, BTreeMap<Cle, usize>) {
        let mut groupes: Vec<(Cle, Groupe)> =
            std::mem::take(&mut self.groupes).into_iter().collect();
        groupes.sort_by_key(|(_, groupe)| {
            let premier = &groupe.premier;
            (
                std::cmp::Reverse(premier.gravite),
                premier.ligne.is_some(),
                premier.candidat.is_some(),
                std::cmp::Reverse(groupe.fois),
            )
        });
        let places = groupes
            .iter()
            .zip(1..)
            .map(|((cle, _), place)| (cle.clone(), place))
            .collect();
        let causes = groupes
            .into_iter()
            .map(|((_, champ), groupe)| cause(rang, champ.is_some(), entre_fichiers, groupe))
            .collect();
        (causes, places)
    }

    /// The rows of the table: of one file, or each of its own.
    fn rangees(
        &mut self,
        rang: usize,
        nom: Option<&str>,
        places: &BTreeMap<Cle, usize>,
    ) -> io::Result<()> {
        let retenue = std::mem::replace(&mut self.retenue, Retenue::new(0));
        self.vus += retenue.vus();
        let retenus = retenue.dans_l_ordre();
        self.montres += retenus.len() as u64;
        let place = CONSTATS_EN_TOUT.saturating_sub(usize::try_from(self.montres).unwrap_or(0));
        self.retenue = Retenue::new(place.min(CONSTATS_PAR_FICHIER));
        for constat in retenus {
            let cause = places
                .get(&(constat.regle.clone(), constat.champ.clone()))
                .or_else(|| places.get(&(constat.regle.clone(), None)));
            let fichier = match nom {
                Some(nom) => nom.to_owned(),
                None => lisible(&constat.fichier),
            };
            let rangee = rangee(rang, fichier, cause.copied().unwrap_or(1), constat);
            ecrire(&mut self.lignes, &rangee)?;
        }
        Ok(())
    }

    /// A file that could not be checked, and why.
    fn section_refusee(&mut self, nom: &str, raison: String, remede: &str) -> io::Result<()> {
        self.groupes.clear();
        self.refuses += 1;
        let rang = self.rang();
        let nom = lisible(nom);
        let phrase = if remede.is_empty() {
            raison
        } else {
            format!("{raison} {remede}")
        };
        let section = Section {
            rang,
            nom: &nom,
            contexte: "Ce fichier n’a pas pu être contrôlé.".to_owned(),
            classe: "mauvais",
            verdict: "Illisible",
            phrase,
            chiffres: Vec::new(),
            causes: Vec::new(),
            regles: Vec::new(),
        };
        ecrire(&mut self.sections, &section)?;
        self.lister(rang, &nom, "Illisible", None);
        self.rangees(rang, None, &BTreeMap::new())
    }

    fn lister(&mut self, rang: usize, nom: &str, verdict: &'static str, resume: Option<&Resume>) {
        if self.fichiers.len() >= FICHIERS_LISTES {
            return;
        }
        let absente = LigneDeTotal::absente(rang, nom, verdict);
        self.fichiers.push(match resume {
            None => absente,
            Some(resume) => LigneDeTotal {
                lus: nombre(resume.lus),
                valides: nombre(resume.valides),
                avec_erreurs: nombre(resume.avec_erreurs),
                constats: nombre(resume.par_regle.values().sum()),
                ..absente
            },
        });
    }

    fn total(&mut self) -> Total {
        let lignes = std::mem::take(&mut self.fichiers);
        let mut phrase = format!(
            "{}, {}, {} en erreur.",
            accorde(self.total.lus, "candidat lu", "candidats lus"),
            accorde(self.total.valides, "valide", "valides"),
            nombre(self.total.avec_erreurs),
        );
        if self.refuses > 0 {
            let refuses = accorde(self.refuses, "fichier illisible", "fichiers illisibles");
            phrase = format!("{phrase} {refuses}.");
        }
        if self.nombre_de_fichiers > FICHIERS_LISTES as u64 {
            phrase = format!(
                "{phrase} La liste montre les {} premiers fichiers.",
                nombre(FICHIERS_LISTES as u64)
            );
        }
        let (classe, verdict) = jugement(self.erreurs == 0 && self.refuses == 0);
        Total {
            fichiers: accorde(self.nombre_de_fichiers, "fichier", "fichiers"),
            classe,
            verdict,
            phrase,
            lignes,
        }
    }

    /// No limit is silent: what the table does not show, and where it is.
    fn notes(&self) -> Vec<String> {
        if self.vus <= self.montres {
            return Vec::new();
        }
        let des_fichiers = if self.nombre_de_fichiers > 1 {
            format!(
                " ({} par fichier, {} en tout)",
                nombre(CONSTATS_PAR_FICHIER as u64),
                nombre(CONSTATS_EN_TOUT as u64)
            )
        } else {
            String::new()
        };
        vec![format!(
            "Le tableau montre {} constats sur {}, les plus graves d’abord : une page n’en tient pas plus{des_fichiers}. Tous sont comptés plus haut ; pour les avoir tous, refaites le contrôle avec --format xlsx ou --format csv.",
            nombre(self.montres),
            nombre(self.vus)
        )]
    }
}

fn jugement(bon: bool) -> (&'static str, &'static str) {
    if bon {
        ("bon", "Accepté")
    } else {
        ("mauvais", "À corriger")
    }
}

/// A gravity as a label: it begins with a capital.
fn gravite(constat: &Constat) -> String {
    majuscule(constat.gravite.libelle())
}

fn proposition(constat: &Constat) -> Option<(String, &'static str)> {
    let correction = constat.correction.as_ref()?;
    Some((
        lisible(&correction.valeur),
        surete_en_mots(correction.surete),
    ))
}

fn cause(rang: usize, a_un_champ: bool, entre_fichiers: bool, groupe: Groupe) -> Cause {
    let Groupe {
        premier,
        fois,
        lignes,
    } = groupe;
    let champ = if a_un_champ {
        premier.champ.as_deref().map(lisible).unwrap_or_default()
    } else {
        String::new()
    };
    let suite = if fois > lignes.len() as u64 && !lignes.is_empty() {
        "…"
    } else {
        ""
    };
    let mut lien = format!("fichier={rang}&regle={}", premier.regle);
    if a_un_champ {
        lien.push_str("&champ=");
        lien.push_str(&encoder(&champ));
    }
    let lignes: Vec<String> = lignes.iter().map(u64::to_string).collect();
    let s = if lignes.len() > 1 { "s" } else { "" };
    let proposition =
        proposition(&premier).filter(|(valeur, _)| !premier.message.contains(&**valeur));
    // A file has several places; what several files tell, a place in each.
    let place = match place(&premier) {
        Some(place) if entre_fichiers => Some(format!("{}, {place}", lisible(&premier.fichier))),
        place => place,
    };
    let message = match (place, fois) {
        (None, _) => lisible(&premier.message),
        (Some(place), 1) if entre_fichiers => format!("{place} : {}", suivi(&premier.message)),
        (Some(place), 1) => format!("{} : {}", majuscule(&place), suivi(&premier.message)),
        (Some(place), _) => format!("Par exemple, {place} : {}", suivi(&premier.message)),
    };
    Cause {
        gravite: gravite(&premier),
        gravite_cle: cle_de_gravite(premier.gravite),
        titre: if champ.is_empty() {
            "Le fichier".to_owned()
        } else {
            champ.clone()
        },
        champ,
        fois: accorde(fois, "constat", "constats"),
        message,
        remede: premier.remede,
        proposition,
        source: premier.source,
        // The only line is in the sentence; those of several files would say nothing.
        lignes: if lignes.is_empty() || fois == 1 || entre_fichiers {
            String::new()
        } else {
            format!("Ligne{s} {}{suite}", lignes.join(", "))
        },
        lien,
        regle: premier.regle,
    }
}

/// « CAP, L17 »: a place in a workbook.
fn cellule(lieu: &Lieu) -> String {
    let feuille = lisible(&lieu.feuille);
    match &lieu.cellule {
        Some(cellule) => format!("{feuille}, {cellule}"),
        None => feuille,
    }
}

/// A sentence after a colon, every character of it seen.
fn suivi(message: &str) -> String {
    lisible(&sans_majuscule(message))
}

/// The rules that found something, and how many times.
fn regles(edition: &EditionCyclades, resume: &Resume) -> Vec<Regle> {
    let trouvees = resume.par_regle.iter();
    trouvees
        .map(|(code, fois)| {
            let condition = edition.condition(code);
            Regle {
                code: code.clone(),
                titre: condition.map_or(String::new(), |c| titre(c.phrase.get_ref())),
                gravite: condition.map_or(String::new(), |c| majuscule(c.gravite.libelle())),
                gravite_cle: condition.map_or("erreur", |c| cle_de_gravite(c.gravite)),
                fois: nombre(*fois),
            }
        })
        .collect()
}

fn rangee(rang: usize, fichier: String, cause: usize, constat: Constat) -> Ligne {
    let nombre = |n: Option<u64>| n.map_or(String::new(), |n| n.to_string());
    Ligne {
        rang,
        fichier,
        cause,
        numero: nombre(constat.ligne),
        cellule: constat.lieu.as_ref().map_or(String::new(), cellule),
        candidat: nombre(constat.candidat),
        champ: constat.champ.as_deref().map(lisible).unwrap_or_default(),
        valeur: constat.valeur.as_deref().map(lisible),
        gravite: gravite(&constat),
        gravite_cle: cle_de_gravite(constat.gravite),
        proposition: proposition(&constat),
        message: lisible(&constat.message),
        regle: constat.regle,
    }
}

impl Restitution for Html<'_> {
    fn portee(&self) -> Portee {
        Portee::Tout
    }

    fn constat(&mut self, constat: Constat) -> io::Result<()> {
        let mut cle = (constat.regle.clone(), constat.champ.clone());
        if !self.groupes.contains_key(&cle) && self.groupes.len() >= CAUSES_MAX {
            cle.1 = None;
        }
        let groupe = self.groupes.entry(cle).or_insert_with(|| Groupe {
            premier: constat.clone(),
            fois: 0,
            lignes: Vec::new(),
        });
        groupe.fois += 1;
        if let Some(ligne) = constat.ligne
            && groupe.lignes.len() < LIGNES_CITEES
        {
            groupe.lignes.push(ligne);
        }
        self.retenue.ajouter(constat);
        Ok(())
    }

    fn fichier(
        &mut self,
        nom: &str,
        edition: &EditionCyclades,
        rapport: &Rapport,
    ) -> io::Result<()> {
        let rang = self.rang();
        let nom = lisible(nom);
        let resume = &rapport.resume;
        let [erreurs, avertissements, a_examiner] = par_gravite(edition, resume);
        self.erreurs += erreurs;
        self.total.ajouter(resume);
        let id = &edition.edition.id;
        if !self.editions.contains(id) {
            self.editions.push(id.clone());
        }
        let (causes, places) = self.causes(rang, false);
        let regles = regles(edition, resume);
        let (classe, jugement) = jugement(erreurs == 0);
        let dit = verdict(edition, resume);
        let phrase = dit
            .split_once(" : ")
            .map_or(dit.as_str(), |(_, phrase)| phrase);
        let section = Section {
            rang,
            nom: &nom,
            contexte: contexte(rapport),
            classe,
            verdict: jugement,
            phrase: majuscule(phrase),
            chiffres: vec![
                ("candidats lus", nombre(resume.lus)),
                ("candidats valides", nombre(resume.valides)),
                ("candidats en erreur", nombre(resume.avec_erreurs)),
                ("erreurs", nombre(erreurs)),
                ("avertissements", nombre(avertissements)),
                ("à examiner", nombre(a_examiner)),
            ],
            causes,
            regles,
        };
        ecrire(&mut self.sections, &section)?;
        self.lister(rang, &nom, jugement, Some(resume));
        self.rangees(rang, Some(&nom), &places)
    }

    fn refus(&mut self, nom: &str, refus: &Refus) -> io::Result<()> {
        match refus {
            Refus::Contenu(constat) => {
                self.section_refusee(nom, constat.message.clone(), &constat.remede)
            }
            autre => self.section_refusee(nom, format!("{autre}."), ""),
        }
    }

    fn illisible(&mut self, nom: &str, raison: &str) -> io::Result<()> {
        self.section_refusee(nom, majuscule(raison), "")
    }

    fn entre_fichiers(
        &mut self,
        edition: &EditionCyclades,
        constats: Vec<Constat>,
        par_regle: &BTreeMap<String, u64>,
    ) -> io::Result<()> {
        let resume = Resume {
            par_regle: par_regle.clone(),
            ..Resume::default()
        };
        let [erreurs, avertissements, a_examiner] = par_gravite(edition, &resume);
        self.erreurs += erreurs;
        for constat in constats {
            self.constat(constat)?;
        }
        // It comes after the files, and is none of them.
        let rang = usize::try_from(self.nombre_de_fichiers + 1).unwrap_or(usize::MAX);
        let (causes, places) = self.causes(rang, true);
        let (classe, jugement) = jugement(erreurs == 0);
        let section = Section {
            rang,
            nom: ENTRE_FICHIERS,
            contexte: String::new(),
            classe,
            verdict: jugement,
            phrase: phrase_entre_fichiers(par_regle.values().sum()),
            chiffres: vec![
                ("erreurs", nombre(erreurs)),
                ("avertissements", nombre(avertissements)),
                ("à examiner", nombre(a_examiner)),
            ],
            causes,
            regles: regles(edition, &resume),
        };
        ecrire(&mut self.sections, &section)?;
        self.fichiers.push(LigneDeTotal {
            constats: nombre(par_regle.values().sum()),
            ..LigneDeTotal::absente(rang, ENTRE_FICHIERS, jugement)
        });
        self.rangees(rang, None, &places)
    }

    fn fin(&mut self) -> io::Result<()> {
        let plusieurs = self.nombre_de_fichiers > 1;
        let (_, jugement) = jugement(self.erreurs == 0 && self.refuses == 0);
        let sujet = match &self.fichiers[..] {
            [seul] => seul.nom.clone(),
            _ => accorde(self.nombre_de_fichiers, "fichier", "fichiers"),
        };
        let fichiers = if plusieurs {
            let liste = self.fichiers.iter();
            liste.map(|f| (f.rang, f.nom.clone())).collect()
        } else {
            Vec::new()
        };
        let tete = Tete {
            titre: format!("{jugement} – {sujet} – Rapport de contrôle"),
            style: STYLE,
            empreinte_du_style: empreinte(STYLE),
            empreinte_du_script: empreinte(SCRIPT),
            version: guichet::VERSION,
            editions: self.editions.join(", "),
            total: plusieurs.then(|| self.total()),
        };
        ecrire(&mut self.sortie, &tete)?;
        self.sections.verser(&mut self.sortie)?;
        if self.montres > 0 {
            let tableau = Tableau {
                notes: self.notes(),
                fichiers,
                compte: format!("{}.", accorde(self.montres, "constat", "constats")),
            };
            ecrire(&mut self.sortie, &tableau)?;
            self.lignes.verser(&mut self.sortie)?;
            ecrire(&mut self.sortie, &Pied)?;
        }
        ecrire(&mut self.sortie, &Fin { script: SCRIPT })?;
        self.sortie.flush()
    }

    fn remarques(&self) -> Vec<String> {
        self.notes()
    }
}
