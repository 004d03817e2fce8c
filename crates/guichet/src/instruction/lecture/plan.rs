//! The names of the fields as keys within keys, which is how JSON writes them.

use guichet_instruction::{Rang, Schema};

/// What a name means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cible {
    /// A field.
    Champ(Rang),
    /// A part of the dossier (`contrat`), by its place in [`Plan::ensembles`].
    Ensemble(usize),
    /// A repeated record (`contrat.suspensions`), by its place in [`Plan::groupes`].
    Groupe(usize),
}

/// A part of the dossier.
#[derive(Debug)]
pub struct Ensemble {
    /// Its name; empty for the dossier itself.
    pub nom: String,
    /// Its keys, in the order of the schema.
    pub cles: Vec<(String, Cible)>,
}

/// A repeated record.
#[derive(Debug)]
pub struct Groupe {
    /// Its name.
    pub nom: String,
    /// The keys of a record and their fields.
    pub cles: Vec<(String, Rang)>,
}

/// The names of a schema.
pub struct Plan<'s> {
    /// The schema.
    pub schema: &'s Schema,
    /// The parts; the first is the dossier itself.
    pub ensembles: Vec<Ensemble>,
    /// The repeated records.
    pub groupes: Vec<Groupe>,
    /// The field that holds the reference.
    pub reference: Option<Rang>,
}

impl<'s> Plan<'s> {
    /// The names of a schema.
    pub fn de(schema: &'s Schema) -> Self {
        let mut plan = Self {
            schema,
            ensembles: vec![Ensemble {
                nom: String::new(),
                cles: Vec::new(),
            }],
            groupes: Vec::new(),
            reference: schema.rang("reference"),
        };
        for (rang, champ) in (0..).map(Rang).zip(schema.champs()) {
            let Some(groupe) = &champ.groupe else {
                plan.ranger(&champ.nom, Cible::Champ(rang));
                continue;
            };
            let place = plan.groupes.iter().position(|g| g.nom == *groupe);
            let place = place.unwrap_or_else(|| {
                plan.groupes.push(Groupe {
                    nom: groupe.clone(),
                    cles: Vec::new(),
                });
                let place = plan.groupes.len() - 1;
                plan.ranger(groupe, Cible::Groupe(place));
                place
            });
            let cle = champ.nom[groupe.len()..].trim_start_matches('.').to_owned();
            plan.groupes[place].cles.push((cle, rang));
        }
        plan
    }

    fn ranger(&mut self, nom: &str, cible: Cible) {
        let mut ici = 0;
        let mut debut = 0;
        for (point, _) in nom.match_indices('.') {
            let connu = self.trouver(ici, &nom[debut..point], 0);
            ici = if let Some((_, Cible::Ensemble(place))) = connu {
                place
            } else {
                self.ensembles.push(Ensemble {
                    nom: nom[..point].to_owned(),
                    cles: Vec::new(),
                });
                let place = self.ensembles.len() - 1;
                self.ensembles[ici]
                    .cles
                    .push((nom[debut..point].to_owned(), Cible::Ensemble(place)));
                place
            };
            debut = point + 1;
        }
        self.ensembles[ici]
            .cles
            .push((nom[debut..].to_owned(), cible));
    }

    /// A key of a part, looked for first where it should stand.
    #[inline]
    pub fn trouver(&self, ensemble: usize, cle: &str, attendu: usize) -> Option<(usize, Cible)> {
        chercher(&self.ensembles[ensemble].cles, cle, attendu)
    }

    /// What a whole name means, a field of a repeated record apart.
    pub fn par_nom(&self, nom: &str) -> Option<Cible> {
        if let Some(groupe) = self.groupes.iter().position(|groupe| groupe.nom == nom) {
            return Some(Cible::Groupe(groupe));
        }
        self.schema.rang(nom).map(Cible::Champ)
    }

    /// What is said of a name that no field has.
    pub fn inconnu(&self, nom: &str) -> String {
        self.schema.proche(nom).map_or_else(
            || " ; retirez-le, ou corrigez son nom.".to_owned(),
            |proche| format!(". Vouliez-vous dire « {proche} » ?"),
        )
    }
}

/// A key in a list, looked for first where it should stand.
#[inline]
pub fn chercher<T: Copy>(cles: &[(String, T)], cle: &str, attendu: usize) -> Option<(usize, T)> {
    if let Some((nom, cible)) = cles.get(attendu)
        && nom == cle
    {
        return Some((attendu, *cible));
    }
    cles.iter()
        .enumerate()
        .find(|(_, (nom, _))| nom == cle)
        .map(|(rang, (_, cible))| (rang, *cible))
}
