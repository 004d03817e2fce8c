//! A decision as people read it: its verdict in a few words, the fields of its answer with their labels,
//! both sides of its readings.

use std::collections::BTreeMap;

use guichet::moteur::{ChampDeReponse, Commun, GenreDeReponse};
use guichet::socle::constat::{Constat, Valeur};
use guichet::socle::decision::DeuxLectures;
use guichet::socle::francais::date_en_toutes_lettres;
use guichet::socle::mot::Mot;
use guichet::socle::{Centimes, Decision, Issue, Resultat};

use super::imbrique;
use crate::lignes::sans_majuscule;
use crate::nombres::accorde;

/// What is shown for a field without value.
pub const RIEN: &str = "sans objet";

/// A decision, beside the edition it was made with.
#[derive(Clone, Copy)]
pub struct Vue<'a> {
    /// The edition.
    pub commun: &'a Commun,
    /// The decision.
    pub decision: &'a Decision,
}

/// A field of the answer in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rubrique {
    /// « Paiement au plus tôt ».
    pub libelle: String,
    /// One value, or several; never none.
    pub valeurs: Vec<String>,
    /// Whether it is a list by nature, even of one value.
    pub liste: bool,
}

/// Both sides of a reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LectureVue<'a> {
    /// Entry of the register.
    pub id: &'a str,
    /// Whether it changes the issue or the amount: a person must choose.
    pub a_choisir: bool,
    /// What the text says.
    pub question: &'a str,
    /// The reading applied, in the words of the register.
    pub retenue: &'a str,
    /// The other one.
    pub autre: &'a str,
    /// « 5 500,00 € selon la lecture retenue, 6 000,00 € selon l’autre ».
    pub phrase: String,
    /// Field by field: label, under the reading applied, under the other.
    pub ecarts: Vec<(String, String, String)>,
}

/// What totals are made by, in words: an axis is a key of the contract, without accents.
pub fn axe_en_mots(axe: &str) -> &str {
    match axe {
        "departement" => "département",
        autre => autre,
    }
}

/// A missing fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manquant<'a> {
    /// Name in the contract.
    pub nom: &'a str,
    /// In words, with its article; the name again when the edition does not know it.
    pub libelle: &'a str,
}

