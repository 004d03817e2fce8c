//! What a shell proposes: asked as its script does, and through a real bash.

#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests: a failure is a failed test"
)]

mod commun;

use std::env;
use std::path::Path;
use std::process::Command;

use assert_cmd::cargo::cargo_bin;
use commun::lancer;

/// What fish is told: a proposal a line, its meaning after a tab.
fn propositions(mots: &[&str]) -> Vec<String> {
    let sortie = Command::new(cargo_bin!("guichet"))
        .env("GUICHET_COMPLETER", "fish")
        .args(["--", "guichet"])
        .args(mots)
        .output()
        .unwrap();
    assert!(
        sortie.status.success() && sortie.stderr.is_empty(),
        "{sortie:?}"
    );
    let texte = String::from_utf8(sortie.stdout).unwrap();
    texte.lines().map(str::to_owned).collect()
}

#[test]
fn commands_options_and_what_the_data_know_are_proposed() {
    let cas: [(&[&str], &str); 12] = [
        (&["cod"], "codes\tListes de codes"),
        (&["codes", "ch"], "chercher\t"),
        (&["codes", "chercher", "boulang"], "boulanger"),
        (
            &["codes", "chercher", "x", "--liste", "cyclades/p"],
            "cyclades/pays",
        ),
        (&["codes", "exporter", "travail/"], "travail/ue"),
        (&["codes", "voir", "2213"], "22137\tBoulanger"),
        (&["codes", "voir", "euroan"], "EUROANG\tAnglais"),
        (&["regles", "voir", "cy-23"], "CY-231\t"),
        (&["regles", "documenter", "contr"], "contrat-pro"),
        (&["lectures", "CP-0"], "CP-07\t"),
        (
            &["editions", "voir", "contrat-pro", "2024"],
            "2024-04-01\tcontrat-pro",
        ),
        (&["demo", "--h"], "--help\tMontre cette aide"),
    ];
    for (mots, attendue) in cas {
        let toutes = propositions(mots);
        assert!(
            toutes.iter().any(|une| une.starts_with(attendue)),
            "{mots:?} : {toutes:?}"
        );
    }
    assert!(propositions(&["codes", "voir", "zzz"]).is_empty());
    // English is nowhere: the library has its own words for help and version.
    assert!(
        !propositions(&["--"])
            .iter()
            .any(|une| une.contains("Print"))
    );
}

#[test]
fn each_shell_has_a_script_and_another_one_is_answered_in_one_line() {
    for interprete in ["bash", "zsh", "fish"] {
        let reponse = lancer(["completion", interprete]);
        assert_eq!((reponse.statut, reponse.erreurs.as_str()), (0, ""));
        assert!(
            reponse.sortie.contains("GUICHET_COMPLETER"),
            "{}",
            reponse.sortie
        );
    }
    let reponse = lancer(["completion", "tcsh"]);
    assert_eq!((reponse.statut, reponse.erreurs.lines().count()), (2, 1));
}

#[test]
fn a_real_bash_completes() {
    let Some(bash) = ["/bin/bash", "/usr/bin/bash"]
        .into_iter()
        .find(|b| Path::new(b).exists())
    else {
        return;
    };
    let programme = cargo_bin!("guichet");
    let mut chemin = programme.parent().unwrap().as_os_str().to_owned();
    chemin.push(":");
    chemin.push(env::var_os("PATH").unwrap_or_default());
    let completer = |mots: &str, dernier: &str| {
        let rang = mots.split_whitespace().count();
        let script = format!(
            "source <(guichet completion bash)\n\
             COMP_WORDS=({mots} {dernier}) COMP_CWORD={rang} COMP_TYPE=9\n\
             _clap_complete_guichet guichet '{dernier}' ''\n\
             printf '%s\\n' \"${{COMPREPLY[@]}}\""
        );
        let sortie = Command::new(bash)
            .args(["--norc", "--noprofile", "-c", &script])
            .env("PATH", &chemin)
            .output()
            .unwrap();
        String::from_utf8(sortie.stdout).unwrap()
    };
    assert_eq!(completer("guichet", "edi"), "editions\n");
    assert_eq!(completer("guichet codes", "exp"), "exporter\n");
    assert_eq!(completer("guichet codes voir", "22137"), "22137\n");
    assert_eq!(
        completer("guichet lectures", "X-0").lines().next(),
        Some("X-01")
    );
}
