// Keeps the state of a delivery up to date. Everything else works without scripts.
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
