//! The closed vocabulary in French: one sentence for each kind of demand.

use crate::francais::date_en_toutes_lettres;

use super::{AvecBorne, Exigence, Longueur, NomDeFait, Scalaire};

/// How a procedure says the names that its conditions hold.
pub trait Lexique {
    /// A fact: a noun with its article, or a clause for one that is true or false.
    fn fait(&self, nom: &str) -> String;
    /// The characters of a class: « lettres et chiffres ».
    fn classe(&self, nom: &str) -> String;
    /// A list of codes, with its article: « la liste des pays ».
    fn liste(&self, nom: &str) -> String;
    /// A figure that a fact is compared with, in the unit of the fact.
    fn nombre(&self, _fait: &str, valeur: i64) -> String {
        nombre(valeur)
    }
}

/// A demand in words: what holds when it is met, without capital nor full stop.
#[must_use]
pub fn en_mots(exigence: &Exigence, lexique: &dyn Lexique) -> String {
    let fait = |nom: &NomDeFait| {
        nom.as_ref()
            .map_or_else(|| "la valeur".to_owned(), |nom| lexique.fait(nom.get_ref()))
    };
    // « les aides valent », « l’âge vaut ».
    let sujet = |nom: &NomDeFait, singulier: &str, pluriel: &str| {
        let nom = fait(nom);
        let verbe = if nom.starts_with("les ") {
            pluriel
        } else {
            singulier
        };
        format!("{nom} {verbe}")
    };
    let nombre = |nom: &NomDeFait, valeur: i64| match nom {
        Some(nom) => lexique.nombre(nom.get_ref(), valeur),
        None => nombre(valeur),
    };
    match exigence {
        Exigence::AuMoins(seuil) => {
            let sujet = sujet(&seuil.fait, "vaut", "valent");
            format!("{sujet} au moins {}", nombre(&seuil.fait, seuil.valeur))
        }
        Exigence::AuPlus(seuil) => {
            let sujet = sujet(&seuil.fait, "vaut", "valent");
            format!("{sujet} au plus {}", nombre(&seuil.fait, seuil.valeur))
        }
        Exigence::Entre(bornes) => format!(
            "{} entre {} et {}, bornes comprises",
            sujet(&bornes.fait, "est", "sont"),
            nombre(&bornes.fait, bornes.min),
            nombre(&bornes.fait, bornes.max)
        ),
        Exigence::Egal(egalite) => match &egalite.valeur {
            Scalaire::Entier(valeur) => format!(
                "{} {}",
                sujet(&egalite.fait, "est", "sont"),
                nombre(&egalite.fait, *valeur)
            ),
            Scalaire::Texte(valeur) => format!("{} est « {valeur} »", fait(&egalite.fait)),
        },
        Exigence::EstVrai(sur) => fait(&sur.fait),
        Exigence::DansListe(dans) => {
            format!(
                "{} est un code de {}",
                fait(&dans.fait),
                lexique.liste(dans.liste.get_ref())
            )
        }
        Exigence::Caracteres(dans) => format!(
            "{} n’a pour caractères que : {}",
            fait(&dans.fait),
            lexique.classe(dans.classe.get_ref())
        ),
        Exigence::Motif(avec) => {
            format!(
                "{} correspond en entier à {}",
                fait(&avec.fait),
                avec.motif.get_ref()
            )
        }
        Exigence::Sans(avec) => format!(
            "{} n’a aucun passage qui corresponde à {}",
            fait(&avec.fait),
            avec.motif.get_ref()
        ),
        Exigence::Longueur(longueur) => format!("{} {}", fait(&longueur.fait), compte(longueur)),
        Exigence::Renseigne(sur) => format!("{} n’est pas vide", fait(&sur.fait)),
        Exigence::Avant(avec) => format!("{} précède {}", fait(&avec.fait), borne(avec, lexique)),
        Exigence::Apres(avec) => {
            format!(
                "{} ne précède pas {}",
                fait(&avec.fait),
                borne(avec, lexique)
            )
        }
        Exigence::DansPeriode(dans) => format!(
            "{} ne précède pas {}, et précède {}",
            fait(&dans.fait),
            jour(dans.du.get_ref(), lexique),
            jour(dans.au.get_ref(), lexique)
        ),
        Exigence::Toutes(exigences) => groupe("à la fois", exigences, lexique),
        Exigence::AuMoinsUne(exigences) => groupe("au moins une de ces choses", exigences, lexique),
        Exigence::Aucune(exigences) => match exigences.as_slice() {
            // What the tree says twice negatively, a sentence says once positively.
            [Exigence::Renseigne(sur)] => format!("{} est vide", fait(&sur.fait)),
            [une] => format!("ce cas est exclu : {}", en_mots(une, lexique)),
            plusieurs => groupe("ces cas sont exclus", plusieurs, lexique),
        },
    }
}

