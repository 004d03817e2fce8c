//! The findings for a person at a terminal: the verdict first, then each cause once, with a row that
//! shows it, then the summary by rule.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use guichet::procedure_cyclades::constat::Extrait;
use guichet::procedure_cyclades::{
    Constat, EditionCyclades, Format, Portee, Rapport, Refus, Resume,
};
use guichet::socle::constat::Gravite;

use super::Restitution;
use super::mots::{ENTRE_FICHIERS, lieu, par_gravite, surete_en_mots};
use crate::lignes::{sans_majuscule, visible};
use crate::nombres::{accorde, nombre};

/// How to show it.
#[derive(Debug, Clone, Copy)]
pub struct OptionsDeTexte {
    /// Width of the terminal, in columns.
    pub largeur: usize,
    /// Colours.
    pub couleurs: bool,
}

impl Default for OptionsDeTexte {
    fn default() -> Self {
        Self {
            largeur: 100,
            couleurs: false,
        }
    }
}

/// Lines told beside the first one of a group.
const LIGNES_CITEES: usize = 12;

/// Candidates of two files told one by one.
const DOUBLONS_CITES: usize = 20;

/// The text.
pub struct Texte<'w> {
    sortie: Box<dyn Write + 'w>,
    options: OptionsDeTexte,
    constats: Vec<Constat>,
    total: Resume,
    fichiers: Vec<(String, Resume)>,
    refuses: Vec<String>,
}

impl<'w> Texte<'w> {
    /// Writes to `sortie` file by file.
    #[must_use]
    pub fn new(sortie: Box<dyn Write + 'w>, options: OptionsDeTexte) -> Self {
        Self {
            sortie,
            options,
            constats: Vec::new(),
            total: Resume::default(),
            fichiers: Vec::new(),
            refuses: Vec::new(),
        }
    }

    fn moteur(&self) -> Renderer {
        let moteur = if self.options.couleurs {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        moteur.term_width(self.options.largeur.max(60))
    }

    /// One cause: its first finding with the row, how often and where else.
    fn groupe(&mut self, constats: &[Constat], fois: u64) -> io::Result<()> {
        let Some(premier) = constats.first() else {
            return Ok(());
        };
        let niveau = niveau(premier.gravite);
        let titre = niveau
            .primary_title(phrase(premier))
            .id(premier.regle.as_str());
        let mut groupe = match (&premier.extrait, premier.ligne) {
            (Some(extrait), Some(ligne)) => {
                let (texte, debut, fin) = fenetre(extrait, self.options.largeur.max(60) - 12);
                titre.element(
                    Snippet::source(texte)
                        .line_start(usize::try_from(ligne).unwrap_or(1))
                        .fold(false)
                        .annotation(
                            AnnotationKind::Primary
                                .span(debut..fin)
                                .label(premier.champ.clone().unwrap_or_default()),
                        ),
                )
            }
            _ => annotate_snippets::Group::with_title(titre),
        };
        if let Some(ailleurs) = ailleurs(constats, fois) {
            groupe = groupe.element(Level::NOTE.with_name("de même").message(ailleurs));
        }
        if let Some(proposition) = proposition(premier) {
            groupe = groupe.element(Level::HELP.with_name("proposé").message(proposition));
        }
        groupe = groupe.element(
            Level::HELP
                .with_name("remède")
                .message(premier.remede.as_str()),
        );
        let rendu = self.moteur().render(&[groupe]);
        // The engine draws the edge of a row even where there is none to show.
        let sans_ligne = premier.extrait.is_none();
        for ligne in rendu
            .lines()
            .filter(|ligne| !(sans_ligne && nue(ligne) == "|"))
        {
            writeln!(self.sortie, "{ligne}")?;
        }
        writeln!(self.sortie)
    }
}

/// The row around the cell, cut to the width of the terminal so that the cell is always seen.
fn fenetre(extrait: &Extrait, largeur: usize) -> (String, usize, usize) {
    let propre: String = extrait.ligne.chars().map(visible).collect();
    // Replacing a character may change its length: places are counted in characters.
    let caracteres = |octets: usize| extrait.ligne[..octets].chars().count();
    let (debut, fin) = (caracteres(extrait.debut), caracteres(extrait.fin));
    let tout: Vec<char> = propre.chars().collect();
    let cellule = (fin - debut).min(largeur / 2);
    let avant = (largeur - cellule) / 2;
    let de = debut.saturating_sub(avant);
    let a = (de + largeur).min(tout.len());
    let de = a.saturating_sub(largeur).min(de);
    let mut texte = String::new();
    if de > 0 {
        texte.push('…');
    }
    let (mut debut_octet, mut fin_octet) = (texte.len(), texte.len());
    for (rang, &c) in tout.iter().enumerate().take(a).skip(de) {
        if rang == debut {
            debut_octet = texte.len();
        }
        texte.push(c);
        if rang < fin.max(debut) {
            fin_octet = texte.len();
        }
    }
    if debut >= a {
        debut_octet = texte.len();
    }
    if a < tout.len() {
        texte.push('…');
    }
    (texte, debut_octet, fin_octet.max(debut_octet))
}

fn niveau(gravite: Gravite) -> Level<'static> {
    match gravite {
        Gravite::Erreur => Level::ERROR.with_name("erreur"),
        Gravite::Avertissement => Level::WARNING.with_name("avertissement"),
        Gravite::AExaminer => Level::INFO.with_name("à examiner"),
    }
}

