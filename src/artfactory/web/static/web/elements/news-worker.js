/**
 * Shared by all tabs of a browser: one stream, told to each of them. A browser allows six connections
 * to a host, so a stream for each tab would leave none for pages. A tab that comes is told the last few
 * seconds again: they may have passed while its page was on the way.
 */
import { listen } from "./connection.js";

const RECENT = 5000; // milliseconds
const tabs = new Set();
let recent = [];
let connection;
let listening = false;

function tell(news) {
  if (news.kind === "connection") connection = news;
  else recent = [...fresh(), { at: Date.now(), news }];
  for (const tab of tabs) tab.postMessage(news);
}

function fresh() {
  return recent.filter(({ at }) => Date.now() - at < RECENT);
}

function greet(tab, address) {
  tabs.add(tab);
  if (connection) tab.postMessage(connection);
  for (const { news } of fresh()) tab.postMessage(news);
  if (!listening) listen(address, tell);
  listening = true;
}

self.addEventListener("connect", ({ ports: [tab] }) => {
  tab.addEventListener("message", ({ data: { word, address } }) => {
    if (word === "hello") greet(tab, address);
    if (word === "bye") tabs.delete(tab);
  });
  tab.start();
});
