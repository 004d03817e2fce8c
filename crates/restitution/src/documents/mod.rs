//! Documents for people laid out: their words filled in from templates, then put on a page.
//!
//! The words are written once, in Markdown, for both forms; the page, once for each form. A region replaces
//! any of these files, by its name.

mod blocs;
mod modeles;

use guichet::documents::Document;
use guichet_imprimerie::{ErreurDImpression, Modele, imprimer};
use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;
use serde_json::json;

pub use blocs::{Bloc, Segment, Texte};
pub use modeles::{ErreurDeModele, Modeles};

/// The forms of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormeDeDocument {
    /// A page that stands alone.
    Html,
    /// An accessible PDF.
    Pdf,
}

impl FormeDeDocument {
    /// The extension of its files.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Pdf => "pdf",
        }
    }
}

/// Why a document was not laid out.
#[derive(Debug, thiserror::Error)]
pub enum ErreurDeDocument {
    /// A template is faulty.
    #[error("{0}")]
    Modele(#[from] ErreurDeModele),
    /// The program was built without the typesetter.
    #[error("{0}")]
    SansPdf(ErreurDImpression),
}

/// Says how to have PDF, when this program has none.
///
/// # Errors
/// The program was built without the typesetter.
pub fn exiger_le_pdf() -> Result<(), ErreurDeDocument> {
    if guichet_imprimerie::DISPONIBLE {
        Ok(())
    } else {
        Err(ErreurDeDocument::SansPdf(ErreurDImpression::SansPdf))
    }
}

/// Lays a document out.
///
/// # Errors
/// A template is faulty, or the program was built without PDF.
pub fn rendre(
    modeles: &Modeles,
    document: &Document,
    forme: FormeDeDocument,
) -> Result<Vec<u8>, ErreurDeDocument> {
    let contenu = &document.contenu;
    let modele = format!("{}.md", contenu.document.nom());
    let markdown = modeles.remplir(&modele, &Value::from(Serde(contenu)))?;
    let corps = blocs::decouper(&markdown).map_err(|fait| ErreurDeModele::Fautif {
        fichier: modele,
        ligne: None,
        fait,
    })?;
    let page = Page {
        document: contenu.document.nom(),
        titre: &corps.titre,
        organisme: json!({
            "nom": contenu.organisme.nom.trim(),
            "service": contenu.organisme.service.trim(),
            "contact": contenu.organisme.contact.trim(),
            "ville": contenu.organisme.ville.trim(),
            "signataire": contenu.organisme.signataire.trim(),
            "adresse_lignes": lignes(&contenu.organisme.adresse),
        }),
        siret: &contenu.siret,
        reference: contenu
            .dossiers
            .first()
            .map_or("", |dossier| dossier.reference.as_str()),
        recus: &contenu.recus,
        blocs: &corps.blocs,
    };
    match forme {
        FormeDeDocument::Html => {
            let html = modeles.remplir("page.html", &Value::from(Serde(&page)))?;
            Ok(html.into_bytes())
        }
        FormeDeDocument::Pdf => {
            let (nom, texte) = modeles.typst();
            let donnees = serde_json::to_string(&page).map_err(|erreur| en_faute(nom, &erreur))?;
            imprimer(Modele { nom, texte }, &donnees).map_err(|erreur| match erreur {
                ErreurDImpression::SansPdf => ErreurDeDocument::SansPdf(erreur),
                ErreurDImpression::Modele {
                    modele,
                    ligne,
                    fait,
                } => ErreurDeDocument::Modele(ErreurDeModele::Fautif {
                    fichier: modele,
                    ligne,
                    fait: format!("« {fait} »"),
                }),
            })
        }
    }
}

/// What the layouts see.
#[derive(Serialize)]
struct Page<'a> {
    document: &'a str,
    titre: &'a str,
    organisme: serde_json::Value,
    siret: &'a str,
    reference: &'a str,
    recus: &'a [String],
    blocs: &'a [Bloc],
}

fn lignes(texte: &str) -> Vec<&str> {
    texte
        .lines()
        .map(str::trim)
        .filter(|ligne| !ligne.is_empty())
        .collect()
}

fn en_faute(nom: &str, erreur: &serde_json::Error) -> ErreurDeDocument {
    ErreurDeDocument::Modele(ErreurDeModele::Fautif {
        fichier: nom.to_owned(),
        ligne: None,
        fait: erreur.to_string(),
    })
}
