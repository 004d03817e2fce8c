//! Each kind of difference between two editions, on folders in memory.

use guichet_socle::Fichiers;
use guichet_socle::edition::{Couverture, StatutEdition};
use jiff::civil::Date;

use super::catalogue::{ErreurDeCatalogue, lister, trous, voir};
use super::comparaison::comparer_dans;
use super::*;

const PARAMETRES: &str = "[duree]\nvaleur = 6\nunite = \"mois\"\nsource = \"r:1\"\n\n[departements]\nvaleur = [\"44\", \"49\"]\nunite = \"départements\"\nsource = \"r:1\"\n";
const CONDITIONS: &str = "[[condition]]\ncode = \"ES-101\"\nnom = \"trop-vieux\"\nphrase = \"Trop vieux.\"\nexige = { nombre = { fait = \"age\", au_plus = 30 } }\n\n[[condition]]\ncode = \"ES-102\"\nnom = \"trop-loin\"\nphrase = \"Trop loin.\"\n";
const DOSSIER: &str = "[[champ]]\nnom = \"statut\"\nlibelle = \"le statut\"\nvaleurs = [{ code = \"a\", libelle = \"un\" }, { code = \"b\", libelle = \"deux\" }]\n";

fn manifeste(id: &str, statut: &str) -> String {
    format!(
        "titre = \"Essai {id}\"\nstatut = \"{statut}\"\nen_vigueur_du = \"{id}\"\ndate_de_reference = \"d\"\nverifiee_le = \"2026-11-20\"\n\n[[source]]\ncle = \"r:1\"\ntitre = \"r\"\nsection = \"1\"\n"
    )
}

/// Two editions that are the same, but for a change in one file of the second.
fn fichiers(fichier: &str, avant: &str, apres: &str) -> Fichiers {
    let mut fichiers = Fichiers::new();
    for id in ["2023-01-01", "2024-01-01"] {
        for (nom, texte) in [
            ("edition.toml", manifeste(id, "verifiee")),
            ("parametres.toml", PARAMETRES.to_owned()),
            ("conditions.toml", CONDITIONS.to_owned()),
            ("dossier.toml", DOSSIER.to_owned()),
        ] {
            let change = id == "2024-01-01" && nom == fichier;
            let texte = if change {
                assert!(texte.contains(avant), "{avant}");
                texte.replacen(avant, apres, 1)
            } else {
                texte
            };
            fichiers.ajouter(format!("reglements/essai/{id}/{nom}"), texte);
        }
    }
    fichiers
}

fn en_bref(fichiers: &Fichiers) -> Vec<String> {
    let vue = comparer_dans(fichiers, "essai", "2023-01-01", "2024-01-01").unwrap();
    vue.fichiers
        .iter()
        .flat_map(|fichier| &fichier.changements)
        .map(|c| {
            let un = |texte: &Option<String>| texte.clone().unwrap_or_else(|| "∅".to_owned());
            format!("{}|{}|{}>{}", c.objet, c.cle, un(&c.avant), un(&c.apres))
        })
        .collect()
}

#[test]
fn each_kind_of_difference_is_named_by_what_it_is_about() {
    let cas: [(&str, &str, &str, &[&str]); 12] = [
        (
            "parametres.toml",
            "valeur = 6",
            "valeur = 7",
            &["duree|valeur|6>7"],
        ),
        (
            "parametres.toml",
            "\"49\"]",
            "\"53\"]",
            &["departements|valeur|49>∅", "departements|valeur|∅>53"],
        ),
        (
            "parametres.toml",
            "[\"44\", \"49\"]",
            "[\"49\", \"44\"]",
            &["departements|valeur|44, 49>49, 44"],
        ),
        (
            "parametres.toml",
            "[duree]",
            "[delai]",
            &["duree||6 · mois>∅", "delai||∅>6 · mois"],
        ),
        (
            "conditions.toml",
            "au_plus = 30",
            "au_plus = 26",
            &["ES-101|exige.nombre.au_plus|30>26"],
        ),
        (
            "conditions.toml",
            "Trop loin.",
            "Bien trop loin.",
            &["ES-102|phrase|Trop loin.>Bien trop loin."],
        ),
        (
            "conditions.toml",
            "ES-102",
            "ES-103",
            &[
                "ES-102||trop-loin · Trop loin.>∅",
                "ES-103||∅>trop-loin · Trop loin.",
            ],
        ),
        (
            "conditions.toml",
            "nom = \"trop-loin\"",
            "nom = \"trop-loin\"\npiste = \"p\"",
            &["ES-102|piste|∅>p"],
        ),
        (
            "dossier.toml",
            "libelle = \"deux\"",
            "libelle = \"trois\"",
            &["statut · b|libelle|deux>trois"],
        ),
        (
            "dossier.toml",
            "{ code = \"a\", libelle = \"un\" }, ",
            "",
            &["statut · a||un>∅"],
        ),
        (
            "edition.toml",
            "section = \"1\"",
            "section = \"2\"",
            &["r:1|section|1>2"],
        ),
        ("edition.toml", "Essai", "Autre essai", &[]),
    ];
    for (fichier, avant, apres, attendus) in cas {
        let changes = en_bref(&fichiers(fichier, avant, apres));
        assert_eq!(changes, attendus, "{fichier} : {avant} → {apres}");
    }
}

