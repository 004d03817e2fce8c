//! The pairs of the document gathered by list and by domain.

use super::super::ErreurExtraction;
use super::elements::{Element, Place, decouper};
use super::note::{Annotation, separer};

/// The domains, as headings write them. `MC3 et MC4` names two.
const DOMAINES: [&str; 6] = ["BCP", "BP", "MC3", "MC4", "ARI", "CAP"];

/// The lists of pairs « code, label » alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListeSimple {
    /// `cyclades.candidat.langue_section_euro`.
    Langues,
    /// `cyclades.candidat.categ_socio_pro`.
    Pcs,
    /// « Liste des départements/COM français du COG ».
    Departements,
    /// « Liste des pays du COG ».
    Pays,
}

/// Which list the document is telling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Section {
    Simple(ListeSimple),
    Enseignements,
    Categories,
    Specialites,
}

/// A row of one of the lists told domain by domain, or a row of a simple list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entree {
    /// Line of the document.
    pub ligne: usize,
    /// Domain; empty for a simple list.
    pub domaine: &'static str,
    /// Code.
    pub code: String,
    /// Label as printed.
    pub libelle: String,
    /// The only speciality it is for, if any.
    pub specialite: Option<String>,
}

/// A speciality.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntreeSpecialite {
    /// Line of the document.
    pub ligne: usize,
    /// Domain.
    pub domaine: &'static str,
    /// Code.
    pub code: String,
    /// Label and note.
    pub annotation: Annotation,
    /// Whether the sentence above the list closes it.
    pub fermee: bool,
}

/// Everything the document lists.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Releve {
    /// Day of the last version in the table of versions, `AAAA-MM-JJ`.
    pub version: String,
    /// Specialities, in the order of the document.
    pub specialites: Vec<EntreeSpecialite>,
    /// Session of the closing sentences, the same in all of them.
    pub session_de_fermeture: Option<u16>,
    /// Categories, domain by domain.
    pub categories: Vec<Entree>,
    /// Options of the field « enseignement ».
    pub enseignements: Vec<Entree>,
    simples: Vec<(ListeSimple, Entree)>,
}

impl Releve {
    /// Reads the document.
    ///
    /// # Errors
    /// A row, a note or a closing sentence of an unknown form; a code told twice with two labels.
    pub fn lire(texte: &str) -> Result<Self, ErreurExtraction> {
        let mut lecteur = Lecteur::default();
        for (ligne, element) in decouper(texte)? {
            lecteur.prendre((ligne, element))?;
        }
        lecteur.terminer()
    }

    /// The rows of a simple list.
    pub fn simple(&self, liste: ListeSimple) -> impl Iterator<Item = &Entree> {
        self.simples
            .iter()
            .filter(move |(de, _)| *de == liste)
            .map(|(_, entree)| entree)
    }
}

#[derive(Debug, Default)]
struct Lecteur {
    releve: Releve,
    section: Option<Section>,
    domaines: Vec<&'static str>,
    specialite: Option<String>,
    fermetures: Vec<(usize, &'static str, String)>,
}

impl Lecteur {
    fn prendre(&mut self, (ligne, element): Place<'_>) -> Result<(), ErreurExtraction> {
        match element {
            Element::Champ(champ) => {
                self.entrer(match champ {
                    "candidat.categ_socio_pro" => Some(Section::Simple(ListeSimple::Pcs)),
                    "candidat.enseignement" => Some(Section::Enseignements),
                    "candidat.categorie" => Some(Section::Categories),
                    "candidat.langue_section_euro" => Some(Section::Simple(ListeSimple::Langues)),
                    _ => None,
                });
                Ok(())
            }
            Element::Titre(titre) => {
                self.entrer(if titre.starts_with("Liste des départements") {
                    Some(Section::Simple(ListeSimple::Departements))
                } else if titre.starts_with("Liste des pays") {
                    Some(Section::Simple(ListeSimple::Pays))
                } else if titre.starts_with("Liste des codes spécialités") {
                    Some(Section::Specialites)
                } else {
                    return Err(ErreurExtraction::a_la_ligne(
                        ligne,
                        format!("« {titre} » est une liste inconnue ; ajoutez-la au lecteur."),
                    ));
                });
                Ok(())
            }
            Element::Texte(texte) => self.lire_texte(ligne, texte),
            Element::Couple { code, libelle } => self.ajouter(ligne, code, libelle),
        }
    }

    fn entrer(&mut self, section: Option<Section>) {
        self.section = section;
        self.domaines.clear();
        self.specialite = None;
    }

