//! A condition as an edition writes it: code, name of the fault, source, demand, sentence, remedy.

use serde::Deserialize;
use toml::Spanned;

use crate::constat::Gravite;
use crate::erreur::{lire_toml, plus_proche};
use crate::gabarit::Gabarit;
use crate::vocabulaire::Exigence;
use crate::{Edition, ErreurEdition, Fichiers};

/// A rule of an edition.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// `CY-231`: never reused.
    pub code: Spanned<String>,
    /// Names the fault, never the check.
    pub nom: String,
    /// The same fault in French words, for the totals and tables of a procedure that decides.
    pub titre: Option<String>,
    /// How serious a failure is.
    #[serde(default = "erreur")]
    pub gravite: Gravite,
    /// Key of a source declared in `edition.toml`.
    pub source: Spanned<String>,
    /// Entries of the register of readings that shaped the rule.
    #[serde(default)]
    pub lectures: Vec<String>,
    /// The fields the rule is about, for a procedure that reads files.
    #[serde(default)]
    pub champs: Vec<Spanned<String>>,
    /// The exam domains it is limited to; none means all.
    #[serde(default)]
    pub domaines: Vec<Spanned<String>>,
    /// Facts that must be true for the rule to apply.
    #[serde(default)]
    pub si: Vec<Spanned<String>>,
    /// Facts that must be false for the rule to apply.
    #[serde(default)]
    pub sauf: Vec<Spanned<String>>,
    /// Rules about the same field that must be met for this one to have a meaning.
    #[serde(default)]
    pub apres: Vec<Spanned<String>>,
    /// Whether a warning has nothing to say of a dossier that is refused.
    #[serde(default)]
    pub sauf_refus: bool,
    /// What is demanded. Absent when the declaration of the fields, or the reader, carries it.
    pub exige: Option<Spanned<Exigence>>,
    /// The sentence, with placeholders.
    pub phrase: Spanned<String>,
    /// The sentence when the condition is met, if the other one only suits a failure.
    pub phrase_remplie: Option<Spanned<String>>,
    /// What to do.
    pub remede: String,
    /// Names of the repairs that may be proposed, tried in this order.
    #[serde(default)]
    pub corrections: Vec<Spanned<String>>,
    /// Name of the lead that says what would make the condition met, for a procedure that decides.
    pub piste: Option<Spanned<String>>,
}

