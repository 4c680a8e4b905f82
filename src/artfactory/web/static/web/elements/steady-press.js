/**
 * Nothing is exchanged under a finger: what is answered while a pointer is down is shown once it is up, for a press
 * and a release on two different elements make no click.
 */
const CLICK = 50; // milliseconds; a browser makes the click of a touch a moment after the finger is up
const pressed = new Set(); // the pointers that are down, by their numbers
const held = []; // what shows the answers that came meanwhile, oldest first

document.addEventListener("pointerdown", ({ button, pointerId }) => button === 0 && pressed.add(pointerId), true);
document.addEventListener("pointermove", (event) => event.buttons || lift(event), true); // was let go outside of the page
for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, lift, true);

document.addEventListener("htmx:beforeRequest", ({ detail: { xhr } }) => {
  const show = xhr.onload;
  xhr.onload = () => (pressed.size || held.length ? held.push(() => show.call(xhr)) : show.call(xhr));
});

function lift({ pointerId }) {
  if (pressed.delete(pointerId)) setTimeout(showHeld, CLICK);
}

function showHeld() {
  if (!pressed.size) for (const show of held.splice(0)) show();
}
