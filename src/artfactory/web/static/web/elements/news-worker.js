/**
 * Shared by all tabs of a browser: one stream, told to each of them. A browser allows six connections
 * to a host, so a stream for each tab would leave none for pages.
 */
import { listen } from "./connection.js";

const tabs = new Set();
let connection;

function tell(news) {
  if (news.kind === "connection") connection = news;
  for (const tab of tabs) tab.postMessage(news);
}

function answer(tab, { word, address }) {
  if (word === "bye") tabs.delete(tab);
  if (word !== "hello") return;
  if (tabs.size === 0 && !connection) listen(address, tell);
  tabs.add(tab);
  if (connection) tab.postMessage(connection);
}

self.addEventListener("connect", ({ ports: [tab] }) => {
  tab.addEventListener("message", (event) => answer(tab, event.data));
  tab.start();
});