fn erreur() -> Gravite {
    Gravite::Erreur
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FichierDeConditions {
    #[serde(rename = "condition")]
    conditions: Vec<Condition>,
}

/// A text file of conditions, kept to give errors their line.
#[derive(Debug, Clone)]
pub struct Conditions {
    /// Path in the data folder.
    pub fichier: String,
    /// The whole text.
    pub texte: String,
    /// The conditions, in the order of the file, which is the order of their codes.
    pub conditions: Vec<Condition>,
    /// Their sentences, cut.
    pub gabarits: Vec<Gabarit>,
    /// Their sentences when they are met, cut.
    pub gabarits_remplis: Vec<Option<Gabarit>>,
}

impl Conditions {
    /// Reads `conditions.toml` of an edition.
    ///
    /// # Errors
    /// The file is absent or faulty; a code has another prefix, is not of the form `XX-000`, stands
    /// twice or out of order; a source is not declared; a sentence is badly braced; a rule that must
    /// come before another does not.
    pub fn lire(
        fichiers: &Fichiers,
        edition: &Edition,
        prefixe: &str,
    ) -> Result<Self, ErreurEdition> {
        let fichier = format!("{}/conditions.toml", edition.dossier);
        let texte = fichiers.texte(&fichier)?;
        let lu: FichierDeConditions = lire_toml(&fichier, texte)?;
        let mut conditions = Self {
            fichier,
            texte: texte.to_owned(),
            conditions: lu.conditions,
            gabarits: Vec::new(),
            gabarits_remplis: Vec::new(),
        };
        conditions.verifier_codes(prefixe)?;
        for condition in &conditions.conditions {
            edition
                .source(condition.source.get_ref())
                .map_err(|message| conditions.erreur(condition.source.span().start, message))?;
            for avant in &condition.apres {
                if avant.get_ref() >= condition.code.get_ref()
                    || conditions.rang(avant.get_ref()).is_none()
                {
                    return Err(conditions.erreur(
                        avant.span().start,
                        format!(
                            "« {} » n’est pas une règle qui précède {} ; citez le code d’une règle plus haut.",
                            avant.get_ref(),
                            condition.code.get_ref()
                        ),
                    ));
                }
            }
        }
        conditions.gabarits = conditions
            .conditions
            .iter()
            .map(|condition| {
                Gabarit::lire(condition.phrase.get_ref())
                    .map_err(|message| conditions.erreur(condition.phrase.span().start, message))
            })
            .collect::<Result<_, _>>()?;
        conditions.gabarits_remplis = conditions
            .conditions
            .iter()
            .map(|condition| {
                let Some(phrase) = &condition.phrase_remplie else {
                    return Ok(None);
                };
                Gabarit::lire(phrase.get_ref())
                    .map(Some)
                    .map_err(|message| conditions.erreur(phrase.span().start, message))
            })
            .collect::<Result<_, _>>()?;
        Ok(conditions)
    }

    fn verifier_codes(&self, prefixe: &str) -> Result<(), ErreurEdition> {
        let mut precedent: Option<&str> = None;
        for condition in &self.conditions {
            let code = condition.code.get_ref().as_str();
            let ici = condition.code.span().start;
            let numero = code.strip_prefix(prefixe).and_then(|r| r.strip_prefix('-'));
            if !numero.is_some_and(|n| n.len() == 3 && n.bytes().all(|b| b.is_ascii_digit())) {
                return Err(self.erreur(
                    ici,
                    format!("« {code} » n’est pas un code de règle ; écrivez {prefixe}- et trois chiffres."),
                ));
            }
            match precedent {
                Some(avant) if avant == code => {
                    return Err(self.erreur(
                        ici,
                        format!("le code {code} est pris deux fois ; donnez un autre code à cette règle."),
                    ));
                }
                Some(avant) if avant > code => {
                    return Err(self.erreur(
                        ici,
                        format!("{code} vient après {avant} ; rangez les règles par code."),
                    ));
                }
                _ => precedent = Some(code),
            }
        }
        Ok(())
    }

    /// The rank of a code.
    #[must_use]
    pub fn rang(&self, code: &str) -> Option<usize> {
        self.conditions
            .binary_search_by(|condition| condition.code.get_ref().as_str().cmp(code))
            .ok()
    }

    /// An error at a byte of the file.
    #[must_use]
    pub fn erreur(&self, octet: usize, message: impl Into<String>) -> ErreurEdition {
        ErreurEdition::a_l_octet(self.fichier.clone(), &self.texte, octet, message)
    }

    /// Checks that every placeholder of every sentence is among the names its procedure can fill.
    ///
    /// # Errors
    /// A placeholder is unknown.
    pub fn verifier_trous(
        &self,
        connus: &dyn Fn(&Condition) -> Vec<String>,
    ) -> Result<(), ErreurEdition> {
        let gabarits = self.gabarits.iter().zip(&self.gabarits_remplis);
        for (condition, (gabarit, rempli)) in self.conditions.iter().zip(gabarits) {
            let noms = connus(condition);
            let remplis = rempli.iter().flat_map(Gabarit::trous);
            for trou in gabarit.trous().chain(remplis) {
                if !noms.iter().any(|nom| nom == trou) {
                    return Err(self.erreur(
                        condition.phrase.span().start,
                        format!(
                            "la phrase de {} cite {{{trou}}}, qui n’existe pas ; {}",
                            condition.code.get_ref(),
                            conseil_de_trou(trou, &noms)
                        ),
                    ));
                }
            }
        }
        Ok(())
    }
}

/// What to put instead of an unknown name: the nearest one, or those that look like it, or all if they are few.
fn conseil_de_trou(trou: &str, noms: &[String]) -> String {
    const PEU: usize = 12;
    if let Some(proche) = plus_proche(trou, noms.iter().map(String::as_str)) {
        return format!("corrigez-le. Vouliez-vous dire {{{proche}}} ?");
    }
    let parents: Vec<&str> = noms
        .iter()
        .map(String::as_str)
        .filter(|nom| noms.len() <= PEU || nom.contains(trou))
        .collect();
    if (1..=PEU).contains(&parents.len()) {
        format!("choisissez parmi : {}.", parents.join(", "))
    } else {
        "donnez le nom d’un champ, ou d’un fait que les autres règles citent.".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REGLE: &str = "[[condition]]\ncode = \"CY-001\"\nnom = \"x\"\nsource = \"s\"\nphrase = \"{valeur}\"\nremede = \"y\"\n";

    fn lire(conditions: &str) -> Result<Conditions, ErreurEdition> {
        let mut fichiers = Fichiers::new();
        fichiers.ajouter(
            "reglements/essai/2024-01-01/edition.toml",
            "titre = \"t\"\nstatut = \"projet\"\nen_vigueur_du = \"2024-01-01\"\ndate_de_reference = \"d\"\nverifiee_le = \"2024-01-01\"\n[[source]]\ncle = \"s\"\ntitre = \"t\"\nsection = \"1\"\n",
        );
        fichiers.ajouter(
            "reglements/essai/2024-01-01/conditions.toml",
            conditions.to_owned(),
        );
        let edition = Edition::lire(&fichiers, "reglements/essai/2024-01-01")?;
        Conditions::lire(&fichiers, &edition, "CY")
    }

    #[test]
    fn a_typing_slip_is_an_error_with_its_line() {
        let cas = [
            (REGLE.replace("CY-001", "CP-001"), 2, "CP-001"),
            (REGLE.replace("CY-001", "CY-1"), 2, "trois chiffres"),
            (REGLE.replace("\"s\"", "\"t\""), 4, "source « t »"),
            (REGLE.replace("{valeur}", "{valeur"), 5, "accolade"),
            (REGLE.replace("nom =", "nmo ="), 3, "nmo"),
            (REGLE.to_owned() + REGLE, 8, "deux fois"),
            (REGLE.replace("001", "002") + REGLE, 8, "rangez"),
            (
                REGLE.replace("remede", "apres = [\"CY-009\"]\nremede"),
                6,
                "CY-009",
            ),
        ];
        for (texte, ligne, mot) in cas {
            let erreur = lire(&texte).unwrap_err();
            assert_eq!(erreur.ligne, Some(ligne), "{erreur}");
            assert!(erreur.message.contains(mot), "{erreur}");
        }
        assert_eq!(lire(REGLE).unwrap().rang("CY-001"), Some(0));
    }

    #[test]
    fn an_unknown_placeholder_is_an_error_with_the_nearest_name() {
        let conditions = lire(&REGLE.replace("{valeur}", "{valuer}")).unwrap();
        let erreur = conditions
            .verifier_trous(&|_| vec!["valeur".to_owned()])
            .unwrap_err();
        assert_eq!(erreur.ligne, Some(5));
        assert!(erreur.message.contains("{valeur} ?"), "{erreur}");
        assert!(
            lire(REGLE)
                .unwrap()
                .verifier_trous(&|_| vec!["valeur".to_owned()])
                .is_ok()
        );
    }

    #[test]
    fn an_unknown_name_in_a_sentence_gets_the_names_it_may_have_meant() {
        let noms = |nombre: usize| -> Vec<String> {
            let connus = ["age_ans", "valeur"].into_iter().map(str::to_owned);
            connus.chain((2..nombre).map(|i| format!("x{i}"))).collect()
        };
        let cas = [
            ("valeu", 2, "corrigez-le. Vouliez-vous dire {valeur} ?"),
            ("duree", 3, "choisissez parmi : age_ans, valeur, x2."),
            ("age", 40, "choisissez parmi : age_ans."),
            (
                "duree",
                40,
                "donnez le nom d’un champ, ou d’un fait que les autres règles citent.",
            ),
        ];
        for (trou, nombre, attendu) in cas {
            assert_eq!(conseil_de_trou(trou, &noms(nombre)), attendu, "{trou}");
        }
    }
}
