/**
 * Calls the person when an Order ended or needs them: by a notification, by a sound, as they chose. All tabs hear
 * the news; the first that notes it calls. Noted in a transaction that all tabs share: what localStorage holds
 * reaches the process of another tab late.
 *   <end-call notify sound="/static/…/chime.wav" volume="60" words='{"succeeded": "Order # is done", …}'></end-call>
 */
const NOTED = "calls"; // a database of the browser: the state that was called out last, by Order
const MOST = 500;

export class EndCall extends HTMLElement {
  #listening;
  connectedCallback() {
    this.#listening = new AbortController();
    document.addEventListener("news:order", this.#news, { signal: this.#listening.signal });
  }
  disconnectedCallback() {
    this.#listening.abort();
  }
  #news = async ({ detail: { id, status } }) => {
    const words = JSON.parse(this.getAttribute("words"))[status];
    const isFirst = await note(id, status);
    if (isFirst && words) this.#call(id, words.replace("#", id));
  };
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

/** Whether nobody noted that state of that Order before. Without a database every tab is the first. */
async function note(id, status) {
  const database = await opened().catch(() => null);
  if (!database) return true;
  try {
    return await noted(database.transaction(NOTED, "readwrite").objectStore(NOTED), `${id}`, status);
  } catch {
    return true;
  } finally {
    database.close();
  }
}

async function noted(store, id, status) {
  if ((await answer(store.get(id))) === status) return false;
  if ((await answer(store.count())) >= MOST) store.clear();
  await answer(store.put(status, id));
  return true;
}

function opened() {
  const request = indexedDB.open(NOTED, 1);
  request.addEventListener("upgradeneeded", () => request.result.createObjectStore(NOTED));
  return answer(request);
}

function answer(request) {
  return new Promise((told, failed) => {
    request.addEventListener("success", () => told(request.result));
    request.addEventListener("error", () => failed(request.error));
  });
}
customElements.define("end-call", EndCall);
