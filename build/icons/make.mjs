import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { encodePng } from './png.mjs';

/**
 * Draws the app's icon, a gate in a wall, in every size that a desktop asks for: `node build/icons/make.mjs`.
 * Lengths are fractions of the icon's width, from its centre; y grows downwards.
 */

const sizes = [16, 32, 48, 64, 128, 256, 512, 1024];
const samples = 4;

/** @typedef {readonly [red: number, green: number, blue: number, alpha: number]} Colour 0 to 1 */

/** @type {Colour} */
const nothing = [0, 0, 0, 0];
/** @type {Colour} */
const gate = [1, 1, 1, 1];

/**
 * @param {number} x
 * @param {number} y
 * @returns {Colour}
 */
function colourAt(x, y) {
  if (!inRoundedSquare(x, y, 0.46, 0.11)) return nothing;
  if (inGate(x, y)) return gate;
  const shade = (y + 0.46) / 0.92;
  return [0.2 - 0.1 * shade, 0.42 - 0.18 * shade, 0.88 - 0.2 * shade, 1];
}

/**
 * An arch with a thick frame; inside it three bars and a crossbar, open at the foot like a portcullis half raised.
 *
 * @param {number} x
 * @param {number} y
 */
function inGate(x, y) {
  const outer = inArch(x, y, 0.29, 0.28);
  const inner = inArch(x, y, 0.21, 0.3);
  if (outer && !inner) return true;
  if (!inner) return false;
  const bar = [-0.105, 0, 0.105].some((at) => Math.abs(x - at) < 0.026 && y < 0.16 - Math.abs(x - at) * 2);
  const crossbar = Math.abs(y + 0.03) < 0.026;
  return bar || crossbar;
}

/**
 * A round arch on straight sides.
 *
 * @param {number} x
 * @param {number} y
 * @param {number} half half of its width, the radius of its top
 * @param {number} foot
 */
function inArch(x, y, half, foot) {
  const spring = -0.03;
  if (y > foot) return false;
  return y > spring ? Math.abs(x) < half : Math.hypot(x, y - spring) < half;
}

/**
 * @param {number} x
 * @param {number} y
 * @param {number} half half of its width
 * @param {number} radius of its corners
 */
function inRoundedSquare(x, y, half, radius) {
  const dx = Math.max(Math.abs(x) - half + radius, 0);
  const dy = Math.max(Math.abs(y) - half + radius, 0);
  return Math.hypot(dx, dy) <= radius;
}

/**
 * @param {number} size
 */
function draw(size) {
  const pixels = new Uint8Array(size * size * 4);
  for (let at = 0; at < size * size; at += 1) {
    const sums = [0, 0, 0, 0];
    for (let sample = 0; sample < samples * samples; sample += 1) {
      const x = ((at % size) + ((sample % samples) + 0.5) / samples) / size - 0.5;
      const y = (Math.floor(at / size) + (Math.floor(sample / samples) + 0.5) / samples) / size - 0.5;
      const [red, green, blue, alpha] = colourAt(x, y);
      [red, green, blue, alpha].forEach((value, channel) => {
        sums[channel] = (sums[channel] ?? 0) + value;
      });
    }
    // The colour of the samples that are there, and how many are there.
    const there = sums[3] ?? 0;
    sums.forEach((sum, channel) => {
      const value = channel === 3 ? there / samples ** 2 : there === 0 ? 0 : sum / there;
      pixels[at * 4 + channel] = Math.round(value * 255);
    });
  }
  return pixels;
}

for (const size of sizes) {
  writeFileSync(join(import.meta.dirname, `${size}x${size}.png`), encodePng(size, draw(size)));
}
