//! What a rule of CYCLADES demands, in words: its own demand, or the constraints that the fields declare.

use guichet_cyclades::EditionCyclades;
use guichet_cyclades::champs::{CONTRAINTES, Cas};
use guichet_socle::condition::Condition;
use guichet_socle::vocabulaire::mots::{Lexique, en_mots};

use crate::regles::circonstances::circonstances;
use crate::regles::vues::ExigenceVue;

/// The names of the facts, classes and lists of an edition.
struct Mots<'a>(&'a EditionCyclades);

impl Lexique for Mots<'_> {
    fn fait(&self, nom: &str) -> String {
        // A field and a fact may share a name: the field comes first in the table, and is the noun.
        self.0
            .faits
            .iter()
            .find(|fait| fait.nom == nom)
            .map_or_else(|| nom.to_owned(), |fait| fait.sens.clone())
    }

    fn classe(&self, nom: &str) -> String {
        self.0.libelle_de_classe(nom).to_owned()
    }

    fn liste(&self, nom: &str) -> String {
        match nom {
            "categories" => "la liste des catégories de candidat de l’examen",
            "departements" => "la liste des départements",
            "enseignements" => "la liste des enseignements de l’examen",
            "langues" => "la liste des langues",
            "pays" => "la liste des pays",
            "pays_ou_autre" => "la liste des pays, ou AUT",
            "pcs" => "la liste des catégories socio-professionnelles",
            "specialites" => "la liste des spécialités de l’examen",
            autre => return format!("la liste {autre}"),
        }
        .to_owned()
    }
}

/// Every demand of a rule; fields of which the same is demanded stand together.
pub fn exigences(edition: &EditionCyclades, condition: &Condition) -> Vec<ExigenceVue> {
    let lexique = Mots(edition);
    if let Some(exige) = &condition.exige {
        return vec![ExigenceVue {
            champs: condition
                .champs
                .iter()
                .map(|champ| champ.get_ref().clone())
                .collect(),
            mots: en_mots(exige.get_ref(), &lexique)
                + &circonstances(&[], &condition.si, &condition.sauf, &lexique),
        }];
    }
    let mut exigences: Vec<ExigenceVue> = Vec::new();
    for champ in &edition.champs.liste {
        for cas in &champ.cas {
            for contrainte in CONTRAINTES {
                let leve = edition
                    .champs
                    .regle(champ, cas, contrainte)
                    .is_ok_and(|code| code.get_ref() == condition.code.get_ref());
                let Some(mots) = leve.then(|| declaree(cas, contrainte, &lexique)).flatten() else {
                    continue;
                };
                match exigences.iter_mut().find(|exigence| exigence.mots == mots) {
                    Some(meme) if meme.champs.contains(&champ.nom) => {}
                    Some(meme) => meme.champs.push(champ.nom.clone()),
                    None => exigences.push(ExigenceVue {
                        champs: vec![champ.nom.clone()],
                        mots,
                    }),
                }
            }
        }
    }
    exigences
}

/// A constraint that a field declares, if it does.
fn declaree(cas: &Cas, contrainte: &str, lexique: &Mots<'_>) -> Option<String> {
    let exacte = cas.longueur.map_or(String::new(), |longueur| {
        format!(
            " ({longueur} caractère{})",
            if longueur > 1 { "s" } else { "" }
        )
    });
    let mots = match contrainte {
        "obligatoire" => cas
            .obligatoire
            .then(|| "la valeur est obligatoire".to_owned()),
        "longueur_max" => cas
            .longueur_max
            .map(|max| format!("la valeur compte au plus {max} caractères")),
        "caracteres" => cas.caracteres.as_ref().map(|classe| {
            format!(
                "la valeur n’a pour caractères que : {}",
                lexique.classe(classe.get_ref())
            )
        }),
        "motif" => cas.motif.as_ref().map(|motif| {
            format!(
                "la valeur correspond en entier à {}{exacte}",
                motif.get_ref()
            )
        }),
        "liste" => cas.liste.as_ref().map(|liste| {
            format!(
                "la valeur est un code de {}",
                lexique.liste(liste.get_ref())
            )
        }),
        _ => None,
    }?;
    Some(mots + &circonstances(&cas.domaines, &cas.si, &cas.sauf, lexique))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Donnees, editions};

    #[test]
    fn the_constraints_of_the_fields_are_said_where_they_hold() {
        let edition = editions::cyclades(&Donnees::embarquees(), None, None).unwrap();
        let cas = [
            (
                "CY-201",
                "code_postal",
                "la valeur est obligatoire, quand le pays de résidence est 100",
            ),
            (
                "CY-201",
                "categ_socio_pro",
                "la valeur est obligatoire, pour BCP",
            ),
            (
                "CY-202",
                "adresse_4",
                "la valeur compte au plus 38 caractères",
            ),
            (
                "CY-240",
                "telephone",
                "la valeur n’a pour caractères que : chiffres et signe +",
            ),
            (
                "CY-232",
                "code_postal",
                "la valeur correspond en entier à [0-9]{5} (5 caractères), quand le pays de résidence est 100",
            ),
            (
                "CY-311",
                "enseignement",
                "la valeur est un code de la liste des enseignements de l’examen, pour BCP, MC4 et CAP",
            ),
            (
                "CY-222",
                "pays",
                "la valeur n’a aucun passage qui corresponde à ^AUT$",
            ),
            (
                "CY-402",
                "date_naissance",
                "le jour de naissance précède le premier jour après le mois, ou l’année, de la session",
            ),
            (
                "CY-312",
                "enseignement",
                "au moins une de ces choses : la valeur n’a aucun passage qui corresponde à ^DOMSEC(?:INC|PUB)$ ; la spécialité est « 34403 »",
            ),
            ("CY-247", "categ_socio_pro", "la valeur est vide"),
        ];
        for (code, champ, attendu) in cas {
            let exigences = exigences(&edition, edition.condition(code).unwrap());
            assert!(
                exigences
                    .iter()
                    .any(|e| e.mots == attendu && e.champs.iter().any(|c| c == champ)),
                "{code} {champ} : {exigences:#?}"
            );
        }
        assert!(exigences(&edition, edition.condition("CY-001").unwrap()).is_empty());
    }
}
