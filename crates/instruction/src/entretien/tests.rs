//! Whole interviews, as transcripts: what is typed, what it does, what is asked next.

use std::collections::BTreeMap;

use guichet_socle::constat::Valeur;
use guichet_socle::decision::{Avertissement, EtapeDeCalcul};
use guichet_socle::{Centimes, Edition, ErreurEdition, Fichiers};
use jiff::civil::Date;

use super::*;
use crate::commun::{Commun, Declaration};
use crate::etabli::{Choix, Etabli};
use crate::procedure::{Axes, Procedure, Proposition};

const EDITION: &str = r#"
titre = "Essai"
statut = "projet"
en_vigueur_du = "2024-01-01"
date_de_reference = "demande"
verifiee_le = "2024-01-02"

[[source]]
cle = "texte"
titre = "texte d’essai"
section = "1"
"#;

const CONDITIONS: &str = r#"
[[condition]]
code = "ES-101"
nom = "sans-recherche"
source = "texte"
exige = { est_vrai = { fait = "chercheur" } }
phrase = "Il ne cherchait pas d’emploi."
remede = "Rien à faire."

[[condition]]
code = "ES-102"
nom = "autre-nature"
source = "texte"
exige = { egal = { fait = "contrat.nature", valeur = "pro" } }
phrase = "Un autre contrat."
remede = "Rien à faire."
"#;

const DOSSIER: &str = r#"
[[champ]]
nom = "demande"
type = "date"
libelle = "le jour de la demande"
question = "Quel jour ?"
exemple = "2024-11-15"

[[champ]]
nom = "paiement"
type = "date"
libelle = "le jour du paiement"
question = "Payé quel jour ?"
exemple = "2025-11-15"
facultatif = true
en_dernier = true

[[champ]]
nom = "chercheur"
type = "booleen"
libelle = "la recherche d’emploi"
question = "En recherche ?"
aide = "L’inscription n’est pas exigée."
exemple = "oui"

[[champ]]
nom = "presence"
type = "date"
libelle = "la dernière présence"
question = "Présent quand ?"
exemple = "2023-06-30"
nul = "jamais"

[[champ]]
nom = "contrat.nature"
type = "choix"
libelle = "la nature"
question = "Quelle nature ?"
exemple = "pro"
valeurs = [ { code = "pro", libelle = "Professionnalisation" }, { code = "autre", libelle = "Autre contrat" } ]

[[champ]]
nom = "contrat.code"
type = "numero"
prefixe = "RNCP"
libelle = "le code"
question = "Quel code ?"
exemple = "RNCP37537"
facultatif = true

[[champ]]
nom = "contrat.secours"
type = "numero"
prefixe = "CERTIFINFO"
libelle = "l’autre code"
question = "Quel autre code ?"
exemple = "114320"
facultatif = true
sauf_si_connu = "contrat.code"

[[champ]]
nom = "contrat.pauses.debut"
type = "date"
groupe = "contrat.pauses"
libelle = "le début"
question = "Depuis quand ?"
exemple = "2025-01-06"

[[champ]]
nom = "contrat.pauses.payee"
type = "booleen"
groupe = "contrat.pauses"
libelle = "la paie"
question = "Payée ?"
exemple = "oui"

[[champ]]
nom = "jours"
type = "date"
liste = true
libelle = "les jours"
question = "Quels jours ?"
exemple = "2024-02-12"

[[groupe]]
nom = "contrat.pauses"
libelle = "les pauses"
question = "Une pause ?"
encore = "Une autre ?"
"#;

/// A procedure of two conditions, without any computation.
struct Essai(Commun);

impl Procedure for Essai {
    type Reponse = ();

