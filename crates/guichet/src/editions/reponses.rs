//! Two editions on the same dossiers: whose answer changes, who gains, who loses.

use std::path::PathBuf;

use guichet_socle::Centimes;
use serde::Serialize;

use crate::Donnees;
use crate::instruction::lecture::{OptionsDeLecture, lire};
use crate::instruction::{ErreurDInstruction, Etendue, Instruction, Lu};

/// What two editions answer to the same dossiers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct ReponsesComparees {
    /// Dossiers that were decided.
    pub dossiers: u64,
    /// Dossiers that could not be read: left out.
    pub illisibles: u64,
    /// Whose amount rises.
    pub gagnants: u64,
    /// Whose amount falls.
    pub perdants: u64,
    /// Whose issue is another one.
    pub autre_issue: u64,
    /// Whose issue and amount are the same.
    pub inchanges: u64,
    /// All the amounts under the first edition.
    pub avant_centimes: Centimes,
    /// All the amounts under the second one.
    pub apres_centimes: Centimes,
    /// The dossiers whose answer changes, the greatest difference first.
    pub changees: Vec<ReponseChangee>,
    /// What could not be read as a whole, a sentence each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub avis: Vec<String>,
}

/// A dossier whose answer changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReponseChangee {
    /// Its reference.
    pub reference: String,
    /// The issue under each edition, as the contract codes it.
    pub issue_avant: &'static str,
    /// The same, under the second edition.
    pub issue_apres: &'static str,
    /// The amount, for a procedure with money that could compute it.
    pub avant_centimes: Option<Centimes>,
    /// The same, under the second edition.
    pub apres_centimes: Option<Centimes>,
    /// What is gained or lost; an amount that is not known counts for nothing.
    pub ecart_centimes: Centimes,
}

/// Decides every dossier of some files under two editions, whatever their own date.
///
/// # Errors
/// The procedure decides no dossier, or an edition does not exist or is faulty. A file that cannot be read is
/// told in the result.
pub fn comparer_les_reponses(
    donnees: &Donnees,
    procedure: &str,
    editions: [&str; 2],
    fichiers: &[PathBuf],
) -> Result<ReponsesComparees, ErreurDInstruction> {
    let [avant, apres] = editions;
    let avant = Instruction::ouvrir(donnees, procedure, Some(avant))?;
    let apres = Instruction::ouvrir(donnees, procedure, Some(apres))?;
    let mut reponses = ReponsesComparees::default();
    for chemin in fichiers {
        let options = OptionsDeLecture::default();
        let lu = lire(chemin, avant.schema(), &options, &mut |lu| {
            reponses.ajouter(&avant, &apres, &lu);
        });
        if let Err(erreur) = lu {
            reponses
                .avis
                .push(format!("{} : {erreur}", chemin.display()));
        }
    }
    reponses.changees.sort_by(|une, autre| {
        let taille = |r: &ReponseChangee| r.ecart_centimes.0.unsigned_abs();
        taille(autre).cmp(&taille(une))
    });
    Ok(reponses)
}

impl ReponsesComparees {
    fn ajouter(&mut self, avant: &Instruction, apres: &Instruction, lu: &Lu<'_>) {
        let (Ok(dossier), true) = (&lu.dossier, lisible(avant, apres, lu)) else {
            self.illisibles += 1;
            return;
        };
        self.dossiers += 1;
        let [ancienne, nouvelle] = [avant, apres].map(|instruction| {
            let lu = Lu {
                place: lu.place.clone(),
                dossier: Ok(dossier),
            };
            instruction.decider_selon(&lu, Etendue::Motifs)
        });
        let montants = [ancienne.montant(), nouvelle.montant()];
        let [avant_centimes, apres_centimes] = montants.map(Option::unwrap_or_default);
        let ecart = Centimes(apres_centimes.0.saturating_sub(avant_centimes.0));
        self.avant_centimes = [self.avant_centimes, avant_centimes].into_iter().sum();
        self.apres_centimes = [self.apres_centimes, apres_centimes].into_iter().sum();
        self.gagnants += u64::from(ecart > Centimes::ZERO);
        self.perdants += u64::from(ecart < Centimes::ZERO);
        let autre_issue = ancienne.issue != nouvelle.issue;
        self.autre_issue += u64::from(autre_issue);
        if ecart == Centimes::ZERO && !autre_issue && montants[0] == montants[1] {
            self.inchanges += 1;
            return;
        }
        self.changees.push(ReponseChangee {
            reference: ancienne.reference.clone(),
            issue_avant: ancienne.code_d_issue(),
            issue_apres: nouvelle.code_d_issue(),
            avant_centimes: montants[0],
            apres_centimes: montants[1],
            ecart_centimes: ecart,
        });
    }
}

