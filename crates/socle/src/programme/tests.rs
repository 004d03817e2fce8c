//! Truth tables of every kind of demand: yes, no, unknown; and every slip, told with its line.

#![expect(clippy::unreadable_literal, reason = "days are written AAAAMMJJ")]
#![expect(
    clippy::type_complexity,
    reason = "a truth table is a list of cases and their answers"
)]

use super::*;
use crate::caracteres::{Sorte, union};
use crate::condition::Conditions;
use crate::{Edition, Fichiers};
use std::collections::BTreeMap;

struct Codes(&'static [&'static str]);

impl Appartenance for Codes {
    fn contient(&self, octets: &[u8]) -> bool {
        self.0.iter().any(|code| code.as_bytes() == octets)
    }
}

fn declares() -> Vec<FaitDeclare> {
    let fait = |nom: &str, nature, rang| FaitDeclare {
        nom: nom.into(),
        nature,
        rang,
        sens: String::new(),
    };
    vec![
        fait("nom", Nature::Texte, 0),
        fait("age", Nature::Nombre, 0),
        fait("debut", Nature::Date, 1),
        fait("fin", Nature::Date, 2),
        fait("inscrit", Nature::Booleen, 0),
        fait("majeur", Nature::Booleen, 1),
    ]
}

fn compiler(condition: &str) -> Result<(Programme<Codes>, Vec<i64>), crate::ErreurEdition> {
    let mut fichiers = Fichiers::new();
    fichiers.ajouter(
        "reglements/essai/2024-01-01/edition.toml",
        "titre = \"t\"\nstatut = \"projet\"\nen_vigueur_du = \"2024-01-01\"\ndate_de_reference = \"d\"\nverifiee_le = \"2024-01-01\"\n[[source]]\ncle = \"s\"\ntitre = \"t\"\nsection = \"1\"\n",
    );
    fichiers.ajouter(
        "reglements/essai/2024-01-01/conditions.toml",
        format!(
            "[[condition]]\ncode = \"ES-101\"\nnom = \"x\"\nsource = \"s\"\nphrase = \"p\"\nremede = \"r\"\n{condition}\n"
        ),
    );
    let edition = Edition::lire(&fichiers, "reglements/essai/2024-01-01")?;
    let conditions = Conditions::lire(&fichiers, &edition, "ES")?;
    let faits = declares();
    let classes = Classes::from([(
        "lettres".to_owned(),
        union(&[Sorte::Majuscule, Sorte::Minuscule, Sorte::LettreAccentuee]),
    )]);
    let listes = BTreeMap::from([("pays".to_owned(), 0)]);
    let declarations = Declarations {
        faits: &faits,
        classes: &classes,
        listes: &listes,
    };
    let mut compilateur = Compilateur::new(&conditions, &declarations);
    let lue = &conditions.conditions[0];
    let instruction = Instruction {
        si: compilateur.garde(&lue.si)?,
        sauf: compilateur.garde(&lue.sauf)?,
        requis: 0,
        epreuve: compilateur.exigence(lue.exige.as_ref().unwrap(), None)?,
        condition: 0,
        champ: 0,
    };
    Ok(compilateur.terminer(vec![instruction], vec![Codes(&["100", "109"])]))
}

/// The facts of a case: name, age, two days (counted from 1970), two booleans.
#[derive(Clone, Copy, Default)]
struct Cas {
    nom: Option<&'static str>,
    age: Option<i64>,
    debut: Option<i64>,
    fin: Option<i64>,
    inscrit: Option<bool>,
    majeur: Option<bool>,
}

fn repond(condition: &str, cas: Cas) -> Resultat {
    let (programme, fixes) = compiler(condition).unwrap_or_else(|e| panic!("{e}"));
    let textes = [cas.nom.map_or(Texte::ABSENT, Texte::new)];
    let mut nombres = vec![cas.age, cas.debut, cas.fin];
    nombres.extend(fixes.into_iter().map(Some));
    let booleens = [cas.inscrit, cas.majeur];
    let bits = |f: fn(bool) -> bool| {
        booleens
            .iter()
            .enumerate()
            .filter(|(_, b)| b.is_some_and(f))
            .fold(0u64, |m, (i, _)| m | 1 << i)
    };
    let faits = Faits {
        textes: &textes,
        nombres: &nombres,
        vrais: bits(|b| b),
        connus: bits(|_| true),
    };
    programme.resultat(&programme.instructions[0], &faits)
}

use Resultat::{Indetermine, NonRempli, Rempli};

