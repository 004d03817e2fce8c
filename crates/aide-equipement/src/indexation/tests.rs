use super::*;
use crate::parametres::ReglesDIndexation;
use proptest::prelude::*;

fn regles() -> ReglesDIndexation {
    ReglesDIndexation::d_essai(2, 100)
}

fn lire(texte: &str) -> Decimal {
    Decimal::lire(texte).unwrap()
}

fn indexer_de(precedent: &str, indice: &str, euros: &[&str]) -> Indexation {
    let forfaits: Vec<Forfait> = euros
        .iter()
        .map(|euros| Forfait {
            parametre: None,
            ancien: Centimes(lire(euros).en_centimes().unwrap()),
        })
        .collect();
    indexer(&regles(), lire(precedent), lire(indice), &forfaits).unwrap()
}

#[test]
fn the_figures_of_the_order_of_2023_are_found_again() {
    let indexation = indexer_de("107.4", "114,18", &["142", "51", "290"]);
    assert_eq!(indexation.taux.to_string(), "6.31");
    assert_eq!(indexation.taux_detaille.to_string(), "6.312849");
    assert!(!indexation.gele);
    let attendus = [
        ("150.9602", 15_096, 15_000, 15_100, 15_100),
        ("54.2181", 5_422, 5_400, 5_500, 5_400),
        ("308.299", 30_830, 30_800, 30_900, 30_800),
    ];
    assert_eq!(indexation.forfaits.len(), attendus.len());
    for (forfait, (produit, centime, bas, haut, nouveau)) in
        indexation.forfaits.iter().zip(attendus)
    {
        assert_eq!(forfait.produit.sans_zeros().to_string(), produit);
        assert_eq!(forfait.au_centime, Centimes(centime), "{produit}");
        assert_eq!(forfait.inferieur, Centimes(bas), "{produit}");
        assert_eq!(forfait.superieur, Centimes(haut), "{produit}");
        assert_eq!(forfait.nouveau, Centimes(nouveau), "{produit}");
    }
}

#[test]
fn the_rate_is_rounded_before_it_is_applied() {
    // 6.3128 % of 100 000 € is 6 312.80 €; 6.31 % is 6 310 €.
    let indexation = indexer_de("107.4", "114.18", &["100000"]);
    assert_eq!(indexation.forfaits[0].nouveau, Centimes(10_631_000));
}

#[test]
fn half_a_euro_goes_up_and_just_under_goes_down() {
    let cas = [
        // 1 % of 50 € is 50,50 €; of 49 €, 49,49 €; of 51 €, 51,51 €.
        ("100", "101", "50", 5_100),
        ("100", "101", "49", 4_900),
        ("100", "101", "51", 5_200),
        // Amounts with cents are indexed from their cents.
        ("100", "101", "49.50", 5_000),
    ];
    for (precedent, indice, euros, attendu) in cas {
        let indexation = indexer_de(precedent, indice, &[euros]);
        let nouveau = indexation.forfaits[0].nouveau;
        assert_eq!(
            nouveau,
            Centimes(attendu),
            "{euros} €, {precedent} → {indice}"
        );
    }
}

#[test]
fn a_change_below_zero_keeps_the_amounts_and_one_of_zero_does_too() {
    let cas = [
        ("107.4", "107.39", true, "-0.01"),
        ("107.4", "107.3999", true, "0.00"),
        ("107.4", "53.7", true, "-50.00"),
        ("107.4", "107.4", false, "0.00"),
        ("107.4", "107.40", false, "0.00"),
        ("107.4", "107.41", false, "0.01"),
    ];
    for (precedent, indice, gele, taux) in cas {
        let indexation = indexer_de(precedent, indice, &["142"]);
        assert_eq!(indexation.gele, gele, "{indice}");
        assert_eq!(indexation.taux.to_string(), taux, "{indice}");
        assert_eq!(indexation.forfaits[0].nouveau, Centimes(14_200), "{indice}");
    }
    // A frozen amount keeps its cents: nothing is rounded again.
    let indexation = indexer_de("107.4", "100", &["142.35"]);
    assert_eq!(indexation.forfaits[0].nouveau, Centimes(14_235));
}

#[test]
fn an_index_of_zero_is_refused() {
    for (precedent, indice) in [("0", "114.18"), ("107.4", "0,00")] {
        assert_eq!(
            indexer(&regles(), lire(precedent), lire(indice), &[]),
            Err(ErreurDIndexation::IndiceNul)
        );
    }
}

#[test]
fn numbers_are_read_as_people_write_them() {
    let cas = [
        ("107.4", Ok("107.4")),
        ("107,40", Ok("107.4")),
        (" 1 014,5 ", Ok("1014.5")),
        ("0", Ok("0")),
        ("007", Ok("7")),
        ("123456789.123456", Ok("123456789.123456")),
        ("-1", Err(DecimalInvalide::Negatif)),
        ("−0,5", Err(DecimalInvalide::Negatif)),
        ("", Err(DecimalInvalide::Forme)),
        ("1.", Err(DecimalInvalide::Forme)),
        (".5", Err(DecimalInvalide::Forme)),
        ("1.2.3", Err(DecimalInvalide::Forme)),
        ("1e3", Err(DecimalInvalide::Forme)),
        ("cent", Err(DecimalInvalide::Forme)),
        ("1234567890", Err(DecimalInvalide::Demesure)),
        ("0.1234567", Err(DecimalInvalide::Demesure)),
    ];
    for (texte, attendu) in cas {
        let lu = Decimal::lire(texte).map(|decimal| decimal.to_string());
        assert_eq!(lu.as_deref(), attendu.as_ref().copied(), "{texte}");
    }
}

#[test]
fn euros_have_no_fraction_of_a_cent() {
    let cas = [
        ("142", Some(14_200)),
        ("142,5", Some(14_250)),
        ("142.05", Some(14_205)),
        ("142.005", None),
    ];
    for (texte, attendu) in cas {
        assert_eq!(lire(texte).en_centimes(), attendu, "{texte}");
    }
}

proptest! {
    #[test]
    fn every_rounding_surrounds_the_product_and_the_nearest_is_one_of_them(
        ancien in 0i64..1_000_000, precedent in 1i64..30_000, indice in 1i64..30_000,
    ) {
        let forfait = Forfait { parametre: None, ancien: Centimes(ancien) };
        let indexation = indexer(
            &regles(), Decimal::new(precedent, 2), Decimal::new(indice, 2), &[forfait],
        ).unwrap();
        let indexe = &indexation.forfaits[0];
        prop_assert!(indexe.inferieur <= indexe.au_centime);
        prop_assert!(indexe.au_centime <= indexe.superieur);
        prop_assert!(indexe.nouveau == indexe.inferieur || indexe.nouveau == indexe.superieur);
        prop_assert!((indexe.nouveau.0 - indexe.au_centime.0).abs() <= 50);
        // An index that rises never lowers an amount by more than its rounding; one that falls changes nothing.
        if indexation.gele {
            prop_assert_eq!(indexe.nouveau, indexe.ancien);
        } else {
            prop_assert!(indexe.nouveau.0 + 50 >= ancien);
        }
    }

    #[test]
    fn a_number_that_was_read_is_written_the_same(unites in 0i64..1_000_000_000, decimales in 0u32..6) {
        let decimal = Decimal::new(unites, decimales).sans_zeros();
        prop_assert_eq!(Decimal::lire(&decimal.to_string()), Ok(decimal));
        prop_assert_eq!(Decimal::lire(&decimal.en_francais()), Ok(decimal));
    }
}
