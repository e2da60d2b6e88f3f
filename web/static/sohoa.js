// Keeps the state of a delivery up to date and completes what is typed. Everything works without scripts.
"use strict";

const SECONDS = 1;

async function look(card) {
  const answered = await fetch(card.dataset.poll, { headers: { Accept: "application/json" } });
  if (!answered.ok) return;
  const now = await answered.json();
  const looks = now.looks ? `${now.looks.ended ? 1 : 0}-${now.looks.faulty}` : "";
  if (now.ended || now.state !== card.dataset.state || looks !== card.dataset.looks) {
    location.reload();
    return;
  }
  const note = card.querySelector("[data-note]");
  if (note.textContent !== now.note) note.textContent = now.note;
  note.hidden = !now.note;
}

const card = document.querySelector("[data-poll]");
if (card) {
  const again = () => setTimeout(() => look(card).catch(() => {}).finally(again), SECONDS * 1000);
  again();
}

const PAUSE_MS = 120;
const box = document.querySelector("[data-suggest]");

async function complete(text) {
  const answered = await fetch(`${box.dataset.suggest}?q=${encodeURIComponent(text)}`);
  if (!answered.ok || box.value !== text) return;
  const { values } = await answered.json();
  box.list.replaceChildren(...values.map((value) => new Option(value, value)));
}

if (box) {
  let waiting = 0;
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    const text = box.value;
    if (text.trim().length > 1) waiting = setTimeout(() => complete(text).catch(() => {}), PAUSE_MS);
  });
}