    /// A sentence may name the domain, the speciality, or the codes that close; or be mere prose.
    fn lire_texte(&mut self, ligne: usize, texte: &str) -> Result<(), ErreurExtraction> {
        if self.section.is_none() {
            if let Some(date) = date_iso(texte) {
                self.releve.version = date;
            }
            return Ok(());
        }
        if let Some(suite) = texte.strip_prefix("Valeurs possibles pour ") {
            let intitule = suite.split(':').next().unwrap_or(suite);
            self.domaines = mots(intitule)
                .filter_map(|mot| DOMAINES.into_iter().find(|d| *d == mot))
                .collect();
            self.specialite = None;
            if self.domaines.is_empty() {
                return Err(ErreurExtraction::a_la_ligne(
                    ligne,
                    format!("« {texte} » ne nomme aucun domaine connu."),
                ));
            }
        }
        if self.section == Some(Section::Enseignements)
            && let Some(code) = mots(texte).find(|mot| est_une_specialite(mot))
        {
            self.specialite = Some(code.to_owned());
        }
        if self.section == Some(Section::Specialites) && texte.contains("fermeture") {
            return self.lire_fermeture(ligne, texte);
        }
        Ok(())
    }

    /// « Pour la session 2024, fermeture des codes spécialités **31206, 24005** ».
    fn lire_fermeture(&mut self, ligne: usize, texte: &str) -> Result<(), ErreurExtraction> {
        let erreur =
            |message: &str| ErreurExtraction::a_la_ligne(ligne, format!("« {texte} » : {message}"));
        let session = texte
            .strip_prefix("Pour la session ")
            .and_then(|suite| suite.get(..4))
            .and_then(|annee| annee.parse::<u16>().ok())
            .ok_or_else(|| erreur("la session de fermeture manque."))?;
        if *self.releve.session_de_fermeture.get_or_insert(session) != session {
            return Err(erreur("une autre phrase ferme pour une autre session."));
        }
        let [domaine] = self.domaines[..] else {
            return Err(erreur("la fermeture n’est pas sous le titre d’un domaine."));
        };
        let codes: Vec<&str> = mots(texte).filter(|mot| est_une_specialite(mot)).collect();
        if codes.is_empty() {
            return Err(erreur("aucun code n’est nommé."));
        }
        self.fermetures.extend(
            codes
                .into_iter()
                .map(|code| (ligne, domaine, code.to_owned())),
        );
        Ok(())
    }

    fn ajouter(&mut self, ligne: usize, code: &str, libelle: &str) -> Result<(), ErreurExtraction> {
        let Some(section) = self.section else {
            return Ok(());
        };
        let erreur = |message: String| {
            ErreurExtraction::a_la_ligne(ligne, format!("code {code} : {message}"))
        };
        let entree = |domaine, specialite| Entree {
            ligne,
            domaine,
            code: code.to_owned(),
            libelle: libelle.to_owned(),
            specialite,
        };
        if !matches!(section, Section::Simple(_)) && self.domaines.is_empty() {
            return Err(erreur("il n’est sous le titre d’aucun domaine.".to_owned()));
        }
        match section {
            Section::Simple(liste) => {
                let deja = self.releve.simple(liste).find(|e| e.code == code);
                // The long lists at the end are told once; those among the fields, sometimes twice.
                let une_fois = matches!(liste, ListeSimple::Departements | ListeSimple::Pays);
                if est_nouveau(deja, libelle, une_fois).map_err(erreur)? {
                    self.releve.simples.push((liste, entree("", None)));
                }
            }
            Section::Categories | Section::Enseignements => {
                let (lignes, specialite) = match section {
                    Section::Categories => (&mut self.releve.categories, None),
                    _ => (&mut self.releve.enseignements, self.specialite.clone()),
                };
                for &domaine in &self.domaines {
                    let deja = lignes
                        .iter()
                        .find(|e| e.domaine == domaine && e.code == code);
                    if est_nouveau(deja, libelle, false).map_err(erreur)? {
                        lignes.push(entree(domaine, specialite.clone()));
                    }
                }
            }
            Section::Specialites => {
                let annotation = separer(libelle).map_err(erreur)?;
                for &domaine in &self.domaines {
                    let lignes = &mut self.releve.specialites;
                    if lignes
                        .iter()
                        .any(|e| e.domaine == domaine && e.code == code)
                    {
                        return Err(erreur(format!("il est deux fois dans la liste {domaine}.")));
                    }
                    lignes.push(EntreeSpecialite {
                        ligne,
                        domaine,
                        code: code.to_owned(),
                        annotation: annotation.clone(),
                        fermee: false,
                    });
                }
            }
        }
        Ok(())
    }