#[test]
fn a_file_of_one_edition_only_is_told_and_the_cases_are_not() {
    let mut fichiers = fichiers("edition.toml", "Essai", "Essai");
    fichiers.ajouter("reglements/essai/2024-01-01/suivi.toml", "a = 1\n");
    fichiers.ajouter("reglements/essai/2023-01-01/ecarts.toml", "a = 1\n");
    fichiers.ajouter("reglements/essai/2023-01-01/cas/x.toml", "a = 1\n");
    let vue = comparer_dans(&fichiers, "essai", "2023-01-01", "2024-01-01").unwrap();
    let sorts: Vec<_> = vue
        .fichiers
        .iter()
        .map(|f| (f.fichier.as_str(), f.sort))
        .collect();
    assert_eq!(
        sorts,
        [
            ("ecarts.toml", SortDeFichier::Retire),
            ("suivi.toml", SortDeFichier::Ajoute)
        ]
    );
}

/// A list of one code, in an edition.
fn ajouter_liste(fichiers: &mut Fichiers, nom: &str, id: &str, statut: &str, code: &str) {
    let dossier = format!("nomenclatures/{nom}/{id}");
    fichiers.ajouter(format!("{dossier}/edition.toml"), manifeste(id, statut));
    fichiers.ajouter(
        format!("{dossier}/liste.toml"),
        "cle = [\"code\"]\nlignes = 1\n[[colonne]]\nnom = \"code\"\n",
    );
    fichiers.ajouter(format!("{dossier}/codes.csv"), format!("code\n{code}\n"));
}

#[test]
fn the_lists_compared_are_those_in_force_for_each_edition() {
    // (lists as name, edition, state; lists that differ; lists that are the same)
    type Cas = (
        &'static [(&'static str, &'static str, &'static str, &'static str)],
        &'static [&'static str],
        &'static [&'static str],
    );
    let cas: [Cas; 5] = [
        (
            &[
                ("essai/l", "2023-01-01", "verifiee", "1"),
                ("essai/l", "2024-01-01", "projet", "2"),
            ],
            &["essai/l"],
            &[],
        ),
        // The same edition serves both.
        (
            &[("essai/l", "2022-01-01", "verifiee", "1")],
            &[],
            &["essai/l"],
        ),
        // A draft of another day is never taken unasked.
        (
            &[
                ("essai/l", "2023-01-01", "verifiee", "1"),
                ("essai/l", "2023-06-01", "projet", "2"),
            ],
            &[],
            &["essai/l"],
        ),
        (
            &[("essai/l", "2024-01-01", "verifiee", "1")],
            &["essai/l"],
            &[],
        ),
        // Another procedure's.
        (&[("autre/l", "2024-01-01", "verifiee", "1")], &[], &[]),
    ];
    for (listes, differentes, identiques) in cas {
        let mut fichiers = fichiers("edition.toml", "Essai", "Essai");
        for (nom, id, statut, code) in listes {
            ajouter_liste(&mut fichiers, nom, id, statut, code);
        }
        let vue = comparer_dans(&fichiers, "essai", "2023-01-01", "2024-01-01").unwrap();
        let trouvees: Vec<&str> = vue.listes.iter().map(|l| l.liste.as_str()).collect();
        assert_eq!(trouvees, differentes, "{listes:?}");
        let memes: Vec<&str> = vue
            .identiques
            .iter()
            .map(String::as_str)
            .filter(|nom| nom.contains('/'))
            .collect();
        assert_eq!(memes, identiques, "{listes:?}");
    }
}

