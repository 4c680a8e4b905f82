/** A mask while it is painted: what was done to it, step by step, on a canvas where painted is opaque. */

const PAINT = "#ff2d78"; // seen on most pictures; only how opaque it is counts
const MOST = 16e6; // pixels of the canvas; a larger picture is painted smaller and its mask enlarged at the end
const SAMPLE = 100; // pixels each way, to tell how much is painted

export class MaskDrawing {
  #canvas;
  #width;
  #height;
  #steps = [];
  #undone = [];
  constructor(canvas, width, height) {
    const share = Math.min(1, Math.sqrt(MOST / (width * height)));
    [this.#canvas, this.#width, this.#height] = [canvas, width, height];
    [canvas.width, canvas.height] = [Math.max(1, Math.round(width * share)), Math.max(1, Math.round(height * share))];
  }
  /** From a finished mask: white, or transparent where it has that, is painted. */
  startFrom(picture) {
    const layer = blank(this.#canvas.width, this.#canvas.height);
    const brush = layer.getContext("2d");
    brush.drawImage(picture, 0, 0, layer.width, layer.height);
    const pixels = brush.getImageData(0, 0, layer.width, layer.height);
    const marks = marking(pixels.data);
    for (let at = 0; at < pixels.data.length; at += 4) pixels.data[at + 3] = marks(at);
    brush.putImageData(pixels, 0, 0);
    fill(brush, "source-in", PAINT);
    this.#do({ what: "lay", layer });
  }
  /** Points are shares of the picture, the size a share of its longer side. */
  begin(point, { size, erase }) {
    this.#do({ what: "stroke", size, erase, points: [point] });
  }
  follow(point) {
    const stroke = this.#steps.at(-1);
    stroke.points.push(point);
    this.#stroke({ ...stroke, points: stroke.points.slice(-2) });
  }
  invert() {
    this.#do({ what: "invert" });
  }
  clear() {
    this.#do({ what: "clear" });
  }
  undo() {
    if (!this.#steps.length) return;
    this.#undone.push(this.#steps.pop());
    this.#brush.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    for (const step of this.#steps) this.#show(step);
  }
  redo() {
    if (!this.#undone.length) return;
    this.#steps.push(this.#undone.pop());
    this.#show(this.#steps.at(-1));
  }
  get canUndo() {
    return this.#steps.length > 0;
  }
  get canRedo() {
    return this.#undone.length > 0;
  }
  /** From 0 to 1, as far as a small copy tells. */
  get share() {
    const small = blank(SAMPLE, SAMPLE);
    const brush = small.getContext("2d");
    brush.drawImage(this.#canvas, 0, 0, SAMPLE, SAMPLE);
    const { data } = brush.getImageData(0, 0, SAMPLE, SAMPLE);
    let sum = 0;
    for (let at = 3; at < data.length; at += 4) sum += data[at];
    return sum / 255 / SAMPLE / SAMPLE;
  }
  /** A PNG as large as the picture: black, and "white" or "transparent" where it is painted. */
  async file(mark) {
    const whole = blank(this.#width, this.#height);
    const brush = whole.getContext("2d");
    brush.drawImage(this.#canvas, 0, 0, this.#width, this.#height);
    fill(brush, "source-in", "#fff");
    if (mark === "transparent") fill(brush, "source-out", "#000");
    else fill(brush, "destination-over", "#000");
    const blob = await new Promise((done) => whole.toBlob(done, "image/png"));
    return new File([blob], "mask.png", { type: "image/png" });
  }
  #do(step) {
    this.#steps.push(step);
    this.#undone = [];
    this.#show(step);
  }
  #show(step) {
    if (step.what === "stroke") this.#stroke(step);
    if (step.what === "lay") this.#brush.drawImage(step.layer, 0, 0);
    if (step.what === "invert") fill(this.#brush, "source-out", PAINT);
    if (step.what === "clear") this.#brush.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
  }
  #stroke({ points, size, erase }) {
    const brush = this.#brush;
    brush.globalCompositeOperation = erase ? "destination-out" : "source-over";
    brush.strokeStyle = PAINT;
    [brush.lineCap, brush.lineJoin] = ["round", "round"];
    brush.lineWidth = Math.max(1, size * Math.max(this.#canvas.width, this.#canvas.height));
    brush.beginPath();
    for (const [x, y] of points) brush.lineTo(x * this.#canvas.width, y * this.#canvas.height);
    if (points.length === 1) brush.lineTo(points[0][0] * this.#canvas.width + 0.01, points[0][1] * this.#canvas.height);
    brush.stroke();
    brush.globalCompositeOperation = "source-over";
  }
  get #brush() {
    return this.#canvas.getContext("2d");
  }
}

function blank(width, height) {
  return Object.assign(document.createElement("canvas"), { width, height });
}

function fill(brush, how, colour) {
  brush.globalCompositeOperation = how;
  brush.fillStyle = colour;
  brush.fillRect(0, 0, brush.canvas.width, brush.canvas.height);
  brush.globalCompositeOperation = "source-over";
}

/** How opaque each pixel is to be: by its light, or by its gaps where the mask has some. */
function marking(data) {
  const hasGaps = data.some((value, at) => at % 4 === 3 && value < 255);
  return hasGaps ? (at) => 255 - data[at + 3] : (at) => (data[at] + data[at + 1] + data[at + 2]) / 3;
}
