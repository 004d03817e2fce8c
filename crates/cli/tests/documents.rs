//! `guichet contrat-pro documents`: letters, orders and annexes as a person receives them.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod commun;

use std::fs;
use std::path::Path;
#[cfg(feature = "pdf")]
use std::process::Command;

use commun::{Reponse, lancer};
use serde_json::{Value, json};

/// A favourable dossier; the others are it with something changed.
fn dossier(reference: &str) -> Value {
    json!({
        "reference": reference, "date_demande": "2024-10-15",
        "employeur": {
            "siret": "12345678200010", "departement": "44", "assujetti_contribution": true,
            "a_jour_fiscal_social": true, "dates_licenciements_economiques": []
        },
        "salarie": {
            "date_naissance": "1982-03-04", "demandeur_emploi": true,
            "derniere_presence_etablissement": null
        },
        "contrat": {
            "nature": "professionnalisation", "date_debut": "2024-10-01", "date_fin": "2025-09-30",
            "quotite": "28/35", "certification": { "rncp": "RNCP37443" },
            "suspensions": []
        },
        "pieces": { "contrat_cerfa": true, "prise_en_charge_opco": true }
    })
}

fn favorable() -> Value {
    dossier("D-17")
}

fn refuse() -> Value {
    let mut dossier = dossier("D-18");
    dossier["salarie"]["date_naissance"] = json!("1999-03-04");
    dossier["salarie"]["demandeur_emploi"] = json!(false);
    dossier
}

fn incomplet() -> Value {
    let mut dossier = dossier("D-19");
    dossier["pieces"] = json!({ "contrat_cerfa": false });
    dossier
}

fn par_convention() -> Value {
    let mut dossier = dossier("D-20");
    dossier["employeur"]["aides_annee_centimes"] = json!(2_200_000);
    dossier
}

fn a_temps_plein() -> Value {
    let mut dossier = dossier("D-21");
    dossier["contrat"]["quotite"] = json!("1");
    dossier
}

/// Rompu durant le premier mois : les conditions sont remplies, rien n’est dû.
fn rompu() -> Value {
    let mut dossier = dossier("D-22");
    dossier["contrat"]["rupture"] = json!("2024-10-20");
    dossier
}

fn ecrire(dossier: &Path, dossiers: &[Value]) -> String {
    let chemin = dossier.join("demandes.ndjson");
    let lignes: Vec<String> = dossiers.iter().map(Value::to_string).collect();
    fs::write(&chemin, lignes.join("\n")).unwrap();
    chemin.display().to_string()
}

fn documents(dossier: &Path, dossiers: &[Value], document: &str, autres: &[&str]) -> Reponse {
    let fichier = ecrire(dossier, dossiers);
    let sortie = dossier.join("sortie").display().to_string();
    let mut arguments = vec![
        "contrat-pro",
        "documents",
        &fichier,
        "--document",
        document,
        "--sortie",
        &sortie,
    ];
    arguments.extend(autres);
    lancer(arguments)
}

/// The words of a page: the body without its tags, a line a block.
fn mots(html: &str) -> String {
    let corps = html.split_once("<body>").map_or(html, |(_, corps)| corps);
    let mut texte = String::new();
    let mut balise = false;
    for c in corps.chars() {
        match c {
            '<' => balise = true,
            '>' => balise = false,
            _ if !balise => texte.push(c),
            _ => {}
        }
    }
    let lignes: Vec<&str> = texte
        .lines()
        .map(str::trim)
        .filter(|ligne| !ligne.is_empty())
        .collect();
    sans_empreinte(&lignes.join("\n"))
}

/// The fingerprint of the edition changes with any of its words.
fn sans_empreinte(texte: &str) -> String {
    let mut morceaux = texte.split("empreinte ");
    let mut sans = morceaux.next().unwrap_or_default().to_owned();
    for morceau in morceaux {
        sans.push_str("empreinte [...]");
        sans.push_str(morceau.trim_start_matches(|c: char| c.is_ascii_hexdigit()));
    }
    sans
}

fn seul(dossiers: &[Value], document: &str, nom: &str) -> String {
    let dossier = tempfile::tempdir().unwrap();
    let reponse = documents(dossier.path(), dossiers, document, &[]);
    assert_eq!(reponse.statut, 0, "{}", reponse.erreurs);
    mots(&fs::read_to_string(dossier.path().join("sortie").join(nom)).unwrap())
}

