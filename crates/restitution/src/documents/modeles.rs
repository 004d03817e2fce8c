//! The templates of the documents: those of the program, and those that a region puts in their place.

use std::fs;
use std::path::{Path, PathBuf};

use guichet::systeme::en_mots;
use minijinja::syntax::SyntaxConfig;
use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior, Value,
};

use super::blocs::echapper;

/// The layout of every page.
const HTML: &str = "page.html";
const PAGE_HTML: &str = include_str!("../../modeles/documents-page.html");
const PAGE_TYP: &str = include_str!("../../modeles/documents-page.typ");

/// The documents of a procedure: their words, and what explains them. The layout is that of all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Jeu {
    /// Name of the procedure, as its command is called.
    pub procedure: &'static str,
    /// The templates of the words, by name.
    mots: &'static [(&'static str, &'static str)],
    lisezmoi: &'static str,
}

/// The documents of the aid to professionalisation contracts.
pub const CONTRAT_PRO: Jeu = Jeu {
    procedure: "contrat-pro",
    mots: &[
        (
            "notification.md",
            include_str!("../../modeles/contrat-pro/notification.md"),
        ),
        (
            "arrete.md",
            include_str!("../../modeles/contrat-pro/arrete.md"),
        ),
        (
            "annexe-convention.md",
            include_str!("../../modeles/contrat-pro/annexe-convention.md"),
        ),
    ],
    lisezmoi: include_str!("../../modeles/contrat-pro/LISEZMOI.md"),
};

/// The documents of the equipment aid.
pub const EQUIPEMENT: Jeu = Jeu {
    procedure: "equipement",
    mots: &[
        (
            "notification.md",
            include_str!("../../modeles/equipement/notification.md"),
        ),
        (
            "avis-familles.md",
            include_str!("../../modeles/equipement/avis-familles.md"),
        ),
    ],
    lisezmoi: include_str!("../../modeles/equipement/LISEZMOI.md"),
};

impl Jeu {
    /// Its templates: (name, text).
    fn embarques(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let pages = [(HTML, PAGE_HTML), (TYPST, PAGE_TYP)];
        self.mots.iter().copied().chain(pages)
    }

    /// The names of its templates.
    #[must_use]
    pub fn noms(self) -> Vec<&'static str> {
        self.embarques().map(|(nom, _)| nom).collect()
    }

    /// Its templates and their explanation, to be edited: (name, text).
    pub fn textes(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.embarques()
            .chain(std::iter::once(("LISEZMOI.md", self.lisezmoi)))
    }
}

/// The layout of every PDF.
const TYPST: &str = "page.typ";

/// A template larger than this is not one of these.
const TAILLE_MAX: u64 = 4 << 20;

/// What is wrong with templates.
#[derive(Debug, thiserror::Error)]
pub enum ErreurDeModele {
    /// The folder or a file cannot be read.
    #[error("{} : {raison} ; donnez à --modeles un dossier de modèles lisible.", chemin.display())]
    Lecture {
        /// Which.
        chemin: PathBuf,
        /// Why, in French.
        raison: String,
    },
    /// The folder holds no template.
    #[error(
        "{} : aucun modèle dans ce dossier ; « guichet {procedure} modeles --sortie DOSSIER » écrit ceux du programme.",
        dossier.display()
    )]
    Aucun {
        /// The folder.
        dossier: PathBuf,
        /// The procedure whose templates were asked for.
        procedure: &'static str,
    },
    /// A file has the extension of a template, and the name of none.
    #[error("{} : « {nom} » n’est le nom d’aucun modèle ; il y a : {}.", dossier.display(), noms.join(", "))]
    Inconnu {
        /// The folder.
        dossier: PathBuf,
        /// The file.
        nom: String,
        /// The names that exist.
        noms: Vec<&'static str>,
    },
    /// A template is faulty.
    #[error("{fichier}{} : {fait} ; corrigez ce modèle, ou retirez-le du dossier pour reprendre celui du programme.", ligne.map_or(String::new(), |ligne| format!(", ligne {ligne}")))]
    Fautif {
        /// Name of the template.
        fichier: String,
        /// Line, from 1, when the fault has one.
        ligne: Option<usize>,
        /// The fault.
        fait: String,
    },
}

/// The templates of the documents.
pub struct Modeles {
    environnement: Environment<'static>,
    typst: String,
}

