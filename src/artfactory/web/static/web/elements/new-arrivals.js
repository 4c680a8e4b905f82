/**
 * Says that new products came, without moving what is looked at. Its link shows them.
 *   <new-arrivals hidden> <a href="">New products have arrived: show them</a> </new-arrivals>
 */
export class NewArrivals extends HTMLElement {
  #listening;
  connectedCallback() {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    this.setAttribute("role", "status");
    document.addEventListener("news:product", this.#arrive, { signal });
  }
  disconnectedCallback() {
    this.#listening.abort();
  }
  /** News of a product on the page is a like or a note, not an arrival. */
  #arrive = ({ detail }) => {
    if (!document.getElementById(`product-${detail.id}`)) this.hidden = false;
  };
}
customElements.define("new-arrivals", NewArrivals);