/// A line of the engine without its colours nor its margins.
fn nue(ligne: &str) -> String {
    let mut morceaux = ligne.split('\u{1b}');
    let mut nue = morceaux.next().unwrap_or_default().to_owned();
    for morceau in morceaux {
        nue.push_str(morceau.split_once('m').map_or("", |(_, texte)| texte));
    }
    nue.trim().to_owned()
}

/// « Ligne 17, code_postal : “7500” compte 4 chiffres… ».
fn phrase(constat: &Constat) -> String {
    let lieu = lieu(constat);
    if lieu.is_empty() {
        return constat.message.clone();
    }
    format!("{lieu} : {}", sans_majuscule(&constat.message))
}

/// The repair of a finding, unless its sentence holds it already.
fn proposition(constat: &Constat) -> Option<String> {
    let correction = constat.correction.as_ref()?;
    if constat
        .message
        .contains(&format!("peut-être {}", correction.valeur))
    {
        return None;
    }
    let surete = surete_en_mots(correction.surete);
    Some(format!("“{}” ({surete})", correction.valeur))
}

/// « 11 autres fois, lignes 5, 9, 14… ».
fn ailleurs(constats: &[Constat], fois: u64) -> Option<String> {
    if fois < 2 {
        return None;
    }
    let lignes: Vec<String> = constats[1..]
        .iter()
        .filter_map(|constat| constat.ligne)
        .take(LIGNES_CITEES)
        .map(|ligne| ligne.to_string())
        .collect();
    let autres = fois - 1;
    let mut texte = accorde(autres, "autre fois", "autres fois");
    if !lignes.is_empty() {
        let s = if lignes.len() > 1 { "s" } else { "" };
        let suite = if autres > lignes.len() as u64 {
            "…"
        } else {
            ""
        };
        let _ = write!(texte, ", ligne{s} {}{suite}", lignes.join(", "));
    }
    Some(texte)
}

