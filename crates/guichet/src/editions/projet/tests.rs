use super::*;

fn demande(procedure: &str, depuis: &str, date: &str) -> DemandeDeProjet {
    DemandeDeProjet {
        procedure: procedure.to_owned(),
        depuis: depuis.to_owned(),
        date: date.to_owned(),
        indices: None,
    }
}

fn prepare(demande: &DemandeDeProjet) -> ProjetDEdition {
    preparer(&Donnees::embarquees(), demande).unwrap()
}

fn texte<'p>(projet: &'p ProjetDEdition, chemin: &str) -> &'p str {
    let trouve = projet.textes.iter().find(|(autre, _)| autre == chemin);
    &trouve.unwrap().1
}

#[test]
fn every_procedure_has_a_draft_that_the_program_reads() {
    let cas = [
        ("equipement", "2023-2024", "2024-2025", "2024-09-01"),
        ("equipement", "2021-09-01", "2022-09-01", "2022-09-01"),
        ("contrat-pro", "2024-04-01", "2025-04-01", "2025-04-01"),
        (
            "autorisation-travail",
            "2007-12-20",
            "2009-01-01",
            "2009-01-01",
        ),
        ("cyclades", "2023-09-29", "2024-09-29", "2024-09-29"),
    ];
    let donnees = Donnees::embarquees();
    let racine = tempfile::tempdir().unwrap();
    for (rang, (procedure, depuis, date, id)) in cas.into_iter().enumerate() {
        let projet = prepare(&demande(procedure, depuis, date));
        assert_eq!(projet.id, id);
        let dossier = racine.path().join(rang.to_string());
        ecrire(&donnees, &projet, &dossier).unwrap();
        let mut relues = donnees.clone();
        relues.ajouter_dossier(&dossier).unwrap();
        let fiche = catalogue::voir(&relues, procedure, id).unwrap();
        assert!(
            fiche.edition.titre.starts_with("Projet"),
            "{}",
            fiche.edition.titre
        );
        assert_eq!(
            fiche.edition.statut,
            guichet_socle::edition::StatutEdition::Projet
        );
        assert!(
            fiche.non_modelise[0].contains("Projet copié"),
            "{procedure}"
        );
        // It copies the lists of the same day, and only those.
        let copiees = fiche.listes.iter().filter(|liste| liste.edition == id);
        assert_eq!(copiees.count(), projet.dossiers.len() - 1, "{procedure}");
        // Never written over.
        let refus = ecrire(&donnees, &projet, &dossier).unwrap_err().to_string();
        assert!(refus.contains("existe déjà"), "{refus}");
    }
}

#[test]
fn dates_and_titles_follow_and_every_other_line_stands() {
    let projet = prepare(&demande("equipement", "2023-2024", "2024-2025"));
    let manifeste = texte(&projet, "reglements/equipement/2024-09-01/edition.toml");
    for ligne in [
        "statut = \"projet\"",
        "en_vigueur_du = \"2024-09-01\"",
        "en_vigueur_au = \"2025-09-01\"",
    ] {
        assert!(manifeste.lines().any(|autre| autre == ligne), "{manifeste}");
    }
    assert!(
        projet.titre.ends_with("année scolaire 2024-2025"),
        "{}",
        projet.titre
    );
    let donnees = Donnees::embarquees();
    let ancien = donnees
        .fichiers()
        .texte("reglements/equipement/2023-09-01/edition.toml")
        .unwrap();
    let changees = ancien
        .lines()
        .filter(|ligne| !manifeste.lines().any(|autre| autre == *ligne))
        .count();
    assert_eq!(changees, 4, "{manifeste}");
    // Untouched without an indexation.
    for nom in ["parametres.toml", "conditions.toml", "dossier.toml"] {
        let ancien = donnees
            .fichiers()
            .texte(&format!("reglements/equipement/2023-09-01/{nom}"))
            .unwrap();
        assert_eq!(
            texte(&projet, &format!("reglements/equipement/2024-09-01/{nom}")),
            ancien
        );
    }
    let dits = projet.a_verifier.join("\n");
    assert!(dits.contains("2024-09-01/edition.toml (1"), "{dits}");
}

#[test]
fn an_indexation_writes_the_amounts_with_their_computation() {
    let projet = prepare(&DemandeDeProjet {
        indices: Some(("114.18".to_owned(), "118,39".to_owned())),
        ..demande("equipement", "2023-2024", "2024-2025")
    });
    let parametres = texte(&projet, "reglements/equipement/2024-09-01/parametres.toml");
    let lus: toml::Table = toml::from_str(parametres).unwrap();
    // 118.39 / 114.18 = 3.69 %: 156.5719, 55.9926, 319.3652.
    for (nom, attendu) in [
        ("forfait_eleve", 15_700),
        ("forfait_prepa_metiers", 5_600),
        ("forfait_concours", 31_900),
    ] {
        assert_eq!(lus[nom]["valeur"].as_integer(), Some(attendu), "{nom}");
    }
    assert!(
        parametres
            .contains("# Projet : 151,00 € × 1,0369 = 156,5719 €, arrondi à l’euro le plus proche"),
        "{parametres}"
    );
    assert!(parametres.contains("# Cet arrondi n’est écrit nulle part"));
    assert_eq!(projet.montants.len(), 3);
}

#[test]
fn a_fall_of_the_index_keeps_the_amounts() {
    let projet = prepare(&DemandeDeProjet {
        indices: Some(("114.18".to_owned(), "114.17".to_owned())),
        ..demande("equipement", "2023-2024", "2024-2025")
    });
    for montant in &projet.montants {
        assert_eq!(montant.ancien_centimes, montant.nouveau_centimes);
        assert!(montant.calcul.ends_with("reconduit"), "{}", montant.calcul);
    }
}

#[test]
fn what_cannot_be_a_draft_is_told_in_one_line() {
    let indexee = |procedure: &str, depuis: &str, date: &str| DemandeDeProjet {
        indices: Some(("107.4".to_owned(), "114.18".to_owned())),
        ..demande(procedure, depuis, date)
    };
    let cas = [
        (
            demande("equipment", "2023-2024", "2024-2025"),
            "Vouliez-vous dire « equipement »",
        ),
        (
            demande("equipement", "2022-2023", "2024-2025"),
            "ne couvre le 2022-09-01",
        ),
        (
            demande("equipement", "2023-09-02", "2024-2025"),
            "2023-09-01",
        ),
        (
            demande("equipement", "2023-2024", "bientôt"),
            "n’est ni une date ni une année scolaire",
        ),
        (
            demande("equipement", "2023-2024", "2021-2022"),
            "existe déjà",
        ),
        (
            demande("equipement", "2023-2024", "2022-2023"),
            "vient avant l’édition copiée",
        ),
        (
            indexee("contrat-pro", "2024-04-01", "2025-04-01"),
            "ne suivent aucun indice",
        ),
    ];
    for (demande, attendu) in cas {
        let refus = preparer(&Donnees::embarquees(), &demande)
            .unwrap_err()
            .to_string();
        assert!(refus.contains(attendu), "{refus}");
        assert_eq!(refus.lines().count(), 1, "{refus}");
    }
}
