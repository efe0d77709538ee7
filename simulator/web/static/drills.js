// Makes drills quicker by keyboard. Without it every button works the same.

const form = document.querySelector("#answer");
const box = document.querySelector("#given");
const next = document.querySelector("#next");

// What is being typed outlives a reload of this tab, and nothing else.
if (box) {
  const place = `drill ${form.dataset.card}`;
  if (!box.value) box.value = sessionStorage.getItem(place) ?? "";
  box.addEventListener("input", () => sessionStorage.setItem(place, box.value));
  form.addEventListener("submit", () => sessionStorage.removeItem(place));
  box.focus();
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit(form.querySelector(".button:not(.quiet)"));
    }
  });
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("textarea, input, select");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  const option = form?.querySelectorAll(".option")[Number(event.key) - 1];
  if (option) option.click();
  else if (next && event.key === "Enter" && !event.target.closest("a, button, summary")) next.click();
});

document.querySelector("#verdict")?.focus();
