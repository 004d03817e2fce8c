//! A slip in a folder is one line, that names the file, the line, and what to write.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests: a failure is a failed test"
)]

mod commun;

use commun::changee;

#[test]
#[expect(clippy::too_many_lines, reason = "a table of slips, a row each")]
fn each_slip_is_told_with_its_place() {
    let cas = [
        (
            "faits.toml",
            "naissance = \"apprenti.date_naissance\"",
            "naissance = \"apprenti.date_de_naissance\"",
            "faits.toml:7 : « apprenti.date_de_naissance » n’est le nom d’aucun champ, fait placé au-dessus ou paramètre. Vouliez-vous dire « apprenti.date_naissance » ?",
        ),
        (
            "faits.toml",
            "naissance = \"apprenti.date_naissance\"",
            "naissance = \"formation.code\"",
            "faits.toml:7 : « formation.code » est un texte ; il faut ici une date.",
        ),
        (
            "faits.toml",
            "de = [\"mois_de_contrat\",",
            "de = [\"deja_paye_centimes\",",
            "faits.toml:17 : « deja_paye_centimes » n’est le nom d’aucun champ, fait placé au-dessus ou paramètre",
        ),
        (
            "faits.toml",
            "{ age = {",
            "{ ages = {",
            "faits.toml:7 : « ages » n’est pas admis ici ; vouliez-vous dire « age » ?",
        ),
        (
            "faits.toml",
            "nom = \"mois_comptes\"",
            "nom = \"age_ans\"",
            "faits.toml:15 : « age_ans » est déjà un champ ou un fait ; donnez-lui un autre nom.",
        ),
        (
            "faits.toml",
            "liste = \"formations\"",
            "liste = \"formation\"",
            "faits.toml:27 : « formation » n’est le nom d’aucun fichier de listes/. Vouliez-vous dire « formations » ?",
        ),
        (
            "faits.toml",
            "colonne = \"forfait_centimes\"",
            "colonne = \"forfait\"",
            "faits.toml:33 : « forfait » n’est le nom d’aucun colonne de la liste",
        ),
        (
            "faits.toml",
            "recette = { le_plus_petit",
            "si_absent = 3\nrecette = { le_plus_petit",
            "faits.toml:17 : « mois_comptes » repose sur « contrat.date_debut », qui n’est pas facultatif : son absence ne veut rien dire ; retirez « si_absent ».",
        ),
        (
            "calcul.toml",
            "forfait = \"forfait_centimes\"",
            "forfait = \"forfait_centime\"",
            "calcul.toml:7 : « forfait_centime » n’est le nom d’aucun champ, fait placé au-dessus ou paramètre. Vouliez-vous dire « forfait_centimes » ?",
        ),
        (
            "calcul.toml",
            "geste = { forfait",
            "geste = { forfet",
            "calcul.toml:7 : « forfet » n’est pas admis ici ; vouliez-vous dire « forfait » ?",
        ),
        (
            "calcul.toml",
            "geste = { forfait = \"forfait_centimes\" }",
            "geste = { bareme = { selon = \"age_ans\", tranches = [{ montant = 5 }, { jusqu_a = 3, montant = 6 }] } }",
            "calcul.toml:7 : les tranches d’un barème montent, et la dernière n’a pas de « jusqu_a » ; remettez-les dans l’ordre.",
        ),
        (
            "calcul.toml",
            "source = \"reglement:3\"",
            "source = \"reglement:9\"",
            "calcul.toml:6 : la source « reglement:9 » n’est pas déclarée",
        ),
        (
            "calcul.toml",
            "{parametre.mois_pleins}",
            "{parametre.mois_plein}",
            "calcul.toml:10 : « parametre.mois_plein » n’est le nom d’aucun champ, fait ou paramètre. Vouliez-vous dire « parametre.mois_pleins » ?",
        ),
        (
            "calcul.toml",
            "si = \"apprenti.situation_de_handicap\"",
            "si = \"age_ans\"",
            "calcul.toml:17 : « age_ans » est un nombre ; il faut ici vrai ou faux.",
        ),
        (
            "calcul.toml",
            "fait = \"demande_au_plus_tard\"",
            "fait = \"demande_au_plus_tot\"",
            "calcul.toml:31 : « demande_au_plus_tot » n’est le nom d’aucun fait. Vouliez-vous dire « demande_au_plus_tard » ?",
        ),
        (
            "parametres.toml",
            "valeur = 60000",
            "valeur = \"600 €\"",
            "parametres.toml:",
        ),
        (
            "edition.toml",
            "date_de_reference = \"date_demande\"",
            "date_de_reference = \"date_de_demande\"",
            "edition.toml : « date_de_reference » nomme « date_de_demande », qui n’est pas un champ de dossier.toml ; corrigez-le.",
        ),
        (
            "conditions.toml",
            "fait = \"age_ans\"",
            "fait = \"age_an\"",
            "conditions.toml:",
        ),
        (
            "listes/formations.csv",
            "50022139,CUISINE (CAP),24000",
            "50022139,CUISINE (CAP)",
            "listes/formations.csv:3 : la ligne a 2 cellules au lieu de 3 ; complétez-la ou retirez ce qui est en trop.",
        ),
        (
            "listes/formations.csv",
            "50022139,",
            "50022137,",
            "listes/formations.csv:3 : le code « 50022137 » est là deux fois ; gardez une seule ligne.",
        ),
    ];
    for (fichier, avant, apres, attendu) in cas {
        let erreur = changee(fichier, avant, apres).unwrap_err().to_string();
        assert!(erreur.contains(attendu), "{erreur}\nattendu : {attendu}");
        assert!(!erreur.contains('\n'), "{erreur}");
    }
}
