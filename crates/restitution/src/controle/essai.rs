//! What the tests of the forms share: a finding, and a whole check of a small file.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use guichet::procedure_cyclades::controle::Octets;
use guichet::procedure_cyclades::{
    Constat, Correction, EditionCyclades, Options, Rapport, Surete, controler,
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
    let donnees = Donnees::embarquees();
    let edition = editions::cyclades(&donnees, None, Some(2024)).unwrap();
    let tampon = Tampon::default();
    let mut restitution = restitution(forme, Box::new(tampon.clone()), OptionsDeTexte::default());
    for (nom, octets) in fichiers {
        let source = Octets { nom, octets };
        let options = Options {
            portee: restitution.portee(),
            extraits: restitution.veut_les_lignes(),
            ..Options::default()
        };
        let resultat = controler(&edition, &source, &options, &mut |constat| {
            restitution.constat(constat).unwrap();
        });
        match resultat {
            Ok(rapport) => {
                restitution.contenu(&edition, &source, &options).unwrap();
                restitution.fichier(nom, &edition, &rapport).unwrap();
            }
            Err(refus) => restitution.refus(nom, &refus).unwrap(),
        }
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
