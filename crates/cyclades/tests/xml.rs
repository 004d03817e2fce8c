//! XML files: what was put in is what is found, whatever the bytes, and the same as in CSV.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod commun;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::LazyLock;

use guichet_cyclades::cas::{Catalogue, session_usuelle};
use guichet_cyclades::champs::Bloc;
use guichet_cyclades::controle::parcours::{Accident, Candidat, Place};
use guichet_cyclades::controle::visite::{Avant, Visite, visiter};
use guichet_cyclades::controle::{Format, Octets};
use guichet_cyclades::ecriture::csv::ecrire_ligne;
use guichet_cyclades::ecriture::xml::EcritureXml;
use guichet_cyclades::generation::{Demande, FauteInjectee, generer_xml};
use guichet_cyclades::{Constat, EditionCyclades, Examen, Options, Rapport, Refus, controler};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

static EDITION: LazyLock<(EditionCyclades, Catalogue)> = LazyLock::new(commun::edition);
const NOM: &str = "CAP_1.0_2024-06_151120230900.xml";

fn verifier(nom: &str, octets: &[u8], options: &Options) -> (Vec<Constat>, Option<Rapport>) {
    let mut constats = Vec::new();
    match controler(&EDITION.0, &Octets { nom, octets }, options, &mut |c| {
        // No candidate of these files has an INE.
        if c.regle != "CY-216" {
            constats.push(c);
        }
    }) {
        Ok(rapport) => (constats, Some(rapport)),
        Err(Refus::Contenu(constat)) => {
            constats.push(*constat);
            (constats, None)
        }
        Err(autre) => panic!("{autre}"),
    }
}

/// `regle@ligne:colonne`, in the order of the findings.
fn places(texte: &str) -> Vec<String> {
    verifier(NOM, texte.as_bytes(), &Options::default())
        .0
        .iter()
        .map(|c| {
            format!(
                "{}@{}:{}",
                c.regle,
                c.ligne.unwrap_or(0),
                c.colonne.unwrap_or(0)
            )
        })
        .collect()
}

#[expect(clippy::unnecessary_wraps, reason = "what the writing asks for")]
fn entete(rang: u8) -> Option<String> {
    let edition = &EDITION.0;
    let champ = &edition.champs.liste[usize::from(rang)];
    Some(if champ.nom == "annee_session" {
        "2024-06".to_owned()
    } else {
        champ.exemple.clone()
    })
}

fn ecrire(candidats: &[Vec<String>]) -> String {
    let edition = &EDITION.0;
    let mut ecriture = EcritureXml::nouvelle(Vec::new(), &edition.xml, &entete).unwrap();
    for candidat in candidats {
        let valeurs: Vec<&str> = candidat.iter().map(String::as_str).collect();
        ecriture.candidat(&valeurs).unwrap();
    }
    String::from_utf8(ecriture.terminer().unwrap()).unwrap()
}

fn ordinaires(nombre: usize) -> Vec<Vec<String>> {
    let (edition, catalogue) = &*EDITION;
    let cap = Examen::lire("CAP").unwrap();
    let (ine, nom) = (
        usize::from(edition.champs.rang("INE").unwrap()),
        usize::from(edition.champs.rang("nom_famille").unwrap()),
    );
    (0..nombre)
        .map(|rang| {
            let mut candidat = catalogue.ordinaires.premier(cap);
            candidat[ine] = String::new();
            candidat[nom].extend("ABCDEFGHIJ".chars().nth(rang % 10));
            candidat
        })
        .collect()
}

#[test]
fn what_was_injected_is_what_is_found() {
    let (edition, catalogue) = &*EDITION;
    for examen in Examen::NOMS.into_iter().filter_map(Examen::lire) {
        let session = session_usuelle(edition, examen);
        let demande = Demande {
            examen,
            session,
            candidats: 1500,
            fautes_pour_mille: 500,
            graine: 42,
        };
        let (mut octets, mut fautes) = (Vec::new(), Vec::<FauteInjectee>::new());
        generer_xml(edition, catalogue, &demande, &mut octets, &mut |f| {
            fautes.push(f);
        })
        .unwrap();
        let nom = format!("{examen}.xml");
        let (constats, rapport) = verifier(&nom, &octets, &Options::default());
        let rapport = rapport.unwrap();
        assert_eq!((rapport.format, rapport.resume.lus), (Format::Xml, 1500));
        let injectees: BTreeSet<_> = fautes
            .iter()
            .map(|f| (f.ligne, f.candidat, f.champ.clone(), f.regle.clone()))
            .collect();
        let trouvees: BTreeSet<_> = constats
            .iter()
            .map(|c| {
                (
                    c.ligne.unwrap_or(0),
                    c.candidat.unwrap_or(0),
                    c.champ.clone(),
                    c.regle.clone(),
                )
            })
            .collect();
        assert!(injectees.len() > 300, "{examen}");
        let manquent: Vec<_> = injectees.difference(&trouvees).take(5).collect();
        let en_trop: Vec<_> = trouvees.difference(&injectees).take(5).collect();
        assert!(
            manquent.is_empty() && en_trop.is_empty(),
            "{examen} : non trouvées {manquent:?}, en trop {en_trop:?}"
        );
    }
}