#[test]
fn a_grant_says_the_amount_in_words_the_dates_and_the_obligations() {
    let lettre = seul(&[favorable()], "notification", "notification-D-17.html");
    insta::assert_snapshot!(lettre);
}

#[test]
fn a_refusal_gives_every_reason_with_its_source() {
    let lettre = seul(&[refuse()], "notification", "notification-D-18.html");
    insta::assert_snapshot!(lettre);
}

#[test]
fn an_incomplete_dossier_is_asked_for_what_is_missing() {
    let lettre = seul(&[incomplet()], "notification", "notification-D-19.html");
    insta::assert_snapshot!(lettre);
}

#[test]
fn a_contract_broken_in_its_first_month_is_no_refusal() {
    let lettre = seul(&[rompu()], "notification", "notification-D-22.html");
    assert!(
        lettre.contains("conditions remplies, aucune somme due"),
        "{lettre}"
    );
    assert!(!lettre.contains("Vos engagements"), "{lettre}");
}

#[test]
fn an_order_lists_the_aids_that_an_order_grants() {
    let tous = [
        favorable(),
        refuse(),
        par_convention(),
        a_temps_plein(),
        rompu(),
    ];
    let dossier = tempfile::tempdir().unwrap();
    let reponse = documents(dossier.path(), &tous, "arrete", &[]);
    assert_eq!(reponse.statut, 0, "{}", reponse.erreurs);
    insta::assert_snapshot!("les_dossiers_hors_de_l_arrete", reponse.erreurs);
    let arrete = fs::read_to_string(dossier.path().join("sortie/arrete.html")).unwrap();
    insta::assert_snapshot!(mots(&arrete));
}

#[test]
fn the_annex_lists_the_aids_of_an_agreement_and_no_other() {
    let tous = [favorable(), par_convention()];
    let annexe = seul(&tous, "annexe-convention", "annexe-convention-D-20.html");
    insta::assert_snapshot!(annexe);
    let dossier = tempfile::tempdir().unwrap();
    let reponse = documents(dossier.path(), &[favorable()], "annexe-convention", &[]);
    assert_eq!(reponse.statut, 2);
    assert!(
        reponse.erreurs.contains("il n’y a pas de convention"),
        "{}",
        reponse.erreurs
    );
    assert!(!dossier.path().join("sortie").exists());
}

#[test]
fn an_annex_holds_the_aids_of_one_establishment_and_one_civil_year() {
    let autre_annee = {
        let mut dossier = par_convention();
        dossier["reference"] = json!("D-23");
        dossier["date_demande"] = json!("2025-01-15");
        dossier["contrat"]["date_debut"] = json!("2025-01-02");
        dossier["contrat"]["date_fin"] = json!("2026-01-01");
        dossier
    };
    let autre_siret = {
        let mut dossier = par_convention();
        dossier["reference"] = json!("D-24");
        dossier["employeur"]["siret"] = json!("12345678200028");
        dossier
    };
    let meme = {
        let mut dossier = par_convention();
        dossier["reference"] = json!("D-25");
        dossier
    };
    let dossier = tempfile::tempdir().unwrap();
    let tous = [par_convention(), autre_annee, autre_siret, meme];
    let reponse = documents(dossier.path(), &tous, "annexe-convention", &[]);
    assert_eq!(reponse.statut, 0, "{}", reponse.erreurs);
    let sortie = dossier.path().join("sortie");
    let lue = |reference: &str| {
        let nom = format!("annexe-convention-{reference}.html");
        mots(&fs::read_to_string(sortie.join(nom)).unwrap())
    };
    assert_eq!(fs::read_dir(&sortie).unwrap().count(), 3);
    let annexe = lue("D-20");
    assert!(annexe.contains("Aides demandées en 2024"), "{annexe}");
    assert!(annexe.contains("D-25") && !annexe.contains("D-24"));
    assert!(annexe.contains("(neuf mille six cents euros)"), "{annexe}");
    assert!(lue("D-23").contains("Aides demandées en 2025"));
    assert!(lue("D-24").contains("00028"));
}

