//! Each repair, with the last value it mends and the first one it does not.

use encoding_rs::WINDOWS_1252;
use guichet_cyclades::reparation::{Etat, Modification};
use guichet_cyclades::{Options, Surete};

use crate::tableau::{EDITION, NOM, Tableau};
use crate::{commun, reparer};

const SUR: Option<Surete> = Some(Surete::Sure);
const A_CONFIRMER: Option<Surete> = Some(Surete::AConfirmer);

/// Cells put over an ordinary row; the field looked at, the value it ends with, how sure the repair is, or
/// nothing when the value is left as it is.
type Ligne<'a> = (&'a [(&'a str, &'a str)], &'a str, &'a str, Option<Surete>);

const LIGNES: &[Ligne<'_>] = &[
    // Spaces.
    (&[("nom_famille", " DUPONT ")], "nom_famille", "DUPONT", SUR),
    (
        &[("nom_famille", "LE  GOFF")],
        "nom_famille",
        "LE GOFF",
        SUR,
    ),
    (
        &[("nom_famille", "LE\u{a0}GOFF")],
        "nom_famille",
        "LE GOFF",
        SUR,
    ),
    (&[("code_postal", "75 013")], "code_postal", "75013", SUR),
    (&[("code_postal", "75")], "code_postal", "75", None),
    (
        &[("adresse_mail", "zoe@exemple.fr ")],
        "adresse_mail",
        "zoe@exemple.fr",
        SUR,
    ),
    (
        &[("adresse_mail", "zoe lg@exemple.fr")],
        "adresse_mail",
        "zoelg@exemple.fr",
        A_CONFIRMER,
    ),
    // A spreadsheet's thousands, then its lost zero.
    (
        &[("code_postal", "1 100")],
        "code_postal",
        "01100",
        A_CONFIRMER,
    ),
    // Apostrophe, dash.
    (
        &[("nom_famille", "D’ORNANO")],
        "nom_famille",
        "D'ORNANO",
        SUR,
    ),
    (
        &[("adresse_1", "12 rue de l’Été")],
        "adresse_1",
        "12 rue de l'Été",
        SUR,
    ),
    (
        &[("nom_famille", "MARTIN–PETIT")],
        "nom_famille",
        "MARTIN-PETIT",
        SUR,
    ),
    (
        &[("nom_famille", "D´ORNANO")],
        "nom_famille",
        "D´ORNANO",
        None,
    ),
    (
        &[("nom_famille", "MARTIN - PETIT")],
        "nom_famille",
        "MARTIN - PETIT",
        None,
    ),
    // Telephone.
    (
        &[("telephone_mobile", "06 39.98-00 01")],
        "telephone_mobile",
        "0639980001",
        SUR,
    ),
    (
        &[("telephone_mobile", "+33 6 39 98 00 01")],
        "telephone_mobile",
        "+33639980001",
        SUR,
    ),
    (
        &[("telephone_mobile", "poste 12")],
        "telephone_mobile",
        "poste 12",
        None,
    ),
    (
        &[("telephone_mobile", "639980001")],
        "telephone_mobile",
        "0639980001",
        A_CONFIRMER,
    ),
    (
        &[("telephone_mobile", "539980001")],
        "telephone_mobile",
        "539980001",
        None,
    ),
    (
        &[("telephone_mobile", "63998000")],
        "telephone_mobile",
        "63998000",
        None,
    ),
    (
        &[("telephone_mobile", "639980001"), ("pays", "109")],
        "telephone_mobile",
        "639980001",
        None,
    ),
    // INE, UAI.
    (&[("INE", "123456789ab")], "INE", "123456789AB", SUR),
    (&[("INE", "123 456 789 Ab")], "INE", "123456789AB", SUR),
    (&[("INE", "12345678AB")], "INE", "12345678AB", None),
    (
        &[("etablissement", "0750655e")],
        "etablissement",
        "0750655E",
        SUR,
    ),
    (
        &[("etablissement", "750655E")],
        "etablissement",
        "0750655E",
        A_CONFIRMER,
    ),
    (
        &[("etablissement", "750655F")],
        "etablissement",
        "750655F",
        None,
    ),
    // Title.
    (&[("civilite", "Mme")], "civilite", "F", SUR),
    (&[("civilite", "M.")], "civilite", "M", SUR),
    (&[("civilite", "X")], "civilite", "X", None),
    // Departments.
    (
        &[("depCOM_naissance", "75")],
        "depCOM_naissance",
        "075",
        SUR,
    ),
    (
        &[("depCOM_naissance", "2A"), ("commune_naissance", "2A004")],
        "depCOM_naissance",
        "02A",
        SUR,
    ),
    (
        &[("depCOM_naissance", "20"), ("commune_naissance", "2A004")],
        "depCOM_naissance",
        "20",
        None,
    ),
    (
        &[("depCOM_naissance", "1"), ("commune_naissance", "01053")],
        "depCOM_naissance",
        "001",
        A_CONFIRMER,
    ),
    (
        &[("depCOM_naissance", "1"), ("commune_naissance", "75113")],
        "depCOM_naissance",
        "1",
        None,
    ),
    (
        &[("depCOM_naissance", "97"), ("commune_naissance", "97411")],
        "depCOM_naissance",
        "974",
        A_CONFIRMER,
    ),
    (
        &[("depCOM_naissance", "097"), ("commune_naissance", "97105")],
        "depCOM_naissance",
        "971",
        A_CONFIRMER,
    ),
    (
        &[("depCOM_naissance", "097"), ("commune_naissance", "75113")],
        "depCOM_naissance",
        "097",
        None,
    ),
    (
        &[
            ("depCOM_naissance", "Côtes d’Armor"),
            ("commune_naissance", "22278"),
        ],
        "depCOM_naissance",
        "022",
        SUR,
    ),
    (
        &[("depCOM_naissance", "Paname")],
        "depCOM_naissance",
        "Paname",
        None,
    ),
    // Countries.
    (&[("nationalite", " 100")], "nationalite", "100", SUR),
    (&[("nationalite", "Algérie")], "nationalite", "352", SUR),
    (&[("nationalite", "Algéri")], "nationalite", "Algéri", None),
    // What a repair reveals is repaired too, or nothing is.
    (
        &[("pays_naissance", "France"), ("depCOM_naissance", "75")],
        "pays_naissance",
        "100",
        SUR,
    ),
    (
        &[("pays_naissance", "France"), ("depCOM_naissance", "75")],
        "depCOM_naissance",
        "075",
        SUR,
    ),
    (
        &[("pays_naissance", "France"), ("depCOM_naissance", "XX")],
        "pays_naissance",
        "France",
        None,
    ),
    // Dates.
    (
        &[("date_naissance", "2006-03-05")],
        "date_naissance",
        "05/03/2006",
        SUR,
    ),
    (
        &[("date_naissance", "2006-03-05 00:00:00")],
        "date_naissance",
        "05/03/2006",
        SUR,
    ),
    (
        &[("date_naissance", "5/3/2006")],
        "date_naissance",
        "05/03/2006",
        SUR,
    ),
    (
        &[("date_naissance", "31/2/2006")],
        "date_naissance",
        "31/2/2006",
        None,
    ),
    (
        &[("date_naissance", "05/03/06")],
        "date_naissance",
        "05/03/06",
        None,
    ),
    (
        &[("date_naissance", "38777")],
        "date_naissance",
        "01/03/2006",
        A_CONFIRMER,
    ),
    (
        &[("date_naissance", "41274")],
        "date_naissance",
        "31/12/2012",
        A_CONFIRMER,
    ),
    (
        &[("date_naissance", "41275")],
        "date_naissance",
        "41275",
        None,
    ),
    (
        &[("date_naissance", "16072")],
        "date_naissance",
        "01/01/1944",
        A_CONFIRMER,
    ),
    (
        &[("date_naissance", "16071")],
        "date_naissance",
        "16071",
        None,
    ),
    // Specialities.
    (&[("serie", "50022137")], "serie", "22137", SUR),
    (&[("serie", "40022137")], "serie", "40022137", None),
    (&[("serie", "50099999")], "serie", "50099999", None),
    (&[("serie", "23218")], "serie", "23223", A_CONFIRMER),
    // First names.
    (&[("prenoms", "Anne, Zoé")], "prenoms", "Anne Zoé", SUR),
    // Postcodes, communes.
    (
        &[("code_postal", "1100")],
        "code_postal",
        "01100",
        A_CONFIRMER,
    ),
    (
        &[("code_postal", "9990")],
        "code_postal",
        "09990",
        A_CONFIRMER,
    ),
    (&[("code_postal", "0110")], "code_postal", "0110", None),
    (&[("code_postal", "110")], "code_postal", "110", None),
    (
        &[("commune_naissance", "1053"), ("depCOM_naissance", "001")],
        "commune_naissance",
        "01053",
        A_CONFIRMER,
    ),
    (
        &[("commune_naissance", "1053"), ("depCOM_naissance", "1")],
        "commune_naissance",
        "01053",
        A_CONFIRMER,
    ),
    (
        &[("commune_naissance", "1053")],
        "commune_naissance",
        "1053",
        None,
    ),
    // Broken accents.
    (
        &[("nom_famille", "GÃ©RALD")],
        "nom_famille",
        "GéRALD",
        A_CONFIRMER,
    ),
    (
        &[("adresse_1", "12 rue de l'Ã‰tÃ©")],
        "adresse_1",
        "12 rue de l'Été",
        A_CONFIRMER,
    ),
    (&[("prenoms", "NoÃŽl")], "prenoms", "NoÎl", A_CONFIRMER),
    (&[("prenoms", "JoÃo")], "prenoms", "JoÃo", None),
    // Custom.
    (
        &[("nom_famille", "le goff")],
        "nom_famille",
        "LE GOFF",
        A_CONFIRMER,
    ),
    (
        &[("nom_famille", "Le Goff")],
        "nom_famille",
        "Le Goff",
        None,
    ),
    (
        &[("prenoms", "anne-laure zoé")],
        "prenoms",
        "Anne-Laure Zoé",
        A_CONFIRMER,
    ),
];