impl<'a> Vue<'a> {
    /// The title of the rule of a constat: « Certification hors de la liste »; its name when the edition has
    /// no other words.
    pub fn titre(&self, constat: &'a Constat) -> &'a str {
        let condition = self.commun.condition(&constat.regle);
        let titre = condition.and_then(|condition| condition.titre.as_deref());
        titre.unwrap_or(&constat.nom)
    }

    /// Keeps the titles of the reasons of a decision, for the totals at the end of a batch.
    pub fn garder_les_titres(&self, titres: &mut BTreeMap<String, String>) {
        for constat in &self.decision.constats {
            if constat.resultat == Resultat::NonRempli
                && !titres.contains_key(constat.regle.as_ref())
            {
                titres.insert(constat.regle.to_string(), self.titre(constat).to_owned());
            }
        }
    }

    /// The verdict in a few words: « favorable, 6 000,00 € ».
    pub fn verdict(&self) -> String {
        let decision = self.decision;
        let issue = decision.libelle_d_issue();
        match decision.issue {
            Issue::Favorable => match decision.montant() {
                Some(Centimes::ZERO) => {
                    format!("{issue}, {} : aucune somme n’est due", Centimes::ZERO)
                }
                Some(montant) => format!("{issue}, {montant}"),
                None => issue.to_owned(),
            },
            Issue::Defavorable => {
                let nombre = self.constats(Resultat::NonRempli).count() as u64;
                let (sujet, verbe) = if nombre > 1 {
                    ("conditions", "ne sont pas remplies")
                } else {
                    ("condition", "n’est pas remplie")
                };
                format!("{issue}, {} {verbe}", accorde(nombre, sujet, sujet))
            }
            Issue::AExaminer => format!("{issue}, {} selon la lecture du texte", self.issues()),
            Issue::Incomplet => {
                let nombre = decision.manque.len() as u64;
                format!(
                    "{issue}, il manque {}",
                    accorde(nombre, "élément", "éléments")
                )
            }
            Issue::HorsChamp => format!("{issue}, le règlement ne régit pas ce cas"),
            Issue::Illisible => {
                let nombre = decision.constats.len() as u64;
                let fautes = accorde(nombre, "faute", "fautes");
                format!("{issue}, {fautes} à corriger")
            }
        }
    }

    /// What the readings lead to: « 5 500,00 € ou 6 000,00 € ».
    fn issues(&self) -> String {
        let lectures = &self.decision.lectures;
        let mots = self.decision.mots_d_issue;
        let dite = |cote: &[(Mot, Valeur)]| {
            let valeur = valeur_de(cote, "issue")?;
            Issue::TOUTES
                .into_iter()
                .find(|issue| Valeur::texte(mots.code(*issue)) == *valeur)
        };
        let retenue = lectures
            .iter()
            .find_map(|lecture| dite(&lecture.retenue))
            .unwrap_or(Issue::Favorable);
        let montant = self.decision.montant();
        let mut toutes = vec![(retenue, montant)];
        for lecture in lectures {
            let autre = (
                dite(&lecture.autre).unwrap_or(retenue),
                match valeur_de(&lecture.autre, "montant_centimes") {
                    Some(Valeur::Entier(centimes)) => Some(Centimes(*centimes)),
                    _ => montant,
                },
            );
            if !toutes.contains(&autre) {
                toutes.push(autre);
            }
        }
        let memes = toutes.iter().all(|(issue, _)| *issue == retenue);
        let dites: Vec<String> = toutes
            .into_iter()
            .map(|(issue, montant)| match montant {
                Some(montant) if memes => montant.to_string(),
                Some(montant) if montant > Centimes::ZERO => {
                    format!("{} ({montant})", mots.libelle(issue))
                }
                _ => mots.libelle(issue).to_owned(),
            })
            .collect();
        match dites.split_last() {
            Some((derniere, autres)) if !autres.is_empty() => {
                format!("{} ou {derniere}", autres.join(", "))
            }
            _ => dites.concat(),
        }
    }

    /// The conditions that answer so.
    pub fn constats(&self, resultat: Resultat) -> impl Iterator<Item = &'a Constat> + use<'a> {
        let constats = self.decision.constats.iter();
        constats.filter(move |constat| constat.resultat == resultat)
    }

    /// The missing facts.
    pub fn manquants(&self) -> Vec<Manquant<'a>> {
        let schema = &self.commun.schema;
        let noms = self.decision.manque.iter();
        noms.map(|nom| Manquant {
            nom,
            libelle: schema.libelle(nom).unwrap_or(nom),
        })
        .collect()
    }

    /// The fields of the answer that have a value, besides the amount, which the verdict tells, and those
    /// that are tables.
    pub fn rubriques(&self) -> Vec<Rubrique> {
        let champs = self.decision.champs.iter();
        champs
            .filter(|(nom, valeur)| nom != "montant_centimes" && *valeur != Valeur::Nul)
            .filter_map(|(nom, valeur)| {
                let champ = champ_de_reponse(self.commun, nom);
                if champ.est_imbrique() {
                    return None;
                }
                let (valeurs, liste) = match valeur {
                    Valeur::Liste(valeurs) => (
                        valeurs.iter().map(|v| en_mots(champ.genre, v)).collect(),
                        true,
                    ),
                    seule => (vec![en_mots(champ.genre, seule)], false),
                };
                let rubrique = Rubrique {
                    libelle: champ.libelle,
                    valeurs,
                    liste,
                };
                (!rubrique.valeurs.is_empty()).then_some(rubrique)
            })
            .collect()
    }

