//! The library of general facts: what an author composes in `faits.toml`, without a compiler.

use guichet_instruction::{Dossier, Schema};
use guichet_socle::ErreurEdition;
use guichet_socle::age::age_au;
use guichet_socle::calendrier::{MoisDuContrat, mois_plus_tard};
use guichet_socle::francais;
use jiff::civil::Date;
use serde::Deserialize;
use toml::Spanned;

use crate::fichier::Fichier;
use crate::listes::Liste;
use guichet_socle::arrondi::Sens;

use crate::nombres::part;
use crate::operande::{Ecrit, Genre, Noms, Operande, Valeur, jour_du_champ, valeur_du_champ};

use Genre::{Booleen, Date as Jour, Liste as Plusieurs, Nombre, Texte};

/// A value as written, with its place.
type Nom = Spanned<Ecrit>;

/// A fact as an edition writes it: a table with one key, its kind.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recette {
    /// Completed years at a day; a person born on 29 February has an anniversary on 1 March.
    Age {
        /// Day of birth.
        naissance: Nom,
        /// At which day.
        au: Nom,
    },
    /// Months from a day to another, from date to date, the last day included.
    Mois {
        /// First day.
        du: Nom,
        /// Last day, included.
        au: Nom,
        /// Whether a month that has begun counts.
        #[serde(default)]
        commences: bool,
    },
    /// Days from a day to another, both included.
    Jours {
        /// First day.
        du: Nom,
        /// Last day, included.
        au: Nom,
    },
    /// The day some months or days after another; before, when they are negative.
    PlusTard {
        /// From which day.
        que: Nom,
        /// Months.
        mois: Option<Nom>,
        /// Days, after the months.
        jours: Option<Nom>,
    },
    /// Whether a day is between two others, both included.
    DansLaFenetre {
        /// The day.
        jour: Nom,
        /// First day.
        du: Nom,
        /// Last day.
        au: Nom,
    },
    /// The first day of a school year (`2023-2024`), or the day of a field.
    Jour {
        /// The field.
        de: Nom,
    },
    /// The sum of numbers, and of the numbers of lists.
    Somme {
        /// Of which.
        de: Vec<Nom>,
    },
    /// A number less another.
    Difference {
        /// From which.
        de: Nom,
        /// How much.
        moins: Nom,
    },
    /// A number times another.
    Produit {
        /// The number.
        de: Nom,
        /// How many times.
        fois: Nom,
    },
    /// A share, as a whole number of parts (`pour = 100`: in percent).
    Part {
        /// The number above.
        de: Nom,
        /// The number below.
        sur: Nom,
        /// Of how many parts.
        #[serde(default = "cent")]
        pour: i64,
        /// How it is rounded.
        #[serde(default)]
        arrondi: Sens,
    },
    /// The smallest of several numbers.
    LePlusPetit {
        /// Of which.
        de: Vec<Nom>,
    },
    /// The greatest of several numbers.
    LePlusGrand {
        /// Of which.
        de: Vec<Nom>,
    },
    /// How many values a list has.
    Nombre {
        /// The list.
        de: Nom,
    },
    /// Whether a text is one of some codes.
    Parmi {
        /// The text.
        valeur: Nom,
        /// The codes.
        codes: Vec<String>,
    },
    /// Whether a code is on a list of the edition.
    DansLaListe {
        /// The code.
        valeur: Nom,
        /// The list.
        liste: Spanned<String>,
    },
    /// The number that a list gives for a code.
    DeLaListe {
        /// The code.
        valeur: Nom,
        /// The list.
        liste: Spanned<String>,
        /// The column.
        colonne: Spanned<String>,
    },
    /// Whether a number is at least another.
    AuMoins {
        /// The number.
        valeur: Nom,
        /// The threshold.
        seuil: Nom,
    },
}

fn cent() -> i64 {
    100
}