#[test]
fn each_repair_stops_where_it_must() {
    for (cellules, champ, attendue, surete) in LIGNES {
        let mut tableau = Tableau::de(1);
        for (colonne, valeur) in *cellules {
            tableau = tableau.avec(1, colonne, valeur);
        }
        let texte = tableau.usuel();
        let options = Options::default();
        let (copie, modifications) = reparer(NOM, texte.as_bytes(), &options, true).unwrap();
        let siennes: Vec<&Modification> = modifications
            .iter()
            .filter(|m| m.champ == *champ && m.etat == Etat::Faite)
            .collect();
        assert_eq!(
            siennes.last().map(|m| m.surete),
            *surete,
            "{cellules:?} {siennes:?}"
        );
        let valeur = cellules.iter().find(|(c, _)| c == champ).unwrap().1;
        let finale = siennes.last().map_or(valeur, |m| m.apres.as_str());
        assert_eq!(finale, *attendue, "{cellules:?}");
        let rang = tableau.rang(champ);
        let ligne = std::str::from_utf8(&copie)
            .unwrap()
            .lines()
            .nth(1)
            .unwrap()
            .to_owned();
        assert_eq!(ligne.split(';').nth(rang), Some(*attendue), "{ligne}");
        // What only a person may confirm is not made, and is told.
        let (copie, modifications) = reparer(NOM, texte.as_bytes(), &options, false).unwrap();
        if *surete == A_CONFIRMER {
            let proposee = modifications.iter().find(|m| m.champ == *champ).unwrap();
            assert_eq!(proposee.etat, Etat::Proposee, "{cellules:?}");
            let ligne = std::str::from_utf8(&copie)
                .unwrap()
                .lines()
                .nth(1)
                .unwrap()
                .to_owned();
            assert_eq!(ligne.split(';').nth(rang), Some(valeur), "{ligne}");
        }
        // The finding of the same rule proposes the same value.
        let constats = commun::controler_octets(&EDITION, NOM, texte.as_bytes(), &options);
        if let Some((premiere, regle)) = siennes.first().and_then(|m| Some((m, m.regle.clone()?))) {
            let constat = constats
                .iter()
                .find(|c| c.champ.as_deref() == Some(*champ) && c.regle == regle);
            if let Some(constat) = constat {
                let correction = constat.correction.as_ref().unwrap();
                assert_eq!(correction.valeur, premiere.apres, "{cellules:?}");
                // An edit that calls for another is as sure as the least sure of both.
                assert!(correction.surete >= premiere.surete, "{cellules:?}");
            }
        }
    }
}

