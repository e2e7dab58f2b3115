// Makes world.csv, the outlines of the world's countries, from Natural Earth's map at 1:50 million
// (public domain), as the npm package world-atlas carries it. The program does not need this script:
// world.csv is kept beside it. To make it again, in a folder of its own:
//
//   npm install world-atlas@2.0.2 topojson-client@3.1.0 topojson-simplify@3.0.3 i18n-iso-countries@7.14.0
//   node world.mjs > world.csv
import fs from "node:fs";
import iso from "i18n-iso-countries";
import { feature } from "topojson-client";
import { presimplify, simplify } from "topojson-simplify";

const world = JSON.parse(fs.readFileSync("node_modules/world-atlas/countries-50m.json"));

// The map is 4,000 units wide in the Equal Earth projection. What is smaller than this, in square
// units, is not drawn: bends of a line, and islands of a country that has larger land.
const width = 4000;
const bend = 16;
const island = 10;

// The Equal Earth projection (Šavrič, Patterson and Jenny, 2018), scaled to the map's width.
const [a1, a2, a3, a4] = [1.340264, -0.081106, 0.000893, 0.003796];
function project([longitude, latitude]) {
  const root = Math.sqrt(3) / 2;
  const t = Math.asin(root * Math.sin((latitude * Math.PI) / 180));
  const t2 = t * t;
  const t6 = t2 ** 3;
  const x = ((longitude * Math.PI) / 180) * Math.cos(t) / (root * (a1 + 3 * a2 * t2 + t6 * (7 * a3 + 9 * a4 * t2)));
  const y = t * (a1 + a2 * t2 + t6 * (a3 + a4 * t2));
  const scale = width / (2 * Math.PI / (root * a1));
  return [x * scale, y * scale];
}

const area = (ring) =>
  Math.abs(ring.reduce((sum, p, i) => {
    const q = ring[(i + 1) % ring.length];
    return sum + p[0] * q[1] - q[0] * p[1];
  }, 0)) / 2;

const polygons = ({ type, coordinates }) => (type === "Polygon" ? [coordinates] : coordinates);

// Natural Earth shortens names; these are written out.
const names = {
  "Antigua and Barb.": "Antigua and Barbuda", "Bosnia and Herz.": "Bosnia and Herzegovina",
  "Br. Indian Ocean Ter.": "British Indian Ocean Territory", "British Virgin Is.": "British Virgin Islands",
  "Cayman Is.": "Cayman Islands", "Central African Rep.": "Central African Republic", "Cook Is.": "Cook Islands",
  "Dem. Rep. Congo": "Democratic Republic of the Congo", "Dominican Rep.": "Dominican Republic",
  "Eq. Guinea": "Equatorial Guinea", "Faeroe Is.": "Faroe Islands", "Falkland Is.": "Falkland Islands",
  "Fr. Polynesia": "French Polynesia", "Fr. S. Antarctic Lands": "French Southern Territories",
  "Heard I. and McDonald Is.": "Heard Island and McDonald Islands", "Indian Ocean Ter.": "Indian Ocean Territories",
  "Ashmore and Cartier Is.": "Ashmore and Cartier Islands", "Macedonia": "North Macedonia", "Marshall Is.": "Marshall Islands", "N. Cyprus": "Northern Cyprus", "N. Mariana Is.": "Northern Mariana Islands",
  "Pitcairn Is.": "Pitcairn Islands", "S. Geo. and the Is.": "South Georgia and the South Sandwich Islands",
  "S. Sudan": "South Sudan", "Solomon Is.": "Solomon Islands",
  "St. Kitts and Nevis": "Saint Kitts and Nevis", "St. Pierre and Miquelon": "Saint Pierre and Miquelon",
  "St. Vin. and Gren.": "Saint Vincent and the Grenadines", "St-Barthélemy": "Saint Barthélemy",
  "St-Martin": "Saint Martin", "São Tomé and Principe": "São Tomé and Príncipe",
  "Turks and Caicos Is.": "Turks and Caicos Islands", "U.S. Virgin Is.": "U.S. Virgin Islands",
  "eSwatini": "Eswatini", "Vatican": "Vatican City", "W. Sahara": "Western Sahara", "Wallis and Futuna Is.": "Wallis and Futuna", "Åland": "Åland Islands",
};

// A line's weight is counted on the map, so that the far north does not keep more of its bends.
const weighed = presimplify(world, (triangle) => area(triangle.map(project)));
const coarse = feature(simplify(weighed, bend), world.objects.countries).features;
const fine = feature(world, world.objects.countries).features;

// unwrap lets a ring that crosses the 180th meridian run on beyond it, rather than around the world.
function unwrap(ring) {
  let turn = 0;
  const whole = ring.map((p, i) => {
    const step = i === 0 ? 0 : p[0] - ring[i - 1][0];
    if (step > 180) turn -= 360;
    if (step < -180) turn += 360;
    return [p[0] + turn, p[1]];
  });
  const middle = (Math.min(...whole.map((p) => p[0])) + Math.max(...whole.map((p) => p[0]))) / 2;
  const back = middle > 180 ? -360 : middle < -180 ? 360 : 0;
  return whole.map(([longitude, latitude]) => [longitude + back, latitude]);
}

const hundredths = (degrees) => Math.round(degrees * 100);

// encode writes a ring as a first point and the steps from each point to the next, in hundredths of
// a degree.
function encode(ring) {
  const points = ring.slice(0, -1).map((p) => p.map(hundredths));
  const kept = points.filter((p, i) => i === 0 || p[0] !== points[i - 1][0] || p[1] !== points[i - 1][1]);
  if (kept.length < 3) return "";
  return kept.map((p, i) => (i === 0 ? p : [p[0] - kept[i - 1][0], p[1] - kept[i - 1][1]]).join(" ")).join(" ");
}

const lines = [];
coarse.forEach((country, index) => {
  const name = names[country.properties.name] ?? country.properties.name;
  if (name === "Antarctica") return;
  const full = polygons(fine[index].geometry).map((p) => unwrap(p[0]));
  const largest = full.reduce((a, b) => (area(b.map(project)) > area(a.map(project)) ? b : a));
  const [west, east] = [Math.min(...largest.map((p) => p[0])), Math.max(...largest.map((p) => p[0]))];
  const [south, north] = [Math.min(...largest.map((p) => p[1])), Math.max(...largest.map((p) => p[1]))];
  const rings = polygons(country.geometry)
    .map((polygon) => polygon.map(unwrap))
    .flatMap((polygon) => (area(polygon[0].map(project)) < island ? [] : polygon))
    .map(encode)
    .filter(Boolean);
  const code = (country.id && name !== "Ashmore and Cartier Islands" && iso.numericToAlpha2(country.id)) || "";
  lines.push([code, name, hundredths((west + east) / 2), hundredths((south + north) / 2), rings.join(";")]);
});
lines.sort((a, b) => (a[0] || "~") < (b[0] || "~") ? -1 : 1);
console.log("code,name,longitude,latitude,outline");
for (const line of lines) console.log(line.map((v) => (/[",]/.test(v) ? `"${v}"` : v)).join(","));
