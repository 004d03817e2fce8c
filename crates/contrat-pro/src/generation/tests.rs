use guichet_nomenclatures::identifiants::{Cle, siren, siret as cle_du_siret};

use super::*;

#[test]
fn invented_siret_have_both_keys_right() {
    for graine in 0..500 {
        let numero = siret(&mut Hasard::new(graine, 0));
        assert_eq!(numero.len(), 14);
        assert_eq!(siren(&numero[..9]), Cle::Juste, "{numero}");
        assert_eq!(cle_du_siret(&numero), Cle::Juste, "{numero}");
    }
}

#[test]
fn the_names_of_situations_and_faults_are_each_of_one() {
    let noms = SITUATIONS.iter().chain(FAUTES.iter().map(|(nom, ..)| nom));
    let mut noms: Vec<&&str> = noms.collect();
    let combien = noms.len();
    noms.sort();
    noms.dedup();
    assert_eq!(noms.len(), combien);
}

#[test]
fn the_fields_of_a_dossier_come_in_the_order_of_the_columns() {
    let ordinaire = Brouillon::ordinaire(&mut Hasard::new(1, 0), &codes());
    let mut complet = ordinaire;
    let jour = complet.debut;
    complet.date_demande_paiement = Some(jour);
    complet.rupture = Some(jour);
    complet.certifinfo = Some(complet.un_cqp.clone());
    let noms: Vec<String> = complet.champs("D").into_iter().map(|c| c.0).collect();
    assert_eq!(noms, COLONNES);
}

/// Codes that need no edition.
fn codes() -> Codes {
    Codes {
        rncp: vec!["37443".to_owned()],
        certifinfo: vec!["116238".to_owned()],
    }
}
