//! What holds whatever the request: more jobs in a list never close one, and a name is worth its code.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests: a failure is a failed test"
)]

mod commun;

use std::sync::LazyLock;

use guichet_autorisation_travail::{DOSSIER, EditionAutorisationTravail};
use guichet_instruction::dossier::{Origine, ValeurDeChamp};
use guichet_instruction::{Dossier, trancher};
use guichet_socle::Fichiers;
use guichet_socle::Issue;
use guichet_socle::edition::Couverture;
use proptest::prelude::*;

static EDITION: LazyLock<EditionAutorisationTravail> =
    LazyLock::new(|| commun::edition("2007-12-20"));

fn issue(edition: &EditionAutorisationTravail, champs: &[(&str, &str)]) -> Issue {
    let schema = &edition.commun.schema;
    let mut dossier = Dossier::vide(schema.champs().len());
    let communs = [
        ("date_reception", "2008-01-10"),
        ("demande", "introduction"),
    ];
    for (nom, valeur) in communs.iter().chain(champs) {
        let rang = schema.rang(nom).unwrap();
        let lue: ValeurDeChamp = dossier
            .lire_valeur(schema.champ(rang), valeur, Origine::Json)
            .unwrap();
        dossier.poser(rang, lue);
    }
    trancher(edition, &dossier).issue
}

/// The edition, with one more row in the list of a region.
fn avec_une_ligne(region: &str, code: &str) -> EditionAutorisationTravail {
    let mut fichiers: Fichiers = commun::fichiers();
    let racine = "nomenclatures/travail/regions/2007-12-20";
    let codes = fichiers
        .texte(&format!("{racine}/codes.csv"))
        .unwrap()
        .to_owned();
    let liste = fichiers
        .texte(&format!("{racine}/liste.toml"))
        .unwrap()
        .replace("lignes = 427", "lignes = 428");
    fichiers.ajouter(
        format!("{racine}/codes.csv"),
        format!("{}\n{region},{code},Ajouté,\n", codes.trim_end()),
    );
    fichiers.ajouter(format!("{racine}/liste.toml"), liste);
    let couverture = Couverture::lire(&fichiers, DOSSIER).unwrap();
    EditionAutorisationTravail::charger(&fichiers, couverture.par_id("2007-12-20").unwrap())
        .unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn adding_a_job_to_a_list_opens_it_and_closes_none(
        ou in 0usize..22, quoi in 0usize..150, temoins in proptest::collection::vec((0usize..150, 0usize..26), 20),
    ) {
        let listes = &EDITION.listes;
        let metier = &listes.metiers[quoi % listes.metiers.len()];
        let region = &listes.territoires[ou];
        prop_assume!(metier.imprime_dans & (1 << ou) == 0 && metier.ecarts.is_empty());
        let plus = avec_une_ligne(&region.nom, &metier.code);
        let ici = [("nationalite", "MAR"), ("code_rome", metier.code.as_str()), ("region", region.nom.as_str())];
        prop_assert_eq!(issue(&plus, &ici), Issue::Favorable);
        for (temoin, la) in temoins {
            let code = listes.metiers[temoin % listes.metiers.len()].code.as_str();
            for nationalite in ["MAR", "POL"] {
                let champs = [("nationalite", nationalite), ("code_rome", code), ("region", listes.territoires[la].nom.as_str())];
                let avant = issue(&EDITION, &champs);
                if avant == Issue::Favorable {
                    prop_assert_eq!(issue(&plus, &champs), Issue::Favorable, "{} {}", code, la);
                }
            }
        }
    }

    #[test]
    fn an_alias_and_its_code_get_the_same_answer(
        qui in 0usize..213, quoi in 0usize..160, ou in 0usize..26, lequel in 0usize..8,
    ) {
        let listes = &EDITION.listes;
        let nationalite = &listes.nationalites[qui];
        let metier = listes.metiers[quoi % listes.metiers.len()].code.as_str();
        let territoire = &listes.territoires[ou];
        let attendu = issue(&EDITION, &[("nationalite", &nationalite.code), ("code_rome", metier), ("region", &territoire.nom)]);
        let iso = nationalite.iso3.as_deref().unwrap_or(&nationalite.code);
        let departement = &territoire.departements[lequel % territoire.departements.len()];
        for (champ, valeur) in [("region", territoire.libelle.as_str()), ("departement", departement)] {
            let obtenu = issue(&EDITION, &[("nationalite", iso), ("code_rome", metier), (champ, valeur)]);
            prop_assert_eq!(obtenu, attendu, "{} {} {}", iso, metier, valeur);
        }
    }
}
