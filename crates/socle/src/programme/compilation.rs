//! From the vocabulary to instructions: every name is looked up once, here.

use jiff::civil::Date;
use std::collections::BTreeMap;
use toml::Spanned;

use super::{Classes, Epreuve, FaitDeclare, Nature, Programme};
use crate::ErreurEdition;
use crate::caracteres::Masque;
use crate::condition::Conditions;
use crate::erreur::plus_proche;
use crate::motif::Motif;
use crate::vocabulaire::{Exigence, NomDeFait, Scalaire};

/// What the conditions of a procedure may speak of.
pub struct Declarations<'a> {
    /// Its facts.
    pub faits: &'a [FaitDeclare],
    /// Its classes of characters.
    pub classes: &'a Classes,
    /// Its lists of codes, by name.
    pub listes: &'a BTreeMap<String, u16>,
}

/// A message and, when the fault has a place of its own, the byte of the file it stands at.
type Faute = (Option<usize>, String);

/// Turns demands into tests, gathering the patterns, constants and dates they share.
pub struct Compilateur<'a> {
    conditions: &'a Conditions,
    declarations: &'a Declarations<'a>,
    sous_epreuves: Vec<Epreuve>,
    motifs: Vec<Motif>,
    motifs_par_texte: BTreeMap<(String, bool), u16>,
    constantes: Vec<Box<[u8]>>,
    nombres_fixes: Vec<i64>,
    nombres_declares: u8,
}

impl<'a> Compilateur<'a> {
    /// Starts on the conditions of an edition.
    #[must_use]
    pub fn new(conditions: &'a Conditions, declarations: &'a Declarations<'a>) -> Self {
        let nombres_declares = declarations
            .faits
            .iter()
            .filter(|fait| matches!(fait.nature, Nature::Nombre | Nature::Date))
            .map(|fait| fait.rang + 1)
            .max()
            .unwrap_or(0);
        Self {
            conditions,
            declarations,
            sous_epreuves: Vec::new(),
            motifs: Vec::new(),
            motifs_par_texte: BTreeMap::new(),
            constantes: Vec::new(),
            nombres_fixes: Vec::new(),
            nombres_declares,
        }
    }

    /// The mask of the booleans of a guard.
    ///
    /// # Errors
    /// A name is not a known boolean.
    pub fn garde(&self, noms: &[Spanned<String>]) -> Result<u64, ErreurEdition> {
        noms.iter().try_fold(0, |masque, nom| {
            let rang = self
                .fait(nom.get_ref(), &[Nature::Booleen])
                .map_err(|message| self.conditions.erreur(nom.span().start, message))?;
            Ok(masque | 1 << rang)
        })
    }

    /// The kinds of a class of characters.
    ///
    /// # Errors
    /// The class is unknown.
    pub fn classe(&self, nom: &str) -> Result<Masque, String> {
        self.declarations.classes.get(nom).copied().ok_or_else(|| {
            inconnu(
                "la classe de caractères",
                nom,
                self.declarations.classes.keys(),
            )
        })
    }

    /// The rank of a list of codes.
    ///
    /// # Errors
    /// The list is unknown.
    pub fn liste(&self, nom: &str) -> Result<u16, String> {
        self.declarations
            .listes
            .get(nom)
            .copied()
            .ok_or_else(|| inconnu("la liste", nom, self.declarations.listes.keys()))
    }

    /// The rank of a pattern, compiled once whatever the number of rules that use it.
    ///
    /// # Errors
    /// It is not a regular expression over ASCII.
    pub fn motif(&mut self, texte: &str, entier: bool) -> Result<u16, String> {
        if let Some(&rang) = self.motifs_par_texte.get(&(texte.to_owned(), entier)) {
            return Ok(rang);
        }
        let motif = if entier {
            Motif::entier(texte)
        } else {
            Motif::quelque_part(texte)
        }
        .map_err(|erreur| format!("« {texte} » n’est pas un motif : {erreur}"))?;
        let rang = rang16(self.motifs.len())?;
        self.motifs.push(motif);
        self.motifs_par_texte
            .insert((texte.to_owned(), entier), rang);
        Ok(rang)
    }

