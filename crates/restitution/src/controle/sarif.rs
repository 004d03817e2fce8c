//! The findings in SARIF 2.1.0, the static analysis format that code forges and editors read.
//!
//! Its readers take 25,000 results a run at most (GitHub's limit): beyond, the most serious are kept, and
//! the report says so itself. Columns are counted in UTF-16 units, as the format prefers, and given only
//! when the row is known: a byte column would point elsewhere.

use std::collections::BTreeMap;
use std::io::{self, Write};

use guichet::procedure_cyclades::constat::Lieu;
use guichet::procedure_cyclades::{
    Constat, EditionCyclades, Portee, Rapport, Refus, Resume, Surete,
};
use guichet::socle::constat::Gravite;
use serde_json::{Value, json};

use super::Restitution;
use super::mots::{cle_de_surete, encoder, lieu, titre};
use super::retenue::Retenue;
use crate::nombres::nombre;

/// Results that the readers of the format accept in a run.
pub const RESULTATS_MAX: usize = 25_000;

/// The report.
pub struct Sarif<'w> {
    sortie: Box<dyn Write + 'w>,
    retenue: Retenue,
    plafond: usize,
    regles: BTreeMap<String, Value>,
    resume: Resume,
    /// What could not be checked at all.
    pannes: Vec<Value>,
    refuses: bool,
    remarques: Vec<String>,
}

impl<'w> Sarif<'w> {
    /// Writes to `sortie` once every file is seen.
    #[must_use]
    pub fn new(sortie: Box<dyn Write + 'w>) -> Self {
        Self::avec_plafond(sortie, RESULTATS_MAX)
    }

    fn avec_plafond(sortie: Box<dyn Write + 'w>, plafond: usize) -> Self {
        Self {
            sortie,
            retenue: Retenue::new(plafond),
            plafond,
            regles: BTreeMap::new(),
            resume: Resume::default(),
            pannes: Vec::new(),
            refuses: false,
            remarques: Vec::new(),
        }
    }

    /// A rule known only by a finding: that of a file refused before its edition was told.
    fn regle_du_constat(&mut self, constat: &Constat) {
        self.regles.entry(constat.regle.clone()).or_insert_with(|| {
            json!({
                "id": constat.regle,
                "name": constat.nom,
                "shortDescription": { "text": constat.message },
                "help": { "text": constat.remede },
                "defaultConfiguration": { "level": niveau(constat.gravite) },
                "properties": { "source": constat.source },
            })
        });
    }

    fn regles_de(&mut self, edition: &EditionCyclades) {
        for condition in &edition.conditions.conditions {
            let source = edition.source(condition);
            let (document, section) = source.map_or(("", ""), |s| (&*s.titre, &*s.section));
            let fait = titre(condition.phrase.get_ref());
            let regle = json!({
                "id": condition.code.get_ref(),
                "name": condition.nom,
                "shortDescription": { "text": fait },
                "fullDescription": { "text": format!("{fait} Source : {document}, {section}.") },
                "help": { "text": condition.remede },
                "defaultConfiguration": { "level": niveau(condition.gravite) },
                "properties": { "source": section, "champs": condition.champs.iter().map(|c| c.get_ref().clone()).collect::<Vec<_>>() },
            });
            self.regles.insert(condition.code.get_ref().clone(), regle);
        }
    }

    fn troncature(&self) -> Option<String> {
        let vus = self.retenue.vus();
        (vus > self.plafond as u64).then(|| {
            format!(
                "Ce rapport SARIF montre {} constats sur {} : ses lecteurs n’en acceptent pas plus. Les plus graves y sont ; prenez --format ndjson, csv ou xlsx pour les avoir tous.",
                nombre(self.plafond as u64),
                nombre(vus)
            )
        })
    }
}

fn niveau(gravite: Gravite) -> &'static str {
    match gravite {
        Gravite::Erreur => "error",
        Gravite::Avertissement => "warning",
        Gravite::AExaminer => "note",
    }
}

