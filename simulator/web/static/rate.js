// Keeps each tap at once. Without this script the two buttons send what was tapped.
const form = document.getElementById("rate");
const told = document.getElementById("kept");
let last = Promise.resolve(); // one after the other, so that the latest tap is the one that stays

function count() {
  const lines = form.querySelectorAll("fieldset").length;
  const marked = form.querySelectorAll("input:checked:not([value=''])").length;
  return `${marked} of ${lines} marked`;
}

async function keep(input) {
  const body = new URLSearchParams({ line: input.name.slice("line-".length), word: input.value });
  try {
    const answer = await fetch(form.dataset.mark, { method: "POST", body, keepalive: true });
    if (answer.status === 409) {
      told.textContent = "The debrief of this talk is open already, so your marks stay as they are.";
    } else {
      told.textContent = answer.ok ? count() : `${count()}. That tap is kept when you press a button below.`;
    }
  } catch {
    told.textContent = `${count()}. That tap is kept when you press a button below.`;
  }
}

form.addEventListener("change", (event) => {
  const input = event.target;
  told.textContent = count();
  last = last.then(() => keep(input));
});

// A browser that goes back may show taps that this page was not loaded with.
window.addEventListener("pageshow", () => { told.textContent = count(); });
