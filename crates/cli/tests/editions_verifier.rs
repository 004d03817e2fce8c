//! `guichet editions verifier`: each kind of mistake in a folder of editions is told with its place, what is
//! wrong and what to do; several are told at once; and what is right ends with a summary.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests: a failure is a failed test"
)]

mod commun;

use std::fs;
use std::path::Path;

use commun::{Reponse, guichet, racine, reponse, texte};
use serde_json::Value;

const REGLEMENT: &str = "reglements/contrat-pro/2024-04-01";
const LISTE: &str = "nomenclatures/contrat-pro/certifications/2024-04-01";
const CIRCULAIRE: &str = "reglements/autorisation-travail/2007-12-20";
const CYCLADES: &str = "reglements/cyclades/2023-09-29";
const PAYS: &str = "nomenclatures/cyclades/pays/2023-09-29";

fn copier(de: &Path, vers: &Path) {
    fs::create_dir_all(vers).unwrap();
    for entree in fs::read_dir(de).unwrap() {
        let entree = entree.unwrap();
        let cible = vers.join(entree.file_name());
        if entree.path().is_dir() {
            copier(&entree.path(), &cible);
        } else {
            fs::copy(entree.path(), cible).unwrap();
        }
    }
}

/// A copy of some editions.
fn copie(editions: &[&str]) -> tempfile::TempDir {
    let dossier = tempfile::tempdir().unwrap();
    for edition in editions {
        copier(
            &racine().join("donnees").join(edition),
            &dossier.path().join(edition),
        );
    }
    dossier
}

/// Changes one text of one file of a copy.
fn changer(dossier: &Path, fichier: &str, avant: &str, apres: &str) {
    let chemin = dossier.join(fichier);
    let texte = fs::read_to_string(&chemin).unwrap();
    assert!(texte.contains(avant), "{fichier} : {avant}");
    fs::write(chemin, texte.replacen(avant, apres, 1)).unwrap();
}

fn verifier(dossier: &Path) -> Reponse {
    reponse(guichet().args(["editions", "verifier", texte(dossier)]))
}

fn fautes(dossier: &Path) -> Vec<Value> {
    let json =
        reponse(guichet().args(["editions", "verifier", texte(dossier), "--format", "json"]));
    let vue: Value = serde_json::from_str(&json.sortie).unwrap();
    vue["fautes"].as_array().unwrap().clone()
}

/// A mistake: its name, the edition it is in, its file, the right text and the wrong one.
type Erreur = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

