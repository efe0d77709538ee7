// Shows what the three answers add up to as they are given. Without it the button beside them asks the server.
const form = document.getElementById("prepare");
const sum = document.getElementById("sum");
const words = JSON.parse(sum.dataset.words);

function show() {
  const given = ["q1", "q2", "q3"].map((name) => new FormData(form).get(name));
  if (given.some((answer) => answer === "" || answer === null)) {
    const left = given.filter((answer) => answer === "" || answer === null).length;
    sum.textContent = left === 3 ? words.none : words.some;
    return;
  }
  const total = given.reduce((all, answer) => all + Number(answer), 0);
  sum.textContent = words.totals[total];
}

document.getElementById("weigh").hidden = true;
form.addEventListener("change", show);
show();
