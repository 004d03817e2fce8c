//! What the tests of the forms share: a finding, and a whole check of a small file.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use guichet::procedure_cyclades::controle::{Octets, Tableau, entre_fichiers};
use guichet::procedure_cyclades::{
    Constat, Correction, EditionCyclades, Options, Rapport, Source, Surete, controler,
};
use guichet::socle::constat::Gravite;
use guichet::{Donnees, editions};

use super::{Forme, OptionsDeTexte, restitution};

/// A finding with everything in it.
pub fn constat() -> Constat {
    Constat {
        fichier: "CAP_1.0_2024-06_151120230900.csv".to_owned(),
        ligne: Some(17),
        colonne: Some(93),
        candidat: Some(16),
        champ: Some("code_postal".to_owned()),
        valeur: Some("7500".to_owned()),
        regle: "CY-231".to_owned(),
        nom: "code-postal-francais-incomplet".to_owned(),
        gravite: Gravite::AExaminer,
        message: "“7500” compte 4 chiffres.".to_owned(),
        source: "§ Code postal".to_owned(),
        correction: Some(Correction {
            valeur: "07500".to_owned(),
            surete: Surete::AConfirmer,
        }),
        remede: "Ajoutez le zéro.".to_owned(),
        extrait: None,
        lieu: None,
    }
}

/// An output that can be read once the form is done with it.
#[derive(Clone, Default)]
pub struct Tampon(Arc<Mutex<Vec<u8>>>);

impl Tampon {
    /// What was written.
    pub fn octets(&self) -> Vec<u8> {
        self.0.lock().unwrap().clone()
    }
}

impl Write for Tampon {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(octets);
        Ok(octets.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The official name of a file of the tests.
pub const NOM: &str = "CAP_1.0_2024-06_151120230900.csv";

/// The official name of another.
pub const AUTRE: &str = "CAP_1.0_2024-06_161120231000.csv";

/// Two files of the same candidates.
pub fn deux_fichiers(octets: &[u8]) -> [(&'static str, &[u8]); 2] {
    [(NOM, octets), (AUTRE, octets)]
}

/// A file of the demonstration, with some of its texts replaced.
pub fn demo(remplacements: &[(&str, &str)]) -> Vec<u8> {
    let chemin = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../exemples/cyclades/demo/CAP_1.0_2024-06_161120230900.csv"
    );
    let mut texte = std::fs::read_to_string(chemin).unwrap();
    for (avant, apres) in remplacements {
        assert!(texte.contains(avant), "{avant}");
        texte = texte.replacen(avant, apres, 1);
    }
    texte.into_bytes()
}

/// Checks files and gives the form's output, with what it remarked.
pub fn rendre(forme: Forme, fichiers: &[(&str, &[u8])]) -> (Vec<u8>, Vec<String>) {
    rendre_les_fichiers(forme, fichiers, false)
}

/// The same with what the files tell together.
pub fn rendre_ensemble(forme: Forme, fichiers: &[(&str, &[u8])]) -> Vec<u8> {
    rendre_les_fichiers(forme, fichiers, true).0
}

/// The sheet of a workbook: a file whose places are told otherwise.
pub struct EnFeuille<'a> {
    /// Its bytes as the check reads them.
    pub octets: Octets<'a>,
    /// Its header.
    pub colonnes: Vec<String>,
}

impl Source for EnFeuille<'_> {
    fn nom(&self) -> &str {
        self.octets.nom
    }

    fn a_un_nom(&self) -> bool {
        false
    }

    fn tableau(&self) -> Option<Tableau<'_>> {
        Some(Tableau {
            feuille: "Élèves",
            lignes_au_dessus: 2,
            colonnes: &self.colonnes,
        })
    }

    fn ouvrir(&self) -> io::Result<Box<dyn io::Read + Send + '_>> {
        self.octets.ouvrir()
    }
}

/// Renders the check of one sheet, its candidates as in a file separated by semicolons.
pub fn rendre_la_feuille(forme: Forme, csv: &[u8]) -> Vec<u8> {
    let texte = String::from_utf8(csv.to_vec()).unwrap();
    let entete = texte.lines().next().unwrap().trim_start_matches('\u{feff}');
    let separateur = char::from(Tableau::SEPARATEUR).to_string();
    let octets = texte
        .replace(';', &separateur)
        .replace("\r\n", "\r")
        .replace('\n', "\r");
    let feuille = EnFeuille {
        octets: Octets {
            nom: "CAP_1.0_2024-06_151120230900.xlsx",
            octets: octets.as_bytes(),
        },
        colonnes: entete.split(';').map(str::to_owned).collect(),
    };
    rendre_les_sources(forme, &[&feuille], false).0
}

fn rendre_les_fichiers(
    forme: Forme,
    fichiers: &[(&str, &[u8])],
    ensemble: bool,
) -> (Vec<u8>, Vec<String>) {
    let sources: Vec<Octets> = fichiers
        .iter()
        .map(|(nom, octets)| Octets { nom, octets })
        .collect();
    let sources: Vec<&dyn Source> = sources.iter().map(|source| source as _).collect();
    rendre_les_sources(forme, &sources, ensemble)
}

fn rendre_les_sources(
    forme: Forme,
    sources: &[&dyn Source],
    ensemble: bool,
) -> (Vec<u8>, Vec<String>) {
    let donnees = Donnees::embarquees();
    let edition = editions::cyclades(&donnees, None, Some(2024)).unwrap();
    let tampon = Tampon::default();
    let mut restitution = restitution(forme, Box::new(tampon.clone()), OptionsDeTexte::default());
    let options = Options {
        portee: restitution.portee(),
        extraits: restitution.veut_les_lignes(),
        garder_les_cles: ensemble,
        ..Options::default()
    };
    let mut cles = Vec::new();
    for source in sources {
        let nom = source.nom();
        let resultat = controler(&edition, *source, &options, &mut |constat| {
            restitution.constat(constat).unwrap();
        });
        match resultat {
            Ok(mut rapport) => {
                restitution.contenu(&edition, *source, &options).unwrap();
                cles.extend(rapport.cles.take().map(|cles| (*source, cles)));
                restitution.fichier(nom, &edition, &rapport).unwrap();
            }
            Err(refus) => restitution.refus(nom, &refus).unwrap(),
        }
    }
    if ensemble {
        let compares: Vec<entre_fichiers::Controle> = cles
            .iter()
            .map(|(source, cles)| entre_fichiers::Controle {
                edition: &edition,
                source: *source,
                nom: source.nom(),
                cles,
            })
            .collect();
        let mut constats = Vec::new();
        let par_regle =
            entre_fichiers::signaler_doublons(&compares, &options, &mut |c| constats.push(c))
                .unwrap();
        restitution
            .entre_fichiers(&edition, constats, &par_regle)
            .unwrap();
    }
    restitution.fin().unwrap();
    let remarques = restitution.remarques();
    drop(restitution);
    (tampon.octets(), remarques)
}

/// The check of a file, its findings put aside.
pub fn controle_de(nom: &str, octets: &[u8]) -> (EditionCyclades, Rapport) {
    let donnees = Donnees::embarquees();
    let edition = editions::cyclades(&donnees, None, Some(2024)).unwrap();
    let source = Octets { nom, octets };
    let rapport = controler(&edition, &source, &Options::default(), &mut |_| {}).unwrap();
    (edition, rapport)
}
