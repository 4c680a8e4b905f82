/** Every element of the pages. Each is small and independent; a page that lacks one never runs it. */
import "./commands.js";
import "./copy-text.js";
import "./film-strip.js";
import "./grid-keys.js";
import "./key-map.js";
import "./live-chip.js";
import "./live-news.js";
import "./new-arrivals.js";
import "./number-stepper.js";
import "./offline-badge.js";
import "./order-watch.js";
import "./player-keys.js";
import "./pop-up.js";
import "./prompt-editor.js";
import "./theme-choice.js";
import "./toast-area.js";
import "./zoom-stage.js";
