//! Columns: in any order, misspelt, unknown, missing, doubled; files without header.

use guichet_cyclades::{Options, Portee};

use crate::bilan::{bref, verifier};
use crate::exige;
use crate::tableau::{EDITION, NOM, Tableau};

/// With a column renamed.
fn renommee(mut tableau: Tableau, ancien: &str, nouveau: &str) -> String {
    let rang = tableau.rang(ancien);
    nouveau.clone_into(&mut tableau.colonnes[rang]);
    tableau.usuel()
}

/// Without a column.
fn sans(mut tableau: Tableau, colonne: &str) -> Tableau {
    let rang = tableau.rang(colonne);
    tableau.colonnes.remove(rang);
    for ligne in &mut tableau.lignes {
        ligne.remove(rang);
    }
    tableau
}

/// With one more column, at the end.
fn plus(mut tableau: Tableau, colonne: &str, valeur: &str) -> Tableau {
    tableau.colonnes.push(colonne.to_owned());
    for ligne in &mut tableau.lignes {
        ligne.push(valeur.to_owned());
    }
    tableau
}

#[test]
fn columns_are_found_by_name_in_any_order() {
    let mut tableau = Tableau::de(3)
        .avec(2, "civilite", "X")
        .avec(3, "categorie", "9");
    for tour in 0..tableau.colonnes.len() {
        let texte = tableau.usuel();
        let bilan = verifier(texte.as_bytes(), &Options::default());
        let trouves: Vec<_> = bilan
            .constats
            .iter()
            .map(|c| {
                (
                    c.regle.as_str(),
                    c.candidat,
                    c.champ.as_deref(),
                    c.valeur.as_deref(),
                )
            })
            .collect();
        assert_eq!(
            trouves,
            [
                ("CY-203", Some(2), Some("civilite"), Some("X")),
                ("CY-320", Some(3), Some("categorie"), Some("9")),
            ],
            "{tour}"
        );
        tableau.colonnes.rotate_left(1);
        tableau
            .lignes
            .iter_mut()
            .for_each(|ligne| ligne.rotate_left(1));
    }
}

#[test]
fn faults_of_the_header_are_told_once_where_they_stand() {
    let deux = || Tableau::de(2).avec(2, "civilite", "X");
    let cas: [(&str, String, &[&str]); 12] = [
        ("nothing", deux().usuel(), &["CY-203@3:1#2 civilite=X"]),
        (
            "case",
            renommee(deux(), "nom_famille", "NOM_Famille"),
            &[
                "CY-011@1:10 nom_famille=NOM_Famille",
                "CY-203@3:1#2 civilite=X",
            ],
        ),
        (
            "spaces around",
            renommee(deux(), "nom_famille", " nom_famille "),
            &[
                "CY-011@1:10 nom_famille= nom_famille ",
                "CY-203@3:1#2 civilite=X",
            ],
        ),
        (
            "quotes are no fault",
            renommee(deux(), "nom_famille", "\"nom_famille\""),
            &["CY-203@3:1#2 civilite=X"],
        ),
        (
            "unknown",
            plus(deux(), "observations", "x").usuel(),
            &[
                "CY-009@1:207 observations=observations",
                "CY-203@3:1#2 civilite=X",
            ],
        ),
        (
            "no name, no value: what a spreadsheet leaves",
            plus(deux(), "", "").usuel(),
            &["CY-203@3:1#2 civilite=X"],
        ),
        (
            "missing and required",
            sans(deux(), "localite").usuel(),
            &["CY-008@1 localite", "CY-203@3:1#2 civilite=X"],
        ),
        (
            "missing and optional for every candidate",
            sans(deux(), "INE").usuel(),
            &["CY-203@3:1#2 civilite=X", "CY-216 INE"],
        ),
        (
            "doubled",
            plus(deux(), "localite", "").usuel(),
            &["CY-010@1:207 localite=localite", "CY-203@3:1#2 civilite=X"],
        ),
        (
            "tripled, once by its case",
            plus(plus(deux(), "LOCALITE", ""), "localite", "").usuel(),
            &[
                "CY-010@1:207 localite=LOCALITE",
                "CY-010@1:216 localite=localite",
                "CY-203@3:1#2 civilite=X",
            ],
        ),
        (
            "misspelt: the field is missing too",
            renommee(deux(), "localite", "localites"),
            &[
                "CY-009@1:138 localites=localites",
                "CY-008@1 localite",
                "CY-203@3:1#2 civilite=X",
            ],
        ),
        ("header only", Tableau::de(0).usuel(), &["CY-019"]),
    ];
    for (titre, texte, attendu) in cas {
        exige(titre, &texte, &Options::default(), attendu);
    }
    exige(
        "header without end",
        Tableau::de(0).usuel().trim_end(),
        &Options::default(),
        &["CY-019"],
    );
}

#[test]
fn an_unknown_column_names_its_nearest() {
    let cas = [
        ("localites", "localite", "« localite »"),
        ("codepostal", "code_postal", "« code_postal »"),
    ];
    for (faux, juste, mot) in cas {
        let bilan = verifier(
            renommee(Tableau::de(1), juste, faux).as_bytes(),
            &Options::default(),
        );
        assert!(
            bilan.constats[0].message.contains(mot),
            "{}",
            bilan.constats[0].message
        );
    }
    let bilan = verifier(
        plus(Tableau::de(1), "zzzzzzzzzz", "").usuel().as_bytes(),
        &Options::default(),
    );
    assert!(
        !bilan.constats[0].message.contains("vouliez-vous"),
        "{}",
        bilan.constats[0].message
    );
}