    fn commun(&self) -> &Commun {
        &self.0
    }
    fn date_de_reference(&self, _dossier: &Dossier) -> Option<Date> {
        None
    }
    fn etablir<'d>(&'d self, _dossier: &'d Dossier, _choix: Choix, _etabli: &mut Etabli<'d>) {}
    fn champs_du_calcul(&self) -> u64 {
        0
    }
    fn repondre(&self, _: &Dossier, _: Choix, _: &Etabli<'_>, _: Issue) {}
    fn montant(&self, (): &()) -> Option<Centimes> {
        None
    }
    fn champs(&self, (): &(), _issue: Issue) -> Vec<(&'static str, Valeur)> {
        Vec::new()
    }
    fn calcul(&self, _: &Dossier, (): &()) -> Vec<EtapeDeCalcul> {
        Vec::new()
    }
    fn avertissements(&self, _: &Dossier, (): &()) -> Vec<Avertissement> {
        Vec::new()
    }
    fn pistes(&self) -> &'static [&'static str] {
        &[]
    }
    fn piste(&self, _: &str, _: &Dossier, _: &Etabli<'_>) -> Option<Proposition> {
        None
    }
    fn axes<'d>(&'d self, _: &'d Dossier) -> Axes<'d> {
        Vec::new()
    }
}

fn essai_de(dossier: &str) -> Result<Essai, ErreurEdition> {
    let mut fichiers = Fichiers::new();
    let dans = |nom: &str| format!("e/2024-01-01/{nom}");
    fichiers.ajouter(dans("edition.toml"), EDITION);
    fichiers.ajouter(dans("conditions.toml"), CONDITIONS);
    fichiers.ajouter(dans("dossier.toml"), dossier.to_owned());
    let edition = Edition::lire(&fichiers, "e/2024-01-01")?;
    let declaration = Declaration {
        procedure: "essai",
        prefixe: "ES",
        derives: &[],
        reponse: &[],
        lectures: &[],
        mots_d_issue: guichet_socle::MotsDIssue::Decision,
        pistes: &[],
        listes: Vec::new(),
        parametres: BTreeMap::new(),
        autres_dossiers: &[],
    };
    Commun::charger(&fichiers, &edition, declaration).map(Essai)
}

fn essai() -> Essai {
    essai_de(DOSSIER).unwrap()
}

/// Types each line; tells what it did, the rules told, and the question that stands then.
fn derouler(essai: &Essai, lignes: &[(&str, &str)]) -> Dossier {
    let mut entretien = Entretien::nouveau(&essai.0.schema);
    for (rang, (ligne, attendu)) in lignes.iter().enumerate() {
        let suite = match entretien.repondre(ligne) {
            Suite::Notee(None) => "noté".to_owned(),
            Suite::Notee(Some(mots)) => format!("noté {mots}"),
            Suite::Passee => "passé".to_owned(),
            Suite::Faute(message) => format!("faute {message}"),
            Suite::Aide(aide) => format!("aide {aide}"),
            Suite::Retour => "retour".to_owned(),
            Suite::RienAvant => "rien avant".to_owned(),
            Suite::Fin => "fin".to_owned(),
        };
        let refus = entretien.controler(essai);
        let refus: Vec<String> = (refus.iter())
            .map(|constat| format!(" [{} {}]", constat.regle, constat.message))
            .collect();
        let refus = refus.concat();
        let question = entretien.question().map_or("", |question| question.texte);
        let obtenu = format!("{suite}{refus} > {question}");
        assert_eq!(obtenu, *attendu, "ligne {rang} : {ligne:?}");
    }
    entretien.finir();
    entretien.dossier().clone()
}

fn json(essai: &Essai, dossier: &Dossier) -> String {
    ecrit(&dossier_en_objet(&essai.0, dossier))
}