/// Whether both editions can decide a dossier that was read.
fn lisible(avant: &Instruction, apres: &Instruction, lu: &Lu<'_>) -> bool {
    lu.dossier.as_ref().is_ok_and(|dossier| {
        [avant, apres]
            .iter()
            .all(|instruction| instruction.de_lecture().impossibles(dossier).is_empty())
    })
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    const LYCEE: &str = concat!(
        r#""etablissement":{"uai":"0750001W","nature":"lycee_public","enquete_repondue":true},"#,
        r#""reliquats":{"pre_bac_centimes":0,"post_bac_centimes":0,"prepa_metiers_centimes":0}"#
    );

    fn comparees(lignes: &[String], procedure: &str, editions: [&str; 2]) -> ReponsesComparees {
        let mut fichier = tempfile::NamedTempFile::new().unwrap();
        fichier.write_all(lignes.join("\n").as_bytes()).unwrap();
        let fichiers = [fichier.path().to_owned()];
        comparer_les_reponses(&Donnees::embarquees(), procedure, editions, &fichiers).unwrap()
    }

    fn lycee(reference: &str, code: &str, effectif: u32) -> String {
        format!(
            r#"{{"reference":"{reference}","annee_scolaire":"2023-2024",{LYCEE},"effectifs":[{{"code_diplome":"{code}","annee":1,"effectif":{effectif},"statut":"scolaire"}}]}}"#
        )
    }

    #[test]
    fn who_gains_who_loses_and_who_stands_still() {
        let lignes = [
            // 13 € more a pupil, in both lists.
            lycee("E-1", "50022137", 10),
            // No pupil: nothing changes.
            lycee("E-2", "50022137", 0),
            lycee("E-3", "50022137", 100),
            "{\"annee_scolaire\":2023".to_owned(),
        ];
        let reponses = comparees(&lignes, "equipement", ["2021-09-01", "2023-09-01"]);
        assert_eq!((reponses.dossiers, reponses.illisibles), (3, 1));
        assert_eq!(
            (reponses.gagnants, reponses.perdants, reponses.inchanges),
            (2, 0, 1)
        );
        let references: Vec<&str> = reponses
            .changees
            .iter()
            .map(|r| r.reference.as_str())
            .collect();
        assert_eq!(references, ["E-3", "E-1"]);
        assert_eq!(reponses.changees[0].ecart_centimes, Centimes(100 * 1_300));
        assert_eq!(
            reponses.apres_centimes.0 - reponses.avant_centimes.0,
            110 * 1_300
        );
        // The other way round, those who gained lose.
        let retour = comparees(&lignes, "equipement", ["2023-09-01", "2021-09-01"]);
        assert_eq!((retour.gagnants, retour.perdants), (0, 2));
        // An edition against itself changes nothing.
        let meme = comparees(&lignes, "equipement", ["2023-09-01", "2023-09-01"]);
        assert_eq!((meme.inchanges, meme.changees.len()), (3, 0));
    }

    #[test]
    fn a_procedure_without_money_compares_its_issues() {
        let lignes = [
            r#"{"reference":"A-1","date_reception":"2008-02-01","nationalite":"DZA","code_rome":"61223","region":"Bretagne","demande":"introduction"}"#.to_owned(),
        ];
        let reponses = comparees(
            &lignes,
            "autorisation-travail",
            ["2007-12-20", "2008-01-18"],
        );
        assert_eq!(reponses.dossiers, 1);
        assert_eq!(reponses.inchanges + reponses.autre_issue, 1);
        assert_eq!(reponses.gagnants + reponses.perdants, 0);
    }

    #[test]
    fn a_file_that_is_not_there_is_told() {
        let fichiers = [PathBuf::from("absent.ndjson")];
        let editions = ["2021-09-01", "2023-09-01"];
        let reponses =
            comparer_les_reponses(&Donnees::embarquees(), "equipement", editions, &fichiers)
                .unwrap();
        assert!(
            reponses.avis[0].starts_with("absent.ndjson : "),
            "{:?}",
            reponses.avis
        );
        assert_eq!(reponses.dossiers, 0);
    }
}