    /// Both sides of each reading.
    pub fn lectures(&self) -> Vec<LectureVue<'a>> {
        let lectures = self.decision.lectures.iter();
        lectures.map(|lecture| self.lecture(lecture)).collect()
    }

    fn lecture(&self, lecture: &'a DeuxLectures) -> LectureVue<'a> {
        let inscrite = self
            .commun
            .registre
            .iter()
            .find(|inscrite| inscrite.id == lecture.id);
        let de_poids = |nom: &str| nom == "issue" || nom == "montant_centimes";
        let a_choisir = lecture.retenue.iter().any(|(nom, _)| de_poids(nom));
        let ecarts: Vec<(String, String, String)> = lecture
            .retenue
            .iter()
            .zip(&lecture.autre)
            .flat_map(|((nom, retenue), (_, autre))| {
                let champ = champ_de_reponse(self.commun, nom);
                imbrique::ecarts(&champ.libelle, champ.genre, retenue, autre)
            })
            .collect();
        let selon = |retenue: &str, autre: &str| {
            format!("{retenue} selon la lecture retenue, {autre} selon l’autre")
        };
        let phrase = if a_choisir {
            selon(&self.mene_a(&lecture.retenue), &self.mene_a(&lecture.autre))
        } else {
            let dits: Vec<String> = ecarts
                .iter()
                .map(|(libelle, retenue, autre)| {
                    let libelle = sans_majuscule(libelle);
                    format!("{libelle} : {}", selon(retenue, autre))
                })
                .collect();
            dits.join(" ; ")
        };
        LectureVue {
            id: &lecture.id,
            a_choisir,
            question: &lecture.question,
            retenue: inscrite.map_or("", |inscrite| &inscrite.retenue),
            autre: inscrite
                .and_then(|inscrite| inscrite.autre.as_deref())
                .unwrap_or_default(),
            phrase,
            ecarts,
        }
    }

    /// « 5 500,00 € », « favorable (5 500,00 €) », « défavorable ».
    fn mene_a(&self, cote: &[(Mot, Valeur)]) -> String {
        let dite = |nom: &str| {
            let valeur = valeur_de(cote, nom)?;
            Some(en_mots(champ_de_reponse(self.commun, nom).genre, valeur))
        };
        let nul = Some(&Valeur::Entier(0));
        let montant = dite("montant_centimes");
        match (dite("issue"), montant) {
            (Some(issue), Some(montant)) if valeur_de(cote, "montant_centimes") != nul => {
                format!("{issue} ({montant})")
            }
            (Some(issue), _) => issue,
            (None, montant) => montant.unwrap_or_default(),
        }
    }
}

fn valeur_de<'v>(cote: &'v [(Mot, Valeur)], nom: &str) -> Option<&'v Valeur> {
    let champ = cote.iter().find(|(connu, _)| connu == nom);
    champ.map(|(_, valeur)| valeur)
}

/// A field of the answer: its heading and what it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChampNomme {
    /// The heading.
    pub libelle: String,
    /// What it holds.
    pub genre: GenreDeReponse,
}

impl ChampNomme {
    /// Whether it holds named values or records, which are shown as tables.
    fn est_imbrique(&self) -> bool {
        matches!(
            self.genre,
            GenreDeReponse::Objet(_) | GenreDeReponse::Table(_)
        )
    }
}

/// The codes of the issues, with their words.
const ISSUES: &[(&str, &str)] = &[
    ("favorable", "favorable"),
    ("defavorable", "défavorable"),
    ("a_examiner", "à examiner"),
    ("incomplet", "incomplet"),
    ("hors_champ", "hors champ"),
    ("illisible", "illisible"),
    ("accordable", "accordable"),
    ("non_accordable", "non accordable"),
    ("conforme", "conforme"),
    ("non_conforme", "non conforme"),
];

/// A field of the answer by its name; one that the procedure did not declare shows its own name.
pub fn champ_de_reponse(commun: &Commun, nom: &str) -> ChampNomme {
    let declare = commun.reponse.iter().find(|champ| champ.nom == nom);
    match declare {
        Some(ChampDeReponse { libelle, genre, .. }) => ChampNomme {
            libelle: (*libelle).to_owned(),
            genre: *genre,
        },
        None if nom == "issue" => ChampNomme {
            libelle: "Décision".to_owned(),
            genre: GenreDeReponse::Codes(ISSUES),
        },
        None => ChampNomme {
            libelle: nom.to_owned(),
            genre: if nom.ends_with("_centimes") {
                GenreDeReponse::Montant
            } else {
                GenreDeReponse::Texte
            },
        },
    }
}

