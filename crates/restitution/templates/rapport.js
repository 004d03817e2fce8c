"use strict";
(() => {
  const formulaire = document.getElementById("filtres");
  const liste = document.querySelector("#liste table");
  if (!formulaire || !liste) return;
  const corps = liste.tBodies[0];
  const compte = document.getElementById("compte");
  const nombre = new Intl.NumberFormat("fr-FR");
  const simple = (texte) => texte.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/’/g, "'");
  const noms = ["fichier", "gravite", "regle", "champ", "ligne", "texte"];
  const lignes = Array.from(corps.rows, (tr) => ({
    tr,
    fichier: tr.dataset.f || "",
    gravite: tr.dataset.g,
    regle: tr.dataset.r,
    champ: tr.dataset.c,
    ligne: tr.dataset.l,
    texte: null,
  }));

  // The choices are those of the rows, with how many of each.
  for (const nom of ["regle", "champ"]) {
    const nombres = new Map();
    for (const ligne of lignes) nombres.set(ligne[nom], (nombres.get(ligne[nom]) || 0) + 1);
    for (const cle of Array.from(nombres.keys()).sort((a, b) => a.localeCompare(b, "fr"))) {
      if (cle === "") continue;
      const choix = document.createElement("option");
      choix.value = cle;
      choix.textContent = `${cle} (${nombre.format(nombres.get(cle))})`;
      formulaire.elements[nom].append(choix);
    }
  }

  // « 17 », « 10-20 », « 3, 9, 12-14 ».
  const dansLesLignes = (demande) => {
    const plages = demande.split(/[,;\s]+/).filter(Boolean).map((plage) => plage.split(/[-–]/).map(Number));
    if (plages.length === 0 || plages.some((p) => p.length > 2 || p.some((n) => !Number.isFinite(n)))) return null;
    return (ligne) => ligne !== "" && plages.some(([de, a]) => Number(ligne) >= de && Number(ligne) <= (a === undefined ? de : a));
  };

  const filtrer = () => {
    const valeurs = {};
    for (const nom of noms) valeurs[nom] = formulaire.elements[nom] ? formulaire.elements[nom].value.trim() : "";
    const parLigne = valeurs.ligne === "" ? () => true : dansLesLignes(valeurs.ligne) || (() => false);
    const mots = simple(valeurs.texte).split(/\s+/).filter(Boolean);
    let montres = 0;
    for (const ligne of lignes) {
      let oui = ["fichier", "gravite", "regle", "champ"].every((nom) => valeurs[nom] === "" || valeurs[nom] === ligne[nom]) && parLigne(ligne.ligne);
      if (oui && mots.length > 0) {
        if (ligne.texte === null) ligne.texte = simple(ligne.tr.textContent);
        oui = mots.every((mot) => ligne.texte.includes(mot));
      }
      ligne.tr.hidden = !oui;
      if (oui) montres += 1;
    }
    const s = montres > 1 ? "s" : "";
    compte.textContent = montres === lignes.length
      ? `${nombre.format(montres)} constat${s} affiché${s}.`
      : `${nombre.format(montres)} constat${s} affiché${s} sur ${nombre.format(lignes.length)}.`;
    return valeurs;
  };

  // The filters are in the address: a view can be kept as a bookmark, or sent with the page.
  const fragment = (valeurs) => noms.filter((nom) => valeurs[nom]).map((nom) => `${nom}=${encodeURIComponent(valeurs[nom])}`).join("&");
  const appliquer = () => {
    const adresse = fragment(filtrer());
    try {
      history.replaceState(null, "", adresse ? `#${adresse}` : "#constats");
    } catch {
      // A browser that forbids it for a local file filters all the same.
    }
  };
  const lireAdresse = () => {
    const demande = location.hash.slice(1);
    if (!demande.includes("=")) return false;
    const lus = new URLSearchParams(demande.replace(/\+/g, "%2B"));
    for (const nom of noms) {
      const controle = formulaire.elements[nom];
      if (!controle) continue;
      controle.value = lus.get(nom) || "";
      if (controle.tagName === "SELECT" && controle.selectedIndex < 0) controle.value = "";
    }
    filtrer();
    return true;
  };
  const montrer = () => {
    if (lireAdresse()) {
      const titre = document.getElementById("constats-titre");
      titre.scrollIntoView();
      titre.focus({ preventScroll: true });
    }
  };

  formulaire.hidden = false;
  formulaire.addEventListener("input", appliquer);
  formulaire.addEventListener("submit", (evenement) => evenement.preventDefault());
  formulaire.addEventListener("reset", () => setTimeout(appliquer, 0));
  addEventListener("hashchange", montrer);

  // Each heading sorts; the same one again turns the order round.
  Array.from(liste.tHead.rows[0].cells).forEach((cellule, rang) => {
    const bouton = document.createElement("button");
    bouton.type = "button";
    bouton.textContent = cellule.textContent;
    cellule.replaceChildren(bouton);
    bouton.addEventListener("click", () => {
      const sens = cellule.getAttribute("aria-sort") === "ascending" ? -1 : 1;
      for (const autre of cellule.parentNode.cells) autre.removeAttribute("aria-sort");
      cellule.setAttribute("aria-sort", sens === 1 ? "ascending" : "descending");
      const cle = (ligne) => ligne.tr.cells[rang].textContent.trim();
      const tries = lignes.map((ligne) => [cle(ligne), ligne.tr]);
      const ordre = new Intl.Collator("fr", { numeric: true });
      tries.sort((a, b) => sens * ordre.compare(a[0], b[0]));
      corps.append(...tries.map(([, tr]) => tr));
    });
  });

  filtrer();
  montrer();
})();