#[test]
fn truth_table_of_each_kind_on_a_text() {
    let table: [(&str, &[(Option<&'static str>, Resultat)]); 8] = [
        (
            "exige = { renseigne = { fait = \"nom\" } }",
            &[
                (Some("A"), Rempli),
                (Some(""), NonRempli),
                (Some("  "), NonRempli),
                (None, Indetermine),
            ],
        ),
        (
            "exige = { longueur = { fait = \"nom\", min = 2, max = 3 } }",
            &[
                (Some("É"), NonRempli),
                (Some("Éé"), Rempli),
                (Some("Ééé"), Rempli),
                (Some("abcd"), NonRempli),
                (Some(""), Rempli),
                (None, Indetermine),
            ],
        ),
        (
            "exige = { caracteres = { fait = \"nom\", classe = \"lettres\" } }",
            &[
                (Some("Zoé"), Rempli),
                (Some("Z0e"), NonRempli),
                (Some(""), Rempli),
                (None, Indetermine),
            ],
        ),
        (
            "exige = { motif = { fait = \"nom\", motif = '[0-9]{5}' } }",
            &[
                (Some("75001"), Rempli),
                (Some("7500"), NonRempli),
                (Some(""), Rempli),
                (None, Indetermine),
            ],
        ),
        (
            "exige = { sans = { fait = \"nom\", motif = '--' } }",
            &[
                (Some("a-b"), Rempli),
                (Some("a--b"), NonRempli),
                (Some(""), Rempli),
                (None, Indetermine),
            ],
        ),
        (
            "exige = { dans_liste = { fait = \"nom\", liste = \"pays\" } }",
            &[
                (Some("100"), Rempli),
                (Some("101"), NonRempli),
                (Some(""), Rempli),
                (None, Indetermine),
            ],
        ),
        (
            "exige = { egal = { fait = \"nom\", valeur = \"EURO\" } }",
            &[
                (Some("EURO"), Rempli),
                (Some("euro"), NonRempli),
                (Some(""), Rempli),
                (None, Indetermine),
            ],
        ),
        (
            "exige = { aucune = [ { motif = { fait = \"nom\", motif = 'a' } }, { motif = { fait = \"nom\", motif = 'b' } } ] }",
            &[
                (Some("c"), Rempli),
                (Some("a"), NonRempli),
                (None, Indetermine),
            ],
        ),
    ];
    for (condition, cas) in table {
        for &(nom, attendu) in cas {
            assert_eq!(
                repond(
                    condition,
                    Cas {
                        nom,
                        ..Cas::default()
                    }
                ),
                attendu,
                "{condition} {nom:?}"
            );
        }
    }
}

#[test]
fn truth_table_of_each_kind_on_a_number() {
    let table: [(&str, &[(Option<i64>, Resultat)]); 4] = [
        (
            "exige = { au_moins = { fait = \"age\", valeur = 30 } }",
            &[
                (Some(30), Rempli),
                (Some(29), NonRempli),
                (None, Indetermine),
            ],
        ),
        (
            "exige = { au_plus = { fait = \"age\", valeur = 0 } }",
            &[
                (Some(0), Rempli),
                (Some(1), NonRempli),
                (Some(i64::MIN), Rempli),
                (None, Indetermine),
            ],
        ),
        (
            "exige = { entre = { fait = \"age\", min = 1, max = 2 } }",
            &[
                (Some(0), NonRempli),
                (Some(1), Rempli),
                (Some(2), Rempli),
                (Some(3), NonRempli),
            ],
        ),
        (
            "exige = { egal = { fait = \"age\", valeur = 2 } }",
            &[
                (Some(1), NonRempli),
                (Some(2), Rempli),
                (Some(3), NonRempli),
                (None, Indetermine),
            ],
        ),
    ];
    for (condition, cas) in table {
        for &(age, attendu) in cas {
            assert_eq!(
                repond(
                    condition,
                    Cas {
                        age,
                        ..Cas::default()
                    }
                ),
                attendu,
                "{condition} {age:?}"
            );
        }
    }
}

#[test]
fn truth_table_of_each_kind_on_a_date() {
    let table: [(&str, &[(Option<i64>, Option<i64>, Resultat)]); 3] = [
        (
            "exige = { avant = { fait = \"debut\", borne = \"2024-04-01\" } }",
            &[
                (Some(20240331), None, Rempli),
                (Some(20240401), None, NonRempli),
                (None, None, Indetermine),
            ],
        ),
        (
            "exige = { apres = { fait = \"debut\", borne = \"fin\" } }",
            &[
                (Some(9), Some(10), NonRempli),
                (Some(10), Some(10), Rempli),
                (Some(10), None, Indetermine),
            ],
        ),
        (
            "exige = { dans_periode = { fait = \"debut\", du = \"2024-04-01\", au = \"fin\" } }",
            &[
                (Some(20240331), Some(20240403), NonRempli),
                (Some(20240401), Some(20240403), Rempli),
                (Some(20240402), Some(20240403), Rempli),
                (Some(20240403), Some(20240403), NonRempli),
                (Some(20240331), None, NonRempli),
                (Some(20240401), None, Indetermine),
            ],
        ),
    ];
    for (condition, cas) in table {
        for &(debut, fin, attendu) in cas {
            let cas = Cas {
                debut,
                fin,
                ..Cas::default()
            };
            assert_eq!(
                repond(condition, cas),
                attendu,
                "{condition} {debut:?} {fin:?}"
            );
        }
    }
}

#[test]
fn truth_table_of_booleans_and_guards() {
    let cas = |inscrit, majeur| Cas {
        inscrit,
        majeur,
        nom: Some(""),
        ..Cas::default()
    };
    let vrai = "exige = { est_vrai = { fait = \"inscrit\" } }";
    assert_eq!(repond(vrai, cas(Some(true), None)), Rempli);
    assert_eq!(repond(vrai, cas(Some(false), None)), NonRempli);
    assert_eq!(repond(vrai, cas(None, None)), Indetermine);

    let garde =
        "si = [\"inscrit\"]\nsauf = [\"majeur\"]\nexige = { renseigne = { fait = \"nom\" } }";
    let table = [
        (Some(true), Some(false), NonRempli),
        (Some(false), Some(false), Rempli),
        (Some(true), Some(true), Rempli),
        (None, Some(false), Indetermine),
        (Some(true), None, Indetermine),
        (None, Some(true), Rempli),
        (Some(false), None, Rempli),
    ];
    for (inscrit, majeur, attendu) in table {
        assert_eq!(
            repond(garde, cas(inscrit, majeur)),
            attendu,
            "{inscrit:?} {majeur:?}"
        );
    }
    // A guard that is unknown does not matter when the demand is met.
    let rempli = Cas {
        nom: Some("A"),
        ..Cas::default()
    };
    assert_eq!(repond(garde, rempli), Rempli);
}

#[test]
fn a_typing_slip_never_compiles() {
    let cas = [
        (
            "exige = { au_moins = { fait = \"agee\", valeur = 1 } }",
            "Vouliez-vous dire « age »",
        ),
        (
            "exige = { au_moins = { fait = \"nom\", valeur = 1 } }",
            "est un texte",
        ),
        (
            "exige = { au_moins = { valeur = 1 } }",
            "il manque « fait »",
        ),
        (
            "exige = { dans_liste = { fait = \"nom\", liste = \"payss\" } }",
            "« pays »",
        ),
        (
            "exige = { caracteres = { fait = \"nom\", classe = \"chiffre\" } }",
            "lettres",
        ),
        (
            "exige = { motif = { fait = \"nom\", motif = '[0-9' } }",
            "n’est pas un motif",
        ),
        (
            "exige = { entre = { fait = \"age\", min = 3, max = 2 } }",
            "échangez",
        ),
        ("exige = { toutes = [] }", "vide"),
        (
            "exige = { avant = { fait = \"debut\", borne = \"2024-13-01\" } }",
            "2024-13-01",
        ),
        (
            "exige = { est_vrai = { fait = \"inscrit\" } }\nsi = [\"inscrite\"]",
            "« inscrit »",
        ),
        (
            "exige = { est_vrai = { fait = \"inscrit\" } }\nsauf = [\"age\"]",
            "est un nombre",
        ),
    ];
    for (condition, mot) in cas {
        let erreur = compiler(condition)
            .err()
            .unwrap_or_else(|| panic!("{condition}"));
        assert!(erreur.message.contains(mot), "{condition}\n{erreur}");
        assert!(erreur.ligne.is_some_and(|l| l >= 7), "{erreur}");
    }
}

#[test]
fn a_failed_prerequisite_makes_the_next_rule_moot() {
    let (mut programme, _) =
        compiler("exige = { longueur = { fait = \"nom\", max = 1 } }").unwrap();
    let premiere = programme.instructions[0];
    programme.instructions.push(Instruction {
        requis: 0b1,
        ..premiere
    });
    programme.instructions.push(premiere);
    let textes = [Texte::new("ab")];
    let faits = Faits {
        textes: &textes,
        nombres: &[],
        vrais: 0,
        connus: 0,
    };
    let mut echecs = Vec::new();
    programme.executer(0..3, &faits, |rang, _| echecs.push(rang));
    assert_eq!(echecs, [0, 2]);
}
