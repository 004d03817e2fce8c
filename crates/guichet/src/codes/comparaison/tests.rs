//! Each kind of change of a list, one by one.

use guichet_socle::Fichiers;

use super::*;

fn liste(id: &str, cle: &str, colonnes: &str, lignes: &str) -> Liste {
    let dossier = format!("nomenclatures/essai/metiers/{id}");
    let mut fichiers = Fichiers::new();
    fichiers.ajouter(
        format!("{dossier}/edition.toml"),
        format!("titre = \"Essai\"\nstatut = \"verifiee\"\nen_vigueur_du = \"{id}\"\ndate_de_reference = \"d\"\nverifiee_le = \"2026-11-20\"\n"),
    );
    let decrites: Vec<String> = colonnes
        .split(',')
        .map(|nom| format!("[[colonne]]\nnom = \"{nom}\"\n"))
        .collect();
    let decrites = decrites.concat();
    let nombre = lignes.lines().count();
    fichiers.ajouter(
        format!("{dossier}/liste.toml"),
        format!("cle = [{cle}]\nlignes = {nombre}\n{decrites}"),
    );
    fichiers.ajouter(
        format!("{dossier}/codes.csv"),
        format!("{colonnes}\n{lignes}"),
    );
    Liste::charger(&fichiers, &dossier).unwrap()
}

const SANS: &[Declare] = &[];

/// A comparison in a few words: `+code@places`, `-code`, `old>new@places`, `~code.column`, `column!`.
fn en_bref(avant: &Liste, apres: &Liste) -> String {
    let comparaison = comparer(avant, apres, SANS);
    let ou = |ou: &[String]| {
        if ou.is_empty() {
            String::new()
        } else {
            format!("@{}", ou.join("|"))
        }
    };
    let mut mots: Vec<String> = Vec::new();
    mots.extend(
        comparaison
            .colonnes
            .iter()
            .map(|c| format!("{}!{:?}", c.colonne, c.sort)),
    );
    mots.extend(
        comparaison
            .remplacements
            .iter()
            .map(|r| format!("{}>{}{}", r.avant.code, r.apres.code, ou(&r.avant.ou))),
    );
    mots.extend(
        comparaison
            .ajouts
            .iter()
            .map(|c| format!("+{}{}", c.code, ou(&c.ou))),
    );
    mots.extend(
        comparaison
            .retraits
            .iter()
            .map(|c| format!("-{}{}", c.code, ou(&c.ou))),
    );
    mots.extend(comparaison.modifications.iter().map(|m| {
        format!(
            "~{}{}.{}:{}>{}",
            m.code,
            ou(&m.ou),
            m.colonne,
            m.avant,
            m.apres
        )
    }));
    mots.join(" ")
}

#[test]
fn each_kind_of_change_is_told() {
    let cas = [
        ("1,un\n", "1,un\n", ""),
        ("1,un\n", "1,un\n2,deux\n", "+2"),
        ("1,un\n2,deux\n", "1,un\n", "-2"),
        ("1,un\n", "1,une\n", "~1.libelle:un>une"),
        // The same label under another code; two gone and two come say nothing by themselves.
        ("1,un\n2,deux\n", "1,un\n3,deux\n", "2>3"),
        ("1,un\n2,deux\n", "1,un\n3,trois\n", "+3 -2"),
        ("1,un\n", "1,\n", "libelle!Videe"),
        ("1,\n", "1,un\n", "libelle!Remplie"),
    ];
    for (avant, apres, attendu) in cas {
        let une = liste("2023-01-01", "\"code\"", "code,libelle", avant);
        let autre = liste("2024-01-01", "\"code\"", "code,libelle", apres);
        assert_eq!(en_bref(&une, &autre), attendu, "{avant} {apres}");
    }
}

#[test]
fn rows_of_several_places_are_gathered_by_code() {
    let cas = [
        (
            "A,1,un\nB,1,un\n",
            "A,1,un\nB,1,un\nA,2,deux\nB,2,deux\n",
            "+2@A|B",
        ),
        // The only code gone from these places, and the only one come there.
        (
            "A,1,un\nB,1,un\nC,1,un\n",
            "A,2,deux\nB,2,deux\nC,1,un\n",
            "1>2@A|B",
        ),
        (
            "A,1,un\nB,1,un\n",
            "A,2,deux\nA,3,trois\nB,1,un\n",
            "+2@A +3@A -1@A",
        ),
        (
            "A,1,un\nB,1,un\n",
            "A,1,une\nB,1,une\n",
            "~1@A|B.libelle:un>une",
        ),
    ];
    let cle = "\"region\", \"code_rome\"";
    for (avant, apres, attendu) in cas {
        let une = liste("2023-01-01", cle, "region,code_rome,libelle", avant);
        let autre = liste("2024-01-01", cle, "region,code_rome,libelle", apres);
        assert_eq!(en_bref(&une, &autre), attendu, "{avant} {apres}");
    }
    let une = liste("2023-01-01", cle, "region,code_rome", "A,1\nB,1\n");
    let autre = liste(
        "2024-01-01",
        cle,
        "region,code_rome",
        "A,1\nB,1\nA,2\nB,2\n",
    );
    assert!(comparer(&une, &autre, SANS).ajouts[0].partout);
}

