//! One dossier of the equipment aid, whose answer is nested, in every form.

use guichet::Donnees;
use guichet::instruction::lecture::{Lu, OptionsDeLecture, lire};
use guichet::instruction::{Bilan, Instruction};
use guichet::socle::Decision;

use super::super::essai::Tampon;
use super::super::{FormeDeDecisions, OptionsDeTexte, restitution_de_decisions};
use super::*;

const DOSSIER: &str = r#"{"reference":"E-1","annee_scolaire":"2023-2024",
"etablissement":{"uai":"0750001W","nom":"Lycée des Tilleuls","nature":"lycee_public","enquete_repondue":true,"academie":"Paris"},
"effectifs":[{"code_diplome":"50022137","annee":1,"effectif":24,"statut":"scolaire"},
{"code_diplome":"50022137","annee":2,"effectif":20,"statut":"scolaire"},
{"code_diplome":"32031212","annee":1,"effectif":35,"statut":"scolaire"},
{"code_diplome":"67010031","annee":1,"effectif":22,"statut":"scolaire"},
{"code_diplome":"43033105","libelle":"ST2S","annee":1,"effectif":30,"statut":"scolaire"}],
"boursiers":{"nombre":24,"effectif_post_bac":70,"effectif_etablissement":640},
"reliquats":{"pre_bac_centimes":500000,"post_bac_centimes":0,"prepa_metiers_centimes":0}}"#;

fn instruction() -> Instruction {
    Instruction::ouvrir(&Donnees::embarquees(), "equipement", None).unwrap()
}

fn decision(instruction: &Instruction) -> Decision {
    let dossier = tempfile::tempdir().unwrap();
    let chemin = dossier.path().join("e.json");
    std::fs::write(&chemin, DOSSIER).unwrap();
    let mut decisions = Vec::new();
    let options = OptionsDeLecture::default();
    let mut recevoir = |lu: Lu<'_>| decisions.push(instruction.decider(&lu));
    lire(&chemin, instruction.schema(), &options, &mut recevoir).unwrap();
    decisions.remove(0)
}

fn rendre(forme: FormeDeDecisions) -> Vec<u8> {
    let instruction = instruction();
    let decision = decision(&instruction);
    let tampon = Tampon::default();
    let mut bilan = Bilan::nouveau();
    let commun = instruction.de_lecture().commun();
    let mut restitution =
        restitution_de_decisions(forme, Box::new(tampon.clone()), OptionsDeTexte::default());
    let axes: [(&str, &str); 0] = [];
    bilan.ajouter(&decision, &axes);
    restitution.decision(commun, &decision).unwrap();
    restitution.fin(&bilan).unwrap();
    drop(restitution);
    tampon.octets()
}

fn texte(forme: FormeDeDecisions) -> String {
    let texte = String::from_utf8(rendre(forme)).unwrap();
    texte.replace('\u{a0}', " ").replace('\r', "")
}

#[test]
fn a_terminal_shows_the_lines_as_one_table_and_the_courses_as_another() {
    insta::assert_snapshot!(texte(FormeDeDecisions::Texte));
}

#[test]
fn a_row_of_csv_holds_named_values_flattened_and_the_number_of_records() {
    let table = texte(FormeDeDecisions::Csv);
    let mut lignes = table.lines();
    let entete: Vec<&str> = lignes.next().unwrap().split(';').collect();
    let valeurs: Vec<&str> = lignes.next().unwrap().split(';').collect();
    let de = |nom: &str| {
        let rang = entete.iter().position(|connu| *connu == nom).unwrap();
        valeurs[rang]
    };
    assert_eq!(de("pre_bac.effectif"), "24");
    assert_eq!(de("pre_bac.brut_centimes"), "362400");
    assert_eq!(de("post_bac.dotation_centimes"), "181200");
    assert_eq!(de("boursiers.taux"), "24/70");
    assert_eq!(de("formations.nombre"), "5");
    assert!(!table.contains("effectif="), "{table}");
}

#[test]
fn a_workbook_has_a_sheet_of_courses_and_flattened_columns() {
    use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
    let octets = rendre(FormeDeDecisions::Xlsx);
    let mut lecteur: Xlsx<_> = open_workbook_from_rs(std::io::Cursor::new(octets)).unwrap();
    let decisions = lecteur.worksheet_range("Décisions").unwrap();
    let entete: Vec<String> = decisions
        .rows()
        .next()
        .unwrap()
        .iter()
        .map(ToString::to_string)
        .collect();
    let rang = entete
        .iter()
        .position(|nom| nom == "Pré-bac, dotation brute")
        .unwrap();
    assert_eq!(decisions.get((1, rang)), Some(&Data::Float(3624.0)));
    let formations = lecteur.worksheet_range("Formations").unwrap();
    assert_eq!(formations.height(), 6);
    let cours: Vec<String> = formations
        .rows()
        .nth(1)
        .unwrap()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(&cours[..2], ["E-1", "50022137"]);
    assert_eq!(cours[3], "oui");
}

#[test]
fn a_page_holds_real_tables_with_their_headings() {
    let page = texte(FormeDeDecisions::Html);
    assert!(page.contains("<th scope=\"col\" class=\"nombre\">Dotation brute</th>"));
    assert!(page.contains("<th scope=\"row\">Pré-bac</th><td class=\"nombre\">24</td>"));
    assert!(page.contains("<th scope=\"row\">50022137</th>"));
    assert!(!page.contains("forfait_centimes"));
}

#[test]
fn a_reading_shows_only_the_values_that_differ() {
    let instruction = instruction();
    let decision = decision(&instruction);
    let vue = Vue {
        commun: instruction.de_lecture().commun(),
        decision: &decision,
    };
    let dites: Vec<String> = vue
        .lectures()
        .into_iter()
        .filter(|lecture| lecture.id == "ARE-24")
        .flat_map(|lecture| lecture.ecarts)
        .map(|(libelle, retenue, autre)| {
            format!("{libelle} : {retenue} / {autre}").replace('\u{a0}', " ")
        })
        .collect();
    insta::assert_snapshot!(dites.join("\n"));
}