#[test]
fn a_template_that_cannot_be_used_leaves_no_document_at_all() {
    let cas = [
        ("notification.md", "Bonjour", "n’a pas de titre"),
        (
            "notification.md",
            "# O\n\n{% if dossiers %}",
            "notification.md",
        ),
        ("notification.md", "# O\n\n<b>x</b>", "HTML"),
        ("page.html", "{{ inconnue }}", "page.html, ligne 1"),
        ("lettre.md", "# O", "n’est le nom d’aucun modèle"),
    ];
    for (nom, texte, attendu) in cas {
        let dossier = tempfile::tempdir().unwrap();
        let modeles = dossier.path().join("modeles");
        fs::create_dir(&modeles).unwrap();
        fs::write(modeles.join(nom), texte).unwrap();
        let modeles = modeles.display().to_string();
        let reponse = documents(
            dossier.path(),
            &[favorable(), refuse()],
            "notification",
            &["--modeles", &modeles],
        );
        assert_eq!((reponse.statut, reponse.sortie.as_str()), (2, ""));
        assert!(reponse.erreurs.contains(attendu), "{}", reponse.erreurs);
        assert_eq!(reponse.erreurs.lines().count(), 1, "{}", reponse.erreurs);
        assert!(!dossier.path().join("sortie").exists(), "{nom}");
    }
}

#[test]
fn a_fault_of_the_last_document_leaves_none_of_the_first_ones() {
    let dossier = tempfile::tempdir().unwrap();
    let modeles = dossier.path().join("modeles");
    fs::create_dir(&modeles).unwrap();
    fs::write(
        modeles.join("notification.md"),
        "# O\n\n{% if dossiers[0].reference == \"D-18\" %}{{ absente }}{% endif %}\n",
    )
    .unwrap();
    let modeles = modeles.display().to_string();
    let tous = [favorable(), refuse()];
    let autres = ["--modeles", modeles.as_str()];
    let reponse = documents(dossier.path(), &tous, "notification", &autres);
    assert_eq!(reponse.statut, 2, "{}", reponse.erreurs);
    assert!(!dossier.path().join("sortie").exists());
}

#[test]
fn a_document_that_is_there_already_keeps_the_others_from_being_written() {
    let dossier = tempfile::tempdir().unwrap();
    let sortie = dossier.path().join("sortie");
    fs::create_dir(&sortie).unwrap();
    fs::write(sortie.join("notification-D-18.html"), "la mienne").unwrap();
    let tous = [favorable(), refuse()];
    let reponse = documents(dossier.path(), &tous, "notification", &[]);
    assert_eq!(reponse.statut, 2);
    assert!(reponse.erreurs.contains("existe déjà"));
    let lue = fs::read_to_string(sortie.join("notification-D-18.html")).unwrap();
    assert_eq!(lue, "la mienne");
    assert_eq!(fs::read_dir(&sortie).unwrap().count(), 1);
}

#[test]
fn the_words_of_the_region_take_the_place_of_the_blanks() {
    let dossier = tempfile::tempdir().unwrap();
    let organisme = dossier.path().join("organisme.toml");
    fs::write(
        &organisme,
        "nom = \"Région <Essai>\"\nvoies_de_recours = \"Recours : **deux mois**.\"\n",
    )
    .unwrap();
    let chemin = organisme.display().to_string();
    let reponse = documents(
        dossier.path(),
        &[refuse()],
        "notification",
        &["--organisme", &chemin],
    );
    assert_eq!(reponse.statut, 0, "{}", reponse.erreurs);
    let page = fs::read_to_string(dossier.path().join("sortie/notification-D-18.html")).unwrap();
    assert!(
        page.contains("Recours : <strong>deux mois</strong>."),
        "{page}"
    );
    assert!(page.contains("Région &lt;Essai&gt;"), "{page}");
    assert!(page.contains("<mark>[à compléter : protection des données personnelles]</mark>"));
}