/// The place of a cell in its line, in UTF-16 units from 1, if the line is known. A workbook has no lines
/// of text: its places are told by their names.
fn region(constat: &Constat) -> Option<Value> {
    let ligne = constat.ligne.filter(|_| constat.lieu.is_none())?;
    let unites = |texte: &str| texte.encode_utf16().count() + 1;
    let extrait = constat.extrait.as_ref();
    Some(match extrait {
        Some(extrait) => json!({
            "startLine": ligne,
            "startColumn": unites(&extrait.ligne[..extrait.debut]),
            "endColumn": unites(&extrait.ligne[..extrait.fin]),
        }),
        None => json!({ "startLine": ligne }),
    })
}

/// The repair that can be made without asking, when the cell is known to hold the value and nothing else
/// (a quoted one would need its quotes).
fn reparation(constat: &Constat) -> Option<Value> {
    let correction = constat.correction.as_ref()?;
    let extrait = constat.extrait.as_ref()?;
    let cellule = extrait.ligne.get(extrait.debut..extrait.fin)?;
    if correction.surete != Surete::Sure
        || constat.valeur.as_deref() != Some(cellule)
        || correction
            .valeur
            .contains(['"', '\n', '\r', ';', ',', '\t', '|'])
    {
        return None;
    }
    Some(json!([{
        "description": { "text": format!("Remplacer par “{}”.", correction.valeur) },
        "artifactChanges": [{
            "artifactLocation": { "uri": encoder(&constat.fichier) },
            "replacements": [{
                "deletedRegion": region(constat)?,
                "insertedContent": { "text": correction.valeur },
            }],
        }],
    }]))
}

fn resultat(constat: &Constat, rang: usize) -> Value {
    let mut lieu_physique = json!({ "artifactLocation": { "uri": encoder(&constat.fichier) } });
    if let Some(region) = region(constat) {
        lieu_physique["region"] = region;
    }
    let mut lieu_dit = json!({ "physicalLocation": lieu_physique });
    if let Some(Lieu { feuille, cellule }) = &constat.lieu {
        let entier = match (cellule, constat.ligne) {
            (Some(cellule), _) => format!("{feuille}!{cellule}"),
            (None, Some(ligne)) => format!("{feuille}!{ligne}:{ligne}"),
            (None, None) => feuille.clone(),
        };
        lieu_dit["logicalLocations"] = json!([{
            "name": cellule.as_ref().unwrap_or(feuille),
            "fullyQualifiedName": entier,
        }]);
    }
    let mut texte = constat.message.clone();
    if let Some(correction) = &constat.correction
        && !texte.contains(&correction.valeur)
    {
        texte = format!("{texte} Proposé : “{}”.", correction.valeur);
    }
    let mut resultat = json!({
        "ruleId": constat.regle,
        "ruleIndex": rang,
        "level": niveau(constat.gravite),
        "message": { "text": format!("{texte} {}", constat.remede) },
        "locations": [lieu_dit],
        // The place and the rule, never the value: a print of personal data would be personal data.
        "partialFingerprints": { "regleEtLieu/v1": format!("{} {}", constat.regle, lieu(constat)).trim_end() },
        "properties": {
            "candidat": constat.candidat,
            "champ": constat.champ,
            "valeur": constat.valeur,
            "source": constat.source,
            "correction": constat.correction.as_ref().map(|correction| json!({
                "valeur": correction.valeur,
                "surete": cle_de_surete(correction.surete),
            })),
        },
    });
    if let Some(reparation) = reparation(constat) {
        resultat["fixes"] = reparation;
    }
    resultat
}

fn notification(niveau: &str, texte: &str) -> Value {
    json!({ "level": niveau, "message": { "text": texte } })
}