#[test]
fn a_finding_has_the_line_and_the_byte_column_of_its_value() {
    let bon = ecrire(&ordinaires(1));
    assert_eq!(places(&bon), [""; 0]);
    let debut = bon.find("  <candidat>").unwrap();
    let (tete, suite) = bon.split_at(debut);
    let ligne = tete.lines().count() as u64 + 1;
    // A wrong value: at its first byte; the é before it counts two.
    let fautif = suite
        .replace("<civilite>F", "<!--é--><civilite>X")
        .replace("<civilite>M", "<!--é--><civilite>X");
    assert_eq!(
        places(&format!("{tete}{fautif}")),
        [format!("CY-203@{}:24", ligne + 1)]
    );
    // In a CDATA section: after what opens it. An empty element: at its tag. None: at the candidate.
    let cdata = fautif.replace(">X<", "><![CDATA[X]]><");
    assert_eq!(
        places(&format!("{tete}{cdata}")),
        [format!("CY-203@{}:33", ligne + 1)]
    );
    let vide = fautif.replace("<civilite>X</civilite>", "<civilite/>");
    assert_eq!(
        places(&format!("{tete}{vide}")),
        [format!("CY-201@{}:14", ligne + 1)]
    );
    let absent = fautif.replace("<civilite>X</civilite>", "");
    assert_eq!(
        places(&format!("{tete}{absent}")),
        [format!("CY-201@{ligne}:3")]
    );
    // The whole file on one line.
    let une_ligne = format!("{tete}{fautif}").replace('\n', "");
    let colonne = une_ligne.find(">X<").unwrap() + 2;
    assert_eq!(places(&une_ligne), [format!("CY-203@1:{colonne}")]);
    // Old Macintosh line breaks.
    let mac = format!("{tete}{fautif}").replace('\n', "\r");
    assert_eq!(places(&mac), [format!("CY-203@{}:24", ligne + 1)]);
}

#[test]
fn reading_resumes_at_the_next_candidate_and_all_are_counted() {
    let bon = ecrire(&ordinaires(3));
    let cas = [
        ("</civilite>", "</nom_famille>"),
        ("<civilite>", "<civilite"),
        ("<civilite>", "<civilite a=b>"),
        ("<civilite>", "<civilite><"),
        ("</civilite>", ""),
        ("<civilite>", "<civilite><!-- "),
        ("<civilite>", "<civilite><![CDATA["),
        ("<civilite>", "<!DOCTYPE x><civilite>"),
        ("<civilite>", "<?xml version=\"1.0\"?><civilite>"),
        ("  </candidat>\n", ""),
    ];
    for (avant, apres) in cas {
        let milieu = bon.match_indices(avant).nth(1).unwrap().0;
        let abime = format!("{}{apres}{}", &bon[..milieu], &bon[milieu + avant.len()..]);
        let (constats, rapport) = verifier(NOM, abime.as_bytes(), &Options::default());
        let regles: Vec<_> = constats.iter().map(|c| (&*c.regle, c.candidat)).collect();
        assert_eq!(
            regles,
            [("CY-030", Some(2))],
            "{avant} -> {apres}\n{constats:#?}"
        );
        let resume = rapport.unwrap().resume;
        assert_eq!((resume.lus, resume.avec_erreurs), (3, 1), "{apres}");
    }
}

#[test]
fn values_are_read_as_another_reader_of_xml_reads_them() {
    let mut candidats = ordinaires(1);
    let rang = usize::from(EDITION.0.champs.rang("division_classe").unwrap());
    candidats[0][rang] = "zzzz".to_owned();
    let modele = ecrire(&candidats);
    for ecrit in [
        " a ",
        "&lt;&amp;&#233;&#xE9;",
        "a<![CDATA[<&]]>b",
        "<![CDATA[]]>",
        "a<!-- x -->b",
        "a\r\nb\rc",
        "&quot;é&apos;",
        "<?p x?>a",
    ] {
        let texte = modele.replace("zzzz", ecrit);
        let mut lecteur = quick_xml::Reader::from_str(&texte);
        let (mut dedans, mut attendu) = (false, String::new());
        loop {
            use quick_xml::events::Event;
            match lecteur.read_event().unwrap() {
                Event::Start(balise) => dedans = balise.local_name().as_ref() == "division_classe",
                Event::End(_) => dedans = false,
                Event::Text(t) if dedans => attendu.push_str(&t),
                Event::CData(t) if dedans => attendu.push_str(&t),
                Event::GeneralRef(t) if dedans => {
                    let nom = t.to_string();
                    attendu.push_str(&quick_xml::escape::unescape(&format!("&{nom};")).unwrap());
                }
                Event::Eof => break,
                _ => {}
            }
        }
        let attendu = attendu.replace("\r\n", "\n").replace('\r', "\n");
        let lue = Rc::new(RefCell::new(None));
        let source = Octets {
            nom: NOM,
            octets: texte.as_bytes(),
        };
        visiter(&EDITION.0, &source, &Options::default(), &mut |_| {
            Ok(Box::new(Lecture {
                rang,
                lue: Rc::clone(&lue),
            }))
        })
        .unwrap();
        assert_eq!(lue.borrow().as_deref(), Some(attendu.as_str()), "{ecrit:?}");
    }
}