    /// A demand as a test; `champ` is the text it is about when it names no fact.
    ///
    /// # Errors
    /// A fact, class, list or pattern is unknown, or a fact is not of the nature the test needs.
    pub fn exigence(
        &mut self,
        exigence: &Spanned<Exigence>,
        champ: Option<u8>,
    ) -> Result<Epreuve, ErreurEdition> {
        let ici = exigence.span().start;
        self.epreuve(exigence.get_ref(), champ)
            .map_err(|(octet, message)| self.conditions.erreur(octet.unwrap_or(ici), message))
    }

    fn epreuve(&mut self, exigence: &Exigence, champ: Option<u8>) -> Result<Epreuve, Faute> {
        match exigence {
            Exigence::AuMoins(_) | Exigence::AuPlus(_) | Exigence::Entre(_) => {
                self.epreuve_de_nombre(exigence)
            }
            Exigence::Avant(_) | Exigence::Apres(_) | Exigence::DansPeriode(_) => {
                self.epreuve_de_date(exigence)
            }
            Exigence::EstVrai(vrai) => Ok(Epreuve::EstVrai(self.rang(
                &vrai.fait,
                &[Nature::Booleen],
                None,
            )?)),
            Exigence::Egal(egalite) => match &egalite.valeur {
                Scalaire::Entier(n) => {
                    let nombre = self.rang(&egalite.fait, &[Nature::Nombre], None)?;
                    Ok(Epreuve::Entre {
                        nombre,
                        min: *n,
                        max: *n,
                    })
                }
                Scalaire::Texte(valeur) => {
                    let texte = self.rang(&egalite.fait, &[Nature::Texte], champ)?;
                    let constante = rang16(self.constantes.len()).map_err(|m| (None, m))?;
                    self.constantes.push(valeur.as_bytes().into());
                    Ok(Epreuve::EgalTexte { texte, constante })
                }
            },
            Exigence::Toutes(liste) => {
                let (debut, fin) = self.combinaison(liste, champ)?;
                Ok(Epreuve::Toutes { debut, fin })
            }
            Exigence::AuMoinsUne(liste) => {
                let (debut, fin) = self.combinaison(liste, champ)?;
                Ok(Epreuve::AuMoinsUne { debut, fin })
            }
            Exigence::Aucune(liste) => {
                let (debut, fin) = self.combinaison(liste, champ)?;
                Ok(Epreuve::Aucune { debut, fin })
            }
            Exigence::Renseigne(_)
            | Exigence::DansListe(_)
            | Exigence::Caracteres(_)
            | Exigence::Motif(_)
            | Exigence::Sans(_)
            | Exigence::Longueur(_) => self.epreuve_de_texte(exigence, champ),
        }
    }

    fn epreuve_de_nombre(&self, exigence: &Exigence) -> Result<Epreuve, Faute> {
        let (fait, min, max) = match exigence {
            Exigence::AuMoins(seuil) => (&seuil.fait, seuil.valeur, i64::MAX),
            Exigence::AuPlus(seuil) => (&seuil.fait, i64::MIN, seuil.valeur),
            Exigence::Entre(bornes) => (&bornes.fait, bornes.min, bornes.max),
            autre => return Err(hors_de_propos(autre)),
        };
        if min > max {
            return Err((
                None,
                format!("aucun nombre n’est entre {min} et {max} ; échangez les bornes."),
            ));
        }
        Ok(Epreuve::Entre {
            nombre: self.rang(fait, &[Nature::Nombre], None)?,
            min,
            max,
        })
    }