/// A value in a short form that tests compare.
fn ecrit(valeur: &Valeur) -> String {
    match valeur {
        Valeur::Booleen(vrai) => vrai.to_string(),
        Valeur::Entier(nombre) => nombre.to_string(),
        Valeur::Texte(texte) => texte.to_string(),
        Valeur::Liste(valeurs) => {
            let valeurs: Vec<String> = valeurs.iter().map(ecrit).collect();
            format!("[{}]", valeurs.join(" "))
        }
        Valeur::Objet(champs) => {
            let champs: Vec<String> = champs
                .iter()
                .map(|(nom, valeur)| format!("{nom}={}", ecrit(valeur)))
                .collect();
            format!("{{{}}}", champs.join(" "))
        }
        Valeur::Nul => "null".to_owned(),
    }
}

#[test]
fn every_fact_is_asked_for_and_kept_as_the_contract_writes_it() {
    let essai = essai();
    let dossier = derouler(
        &essai,
        &[
            ("15/11/2024", "noté 15 novembre 2024 > En recherche ?"),
            ("o", "noté > Présent quand ?"),
            ("Jamais", "noté > Quelle nature ?"),
            ("1", "noté Professionnalisation > Quel code ?"),
            ("RNCP37537", "noté > Une pause ?"),
            ("oui", "noté > Depuis quand ?"),
            ("06/01/2025", "noté 6 janvier 2025 > Payée ?"),
            ("non", "noté > Une autre ?"),
            ("oui", "noté > Depuis quand ?"),
            ("2025-02-03", "noté 3 février 2025 > Payée ?"),
            ("oui", "noté > Une autre ?"),
            ("non", "noté > Quels jours ?"),
            (
                "2024-02-12 | 13/02/2024",
                "noté 12 février 2024, 13 février 2024 > Payé quel jour ?",
            ),
            ("", "passé > "),
        ],
    );
    assert_eq!(
        json(&essai, &dossier),
        "{demande=2024-11-15 chercheur=true presence=null contrat={nature=pro code=37537 \
         pauses=[{debut=2025-01-06 payee=false} {debut=2025-02-03 payee=true}]} \
         jours=[2024-02-12 2024-02-13]}"
    );
}

#[test]
fn what_is_not_known_is_left_out_and_never_taken_as_no() {
    let essai = essai();
    let dossier = derouler(
        &essai,
        &[
            ("?", "passé > En recherche ?"),
            ("je ne sais pas", "passé > Présent quand ?"),
            ("", "passé > Quelle nature ?"),
            ("", "passé > Quel code ?"),
            ("", "passé > Quel autre code ?"),
            ("114320", "noté > Une pause ?"),
            ("?", "passé > Quels jours ?"),
            ("", "passé > Payé quel jour ?"),
            ("", "passé > "),
        ],
    );
    assert_eq!(json(&essai, &dossier), "{contrat={secours=114320}}");
}

#[test]
fn none_at_all_is_an_answer() {
    let essai = essai();
    let mut debut = vec![
        ("", "passé > En recherche ?"),
        ("", "passé > Présent quand ?"),
        ("", "passé > Quelle nature ?"),
        ("", "passé > Quel code ?"),
        ("1", "noté > Une pause ?"),
    ];
    debut.extend([
        ("non", "noté > Quels jours ?"),
        ("aucune", "noté > Payé quel jour ?"),
    ]);
    let dossier = derouler(&essai, &debut);
    assert_eq!(
        json(&essai, &dossier),
        "{contrat={code=1 pauses=[]} jours=[]}"
    );
}

#[test]
fn a_record_told_by_halves_leaves_its_list_unknown() {
    let essai = essai();
    let debut = [
        ("", "passé > En recherche ?"),
        ("", "passé > Présent quand ?"),
        ("", "passé > Quelle nature ?"),
        ("", "passé > Quel code ?"),
        ("1", "noté > Une pause ?"),
        ("oui", "noté > Depuis quand ?"),
        ("2025-01-06", "noté 6 janvier 2025 > Payée ?"),
    ];
    for (fin, reste) in [("?", "passé > Une autre ?"), ("fin", "fin > ")] {
        let mut lignes = debut.to_vec();
        lignes.push((fin, reste));
        let dossier = derouler(&essai, &lignes);
        assert_eq!(
            json(&essai, &dossier),
            "{contrat={code=1 pauses=[{debut=2025-01-06}]}}",
            "{fin}"
        );
    }
}