/// A fact ready to be derived.
#[derive(Debug, Clone)]
pub enum Formule {
    /// See [`Recette::Age`].
    Age(Operande, Operande),
    /// See [`Recette::Mois`].
    Mois(Operande, Operande, bool),
    /// See [`Recette::Jours`].
    Jours(Operande, Operande),
    /// See [`Recette::PlusTard`].
    PlusTard(Operande, Operande, Operande),
    /// See [`Recette::DansLaFenetre`].
    DansLaFenetre(Operande, Operande, Operande),
    /// See [`Recette::Jour`].
    Jour(Operande),
    /// See [`Recette::Somme`].
    Somme(Vec<Operande>),
    /// See [`Recette::Difference`].
    Difference(Operande, Operande),
    /// See [`Recette::Produit`].
    Produit(Operande, Operande),
    /// See [`Recette::Part`].
    Part(Operande, Operande, i64, Sens),
    /// See [`Recette::LePlusPetit`] and [`Recette::LePlusGrand`].
    Extreme(Vec<Operande>, bool),
    /// See [`Recette::Nombre`].
    Nombre(Operande),
    /// See [`Recette::Parmi`].
    Parmi(Operande, Vec<String>),
    /// See [`Recette::DansLaListe`].
    DansLaListe(Operande, usize),
    /// See [`Recette::DeLaListe`].
    DeLaListe(Operande, usize, usize),
    /// See [`Recette::AuMoins`].
    AuMoins(Operande, Operande),
}

/// A formula, what it gives, the fields it rests on.
pub(crate) struct Compile {
    pub formule: Formule,
    pub genre: Genre,
    pub champs: u64,
}

/// Compiles a recipe: every name is found, every kind is checked.
#[expect(
    clippy::too_many_lines,
    reason = "one arm a recipe: a table whose rows are read one beside the other"
)]
pub(crate) fn compiler(
    fichier: &Fichier<'_>,
    recette: &Recette,
    noms: &Noms<'_>,
    listes: &[Liste],
) -> Result<Compile, ErreurEdition> {
    let mut champs = 0;
    let mut un = |nom: &Nom, genre: Genre| {
        let trouve = noms.trouver(fichier, nom, genre)?;
        champs |= trouve.champs;
        Ok(trouve.operande)
    };
    let (formule, genre) = match recette {
        Recette::Age { naissance, au } => {
            (Formule::Age(un(naissance, Jour)?, un(au, Jour)?), Nombre)
        }
        Recette::Mois { du, au, commences } => (
            Formule::Mois(un(du, Jour)?, un(au, Jour)?, *commences),
            Nombre,
        ),
        Recette::Jours { du, au } => (Formule::Jours(un(du, Jour)?, un(au, Jour)?), Nombre),
        Recette::PlusTard { que, mois, jours } => {
            let zero = Operande::Constante(0);
            let que = un(que, Jour)?;
            let mois = mois.as_ref().map_or(Ok(zero), |mois| un(mois, Nombre))?;
            let jours = jours.as_ref().map_or(Ok(zero), |jours| un(jours, Nombre))?;
            (Formule::PlusTard(que, mois, jours), Jour)
        }
        Recette::DansLaFenetre { jour, du, au } => (
            Formule::DansLaFenetre(un(jour, Jour)?, un(du, Jour)?, un(au, Jour)?),
            Booleen,
        ),
        Recette::Jour { de } => {
            let trouve = noms.chercher(fichier, de)?;
            if !matches!(trouve.genre, Jour | Texte) {
                // A list, a number, a truth: the usual message.
                un(de, Jour)?;
            }
            champs |= trouve.champs;
            (Formule::Jour(trouve.operande), Jour)
        }
        Recette::Somme { de } => {
            let mut termes = Vec::new();
            for terme in de {
                let trouve = noms.chercher(fichier, terme)?;
                if trouve.genre == Plusieurs {
                    champs |= trouve.champs;
                    termes.push(trouve.operande);
                } else {
                    let trouve = noms.trouver(fichier, terme, Nombre)?;
                    champs |= trouve.champs;
                    termes.push(trouve.operande);
                }
            }
            (Formule::Somme(termes), Nombre)
        }
        Recette::Difference { de, moins } => (
            Formule::Difference(un(de, Nombre)?, un(moins, Nombre)?),
            Nombre,
        ),
        Recette::Produit { de, fois } => {
            (Formule::Produit(un(de, Nombre)?, un(fois, Nombre)?), Nombre)
        }
        Recette::Part {
            de,
            sur,
            pour,
            arrondi,
        } => (
            Formule::Part(un(de, Nombre)?, un(sur, Nombre)?, *pour, *arrondi),
            Nombre,
        ),
        Recette::LePlusPetit { de } | Recette::LePlusGrand { de } => {
            let termes = de
                .iter()
                .map(|nom| un(nom, Nombre))
                .collect::<Result<_, _>>()?;
            let grand = matches!(recette, Recette::LePlusGrand { .. });
            (Formule::Extreme(termes, grand), Nombre)
        }
        Recette::Nombre { de } => (Formule::Nombre(un(de, Plusieurs)?), Nombre),
        Recette::Parmi { valeur, codes } => {
            (Formule::Parmi(un(valeur, Texte)?, codes.clone()), Booleen)
        }
        Recette::DansLaListe { valeur, liste } => {
            let liste = trouver_la_liste(fichier, listes, liste)?;
            (Formule::DansLaListe(un(valeur, Texte)?, liste), Booleen)
        }
        Recette::DeLaListe {
            valeur,
            liste,
            colonne,
        } => {
            let liste = trouver_la_liste(fichier, listes, liste)?;
            let colonnes = &listes[liste].colonnes;
            let place = colonnes.iter().position(|c| c == colonne.get_ref());
            let place = place.ok_or_else(|| {
                let connues = colonnes.iter().cloned();
                fichier.inconnu(
                    colonne.span().start,
                    colonne.get_ref(),
                    "colonne de la liste",
                    connues,
                )
            })?;
            (Formule::DeLaListe(un(valeur, Texte)?, liste, place), Nombre)
        }
        Recette::AuMoins { valeur, seuil } => (
            Formule::AuMoins(un(valeur, Nombre)?, un(seuil, Nombre)?),
            Booleen,
        ),
    };
    Ok(Compile {
        formule,
        genre,
        champs,
    })
}

