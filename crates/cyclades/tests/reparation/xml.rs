//! The same rows as XML, every form of element among them, and edits made again by hand in its values.

use std::collections::BTreeMap;

use guichet_cyclades::Options;
use guichet_cyclades::champs::Bloc;
use guichet_cyclades::reparation::{Etat, Modification};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::dialectes::Encodage;
use crate::proprietes::{genere, trouves};
use crate::tableau::{EDITION, Tableau};
use crate::{commun, reparer};

/// What the name of the generated CSV file becomes.
fn nom_xml(nom: &str) -> String {
    nom.replace(".csv", ".xml")
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Forme {
    Texte,
    References,
    Cdata,
    Melee,
}

/// A piece of the file: what is written there, and the value that it is, if it is one.
struct Morceau {
    texte: String,
    valeur: Option<(u64, String, Forme)>,
}

/// A file piece by piece, so that a value can be written again and everything else compared.
struct Fichier {
    morceaux: Vec<Morceau>,
    encodage: Encodage,
}

fn echapper(valeur: &str) -> String {
    let sans = valeur.replace('&', "&amp;").replace('<', "&lt;");
    sans.replace('>', "&gt;").replace('\r', "&#13;")
}

fn ecrire(valeur: &str, forme: Forme) -> String {
    match forme {
        Forme::Texte => echapper(valeur),
        Forme::References => {
            let mut caracteres = valeur.chars();
            let premier = caracteres.next().map_or(0, u32::from);
            format!("&#x{premier:x};{}", echapper(caracteres.as_str()))
        }
        Forme::Cdata => format!("<![CDATA[{valeur}]]>"),
        Forme::Melee => format!("{}<!-- x < é -->", echapper(valeur)),
    }
}

impl Fichier {
    fn de(tableau: &Tableau, graine: usize, encodage: Encodage) -> Self {
        let annonce = match encodage {
            Encodage::Ansi => "windows-1252",
            Encodage::Le | Encodage::Be => "utf-16",
            Encodage::Utf8 | Encodage::Marque => "utf-8",
        };
        let structure = &EDITION.xml;
        let mut fichier = Self {
            morceaux: Vec::new(),
            encodage,
        };
        fichier.poser(&format!(
            "<?xml version=\"1.0\" encoding=\"{annonce}\"?>\r\n<!-- é -->\n<cyclades>\n"
        ));
        fichier.poser("<entete><Version>1.0</Version></entete>");
        for (candidat, ligne) in (1u64..).zip(&tableau.lignes) {
            fichier.poser("\n\t<candidat>");
            if candidat == 2 {
                // More than a block keeps, and not a value.
                fichier.poser(&format!("<!--{}-->", " é".repeat(graine % 3 * 300_000)));
            }
            for champ in structure.champs.iter().filter(|c| c.bloc != Bloc::Entete) {
                let nom = &EDITION.champs.liste[usize::from(champ.champ)].nom;
                let colonne = tableau.colonnes.iter().position(|c| c == nom);
                let Some(valeur) = colonne.map(|colonne| ligne[colonne].as_str()) else {
                    continue;
                };
                let element = champ.chemin.last().unwrap();
                let sorte = graine + usize::from(champ.champ) + valeur.len();
                if valeur.is_empty() {
                    let vide = ["", "<E/>", "<E a='1' />", "<E></E>"][sorte % 4];
                    fichier.poser(&vide.replace('E', element));
                    continue;
                }
                let formes = [
                    Forme::Texte,
                    Forme::Texte,
                    Forme::Texte,
                    Forme::References,
                    Forme::Cdata,
                    Forme::Melee,
                ];
                let mut forme = formes[sorte % formes.len()];
                if valeur.contains('\r') || valeur.contains("]]>") {
                    forme = Forme::Texte;
                }
                fichier.poser(&format!("<{element}>"));
                fichier.morceaux.push(Morceau {
                    texte: ecrire(valeur, forme),
                    valeur: Some((candidat, nom.clone(), forme)),
                });
                fichier.poser(&format!("</{element}>\r\n"));
            }
            fichier.poser("</candidat>");
        }
        fichier.poser("\n</cyclades>\n");
        fichier
    }

    fn poser(&mut self, texte: &str) {
        self.morceaux.push(Morceau {
            texte: texte.to_owned(),
            valeur: None,
        });
    }

    /// The file, with other values where edits are.
    fn octets(&self, modifications: &[Modification]) -> Vec<u8> {
        let mut derniers: BTreeMap<(u64, &str), &str> = BTreeMap::new();
        for m in modifications.iter().filter(|m| m.etat == Etat::Faite) {
            derniers.insert((m.candidat, &m.champ), &m.apres);
        }
        let mut texte = String::new();
        for morceau in &self.morceaux {
            let apres = morceau
                .valeur
                .as_ref()
                .and_then(|(candidat, champ, forme)| {
                    let apres = derniers.remove(&(*candidat, champ.as_str()))?;
                    let cdata = *forme == Forme::Cdata;
                    Some(ecrire(apres, if cdata { *forme } else { Forme::Texte }))
                });
            texte.push_str(&apres.unwrap_or_else(|| morceau.texte.clone()));
        }
        assert!(derniers.is_empty(), "{derniers:?}");
        [self.encodage.marque(), &self.encodage.octets(&texte)].concat()
    }
}

fn encodages() -> impl Strategy<Value = Encodage> {
    select(vec![
        Encodage::Utf8,
        Encodage::Marque,
        Encodage::Ansi,
        Encodage::Le,
        Encodage::Be,
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn xml_is_repaired_once_without_a_new_finding_and_nothing_else_changes(
        examen in select(vec!["CAP", "BCP", "MCP", "ARI"]),
        graine in 0..1000u64,
        formes in 0..60usize,
        a_confirmer: bool,
        encodage in encodages(),
        taille_de_bloc in select(vec![0usize, 200, 5000]),
    ) {
        let (nom, mut tableau) = genere(examen, graine);
        for valeur in tableau.lignes.iter_mut().flatten() {
            valeur.retain(|c| c == '\r' || c == '\n' || c == '\t' || !c.is_control());
            if encodage == Encodage::Ansi {
                // A character without code there is a fault of the XML, which no edit mends.
                valeur.retain(|c| !encoding_rs::WINDOWS_1252.encode(c.encode_utf8(&mut [0; 4])).2);
            }
        }
        let nom = nom_xml(&nom);
        let fichier = Fichier::de(&tableau, formes, encodage);
        let octets = fichier.octets(&[]);
        let options = Options { taille_de_bloc, ..Options::default() };
        let (copie, modifications) = reparer(&nom, &octets, &options, a_confirmer).unwrap();
        let faites = modifications.iter().filter(|m| m.etat == Etat::Faite).count();
        prop_assert!(faites > 0);
        prop_assert!(fichier.octets(&modifications) == copie);
        let (avant, apres) = (trouves(&nom, &octets), trouves(&nom, &copie));
        let nouveaux: Vec<_> = apres.difference(&avant).collect();
        prop_assert!(nouveaux.is_empty(), "{:?}", nouveaux);
        prop_assert!(apres.len() < avant.len() || a_confirmer);
        let (deux, encore) = reparer(&nom, &copie, &options, a_confirmer).unwrap();
        prop_assert!(deux == copie);
        prop_assert!(encore.iter().all(|m| m.etat != Etat::Faite), "{:?}", encore);
    }
}

#[test]
fn an_edit_stands_where_its_finding_does() {
    let tableau =
        Tableau::de(3)
            .avec(1, "civilite", "Mme")
            .avec(3, "telephone_mobile", "06 39 98 00 01");
    for encodage in [Encodage::Utf8, Encodage::Le] {
        for formes in 0..6 {
            let octets = Fichier::de(&tableau, formes, encodage).octets(&[]);
            let nom = nom_xml(crate::tableau::NOM);
            let (_, modifications) = reparer(&nom, &octets, &Options::default(), false).unwrap();
            let constats = commun::controler_octets(&EDITION, &nom, &octets, &Options::default());
            assert_eq!(modifications.len(), 2, "{modifications:?}");
            for m in modifications {
                let place = Some((m.ligne, m.colonne));
                assert!(
                    constats
                        .iter()
                        .any(|c| c.champ.as_ref() == Some(&m.champ)
                            && c.ligne.zip(c.colonne) == place),
                    "{m:?} {constats:?}"
                );
            }
        }
    }
}

#[test]
fn what_is_no_plain_value_is_left_alone_and_what_is_too_long_is_copied() {
    // An element in a value, an element twice, a reference to nothing, a candidate beyond measure.
    let texte = format!(
        "<cyclades><candidat><civilite>Mme<b>x</b></civilite></candidat>\
         <candidat><civilite>Mme</civilite><civilite>F</civilite></candidat>\
         <candidat><nom_famille> &rien;</nom_famille></candidat>\
         <candidat><prenoms>{}</prenoms></candidat>\n<!--{}-->\
         <candidat><civilite>Mme</civilite></candidat></cyclades>",
        "x".repeat(3 << 20),
        " ".repeat(3 << 20),
    );
    let nom = nom_xml(crate::tableau::NOM);
    let (copie, modifications) =
        reparer(&nom, texte.as_bytes(), &Options::default(), true).unwrap();
    assert_eq!(modifications.len(), 1, "{modifications:?}");
    assert_eq!((modifications[0].candidat, modifications[0].ligne), (5, 2));
    let (debut, fin) = texte.rsplit_once("Mme").unwrap();
    assert!(copie == format!("{debut}F{fin}").into_bytes());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_xml_is_copied_whole_but_for_the_edits(
        morceaux in vec(
            select(vec![
                "<candidat>", "</candidat>", "<candidat>", "</candidat>", "<civilite>", "</civilite>", "<civilite/>",
                "<civilite a='>' >", "<prenoms>", "</prenoms>", "<x:prenoms/>", "Mme", " F", "Zoé, Anne", "&amp;",
                "&#233;", "&#0;", "&x;", "&", "<", ">", "]]>", "<![CDATA[", "<!--", "-->", "<?p ?>", "\r\n", "\r",
                "😀", "\u{fffd}", "\0", "</cyclades>",
            ]),
            0..60,
        ),
        taille_de_bloc in select(vec![0usize, 40]),
        encodage in encodages(),
    ) {
        let texte = format!(
            "<cyclades>\n<candidat><civilite>Mme</civilite></candidat>{}\
             <candidat><civilite>Mme</civilite></candidat></cyclades>",
            morceaux.concat()
        );
        let octets = [encodage.marque(), &encodage.octets(&texte)].concat();
        let nom = nom_xml(crate::tableau::NOM);
        let options = Options { taille_de_bloc, ..Options::default() };
        if let Some((copie, modifications)) = reparer(&nom, &octets, &options, true) {
            if modifications.iter().all(|m| m.etat != Etat::Faite) {
                prop_assert_eq!(&copie, &octets);
            }
            let nombre = |octets: &[u8]| {
                commun::controler_octets(&EDITION, &nom, octets, &Options::default()).len()
            };
            prop_assert!(nombre(&copie) <= nombre(&octets));
            let deux = reparer(&nom, &copie, &options, true).map(|(deux, _)| deux);
            prop_assert_eq!(deux, Some(copie));
        }
    }
}
