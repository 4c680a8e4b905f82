/**
 * Calls the person when an Order ended or needs them: by a notification, by a sound, as they chose. All tabs hear
 * the news; the first that takes the lock calls, and notes it for the others.
 *   <end-call notify sound="/static/…/chime.wav" volume="60" words='{"succeeded": "Order # is done", …}'></end-call>
 */
const NOTED = "calls"; // in localStorage: the state that was called out last, by Order
const MOST = 100;

export class EndCall extends HTMLElement {
  #listening;
  connectedCallback() {
    this.#listening = new AbortController();
    document.addEventListener("news:order", this.#news, { signal: this.#listening.signal });
  }
  disconnectedCallback() {
    this.#listening.abort();
  }
  #news = ({ detail: { id, status } }) =>
    navigator.locks.request("end-call", () => {
      const noted = read();
      if (noted[id] === status) return;
      note({ ...noted, [id]: status });
      const words = JSON.parse(this.getAttribute("words"))[status];
      if (words) this.#call(id, words.replace("#", id));
    });
  #call(id, words) {
    const { sound, volume } = this.#choice();
    if (this.hasAttribute("notify") && window.Notification?.permission === "granted") notify(id, words, this.getAttribute("href"));
    if (sound) play(sound, volume);
  }
  #choice() {
    return { sound: this.getAttribute("sound"), volume: Number(this.getAttribute("volume")) / 100 };
  }
}

export function play(sound, volume) {
  const audio = new Audio(sound);
  audio.volume = volume;
  return audio.play().catch(() => {}); // a browser may want a click on the page first
}

function notify(id, words, address) {
  const notification = new Notification(words, { tag: `order-${id}` });
  notification.addEventListener("click", () => {
    window.focus();
    location.assign(address.replace("0", id));
  });
}

function read() {
  try {
    return JSON.parse(localStorage.getItem(NOTED)) ?? {};
  } catch {
    return {};
  }
}

function note(calls) {
  localStorage.setItem(NOTED, JSON.stringify(Object.fromEntries(Object.entries(calls).slice(-MOST))));
}
customElements.define("end-call", EndCall);