impl Restitution for Sarif<'_> {
    fn portee(&self) -> Portee {
        Portee::Tout
    }

    fn veut_les_lignes(&self) -> bool {
        true
    }

    fn constat(&mut self, constat: Constat) -> io::Result<()> {
        self.retenue.ajouter(constat);
        Ok(())
    }

    fn fichier(&mut self, _: &str, edition: &EditionCyclades, rapport: &Rapport) -> io::Result<()> {
        self.regles_de(edition);
        self.resume.ajouter(&rapport.resume);
        Ok(())
    }

    fn refus(&mut self, nom: &str, refus: &Refus) -> io::Result<()> {
        self.refuses = true;
        match refus {
            Refus::Contenu(constat) => {
                self.regle_du_constat(constat);
                self.retenue.ajouter((**constat).clone());
            }
            autre => self
                .pannes
                .push(notification("error", &format!("{nom} : {autre}"))),
        }
        Ok(())
    }

    fn illisible(&mut self, nom: &str, raison: &str) -> io::Result<()> {
        self.refuses = true;
        self.pannes
            .push(notification("error", &format!("{nom} : {raison}")));
        Ok(())
    }

    fn entre_fichiers(
        &mut self,
        _: &EditionCyclades,
        constats: Vec<Constat>,
        par_regle: &BTreeMap<String, u64>,
    ) -> io::Result<()> {
        self.resume.ajouter(&Resume {
            par_regle: par_regle.clone(),
            ..Resume::default()
        });
        constats.into_iter().try_for_each(|c| self.constat(c))
    }

    fn fin(&mut self) -> io::Result<()> {
        let mut notifications = std::mem::take(&mut self.pannes);
        self.remarques.extend(self.troncature());
        notifications.extend(
            self.remarques
                .iter()
                .map(|texte| notification("warning", texte)),
        );
        let regles: Vec<&Value> = self.regles.values().collect();
        let rangs: BTreeMap<&str, usize> =
            self.regles.keys().map(String::as_str).zip(0..).collect();
        let outil = json!({ "driver": {
            "name": "Guichet",
            "version": guichet::VERSION,
            "language": "fr-FR",
            "rules": regles,
        }});
        let execution = json!([{
            "executionSuccessful": !self.refuses,
            "toolExecutionNotifications": notifications,
        }]);
        let sortie = &mut self.sortie;
        sortie.write_all(b"{\n\"$schema\": \"https://json.schemastore.org/sarif-2.1.0.json\",\n\"version\": \"2.1.0\",\n\"runs\": [{\n\"tool\": ")?;
        serde_json::to_writer(&mut *sortie, &outil)?;
        sortie.write_all(b",\n\"invocations\": ")?;
        serde_json::to_writer(&mut *sortie, &execution)?;
        sortie.write_all(
            b",\n\"language\": \"fr-FR\",\n\"columnKind\": \"utf16CodeUnits\",\n\"properties\": ",
        )?;
        serde_json::to_writer(&mut *sortie, &json!({ "resume": self.resume }))?;
        sortie.write_all(b",\n\"results\": [")?;
        let retenue = std::mem::replace(&mut self.retenue, Retenue::new(0));
        for (place, constat) in retenue.les_plus_graves().enumerate() {
            sortie.write_all(if place == 0 { b"\n" } else { b",\n" })?;
            let rang = rangs.get(constat.regle.as_str()).copied().unwrap_or(0);
            serde_json::to_writer(&mut *sortie, &resultat(&constat, rang))?;
        }
        sortie.write_all(b"\n]\n}]\n}\n")?;
        sortie.flush()
    }

    fn remarques(&self) -> Vec<String> {
        self.remarques.clone()
    }
}

#[cfg(test)]
mod tests {
    use guichet::procedure_cyclades::Correction;
    use guichet::procedure_cyclades::constat::Extrait;

    use super::super::Forme;
    use super::super::essai::{
        AUTRE, NOM, Tampon, constat, demo, deux_fichiers, rendre, rendre_ensemble,
        rendre_la_feuille,
    };
    use super::*;

    #[test]
    fn what_several_files_tell_is_counted_and_pointed_to_in_the_second() {
        let octets = rendre_ensemble(Forme::Sarif, &deux_fichiers(&demo(&[])));
        let execution = &serde_json::from_slice::<Value>(&octets).unwrap()["runs"][0];
        assert_eq!(execution["properties"]["resume"]["par_regle"]["CY-503"], 12);
        let resultats = execution["results"].as_array().unwrap();
        let doubles: Vec<&Value> = resultats
            .iter()
            .filter(|resultat| resultat["ruleId"] == "CY-503")
            .collect();
        assert_eq!(doubles.len(), 12);
        let lieu = &doubles[0]["locations"][0]["physicalLocation"];
        assert_eq!(lieu["artifactLocation"]["uri"], AUTRE);
        assert_eq!(lieu["region"]["startLine"], 2);
    }