/// Keeps a value of the last candidate.
struct Lecture {
    rang: usize,
    lue: Rc<RefCell<Option<String>>>,
}

impl Visite for Lecture {
    fn candidat(&mut self, _: Avant, candidat: &Candidat<'_>) -> std::io::Result<()> {
        let valeur = String::from_utf8_lossy(candidat.valeurs[self.rang]).into_owned();
        *self.lue.borrow_mut() = Some(valeur);
        Ok(())
    }

    fn accident(&mut self, _: Avant, accident: Accident, _: Place<'_>) -> std::io::Result<()> {
        panic!("{accident:?}")
    }
}

#[test]
fn a_prefix_a_namespace_and_another_structure_change_nothing() {
    let mut fautifs = ordinaires(3);
    let rang = usize::from(EDITION.0.champs.rang("civilite").unwrap());
    fautifs[1][rang] = "X".to_owned();
    let simple = ecrire(&fautifs);
    let regles = |texte: &str, options: &Options| -> Vec<(String, Option<u64>)> {
        let (constats, _) = verifier(NOM, texte.as_bytes(), options);
        constats
            .into_iter()
            .map(|c| (c.regle, c.candidat))
            .collect()
    };
    let attendu = [("CY-203".to_owned(), Some(2))];
    let defaut = Options::default();
    assert_eq!(regles(&simple, &defaut), attendu);
    let espace = simple.replace("<cyclades>", "<cyclades xmlns=\"urn:x\">");
    assert_eq!(regles(&espace, &defaut), attendu);
    let prefixe = espace
        .replace("xmlns=", "xmlns:c=")
        .replace("</", "<@")
        .replace('<', "<c:")
        .replace("<c:@", "</c:")
        .replace("<c:?", "<?");
    assert_eq!(regles(&prefixe, &defaut), attendu);
    // The structure of an official XSD: another namespace, other names, another order, nested.
    let mut structure = EDITION.0.xml.clone();
    structure.espace = Some("urn:officiel".to_owned());
    structure.candidat = vec!["candidats".to_owned(), "eleve".to_owned()];
    structure.champs.reverse();
    for champ in &mut structure.champs {
        if champ.bloc == Bloc::Candidature {
            champ.chemin.insert(0, "candidature".to_owned());
        }
    }
    let mut ecriture = EcritureXml::nouvelle(Vec::new(), &structure, &entete).unwrap();
    for candidat in &fautifs {
        let valeurs: Vec<&str> = candidat.iter().map(String::as_str).collect();
        ecriture.candidat(&valeurs).unwrap();
    }
    let officiel = String::from_utf8(ecriture.terminer().unwrap()).unwrap();
    let options = Options {
        structure: Some(structure),
        ..Options::default()
    };
    assert_eq!(regles(&officiel, &options), attendu);
    let autre = officiel.replace("urn:officiel", "urn:autre");
    let trouvees = regles(&autre, &options);
    assert!(
        trouvees.iter().any(|(regle, _)| regle == "CY-040"),
        "{trouvees:?}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn any_bytes_after_a_root_end_with_findings_that_have_a_place(
        octets in vec(any::<u8>(), 0..400),
        utf16: bool,
    ) {
        let mut fichier = b"<cyclades>".to_vec();
        fichier.extend(octets);
        if utf16 {
            fichier.splice(0..0, [0xff, 0xfe]);
        }
        let (constats, rapport) = verifier(NOM, &fichier, &Options { extraits: true, ..Options::default() });
        coherents(&fichier, &constats, rapport.as_ref());
    }

    #[test]
    fn blocks_and_threads_change_nothing(
        texte in presque_xml(),
        taille_de_bloc in 1..300usize,
        fils in 1..=3usize,
        latin: bool,
    ) {
        let octets = if latin {
            encoding_rs::WINDOWS_1252.encode(&texte).0.into_owned()
        } else {
            texte.into_bytes()
        };
        let reference = verifier(NOM, &octets, &Options { extraits: true, ..Options::default() });
        coherents(&octets, &reference.0, reference.1.as_ref());
        let options = Options { taille_de_bloc, fils, extraits: true, ..Options::default() };
        prop_assert_eq!(court(verifier(NOM, &octets, &options)), court(reference));
    }

    #[test]
    fn csv_and_xml_of_the_same_candidates_say_the_same(
        changes in vec((0..4usize, 3..30usize, "[ -~éœ]{0,8}"), 0..8),
    ) {
        let edition = &EDITION.0;
        let mut candidats = ordinaires(4);
        for (candidat, champ, valeur) in changes {
            candidats[candidat][champ] = valeur;
        }
        let mut csv = Vec::new();
        let champs: Vec<usize> = (0..edition.champs.liste.len())
            .filter(|&rang| edition.champs.liste[rang].bloc != Bloc::Entete)
            .collect();
        ecrire_ligne(&mut csv, champs.iter().map(|&c| edition.champs.liste[c].nom.as_str()), b';');
        for candidat in &candidats {
            ecrire_ligne(&mut csv, champs.iter().map(|&c| candidat[c].as_str()), b';');
        }
        let sans_place = |constats: Vec<Constat>| {
            let tous: BTreeSet<_> = constats
                .into_iter()
                .map(|c| (c.candidat, c.champ, c.regle, c.valeur))
                .collect();
            tous
        };
        let (en_csv, _) = verifier("CAP_1.0_2024-06_151120230900.csv", &csv, &Options::default());
        let (en_xml, _) = verifier(NOM, ecrire(&candidats).as_bytes(), &Options::default());
        // A candidate without any value is a blank row in CSV.
        prop_assert_eq!(sans_place(en_csv), sans_place(en_xml));
    }
}