const ERREURS: &[Erreur] = &[
    // edition.toml
    (
        "cle-inconnue-de-l-edition",
        REGLEMENT,
        "edition.toml",
        "verifiee_le",
        "verifie_le",
    ),
    (
        "statut-inconnu",
        REGLEMENT,
        "edition.toml",
        "statut = \"verifiee\"",
        "statut = \"verifie\"",
    ),
    (
        "date-impossible",
        REGLEMENT,
        "edition.toml",
        "en_vigueur_du = \"2024-04-01\"",
        "en_vigueur_du = \"2024-04-31\"",
    ),
    (
        "date-d-un-autre-dossier",
        REGLEMENT,
        "edition.toml",
        "en_vigueur_du = \"2024-04-01\"",
        "en_vigueur_du = \"2024-05-01\"",
    ),
    (
        "fin-avant-le-debut",
        REGLEMENT,
        "edition.toml",
        "date_de_reference",
        "en_vigueur_au = \"2024-01-01\"\ndate_de_reference",
    ),
    (
        "source-declaree-deux-fois",
        REGLEMENT,
        "edition.toml",
        "cle = \"reglement:4\"",
        "cle = \"reglement:3\"",
    ),
    // dossier.toml
    (
        "forme-de-champ-inconnue",
        REGLEMENT,
        "dossier.toml",
        "type = \"date\"",
        "type = \"dat\"",
    ),
    (
        "cle-inconnue-d-un-champ",
        REGLEMENT,
        "dossier.toml",
        "libelle = \"la date de la demande d’aide\"",
        "label = \"la date de la demande d’aide\"",
    ),
    (
        "champ-que-le-programme-attend",
        REGLEMENT,
        "dossier.toml",
        "nom = \"contrat.quotite\"",
        "nom = \"contrat.quotitee\"",
    ),
    (
        "champ-declare-deux-fois",
        REGLEMENT,
        "dossier.toml",
        "nom = \"contrat.date_fin\"",
        "nom = \"contrat.date_debut\"",
    ),
    // conditions.toml
    (
        "fait-inconnu",
        REGLEMENT,
        "conditions.toml",
        "fait = \"age_ans\"",
        "fait = \"age_an\"",
    ),
    (
        "exigence-inconnue",
        REGLEMENT,
        "conditions.toml",
        "au_moins = { fait = \"age_ans\"",
        "au_minimum = { fait = \"age_ans\"",
    ),
    (
        "valeur-entre-guillemets",
        REGLEMENT,
        "conditions.toml",
        "valeur = 30 }",
        "valeur = \"30\" }",
    ),
    (
        "liste-inconnue",
        REGLEMENT,
        "conditions.toml",
        "liste = \"departements\"",
        "liste = \"departement\"",
    ),
    (
        "piste-inconnue",
        REGLEMENT,
        "conditions.toml",
        "piste = \"debut-a-l-age-requis\"",
        "piste = \"debut-a-l-age\"",
    ),
    (
        "lecture-absente-du-registre",
        REGLEMENT,
        "conditions.toml",
        "lectures = [\"CP-13\"]",
        "lectures = [\"CP-93\"]",
    ),
    (
        "source-non-declaree",
        REGLEMENT,
        "conditions.toml",
        "source = \"reglement:2:tiret-1\"",
        "source = \"reglement:2:tiret-9\"",
    ),
    (
        "code-pris-deux-fois",
        REGLEMENT,
        "conditions.toml",
        "code = \"CP-102\"",
        "code = \"CP-101\"",
    ),
    (
        "code-d-une-autre-procedure",
        REGLEMENT,
        "conditions.toml",
        "code = \"CP-101\"",
        "code = \"CY-101\"",
    ),
    (
        "accolade-ouverte",
        REGLEMENT,
        "conditions.toml",
        "{age_ans} ans au",
        "{age_ans ans au",
    ),
    (
        "trou-inconnu-d-une-phrase",
        REGLEMENT,
        "conditions.toml",
        "{age_ans} ans au",
        "{age} ans au",
    ),
    (
        "gravite-inconnue",
        REGLEMENT,
        "conditions.toml",
        "gravite = \"avertissement\"",
        "gravite = \"alerte\"",
    ),
    (
        "guillemet-oublie",
        REGLEMENT,
        "conditions.toml",
        "nom = \"salarie",
        "nom = salarie",
    ),
    // parametres.toml
    (
        "montant-entre-guillemets",
        REGLEMENT,
        "parametres.toml",
        "valeur = 50000",
        "valeur = \"50000\"",
    ),
    (
        "parametre-inconnu",
        REGLEMENT,
        "parametres.toml",
        "[mois_aides_max]",
        "[mois_aide_max]",
    ),
    (
        "parametre-negatif",
        REGLEMENT,
        "parametres.toml",
        "valeur = 12",
        "valeur = -1",
    ),
    (
        "source-d-un-parametre",
        REGLEMENT,
        "parametres.toml",
        "source = \"reglement:4\"",
        "source = \"reglement:44\"",
    ),
    // cas/
    (
        "cas-d-une-regle-inconnue",
        REGLEMENT,
        "cas/10-salarie.toml",
        "montre = [\"CP-101\"]",
        "montre = [\"CP-110\"]",
    ),
    // liste.toml et codes.csv
    (
        "colonne-de-la-cle",
        LISTE,
        "liste.toml",
        "cle = [\"code_rncp\"",
        "cle = [\"code_rcnp\"",
    ),
    (
        "nombre-annonce",
        LISTE,
        "liste.toml",
        "lignes = 425",
        "lignes = 424",
    ),
    (
        "code-en-double",
        LISTE,
        "codes.csv",
        "CAP - BOULANGER,3,37537,,",
        "CAP - BOULANGER,3,37535,,",
    ),
    (
        "code-mal-forme",
        LISTE,
        "codes.csv",
        "CAP - BOULANGER,3,37537,,",
        "CAP - BOULANGER,3,3753Z,,",
    ),
    (
        "deux-codes-sur-une-ligne",
        LISTE,
        "codes.csv",
        "CAP - BOULANGER,3,37537,,",
        "CAP - BOULANGER,3,37537,114320,",
    ),
    (
        "virgule-oubliee",
        LISTE,
        "codes.csv",
        "CAP - BOULANGER,3,37537,,",
        "CAP - BOULANGER,3,37537,",
    ),
    (
        "colonne-renommee",
        LISTE,
        "codes.csv",
        "intitule,niveau",
        "intitule,niveaux",
    ),
    (
        "niveau-hors-des-valeurs",
        LISTE,
        "codes.csv",
        "CAP - BOULANGER,3,",
        "CAP - BOULANGER,9,",
    ),
    // les autres procédures
    (
        "ecart-de-la-circulaire",
        CIRCULAIRE,
        "parametres.toml",
        "source = ",
        "sources = ",
    ),
    (
        "longueur-d-un-champ-de-fichier",
        CYCLADES,
        "champs.toml",
        "longueur_max = 100",
        "longueur_maxi = 100",
    ),
    ("code-de-pays-mal-forme", PAYS, "codes.csv", "319,", "3!9,"),
];

