//! The rules of a field, and what remains of them once the rest of the candidate is unknown.
//!
//! A rule counts here when it is an error, and as far as the value alone decides it. Facts that other
//! fields give are supposed in turn true and false: what is accepted is what one of the suppositions
//! accepts.

use std::collections::{BTreeMap, BTreeSet};

use guichet_nomenclatures::cyclades::Domaine;
use guichet_socle::ErreurEdition;
use guichet_socle::caracteres::{Sorte, union};
use guichet_socle::constat::Gravite;
use guichet_socle::motif::Motif;
use guichet_socle::vocabulaire::{Exigence, NomDeFait, Scalaire};
use toml::Spanned;

use super::automate::{self, Atome, langage};
use super::ensemble::{Ensemble, symboles};
use super::expression::Expression;
use super::listes::listes;
use super::{Forme, FormeDeTexte};
use crate::EditionCyclades;
use crate::champs::{Cas, Champ};
use crate::faits::{self, bit};
use crate::plan::enseignements_de_l_examen;

mod evaluation;
mod suppositions;

use evaluation::Valeur;
use suppositions::{Supposition, TOUJOURS_CONNUS, dite, gardes, suppositions};

/// What facts say of the value itself, as patterns.
const FAITS_EN_MOTIFS: [(&str, &str, &str); 2] = [
    ("date_naissance_reelle", "date_naissance", ""),
    (
        "date_heure_export_reelle",
        "date_heure_export",
        " (?:[01][0-9]|2[0-3]):[0-5][0-9]",
    ),
];

/// Real days, `JJ/MM/AAAA`, leap years included.
const JOUR_REEL: &str = "(?:(?:0[1-9]|1[0-9]|2[0-8])/(?:0[1-9]|1[0-2])/[0-9]{4}\
    |(?:29|30)/(?:0[13-9]|1[0-2])/[0-9]{4}|31/(?:0[13578]|1[02])/[0-9]{4}\
    |29/02/(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00))";

/// Facts of a speciality, which its code alone decides.
const FAITS_DE_CODE: [(&str, u64); 3] = [
    ("specialite_fermee", bit::SPECIALITE_FERMEE),
    (
        "specialite_pas_encore_ouverte",
        bit::SPECIALITE_PAS_ENCORE_OUVERTE,
    ),
    ("specialite_en_rattrapage", bit::SPECIALITE_EN_RATTRAPAGE),
];

/// What a field may hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formes {
    /// A value is required in every circumstance.
    pub obligatoire: bool,
    /// The forms of a value.
    pub possibles: Vec<Forme>,
    /// Codes of the rules that are errors, and whether the schema says all of them.
    pub regles: BTreeMap<String, bool>,
}

/// A demand on the value.
#[derive(Debug, Clone)]
enum Test {
    Atome(usize),
    Liste(String),
    /// A fact that the code of a list decides, by bit.
    DuCode(u64),
    Longueur(u32, u32),
    /// A fact of the rest of the candidate, by name.
    Suppose(String),
    Constante(bool),
    Toutes(Vec<Test>),
    AuMoinsUne(Vec<Test>),
    Non(Box<Test>),
    /// Only the rest of the candidate decides it.
    Ailleurs,
}

#[derive(Debug, Clone)]
struct Regle {
    code: String,
    rang: usize,
    erreur: bool,
    si: Vec<String>,
    sauf: Vec<String>,
    apres: Vec<String>,
    test: Test,
    /// It speaks of absence: evaluated first, and alone for a value made of spaces.
    absence: bool,
}

struct Champs<'e> {
    edition: &'e EditionCyclades,
    domaines: &'e [Domaine],
    annee: i16,
    atomes: Vec<Atome>,
    connus: BTreeMap<String, usize>,
    listes: BTreeMap<String, Vec<(String, String)>>,
    constants: faits::Bits,
}

