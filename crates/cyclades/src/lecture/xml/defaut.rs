//! What may be wrong with XML, small until someone reads it.

/// Why XML is not well formed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// `<nom` without its `>`.
    BaliseNonFermee,
    /// `<` that begins nothing.
    ChevronIsole,
    /// `</x>` that closes nothing, or something else than what is open.
    FermanteInattendue,
    /// An element that is never closed.
    ElementNonFerme,
    /// A comment, a CDATA section or an instruction that is never closed.
    JamaisFerme,
    /// `&` that begins no reference.
    EsperluetteIsolee,
    /// `&nom;` that is none of the five.
    EntiteInconnue,
    /// `&#0;` and others that are no character.
    ReferenceImpossible,
    /// A control character.
    CaractereInterdit,
    /// An attribute without value or quotes, or twice.
    AttributMalEcrit,
    /// `<!…>` or `<?xml` where none can stand.
    DeclarationMalPlacee,
    /// Something follows the end of the root.
    ApresLaFin,
    /// Candidates follow the end of what holds them.
    CandidatApresLaFin,
    /// The file stops before the end of the root.
    FinDuFichier,
}

impl Cause {
    /// In words, for the place where `texte` stands.
    #[must_use]
    pub fn mots(self, texte: &str) -> String {
        match self {
            Self::BaliseNonFermee => format!("la balise « {texte} » n’est pas fermée par « > »"),
            Self::ChevronIsole => {
                "un « < » ne commence aucune balise ; dans une valeur, il s’écrit « &lt; »"
                    .to_owned()
            }
            Self::FermanteInattendue => {
                format!("« {texte} » ne ferme pas le dernier élément ouvert")
            }
            Self::ElementNonFerme => format!("l’élément « {texte} » n’est jamais fermé"),
            Self::JamaisFerme => {
                format!("« {texte} » n’est jamais fermé ; la suite n’a pas pu être lue")
            }
            Self::EsperluetteIsolee => {
                "un « & » est isolé ; dans une valeur, il s’écrit « &amp; »".to_owned()
            }
            Self::EntiteInconnue => format!(
                "« {texte} » n’est pas une des entités de XML (&amp;, &lt;, &gt;, &quot;, &apos;) ; elle n’a pas été remplacée"
            ),
            Self::ReferenceImpossible => {
                format!("« {texte} » ne désigne aucun caractère que XML admette")
            }
            Self::CaractereInterdit => {
                "la valeur contient un caractère de contrôle, que XML n’admet pas".to_owned()
            }
            Self::AttributMalEcrit => {
                format!("les attributs de « {texte} » ne sont pas de la forme nom=\"valeur\"")
            }
            Self::DeclarationMalPlacee => format!("« {texte} » n’a pas sa place ici"),
            Self::ApresLaFin => format!("« {texte} » suit la fin de l’élément racine"),
            Self::CandidatApresLaFin => {
                format!("« {texte} » est suivi d’un candidat, qui a été lu")
            }
            Self::FinDuFichier if texte.is_empty() => {
                "le fichier s’arrête avant la fin de l’élément racine".to_owned()
            }
            Self::FinDuFichier => {
                format!("le fichier s’arrête avant la fin de l’élément « {texte} »")
            }
        }
    }
}

/// What is wrong with a place of an XML file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Defaut {
    /// Not well formed.
    Malforme(Cause),
    /// An element that the structure does not have.
    ElementInconnu,
    /// Such an element around candidates or the header: they are read all the same.
    AutourInconnu,
    /// A field twice in a candidate, or in the header.
    ElementEnDouble,
    /// A field before another that it should follow.
    Desordre,
    /// Text between elements.
    TexteInattendu,
    /// An element of another namespace.
    EspaceDeNoms,
    /// An attribute that the structure does not have.
    AttributInconnu,
    /// Elements in a value.
    BaliseDansUneValeur,
    /// Too many elements open at once.
    TropProfond,
    /// Too many attributes.
    TropDAttributs,
    /// The header block after a candidate.
    EnteteMalPlace,
    /// Bytes between two candidates, too many to be read.
    Demesure(u64),
}

impl Defaut {
    /// Told once for each name in the file, with the first place and the number: a million candidates
    /// often share it.
    #[must_use]
    pub fn est_groupe(self) -> bool {
        matches!(
            self,
            Self::ElementInconnu
                | Self::AutourInconnu
                | Self::Desordre
                | Self::EspaceDeNoms
                | Self::AttributInconnu
        )
    }
}

/// A fault and its place in a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Anomalie {
    /// Which.
    pub defaut: Defaut,
    /// The field it is about.
    pub champ: Option<u8>,
    /// Where it is, in the block.
    pub octet: usize,
    /// The text it is about, in the block: a name, a reference.
    pub texte: (usize, usize),
}
