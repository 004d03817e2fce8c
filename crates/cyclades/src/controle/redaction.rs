//! From what was found to the findings of the contract: counted always, put into words when wanted.

use std::collections::BTreeMap;

use super::message::Propos;
use super::{Portee, Tableau};
use crate::constat::{Extrait, Lieu};
use crate::plan::Cadre;
use crate::{Constat, EditionCyclades, Resume};

/// Where findings go.
pub struct Sortie<'a> {
    /// The edition.
    pub edition: &'a EditionCyclades,
    fichier: &'a str,
    /// The sheet in which places are told.
    pub tableau: Option<Tableau<'a>>,
    portee: Portee,
    puits: &'a mut dyn FnMut(Constat),
    nombres: BTreeMap<(u16, Option<u8>), u64>,
}

/// A finding about to be told.
#[derive(Debug, Default)]
pub struct Trouvaille<'t> {
    /// Rank of the rule.
    pub condition: u16,
    /// Rank of the field it is about.
    pub champ: Option<u8>,
    /// Name of what it is about when it is no field (`nom_fichier`, a column as written).
    pub nom: Option<&'t str>,
    /// Line, column, candidate.
    pub ligne: Option<u64>,
    /// Byte column.
    pub colonne: Option<u64>,
    /// Candidate.
    pub candidat: Option<u64>,
    /// The value.
    pub valeur: Option<&'t str>,
    /// What the reading saw.
    pub constat: &'t str,
    /// Other values of the row.
    pub autres: &'t [(u8, String)],
    /// Line of the first of a pair.
    pub premiere_ligne: u64,
    /// The row.
    pub extrait: Option<Extrait>,
}

impl<'a> Sortie<'a> {
    /// Starts on a file.
    pub fn new(
        edition: &'a EditionCyclades,
        fichier: &'a str,
        portee: Portee,
        puits: &'a mut dyn FnMut(Constat),
    ) -> Self {
        Self {
            edition,
            fichier,
            tableau: None,
            portee,
            puits,
            nombres: BTreeMap::new(),
        }
    }

    /// The rank of a rule that the reading raises: the loading checked that it is there.
    pub fn rang(&self, code: &str) -> u16 {
        self.edition
            .conditions
            .rang(code)
            .and_then(|rang| u16::try_from(rang).ok())
            .unwrap_or_default()
    }

    /// How many findings of each rule and field are put into words.
    pub fn quota(&self) -> u32 {
        match self.portee {
            Portee::Tout => u32::MAX,
            Portee::Premiers(nombre) => nombre,
        }
    }

    /// Counts findings that are not told one by one here.
    pub fn compter(&mut self, condition: u16, champ: Option<u8>, nombre: u64) {
        *self.nombres.entry((condition, champ)).or_default() += nombre;
    }

    /// Counts a finding, and tells it if it is among those wanted.
    pub fn signaler(&mut self, cadre: &Cadre, trouvaille: &Trouvaille<'_>) {
        self.compter(trouvaille.condition, trouvaille.champ, 1);
        let nombre = self.nombres[&(trouvaille.condition, trouvaille.champ)];
        if nombre <= u64::from(self.quota()) || self.portee == Portee::Tout {
            self.dire(cadre, trouvaille);
        }
    }

    /// Tells a finding already counted.
    pub fn dire(&mut self, cadre: &Cadre, trouvaille: &Trouvaille<'_>) {
        let constat = self.rediger(cadre, trouvaille);
        (self.puits)(constat);
    }

    /// A finding in words.
    pub fn rediger(&self, cadre: &Cadre, trouvaille: &Trouvaille<'_>) -> Constat {
        let decalage = self.tableau.map_or(0, |t| t.lignes_au_dessus);
        let rang = usize::from(trouvaille.condition);
        let condition = &self.edition.conditions.conditions[rang];
        let propos = Propos {
            edition: self.edition,
            cadre,
            condition: rang,
            champ: trouvaille.champ,
            valeur: trouvaille.valeur.unwrap_or_default(),
            autres: trouvaille.autres,
            constat: trouvaille.constat,
            premiere_ligne: match trouvaille.premiere_ligne {
                0 => 0,
                ligne => ligne + decalage,
            },
        };
        let champ = trouvaille.nom.map(str::to_owned).or_else(|| {
            let rang = trouvaille.champ?;
            self.edition
                .champs
                .liste
                .get(usize::from(rang))
                .map(|champ| champ.nom.clone())
        });
        let ligne = trouvaille.ligne.map(|ligne| ligne + decalage);
        let mut colonne = trouvaille.colonne;
        let mut lieu = None;
        if let Some(tableau) = self.tableau {
            colonne = colonne.and_then(|_| tableau.colonne(champ.as_deref()?));
            lieu = ligne.map(|ligne| Lieu {
                feuille: tableau.feuille.to_owned(),
                cellule: colonne.map(|colonne| reference(colonne, ligne)),
            });
        }
        Constat {
            fichier: self.fichier.to_owned(),
            ligne,
            colonne,
            lieu,
            candidat: trouvaille.candidat,
            champ,
            valeur: trouvaille.valeur.map(str::to_owned),
            regle: condition.code.get_ref().clone(),
            nom: condition.nom.clone(),
            gravite: condition.gravite,
            message: propos.phrase(),
            source: self
                .edition
                .source(condition)
                .map_or_else(String::new, |source| source.section.clone()),
            correction: propos.correction(),
            remede: propos.remede(),
            extrait: trouvaille.extrait.clone(),
        }
    }

    /// The findings by rule and by field, and the summary.
    pub fn terminer(
        &self,
        lus: u64,
        avec_erreurs: u64,
    ) -> (Resume, BTreeMap<(String, Option<String>), u64>) {
        let mut resume = Resume {
            lus,
            avec_erreurs,
            valides: lus - avec_erreurs.min(lus),
            ..Resume::default()
        };
        let mut par_champ = BTreeMap::new();
        for (&(condition, champ), &nombre) in &self.nombres {
            let code = self.edition.conditions.conditions[usize::from(condition)]
                .code
                .get_ref();
            *resume.par_regle.entry(code.clone()).or_default() += nombre;
            let champ = champ
                .and_then(|rang| self.edition.champs.liste.get(usize::from(rang)))
                .map(|champ| champ.nom.clone());
            *par_champ.entry((code.clone(), champ)).or_default() += nombre;
        }
        (resume, par_champ)
    }
}

/// A cell as spreadsheets name it: `L17`; both numbers from 1.
fn reference(colonne: u64, ligne: u64) -> String {
    let mut lettres = Vec::new();
    let mut reste = colonne;
    while reste > 0 {
        reste -= 1;
        lettres.push(char::from(b'A' + u8::try_from(reste % 26).unwrap_or(0)));
        reste /= 26;
    }
    let colonne: String = lettres.into_iter().rev().collect();
    format!("{colonne}{ligne}")
}

#[cfg(test)]
mod tests {
    use super::reference;

    #[test]
    fn a_cell_has_the_letters_of_its_column() {
        let cas = [
            ((1, 1), "A1"),
            ((12, 17), "L17"),
            ((26, 2), "Z2"),
            ((27, 3), "AA3"),
            ((702, 4), "ZZ4"),
            ((703, 5), "AAA5"),
            ((16_384, 6), "XFD6"),
        ];
        for ((colonne, ligne), attendu) in cas {
            assert_eq!(reference(colonne, ligne), attendu);
        }
    }
}