#[test]
fn each_kind_of_mistake_is_told_with_its_place_and_what_to_do() {
    for &(nom, edition, fichier, juste, faux) in ERREURS {
        let copie = copie(&[REGLEMENT, LISTE, CIRCULAIRE, CYCLADES, PAYS]);
        changer(copie.path(), &format!("{edition}/{fichier}"), juste, faux);
        let reponse = verifier(copie.path());
        assert_eq!((reponse.statut, reponse.erreurs.as_str()), (1, ""), "{nom}");
        // The editions that are right say so after the faults: the last lines are the same for all.
        let fautes = reponse
            .sortie
            .split("\ncontrat-pro/certifications ")
            .next()
            .unwrap();
        insta::assert_snapshot!(nom, fautes);
    }
}

#[test]
fn mistakes_of_files_and_folders_are_told() {
    let dans = |preparer: &dyn Fn(&Path)| {
        let copie = copie(&[REGLEMENT, LISTE]);
        preparer(copie.path());
        let reponse = verifier(copie.path());
        assert_eq!(reponse.statut, 1, "{}", reponse.sortie);
        reponse.sortie
    };
    let renommer = |de: &str, vers: &str| {
        let (de, vers) = (de.to_owned(), vers.to_owned());
        dans(&move |racine: &Path| {
            fs::rename(racine.join(&de), racine.join(&vers)).unwrap();
        })
    };
    insta::assert_snapshot!(
        "fichier-mal-nomme",
        renommer(
            &format!("{REGLEMENT}/conditions.toml"),
            &format!("{REGLEMENT}/condition.toml")
        )
    );
    insta::assert_snapshot!(
        "edition-sans-identite",
        dans(&|racine| fs::remove_file(racine.join(REGLEMENT).join("edition.toml")).unwrap())
    );
    insta::assert_snapshot!(
        "procedure-mal-nommee",
        renommer("reglements/contrat-pro", "reglements/contrat_pro")
    );
    insta::assert_snapshot!(
        "fichier-hors-d-une-edition",
        dans(&|racine| {
            let edition = racine.join(REGLEMENT).join("edition.toml");
            fs::copy(edition, racine.join("reglements/contrat-pro/edition.toml")).unwrap();
        })
    );
    insta::assert_snapshot!(
        "texte-d-un-autre-encodage",
        dans(&|racine| {
            let chemin = racine.join(LISTE).join("codes.csv");
            let texte = fs::read_to_string(&chemin).unwrap();
            let octets: Vec<u8> = texte
                .chars()
                .map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?'))
                .collect();
            fs::write(chemin, octets).unwrap();
        })
    );
    insta::assert_snapshot!(
        "deux-editions-d-un-meme-jour",
        dans(&|racine| {
            let autre = racine.join("reglements/contrat-pro/2024-06-01");
            copier(&racine.join(REGLEMENT), &autre);
            let liste = racine.join("nomenclatures/contrat-pro/certifications/2024-06-01");
            copier(&racine.join(LISTE), &liste);
            for dossier in [&autre, &liste] {
                changer(dossier, "edition.toml", "\"2024-04-01\"", "\"2024-06-01\"");
            }
            changer(
                &racine.join(REGLEMENT),
                "edition.toml",
                "date_de_reference",
                "en_vigueur_au = \"2024-07-01\"\ndate_de_reference",
            );
        })
    );
    insta::assert_snapshot!(
        "edition-sans-sa-liste",
        dans(&|racine| {
            let autre = racine.join("reglements/contrat-pro/2025-01-01");
            copier(&racine.join(REGLEMENT), &autre);
            changer(&autre, "edition.toml", "\"2024-04-01\"", "\"2025-01-01\"");
        })
    );
}