/// Several demands, told apart by semicolons; a group within a group stands between parentheses.
fn groupe(tete: &str, exigences: &[Exigence], lexique: &dyn Lexique) -> String {
    let mots: Vec<String> = exigences
        .iter()
        .map(|exigence| {
            let mots = en_mots(exigence, lexique);
            let compose = matches!(
                exigence,
                Exigence::Toutes(_) | Exigence::AuMoinsUne(_) | Exigence::Aucune(_)
            );
            if compose && mots.contains(" : ") {
                format!("({mots})")
            } else {
                mots
            }
        })
        .collect();
    format!("{tete} : {}", mots.join(" ; "))
}

fn compte(longueur: &Longueur) -> String {
    let s = if longueur.max > 1 { "s" } else { "" };
    match (longueur.min, longueur.max) {
        (0, max) => format!("compte au plus {max} caractère{s}"),
        (min, max) if min == max => format!("compte {max} caractère{s}"),
        (min, max) => format!("compte de {min} à {max} caractère{s}"),
    }
}

fn borne(avec: &AvecBorne, lexique: &dyn Lexique) -> String {
    jour(avec.borne.get_ref(), lexique)
}

/// `2024-04-01` as « le 1er avril 2024 », the name of another date as the procedure says it.
fn jour(borne: &str, lexique: &dyn Lexique) -> String {
    match borne.parse::<jiff::civil::Date>() {
        Ok(date) => format!("le {}", date_en_toutes_lettres(date)),
        Err(_) => lexique.fait(borne),
    }
}

