/**
 * A file field that also takes what is dropped or pasted on it, and refuses what is too large or of another kind before
 * it travels. Without a script the field alone does the work.
 *   <file-drop data-most="67108864" data-kind="image" data-too-large="…" data-wrong-kind="…" data-problem="problem-image"> <input type="file"> </file-drop>
 */
export class FileDrop extends HTMLElement {
  #listening;
  connectedCallback() {
    this.#listening = new AbortController();
    if (!this.#field) return;
    const { signal } = this.#listening;
    this.addEventListener("dragover", this.#over, { signal });
    this.addEventListener("dragleave", () => this.classList.remove("is-over"), { signal });
    this.addEventListener("drop", this.#drop, { signal });
    this.addEventListener("paste", this.#paste, { signal });
    this.#field.addEventListener("input", (event) => event.stopPropagation(), { signal }); // the form need not count again
    this.addEventListener("change", this.#judge, { signal, capture: true });
    for (const hint of this.querySelectorAll(".file-drop__hint")) hint.hidden = false;
  }
  disconnectedCallback() {
    this.#listening.abort();
  }
  get #field() {
    return this.querySelector('input[type="file"]');
  }
  #over = (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    this.classList.add("is-over");
  };
  #drop = (event) => {
    this.classList.remove("is-over");
    if (event.dataTransfer.files.length) this.#take(event, event.dataTransfer.files);
  };
  #paste = (event) => {
    if (event.clipboardData.files.length) this.#take(event, event.clipboardData.files);
  };
  #take(event, files) {
    event.preventDefault();
    const taken = new DataTransfer();
    for (const file of this.#field.multiple ? files : [files[0]]) taken.items.add(file);
    this.#field.files = taken.files;
    this.#field.dispatchEvent(new Event("change", { bubbles: true }));
  }
  /** Before htmx hears of it. */
  #judge = (event) => {
    if (event.target !== this.#field) return;
    const files = [...this.#field.files];
    const problem = this.#wrong(files);
    if (!problem && files.length) return;
    event.stopImmediatePropagation();
    event.preventDefault();
    this.#field.value = "";
    if (problem) this.#say(problem);
  };
  #wrong(files) {
    if (files.some((file) => file.size > Number(this.dataset.most))) return this.dataset.tooLarge;
    const { kind, wrongKind } = this.dataset;
    return files.some((file) => file.type && !file.type.startsWith(`${kind}/`)) ? wrongKind : "";
  }
  #say(problem) {
    const place = document.getElementById(this.dataset.problem);
    place.replaceChildren(Object.assign(document.createElement("span"), { textContent: problem }));
    place.hidden = false;
  }
}
customElements.define("file-drop", FileDrop);
