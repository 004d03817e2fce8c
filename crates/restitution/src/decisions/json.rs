//! Decisions as JSON: the public contract, key for key.

use std::io::{self, Write};
use std::ops::Range;

use guichet::instruction::Bilan;
use guichet::moteur::Commun;
use guichet::socle::Decision;
use jiff::civil::Date;

use super::{Repetable, RestitutionDeDecisions};

/// A JSON array, or one object a line.
pub struct Json<W> {
    sortie: W,
    document: bool,
    premiere: bool,
    /// The decision being written, whose buffer serves again.
    octets: Vec<u8>,
    /// What of it is neither its reference nor its date.
    milieu: Range<usize>,
}

/// What stands before the reference, which comes first.
const AVANT: &[u8] = br#"{"reference":"#;
/// What closes the receipt, of which the date comes last, and the decision.
const APRES: &[u8] = b"}}";

impl<W: Write> Json<W> {
    /// One array.
    pub fn document(sortie: W) -> Self {
        Self {
            sortie,
            document: true,
            premiere: true,
            octets: Vec::new(),
            milieu: 0..0,
        }
    }

    /// One object a line.
    pub fn lignes(sortie: W) -> Self {
        Self {
            document: false,
            ..Self::document(sortie)
        }
    }
}

impl<W: Write> Json<W> {
    /// What stands between two decisions, in an empty buffer.
    fn separer(&mut self) {
        self.octets.clear();
        if self.document {
            let avant = if self.premiere { b"[\n" } else { b",\n" };
            self.octets.extend_from_slice(avant);
        }
    }

    fn commencer(&mut self, reference: &str) -> io::Result<()> {
        self.separer();
        self.octets.extend_from_slice(AVANT);
        Ok(serde_json::to_writer(&mut self.octets, reference)?)
    }

    fn terminer(&mut self, date_reference: Option<Date>) -> io::Result<()> {
        serde_json::to_writer(&mut self.octets, &date_reference)?;
        self.octets.extend_from_slice(APRES);
        if !self.document {
            self.octets.push(b'\n');
        }
        Ok(())
    }
}

impl<W: Write> RestitutionDeDecisions for Json<W> {
    fn decision(&mut self, _commun: &Commun, decision: &Decision) -> io::Result<()> {
        self.commencer(&decision.reference)?;
        let debut = self.octets.len();
        self.terminer(decision.recu.date_reference)?;
        let fin = self.octets.len() - debut;

        self.separer();
        serde_json::to_writer(&mut self.octets, decision)?;
        if !self.document {
            self.octets.push(b'\n');
        }
        self.premiere = false;
        self.milieu = debut..self.octets.len() - fin;
        self.sortie.write_all(&self.octets)
    }

    fn repetable(&mut self) -> Option<&mut dyn Repetable> {
        Some(self)
    }

    fn fin(&mut self, _bilan: &Bilan) -> io::Result<()> {
        if self.document {
            let fin: &[u8] = if self.premiere { b"[]\n" } else { b"\n]\n" };
            self.sortie.write_all(fin)?;
        }
        self.sortie.flush()
    }
}

impl<W: Write> Repetable for Json<W> {
    fn milieu(&self) -> &[u8] {
        &self.octets[self.milieu.clone()]
    }

    fn redire(
        &mut self,
        reference: &str,
        milieu: &[u8],
        date_reference: Option<Date>,
    ) -> io::Result<()> {
        self.commencer(reference)?;
        self.premiere = false;
        self.octets.extend_from_slice(milieu);
        self.terminer(date_reference)?;
        self.sortie.write_all(&self.octets)
    }
}

#[cfg(test)]
mod tests {
    use super::super::essai::{decisions, rendre};
    use super::super::{FormeDeDecisions, OptionsDeTexte};
    use super::*;

    fn texte(forme: FormeDeDecisions, decisions: &[Decision]) -> String {
        String::from_utf8(rendre(forme, decisions, OptionsDeTexte::default())).unwrap()
    }

    /// Every key of an object, in the order written.
    fn cles(objet: &str) -> Vec<String> {
        let objet: serde_json::Value = serde_json::from_str(objet).unwrap();
        let objet = objet.as_object().unwrap();
        objet.keys().cloned().collect()
    }

    #[test]
    fn the_document_is_an_array_and_a_line_is_an_object_whatever_their_number() {
        for nombre in [0, 1, 3] {
            let decisions = &decisions()[..nombre];
            let document = texte(FormeDeDecisions::Json, decisions);
            let document: serde_json::Value = serde_json::from_str(&document).unwrap();
            assert_eq!(document.as_array().unwrap().len(), nombre);
            let lignes = texte(FormeDeDecisions::Ndjson, decisions);
            assert_eq!(lignes.lines().count(), nombre);
            for (ligne, element) in lignes.lines().zip(document.as_array().unwrap()) {
                let ligne: serde_json::Value = serde_json::from_str(ligne).unwrap();
                assert_eq!(ligne, *element);
            }
        }
    }

    #[test]
    fn the_keys_are_those_of_the_contract() {
        let lignes = texte(FormeDeDecisions::Ndjson, &decisions());
        let mut attendues = vec!["reference", "procedure", "edition", "issue"];
        let communes = [
            "constats",
            "calcul",
            "lectures",
            "manque",
            "avertissements",
            "ce_qui_changerait",
            "recu",
        ];
        attendues.extend(communes);
        attendues.sort_unstable();
        // The unreadable one has no field of its own, hence no amount.
        let illisible = lignes.lines().find(|ligne| ligne.contains("illisible"));
        let mut trouvees = cles(illisible.unwrap());
        trouvees.sort_unstable();
        assert_eq!(trouvees, attendues);
        let premiere = lignes.lines().next().unwrap();
        let places: Vec<usize> = [
            "\"reference\"",
            "\"issue\"",
            "\"montant_centimes\"",
            "\"constats\"",
        ]
        .into_iter()
        .chain(["\"calcul\"", "\"lectures\"", "\"manque\"", "\"recu\""])
        .map(|cle| premiere.find(cle).unwrap())
        .collect();
        assert!(places.is_sorted(), "{premiere}");
    }
}