#[test]
fn the_templates_are_written_edited_and_obeyed() {
    let dossier = tempfile::tempdir().unwrap();
    let modeles = dossier.path().join("modeles").display().to_string();
    let reponse = lancer(["contrat-pro", "modeles", "--sortie", &modeles]);
    assert_eq!(reponse.statut, 0, "{}", reponse.erreurs);
    assert_eq!(fs::read_dir(&modeles).unwrap().count(), 7);
    let autres = ["--modeles", &modeles];
    let lettre = Path::new(&modeles).join("notification.md");

    fs::write(&lettre, "# Objet\n\nBonjour,\n\n{{ dossiers[0].montan }}\n").unwrap();
    let reponse = documents(dossier.path(), &[favorable()], "notification", &autres);
    assert_eq!(reponse.statut, 2);
    assert!(
        reponse.erreurs.contains(
            "notification.md, ligne 5 : « dossiers[0].montan » : cette valeur n’existe pas"
        ),
        "{}",
        reponse.erreurs
    );
    assert!(!dossier.path().join("sortie").exists());

    fs::write(
        &lettre,
        "# Autre objet\n\n{{ dossiers[0].montant.lettres }}\n",
    )
    .unwrap();
    let reponse = documents(dossier.path(), &[favorable()], "notification", &autres);
    assert_eq!(reponse.statut, 0, "{}", reponse.erreurs);
    let page = fs::read_to_string(dossier.path().join("sortie/notification-D-17.html")).unwrap();
    assert!(page.contains("Autre objet") && page.contains("quatre mille huit cents euros"));
}

#[test]
fn a_reference_that_may_be_a_name_names_no_file_and_nothing_is_replaced_unasked() {
    let dossier = tempfile::tempdir().unwrap();
    let personne = self::dossier("Jeanne Martin");
    let reponse = documents(
        dossier.path(),
        &[favorable(), personne],
        "notification",
        &[],
    );
    assert!(
        reponse.sortie.contains("notification-n00002.html"),
        "{}",
        reponse.sortie
    );
    assert!(!reponse.sortie.contains("Martin"));
    let reponse = documents(dossier.path(), &[favorable()], "notification", &[]);
    assert_eq!(reponse.statut, 2);
    assert!(
        reponse.erreurs.contains("existe déjà"),
        "{}",
        reponse.erreurs
    );
    let reponse = documents(
        dossier.path(),
        &[favorable()],
        "notification",
        &["--remplacer"],
    );
    assert_eq!(reponse.statut, 0);
}

#[cfg(not(feature = "pdf"))]
#[test]
fn without_pdf_one_line_says_how_to_have_it() {
    let dossier = tempfile::tempdir().unwrap();
    let reponse = documents(
        dossier.path(),
        &[favorable()],
        "notification",
        &["--format", "pdf"],
    );
    assert_eq!(reponse.statut, 2);
    assert!(
        reponse.erreurs.contains("--features pdf"),
        "{}",
        reponse.erreurs
    );
    assert_eq!(reponse.erreurs.lines().count(), 1);
}

#[cfg(feature = "pdf")]
#[test]
fn every_document_is_printed_with_its_amount_and_its_reference() {
    if Command::new("pdftotext").arg("-v").output().is_err() {
        eprintln!("not done: pdftotext is not installed (poppler-utils)");
        return;
    }
    let cas = [
        (
            favorable(),
            "notification",
            "notification-D-17.pdf",
            "quatre mille huit cents euros",
        ),
        (
            refuse(),
            "notification",
            "notification-D-18.pdf",
            "défavorable",
        ),
        (
            incomplet(),
            "notification",
            "notification-D-19.pdf",
            "CERFA",
        ),
        (favorable(), "arrete", "arrete-D-17.pdf", "D-17"),
        (
            par_convention(),
            "annexe-convention",
            "annexe-convention-D-20.pdf",
            "D-20",
        ),
    ];
    for (demande, document, nom, attendu) in cas {
        let dossier = tempfile::tempdir().unwrap();
        let reponse = documents(dossier.path(), &[demande], document, &["--format", "pdf"]);
        assert_eq!(reponse.statut, 0, "{}", reponse.erreurs);
        let chemin = dossier.path().join("sortie").join(nom);
        let lu = Command::new("pdftotext")
            .args(["-layout"])
            .arg(&chemin)
            .arg("-")
            .output()
            .unwrap();
        let texte = String::from_utf8(lu.stdout).unwrap();
        // A line may end in the middle of an amount.
        let texte = texte.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(texte.contains(attendu), "{nom} : {texte}");
        assert!(texte.contains("Projet."), "{nom} : {texte}");
    }
}
