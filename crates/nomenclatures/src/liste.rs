//! One edition of a code list: a table whose every cell was checked against its description.

mod schema;
mod verification;

use guichet_socle::motif::Motif;
use guichet_socle::{Edition, ErreurEdition, Fichiers};

pub use schema::Colonne;
use schema::Schema;
use verification::Verification;

/// The folder of every list in the data.
pub const RACINE: &str = "nomenclatures";

/// A loaded list: its edition, its columns, its rows in the order of the document.
///
/// A folder holds `edition.toml` (who and when), `liste.toml` (the columns, the key and the numbers
/// announced) and `codes.csv` (the rows).
#[derive(Debug, Clone)]
pub struct Liste {
    nom: String,
    edition: Edition,
    schema: Schema,
    /// The cells, one after the other, row after row.
    texte: String,
    /// Where each cell ends in `texte`.
    fins: Vec<u32>,
    /// The line of `codes.csv` of each row.
    numeros: Vec<u32>,
}

impl Liste {
    /// Loads and checks the list of a folder (`nomenclatures/cyclades/pays/2023-09-29`).
    ///
    /// # Errors
    /// A file is absent or faulty; the columns are not those announced, in their order; a cell is
    /// empty though mandatory, does not match its pattern or is not one of its values; a key is there
    /// twice; rows are missing or in excess. The error names the file, the line and the cell.
    pub fn charger(fichiers: &Fichiers, dossier: &str) -> Result<Self, ErreurEdition> {
        let edition = Edition::lire(fichiers, dossier)?;
        let (schema, motifs) = Schema::lire(fichiers, &format!("{dossier}/liste.toml"))?;
        let nom = dossier.strip_prefix(RACINE).unwrap_or(dossier);
        let nom = nom.rsplit_once('/').map_or(nom, |(nom, _)| nom);
        let mut liste = Self {
            nom: nom.trim_start_matches('/').to_owned(),
            edition,
            schema,
            texte: String::new(),
            fins: Vec::new(),
            numeros: Vec::new(),
        };
        let chemin = liste.chemin();
        let codes = fichiers.texte(&chemin)?;
        let mut fautes = Vec::new();
        liste.lire_codes(&chemin, codes, &motifs, (&mut fautes, 1));
        match fautes.into_iter().next() {
            None => Ok(liste),
            Some(premiere) => Err(premiere),
        }
    }

    /// Every fault of the list of a folder, where [`Liste::charger`] tells the first one: those of its
    /// description, then those of its table, cell by cell; at most `limite` of a table.
    #[must_use]
    pub fn verifier(fichiers: &Fichiers, dossier: &str, limite: usize) -> Vec<ErreurEdition> {
        let mut fautes = Vec::new();
        let edition = Edition::lire(fichiers, dossier);
        if let Err(erreur) = &edition {
            fautes.push(erreur.clone());
        }
        let schema = Schema::examiner(fichiers, &format!("{dossier}/liste.toml"), &mut fautes);
        let (Ok(edition), Some((schema, motifs))) = (edition, schema) else {
            return fautes;
        };
        // Under a faulty description, a sound table would be told too.
        if !fautes.is_empty() {
            return fautes;
        }
        let mut liste = Self {
            nom: String::new(),
            edition,
            schema,
            texte: String::new(),
            fins: Vec::new(),
            numeros: Vec::new(),
        };
        let chemin = liste.chemin();
        match fichiers.texte(&chemin) {
            Ok(codes) => {
                let mut de_la_table = Vec::new();
                liste.lire_codes(&chemin, codes, &motifs, (&mut de_la_table, limite));
                fautes.append(&mut de_la_table);
            }
            Err(erreur) => fautes.push(erreur),
        }
        fautes
    }