/// What a check comes to, in one line.
#[must_use]
pub fn verdict(edition: &EditionCyclades, resume: &Resume) -> String {
    let [erreurs, avertissements, a_examiner] = par_gravite(edition, resume);
    let mut suites = Vec::new();
    if avertissements > 0 {
        suites.push(accorde(avertissements, "avertissement", "avertissements"));
    }
    if a_examiner > 0 {
        suites.push(format!(
            "{} à examiner",
            accorde(a_examiner, "point", "points")
        ));
    }
    let suite = if suites.is_empty() {
        String::new()
    } else {
        format!(" ; {}", suites.join(", "))
    };
    let lus = accorde(resume.lus, "candidat lu", "candidats lus");
    let nombre_d_erreurs = accorde(erreurs, "erreur", "erreurs");
    if erreurs == 0 {
        format!("Accepté : {lus}, aucune erreur{suite}.")
    } else if resume.avec_erreurs == 0 {
        format!(
            "À corriger : {lus}, aucun en erreur ; {nombre_d_erreurs} sur le fichier lui-même{suite}."
        )
    } else {
        format!(
            "À corriger : {lus}, {}, {} en erreur ; {nombre_d_erreurs}{suite}.",
            accorde(resume.valides, "valide", "valides"),
            nombre(resume.avec_erreurs),
        )
    }
}

/// The causes in the order of reading: gravity first, then the place of the first finding.
type Groupe = (String, Option<String>);

impl Restitution for Texte<'_> {
    fn portee(&self) -> Portee {
        Portee::Premiers(1 + u32::try_from(LIGNES_CITEES).unwrap_or(1))
    }

    fn veut_les_lignes(&self) -> bool {
        true
    }

    fn constat(&mut self, constat: Constat) -> io::Result<()> {
        self.constats.push(constat);
        Ok(())
    }

    fn fichier(
        &mut self,
        nom: &str,
        edition: &EditionCyclades,
        rapport: &Rapport,
    ) -> io::Result<()> {
        if !self.fichiers.is_empty() {
            writeln!(self.sortie)?;
        }
        self.fichiers.push((nom.to_owned(), rapport.resume.clone()));
        self.total.ajouter(&rapport.resume);
        let resume = &rapport.resume;
        writeln!(self.sortie, "{nom}")?;
        writeln!(self.sortie, "{}", contexte(rapport))?;
        writeln!(self.sortie, "{}", verdict(edition, resume))?;
        let constats = std::mem::take(&mut self.constats);
        if !constats.is_empty() {
            writeln!(self.sortie)?;
        }
        let mut groupes: BTreeMap<Groupe, Vec<Constat>> = BTreeMap::new();
        for constat in constats {
            let cle = (constat.regle.clone(), constat.champ.clone());
            groupes.entry(cle).or_default().push(constat);
        }
        let mut groupes: Vec<(Groupe, Vec<Constat>)> = groupes.into_iter().collect();
        groupes.sort_by_key(|(_, constats)| {
            let premier = &constats[0];
            (
                std::cmp::Reverse(premier.gravite),
                premier.ligne.is_some(),
                premier.candidat.is_some(),
            )
        });
        for ((regle, champ), constats) in groupes {
            let fois = rapport
                .par_champ
                .get(&(regle.clone(), champ))
                .or_else(|| rapport.par_champ.get(&(regle, None)))
                .copied()
                .unwrap_or(1)
                .max(constats.len() as u64);
            self.groupe(&constats, fois)?;
        }
        if !resume.par_regle.is_empty() {
            self.tableau(edition, resume)?;
            writeln!(self.sortie, "\n{}", verdict(edition, resume))?;
        }
        Ok(())
    }

    fn refus(&mut self, nom: &str, _: &Refus) -> io::Result<()> {
        // One line, on the error output, written by whoever runs the check.
        self.refuses.push(nom.to_owned());
        self.constats.clear();
        Ok(())
    }

    fn entre_fichiers(
        &mut self,
        edition: &EditionCyclades,
        constats: Vec<Constat>,
        par_regle: &BTreeMap<String, u64>,
    ) -> io::Result<()> {
        if constats.is_empty() {
            return Ok(());
        }
        writeln!(self.sortie, "\n{ENTRE_FICHIERS}\n")?;
        let mut regles: Vec<&String> = par_regle.keys().collect();
        regles.sort();
        for regle in regles {
            let siens = constats.iter().filter(|c| c.regle == *regle);
            // Each has its own two places: a line each, rather than the first one and a number.
            for constat in siens.clone().take(DOUBLONS_CITES) {
                writeln!(
                    self.sortie,
                    "{}[{}]: {}, {}",
                    constat.gravite.libelle(),
                    constat.regle,
                    constat.fichier,
                    phrase(constat)
                )?;
            }
            let nombre_dits = siens.count();
            if nombre_dits > DOUBLONS_CITES {
                writeln!(
                    self.sortie,
                    "  = de même: {}",
                    accorde(
                        (nombre_dits - DOUBLONS_CITES) as u64,
                        "autre fois",
                        "autres fois"
                    )
                )?;
            }
            if let Some(constat) = constats.iter().find(|c| c.regle == *regle) {
                writeln!(self.sortie, "  = remède: {}\n", constat.remede)?;
            }
        }
        let resume = Resume {
            par_regle: par_regle.clone(),
            ..Resume::default()
        };
        self.tableau(edition, &resume)
    }

    fn fin(&mut self) -> io::Result<()> {
        if self.fichiers.len() + self.refuses.len() > 1 {
            self.par_fichier()?;
        }
        self.sortie.flush()
    }
}