#[test]
fn an_unknown_procedure_or_edition_gets_the_nearest_name() {
    let donnees = Donnees::embarquees();
    let cas: [(Result<(), ErreurDeCatalogue>, &str); 3] = [
        (
            lister(&donnees, Some("contrat-prof")).map(|_| ()),
            "Vouliez-vous dire « contrat-pro » ?",
        ),
        (
            voir(&donnees, "autorisation-travail", "2007-12-21").map(|_| ()),
            "Vouliez-vous dire « 2007-12-20 » ?",
        ),
        (
            comparer(&donnees, "cyclades", "2023-09-29", "1999-01-01").map(|_| ()),
            "il existe : 2023-09-29",
        ),
    ];
    for (resultat, attendu) in cas {
        let erreur = resultat.unwrap_err().to_string();
        assert!(erreur.contains(attendu), "{erreur}");
        assert_eq!(erreur.lines().count(), 1);
    }
}

#[test]
fn the_order_of_2008_moves_the_regional_lists_only() {
    let vue = comparer(
        &Donnees::embarquees(),
        "autorisation-travail",
        "2007-12-20",
        "2008-01-18",
    )
    .unwrap();
    let listes: Vec<&str> = vue.listes.iter().map(|l| l.liste.as_str()).collect();
    assert_eq!(listes, ["travail/regions"]);
    let regions = &vue.listes[0];
    let remplacements: Vec<(&str, &str, usize)> = regions
        .remplacements
        .iter()
        .map(|r| {
            (
                r.avant.code.as_str(),
                r.apres.code.as_str(),
                r.avant.ou.len(),
            )
        })
        .collect();
    assert_eq!(
        remplacements,
        [("14312", "14232", 6), ("52213", "52313", 1)]
    );
    let retraits: Vec<&str> = regions.retraits.iter().map(|c| c.code.as_str()).collect();
    assert_eq!(retraits, ["52151", "61224"]);
    assert_eq!(regions.ajouts.len(), 6);
}

#[test]
fn the_edition_of_the_session_is_applied_and_an_unknown_one_is_refused() {
    let donnees = Donnees::embarquees();
    assert_eq!(
        cyclades(&donnees, None, Some(2024)).unwrap().edition.id,
        "2023-09-29"
    );
    assert_eq!(
        cyclades(&donnees, None, Some(2031)).unwrap().edition.id,
        "2023-09-29"
    );
    let erreur = cyclades(&donnees, Some("2020-01-01"), None)
        .unwrap_err()
        .to_string();
    assert!(
        erreur.contains("2023-09-29 (depuis le 2023-09-29)"),
        "{erreur}"
    );
}

#[test]
fn every_day_has_one_edition_at_most_and_the_gaps_are_those_that_no_document_fills() {
    let donnees = Donnees::embarquees();
    let vues = lister(&donnees, None).unwrap();
    let mut trouves = Vec::new();
    for editions in vues.chunk_by(|une, autre| une.procedure == autre.procedure) {
        let procedure = &editions[0].procedure;
        let couverture =
            Couverture::lire(donnees.fichiers(), &format!("reglements/{procedure}")).unwrap();
        let verifiees: Vec<&catalogue::EditionVue> = editions
            .iter()
            .filter(|edition| edition.statut == StatutEdition::Verifiee)
            .collect();
        let mut jour = verifiees[0].premier_jour;
        let fin = jiff::civil::date(2027, 12, 31);
        let mut sans: Option<(Date, Date)> = None;
        while jour <= fin {
            let couvrent = verifiees
                .iter()
                .filter(|e| e.premier_jour <= jour && e.dernier_jour.is_none_or(|d| jour <= d))
                .count();
            assert!(couvrent <= 1, "{procedure} {jour}");
            assert_eq!(couverture.a_la_date(jour).is_ok(), couvrent == 1, "{jour}");
            if couvrent == 0 {
                sans = Some((sans.map_or(jour, |(du, _)| du), jour));
            } else if let Some((du, au)) = sans.take() {
                trouves.push(format!("{procedure} {du} {au}"));
            }
            jour = jour.tomorrow().unwrap();
        }
        let dits: Vec<String> = trous(editions)
            .iter()
            .map(|(du, au)| format!("{procedure} {du} {au}"))
            .collect();
        for dit in dits {
            assert!(trouves.contains(&dit), "{dit}");
        }
    }
    assert_eq!(trouves, ["equipement 2022-09-01 2023-08-31"]);
}
