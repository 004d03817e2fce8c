//! A regulation written as data, as the engine sees it.

use guichet_instruction::{Axes, Choix, Commun, Dossier, Etabli, Procedure, Proposition, Rang};
use guichet_socle::constat::Valeur as DeReponse;
use guichet_socle::decision::{Avertissement, EtapeDeCalcul};
use guichet_socle::{AnneeScolaire, Centimes, Issue};
use jiff::civil::Date;

use crate::calcul::Effet;
use crate::edition::EditionLibre;
use crate::faits::{Lu, en_mots};
use crate::operande::{Genre, Operande, Valeur, jour_du_champ};

/// The answer besides the issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reponse {
    montant: Option<i64>,
    /// The steps that apply, and what each adds.
    etapes: Vec<(usize, i64)>,
    /// The facts shown, in the order of the answer.
    faits: Vec<DeReponse>,
}

impl EditionLibre {
    /// Every fact, in order, under the readings chosen.
    fn deriver<'d>(&'d self, dossier: &'d Dossier, choix: Choix) -> Vec<Option<Valeur<'d>>> {
        let mut valeurs: Vec<Option<Valeur<'d>>> = Vec::with_capacity(self.faits.len());
        for fait in &self.faits {
            let lu = Lu {
                schema: &self.commun.schema,
                dossier,
                listes: &self.listes,
                faits: &valeurs,
            };
            let formule = match &fait.autre {
                Some((lecture, autre)) if choix.autre(*lecture) => autre,
                _ => &fait.formule,
            };
            let valeur = lu.deriver(formule).or_else(|| {
                let defaut = fait.si_absent?;
                Some(match fait.genre {
                    Genre::Booleen => Valeur::Booleen(defaut != 0),
                    _ => Valeur::Nombre(defaut),
                })
            });
            valeurs.push(valeur);
        }
        valeurs
    }

    fn nombre(&self, etabli: &Etabli<'_>, dossier: &Dossier, operande: Operande) -> Option<i64> {
        match operande {
            Operande::Constante(nombre) => Some(nombre),
            Operande::Champ(rang) => dossier.entier(rang),
            Operande::Fait(place) => etabli.entier_de(&self.commun, place),
        }
    }

    fn est_vrai(&self, etabli: &Etabli<'_>, dossier: &Dossier, operande: Operande) -> Option<bool> {
        match operande {
            Operande::Constante(_) => None,
            Operande::Champ(rang) => dossier.booleen(rang),
            Operande::Fait(place) => etabli.booleen_de(&self.commun, place),
        }
    }

    /// The amount and its steps; none when a value is missing.
    fn calculer(&self, dossier: &Dossier, etabli: &Etabli<'_>) -> Option<(i64, Vec<(usize, i64)>)> {
        let mut montant = 0i64;
        let mut faites = Vec::new();
        for (rang, etape) in self.etapes.iter().enumerate() {
            let ajout = etape.ajoute(
                montant,
                |operande| self.nombre(etabli, dossier, operande),
                |operande| self.est_vrai(etabli, dossier, operande),
            )?;
            if let Effet::Ajoute(ajout) = ajout {
                montant = montant.checked_add(ajout)?;
                faites.push((rang, ajout));
            }
        }
        Some((montant, faites))
    }

    fn fait_montre(&self, etabli: &Etabli<'_>, place: usize) -> DeReponse {
        let commun = &self.commun;
        match self.faits[place].genre {
            Genre::Nombre => etabli.entier_de(commun, place).map(DeReponse::Entier),
            Genre::Date => etabli
                .date_de(commun, place)
                .map(|jour| DeReponse::texte(jour.to_string())),
            Genre::Booleen => etabli.booleen_de(commun, place).map(DeReponse::Booleen),
            Genre::Texte | Genre::Liste => None,
        }
        .unwrap_or(DeReponse::Nul)
    }
}

impl Procedure for EditionLibre {
    type Reponse = Reponse;

    fn commun(&self) -> &Commun {
        &self.commun
    }

    fn date_de_reference(&self, dossier: &Dossier) -> Option<Date> {
        jour_du_champ(dossier, self.date_de_reference?)
    }