/// Nearly right XML: pieces that its reading must tell apart, among right candidates.
fn presque_xml() -> impl Strategy<Value = String> {
    const MORCEAUX: [&str; 28] = [
        "<candidat>",
        "</candidat>",
        "<candidat/>",
        "<civilite>",
        "</civilite>",
        "<civilite/>",
        "F",
        "X",
        "\n",
        " ",
        "<",
        ">",
        "&",
        "&amp;",
        "&x;",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<?",
        "?>",
        "</cyclades>",
        "<x:y a='1'>",
        "</x:y>",
        "<entete>",
        "é",
        "\0",
        "<candidats>",
    ];
    let bon = ecrire(&ordinaires(2));
    let fin = bon.find("</cyclades>").unwrap();
    let debut = bon.find("  <candidat>").unwrap();
    let piece = prop_oneof![
        4 => select(&MORCEAUX[..]).prop_map(str::to_owned),
        1 => Just(bon[debut..fin].to_owned()),
    ];
    (vec(piece, 0..40), any::<bool>()).prop_map(move |(pieces, ferme)| {
        let mut texte = bon[..debut].to_owned();
        texte.extend(pieces);
        if ferme {
            texte.push_str(&bon[debut..]);
        }
        texte
    })
}

/// The same, short enough to be compared by eye; the whole when that is not enough.
fn court(verifie: (Vec<Constat>, Option<Rapport>)) -> (Vec<String>, Option<Rapport>) {
    let constats = verifie.0.iter().map(|c| {
        format!(
            "{}@{:?}:{:?} {:?} {} {:?}",
            c.regle, c.ligne, c.colonne, c.candidat, c.message, c.extrait
        )
    });
    (constats.collect(), verifie.1)
}

fn coherents(octets: &[u8], constats: &[Constat], rapport: Option<&Rapport>) {
    let lignes = octets.iter().filter(|o| matches!(o, b'\n' | b'\r')).count() as u64 + 1;
    for constat in constats {
        assert!(
            constat
                .ligne
                .is_none_or(|ligne| (1..=lignes).contains(&ligne)),
            "{constat:?}"
        );
        assert!(constat.colonne.is_none_or(|c| c >= 1), "{constat:?}");
        assert!(
            constat.candidat.is_none() || constat.ligne.is_some(),
            "{constat:?}"
        );
        assert!(!constat.message.is_empty(), "{constat:?}");
        if let Some(extrait) = &constat.extrait {
            assert!(
                extrait.ligne.get(extrait.debut..extrait.fin).is_some(),
                "{extrait:?}"
            );
        }
    }
    let Some(rapport) = rapport else {
        assert_eq!(constats.len(), 1);
        return;
    };
    let resume = &rapport.resume;
    assert_eq!(resume.lus, resume.valides + resume.avec_erreurs);
    for (regle, nombre) in resume.par_regle.iter().filter(|(r, _)| *r != "CY-216") {
        let dits = constats.iter().filter(|c| c.regle == *regle).count() as u64;
        assert_eq!(dits, *nombre, "{regle}");
    }
}