/// What a field may hold, for some exams and a year.
pub fn formes(
    edition: &EditionCyclades,
    rang: u8,
    domaines: &[Domaine],
    annee: i16,
) -> Result<Formes, ErreurEdition> {
    let mut champs = Champs {
        edition,
        domaines,
        annee,
        atomes: Vec::new(),
        connus: BTreeMap::new(),
        listes: listes(edition, domaines),
        constants: enseignements_de_l_examen(&edition.listes, domaines),
    };
    let champ = &edition.champs.liste[usize::from(rang)];
    let mut regles = champs.regles(champ)?;
    champs.reduire(&mut regles);
    let mut toutes = Formes {
        obligatoire: true,
        possibles: Vec::new(),
        regles: regles
            .iter()
            .filter(|r| r.erreur)
            .map(|r| (r.code.clone(), dite(&r.test) && gardes(r).next().is_none()))
            .collect(),
    };
    for supposition in suppositions(&regles) {
        let (vide, formes) = champs.sous(&regles, &supposition);
        toutes.obligatoire &= !vide;
        for forme in formes {
            if !toutes.possibles.contains(&forme) {
                toutes.possibles.push(forme);
            }
        }
    }
    Ok(toutes)
}

fn atomes_de(test: &Test, rangs: &mut BTreeSet<usize>) {
    match test {
        Test::Atome(rang) => drop(rangs.insert(*rang)),
        Test::Toutes(tests) | Test::AuMoinsUne(tests) => {
            for test in tests {
                atomes_de(test, rangs);
            }
        }
        Test::Non(test) => atomes_de(test, rangs),
        _ => {}
    }
}

fn renumeroter(test: &mut Test, nouveaux: &BTreeMap<usize, usize>) {
    match test {
        Test::Atome(rang) => *rang = nouveaux.get(rang).copied().unwrap_or(usize::MAX),
        Test::Toutes(tests) | Test::AuMoinsUne(tests) => {
            for test in tests {
                renumeroter(test, nouveaux);
            }
        }
        Test::Non(test) => renumeroter(test, nouveaux),
        _ => {}
    }
}