fn trouver_la_liste(
    fichier: &Fichier<'_>,
    listes: &[Liste],
    nom: &Spanned<String>,
) -> Result<usize, ErreurEdition> {
    let place = listes.iter().position(|liste| liste.nom == *nom.get_ref());
    place.ok_or_else(|| {
        let connues = listes.iter().map(|liste| liste.nom.clone());
        fichier.inconnu(
            nom.span().start,
            nom.get_ref(),
            "fichier de listes/",
            connues,
        )
    })
}

/// What a formula reads.
pub(crate) struct Lu<'a, 'd> {
    pub schema: &'d Schema,
    pub dossier: &'d Dossier,
    pub listes: &'a [Liste],
    /// The facts above.
    pub faits: &'a [Option<Valeur<'d>>],
}

impl<'d> Lu<'_, 'd> {
    /// The value of an operand; none when a field is missing.
    pub fn valeur(&self, operande: Operande) -> Option<Valeur<'d>> {
        match operande {
            Operande::Champ(rang) => valeur_du_champ(self.schema, self.dossier, rang),
            Operande::Fait(place) => self.faits.get(place).copied().flatten(),
            Operande::Constante(nombre) => Some(Valeur::Nombre(nombre)),
        }
    }

    fn nombre(&self, operande: Operande) -> Option<i64> {
        self.valeur(operande)?.nombre()
    }

    fn jour(&self, operande: Operande) -> Option<Date> {
        match operande {
            Operande::Champ(rang) => jour_du_champ(self.dossier, rang),
            _ => self.valeur(operande)?.date(),
        }
    }

    fn texte(&self, operande: Operande) -> Option<&'d str> {
        match self.valeur(operande)? {
            Valeur::Texte(texte) => Some(texte),
            _ => None,
        }
    }

    /// What a formula gives; none when something it reads is missing, or when no number holds it.
    pub fn deriver(&self, formule: &Formule) -> Option<Valeur<'d>> {
        let nombre = match formule {
            Formule::Age(naissance, au) => {
                let (naissance, au) = (self.jour(*naissance)?, self.jour(*au)?);
                (naissance <= au).then(|| age_au(naissance, au, false))?
            }
            Formule::Mois(du, au, commences) => {
                let (du, au) = (self.jour(*du)?, self.jour(*au)?);
                let mois = MoisDuContrat::new(du, false);
                match (du <= au, commences) {
                    (false, _) => 0,
                    (true, true) => mois.rang(au),
                    (true, false) => mois.entiers(au),
                }
            }
            Formule::Jours(du, au) => {
                let (du, au) = (self.jour(*du)?, self.jour(*au)?);
                (i64::from(du.until(au).ok()?.get_days()) + 1).max(0)
            }
            Formule::Somme(termes) => self.somme(termes)?,
            Formule::Difference(de, moins) => {
                self.nombre(*de)?.checked_sub(self.nombre(*moins)?)?
            }
            Formule::Produit(de, fois) => self.nombre(*de)?.checked_mul(self.nombre(*fois)?)?,
            Formule::Part(de, sur, pour, arrondi) => {
                let de = self.nombre(*de)?.checked_mul(*pour)?;
                part(de, self.nombre(*sur)?, *arrondi)?
            }
            Formule::Extreme(termes, grand) => {
                let nombres: Option<Vec<i64>> = termes.iter().map(|t| self.nombre(*t)).collect();
                let nombres = nombres?.into_iter();
                if *grand {
                    nombres.max()?
                } else {
                    nombres.min()?
                }
            }
            Formule::Nombre(liste) => match self.valeur(*liste)? {
                Valeur::Liste(valeurs) => i64::try_from(valeurs.len()).ok()?,
                _ => return None,
            },
            Formule::DeLaListe(code, liste, colonne) => {
                let liste = self.listes.get(*liste)?;
                liste.nombre(self.texte(*code)?, *colonne)?
            }
            Formule::PlusTard(que, mois, jours) => {
                let jour = mois_plus_tard(self.jour(*que)?, self.nombre(*mois)?)?.jour;
                let jours = jiff::Span::new().try_days(self.nombre(*jours)?).ok()?;
                return jour.checked_add(jours).ok().map(Valeur::Date);
            }
            Formule::Jour(de) => return self.jour(*de).map(Valeur::Date),
            Formule::DansLaFenetre(jour, du, au) => {
                let jour = self.jour(*jour)?;
                let dedans = self.jour(*du)? <= jour && jour <= self.jour(*au)?;
                return Some(Valeur::Booleen(dedans));
            }
            Formule::Parmi(valeur, codes) => {
                let texte = self.texte(*valeur)?;
                return Some(Valeur::Booleen(codes.iter().any(|code| code == texte)));
            }
            Formule::DansLaListe(code, liste) => {
                let liste = self.listes.get(*liste)?;
                return Some(Valeur::Booleen(liste.contient(self.texte(*code)?)));
            }
            Formule::AuMoins(valeur, seuil) => {
                let assez = self.nombre(*valeur)? >= self.nombre(*seuil)?;
                return Some(Valeur::Booleen(assez));
            }
        };
        Some(Valeur::Nombre(nombre))
    }

    /// A value of a list that is missing leaves its sum unknown.
    fn somme(&self, termes: &[Operande]) -> Option<i64> {
        let mut total = 0i64;
        for terme in termes {
            match self.valeur(*terme)? {
                Valeur::Nombre(nombre) => total = total.checked_add(nombre)?,
                Valeur::Liste(valeurs) => {
                    for valeur in valeurs {
                        let guichet_instruction::dossier::ValeurDeChamp::Entier(nombre) = valeur
                        else {
                            return None;
                        };
                        total = total.checked_add(*nombre)?;
                    }
                }
                _ => return None,
            }
        }
        Some(total)
    }
}

/// A value in words.
pub(crate) fn en_mots(valeur: Valeur<'_>, centimes: bool) -> String {
    match valeur {
        Valeur::Nombre(nombre) if centimes => guichet_socle::Centimes(nombre).to_string(),
        Valeur::Nombre(nombre) => nombre.to_string(),
        Valeur::Date(jour) => francais::date_en_toutes_lettres(jour),
        Valeur::Booleen(vrai) => if vrai { "oui" } else { "non" }.to_owned(),
        Valeur::Texte(texte) => texte.to_owned(),
        Valeur::Liste(valeurs) => valeurs.len().to_string(),
    }
}
