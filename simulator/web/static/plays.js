// While a line is being played: the page is asked for again and what has changed is put in its place.
"use strict";

(() => {
  const EVERY = 1000;

  async function look() {
    try {
      const answer = await fetch(location.pathname, { cache: "no-store", headers: { accept: "text/html" } });
      if (answer.ok) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const now = document.querySelector("#played progress");
        const then = page.querySelector("#played progress");
        if (!then) {
          location.reload();
          return;
        }
        // Only the figures: the press that stops it must not slip away under a finger.
        document.querySelector("#played [role=status]").textContent = page.querySelector("#played [role=status]").textContent;
        now.value = then.value;
      }
    } catch {
      // Asked again below; the link on the page does the same by hand.
    }
    setTimeout(look, EVERY);
  }

  setTimeout(look, EVERY);
})();
