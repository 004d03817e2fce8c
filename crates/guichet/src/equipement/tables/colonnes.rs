//! The columns of the four tables, and how a heading names them.

use guichet_cyclades::reparation::plier;
use guichet_instruction::dossier::montrer;
use guichet_socle::erreur::plus_proche;

/// One of the four tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    /// A row an establishment.
    Etablissements,
    /// A row a course and a year.
    Effectifs,
    /// A row an establishment with post-bac pupils.
    Boursiers,
    /// A row an establishment: what it kept of the year before.
    Reliquats,
}

/// A column: its name, and other headings that mean it.
#[derive(Debug)]
pub struct Colonne {
    /// Its name.
    pub nom: &'static str,
    /// Other headings, besides its name and `table.nom`.
    alias: &'static [&'static str],
    /// Whether the table means nothing without it.
    requise: bool,
}

const fn requise(nom: &'static str, alias: &'static [&'static str]) -> Colonne {
    Colonne {
        nom,
        alias,
        requise: true,
    }
}

const fn facultative(nom: &'static str, alias: &'static [&'static str]) -> Colonne {
    Colonne {
        nom,
        alias,
        requise: false,
    }
}

const UAI: Colonne = requise(
    "uai",
    &[
        "code_uai",
        "numero_uai",
        "n_uai",
        "rne",
        "etablissement.uai",
    ],
);
const ANNEE_SCOLAIRE: Colonne = facultative("annee_scolaire", &[]);

/// Places in [`Table::colonnes`] of what every table has.
pub const COLONNE_UAI: usize = 0;
/// The school year of the row.
pub const COLONNE_ANNEE_SCOLAIRE: usize = 1;

const ETABLISSEMENTS: &[Colonne] = &[
    UAI,
    ANNEE_SCOLAIRE,
    facultative(
        "nom",
        &["nom_etablissement", "etablissement", "etablissement.nom"],
    ),
    requise("nature", &["etablissement.nature"]),
    requise(
        "enquete_repondue",
        &["enquete", "etablissement.enquete_repondue"],
    ),
    facultative("academie", &["etablissement.academie"]),
];

const EFFECTIFS: &[Colonne] = &[
    UAI,
    ANNEE_SCOLAIRE,
    requise("code_diplome", &["diplome", "code", "code_formation"]),
    facultative("libelle", &["libelle_diplome", "formation"]),
    facultative("specialite", &[]),
    facultative("niveau", &[]),
    facultative("type_diplome", &[]),
    requise("annee", &["annee_de_formation", "annee_formation"]),
    requise("effectif", &["eleves", "nombre_d_eleves"]),
    requise("statut", &[]),
];

const BOURSIERS: &[Colonne] = &[
    UAI,
    ANNEE_SCOLAIRE,
    requise("nombre", &["boursiers", "nombre_de_boursiers"]),
    requise("effectif_post_bac", &[]),
    facultative("effectif_etablissement", &["effectif_total"]),
];

const RELIQUATS: &[Colonne] = &[
    UAI,
    ANNEE_SCOLAIRE,
    facultative("pre_bac_centimes", &[]),
    facultative("post_bac_centimes", &[]),
    facultative("prepa_metiers_centimes", &["3e_prepa_metiers_centimes"]),
    facultative("pre_bac", &["reliquat_pre_bac", "pre_bac_euros"]),
    facultative("post_bac", &["reliquat_post_bac", "post_bac_euros"]),
    facultative(
        "prepa_metiers",
        &[
            "reliquat_prepa_metiers",
            "3e_prepa_metiers",
            "prepa_metiers_euros",
        ],
    ),
];

impl Table {
    /// In the order of the commands.
    pub const TOUTES: [Self; 4] = [
        Self::Etablissements,
        Self::Effectifs,
        Self::Boursiers,
        Self::Reliquats,
    ];

    /// Its name, which is that of its option.
    #[must_use]
    pub fn nom(self) -> &'static str {
        match self {
            Self::Etablissements => "etablissements",
            Self::Effectifs => "effectifs",
            Self::Boursiers => "boursiers",
            Self::Reliquats => "reliquats",
        }
    }

    /// As people read it.
    #[must_use]
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Etablissements => "table des établissements",
            Self::Effectifs => "table des effectifs",
            Self::Boursiers => "table des boursiers",
            Self::Reliquats => "table des reliquats",
        }
    }

    /// Its columns.
    #[must_use]
    pub fn colonnes(self) -> &'static [Colonne] {
        match self {
            Self::Etablissements => ETABLISSEMENTS,
            Self::Effectifs => EFFECTIFS,
            Self::Boursiers => BOURSIERS,
            Self::Reliquats => RELIQUATS,
        }
    }

    /// The place of the column that a heading means: case, accents and spaces mean nothing.
    fn place(self, titre: &str) -> Option<usize> {
        let titre = plier(titre);
        let table = plier(self.nom());
        let sans_table = titre.strip_prefix(&table);
        self.colonnes().iter().position(|colonne| {
            let nom = plier(colonne.nom);
            titre == nom
                || sans_table == Some(nom.as_str())
                || colonne.alias.iter().any(|alias| titre == plier(alias))
        })
    }

    /// How much a row looks like the header.
    #[must_use]
    pub fn connues(self, titres: &[String]) -> usize {
        let connues = titres.iter().filter(|titre| self.place(titre).is_some());
        connues.count()
    }
}

