//! Which column of an export is which field: by its name, then by what its values are.

use std::collections::{BTreeMap, BTreeSet};

use super::Export;
use super::correspondance::{Correspondance, Regle};
use super::noms::{contient_les_mots, normaliser};
use super::preuve::{Sorte, Verdict, interroger};
use super::synonymes::{DuChamp, Synonymes, rang};
use crate::champs::Bloc;
use crate::{EditionCyclades, Examen};

/// How sure a match is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confiance {
    /// The values alone say so, or belie the name: someone should look.
    AVerifier,
    /// The name, or most of it.
    Bonne,
    /// The name, and the values agree.
    Certaine,
}

impl Confiance {
    /// In French.
    #[must_use]
    pub fn libelle(self) -> &'static str {
        match self {
            Self::AVerifier => "à vérifier",
            Self::Bonne => "bonne",
            Self::Certaine => "certaine",
        }
    }
}

/// The columns of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appariement {
    /// The field.
    pub champ: String,
    /// The columns, joined in this order.
    pub colonnes: Vec<usize>,
    /// What is done to the values, when it is not the usual.
    pub transformer: Option<Vec<String>>,
    /// Why, in French.
    pub raison: String,
    /// How sure.
    pub confiance: Confiance,
}

/// A column that claims a field another one has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concurrence {
    /// The field.
    pub champ: String,
    /// The column.
    pub colonne: usize,
}

/// What was made of the columns of an export.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rapprochement {
    /// In the order of the document.
    pub apparies: Vec<Appariement>,
    /// Columns that claimed the same fields.
    pub concurrentes: Vec<Concurrence>,
    /// Columns that fill nothing.
    pub inutilisees: Vec<usize>,
}

impl Rapprochement {
    /// The correspondence these matches make, over the headings of the export.
    #[must_use]
    pub fn correspondance(&self, export: &Export) -> Correspondance {
        let nom = |rang: &usize| export.colonnes.get(*rang).cloned().unwrap_or_default();
        let champs = self.apparies.iter().map(|appariement| {
            let mut regle = Regle {
                transformer: appariement.transformer.clone(),
                ..Regle::default()
            };
            if let [seule] = appariement.colonnes.as_slice() {
                regle.colonne = Some(nom(seule));
            } else {
                regle.colonnes = appariement.colonnes.iter().map(nom).collect();
            }
            (appariement.champ.clone(), regle)
        });
        Correspondance {
            champs: champs.collect::<BTreeMap<_, _>>(),
            ..Correspondance::default()
        }
    }
}

/// A claim of a column on a field.
struct Pretention<'a> {
    note: u32,
    champ: usize,
    colonne: usize,
    composee: Option<&'a [String]>,
    raison: String,
    confiance: Confiance,
}

/// The kinds that designate one field by themselves.
const PARLANTES: [(Sorte, &str); 8] = [
    (Sorte::Ine, "INE"),
    (Sorte::Uai, "etablissement"),
    (Sorte::Mail, "adresse_mail"),
    (Sorte::Mobile, "telephone_mobile"),
    (Sorte::Civilite, "civilite"),
    (Sorte::Date, "date_naissance"),
    (Sorte::Specialite, "serie"),
    (Sorte::CinqSignes, "code_postal"),
];

/// Nothing known of a field but its name.
static RIEN: DuChamp = DuChamp {
    noms: Vec::new(),
    suites: Vec::new(),
    composees: Vec::new(),
    contenu: Vec::new(),
    transformer: Vec::new(),
};

struct Rapprocheur<'a> {
    edition: &'a EditionCyclades,
    synonymes: &'a Synonymes,
    export: &'a Export,
    examen: Examen,
    annee: i16,
    noms: Vec<String>,
}

/// Matches the columns of an export with the fields; two columns for one field: the best one, and the other
/// is told.
#[must_use]
pub fn rapprocher(
    edition: &EditionCyclades,
    synonymes: &Synonymes,
    examen: Examen,
    annee: i16,
    export: &Export,
) -> Rapprochement {
    let rapprocheur = Rapprocheur {
        edition,
        synonymes,
        export,
        examen,
        annee,
        noms: export.colonnes.iter().map(|nom| normaliser(nom)).collect(),
    };
    rapprocheur.rapprocher()
}