impl Modeles {
    /// The templates of the program, and in their place those of a folder.
    ///
    /// # Errors
    /// The folder cannot be read, holds none, or holds a faulty one (with its line).
    pub fn lire(jeu: Jeu, dossier: Option<&Path>) -> Result<Self, ErreurDeModele> {
        let embarques = jeu.embarques();
        let mut textes: Vec<(&'static str, String)> = embarques
            .map(|(nom, texte)| (nom, texte.to_owned()))
            .collect();
        if let Some(dossier) = dossier {
            remplacer(jeu, dossier, &mut textes)?;
        }
        let mut modeles = Self {
            environnement: environnement(),
            typst: String::new(),
        };
        for (nom, texte) in textes {
            if nom == TYPST {
                modeles.typst = texte;
            } else {
                modeles
                    .environnement
                    .add_template_owned(nom, texte)
                    .map_err(|erreur| en_francais(&erreur, nom))?;
            }
        }
        Ok(modeles)
    }

    /// A template filled in.
    pub(super) fn remplir(&self, nom: &str, valeurs: &Value) -> Result<String, ErreurDeModele> {
        self.environnement
            .get_template(nom)
            .and_then(|modele| modele.render(valeurs))
            .map_err(|erreur| en_francais(&erreur, nom))
    }

    /// The layout of every PDF: its name and its text.
    pub(super) fn typst(&self) -> (&'static str, &str) {
        (TYPST, &self.typst)
    }
}

fn remplacer(
    jeu: Jeu,
    dossier: &Path,
    textes: &mut [(&'static str, String)],
) -> Result<(), ErreurDeModele> {
    let en_faute = |chemin: &Path, raison: String| ErreurDeModele::Lecture {
        chemin: chemin.to_owned(),
        raison,
    };
    let entrees = fs::read_dir(dossier).map_err(|e| en_faute(dossier, en_mots(&e)))?;
    let mut trouves = 0;
    for entree in entrees {
        let chemin = entree.map_err(|e| en_faute(dossier, en_mots(&e)))?.path();
        let nom = chemin
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let Some((_, texte)) = textes.iter_mut().find(|(connu, _)| *connu == nom) else {
            let extension = chemin.extension().unwrap_or_default().to_string_lossy();
            if ["md", "html", "typ"].contains(&&*extension) && nom != "LISEZMOI.md" {
                // A slip in a name would silently leave the program's own words.
                return Err(ErreurDeModele::Inconnu {
                    dossier: dossier.to_owned(),
                    nom,
                    noms: jeu.noms(),
                });
            }
            continue;
        };
        let infos = fs::metadata(&chemin).map_err(|e| en_faute(&chemin, en_mots(&e)))?;
        if !infos.is_file() || infos.len() > TAILLE_MAX {
            return Err(en_faute(&chemin, "ce n’est pas un modèle".to_owned()));
        }
        let octets = fs::read(&chemin).map_err(|e| en_faute(&chemin, en_mots(&e)))?;
        *texte = String::from_utf8(octets)
            .map_err(|_| en_faute(&chemin, "ce fichier n’est pas du texte UTF-8".to_owned()))?;
        trouves += 1;
    }
    if trouves == 0 {
        return Err(ErreurDeModele::Aucun {
            dossier: dossier.to_owned(),
            procedure: jeu.procedure,
        });
    }
    Ok(())
}

fn environnement() -> Environment<'static> {
    let mut environnement = Environment::new();
    environnement.set_syntax(
        SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .build()
            .unwrap_or_default(),
    );
    // A value misspelt is a fault, never an empty place in a letter.
    environnement.set_undefined_behavior(UndefinedBehavior::Strict);
    // Faults then know which words they stand on.
    environnement.set_debug(true);
    environnement.set_auto_escape_callback(|nom| {
        if nom == HTML {
            AutoEscape::Html
        } else {
            AutoEscape::Custom("markdown".into())
        }
    });
    environnement.set_formatter(ecrire);
    environnement.add_filter("a_completer", a_completer);
    environnement.add_filter("paragraphe", paragraphe);
    environnement
}

fn ecrire(sortie: &mut Output, etat: &mut State, valeur: &Value) -> Result<(), Error> {
    if matches!(etat.auto_escape(), AutoEscape::Custom(_))
        && !valeur.is_safe()
        && !valeur.is_undefined()
    {
        sortie
            .write_str(&echapper(&valeur.to_string()))
            .map_err(Error::from)
    } else {
        minijinja::escape_formatter(sortie, etat, valeur)
    }
}

/// The value; a blank to fill in when it is empty.
fn a_completer(valeur: Value, quoi: &str) -> Value {
    if est_vide(&valeur) {
        blanc(quoi)
    } else {
        valeur
    }
}

/// The body's own Markdown; a blank to fill in when it is empty.
fn paragraphe(valeur: &Value, quoi: &str) -> Value {
    if est_vide(valeur) {
        blanc(quoi)
    } else {
        Value::from_safe_string(valeur.to_string())
    }
}

fn est_vide(valeur: &Value) -> bool {
    valeur.is_none() || valeur.as_str().is_some_and(|texte| texte.trim().is_empty())
}

fn blanc(quoi: &str) -> Value {
    // It may quote a dossier: nothing in it ends the blank.
    let quoi: String = quoi
        .chars()
        .map(|c| match c {
            '`' => '’',
            c if c.is_control() => ' ',
            c => c,
        })
        .collect();
    Value::from_safe_string(format!("`[à compléter : {quoi}]`"))
}

/// A fault of a template, with its line and the words it stands on.
fn en_francais(erreur: &Error, nom: &str) -> ErreurDeModele {
    let sur = erreur
        .range()
        .and_then(|octets| {
            let source = erreur.template_source()?;
            // The engine points at the last part of a name: « .montan » of « dossiers[0].montan ».
            let nom = |c: char| c.is_ascii_alphanumeric() || "_.[]".contains(c);
            let debut = source.get(..octets.start)?.trim_end_matches(nom).len();
            source.get(debut..octets.end)
        })
        .map(|mots| mots.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|mots| !mots.is_empty() && mots.chars().count() <= 60)
        .map_or(String::new(), |mots| format!("« {mots} » : "));
    let detail = erreur.detail().map_or(String::new(), |detail| {
        format!(
            " ({})",
            detail.split_whitespace().collect::<Vec<_>>().join(" ")
        )
    });
    let fait = match erreur.kind() {
        ErrorKind::UndefinedError => "cette valeur n’existe pas".to_owned(),
        ErrorKind::UnknownFilter => format!("ce filtre n’existe pas{detail}"),
        ErrorKind::UnknownFunction => format!("cette fonction n’existe pas{detail}"),
        ErrorKind::UnknownTest => format!("ce test n’existe pas{detail}"),
        ErrorKind::SyntaxError => format!("la syntaxe est fautive{detail}"),
        _ => format!("ce calcul est impossible{detail}"),
    };
    ErreurDeModele::Fautif {
        fichier: erreur.name().unwrap_or(nom).to_owned(),
        ligne: erreur.line(),
        fait: format!("{sur}{fait}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn essai(nom: &str, texte: &str) -> Result<String, ErreurDeModele> {
        let dossier = tempfile::tempdir().unwrap();
        fs::write(dossier.path().join(nom), texte).unwrap();
        let valeurs = minijinja::context! { a => "x*y", vide => "", b => 1 };
        Modeles::lire(CONTRAT_PRO, Some(dossier.path()))?.remplir(nom, &valeurs)
    }

    #[test]
    fn values_are_escaped_and_blanks_are_visible() {
        let rempli = essai(
            "arrete.md",
            "{{ a }} {{ vide | a_completer(\"date`\n\") }} {{ a | paragraphe(\"x\") }} {{ a | a_completer(\"x\") }}",
        );
        assert_eq!(rempli.unwrap(), "x\\*y `[à compléter : date’ ]` x*y x\\*y");
        assert_eq!(essai("page.html", "{{ a }}{{ '<' }}").unwrap(), "x*y&lt;");
    }

    #[test]
    fn a_fault_is_told_with_its_line_and_its_words() {
        let cas = [
            (
                "a\n\n{{ montan }}",
                "arrete.md, ligne 3 : « montan » : cette valeur n’existe pas",
            ),
            ("\n{% if a %}\n", "arrete.md, ligne 2 : "),
            ("\n{{ a | majuscules }}", "arrete.md, ligne 2 : "),
            ("{{ b / 0 }}", "arrete.md, ligne 1 : "),
        ];
        for (texte, debut) in cas {
            let message = essai("arrete.md", texte).unwrap_err().to_string();
            assert!(message.contains(debut), "{message}");
            assert!(message.contains("corrigez ce modèle"), "{message}");
            assert_eq!(message.lines().count(), 1, "{message}");
        }
    }

    #[test]
    fn a_misnamed_template_and_an_empty_folder_are_refused() {
        let message = essai("arretes.md", "").unwrap_err().to_string();
        assert!(
            message.contains("« arretes.md »") && message.contains("arrete.md,"),
            "{message}"
        );
        assert!(matches!(
            essai("notes.txt", ""),
            Err(ErreurDeModele::Aucun { .. })
        ));
        assert!(Modeles::lire(CONTRAT_PRO, Some(Path::new("/nulle/part"))).is_err());
    }
}