impl Champs<'_> {
    fn concerne(&self, domaines: &[Spanned<String>]) -> bool {
        domaines.is_empty()
            || domaines
                .iter()
                .any(|d| self.domaines.iter().any(|s| s.code() == d.get_ref()))
    }

    /// The rules of a field in the order they are run: those on absence, then by code.
    fn regles(&mut self, champ: &Champ) -> Result<Vec<Regle>, ErreurEdition> {
        let edition = self.edition;
        let mut regles = Vec::new();
        for cas in &champ.cas {
            if !self.concerne(&cas.domaines) {
                continue;
            }
            for (contrainte, test) in self.du_cas(cas)? {
                let code = edition.champs.regle(champ, cas, contrainte)?.get_ref();
                if let Some(rang) = edition.conditions.rang(code) {
                    let condition = &edition.conditions.conditions[rang];
                    regles.push(Regle {
                        code: code.clone(),
                        rang,
                        erreur: condition.gravite == Gravite::Erreur,
                        si: noms(&cas.si),
                        sauf: noms(&cas.sauf),
                        apres: noms(&condition.apres),
                        test,
                        absence: contrainte == "obligatoire",
                    });
                }
            }
        }
        for (rang, condition) in edition.conditions.conditions.iter().enumerate() {
            let Some(exige) = &condition.exige else {
                continue;
            };
            if condition.champs.iter().any(|c| *c.get_ref() == champ.nom)
                && self.concerne(&condition.domaines)
            {
                regles.push(Regle {
                    code: condition.code.get_ref().clone(),
                    rang,
                    erreur: condition.gravite == Gravite::Erreur,
                    si: noms(&condition.si),
                    sauf: noms(&condition.sauf),
                    apres: noms(&condition.apres),
                    test: self.test(exige.get_ref(), champ)?,
                    absence: matches!(exige.get_ref(), Exigence::Renseigne(sur) if de_ce_champ(&sur.fait, champ)),
                });
            }
        }
        regles.sort_by_key(|r| r.rang);
        // What is no error counts only where it makes an error moot.
        let mut utiles: BTreeSet<String> = (regles.iter())
            .filter(|r| r.erreur || r.absence)
            .map(|r| r.code.clone())
            .collect();
        for regle in regles.iter().rev() {
            if utiles.contains(&regle.code) {
                utiles.extend(regle.apres.iter().cloned());
            }
        }
        regles.retain(|r| utiles.contains(&r.code));
        regles.sort_by_key(|r| (!r.absence, r.rang));
        Ok(regles)
    }

    /// Keeps the atoms that the rules ask for, under new ranks.
    fn reduire(&mut self, regles: &mut [Regle]) {
        let mut rangs = BTreeSet::new();
        for regle in regles.iter() {
            atomes_de(&regle.test, &mut rangs);
        }
        let nouveaux: BTreeMap<usize, usize> = rangs.into_iter().zip(0..).collect();
        for regle in regles {
            renumeroter(&mut regle.test, &nouveaux);
        }
        self.atomes = std::mem::take(&mut self.atomes)
            .into_iter()
            .enumerate()
            .filter(|(rang, _)| nouveaux.contains_key(rang))
            .map(|(_, atome)| atome)
            .collect();
    }

    fn du_cas(&mut self, cas: &Cas) -> Result<Vec<(&'static str, Test)>, ErreurEdition> {
        let mut tests = Vec::new();
        if cas.obligatoire {
            tests.push(("obligatoire", self.atome("", || Ok(Atome::Renseigne))?));
        }
        if let Some(max) = cas.longueur_max {
            tests.push(("longueur_max", Test::Longueur(0, max)));
        }
        if let Some(nom) = &cas.caracteres {
            let masque = self.classe(nom.get_ref()) | union(&cas.sortes_laissees);
            tests.push((
                "caracteres",
                self.atome(&format!("c{masque}"), || Ok(Atome::Caracteres(masque)))?,
            ));
        }
        if let Some(motif) = &cas.motif {
            tests.push(("motif", self.motif(motif.get_ref(), true)?));
        }
        if let Some(nom) = &cas.liste {
            tests.push(("liste", self.liste(nom.get_ref())));
        }
        Ok(tests)
    }

    fn classe(&self, nom: &str) -> u32 {
        self.edition.classes.get(nom).copied().unwrap_or(u32::MAX)
    }

    fn liste(&self, nom: &str) -> Test {
        if self.listes.contains_key(nom) {
            Test::Liste(nom.to_owned())
        } else {
            Test::Ailleurs
        }
    }

    fn motif(&mut self, motif: &str, entier: bool) -> Result<Test, ErreurEdition> {
        let dossier = self.edition.edition.dossier.clone();
        self.atome(&format!("{entier}{motif}"), || {
            let lu = if entier {
                Motif::entier(motif)
            } else {
                Motif::quelque_part(motif)
            };
            lu.map(|motif| Atome::Motif(Box::new(motif)))
                .map_err(|message| ErreurEdition::du_fichier(dossier, message))
        })
    }

    /// The same question is asked once.
    fn atome(
        &mut self,
        cle: &str,
        faire: impl FnOnce() -> Result<Atome, ErreurEdition>,
    ) -> Result<Test, ErreurEdition> {
        if let Some(&rang) = self.connus.get(cle) {
            return Ok(Test::Atome(rang));
        }
        self.atomes.push(faire()?);
        let rang = self.atomes.len() - 1;
        self.connus.insert(cle.to_owned(), rang);
        Ok(Test::Atome(rang))
    }

    fn test(&mut self, exigence: &Exigence, champ: &Champ) -> Result<Test, ErreurEdition> {
        let sien = |fait: &NomDeFait| de_ce_champ(fait, champ);
        Ok(match exigence {
            Exigence::Renseigne(sur) if sien(&sur.fait) => {
                self.atome("", || Ok(Atome::Renseigne))?
            }
            Exigence::Caracteres(dans) if sien(&dans.fait) => {
                let masque = self.classe(dans.classe.get_ref());
                self.atome(&format!("c{masque}"), || Ok(Atome::Caracteres(masque)))?
            }
            Exigence::Motif(avec) if sien(&avec.fait) => self.motif(avec.motif.get_ref(), true)?,
            Exigence::Sans(avec) if sien(&avec.fait) => {
                Test::Non(Box::new(self.motif(avec.motif.get_ref(), false)?))
            }
            Exigence::DansListe(dans) if sien(&dans.fait) => self.liste(dans.liste.get_ref()),
            Exigence::Longueur(longueur) if sien(&longueur.fait) => {
                Test::Longueur(longueur.min, longueur.max)
            }
            Exigence::Egal(egalite) if sien(&egalite.fait) => match &egalite.valeur {
                Scalaire::Texte(texte) if texte.is_ascii() => {
                    let motif: String = texte
                        .bytes()
                        .flat_map(|o| format!("\\x{o:02x}").into_bytes())
                        .map(char::from)
                        .collect();
                    self.motif(&motif, true)?
                }
                _ => Test::Ailleurs,
            },
            Exigence::EstVrai(sur) => match &sur.fait {
                Some(nom) => self.fait(nom.get_ref(), champ)?,
                None => Test::Ailleurs,
            },
            Exigence::Toutes(exigences) => Test::Toutes(self.tests(exigences, champ)?),
            Exigence::AuMoinsUne(exigences) => Test::AuMoinsUne(self.tests(exigences, champ)?),
            Exigence::Aucune(exigences) => {
                Test::Non(Box::new(Test::AuMoinsUne(self.tests(exigences, champ)?)))
            }
            _ => Test::Ailleurs,
        })
    }

    fn tests(&mut self, exigences: &[Exigence], champ: &Champ) -> Result<Vec<Test>, ErreurEdition> {
        exigences.iter().map(|e| self.test(e, champ)).collect()
    }

    fn fait(&mut self, nom: &str, champ: &Champ) -> Result<Test, ErreurEdition> {
        if let Some((_, _, suite)) = FAITS_EN_MOTIFS
            .iter()
            .find(|(fait, sien, _)| *fait == nom && *sien == champ.nom)
        {
            return self.motif(&format!("{JOUR_REEL}{suite}"), true);
        }
        if champ.nom == "serie"
            && let Some((_, bit)) = FAITS_DE_CODE.iter().find(|(fait, _)| *fait == nom)
        {
            return Ok(Test::DuCode(*bit));
        }
        if nom == "enseignement_non_concerne"
            && self.constants.connus & bit::ENSEIGNEMENT_NON_CONCERNE != 0
        {
            let vrai = self.constants.vrais & bit::ENSEIGNEMENT_NON_CONCERNE != 0;
            return Ok(Test::Constante(vrai));
        }
        if TOUJOURS_CONNUS.contains(&nom) {
            return Ok(Test::Suppose(nom.to_owned()));
        }
        Ok(Test::Ailleurs)
    }

    /// Whether an absent value is accepted, and the forms of one that is not absent.
    fn sous(&self, regles: &[Regle], supposition: &Supposition) -> (bool, Vec<Forme>) {
        let reponses = automate::reponses(&self.atomes, "");
        let vide = !self.refuse(
            regles,
            supposition,
            &Valeur {
                vide: true,
                blanche: true,
                atomes: &reponses,
                code: None,
                longueur: Some(0),
            },
        );
        if let Some(nom) = liste_imposee(regles, supposition) {
            return (vide, self.codes(regles, supposition, nom));
        }
        // Values with a lost or unreadable character are refused before any rule.
        let lisibles = union(Sorte::TOUTES) & !union(&[Sorte::Nul, Sorte::Illisible]);
        let mut atomes = self.atomes.clone();
        atomes.push(Atome::Caracteres(lisibles));
        atomes.push(Atome::Renseigne);
        let acceptable = |reponses: &[bool]| match reponses {
            [siens @ .., lisible, renseigne] => {
                *lisible
                    && !self.refuse(
                        regles,
                        supposition,
                        &Valeur {
                            vide: false,
                            blanche: !renseigne,
                            atomes: siens,
                            code: None,
                            longueur: None,
                        },
                    )
            }
            _ => false,
        };
        let (min, max) = longueurs(regles, supposition);
        let forme = match langage(&atomes, &acceptable) {
            Some(langage) => FormeDeTexte {
                min: langage.min.max(min),
                max: [langage.max, max].into_iter().flatten().min(),
                expression: Some(langage.expression).filter(|e| *e != tout_texte()),
            },
            None if refuse_tout(&atomes, &acceptable) => return (vide, Vec::new()),
            None => FormeDeTexte {
                min: min.max(1),
                max,
                expression: None,
            },
        };
        (vide, vec![Forme::Texte(forme)])
    }

    /// The codes of a list that no rule refuses, and blanks if they are accepted where a code is not.
    fn codes(&self, regles: &[Regle], supposition: &Supposition, nom: &str) -> Vec<Forme> {
        let vide = Vec::new();
        let accepte = |valeur: &str, code: Option<&str>| {
            let reponses = automate::reponses(&self.atomes, valeur);
            !self.refuse(
                regles,
                supposition,
                &Valeur {
                    vide: false,
                    blanche: valeur.bytes().all(|o| o == b' '),
                    atomes: &reponses,
                    code,
                    longueur: u32::try_from(valeur.chars().count()).ok(),
                },
            )
        };
        let codes: Vec<(String, String)> = self
            .listes
            .get(nom)
            .unwrap_or(&vide)
            .iter()
            .filter(|(code, _)| accepte(code, Some(code)))
            .cloned()
            .collect();
        let mut formes = Vec::new();
        if !codes.is_empty() {
            formes.push(Forme::Codes(codes));
        }
        if accepte(" ", None) {
            let espace = Expression::Un(Ensemble::de(' '));
            formes.push(Forme::Texte(FormeDeTexte {
                min: 1,
                max: None,
                expression: Some(espace.clone().puis(espace.etoile())),
            }));
        }
        formes
    }
}