    fn epreuve_de_date(&mut self, exigence: &Exigence) -> Result<Epreuve, Faute> {
        let jour = &[Nature::Date];
        match exigence {
            Exigence::Avant(avec) => Ok(Epreuve::Avant {
                nombre: self.rang(&avec.fait, jour, None)?,
                borne: self.borne(&avec.borne)?,
            }),
            Exigence::Apres(avec) => Ok(Epreuve::Apres {
                nombre: self.rang(&avec.fait, jour, None)?,
                borne: self.borne(&avec.borne)?,
            }),
            Exigence::DansPeriode(periode) => {
                let nombre = self.rang(&periode.fait, jour, None)?;
                let (du, au) = (self.borne(&periode.du)?, self.borne(&periode.au)?);
                let (debut, fin) = self.suite(vec![
                    Epreuve::Apres { nombre, borne: du },
                    Epreuve::Avant { nombre, borne: au },
                ])?;
                Ok(Epreuve::Toutes { debut, fin })
            }
            autre => Err(hors_de_propos(autre)),
        }
    }

    fn epreuve_de_texte(
        &mut self,
        exigence: &Exigence,
        champ: Option<u8>,
    ) -> Result<Epreuve, Faute> {
        let nature = &[Nature::Texte];
        match exigence {
            Exigence::Renseigne(sur) => {
                Ok(Epreuve::Renseigne(self.rang(&sur.fait, nature, champ)?))
            }
            Exigence::DansListe(dans) => Ok(Epreuve::DansListe {
                texte: self.rang(&dans.fait, nature, champ)?,
                liste: self
                    .liste(dans.liste.get_ref())
                    .map_err(|m| situe(&dans.liste, m))?,
            }),
            Exigence::Caracteres(dans) => Ok(Epreuve::Caracteres {
                texte: self.rang(&dans.fait, nature, champ)?,
                permis: self
                    .classe(dans.classe.get_ref())
                    .map_err(|m| situe(&dans.classe, m))?,
            }),
            Exigence::Motif(avec) => Ok(Epreuve::Motif {
                texte: self.rang(&avec.fait, nature, champ)?,
                motif: self
                    .motif(avec.motif.get_ref(), true)
                    .map_err(|m| situe(&avec.motif, m))?,
            }),
            Exigence::Sans(avec) => Ok(Epreuve::Sans {
                texte: self.rang(&avec.fait, nature, champ)?,
                motif: self
                    .motif(avec.motif.get_ref(), false)
                    .map_err(|m| situe(&avec.motif, m))?,
            }),
            Exigence::Longueur(longueur) => Ok(Epreuve::Longueur {
                texte: self.rang(&longueur.fait, nature, champ)?,
                min: longueur.min,
                max: longueur.max,
            }),
            autre => Err(hors_de_propos(autre)),
        }
    }

    fn combinaison(&mut self, liste: &[Exigence], champ: Option<u8>) -> Result<(u16, u16), Faute> {
        if liste.is_empty() {
            return Err((
                None,
                "une combinaison vide ne demande rien ; ajoutez-y une exigence.".into(),
            ));
        }
        let epreuves = liste
            .iter()
            .map(|e| self.epreuve(e, champ))
            .collect::<Result<Vec<_>, _>>()?;
        self.suite(epreuves)
    }

    fn suite(&mut self, epreuves: Vec<Epreuve>) -> Result<(u16, u16), Faute> {
        let debut = rang16(self.sous_epreuves.len()).map_err(|m| (None, m))?;
        self.sous_epreuves.extend(epreuves);
        let fin = rang16(self.sous_epreuves.len()).map_err(|m| (None, m))?;
        Ok((debut, fin))
    }

    fn rang(&self, nom: &NomDeFait, natures: &[Nature], champ: Option<u8>) -> Result<u8, Faute> {
        match (nom, champ) {
            (Some(nom), _) => self.fait(nom.get_ref(), natures).map_err(|m| situe(nom, m)),
            (None, Some(champ)) => Ok(champ),
            (None, None) => Err((
                None,
                "il manque « fait » : dites de quel fait on parle.".to_owned(),
            )),
        }
    }