impl Rapprocheur<'_> {
    fn interroger(&self, colonne: usize, sortes: &[Sorte]) -> Verdict {
        interroger(
            self.edition,
            self.examen,
            self.annee,
            self.export,
            colonne,
            sortes,
        )
    }

    fn rapprocher(&self) -> Rapprochement {
        let mut pretentions = Vec::new();
        for (champ, du_document) in self.edition.champs.liste.iter().enumerate() {
            if du_document.bloc == Bloc::Entete {
                continue;
            }
            for colonne in 0..self.noms.len() {
                pretentions.extend(self.pretention(champ, colonne));
            }
        }
        // The best claim first; between equals, the order of the document, then that of the columns.
        pretentions.sort_by_key(|p| (std::cmp::Reverse(p.note), p.champ, p.colonne));
        let mut servis: BTreeMap<usize, Appariement> = BTreeMap::new();
        let (mut prises, mut entieres) = (BTreeSet::new(), BTreeSet::new());
        let mut concurrentes = Vec::new();
        for p in pretentions {
            // A column that holds several fields serves each of them.
            if entieres.contains(&p.colonne)
                || (p.composee.is_none() && prises.contains(&p.colonne))
            {
                continue;
            }
            if servis.contains_key(&p.champ) {
                concurrentes.push((p.champ, p.colonne));
                continue;
            }
            prises.insert(p.colonne);
            if p.composee.is_none() {
                entieres.insert(p.colonne);
            }
            servis.insert(
                p.champ,
                Appariement {
                    champ: self.edition.champs.liste[p.champ].nom.clone(),
                    colonnes: vec![p.colonne],
                    transformer: p.composee.map(<[String]>::to_vec),
                    raison: p.raison,
                    confiance: p.confiance,
                },
            );
        }
        self.suites(&mut servis, &mut prises);
        self.par_le_contenu(&mut servis, &mut prises);
        concurrentes.retain(|(_, colonne)| !prises.contains(colonne));
        concurrentes.sort_by_key(|&(champ, colonne)| (colonne, champ));
        concurrentes.dedup_by_key(|(_, colonne)| *colonne);
        let dites: BTreeSet<usize> = concurrentes.iter().map(|(_, colonne)| *colonne).collect();
        Rapprochement {
            apparies: servis.into_values().collect(),
            inutilisees: (0..self.noms.len())
                .filter(|colonne| !prises.contains(colonne) && !dites.contains(colonne))
                .collect(),
            concurrentes: concurrentes
                .into_iter()
                .map(|(champ, colonne)| Concurrence {
                    champ: self.edition.champs.liste[champ].nom.clone(),
                    colonne,
                })
                .collect(),
        }
    }

    /// What the name of a column claims, weighed by its values.
    fn pretention(&self, champ: usize, colonne: usize) -> Option<Pretention<'_>> {
        const PARTIELLE: u32 = 50;
        let nom = &self.noms[colonne];
        if nom.is_empty() {
            return None;
        }
        let du_document = &self.edition.champs.liste[champ];
        let connu = self.synonymes.de(&du_document.nom).unwrap_or(&RIEN);
        let d_une_autre = self.synonymes.est_d_une_autre_personne(nom);
        let mut composee = None;
        let (note, comment) = if normaliser(&du_document.nom) == *nom {
            (100, "le nom du champ")
        } else if let Some(rang) = rang(&connu.noms, nom) {
            (
                90 - u32::try_from(rang).unwrap_or(20).min(20),
                "nom reconnu",
            )
        } else if let Some(trouvee) = connu
            .composees
            .iter()
            .find(|c| rang(&c.noms, nom).is_some())
        {
            composee = Some(trouvee.transformer.as_slice());
            (60, "nom d’une colonne qui tient plusieurs champs")
        } else if !d_une_autre && Self::noms_contenus(connu, nom) {
            (PARTIELLE, "nom approchant")
        } else {
            return None;
        };
        if composee.is_some() {
            return Some(Pretention {
                note,
                champ,
                colonne,
                composee,
                raison: comment.to_owned(),
                confiance: Confiance::Bonne,
            });
        }
        let precises: Vec<Sorte> = connu
            .contenu
            .iter()
            .copied()
            .filter(|sorte| *sorte != Sorte::Texte)
            .collect();
        let libre = precises.len() != connu.contenu.len() || precises.is_empty();
        let verdict = if precises.is_empty() {
            Verdict::Vide
        } else {
            self.interroger(colonne, &precises)
        };
        let (ecart, suite, confiance): (i32, &str, Confiance) = match verdict {
            Verdict::Oui => (20, ", valeurs conformes", Confiance::Certaine),
            Verdict::Vide if precises.is_empty() => (0, "", Confiance::Certaine),
            Verdict::Vide => (-30, ", colonne vide", Confiance::Bonne),
            _ if libre => (0, ", des libellés", Confiance::Bonne),
            Verdict::EnPartie => (0, ", valeurs conformes en partie", Confiance::Bonne),
            Verdict::Non => (-40, ", mais les valeurs sont autres", Confiance::AVerifier),
        };
        let confiance = if note == PARTIELLE {
            confiance.min(Confiance::Bonne)
        } else {
            confiance
        };
        // A name that is only near, and values that deny it, claim nothing.
        if note == PARTIELLE && confiance == Confiance::AVerifier {
            return None;
        }
        Some(Pretention {
            note: note.saturating_add_signed(ecart),
            champ,
            colonne,
            composee,
            raison: format!("{comment}{suite}"),
            confiance,
        })
    }

    /// Whether the name of a column holds every word of a known name of several words.
    fn noms_contenus(connu: &DuChamp, nom: &str) -> bool {
        connu.noms.iter().any(|autre| {
            let autre = normaliser(autre);
            autre.contains(' ') && contient_les_mots(nom, &autre)
        })
    }

    /// The columns that go on after the one of their field.
    fn suites(&self, servis: &mut BTreeMap<usize, Appariement>, prises: &mut BTreeSet<usize>) {
        for appariement in servis.values_mut() {
            let Some(connu) = self.synonymes.de(&appariement.champ) else {
                continue;
            };
            if appariement.transformer.is_some() {
                continue;
            }
            for suite in &connu.suites {
                let suite = normaliser(suite);
                let colonne = self.noms.iter().position(|nom| *nom == suite);
                if let Some(colonne) = colonne.filter(|colonne| prises.insert(*colonne)) {
                    appariement.colonnes.push(colonne);
                }
            }
            if appariement.colonnes.len() > 1 {
                appariement.raison.push_str(", et ses suites");
            }
        }
    }

    /// Columns whose names say nothing, and whose values say all.
    fn par_le_contenu(
        &self,
        servis: &mut BTreeMap<usize, Appariement>,
        prises: &mut BTreeSet<usize>,
    ) {
        for (sorte, nom) in PARLANTES {
            let Some(champ) = self.edition.champs.rang(nom).map(usize::from) else {
                continue;
            };
            if servis.contains_key(&champ) {
                continue;
            }
            // Five digits may be a commune as well as a postcode: only one of them must be wanting.
            let commune = self
                .edition
                .champs
                .rang("commune_naissance")
                .map(usize::from);
            if sorte == Sorte::CinqSignes && !commune.is_some_and(|c| servis.contains_key(&c)) {
                continue;
            }
            let possibles: Vec<usize> = (0..self.noms.len())
                .filter(|colonne| {
                    !prises.contains(colonne)
                        && !self
                            .synonymes
                            .est_d_une_autre_personne(&self.noms[*colonne])
                        && self.interroger(*colonne, &[sorte]) == Verdict::Oui
                })
                .collect();
            if let &[seule] = possibles.as_slice() {
                prises.insert(seule);
                servis.insert(
                    champ,
                    Appariement {
                        champ: nom.to_owned(),
                        colonnes: vec![seule],
                        transformer: None,
                        raison: "les valeurs seules le disent".to_owned(),
                        confiance: Confiance::AVerifier,
                    },
                );
            }
        }
    }
}