/// Any text that can be read: a pattern that says it says nothing.
fn tout_texte() -> Expression {
    let lisibles = symboles()
        .iter()
        .filter(|s| !matches!(s.sorte, Sorte::Nul | Sorte::Illisible))
        .fold(Ensemble::default(), |e, s| e.avec(&s.ensemble));
    Expression::Repete(Box::new(Expression::Un(lisibles)), 1, None)
}

fn refuse_tout(atomes: &[Atome], acceptable: &dyn Fn(&[bool]) -> bool) -> bool {
    // `langage` gives nothing both for no value and for too many: some values tell which.
    ["A", "a", "1", "É", "AB12", " "]
        .iter()
        .all(|valeur| !acceptable(&automate::reponses(atomes, valeur)))
}

/// The list that a value must be of, when an error says so without anything that could make it moot but
/// other errors.
fn liste_imposee<'r>(regles: &'r [Regle], supposition: &Supposition) -> Option<&'r str> {
    regles.iter().find_map(|regle| {
        let Test::Liste(nom) = &regle.test else {
            return None;
        };
        let su = |nom: &String| supposition.get(nom).copied().flatten();
        let a_lieu = regle.erreur
            && regle.si.iter().all(|n| su(n) == Some(true))
            && regle.sauf.iter().all(|n| su(n) == Some(false))
            && regle
                .apres
                .iter()
                .all(|avant| regles.iter().all(|r| r.code != *avant || r.erreur));
        a_lieu.then_some(nom.as_str())
    })
}

