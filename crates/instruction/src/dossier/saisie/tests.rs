use super::*;
use crate::dossier::schema::ChoixPossible;

fn champ(genre: TypeDeChamp) -> Champ {
    Champ {
        nom: "x".to_owned(),
        genre,
        liste: false,
        groupe: None,
        plusieurs: false,
        libelle: String::new(),
        question: String::new(),
        aide: None,
        exemple: "A-1".to_owned(),
        nul: None,
        facultatif: false,
        sauf_si_connu: None,
        en_dernier: false,
    }
}

/// The value read, as a short text; or the message, after a `!`.
fn lire(genre: TypeDeChamp, ecrit: &str, origine: Origine) -> String {
    let mut dossier = Dossier::vide(1);
    match dossier.lire_valeur(&champ(genre), ecrit, origine) {
        Ok(ValeurDeChamp::Date(jour)) => jour.to_string(),
        Ok(ValeurDeChamp::Booleen(vrai)) => vrai.to_string(),
        Ok(ValeurDeChamp::Entier(nombre)) => nombre.to_string(),
        Ok(ValeurDeChamp::Fraction(part)) => {
            format!("{}/{}", part.numerateur(), part.denominateur())
        }
        Ok(ValeurDeChamp::Choix(rang)) => format!("#{rang}"),
        Ok(valeur) => dossier.texte_de(valeur).unwrap_or("?").to_owned(),
        Err(Faute(message)) => format!("!{message}"),
    }
}

/// Each written value with what is read, or a part of what is said after a `!`.
fn check(genre: &TypeDeChamp, origine: Origine, cas: &[(&str, &str)]) {
    for (ecrit, attendu) in cas {
        let lu = lire(genre.clone(), ecrit, origine);
        match attendu.strip_prefix('!') {
            None => assert_eq!(lu, *attendu, "{ecrit}"),
            Some(mots) => assert!(lu.starts_with('!') && lu.contains(mots), "{ecrit} : {lu}"),
        }
        assert!(!lu.contains('\n'), "one line: {lu:?}");
    }
}

#[test]
fn a_date_exists_in_the_calendar_and_has_one_form() {
    check(
        &TypeDeChamp::Date,
        Origine::Json,
        &[
            ("2024-10-01", "2024-10-01"),
            ("2024-02-29", "2024-02-29"),
            ("2023-02-29", "!ce mois a 28 jours"),
            ("2024-04-31", "!ce mois a 30 jours"),
            ("2024-13-01", "!l’année a douze mois"),
            ("2024-00-01", "!l’année a douze mois"),
            ("2024-01-00", "!ce mois a 31 jours"),
            ("01/10/2024", "!écrivez AAAA-MM-JJ, par exemple"),
            ("2024-1-01", "!n’est pas une date"),
            ("2024-10-01T00:00:00", "!écrivez « 2024-10-01 »"),
            ("20241001", "!n’est pas une date"),
            ("+024-10-01", "!n’est pas une date"),
            ("٢٠٢٤-10-01", "!n’est pas une date"),
            ("", "!« (vide) » n’est pas une date"),
        ],
    );
    check(
        &TypeDeChamp::Date,
        Origine::Personne,
        &[
            ("01/10/2024", "2024-10-01"),
            ("2024-10-01", "2024-10-01"),
            ("31/09/2024", "!ce mois a 30 jours"),
            ("1/10/2024", "!JJ/MM/AAAA"),
            ("01/10/24", "!JJ/MM/AAAA"),
            ("01/10/2024 10:30", "!écrivez « 01/10/2024 »"),
            ("45566", "!format de date"),
        ],
    );
}

#[test]
fn a_boolean_is_said_in_the_usual_words() {
    check(
        &TypeDeChamp::Booleen,
        Origine::Personne,
        &[
            ("oui", "true"),
            ("VRAI", "true"),
            ("1", "true"),
            ("Non", "false"),
            ("FAUX", "false"),
            ("0", "false"),
            ("o", "!ni vrai ni faux"),
            ("2", "!ni vrai ni faux"),
            ("", "!ni vrai ni faux"),
        ],
    );
}

#[test]
fn cents_are_whole_and_within_bounds() {
    let genre = TypeDeChamp::Centimes {
        min: 0,
        max: 1_000_000,
    };
    check(
        &genre,
        Origine::Personne,
        &[
            ("0", "0"),
            ("1000000", "1000000"),
            ("600 000", "600000"),
            ("6 000,00 €", "600000"),
            ("6\u{202f}000\u{a0}€", "600000"),
            (
                "1000001",
                "!1000001 est trop grand ; il faut au plus 1000000",
            ),
            ("-1", "!-1 est trop petit ; il faut au moins 0"),
            ("99999999999999999999999", "!trop grand"),
            ("-99999999999999999999999", "!trop petit"),
            ("6000,00", "!6 000 € s’écrit 600000"),
            ("6000.5", "!pas un nombre entier"),
            ("+5", "!pas un nombre entier"),
            ("1e5", "!pas un nombre entier"),
            ("", "!pas un nombre entier"),
        ],
    );
    check(&genre, Origine::Json, &[("600 000", "!nombre entier")]);
}