    #[test]
    fn a_workbook_has_names_of_cells_and_no_lines_of_text() {
        let octets = rendre_la_feuille(Forme::Sarif, &demo(&[("M;MAR", "Mme;MAR")]));
        let resultats = &serde_json::from_slice::<Value>(&octets).unwrap()["runs"][0]["results"];
        let resultat = &resultats[0];
        let lieu = &resultat["locations"][0];
        assert_eq!(
            lieu["logicalLocations"][0]["fullyQualifiedName"],
            "Élèves!A4"
        );
        assert_eq!(lieu["physicalLocation"].get("region"), None);
        assert_eq!(resultat.get("fixes"), None);
        let empreinte = &resultat["partialFingerprints"]["regleEtLieu/v1"];
        assert_eq!(empreinte, "CY-203 feuille Élèves, cellule A4, civilite");
    }

    #[test]
    fn a_faulty_file_and_a_refused_one_make_a_run() {
        let fautif = demo(&[("M;MARÉCHAL", "Mme;MARÉCHAL"), ("50300;", "5030;")]);
        let (octets, remarques) = rendre(Forme::Sarif, &[(NOM, &fautif), ("a b.csv", b"")]);
        assert_eq!(remarques, Vec::<String>::new());
        let mut document: Value = serde_json::from_slice(&octets).unwrap();
        let pilote = &mut document["runs"][0]["tool"]["driver"];
        pilote["version"] = "[version]".into();
        let regles = pilote["rules"].as_array_mut().unwrap();
        assert!(regles.len() > 50);
        regles.retain(|regle| regle["id"] == "CY-203");
        insta::assert_json_snapshot!(document);
    }

    #[test]
    fn columns_are_utf16_units_and_only_a_bare_cell_can_be_repaired() {
        let avec = |ligne: &str, cellule: &str| {
            let debut = ligne.find(cellule).unwrap();
            Constat {
                valeur: Some("7500".to_owned()),
                correction: Some(Correction {
                    valeur: "07500".to_owned(),
                    surete: Surete::Sure,
                }),
                extrait: Some(Extrait {
                    ligne: ligne.to_owned(),
                    debut,
                    fin: debut + cellule.len(),
                }),
                ..constat()
            }
        };
        let cas = [
            ("a;7500;b", "7500", (3, 7), true),
            ("é;7500", "7500", (3, 7), true),
            ("😀;7500", "7500", (4, 8), true),
            ("a;\"7500\"", "\"7500\"", (3, 9), false),
        ];
        for (ligne, cellule, (debut, fin), reparable) in cas {
            let resultat = resultat(&avec(ligne, cellule), 0);
            let region = &resultat["locations"][0]["physicalLocation"]["region"];
            assert_eq!(region["startColumn"], debut, "{ligne}");
            assert_eq!(region["endColumn"], fin, "{ligne}");
            assert_eq!(resultat.get("fixes").is_some(), reparable, "{ligne}");
        }
        let sans_ligne = resultat(&constat(), 0);
        let region = &sans_ligne["locations"][0]["physicalLocation"]["region"];
        assert_eq!(*region, json!({ "startLine": 17 }));
    }

    #[test]
    fn prints_hold_no_value() {
        let resultat = resultat(&constat(), 0);
        let empreintes = resultat["partialFingerprints"].to_string();
        assert!(!empreintes.contains("7500"), "{empreintes}");
    }

    #[test]
    fn beyond_the_limit_of_readers_the_most_serious_are_kept_and_it_is_said() {
        let tampon = Tampon::default();
        let mut sarif = Sarif::avec_plafond(Box::new(tampon.clone()), 2);
        for (ligne, gravite) in [
            (1, Gravite::AExaminer),
            (2, Gravite::Avertissement),
            (3, Gravite::Erreur),
        ] {
            sarif
                .constat(Constat {
                    ligne: Some(ligne),
                    gravite,
                    ..constat()
                })
                .unwrap();
        }
        sarif.fin().unwrap();
        let document: Value = serde_json::from_slice(&tampon.octets()).unwrap();
        let run = &document["runs"][0];
        let niveaux: Vec<&Value> = run["results"]
            .as_array()
            .unwrap()
            .iter()
            .map(|resultat| &resultat["level"])
            .collect();
        assert_eq!(niveaux, ["error", "warning"]);
        let dit = &run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"];
        assert!(dit.as_str().unwrap().contains("2 constats sur 3"), "{dit}");
        assert_eq!(sarif.remarques(), [dit.as_str().unwrap()]);
    }
}
