//! The files of the demonstration, held by the program: it needs nothing else to show what it does.

use guichet_cyclades::controle::Octets;

/// A file of the demonstration.
#[derive(Debug, Clone, Copy)]
pub struct FichierDeDemo {
    /// Where it stands in the project.
    pub chemin: &'static str,
    /// Its name and its bytes.
    pub octets: Octets<'static>,
}

macro_rules! fichier {
    ($nom:literal) => {
        FichierDeDemo {
            chemin: concat!("exemples/cyclades/demo/", $nom),
            octets: Octets {
                nom: $nom,
                octets: include_bytes!(concat!("../../../exemples/cyclades/demo/", $nom)),
            },
        }
    };
}

/// Twelve invented candidates of a CAP, with the faults of everyday.
pub const FAUTIF: FichierDeDemo = fichier!("CAP_1.0_2024-06_151120230900.csv");
/// The same, corrected the day after.
pub const CORRIGE: FichierDeDemo = fichier!("CAP_1.0_2024-06_161120230900.csv");

/// A file of dossiers of the demonstration.
#[derive(Debug, Clone, Copy)]
pub struct DossiersDeDemo {
    /// Where it stands in the project.
    pub chemin: &'static str,
    /// Its name.
    pub nom: &'static str,
    /// Its bytes.
    pub octets: &'static [u8],
}

macro_rules! table {
    ($nom:literal) => {
        DossiersDeDemo {
            chemin: concat!("exemples/equipement/region/", $nom),
            nom: $nom,
            octets: include_bytes!(concat!("../../../exemples/equipement/region/", $nom)),
        }
    };
}

/// Five invented requests for the aid to professionalisation contracts: granted, refused, read two ways,
/// incomplete, unreadable.
pub const DEMANDES: DossiersDeDemo = DossiersDeDemo {
    chemin: "exemples/contrat-pro/demo/dossiers.csv",
    nom: "dossiers.csv",
    octets: include_bytes!("../../../exemples/contrat-pro/demo/dossiers.csv"),
};

/// Three invented requests under the circular of 2007: a job open everywhere to the nationality, a misprint
/// read two ways, a job that the list of the region does not print.
pub const DEMANDES_DE_TRAVAIL: DossiersDeDemo = DossiersDeDemo {
    chemin: "exemples/travail/demo/demandes.csv",
    nom: "demandes.csv",
    octets: include_bytes!("../../../exemples/travail/demo/demandes.csv"),
};

/// The four tables of an invented region, in the order of the command: establishments, headcounts, scholars,
/// carry-overs.
pub const REGION: [DossiersDeDemo; 4] = [
    table!("etablissements.csv"),
    table!("effectifs.csv"),
    table!("boursiers.csv"),
    table!("reliquats.csv"),
];