#[test]
fn a_missing_column_counts_the_candidates_it_condemns() {
    let etranger = |t: Tableau, n| {
        t.avec(n, "pays_naissance", "109")
            .avec(n, "commune_naissance", "BERLIN")
            .avec(n, "depCOM_naissance", "")
    };
    let tous_etrangers = |t: Tableau| etranger(etranger(etranger(t, 1), 2), 3);
    let cas: [(&str, Tableau, &[&str], u64, &str); 4] = [
        (
            "always required",
            sans(Tableau::de(3), "serie"),
            &["CY-008@1 serie"],
            3,
            "obligatoire",
        ),
        (
            "required for all these",
            sans(Tableau::de(3), "depCOM_naissance"),
            &["CY-008@1 depCOM_naissance"],
            3,
            "3 candidats",
        ),
        (
            "required for one",
            sans(etranger(etranger(Tableau::de(3), 1), 3), "depCOM_naissance"),
            &["CY-008@1 depCOM_naissance"],
            1,
            "1 candidat ",
        ),
        (
            "required for none",
            sans(tous_etrangers(Tableau::de(3)), "depCOM_naissance"),
            &[],
            0,
            "",
        ),
    ];
    for (titre, tableau, attendu, fautifs, mot) in cas {
        let bilan = verifier(tableau.usuel().as_bytes(), &Options::default());
        assert_eq!(bilan.brefs(), attendu, "{titre}");
        assert_eq!(bilan.comptes(), (3, fautifs), "{titre}");
        assert!(
            bilan.constats.iter().all(|c| c.message.contains(mot)),
            "{titre} {:?}",
            bilan.constats
        );
        assert!(
            bilan.rapport.resume.par_regle.values().all(|n| *n == 1),
            "{titre}"
        );
    }
}

#[test]
fn a_file_without_header_is_read_in_the_order_of_the_document() {
    let tous = EDITION.champs.liste.len();
    for avec_entete in [true, false] {
        let debut = if avec_entete { 0 } else { 3 };
        let mut tableau = Tableau::de(2).avec(2, "civilite", "X");
        let noms: Vec<String> = EDITION.champs.liste[debut..]
            .iter()
            .map(|c| c.nom.clone())
            .collect();
        let rangs: Vec<_> = noms
            .iter()
            .map(|nom| tableau.colonnes.iter().position(|c| c == nom))
            .collect();
        for ligne in &mut tableau.lignes {
            *ligne = rangs
                .iter()
                .map(|rang| rang.map_or_else(String::new, |rang| ligne[rang].clone()))
                .collect();
            if avec_entete {
                ligne[..3]
                    .clone_from_slice(&["1.0", "2024-06", "15/11/2023 09:00"].map(Into::into));
            }
        }
        assert_eq!(tableau.lignes[0].len(), tous - debut);
        tableau.colonnes = tableau.lignes.remove(0);
        let texte = tableau.usuel();
        let colonne = texte.lines().nth(1).unwrap().find('X').unwrap() + 1;
        let attendu = format!("CY-203@2:{colonne}#2 civilite=X");
        exige(
            "no header",
            &texte,
            &Options::default(),
            &["CY-007@1", &attendu],
        );
    }
}

#[test]
fn rows_that_are_neither_header_nor_document_order_are_counted() {
    let bilan = verifier(b"a;b;c\n1;2;3\n4;5;6\n", &Options::default());
    assert_eq!(bilan.brefs(), ["CY-007@1"]);
    assert_eq!(bilan.comptes(), (3, 3));
}

#[test]
fn a_header_that_changes_is_told_where_it_changes() {
    let mut tableau = plus(
        plus(Tableau::de(3), "Version", "1.0"),
        "annee_session",
        "2024-06",
    );
    let rang = tableau.rang("annee_session");
    "2025-06".clone_into(&mut tableau.lignes[2][rang]);
    let bilan = verifier(tableau.usuel().as_bytes(), &Options::default());
    let regles: Vec<_> = bilan
        .constats
        .iter()
        .map(|c| (c.regle.as_str(), c.ligne))
        .collect();
    assert_eq!(regles, [("CY-116", Some(4))], "{:?}", bilan.brefs());
    assert_eq!(bilan.constats[0].fichier, NOM);
}

#[test]
fn the_first_findings_of_each_rule_and_field_are_told_and_all_are_counted() {
    let mut tableau = Tableau::de(9);
    for candidat in 1..=9 {
        tableau = tableau.avec(candidat, "civilite", "X");
    }
    let texte = tableau.avec(8, "categorie", "9").usuel();
    let complet = verifier(texte.as_bytes(), &Options::default());
    for (fils, taille_de_bloc) in [(1, 0), (1, 50), (3, 50)] {
        let portee = Portee::Premiers(2);
        let options = Options {
            portee,
            fils,
            taille_de_bloc,
            ..Options::default()
        };
        let bilan = verifier(texte.as_bytes(), &options);
        let brefs: Vec<_> = bilan.constats.iter().map(bref).collect();
        assert_eq!(brefs.len(), 3, "{brefs:?}");
        assert_eq!(brefs[..2], complet.brefs()[..2]);
        assert_eq!(bilan.rapport, complet.rapport);
    }
}
