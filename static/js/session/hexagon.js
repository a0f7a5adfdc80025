// The small hexagon of pins: a corner for each criterion, in the order of the keys.

const [X, Y, RADIUS, LABELS] = [62, 60, 44, 58];
/** From so many pins on a corner is full. */
const FULL = 3;

/** @param {number} corner @param {number} distance @returns {[number, number]} */
function at(corner, distance) {
  const angle = (corner * Math.PI) / 3 - Math.PI / 2;
  return [X + distance * Math.cos(angle), Y + distance * Math.sin(angle)];
}

/** @param {[number, number][]} points */
const joined = (points) => points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");

const CORNERS = [0, 1, 2, 3, 4, 5];

/** The rings, from the inner one out. */
export const RINGS = [1, 2, 3].map((ring) => joined(CORNERS.map((c) => at(c, (ring * RADIUS) / FULL))));

/** A spoke to each corner, as a path. */
export const SPOKES = CORNERS.map((c) => `M${X} ${Y}L${joined([at(c, RADIUS)]).replace(",", " ")}`);

/** Where the number of each key stands. */
export const PLACES = CORNERS.map((c) => at(c, LABELS).map((n) => n.toFixed(1)));

/** The shape that counts make; a corner without any stays just off the middle, so that it can be seen. @param {number[]} counts */
export const shape = (counts) =>
  joined(counts.map((n, c) => at(c, Math.max(0.9, (Math.min(n, FULL) * RADIUS) / FULL))));