    /// Reads the table until there are as many faults as asked for.
    fn lire_codes(
        &mut self,
        chemin: &str,
        codes: &str,
        motifs: &[Option<Motif>],
        (fautes, limite): (&mut Vec<ErreurEdition>, usize),
    ) {
        if let Some(faute) = verification::octets(chemin, codes) {
            fautes.push(faute);
            return;
        }
        let lignes = self.schema.lignes;
        self.texte.reserve(codes.len());
        self.fins.reserve(lignes * self.schema.colonnes.len());
        self.numeros.reserve(lignes);
        let mut lecteur = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(codes.as_bytes());
        let mut verification = Verification::new(chemin, &self.schema, motifs);
        let mut rangee = csv::StringRecord::new();
        let mut entete_lu = false;
        while fautes.len() < limite {
            let ligne = usize::try_from(lecteur.position().line()).unwrap_or(usize::MAX);
            match lecteur.read_record(&mut rangee) {
                Ok(true) => {}
                Ok(false) => break,
                Err(erreur) => {
                    fautes.push(ErreurEdition::a_la_ligne(
                        chemin,
                        ligne,
                        format!("la table est illisible : {erreur}."),
                    ));
                    return;
                }
            }
            let ligne = rangee
                .position()
                .map_or(ligne, |p| usize::try_from(p.line()).unwrap_or(usize::MAX));
            if !entete_lu {
                // Under another header, every row would be told.
                if !verification.entete(&rangee, fautes) {
                    return;
                }
                entete_lu = true;
                continue;
            }
            verification.rangee(ligne, &rangee, fautes);
            for cellule in &rangee {
                self.texte.push_str(cellule);
                // Saturates: no list comes near 4 GiB.
                self.fins
                    .push(u32::try_from(self.texte.len()).unwrap_or(u32::MAX));
            }
            self.numeros.push(u32::try_from(ligne).unwrap_or(u32::MAX));
        }
        if !entete_lu && !verification.entete(&rangee, fautes) {
            return;
        }
        // Numbers are counted on a whole table only.
        if fautes.len() < limite {
            verification.terminer(fautes);
        }
    }

    /// The name of the list in the contract (`cyclades/pays`).
    #[must_use]
    pub fn nom(&self) -> &str {
        &self.nom
    }

    /// Its edition.
    #[must_use]
    pub fn edition(&self) -> &Edition {
        &self.edition
    }

    /// The path of its rows in the data.
    #[must_use]
    pub fn chemin(&self) -> String {
        format!("{}/codes.csv", self.edition.dossier)
    }

    /// Its columns, in order.
    #[must_use]
    pub fn colonnes(&self) -> &[Colonne] {
        &self.schema.colonnes
    }

    /// The names of the columns that make the key of a row.
    #[must_use]
    pub fn cle(&self) -> &[String] {
        &self.schema.cle
    }

    /// The rank of a column, from 0.
    #[must_use]
    pub fn colonne(&self, nom: &str) -> Option<usize> {
        self.schema.colonnes.iter().position(|c| c.nom == nom)
    }

    /// The rank of a column that the program needs.
    ///
    /// # Errors
    /// The list has no such column.
    pub fn colonne_requise(&self, nom: &str) -> Result<usize, ErreurEdition> {
        self.colonne(nom).ok_or_else(|| {
            ErreurEdition::du_fichier(
                format!("{}/liste.toml", self.edition.dossier),
                format!("la colonne « {nom} » manque, le programme en a besoin ; ajoutez-la."),
            )
        })
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.numeros.len()
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.numeros.is_empty()
    }

    /// A row by its rank, from 0.
    #[must_use]
    pub fn ligne(&self, rang: usize) -> Option<Ligne<'_>> {
        (rang < self.len()).then_some(Ligne { liste: self, rang })
    }

    /// The rows, in the order of the document.
    pub fn lignes(&self) -> impl Iterator<Item = Ligne<'_>> {
        (0..self.len()).map(move |rang| Ligne { liste: self, rang })
    }
}

/// A row of a list.
#[derive(Debug, Clone, Copy)]
pub struct Ligne<'a> {
    liste: &'a Liste,
    rang: usize,
}

