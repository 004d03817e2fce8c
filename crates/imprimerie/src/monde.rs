//! What the typesetter sees: one template, one input, the fonts of the program.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Dict, Duration, Str, Value};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World, WorldExt as _};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::{ErreurDImpression, Modele};

struct Polices {
    livre: LazyHash<FontBook>,
    polices: Vec<Font>,
}

/// The fonts of the program: a bare machine prints the same page as any other.
static POLICES: LazyLock<Polices> = LazyLock::new(|| {
    let polices: Vec<Font> = typst_assets::fonts()
        .flat_map(|octets| Font::iter(Bytes::new(octets)))
        .collect();
    Polices {
        livre: LazyHash::new(FontBook::from_fonts(&polices)),
        polices,
    }
});

struct Monde {
    bibliotheque: LazyHash<Library>,
    modele: Source,
}

impl World for Monde {
    fn library(&self) -> &LazyHash<Library> {
        &self.bibliotheque
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &POLICES.livre
    }

    fn main(&self) -> FileId {
        self.modele.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.modele.id() {
            Ok(self.modele.clone())
        } else {
            Err(absent(id))
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        Err(absent(id))
    }

    fn font(&self, rang: usize) -> Option<Font> {
        POLICES.polices.get(rang).cloned()
    }

    /// No clock: the same data give the same bytes.
    fn today(&self, _decalage: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// A template stands alone: no other file, no package.
fn absent(id: FileId) -> FileError {
    FileError::NotFound(id.vpath().get_without_slash().into())
}

pub fn imprimer(modele: Modele<'_>, donnees: &str) -> Result<Vec<u8>, ErreurDImpression> {
    let chemin = VirtualPath::new("modele.typ").map_err(|erreur| ErreurDImpression::Modele {
        modele: modele.nom.to_owned(),
        ligne: None,
        fait: erreur.to_string(),
    })?;
    let id = RootedPath::new(VirtualRoot::Project, chemin).intern();
    let entrees: Dict = [(Str::from("donnees"), Value::Str(donnees.into()))]
        .into_iter()
        .collect();
    let monde = Monde {
        bibliotheque: LazyHash::new(Library::builder().with_inputs(entrees).build()),
        modele: Source::new(id, modele.texte.to_owned()),
    };
    let fautif = |fautes: &[SourceDiagnostic]| dire(&monde, modele.nom, fautes);
    let document: PagedDocument = typst::compile(&monde)
        .output
        .map_err(|fautes| fautif(&fautes))?;
    let normes =
        PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|erreur| ErreurDImpression::Modele {
            modele: modele.nom.to_owned(),
            ligne: None,
            fait: erreur.message().to_string(),
        })?;
    let options = PdfOptions {
        standards: normes,
        ..PdfOptions::default()
    };
    let pdf = typst_pdf::pdf(&document, &options).map_err(|fautes| fautif(&fautes))?;
    // What was kept for the next page must not grow with the number of documents.
    typst::comemo::evict(10);
    Ok(pdf)
}

/// The first fault, with its line; the others follow from it more often than not.
fn dire(monde: &Monde, nom: &str, fautes: &[SourceDiagnostic]) -> ErreurDImpression {
    let premiere = fautes.first();
    let ligne = premiere
        .and_then(|faute| monde.range(faute.span))
        .and_then(|octets| monde.modele.lines().byte_to_line(octets.start))
        .map(|ligne| ligne + 1);
    let fait = premiere.map_or_else(String::new, |faute| {
        std::iter::once(faute.message.to_string())
            .chain(faute.hints.iter().map(|conseil| conseil.v.to_string()))
            .collect::<Vec<_>>()
            .join(" ; ")
    });
    ErreurDImpression::Modele {
        modele: nom.to_owned(),
        ligne,
        fait,
    }
}