#[test]
fn a_bad_answer_is_told_and_the_question_stands() {
    derouler(
        &essai(),
        &[
            (
                "31/02/2024",
                "faute « 31/02/2024 » n’existe pas dans le calendrier : ce mois a 29 jours ; corrigez la date. > Quel jour ?",
            ),
            ("29/02/2024", "noté 29 février 2024 > En recherche ?"),
            (
                "peut-être",
                "faute « peut-être » n’est ni oui ni non ; répondez par oui ou par non. > En recherche ?",
            ),
            ("", "passé > Présent quand ?"),
            ("", "passé > Quelle nature ?"),
            (
                "3",
                "faute « 3 » n’est pas une des réponses ; donnez un numéro de 1 à 2. > Quelle nature ?",
            ),
            ("PRO", "noté Professionnalisation > Quel code ?"),
            ("fin", "fin > "),
            ("encore", "fin > "),
        ],
    );
}

#[test]
fn help_and_the_question_before_are_at_hand() {
    let essai = essai();
    let dossier = derouler(
        &essai,
        &[
            ("retour", "rien avant > Quel jour ?"),
            ("2024-11-15", "noté 15 novembre 2024 > En recherche ?"),
            (
                "aide",
                "aide L’inscription n’est pas exigée. Réponse attendue : oui ou non. Sans cette réponse, la décision peut rester incomplète ; Entrée passe la question, « ? » dit que vous ne savez pas, « retour » reprend la question précédente, « fin » décide avec ce qui est connu. > En recherche ?",
            ),
            ("retour", "retour > Quel jour ?"),
            ("", "passé > En recherche ?"),
            ("fin", "fin > "),
        ],
    );
    assert_eq!(json(&essai, &dossier), "{}");
}

#[test]
fn a_refusal_is_told_at_once_and_then_only_what_is_new() {
    let debut = [
        ("", "passé > En recherche ?"),
        (
            "non",
            "noté [ES-101 Il ne cherchait pas d’emploi.] > Continuer quand même ?",
        ),
    ];
    let jusqu_a = |suite: &[(&'static str, &'static str)]| {
        let mut lignes = debut.to_vec();
        lignes.extend(suite);
        derouler(&essai(), &lignes);
    };
    jusqu_a(&[("non", "fin > ")]);
    jusqu_a(&[
        (
            "?",
            "faute « ? » n’est ni oui ni non ; répondez par oui ou par non. > Continuer quand même ?",
        ),
        ("retour", "retour > En recherche ?"),
        ("oui", "noté > Présent quand ?"),
    ]);
    // The second refusal asks nothing, and the payment no longer matters.
    jusqu_a(&[
        ("oui", "noté > Présent quand ?"),
        ("", "passé > Quelle nature ?"),
        (
            "2",
            "noté Autre contrat [ES-102 Un autre contrat.] > Quel code ?",
        ),
        ("1", "noté > Une pause ?"),
        ("non", "noté > Quels jours ?"),
        ("aucune", "noté > "),
    ]);
}

#[test]
fn a_name_that_leads_nowhere_in_the_edition_is_told() {
    let cas = [
        (
            DOSSIER.replace(
                "sauf_si_connu = \"contrat.code\"",
                "sauf_si_connu = \"contrat.cod\"",
            ),
            "« contrat.cod », qui n’est pas un champ",
        ),
        (
            DOSSIER.replace(
                "[[groupe]]\nnom = \"contrat.pauses\"",
                "[[groupe]]\nnom = \"pauses\"",
            ),
            "le groupe « contrat.pauses » n’est pas déclaré",
        ),
    ];
    for (dossier, attendu) in cas {
        let erreur = essai_de(&dossier).err().unwrap().to_string();
        assert!(erreur.contains(attendu), "{erreur}");
    }
}