impl Texte<'_> {
    /// A line a file, then the total.
    fn par_fichier(&mut self) -> io::Result<()> {
        writeln!(self.sortie, "\nRécapitulatif par fichier")?;
        let large = self
            .fichiers
            .iter()
            .map(|(nom, _)| nom)
            .chain(&self.refuses)
            .map(|nom| nom.chars().count())
            .max()
            .unwrap_or(0)
            .min(60);
        writeln!(
            self.sortie,
            "  {:<large$}  {:>10}  {:>10}  {:>10}",
            "fichier", "lus", "valides", "en erreur"
        )?;
        for (nom, resume) in &self.fichiers {
            writeln!(
                self.sortie,
                "  {nom:<large$}  {:>10}  {:>10}  {:>10}",
                nombre(resume.lus),
                nombre(resume.valides),
                nombre(resume.avec_erreurs)
            )?;
        }
        for nom in &self.refuses {
            writeln!(self.sortie, "  {nom:<large$}  non contrôlé")?;
        }
        writeln!(
            self.sortie,
            "\nEn tout : {}, {}, {}, {}.",
            accorde(
                self.fichiers.len() as u64,
                "fichier contrôlé",
                "fichiers contrôlés"
            ),
            accorde(self.total.lus, "candidat lu", "candidats lus"),
            accorde(self.total.valides, "valide", "valides"),
            accorde(self.total.avec_erreurs, "en erreur", "en erreur"),
        )
    }

    /// How many findings of each rule.
    fn tableau(&mut self, edition: &EditionCyclades, resume: &Resume) -> io::Result<()> {
        writeln!(self.sortie, "Récapitulatif par règle")?;
        for (code, fois) in &resume.par_regle {
            let (gravite, nom) = edition
                .condition(code)
                .map_or(("erreur", ""), |c| (c.gravite.libelle(), c.nom.as_str()));
            writeln!(
                self.sortie,
                "  {code}  {:>8}  {gravite:<13}  {nom}",
                nombre(*fois)
            )?;
        }
        Ok(())
    }
}

/// What the file was checked for, and how it is written.
pub(super) fn contexte(rapport: &Rapport) -> String {
    let examen = rapport
        .examen
        .map_or_else(|| "examen inconnu".to_owned(), |examen| examen.to_string());
    let session = rapport.session.map_or_else(
        || "session inconnue".to_owned(),
        |session| format!("session {session}"),
    );
    let forme = match (rapport.format, rapport.dialecte.separateur) {
        (Format::Xml, _) => "XML".to_owned(),
        (Format::Csv, b'\t') => "séparateur tabulation".to_owned(),
        (Format::Csv, autre) => format!("séparateur « {} »", char::from(autre)),
    };
    if let Some(feuille) = &rapport.feuille {
        return format!("{examen}, {session} · classeur, feuille « {feuille} »");
    }
    format!(
        "{examen}, {session} · {}, {forme}",
        rapport.encodage.libelle()
    )
}
