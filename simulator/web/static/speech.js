// Speaking and listening on the conversation page: a microphone that writes into the box and never sends, and a voice
// that reads each finished reply. Where neither was chosen in the settings this script does nothing.
"use strict";

(() => {
  const rehearsal = new URLSearchParams(location.search).get("r") ?? "";
  if (!rehearsal || !/(^|;\s*)partnering_speech=/.test(document.cookie)) return;

  const speech = window.partneringSpeech;
  const API = `/api/rehearsals/${encodeURIComponent(rehearsal)}`;
  const PATIENCE = 80000; // milliseconds: a little more than the program's own

  const TYPE = "You can type meanwhile.";
  const WRONG = {
    NotAllowedError: `This browser does not let the page use the microphone. Allow it beside the address, then press again. ${TYPE}`,
    NotFoundError: `No microphone was found. Connect one and press again. ${TYPE}`,
    NotReadableError: `Another program holds the microphone. Close it there and press again. ${TYPE}`,
    "no-speech": "Nothing was heard. Is the microphone muted? Press again when you are ready.",
    network: `This browser did not reach the service that turns speech into text. ${TYPE}`,
    "language-not-supported": "This browser cannot write down that language. Choose another under “Speak and listen”.",
    silent: "Nothing was heard, so nothing was sent. Is the microphone muted?",
    thrown: "Thrown away. Nothing was sent.",
    broke: "The recording broke off. Press again, or type.",
    short: "That was too short. Press, say your line, and press again.",
    unheard: "No words were understood. Say it again, or type.",
    gone: "The program did not answer.",
    play: "This browser did not play the sound. Press “Hear it” to try again.",
  };
  WRONG["not-allowed"] = WRONG["service-not-allowed"] = WRONG.NotAllowedError;
  WRONG["audio-capture"] = WRONG.NotFoundError;

  let plan = null; // what the server says there is
  let doing = ""; // "", asking, listening, recording, writing, fetching, reading
  let leave = () => {}; // ends what is being done; with true, nothing of it is kept
  let held = null; // a recording whose text did not come
  let ready = false;
  let readTurn = 0; // the turn whose reply was read, so that none is read twice

  const find = (selector) => document.querySelector(selector);
  const box = () => find("#box textarea");

  // --- what is seen

  function word(sentence) {
    const place = find("#sound-word");
    if (place) place.textContent = sentence ?? "";
  }

  const DOING = {
    asking: "Waiting for the microphone …",
    listening: "Listening …",
    recording: "Recording …",
    writing: "Turning it into text …",
    fetching: "Fetching the sound …",
    reading: matchMedia("(pointer: coarse)").matches ? "Reading aloud …" : "Reading aloud … Escape stops it.",
  };

  function draw() {
    const press = find("#speak-press");
    if (!press) return;
    const hearing = ["asking", "listening", "recording"].includes(doing);
    const sounding = ["fetching", "reading"].includes(doing);
    press.hidden = !plan.canSpeak;
    press.disabled = doing === "writing";
    press.classList.toggle("on", hearing);
    press.querySelector("span").textContent = hearing ? "Done" : "Speak";
    const hear = find("#listen-press");
    hear.hidden = !plan.canListen || hearing;
    hear.classList.toggle("on", sounding);
    hear.querySelector("span").textContent = sounding ? "Stop" : "Hear it";
    hear.setAttribute("aria-label", sounding ? "Stop reading aloud" : "Hear the last reply");
    find("#sounding").hidden = !doing && !held;
    find("#sounding .doing").textContent = DOING[doing] ?? (held ? "Your recording is still here." : "");
    find("#sounding .meter").hidden = doing !== "recording";
    find("#sounding [data-again]").hidden = Boolean(doing) || !held;
    find("#sounding [data-throw]").hidden = !(["recording", "writing"].includes(doing) || (!doing && held));
    if (doing !== "listening") find("#sounding .interim").textContent = "";
  }

  function now(what, end = () => {}) {
    doing = what;
    leave = end;
    draw();
  }

  function write(text) {
    // To the end of what stands there; it is the person who sends it.
    const field = box();
    if (!field || !text.trim()) return;
    const gap = field.value && !/\s$/.test(field.value) ? " " : "";
    field.value += gap + text.trim();
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus({ preventScroll: true });
    field.setSelectionRange(field.value.length, field.value.length);
  }

  // --- speaking, by the browser

  async function listen() {
    const ear = new speech.Recognition();
    let interim = "";
    let thrown = false;
    ear.lang = speech.language();
    ear.interimResults = true;
    // On Android each result would come again and again.
    ear.continuous = !/android/i.test(navigator.userAgent);
    now("asking", () => { thrown = true; });
    await stayHere(ear);
    if (thrown) { now(""); return; }
    now("asking", () => { thrown = true; ear.abort(); });
    const most = setTimeout(() => ear.stop(), plan.longest * 1000);
    ear.onstart = () => now("listening", (lost) => { thrown ||= lost === true; if (lost) ear.abort(); else ear.stop(); });
    ear.onresult = (event) => {
      interim = "";
      for (let i = event.resultIndex; i < event.results.length; i += 1) {
        const said = event.results[i][0].transcript;
        if (event.results[i].isFinal) write(said);
        else interim += said;
      }
      find("#sounding .interim").textContent = interim;
    };
    ear.onerror = (event) => { if (event.error !== "aborted") word(WRONG[event.error] ?? `The microphone stopped (${event.error}). ${TYPE}`); };
    ear.onend = () => {
      clearTimeout(most);
      // Safari stops without making its last words final.
      if (!thrown) write(interim);
      thrown = true;
      now("");
    };
    try {
      ear.start();
    } catch (error) {
      clearTimeout(most);
      word(WRONG[error.name] ?? `The microphone did not start. ${TYPE}`);
      now("");
    }
  }

  async function stayHere(ear) {
    // Where the browser has the language on this machine, sound need not leave it.
    if (!("processLocally" in ear) || !speech.Recognition.available) return;
    try {
      const there = await speech.Recognition.available({ langs: [ear.lang], processLocally: true });
      ear.processLocally = there === "available";
    } catch {
      ear.processLocally = false;
    }
  }

  // --- speaking, by the model of the settings

  async function record() {
    let given = true;
    now("asking", () => { given = false; });
    let sound;
    try {
      sound = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true } });
    } catch (error) {
      word(WRONG[error.name] ?? `The microphone did not start. ${TYPE}`);
      now("");
      return;
    }
    if (!given) { sound.getTracks().forEach((track) => track.stop()); now(""); return; }
    const time = (all) => `${Math.floor(all / 60)}:${String(all % 60).padStart(2, "0")}`;
    const finish = window.partneringTape(sound, plan, {
      tick: (seconds, loud) => {
        find("#sounding .time").textContent = `${time(seconds)} of ${time(plan.longest)}`;
        find("#sounding .bar span").style.width = `${Math.min(100, Math.round(Math.sqrt(loud) * 120))}%`;
      },
      ended: (how, recording) => {
        word(how === "full" ? `${plan.longest / 60} minutes are the most at a time, so it stopped here.` : WRONG[how]);
        if (recording) send(recording);
        else now("");
      },
    });
    now("recording", finish);
  }

  async function send(recording) {
    const stopper = new AbortController();
    const late = setTimeout(() => stopper.abort("late"), PATIENCE);
    held = recording;
    now("writing", () => { held = null; stopper.abort("left"); });
    try {
      const asked = `${API}/heard?language=${encodeURIComponent(speech.language())}`;
      const answer = await fetch(asked, {
        method: "POST", body: recording, headers: { "content-type": recording.type }, signal: stopper.signal,
      });
      const told = await answer.json();
      if (answer.ok) held = null;
      if (told.text) write(told.text);
      else word(told.error ?? WRONG.unheard);
    } catch {
      word(held ? WRONG.gone : "Thrown away.");
    }
    clearTimeout(late);
    now("");
  }

  // --- listening

  function last() {
    const lines = document.querySelectorAll("#talk li.employee .text");
    return lines.length ? lines[lines.length - 1].textContent : "";
  }

  async function readAloud() {
    const text = speech.plain(last());
    if (!text) return;
    word("");
    if (plan.listen === "browser") {
      now("reading", speech.stop);
      const wrong = await speech.say(text);
      if (wrong) word(wrong === "not-allowed" ? WRONG.play : `This browser could not read the reply (${wrong}).`);
      if (doing === "reading") now("");
      return;
    }
    await fetchAloud(Math.max(0, Number(find("#talk ol").dataset.next) - 1));
  }

  async function fetchAloud(number) {
    const stopper = new AbortController();
    const late = setTimeout(() => stopper.abort("late"), PATIENCE);
    let left = false;
    let address = "";
    const player = new Audio();
    const over = new Promise((done) => {
      player.onended = () => done("");
      player.onerror = () => done(WRONG.play);
      now("fetching", () => { left = true; player.pause(); stopper.abort("left"); done(""); });
    });
    try {
      const answer = await fetch(`${API}/replies/${number}/sound`, { method: "POST", signal: stopper.signal });
      clearTimeout(late);
      if (answer.ok && answer.status !== 204) {
        address = URL.createObjectURL(await answer.blob());
        player.src = address;
        player.playbackRate = player.defaultPlaybackRate = speech.choice().speed;
        now("reading", leave);
        await player.play();
        word(await over);
      } else if (!answer.ok) {
        word((await answer.json()).error);
      }
    } catch (error) {
      if (!left) word(error.name === "NotAllowedError" || error.name === "NotSupportedError" ? WRONG.play : WRONG.gone);
    }
    clearTimeout(late);
    URL.revokeObjectURL(address);
    if (["fetching", "reading"].includes(doing)) now("");
  }

  function heard() {
    // A reply that has just been finished stands in the live region, once.
    const region = find("#talk [aria-live]");
    const turn = Number(find("#talk ol").dataset.next);
    if (!region?.textContent.trim() || turn === readTurn) return;
    readTurn = turn;
    // A talk that left what can be rehearsed is not read: what helps then is said by the page, not by the employee.
    if (find("#talk .ended.left") || !plan.canListen || !speech.choice().auto || hearingNow()) return;
    // One voice at a time: what is read aloud is not announced as well.
    region.removeAttribute("role");
    region.setAttribute("aria-live", "off");
    readAloud();
  }

  const hearingNow = () => ["asking", "listening", "recording"].includes(doing);

  // --- what there is on this page

  function weigh() {
    const not = (direction) => {
      if (plan[direction] === "off") return plan.wanted[direction] === "off" ? "" : plan.why_not || "No model for it is named in the settings.";
      return speech.cannot(`${direction}-${plan[direction]}`);
    };
    const speak = not("speak");
    const listen_ = not("listen");
    plan.canSpeak = plan.speak !== "off" && !speak;
    plan.canListen = plan.listen !== "off" && !listen_;
    const host = plan.where ? `at ${plan.where}` : "that whoever runs this server has named";
    const goes = [
      plan.canSpeak && (plan.speak === "browser"
        ? "What you say: this browser’s maker may send it to its own servers (Chrome and Edge do; Safari may work on the machine)."
        : `What you say goes as a recording to the model ${host}, and comes back as text. It is not kept here.`),
      plan.canListen && (plan.listen === "browser"
        ? (speech.voice()?.localService === false ? "Replies are sent to the maker of this voice to be read." : "Replies are read on this machine.")
        : `Replies go to the model ${host} to be read. The sound is not kept here.`),
      speak && `Speaking is off here. ${speak}`,
      listen_ && `Reading aloud is off here. ${listen_}`,
    ].filter(Boolean);
    const list = find("#speech-drawer [data-where]");
    list.replaceChildren(...goes.map((sentence) => Object.assign(document.createElement("li"), { textContent: sentence })));
    find("#speech-drawer [data-part]").hidden = !(speak || listen_);
    find("#speech-drawer").hidden = false;
  }

  function begin() {
    ready = true;
    const ways = () => ({ speak: plan.canSpeak ? plan.speak : "off", listen: plan.listen });
    const redraw = () => { weigh(); speech.show(find("#speech-drawer [data-speech-choices]"), ways, redraw); draw(); };
    redraw();
    window.speechSynthesis?.addEventListener?.("voiceschanged", redraw);
  }

  function look() {
    if (!plan || !find("#talk ol") || !find("#speak-press") || !find("#speech-drawer")) return;
    if (!ready) begin();
    heard();
  }

  // --- presses

  function speakPressed() {
    word("");
    if (hearingNow()) { leave(); return; }
    leave();
    held = null;
    if (plan.speak === "browser") listen();
    else record();
  }

  function listenPressed() {
    if (["fetching", "reading"].includes(doing)) { leave(); return; }
    if (hearingNow()) leave(true);
    readAloud();
  }

  function sending() {
    // The next line is on its way: what is heard after it stays in the box, what is read before it has been heard.
    word("");
    if (hearingNow() || ["fetching", "reading"].includes(doing)) leave();
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("#speak-press")) speakPressed();
    else if (event.target.closest("#listen-press")) listenPressed();
    else if (event.target.closest("#sounding [data-throw]")) { if (doing) leave(true); else { held = null; draw(); } box()?.focus(); }
    else if (event.target.closest("#sounding [data-again]")) { word(""); send(held); }
    else if (event.target.closest("#send")) sending();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && doing) { event.preventDefault(); leave(true); }
    if (event.key === "Enter" && event.target === box() && !event.shiftKey && !event.isComposing) {
      sending();
    }
  }, true);
  addEventListener("pagehide", () => leave(true));
  new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true, characterData: true });

  (async () => {
    try {
      const answer = await fetch(`${API}/speech`, { cache: "no-store" });
      if (!answer.ok) return; // not theirs, or not there: the page says so itself
      plan = await answer.json();
    } catch {
      return;
    }
    look();
  })();
})();