impl<'a> Ligne<'a> {
    /// The cell of a column, by its rank; empty beyond the last column.
    #[must_use]
    pub fn cellule(&self, colonne: usize) -> &'a str {
        let largeur = self.liste.schema.colonnes.len();
        if colonne >= largeur {
            return "";
        }
        let cellule = self.rang * largeur + colonne;
        let borne = |i: usize| self.liste.fins.get(i).map_or(0, |&fin| fin as usize);
        let debut = cellule.checked_sub(1).map_or(0, borne);
        self.liste
            .texte
            .get(debut..borne(cellule))
            .unwrap_or_default()
    }

    /// The cell of a column, by its name.
    #[must_use]
    pub fn get(&self, colonne: &str) -> Option<&'a str> {
        self.liste.colonne(colonne).map(|rang| self.cellule(rang))
    }

    /// What the list says of a column, by its name.
    #[must_use]
    pub fn colonne(&self, nom: &str) -> Option<&'a Colonne> {
        self.liste.schema.colonnes.iter().find(|c| c.nom == nom)
    }

    /// The columns of its list, in order.
    #[must_use]
    pub fn colonnes(&self) -> &'a [Colonne] {
        self.liste.colonnes()
    }

    /// The line of `codes.csv`, from 1 (the header).
    #[must_use]
    pub fn numero(&self) -> usize {
        self.liste
            .numeros
            .get(self.rang)
            .map_or(0, |&numero| numero as usize)
    }

    /// A fault of one of its cells.
    #[must_use]
    pub fn erreur(&self, colonne: usize, fait: impl std::fmt::Display) -> ErreurEdition {
        let nom = self
            .liste
            .schema
            .colonnes
            .get(colonne)
            .map_or("", |c| c.nom.as_str());
        ErreurEdition::a_la_ligne(
            self.liste.chemin(),
            self.numero(),
            format!("colonne « {nom} » : {fait}"),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOSSIER: &str = "nomenclatures/essai/pays/2023-09-29";
    const MANIFESTE: &str = "titre = \"Pays\"\nstatut = \"verifiee\"\nen_vigueur_du = \"2023-09-29\"\ndate_de_reference = \"session\"\nverifiee_le = \"2026-11-20\"\n";
    const LISTE: &str = "cle = [\"domaine\", \"code\"]\nlignes = 3\n\n[[colonne]]\nnom = \"domaine\"\nvaleurs = [\"BP\", \"CAP\"]\nobligatoire = true\n\n[[colonne]]\nnom = \"code\"\nmotif = '[0-9]{3}'\nobligatoire = true\n\n[[colonne]]\nnom = \"libelle\"\n\n[effectifs.domaine]\nBP = 1\nCAP = 2\n";
    const CODES: &str = "domaine,code,libelle\nBP,100,\"ACORES, MADERE\"\nCAP,100,\nCAP,101,É\n";

    fn fichiers(liste: &str, codes: &str) -> Fichiers {
        let mut fichiers = Fichiers::new();
        for (nom, texte) in [
            ("edition.toml", MANIFESTE),
            ("liste.toml", liste),
            ("codes.csv", codes),
        ] {
            fichiers.ajouter(format!("{DOSSIER}/{nom}"), texte.to_owned());
        }
        fichiers
    }

    #[test]
    fn a_sound_list_gives_its_rows_in_order() {
        let liste = Liste::charger(&fichiers(LISTE, CODES), DOSSIER).unwrap();
        assert_eq!((liste.nom(), liste.len()), ("essai/pays", 3));
        let lus: Vec<_> = liste
            .lignes()
            .map(|l| {
                (
                    l.numero(),
                    l.cellule(0),
                    l.cellule(1),
                    l.get("libelle").unwrap(),
                )
            })
            .collect();
        assert_eq!(
            lus,
            [
                (2, "BP", "100", "ACORES, MADERE"),
                (3, "CAP", "100", ""),
                (4, "CAP", "101", "É"),
            ]
        );
        assert_eq!(liste.ligne(0).unwrap().get("inconnue"), None);
        assert_eq!(liste.ligne(0).unwrap().cellule(3), "");
        assert!(liste.ligne(3).is_none());
        assert!(liste.colonne_requise("code").is_ok());
        assert!(
            liste
                .colonne_requise("codes")
                .unwrap_err()
                .message
                .contains("« codes »")
        );
    }

    #[test]
    fn a_faulty_table_is_refused_at_its_line_and_cell() {
        let cas = [
            ("BP,100,", "XX,100,", Some(2), "« XX »"),
            ("CAP,101", "CAP,1O1", Some(4), "colonne « code »"),
            ("CAP,101", "CAP,", Some(4), "vide"),
            ("CAP,101", "CAP,100", Some(4), "ligne 3"),
            ("CAP,101,É\n", "", None, "2 lignes"),
            ("CAP,101,É\n", "CAP,101,É\nCAP,102,\n", None, "4 lignes"),
            ("CAP,100", "BP,102", None, "« BP »"),
            ("CAP,100,\n", "CAP,100\n", Some(3), "2 cellules"),
            ("code,libelle", "libelle,code", Some(1), "« libelle »"),
            ("code,libelle", "code", Some(1), "« libelle »"),
            ("code,libelle", "code,libelle,note", Some(1), "« note »"),
            ("domaine,code", "\u{feff}domaine,code", Some(1), "BOM"),
            ("CAP,100,\n", "CAP,100,\r\n", Some(3), "retour chariot"),
            (CODES, "", Some(1), "« domaine »"),
        ];
        for (avant, apres, ligne, message) in cas {
            let codes = CODES.replacen(avant, apres, 1);
            let erreur = Liste::charger(&fichiers(LISTE, &codes), DOSSIER).unwrap_err();
            assert_eq!(erreur.fichier, format!("{DOSSIER}/codes.csv"), "{erreur}");
            assert_eq!(erreur.ligne, ligne, "{erreur}");
            assert!(erreur.message.contains(message), "{erreur}");
        }
    }

    #[test]
    fn every_fault_of_a_list_is_told_at_once() {
        let codes = CODES.replace("BP,100,", "XX,1O0,") + "CAP,101,É\nCAP,\n";
        let fautes = Liste::verifier(&fichiers(LISTE, &codes), DOSSIER, 100);
        let lignes: Vec<Option<usize>> = fautes.iter().map(|faute| faute.ligne).collect();
        // Two cells of the first row, a key, a row too short, the count of the rows.
        assert_eq!(
            lignes,
            [Some(2), Some(2), Some(5), Some(6), None],
            "{fautes:?}"
        );
        assert_eq!(
            Liste::verifier(&fichiers(LISTE, &codes), DOSSIER, 3).len(),
            3
        );
        assert_eq!(
            Liste::verifier(&fichiers(LISTE, CODES), DOSSIER, 100),
            Vec::new()
        );
        let liste = LISTE
            .replace("\"code\"]", "\"cote\"]")
            .replace("[0-9]{3}", "[0-9");
        let fautes = Liste::verifier(&fichiers(&liste, CODES), DOSSIER, 100);
        assert_eq!(fautes.len(), 2, "{fautes:?}");
    }

    #[test]
    fn a_faulty_description_is_refused_at_its_line() {
        let cas = [
            ("lignes = 3", "ligne = 3", Some(2)),
            ("\"domaine\", \"code\"]", "\"domaine\", \"cote\"]", Some(1)),
            ("cle = [\"domaine\", \"code\"]", "cle = []", Some(1)),
            ("[0-9]{3}", "[0-9", Some(11)),
            ("nom = \"libelle\"", "nom = \"code\"", Some(10)),
            ("[effectifs.domaine]", "[effectifs.domaines]", Some(17)),
            ("nom = \"libelle\"", "noms = \"libelle\"", None),
            ("BP = 1\nCAP = 2\n", "BP = 1\n", None),
        ];
        for (avant, apres, ligne) in cas {
            let liste = LISTE.replacen(avant, apres, 1);
            let erreur = Liste::charger(&fichiers(&liste, CODES), DOSSIER).unwrap_err();
            if ligne.is_some() {
                assert_eq!(erreur.ligne, ligne, "{erreur}");
            }
        }
    }

    #[test]
    fn a_missing_file_is_named() {
        for nom in ["edition.toml", "liste.toml", "codes.csv"] {
            let mut fichiers = fichiers(LISTE, CODES);
            let textes: Vec<(String, String)> = fichiers
                .sous(DOSSIER)
                .map(|(c, t)| (c.to_owned(), t.to_owned()))
                .collect();
            fichiers.retirer_dossier(DOSSIER);
            for (chemin, texte) in textes.into_iter().filter(|(c, _)| !c.ends_with(nom)) {
                fichiers.ajouter(chemin, texte);
            }
            let erreur = Liste::charger(&fichiers, DOSSIER).unwrap_err();
            assert_eq!(erreur.fichier, format!("{DOSSIER}/{nom}"));
        }
    }
}
