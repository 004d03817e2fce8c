"use strict";
(() => {
  const formulaire = document.getElementById("filtres");
  const table = document.getElementById("dotations");
  if (!formulaire || !table) return;
  const corps = table.tBodies[0];
  const compte = document.getElementById("compte");
  const nombre = new Intl.NumberFormat("fr-FR");
  const euros = new Intl.NumberFormat("fr-FR", { style: "currency", currency: "EUR" });
  const simple = (texte) => texte.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/’/g, "'");
  const lignes = Array.from(corps.rows, (tr) => ({ tr, texte: simple(tr.textContent), academie: tr.dataset.a, examen: tr.dataset.e === "1", centimes: Number(tr.dataset.t) }));

  for (const nom of new Set(lignes.map((ligne) => ligne.academie))) {
    const choix = document.createElement("option");
    choix.value = nom;
    choix.textContent = nom;
    formulaire.elements.academie.append(choix);
  }

  const filtrer = () => {
    const mots = simple(formulaire.elements.texte.value).split(/\s+/).filter(Boolean);
    const academie = formulaire.elements.academie.value;
    const examen = formulaire.elements.examen.checked;
    let montrees = 0;
    let centimes = 0;
    for (const ligne of lignes) {
      const oui = (academie === "" || academie === ligne.academie) && (!examen || ligne.examen) && mots.every((mot) => ligne.texte.includes(mot));
      ligne.tr.hidden = !oui;
      if (oui) {
        montrees += 1;
        centimes += ligne.centimes;
      }
    }
    const s = montrees > 1 ? "s" : "";
    const sur = montrees === lignes.length ? "" : ` sur ${nombre.format(lignes.length)}`;
    compte.textContent = `${nombre.format(montrees)} dotation${s} affichée${s}${sur} : ${euros.format(centimes / 100)}.`;
  };

  formulaire.hidden = false;
  formulaire.addEventListener("input", filtrer);
  formulaire.addEventListener("submit", (evenement) => evenement.preventDefault());
  formulaire.addEventListener("reset", () => setTimeout(filtrer, 0));

  // Each heading of a column sorts; the same one again turns the order round.
  const titres = Array.from(table.querySelectorAll("thead [data-rang]"));
  for (const cellule of titres) {
    const rang = Number(cellule.dataset.rang);
    const bouton = document.createElement("button");
    bouton.type = "button";
    bouton.append(...cellule.childNodes);
    cellule.append(bouton);
    bouton.addEventListener("click", () => {
      const sens = cellule.getAttribute("aria-sort") === "ascending" ? -1 : 1;
      for (const autre of titres) autre.removeAttribute("aria-sort");
      cellule.setAttribute("aria-sort", sens === 1 ? "ascending" : "descending");
      const cle = (ligne) => ligne.tr.cells[rang].dataset.v || ligne.tr.cells[rang].textContent.trim();
      const ordre = new Intl.Collator("fr", { numeric: true });
      const tries = lignes.map((ligne) => [cle(ligne), ligne.tr]);
      tries.sort((a, b) => sens * ordre.compare(a[0], b[0]));
      corps.append(...tries.map(([, tr]) => tr));
    });
  }

  filtrer();
})();
