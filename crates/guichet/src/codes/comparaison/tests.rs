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

/// A comparison in a few words: `+code@places`, `-code`, `old>new@places`, `~code.column`, `column!`.
fn en_bref(avant: &Liste, apres: &Liste) -> String {
    let comparaison = comparer(avant, apres);
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
    assert!(comparer(&une, &autre).ajouts[0].partout);
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
