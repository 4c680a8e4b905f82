/**
 * What an answer says about many fields, each to be put where its id is. Of a hundred fields mostly one has changed, and
 * only that one is touched: swapped one by one, they would keep somebody who types waiting.
 *   <field-news id="field-news" hx-swap-oob="true"> <template> <p id="problem-steps">…</p> … </template> </field-news>
 */
import { mark } from "./field-problems.js";

export class FieldNews extends HTMLElement {
  connectedCallback() {
    for (const fresh of [...(this.querySelector("template")?.content.children ?? [])]) this.#put(fresh);
  }
  #put(fresh) {
    const place = document.getElementById(fresh.id);
    if (!place || place.isEqualNode(fresh)) return;
    place.replaceWith(fresh);
    if (fresh.matches(".field__error")) mark(fresh);
  }
}
customElements.define("field-news", FieldNews);
