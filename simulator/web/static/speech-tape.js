// One recording of the microphone: how long, how loud, and whether there is anything in it that is worth sending.
"use strict";

window.partneringTape = (() => {
  const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus", "audio/webm"];
  const BITS = 32000; // a second: two minutes are half a megabyte
  const LOOK_EVERY = 100; // milliseconds between two looks at how loud it is
  const SHORTEST = 400; // milliseconds
  const QUIETEST = 0.01; // of full scale: a muted microphone stays below, a whisper does not
  const ROOM = 0.9; // of the most bytes: what is in the recorder still comes

  function loudness(sound) {
    // Says how loud it is now; null where this browser does not tell.
    const Context = window.AudioContext ?? window.webkitAudioContext;
    if (!Context) return { now: () => null, close: () => {} };
    const room = new Context();
    const analyser = room.createAnalyser();
    room.createMediaStreamSource(sound).connect(analyser);
    const waves = new Float32Array(analyser.fftSize);
    const now = () => {
      if (room.state !== "running") return null;
      analyser.getFloatTimeDomainData(waves);
      return Math.max(...waves.map(Math.abs));
    };
    return { now, close: () => room.close() };
  }

  return (sound, { longest, most }, { tick, ended }) => {
    // Records `sound` for at most `longest` seconds and `most` bytes. Returns what ends it; with true, it is thrown away.
    // `tick` is told seconds and loudness; `ended` how it ended ("" well, full, broke, thrown, short, silent), and the recording.
    const kind = KINDS.find((one) => MediaRecorder.isTypeSupported(one));
    const tape = new MediaRecorder(sound, { ...(kind && { mimeType: kind }), audioBitsPerSecond: BITS });
    const meter = loudness(sound);
    const begun = performance.now();
    const parts = [];
    let size = 0;
    let loudest = null;
    let how = "";

    const stop = (why) => {
      if (tape.state === "inactive") return;
      how = why;
      tape.stop();
    };
    const late = setTimeout(() => stop("full"), longest * 1000);
    const clock = setInterval(() => {
      const loud = meter.now();
      if (loud !== null) loudest = Math.max(loudest ?? 0, loud);
      tick(Math.floor((performance.now() - begun) / 1000), loud ?? 0);
    }, LOOK_EVERY);

    tape.ondataavailable = (event) => {
      parts.push(event.data);
      size += event.data.size;
      if (size > most * ROOM) stop("full");
    };
    tape.onerror = () => stop("broke");
    tape.onstop = () => {
      clearTimeout(late);
      clearInterval(clock);
      meter.close();
      sound.getTracks().forEach((track) => track.stop());
      if (how === "thrown") ended("thrown", null);
      else if (performance.now() - begun < SHORTEST) ended("short", null);
      else if (!size || (loudest !== null && loudest < QUIETEST)) ended("silent", null);
      else ended(how, new Blob(parts, { type: tape.mimeType || kind || "audio/webm" }));
    };
    tape.start(1000);
    return (lost) => stop(lost === true ? "thrown" : "");
  };
})();
