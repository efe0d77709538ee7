// Speaking and listening, the part that settings and conversation share: what this browser can do, its voices, and what
// somebody chose among them. The choices stay in this browser.
"use strict";

window.partneringSpeech = (() => {
  const SHELF = "partnering:speech";
  const LONGEST_PIECE = 200; // letters: voices from a server fall silent in the middle of longer ones
  const BREATH = 60; // milliseconds: what is said right after a stop is lost in some browsers
  const SPEEDS = [[0.8, "slow"], [1, "as people talk"], [1.2, "brisk"], [1.5, "fast"]];
  const ENGLISH = ["en-US", "en-GB", "en-AU", "en-CA", "en-IE", "en-IN", "en-NZ", "en-ZA"];
  const SAMPLE = "This is how the replies will sound.";
  const NOT_SECURE = "A microphone works only at an address that begins with https, or on the program’s own computer (http://127.0.0.1 or http://localhost).";

  const Recognition = window.SpeechRecognition ?? window.webkitSpeechRecognition;
  const synth = window.speechSynthesis;
  let chosen = read();
  let saying = null; // what is being said: {stop}

  // --- what was chosen

  function read() {
    const usual = { voice: "", speed: 1, language: "", auto: true };
    try {
      return { ...usual, ...JSON.parse(localStorage.getItem(SHELF) ?? "{}") };
    } catch {
      return usual; // storage is switched off or holds something else
    }
  }

  function choose(change) {
    chosen = { ...chosen, ...change };
    try {
      localStorage.setItem(SHELF, JSON.stringify(chosen));
    } catch {
      // It holds until the page is left.
    }
  }

  function language() {
    return chosen.language || languages()[0];
  }

  function languages() {
    // The employees speak English: what else this browser's person speaks comes after.
    const own = (navigator.languages ?? []).filter((tag) => tag.includes("-"));
    const english = own.filter((tag) => tag.startsWith("en"));
    return [...new Set([...english, ...ENGLISH, ...own])];
  }

  // --- what this browser can do: a sentence that says what not, or nothing

  function cannot(what) {
    if (what === "speak-browser" && !Recognition) {
      return "This browser cannot turn speech into text. Chrome, Edge and Safari can.";
    }
    if (what.startsWith("speak-") && !window.isSecureContext) return NOT_SECURE;
    if (what === "speak-endpoint" && !(navigator.mediaDevices?.getUserMedia && window.MediaRecorder)) {
      return "This browser cannot record.";
    }
    if (what === "listen-browser" && !synth) return "This browser cannot read aloud.";
    if (what === "listen-browser" && !voices().length) {
      return "This browser has no voice to read with. Your system’s settings may let you add one.";
    }
    if (what === "listen-browser" && !voice()) {
      return "None of the English voices here works on this machine alone. Choose one below if its maker may read the replies.";
    }
    return "";
  }

  // --- voices

  function voices() {
    return synth?.getVoices() ?? [];
  }

  function voice() {
    const all = voices();
    const english = all.filter((one) => one.localService && /^en\b/i.test(one.lang.replace("_", "-")));
    // Never one from a server unless somebody chose it: it is sent every reply.
    return all.find((one) => one.voiceURI === chosen.voice) ?? english.find((one) => one.default) ?? english[0] ?? null;
  }

  function plain(line) {
    return line.replace(/\[[^\]]*\]?/g, " ").replace(/\s+/g, " ").trim();
  }

  function pieces(text) {
    const found = [];
    for (const sentence of text.match(/[^.!?…]+[.!?…]*["'”’)]*\s*/g) ?? [text]) {
      for (const part of sentence.match(new RegExp(`.{1,${LONGEST_PIECE}}(?=\\s|$)|.{1,${LONGEST_PIECE}}`, "gs")) ?? []) {
        if (/[\p{L}\p{N}]/u.test(part)) found.push(part.trim());
      }
    }
    return found;
  }

  function say(text) {
    // Resolves with "" at the end or when stopped, else with the browser's word for what went wrong.
    stop();
    const left = pieces(text);
    return new Promise((done) => {
      const turn = { stop: () => { left.length = 0; done(""); } };
      saying = turn;
      const next = () => {
        if (saying !== turn || !left.length) {
          if (saying === turn) saying = null;
          done("");
          return;
        }
        const with_ = voice();
        const utterance = new SpeechSynthesisUtterance(left.shift());
        if (with_) { utterance.voice = with_; utterance.lang = with_.lang; }
        utterance.rate = chosen.speed;
        utterance.onend = next;
        utterance.onerror = (event) => {
          if (saying === turn) saying = null;
          done(["interrupted", "canceled"].includes(event.error) ? "" : event.error);
        };
        turn.utterance = utterance; // some browsers forget one that nobody holds, and then it never ends
        synth.speak(utterance);
      };
      setTimeout(next, synth.speaking || synth.pending ? BREATH : 0);
    });
  }

  function stop() {
    const was = saying;
    saying = null;
    was?.stop();
    if (synth && (synth.speaking || synth.pending)) synth.cancel();
  }

  // --- the choices on a page

  function option(value, text, selected) {
    return new Option(text, value, selected, selected);
  }

  function fillVoices(select) {
    const all = voices();
    const now = voice();
    const english = all.filter((one) => /^en\b/i.test(one.lang.replace("_", "-")));
    const name = (one) => `${one.name} (${one.lang})${one.localService ? "" : ", not on this machine"}`;
    select.replaceChildren();
    if (!now) select.append(option("", "Choose a voice", true));
    for (const [label, some] of [["English", english], ["Other languages", all.filter((one) => !english.includes(one))]]) {
      if (!some.length) continue;
      const group = document.createElement("optgroup");
      group.label = label;
      const local = [...some].sort((a, b) => Number(b.localService) - Number(a.localService));
      group.append(...local.map((one) => option(one.voiceURI, name(one), one === now)));
      select.append(group);
    }
  }

  function show(root, waysNow, changed = () => {}) {
    // Fill the choices under `root` and show those that matter for the ways that hold, {speak, listen}.
    const ways = waysNow();
    const find = (selector) => root.querySelector(selector);
    const [select, speed, tongue, auto, attempt] = ["voice", "speed", "language", "auto", "try"].map((name) => find(`[data-choice=${name}]`));
    const needed = {
      voice: ways.listen === "browser" && voices().length > 0,
      listen: ways.listen !== "off",
      speak: ways.speak !== "off",
    };
    for (const piece of root.querySelectorAll("[data-for]")) piece.hidden = !needed[piece.dataset.for];
    fillVoices(select);
    const note = find("[data-voice-note]");
    note.hidden = voice()?.localService !== false;
    attempt.disabled = !voice();
    if (root.dataset.filled) return;
    root.dataset.filled = "yes";
    speed.append(...SPEEDS.map(([rate, words]) => option(String(rate), words, rate === chosen.speed)));
    tongue.append(...languages().map((tag) => option(tag, tongueName(tag), tag === language())));
    auto.checked = chosen.auto;
    const redraw = () => { show(root, waysNow, changed); changed(); };
    select.addEventListener("change", () => { choose({ voice: select.value }); redraw(); });
    speed.addEventListener("change", () => choose({ speed: Number(speed.value) }));
    tongue.addEventListener("change", () => choose({ language: tongue.value }));
    auto.addEventListener("change", () => { choose({ auto: auto.checked }); redraw(); });
    attempt.addEventListener("click", () => say(SAMPLE));
    synth?.addEventListener?.("voiceschanged", redraw); // voices arrive after the page
  }

  function tongueName(tag) {
    try {
      return `${new Intl.DisplayNames(["en"], { type: "language" }).of(tag)}`;
    } catch {
      return tag;
    }
  }

  // --- on the settings page

  function onSettings() {
    const root = document.querySelector("main [data-speech-choices]");
    if (!root) return;
    const form = document.querySelector("#speech form");
    const ways = () => ({ speak: form.elements.speak.value, listen: form.elements.listen.value });
    const draw = () => {
      const now = ways();
      // The one that is being chosen is talked about, before it is kept.
      root.parentElement.hidden = now.speak === "off" && now.listen === "off";
      show(root, ways);
      for (const piece of document.querySelectorAll("[data-cannot]")) {
        const [direction, way] = piece.dataset.cannot.split("-");
        piece.textContent = now[direction] === way ? cannot(piece.dataset.cannot) : "";
      }
      for (const piece of document.querySelectorAll("[data-goes]")) {
        const [direction, way] = piece.dataset.goes.split("-");
        piece.hidden = now[direction] !== way;
      }
    };
    form.addEventListener("change", draw);
    root.addEventListener("change", draw);
    synth?.addEventListener?.("voiceschanged", draw);
    draw();
  }

  document.addEventListener("DOMContentLoaded", onSettings);
  addEventListener("pagehide", stop);

  return { Recognition, cannot, choice: () => chosen, language, plain, say, show, stop, voice };
})();
