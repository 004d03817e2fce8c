//! Documents for people laid out: their words filled in from templates, then put on a page.
//!
//! The words are written once, in Markdown, for both forms; the page, once for each form. A region replaces
//! any of these files, by its name.

mod blocs;
mod modeles;

use guichet::documents::{Document, Organisme, Sorte};
use guichet::equipement::documents::{DocumentDEquipement, SorteDEquipement};
use guichet_imprimerie::{ErreurDImpression, Modele, imprimer};
use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;
use serde_json::json;

pub use blocs::{Bloc, Segment, Texte};
pub use modeles::{CONTRAT_PRO, EQUIPEMENT, ErreurDeModele, Jeu, Modeles};

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

/// What is laid out around the words of a document.
#[derive(Debug, Clone, Default)]
pub struct Feuillet<'a> {
    /// Name of the kind of document: that of its template.
    pub document: &'a str,
    /// Whether it is a letter, with an addressee; else an act or a notice.
    pub lettre: bool,
    /// Whether its tables need a wide page.
    pub large: bool,
    /// Who writes, at the top and under the words.
    pub organisme: Organisme,
    /// The addressee of a letter, a line each; none when only a SIRET is known.
    pub destinataire: Vec<String>,
    /// The establishment of a letter without addressee.
    pub siret: &'a str,
    /// The dossier.
    pub reference: &'a str,
    /// Receipts of the editions applied.
    pub recus: &'a [String],
}

/// Lays a document on professionalisation contracts out.
///
/// # Errors
/// A template is faulty, or the program was built without PDF.
pub fn rendre(
    modeles: &Modeles,
    document: &Document,
    forme: FormeDeDocument,
) -> Result<Vec<u8>, ErreurDeDocument> {
    let contenu = &document.contenu;
    let feuillet = Feuillet {
        document: contenu.document.nom(),
        lettre: contenu.document == Sorte::Notification,
        large: contenu.document == Sorte::AnnexeConvention,
        organisme: contenu.organisme.clone(),
        destinataire: Vec::new(),
        siret: &contenu.siret,
        reference: contenu
            .dossiers
            .first()
            .map_or("", |dossier| dossier.reference.as_str()),
        recus: &contenu.recus,
    };
    mettre_en_page(modeles, &feuillet, contenu, forme)
}

/// Lays a document on the equipment aid out: the letter of the region, or the notice of a school, which
/// writes in its own name.
///
/// # Errors
/// A template is faulty, or the program was built without PDF.
pub fn rendre_equipement(
    modeles: &Modeles,
    document: &DocumentDEquipement,
    forme: FormeDeDocument,
) -> Result<Vec<u8>, ErreurDeDocument> {
    let contenu = &document.contenu;
    let etablissement = &contenu.etablissement;
    let lettre = contenu.document == SorteDEquipement::Notification;
    let organisme = if lettre {
        contenu.organisme.clone()
    } else {
        Organisme {
            nom: etablissement.nom.clone(),
            signataire: "Le chef d’établissement".to_owned(),
            ..Organisme::default()
        }
    };
    let feuillet = Feuillet {
        document: contenu.document.nom(),
        lettre,
        large: false,
        organisme,
        destinataire: vec![
            etablissement.nom.clone(),
            format!("UAI {}", etablissement.uai),
        ],
        siret: "",
        reference: &etablissement.uai,
        recus: &contenu.recus,
    };
    mettre_en_page(modeles, &feuillet, contenu, forme)
}

/// Fills the words in with what they say, and puts them on a page.
fn mettre_en_page(
    modeles: &Modeles,
    feuillet: &Feuillet<'_>,
    contenu: &impl Serialize,
    forme: FormeDeDocument,
) -> Result<Vec<u8>, ErreurDeDocument> {
    let modele = format!("{}.md", feuillet.document);
    let markdown = modeles.remplir(&modele, &Value::from(Serde(contenu)))?;
    let corps = blocs::decouper(&markdown).map_err(|fait| ErreurDeModele::Fautif {
        fichier: modele,
        ligne: None,
        fait,
    })?;
    let organisme = &feuillet.organisme;
    let page = Page {
        document: feuillet.document,
        lettre: feuillet.lettre,
        large: feuillet.large,
        titre: &corps.titre,
        organisme: json!({
            "nom": organisme.nom.trim(),
            "service": organisme.service.trim(),
            "contact": organisme.contact.trim(),
            "ville": organisme.ville.trim(),
            "signataire": organisme.signataire.trim(),
            "adresse_lignes": lignes(&organisme.adresse),
        }),
        destinataire: &feuillet.destinataire,
        siret: feuillet.siret,
        reference: feuillet.reference,
        recus: feuillet.recus,
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
    lettre: bool,
    large: bool,
    titre: &'a str,
    organisme: serde_json::Value,
    destinataire: &'a [String],
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