/// The lengths that errors impose in every case.
fn longueurs(regles: &[Regle], supposition: &Supposition) -> (u32, Option<u32>) {
    let su = |nom: &String| supposition.get(nom).copied().flatten();
    regles
        .iter()
        .filter(|r| {
            r.erreur
                && r.apres.is_empty()
                && r.si.iter().all(|n| su(n) == Some(true))
                && r.sauf.iter().all(|n| su(n) == Some(false))
        })
        .fold((1, None), |(min, max), regle| match regle.test {
            Test::Longueur(sien_min, sien_max) => (
                min.max(sien_min),
                Some(max.map_or(sien_max, |max: u32| max.min(sien_max))),
            ),
            _ => (min, max),
        })
}

fn de_ce_champ(fait: &NomDeFait, champ: &Champ) -> bool {
    fait.as_ref().is_none_or(|nom| *nom.get_ref() == champ.nom)
}

fn noms(liste: &[Spanned<String>]) -> Vec<String> {
    liste.iter().map(|nom| nom.get_ref().clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use guichet_socle::texte::Texte;

    #[test]
    fn the_pattern_of_real_days_is_the_calendar() {
        let motif = Motif::entier(JOUR_REEL).unwrap();
        for annee in 0..10_000 {
            for (jour, mois) in [(28, 2), (29, 2), (30, 2), (1, 1), (31, 12)] {
                let texte = format!("{jour:02}/{mois:02}/{annee:04}");
                assert_eq!(
                    motif.correspond(&Texte::new(&texte)),
                    faits::jour(texte.as_bytes()).is_some(),
                    "{texte}"
                );
            }
        }
        for annee in [1900, 2000, 2023, 2024] {
            for mois in 0..=20 {
                for jour in 0..=40 {
                    let texte = format!("{jour:02}/{mois:02}/{annee}");
                    assert_eq!(
                        motif.correspond(&Texte::new(&texte)),
                        faits::jour(texte.as_bytes()).is_some(),
                        "{texte}"
                    );
                }
            }
        }
    }
}
