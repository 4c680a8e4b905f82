/**
 * One stream of news, kept open. The browser reconnects by itself after a cut and is told what it missed; only
 * when it gave up (the answer was not a stream) this asks again, after 1, 2, 4 … 30 seconds. What happened between
 * the making of a page and a new stream nobody tells, so a new stream begins with a reset.
 *
 *   listen("/api/v1/events", ({ kind, data }) => …)   // kind: connection, order, product, provider, reset
 */
const KINDS = ["order", "product", "provider", "reset"];
const LONGEST_WAIT = 30_000;

export function listen(address, tell) {
  let wait = 1000;
  const open = () => {
    const source = new EventSource(address);
    source.addEventListener("open", () => {
      wait = 1000;
      tell({ kind: "connection", data: "live" });
    });
    source.addEventListener("open", () => tell({ kind: "reset", data: {} }), { once: true });
    source.addEventListener("error", () => {
      tell({ kind: "connection", data: "lost" });
      if (source.readyState !== EventSource.CLOSED) return;
      setTimeout(open, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    });
    for (const kind of KINDS) {
      source.addEventListener(kind, (event) => tell({ kind, data: read(event.data) }));
    }
  };
  open();
}

function read(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