/// Thousands apart, as the French write them.
#[must_use]
pub fn nombre(valeur: i64) -> String {
    let chiffres = valeur.unsigned_abs().to_string();
    let mut texte = if valeur < 0 {
        "-".to_owned()
    } else {
        String::new()
    };
    for (rang, chiffre) in chiffres.chars().enumerate() {
        if rang > 0 && (chiffres.len() - rang).is_multiple_of(3) {
            texte.push('\u{202f}');
        }
        texte.push(chiffre);
    }
    texte
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    struct Essai;

    impl Lexique for Essai {
        fn fait(&self, nom: &str) -> String {
            match nom {
                "age" => "l’âge",
                "aides" => "les aides de l’année",
                "debut" => "le début du contrat",
                "fin" => "la fin du contrat",
                "a_jour" => "l’employeur est à jour de ses cotisations",
                "public" => "l’établissement est public",
                autre => autre,
            }
            .to_owned()
        }

        fn classe(&self, nom: &str) -> String {
            if nom == "telephone" {
                "chiffres et signe +".to_owned()
            } else {
                nom.to_owned()
            }
        }

        fn liste(&self, nom: &str) -> String {
            format!("la liste des {nom}")
        }

        fn nombre(&self, fait: &str, valeur: i64) -> String {
            if fait == "aides" {
                crate::Centimes(valeur).to_string()
            } else {
                nombre(valeur)
            }
        }
    }

    fn check(exige: &str, attendu: &str) {
        #[derive(Deserialize)]
        struct Porteur {
            exige: Exigence,
        }
        let lue = toml::from_str::<Porteur>(&format!("exige = {{ {exige} }}"))
            .unwrap()
            .exige;
        // A variant added to the vocabulary must be added to the table below.
        match lue {
            Exigence::AuMoins(_)
            | Exigence::AuPlus(_)
            | Exigence::Entre(_)
            | Exigence::Egal(_)
            | Exigence::EstVrai(_)
            | Exigence::DansListe(_)
            | Exigence::Caracteres(_)
            | Exigence::Motif(_)
            | Exigence::Sans(_)
            | Exigence::Longueur(_)
            | Exigence::Renseigne(_)
            | Exigence::Avant(_)
            | Exigence::Apres(_)
            | Exigence::DansPeriode(_)
            | Exigence::Toutes(_)
            | Exigence::AuMoinsUne(_)
            | Exigence::Aucune(_) => {}
        }
        assert_eq!(
            en_mots(&lue, &Essai).replace(['\u{202f}', '\u{a0}'], " "),
            attendu,
            "{exige}"
        );
    }

    #[test]
    fn every_kind_of_demand_has_its_sentence() {
        let cas = [
            (
                "au_moins = { fait = 'age', valeur = 30 }",
                "l’âge vaut au moins 30",
            ),
            (
                "au_plus = { valeur = 23000 }",
                "la valeur vaut au plus 23 000",
            ),
            (
                "au_plus = { fait = 'aides', valeur = 2300000 }",
                "les aides de l’année valent au plus 23 000,00 €",
            ),
            (
                "entre = { fait = 'aides', min = 0, max = 5 }",
                "les aides de l’année sont entre 0,00 € et 0,05 €, bornes comprises",
            ),
            (
                "au_plus = { valeur = -1500 }",
                "la valeur vaut au plus -1 500",
            ),
            (
                "entre = { fait = 'age', min = 16, max = 25 }",
                "l’âge est entre 16 et 25, bornes comprises",
            ),
            ("egal = { fait = 'age', valeur = 18 }", "l’âge est 18"),
            ("egal = { valeur = 'EURO' }", "la valeur est « EURO »"),
            (
                "est_vrai = { fait = 'a_jour' }",
                "l’employeur est à jour de ses cotisations",
            ),
            (
                "dans_liste = { liste = 'specialites' }",
                "la valeur est un code de la liste des specialites",
            ),
            (
                "caracteres = { classe = 'telephone' }",
                "la valeur n’a pour caractères que : chiffres et signe +",
            ),
            (
                "motif = { motif = '[0-9]{5}' }",
                "la valeur correspond en entier à [0-9]{5}",
            ),
            (
                "sans = { motif = '---' }",
                "la valeur n’a aucun passage qui corresponde à ---",
            ),
            (
                "longueur = { max = 38 }",
                "la valeur compte au plus 38 caractères",
            ),
            (
                "longueur = { min = 1, max = 1 }",
                "la valeur compte 1 caractère",
            ),
            (
                "longueur = { min = 2, max = 3 }",
                "la valeur compte de 2 à 3 caractères",
            ),
            ("renseigne = {}", "la valeur n’est pas vide"),
            (
                "avant = { fait = 'debut', borne = '2024-04-01' }",
                "le début du contrat précède le 1er avril 2024",
            ),
            (
                "avant = { fait = 'debut', borne = 'fin' }",
                "le début du contrat précède la fin du contrat",
            ),
            (
                "apres = { fait = 'debut', borne = '2024-08-31' }",
                "le début du contrat ne précède pas le 31 août 2024",
            ),
            (
                "dans_periode = { fait = 'debut', du = '2024-04-01', au = 'fin' }",
                "le début du contrat ne précède pas le 1er avril 2024, et précède la fin du contrat",
            ),
            (
                "toutes = [{ renseigne = {} }, { longueur = { max = 5 } }]",
                "à la fois : la valeur n’est pas vide ; la valeur compte au plus 5 caractères",
            ),
            (
                "au_moins_une = [{ est_vrai = { fait = 'a_jour' } }, { aucune = [{ est_vrai = { fait = 'public' } }] }]",
                "au moins une de ces choses : l’employeur est à jour de ses cotisations ; (ce cas est exclu : l’établissement est public)",
            ),
            ("aucune = [{ renseigne = {} }]", "la valeur est vide"),
            (
                "aucune = [{ est_vrai = { fait = 'public' } }]",
                "ce cas est exclu : l’établissement est public",
            ),
            (
                "aucune = [{ est_vrai = { fait = 'public' } }, { sans = { motif = 'A' } }]",
                "ces cas sont exclus : l’établissement est public ; la valeur n’a aucun passage qui corresponde à A",
            ),
        ];
        for (exige, attendu) in cas {
            check(exige, attendu);
        }
    }
}
