//! Sentences: the placeholders of the rules, filled with what the row, the edition and the lists say.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use guichet_nomenclatures::cyclades::{Domaine, Specialite};
use guichet_socle::caracteres::{Masque, Sorte, union};
use guichet_socle::condition::Condition;
use guichet_socle::vocabulaire::Exigence;

use super::courriel::defaut_de_mail;
use super::lieux;
use crate::champs::{Cas, Champ};
use crate::correction::Correction;
use crate::plan::Cadre;
use crate::reparation::{self, Situation};
use crate::{EditionCyclades, Examen, StatutEtablissement, faits};

/// The placeholders that any sentence may hold, besides the names of the fields.
const GENERAUX: [&str; 30] = [
    "Champ",
    "ailleurs",
    "champ",
    "cle_attendue",
    "constat",
    "debut",
    "defaut_de_mail",
    "domaine",
    "domaine_ou_specialite",
    "enseignements",
    "exemple",
    "fautifs",
    "fermeture",
    "forme_d_ine",
    "forme_de_session",
    "homonyme",
    "langues",
    "longueur",
    "max",
    "nom_du_champ",
    "permis",
    "peut_etre",
    "pourquoi",
    "premiere_ligne",
    "premiere_session",
    "s",
    "session",
    "session_de_reference",
    "specialite",
    "suggestion",
];

/// The names a sentence of this rule may use.
#[must_use]
pub fn trous_connus(edition: &EditionCyclades, _condition: &Condition) -> Vec<String> {
    let champs = edition.champs.liste.iter().map(|champ| champ.nom.clone());
    GENERAUX
        .iter()
        .map(|nom| (*nom).to_owned())
        .chain(
            ["valeur"]
                .into_iter()
                .chain(lieux::TROUS)
                .map(str::to_owned),
        )
        .chain(champs)
        .collect()
}

/// The other fields of the row that the sentence of a rule speaks of, or that its repairs read, which must
/// be kept with it.
#[must_use]
pub fn complements(edition: &EditionCyclades, rang: usize) -> Vec<u8> {
    let mut noms = BTreeSet::new();
    for trou in edition.conditions.gabarits[rang].trous() {
        match trou {
            "enseignements" | "domaine_ou_specialite" => noms.insert("serie"),
            trou if lieux::TROUS.contains(&trou) => noms.insert(lieux::DEPARTEMENT),
            autre => noms.insert(autre),
        };
    }
    let reparations = &edition.conditions.conditions[rang].corrections;
    noms.extend(
        reparations
            .iter()
            .filter_map(|nom| reparation::par_nom(nom.get_ref()))
            .flat_map(|reparation| reparation.lit),
    );
    noms.into_iter()
        .filter_map(|nom| edition.champs.rang(nom))
        .collect()
}

/// What a sentence is made from.
pub struct Propos<'a> {
    /// The edition.
    pub edition: &'a EditionCyclades,
    /// What the check is for.
    pub cadre: &'a Cadre,
    /// Rank of the rule.
    pub condition: usize,
    /// Rank of the field.
    pub champ: Option<u8>,
    /// The value.
    pub valeur: &'a str,
    /// Other values of the row, by rank of field.
    pub autres: &'a [(u8, String)],
    /// What the reading found, for the rules of the file.
    pub constat: &'a str,
    /// Line of the first candidate, for doubles.
    pub premiere_ligne: u64,
}