    fn etablir<'d>(&'d self, dossier: &'d Dossier, choix: Choix, etabli: &mut Etabli<'d>) {
        let valeurs = self.deriver(dossier, choix);
        for (place, valeur) in valeurs.iter().enumerate() {
            match valeur {
                Some(Valeur::Nombre(nombre)) => etabli.entier(&self.commun, place, Some(*nombre)),
                Some(Valeur::Date(jour)) => etabli.date(&self.commun, place, Some(*jour)),
                Some(Valeur::Booleen(vrai)) => etabli.booleen(&self.commun, place, Some(*vrai)),
                Some(Valeur::Texte(texte)) => etabli.texte(&self.commun, place, Some(texte)),
                Some(Valeur::Liste(_)) | None => {}
            }
        }
        // A reading matters as soon as its fact is another one.
        for (place, fait) in self.faits.iter().enumerate() {
            let Some((lecture, _)) = &fait.autre else {
                continue;
            };
            let autres = self.deriver(dossier, Choix(choix.0 ^ (1 << lecture)));
            etabli.sensible(*lecture, autres[place] != valeurs[place]);
        }
    }

    fn champs_du_calcul(&self) -> u64 {
        self.du_calcul
    }

    fn repondre(
        &self,
        dossier: &Dossier,
        _choix: Choix,
        etabli: &Etabli<'_>,
        issue: Issue,
    ) -> Reponse {
        let calcul = self.calculer(dossier, etabli);
        let favorable = issue == Issue::Favorable;
        let montres = self.reponses.iter();
        Reponse {
            montant: match issue {
                Issue::Favorable => calcul.as_ref().map(|(montant, _)| *montant),
                Issue::Defavorable => Some(0),
                _ => None,
            },
            etapes: calcul
                .filter(|_| favorable)
                .map_or_else(Vec::new, |(_, etapes)| etapes),
            faits: montres
                .map(|(_, place)| self.fait_montre(etabli, *place))
                .collect(),
        }
    }

    fn montant(&self, reponse: &Reponse) -> Option<Centimes> {
        reponse.montant.map(Centimes)
    }

    fn champs(&self, reponse: &Reponse, _issue: Issue) -> Vec<(&'static str, DeReponse)> {
        let montant = reponse.montant.map_or(DeReponse::Nul, DeReponse::Entier);
        let noms = self.reponses.iter().map(|(nom, _)| *nom);
        std::iter::once(("montant_centimes", montant))
            .chain(noms.zip(reponse.faits.iter().cloned()))
            .collect()
    }

    fn impossibles(&self, dossier: &Dossier) -> Vec<(Rang, String)> {
        let Some(rang) = self.date_de_reference else {
            return Vec::new();
        };
        match dossier.texte(rang) {
            Some(annee) if AnneeScolaire::lire(annee).is_none() => vec![(
                rang,
                format!(
                    "« {annee} » n’est pas une année scolaire ; écrivez par exemple 2023-2024."
                ),
            )],
            _ => Vec::new(),
        }
    }

    fn calcul(&self, dossier: &Dossier, reponse: &Reponse) -> Vec<EtapeDeCalcul> {
        let valeurs = self.deriver(dossier, Choix::RETENUES);
        reponse
            .etapes
            .iter()
            .filter_map(|&(rang, ajout)| {
                let etape = self.etapes.get(rang).filter(|etape| etape.se_dit(ajout))?;
                let source = self.commun.edition.sources.get(&etape.source);
                Some(EtapeDeCalcul {
                    libelle: etape.libelle.remplir(|nom, sortie| {
                        sortie.push_str(&self.trou(nom, dossier, &valeurs));
                    }),
                    montant_centimes: Centimes(ajout),
                    source: source.map_or(String::new(), |s| format!("{}, {}", s.titre, s.section)),
                })
            })
            .collect()
    }

    fn avertissements(&self, _dossier: &Dossier, _reponse: &Reponse) -> Vec<Avertissement> {
        Vec::new()
    }

    fn pistes(&self) -> &'static [&'static str] {
        &[]
    }

    fn piste(&self, _nom: &str, _dossier: &Dossier, _etabli: &Etabli<'_>) -> Option<Proposition> {
        None
    }

    fn axes<'d>(&'d self, _dossier: &'d Dossier) -> Axes<'d> {
        Vec::new()
    }
}

impl EditionLibre {
    /// What fills a placeholder of a step.
    fn trou(&self, nom: &str, dossier: &Dossier, valeurs: &[Option<Valeur<'_>>]) -> String {
        if let Some(parametre) = nom.strip_prefix("parametre.") {
            let mots = self.commun.parametres.get(parametre);
            return mots.cloned().unwrap_or_default().replace(",00", "");
        }
        let trouve = self.faits.iter().position(|fait| fait.nom == nom);
        if let Some(place) = trouve {
            let centimes = self.faits[place].centimes;
            return valeurs[place].map_or(String::new(), |valeur| en_mots(valeur, centimes));
        }
        let rang = self.commun.schema.rang(nom);
        rang.map_or(String::new(), |rang| {
            guichet_instruction::explication::en_mots(&self.commun, dossier, rang)
        })
    }
}