/// Where the columns of a table stand in a file.
#[derive(Debug)]
pub struct Entete {
    places: Vec<Option<usize>>,
    /// The cells of a row that have a heading.
    pub largeur: usize,
    /// The headings that name no column: the column, then what to say.
    pub inconnues: Vec<(String, String)>,
}

impl Entete {
    /// Reads a header.
    ///
    /// # Errors
    /// A column that is needed is missing, or one stands twice: what to say.
    pub fn lire(table: Table, titres: &[String]) -> Result<Self, String> {
        let colonnes = table.colonnes();
        let mut places = vec![None; colonnes.len()];
        let mut inconnues = Vec::new();
        for (rang, titre) in titres.iter().enumerate() {
            if titre.trim().is_empty() {
                continue;
            }
            let Some(place) = table.place(titre) else {
                inconnues.push((titre.trim().to_owned(), inconnue(table, titre.trim())));
                continue;
            };
            if places[place].replace(rang).is_some() {
                return Err(format!(
                    "la colonne « {} » est là deux fois ; gardez-en une.",
                    colonnes[place].nom
                ));
            }
        }
        let manquantes: Vec<String> = colonnes
            .iter()
            .zip(&places)
            .filter(|(colonne, place)| colonne.requise && place.is_none())
            .map(|(colonne, _)| format!("« {} »", colonne.nom))
            .collect();
        if !manquantes.is_empty() {
            let dites: Vec<&str> = inconnues.iter().map(|(_, dit)| dit.as_str()).collect();
            let proches = if dites.is_empty() {
                String::new()
            } else {
                format!(" {}", dites.join(" "))
            };
            return Err(match manquantes.as_slice() {
                [seule] => format!("la colonne {seule} manque ; ajoutez-la.{proches}"),
                plusieurs => format!(
                    "les colonnes {} manquent ; ajoutez-les.{proches}",
                    plusieurs.join(", ")
                ),
            });
        }
        Ok(Self {
            places,
            largeur: titres.len(),
            inconnues,
        })
    }

    /// Whether the table has a column.
    #[must_use]
    pub fn a(&self, colonne: usize) -> bool {
        self.places.get(colonne).is_some_and(Option::is_some)
    }

    /// The text of a column in a row, without the spaces around it; empty when it is not there.
    #[must_use]
    pub fn texte<'c>(&self, cellules: &'c [String], colonne: usize) -> &'c str {
        let place = self.places.get(colonne).copied().flatten();
        let cellule = place.and_then(|place| cellules.get(place));
        cellule.map_or("", |texte| texte.trim())
    }
}

fn inconnue(table: Table, titre: &str) -> String {
    let noms = table.colonnes().iter().map(|colonne| colonne.nom);
    let montre = montrer(titre);
    match plus_proche(titre, noms) {
        Some(proche) => format!(
            "La colonne « {montre} » n’est pas connue, elle n’est pas lue. Vouliez-vous dire « {proche} » ?"
        ),
        None => format!(
            "La colonne « {montre} » n’est pas connue, elle n’est pas lue ; retirez-la, ou corrigez son nom."
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titres(texte: &str) -> Vec<String> {
        texte.split(';').map(str::to_owned).collect()
    }

    #[test]
    fn a_heading_is_read_whatever_its_case_accents_and_spaces() {
        let cas = [
            (Table::Effectifs, "Code diplôme", Some("code_diplome")),
            (Table::Effectifs, "CODE_DIPLOME", Some("code_diplome")),
            (
                Table::Effectifs,
                "effectifs.code_diplome",
                Some("code_diplome"),
            ),
            (Table::Effectifs, " N° UAI ", Some("uai")),
            (Table::Effectifs, "Année", Some("annee")),
            (Table::Effectifs, "Année scolaire", Some("annee_scolaire")),
            (Table::Reliquats, "Pré-bac", Some("pre_bac")),
            (
                Table::Reliquats,
                "reliquats.pre_bac_centimes",
                Some("pre_bac_centimes"),
            ),
            (
                Table::Etablissements,
                "Enquête répondue",
                Some("enquete_repondue"),
            ),
            (Table::Etablissements, "adresse", None),
        ];
        for (table, titre, attendu) in cas {
            let place = table.place(titre);
            assert_eq!(
                place.map(|place| table.colonnes()[place].nom),
                attendu,
                "{titre}"
            );
        }
    }

    #[test]
    fn a_header_says_what_it_lacks_and_what_it_has_too_many() {
        let entete = Entete::lire(
            Table::Boursiers,
            &titres("UAI;Nombre;Effectif post-bac;adresse"),
        );
        let entete = entete.unwrap();
        assert_eq!(entete.inconnues.len(), 1);
        assert_eq!(entete.texte(&titres("a; 12 "), 2), "12");
        assert_eq!(entete.texte(&titres("a"), 3), "");
        let cas = [
            ("uai;nombre", "« effectif_post_bac »"),
            ("uai;uai;nombre;effectif_post_bac", "deux fois"),
            (
                "uai;nombre;effectif_postbacs",
                "Vouliez-vous dire « effectif_post_bac »",
            ),
        ];
        for (texte, dit) in cas {
            let erreur = Entete::lire(Table::Boursiers, &titres(texte)).unwrap_err();
            assert!(erreur.contains(dit), "{texte} : {erreur}");
        }
    }
}