impl Propos<'_> {
    fn condition(&self) -> &Condition {
        &self.edition.conditions.conditions[self.condition]
    }

    fn champ(&self) -> Option<&Champ> {
        self.champ
            .and_then(|rang| self.edition.champs.liste.get(usize::from(rang)))
    }

    /// The repair to propose.
    #[must_use]
    pub fn correction(&self) -> Option<Correction> {
        let noms = &self.condition().corrections;
        let situation = Situation {
            edition: self.edition,
            cadre: self.cadre,
            champ: self.champ?,
            valeur: self.valeur,
            autre: &|rang| {
                let (_, valeur) = self.autres.iter().find(|(autre, _)| *autre == rang)?;
                Some(valeur.clone())
            },
        };
        reparation::meilleure(noms.iter().map(|nom| nom.get_ref().as_str()), &situation)
    }

    /// The sentence.
    #[must_use]
    pub fn phrase(&self) -> String {
        self.edition.conditions.gabarits[self.condition].remplir(|nom, phrase| {
            // Writing to a String cannot fail.
            let _ = self.remplir(nom, phrase);
        })
    }

    /// What to do, its example filled.
    #[must_use]
    pub fn remede(&self) -> String {
        let remede = &self.condition().remede;
        remede.replace("{exemple}", self.champ().map_or("", |champ| &champ.exemple))
    }

    fn remplir(&self, nom: &str, phrase: &mut String) -> std::fmt::Result {
        match nom {
            "valeur" => phrase.push_str(&abrege(self.valeur)),
            "champ" => phrase.push_str(self.champ().map_or("la valeur", |c| &c.libelle)),
            "Champ" => phrase.push_str(&capitale(self.champ().map_or("la valeur", |c| &c.libelle))),
            "nom_du_champ" => phrase.push_str(self.champ().map_or("", |c| &c.nom)),
            "exemple" => phrase.push_str(self.champ().map_or("", |c| &c.exemple)),
            "longueur" => write!(phrase, "{}", self.valeur.chars().count())?,
            "s" if self.valeur.chars().count() > 1 => phrase.push('s'),
            "max" => write!(phrase, "{}", self.longueur_max())?,
            "constat" => phrase.push_str(self.constat),
            "premiere_ligne" => write!(phrase, "{}", self.premiere_ligne)?,
            "domaine" => phrase.push_str(&self.examen()),
            "session" => phrase.push_str(&self.session()),
            "session_de_reference" => write!(phrase, "{}", self.edition.session_de_reference)?,
            "fautifs" => phrase.push_str(&fautifs(self.valeur, self.permis())),
            "permis" => phrase.push_str(self.libelle_de_classe()),
            "debut" => phrase.push_str(&self.valeur.chars().next().map_or(String::new(), nommer)),
            "peut_etre" => {
                if let Some(correction) = self.correction() {
                    write!(phrase, " (peut-être {})", correction.valeur)?;
                }
            }
            "pourquoi" => phrase.push_str(self.pourquoi()),
            "forme_de_session" => phrase.push_str(self.forme_de_session()),
            "forme_d_ine" => phrase.push_str(forme_d_ine(self.valeur)),
            "defaut_de_mail" => phrase.push_str(&defaut_de_mail(self.valeur)),
            "cle_attendue" => phrase.push_str(&cle_attendue(self.valeur)),
            _ => self.remplir_des_listes(nom, phrase)?,
        }
        Ok(())
    }

    /// The placeholders that look a code up.
    fn remplir_des_listes(&self, nom: &str, phrase: &mut String) -> std::fmt::Result {
        match nom {
            "suggestion" => phrase.push_str(&self.pays_du_libelle()),
            "ailleurs" => phrase.push_str(&self.ailleurs()),
            "specialite" => {
                phrase.push_str(
                    self.specialite(self.valeur)
                        .map_or("", |s| &s.libelle_repare),
                );
            }
            "fermeture" => phrase.push_str(&self.fermeture()),
            "premiere_session" => {
                if let Some(premiere) = self
                    .specialite(self.valeur)
                    .and_then(|s| s.premiere_session)
                {
                    write!(phrase, "{premiere}")?;
                }
            }
            "homonyme" => phrase.push_str(&self.homonyme()),
            "domaine_ou_specialite" => phrase.push_str(&self.domaine_ou_specialite()),
            "enseignements" => phrase.push_str(&self.enseignements()),
            "langues" => {
                let codes: Vec<&str> = self
                    .edition
                    .listes
                    .langues()
                    .iter()
                    .map(|l| l.code.as_str())
                    .collect();
                phrase.push_str(&codes.join(", "));
            }
            lieu if lieux::TROUS.contains(&lieu) => {
                let communes = &self.edition.communes;
                phrase.push_str(&lieux::remplir(lieu, communes, self.valeur, self.lieu()));
            }
            champ => {
                if let Some(valeur) = self.autre(champ) {
                    phrase.push_str(&abrege(valeur));
                }
            }
        }
        Ok(())
    }

    /// The department that goes with a commune.
    fn lieu(&self) -> &str {
        self.autre(lieux::DEPARTEMENT).unwrap_or_default()
    }

    fn autre(&self, champ: &str) -> Option<&str> {
        let rang = self.edition.champs.rang(champ)?;
        self.autres
            .iter()
            .find(|(autre, _)| *autre == rang)
            .map(|(_, valeur)| valeur.as_str())
    }

    fn domaines(&self) -> Vec<Domaine> {
        self.cadre.examen.map(Examen::domaines).unwrap_or_default()
    }

    fn examen(&self) -> String {
        self.cadre
            .examen
            .map_or_else(|| "demandé".to_owned(), |examen| examen.to_string())
    }

    fn session(&self) -> String {
        match (self.cadre.session, self.cadre.annee) {
            (Some(session), _) => session.to_string(),
            (None, Some(annee)) => annee.to_string(),
            (None, None) => "demandée".to_owned(),
        }
    }

    /// The cases of the field that hold for the exam.
    fn cas(&self) -> impl Iterator<Item = &Cas> {
        let domaines = self.domaines();
        self.champ()
            .into_iter()
            .flat_map(|champ| &champ.cas)
            .filter(move |cas| {
                cas.domaines.is_empty()
                    || cas
                        .domaines
                        .iter()
                        .any(|d| domaines.iter().any(|s| s.code() == d.get_ref()))
            })
    }

    fn longueur_max(&self) -> u32 {
        self.cas().find_map(|cas| cas.longueur_max).unwrap_or(0)
    }

    /// The kinds of characters that the rule permits.
    fn permis(&self) -> Masque {
        let classe = |nom: &str| self.edition.classes.get(nom).copied().unwrap_or(0);
        if let Some(Exigence::Caracteres(dans)) =
            self.condition().exige.as_ref().map(toml::Spanned::get_ref)
        {
            return classe(dans.classe.get_ref());
        }
        self.cas()
            .find_map(|cas| {
                let nom = cas.caracteres.as_ref()?;
                Some(classe(nom.get_ref()) | union(&cas.sortes_laissees))
            })
            .unwrap_or(0)
    }

    fn libelle_de_classe(&self) -> &str {
        self.cas()
            .find_map(|cas| cas.caracteres.as_ref())
            .map_or("", |nom| self.edition.libelle_de_classe(nom.get_ref()))
    }

    fn pourquoi(&self) -> &'static str {
        let contexte = self.cadre.contexte;
        let Some(cas) = self.cas().find(|cas| cas.obligatoire) else {
            return "";
        };
        match cas.si.first().map(|fait| fait.get_ref().as_str()) {
            Some("naissance_en_france") => " pour une naissance en France",
            Some("residence_en_france") => " pour une adresse en France",
            Some("section_europeenne") => " quand l’enseignement est EURO",
            Some("ine_exige") if contexte.controle_ine == Some(true) => {
                ", le contrôle INE étant coché pour l’établissement"
            }
            Some("ine_exige") if contexte.statut == Some(StatutEtablissement::Public) => {
                " pour un candidat scolaire d’un établissement public en France"
            }
            Some("ine_exige") => {
                " pour un candidat scolaire d’un établissement sous contrat en France"
            }
            Some(_) => " dans ce cas",
            None if !cas.domaines.is_empty() => " pour cet examen",
            None => "",
        }
    }

    fn forme_de_session(&self) -> &'static str {
        match self.cadre.examen {
            Some(Examen::Un(Domaine::Bcp | Domaine::Ari)) => "l’année seule (2024)",
            _ => "l’année et le mois (2024-06)",
        }
    }

    fn specialite(&self, code: &str) -> Option<&Specialite> {
        self.domaines()
            .into_iter()
            .find_map(|domaine| self.edition.listes.specialite(domaine, code.as_bytes()))
    }

    fn fermeture(&self) -> String {
        let Some(specialite) = self.specialite(self.valeur) else {
            return String::new();
        };
        if let Some(mention) = &specialite.mention {
            return mention.clone();
        }
        specialite
            .fermee_a_partir_de
            .map_or(String::new(), |annee| {
                format!("code fermé à partir de la session {annee}")
            })
    }

    /// An open speciality of the same label, if there is one (register CY-46).
    fn homonyme(&self) -> String {
        let (Some(fermee), Some(annee)) = (self.specialite(self.valeur), self.cadre.annee) else {
            return String::new();
        };
        // What replaced it may be named in the list of the exam itself, or in the baccalaureate's.
        let domaine = if fermee.domaine == Domaine::Ari {
            Domaine::Bcp
        } else {
            fermee.domaine
        };
        let domaines = self.domaines().into_iter().chain([domaine]);
        self.edition
            .libelles
            .homonyme_ouvert(&self.edition.listes, fermee, domaines, annee)
            .map_or(String::new(), |autre| {
                format!(" ; la spécialité ouverte du même nom est {}", autre.code)
            })
    }

    /// The other exams that have the code.
    fn ailleurs(&self) -> String {
        let listes = &self.edition.listes;
        let siens = self.domaines();
        let champ = self.champ().map_or("", |c| c.nom.as_str());
        let noms: Vec<String> = Domaine::TOUS
            .iter()
            .filter(|domaine| !siens.contains(domaine))
            .filter_map(|&domaine| {
                let libelle = if champ == "categorie" {
                    listes
                        .categorie(domaine, self.valeur.as_bytes())
                        .map(|c| c.libelle.clone())
                } else {
                    listes
                        .specialite(domaine, self.valeur.as_bytes())
                        .map(|s| s.libelle_repare.clone())
                }?;
                Some(format!("{} ({libelle})", domaine.code()))
            })
            .collect();
        if noms.is_empty() {
            String::new()
        } else {
            format!(" ; ce code existe en {}", noms.join(", "))
        }
    }

    fn domaine_ou_specialite(&self) -> String {
        let propres = self.domaines().iter().any(|&d| {
            self.edition
                .listes
                .enseignements(d)
                .iter()
                .any(|e| e.specialite.is_some())
        });
        match self
            .autre("serie")
            .filter(|serie| propres && !serie.is_empty())
        {
            Some(serie) => format!("la spécialité {serie}"),
            None => format!("l’examen {}", self.examen()),
        }
    }

    fn enseignements(&self) -> String {
        let serie = self.autre("serie");
        let liste = |toutes: bool| -> Vec<String> {
            self.domaines()
                .into_iter()
                .flat_map(|d| self.edition.listes.enseignements(d))
                .filter(|e| {
                    toutes
                        || e.specialite
                            .is_none_or(|s| serie.is_some_and(|v| s.as_str() == v))
                })
                .map(|e| format!("{} ({})", e.code, e.libelle))
                .collect()
        };
        let siens = liste(false);
        if siens.is_empty() {
            liste(true).join(", ")
        } else {
            siens.join(", ")
        }
    }

    /// The country whose label the value is, when a label stands where a code is due.
    fn pays_du_libelle(&self) -> String {
        let listes = &self.edition.listes;
        let code = self.edition.libelles.pays(self.valeur);
        code.and_then(|code| listes.pays(code.as_bytes()))
            .map_or(String::new(), |pays| {
                format!(" ; le code de {} est {}", pays.libelle_repare, pays.code)
            })
    }
}

