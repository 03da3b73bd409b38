/* The preview of terms follows what is typed. Without this script a button opens it as a page. */
(() => {
  "use strict";
  const panel = document.querySelector("[data-trust-preview]");
  const form = panel?.closest("form");
  if (!form) return;
  const sentences = panel.querySelector("[data-trust-sentences]");
  const failed = panel.querySelector("[data-trust-failed]");
  const pause = 500; // milliseconds after the last key
  let timer, running;

  const show = (html) => {
    const open = [...sentences.querySelectorAll("details")].map((part) => part.open);
    sentences.innerHTML = html;
    sentences.querySelectorAll("details").forEach((part, index) => {
      part.open = Boolean(open[index]);
    });
  };

  const refresh = async () => {
    running?.abort();
    running = new AbortController();
    const { signal } = running;
    try {
      const body = new FormData(form);
      const answer = await fetch(panel.dataset.trustPreview, { method: "POST", body, signal });
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      show(await answer.text());
      failed.hidden = true;
    } catch (error) {
      if (error.name !== "AbortError") failed.hidden = false;
    }
  };

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(refresh, pause);
  };

  form.addEventListener("input", later);
  form.addEventListener("change", later);
  document.addEventListener("formset:added", later);
  document.addEventListener("formset:removed", later);
})();
