/**
 * Brings news into the page as events on the document: news:order, news:product, news:provider, news:reset
 * (detail: the data) and news:connection (detail: "live" or "lost").
 *   <live-news href="/api/v1/events"></live-news>
 */
import { listen } from "./connection.js";

const tell = ({ kind, data }) => document.dispatchEvent(new CustomEvent(`news:${kind}`, { detail: data }));

function share(address) {
  const worker = new SharedWorker(new URL("./news-worker.js", import.meta.url), { type: "module", name: "news" });
  const greet = () => worker.port.postMessage({ word: "hello", address });
  worker.port.addEventListener("message", (event) => tell(event.data));
  worker.port.start();
  addEventListener("pagehide", () => worker.port.postMessage({ word: "bye" }));
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    greet();
    tell({ kind: "reset", data: {} });
  });
  greet();
}

export class LiveNews extends HTMLElement {
  connectedCallback() {
    const address = new URL(this.getAttribute("href"), location.href).href;
    if (window.SharedWorker) share(address);
    else listen(address, tell);
  }
}
customElements.define("live-news", LiveNews);
