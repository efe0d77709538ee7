// The conversation page in the browser: nothing typed is lost, one press is one line, the keyboard stays in the box.
"use strict";

window.partnering = (() => {
  const rehearsal = new URLSearchParams(location.search).get("r") ?? "";
  const shelf = `partnering:${rehearsal}`;
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const SAVE_AFTER = 500;
  const LISTEN_EVERY = 15000;
  const ASK_EVERY_WHEN_LOST = 2000;

  let sent = null; // {key, turn, text} of the press that has not been confirmed yet
  let saved = ""; // what the server has as draft
  let saving = Promise.resolve();
  let timer = 0;
  let ear = 0;
  let heard = ""; // the number of the sentence shown last
  let lost = false;
  let opened = false;

  const find = (selector) => document.querySelector(selector);
  const box = () => find("#box textarea");
  const next = () => Math.max(1, ...[...document.querySelectorAll("[data-next]")].map((e) => Number(e.dataset.next)));
  const path = () => `/api/rehearsals/${encodeURIComponent(rehearsal)}/draft?turn=${next()}`;

  function key() {
    // Not randomUUID: it is missing where the address is neither https nor this machine.
    return [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");
  }

  function facts(submission, turn) {
    const hint = Number(find("[data-hint]")?.dataset.hint ?? 0);
    return JSON.stringify({ rehearsal, turn, submission, calm: calm.matches, hint });
  }

  // --- one press, one line

  function said() {
    const text = box().value;
    const turn = next();
    // The same words for the same turn are the same press: doubled, or tried again after a break.
    if (!sent || sent.text !== text || sent.turn !== turn) sent = { key: key(), turn, text };
    find("#told p").textContent = "";
    box().focus();
    return [facts(sent.key, turn), text];
  }

  function told() {
    // The server's sentence about a press: shown once, gone with the next press.
    const word = find("[data-word]");
    if (!word || word.dataset.word === heard) return;
    heard = word.dataset.word;
    find("#told p").textContent = word.textContent;
  }

  function confirmed(submission) {
    if (!sent || submission !== sent.key) return;
    const rest = box().value;
    // Only what was said leaves the box; words typed meanwhile stay.
    if (rest.startsWith(sent.text)) write(rest.slice(sent.text.length).replace(/^\n/, ""));
    sent = null;
    keep();
  }

  function write(text) {
    const field = box();
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // --- nothing typed is lost

  function typed() {
    clearTimeout(timer);
    timer = setTimeout(keep, SAVE_AFTER);
    unsaid();
  }

  function keep() {
    clearTimeout(timer);
    saving = saving.then(async () => {
      const text = box()?.value ?? "";
      if (text === saved) return;
      try {
        const answer = await fetch(path(), { method: "POST", body: text, headers: { "content-type": "text/plain" } });
        if (!answer.ok) throw new Error(String(answer.status));
        saved = text;
        sessionStorage.removeItem(shelf);
      } catch (error) {
        put();
        if (error instanceof TypeError) miss();
      }
    });
    return saving;
  }

  function put() {
    // This tab only, and only until the server has it: other people may use this browser too.
    sessionStorage.setItem(shelf, JSON.stringify({ turn: next(), text: box()?.value ?? "" }));
  }

  function leave() {
    const text = box()?.value ?? "";
    if (!opened || text === saved) return;
    put();
    navigator.sendBeacon(path(), new Blob([text], { type: "text/plain" }));
  }

  function restore() {
    saved = box().value;
    const kept = JSON.parse(sessionStorage.getItem(shelf) ?? "null");
    sessionStorage.removeItem(shelf);
    if (kept && kept.turn === next() && kept.text && kept.text !== saved) write(kept.text);
    const field = box();
    field.focus({ preventScroll: true });
    field.setSelectionRange(field.value.length, field.value.length);
    keep();
  }

  // --- a server that went away

  function miss() {
    if (lost) return;
    lost = true;
    put();
    find("#lost p").hidden = false;
    clearTimeout(ear);
    ear = setTimeout(listen, ASK_EVERY_WHEN_LOST);
  }

  async function listen() {
    try {
      const answer = await fetch("/health", { cache: "no-store" });
      if (!answer.ok) throw new Error(String(answer.status));
      if (lost) {
        sent = null;
        await keep();
        location.reload();
        return;
      }
    } catch {
      miss();
    }
    clearTimeout(ear);
    ear = setTimeout(listen, lost ? ASK_EVERY_WHEN_LOST : LISTEN_EVERY);
  }

  // --- drawing: follow the talk, give the keyboard back

  function unsaid() {
    const note = find("#ending .unsaid");
    if (note) note.hidden = !box()?.value.trim();
  }

  function atEnd() {
    return innerHeight + scrollY >= document.documentElement.scrollHeight - 260;
  }

  function follow(behavior) {
    scrollTo({ top: document.documentElement.scrollHeight, behavior: calm.matches ? "auto" : behavior });
  }

  let wasAtEnd = true;
  let speaking = false;

  function drawn() {
    const talk = find("#talk ol");
    if (!talk) return;
    const kept = find("[data-kept]")?.dataset.kept;
    if (kept) confirmed(kept);
    told();
    if (!opened && box()) {
      opened = true;
      document.title = `${talk.dataset.name} · Partnering Practice`;
      restore();
      follow("auto");
      return;
    }
    const now = Boolean(find("#now ol"));
    if (speaking && !now && (document.activeElement === document.body || document.activeElement?.closest("#composer"))) {
      box()?.focus({ preventScroll: true });
    }
    if (speaking && !now && find("#hints-on input")?.checked) find("#fresh-hint").click();
    if (wasAtEnd || now !== speaking) follow("smooth");
    speaking = now;
  }

  // --- start

  addEventListener("scroll", () => { wasAtEnd = atEnd(); }, { passive: true });
  addEventListener("pagehide", leave);
  // A phone that comes out of a tunnel or is taken out again asks at once. What the event says is not believed: the
  // program may run on this very machine.
  addEventListener("offline", listen);
  addEventListener("online", listen);
  document.addEventListener("visibilitychange", () => { if (document.hidden) leave(); else listen(); });
  document.addEventListener("input", (event) => { if (event.target === box()) typed(); });
  document.addEventListener("keydown", (event) => {
    if (event.target !== box() || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (!event.repeat) find("#send").click();
  }, true);
  document.addEventListener("keypress", (event) => {
    // Gradio's box would send on Shift+Enter; here that is a new line.
    if (event.target === box() && event.key === "Enter") event.stopImmediatePropagation();
  }, true);
  document.addEventListener("click", (event) => {
    const close = event.target.closest("[data-close]");
    if (close) { close.closest("details").open = false; box()?.focus(); }
    if (event.target.closest("#ending summary")) unsaid();
  });
  document.addEventListener("keydown", (event) => {
    const asking = event.key === "Escape" && find("#ending details[open]");
    if (asking) { asking.open = false; asking.querySelector("summary").focus(); }
  });
  new MutationObserver(drawn).observe(document.documentElement, { childList: true, subtree: true, characterData: true,
    attributes: true, attributeFilter: ["data-kept", "data-next", "data-word"] });
  ear = setTimeout(listen, LISTEN_EVERY);

  return { asked: () => facts("", next()), said };
})();