/// A value of the answer as people read it.
pub fn en_mots(genre: GenreDeReponse, valeur: &Valeur) -> String {
    match (genre, valeur) {
        (_, Valeur::Nul) => RIEN.to_owned(),
        (_, Valeur::Booleen(vrai)) => if *vrai { "oui" } else { "non" }.to_owned(),
        (GenreDeReponse::Montant, Valeur::Entier(centimes)) => Centimes(*centimes).to_string(),
        (_, Valeur::Entier(nombre)) => nombre.to_string(),
        (GenreDeReponse::Date, Valeur::Texte(texte)) => texte
            .parse()
            .map_or_else(|_| texte.to_string(), date_en_toutes_lettres),
        (GenreDeReponse::Decimal, Valeur::Texte(texte)) => texte.replace('.', ","),
        (GenreDeReponse::Codes(codes), Valeur::Texte(texte)) => codes
            .iter()
            .find(|(code, _)| code == texte)
            .map_or_else(|| texte.to_string(), |(_, mots)| (*mots).to_owned()),
        (_, Valeur::Texte(texte)) => texte.to_string(),
        (genre, Valeur::Liste(valeurs)) => {
            let dites: Vec<String> = valeurs.iter().map(|v| en_mots(genre, v)).collect();
            dites.join(", ")
        }
        (_, Valeur::Objet(champs)) => {
            let dits: Vec<String> = champs
                .iter()
                .map(|(nom, valeur)| {
                    let genre = if nom.ends_with("_centimes") {
                        GenreDeReponse::Montant
                    } else {
                        GenreDeReponse::Texte
                    };
                    format!("{nom} : {}", en_mots(genre, valeur))
                })
                .collect();
            dits.join(", ")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::essai::{commun, decisions, edition};
    use super::*;

    #[test]
    fn the_verdict_says_the_issue_the_amount_and_what_decides() {
        let edition = edition();
        let dits: Vec<String> = decisions()
            .iter()
            .map(|decision| {
                let vue = Vue {
                    commun: commun(&edition),
                    decision,
                };
                vue.verdict().replace('\u{a0}', " ")
            })
            .collect();
        assert_eq!(
            dits,
            [
                "favorable, 6 000,00 €",
                "défavorable, 2 conditions ne sont pas remplies",
                "à examiner, 5 500,00 € ou 6 000,00 € selon la lecture du texte",
                "à examiner, défavorable ou favorable (4 114,29 €) selon la lecture du texte",
                "incomplet, il manque 2 éléments",
                "hors champ, le règlement ne régit pas ce cas",
                "illisible, 2 fautes à corriger",
                "favorable, 0,00 € : aucune somme n’est due",
            ]
        );
    }

    #[test]
    fn values_are_told_in_words() {
        let codes = GenreDeReponse::Codes(&[("arrete", "arrêté")]);
        let cas = [
            (
                GenreDeReponse::Montant,
                Valeur::Entier(600_000),
                "6 000,00 €",
            ),
            (GenreDeReponse::Nombre, Valeur::Entier(12), "12"),
            (
                GenreDeReponse::Date,
                Valeur::texte("2025-10-01"),
                "1er octobre 2025",
            ),
            (GenreDeReponse::Date, Valeur::texte("un jour"), "un jour"),
            (codes, Valeur::texte("arrete"), "arrêté"),
            (codes, Valeur::texte("autre"), "autre"),
            (GenreDeReponse::Booleen, Valeur::Booleen(true), "oui"),
            (GenreDeReponse::Date, Valeur::Nul, RIEN),
            (
                GenreDeReponse::Texte,
                Valeur::Liste(vec![Valeur::texte("a"), Valeur::texte("b")]),
                "a, b",
            ),
            (
                GenreDeReponse::Texte,
                Valeur::Objet(vec![("brut_centimes".to_owned(), Valeur::Entier(5))]),
                "brut_centimes : 0,05 €",
            ),
        ];
        for (genre, valeur, attendue) in cas {
            let dite = en_mots(genre, &valeur).replace('\u{a0}', " ");
            assert_eq!(dite, attendue, "{valeur:?}");
        }
    }
}