    fn fait(&self, nom: &str, natures: &[Nature]) -> Result<u8, String> {
        let connus = self.declarations.faits;
        let Some(fait) = connus.iter().find(|fait| fait.nom == nom) else {
            let noms: Vec<&String> = connus
                .iter()
                .filter(|f| natures.contains(&f.nature))
                .map(|f| &f.nom)
                .collect();
            return Err(inconnu("le fait", nom, noms.into_iter()));
        };
        if natures.contains(&fait.nature) {
            Ok(fait.rang)
        } else {
            Err(format!(
                "le fait « {nom} » est {} ; cette exigence demande {}.",
                nature_en_mots(fait.nature),
                natures
                    .iter()
                    .map(|&n| nature_en_mots(n))
                    .collect::<Vec<_>>()
                    .join(" ou ")
            ))
        }
    }

    /// A bound: the rank of a date fact, or of a fixed date put after the declared numbers.
    fn borne(&mut self, borne: &Spanned<String>) -> Result<u8, Faute> {
        if let Ok(jour) = borne.get_ref().parse::<Date>() {
            let rang = usize::from(self.nombres_declares) + self.nombres_fixes.len();
            self.nombres_fixes.push(numero_du_jour(jour));
            return u8::try_from(rang)
                .map_err(|_| situe(borne, "trop de dates dans cette édition".to_owned()));
        }
        // No fact begins with a digit: it was meant as a day.
        if borne.get_ref().starts_with(|c: char| c.is_ascii_digit()) {
            let message = format!(
                "« {} » n’est pas un jour du calendrier ; écrivez AAAA-MM-JJ.",
                borne.get_ref()
            );
            return Err(situe(borne, message));
        }
        self.fait(borne.get_ref(), &[Nature::Date])
            .map_err(|m| situe(borne, m))
    }

    /// The program, once every instruction is made; and the fixed dates to put after the declared
    /// numbers of every dossier.
    #[must_use]
    pub fn terminer<L>(
        self,
        instructions: Vec<super::Instruction>,
        listes: Vec<L>,
    ) -> (Programme<L>, Vec<i64>) {
        let programme = Programme {
            instructions,
            sous_epreuves: self.sous_epreuves,
            motifs: self.motifs,
            constantes: self.constantes,
            listes,
        };
        (programme, self.nombres_fixes)
    }
}

/// The number of a day, as `Faits::nombres` holds it: `AAAAMMJJ`, whose order is that of the days.
#[inline]
#[must_use]
pub fn numero_du_jour(jour: Date) -> i64 {
    i64::from(jour.year()) * 10_000 + i64::from(jour.month()) * 100 + i64::from(jour.day())
}

/// A demand sent to the wrong compiler: a fault of this program, told rather than hidden.
fn hors_de_propos(exigence: &Exigence) -> Faute {
    (
        None,
        format!("cette exigence n’a pas été reconnue ({exigence:?}) ; signalez-le."),
    )
}

fn situe(nom: &Spanned<String>, message: String) -> Faute {
    (Some(nom.span().start), message)
}

fn rang16(longueur: usize) -> Result<u16, String> {
    u16::try_from(longueur).map_err(|_| "cette édition a trop d’exigences".to_owned())
}

fn inconnu<'n>(quoi: &str, nom: &str, connus: impl Iterator<Item = &'n String> + Clone) -> String {
    match plus_proche(nom, connus.clone().map(String::as_str)) {
        Some(proche) => format!("{quoi} « {nom} » n’existe pas. Vouliez-vous dire « {proche} » ?"),
        None => format!(
            "{quoi} « {nom} » n’existe pas ; il y a : {}.",
            connus.map(String::as_str).collect::<Vec<_>>().join(", ")
        ),
    }
}

fn nature_en_mots(nature: Nature) -> &'static str {
    match nature {
        Nature::Texte => "un texte",
        Nature::Nombre => "un nombre",
        Nature::Date => "une date",
        Nature::Booleen => "vrai ou faux",
    }
}