#[test]
fn what_is_only_indicative_is_shown_and_never_made() {
    let texte = Tableau::de(1)
        .avec(1, "nom_famille", "MARTIN - PETIT")
        .usuel();
    let (copie, modifications) = reparer(NOM, texte.as_bytes(), &Options::default(), true).unwrap();
    assert_eq!(copie, texte.as_bytes());
    let [seule] = modifications.as_slice() else {
        panic!("{modifications:?}")
    };
    assert_eq!(
        (seule.surete, seule.etat),
        (Surete::Indicative, Etat::Proposee)
    );
    assert_eq!(seule.apres, "MARTIN-PETIT");
}

#[test]
fn a_value_the_encoding_cannot_hold_is_told_and_not_made() {
    // « ł » in UTF-8, read as Windows-1252: the file has no such letter.
    let texte = Tableau::de(1).avec(1, "prenoms", "PaweÅ‚").usuel();
    let ansi = WINDOWS_1252.encode(&texte).0.into_owned();
    let (copie, modifications) = reparer(NOM, &ansi, &Options::default(), true).unwrap();
    assert_eq!(copie, ansi);
    assert_eq!(modifications[0].etat, Etat::Impossible);
    let (_, modifications) = reparer(NOM, texte.as_bytes(), &Options::default(), true).unwrap();
    assert_eq!(
        (modifications[0].etat, modifications[0].apres.as_str()),
        (Etat::Faite, "Paweł")
    );
}

#[test]
fn rows_that_are_no_candidates_are_copied_as_they_are() {
    let bon = Tableau::de(1).avec(1, "civilite", "Mme").usuel();
    let texte = format!("{bon}\n;;;\nF;X\n\"ouvert;\nfin sans saut");
    let (copie, modifications) = reparer(NOM, texte.as_bytes(), &Options::default(), true).unwrap();
    assert_eq!(modifications.len(), 1);
    let attendu = texte.replacen("Mme", "F", 1);
    assert_eq!(String::from_utf8(copie).unwrap(), attendu);
}
