/**
 * Asks the browser whether it may notify, only when the person sends the form that wants it; what it refuses is said.
 *   <notify-ask hidden> <form …> <button name="notify" value="on">…</button> </form> <p hidden role="status">…</p> </notify-ask>
 * The radio buttons of a form work too: asked is when "on" is chosen. Without a script nothing can notify.
 */
export class NotifyAsk extends HTMLElement {
  #listening;
  connectedCallback() {
    if (!window.Notification) return;
    this.hidden = false;
    this.#listening = new AbortController();
    const around = this.closest("form") ?? this;
    around.addEventListener("submit", this.#ask, { signal: this.#listening.signal });
  }
  disconnectedCallback() {
    this.#listening?.abort();
  }
  #ask = async (event) => {
    const { target: form, submitter } = event;
    if (Notification.permission === "granted" || new FormData(form, submitter).get("notify") !== "on") return;
    event.preventDefault();
    if ((await Notification.requestPermission()) === "granted") setTimeout(() => form.requestSubmit(submitter)); // not from within its own submit
    else this.querySelector("[role=status]").hidden = false;
  };
}
customElements.define("notify-ask", NotifyAsk);