    fn terminer(mut self) -> Result<Releve, ErreurExtraction> {
        if self.releve.version.is_empty() {
            return Err(ErreurExtraction::generale(
                "la table des versions du document manque : aucune date avant la première liste.",
            ));
        }
        for (ligne, domaine, code) in self.fermetures {
            let fermee = self
                .releve
                .specialites
                .iter_mut()
                .find(|e| e.domaine == domaine && e.code == code)
                .ok_or_else(|| {
                    ErreurExtraction::a_la_ligne(
                        ligne,
                        format!("le code {code} ferme mais n’est pas dans la liste {domaine}."),
                    )
                })?;
            fermee.fermee = true;
        }
        // One heading may open two domains at once (MC3 and MC4): each gets its own run of rows.
        self.releve
            .categories
            .sort_by_key(|e| DOMAINES.iter().position(|d| *d == e.domaine));
        Ok(self.releve)
    }
}

/// Whether a code is new; the same code told again must have the same label.
fn est_nouveau(deja: Option<&Entree>, libelle: &str, une_fois: bool) -> Result<bool, String> {
    match deja {
        None => Ok(true),
        Some(deja) if une_fois => Err(format!("il est déjà à la ligne {}.", deja.ligne)),
        Some(deja) if deja.libelle == libelle => Ok(false),
        Some(deja) => Err(format!(
            "« {libelle} » ici, « {} » à la ligne {}.",
            deja.libelle, deja.ligne
        )),
    }
}

/// The words of a sentence, without its punctuation nor its bold marks.
fn mots(texte: &str) -> impl Iterator<Item = &str> {
    texte
        .split(|c: char| !c.is_alphanumeric())
        .filter(|mot| !mot.is_empty())
}

/// Four digits, then a digit or a capital letter.
fn est_une_specialite(mot: &str) -> bool {
    match mot.as_bytes() {
        [debut @ .., fin] => {
            debut.len() == 4
                && debut.iter().all(u8::is_ascii_digit)
                && (fin.is_ascii_digit() || fin.is_ascii_uppercase())
        }
        [] => false,
    }
}

/// `29/09/2023` alone becomes `2023-09-29`.
fn date_iso(texte: &str) -> Option<String> {
    let mut parties = texte.split('/');
    let (jour, mois, annee) = (parties.next()?, parties.next()?, parties.next()?);
    let chiffres =
        |t: &str, n: usize| t.len() == n && t.bytes().all(|octet| octet.is_ascii_digit());
    (parties.next().is_none() && chiffres(jour, 2) && chiffres(mois, 2) && chiffres(annee, 4))
        .then(|| format!("{annee}-{mois}-{jour}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const VERSIONS: &str = "Version\tDate\tMise à jour\n1.6\t30/03/2023\tSession\n1.7\t29/09/2023\tAjout examen ARI\nValeurs possibles pour le BCP\t27\nValeurs possibles pour le BP.....\t32\n";

    fn lire(suite: &str) -> Result<Releve, ErreurExtraction> {
        Releve::lire(&format!("{VERSIONS}{suite}"))
    }

    #[test]
    fn the_edition_is_the_last_version_of_the_document() {
        assert_eq!(lire("").unwrap().version, "2023-09-29");
        assert!(Releve::lire("Liste des pays du COG\n").is_err());
    }

    #[test]
    fn a_category_table_is_read_once_across_its_two_copies_and_its_pages() {
        let texte = "Catégorie (code)\toui\t\t<p>Valeurs possibles pour le BCP :</p> <table border=\"1\"> <tr><td>131</td><td>SCOLAIRE</td></tr> </table>\t131\tSCOLAIRE\tcyclades.candidat.categorie\tcategorie\n131\tSCOLAIRE\t\t\n\nDonnée\tObligatoire\tTaille\n\t\t\t581 EX.SCOLAIRE\t\t\n\t\t\tValeurs possibles pour le MC3 et MC4 :\t\t\n\t\t\t110 SCOLAIRE\t\t\n\t\t\t230 A DISTANCE\t\t\n";
        let categories: Vec<_> = lire(texte)
            .unwrap()
            .categories
            .into_iter()
            .map(|e| (e.domaine, e.code))
            .collect();
        let attendu = [
            ("BCP", "131"),
            ("BCP", "581"),
            ("MC3", "110"),
            ("MC3", "230"),
            ("MC4", "110"),
            ("MC4", "230"),
        ];
        assert_eq!(categories, attendu.map(|(d, c)| (d, c.to_owned())));
    }

    #[test]
    fn an_option_keeps_the_speciality_its_sentence_names() {
        let texte = "Enseignement\tnon\t\tValeurs possibles pour le BCP :\tcyclades.candidat.enseignement\tenseignement\n\t\t\t<table> <tr> <td>EURO</td> <td>Section européenne</td> </tr> </table>\tEURO\tSection européenne\nEURO\tSection européenne\n\t\t\t<p>Valeurs possibles pour le CAP : Pour le CAP 33205 Accompagnant :</p> <table> <tr> <td>AUTRE1</td> <td>Autre cas</td> </tr> </table>\n\t\t\t<p>Pour le CAP 3320M Accompagnant ep1,ep3 :</p> <table> <tr> <td>AUTRE2</td> <td>Autre cas</td> </tr> </table>\n";
        let releve = lire(texte).unwrap();
        let lus: Vec<_> = releve
            .enseignements
            .iter()
            .map(|e| (e.domaine, e.code.as_str(), e.specialite.as_deref()))
            .collect();
        assert_eq!(
            lus,
            [
                ("BCP", "EURO", None),
                ("CAP", "AUTRE1", Some("33205")),
                ("CAP", "AUTRE2", Some("3320M")),
            ]
        );
    }

    #[test]
    fn the_sentence_above_a_list_closes_the_codes_it_names_bold_or_not() {
        let texte = "Liste des codes spécialités\nValeurs possibles pour le BP\nPour la session 2024, fermeture des codes spécialités 31206, 24005\nCode\tLibellé spécialité\n31206\tFleuriste\n31207\tFleuriste\n24005\tPressing\nValeurs possibles pour le MC4\nPour la session 2024, fermeture des codes spécialités **31102**\n31102\tAgent\n31206\tAutre\n";
        let releve = lire(texte).unwrap();
        assert_eq!(releve.session_de_fermeture, Some(2024));
        let fermees: Vec<_> = releve
            .specialites
            .iter()
            .filter(|e| e.fermee)
            .map(|e| (e.domaine, e.code.as_str()))
            .collect();
        assert_eq!(
            fermees,
            [("BP", "31206"), ("BP", "24005"), ("MC4", "31102")]
        );
    }

    #[test]
    fn what_the_reader_does_not_know_stops_it() {
        let cas = [
            "Liste des communes\n",
            "Liste des codes spécialités\n31206\tFleuriste\n",
            "Liste des codes spécialités\nValeurs possibles pour le BTS\n",
            "Liste des codes spécialités\nValeurs possibles pour le BP\n31206\tA\n31206\tA\n",
            "Liste des codes spécialités\nValeurs possibles pour le BP\n31206\tA (session 2021)\n",
            "Liste des codes spécialités\nValeurs possibles pour le BP\nPour la session 2024, fermeture des codes spécialités 31206\n",
            "Liste des codes spécialités\nValeurs possibles pour le BP\nPour la session 2024, fermeture\n",
            "Liste des codes spécialités\nValeurs possibles pour le BP\nEn 2024, fermeture des codes 31206\n31206\tA\n",
            "Liste des pays du COG\n100\tFRANCE\n100\tFRANCE\n",
        ];
        for texte in cas {
            assert!(lire(texte).is_err_and(|e| e.ligne.is_some()), "{texte}");
        }
        let texte = "Langue\t\tcyclades.candidat.langue_section_euro\tx\nEUROALL\tAllemand\nEUROALL\tAnglais\n";
        assert_eq!(lire(texte).unwrap_err().ligne, Some(8));
    }

    #[test]
    fn dates_and_codes_are_recognised_by_their_shape() {
        for (texte, attendu) in [
            ("29/09/2023", Some("2023-09-29")),
            ("29/9/2023", None),
            ("29/09/2023/1", None),
            ("JJ/MM/AAAA", None),
        ] {
            assert_eq!(date_iso(texte).as_deref(), attendu, "{texte}");
        }
        for (mot, attendu) in [
            ("3320M", true),
            ("33205", true),
            ("2024", false),
            ("3320m", false),
            ("", false),
        ] {
            assert_eq!(est_une_specialite(mot), attendu, "{mot}");
        }
    }
}