#[test]
fn several_mistakes_are_told_at_once_and_no_consequence_of_them() {
    let copie = copie(&[REGLEMENT, LISTE]);
    let racine = copie.path();
    let dans = |fichier: &str| format!("{REGLEMENT}/{fichier}");
    changer(
        racine,
        &dans("edition.toml"),
        "cle = \"reglement:7\"",
        "cle = \"reglement:70\"",
    );
    changer(
        racine,
        &dans("dossier.toml"),
        "type = \"date\"",
        "type = \"dat\"",
    );
    changer(
        racine,
        &dans("conditions.toml"),
        "fait = \"age_ans\"",
        "fait = \"age_an\"",
    );
    changer(
        racine,
        &dans("conditions.toml"),
        "lectures = [\"CP-13\"]",
        "lectures = [\"CP-93\"]",
    );
    changer(
        racine,
        &dans("conditions.toml"),
        "gravite = \"avertissement\"",
        "gravite = \"alerte\"",
    );
    changer(
        racine,
        &dans("parametres.toml"),
        "valeur = 50000",
        "valeur = \"50000\"",
    );
    changer(
        racine,
        &format!("{LISTE}/codes.csv"),
        "CAP - BOULANGER,3,37537,,",
        "CAP - BOULANGER,9,3753Z,,",
    );
    let reponse = verifier(racine);
    assert_eq!(reponse.statut, 1);
    insta::assert_snapshot!("plusieurs-fautes", reponse.sortie);
}

#[test]
fn a_sound_folder_ends_well_and_a_changed_amount_tells_the_cases_to_write_again() {
    let copie = copie(&[REGLEMENT, LISTE]);
    let juste = verifier(copie.path());
    assert_eq!((juste.statut, juste.erreurs.as_str()), (0, ""));
    insta::assert_snapshot!("dossier-juste", juste.sortie);
    let parametres = format!("{REGLEMENT}/parametres.toml");
    changer(
        copie.path(),
        &parametres,
        "valeur = 50000",
        "valeur = 55000",
    );
    fs::write(copie.path().join(REGLEMENT).join("notes.txt"), "à revoir").unwrap();
    let change = verifier(copie.path());
    assert_eq!((change.statut, change.erreurs.as_str()), (0, ""));
    let debut: Vec<&str> = change.sortie.lines().take(12).collect();
    insta::assert_snapshot!("cas-a-recrire", debut.join("\n"));
}

#[test]
fn the_data_of_the_program_are_sound() {
    for dossier in ["donnees", "exemples/sur-mesure"] {
        let reponse = verifier(&racine().join(dossier));
        assert_eq!(reponse.statut, 0, "{}", reponse.sortie);
        assert!(!reponse.sortie.contains("À regarder"), "{}", reponse.sortie);
    }
}

#[test]
fn one_edition_is_looked_at_alone_and_its_json_holds_every_fault() {
    let copie = copie(&[REGLEMENT, LISTE]);
    let codes = format!("{LISTE}/codes.csv");
    changer(
        copie.path(),
        &codes,
        "CAP - BOULANGER,3,37537,,",
        "CAP - BOULANGER,3,3753Z,,",
    );
    assert_eq!(fautes(&copie.path().join(REGLEMENT)), Vec::<Value>::new());
    let siennes = fautes(&copie.path().join(LISTE));
    assert_eq!(siennes.len(), 1, "{siennes:?}");
    assert_eq!(siennes[0]["fichier"], codes.as_str());
    let ligne = siennes[0]["extrait"].as_str().unwrap();
    assert!(ligne.starts_with("CAP - BOULANGER,3,3753Z,,"), "{ligne}");
}

#[test]
fn an_edition_looked_at_alone_tells_the_list_that_it_misses() {
    let copie = copie(&[REGLEMENT]);
    let autre = copie.path().join("reglements/contrat-pro/2025-01-01");
    copier(&copie.path().join(REGLEMENT), &autre);
    changer(&autre, "edition.toml", "\"2024-04-01\"", "\"2025-01-01\"");
    let siennes = fautes(&autre);
    assert_eq!(siennes.len(), 1, "{siennes:?}");
    assert_eq!(
        siennes[0]["fichier"],
        "nomenclatures/contrat-pro/certifications/2025-01-01"
    );
}

#[test]
fn a_folder_without_edition_is_answered_in_one_line() {
    let vide = tempfile::tempdir().unwrap();
    for dossier in [vide.path().to_owned(), vide.path().join("absent")] {
        let reponse = verifier(&dossier);
        assert_eq!((reponse.statut, reponse.sortie.as_str()), (2, ""));
        assert_eq!(reponse.erreurs.lines().count(), 1, "{}", reponse.erreurs);
    }
}