#[test]
fn a_share_is_above_zero_and_at_most_one() {
    check(
        &TypeDeChamp::Fraction,
        Origine::Json,
        &[
            ("1", "1/1"),
            ("0.8", "4/5"),
            ("0.80", "4/5"),
            ("28/35", "4/5"),
            ("80 %", "4/5"),
            ("1.0", "1/1"),
            ("35/35", "1/1"),
            ("36/35", "!dépasse le temps complet"),
            ("1.01", "!dépasse le temps complet"),
            ("0", "!part nulle"),
            ("-0.5", "!négative"),
            ("28/0", "!par zéro"),
            ("8e-1", "!ni un nombre décimal"),
            ("mi-temps", "!ni un nombre décimal"),
        ],
    );
}

#[test]
fn a_choice_is_one_of_its_codes_and_a_slip_is_guessed() {
    let possible = |code: &str| ChoixPossible {
        code: code.to_owned(),
        libelle: String::new(),
    };
    let genre = TypeDeChamp::Choix(vec![possible("apprentissage"), possible("autre")]);
    check(
        &genre,
        Origine::Json,
        &[
            ("apprentissage", "#0"),
            ("autre", "#1"),
            ("aprentissage", "!Vouliez-vous dire « apprentissage » ?"),
            ("stage", "!choisissez parmi : apprentissage, autre."),
            ("", "!n’est pas une valeur admise"),
        ],
    );
}

#[test]
fn a_siret_has_fourteen_digits() {
    check(
        &TypeDeChamp::Siret,
        Origine::Personne,
        &[
            ("12345678200010", "12345678200010"),
            ("123 456 782 00010", "12345678200010"),
            ("123\u{a0}456\u{202f}782 00010", "12345678200010"),
            ("2345678200010", "!13 chiffres au lieu de 14"),
            ("123456789", "!SIREN"),
            ("123456782000101", "!15 chiffres au lieu de 14"),
            ("1,23457E+13", "!abrégé par un tableur"),
            ("1234567820001O", "!écrivez ses 14 chiffres"),
            ("", "!n’est pas un numéro SIRET"),
            ("E", "!n’est pas un numéro SIRET"),
        ],
    );
}

#[test]
fn a_department_is_one_of_those_of_the_insee() {
    check(
        &TypeDeChamp::Departement,
        Origine::Personne,
        &[
            ("44", "44"),
            ("01", "01"),
            ("1", "01"),
            ("044", "44"),
            ("2A", "2A"),
            ("2b", "2B"),
            ("02B", "2B"),
            ("95", "95"),
            ("974", "974"),
            ("986", "986"),
            ("20", "!n’est pas un département"),
            ("96", "!n’est pas un département"),
            ("00", "!n’est pas un département"),
            ("0", "!n’est pas un département"),
            ("0é", "!n’est pas un département"),
            ("44000", "!n’est pas un département"),
            ("", "!n’est pas un département"),
        ],
    );
}

#[test]
fn the_prefix_and_the_zeros_of_a_number_say_nothing() {
    let genre = TypeDeChamp::Numero {
        prefixe: "RNCP".to_owned(),
    };
    check(
        &genre,
        Origine::Json,
        &[
            ("RNCP37537", "37537"),
            ("rncp 037537", "37537"),
            ("37537", "37537"),
            ("RNCP", "!n’est pas un numéro RNCP"),
            ("0", "!n’est pas un numéro RNCP"),
            ("RS5537", "!précédés ou non de RNCP"),
            ("éé", "!n’est pas un numéro RNCP"),
        ],
    );
}

#[test]
fn a_text_is_kept_to_the_letter_but_has_no_invisible_character() {
    check(
        &TypeDeChamp::Texte,
        Origine::Json,
        &[
            (" D-17 ", " D-17 "),
            ("é\tè", "é\tè"),
            ("", ""),
            ("D\0", "!U+0000"),
            ("D\u{1b}[31m", "!U+001B"),
        ],
    );
}

#[test]
fn a_long_value_is_shown_by_its_beginning() {
    let long = "x".repeat(1_000_000);
    let message = lire(TypeDeChamp::Siret, &long, Origine::Json);
    assert!(message.chars().count() < 150, "{message}");
    assert_eq!(montrer("a\nb"), "a\u{fffd}b");
    assert_eq!(montrer(&"é".repeat(60)), "é".repeat(60));
    assert_eq!(montrer(&"é".repeat(61)), format!("{}…", "é".repeat(60)));
}