#[test]
fn a_label_of_the_key_that_changes_is_a_renaming() {
    let cle = "\"code_rome\", \"libelle\"";
    let une = liste("2023-01-01", cle, "code_rome,libelle", "1,un\n2,a\n2,b\n");
    let autre = liste("2024-01-01", cle, "code_rome,libelle", "1,une\n2,a\n2,c\n");
    assert_eq!(en_bref(&une, &autre), "~1.libelle:un>une ~2.libelle:b>c");
}

#[test]
fn columns_that_come_and_go_are_told_once() {
    let une = liste("2023-01-01", "\"code\"", "code,note", "1,x\n2,y\n");
    let autre = liste("2024-01-01", "\"code\"", "code,libelle", "1,un\n2,deux\n");
    assert_eq!(en_bref(&une, &autre), "note!Retiree libelle!Ajoutee");
}

fn declare(ancien: &str, nouveau: &str) -> Declare {
    Declare {
        ancien: ancien.to_owned(),
        nouveau: nouveau.to_owned(),
        fondement: "rapprochement".to_owned(),
    }
}

#[test]
fn what_the_data_declare_comes_first_and_several_codes_may_have_one_successor() {
    let une = liste(
        "2023-01-01",
        "\"code\"",
        "code,libelle",
        "1,un\n2,deux\n3,trois\n4,quatre\n",
    );
    let autre = liste(
        "2024-01-01",
        "\"code\"",
        "code,libelle",
        "4,quatre\n5,cinq\n6,trois\n",
    );
    let declares = [
        declare("1", "5"),
        declare("2", "5"),
        // Neither is gone, nor come: they say nothing here.
        declare("4", "6"),
        declare("3", "9"),
    ];
    let comparaison = comparer(&une, &autre, &declares);
    let trouves: Vec<(&str, &str, &str)> = comparaison
        .remplacements
        .iter()
        .map(|r| {
            (
                r.avant.code.as_str(),
                r.apres.code.as_str(),
                r.fondement.as_str(),
            )
        })
        .collect();
    assert_eq!(
        trouves,
        [
            ("1", "5", "rapprochement"),
            ("2", "5", "rapprochement"),
            ("3", "6", "même libellé")
        ]
    );
    assert!(comparaison.ajouts.is_empty() && comparaison.retraits.is_empty());
    let attendus = Comptes {
        lignes_communes: 1,
        lignes_retirees: 3,
        lignes_ajoutees: 2,
        remplaces: 3,
        ..Comptes::default()
    };
    assert_eq!(comparaison.comptes, attendus);
}

#[test]
fn a_label_that_says_the_same_is_not_renamed() {
    let cas = [
        ("VETEMENT,", "VÊTEMENT,", "libelle Ecriture"),
        ("ROUTIER \"\"A\"\",", "routier A,", "libelle Ecriture"),
        ("PROPLETE,PROPRETE", "PROPRETE,", "libelle Ecriture"),
        ("MACON,", "COUVREUR,", "libelle Renommage"),
        // Only what people should read changed.
        ("DIPL ME,", "DIPL ME,DIPLOME", "libelle_repare Ecriture"),
    ];
    let colonnes = "code,libelle,libelle_repare";
    for (avant, apres, attendu) in cas {
        let guillemets = |cellules: &str| {
            let (libelle, repare) = cellules.rsplit_once(',').unwrap();
            // The second row keeps the columns from being told as a whole.
            format!("1,\"{libelle}\",{repare}\n2,x,y\n")
        };
        let une = liste("2023-01-01", "\"code\"", colonnes, &guillemets(avant));
        let autre = liste("2024-01-01", "\"code\"", colonnes, &guillemets(apres));
        let trouves: Vec<String> = comparer(&une, &autre, SANS)
            .modifications
            .iter()
            .map(|m| format!("{} {:?}", m.colonne, m.nature))
            .collect();
        assert_eq!(trouves, [attendu], "{avant} {apres}");
    }
}