/// A value too long to read is cut in its middle, and control characters are shown.
fn abrege(valeur: &str) -> String {
    const MAX: usize = 80;
    let visible = |c: char| match c {
        '\t' => '␉',
        '\n' | '\r' => '⏎',
        '\0' => '␀',
        c if c.is_control() => '�',
        c => c,
    };
    let longueur = valeur.chars().count();
    if longueur <= MAX {
        return valeur.chars().map(visible).collect();
    }
    let debut: String = valeur.chars().take(MAX - 20).map(visible).collect();
    let fin: String = valeur.chars().skip(longueur - 15).map(visible).collect();
    format!("{debut}…{fin}")
}

fn capitale(texte: &str) -> String {
    let mut lettres = texte.chars();
    lettres.next().map_or(String::new(), |premiere| {
        premiere.to_uppercase().chain(lettres).collect()
    })
}

/// A character as a sentence names it.
fn nommer(c: char) -> String {
    match Sorte::de(c) {
        Sorte::Espace => "une espace".to_owned(),
        Sorte::EspaceInhabituelle => "une espace insécable".to_owned(),
        Sorte::Controle if c == '\t' => "une tabulation".to_owned(),
        Sorte::Controle if c == '\n' || c == '\r' => "un saut de ligne".to_owned(),
        Sorte::Controle | Sorte::Nul => {
            format!("un caractère de contrôle (U+{:04X})", u32::from(c))
        }
        Sorte::Tiret => "un tiret".to_owned(),
        Sorte::Guillemet => "un guillemet (\")".to_owned(),
        _ => format!("« {c} »"),
    }
}

