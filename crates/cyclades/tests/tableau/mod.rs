//! Small files written cell by cell, and what to check them with.

use std::sync::LazyLock;

use guichet_cyclades::EditionCyclades;

/// A name that says everything: exam, session.
pub const NOM: &str = "CAP_1.0_2024-06_151120230900.csv";

/// The edition, read once.
pub static EDITION: LazyLock<EditionCyclades> = LazyLock::new(|| crate::commun::edition().0);

/// The columns of these files and the values of their candidates, INE and name apart.
const COLONNES: [(&str, &str); 18] = [
    ("civilite", "F"),
    ("nom_famille", ""),
    ("prenoms", "Zoé Noël"),
    ("INE", ""),
    ("pays_naissance", "100"),
    ("date_naissance", "05/03/2006"),
    ("depCOM_naissance", "075"),
    ("commune_naissance", "75113"),
    ("nationalite", "100"),
    ("pays", "100"),
    ("adresse_1", "12 rue de l'Été"),
    ("code_postal", "75013"),
    ("localite", "PARIS"),
    ("telephone_mobile", "0639980001"),
    ("adresse_mail", "zoe@exemple.fr"),
    ("etablissement", "0750655E"),
    ("serie", "22137"),
    ("categorie", "122"),
];

/// A header and rows; cells are written as they stand, quotes included.
#[derive(Debug, Clone)]
pub struct Tableau {
    /// The header.
    pub colonnes: Vec<String>,
    /// The rows.
    pub lignes: Vec<Vec<String>>,
}

impl Tableau {
    /// So many candidates in whom nothing is found.
    pub fn de(candidats: usize) -> Self {
        Self {
            colonnes: COLONNES.iter().map(|(nom, _)| (*nom).to_owned()).collect(),
            lignes: (0..candidats).map(candidat).collect(),
        }
    }

    /// The rank of a column.
    pub fn rang(&self, colonne: &str) -> usize {
        self.colonnes.iter().position(|c| c == colonne).unwrap()
    }

    /// With another value for a candidate, from 1.
    #[must_use]
    pub fn avec(mut self, candidat: usize, colonne: &str, valeur: &str) -> Self {
        let rang = self.rang(colonne);
        valeur.clone_into(&mut self.lignes[candidat - 1][rang]);
        self
    }

    /// As a file.
    pub fn texte(&self, separateur: char, fin: &str) -> String {
        let mut texte = String::new();
        for ligne in std::iter::once(&self.colonnes).chain(&self.lignes) {
            texte.push_str(&ligne.join(separateur.encode_utf8(&mut [0; 4])));
            texte.push_str(fin);
        }
        texte
    }

    /// With semicolons and line feeds.
    pub fn usuel(&self) -> String {
        self.texte(';', "\n")
    }
}

fn candidat(rang: usize) -> Vec<String> {
    let mut valeurs: Vec<String> = COLONNES.iter().map(|(_, v)| (*v).to_owned()).collect();
    let mut nom = "LE GOFF ".to_owned();
    let mut reste = rang;
    for _ in 0..4 {
        nom.push(char::from(b'A' + u8::try_from(reste % 26).unwrap()));
        reste /= 26;
    }
    valeurs[1] = nom;
    valeurs[3] = format!("{rang:09}AB");
    valeurs
}
