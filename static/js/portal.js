// What the portal adds to plain pages. Everything works without it; nothing here is needed to save.
"use strict";

const message = () => document.getElementById("message");

// Nobody answered, or not the portal: say so, and leave alone what was typed.
const unreachable = () => message()?.replaceWith(document.getElementById("unreachable").content.cloneNode(true));
document.addEventListener("htmx:sendError", unreachable);
document.addEventListener("htmx:timeout", unreachable);

// Asking again before an act: <form data-confirm="…"> or <button data-confirm="…">.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const question = event.submitter?.dataset.confirm ?? form.dataset.confirm;
  if (!question || form.dataset.confirmed) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const dialog = document.getElementById("confirmation").content.firstElementChild.cloneNode(true);
  dialog.querySelector("#confirmation-question").textContent = question;
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (dialog.returnValue !== "yes") return;
    form.dataset.confirmed = "yes";
    form.requestSubmit(event.submitter);
    delete form.dataset.confirmed;
  });
  document.body.append(dialog);
  dialog.showModal();
}, true);

// One press, one act: a second submit waits until the first is answered.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented && !form.hasAttribute("hx-post")) return;
  if (form.getAttribute("aria-busy") === "true") {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  form.setAttribute("aria-busy", "true");
  setTimeout(rest, 8000, form); // an answer may be a file, and then this page stays
}, true);
const rest = (form) => form.removeAttribute("aria-busy");
addEventListener("pageshow", () => document.querySelectorAll("form[aria-busy]").forEach(rest));
document.addEventListener("htmx:afterRequest", (event) => rest(event.detail.elt));
document.addEventListener("htmx:validation:halted", (event) => rest(event.detail.elt));

// A refusal goes where it says, whatever its status; a foreign error says that nothing came through.
document.addEventListener("htmx:beforeSwap", (event) => {
  const answer = event.detail;
  if (answer.xhr.getResponseHeader("HX-Retarget")) answer.shouldSwap = true;
  else if (answer.xhr.status >= 400 && !answer.shouldSwap) unreachable();
});

// A refusal is brought into view.
document.addEventListener("htmx:afterSwap", () => {
  const said = message();
  if (said?.getAttribute("role") === "alert") said.scrollIntoView({ block: "nearest" });
});

// <button data-print>, <tr data-follow> (its first link), menus that close when one looks elsewhere.
document.addEventListener("click", (event) => {
  const near = (selector) => event.target.closest?.(selector);
  if (near("[data-print]")) print();
  const row = near("tr[data-follow]");
  if (row && !near("a, button, input, select, textarea, label, summary") && !String(getSelection())) {
    row.querySelector("a[href]")?.click();
  }
  document.querySelectorAll("details.person[open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.querySelectorAll("details.person[open]").forEach((menu) => {
    menu.open = false;
    menu.querySelector("summary").focus();
  });
});

// <select data-submits> in a toolbar: a choice is sent at once; without this, the button sends it.
document.addEventListener("change", (event) => {
  if (event.target.closest?.("[data-submits]")) event.target.form?.requestSubmit();
});