/// The characters of a value that are not of the permitted kinds, each once.
fn fautifs(valeur: &str, permis: Masque) -> String {
    let mut noms: Vec<String> = Vec::new();
    for c in valeur.chars().filter(|&c| Sorte::de(c).bit() & permis == 0) {
        let nom = nommer(c);
        if !noms.contains(&nom) {
            noms.push(nom);
        }
    }
    let reste = noms.len().saturating_sub(4);
    noms.truncate(4);
    let mut phrase = match noms.split_last() {
        Some((dernier, [])) => dernier.clone(),
        Some((dernier, autres)) if reste == 0 => format!("{} et {dernier}", autres.join(", ")),
        Some(_) => noms.join(", "),
        None => "un caractère non permis".to_owned(),
    };
    if reste > 0 {
        let _ = write!(
            phrase,
            " et {reste} autre{}",
            if reste > 1 { "s" } else { "" }
        );
    }
    phrase
}

fn forme_d_ine(valeur: &str) -> &'static str {
    if valeur.bytes().filter(u8::is_ascii_digit).count() == 10 {
        "d’avant 2018 (dix chiffres et une lettre)"
    } else {
        "d’apprenti (quatre chiffres, A, cinq chiffres et une lettre)"
    }
}

fn cle_attendue(valeur: &str) -> String {
    valeur
        .get(..7)
        .and_then(|chiffres| faits::cle_d_uai(chiffres.as_bytes()))
        .map_or(String::new(), |cle| {
            format!(" (on attend {})", char::from(cle))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_at_fault_are_named_once_each() {
        let permis = union(&[Sorte::Majuscule]);
        let cas = [
            ("A1A1", "« 1 »"),
            ("A1 .", "« 1 », une espace et « . »"),
            ("A\u{a0}\t", "une espace insécable et une tabulation"),
            ("123456", "« 1 », « 2 », « 3 », « 4 » et 2 autres"),
        ];
        for (valeur, attendu) in cas {
            assert_eq!(fautifs(valeur, permis), attendu);
        }
    }

    #[test]
    fn a_long_value_is_cut_in_its_middle() {
        let court = abrege(&"é".repeat(80));
        assert_eq!(court.chars().count(), 80);
        assert_eq!(abrege(&"é".repeat(200)).chars().count(), 76);
        assert_eq!(abrege("a\tb\0"), "a␉b␀");
    }
}
