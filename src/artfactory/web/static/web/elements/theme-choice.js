/**
 * Changes the theme at once and tells the server quietly; without a script the form is sent as usual.
 *   <form method="post" action="…"> <theme-choice> <button name="theme" value="dark">…</button> … </theme-choice> </form>
 */
export class ThemeChoice extends HTMLElement {
  connectedCallback() {
    this.closest("form").addEventListener("submit", this.#choose);
  }
  disconnectedCallback() {
    this.closest("form")?.removeEventListener("submit", this.#choose);
  }
  #choose = (event) => {
    event.preventDefault();
    const { submitter, target: form } = event;
    show(submitter.value);
    for (const button of this.querySelectorAll("[name=theme]")) button.ariaCurrent = button === submitter ? "true" : null;
    fetch(form.action, { method: "POST", body: new FormData(form, submitter), redirect: "manual" });
  };
}

function show(theme) {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
customElements.define("theme-choice", ThemeChoice);
